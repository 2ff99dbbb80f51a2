"""Characters of a page become lines: segments of text between wide gaps, in reading order over columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from kg.read.pdf_page import Glyph

# Gaps in ems: words of one phrase stand nearer, cells of a table without lines farther apart.
_WIDE: Final = 1.6
_WORD: Final = 0.2
# Lines that two columns side by side must have each before they are read one after the other.
_COLUMN_LINES: Final = 6


@dataclass(slots=True)
class Segment:
    """Words without a wide gap in them, and where they begin and end."""

    text: str
    x0: float
    x1: float


@dataclass(slots=True)
class TextLine:
    """A line of a page: its segments from left to right, its height and size, the page and the column it stands in."""

    segments: list[Segment]
    y0: float
    y1: float
    em: float
    page: int
    column: int = 0

    @property
    def text(self) -> str:
        """Return the words of the line, a space for each wide gap."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        """Return where the first word begins."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Return where the last word ends."""
        return self.segments[-1].x1


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the characters grouped by the height at which they stand, top to bottom, each group from left to right."""
    rows: list[list[Glyph]] = []
    heights: list[float] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.middle, glyph.x0)):
        if rows and abs(glyph.middle - heights[-1]) <= 0.5 * min(glyph.y1 - glyph.y0, rows[-1][-1].y1 - rows[-1][-1].y0):
            row = rows[-1]
            row.append(glyph)
            heights[-1] += (glyph.middle - heights[-1]) / len(row)
        else:
            rows.append([glyph])
            heights.append(glyph.middle)
    for row in rows:
        row.sort(key=lambda glyph: glyph.x0)
    return rows


def em_of(row: Sequence[Glyph]) -> float:
    """Return the size of the characters in a row: the width of a Chinese one, else the height."""
    wide = [glyph.x1 - glyph.x0 for glyph in row if glyph.char > "\u2e80"]
    return median(wide) if wide else median(glyph.y1 - glyph.y0 for glyph in row)


def words_of(row: Sequence[Glyph]) -> str:
    """Return the words of a row, spaces where the writer or a gap between Latin words puts them."""
    em = em_of(row)
    text = row[0].char
    for before, glyph in pairwise(row):
        text += _space(before, glyph, em) + glyph.char
    return text


def _space(before: Glyph, glyph: Glyph, em: float) -> str:
    gap = glyph.x0 - before.x1
    if glyph.spaced:
        return " "
    latin = before.char.isascii() and glyph.char.isascii() and before.char.isalpha() and glyph.char.isalpha()
    return " " if gap > _WIDE * em or (latin and gap > _WORD * em) else ""


def lines_of(glyphs: Sequence[Glyph], page: int) -> list[TextLine]:
    """Return the lines of a page in reading order."""
    lines = []
    for row in rows_of(glyphs):
        em = em_of(row)
        parts: list[list[Glyph]] = [[row[0]]]
        for before, glyph in pairwise(row):
            if glyph.x0 - before.x1 > _WIDE * em:
                parts.append([])
            parts[-1].append(glyph)
        segments = [Segment(words_of(part), part[0].x0, part[-1].x1) for part in parts]
        lines.append(TextLine(segments, min(g.y0 for g in row), max(g.y1 for g in row), em, page))
    return _in_columns(lines)


def _in_columns(lines: list[TextLine]) -> list[TextLine]:
    """Put the lines of text set in two columns one column after the other; other lines stay as they stand."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    ordered: list[TextLine] = []
    run: list[TextLine] = []
    for line in lines:
        if any(segment.x0 < gutter < segment.x1 for segment in line.segments):
            ordered += _read_columns(run, gutter)
            run = []
            ordered.append(line)
        else:
            run.append(line)
    return ordered + _read_columns(run, gutter)


def _read_columns(run: list[TextLine], gutter: float) -> list[TextLine]:
    sides: tuple[list[TextLine], list[TextLine]] = ([], [])
    for line in run:
        for side, column in ((0, 1), (1, 2)):
            segments = [segment for segment in line.segments if (segment.x0 > gutter) == bool(side)]
            if segments:
                sides[side].append(TextLine(segments, line.y0, line.y1, line.em, line.page, column))
    if min(len(sides[0]), len(sides[1])) < _COLUMN_LINES or not all(_is_prose(side) for side in sides):
        return run
    return [*sides[0], *sides[1]]


def _is_prose(lines: Sequence[TextLine]) -> bool:
    """Return whether lines are those of a column of text: most fill its width and none is cut into cells."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full = sum(1 for line in lines if line.x1 - line.x0 > 0.75 * (right - left) and len(line.segments) == 1 and len(line.text) >= 8)
    return full * 2 >= len(lines)


def _gutter(lines: Sequence[TextLine]) -> float | None:
    """Return where the white strip between two columns runs, or None where most lines cross the middle."""
    if len(lines) < _COLUMN_LINES:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    split = [line for line in lines if len(line.segments) == 2]
    gaps = [(line.segments[0].x1, line.segments[1].x0) for line in split]
    middle = [(low, high) for low, high in gaps if left + 0.3 * (right - left) < (low + high) / 2 < left + 0.7 * (right - left)]
    if len(middle) < _COLUMN_LINES:
        return None
    low, high = sorted(low for low, _ in middle)[len(middle) * 9 // 10], sorted(high for _, high in middle)[len(middle) // 10]
    return (low + high) / 2 if low < high else None
