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
    text, numbers = reading.text, measured(reading, line)
    start, before, depth, taken = line.start, "start", 0, 0
    position = line.start
    # `near` is the first figure that ends behind the mark: only it can hold the mark.
    near = 0
    for first in _FIRST.finditer(text, line.start, line.end):
        at = first.start()
        match = _MARKS.match(text, at, line.end) if at >= position else None
        if match is None:
            continue
        while near < len(numbers) and numbers[near].span.end <= at:
            near += 1
        mark = match.lastgroup
        if mark == "bracket":
            # A bracket with a rank in it (全市第一、全省第二) states figures too.
            mark = "open" if near < len(numbers) and numbers[near].span.start < match.end() else None
        position = match.end() if mark is None else at + 1
        if mark is None or (near < len(numbers) and numbers[near].span.start <= at):
            continue
        last = taken
        while last < len(numbers) and numbers[last].span.start < at:
            last += 1
        yield Piece(Span(start, at), tuple(numbers[taken:last]), before, mark, depth)
        depth = depth + 1 if mark == "open" else max(0, depth - 1) if mark == "close" else depth
        start, before, taken = position, mark, last
    yield Piece(Span(start, line.end), tuple(numbers[taken:]), before, "end", depth)
