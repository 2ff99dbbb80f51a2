"""How many of a report's numbers its facts state, and why the others do not: nothing is dropped without a count.

Definition. A *token* is a Number of the reading: every numeral of the text. Tokens of the kinds heading, date, document, contact, name
and code state no measured value, nor do figures in the header cells of a table and the points behind the name of a table's section
(产出指标（40分）); they are counted in `apart`, by kind. All others - amounts, quantities, ranks and numerals that cannot be read - are
the figures `seen`. A figure is `covered`

1. where the evidence of a fact holds its place and the fact states it: its value is one of the fact's values, or its words stand in the
   fact's words (the name of an indicator, the target of a score row);
2. where the report repeats itself: a fact states the same amount of money, printed with three digits or more (a cell's in the unit of its
   table); a budget item has this amount and its name stands before the figure in its line or in the line above; or the same
   figure stands covered elsewhere between the same words (four characters before or behind it). Facts are stated once and rest on the
   first place that states them.

Every other figure is counted in `reasons`, by kind and by where it stands: seen == covered + sum(reasons), tokens == seen + sum(apart).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final

from kg.facts import BudgetItem, Concept, Fact
from kg.model import Evidence, Mention, Span
from kg.recognise.reading import Number, Reading
from kg.values import Money, Period, Quantity, cell_number

MEASURED: Final = frozenset({"money", "quantity", "ordinal", "unreadable"})
_TELLING_DIGITS: Final = 3
_AROUND: Final = 4


@dataclass(frozen=True, slots=True)
class Coverage:
    """Figures `seen` and `covered` by a fact, the rest by reason; tokens that measure nothing stand `apart`, by kind."""

    seen: int
    covered: int
    reasons: Mapping[str, int]
    apart: Mapping[str, int]

    @property
    def share(self) -> float:
        """Return the covered share of the figures seen; 1 where the report has none."""
        return self.covered / self.seen if self.seen else 1.0

    @property
    def tokens(self) -> int:
        """Return how many numerals the text has, figures and others."""
        return self.seen + sum(self.apart.values())


@dataclass(frozen=True, slots=True)
class _Said:
    """What one fact says: its values and all its words without white space."""

    values: frozenset[Decimal]
    words: str


def coverage(reading: Reading, facts: Iterable[Fact]) -> Coverage:
    """Return the coverage of a reading's numbers by its facts."""
    stated = tuple((fact, _said(fact)) for fact in facts)
    held = _holders(reading, stated)
    amounts = {abs(value.cny) for fact, _ in stated for value in _values(fact) if isinstance(value, Money)}
    items = {(abs(fact.money.cny), _squashed(fact.name)) for fact, _ in stated if isinstance(fact, BudgetItem) and fact.money is not None}
    headers = {cell.span.start: cell.span for table in reading.report.tables for row in table.header for cell in row}
    apart: Counter[str] = Counter()
    left: list[tuple[Number, bool]] = []
    context: set[str] = set()
    covered = 0
    for index, number in enumerate(reading.numbers):
        if other := _apart(reading, number, headers.values()):
            apart[other] += 1
        elif (
            any(_states(reading, said, number) for said in held.get(index, ()))
            or _repeats(reading, number, amounts)
            or _repeats_item(reading, number, items)
        ):
            covered += 1
            context.update(_contexts(reading.text, number))
        else:
            left.append((number, index in held))
    missing = [(number, held_by) for number, held_by in left if context.isdisjoint(_contexts(reading.text, number))]
    reasons = Counter(_reason(reading, number, held_by) for number, held_by in missing)
    covered += len(left) - len(missing)
    seen = covered + len(missing)
    return Coverage(seen, covered, dict(sorted(reasons.items())), dict(sorted(apart.items())))


def _holders(reading: Reading, stated: Iterable[tuple[Fact, _Said]]) -> dict[int, list[_Said]]:
    """Return, by index of number, what the facts say whose evidence holds the number."""
    place = {number.span.start: index for index, number in enumerate(reading.numbers)}
    held: dict[int, list[_Said]] = {}
    for fact, said in stated:
        for number in reading.numbers_in(fact.evidence.span):
            held.setdefault(place[number.span.start], []).append(said)
    return held


def _states(reading: Reading, said: _Said, number: Number) -> bool:
    value = number.value
    if value is not None and (abs(value.value) in said.values or (isinstance(value, Money) and abs(value.cny) in said.values)):
        return True
    return _squashed(reading.text[number.span.start : number.span.end]) in said.words


def _apart(reading: Reading, number: Number, headers: Iterable[Span]) -> str:
    """Return the class of a token that states no measured value, or ""."""
    if number.kind not in MEASURED:
        return number.kind
    if reading.report.table_at(number.span.start) is None:
        return ""
    text, span = reading.text, number.span
    points = (
        text[span.start - 1 : span.start] in ("（", "(")
        and text[span.end - 1 : span.end] == "分"
        and text[span.end : span.end + 1] in ("）", ")")
    )
    return "table header" if points or any(header.contains(span) for header in headers) else ""


def _repeats(reading: Reading, number: Number, amounts: set[Decimal]) -> bool:
    value: object = number.value
    printed = reading.text[number.span.start : number.span.end]
    if isinstance(value, Quantity) and not value.unit:
        table = reading.report.table_at(number.span.start)
        value = cell_number(printed, table.unit) if table is not None else None
    return isinstance(value, Money) and sum(c.isdigit() for c in printed) >= _TELLING_DIGITS and abs(value.cny) in amounts


def _repeats_item(reading: Reading, number: Number, items: set[tuple[Decimal, str]]) -> bool:
    """Return whether a budget item of that amount is named before the figure, in its line or in the one above: the item's heading."""
    if not isinstance(number.value, Money):
        return False
    line = reading.text.rfind("\n", 0, number.span.start)
    above = reading.text.rfind("\n", 0, max(line, 0))
    before = _squashed(reading.text[above + 1 : number.span.start])
    return any(cny == abs(number.value.cny) and len(name) >= _AROUND and name in before for cny, name in items)


def _contexts(text: str, number: Number) -> tuple[str, str]:
    """Return the figure with the characters before it, and with those behind it."""
    start, end = number.span.start, number.span.end
    printed = _squashed(text[start:end])
    before = _squashed(text[max(0, start - 4 * _AROUND) : start])[-_AROUND:]
    behind = _squashed(text[end : end + 4 * _AROUND])[:_AROUND]
    return (f"{before}|{printed}", f"|{printed}{behind}")


def _reason(reading: Reading, number: Number, in_evidence: bool) -> str:
    """Return why a figure is covered by no fact: what it is and where it stands."""
    if number.kind == "unreadable":
        return "unreadable"
    if reading.report.table_at(number.span.start) is not None:
        return "table cell"
    if in_evidence:
        return f"{number.kind} in the words of a fact"
    section = reading.report.section_at(number.span.start)
    return f"{number.kind} in {section.kind if section else 'no section'}"


def _said(fact: Fact) -> _Said:
    values: set[Decimal] = set()
    words: list[str] = []
    for value in _values(fact):
        if isinstance(value, Money):
            values |= {abs(value.value), abs(value.cny)}
        elif isinstance(value, Quantity):
            values |= {abs(value.value), *(() if value.value_max is None else (abs(value.value_max),))}
        elif isinstance(value, Decimal):
            values.add(abs(value))
        elif isinstance(value, int):
            values.add(Decimal(value))
        elif isinstance(value, str):
            words.append(value)
    return _Said(frozenset(values), _squashed("\n".join(words)))


def _values(fact: Fact) -> Iterator[Money | Quantity | Decimal | int | str]:
    """Yield the values a fact states; how sure and by whom it was read is not among them."""
    for field in fields(fact):
        if field.name not in ("evidence", "extractor", "confidence", "reason"):
            yield from _flat(getattr(fact, field.name))


def _flat(value: object) -> Iterator[Money | Quantity | Decimal | int | str]:
    if isinstance(value, Money | Quantity | Decimal | int | str):
        yield value
    elif isinstance(value, Concept):
        yield value.label
    elif isinstance(value, Mention):
        yield value.surface
    elif isinstance(value, Period | Evidence):
        return
    elif isinstance(value, tuple):
        for item in value:
            yield from _flat(item)


def _squashed(text: str) -> str:
    return "".join(text.split())
