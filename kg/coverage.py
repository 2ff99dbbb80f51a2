"""How many of a report's numbers its facts state, and why the others do not: nothing is dropped without a count.

Definition. A *token* is a Number of the reading: every numeral of the text. Tokens of the kinds heading, date, document, contact,
name and code state no measured value; they are counted in `apart`, by kind. All others - amounts, quantities, ranks and numerals that
cannot be read - are the figures `seen`. A figure is `covered` where a fact's evidence holds its place and the fact states it: its
value is one of the fact's values, or its words stand in the fact's words (the name of an indicator, the target of a score row). A
figure the report repeats is covered too where a fact states the same amount of money to at least three digits, for such a fact is
stated once and rests on its first place. Every other figure is counted in `reasons`, by kind and by where it stands, so that
seen == covered + sum(reasons) and tokens == seen + sum(apart).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final

from kg.facts import Concept, Fact
from kg.model import Evidence, Mention
from kg.recognise.reading import Number, Reading
from kg.values import Money, Period, Quantity

MEASURED: Final = frozenset({"money", "quantity", "ordinal", "unreadable"})
_TELLING_DIGITS: Final = 3


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
    apart: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    covered = 0
    for index, number in enumerate(reading.numbers):
        if number.kind not in MEASURED:
            apart[number.kind] += 1
        elif any(_states(reading, said, number) for said in held.get(index, ())) or _repeats(number, amounts):
            covered += 1
        else:
            reasons[_reason(reading, number, index in held)] += 1
    seen = covered + reasons.total()
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


def _repeats(number: Number, amounts: set[Decimal]) -> bool:
    value = number.value
    if not isinstance(value, Money):
        return False
    return len(value.cny.normalize().as_tuple().digits) >= _TELLING_DIGITS and abs(value.cny) in amounts


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
        if field.name not in ("evidence", "extractor", "confidence"):
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
