"""Organisations in invented sentences of many provinces and industries: what is found, as what, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.recognise import mentions

FIRMS = {"enterprise", "research_institute"}

# Text, and the enterprises and research institutes it names, in order.
ENTERPRISES = [
    ("全年引进海乐调味、百川陶瓷等项目12个，总投资额达8.6亿元。", "海乐调味|百川陶瓷"),
    ("新增省级专精特新企业3家（瑞泽船舶、康信软件、锦绣纺织）。", "瑞泽船舶|康信软件|锦绣纺织"),
    ("考察青瓷源、江右瓷业等重点企业，对产业发展给予高度评价。", "青瓷源|江右瓷业"),
    ("帮助德馨食品获得市级技改补助资金30万元。", "德馨食品"),
    ("海晟重工获评国家绿色工厂，鼎盛纺织入选省级智能制造标杆企业名单。", "海晟重工|鼎盛纺织"),
    ("山东海之源水产有限公司与滨海海洋大学签订合作协议。", "山东海之源水产有限公司"),
    ("推动浙江云途软件股份有限公司在科创板上市。", "浙江云途软件股份有限公司"),
    ("组织福建宏远鞋业有限公司、泉州金鹿服饰有限公司等20余家企业参加交易会。", "福建宏远鞋业有限公司|泉州金鹿服饰有限公司"),
    ("为宏泰陶瓷、御窑坊、景雅瓷业协调解决用气问题。", "宏泰陶瓷|御窑坊|景雅瓷业"),
    ("拨付江苏恒润船舶科技有限公司技改奖补资金200万元。", "江苏恒润船舶科技有限公司"),
    ("423厂完成技术改造，七一五所获批省级重点实验室。", "423厂|七一五所"),
    ("华腾软件、易联数科出口额分别增长12.3%、8.1%。", "华腾软件|易联数科"),
    ("支持晋江鑫海纺织新建智能工厂。", "晋江鑫海纺织"),
    ("新开工润达食品、后稷农业等亿元以上项目9个。", "润达食品|后稷农业"),
    ("天瓷科技成功获批省级企业技术中心。", "天瓷科技"),
    ("促成佳禾食品与江南轻工大学、瑞雪乳业与北疆农业大学签订产学研合作协议。", "佳禾食品|瑞雪乳业"),
    ("达能饮品等5家企业通过清洁生产审核。", "达能饮品"),
    ("推荐沃德精工、博海通申报国家级专精特新“小巨人”企业。", "沃德精工|博海通"),
    ("走访慰问了海德机械、金桥纺织、明月陶瓷3家企业。", "海德机械|金桥纺织|明月陶瓷"),
    ("牵线鹏程等4家配套企业与龙头企业达成意向。", "鹏程"),
    ("鑫港造船产值突破10亿元，同比增长23%。", "鑫港造船"),
    ("联合睿智软件为宏发机械提供数字化改造方案。", "睿智软件|宏发机械"),
    ("与日照移动签订战略合作协议。", "日照移动"),
    ("天喔食品斩获中国国际食品博览会金奖。", "天喔食品"),
    ("苏绣坊、锦上花、云裳等服饰企业开展直播带货。", "苏绣坊|锦上花|云裳"),
    ("龙腾公司新厂区项目（一期）竣工。", "龙腾公司"),
    ("长冉二期、美禾等项目竣工投产。", "长冉|美禾"),
    ("万康茶业、绿源农业等6家龙头企业享受贷款贴息。", "万康茶业|绿源农业"),
    ("新增瞪羚企业3家（硅云天成、锐科激光、飞诺思）。", "硅云天成|锐科激光|飞诺思"),
    ("完成对凤翔光学、晶辉能源2家企业的走访调研。", "凤翔光学|晶辉能源"),
    ("泽瑞纸业获批市工程技术研究中心。", "泽瑞纸业"),
    ("帮助山溪食品有限公司申请贷款500万元。", "山溪食品有限公司"),
    ("嘉瑞集团、联益超市被认定为市级示范企业。", "嘉瑞集团|联益超市"),
    ("累计帮助华禾棉纺、裕泰织造、天骏印染三家企业融资1.1亿元。", "华禾棉纺|裕泰织造|天骏印染"),
    ("洁雅丽荣获省长质量奖提名奖，成为全省纺织行业首家获奖企业。", "洁雅丽"),
    ("纳税超亿元企业12家，分别为金晖纸业、海岳水泥、东禾农机等。", "金晖纸业|海岳水泥|东禾农机"),
    ("协助浙江三禾智能控制股份有限公司完成土地摘牌。", "浙江三禾智能控制股份有限公司"),
    ("依托中电科99所建设量子信息实验室。", "中电科99所"),
    ("中铁九十九局承建的跨江大桥顺利合龙。", "中铁九十九局"),
    ("督促县自来水公司落实整改责任。", "县自来水公司"),
    ("山溪酒业（集团）有限公司技改项目列入省重点。", "山溪酒业（集团）有限公司"),
    ("江南瓷都陶瓷研究院与三家企业共建中试线。", "江南瓷都陶瓷研究院"),
    ("新引进海蕴陶瓷、汇禾食品等项目6个。", "海蕴陶瓷|汇禾食品"),
    ("重点推进汇禾食品、成都时的食品等企业技改。", "汇禾食品|成都时的食品"),
]

# Text in which an office, an industry, a person, a place, a product or a campaign stands where a firm might.
NO_ENTERPRISE = [
    "全区中小企业、规上企业和高新技术企业数量持续增长。",
    "航空、服饰、新材料等重点产业加快发展。",
    "大力发展食品加工、纺织服装、电子信息等产业。",
    "与市发改委、市财政局等单位密切配合。",
    "王小明被评为全省优秀企业家。",
    "李建国荣获五一劳动奖章。",
    "盐渎街道荣获省级文明单位。",
    "“海韵一号”科考船顺利交付。",
    "召开政银企对接会，6家银行现场授信。",
    "建成5G基站300个，培育智能工厂2家。",
    "引导企业加大研发投入，推动产学研深度融合。",
    "全市规模以上工业增加值同比增长7.8%。",
    "组织开展安全生产大检查，排查隐患120处。",
    "市财政局拨付资金500万元用于道路建设。",
    "海洋工程装备产业园获评省级示范园区。",
    "新引进外资企业6家，实际利用外资1.2亿美元。",
    "陶瓷产业集群入选国家级中小企业特色产业集群。",
    "开展“我为企业办实事”活动，走访企业320家，解决问题176个。",
    "大宗商品价格上涨，原材料成本上升，企业利润下滑。",
    "引进高层次人才25名，柔性引才40名。",
    "召开全县优化营商环境大会，表彰纳税大户20户。",
    "对13家重点用能企业开展节能监察。",
    "由市水利局、市生态环境局联合组织验收。",
    "全区工业用电量同比增长9.2%，其中制造业用电量增长8.6%。",
    "受理群众来信来访36件，办结率100%。",
    "温暖企业行动获评全市先进，工业经济运行获评全省先进。",
    "一是纺织产业稳中有进，二是食品产业提质增效。",
    "完成中心医院、人民医院门诊楼改造。",
    "工业和信息化领域重点工作有序推进。",
    "鼓励企业发行公司债、企业债，拓宽融资渠道。",
    "积极开展陶瓷、食品产业链配套对接活动。",
    "成立招商小分队5支，外出招商42次。",
]

OTHERS = [
    ("423医院获批市级示范基地。", "423医院", "hospital"),
    ("滨海职业技术学院开设船舶专业。", "滨海职业技术学院", "school"),
    ("与江南轻工大学共建研究生工作站。", "江南轻工大学", "university"),
    ("邀请西安交大专家开展诊断。", "西安交大", "university"),
    ("县委、县政府高度重视。", "县政府", "government"),
    ("将原区经信局的职责划入。", "原区经信局", "government"),
    ("区委主要领导带队招商。", "区委", "party"),
    ("陶瓷行业商会发布倡议书。", "陶瓷行业商会", "association"),
    ("推动市人民银行支持普惠金融。", "市人民银行", "bank"),
    ("青瓷文化产业园开园。", "青瓷文化产业园", "park"),
    ("举办江北国际陶瓷博览会。", "江北国际陶瓷博览会", "exhibition"),
    ("新华社、江北电视台跟踪报道。", "江北电视台", "media"),
    ("晨辉党支部被评为先进基层党组织。", "晨辉党支部", "party"),
]


def firms(text: str) -> list[str]:
    return [m.surface for m in mentions(text) if m.kind in FIRMS]


@pytest.mark.parametrize(("text", "names"), ENTERPRISES)
def test_finds_enterprises_in_lists_objects_and_subjects(text: str, names: str) -> None:
    assert firms(text) == names.split("|")


@pytest.mark.parametrize("text", NO_ENTERPRISE)
def test_takes_no_phrase_office_person_or_product_for_an_enterprise(text: str) -> None:
    assert firms(text) == []


@pytest.mark.parametrize(("text", "name", "kind"), OTHERS)
def test_tells_other_bodies_from_enterprises(text: str, name: str, kind: str) -> None:
    assert (name, kind) in [(m.surface, m.kind) for m in mentions(text)]


def test_a_name_once_certain_is_found_wherever_it_stands() -> None:
    text = "瑞泽船舶、康信软件等5家企业参展。\n康信软件的王工作了介绍，瑞泽船舶随后发言。"
    assert firms(text) == ["瑞泽船舶", "康信软件", "康信软件", "瑞泽船舶"]


def test_the_distinctive_parts_of_a_full_name_are_found() -> None:
    text = "江苏恒润海工装备有限公司获得奖补。\n恒润海工二期用地已供。"
    assert firms(text) == ["江苏恒润海工装备有限公司", "恒润海工"]


def test_two_characters_inside_another_word_are_no_mention() -> None:
    text = "云裳、锦裳等服饰企业参展。\n白云裳衣的传说家喻户晓。"
    assert firms(text) == ["云裳", "锦裳"]


def test_branches_named_in_one_breath_are_told_apart_and_a_firm_inside_its_branch_is_no_mention() -> None:
    text = "易泰、翔宇党支部被评为标杆。\n帮助解决易泰货车通行问题。"
    found = [(m.surface, m.kind) for m in mentions(text)]
    assert found == [("易泰", "enterprise"), ("翔宇党支部", "party"), ("易泰", "enterprise")]


def test_names_run_together_in_a_flattened_table_are_told_apart() -> None:
    text = "12江北恒通电缆股份有限公司13滨海瑞丰纸业有限公司"
    assert firms(text) == ["江北恒通电缆股份有限公司", "滨海瑞丰纸业有限公司"]


def test_two_bodies_joined_by_a_conjunction_are_two_and_one_with_two_fields_is_one() -> None:
    found = [m.surface for m in mentions("临江高科园管委会和商粮局联合招商。临江市科技和工业信息化局牵头。")]
    assert found == ["临江高科园管委会", "商粮局", "临江市科技和工业信息化局"]


def test_public_works_wards_and_academies_are_no_firms() -> None:
    assert firms("新建北岭净水厂、东湾污水处理厂，脾胃病科、骨伤科获评省级重点专科，与中国科学院共建平台。") == []


def test_a_branch_takes_its_firm_along_and_a_numbered_institute_its_group() -> None:
    assert firms("江北恒通电缆有限公司宁远分公司中标。") == ["江北恒通电缆有限公司宁远分公司"]
    assert firms("中国星原集团公司第九十八研究所参与研制。") == ["中国星原集团公司第九十八研究所"]


def test_a_park_that_bears_a_firms_name_while_it_is_built_names_the_firm() -> None:
    assert firms("岚泽泵业产业园竣工投产。") == ["岚泽泵业"]
    assert firms("华岳国际物流产业园获评省级示范园区。") == []


def test_the_code_of_a_document_number_names_no_firm() -> None:
    assert firms("江苏瑞凌电缆有限公司《关于变更的请示》（瑞凌〔2020〕11号）收悉。") == ["江苏瑞凌电缆有限公司"]


def test_every_mention_says_who_found_it_and_why() -> None:
    for mention in mentions("海晟重工获评国家绿色工厂。江北恒通电缆股份有限公司投产。423厂扩产。"):
        assert mention.recogniser and mention.reasons and 0 < mention.score <= 1


def test_who_has_a_part_in_a_contract_is_named_behind_its_role() -> None:
    assert firms("施工单位：恒川市政、渝泽路桥；监理单位为正衡监理。") == ["恒川市政", "渝泽路桥", "正衡监理"]
    assert firms("供货商为联瑞医疗，合同价12万元。") == ["联瑞医疗"]
    assert firms("设计单位为乙级以上资质。养护单位：专业养护队伍、公路站。施工单位为招标确定的三家单位。") == []


def test_a_count_in_brackets_before_a_colon_counts_the_list() -> None:
    assert firms("市级龙头企业（新增3家）：金穗米业、禾润、百果源；") == ["金穗米业", "禾润", "百果源"]
    assert firms("龙头企业：带动农户增收，农民致富。") == []


def test_bureaus_of_building_groups_are_companies_with_all_that_follows() -> None:
    assert firms("由中铁十四局集团第三工程有限公司承建。") == ["中铁十四局集团第三工程有限公司"]
    assert firms("中国水利水电第七工程局有限公司中标。") == ["中国水利水电第七工程局有限公司"]


def test_a_branch_is_named_with_its_firm() -> None:
    assert firms("会计服务委托立诚会计师事务所河南分所。") == ["立诚会计师事务所河南分所"]


def test_what_a_ministry_finds_a_firm_to_be_and_whom_a_county_signs_with_are_firms() -> None:
    assert firms("泰恒锻造被省工信厅认定为专精特新企业。") == ["泰恒锻造"]
    assert firms("瑞澜文旅与我县签订投资协议。") == ["瑞澜文旅"]


def test_a_place_the_report_names_itself_is_no_firm_though_a_firm_bears_it() -> None:
    text = "凌川市水务局。凌川港务集团有限公司投产。凌川至江口公路通车，凌川负责实施。"
    assert firms(text) == ["凌川港务集团有限公司"]


@pytest.mark.parametrize(
    "text",
    [
        "桃花沟、龙潭峡谷获评4A级景区。",
        "芦塘港煤码头一期工程竣工。",
        "石湾博物馆获评二级博物馆。",
        "精准延链、补链、强链获得成效。",
        "概算总投资3亿元。",
    ],
)
def test_sights_works_museums_and_slogans_are_no_firms(text: str) -> None:
    assert firms(text) == []


def test_an_institute_of_heritage_is_no_firm_and_a_union_of_credit_is_a_bank() -> None:
    assert firms("云冈石窟研究院与瑞澜文旅签约。") == ["瑞澜文旅"]
    assert [m.kind for m in mentions("辽宁农信联社授信。")] == ["bank"]


def test_whom_an_office_stops_or_is_repaid_by_is_a_firm_whatever_the_reason_between() -> None:
    assert firms("泰恒矿业因安全隐患被责令停产整顿。") == ["泰恒矿业"]
    assert firms("收到凯源电力退回资金12万元。") == ["凯源电力"]
    assert firms("道路因暴雨被责令关闭。该景区因客流过大被约谈。") == []


def test_an_empty_text_has_no_mentions() -> None:
    assert mentions("") == ()


@given(st.text(alphabet="海晟重工等5家企业、，。（）公司厂获评与和在上中为第一期\n 的A1＊", max_size=80))
def test_mentions_never_overlap_and_quote_the_text(text: str) -> None:
    edge = 0
    for mention in mentions(text):
        assert mention.span.start >= edge and mention.surface == text[mention.span.start : mention.span.end]
        edge = mention.span.end


@pytest.mark.parametrize("piece", ["在上", "、企业", "（", "等3家", "公司", "海晟", "一期、", "中在会上"])
def test_hostile_repetition_is_read_without_backtracking(piece: str) -> None:
    assert isinstance(mentions(piece * 3000), tuple)
