"""Projects in tables: rows under 项目名称 beside a column that only real-world projects have (施工单位, 总投资, 形象进度, 补助金额)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.project_bounds import generic, work_named
from kg.extract.table_columns import Columns, columns
from kg.model import Cell, Mention, Span, Table, cell_place
from kg.recognise.reading import Reading

_SUM_ROW = re.compile(r"[合总小]\s*计|其中|其[余他]|等\d|[—－-]+$")
# 补助资金, 工作经费: what is paid or spent is no work, whatever the column's head.
_NO_WORK = re.compile(r"(?:资金|经费|补助|补贴|奖励|奖补|贴息|费用?|工资|合计|企业|个人|其他)$|^[\d.,%\s]*$")
_BUILT = re.compile(r"(?:项目|工程|改造|扩建|建设|研发|研制|开发|攻关|平台|系统|生产线|产线|车间|基地|技改|升级|产业化|[一二三]期)$")
_BODIES = frozenset({"enterprise", "research_institute", "university", "school", "hospital"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that names a project: its cell, who carries it out by predicate with the cell that says so, its progress and its place."""

    name: Cell
    who: tuple[tuple[str, Mention, Cell], ...]
    told: str
    place: str


def listed_projects(reading: Reading) -> tuple[Listed, ...]:
    """Return the projects that tables list, in text order; tables of budget lines give none."""
    return reading.once(_listed_projects)


def names_in_cell(reading: Reading, cell: Cell) -> tuple[Mention, ...]:
    """Return the names that together fill a cell (甲、乙（联合体）), () where most of it is something else."""
    found = reading.mentions_in(cell.span)
    filled = sum(len(mention.span) for mention in found)
    return found if filled * 10 >= len("".join(cell.text.split())) * 6 else ()


def _listed_projects(reading: Reading) -> tuple[Listed, ...]:
    return tuple(row for index, table in enumerate(reading.report.tables) for row in _rows(reading, index, table))


def _rows(reading: Reading, index: int, table: Table) -> Iterator[Listed]:
    held = columns(table)
    if held is None or held.work is None or held.budget:
        return
    # 企业名称 beside 项目名称 alone may list what was checked or trained: a sum or a state says that works are carried out.
    doers = (*held.doers, *((column, "undertakes") for column in held.bodies if held.paid or held.told))
    if not (doers or held.told) or (held.content and not doers):
        return
    for row in held.rows:
        cells = {cell.column: cell for cell in row}
        name = cells.get(held.work)
        if name is None or not _is_name(reading, name, held):
            continue
        who = tuple(
            (predicate, mention, cells[column])
            for column, predicate in sorted(doers)
            if column in cells
            for mention in names_in_cell(reading, cells[column])
            # Where the rows say where their money comes from, offices stand beside lines of their budget.
            if (column not in held.bodies and held.fund is None) or mention.kind in _BODIES
        )
        if held.fund is not None and not who:
            continue
        yield Listed(name, who, " ".join(cells[c].text for c in held.told if c in cells), cell_place(index, name))


def _is_name(reading: Reading, name: Cell, held: Columns) -> bool:
    """Return whether a cell under the head of works names one: no sum, no fund, no firm alone."""
    words = name.text.strip()
    if not 3 <= len(words) <= 60 or _SUM_ROW.match(words) or _NO_WORK.search(words) or generic().fullmatch(words):
        return False
    if held.content and (len(words) > 40 or not (_BUILT.search(words) or work_named().search(words)) or "，" in words):
        return False
    return not any(m.span == Span(name.span.start, name.span.end) and m.kind == "enterprise" for m in reading.mentions_in(name.span))
