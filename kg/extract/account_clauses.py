"""A line of prose cut into the pieces that precede its figures: what a clause says up to each amount or percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kg.model import Span
from kg.recognise.reading import Number, Reading
from kg.values import Money, Quantity

Mark = Literal["start", "number", "stop", "colon", "comma", "semicolon", "open", "close"]

# A bracket without figures or commas belongs to a name: 因公出国（境）费, 一般公共服务支出（类）, 调增（减）.
_MARKS: Final = re.compile(
    r"(?P<keep>[（(][^（）()\d，,；;。：:\n]{0,20}[）)])"
    r"|(?P<open>[（(])|(?P<close>[）)])|(?P<stop>[。！？!?])|(?P<colon>[：:])|(?P<semicolon>[；;])|(?P<comma>，|(?<!\d),|,(?!\d))"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """The words between two marks: `number` is the figure they lead to (None where they lead to none), `after` the mark before them."""

    span: Span
    number: Number | None
    after: Mark
    depth: int

    @property
    def money(self) -> Money | None:
        """Return the amount the words lead to, or None."""
        value = None if self.number is None else self.number.value
        return value if isinstance(value, Money) else None

    @property
    def percent(self) -> Quantity | None:
        """Return the percentage the words lead to, or None."""
        value = None if self.number is None else self.number.value
        return value if isinstance(value, Quantity) and value.unit in ("%", "％") else None


def counts(number: Number) -> bool:
    """Return whether a number is an amount of money or a percentage: all that accounts and claims are made of."""
    if number.kind == "money":
        return isinstance(number.value, Money)
    return isinstance(number.value, Quantity) and number.value.unit in ("%", "％")


def pieces(reading: Reading, line: Span) -> Iterator[Piece]:
    """Yield the pieces of a line, left to right; words between a figure and the next mark are yielded after mark "number"."""
    numbers = [number for number in reading.numbers_in(line) if counts(number)]
    inside = {place for number in numbers for place in range(number.span.start, number.span.end)}
    start, after, depth = line.start, "start", 0
    events: list[tuple[int, int, Mark, Number | None]] = [(n.span.start, n.span.end, "number", n) for n in numbers]
    for match in _MARKS.finditer(reading.text, line.start, line.end):
        kind = match.lastgroup
        if kind is not None and kind != "keep" and match.start() not in inside:
            events.append((match.start(), match.end(), kind, None))  # type: ignore[arg-type]
    for begin, end, kind, number in sorted(events, key=lambda event: event[0]):
        words = _trimmed(reading.text, start, begin)
        if words is not None or number is not None:
            yield Piece(words or Span(begin, begin), number, after, depth)  # type: ignore[arg-type]
        depth = depth + 1 if kind == "open" else max(0, depth - 1) if kind == "close" else depth
        start, after = end, kind
    words = _trimmed(reading.text, start, line.end)
    if words is not None:
        yield Piece(words, None, after, depth)  # type: ignore[arg-type]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] in "、"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def prose_lines(reading: Reading) -> Iterator[Span]:
    """Yield the lines of the report that stand in no table and hold text."""
    tables = sorted((table.span for table in reading.report.tables), key=lambda span: span.start)
    index = 0
    for line in reading.report.lines():
        while index < len(tables) and tables[index].end <= line.start:
            index += 1
        if index == len(tables) or not tables[index].overlaps(line):
            yield line


def kinds_above(reading: Reading, offset: int) -> tuple[str, ...]:
    """Return the kinds of the sections that hold `offset`, innermost first."""
    section = reading.report.section_at(offset)
    found: list[str] = []
    while section is not None:
        found.append(section.kind)
        section = None if section.parent is None else reading.report.sections[section.parent]
    return tuple(found)
