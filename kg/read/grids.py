"""Tables in plain text: one cell a line behind a tab, cells between tabs, cells between pipes, and those without any marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kg.model import Cell, Grid, Span
from kg.read import loose

Style = Literal["stacked", "tabbed", "piped", "loose"]

_PROSE_END = re.compile(r"[。；：！？]\s*$")
_CAPTION = re.compile(r"^\s*(?:附件|附表|表\s*[\d一二三四五六七八九十])|(?:表|说明|注)[：:]?\s*$|^\s*(?:说明|注|备注)[：:]")
_RULE = re.compile(r"^[\s|:\-—–+=\u2500-\u257f]+$")
_LATIN_EDGE = re.compile(r"[A-Za-z]$")
# The rules of a table drawn with lines: ┌──┬──┐, ├──┼──┤.
RULED = re.compile(r"\s*[\u2500-\u257f]{3,}[\s\u2500-\u257f]*$")
# The name of a block of a scoring table, with its points where they are given.
_HEADING_ROW = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[、.．]\s*|[（(][一二三四五六七八九十]{1,2}[）)]\s*)?[\u4e00-\u9fff]{2,12}(?:[（(]\s*(?:共|满分)?\s*\d+(?:\.\d+)?\s*(?:分|%|％)?\s*[）)])?"
)
# Lines a cell may go on for after a blank line: more is the text after the table.
_LOOK_AHEAD = 6


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `start` up to `stop` that form a table, and how its cells are set apart."""

    start: int
    stop: int
    style: Style
    rows: loose.Rows = ()


def find(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return the tables among `lines`, top to bottom, none overlapping."""
    blocks: list[Block] = []
    # Lines that one way of reading has rejected are not tried again from each of them.
    tried = dict.fromkeys(_READERS, 0)
    index = 0
    while index < len(lines):
        found = None
        if "\t" in lines[index] or "|" in lines[index]:
            for style, reader in _READERS.items():
                if index < tried[style]:
                    continue
                stop, holds = reader(lines, index)
                tried[style] = max(stop, index + 1)
                if holds:
                    found = Block(index, stop, style)
                    break
        if found is None and (table := loose.find(lines, index)).rows:
            found = Block(index, table.stop, "loose", table.rows)
        if found is None:
            index += 1
        else:
            blocks.append(found)
            index = found.stop
    return tuple(blocks)


def build(lines: Sequence[str], block: Block, base: int) -> Grid:
    """Return the grid of a block whose first character stands at `base` of the canonical text."""
    offsets = [base]
    for line in lines[block.start : block.stop]:
        offsets.append(offsets[-1] + len(line) + 1)
    if block.style == "loose":
        return Grid(Span(base, offsets[-1] - 1), _loose_rows(lines, offsets, block))
    make = {"stacked": _stacked_rows, "tabbed": _tabbed_rows, "piped": _piped_rows}[block.style]
    rows = make(lines[block.start : block.stop], offsets)
    end = offsets[-1] - 1
    return Grid(Span(base, end), tuple(_renumbered(row, number) for number, row in enumerate(rows)))


def _is_cell(line: str) -> bool:
    return line.startswith("\t") and line.count("\t") == 1


def _stacked(lines: Sequence[str], start: int) -> tuple[int, bool]:
    """A Word table saved as text: a cell a line behind a tab, a blank line after each row."""
    if not _is_cell(lines[start]):
        return start, False
    counts = [0]
    widest = 0
    index = start
    stop = start
    while index < len(lines):
        line = lines[index]
        if _is_cell(line):
            counts[-1] += 1
        elif not line.strip(" ") and index > start:
            widest = max(widest, counts[-1])
            going_on = _after_blank(lines, index + 1, counts[-1] < widest)
            if going_on == "end":
                break
            if going_on == "row":
                counts.append(0)
        elif "\t" in line:
            break
        stop = index = index + 1
    return stop, _is_table(lines[start:stop], counts)


def _after_blank(lines: Sequence[str], index: int, short: bool) -> Literal["row", "cell", "end"]:
    """Say what follows a blank line inside a stacked table: a new row, more of the same cell where its row is `short`, or the end."""
    if index >= len(lines) or not lines[index].strip(" "):
        return "end"
    if _is_cell(lines[index]):
        return "row"
    # A paragraph break inside a cell: words directly above the next cell while the row is still short.
    for line in lines[index : index + _LOOK_AHEAD]:
        if _is_cell(line):
            return "cell" if short else "end"
        if not line.strip(" ") or _CAPTION.search(line) or "\t" in line:
            return "end"
    return "end"


def _is_table(lines: Sequence[str], counts: list[int]) -> bool:
    """Return whether the cells are not just paragraphs indented by a tab: these end like sentences and stand alone."""
    cells = [line for line in lines if _is_cell(line)]
    sentences = sum(1 for line in cells if len(line) > 12 and _PROSE_END.search(line))
    return len(cells) >= 4 and len(counts) >= 2 and max(counts) >= 2 and sentences * 2 < len(cells)


def _tabbed(lines: Sequence[str], start: int) -> tuple[int, bool]:
    """Rows of cells between tabs, two or more lines long."""
    stop = start
    while stop < len(lines) and (lines[stop].count("\t") >= 1 or _heads_rows(lines, stop, "\t") or _parts_rows(lines, stop)):
        if _is_cell(lines[stop]):
            break
        stop += 1
    rows = [line for line in lines[start:stop] if sum(1 for cell in line.split("\t") if cell.strip()) >= 2]
    prose = sum(1 for line in rows if _PROSE_END.search(line))
    return stop, len(rows) >= 2 and prose * 2 < len(rows)


def _piped(lines: Sequence[str], start: int) -> tuple[int, bool]:
    """Markdown's table: lines of cells between pipes, two or more."""
    stop = start
    while stop < len(lines) and (_is_piped(lines[stop]) or _heads_rows(lines, stop, "|") or (stop > start and RULED.match(lines[stop]))):
        stop += 1
    rows = [line for line in lines[start:stop] if not _RULE.match(line)]
    return stop, len(rows) >= 2 or (stop - start >= 2 and bool(rows))


def _is_piped(line: str) -> bool:
    return line.strip().startswith("|") or line.count("|") >= 2


def _parts_rows(lines: Sequence[str], index: int) -> bool:
    """Return whether a blank line stands between two rows of one table: as wide as each other, three cells or more."""
    if lines[index].strip() or not 0 < index < len(lines) - 1:
        return False
    above, below = lines[index - 1].count("\t"), lines[index + 1].count("\t")
    return above == below >= 2


def _heads_rows(lines: Sequence[str], index: int, mark: str) -> bool:
    """Return whether a line without marks heads the rows below it (产出指标（50分）): short, with rows of one width around it."""
    line = lines[index]
    if mark in line or not 0 < index < len(lines) - 1 or not _HEADING_ROW.fullmatch(line.strip()):
        return False
    above, below = lines[index - 1], lines[index + 1]
    return above.count(mark) == below.count(mark) >= 2 and any(char.isdigit() for char in below)


_READERS: Mapping[Style, Callable[[Sequence[str], int], tuple[int, bool]]] = MappingProxyType(
    {"stacked": _stacked, "tabbed": _tabbed, "piped": _piped}
)


def _stacked_rows(lines: Sequence[str], offsets: Sequence[int]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[]]
    pending: list[tuple[int, int]] = []  # the lines of the open cell: where its words begin and end

    def close() -> None:
        if pending:
            rows[-1].append(_cell(lines, offsets, pending[0][0], pending[-1][0]))
            pending.clear()

    for index, line in enumerate(lines):
        if _is_cell(line):
            close()
            pending.append((index, index))
        elif not line.strip(" ") and (index + 1 >= len(lines) or _is_cell(lines[index + 1])):
            close()
            rows.append([])
        elif pending:
            pending.append((index, index))
    close()
    return _mended([row for row in rows if row])


def _cell(lines: Sequence[str], offsets: Sequence[int], first: int, last: int) -> Cell:
    """Return the cell whose words stand on the lines `first` to `last`, the first one behind a tab."""
    raw = "\n".join(lines[first : last + 1])
    return _trimmed(raw[1:], offsets[first] + 1)


def _trimmed(raw: str, base: int) -> Cell:
    text = raw.strip()
    start = base + len(raw) - len(raw.lstrip()) if text else base
    return Cell(clean(text), Span(start, start + len(text)), 0, 0)


def clean(text: str) -> str:
    """Return the words of a cell on one line: wrapped Chinese is joined, wrapped Latin words keep a space."""
    joined = ""
    for part in text.split("\n"):
        words = part.strip()
        joined += " " + words if _LATIN_EDGE.search(joined) and words[:1].isascii() and words[:1].isalpha() else words
    return joined


def _mended(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Join a row of one cell with the next where together they are as wide as the row below, whose first cell is blank.

    A paragraph break at the end of a cell that spans the rows below looks like the end of a row.
    """
    mended: list[list[Cell]] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        if (
            len(row) == 1
            and index + 2 < len(rows)
            and len(rows[index + 1]) + 1 == len(rows[index + 2])
            and not rows[index + 2][0].text
            and rows[index + 1][0].text
        ):
            mended.append(row + rows[index + 1])
            index += 2
        else:
            mended.append(row)
            index += 1
    return mended


def _tabbed_rows(lines: Sequence[str], offsets: Sequence[int]) -> list[list[Cell]]:
    return [_split(line, offset, "\t") for line, offset in zip(lines, offsets, strict=False) if line.strip()]


def _piped_rows(lines: Sequence[str], offsets: Sequence[int]) -> list[list[Cell]]:
    told = [(line, offset) for line, offset in zip(lines, offsets, strict=False) if line.strip() and not _RULE.match(line)]
    # A bar opens a line where it opens the head too; in a table without outer bars it stands behind a blank cell.
    outer = bool(told) and told[0][0].lstrip().startswith("|")
    rows = []
    for line, offset in told:
        body = line.rstrip()
        body = body[:-1] if body.endswith("|") else body
        inner = body.lstrip()
        skipped = len(body) - len(inner)
        if outer and inner.startswith("|"):
            inner, skipped = inner[1:], skipped + 1
        rows.append(_split(inner, offset + skipped, "|"))
    return rows


def _loose_rows(lines: Sequence[str], offsets: Sequence[int], block: Block) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for number, row in enumerate(block.rows):
        cells = []
        for column, pieces in row:
            first, last = pieces[0], pieces[-1]
            span = Span(offsets[first.line - block.start] + first.start, offsets[last.line - block.start] + last.end)
            raw = [piece.text for piece in pieces] if last.line > first.line else [lines[first.line][first.start : last.end]]
            cells.append(Cell(clean("\n".join(raw)), span, number, column))
        rows.append(tuple(cells))
    return tuple(rows)


def _split(line: str, base: int, mark: str) -> list[Cell]:
    cells = []
    start = 0
    for part in line.split(mark):
        cells.append(_trimmed(part, base + start))
        start += len(part) + 1
    return cells


def _renumbered(row: list[Cell], number: int) -> tuple[Cell, ...]:
    return tuple(Cell(cell.text, cell.span, number, column) for column, cell in enumerate(row))
