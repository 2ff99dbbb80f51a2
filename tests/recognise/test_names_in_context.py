"""Firms by what stands around them: brackets, other names, branches, letters, deeds, levels, and what names no firm."""

from __future__ import annotations

import pytest

from kg.recognise import mentions

FIRMS = {"enterprise", "research_institute"}


def firms(text: str) -> list[str]:
    return [m.surface for m in mentions(text) if m.kind in FIRMS]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北川泽润食品有限公司（下称泽润食品）投产，泽润食品年产值2亿元。", ["北川泽润食品有限公司", "泽润食品", "泽润食品"]),
        ("沁禾（全称江北沁禾茶业股份有限公司）申报国家级绿色工厂。", ["沁禾", "江北沁禾茶业股份有限公司"]),
        ("江北沁禾茶业股份有限公司（简称“沁禾”）年内上市。", ["江北沁禾茶业股份有限公司", "沁禾"]),
        ("德国Rheinwerk Antriebe GmbH（莱因沃克）与晟拓数控签订协议。", ["德国Rheinwerk Antriebe GmbH", "莱因沃克", "晟拓数控"]),
    ],
)
def test_a_bracket_gives_the_other_name(text: str, names: list[str]) -> None:
    assert firms(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("协助鑫岳水泥（宜昌）完成能耗监测改造。", "鑫岳水泥（宜昌）"),
        ("由昊泰环境（中国）投建的处置中心年内投产。", "昊泰环境（中国）"),
    ],
)
def test_the_place_in_brackets_belongs_to_the_name(text: str, name: str) -> None:
    assert firms(text) == [name]


def test_a_park_named_by_firm_and_place_leaves_the_bracket_out() -> None:
    assert "京东云（宜昌）" not in firms("京东云（宜昌）数字经济产业园相继签约。")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("引进日本三和精密株式会社，10月投产。", "日本三和精密株式会社"),
        ("收购孟加拉Padma Textile Ltd. 60%股权。", "孟加拉Padma Textile Ltd."),
        ("韩国KD Tech电子材料项目完成签约。", "韩国KD Tech"),
    ],
)
def test_a_name_of_abroad_takes_its_country_along(text: str, name: str) -> None:
    assert name in firms(text)


def test_the_mark_of_a_certificate_is_no_firm() -> None:
    assert firms("3个品种获得美国FDA认证，2家企业通过德国TUV认证。") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("委托北川泽水环境科技公司运维自动站9座。", "北川泽水环境科技公司"),
        ("拨付蓝湾酒店管理公司稳岗返还9.6万元。", "蓝湾酒店管理公司"),
        ("示范区由县茶叶总公司承担，12月通过评估。", "县茶叶总公司"),
        ("县城投获授信8亿元。", "县城投"),
        ("国网江宁县供电公司建成变电站1座。", "国网江宁县供电公司"),
        ("主体标由水电九局中标。", "水电九局"),
        ("宏佳超市宜昌店等7家列为供应网点。", "宏佳超市宜昌店"),
    ],
)
def test_companies_of_a_place_a_level_or_a_group(text: str, name: str) -> None:
    assert name in firms(text)


def test_a_parent_is_named_by_what_is_said_of_its_subsidiary() -> None:
    assert firms("项目由其子公司实施，鼎泽科技子公司负责运维。") == ["鼎泽科技"]


def test_the_operators_are_listed_by_their_short_names() -> None:
    assert firms("移动、联通、电信、铁塔四家公司新建5G基站312个。") == ["移动", "联通", "电信", "铁塔"]


@pytest.mark.parametrize(
    "text",
    [
        "洛水印染园区21家企业完成雨污分流。",
        "广交会江城交易团118家企业参展。",
        "扶持农家乐、刺梨加工等经营主体196个。",
        "黑臭水体治理310万元，对拖欠租金三个月以上企业实行约谈。",
        "同意新建临江长岛民用机场。",
    ],
)
def test_parks_delegations_trades_and_works_are_no_firms(text: str) -> None:
    assert firms(text) == []


def test_a_consortium_names_its_members_and_a_joint_body_of_schools_none() -> None:
    assert firms("工程由中铁八局、江宁水建联合体承建。") == ["中铁八局", "江宁水建"]
    assert firms("成立江城市产教联合体。") == []


@pytest.mark.parametrize("text", ["听取宏昱轴承汇报。", "关注宏昱刀具进展。"])
def test_what_one_sentence_may_leave_open_two_places_settle(text: str) -> None:
    assert len(firms(f"{text}随后又{text}")) == 2


def test_a_phrase_that_is_said_twice_is_no_firm() -> None:
    assert firms("学习宏昱经验。随后又学习宏昱经验。") == []


def test_the_level_behind_a_firm_begins_the_name_of_its_laboratory() -> None:
    found = {m.surface: m.kind for m in mentions("秦山钒业省钒材料工程技术研究中心奖补50万元。")}
    assert found.get("秦山钒业") == "enterprise"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("新设外资企业2家：五和精密投资（中国）有限公司、中能联泽综合能源（江宁）有限公司。", "五和精密投资（中国）有限公司"),
        ("新设外资企业2家：五和精密投资（中国）有限公司、中能联泽综合能源（江宁）有限公司。", "中能联泽综合能源（江宁）有限公司"),
        ("年内吊销许可1家，习之源培训学校有限公司被列入名单。", "习之源培训学校有限公司"),
        ("协调偿还欠款2笔，债权方为江垣建材厂。", "江垣建材厂"),
        ("县农商行另向泽锋不锈钢投放贷款300万元。", "泽锋不锈钢"),
        ("用于宜昌市第二棉纺厂破产清算。", "宜昌市第二棉纺厂"),
        ("线路由湖北电力集团宜昌供电公司架设。", "湖北电力集团宜昌供电公司"),
        ("其中电信宜昌分公司承建34个。", "电信宜昌分公司"),
        ("泽源烘干公司的设备获评省级首台套。", "泽源烘干公司"),
        ("由中石化宜昌石油分公司供应。", "中石化宜昌石油分公司"),
        ("法国Orélis集团投资3000万欧元。", "法国Orélis集团"),
        ("江宁石化工程建设有限公司（JPC）总承包。", "JPC"),
        ("“贝乐亲”母婴用品公司牵头建设。", "“贝乐亲”母婴用品公司"),
        ("“青木里”“半亩茶PRO”相继开业。", "半亩茶PRO"),
        ("泽源集团某沟矿、永辉超市宜昌店列为网点。", "永辉超市宜昌店"),
    ],
)
def test_the_whole_name_is_taken(text: str, name: str) -> None:
    assert name in firms(text)


@pytest.mark.parametrize(
    "text",
    [
        "央企三级公司落户3家，由其全资公司运营。",
        "内设招商一局、招商二局。",
        "张三注册公司2家。",
        "在重庆股份转让中心挂牌。",
        "走访精密机械企业。",
        "抓好富硒食品、毛绒文创等主导产业的招商引资和企业服务。",
        "安排江宁河半程马拉松办赛经费40万元。",
    ],
)
def test_levels_of_companies_bureaus_trades_and_races_are_no_firms(text: str) -> None:
    assert firms(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("向俄罗斯Joint Stock Company “Severmash”采购机组。", "俄罗斯Joint Stock Company “Severmash”"),
        ("与法国Institute for Polymers Company Incorporated签约。", "法国Institute for Polymers Company Incorporated"),
    ],
)
def test_a_latin_name_is_whole_wherever_its_legal_form_stands(text: str, name: str) -> None:
    assert firms(text) == [name]


@pytest.mark.parametrize("text", ["如原设计批准失效，本批准自动失效。", "若新工艺验收合格，凡未设计备案的均应补报。"])
def test_a_conjunction_and_what_it_leads_in_name_nobody(text: str) -> None:
    assert firms(text) == []
