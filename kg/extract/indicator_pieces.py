"""A line of prose cut into the pieces in which a figure finds its name: clauses, and brackets that hold figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.model import Span
from kg.recognise.reading import Number, Reading

# Quoted words and brackets without figures belong to a name; lengths are bounded so that an unclosed mark swallows nothing.
_MARKS: Final = re.compile(
    r"“[^”\n]{0,40}”|《[^》\n]{0,80}》|(?P<bracket>[（(])[^（）()\d，,；;。\n]{0,30}[）)]|(?P<open>[（(])|(?P<close>[）)])|(?P<stop>[。！？!?])|(?P<semicolon>[；;])"
    r"|(?P<colon>：|:(?!\d))|(?P<comma>，|(?<!\d),|,(?!\d))"
)
# Each of them begins with one of these: searching for a character first costs less than trying every form everywhere.
_FIRST: Final = re.compile(r"[“《（()）。！？!?；;：:，,]")
_MEASURED: Final = frozenset({"money", "quantity", "ordinal"})


@dataclass(frozen=True, slots=True)
class Piece:
    """The words between two marks with the figures in them; `before` and `after` name the marks, `depth` counts open brackets."""

    span: Span
    numbers: tuple[Number, ...]
    before: str
    after: str
    depth: int


def measured(reading: Reading, line: Span) -> list[Number]:
    """Return the figures of a line: amounts, quantities and ranks that have a value."""
    return [number for number in reading.numbers_in(line) if number.kind in _MEASURED and number.value is not None]


def pieces(reading: Reading, line: Span) -> Iterator[Piece]:
    """Yield the pieces of a line, left to right."""
    numbers = measured(reading, line)
    inside = {place for number in numbers for place in range(number.span.start, number.span.end)}
    start, before, depth, taken = line.start, "start", 0, 0
    position = line.start
    for first in _FIRST.finditer(reading.text, line.start, line.end):
        match = _MARKS.match(reading.text, first.start(), line.end) if first.start() >= position else None
        if match is None:
            continue
        mark = match.lastgroup
        if mark == "bracket":
            # A bracket with a rank in it (全市第一、全省第二) states figures too.
            mark = None if inside.isdisjoint(range(*match.span())) else "open"
        position = match.end() if mark is None else match.start() + 1
        if mark is None or match.start() in inside:
            continue
        last = taken
        while last < len(numbers) and numbers[last].span.start < match.start():
            last += 1
        yield Piece(Span(start, match.start()), tuple(numbers[taken:last]), before, mark, depth)
        depth = depth + 1 if mark == "open" else max(0, depth - 1) if mark == "close" else depth
        start, before, taken = position, mark, last
    yield Piece(Span(start, line.end), tuple(numbers[taken:]), before, "end", depth)
