"""Relations read from invented sentences: who did what with whom, and what states no relation."""

from __future__ import annotations

import pytest

from kg.extract.relations import relations
from kg.facts import Referent
from kg.model import Document, EntityKind, Mention, Report, Section, Span
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences

UNIT = "云港市碧川区工业局"
KINDS: dict[str, EntityKind] = {
    "海澜精机": "enterprise",
    "蓝鲸食品": "enterprise",
    "碧川乳业": "enterprise",
    "云港大学": "university",
    "碧川职业学院": "school",
    "云港银行": "bank",
    "碧川科技园": "park",
    "湾区茶业博览会": "exhibition",
    "区农业局": "government",
}


def stated(text: str, section: str = "performance") -> list[tuple[str, str, str]]:
    """Return (subject, predicate, object) of every relation in `text`, sorted."""
    spans = sorted(Span(i, i + len(name)) for name in KINDS for i in range(len(text)) if text.startswith(name, i))
    mentions = tuple(Mention(s, text[s.start : s.end], KINDS[text[s.start : s.end]], "test", 1.0) for s in spans)
    sections = (Section(section, "一、", "标题", 1, Span(0, len(text))),)
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", UNIT, 2023, "", sections, ())
    found = relations(Reading(report, mentions, numbers(report), tuple(sentences(text))))
    return sorted((words(fact.subject), fact.predicate, words(fact.object)) for fact in found)


def words(referent: Referent) -> str:
    """Return a referent as printed."""
    return referent if isinstance(referent, str) else referent.surface


def test_two_partners_sign() -> None:
    assert stated("海澜精机与云港大学签订战略合作协议。") == [("海澜精机", "cooperates_with", "云港大学")]


def test_two_lists_cooperate_name_by_name() -> None:
    text = "促成云港大学、碧川职业学院与海澜精机、蓝鲸食品等10余家企业开展校企合作。"
    expected = [(a, "cooperates_with", b) for a in ("云港大学", "碧川职业学院") for b in ("海澜精机", "蓝鲸食品")]
    assert stated(text) == sorted(expected)


def test_pairs_in_a_list_stay_pairs() -> None:
    text = "促成海澜精机与云港大学、蓝鲸食品与碧川职业学院签订产学研合作协议。"
    assert stated(text) == [("海澜精机", "cooperates_with", "云港大学"), ("蓝鲸食品", "cooperates_with", "碧川职业学院")]


def test_a_partner_without_a_first_side_is_the_units() -> None:
    assert stated("与云港大学建立长期合作关系。") == [(UNIT, "cooperates_with", "云港大学")]


def test_a_helped_firm_is_the_first_side_of_the_next_clause() -> None:
    assert stated("帮助海澜精机调整选址，与碧川科技园共享基础设施。") == [("海澜精机", "cooperates_with", "碧川科技园")]


def test_a_pair_is_stated_once_whichever_comes_first() -> None:
    text = "海澜精机与云港大学签订合作协议。云港大学与海澜精机签订合作协议。"
    assert stated(text) == [("海澜精机", "cooperates_with", "云港大学")]


def test_founding_together_is_also_cooperation() -> None:
    assert stated("与碧川职业学院共同组建茶产业学院。") == [
        (UNIT, "cooperates_with", "碧川职业学院"),
        (UNIT, "founded", "茶产业学院"),
        ("碧川职业学院", "founded", "茶产业学院"),
    ]


def test_the_unit_hosts_what_its_report_says_was_held() -> None:
    assert stated("成功举办2023年碧川龙舟文化节。") == [(UNIT, "hosts", "2023年碧川龙舟文化节")]


def test_another_body_named_before_the_verb_hosts() -> None:
    assert stated("区农业局承办第三届湾区茶业博览会。")[0][:2] == ("区农业局", "hosts")


def test_a_body_that_no_name_was_recognised_for_is_given_as_printed() -> None:
    assert stated("南湾新城成功举办2023年全国沙滩排球锦标赛。") == [("南湾新城", "hosts", "2023年全国沙滩排球锦标赛")]


def test_a_firm_develops_a_model() -> None:
    assert stated("海澜精机自主研制的深海阀门HV900在云港通过鉴定。") == [("海澜精机", "develops", "深海阀门HV900")]


def test_two_firms_develop_one_product() -> None:
    text = "该样机是由海澜精机、蓝鲸食品联合研制、具备自主知识产权的智能分拣机FJ20。"
    assert {row for row in stated(text) if row[1] == "develops"} == {
        ("海澜精机", "develops", "智能分拣机FJ20"),
        ("蓝鲸食品", "develops", "智能分拣机FJ20"),
    }


def test_firms_that_build_a_system_develop_it() -> None:
    text = "海澜精机、蓝鲸食品等企业利用大数据打造柔性制造系统。"
    assert [row for row in stated(text) if row[1] == "develops"] == [
        ("海澜精机", "develops", "柔性制造系统"),
        ("蓝鲸食品", "develops", "柔性制造系统"),
    ]


def test_a_firm_settles_in_a_park() -> None:
    assert stated("海澜精机入驻碧川科技园，开展试生产。") == [("海澜精机", "located_in", "碧川科技园")]


def test_a_payer_and_a_payee() -> None:
    assert stated("区财政根据会议纪要拨付海澜精机产业发展资金。") == [("海澜精机", "receives_funding", "区财政")]


def test_without_payer_the_fund_is_the_object() -> None:
    assert stated("帮助海澜精机获得省级技改奖补资金300万元。") == [("海澜精机", "receives_funding", "省级技改奖补资金")]


def test_a_bank_lends() -> None:
    assert stated("海澜精机获得云港银行设备更新贷款1500万元。") == [("云港银行", "lends_to", "海澜精机")]


def test_a_firm_undertakes_the_project_that_bears_its_name() -> None:
    assert stated("海澜精机智能阀门产业园开工建设。") == [("海澜精机", "undertakes", "海澜精机智能阀门产业园")]


def test_a_firms_name_that_stands_for_its_project_undertakes_nothing() -> None:
    assert stated("新引进海澜精机、蓝鲸食品等项目12个。") == []


def test_a_place_on_a_list() -> None:
    assert stated("海澜精机入选国家重点环保装备企业名单。") == [("海澜精机", "listed_on", "国家重点环保装备企业名单")]


def test_an_exchange() -> None:
    assert stated("海澜精机成功在科创板上市。") == [("海澜精机", "listed_on", "科创板")]


def test_a_laboratory_granted_is_hosted() -> None:
    assert stated("云港大学获批深海装备全国重点实验室。") == [("云港大学", "hosts", "深海装备全国重点实验室")]


def test_a_firm_buys_into_another() -> None:
    assert ("海澜精机", "invests_in", "蓝鲸食品") in stated("海澜精机收购蓝鲸食品，完善产业链。")


def test_an_event_took_place_at_a_place() -> None:
    assert ("湾区茶业博览会", "located_in", "碧川科技园") in stated("湾区茶业博览会在碧川科技园盛大开幕。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("碧川水库枢纽工程由海澜精机中标承建，进展顺利。", [("海澜精机", "undertakes", "碧川水库枢纽工程")]),
        ("碧川门诊楼项目总投资1.9亿元，建筑面积2万平方米，由海澜精机施工。", [("海澜精机", "undertakes", "碧川门诊楼项目")]),
        ("碧川门诊楼项目总投资1.9亿元。该项目由海澜精机承建。", [("海澜精机", "undertakes", "碧川门诊楼项目")]),
        ("碧川河输水支线正在开展可研，由海澜精机承担勘察设计任务。", [("海澜精机", "undertakes", "碧川河输水支线")]),
        ("海澜精机投资1.26亿元建成北塬净水厂，设计日处理规模6万吨。", [("海澜精机", "invests_in", "北塬净水厂")]),
        ("蓝鲸食品投资1200万元建设的中央厨房于9月投入使用。", [("蓝鲸食品", "invests_in", "中央厨房")]),
        ("海澜精机中标碧川智慧水务平台建设项目。", [("海澜精机", "undertakes", "碧川智慧水务平台建设项目")]),
        (
            "引进海澜精机、蓝鲸食品等企业2家，两家企业联合开发的“智慧碧川”平台上线运行。",
            [("海澜精机", "develops", "“智慧碧川”平台"), ("蓝鲸食品", "develops", "“智慧碧川”平台")],
        ),
        ("海澜精机交付8.2万载重吨散货船11艘。", [("海澜精机", "produces", "散货船")]),
        ("海澜精机1类新药KN-021获批进入临床。", [("海澜精机", "develops", "1类新药KN-021")]),
        ("云港银行向海澜精机发放“科创贷”2,000万元。", [("云港银行", "lends_to", "海澜精机")]),
        ("云港银行向海澜精机授信2亿元。", [("云港银行", "lends_to", "海澜精机")]),
        (
            "为海澜精机、蓝鲸食品等45家企业协调贷款12.8亿元。",
            [("海澜精机", "receives_funding", "贷款"), ("蓝鲸食品", "receives_funding", "贷款")],
        ),
        ("蓝鲸食品系海澜精机全资子公司。", [("蓝鲸食品", "part_of", "海澜精机")]),
        ("走访海澜精机旗下蓝鲸食品。", [("蓝鲸食品", "part_of", "海澜精机")]),
        ("海澜精机在深圳证券交易所创业板上市。", [("海澜精机", "listed_on", "深圳证券交易所创业板")]),
        ("海澜精机成为全市首家科创板上市企业。", [("海澜精机", "listed_on", "科创板")]),
    ],
)
def test_who_builds_invests_makes_lends_and_belongs(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert stated(text) == expected


def test_a_work_that_is_not_named_has_no_builder() -> None:
    assert stated("该项目由海澜精机施工，总工期540天。") == []
    assert stated("由海澜精机牵头，区农业局配合。") == []


def test_three_firms_named_are_not_the_two_that_are_counted() -> None:
    assert stated("引进海澜精机、蓝鲸食品、碧川乳业，两家企业联合开发的“智慧碧川”平台上线。") == []


@pytest.mark.parametrize(
    "text",
    [
        "区农业局将共同举办2024年湾区茶业博览会。",
        "推动大企业联合科研院所组建一批创新联合体。",
        "海澜精机拟投资3亿元建设碧川净水厂。",
        "力争海澜精机与云港大学签订合作协议。",
        "召开专题会议3次。",
        "组织召开全区动员大会。",
        "成立工作领导小组。",
        "成立招商专班，赴各地开展招商。",
        "加大研发投入，海澜精机研发费用增长12%。",
        "海澜精机生产总值增长8%。",
        "引导38家商户入驻园区。",
        "开展政银企对接活动2场。",
        "走访海澜精机、蓝鲸食品等企业。",
        "海澜精机、蓝鲸食品出口额分别增长61%、35%。",
        "推荐海澜精机申报国家绿色工厂名单。",
    ],
)
def test_what_states_no_relation(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize("text", ["成立成立" * 9000, "与海澜精机签订协议" * 2000, "海澜精机、" * 4000, "“（《" * 9000, "拨付资金" * 9000])
def test_a_dump_without_punctuation_costs_no_more_than_its_length(text: str) -> None:
    assert len(stated(text)) <= 1


@pytest.mark.parametrize("section", ["targets", "functions", "remedies"])
def test_goals_duties_and_remedies_state_no_relation(section: str) -> None:
    assert stated("海澜精机与云港大学签订战略合作协议。", section) == []
