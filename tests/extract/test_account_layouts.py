"""Statutory tables in the layouts that text files give them: each figure below its head, none below another one's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kg.extract.accounts import accounts
from kg.read import read
from kg.read.wraps import width
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences

Rows = Sequence[Sequence[str]]

BALANCE: Rows = (
    ("项目", "行次", "决算数", "项目", "行次", "决算数"),
    ("栏次", "", "1", "栏次", "", "2"),
    ("一、一般公共预算财政拨款收入", "1", "812.46", "一、一般公共服务支出", "32", ""),
    ("二、政府性基金预算财政拨款收入", "2", "35.00", "二、教育支出", "33", "12.40"),
    ("本年收入合计", "27", "847.46", "本年支出合计", "58", "846.20"),
    ("总计", "31", "862.20", "总计", "62", "862.20"),
)
CLASSES: Rows = (
    ("功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
    ("合计", "", "846.20", "512.10", "334.10"),
    ("207", "文化旅游体育与传媒支出", "735.20", "401.10", "334.10"),
    ("20701", "文化和旅游", "735.20", "401.10", "334.10"),
    ("2070109", "群众文化", "735.20", "401.10", "334.10"),
)
VEHICLES: Rows = (
    ("项目", "预算数", "决算数"),
    ("合计", "8.60", "5.32"),
    ("1.因公出国（境）费", "0.00", "0.00"),
    ("2.公务用车购置及运行维护费", "6.00", "4.10"),
    ("3.公务接待费", "2.60", "1.22"),
)
COMPARED: Rows = (
    ("项目", "年初预算数", "调整预算数", "决算数", "完成率"),
    ("基本支出", "480.00", "512.10", "512.10", "100%"),
    ("人员经费", "420.00", "455.30", "455.30", "100%"),
    ("项目支出", "300.00", "340.00", "334.10", "98.26%"),
)
TABLES = {
    "收入支出决算总表": (BALANCE, 7),
    "支出决算表": (CLASSES, 12),
    "“三公”经费支出决算表": (VEHICLES, 8),
    "预决算对比表": (COMPARED, 9),
}


def _padded(rows: Rows) -> str:
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "".join(cell + " " * (size - width(cell) + 2) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _joined(rows: Rows, between: str, keep: bool = False) -> str:
    return "\n".join(between.join(cell for cell in row if cell or keep) for row in rows)


LAYOUTS: dict[str, Callable[[Rows], str]] = {
    "tabs": lambda rows: _joined(rows, "\t", keep=True),
    "tabs, blank cells dropped": lambda rows: _joined(rows, "\t"),
    "bars": lambda rows: _joined(rows, "|", keep=True),
    "columns of spaces": _padded,
    "one space between cells": lambda rows: _joined(rows, " "),
    "a cell a line": lambda rows: _joined(rows, "\n"),
    "a cell a line, blank cells kept": lambda rows: _joined(rows, "\n", keep=True),
    "a cell a line, blank lines between": lambda rows: _joined(rows, "\n\n"),
}


def _amounts(folder: Path, caption: str, body: str) -> list[tuple[str, tuple[str, ...], str, str]]:
    path = folder / "report.txt"
    path.write_text(
        f"2022年度青禾县文化馆部门决算\n\n一、收入支出决算情况\n{caption}\n单位：万元\n{body}\n\n二、名词解释\n一、基本支出：指为保障机构正常运转发生的支出。\n",
        encoding="utf-8",
    )
    report = structure(read(path))
    assert report.sections[-1].kind == "glossary"
    reading = Reading(report, (), numbers(report), tuple(sentences(report.text)))
    return [(fact.concept.label, fact.functional_path, fact.measure, fact.money.original) for fact in accounts(reading)]


@pytest.mark.parametrize("layout", list(LAYOUTS.values()), ids=list(LAYOUTS))
@pytest.mark.parametrize(("caption", "rows", "count"), [(name, *table) for name, table in TABLES.items()], ids=list(TABLES))
def test_every_layout_gives_the_same_amounts(tmp_path: Path, layout: Callable[[Rows], str], caption: str, rows: Rows, count: int) -> None:
    found = _amounts(tmp_path, caption, layout(rows))
    assert found == _amounts(tmp_path, caption, LAYOUTS["tabs"](rows))
    assert len(found) == count


def test_a_row_that_lacks_one_of_several_figures_is_not_guessed(tmp_path: Path) -> None:
    rows = [COMPARED[0], COMPARED[1], ("公用经费", "60.00", "56.80"), COMPARED[3]]
    found = _amounts(tmp_path, "预决算对比表", "\n".join("\n".join(row) for row in rows))
    assert {label for label, _, _, _ in found} == {"基本支出", "项目支出"}


def test_a_figure_below_its_head_on_the_page_needs_no_others(tmp_path: Path) -> None:
    body = _padded([COMPARED[0], COMPARED[1], ("公用经费", "", "56.80", "56.80", "100%"), COMPARED[3]])
    assert [row[2:] for row in _amounts(tmp_path, "预决算对比表", body) if row[0] == "公用经费"] == [
        ("adjusted", "56.80"),
        ("final", "56.80"),
    ]


def test_a_caption_and_its_unit_may_stand_in_rows_of_the_table(tmp_path: Path) -> None:
    head = "望川县档案馆“三公”经费情况 | |||\n单位:万元 | |||\n项目 | 上年决算数 | 本年决算数 |\n"
    body = head + "公务接待费 | 9.69 | 9.94 |\n公务用车运行费 | 8.72 | 6.72 |"
    path = tmp_path / "report.txt"
    path.write_text(f"2022年度望川县档案馆部门决算\n\n{body}\n", encoding="utf-8")
    report = structure(read(path))
    assert report.tables[-1].unit == "万元"
    found = list(accounts(Reading(report, (), numbers(report), tuple(sentences(report.text)))))
    assert [fact.money.original for fact in found] == ["9.69", "9.94", "8.72", "6.72"]


def test_the_first_head_may_name_what_the_rows_are(tmp_path: Path) -> None:
    head = "年度预算数（万元） 年初预算 调整后预算数 决算数 权重 得分 原因 "
    words = head + "总额 38.93 51.89 51.90 10 10 年中追加巡护经费 其中：财政资金 38.93 51.89 51.90 / /"
    path = tmp_path / "report.txt"
    path.write_text("2022年度望川县林业局项目支出绩效自评报告\n\n" + "\n".join(f"{word} |" for word in words.split()), encoding="utf-8")
    (table,) = structure(read(path)).tables
    assert [[(cell.column, cell.text) for cell in row][:4] for row in table.rows] == [
        [(0, "总额"), (1, "38.93"), (2, "51.89"), (3, "51.90")],
        [(0, "其中：财政资金"), (1, "38.93"), (2, "51.89"), (3, "51.90")],
    ]
