"""Projects read from tables: rows beside a column that only real-world projects have; lines of a budget are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract.projects import projects
from kg.extract.relations import relations
from kg.facts import Project
from kg.model import Mention
from kg.read import read_bytes
from kg.recognise import recognise
from kg.recognise.reading import Reading
from kg.structure import structure

HEAD = "云港市碧川区水利局2023年度部门整体支出绩效自评报告\n\n三、主要成效\n附表 重点建设情况表\n"
LISTED = (
    "序号\t项目名称\t施工单位\t形象进度\n1\t碧川水库除险加固\t浙海水利工程有限公司\t已竣工\n2\t东港泵站改造\t云港二建有限公司\t正在建设\n"
)
BUDGET = "序号\t项目名称\t预算数\t执行数\n1\t河湖管护经费\t620.00\t610.00\n2\t水资源监测经费\t340.00\t340.00\n"


def reading(table: str) -> Reading:
    """Return a reading of a report that holds `table`."""
    return recognise(structure(read_bytes((HEAD + table).encode(), Path("r.txt"))))


def facts(table: str) -> list[Project]:
    """Return the projects of a table."""
    return list(projects(reading(table)))


def test_a_row_with_a_builder_is_a_project_with_its_progress() -> None:
    found = {fact.name: fact for fact in facts(LISTED)}
    assert {name: fact.status for name, fact in found.items()} == {"碧川水库除险加固": "completed", "东港泵站改造": "building"}
    assert all(fact.evidence.quote == fact.name and fact.evidence.cell for fact in found.values())


def test_the_builder_undertakes_the_project_of_its_row() -> None:
    stated = {(r.subject.surface, r.predicate, r.object) for r in relations(reading(LISTED)) if isinstance(r.subject, Mention)}
    assert ("浙海水利工程有限公司", "undertakes", "碧川水库除险加固") in stated


@pytest.mark.parametrize("table", [BUDGET, "序号\t姓名\t单位\n1\t某某\t某局\n"])
def test_lines_of_a_budget_and_other_tables_list_no_project(table: str) -> None:
    assert facts(table) == []
