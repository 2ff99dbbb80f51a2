"""A line of prose cut into the pieces that precede its figures: what a clause says up to each amount or percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kg.model import Section, Span
from kg.recognise.reading import Number, Reading
from kg.values import Money, Quantity

Mark = Literal["start", "number", "stop", "colon", "comma", "semicolon", "open", "close"]

# A bracket without figures or commas belongs to a name: 因公出国（境）费, 一般公共服务支出（类）, 调增（减）; so does the code of a class,
# 行政运行（2013801）.
_MARKS: Final = re.compile(
    r"(?P<keep>[（(][^（）()\d，,；;。：:\n]{0,20}[）)]|(?<![\u4e00-\u9fff\w”）)])[（(]\d{1,2}[）)]|[（(]2\d\d(?:\d\d){1,2}[）)])"
    r"|(?P<open>[（(])|(?P<close>[）)])|(?P<stop>[。！？!?])|(?P<colon>[：:])|(?P<semicolon>[；;])|(?P<comma>，|(?<!\d),|,(?!\d))"
)


# A heading before the text of its own line, told from it by a gap.
_RUN_IN: Final = re.compile(
    r"[\s　]*(?P<words>(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])[^，,。；;：:\d\s　]{2,24})"
    r"(?:　+|\t+| {2,}|(?<=情况) |(?<=[费出入]) )(?=\S)"
)
# Each mark begins with one of these: searching for a character first costs less than trying every form everywhere.
_FIRST: Final = re.compile(r"[（()）。！？!?：:；;，,]")


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


def pieces(reading: Reading, line: Span) -> tuple[Piece, ...]:
    """Return the pieces of a line, left to right; words between a figure and the next mark stand after mark "number".

    Accounts and budget items read the same lines, so a reading's lines are cut the first time only.
    """
    made = reading.once(_cut_lines)
    if line.start not in made:
        made[line.start] = tuple(_pieces(reading, line))
    return made[line.start]


def _cut_lines(_: Reading) -> dict[int, tuple[Piece, ...]]:
    """Return where the pieces of a reading's lines are kept, by the start of the line."""
    return {}


def _pieces(reading: Reading, line: Span) -> Iterator[Piece]:
    start, after, depth = line.start, "start", 0
    if heading := _RUN_IN.match(reading.text, line.start, line.end):
        # 三、“三公”经费　全年支出23万元: the heading is a sentence of its own.
        yield Piece(Span(*heading.span("words")), None, "start", 0)
        start, after = heading.end(), "stop"
    for begin, end, kind, number in _events(reading, Span(start, line.end)):
        words = _trimmed(reading.text, start, begin)
        if words is not None or number is not None:
            yield Piece(words or Span(begin, begin), number, after, depth)  # type: ignore[arg-type]
        depth = depth + 1 if kind == "open" else max(0, depth - 1) if kind == "close" else depth
        start, after = end, kind
    words = _trimmed(reading.text, start, line.end)
    if words is not None:
        yield Piece(words, None, after, depth)  # type: ignore[arg-type]


def _events(reading: Reading, line: Span) -> Iterator[tuple[int, int, str, Number | None]]:
    """Yield the figures and the marks outside them in text order: where each starts and ends and what it is."""
    waiting = [number for number in reading.numbers_in(line) if counts(number)]
    waiting.reverse()
    done = passed = line.start
    for first in _FIRST.finditer(reading.text, line.start, line.end):
        at = first.start()
        match = _MARKS.match(reading.text, at, line.end) if at >= passed else None
        if match is None or match.lastgroup is None:
            continue
        kind, passed = match.lastgroup, match.end()
        if kind == "keep":
            continue
        while waiting and waiting[-1].span.start <= at:
            number = waiting.pop()
            done = number.span.end
            yield number.span.start, done, "number", number
        if at >= done:
            yield at, match.end(), kind, None
    while waiting:
        number = waiting.pop()
        yield number.span.start, number.span.end, "number", number


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] in "、"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def prose_lines(reading: Reading) -> tuple[Span, ...]:
    """Return the lines of the report that stand in no table and hold text, in text order."""
    return reading.once(_prose_lines)


def _prose_lines(reading: Reading) -> tuple[Span, ...]:
    tables = sorted((table.span for table in reading.report.tables), key=lambda span: span.start)
    index = 0
    found: list[Span] = []
    for line in reading.report.lines():
        while index < len(tables) and tables[index].end <= line.start:
            index += 1
        if index == len(tables) or not tables[index].overlaps(line):
            found.append(line)
    return tuple(found)


def kinds_above(reading: Reading, offset: int) -> tuple[str, ...]:
    """Return the kinds of the sections that hold `offset`, innermost first."""
    return tuple(section.kind for section in sections_above(reading, offset))


def sections_above(reading: Reading, offset: int) -> Iterator[Section]:
    """Yield the sections that hold `offset`, innermost first."""
    section = reading.report.section_at(offset)
    while section is not None:
        yield section
        section = None if section.parent is None else reading.report.sections[section.parent]
