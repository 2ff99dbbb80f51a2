"""How reports of every sort announce their duties and offices; all bodies and places are invented."""

from __future__ import annotations

import pytest

from kg.extract.departments import departments
from kg.extract.functions import functions
from kg.extract.office_claims import office_claims
from kg.model import Document
from kg.read.layout import canonical
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences

TITLE = "2023年度青禾县水务局部门整体支出绩效自评报告"


def reading(body: str, title: str = TITLE) -> Reading:
    text, grids = canonical(f"{title}\n{body}\n")
    report = structure(Document("r", "r.txt", "text/plain", "0" * 64, text, grids))
    return Reading(report, (), (), tuple(sentences(report.text)))


def duties(body: str) -> list[tuple[int | None, str]]:
    return [(fact.ordinal, fact.text) for fact in functions(reading(body))]


def offices(body: str) -> list[str]:
    return [fact.name for fact in departments(reading(body))]


TWO = ["负责河道管理；", "承担防汛抗旱。"]


@pytest.mark.parametrize(
    "lead",
    [
        "我局主要职责是：",
        "我局履行下列职责：",
        "按照“三定”规定，承担两方面职责：",
        "主要职能有两项：",
        "工作职责主要包括：",
        "业务范围：",
        "宗旨和业务范围为：",
        "职责如下：",
        "主要任务是：",
        "我局主要负责：",
        "职责概括为以下两项：",
    ],
)
def test_every_lead_announces_duties(lead: str) -> None:
    assert [text for _, text in duties(f"一、基本情况\n{lead}负责河道管理；承担防汛抗旱。")] == TWO
    assert duties(f"一、基本情况\n{lead}\n（一）负责河道管理；\n（二）承担防汛抗旱。") == [(1, TWO[0]), (2, TWO[1])]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("（1）", "（2）"),
        ("①", "②"),
        ("一是", "二是"),
        ("1.", "2."),
        ("（一）", "（二）"),
        ("1）", "2）"),
        ("一、", "二、"),
        ("第一，", "第二，"),
    ],
)
def test_numbers_inside_a_line_set_duties_apart(one: str, two: str) -> None:
    line = f"{one}负责河道管理；{two}承担防汛抗旱。"
    assert duties(f"一、基本情况\n主要职责：{line}") == [(1, TWO[0]), (2, TWO[1])]
    assert duties(f"一、主要职责\n{line}\n二、机构设置\n内设办公室、财务股。") == [(1, TWO[0]), (2, TWO[1])]


@pytest.mark.parametrize(
    "heading",
    [
        "1.2 主要职责\n",
        "（一）职责。",
        "（一）主要职能。",
        "【主要职责】",
        "主要职责　",
        "第一部分 单位概况\n一、部门职责\n",
        "1、概况\n1.1主要职能\n",
    ],
)
def test_every_heading_opens_duties(heading: str) -> None:
    got = duties(f"一、概况\n（一）机构\n局机关设办公室、财务股。\n{heading}负责河道管理和水资源管理工作；承担防汛抗旱。")
    assert [text for _, text in got] == ["负责河道管理和水资源管理工作；", "承担防汛抗旱。"]


def test_duties_one_a_line_need_no_numbers() -> None:
    body = "一、主要职责\n负责河道管理；参与规划编制。\n◆承担防汛抗旱工作。\n完成县委交办的其他任务。\n二、人员情况\n现有12人。"
    assert [text for _, text in duties(body)] == ["负责河道管理；参与规划编制。", "承担防汛抗旱工作。", "完成县委交办的其他任务。"]


def test_a_sentence_with_commas_is_one_duty_and_says_nothing_of_others() -> None:
    body = "一、基本情况\n青禾县水务局是县政府工作部门，主要负责河道管理、防汛抗旱，指导节约用水；下属县水文站编制6名，在岗5人。"
    assert [text.rstrip("；") for _, text in duties(body)] == ["主要负责河道管理、防汛抗旱，指导节约用水"]


def test_the_tasks_of_a_year_are_no_duties() -> None:
    assert duties("一、基本情况\n2023年主要工作任务：完成清淤；完成造林。\n年度重点任务是：建成水库；完成验收。") == []


def test_a_report_without_headings_tells_its_duties_where_it_presents_itself() -> None:
    body = "青禾县水务局为县政府工作部门，主要职责是负责河道管理；承担防汛抗旱。内设办公室、财务股。"
    assert [text for _, text in duties(body)] == TWO
    assert duties("本次评价由第三方机构承担，负责资料核查；负责现场踏勘。") == []


def test_a_form_gives_the_duties_in_the_cell_beside_their_label() -> None:
    body = "一、基本信息\n| 项目 | 内容 |\n|---|---|\n| 部门职能概述 | 负责河道管理；承担防汛抗旱。 |\n| 人数 | 12 |"
    assert [text for _, text in duties(body)] == TWO


@pytest.mark.parametrize(
    "sentence",
    [
        "内设机构3个（办公室、财务科、水政科等）及下属事业单位2个：县水文站、县灌溉所。",
        "内设办公室、财务科、水政科3个科室，下设青禾水政执法大队、青禾水文站2家单位。",
        "内设办公室、财务科、水政科，下设水文站、灌溉所。",
        "机关设办公室（5人）、财务科（3人）、水政科（2人）。",
        "设“一室两科”，即办公室、财务科、水政科。",
        "现有办公室、财务科、水政科三个科室。",
        "局机关由办公室、财务科、水政科组成。",
        "内设机构：办公室，财务科，水政科。",
        "内设机构：办公室 财务科 水政科",
        "编制12名，设办公室、财务科和水政科，另有县水文站、县灌溉所两家事业单位。",
        "科室设置：办公室、财务科、水政科。直属单位：县水文站、县灌溉所。",
        "机关下设办公室、财务科、水政科。",
        "内设科室：\n（一）办公室。负责文电、会务。\n（二）财务科。负责预算。\n（三）水政科。负责执法。",
        "（一）内设机构\n办公室（5人）\n财务科\n水政科",
    ],
)
def test_offices_are_told_from_bodies_below(sentence: str) -> None:
    assert offices(f"一、机构设置\n{sentence}") == ["办公室", "财务科", "水政科"]


@pytest.mark.parametrize(
    "sentence",
    [
        "下设河道管理站、水文站、灌溉所3个事业单位。",
        "下设第一水厂、第二供水站2家单位。",
        "我局设有水质监测站12处，办公室面积300平方米。",
        "所属单位包括水文站、灌溉所、抗旱服务队。",
        "下设二级机构（水文站、灌溉所）2个。",
    ],
)
def test_bodies_below_are_no_offices(sentence: str) -> None:
    assert offices(f"一、机构设置\n{sentence}") == []


def test_a_table_of_offices_gives_their_names() -> None:
    body = "一、机构设置\n| 内设机构 | 职数 |\n|---|---|\n| 办公室 | 3 |\n| 水政科 | 2 |"
    assert offices(body) == ["办公室", "水政科"]


def test_duties_a_lead_counts_are_parted_by_commas_into_as_many() -> None:
    body = "一、部门概况\n我局在本项目中承担三项职责：审核用水计划，巡查水库大坝，组织防汛演练。\n"
    assert [text for _, text in duties(body)] == ["审核用水计划", "巡查水库大坝", "组织防汛演练。"]
    assert len(duties(body.replace("三项", "四项"))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "机关设股室3个，依次是办公室、河湖股、供水股",
        "内设3个股室，分别为办公室、河湖股（水库、渠道）、供水股",
        "内设机构三个：办公室、河湖股、供水股",
    ],
)
def test_a_remark_on_an_office_is_no_part_of_its_name(words: str) -> None:
    assert offices(f"一、部门概况\n{words}。\n") == ["办公室", "河湖股", "供水股"]


def test_a_second_name_of_an_office_stays() -> None:
    assert offices("一、部门概况\n内设办公室（人事股）、河湖股（挂节水办牌子）2个股室。\n") == [
        "办公室（人事股）",
        "河湖股（挂节水办牌子）",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("内设3个股室，分别是办公室、河湖股、供水股", [(3, 3, True)]),
        ("内设机构4个：办公室、河湖股、供水股", [(4, 3, False)]),
        ("内设办公室、河湖股、供水股等3个股室", [(3, 3, True)]),
        ("内设办公室、河湖股等5个股室", []),
        ("内设办公室、河湖股、供水股两个股室", [(2, 3, False)]),
        ("内设办公室、河湖股、供水股", []),
    ],
)
def test_a_count_of_offices_is_held_against_their_list(words: str, said: list[tuple[int, int, bool]]) -> None:
    found = list(office_claims(reading(f"一、部门概况\n{words}。\n")))
    assert [(claim.stated, claim.computed, claim.holds) for claim in found] == said
