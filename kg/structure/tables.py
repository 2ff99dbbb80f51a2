"""Grids become tables: split at their header rows, each with its kind, caption, unit of measure and merged cells filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.lexicon import rows
from kg.model import Cell, Grid, Span, Table

Row = tuple[Cell, ...]

_VALUE = re.compile(r"^[-+≥≤><≈＞＜—–]*\s*[\d.,，]+\s*(?:%|％|万元|元|人|个|家|项|分|次)?$|^[-—–/]+$")
_YEAR = re.compile(r"20\d\d年?度?")
_FIGURE = re.compile(r"\d")
_UNIT = re.compile(r"单位\s*[：:]\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)|[（(]\s*(亿元|百万元|万元|千元|元)\s*[）)]")
_UNIT_LINE = re.compile(r"^[\s（(]*(?:金额|计量|货币)?单位\s*[：:]")
_LEVEL_NAME = re.compile(r"一级|二级")
_CAPTION_REACH = 400


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of a grid from one run of header rows up to the next."""

    header: tuple[Row, ...]
    body: tuple[Row, ...]


def tables(text: str, grids: Sequence[Grid]) -> tuple[Table, ...]:
    """Return the tables in `grids`: a form that stacks several tables gives one table for each of its header rows."""
    return tuple(table for grid in grids for table in _tables(text, grid))


def _tables(text: str, grid: Grid) -> Iterator[Table]:
    caption, unit = _above(text, grid.span.start)
    parts = _parts(grid.rows)
    starts = [grid.span.start, *(_start(part) for part in parts[1:]), grid.span.end]
    for part, start, stop in zip(parts, starts, starts[1:], strict=False):
        kind = _kind(part.header, caption)
        yield Table(kind, caption, _unit(part.header) or unit, part.header, _filled(part, kind), Span(start, stop))


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
        for column in range(min(depth, len(cells))):
            cell, upper = cells[column], above[column]
            if cell.text:
                above[column:] = [cell, *([None] * (depth - column - 1))]
            elif upper is not None and any(other.text for other in cells[column + 1 :]):
                cells[column] = replace(upper, row=cell.row, column=cell.column)
        filled.append(tuple(cells))
    return tuple(filled)


def _label_columns(header: Sequence[Row]) -> int:
    """Return how many first columns hold the upper levels of indicators (一级, 二级): these are merged downwards."""
    return max((cell.column + 1 for row in header for cell in row if _LEVEL_NAME.search(cell.text)), default=1)
