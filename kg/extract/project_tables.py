"""Projects in tables: rows under 项目名称 beside a column that only real-world projects have (施工单位, 总投资, 形象进度)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Cell, Mention, Span, Table, cell_place
from kg.recognise.reading import Reading

_SORT = "建设|重点|招商|工程|榜单|攻关|科研|研发|研究|立项|签约|开工|竣工|在建|拟建|续建|新建|技改|示范|合作|引进|入库|揭榜"
_NAME = re.compile(rf"(?:{_SORT})*(?:(?:项目|工程)(?:名称)?|(?:课题|榜单|项目)(?:名称|题目|$))")
# Who carries a project out, by the predicate that the column's head states.
_WHO = {
    "undertakes": re.compile(
        r"(?:施工|承建|承担|中标|实施|监理|设计|勘察|代建|总承包|承包|揭榜|牵头|依托|主持|研究)(?:单位|企业|公司|方)|项目单位|业主单位"
    ),
    "invests_in": re.compile(r"投资(?:方|主体|企业|单位|商|公司)"),
}
_TOLD = re.compile(
    r"总?投资额?(?:[（(]|$)|形象进度|建设(?:内容|规模|地点|进展|性质|年限|周期)|"
    r"(?:项目|工程|建设)?(?:进展|阶段|状态|进度)$|累计完成投资|立项(?:编号|时间|部门|级别)|(?:课题|项目)(?:来源|类别|级别)|结题时间|研究周期|"
    r"开工时间|签约时间|竣工时间|工程进度|项目进展|进展情况"
)
# 预算数, 执行数, 绩效 say that the rows are lines of a budget.
_BUDGET = re.compile(r"预算|执行|决算|指标|分值|得分|资金来源|支出")
_SUM_ROW = re.compile(r"[合总小]\s*计|其中")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that names a project: its cell, the cells of who carries it out by predicate, its progress cell and its place."""

    name: Cell
    who: tuple[tuple[str, Cell], ...]
    told: str
    place: str


def listed_projects(reading: Reading) -> tuple[Listed, ...]:
    """Return the projects that tables list, in text order; tables of budget lines give none."""
    return reading.once(_listed_projects)


def mention_in(reading: Reading, cell: Cell) -> Mention | None:
    """Return the name that fills a cell, or None."""
    found = reading.mentions_in(Span(cell.span.start, cell.span.end))
    return next((m for m in found if len(m.span) * 10 >= len(cell.text) * 8), None)


def _listed_projects(reading: Reading) -> tuple[Listed, ...]:
    return tuple(row for index, table in enumerate(reading.report.tables) for row in _rows(index, table))


def _rows(index: int, table: Table) -> Iterator[Listed]:
    heads = {cell.column: "".join(cell.text.split()) for row in table.header for cell in row}
    if any(_BUDGET.search(head) for head in heads.values()):
        return
    names = [column for column, head in heads.items() if _NAME.fullmatch(head)]
    who = {column: name for column, head in heads.items() for name, pattern in _WHO.items() if pattern.fullmatch(head)}
    told = [column for column, head in heads.items() if _TOLD.match(head)]
    if len(names) != 1 or not (who or told):
        return
    for row in table.rows:
        cells = {cell.column: cell for cell in row}
        name = cells.get(names[0])
        if name is None or not 3 <= len(name.text) <= 60 or _SUM_ROW.match(name.text) or name.text.replace(".", "").isdigit():
            continue
        actors = tuple((predicate, cells[column]) for column, predicate in sorted(who.items()) if column in cells and cells[column].text)
        yield Listed(name, actors, " ".join(cells[c].text for c in told if c in cells), cell_place(index, name))
