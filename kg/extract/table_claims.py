"""What tables state about their own figures: parts and wholes in a column, functional classes and their items, printed rates.

Every claim is worked out inside one column of one table, so that measures, years and funds cannot be mixed up.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from kg.extract.account_concepts import broader, concept, fold, key_of
from kg.extract.account_tables import Figure, figures
from kg.extract.intervals import Interval, money_interval, printed, rounded
from kg.facts import Claim
from kg.lexicon import rows
from kg.model import Cell, Evidence, Table, cell_place
from kg.numerals import number
from kg.recognise.reading import Reading

_RATE: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)[%％]")
_PLAIN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Printed rates of the Ministry's self-evaluation forms: what the rate is called, what is divided by what, and which form it is.
_RATES: Final = (
    ("staff-control", re.compile(r"控制率"), re.compile(r"(?:20\d\d年)?(?:实际)?在[职岗](?:人员)?(?:人)?数"), re.compile(r"编制(?:人)?数")),
    (
        "execution-form",
        re.compile(r"(?:预算)?执行率.{0,4}"),
        re.compile(r"(?:全年)?(?:预算)?执行数.{0,8}"),
        re.compile(r"全年预算数.{0,8}"),
    ),
)
_POINTS: Final = (re.compile(r"分值.{0,4}"), re.compile(r"得分.{0,4}"))


@dataclass(frozen=True, slots=True)
class _Place:
    reading: Reading
    index: int

    def evidence(self, cell: Cell) -> Evidence:
        return self.reading.report.evidence(cell.span, cell_place(self.index, cell))


def table_claims(reading: Reading) -> Iterator[Claim]:
    """Yield the claims of each table: partitions, functional classes, parts above their whole, and printed rates."""
    for index, table in enumerate(reading.report.tables):
        place = _Place(reading, index)
        columns: dict[int, list[Figure]] = defaultdict(list)
        for figure in figures(table):
            if not figure.named and figure.column.measure != "change":
                columns[figure.cell.column].append(figure)
        for _, found in sorted(columns.items()):
            yield from _partitions(place, found)
            yield from _classes(place, found)
            yield from _listed(place, table, found)
        yield from _rates(place, table)


def _partitions(place: _Place, column: list[Figure]) -> Iterator[Claim]:
    keys = Counter(_key(figure) for figure in column)
    single = {_key(figure): figure for figure in column if keys[_key(figure)] == 1 and not figure.path}
    for wholes, parts in _known():
        whole = next((single[key] for key in wholes if key in single), None)
        if whole is not None and all(part in single for part in parts):
            yield _sum(place, whole, [single[part] for part in parts], "|".join(parts))


@cache
def _known() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple((tuple(row["wholes"].split("|")), tuple(row["parts"].split("|"))) for row in rows("account_partitions"))


def _key(figure: Figure) -> str:
    return key_of(fold(figure.label).text)[0] if not figure.column.concept else ""


def _classes(place: _Place, column: list[Figure]) -> Iterator[Claim]:
    """Yield, for each functional class with parts of the next level in the same column, that they make it up: 类 = Σ款, 款 = Σ项."""
    by_path: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in column:
        if figure.path:
            by_path[figure.path].append(figure)
    for path, found in by_path.items():
        parts = [other[0] for below, other in by_path.items() if below[:-1] == path]
        if parts and len(found) == 1:
            yield _sum(place, found[0], parts, "functional-rows")


def _listed(place: _Place, table: Table, column: list[Figure]) -> Iterator[Claim]:
    """Yield the rows after 其中 that make up more than their whole (a shorter list may be incomplete) or exactly the whole."""
    marked = {row[0].row for row in (*table.header, *table.rows) if row and any("其中" in cell.text[:6] for cell in row)}
    for at, figure in enumerate(column):
        if figure.cell.row not in marked or at == 0 or figure.path:
            continue
        whole = column[at - 1]
        parts = _below(whole, column[at:])
        if not parts:
            continue
        total = _total(parts)
        if total.low > money_interval(whole.money).high:
            yield _sum(place, whole, parts, "parts-above-whole")


def _below(whole: Figure, rest: list[Figure]) -> list[Figure]:
    """Return the rows that follow `whole` as its direct parts: concepts below it, none of them below another part."""
    parts: list[Figure] = []
    for figure in rest:
        chain = _chain(_key(figure))
        if not _key(figure) or _key(whole) not in chain:
            break
        if not any(_key(part) in chain for part in parts):
            parts.append(figure)
    return parts


def _chain(key: str) -> list[str]:
    found, above = [], broader()
    while key := above.get(key, ""):
        found.append(key)
    return found


def _total(parts: list[Figure]) -> Interval:
    total = money_interval(parts[0].money)
    for part in parts[1:]:
        total = total + money_interval(part.money)
    return total


def _sum(place: _Place, whole: Figure, parts: list[Figure], scope: str) -> Claim:
    money = whole.money
    unit = money_interval(money)
    factor = Fraction(money.cny) / Fraction(money.value) if money.value else Fraction(1)
    finest = min((money.value, *(part.money.value for part in parts)), key=_exponent)
    exact = sum((Fraction(part.money.cny) for part in parts), Fraction(0)) / factor
    return Claim(
        evidence=place.evidence(whole.cell),
        extractor="claims",
        kind="sum",
        scope=scope,
        stated=money.value,
        computed=rounded(exact, finest),
        holds=_total(parts).overlaps(unit),
        operands=tuple(part.money.original for part in parts),
        places=tuple(place.evidence(part.cell) for part in parts),
        concept=concept(whole.label),
        unit=money.unit,
    )


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def _rates(place: _Place, table: Table) -> Iterator[Claim]:
    """Yield each rate a form prints beside the two figures it is made of, and the points it gives."""
    header: dict[str, int] = {}
    for row in (*table.header, *table.rows):
        words = {fold(cell.text).text: cell.column for cell in row if cell.text.strip() and len(cell.text) < 40}
        if any(name.fullmatch(word) for _, name, _, _ in _RATES for word in words):
            header = words
        elif header:
            for scope, name, above, below in _RATES:
                cells = [_under(row, header, pattern) for pattern in (name, above, below)]
                if all(cell is not None for cell in cells):
                    yield from _rate(place, scope, [cell for cell in cells if cell is not None])
            if words:
                yield from _points(place, row, header)
                header = {}


def _under(row: tuple[Cell, ...], header: dict[str, int], pattern: re.Pattern[str]) -> Cell | None:
    column = next((column for word, column in header.items() if pattern.fullmatch(word)), None)
    return next((cell for cell in row if cell.column == column and cell.text.strip()), None)


def _rate(place: _Place, scope: str, cells: list[Cell]) -> Iterator[Claim]:
    rate, above, below = cells
    said = _RATE.fullmatch(fold(rate.text).text)
    values = [number(fold(cell.text).text) if _PLAIN.fullmatch(fold(cell.text).text) else None for cell in (above, below)]
    if said is None or values[0] is None or not values[1]:
        return
    stated = number(said[1])
    if stated is None:
        return
    # Heads are counted, not measured: only money is rounded.
    found = [Interval(Fraction(v), Fraction(v)) if scope == "staff-control" else printed(v) for v in values if v is not None]
    yield Claim(
        evidence=place.evidence(rate),
        extractor="claims",
        kind="completion",
        scope=scope,
        stated=stated,
        computed=rounded(Fraction(values[0]) / Fraction(values[1]) * 100, stated),
        holds=(found[0] / found[1] * 100).overlaps(printed(stated)) if found[1].low > 0 else None,
        operands=(above.text.strip(), below.text.strip()),
        places=(place.evidence(above), place.evidence(below)),
        unit="%",
    )


def _points(place: _Place, row: tuple[Cell, ...], header: dict[str, int]) -> Iterator[Claim]:
    """Yield the points a form gives for the execution rate: the weight times the rate, all of it from 100 % on."""
    rate = _under(row, header, _RATES[1][1])
    cells = [_under(row, header, pattern) for pattern in _POINTS]
    said = _RATE.fullmatch(fold(rate.text).text) if rate is not None else None
    values = [number(fold(cell.text).text) if cell and _PLAIN.fullmatch(fold(cell.text).text) else None for cell in cells]
    if rate is None or said is None or cells[0] is None or cells[1] is None or values[0] is None or values[1] is None:
        return
    share = min(number(said[1]) or Decimal(0), Decimal(100))
    exact = Fraction(values[0]) * Fraction(share) / 100
    half = printed(share)
    range_ = Interval(half.low * Fraction(values[0]) / 100, half.high * Fraction(values[0]) / 100)
    yield Claim(
        evidence=place.evidence(cells[1]),
        extractor="claims",
        kind="score_total",
        scope="execution-points",
        stated=values[1],
        computed=rounded(exact, Decimal("0.01")),
        holds=range_.overlaps(printed(values[1])),
        operands=(cells[0].text.strip(), rate.text.strip()),
        places=(place.evidence(cells[0]), place.evidence(rate)),
        unit="分",
    )
