"""Parts played in works, titles that head lists, and what is done together, on invented text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract.projects import projects
from kg.extract.recognitions import recognitions, words_of
from kg.extract.relations import relations
from kg.read import read
from kg.recognise import recognise
from kg.recognise.reading import Reading
from kg.structure import structure


@pytest.fixture
def reading(tmp_path: Path, request: pytest.FixtureRequest) -> Reading:
    """Return the reading of a small report whose one section tells the parametrised text."""
    path = tmp_path / "report.txt"
    path.write_text(f"平湾市商务局2024年度工作总结\n\n一、工作完成情况\n{request.param}\n", encoding="utf-8")
    return recognise(structure(read(path)))


def told(reading: Reading) -> set[tuple[str, str, str]]:
    return {(words_of(fact.subject), fact.predicate, words_of(fact.object)) for fact in relations(reading)}


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("青石大桥开工建设，施工单位为云港路桥集团有限公司。", {("云港路桥集团有限公司", "undertakes", "青石大桥")}),
        (
            "实验大楼建设项目由云港建工集团有限公司施工、平湾市建筑设计院设计。",
            {("云港建工集团有限公司", "undertakes", "实验大楼建设项目"), ("平湾市建筑设计院", "undertakes", "实验大楼建设项目")},
        ),
        ("档案整理服务由云港信息技术股份有限公司中标。", {("云港信息技术股份有限公司", "undertakes", "档案整理服务")}),
        ("海澜集团引入战略投资者云港重装股份有限公司。", {("云港重装股份有限公司", "invests_in", "海澜集团")}),
        ("云江省绿色冶炼重点实验室依托云港理工大学建设。", {("云港理工大学", "hosts", "云江省绿色冶炼重点实验室")}),
    ],
    indirect=["reading"],
)
def test_who_plays_which_part_is_read_from_its_place(reading: Reading, expected: set[tuple[str, str, str]]) -> None:
    assert expected <= told(reading)


@pytest.mark.parametrize("reading", ["青石大桥由第三方负责施工。", "设计单位为相关单位。", "服务由专人负责实施。"], indirect=True)
def test_a_part_without_a_name_states_no_relation(reading: Reading) -> None:
    assert told(reading) == set()


@pytest.mark.parametrize("reading", ["联合市财政局、市税务局开展专项检查。", "海澜集团与企业高校院所开展交流。"], indirect=True)
def test_duties_of_offices_and_kinds_of_bodies_are_no_cooperation(reading: Reading) -> None:
    assert not [fact for fact in told(reading) if fact[1] == "cooperates_with"]


@pytest.mark.parametrize(
    ("reading", "holders"),
    [
        ("认定名单如下：\n省级龙头企业（新增2家）：海澜果业、云港食品；\n", {"海澜果业", "云港食品"}),
        ("海澜集团被省国资委授予“先进基层党组织”称号。", {"海澜集团"}),
        ("云江县中医院创成省级健康单位。", {"云江县中医院"}),
    ],
    indirect=["reading"],
)
def test_titles_name_their_holders(reading: Reading, holders: set[str]) -> None:
    assert holders <= {words_of(fact.holder) for fact in recognitions(reading)}


@pytest.mark.parametrize("reading", ["省级龙头企业：已建成5家，占全部的一半。", "龙头企业：发展势头良好。"], indirect=True)
def test_a_title_before_words_that_tell_something_heads_no_list(reading: Reading) -> None:
    assert not recognitions(reading)


@pytest.mark.parametrize(
    ("reading", "names"),
    [
        ("青石二期分选线：在建。", {"青石二期分选线"}),
        ("青石峡谷提升工程、云岭遗址公园、白鹭湖公路三大项目累计完成投资28亿元。", {"青石峡谷提升工程", "云岭遗址公园", "白鹭湖公路"}),
        ("“云港通”公共服务平台上线运行。", {"“云港通”公共服务平台"}),
    ],
    indirect=["reading"],
)
def test_works_are_read_from_lines_and_counted_lists(reading: Reading, names: set[str]) -> None:
    assert names <= {fact.name for fact in projects(reading)}


@pytest.mark.parametrize("reading", ["海澜集团申报全国多式联运示范工程。", "兑付青石示范项目奖励620万元。"], indirect=True)
def test_a_title_applied_for_and_a_line_of_money_are_no_project(reading: Reading) -> None:
    assert not projects(reading)


@pytest.mark.parametrize("reading", ["由甲由乙、" * 3000, "与海澜集团、" * 3000, "施工单位为、" * 3000, "省级企业：" * 3000], indirect=True)
def test_hostile_repetition_ends(reading: Reading) -> None:
    assert len(told(reading)) <= 5
