"""A page of a PDF as marks on paper: characters and ruled lines in reading position, whichever way the page is turned."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as raw

# Beyond this a page is a drawing, and its strokes are no table.
_MOST_STROKES: Final = 40_000
_DEEPEST_FORM: Final = 8
# A rectangle thinner than this is a line that a program drew as a box.
_THIN: Final = 3.0
_WHITE: Final = 250


@dataclass(slots=True)
class Glyph:
    """A character and its box, x to the right, y down the page; `spaced` says that a space stands before it."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    spaced: bool = False

    @property
    def middle(self) -> float:
        """Return the height at which the character stands."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: `at` is its y (or x), `low` to `high` what it runs along."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class PdfPage:
    """The marks of one page. `unknown` counts characters whose font does not say what they are, `pictures` the images."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    unknown: int
    pictures: int


class _Turn:
    """Turns page coordinates so that most of the text runs from left to right and y grows downwards."""

    def __init__(self, quarter: int, box: tuple[float, float, float, float]) -> None:
        self.quarter = quarter
        corners = [self._turned(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        self.left = min(x for x, _ in corners)
        self.top = min(y for _, y in corners)
        self.width = max(x for x, _ in corners) - self.left
        self.height = max(y for _, y in corners) - self.top

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return ((x, -y), (y, x), (-x, y), (-y, -x))[self.quarter]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page stands."""
        x, y = self._turned(x, y)
        return x - self.left, y - self.top

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return where a rectangle of the page stands: left, top, right, bottom."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)


def load(page: Any, number: int) -> PdfPage:
    """Return the marks of a page of pypdfium2."""
    left, bottom, right, top = page.get_mediabox()
    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text.raw)
    turn = _Turn(_quarter(text.raw, count), (left, bottom, right, top))
    glyphs, unknown = _glyphs(text.raw, count, turn)
    text.close()
    strokes = _Strokes(turn)
    strokes.take(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page.raw, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
    return PdfPage(number, turn.width, turn.height, glyphs, strokes.across, strokes.down, unknown, strokes.pictures)


def _quarter(text: Any, count: int) -> int:
    """Return in which direction most characters run: 0 right, 1 up, 2 left, 3 down."""
    step = max(1, count // 200)
    found: Counter[int] = Counter()
    for index in range(0, count, step):
        angle = raw.FPDFText_GetCharAngle(text, index)
        if angle >= 0:
            # The library measures clockwise.
            found[round(-angle / (math.pi / 2)) % 4] += 1
    return min(found, key=lambda quarter: (-found[quarter], quarter)) if found else 0


def _glyphs(text: Any, count: int, turn: _Turn) -> tuple[list[Glyph], int]:
    """Return the printed characters, and how many of them the fonts do not name."""
    box = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    unknown = 0
    spaced = False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000) or 0x2000 <= code <= 0x200B:
            # The library puts in spaces of its own where characters stand apart; the writer's count.
            spaced = spaced or (code not in (0x0A, 0x0D) and raw.FPDFText_IsGenerated(text, index) == 0)
            continue
        if code == 0 or code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code < 0x20 or 0x7F <= code < 0xA0:
            unknown += code < 0xF000 or code > 0xF0FF  # symbol fonts draw bullets and boxes there
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            continue
        x0, y0, x1, y1 = turn.box(box.left, box.bottom, box.right, box.top)
        if x1 - x0 > 0 and y1 - y0 > 0:
            glyphs.append(Glyph(chr(code), x0, y0, x1, y1, spaced))
            spaced = False
    return glyphs, unknown


Matrix = tuple[float, float, float, float, float, float]


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


class _Strokes:
    """Collects the ruled lines of a page, those inside its forms too."""

    def __init__(self, turn: _Turn) -> None:
        self.turn = turn
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.pictures = 0

    def take(self, count: Any, get: Any, parent: Any, matrix: Matrix, depth: int) -> None:
        """Take in the objects of a page or form."""
        for index in range(min(count(parent), _MOST_STROKES)):
            item = get(parent, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH and len(self.across) + len(self.down) < _MOST_STROKES:
                self._path(item, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.pictures += 1
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                self.take(raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, item, _times(_matrix(item), matrix), depth + 1)

    def _path(self, item: Any, outer: Matrix) -> None:
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroked))
        if not mode.value and not stroked.value:
            return
        if _is_white(item, bool(stroked.value)):
            return
        for points, closed in _subpaths(item, _times(_matrix(item), outer), self.turn):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if min(width, height) <= _THIN:
                self._rule(min(xs), min(ys), max(xs), max(ys))
            elif stroked.value:
                for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1] if closed else points[1:], strict=False):
                    self._rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        # The dashes of a broken line are shorter than some lines are thick: the longer side says which way it runs.
        if y1 - y0 <= _THIN and y1 - y0 < x1 - x0:
            self.across.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN and x1 - x0 < y1 - y0:
            self.down.append(Rule((x0 + x1) / 2, y0, y1))


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return found.a, found.b, found.c, found.d, found.e, found.f


def _is_white(item: Any, stroked: bool) -> bool:
    """Return whether a path is drawn in the colour of paper: a reader does not see it."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    colour = raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor
    if not colour(item, *map(ctypes.byref, (red, green, blue, alpha))):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE


def _subpaths(item: Any, matrix: Matrix, turn: _Turn) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the straight runs of a path as points, and whether each is closed; curves end a run."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(item), _MOST_STROKES)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = raw.FPDFPathSegment_GetType(segment)
        point = turn.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == raw.FPDF_SEGMENT_LINETO and points:
            points.append(point)
        else:
            if len(points) > 1:
                yield points, False
            points = [point]
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield points, True
            points = []
    if len(points) > 1:
        yield points, False
