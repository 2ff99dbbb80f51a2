"""What the readers of Word, PDF, web pages and sheets hand over: paragraphs and tables, rendered into one canonical text with its grids.

A table stands in the text as a Word table saved as text does: each cell on a line behind a tab, a blank line after each row. So a
cell is a line of its own in every format, and its quote is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.model import Cell, Grid, Span
from kg.read.grids import clean
from kg.read.wraps import Line, join_titles

# Control characters, and the marks of width zero that word processors leave behind.
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b-\u200f\u2060\u00ad\ufff9-\ufffb\ufffe\uffff\ue000-\uf8ff\ud800-\udfff]")
_BLANK = re.compile(r"[ \t\x0b\x0c\xa0]+")
_EDGES = " \t\u3000"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reader found in a file: canonical text, grids, where each page stands in the text, and whether OCR read it."""

    text: str
    grids: tuple[Grid, ...] = ()
    pages: tuple[Span, ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of a table: its words (a line a paragraph), and how many rows and columns it covers."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and the page it begins on; `turns` are the offsets in it at which the following pages begin.

    `look` says how a line that is set as a title looks (centred, its size), and is "" for every other line.
    """

    text: str
    page: int = 0
    turns: tuple[int, ...] = ()
    look: str = ""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: its rows with the cells that begin in each (and `starts`, the page of each row, where there are pages)."""

    rows: tuple[tuple[RawCell, ...], ...]
    starts: tuple[int, ...] = ()


Block = Paragraph | TableBlock


def tidy(text: str) -> str:
    """Return the words of one line: no control characters, runs of blanks as one, none at the ends."""
    return _BLANK.sub(" ", _NOISE.sub("", text)).strip(_EDGES)


def tidy_lines(text: str) -> str:
    """Return the words of a cell, each of its lines tidied, empty lines dropped."""
    return "\n".join(words for line in re.split(r"[\r\n\u2028\u2029\x85]+", text) if (words := tidy(line)))


def render(blocks: Iterable[Block], pages: int = 0, recognised: bool = False) -> Parsed:
    """Return the canonical text of `blocks` with grids and, where the file has `pages`, the span of each page."""
    writer = _Writer()
    for part in _titled([part for block in blocks for part in _flattened(block)]):
        if isinstance(part, Paragraph):
            writer.paragraph(part)
        else:
            writer.table(part)
    return writer.parsed(pages, recognised)


def _flattened(block: Block) -> Iterable[Block]:
    """Give a table of a single cell as the paragraphs it frames, and drop a table without words; other blocks as they are."""
    if isinstance(block, Paragraph):
        return [block] if block.text else []
    cells = [cell for row in block.rows for cell in row]
    if not any(cell.text for cell in cells):
        return []
    if max(sum(cell.colspan for cell in row) for row in block.rows) > 1 or len(cells) > 1:
        return [block]
    page = block.starts[0] if block.starts else 0
    return [Paragraph(line, page) for line in cells[0].text.split("\n")]


def _titled(blocks: Sequence[Block]) -> list[Block]:
    """Join the paragraphs of a title that is set on several lines of one look at the top."""
    stop = next((index for index, block in enumerate(blocks) if not isinstance(block, Paragraph)), len(blocks))
    top = [block for block in blocks[:stop] if isinstance(block, Paragraph)]
    joined: list[Block] = []
    taken = 0
    looks = ["", *(block.look for block in top)]
    lines = [Line(block.text, not block.look or block.look != above) for block, above in zip(top, looks, strict=False)]
    for line in join_titles(lines):
        text, page, turns = "", top[taken].page, list[int]()
        while len(text) < len(line.text):
            turns += [len(text)] * (top[taken].page - page - len(turns)) + [len(text) + turn for turn in top[taken].turns]
            text += top[taken].text
            taken += 1
        joined.append(Paragraph(line.text, page, tuple(turns)))
    return [*joined, *blocks[stop:]]


class _Writer:
    """Writes blocks one after another and keeps where everything stands."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.grids: list[Grid] = []
        self.turns: dict[int, int] = {}

    def paragraph(self, block: Paragraph) -> None:
        """Write a paragraph on a line of its own."""
        self.turn(block.page, self.length)
        for number, offset in enumerate(block.turns, 1):
            self.turn(block.page + number, self.length + offset)
        self._add(block.text + "\n")

    def table(self, block: TableBlock) -> None:
        """Write a table, a cell a line, and keep its grid; a cell that a merged one covers from above is left blank."""
        base = self.length
        rows = []
        for number, row in enumerate(placed(block.rows)):
            if block.starts:
                self.turn(block.starts[number], self.length)
            rows.append(tuple(self._cell(cell, number, column) for column, cell in row))
            self._add("\n")
        self.grids.append(Grid(Span(base, self.length - 2), tuple(rows)))

    def turn(self, page: int, offset: int) -> None:
        """Keep that `page` begins at `offset`, unless it has begun before."""
        self.turns.setdefault(page, offset)

    def parsed(self, pages: int, recognised: bool) -> Parsed:
        """Return all that was written."""
        text = "".join(self.parts)
        starts = [0] * pages
        for page in range(pages - 1, -1, -1):
            # A page without words is empty and stands where the next one begins.
            starts[page] = self.turns.get(page, len(text) if page == pages - 1 else starts[page + 1])
        spans = tuple(Span(start, stop) for start, stop in zip(starts, [*starts[1:], len(text)], strict=True)) if pages else ()
        return Parsed(text, tuple(self.grids), spans, recognised)

    def _cell(self, cell: RawCell, row: int, column: int) -> Cell:
        start = self.length + 1
        self._add(f"\t{cell.text}\n")
        return Cell(clean(cell.text), Span(start, start + len(cell.text)), row, column, cell.rowspan, cell.colspan)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def shifted(grid: Grid, by: int) -> Grid:
    """Return a grid that stands `by` characters farther on."""

    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return Grid(moved(grid.span), tuple(tuple(replace(cell, span=moved(cell.span)) for cell in row) for row in grid.rows))


def placed(rows: Sequence[Sequence[RawCell]]) -> list[list[tuple[int, RawCell]]]:
    """Return the cells of each row with their columns: what a cell of a row above covers is a blank cell of the same width."""
    covering: dict[int, tuple[int, int]] = {}  # column -> rows still covered, width
    table = []
    for cells in rows:
        row: list[tuple[int, RawCell]] = []
        column = 0
        following: dict[int, tuple[int, int]] = {}
        waiting = list(cells)
        while waiting or any(start >= column for start in covering):
            if column in covering:
                left, width = covering[column]
                row.append((column, RawCell("", 1, width)))
                if left > 1:
                    following[column] = (left - 1, width)
                column += width
            elif waiting:
                cell = waiting.pop(0)
                row.append((column, cell))
                if cell.rowspan > 1:
                    following[column] = (cell.rowspan - 1, cell.colspan)
                column += cell.colspan
            else:
                column = min(start for start in covering if start >= column)
        covering = following
        table.append(row)
    return table
