"""What a report states about its own figures: shares, growth, completion, differences, sums, total scores and figures stated twice.

A claim is computed again from the printed figures. It holds where some values inside the rounding intervals of all figures agree;
`holds` is None where the text does not give all the figures it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from kg.extract.account_concepts import broader, concept, fold, key_of
from kg.extract.account_prose import statements
from kg.extract.account_statements import Statement, fund_named
from kg.extract.column_claims import column_claims
from kg.extract.implied import implied
from kg.extract.intervals import Interval, money_interval, outward, printed, rounded
from kg.extract.list_claims import list_claims
from kg.extract.office_claims import office_claims
from kg.extract.point_claims import point_claims
from kg.extract.score_claims import score_totals
from kg.extract.table_claims import table_claims
from kg.facts import Claim
from kg.lexicon import rows
from kg.model import Span
from kg.recognise.reading import Reading
from kg.values import Money

# Statements that are searched for the other figures of a claim: more than any real report has between them.
_REACH: Final = 300
# The words after which a list of functional classes is the whole expenditure by the template of 部门决算公开.
_ALL_CLASSES: Final = "以下方面"


def claims(reading: Reading) -> Iterator[Claim]:
    """Yield each claim of prose in text order, then what it implies of last year, the sums of lists and tables, and total scores."""
    for claim in _claims(reading):
        low, high = outward(printed(claim.stated))
        yield claim if claim.low is not None else replace(claim, low=low, high=high)


def _claims(reading: Reading) -> Iterator[Claim]:
    said = tuple(statements(reading))
    for index, statement in enumerate(said):
        before = said[max(0, index - _REACH) : index]
        if statement.role != "amount":
            yield _percentage(reading, before, statement)
            continue
        if statement.measure == "change" and (found := _difference(reading, before, statement)) is not None:
            yield found
        yield from _sums(reading, said, index)
    yield from _restated(reading, said)
    yield from implied(reading, said)
    yield from list_claims(reading, said)
    yield from table_claims(reading)
    yield from column_claims(reading)
    yield from score_totals(reading)
    yield from office_claims(reading)
    yield from point_claims(reading)


def _percentage(reading: Reading, before: tuple[Statement, ...], claim: Statement) -> Claim:
    amount = claim.whole
    operands = () if amount is None else _operands(before, claim, amount)
    stated = claim.percent.value * claim.sign
    ratio = _ratio(claim.role, operands)
    exact = _exact(claim.role, operands)
    return Claim(
        evidence=reading.report.evidence(claim.span),
        extractor="claims",
        kind=claim.role,
        stated=stated,
        computed=None if exact is None else rounded(exact, stated),
        holds=None if ratio is None else ratio.overlaps(printed(stated)),
        operands=tuple(statement.money.original for statement in operands),
        places=tuple(reading.report.evidence(statement.span) for statement in operands),
        concept=concept(claim.subject.label),
        unit="%",
    )


def _operands(before: tuple[Statement, ...], claim: Statement, amount: Statement) -> tuple[Statement, ...]:
    """Return the two amounts a percentage is made of, () where the text does not give both.

    share: part, whole; completion: final, budget; growth: change, final, or final, previous value.
    """
    if claim.role == "share":
        whole = _named_whole(before, claim) if claim.base else amount.whole
        return () if whole is None or whole is amount else (amount, whole)
    same = [s for s in before if s.line == claim.line and s.role == "amount" and _same_account(s, amount)]
    if claim.role == "completion":
        wanted = (
            ("adjusted",)
            if "全年" in claim.base or "调整" in claim.base
            else ("budget",)
            if "年初" in claim.base
            else ("budget", "adjusted")
        )
        final = _last(same, "final")
        # 年初预算安排…，实际支出…，预算执行率…: budget and expenditure of the unit as a whole have names of their own.
        funds = [s for s in before if s.line == claim.line and s.role == "amount" and _key(s) == "budget-funds"]
        budget = _last(same, *wanted) or (_last(funds, *wanted) if _key(amount) == "expenditure" else None)
        return () if budget is None or final is None else (final, budget)
    final = _last(same, "final")
    if final is None or final is amount:
        return ()
    return (
        (amount, final) if amount.measure == "change" else (final, amount) if amount.measure in ("budget", "adjusted", "previous") else ()
    )


def _same_account(left: Statement, right: Statement) -> bool:
    return left.subject.path == right.subject.path and _key(left) == _key(right)


def _last(said: list[Statement], *measures: str) -> Statement | None:
    return next((s for s in reversed(said) if s.measure in measures), None)


def _key(statement: Statement) -> str:
    return concept(statement.subject.label).key


def _named_whole(before: tuple[Statement, ...], claim: Statement) -> Statement | None:
    """Return the final figure of the account a share names (占本年支出合计的…), the nearest one before it."""
    name = fold(claim.base).text.removesuffix("的")
    key, _ = key_of(name)
    for statement in reversed(before):
        if statement.role != "amount" or statement.measure != "final" or statement.year != claim.year or statement.subject.path:
            continue
        label = fold(statement.subject.label).text
        if label == name or (key and key_of(label)[0] == key and fund_named(label) == fund_named(name)):
            return statement
    return None


def _ratio(role: str, operands: tuple[Statement, ...]) -> Interval | None:
    """Return the percentages the operands allow, None where there are none or the base may be zero."""
    if len(operands) != 2:
        return None
    first, second = (money_interval(statement.money) for statement in operands)
    try:
        if role != "growth":
            return first / second * 100
        if operands[0].measure != "change":
            return (first / second - Interval(Fraction(1), Fraction(1))) * 100
        # change / (final - change) grows with the change and falls with the final figure, so its ends lie at the corners.
        corners = [_grown(change, final) for change in (first.low, first.high) for final in (second.low, second.high)]
        return Interval(min(corners), max(corners)) * 100 if (second - first).low > 0 else None
    except ZeroDivisionError:
        return None


def _grown(change: Fraction, final: Fraction) -> Fraction:
    return change / (final - change)


def _exact(role: str, operands: tuple[Statement, ...]) -> Fraction | None:
    """Return the percentage the printed figures give as they stand, or None where their base is zero."""
    if len(operands) != 2:
        return None
    first, second = (Fraction(statement.money.cny) for statement in operands)
    base = second - first if role == "growth" and operands[0].measure == "change" else second
    if base == 0:
        return None
    grown = first - second if role == "growth" and operands[0].measure != "change" else first
    return grown / base * 100


def _difference(reading: Reading, before: tuple[Statement, ...], change: Statement) -> Claim | None:
    """Return a change that the same line gives both ends of: 年初预算…，支出决算…，比预算减少…."""
    measures = ("budget", "adjusted") if "预算" in change.base else ("previous",)
    same = [s for s in before if s.line == change.line and s.role == "amount" and _same_account(s, change)]
    base, final = _last(same, *measures), _last(same, "final")
    if base is None or final is None:
        return None
    found = money_interval(final.money) - money_interval(base.money)
    return _amount_claim(reading, "difference", change, found, (final, base))


def _amount_claim(reading: Reading, kind: str, stated: Statement, found: Interval, operands: tuple[Statement, ...]) -> Claim:
    """Return the claim that the operands give the stated amount; what they give is written in the unit of the stated one."""
    money = stated.money
    unit = money_interval(Money(Decimal(1), money.unit, Decimal(1), ""))
    exact = Fraction(operands[0].money.cny) - Fraction(operands[1].money.cny) if kind == "difference" else None
    if exact is None:
        exact = sum((Fraction(statement.money.cny) for statement in operands), Fraction(0))
    factor = (unit.low + unit.high) / 2
    places = min((s.money.value for s in (stated, *operands)), key=lambda value: int(value.as_tuple().exponent))
    start = min(stated.span.start, *(statement.span.start for statement in operands))
    end = max(stated.span.end, *(statement.span.end for statement in operands))
    return Claim(
        evidence=reading.report.evidence(Span(start, end)),
        extractor="claims",
        kind=kind,
        stated=money.value,
        computed=rounded(exact / factor, places),
        holds=found.overlaps(money_interval(money)),
        operands=tuple(statement.money.original for statement in operands),
        places=tuple(reading.report.evidence(statement.span) for statement in operands),
        concept=concept(stated.subject.label),
        unit=money.unit,
    )


@cache
def _partitions() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    return tuple((frozenset(row["wholes"].split("|")), tuple(row["parts"].split("|"))) for row in rows("account_partitions"))


def _sums(reading: Reading, said: tuple[Statement, ...], index: int) -> Iterator[Claim]:
    """Yield the sums a total makes with the parts after it on its line, where these parts are by rule all it has.

    A list after 其中 need not be complete; basic and project expenditure, or the three official expenses, are.
    """
    whole = said[index]
    if whole.measure in ("change", "carryover") or whole.subject.item:
        return
    after = [
        s
        for s in said[index + 1 : index + 1 + _REACH]
        if s.line == whole.line and s.role == "amount" and s.measure == whole.measure and s.year == whole.year
    ]
    for wholes, parts in _partitions():
        if _key(whole) in wholes and not whole.subject.path:
            found = [next((s for s in _until(after, wholes) if _key(s) == part), None) for part in parts]
            complete = tuple(s for s in found if s is not None)
            if len(complete) < len(parts):
                yield from _exceeding(reading, whole, tuple(_until(after, wholes)), parts)
            if len(complete) == len(parts):
                yield replace(_amount_claim(reading, "sum", whole, _total(complete), complete), scope="|".join(parts))
    classes = tuple(s for s in after if s.whole is whole and len(s.subject.path) == 1)
    if len(classes) > 1 and _ALL_CLASSES in reading.text[whole.span.end : classes[0].span.start]:
        yield replace(_amount_claim(reading, "sum", whole, _total(classes), classes), scope="classes")


def _exceeding(reading: Reading, whole: Statement, said: tuple[Statement, ...], parts: tuple[str, ...]) -> Iterator[Claim]:
    """Yield the claim that some parts, not all of them stated, make more than their whole: no other part can mend that.

    A part may be stated by its own part alone (公务用车运行维护费 for 公务用车费).
    """
    found: list[Statement] = []
    for part in parts:
        named = next((s for s in said if _key(s) == part), None) or next((s for s in said if broader().get(_key(s)) == part), None)
        if named is not None:
            found.append(named)
    total = _total(tuple(found)) if len(found) > 1 else None
    if total is not None and total.low > money_interval(whole.money).high:
        yield replace(_amount_claim(reading, "sum", whole, total, tuple(found)), scope="parts-above-whole")


def _until(said: list[Statement], wholes: frozenset[str]) -> Iterator[Statement]:
    """Yield statements up to the next total of the same kind, to which later parts belong."""
    for statement in said:
        if _key(statement) in wholes:
            return
        yield statement


def _total(parts: tuple[Statement, ...]) -> Interval:
    total = money_interval(parts[0].money)
    for part in parts[1:]:
        total = total + money_interval(part.money)
    return total


def _restated(reading: Reading, said: tuple[Statement, ...]) -> Iterator[Claim]:
    """Yield each figure that differs from what the report stated before for the same account, fund, measure and year."""
    first: dict[tuple[object, ...], Statement] = {}
    for statement in said:
        named = concept(statement.subject.label)
        if statement.role != "amount" or statement.measure == "change" or statement.whole is not None:
            continue
        # A project's own figures, and budgets of whatever it may be, are no second statement of the unit's.
        # 专项资金1560万元，…实际支出1492万元: money under a fund's name is what was given, then what was spent of it.
        if statement.subject.label.endswith(("资金", "专项")):
            continue
        if not named.curated or statement.subject.item or named.key == "budget-funds":
            continue
        place = (named.key, fund_named(statement.subject.label), statement.fund, statement.subject.path, statement.measure, statement.year)
        earlier = first.setdefault(place, statement)
        if earlier.money.cny != statement.money.cny:
            yield replace(_amount_claim(reading, "restated", statement, money_interval(earlier.money), (earlier,)), scope="two-figures")
