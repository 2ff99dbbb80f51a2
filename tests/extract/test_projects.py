"""Projects read from invented sentences: names, kinds, status, participants, money, and what is no project."""

from __future__ import annotations

from decimal import Decimal

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
    facts = list(projects(Reading(report, mentions, numbers(report), tuple(sentences(text)))))
    assert all(fact.name in fact.evidence.quote for fact in facts)
    return facts


def named(text: str, *names: str, **options: str) -> list[str]:
    """Return the names of the projects in `text`."""
    return sorted(fact.name for fact in found(text, *names, **options))


def test_a_firms_name_stands_for_its_project_in_a_list_closed_by_the_word() -> None:
    facts = found("全年新引进海澜精机、蓝鲸食品等项目33个。", "海澜精机", "蓝鲸食品")
    assert [(fact.name, [m.surface for m in fact.participants]) for fact in facts] == [
        ("海澜精机", ["海澜精机"]),
        ("蓝鲸食品", ["蓝鲸食品"]),
    ]
    assert {(fact.kind, fact.status) for fact in facts} == {("investment", "signed")}


def test_each_clause_of_a_list_has_its_own_status() -> None:
    text = "新开工海澜精机、蓝鲸食品等亿元以上项目5个，新竣工碧川乳业二期等项目3个。"
    statuses = {fact.name: fact.status for fact in found(text, "海澜精机", "蓝鲸食品", "碧川乳业")}
    assert statuses == {"海澜精机": "started", "蓝鲸食品": "started", "碧川乳业二期": "completed"}


def test_phases_are_parts_of_one_name() -> None:
    text = "加速推进海澜精机二期和蓝鲸食品三、四期等一批重点项目。"
    assert named(text, "海澜精机", "蓝鲸食品") == ["海澜精机二期", "蓝鲸食品三、四期"]


def test_a_quoted_research_project_belongs_to_the_name_before_it() -> None:
    (fact,) = found("海澜精机“深海阀门密封关键技术”项目通过立项。", "海澜精机")
    assert (fact.name, fact.kind, fact.status) == ("“深海阀门密封关键技术”项目", "research", "approved")
    assert [mention.surface for mention in fact.participants] == ["海澜精机"]


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("蓝鲸食品产业园开工建设。", "蓝鲸食品产业园", "started"),
        ("碧川湖冷链物流园竣工投产。", "碧川湖冷链物流园", "completed"),
        ("碧川大桥建成通车。", "碧川大桥", "completed"),
        ("云港港口码头改扩建项目正在洽谈。", "云港港口码头改扩建项目", "negotiating"),
        ("云港东站片区开发项目已完成前期工作。", "云港东站片区开发项目", "planned"),
        ("海塘加固改造项目顺利结题。", "海塘加固改造项目", "concluded"),
    ],
)
def test_status_is_the_nearest_word_of_progress(text: str, name: str, status: str) -> None:
    (fact,) = found(text, "蓝鲸食品")
    assert (fact.name, fact.status) == (name, status)


def test_a_verb_before_the_name_is_no_part_of_it() -> None:
    assert named("加快推进海澜精机智能阀门生产基地项目建设。", "海澜精机") == ["海澜精机智能阀门生产基地项目"]


def test_goals_name_projects_but_say_nothing_of_their_status() -> None:
    (fact,) = found("推动海澜精机产业园开工建设。", "海澜精机", section="targets")
    assert (fact.name, fact.status) == ("海澜精机产业园", "")


def test_money_is_what_is_invested_behind_the_name() -> None:
    (fact,) = found("海澜精机智能工厂项目总投资3.5亿元。", "海澜精机")
    assert fact.money is not None
    assert fact.money.cny == Decimal(350_000_000)


def test_money_may_stand_before_the_name() -> None:
    (fact,) = found("投资8600万元的海澜精机红枣加工项目开工建设。", "海澜精机")
    assert (fact.name, fact.status) == ("海澜精机红枣加工项目", "started")
    assert fact.money is not None
    assert fact.money.cny == Decimal(86_000_000)


def test_money_spent_on_carrying_a_project_out() -> None:
    (fact,) = found("投入3500万元实施碧川中学东校区改扩建工程。")
    assert fact.money is not None
    assert (fact.name, fact.money.cny) == ("碧川中学东校区改扩建工程", Decimal(35_000_000))


def test_who_carries_a_project_out_takes_part() -> None:
    (fact,) = found("海澜精机投资建设的云港国际邮轮码头项目竣工。", "海澜精机")
    assert (fact.name, [mention.surface for mention in fact.participants]) == ("云港国际邮轮码头项目", ["海澜精机"])


def test_firms_that_do_something_with_projects_are_no_projects() -> None:
    assert named("帮助海澜精机、蓝鲸食品等企业申报科技项目12个。", "海澜精机", "蓝鲸食品") == []


def test_a_work_named_by_its_kind() -> None:
    (fact,) = found("碧川小学迁建工程主体结顶。")
    assert (fact.name, fact.kind, fact.status) == ("碧川小学迁建工程", "construction", "building")


def test_money_of_another_thing_is_not_taken() -> None:
    (fact,) = found("海澜精机智能工厂项目竣工，实现税收800万元。", "海澜精机")
    assert fact.money is None


def test_what_is_paid_for_a_project_names_the_project() -> None:
    assert named("区财政拨付海澜精机项目建设经费300万元。", "海澜精机") == ["海澜精机项目"]


def test_a_platform_that_was_built() -> None:
    (fact,) = found("搭建蜜柚产销追溯云平台，服务果农。")
    assert (fact.name, fact.kind) == ("蜜柚产销追溯云平台", "platform")


def test_a_project_named_twice_is_one_by_its_fuller_name() -> None:
    text = "海澜精机智能阀门项目开工。\n推进智能阀门项目。"
    assert named(text, "海澜精机") == ["海澜精机智能阀门项目"]


def test_phases_of_one_work_stay_two_projects() -> None:
    text = "蓝鲸食品产业园一期竣工，蓝鲸食品产业园二期开工。"
    assert named(text, "蓝鲸食品") == ["蓝鲸食品产业园一期", "蓝鲸食品产业园二期"]


@pytest.mark.parametrize(
    "text",
    [
        "项目建设稳步推进。",
        "全力推进重点项目建设。",
        "各类项目有序实施。",
        "重大科技创新项目完成投资18亿元。",
        "项目支出绩效情况如下。",
        "招商引资专项经费项目支出9万元。",
        "人才发展资金项目支出15万元。",
        "（3）园区奖励项目\n项目支出3万元。",
        "完善项目库，储备项目70个。",
        "国防教育(类)国防动员项目(款)支出2万元。",
        "充分考虑到项目的全面性。",
        "落实“服务专员”和项目管理制度。",
        "办理工商、税务、项目备案等服务。",
        "编制项目建议书。",
        "预算项目细化不够。",
        "第二期培训班开班。",
        "今年以来签约项目12个。",
    ],
)
def test_what_is_no_project(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("section", ["functions", "glossary", "toc", "remedies"])
def test_duties_terms_contents_and_remedies_name_no_project(section: str) -> None:
    assert named("海澜精机产业园开工建设。", "海澜精机", section=section) == []


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("碧川水库枢纽工程由海澜精机承建，导流洞提前贯通，已于8月底交付使用。", "碧川水库枢纽工程", "completed"),
        ("云港智慧煎药中心于9月投入使用。", "云港智慧煎药中心", "completed"),
        ("总投资15亿元的蓝鲸食品生产基地先后落户。", "蓝鲸食品生产基地", "signed"),
        ("“碧川好办”平台上线运行。", "“碧川好办”平台", "completed"),
        ("碧川旧址保护利用工程通过专家验收。", "碧川旧址保护利用工程", "completed"),
        ("碧川河综合治理工程（二期）年度任务完成。", "碧川河综合治理工程（二期）", ""),
        ("县应急救援基地项目主体工程完工。", "县应急救援基地项目", "building"),
        ("云港东港大桥预计2026年建成通车。", "云港东港大桥", "planned"),
        ("与云港大学联合开展“海塘抗冲刷关键技术研究”课题，已通过省水利厅验收结题。", "“海塘抗冲刷关键技术研究”课题", "concluded"),
    ],
)
def test_works_named_without_the_word_project_are_found_by_what_is_told_of_them(text: str, name: str, status: str) -> None:
    (fact,) = found(text, "蓝鲸食品", "海澜精机")
    assert (fact.name, fact.status) == (name, status)


def test_what_is_told_of_the_last_of_a_list_of_works_is_told_of_each() -> None:
    text = "总投资32亿元的海澜精机绿色制造基地、总投资15亿元的蓝鲸食品生产基地先后落户。"
    assert named(text, "海澜精机", "蓝鲸食品") == ["海澜精机绿色制造基地", "蓝鲸食品生产基地"]


def test_buildings_with_a_place_are_works_and_counted_buildings_are_none() -> None:
    assert named("新建碧川县第五小学综合楼、东港中学学生宿舍等校舍1.8万平方米。") == ["东港中学学生宿舍", "碧川县第五小学综合楼"]
    assert named("新建停车场5座、充电桩380个，改建公办幼儿园6所。") == []


@pytest.mark.parametrize(
    "text",
    [
        "建成规模化供水工程9处。",
        "遴选一批试点示范项目。",
        "确定了120个应用试点项目。",
        "举办2023年第二期培训班。",
        "2024年计划完成3所学校改造。",
        "2024年6月底前完成成本核算系统上线运行。",
        "食堂投入使用。",
    ],
)
def test_sorts_counts_and_plans_name_no_project(text: str) -> None:
    assert named(text) == []


def test_a_plan_of_research_decides_the_kind_before_the_word_for_building() -> None:
    (fact,) = found("获批省科技创新专项深海阀门研制及产业化建设项目。", "海澜精机")
    assert fact.kind == "research"


def test_who_builds_takes_part_and_not_the_place_the_name_begins_with() -> None:
    text = "碧川水厂三期扩建工程由海澜精机施工，已于10月竣工。"
    (fact,) = found(text, "碧川水厂", "海澜精机")
    assert (fact.status, [mention.surface for mention in fact.participants]) == ("completed", ["海澜精机"])


@pytest.mark.parametrize(
    "dump",
    [
        "碧川水库工程由海澜精机承建。" * 3000,
        "海澜精机投资3亿元建成碧川水厂、" * 3000,
        "“平台" * 20000,
        "综合楼建成" * 10000,
        "由" * 40000,
        "和大桥" * 15000,
    ],
)
def test_a_hostile_dump_names_few_projects_and_ends(dump: str) -> None:
    assert len(found(dump, "海澜精机")) <= 1


def test_works_that_spell_out_counted_projects_are_projects() -> None:
    names = {fact.name for fact in found("签约项目3个，包括海澜精机北方总部、碧川低空巡检基地等。", "海澜精机")}
    assert {"海澜精机北方总部", "碧川低空巡检基地"} <= names


def test_a_title_applied_for_is_no_project() -> None:
    assert not found("海澜精机已向市里申报“外资研发中心”。", "海澜精机")


def test_how_large_a_work_is_does_not_belong_to_its_name() -> None:
    names = [fact.name for fact in found("标准厂房二期8.2万平方米由海澜精机承建。", "海澜精机")]
    assert names == ["标准厂房二期"]
