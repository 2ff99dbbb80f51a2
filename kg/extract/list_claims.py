"""Sums of numbered lists: items with an amount each, below the total they are the parts of.

A list after 其中 need not be complete, so it is taken for the whole only where its sum comes near the total: a list that leaves out
an item misses by an item, one that is complete misses by rounding or a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kg.extract.account_clauses import prose_lines
from kg.extract.account_concepts import concept
from kg.extract.account_statements import Statement
from kg.extract.intervals import Interval, money_interval, rounded
from kg.extract.item_lines import details
from kg.facts import Claim
from kg.model import Span
from kg.recognise.reading import Reading
from kg.structure.numbering import marker
from kg.values import Money

# How far before its first item a list's total may stand, in characters.
_REACH: Final = 400
# A complete list misses its total by less than this share of it: five in a thousand.
_NEAR: Final = Fraction(5, 1000)
_ORDINAL: Final = re.compile(r"(?<![\d.．])(?P<n>\d{1,2})[.、．](?=[^\d\s])|[（(](?P<m>\d{1,2})[)）](?=[^\d\s])")
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class _Item:
    span: Span
    money: Money


def list_claims(reading: Reading, said: tuple[Statement, ...]) -> Iterator[Claim]:
    """Yield the sum that each numbered list of amounts makes with the total before it, where it comes near that total."""
    totals = [s for s in said if s.role == "amount" and s.measure in ("final", "budget", "adjusted")]
    for items in (*_inline(reading), *_headed(reading)):
        first = items[0].span.start
        near = [s for s in totals if first - _REACH <= s.span.start and s.span.end <= first and s.money.cny > 0]
        total = Interval(Fraction(0), Fraction(0))
        exact = sum((Fraction(item.money.cny) for item in items), Fraction(0))
        for item in items:
            total = total + money_interval(item.money)
        for statement in reversed(near):
            whole = Fraction(statement.money.cny)
            if abs(exact - whole) <= whole * _NEAR and len(items) >= _FEWEST:
                yield _claim(reading, statement, items, total)
                break


def _claim(reading: Reading, whole: Statement, items: tuple[_Item, ...], total: Interval) -> Claim:
    money = whole.money
    factor = Fraction(money.cny) / Fraction(money.value)
    exact = sum((Fraction(item.money.cny) for item in items), Fraction(0)) / factor
    finest = min((money.value, *(item.money.value for item in items)), key=lambda value: int(value.as_tuple().exponent))
    return Claim(
        evidence=reading.report.evidence(whole.span),
        extractor="claims",
        kind="sum",
        scope="list",
        stated=money.value,
        computed=rounded(exact, finest if isinstance(finest, Decimal) else money.value),
        holds=total.overlaps(money_interval(money)),
        operands=tuple(item.money.original for item in items),
        places=tuple(reading.report.evidence(item.span) for item in items),
        concept=concept(whole.subject.label),
        unit=money.unit,
    )


def _inline(reading: Reading) -> Iterator[tuple[_Item, ...]]:
    """Yield the lists of one line: 1.甲费20万元；2.乙费5万元；3.…, numbered from one without a gap, one amount each."""
    for line in prose_lines(reading):
        marks = list(_ORDINAL.finditer(reading.text, line.start, line.end))
        if len(marks) < _FEWEST:
            continue
        if [int(m["n"] or m["m"]) for m in marks] != list(range(1, len(marks) + 1)):
            continue
        ends = [m.start() for m in marks[1:]] + [line.end]
        items = [_only(reading, Span(mark.end(), end)) for mark, end in zip(marks, ends, strict=True)]
        if all(item is not None for item in items):
            yield tuple(item for item in items if item is not None)


def _headed(reading: Reading) -> Iterator[tuple[_Item, ...]]:
    """Yield the lists whose items have a heading and a line of their own (（1）甲项目 / 项目支出20万元，…)."""
    run: list[_Item] = []
    for line, heading in details(reading):
        if heading is None:
            continue
        label = marker(reading.text[heading.start : heading.end])
        item = _first(reading, line)
        if label is None or item is None or label.ordinal != len(run) + 1:
            if len(run) >= _FEWEST:
                yield tuple(run)
            run = []
        if label is not None and item is not None and label.ordinal == len(run) + 1:
            run.append(item)
    if len(run) >= _FEWEST:
        yield tuple(run)


def _only(reading: Reading, span: Span) -> _Item | None:
    found = [n for n in reading.numbers_in(span) if isinstance(n.value, Money)]
    if len(found) != 1 or not isinstance(found[0].value, Money):
        return None
    return _Item(Span(span.start, found[0].span.end), found[0].value)


def _first(reading: Reading, line: Span) -> _Item | None:
    for number in reading.numbers_in(line):
        if isinstance(number.value, Money):
            return _Item(Span(line.start, number.span.end), number.value)
    return None
