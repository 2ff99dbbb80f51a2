"""Firms in the columns of tables that say they hold firms: a cell is the name, whatever the dictionary makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.read import read
from kg.recognise import recognise
from kg.structure import structure

FIRMS = {"enterprise", "research_institute"}


def firms(tmp_path: Path, table: str) -> list[tuple[str, str]]:
    path = tmp_path / "report.md"
    path.write_text(f"# 江宁县商务局2022年度部门整体支出绩效自评报告\n\n{table}\n", encoding="utf-8")
    reading = recognise(structure(read(path)))
    assert all(m.surface == reading.text[m.span.start : m.span.end] for m in reading.mentions)
    return [(m.surface, m.recogniser) for m in reading.mentions if m.kind in FIRMS]


def table(head: str, *cells: str) -> str:
    rows = "\n".join(f"| {number} | {cell} | {number}0.5 |" for number, cell in enumerate(cells, 1))
    return f"| 序号 | {head} | 总投资（亿元） |\n|---|---|---|\n{rows}"


@pytest.mark.parametrize("head", ["企业名称", "中标供应商", "签约企业", "投资方", "承建单位", "供应商", "中标（成交）单位"])
def test_a_column_of_firms_gives_its_cells(tmp_path: Path, head: str) -> None:
    assert ("青木里", "columns") in firms(tmp_path, table(head, "青木里", "江宁恒泽管业"))


def test_a_cell_is_split_at_list_marks_and_freed_of_what_is_said_of_the_name(tmp_path: Path) -> None:
    found = [name for name, _ in firms(tmp_path, table("中标单位", "青木里（牵头方）、和田雨联合体", "蓝石头等3家"))]
    assert found == ["青木里", "和田雨", "蓝石头"]


def test_counts_totals_and_public_bodies_are_no_firms(tmp_path: Path) -> None:
    assert firms(tmp_path, table("中标单位", "11家企业", "县水利局", "合计", "无", "江宁县人民医院")) == []


def test_under_an_open_head_only_what_calls_itself_a_firm_is_one(tmp_path: Path) -> None:
    found = [name for name, _ in firms(tmp_path, table("承担单位", "县农业技术推广站", "江宁青木里公司", "春风行动专班"))]
    assert found == ["江宁青木里公司"]


def test_other_columns_are_read_as_before(tmp_path: Path) -> None:
    assert firms(tmp_path, table("主要内容", "青木里", "和田雨")) == []


def test_a_name_of_a_table_is_found_in_the_text(tmp_path: Path) -> None:
    found = firms(tmp_path, table("签约企业", "青木里科技") + "\n\n其中青木里科技的进度最快。")
    assert [name for name, _ in found] == ["青木里科技", "青木里科技"]
