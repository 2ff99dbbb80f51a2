"""What the columns of a table state of each other: a total below its rows, and rates and differences of the columns beside them.

Everything is worked out inside one table. A total that its rows miss by far shows that they are not all its parts, and counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from kg.extract.account_concepts import concept, fold_text
from kg.extract.intervals import Interval, printed, rounded
from kg.facts import Claim
from kg.model import Cell, Table, cell_place
from kg.numerals import number
from kg.recognise.reading import Reading

_TOTAL: Final = re.compile(r"(?:合计|总计|共计|总额|本年合计)(?:\(.*\))?")
_PART_SUM: Final = re.compile("小计|其中|合计|总计")
_FIGURE: Final = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)(?:亿元|万元|千元|元|个|家|户|项|人|名|次|场|亩|公里|平方米|吨|套|台)?")
_NUMBERED: Final = re.compile(r"^(?:其中[:、]?|[\d一二三四五六七八九十]{1,3}[、.]|\([\d一二三四五六七八九十]{1,3}\))+")
_BLANK: Final = re.compile(r"[-—–/]*")
_PERCENT: Final = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)[%％]?")
_UNSUMMED: Final = re.compile(
    r"率|比|%|序号|编号|编码|行次|排名|名次|年份|年度$|单价|人均|户均|均值|标准|日期|时间|电话|分值|得分|权重|幅|速"
)
_COUNT: Final = re.compile("人|户|家|个|次|件|数量")
_FORM: Final = re.compile("分值|得分|控制率")
_BUDGET: Final = re.compile(
    r"(?:20\d\d年度?|年初|全年|调整后?的?|年度|批复|本年|变更后|财政)*(?:预算|指标|计划|安排)(?:数|额|金额|资金)?(?:\(.*\))?"
)
_FINAL: Final = re.compile(
    r"(?:20\d\d年度?|全年|年度|本年|实际|累计)*(?:决算|执行|支出|支付|拨付|完成|使用)(?:数|额|金额|支出)?(?:\(.*\))?"
)
_COMPLETED: Final = re.compile(
    r"(?:预算|资金|支出|决算)?(?:完成|执行|支付|拨付|使用)(?:预算)?(?:率|比例|进度)(?:\(?%\)?)?|(?:完成|占)(?:年初|调整|全年)?预算(?:数)?(?:的?(?:%|比例|百分比|比重|\(%\)))?"
)
_PREVIOUS: Final = re.compile(r"(?:上年|上年度|去年)(?:决算|预算|执行|实际)?(?:数|额)?(?:\(.*\))?")
_CURRENT: Final = re.compile(r"(?:本年|本年度|当年|今年)(?:决算|预算|执行|实际)?(?:数|额)?(?:\(.*\))?")
_GROWN: Final = re.compile(r"(?:同比|比上年|较上年)?(?:增减|增长|变动|增降)(?:率|幅度?|比例|%|\(%\)|变动率)+|增幅(?:\(?%\)?)?")
_CHANGED: Final = re.compile(r"(?:同比|比上年|较上年)?(?:增减|变动|增减变动)(?:额|数|金额)?(?:\(.*元\))?")
_DATED: Final = re.compile(r"(20\d\d)年度?(?P<rest>.*)")
# A list whose sum misses its total by more than this leaves something out.
_NEAR: Final = Fraction(1, 200)
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class _Place:
    reading: Reading
    index: int
    table: Table


def column_claims(reading: Reading) -> Iterator[Claim]:
    """Yield the claims that totals and columns of rates make in tables other than forms of scores."""
    for index, table in enumerate(reading.report.tables):
        if table.kind == "score" or not table.header:
            continue
        place = _Place(reading, index, table)
        heads = {cell.column: fold_text(cell.text) for row in table.header for cell in row if cell.text.strip()}
        yield from _totals(place, heads)
        # The head of a form of scores has rules of its own (kg/extract/table_claims.py).
        if not any(_FORM.match(word) for word in heads.values()):
            yield from _rates(place, heads)


def _totals(place: _Place, heads: dict[int, str]) -> Iterator[Claim]:
    """Yield, for each column above a total, that its rows make it up; rows below each other's parts hold or say nothing."""
    rows: list[tuple[Cell, ...]] = []
    for row in place.table.rows:
        if not _TOTAL.fullmatch(_label(row)):
            rows.append(row)
            continue
        # Accounts stand below each other, and so do rows that are parts or sums of others.
        nested = place.table.kind != "other" or any(_PART_SUM.search(_label(other)) for other in rows)
        for cell in row:
            if heads.get(cell.column) and not _UNSUMMED.search(heads[cell.column]):
                counts = bool(_COUNT.search(heads[cell.column]))
                yield from _total(place, rows, cell, (nested, counts))
        rows = []


def _total(place: _Place, rows: list[tuple[Cell, ...]], cell: Cell, of: tuple[bool, bool]) -> Iterator[Claim]:
    nested, counts = of
    stated = _figure(cell)
    above = [next((other for other in row if other.column == cell.column), None) for row in rows]
    told = [other for other in above if other is not None and not _BLANK.fullmatch(fold_text(other.text))]
    parts = [value for other in told if (value := _figure(other)) is not None]
    if stated is None or len(parts) < _FEWEST or len(parts) < len(told):
        return
    total = sum(parts, Decimal(0))
    whole = printed(parts[0])
    for part in parts[1:]:
        whole = whole + printed(part)
    # Heads and pieces are counted, only money and measures are rounded.
    holds = total == stated if counts else whole.overlaps(printed(stated))
    near = abs(Fraction(total) - Fraction(stated)) <= abs(Fraction(stated)) * _NEAR
    if holds or (near and not nested):
        yield Claim(
            evidence=place.reading.report.evidence(cell.span, cell_place(place.index, cell)),
            extractor="claims",
            kind="sum",
            scope="list",
            stated=stated,
            computed=total,
            holds=holds,
            operands=tuple(other.text.strip() for other in told),
            places=tuple(place.reading.report.evidence(other.span, cell_place(place.index, other)) for other in told),
            unit=place.table.unit,
        )


def _rates(place: _Place, heads: dict[int, str]) -> Iterator[Claim]:
    """Yield the rates of completion, the growth and the differences that columns of their own print beside two figures."""
    budgets = [column for column, word in heads.items() if _BUDGET.fullmatch(word)]
    finals = [column for column, word in heads.items() if _FINAL.fullmatch(word)]
    before, after = _years(heads)
    for column, word in heads.items():
        for row in place.table.rows:
            cells = {cell.column: cell for cell in row}
            if _COMPLETED.fullmatch(word) and len(finals) == 1:
                yield from _rate(place, cells, column, (finals[0], budgets), "completion")
            elif before is not None and after is not None and _GROWN.fullmatch(word):
                yield from _rate(place, cells, column, (after, [before]), "growth")
            elif before is not None and after is not None and _CHANGED.fullmatch(word):
                yield from _rate(place, cells, column, (after, [before]), "difference")


def _years(heads: dict[int, str]) -> tuple[int | None, int | None]:
    """Return the columns of last year's and this year's figures of one measure, None where there are none or several."""
    before = [column for column, word in heads.items() if _PREVIOUS.fullmatch(word)]
    after = [column for column, word in heads.items() if _CURRENT.fullmatch(word)]
    if not before and not after:
        dated = sorted((int(match[1]), column, match["rest"]) for column, word in heads.items() if (match := _DATED.fullmatch(word)))
        if len(dated) == 2 and dated[0][0] + 1 == dated[1][0] and dated[0][2] == dated[1][2]:
            return dated[0][1], dated[1][1]
    return (before[0], after[0]) if len(before) == len(after) == 1 else (None, None)


Kind = Literal["completion", "growth", "difference"]


def _rate(place: _Place, cells: dict[int, Cell], column: int, columns: tuple[int, list[int]], kind: Kind) -> Iterator[Claim]:
    """Yield the claim of one cell: it holds for a column it may be taken of, fails where there is but one, else is left open."""
    own, top = cells.get(column), cells.get(columns[0])
    said = None if own is None else _printed(own, kind)
    above = None if top is None else _figure(top)
    if own is None or top is None or said is None or above is None:
        return
    tried = [(cell, value) for below in columns[1] if (cell := cells.get(below)) is not None and (value := _figure(cell)) is not None]
    found = [(cell, _compared(above, value, said, kind)) for cell, value in tried if value or kind == "difference"]
    chosen = next((item for item in found if item[1][1]), found[0] if len(found) == 1 else None)
    if chosen is None:
        return
    cell, (exact, holds) = chosen
    label = _NUMBERED.sub("", _label(tuple(cells[key] for key in sorted(cells))))
    yield Claim(
        evidence=place.reading.report.evidence(own.span, cell_place(place.index, own)),
        extractor="claims",
        kind=kind,
        stated=said,
        computed=rounded(exact, said),
        holds=holds,
        operands=(top.text.strip(), cell.text.strip()),
        places=tuple(place.reading.report.evidence(other.span, cell_place(place.index, other)) for other in (top, cell)),
        concept=concept(label) if label else None,
        unit=place.table.unit if kind == "difference" else "%",
    )


def _compared(above: Decimal, below: Decimal, said: Decimal, kind: Kind) -> tuple[Fraction, bool]:
    """Return the exact figure that two others make, and whether values that round to them give the one that is stated."""
    top, bottom = printed(above), printed(below)
    if kind == "difference":
        return Fraction(above) - Fraction(below), (top - bottom).overlaps(printed(said))
    exact = Fraction(above) / Fraction(below) * 100 - (100 if kind == "growth" else 0)
    if bottom.low <= 0 <= bottom.high:
        return exact, printed(said).low <= exact <= printed(said).high
    ratio = top / bottom * 100
    shifted = Interval(ratio.low - 100, ratio.high - 100) if kind == "growth" else ratio
    return exact, shifted.overlaps(printed(said))


def _printed(cell: Cell, kind: Kind) -> Decimal | None:
    if kind == "difference":
        return _figure(cell)
    found = _PERCENT.fullmatch(fold_text(cell.text))
    return number(found[1]) if found else None


def _figure(cell: Cell) -> Decimal | None:
    found = _FIGURE.fullmatch(fold_text(cell.text))
    return number(found[1]) if found else None


def _label(row: tuple[Cell, ...]) -> str:
    return next((word for cell in row if (word := fold_text(cell.text)) and not _FIGURE.fullmatch(word)), "")
