"""Recognitions read from invented sentences: who holds what, at which level, with which status, and who holds nothing."""

from __future__ import annotations

import pytest

from kg.extract.recognitions import recognitions
from kg.extract.titles import level_of
from kg.facts import Recognition
from kg.model import Document, EntityKind, Mention, Report, Section, Span
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences

UNIT = "云港市碧川区工业局"


def reading(text: str, *names: str, kind: EntityKind = "enterprise", section: str = "performance") -> Reading:
    """Return a reading of `text` in which each of `names` is a mention wherever it stands."""
    spans = sorted({Span(i, i + len(name)) for name in names for i in range(len(text)) if text.startswith(name, i)})
    mentions = tuple(Mention(span, text[span.start : span.end], kind, "test", 1.0) for span in spans)
    sections = (Section(section, "一、", "标题", 1, Span(0, len(text))),)
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", UNIT, 2023, "", sections, ())
    return Reading(report, mentions, numbers(report), tuple(sentences(text)))


def held(text: str, *names: str, **options: str) -> list[tuple[str, str]]:
    """Return (holder, title) of every recognition in `text`."""
    return [(words(fact), fact.title) for fact in recognitions(reading(text, *names, **options))]  # type: ignore[arg-type]


def words(fact: Recognition) -> str:
    """Return the holder as printed."""
    return fact.holder if isinstance(fact.holder, str) else fact.holder.surface


def only(text: str, *names: str) -> Recognition:
    """Return the one recognition in `text`."""
    (fact,) = recognitions(reading(text, *names))
    return fact


def test_a_firm_gets_a_title() -> None:
    fact = only("海澜精机获评国家级专精特新“小巨人”企业。", "海澜精机")
    assert (words(fact), fact.title, fact.level, fact.year, fact.status) == (
        "海澜精机",
        "国家级专精特新“小巨人”企业",
        "国家级",
        2023,
        "granted",
    )
    assert fact.scheme.key == "little-giant"
    assert fact.evidence.quote == "海澜精机获评国家级专精特新“小巨人”企业"


def test_every_named_firm_of_a_list_holds_the_title() -> None:
    text = "海澜精机、蓝鲸食品等7家企业入选云港市重点培育企业名单。"
    assert held(text, "海澜精机", "蓝鲸食品") == [("海澜精机", "云港市重点培育企业名单"), ("蓝鲸食品", "云港市重点培育企业名单")]


def test_a_chain_gives_each_firm_its_own_title() -> None:
    text = "海澜精机荣获浙江省质量奖，蓝鲸食品入选国家绿色工厂，碧川乳业获批省级企业技术中心。"
    expected = [("海澜精机", "浙江省质量奖"), ("蓝鲸食品", "国家绿色工厂"), ("碧川乳业", "省级企业技术中心")]
    assert held(text, "海澜精机", "蓝鲸食品", "碧川乳业") == expected


def test_two_statements_joined_by_a_list_mark_stay_apart() -> None:
    text = "海澜精机获批市级工程技术研究中心、蓝鲸食品获批省级工业设计中心。"
    assert held(text, "海澜精机", "蓝鲸食品") == [("海澜精机", "市级工程技术研究中心"), ("蓝鲸食品", "省级工业设计中心")]


def test_a_verb_without_subject_takes_the_last_holder() -> None:
    text = "海澜精机荣获全国质量标杆，并入选国家智能制造示范工厂名单。"
    assert held(text, "海澜精机") == [("海澜精机", "全国质量标杆"), ("海澜精机", "国家智能制造示范工厂名单")]


def test_ranks_are_shared_out_in_order() -> None:
    text = "海澜精机、蓝鲸食品在江苏省创新创业大赛中分别获得一、二等奖。"
    assert held(text, "海澜精机", "蓝鲸食品") == [("海澜精机", "江苏省创新创业大赛一等奖"), ("蓝鲸食品", "江苏省创新创业大赛二等奖")]


def test_titles_are_shared_out_in_order() -> None:
    text = "海澜精机、蓝鲸食品分别获评五星级服务商、全国质量标杆单位。"
    assert held(text, "海澜精机", "蓝鲸食品") == [("海澜精机", "五星级服务商"), ("蓝鲸食品", "全国质量标杆单位")]


def test_several_titles_of_one_holder_are_parted() -> None:
    text = "蓝鲸食品荣获国家科技进步二等奖、中国专利优秀奖。"
    assert held(text, "蓝鲸食品") == [("蓝鲸食品", "国家科技进步二等奖"), ("蓝鲸食品", "中国专利优秀奖")]


def test_several_titles_of_several_holders_stay_together_for_the_text_does_not_share_them_out() -> None:
    text = "海澜精机、蓝鲸食品获评省级工程研究中心、企业技术中心。"
    assert {title for _, title in held(text, "海澜精机", "蓝鲸食品")} == {"省级工程研究中心、企业技术中心"}


def test_names_in_brackets_behind_a_count_hold_the_title() -> None:
    text = "新增省级专精特新中小企业2家（海澜精机、蓝鲸食品）。"
    assert held(text, "海澜精机", "蓝鲸食品") == [("海澜精机", "省级专精特新中小企业"), ("蓝鲸食品", "省级专精特新中小企业")]


def test_a_title_printed_as_attribute_belongs_to_the_name_behind_it() -> None:
    assert held("走访了国家高新技术企业海澜精机。", "海澜精机") == [("海澜精机", "国家高新技术企业")]


def test_an_organisation_recognised_by_another_names_its_issuer() -> None:
    fact = only("海澜精机被省发展改革委认定为省级工程研究中心。", "海澜精机")
    assert (words(fact), fact.title, fact.awarded_by) == ("海澜精机", "省级工程研究中心", "省发展改革委")


def test_a_decision_names_the_holder_behind_the_verb() -> None:
    fact = only("省教育厅授予海澜精机“产教融合示范企业”称号。", "海澜精机")
    assert (words(fact), fact.title, fact.status) == ("海澜精机", "产教融合示范企业", "granted")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("推荐海澜精机申报国家绿色工厂。", "recommended"),
        ("组织海澜精机申报国家级单项冠军企业。", "applied"),
        ("海澜精机拟入选省级绿色工厂名单。", "applied"),
        ("海澜精机入选省级绿色工厂公示名单。", "announced"),
        ("撤销海澜精机的高新技术企业资格。", "revoked"),
        ("海澜精机成功申报国家绿色工厂。", "granted"),
    ],
)
def test_status_is_what_the_verb_says(text: str, status: str) -> None:
    assert only(text, "海澜精机").status == status


def test_applied_for_is_never_granted() -> None:
    text = "推荐海澜精机、蓝鲸食品申报国家绿色工厂，碧川乳业申报省级节水型标杆企业。"
    statuses = {words(fact): fact.status for fact in recognitions(reading(text, "海澜精机", "蓝鲸食品", "碧川乳业"))}
    assert statuses == {"海澜精机": "recommended", "蓝鲸食品": "recommended", "碧川乳业": "recommended"}


@pytest.mark.parametrize(
    "text",
    [
        "力争海澜精机获评国家级绿色工厂。",
        "海澜精机获得银行贷款500万元。",
        "海澜精机的做法获得企业一致好评。",
        "海澜精机获得省级专项资金补助。",
        "海澜精机通过技术改造提升产能。",
        "3家企业获评省级绿色工厂。",
        "全年获批项目12个。",
        "新增规模以上工业企业2家（海澜精机）。",
        "海澜精机将成为区域新的增长极。",
    ],
)
def test_what_is_wished_counted_or_paid_is_no_recognition(text: str) -> None:
    assert held(text, "海澜精机") == []


def test_a_person_is_no_holder_of_an_organisations_title() -> None:
    assert held("海澜精机张岚被评为云港市优秀企业家。", "海澜精机") == []


def test_work_of_the_unit_wins_the_title_for_the_unit() -> None:
    assert held("暖企稳岗工作获评全省先进。") == [(UNIT, "全省先进")]


def test_a_title_for_areas_goes_to_the_units_area() -> None:
    assert held("营商环境评价获评全省十强县市区。") == [("云港市碧川区", "全省十强县市区")]


def test_a_product_holds_its_title_as_plain_words() -> None:
    assert held("“碧川蜜柚”获得国家地理标志认证。") == [("碧川蜜柚", "国家地理标志认证")]


def test_the_owners_of_listed_things_hold_the_title_together() -> None:
    text = "海澜精机的深海阀门和蓝鲸食品的低糖饼干入选省级首批次产品目录。"
    assert held(text, "海澜精机", "蓝鲸食品") == [("海澜精机", "省级首批次产品目录"), ("蓝鲸食品", "省级首批次产品目录")]


def test_who_supports_another_holds_nothing() -> None:
    assert held("云港银行支持海澜精机获批国家级绿色工厂。", "云港银行", "海澜精机") == [("海澜精机", "国家级绿色工厂")]


def test_goals_and_duties_state_no_recognition() -> None:
    text = "海澜精机获评国家级专精特新“小巨人”企业。"
    assert held(text, "海澜精机", section="targets") == []
    assert held(text, "海澜精机", section="functions") == []


def test_said_twice_is_one_recognition() -> None:
    text = "海澜精机获评国家绿色工厂。\n附表\n海澜精机获评国家绿色工厂。"
    assert held(text, "海澜精机") == [("海澜精机", "国家绿色工厂")]


def test_a_title_restated_without_holder_gives_nothing_more() -> None:
    text = "海澜精机荣获国家科技进步二等奖。\n绩效情况：荣获国家科技进步二等奖。"
    assert held(text, "海澜精机") == [("海澜精机", "国家科技进步二等奖")]


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("国家级绿色工厂", "国家级"),
        ("全国文明单位", "国家级"),
        ("福建省质量管理示范企业", "省级"),
        ("市级企业技术中心", "市级"),
        ("全县先进集体", "区级"),
        ("世界一流专精特新示范企业", ""),
    ],
)
def test_level_comes_from_the_titles_own_words(title: str, level: str) -> None:
    assert only(f"海澜精机获评{title}。", "海澜精机").level == level


def test_the_year_printed_in_the_title_wins_over_the_fiscal_year() -> None:
    assert only("海澜精机获评2021年省级绿色工厂。", "海澜精机").year == 2021


def test_a_title_in_no_lexicon_is_a_concept_of_its_own() -> None:
    fact = only("海澜精机荣获“匠心守护者”称号。", "海澜精机")
    assert fact.title == "匠心守护者"
    assert not fact.scheme.curated
    assert fact.scheme.key.startswith("x-")


def test_the_provincial_little_giant_is_not_the_national_one() -> None:
    fact = only("海澜精机获评省级专精特新小巨人企业。", "海澜精机")
    assert (fact.scheme.key, fact.level) == ("provincial-little-giant", "省级")


def test_a_bare_rank_belongs_to_the_contest_named_before_it() -> None:
    text = "碧川职校荣获全省技能大赛一等奖2项、二等奖5项。"
    assert held(text, "碧川职校") == [("碧川职校", "全省技能大赛一等奖"), ("碧川职校", "全省技能大赛二等奖")]


def test_what_was_applied_for_and_then_got_is_got() -> None:
    text = "支持海澜精机、蓝鲸食品申报省级企业技术中心，其中海澜精机1家已正式获批。"
    found = {words(fact): fact.status for fact in recognitions(reading(text, "海澜精机", "蓝鲸食品"))}
    assert found == {"海澜精机": "granted", "蓝鲸食品": "applied"}


def test_names_spelled_out_behind_a_count_hold_the_title() -> None:
    text = "新增国家级专精特新“小巨人”企业2家，分别为海澜精机、蓝鲸食品；累计培育省级专精特新中小企业57家。"
    assert [holder for holder, _ in held(text, "海澜精机", "蓝鲸食品")] == ["海澜精机", "蓝鲸食品"]


def test_a_list_longer_than_its_count_is_not_the_counts() -> None:
    assert held("新增国家级专精特新“小巨人”企业1家，分别为海澜精机、蓝鲸食品。", "海澜精机", "蓝鲸食品") == []


def test_like_things_listed_hold_a_title_each() -> None:
    assert [holder for holder, _ in held("碧川脾胃科、碧川骨伤科入选省中医重点专科。")] == ["碧川脾胃科", "碧川骨伤科"]


@pytest.mark.parametrize("dump", ["海澜精机获评省级绿色工厂。" * 4000, "海澜精机申报省级绿色工厂，获批，" * 3000])
def test_a_title_repeated_thousands_of_times_is_one(dump: str) -> None:
    assert len(held(dump, "海澜精机")) <= 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "海澜精机、蓝鲸食品等9户获认定省级专精特新中小企业。",
            [("海澜精机", "省级专精特新中小企业"), ("蓝鲸食品", "省级专精特新中小企业")],
        ),
        ("海澜精机联合蓝鲸食品获批省级工程研究中心。", [("海澜精机", "省级工程研究中心"), ("蓝鲸食品", "省级工程研究中心")]),
        ("海澜精机（蓝鲸食品全资子公司）列入省级绿色工厂名单。", [("海澜精机", "省级绿色工厂名单")]),
        ("海澜精机承建的蓝鲸食品总部楼获“云峰杯”。", [("海澜精机", "云峰杯")]),
        ("新增省级绿色工厂3家，海澜精机、蓝鲸食品名列其中。", [("海澜精机", "省级绿色工厂"), ("蓝鲸食品", "省级绿色工厂")]),
        ("新增“无烟工厂”5家，其中海澜精机、蓝鲸食品两家为首次获评。", [("海澜精机", "无烟工厂"), ("蓝鲸食品", "无烟工厂")]),
        ("新增海澜精机、蓝鲸食品等5家国家高新技术企业。", [("海澜精机", "国家高新技术企业"), ("蓝鲸食品", "国家高新技术企业")]),
        ("海澜精机在省厅信用评级中获得A级。", [("海澜精机", "省厅信用评级A级")]),
        ("海澜精机、蓝鲸食品分获全省创业大赛二等奖和优秀奖。", [("海澜精机", "全省创业大赛二等奖"), ("蓝鲸食品", "全省创业大赛优秀奖")]),
        ("海澜精机、蓝鲸食品分别获评国家级、省级绿色工厂。", [("海澜精机", "国家级绿色工厂"), ("蓝鲸食品", "省级绿色工厂")]),
        ("获评省级绿色工厂的有海澜精机、蓝鲸食品。", [("海澜精机", "省级绿色工厂"), ("蓝鲸食品", "省级绿色工厂")]),
        ("海澜精机先后荣获“省级绿色工厂”“省级智能工厂”称号。", [("海澜精机", "省级绿色工厂"), ("海澜精机", "省级智能工厂")]),
        ("海澜精机博士后工作站获批设立。", [("海澜精机", "博士后工作站")]),
        ("省长质量奖由海澜精机摘得。", [("海澜精机", "省长质量奖")]),
        ("海澜精机系省级龙头企业。", [("海澜精机", "省级龙头企业")]),
        ("海澜精机（国家级绿色工厂）扩大产能。", [("海澜精机", "国家级绿色工厂")]),
        ("海澜精机跻身瞪羚企业行列。", [("海澜精机", "瞪羚企业")]),
        ("打造“云绣”服饰品牌，该品牌入选全省十大服饰品牌。", [("“云绣”服饰品牌", "全省十大服饰品牌")]),
        ("青禾布艺、山月绣坊两家列入市级非遗工坊。", [("青禾布艺", "市级非遗工坊"), ("山月绣坊", "市级非遗工坊")]),
    ],
)
def test_who_holds_what_however_it_is_said(text: str, expected: list[tuple[str, str]]) -> None:
    assert held(text, "海澜精机", "蓝鲸食品") == expected


@pytest.mark.parametrize(
    "text",
    [
        "获批省级工程研究中心2个。",
        "海澜精机力争创建国家级绿色工厂。",
        "全市拥有省级绿色工厂7家。",
        "蓝鲸食品产值位居全省第一。",
        "海澜精机为省级绿色工厂项目的业主。",
        "获评省级绿色工厂的企业有新面孔。",
        "引导制造业企业取得国家级服务资质。",
    ],
)
def test_what_is_counted_hoped_for_or_ranked_gives_nobody_a_title(text: str) -> None:
    assert held(text, "海澜精机", "蓝鲸食品") == []


@pytest.mark.parametrize(
    ("title", "level"),
    [("云南老字号", "省级"), ("中国专利优秀奖", "国家级"), ("云岭县人民政府质量奖", "区级"), ("州级文明单位", "市级"), ("青山银奖", "")],
)
def test_a_title_says_its_level_by_the_state_the_province_or_the_county(title: str, level: str) -> None:
    assert level_of(title) == level


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "青锋泵业牵头的云港省水泵工程技术研究中心、白石纸业的云港省造纸重点实验室相继获批。",
            ("青锋泵业", "白石纸业"),
            [("青锋泵业", "云港省水泵工程技术研究中心"), ("白石纸业", "云港省造纸重点实验室")],
        ),
        (
            "青锋泵业、白石纸业的企业技术中心升格为省级。",
            ("青锋泵业", "白石纸业"),
            [("青锋泵业", "省级企业技术中心"), ("白石纸业", "省级企业技术中心")],
        ),
        ("我局被省水利厅通报表扬。", (), [(UNIT, "省水利厅通报表扬")]),
        ("青锋泵业的循环泵获评云港省名优产品。", ("青锋泵业", "循环泵"), [("青锋泵业", "云港省名优产品")]),
        ("白石软件为青锋泵业开发排产系统，该厂获评省级绿色工厂。", ("白石软件", "青锋泵业"), [("青锋泵业", "省级绿色工厂")]),
        ("青锋泵业与云港大学合作攻关的“深井泵”项目获云港省科技进步二等奖。", ("青锋泵业",), [("青锋泵业", "云港省科技进步二等奖")]),
        ("海天软件建成云港排水平台。平台获全省优秀案例一等奖。", ("海天软件",), [("海天软件建成云港排水平台", "全省优秀案例一等奖")]),
        ("青锋泵业通过国家二级安全生产标准化工厂验收。", ("青锋泵业",), [("青锋泵业", "国家二级安全生产标准化工厂")]),
    ],
)
def test_titles_before_the_verb_and_behind_what_was_done(text: str, names: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert held(text, *names) == expected


def test_names_in_brackets_do_not_part_a_list_of_holders() -> None:
    text = "青锋泵业（Greenpump，德资）、白石纸业（日资）被市商务局认定为省级绿色工厂。"
    assert held(text, "青锋泵业", "Greenpump", "白石纸业") == [("青锋泵业", "省级绿色工厂"), ("白石纸业", "省级绿色工厂")]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "以恒泵业、白石纸业2户企业通过高新技术企业认定。",
            ("以恒泵业", "白石纸业"),
            [("以恒泵业", "高新技术企业"), ("白石纸业", "高新技术企业")],
        ),
        ("长河众创空间（运营方：青锋泵业）获省级备案。", ("青锋泵业",), [("长河众创空间", "省级备案")]),
        ("青锋泵业在新三板挂牌，园区挂牌上市企业累计4家。", ("青锋泵业",), []),
    ],
)
def test_who_runs_a_place_and_how_many_there_are_holds_nothing(text: str, names: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert held(text, *names) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        # who carries a platform holds it
        ("省科技厅批复同意依托青锋泵业建设海东省流体机械重点实验室。", ("青锋泵业",), [("青锋泵业", "海东省流体机械重点实验室")]),
        ("依托青锋泵业组建的省级流体工程技术研究中心获批。", ("青锋泵业",), [("青锋泵业", "省级流体工程技术研究中心")]),
        ("依托青锋泵业建设厂区道路。", ("青锋泵业",), []),
        ("支持青锋泵业依托现有基地建设省级重点实验室。", ("青锋泵业",), []),
        # a list is made public, then who is on it
        (
            "省工信厅公布2021年省级智能工厂名单，青锋泵业、白鹭纺织上榜。",
            ("青锋泵业", "白鹭纺织"),
            [("青锋泵业", "2021年省级智能工厂"), ("白鹭纺织", "2021年省级智能工厂")],
        ),
        ("第三批省级绿色工厂名单揭晓，青锋泵业榜上有名。", ("青锋泵业",), [("青锋泵业", "第三批省级绿色工厂")]),
        # sought, then got
        ("支持青锋泵业创建国家企业技术中心，同年11月获国家发展改革委认定。", ("青锋泵业",), [("青锋泵业", "国家企业技术中心")]),
        ("支持青锋泵业创建国家企业技术中心。", ("青锋泵业",), []),
        ("青锋泵业首次通过高企认定，白鹭纺织顺利通过重新认定。", ("青锋泵业", "白鹭纺织"), [("青锋泵业", "高企"), ("白鹭纺织", "高企")]),
        # each with a title of its own, approved together
        (
            "青锋泵业牵头的海东省泵阀工程技术研究中心、白鹭纺织与云石大学共建的海东省纤维重点实验室双双获省科技厅批复。",
            ("青锋泵业", "白鹭纺织", "云石大学"),
            [("青锋泵业", "海东省泵阀工程技术研究中心"), ("白鹭纺织", "海东省纤维重点实验室"), ("云石大学", "海东省纤维重点实验室")],
        ),
        # ranks
        (
            "青锋泵业、白鹭纺织的企业技术中心分别晋为省级、市级。",
            ("青锋泵业", "白鹭纺织"),
            [("青锋泵业", "省级企业技术中心"), ("白鹭纺织", "市级企业技术中心")],
        ),
        (
            "青锋泵业获评省级、白鹭纺织获评市级企业技术中心。",
            ("青锋泵业", "白鹭纺织"),
            [("青锋泵业", "省级企业技术中心"), ("白鹭纺织", "市级企业技术中心")],
        ),
        ("云石众创空间升格国家级。", ("云石众创空间",), [("云石众创空间", "国家级众创空间")]),
        # prizes of a contest told of before
        ("2021年度海东省科技进步奖揭晓，青锋泵业拿下一等奖。", ("青锋泵业",), [("青锋泵业", "2021年度海东省科技进步奖一等奖")]),
        (
            "青锋泵业在第六届中国创新创业大赛海东赛区斩获优秀企业奖。",
            ("青锋泵业",),
            [("青锋泵业", "第六届中国创新创业大赛海东赛区优秀企业奖")],
        ),
        ("在2021年度省级孵化器评价中，云石孵化器获评优秀（A类）。", ("云石孵化器",), [("云石孵化器", "2021年度省级孵化器评价优秀")]),
        ("其中9个项目评为优秀。", (), []),
        (
            "青锋泵业获海东省专利奖一等奖，白鹭纺织、云石食品也榜上有名，分获二等奖、三等奖。",
            ("青锋泵业", "白鹭纺织", "云石食品"),
            [("青锋泵业", "海东省专利奖一等奖"), ("白鹭纺织", "海东省专利奖二等奖"), ("云石食品", "海东省专利奖三等奖")],
        ),
        (
            "云石食品摘得市政府质量奖，提名奖颁给青锋泵业和白鹭纺织。",
            ("青锋泵业", "白鹭纺织", "云石食品"),
            [("云石食品", "市政府质量奖"), ("青锋泵业", "提名奖"), ("白鹭纺织", "提名奖")],
        ),
        (
            "第六届中国创新创业大赛海东赛区，青锋泵业拿下成长组第二名。",
            ("青锋泵业",),
            [("青锋泵业", "第六届中国创新创业大赛海东赛区成长组第二名")],
        ),
        ("省里把“智能水泵研制”列为2021年省重大攻关项目。", (), [("智能水泵研制", "2021年省重大攻关项目")]),
        ("青锋泵业、白鹭纺织等11家全部通过IRIS认证。", ("青锋泵业", "白鹭纺织"), [("青锋泵业", "IRIS认证"), ("白鹭纺织", "IRIS认证")]),
        # a list as long as counted names its members, recognised or not
        (
            "新认定省级重点实验室3家，依托单位是青锋泵业、海东农科所和云石试验站。",
            ("青锋泵业",),
            [("青锋泵业", "省级重点实验室"), ("海东农科所", "省级重点实验室"), ("云石试验站", "省级重点实验室")],
        ),
        ("青锋泵业、白鹭纺织绩效评级均为B级。", ("青锋泵业", "白鹭纺织"), [("青锋泵业", "B级"), ("白鹭纺织", "B级")]),
        ("省隐形冠军企业再添青锋泵业。", ("青锋泵业",), [("青锋泵业", "省隐形冠军企业")]),
        ("第八届海东创业大赛总决赛中，青锋泵业夺冠。", ("青锋泵业",), [("青锋泵业", "第八届海东创业大赛总决赛冠军")]),
        ("国家级企业技术中心在青锋泵业挂牌。", ("青锋泵业",), [("青锋泵业", "国家级企业技术中心")]),
        ("省工作站在青锋泵业开展培训。", ("青锋泵业",), []),
        ("青锋泵业戴上国家级绿色工厂“帽子”。", ("青锋泵业",), [("青锋泵业", "国家级绿色工厂")]),
        ("课题已提交申请，能否获评省级示范尚不清楚。", (), []),
        (
            "全区5家企业入选省“专精特新”中小企业，分别为青锋泵业、白鹭纺织等。",
            ("青锋泵业", "白鹭纺织"),
            [("青锋泵业", "省“专精特新”中小企业"), ("白鹭纺织", "省“专精特新”中小企业")],
        ),
        ("青锋泵业“碧川泵”荣获海东博览会金奖。", ("青锋泵业", "碧川泵"), [("青锋泵业", "海东博览会金奖")]),
        ("青锋泵业的“双梁工法”经评审升格为省级工法。", ("青锋泵业",), [("青锋泵业", "省级工法")]),
        ("取消青锋泵业省级龙头企业资格。", ("青锋泵业",), [("青锋泵业", "省级龙头企业")]),
        # a body of rank gives what prints no rank, and 收获 is no word of granting
        ("青锋泵业日产2万件，被省政府列为重点保障企业。", ("青锋泵业", "省政府"), [("青锋泵业", "重点保障企业")]),
        ("青锋泵业的谷物收获机评为海东省首台套重大技术装备。", ("青锋泵业",), [("青锋泵业", "海东省首台套重大技术装备")]),
        ("青锋泵业成为我县第3户国家级专精特新“小巨人”。", ("青锋泵业",), [("青锋泵业", "国家级专精特新“小巨人”")]),
        # areas and things in quotation marks that nobody recognised
        ("石桥乡、柳林镇被命名为省级森林乡镇。", (), [("石桥乡", "省级森林乡镇"), ("柳林镇", "省级森林乡镇")]),
        ("“碧川贡枣”品牌价值评估为5亿元，入选全国农业品牌精品培育计划。", (), [("碧川贡枣", "全国农业品牌精品培育计划")]),
        ("省商务厅授予碧川区“省级外贸转型升级基地”牌匾。", ("省商务厅",), [("碧川区", "省级外贸转型升级基地")]),
    ],
)
def test_titles_told_in_other_frames_find_their_holder(text: str, names: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert held(text, *names) == expected
