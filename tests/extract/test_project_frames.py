"""Projects told by the sentence around them, read from invented sentences."""

from __future__ import annotations

import pytest

from kg.extract.projects import projects
from kg.facts import Project
from kg.model import Document, Mention, Report, Section, Span
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences


def found(text: str, *names: str, section: str = "performance") -> list[Project]:
    """Return the projects in `text`, in which each of `names` is a firm wherever it stands."""
    spans = sorted(Span(i, i + len(name)) for name in names for i in range(len(text)) if text.startswith(name, i))
    mentions = tuple(Mention(span, text[span.start : span.end], "enterprise", "test", 1.0) for span in spans)
    sections = (Section(section, "一、", "标题", 1, Span(0, len(text))),)
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", "云港市碧川区工业局", 2023, "", sections, ())
    return list(projects(Reading(report, mentions, numbers(report), tuple(sentences(text)))))


def named(text: str, *names: str, **options: str) -> list[str]:
    """Return the names of the projects in `text`."""
    return sorted(fact.name for fact in found(text, *names, **options))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("海澜精机阀体铸造线、蓝鲸食品智能工厂年内竣工投产。", ["海澜精机阀体铸造线", "蓝鲸食品智能工厂"]),
        ("海澜精机年产6万套泵壳柔性线8月点火。", ["海澜精机年产6万套泵壳柔性线"]),
        ("望潮大道西延、听涛路雨污分流于二季度完工。", ["听涛路雨污分流", "望潮大道西延"]),
        ("望潮山风电场12台风机全部并网。", ["望潮山风电场"]),
        ("碧川抽水蓄能电站获省发展改革委核准。", ["碧川抽水蓄能电站"]),
        ("原拟引进的望潮温泉城因投资方变更终止。", ["望潮温泉城"]),
    ],
)
def test_what_only_works_do_names_a_work_whenever_it_did_so(text: str, names: list[str]) -> None:
    assert named(text, "海澜精机", "蓝鲸食品") == names


@pytest.mark.parametrize(
    "text",
    [
        "全市累计开工老旧小区。",
        "冬季停工影响进度。",
        "海澜精机10月投产。",
        "12个项目竣工投产。",
        "老旧小区改造完工。",
        "县中医院及23家乡镇卫生院上线。",
        "白云小镇通过省级旅游度假区验收。",
    ],
)
def test_sorts_of_works_counts_firms_and_titles_are_no_works(text: str) -> None:
    assert named(text, "海澜精机") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("望潮湾由海澜精机总承包。", ["望潮湾"]),
        ("蓝鲸食品签约海产精深加工产业园，总投资9亿元。", ["海产精深加工产业园"]),
        ("海澜精机与我区签订望潮冷链物流园投资协议。", ["望潮冷链物流园"]),
        ("海澜精机与碧川大学共建深海密封联合实验室。", ["深海密封联合实验室"]),
        ("海澜精机建成500吨级中试线1条。", ["500吨级中试线"]),
        ("海澜精机（局部略）建成110千伏望潮输变电工程，完成投资2亿元。", ["110千伏望潮输变电工程"]),
    ],
)
def test_what_is_built_signed_for_or_founded_together_is_a_work(text: str, names: list[str]) -> None:
    assert named(text, "海澜精机", "蓝鲸食品") == names


def test_a_count_of_works_names_none() -> None:
    assert named("建成产教融合实训基地2个、冷链物流园3个。") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("望潮体育公园，占地320亩，总投资2.4亿元。", ["望潮体育公园"]),
        ("望潮文化传承中心建筑面积5200平方米。", ["望潮文化传承中心"]),
        ("代表性项目：海澜精机泵阀基地（投资6亿元，5月开工）；望潮保税仓（在建）。", ["望潮保税仓", "海澜精机泵阀基地"]),
        ("主要供应商：海澜精机（检测楼局部改造）。", ["检测楼局部改造"]),
        ("碧川河绿道（海澜精机承建）、望潮大桥等6个在建项目有序实施。", ["望潮大桥", "碧川河绿道"]),
        ("望潮大道西延、听涛路改造两条道路通车。", ["听涛路改造", "望潮大道西延"]),
    ],
)
def test_sizes_costs_and_brackets_tell_of_works(text: str, names: list[str]) -> None:
    assert named(text, "海澜精机") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("海澜精机牵头的“深海阀门密封关键技术”获批省重点研发计划。", ["“深海阀门密封关键技术”"]),
        ("与海澜精机联合立项“无氟制冷替代工艺”。", ["“无氟制冷替代工艺”"]),
        ("碧川大学研发的低温聚合电解质列入省重点研发计划。", ["低温聚合电解质"]),
        ("承担市级课题3项，结题1项（“海藻敷料促进创面愈合”）。", ["“海藻敷料促进创面愈合”"]),
    ],
)
def test_topics_on_a_research_plan_are_research(text: str, names: list[str]) -> None:
    facts = found(text, "海澜精机")
    assert [fact.name for fact in facts] == names
    assert {fact.kind for fact in facts} == {"research"}


@pytest.mark.parametrize("text", ["“望潮英才”计划引进博士12名。", "开展“安全生产月”活动。", "“深海阀门”获省科技进步奖。"])
def test_what_is_quoted_but_not_researched_is_no_topic(text: str) -> None:
    assert named(text) == []


def test_who_does_something_for_a_work_is_no_part_of_its_name() -> None:
    assert named("云港担保为望潮市场改造工程发行的票据增信。") == ["望潮市场改造工程"]


def test_who_made_a_work_with_whom_is_no_part_of_its_name() -> None:
    assert named("海澜精机与碧川大学共建的深海密封中试平台揭牌。", "海澜精机") == ["深海密封中试平台"]


def test_a_project_in_trouble_exists_where_a_firm_names_it() -> None:
    text = "海澜精机二期因用地滞后未能如期开工。部分项目二期推进缓慢。"
    assert named(text, "海澜精机", section="problems") == ["海澜精机二期"]


def test_a_street_that_bears_a_firms_name_is_not_built_by_it() -> None:
    (fact,) = found("海澜精机路改造完工。", "海澜精机")
    assert fact.participants == ()


def test_what_is_to_come_needs_a_name() -> None:
    assert named("6月底前建成海澜精机冷链物流园、标准化冷链物流园。", "海澜精机", section="targets") == ["海澜精机冷链物流园"]
