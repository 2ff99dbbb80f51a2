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
    r"“[^”\n]{0,40}”|《[^》\n]{0,80}》|[（(][^（）()\d，,；;。\n]{0,30}[）)]|(?P<open>[（(])|(?P<close>[）)])|(?P<stop>[。！？!?])|(?P<semicolon>[；;])"
    r"|(?P<colon>：|:(?!\d))|(?P<comma>，|(?<!\d),|,(?!\d))"
)
_MEASURED: Final = frozenset({"money", "quantity", "ordinal"})


@dataclass(frozen=True, slots=True)
class Piece:
    """The words between two marks with the figures in them; `before` and `after` name the marks, `depth` counts open brackets."""

    span: Span
    numbers: tuple[Number, ...]
    before: str
    after: str
    depth: int


def pieces(reading: Reading, line: Span) -> Iterator[Piece]:
    """Yield the pieces of a line, left to right."""
    numbers = [number for number in reading.numbers_in(line) if number.kind in _MEASURED and number.value is not None]
    start, before, depth = line.start, "start", 0
    for match in _MARKS.finditer(reading.text, line.start, line.end):
        mark = match.lastgroup
        if mark is None or any(number.span.start <= match.start() < number.span.end for number in numbers):
            continue
        yield _piece(start, match.start(), numbers, (before, mark), depth)
        depth = depth + 1 if mark == "open" else max(0, depth - 1) if mark == "close" else depth
        start, before = match.end(), mark
    yield _piece(start, line.end, numbers, (before, "end"), depth)


def _piece(start: int, end: int, numbers: list[Number], marks: tuple[str, str], depth: int) -> Piece:
    inside = tuple(number for number in numbers if start <= number.span.start and number.span.end <= end)
    return Piece(Span(start, end), inside, marks[0], marks[1], depth)
