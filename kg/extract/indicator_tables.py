"""Indicators in tables: targets and results of the self-evaluation table, rates and head counts of the base data form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kg import units
from kg.extract.scores import Form, aligned
from kg.facts import Referent
from kg.model import Cell, Table, cell_place
from kg.recognise.reading import Reading
from kg.values import Comparator, Quantity, quantity

_NUMBERED: Final = re.compile(r"^(?:指标\s*\d+\s*[：:]|(?:19|20)\d\d年度?|其中[：:]?|\d{1,2}[.、]|[（(]\d{1,2}[）)])\s*")
_COMPARATORS: Final[dict[str, Comparator]] = {"≥": "≥", "≤": "≤", ">": ">", "<": "<", "＞": ">", "＜": "<"}
_CRITERION: Final = re.compile(r"[≥≤<>=＞＜]\s*\d*(?:\.\d+)?\s*(?:%|％)?\s*[，,；;。]?$")
_UNIT_IN_NAME: Final = re.compile(r"[（(](?P<unit>%|％|人|名|个|家|万人|人次|次|户|项|天|万元|元|亿元|亩|公里|吨)[）)]$")
_RATE: Final = re.compile(r"率|%|％|比例|比重|占比")
# Whose figures the rows of a list give, and columns that measure nothing.
_BODIES: Final = re.compile(r".{0,6}(?:企业|公司|单位|学校|医院|园区|乡镇|街道|县区|机构)(?:名称)?|名称")
# A list of projects measures each (总投资, 完成投资); what was paid from the unit's budget is none of these.
_PROJECTS: Final = re.compile(r"(?:建设|重点|工程|子)?项目(?:名称)?")
_PROJECT_FIGURE: Final = re.compile(
    r"(?:计划|概算|估算|累计|本年|全年|年度|当年|已)*(?:总?投资(?:额|完成)?|完成(?:投资)?(?:额)?|产值|产能|面积|里程)(?:额|数)?"
)
_SUMS: Final = re.compile(r"合计|总计|小计")
# What is counted in things of its own, whatever money the caption names.
_NO_MONEY: Final = re.compile(r"率|比重|占比|比例|%|人数|职工|员工|户数|家数|面积|数量|个数|台|套|次")
_NO_MEASURE: Final = re.compile(
    r"预算|决算|支出|拨付|支付|资金|执行|结转|结余|安排|下达|序号|编号|代码|电话|年份|日期|时间|备注|名称|产品|地址"
)
_UNIT_IN_HEAD: Final = re.compile(r"[（(](?:单位[：:])?(?P<unit>[^（）()]{1,6})[）)]$")
_GROWN: Final = re.compile(r"(?:同比|较上年|比上年)?(?:增长率?|增速|增幅|增减|增减率)|同比")
# A list of measures: what its columns hold, and what their figures are called after the measure's name.
_AIMS: Final = (
    ("name", re.compile(r"(?:序号)?(?:主要|重点|考核|经济|工作|具体|约束性|目标|任务)*(?:指标|项目|内容|任务)(?:名称|内容)?")),
    ("unit", re.compile(r"(?:计量|计算)?单位")),
    ("target", re.compile(r"(?:全年|年度|年初|本年|当年|计划|预期|考核|20\d\d年度?)*(?:目标|任务|计划)(?:值|数|任务|指标)?")),
    ("actual", re.compile(r"(?:全年|年度|本年|当年|累计|实际|20\d\d年度?)*(?:完成|实际|实现)(?:完成|达到)?(?:值|数|情况|量)?")),
    ("previous", re.compile(r"(?:上年|去年|上年同期|去年同期)(?:完成|实际)?(?:值|数|同期)?")),
    ("share", re.compile(r"(?:目标|任务|计划|年度)*完成(?:率|比例|进度|百分比)(?:[（(]%[）)])?|占(?:目标|任务|计划)(?:的?比[例重]|%)")),
    ("growth", re.compile(r"(?:同比|较上年|比上年|较去年)(?:增长率?|增速|增幅|增减|±)?(?:[（(][±]?%[）)])?|增速|增长率|增幅")),
)
_SAID_OF: Final = {"target": "", "actual": "", "previous": "", "share": "完成率", "growth": "增长率"}
_HEADS: Final = re.compile(r"编制|人数|人员数")
_CHANGE: Final = re.compile(r"增|减|升|降")


@dataclass(frozen=True, slots=True)
class InCell:
    """A quantity a cell states: its name, role, the cell and its place."""

    name: str
    role: str
    quantity: Quantity
    cell: Cell
    place: str
    subject: Referent | None = None


def in_cells(reading: Reading) -> Iterator[InCell]:
    """Yield the quantities that cells of understood tables state as a whole, row by row."""
    form = Form(reading.report)
    for index, table in enumerate(reading.report.tables):
        form.begin(table)
        for row in (*table.header, *table.rows):
            told = form.row(row)
            if told is not None:
                yield from _scored(index, told, form.columns)
        columns = form.columns
        if not columns and table.header and not (aims := tuple(_against_aims(index, table))):
            yield from _listed(index, table)
            if table.kind == "other":
                yield from _of_each(reading, index, table)
        elif not columns and table.header:
            yield from aims


def _against_aims(index: int, table: Table) -> Iterator[InCell]:
    """Yield the figures of a list of measures with their goals and without points: 指标 | 年度任务 | 完成数 | 同比."""
    words = {cell.column: "".join(cell.text.split()) for cell in table.header[-1]}
    kinds: dict[int, str] = {}
    for cell in table.header[-1]:
        kinds[cell.column] = next((kind for kind, pattern in _AIMS if pattern.fullmatch(words[cell.column])), "")
    told = [kind for kind in kinds.values() if kind in ("target", "actual", "previous")]
    names = next((column for column, kind in kinds.items() if kind == "name"), None)
    if table.kind != "other" or names is None or "actual" not in told or len(told) < 2:
        return
    for row in table.rows:
        label = next(("".join(cell.text.split()) for cell in row if cell.column == names), "")
        own = _UNIT_IN_HEAD.search(label)
        beside = next(("".join(cell.text.split()) for cell in row if kinds.get(cell.column) == "unit"), "")
        unit = own["unit"] if own else beside or table.unit
        name = _UNIT_IN_HEAD.sub("", _NUMBERED.sub("", label))
        for cell in row:
            kind = kinds.get(cell.column, "")
            percent = kind in ("growth", "share")
            value = _value(cell, "%" if percent else unit) if name and kind in _SAID_OF else None
            if value is not None and (not percent or value.unit == "%"):
                yield InCell(name + _SAID_OF[kind], kind, value, cell, cell_place(index, cell))


def _scored(index: int, row: tuple[Cell, ...], columns: dict[str, int]) -> Iterator[InCell]:
    cells = aligned(row, columns)
    level3 = cells.get("level3")
    words = "" if level3 is None else "".join(level3.text.split())
    unit = _UNIT_IN_NAME.search(words)
    name = _CRITERION.sub("", _UNIT_IN_NAME.sub("", _NUMBERED.sub("", words)))
    # Some forms give the comparator and the unit columns of their own.
    beside, nature = ("".join(cells[kind].text.split()) if kind in cells else "" for kind in ("unit", "nature"))
    for role in ("target", "actual"):
        cell = cells.get(role)
        value = None if cell is None or not name else _value(cell, unit["unit"] if unit else beside if units.unit(beside) else "")
        if cell is not None and value is not None:
            if role == "target" and value.comparator == "=" and nature in _COMPARATORS:
                value = replace(value, comparator=_COMPARATORS[nature])
            yield InCell(name, role, value, cell, cell_place(index, cell))


def _listed(index: int, table: Table) -> Iterator[InCell]:
    """Yield rates and head counts of a table with one name a column: 编制数, 控制率, 增减%."""
    above = {cell.column: "".join(cell.text.split()) for row in table.header for cell in row}
    title = above.get(0, "")
    for row in table.rows:
        label = _NUMBERED.sub("", "".join(row[0].text.split())) if row else ""
        for cell in row[1:]:
            name = _NUMBERED.sub("", above.get(cell.column, ""))
            rate, heads = _RATE.search(name), _HEADS.search(name)
            if not (rate or heads) or "分" in name:
                continue
            unit = _UNIT_IN_NAME.search(name) or _UNIT_IN_NAME.search(title)
            value = _value(cell, "%" if rate else unit["unit"] if unit else "人")
            if value is None or (rate and value.unit != "%"):
                continue
            # A column that belongs to every row needs the row's words; one that stands alone below its title does not.
            whole = _named_by_row(label, title, name)
            yield InCell(whole, ("growth" if _CHANGE.search(name) else "share") if rate else "actual", value, cell, cell_place(index, cell))


def _of_each(reading: Reading, index: int, table: Table) -> Iterator[InCell]:
    """Yield the figures of a table with one body a row (企业名称, 开票销售（亿元）, 同比增长): each column measures the row."""
    header = table.header[-1]
    bodies = next((cell.column for cell in header if _BODIES.fullmatch("".join(cell.text.split()))), None)
    if bodies is None or any(_PROJECTS.fullmatch("".join(cell.text.split())) for cell in header):
        yield from _of_projects(index, table)
        return
    for row in table.rows:
        body = next((cell for cell in row if cell.column == bodies and cell.text.strip()), None)
        if body is None or _SUMS.fullmatch("".join(body.text.split())):
            continue
        named = reading.mentions_in(body.span)
        subject = named[0] if len(named) == 1 else "".join(body.text.split())
        cells = {cell.column: cell for cell in row}
        measure = ""
        for head in header:
            words = _NUMBERED.sub("", "".join(head.text.split()))
            cell, unit = cells.get(head.column), _UNIT_IN_HEAD.search(words)
            name = _UNIT_IN_HEAD.sub("", words)
            grown = _GROWN.fullmatch(name) is not None
            measure = measure if grown else name
            value = (
                None
                if cell is None or head.column == bodies or _NO_MEASURE.search(name)
                else _value(cell, unit["unit"] if unit else "" if _NO_MONEY.search(name) or grown else _money_unit(table))
            )
            if value is None or cell is None or (grown and (not measure or value.unit != "%")):
                continue
            yield InCell(
                f"{measure}增长率" if grown else name, "growth" if grown else "actual", value, cell, cell_place(index, cell), subject
            )


def _money_unit(table: Table) -> str:
    """Return the unit of money that a table's caption gives to its bare figures, "" where it names none or several."""
    return table.unit if table.unit.endswith("元") else ""


def _of_projects(index: int, table: Table) -> Iterator[InCell]:
    """Yield the investments and sizes of a table with one project a row, each named by its row and column."""
    columns = {cell.column: "".join(cell.text.split()) for cell in table.header[-1]}
    names = next((column for column, words in columns.items() if _PROJECTS.fullmatch(words)), None)
    if names is None or not any("投资" in words for words in columns.values()):
        return
    for row in table.rows:
        label = next(("".join(cell.text.split()) for cell in row if cell.column == names), "")
        if not label or _SUMS.fullmatch(label):
            continue
        for cell in row:
            words = columns.get(cell.column, "")
            unit = _UNIT_IN_HEAD.search(words)
            name = _UNIT_IN_HEAD.sub("", words)
            value = _value(cell, unit["unit"] if unit else table.unit) if _PROJECT_FIGURE.fullmatch(name) else None
            if value is not None:
                yield InCell(_NUMBERED.sub("", label) + name, "actual", value, cell, cell_place(index, cell))


def _named_by_row(label: str, title: str, name: str) -> str:
    return name if not label or label == title else label + name


def _value(cell: Cell, unit: str) -> Quantity | None:
    """Return the one quantity a cell holds; a bare number takes the unit its name or column gives, without one it stays out."""
    words = cell.text.strip()
    found = quantity(words) if words and len(words) <= 24 and any(c.isdigit() for c in words) else None
    # 2023年 in a cell is a date.
    if found is None or found.unit == "年" or (not found.unit and not unit):
        return None
    return found if found.unit else Quantity(found.value, "%" if unit == "％" else unit, found.comparator, found.original, found.value_max)
