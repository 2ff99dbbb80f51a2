"""A report together with all that was recognised in it: what every extractor receives."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from kg.model import Mention, Report, Span
from kg.values import Money, Quantity

T = TypeVar("T")

NumberKind = Literal["money", "quantity", "ordinal", "date", "heading", "document", "contact", "name", "code", "unreadable"]


@dataclass(frozen=True, slots=True)
class Number:
    """A numeric token where it stands.

    `span` covers the number with its comparator words and unit of measure (近5亿元, 12 家, 30余个); `kind` says what it is:
    money and quantity carry a `value`; ordinal (全省第一) carries a Quantity whose unit is 位; date, heading (（一）, 2.),
    document (〔2019〕24号), contact (phone), name (215厂, XT300, R&D 100) and code carry none; unreadable is counted.
    """

    span: Span
    kind: NumberKind
    value: Money | Quantity | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, its mentions and numbers (both sorted, neither overlapping its own kind) and its sentences."""

    report: Report
    mentions: tuple[Mention, ...]
    numbers: tuple[Number, ...]
    sentences: tuple[Span, ...]
    # Where each starts, worked out once: extractors ask what lies inside a span thousands of times a report.
    _mention_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _number_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    _made: dict[object, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Work out the starts."""
        object.__setattr__(self, "_mention_starts", tuple(m.span.start for m in self.mentions))
        object.__setattr__(self, "_number_starts", tuple(n.span.start for n in self.numbers))

    @property
    def text(self) -> str:
        """Return the canonical text."""
        return self.report.text

    def once(self, work: Callable[[Reading], T]) -> T:
        """Return `work(self)`, worked out the first time only: what several extractors need of one reading."""
        if work not in self._made:
            self._made[work] = work(self)
        made: T = self._made[work]
        return made

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """Return the mentions that lie wholly inside `span`, left to right."""
        first, last = bisect_left(self._mention_starts, span.start), bisect_right(self._mention_starts, span.end)
        return tuple(m for m in self.mentions[first:last] if m.span.end <= span.end)

    def numbers_in(self, span: Span) -> tuple[Number, ...]:
        """Return the numbers that lie wholly inside `span`, left to right."""
        first, last = bisect_left(self._number_starts, span.start), bisect_right(self._number_starts, span.end)
        return tuple(n for n in self.numbers[first:last] if n.span.end <= span.end)

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence that holds `offset` (the nearest one before it between sentences)."""
        index = bisect_right(self.sentences, offset, key=lambda s: s.start) - 1
        return self.sentences[max(index, 0)]
