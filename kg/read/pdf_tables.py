"""Tables of a PDF page: ruled ones from their lines, with merged cells; unruled ones from words that stand in columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kg.read.blocks import RawCell, placed, tidy
from kg.read.pdf_lines import TextLine, em_of, rows_of, words_of
from kg.read.pdf_page import Glyph, PdfPage, Rule

# Lines of one border may stand this far apart (points): double lines, rounding.
_SNAP: Final = 3.0
# Borders nearer than this share of the width are one border.
_DRIFT: Final = 0.015
_MOST_RULES: Final = 3_000
_MOST_UNITS: Final = 60_000
_CLOSED: Final = re.compile(r"[。；;！？：:]$")
_LATIN: Final = re.compile(r"[A-Za-z]$")
_SENTENCE: Final = re.compile(r"[，。；]")


@dataclass(slots=True)
class PdfTable:
    """A table on a page: its place, the x of its column borders, its rows, and the page each row stands on."""

    page: int
    top: float
    bottom: float
    borders: list[float]
    rows: list[list[RawCell]]
    starts: list[int] = field(default_factory=list)
    ruled: bool = True


def ruled_tables(page: PdfPage) -> tuple[list[PdfTable], list[Glyph]]:
    """Return the ruled tables of a page and the characters that stand in none."""
    found = [lattice for lattice in _lattices(page) if len(lattice.xs) > 1 and len(lattice.ys) > 1]
    inside: dict[int, list[Glyph]] = defaultdict(list)
    outside = []
    for glyph in page.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        for number, lattice in enumerate(found):
            if lattice.xs[0] <= x <= lattice.xs[-1] and lattice.ys[0] <= y <= lattice.ys[-1]:
                inside[number].append(glyph)
                break
        else:
            outside.append(glyph)
    tables = []
    for number, lattice in enumerate(found):
        if inside[number]:
            rows = lattice.table(inside[number])
            tables.append(PdfTable(page.number, lattice.ys[0], lattice.ys[-1], lattice.xs, rows, [page.number] * len(rows)))
    return tables, outside


class _Lattice:
    """Ruled lines that touch each other: column and row borders, and which unit cells they part."""

    def __init__(self, across: list[Rule], down: list[Rule]) -> None:
        xs = _clusters([rule.at for rule in down])
        self.ys = _clusters([rule.at for rule in across])
        low, high = min(rule.low for rule in across), max(rule.high for rule in across)
        # Many tables have no lines at their left and right edges: there the lines across end.
        self.xs = ([low] if low < xs[0] - 2 * _SNAP else []) + xs + ([high] if high > xs[-1] + 2 * _SNAP else [])
        self.across = _by_place(across, self.ys)
        self.down = _by_place(down, self.xs)

    @property
    def columns(self) -> int:
        """Return the number of unit columns."""
        return len(self.xs) - 1

    @property
    def height(self) -> int:
        """Return the number of unit rows."""
        return len(self.ys) - 1

    def regions(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        """Return, for each unit cell, the cell it belongs to: first row, first column, rows and columns."""
        parent = list(range(self.columns * self.height))

        def root(unit: int) -> int:
            while parent[unit] != unit:
                parent[unit] = parent[parent[unit]]
                unit = parent[unit]
            return unit

        for row in range(self.height):
            for column in range(self.columns):
                unit = row * self.columns + column
                if column + 1 < self.columns and not _covers(self.down.get(column + 1, ()), self.ys[row], self.ys[row + 1]):
                    parent[root(unit + 1)] = root(unit)
                if row + 1 < self.height and not _covers(self.across.get(row + 1, ()), self.xs[column], self.xs[column + 1]):
                    parent[root(unit + self.columns)] = root(unit)
        members: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for unit in range(len(parent)):
            members[root(unit)].append(divmod(unit, self.columns))
        return {unit: region for units in members.values() for unit, region in _rectangles(units).items()}

    def table(self, glyphs: Sequence[Glyph]) -> list[list[RawCell]]:
        """Return the rows of the table with the words of its cells."""
        regions = self.regions()
        words: dict[tuple[int, int, int, int], list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            column = min(max(bisect_right(self.xs, (glyph.x0 + glyph.x1) / 2) - 1, 0), self.columns - 1)
            row = min(max(bisect_right(self.ys, glyph.middle) - 1, 0), self.height - 1)
            words[regions[row, column]].append(glyph)
        rows: list[list[RawCell]] = []
        for row in range(self.height):
            cells = []
            for column in range(self.columns):
                region = regions[row, column]
                if region[:2] == (row, column):
                    right = self.xs[column + region[3]]
                    cells.append(RawCell(cell_text(words.get(region, ()), right), region[2], region[3]))
            rows.append(cells)
        return _without_empty(rows)


def _without_empty(rows: list[list[RawCell]]) -> list[list[RawCell]]:
    """Drop rows in which no cell begins, which double lines make, and make the cells above them shorter."""
    kept = [bool(row) for row in rows]
    made = []
    for number, row in enumerate(rows):
        if kept[number]:
            made.append([RawCell(c.text, max(1, sum(kept[number : number + c.rowspan])), c.colspan) for c in row])
    return made


def _rectangles(units: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """Return the region of each unit: all of them where they form a rectangle, else the run of each row by itself."""
    rows, columns = [row for row, _ in units], [column for _, column in units]
    top, left, height, width = min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if height * width == len(units):
        return dict.fromkeys(units, (top, left, height, width))
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column in units:
        by_row[row].append(column)
    found = {}
    for row, members in by_row.items():
        run: list[int] = []
        for column in [*sorted(members), -1]:
            if run and column != run[-1] + 1:
                found.update({(row, member): (row, run[0], 1, len(run)) for member in run})
                run = []
            run.append(column)
    return found


def cell_text(glyphs: Iterable[Glyph], right: float) -> str:
    """Return the words of a cell: lines that its width broke are joined, a sentence that ends short ends a line."""
    text = ""
    for row in rows_of(list(glyphs)):
        words = tidy(words_of(row))
        if text and _LATIN.search(text) and words[:1].isascii() and words[:1].isalpha():
            text += " "
        text += words
        if _CLOSED.search(words) and row[-1].x1 < right - 2 * em_of(row):
            text += "\n"
    return text.strip("\n")


def _lattices(page: PdfPage) -> list[_Lattice]:
    """Return the sets of touching lines of a page, top to bottom."""
    across, down = _joined(page.across), _joined(page.down)
    if len(across) > _MOST_RULES or len(down) > _MOST_RULES:
        return []
    parent = list(range(len(across) + len(down)))

    def root(unit: int) -> int:
        while parent[unit] != unit:
            parent[unit] = parent[parent[unit]]
            unit = parent[unit]
        return unit

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.low - _SNAP <= v.at <= h.high + _SNAP and v.low - _SNAP <= h.at <= v.high + _SNAP:
                parent[root(len(across) + j)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for unit in range(len(parent)):
        groups[root(unit)][unit >= len(across)].append(across[unit] if unit < len(across) else down[unit - len(across)])
    found = [_Lattice(h, v) for h, v in groups.values() if len(_clusters([rule.at for rule in h])) > 1 and v]
    # One frame around words is a box, not a table.
    tables = [lattice for lattice in found if 1 < lattice.columns * lattice.height <= _MOST_UNITS]
    return sorted(tables, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _clusters(places: list[float]) -> list[float]:
    """Return the distinct places of borders: those that stand together are one."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _SNAP:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Join the pieces of one line: programs draw a border cell by cell, or as dots."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at), rule.low)):
        last = joined[-1] if joined else None
        if last is not None and abs(last.at - rule.at) <= 1.0 and rule.low <= last.high + _SNAP:
            joined[-1] = Rule(last.at, last.low, max(last.high, rule.high))
        else:
            joined.append(rule)
    return [rule for rule in joined if rule.high - rule.low > 2 * _SNAP]


def _by_place(rules: Iterable[Rule], places: Sequence[float]) -> dict[int, list[tuple[float, float]]]:
    """Return the stretches that are drawn along each border."""
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for rule in rules:
        nearest = min(range(len(places)), key=lambda index: abs(places[index] - rule.at))
        found[nearest].append((rule.low, rule.high))
    return found


def _covers(stretches: Iterable[tuple[float, float]], low: float, high: float) -> bool:
    """Return whether the stretches drawn along a border part two unit cells between `low` and `high`."""
    drawn = sum(max(0.0, min(high, stop) - max(low, start)) for start, stop in stretches)
    return drawn >= 0.5 * (high - low)


def unruled_tables(lines: Sequence[TextLine]) -> list[TextLine | PdfTable]:
    """Return the lines of a page, runs of lines whose words stand in columns as tables."""
    items: list[TextLine | PdfTable] = []
    index = 0
    while index < len(lines):
        stop = _run(lines, index)
        table = _from_columns(lines[index:stop]) if stop - index >= 3 else None
        if table is None:
            items.append(lines[index])
            index += 1
        else:
            items.append(table)
            index = stop
    return items


def _run(lines: Sequence[TextLine], start: int) -> int:
    """Return where the run of lines in columns that begins at `start` ends."""
    if len(lines[start].segments) < 2:
        return start
    stop = start + 1
    columns = len(lines[start].segments)
    while stop < len(lines):
        line, above = lines[stop], lines[stop - 1]
        apart = line.y0 - above.y1 > 2.5 * max(line.em, above.em) or line.column != above.column
        # A short line between may be what is left of a cell that ran over.
        single = len(line.segments) == 1 and (columns < 3 or line.x1 - line.x0 > 14 * line.em or _SENTENCE.search(line.text) is not None)
        if apart or single or (len(line.segments) == 1 and len(above.segments) == 1):
            break
        columns = max(columns, len(line.segments))
        stop += 1
    while stop > start and len(lines[stop - 1].segments) == 1:
        stop -= 1
    return stop


def _from_columns(lines: Sequence[TextLine]) -> PdfTable | None:
    """Return lines as a table where their words stand in columns that no word crosses, else None."""
    edges = sorted((segment.x0, segment.x1) for line in lines for segment in line.segments)
    bands: list[list[float]] = []
    for x0, x1 in edges:
        if bands and x0 <= bands[-1][1]:
            bands[-1][1] = max(bands[-1][1], x1)
        else:
            bands.append([x0, x1])
    if len(bands) < 2 or max(len(line.segments) for line in lines) < len(bands):
        return None
    filled = sum(len(line.segments) for line in lines)
    if filled * 2 < len(bands) * len(lines):
        return None
    starts = [band[0] for band in bands]
    rows: list[list[str]] = []
    for line in lines:
        cells = [""] * len(bands)
        for segment in line.segments:
            column = bisect_right(starts, segment.x0) - 1
            cells[column] += tidy(segment.text)
        if rows and sum(1 for cell in cells if cell) == 1 and not cells[0]:
            rows[-1] = [above + below for above, below in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    borders = [bands[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(bands)), bands[-1][1]]
    page = lines[0].page
    made = [[RawCell(cell) for cell in row] for row in rows]
    return PdfTable(page, lines[0].y0, lines[-1].y1, borders, made, [page] * len(rows), ruled=False)


def continues(above: PdfTable, below: PdfTable) -> bool:
    """Return whether `below`, the first thing on its page, is `above`, the last thing on the page before, going on.

    A ruled table goes on with the same outer borders; on the next page its rows may be cut into other cells. Words in columns go on
    with the same columns.
    """
    if below.page != above.starts[-1] + 1 or above.ruled != below.ruled:
        return False
    width, other = above.borders[-1] - above.borders[0], below.borders[-1] - below.borders[0]
    if min(width, other) <= 0 or abs(width - other) > _DRIFT * width:
        return False
    if above.ruled:
        return True
    places, others = _shares(above), _shares(below)
    return len(places) == len(others) and all(abs(a - b) < _DRIFT for a, b in zip(places, others, strict=True))


def _shares(table: PdfTable) -> list[float]:
    """Return the column borders as shares of the width: pages may be shifted against each other for binding."""
    left, width = table.borders[0], table.borders[-1] - table.borders[0]
    return [(x - left) / width for x in table.borders]


def join(above: PdfTable, below: PdfTable) -> None:
    """Add the rows of `below` to `above`: repeated column names are dropped, a row that the page broke is made whole."""
    if len(above.borders) != len(below.borders) or any(abs(a - b) >= _DRIFT for a, b in zip(_shares(above), _shares(below), strict=True)):
        _refine(above, below)
    repeated = 0
    while repeated < min(len(above.rows), len(below.rows), 6) and _same(above.rows[repeated], below.rows[repeated]):
        repeated += 1
    rows, starts = below.rows[repeated:], below.starts[repeated:]
    if rows and above.rows and not repeated and _is_rest(above.rows[-1], rows[0]):
        last = above.rows[-1]
        above.rows[-1] = [RawCell(a.text + b.text, a.rowspan, a.colspan) for a, b in zip(last, rows[0], strict=True)]
        rows, starts = rows[1:], starts[1:]
    above.rows += rows
    above.starts += starts


def _refine(above: PdfTable, below: PdfTable) -> None:
    """Cut both parts of a table at the column borders of either, so that their columns count alike."""
    left, width = above.borders[0], above.borders[-1] - above.borders[0]
    every: list[float] = []
    for share in sorted([*_shares(above), *_shares(below)]):
        if not every or share - every[-1] >= _DRIFT:
            every.append(share)
    for table in (above, below):
        at = [min(range(len(every)), key=lambda index: abs(every[index] - share)) for share in _shares(table)]
        table.rows = [
            [RawCell(cell.text, cell.rowspan, at[min(column + cell.colspan, len(at) - 1)] - at[column]) for column, cell in own]
            for own in _own_cells(table.rows)
        ]
        table.borders = [left + share * width for share in every]


def _own_cells(rows: Sequence[Sequence[RawCell]]) -> list[list[tuple[int, RawCell]]]:
    """Return the cells that begin in each row with their columns."""
    found = []
    for row, cells in zip(rows, placed(rows), strict=True):
        mine = {id(cell) for cell in row}
        found.append([(column, cell) for column, cell in cells if id(cell) in mine])
    return found


def _same(row: Sequence[RawCell], other: Sequence[RawCell]) -> bool:
    words = ["".join(cell.text.split()) for cell in row]
    return any(words) and words == ["".join(cell.text.split()) for cell in other]


def _is_rest(last: Sequence[RawCell], first: Sequence[RawCell]) -> bool:
    """Return whether a page's first row is the rest of the row above it: a few words below words that end in mid-sentence."""
    if len(last) != len(first) or any(a.colspan != b.colspan or a.rowspan != b.rowspan for a, b in zip(last, first, strict=True)):
        return False
    pairs = [(a.text, b.text) for a, b in zip(last, first, strict=True) if b.text]
    if not pairs or first[0].text or len(pairs) * 2 > len(first):
        return False
    return all(a and not _CLOSED.search(a) and not re.fullmatch(r"[-\d.,%％]+", a + b) for a, b in pairs)
