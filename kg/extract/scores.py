"""Rows of the three-level self-evaluation table: what was to be reached, what was, and the points given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kg import units
from kg.extract.account_concepts import fold_text
from kg.extract.score_prose import told_scores
from kg.facts import ScoreRow
from kg.model import Cell, Report, Span, Table, cell_place
from kg.numerals import number
from kg.recognise.reading import Reading
from kg.structure.columns import TOTAL, column_kind, score_columns

_POINTS: Final = re.compile(r"[（(]\s*(?:共|满分)?\s*\d+(?:\.\d+)?\s*(?:分|%|％)?\s*[）)]")
_BLOCK: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[、.．])?[\u4e00-\u9fff]{2,6}(?:指标|过程|产出|效益|效果|满意度)|产出|效益|投入|过程|满意度"
)
_DASH: Final = re.compile(r"[-—–－/]+")
_TOLD: Final = frozenset({"level3", "target", "actual", "weight", "score", "deviation", "nature", "unit"})
_BARE: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_COMPARED: Final = re.compile("[≥≤><=＝＞＜]+")
# The Ministry's form prints 指标1：, 指标2： before the names to be filled in.
_ITEM: Final = re.compile(r"^指标\s*\d+\s*[：:.、]\s*")
_VALUE: Final = re.compile(r"-?\d+(?:\.\d+)?(?:分|%)?")

Columns = dict[str, int]


class Form:
    """Reads the rows of forms one after another: which column holds what so far, also in the rows that a page break cut off."""

    def __init__(self, report: Report) -> None:
        self.text = report.text
        self.columns: Columns = {}
        # The upper levels as last named, for rows that name none: a repeated head begins no new form before a total.
        self.above: dict[str, str] = {}
        self._merged: set[Span] = set()
        self._upper: tuple[Cell, ...] = ()
        self._before: Columns = {}
        self._open = False
        self._end = 0

    def begin(self, table: Table) -> None:
        """Take in that a table begins; rows that go on below the last head of another table stand right behind it."""
        if not self._open or self.text[self._end : table.span.start].strip():
            self.columns, self.above, self._merged, self._open = {}, {}, set(), False
        self._upper, self._end = (), table.span.end
        if table.header or table.kind != "score":
            self._before, self.columns = self.columns, {}
        else:
            self._before = self.columns

    def row(self, row: tuple[Cell, ...]) -> tuple[Cell, ...] | None:
        """Return a row below a head, its indicator in the place of names, or None for a head and what stands above one."""
        header = columns_of(row) or columns_below(self._upper, row)
        self._upper = row
        if header:
            if header != self._before or not self._open:
                self.above = {}
            self.columns = self._before = header
            self._merged, self._open = set(), True
            return None
        if not self.columns:
            return None
        found = named(row, self.columns, self._merged)
        self._merged.update(cell.span for cell in row if cell.text)
        self._open = not TOTAL.fullmatch(_first(row))
        return found


def _first(row: tuple[Cell, ...]) -> str:
    return next((fold_text(cell.text) for cell in row if cell.text.strip()), "")


def scores(reading: Reading) -> Iterator[ScoreRow]:
    """Yield one row for each third-level indicator of each self-evaluation table, then those told in prose; totals are none."""
    form = Form(reading.report)
    for index, table in enumerate(reading.report.tables):
        form.begin(table)
        for row in (*table.header, *table.rows):
            told = form.row(row)
            if told is not None and (found := _row(reading, (index, table), told, form.columns, form.above)) is not None:
                yield found
    yield from told_scores(reading)


def named(row: tuple[Cell, ...], columns: Columns, merged: set[Span]) -> tuple[Cell, ...]:
    """Return a row whose indicator stands in the place of its level with the name in the place of names.

    预算执行率 is an indicator without levels in most forms: its cell reaches over the columns of levels, so that the column of names
    is blank though a target or result stands beside it. A level that a merged cell above gives to the row (`merged`) is no name.
    """
    cells = {cell.column: cell for cell in row}
    place = columns["level3"]
    name, stated = cells.get(place), [cells.get(columns[kind]) for kind in ("target", "actual") if kind in columns]
    if name is not None and name.text.strip():
        return row
    told = any(cell is not None and cell.text.strip() for cell in stated)
    for level in ("level2", "level1"):
        own = cells.get(columns.get(level, -1))
        # A level with points and nothing else is a subtotal, but for a rate.
        if own is not None and own.text.strip() and own.span not in merged and (told or _POINTS.sub("", own.text).strip().endswith("率")):
            label = replace(own, text=_POINTS.sub("", own.text), column=place)
            return tuple(label if cell.column == place else cell for cell in row) if name is not None else (*row, label)
    return row


def columns_of(row: tuple[Cell, ...]) -> Columns:
    """Return which column of the row below holds what, or {} where the row is not the head of such a table."""
    return score_columns([(cell.column, cell.text) for cell in row])


def columns_below(upper: tuple[Cell, ...], row: tuple[Cell, ...]) -> Columns:
    """Return the columns of a head on two rows, 绩效指标 over 一级, 二级, 三级 beside 目标值 and 得分; {} where the rows are none."""
    levels = [(kind, cell.column) for cell in row if (kind := row_kind(cell)).startswith("level")]
    if len(levels) < 2 or any(cell.text and not row_kind(cell) for cell in row):
        return {}
    first, last = levels[0][1], levels[-1][1]
    # Text drops the blank cells that the upper cell reaches over: what stands beside it moves to the right.
    beside = [
        (row_kind(cell), cell.column) for cell in upper if cell.column > first and row_kind(cell) not in ("", "level1", "level2", "level3")
    ]
    if not beside:
        return {}
    shift = max(0, last + 1 - beside[0][1])
    found = {kind: column + shift for kind, column in reversed(beside)} | dict(reversed(levels))
    return found if "level3" in found and ("level1" in found or "level2" in found) else {}


def row_kind(cell: Cell) -> str:
    """Return what the column below a header cell holds (level1 ... deviation), or ""."""
    return column_kind(cell.text)


def _row(reading: Reading, place: tuple[int, Table], row: tuple[Cell, ...], columns: Columns, above: dict[str, str]) -> ScoreRow | None:
    cells = aligned(row, columns)
    if block := _block(row):
        # 产出指标（50分） on a line of its own heads the rows below it.
        above["level1"] = block
        return None
    for level in ("level1", "level2"):
        said = _POINTS.sub("", _text(cells.get(level)))
        if said:
            if level == "level1" and said != above.get("level1"):
                above.pop("level2", None)
            above[level] = said
    name = _ITEM.sub("", _text(cells.get("level3")))
    if not name or TOTAL.fullmatch(name) or TOTAL.fullmatch(_text(row[0] if row else None)):
        return None
    stated = [cell for kind, cell in cells.items() if kind in _TOLD and cell.text.strip()]
    if len(stated) < 2:
        return None
    span = Span(min(cell.span.start for cell in stated), max(cell.span.end for cell in stated))
    return ScoreRow(
        evidence=reading.report.evidence(span, cell_place(place[0], cells["level3"])),
        extractor="scores",
        level1=above.get("level1", ""),
        level2=above.get("level2", ""),
        level3=name,
        target=stated_value(cells, "target"),
        actual=stated_value(cells, "actual"),
        weight=points(cells.get("weight")),
        score=points(cells.get("score")),
        deviation=_text(cells.get("deviation")),
    )


def _block(row: tuple[Cell, ...]) -> str:
    """Return the name of the block that a row with nothing but that name and its points heads, or ""."""
    told = [cell.text for cell in row if cell.text.strip()]
    name = _POINTS.sub("", told[0]).strip() if len(told) == 1 else ""
    return name if (name != told[0].strip() or _BLOCK.fullmatch(name)) and not TOTAL.fullmatch(name) else ""


def aligned(row: tuple[Cell, ...], columns: Columns) -> dict[str, Cell]:
    """Return the cells of a row by what they hold.

    A table flattened to text may drop the cells merged away on the left: where points do not stand below their column but do when
    the row is read from the right, it is read from the right.
    """
    straight = {cell.column: cell for cell in row}
    width = max(columns.values()) + 1
    missing = width - len(row)
    if missing > 0 and not _has_points(straight, columns, 0) and _has_points(straight, columns, missing):
        return {kind: straight[column - missing] for kind, column in columns.items() if column - missing in straight}
    return {kind: straight[column] for kind, column in columns.items() if column in straight}


def _has_points(cells: dict[int, Cell], columns: Columns, shift: int) -> bool:
    places = [columns[kind] - shift for kind in ("weight", "score") if kind in columns]
    return bool(places) and all(place in cells and _VALUE.fullmatch(fold_text(cells[place].text)) for place in places)


def points(cell: Cell | None) -> Decimal | None:
    """Return the points a cell gives, or None where it gives none."""
    word = fold_text(cell.text) if cell is not None else ""
    return number(word.rstrip("分%")) if _VALUE.fullmatch(word) and not word.startswith("-") else None


def _text(cell: Cell | None) -> str:
    """Return the words of a cell without the line breaks and white space its layout put in; a dash says nothing."""
    if cell is None:
        return ""
    words = "".join(part.strip(" \t\u3000\xa0") for part in cell.text.splitlines())
    return "" if _DASH.fullmatch(words) else words


def stated_value(cells: Mapping[str, Cell], role: str) -> str:
    """Return the words of a target or result, with the comparator and the unit that some forms give columns of their own."""
    words = _text(cells.get(role))
    if not _BARE.fullmatch(words):
        return words
    unit, nature = "".join(_text(cells.get("unit")).split()), _text(cells.get("nature"))
    beside = unit if units.unit(unit) is not None else ""
    return (nature if role == "target" and _COMPARED.fullmatch(nature) else "") + words + beside
