"""What a report implies of the year before: a final figure less its change, or divided by its growth, is last year's figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from kg.extract.account_concepts import concept
from kg.extract.account_statements import Statement
from kg.extract.intervals import Interval, money_interval, outward, printed, rounded
from kg.facts import Claim
from kg.model import Span
from kg.recognise.reading import Reading

_LAST_YEAR: Final = re.compile(r"上一?年|去年|同比")


def implied(reading: Reading, said: tuple[Statement, ...]) -> Iterator[Claim]:
    """Yield, for each account compared with the year before, the claim that last year's figure was what the comparison leaves.

    `stated` is the change or rate as printed, `computed` last year's figure in the unit of this year's, `low` to `high` all
    that the rounding of both allows, in yuan. `holds` stays open: only the report of that year can tell.
    """
    finals: dict[tuple[object, ...], Statement] = {}
    changed: set[tuple[object, ...]] = set()
    for statement in said:
        place = (statement.line, concept(statement.subject.label).key, statement.subject.path)
        if statement.role == "amount" and statement.measure == "final":
            finals[place] = statement
        final = finals.get(place)
        if final is None or final.year is None or final.subject.item or final.money.cny <= 0:
            continue
        if not _LAST_YEAR.search(statement.base) or "预算" in statement.base:
            continue
        if statement.role == "amount" and statement.measure == "change":
            changed.add(place)
            yield _claim(reading, final, statement, money_interval(final.money) - money_interval(statement.money))
        elif statement.role == "growth" and place not in changed and (before := _before(final, statement)) is not None:
            yield _claim(reading, final, statement, before)


def _before(final: Statement, growth: Statement) -> Interval | None:
    rate = printed(growth.percent.value * growth.sign)
    now = money_interval(final.money)
    factors = Interval(rate.low / 100 + 1, rate.high / 100 + 1)
    return None if factors.low <= 0 else now / factors


def _claim(reading: Reading, final: Statement, compared: Statement, before: Interval) -> Claim:
    unit = money_interval(final.money)
    scale = Fraction(final.money.cny) / Fraction(final.money.value)
    exact = (
        Fraction(final.money.cny) - Fraction(compared.money.cny)
        if compared.role == "amount"
        else Fraction(final.money.cny) / (1 + Fraction(compared.percent.value * compared.sign) / 100)
    )
    low, high = outward(before)
    span = Span(min(final.span.start, compared.span.start), max(final.span.end, compared.span.end))
    assert final.year is not None and unit.low <= unit.high
    return Claim(
        evidence=reading.report.evidence(span),
        extractor="claims",
        kind="restated",
        scope="implied",
        stated=compared.money.value if compared.role == "amount" else compared.percent.value * compared.sign,
        computed=rounded(exact / scale, final.money.value),
        operands=(final.money.original, compared.number.value.original if compared.number.value is not None else ""),
        places=(reading.report.evidence(final.span), reading.report.evidence(compared.span)),
        concept=concept(final.subject.label),
        unit=final.money.unit,
        year=final.year - 1,
        fund=final.fund,
        low=low,
        high=high,
    )
