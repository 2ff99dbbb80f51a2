"""Hard wraps: which line ends are the page's and not the writer's, so that one paragraph becomes one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from unicodedata import east_asian_width

from kg.structure.headings import kind_of
from kg.structure.numbering import marker

_CLOSED = re.compile(r"[。！？!?；;：:…][”’」』）)】》]*$")
# Two lines of the form 项目单位：… are fields of a form.
_LABEL = re.compile(r"[^，。；：:,;\s]{2,14}[：:]")
_PAUSE = re.compile(r"[，。；、,;]")
_CLAUSE = re.compile(r"[，。；、：,;]")
_OPENERS = re.compile(r"^[，。；、：！？）”》】％%]")
# A figure at the end of a line whose unit begins the next one, and a figure that is not broken to fill a line.
_CUT = re.compile(r"\d[百千万亿]*$")
_UNIT = re.compile(r"[百千万亿]*元(?![\u4e00-\u9fff]*[：:])")
_FIGURE = re.compile(r"\d[\d,.]*[百千万亿]*元?")
_DOTS = re.compile(r"[.…·．]{4,}\s*\d*\s*$")
# What a title of a report ends with: a line before it belongs to it.
_TITLE_END = re.compile(r"(?:报告|决算|预算|总结|说明|公开|自评|情况|要点|计划|书)(?:[（(].{0,20}[）)])?$")
_ANNEX = re.compile(r"附[件表录]?\s*[一二三四五六七八九十\d]{0,2}(?:[-—－]\d{1,2})?\s*[：:]?")
_TITLE_REACH = 15
_MIN_WIDTH = 30
_HAN = "一二三四五六七八九十"
# Numbers that count the members of a sentence.
_COUNTED: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "spoken": lambda number: f"{_HAN[number - 1]}是",
        "circled": lambda number: chr(ord("①") + number - 1),
        "han_paren": lambda number: f"（{_HAN[number - 1]}）",
        "arabic_paren": lambda number: f"（{number}）",
    }
)
# A page's line ends within this many columns of its full width: a character and a mark of punctuation hang over.
_SLACK = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands: its words, whether a blank line stands above it, whether it is an item of a Markdown list."""

    text: str
    blank_above: bool
    item: bool = False


def width(text: str) -> int:
    """Return the columns that `text` takes on a page: a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if char > "\u2e80" or east_asian_width(char) in "WFA" else 1 for char in text)


def join_titles(lines: list[Line]) -> list[Line]:
    """Join the lines of a title that is set on several lines at the top of a report."""
    joined: list[Line] = []
    index = 0
    while index < len(lines):
        stop = _title_end(lines, index) if len(joined) < _TITLE_REACH else index + 1
        text = "".join(line.text for line in lines[index:stop])
        joined.append(Line(text, lines[index].blank_above, lines[index].item))
        index = stop
    return joined


def _title_end(lines: Sequence[Line], start: int) -> int:
    """Return where the title that begins at `start` ends, or the next line where no title does."""
    for index in range(start, min(start + 4, len(lines))):
        line = lines[index]
        words = line.text
        # 附件3 above a title says which annex the report is, and is no part of its title.
        if (
            _ANNEX.fullmatch(words)
            or len(words) > 40
            or line.item
            or _CLAUSE.search(words)
            or marker(words)
            or (index > start and line.blank_above)
        ):
            break
        if _TITLE_END.search(words):
            return index + 1
    return start + 1


def join_wraps(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs of `lines`: a line that the page broke goes on in the next one, also across a blank line."""
    full = _full_width(lines)
    paragraphs: list[str] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and (_goes_on(previous, line, full) or _counts_on(previous, line, full, paragraphs[-1])):
            paragraphs[-1] = _glued(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        previous = line
    return paragraphs


def _counts_on(line: Line, below: Line, full: int | None, paragraph: str) -> bool:
    """Return whether the line below goes on counting (三是…) what a paragraph of full lines counts in its midst (…；二是…)."""
    if full is None or width(line.text) < full or below.item or below.blank_above:
        return False
    found = marker(below.text)
    if found is None or found.style not in _COUNTED or not 1 < found.ordinal <= len(_HAN):
        return False
    before = _COUNTED[found.style](found.ordinal - 1)
    return any(f"{mark}{before}" in paragraph for mark in "；;，。：:")


def _glued(left: str, right: str) -> str:
    between = " " if left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha() else ""
    return left + between + right


def _full_width(lines: Sequence[Line]) -> int | None:
    """Return the width from which a line counts as full, or None where the text is not hard-wrapped."""
    broken = sorted(_broken_widths(lines))
    # Some writers forget a full stop; a page breaks many lines.
    if len(broken) < 3 or len(broken) * 50 < len(lines):
        return None
    return broken[len(broken) // 10] - _SLACK


def _broken_widths(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the width of each line of prose that ends in the midst of a sentence and has words below it."""
    for line, below in pairwise(lines):
        if _is_open(line) and _is_plain(below) and _PAUSE.search(line.text):
            columns = width(line.text)
            if columns >= _MIN_WIDTH:
                yield columns


def _goes_on(line: Line, below: Line, full: int | None) -> bool:
    if not _is_open(line) or not _is_plain(below) or (_LABEL.match(line.text) and _LABEL.match(below.text)):
        return False
    if _OPENERS.match(below.text) or line.text[-1] in "，、（“《":
        # No paragraph begins with a comma or ends with one.
        return True
    if _CUT.search(line.text) and _UNIT.match(below.text):
        return True
    figure = _FIGURE.match(below.text)
    reach = width(line.text) + (width(figure.group()) if figure else 0)
    return full is not None and reach >= full and not _is_heading(line.text)


def _is_open(line: Line) -> bool:
    """Return whether the line may go on: it closes no sentence and is no entry of a table of contents."""
    return not _CLOSED.search(line.text) and not _DOTS.search(line.text)


def _is_plain(line: Line) -> bool:
    """Return whether the line may go on from the one above: it is no list item, numbered line or heading."""
    return not line.item and not _DOTS.search(line.text) and marker(line.text) is None and not kind_of(line.text, bare=True)


def _is_heading(text: str) -> bool:
    found = marker(text)
    if found is None:
        return bool(kind_of(text, bare=True))
    words = text[found.end :]
    return len(words) <= 40 and not _CLAUSE.search(words) and bool(kind_of(words))
