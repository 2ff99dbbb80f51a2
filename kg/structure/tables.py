"""Grids become tables: split at their header rows, each with its kind, caption, unit of measure and merged cells filled in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.lexicon import rows
from kg.model import Cell, Grid, Span, Table
from kg.structure.columns import TOTAL, account_kinds, column_kinds, score_columns, squeezed
from kg.structure.fitting import POOR, empty, fit, misfit

Row = tuple[Cell, ...]

_VALUE = re.compile(r"^[-+≥≤><≈＞＜—–]*\s*[\d.,，]+\s*(?:%|％|万元|元|人|个|家|项|分|次)?$|^[-—–/]+$")
_YEAR = re.compile(r"20\d\d年?度?")
_FIGURE = re.compile(r"\d")
_UNIT = re.compile(r"单位\s*[：:]\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)|[（(]\s*(亿元|百万元|万元|千元|元)\s*[）)]")
_UNIT_LINE = re.compile(r"^[\s（(]*(?:金额|计量|货币)?单位\s*[：:]")
_LEVEL_NAME = re.compile(r"一级|二级")
_CAPTION_REACH = 400
# How much better a row must fit elsewhere before it is moved.
_GAIN = 2.0


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of a grid from one run of header rows up to the next."""

    header: tuple[Row, ...]
    body: tuple[Row, ...]


def tables(text: str, grids: Sequence[Grid]) -> tuple[Table, ...]:
    """Return the tables in `grids`: a form that stacks several tables gives one table for each of its header rows."""
    found: list[Table] = []
    for grid in grids:
        above = found[-1] if found and not text[found[-1].span.end : grid.span.start].strip() else None
        found.extend(_tables(text, grid, above))
    return tuple(found)


def _tables(text: str, grid: Grid, above: Table | None) -> Iterator[Table]:
    caption, unit = _above(text, grid.span.start)
    parts = _parts(grid.rows)
    starts = [grid.span.start, *(_start(part) for part in parts[1:]), grid.span.end]
    for number, (part, start, stop) in enumerate(zip(parts, starts, starts[1:], strict=False)):
        kind = _kind(part.header, caption)
        # The rows behind a page break go on below the head before it.
        going_on = number == 0 and above is not None and above.kind == "score" and not part.header
        kind = "score" if going_on else kind
        part = _refitted(part, above.header if above is not None and going_on else part.header)
        if number:
            caption, unit = _inside(parts[number - 1]) or (caption, unit)
        yield Table(kind, caption, _unit(part.header) or unit, part.header, _filled(part, kind), Span(start, stop))


def _inside(part: _Part) -> tuple[str, str] | None:
    """Return the caption and the unit of measure that the last rows of a part give the next one, each in a cell of its own."""
    lines = []
    for row in reversed(part.body):
        told = [cell.text for cell in row if cell.text]
        if len(told) != 1:
            break
        lines.append(told[0])
    caption, unit = _above("\n".join(lines[::-1]), sum(map(len, lines)) + len(lines)) if lines else ("", "")
    return (caption, unit) if unit else None


def _start(part: _Part) -> int:
    return (part.header or part.body)[0][0].span.start


@cache
def _header_words() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in rows("table_headers")))


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows("table_kinds"))


def _parts(grid_rows: Sequence[Row]) -> list[_Part]:
    """Split the rows of a grid at its header rows."""
    parts: list[_Part] = []
    header: list[Row] = []
    body: list[Row] = []
    for index, row in enumerate(grid_rows):
        if _is_header(row, grid_rows[index + 1 :], first=index == 0):
            if body:
                parts.append(_Part(tuple(header), tuple(body)))
                header, body = [], []
            header.append(row)
        else:
            body.append(row)
    return [*parts, _Part(tuple(header), tuple(body))]


def _is_header(row: Row, below: Sequence[Row], first: bool) -> bool:
    """Return whether a row names columns: words of headers in most cells, no values; or the first row above values."""
    words = [cell.text for cell in row if cell.text]
    if score_columns([(cell.column, cell.text) for cell in row]):
        return True
    if len(words) < 2 or any(_VALUE.match(word) or _FIGURE.search(_YEAR.sub("", word)) for word in words):
        return False
    known = sum(1 for word in words if len(word) <= 24 and _header_words().search(word))
    if known * 2 >= len(words) and known >= 2:
        return True
    # Column names on two levels: the upper row's cells reach over columns or down beside a row of names.
    reaching = any(cell.rowspan > 1 for cell in row) or sum(1 for cell in row if cell.colspan > 1) > 1
    if first and reaching and below and _is_header(below[0], below[1:], first=False):
        return True
    return first and len(words) >= 3 and bool(below) and any(_VALUE.match(cell.text) for cell in below[0])


def _above(text: str, start: int) -> tuple[str, str]:
    """Return the caption and the unit of measure that stand above a grid, each "" where there is none."""
    unit = ""
    for line in reversed(text[max(0, start - _CAPTION_REACH) : start].split("\n")):
        words = line.strip()
        if not words:
            continue
        if not unit:
            match = _UNIT.search(words)
            unit = next(filter(None, match.groups()), "") if match else ""
        if not _UNIT_LINE.match(words):
            return (words if len(words) <= 80 else ""), unit
    return "", unit


def _unit(header: Sequence[Row]) -> str:
    """Return the one unit of money that the header cells name, or "" where they name none or several."""
    named = {next(filter(None, match.groups())) for row in header for cell in row for match in _UNIT.finditer(cell.text)}
    return named.pop() if len(named) == 1 else ""


def _kind(header: Sequence[Row], caption: str) -> str:
    """Return the kind of a table by the words of its header, then of its caption, or "other"."""
    columns = " ".join(cell.text for row in header for cell in row)
    for kind, pattern in _kinds():
        if pattern.search(columns):
            return kind
    return next((kind for kind, pattern in _kinds() if pattern.search(caption)), "other")


def _filled(part: _Part, kind: str) -> tuple[Row, ...]:
    """Fill the blank cells that a merged cell above leaves in the first columns, so that each row names what it belongs to."""
    depth = _label_columns(part.header) if kind == "score" else 1
    above: list[Cell | None] = [
        cell if cell.text else None for cell in (part.header[-1][:depth] if part.header and kind != "score" else ())
    ]
    above += [None] * (depth - len(above))
    filled = []
    for row in part.body:
        cells = list(row)
        if kind == "score" and TOTAL.fullmatch(next((squeezed(cell.text) for cell in row if cell.text), "")):
            filled.append(row)
            continue
        for column in range(min(depth, len(cells))):
            cell, upper = cells[column], above[column]
            if cell.text:
                above[column:] = [cell, *([None] * (depth - column - 1))]
            elif upper is not None and any(other.text for other in cells[column + 1 :]):
                cells[column] = replace(upper, row=cell.row, column=cell.column)
        filled.append(tuple(cells))
    return tuple(filled)


def _refitted(part: _Part, heads: Sequence[Row]) -> _Part:
    """Put the cells of rows below their heads again where the cells that merged ones cover were dropped from the text."""
    header = next((row for row in reversed(heads) if score_columns([(cell.column, cell.text) for cell in row])), heads[-1] if heads else ())
    words = [cell.text for cell in header]
    kinds = column_kinds(words) if score_columns(list(enumerate(words))) else account_kinds(words)
    if not kinds or any(cell.rowspan > 1 or cell.colspan > 1 for row in (header, *part.body) for cell in row):
        return part
    return replace(part, body=tuple(_moved(row, kinds) for row in part.body))


def _moved(row: Row, kinds: Sequence[str]) -> Row:
    told = [cell for cell in row if cell.text]
    if not told or len(told) > len(kinds):
        return row
    strain = _stands(told, kinds)
    if strain <= _GAIN:
        return row
    found = fit([cell.text for cell in told], kinds)
    if strain <= found.cost + _GAIN or found.cost >= POOR or len({column for _, column in found.words}) < len(told):
        return row
    cells = {column: replace(told[index], column=column) for index, column in found.words}
    blank = replace(told[0], text="", span=Span(told[0].span.start, told[0].span.start))
    return tuple(cells.get(column, replace(blank, column=column)) for column in range(len(kinds)))


def _stands(told: Sequence[Cell], kinds: Sequence[str]) -> float:
    """Return how little a row looks like one where it stands; the names it leaves blank may be merged ones."""
    if told[-1].column >= len(kinds):
        return math.inf
    missing = {"weight", "score"} & {kind for column, kind in enumerate(kinds) if all(cell.column != column for cell in told)}
    return sum(misfit(kinds[cell.column], cell.text) for cell in told) + sum(empty(kind) for kind in missing)


def _label_columns(header: Sequence[Row]) -> int:
    """Return how many first columns hold the upper levels of indicators (一级, 二级): these are merged downwards."""
    return max((cell.column + 1 for row in header for cell in row if _LEVEL_NAME.search(cell.text)), default=1)
