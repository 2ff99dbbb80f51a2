"""Lines of PDF pages become paragraphs: running heads and page numbers are dropped, hard wraps joined, also over a page break."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.read.blocks import Paragraph, tidy
from kg.read.pdf_lines import TextLine
from kg.structure.numbering import marker

_CLOSED: Final = re.compile(r"[。！？!?；;：:…][”’」』）)】》]*$")
_OPENERS: Final = re.compile(r"^[，。；、：！？）”》】％%]")
_DOTS: Final = re.compile(r"[.…·．]{4,}\s*\d*\s*$")
_PAGE: Final = re.compile(r"[-—–─·\s]*(?:第\s*)?(\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?(?:\s*[,，/]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–─·\s]*")
_TOKEN: Final = re.compile(r"[!-~]+")
# Share of a page's height, at its top and bottom, in which heads and page numbers stand.
_ZONE: Final = 0.12
_REPEATS: Final = 3


def without_heads(pages: Sequence[tuple[float, list[TextLine]]]) -> list[list[TextLine]]:
    """Return the lines of each page (given with its height) without page numbers and the words repeated at its top or bottom."""
    seen: Counter[tuple[bool, str]] = Counter()
    for height, lines in pages:
        seen.update({(line.y0 < height / 2, _key(line)) for line in lines if _in_zone(line, height)})
    needed = max(_REPEATS, len(pages) * 3 // 10)
    kept = []
    for height, lines in pages:
        edges = {id(line) for line in (*lines[:2], *lines[-2:])}
        kept.append([line for line in lines if not (_in_zone(line, height) and _is_head(line, height, seen, needed, id(line) in edges))])
    return kept


def _key(line: TextLine) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text))


def _in_zone(line: TextLine, height: float) -> bool:
    return line.y1 < _ZONE * height or line.y0 > (1 - _ZONE) * height


def _is_head(line: TextLine, height: float, seen: Counter[tuple[bool, str]], needed: int, at_edge: bool) -> bool:
    if at_edge and _PAGE.fullmatch(line.text):
        return True
    return seen[line.y0 < height / 2, _key(line)] >= needed and not marker(line.text)


@dataclass(slots=True)
class _Margins:
    """Where the lines of one kind of page (or column) begin and end, their distance and size, and whether paragraphs are indented.

    The distance `pitch` is in ems.
    """

    left: float
    right: float
    pitch: float
    em: float
    indented: bool


class Flow:
    """Joins the lines of a document; first it is shown all lines, so that it knows the margins of each kind of page."""

    def __init__(self, pages: Iterable[tuple[float, Sequence[TextLine]]]) -> None:
        self.widths: dict[int, float] = {}
        groups: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
        for width, lines in pages:
            for line in lines:
                self.widths[line.page] = width
                groups[round(width / 10), line.column].append(line)
        self.margins = {key: _margins(lines) for key, lines in groups.items()}

    def paragraphs(self, lines: Sequence[TextLine]) -> list[Paragraph]:
        """Return a run of lines (without a table between them) as paragraphs."""
        made: list[Paragraph] = []
        above: TextLine | None = None
        for line in lines:
            words = tidy(line.text)
            if not words:
                continue
            if above is not None and self._goes_on(above, line):
                last = made[-1]
                text = last.text + _between(last.text, words)
                turns = last.turns + ((len(text),) if line.page > above.page else ())
                made[-1] = Paragraph(text + words, last.page, turns, last.look)
            else:
                look = f"centred {round(line.em)}" if _is_centred(line, self._margin(line)) else ""
                made.append(Paragraph(words, line.page, look=look))
            above = line
        return made

    def _goes_on(self, above: TextLine, line: TextLine) -> bool:
        """Return whether `line` belongs to the paragraph of the line above it."""
        if _OPENERS.match(line.text):
            return True
        if not 0.87 < line.em / above.em < 1.15 or _DOTS.search(above.text) or _DOTS.search(line.text):
            return False
        here = self._margin(line)
        apart = line.page == above.page and line.column == above.column and line.y0 - above.y0 > 1.45 * here.pitch * line.em
        if apart:
            return False
        if line.em > 1.15 * here.em and _is_centred(line, here):
            # A title goes on under a line of its own size that fills the page, or nearly so.
            return above.x1 - above.x0 > line.x1 - line.x0 and above.x1 > here.right - 3 * line.em and marker(line.text) is None
        if not self._is_full(above, line):
            return False
        closed = bool(_CLOSED.search(above.text))
        if line.x0 > here.left + 0.9 * line.em:
            # An indent begins a paragraph, save where the sentence above is not at its end.
            return not closed and marker(line.text) is None and line.x0 < here.left + 6 * line.em and not _is_centred(line, here)
        if here.indented:
            return True
        return marker(line.text) is None if closed else True

    def _is_full(self, line: TextLine, below: TextLine) -> bool:
        """Return whether a line reaches the right margin, or only a word that cannot be broken kept it from that."""
        token = _TOKEN.match(below.text)
        unbroken = len(token.group()) * 0.55 if token else 0.0
        return line.x1 >= self._margin(line).right - (1.9 + unbroken) * line.em

    def _margin(self, line: TextLine) -> _Margins:
        return self.margins[round(self.widths[line.page] / 10), line.column]


def _is_centred(line: TextLine, margins: _Margins) -> bool:
    return line.x0 - margins.left > 3 * line.em and abs((line.x0 - margins.left) - (margins.right - line.x1)) < 2 * line.em


def _margins(lines: Sequence[TextLine]) -> _Margins:
    # Titles and small print have other margins: the size that most characters have is the body's.
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.em * 2)] += len(line.text)
    size = min(sizes, key=lambda size: (-sizes[size], size))
    body = [line for line in lines if abs(line.em * 2 - size) <= 1] or list(lines)
    em = size / 2
    rights = sorted(line.x1 for line in body)
    right = rights[min(len(rights) - 1, len(rights) * 95 // 100)]
    full = [line for line in body if line.x1 > right - 3 * em]
    places = Counter(round(line.x0 / 3) for line in full)
    often = max(places.values())
    # The leftmost place where lines often begin: all others are indents.
    left = min(place for place, count in places.items() if count * 4 >= often) * 3.0
    left = min((line.x0 for line in full if abs(line.x0 - left) <= 3), default=left)
    steps = [b.y0 - a.y0 for a, b in pairwise(body) if a.page == b.page and 0 < b.y0 - a.y0 < 4 * em]
    indents = sum(1 for line in body if 1.3 * em < line.x0 - left < 2.8 * em)
    # Gaps between paragraphs widen some steps: the lower ones are those inside a paragraph.
    pitch = sorted(steps)[len(steps) // 3] if steps else 2 * em
    return _Margins(left, right, pitch / em, em, indents * 12 >= len(body))


def _between(left: str, right: str) -> str:
    both = left[-1:].isascii() and right[:1].isascii()
    return " " if both and left[-1:].isalpha() and right[:1].isalpha() else ""
