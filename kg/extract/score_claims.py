"""The total of a self-evaluation form against its rows: points to be had and points given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kg.extract.account_concepts import fold_text
from kg.extract.intervals import printed
from kg.extract.scores import Columns, aligned, columns_of, points, row_kind
from kg.facts import Claim
from kg.model import Cell, Table, cell_place
from kg.recognise.reading import Reading
from kg.structure.columns import TOTAL

_POINT_COLUMNS: Final = ("weight", "score")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?分?")


@dataclass(slots=True)
class _Sum:
    """The points of one form so far; `open` is False once a row gave none, so that the total cannot be checked."""

    given: dict[str, list[Decimal]] = field(default_factory=lambda: {"weight": [], "score": []})
    indicators: int = 0
    open: bool = True


def score_totals(reading: Reading) -> Iterator[Claim]:
    """Yield, for each total row, the claim that the points of the rows above it make its points to be had and its points given."""
    total = _Sum()
    for index, table in enumerate(reading.report.tables):
        columns: Columns = {}
        for row in (*table.header, *table.rows):
            if header := _points_header(row):
                columns = header
            elif row and TOTAL.fullmatch(fold_text(_first(row))):
                if total.indicators:
                    yield from _total_claims(reading, (index, table), row, total)
                total = _Sum()
            elif columns:
                _add(total, row, columns)


def _points_header(row: tuple[Cell, ...]) -> Columns:
    """Return the columns of a row that heads indicators, or the points columns of one that heads the year's funds (执行率)."""
    if columns := columns_of(row):
        return columns
    found = {kind: cell.column for cell in row if (kind := row_kind(cell)) in _POINT_COLUMNS}
    return found if len(found) == 2 else {}


def _add(total: _Sum, row: tuple[Cell, ...], columns: Columns) -> None:
    cells = aligned(row, columns)
    pair = [points(cells.get(kind)) for kind in _POINT_COLUMNS]
    if "level3" in columns:
        if not (cells.get("level3") and cells["level3"].text.strip()):
            return
        total.indicators += 1
        total.open = total.open and None not in pair
    if None not in pair:
        for kind, value in zip(_POINT_COLUMNS, pair, strict=True):
            total.given[kind].append(value or Decimal(0))


def _total_claims(reading: Reading, place: tuple[int, Table], row: tuple[Cell, ...], total: _Sum) -> Iterator[Claim]:
    stated = [(cell, value) for cell in row if _NUMBER.fullmatch(fold_text(cell.text)) and (value := points(cell)) is not None]
    # A form that gives only one total gives the points reached.
    kinds = _POINT_COLUMNS if len(stated) == 2 else ("score",) if len(stated) == 1 else ()
    for kind, (cell, value) in zip(kinds, stated, strict=False):
        summed = sum(total.given[kind], Decimal(0))
        yield Claim(
            evidence=reading.report.evidence(cell.span, cell_place(place[0], cell)),
            extractor="claims",
            kind="score_total",
            stated=value,
            computed=summed if total.open else None,
            # Points are exact where a row prints them; a total may be rounded.
            holds=printed(value).overlaps(printed(summed)) if total.open else None,
            operands=tuple(f"{item:f}" for item in total.given[kind]),
            scope=kind,
            unit="分",
        )


def _first(row: tuple[Cell, ...]) -> str:
    return next((cell.text for cell in row if cell.text.strip()), "")
