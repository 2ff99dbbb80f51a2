from __future__ import annotations

import re
import time

from hypothesis import example, given
from hypothesis import strategies as st

from kg.read.layout import canonical

WRAPPED = """\
一、基本情况
临江市第三人民医院是市卫生健康委员会所属的公益二类事业单位，承担全市
南部城区居民的医疗、预防、保健和康复工作，并承担医学院校的临床教学任
务。
二、主要工作
全年门急诊量继续增长，住院病人平均住院日下降，药占比保持在较低的水平，
群众满意度有所提高。医院与社区卫生服务中心建立了双向转诊的机制，方便
了群众就医。

三、下一步工作
"""


def prose(text: str) -> list[str]:
    return canonical(text)[0].splitlines()


def squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_hard_wrapped_paragraphs_become_one_line() -> None:
    lines = prose(WRAPPED)
    assert lines[0] == "一、基本情况"
    assert lines[1].startswith("临江市第三人民医院") and lines[1].endswith("临床教学任务。")
    assert lines[2] == "二、主要工作"
    assert len(lines) == 5


def test_a_paragraph_goes_on_across_the_blank_line_of_a_page_break() -> None:
    text = WRAPPED.replace("承担全市\n南部", "承担全市\n\n- 3 -\n\n南部")
    assert prose(text)[1].startswith("临江市第三人民医院是市卫生健康委员会所属的公益二类事业单位，承担全市南部")


def test_a_figure_and_its_unit_stay_together() -> None:
    assert prose("一、收支\n含人员经费29,874.60万\n元、公用经费63.47万元。\n")[1] == "含人员经费29,874.60万元、公用经费63.47万元。"
    lines = prose("一、收支\n全年支出合计12万\n元以下项目：无\n")
    assert lines[1:] == ["全年支出合计12万", "元以下项目：无"]


def test_a_line_ends_before_a_figure_that_does_not_fit() -> None:
    text = WRAPPED + "三、收支情况\n全年收入合计12,864,530.18元，支出合计12,711,906.44元，年末结余\n152,623,740.18元，结转下年继续使用。\n"
    assert prose(text)[-1].endswith("年末结余152,623,740.18元，结转下年继续使用。")


def test_lines_without_wraps_are_left_alone() -> None:
    text = "一、支出情况\n项目名称及金额未列明\n其他说明事项另行报送\n二、问题\n无。\n"
    assert canonical(text)[0] == text


def test_list_items_headings_and_contents_are_never_joined() -> None:
    items = "（一）继续加强重点专科建设，提升疑难危重病人的诊疗能力和水平并做好服务\n（二）推进信息化\n"
    lines = prose(WRAPPED + items + "目录\n一、概况.......3\n二、决算.......5\n")
    assert "（二）推进信息化" in lines and "一、概况.......3" in lines and "二、决算.......5" in lines


def test_a_title_on_several_lines_is_joined() -> None:
    assert prose("2022年度临江市\n第三人民医院\n部门决算\n\n一、概况\n")[0] == "2022年度临江市第三人民医院部门决算"


def test_the_number_of_an_annex_is_no_part_of_the_title_below_it() -> None:
    for number in ("附件3", "附件：", "附表2", "附件1-2"):
        assert prose(f"{number}\n临江市水务局2022年度部门整体支出绩效自评报告\n一、基本情况\n")[:2] == [
            number,
            "临江市水务局2022年度部门整体支出绩效自评报告",
        ]


def test_a_title_does_not_swallow_the_unit_below_it() -> None:
    assert prose("2022年度部门整体支出绩效自评报告\n\n云溪镇人民政府\n\n一、概况\n")[:2] == [
        "2022年度部门整体支出绩效自评报告",
        "云溪镇人民政府",
    ]


def test_markdown_marks_are_resolved() -> None:
    lines = prose("# 2022年度决算\n\n**一、概况**\n\n- 第一条\n- 第二条\n\n**收入\n合计**为3万元，联系张**。\n")
    assert lines == ["2022年度决算", "一、概况", "第一条", "第二条", "收入合计为3万元，联系张**。"]


def test_page_numbers_go_and_numbers_that_do_not_count_stay() -> None:
    assert prose("甲。\n1\n乙。\n2\n丙。\n3\n丁。\n") == ["甲。", "乙。", "丙。", "丁。"]
    assert prose("甲。\n7\n乙。\n5\n") == ["甲。", "7", "乙。", "5"]


def test_a_space_left_by_a_line_end_goes_where_the_phrase_stands_whole_elsewhere() -> None:
    lines = prose("云溪镇农业综合服务中心的职责。\n第二部分\n云溪镇农业 综合服务中心概况\n填表人：王小明 联系电话：无\n")
    assert lines[2] == "云溪镇农业综合服务中心概况"
    assert "王小明 联系电话" in lines[3]


STACKED = """\
表一
\t项目
\t预算数
\t决算数

\t三公经费
\t3.50
\t0.14

\t产出指标

(40分)
\t数量
\t≥10%

说明：单位为万元。
"""


def test_a_table_with_one_cell_a_line_is_rebuilt() -> None:
    text, grids = canonical(STACKED)
    assert [[cell.text for cell in row] for row in grids[0].rows] == [
        ["项目", "预算数", "决算数"],
        ["三公经费", "3.50", "0.14"],
        ["产出指标(40分)", "数量", "≥10%"],
    ]
    assert text.endswith("说明：单位为万元。\n")


def test_a_cell_that_ends_in_a_blank_line_does_not_end_its_row() -> None:
    rows = "\n".join(["\t绩", "效", "", "\t一级指标", "\t二级指标", "", "\t", "\t产出", "\t数量", "", "\t", "\t效益", "\t经济", ""])
    (grid,) = canonical(rows)[1]
    assert [len(row) for row in grid.rows] == [3, 3, 3]
    assert grid.rows[0][0].text == "绩效"


def test_blank_cells_keep_their_place() -> None:
    (grid,) = canonical("\t甲\t乙\t丙\n\t1\t\t3\n".replace("\t甲", "\t甲", 1))[1]
    assert [cell.text for cell in grid.rows[1]] == ["", "1", "", "3"]


def test_tabbed_and_piped_tables_are_rebuilt() -> None:
    (tabbed,) = canonical("收支表\n项目\t金额\n人员经费\t97.64\n公用经费\t16.46\n完。\n")[1]
    assert [cell.text for cell in tabbed.rows[2]] == ["公用经费", "16.46"]
    (piped,) = canonical("收支表\n\n| 项目 | 金额 |\n|---|---:|\n| 人员经费 | 97.64 |\n\n完。\n")[1]
    assert [[cell.text for cell in row] for row in piped.rows] == [["项目", "金额"], ["人员经费", "97.64"]]


def test_paragraphs_indented_by_a_tab_are_no_table() -> None:
    text = "\t一、全年完成了各项工作任务，取得了较好的成绩。\n\n\t二、存在的主要问题是预算编制还不够准确。\n\n" * 3
    assert canonical(text)[1] == ()


def test_lines_that_only_look_like_a_table_are_looked_at_once() -> None:
    # Trying again from every line made this text take minutes.
    began = time.perf_counter()
    for line in ("\tA\n", "甲\t。\n", "|。\n"):
        canonical(line * 10_000)
    assert time.perf_counter() - began < 10


CHARS = st.sampled_from("水务局2023年，。；：、（）一二三、.1 \t\n\n|%-一是元万")


@given(st.text(CHARS, max_size=400))
@example("|0\n|0")
def test_prose_keeps_every_character_and_cells_stand_where_they_say(raw: str) -> None:
    text, grids = canonical(raw)
    dropped = re.compile(r"^\s*(?:[-—–─]+\s*\d{1,4}\s*[-—–─]+|\d{1,3}|[-*+•●◆■]\s+.*|[^|]*\|)\s*$")
    if not any(dropped.match(line) for line in raw.split("\n")):
        # Bars and rules between cells are marks of a table, as in Markdown; words and figures are not.
        marks = re.compile(r"[|\-]" if grids else r"$^")
        assert marks.sub("", squashed(text)) == marks.sub("", squashed(raw))
    for grid in grids:
        assert 0 <= grid.span.start <= grid.span.end <= len(text)
        for row in grid.rows:
            for cell in row:
                assert squashed(text[cell.span.start : cell.span.end]) == squashed(cell.text)


@given(st.text(CHARS, max_size=300))
def test_canonical_text_is_its_own_canonical_text(raw: str) -> None:
    once = canonical(raw)[0]
    assert "\r" not in once and (once == "" or once.endswith("\n"))
