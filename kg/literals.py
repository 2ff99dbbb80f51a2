"""Values as RDF terms: money, quantities, periods, numbers and years, each with its one way to be written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from functools import cache, lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.values import Money, Period, Quantity, as_money
from kg.vocabulary import JX, XSD

Pair = tuple[NamedNode, NamedNode | Literal]

_DATE_TYPES = (
    (re.compile(r"\d{4}"), XSD.gYear),
    (re.compile(r"\d{4}-\d{2}"), XSD.gYearMonth),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), XSD.date),
)
# More digits than any printed figure has.
_PRECISION = 80
_YEAR_TERMS = frozenset({JX.year, JX.fiscalYear})


def scalar(term: NamedNode, value: Any) -> Iterator[Pair]:
    """Yield what a field of a value type states; raises TypeError for a type that has no way to be written."""
    write = _WRITERS.get(type(value))
    if write is None:
        raise TypeError(f"{term.value}: no way to write a {type(value).__name__}")
    yield from write(term, value)


def _write_money(_: NamedNode, value: Money) -> Iterator[Pair]:
    yield JX.cny, decimal(value.cny)
    yield JX.printedValue, Literal(_plain(value.value))
    yield JX.printedUnit, Literal(value.unit)
    yield from _bounds(value.value, _factor(value.unit))


def _write_quantity(term: NamedNode, value: Quantity) -> Iterator[Pair]:
    yield term, decimal(value.value)
    if value.value_max is not None:
        yield JX.valueMax, decimal(value.value_max)
    yield from texts(JX.unitOfMeasure, value.unit)
    yield JX.comparator, Literal(value.comparator)
    yield JX.printedValue, Literal(value.original)
    if value.comparator == "=" and value.value_max is None:
        yield from _bounds(value.value, Decimal(1))


def _bounds(value: Decimal, factor: Decimal) -> Iterator[Pair]:
    """Yield the least and the greatest value that is printed as `value`, times `factor`: half a unit of the last digit either way."""
    with localcontext() as context:
        context.prec = _PRECISION
        half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
        yield JX.low, decimal((value - half) * factor)
        yield JX.high, decimal((value + half) * factor)


@cache
def _factor(unit: str) -> Decimal:
    found = as_money(Quantity(Decimal(1), unit, "=", unit))
    return Decimal(1) if found is None else found.cny


def _write_period(_: NamedNode, value: Period) -> Iterator[Pair]:
    for term, text in ((JX.periodStart, value.start), (JX.periodEnd, value.end)):
        if text:
            yield term, _date(text)
    yield from texts(JX.printedPeriod, value.original)


def _write_integer(term: NamedNode, value: int) -> Iterator[Pair]:
    yield term, year(value) if term in _YEAR_TERMS else integer(value)


_WRITERS: dict[type, Callable[[NamedNode, Any], Iterator[Pair]]] = {
    Money: _write_money,
    Quantity: _write_quantity,
    Period: _write_period,
    int: _write_integer,
    bool: lambda term, value: iter([(term, Literal("true" if value else "false", datatype=XSD.boolean))]),
    Decimal: lambda term, value: iter([(term, decimal(value))]),
}


def texts(term: NamedNode, value: str) -> Iterator[Pair]:
    """Yield a text, nothing for an empty one."""
    if value:
        yield term, Literal(value)


def _plain(value: Decimal) -> str:
    """Return a Decimal without an exponent, at the scale it was read with."""
    return format(value, "f")


def decimal(value: Decimal) -> Literal:
    """Return an xsd:decimal at the scale it was read with."""
    return _typed(_plain(value), XSD.decimal)


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return _typed(str(value), XSD.integer)


@lru_cache(maxsize=4096)
def _typed(text: str, datatype: NamedNode) -> Literal:
    return Literal(text, datatype=datatype)


def year(value: int) -> Literal:
    """Return an xsd:gYear."""
    return Literal(f"{value:04d}", datatype=XSD.gYear)


def _date(text: str) -> Literal:
    datatype = next((node for pattern, node in _DATE_TYPES if pattern.fullmatch(text)), XSD.string)
    return Literal(text, datatype=datatype)
