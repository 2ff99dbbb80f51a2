"""Canonical text: LF, one paragraph a line, Markdown marks and page numbers gone, tables as they stand with their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Grid
from kg.read import grids
from kg.read.blocks import RawCell, TableBlock, render, shifted
from kg.read.loose_heads import PAGE
from kg.read.wraps import Line, join_titles, join_wraps

_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b]")
# Fields that converters leave behind in the text of a Word file.
_RESIDUE = re.compile(r"\[bookmark: [^\]\n]{0,40}\]|[\ufeff\u200b\u200c\u200d\u2060]")
# A mark opens emphasis only before a word; 张** is a masked name, not emphasis.
_STRONG = re.compile(r"(?<!\*)\*\*(?![\s*、，。；：）)])([^*]{1,400}?)(?<!\s)\*\*(?!\*)")
_HASHES = re.compile(r"^#{1,6}\s+(?=\S)")
_BULLET = re.compile(r"^[-*+•●◆■]\s+(?=[^\s\d])")
_BARS = re.compile("[｜│┃║]")
_BARE_PAGE = re.compile(r"^(\d{1,3})$")


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines of one sort, as they stand: prose (block is None) or one table."""

    start: int
    stop: int
    block: grids.Block | None


def canonical(text: str) -> tuple[str, tuple[Grid, ...]]:
    """Return the canonical text of a decoded file and the grids found in it; no character of prose but white space and marks is lost."""
    lines = _BREAKS.sub("\n", _RESIDUE.sub("", text)).replace("\f", "\n\n").split("\n")
    if _BARS.search(text):
        lines = [_barred(line) for line in lines]
    parts: list[str] = []
    found: list[Grid] = []
    length = 0
    first = True
    for run in _runs(lines):
        if run.block is None:
            chunk = "\n".join(_prose(lines[run.start : run.stop], first))
        elif run.block.style == "piped":
            # Pipes are Markdown's marks: the table stands in the text as in every other format, a cell a line.
            rows = grids.build(lines, run.block, 0).rows
            table = render([TableBlock(tuple(tuple(RawCell(cell.text) for cell in row) for row in rows))])
            found += [shifted(grid, length) for grid in table.grids]
            chunk = table.text.removesuffix("\n")
        else:
            found.append(grids.build(lines, run.block, length))
            chunk = "\n".join(lines[run.start : run.stop])
        first = first and not chunk
        if chunk:
            parts.append(chunk)
            length += len(chunk) + 1
    return "\n".join(parts) + "\n" if parts else "", tuple(found)


def _barred(line: str) -> str:
    """Return a line with the bars between its cells (｜, │, ┃) as Markdown writes them; a lone bar may belong to the words."""
    found = _BARS.findall(line)
    return _BARS.sub("|", line) if len(found) > 1 else line


def _runs(lines: Sequence[str]) -> Iterator[_Run]:
    position = 0
    for block in grids.find(lines):
        if block.start > position:
            yield _Run(position, block.start, None)
        yield _Run(block.start, block.stop, block)
        position = block.stop
    if position < len(lines):
        yield _Run(position, len(lines), None)


def _prose(raw: Sequence[str], opening: bool) -> list[str]:
    """Return the paragraphs of a run of prose; `opening` says that the report's title stands in it."""
    lines = list(_marked(_without_pages(raw)))
    if opening:
        lines = join_titles(lines)
    return _without_stray_spaces(join_wraps(lines))


def _without_pages(raw: Sequence[str]) -> list[str]:
    """Drop page numbers (set off by dashes or 第…页, or bare and counting upwards through the text) and the rules of drawn tables."""
    bare = [(index, int(line)) for index, line in enumerate(raw) if _BARE_PAGE.match(line.strip())]
    values = [value for _, value in bare]
    counting = len(values) >= 3 and values == list(range(values[0], values[0] + len(values)))
    dropped = {index for index, _ in bare} if counting else set()
    return [line for index, line in enumerate(raw) if index not in dropped and not PAGE.match(line.strip()) and not grids.RULED.match(line)]


def _marked(raw: Iterable[str]) -> Iterator[Line]:
    """Resolve Markdown inside each run of lines without a blank one, and say where blank lines and list items stand."""
    blank = False
    for block in _blocks(raw):
        if not block:
            blank = True
            continue
        for line in _strong(block):
            # Copies of pages leave the bar of a cell behind its words.
            stripped = line.strip().removesuffix("|").rstrip() if line.count("|") == 1 else line.strip()
            words = _BULLET.sub("", _HASHES.sub("", stripped))
            if words:
                yield Line(words, blank, item=words != stripped)
                blank = False


def _blocks(raw: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in raw:
        if line.strip():
            block.append(line)
        else:
            if block:
                yield block
            block = []
            yield []
    if block:
        yield block


def _strong(block: list[str]) -> list[str]:
    text = "\n".join(block)
    if "**" not in text:
        return block
    # Emphasis that runs over a line end is one phrase, wrapped.
    return _STRONG.sub(lambda match: match[1].replace("\n", ""), text).split("\n")


_STRAY = re.compile(r"(?<=[\u4e00-\u9fff]{3})[ \u3000](?=[\u4e00-\u9fff]{3})")


def _without_stray_spaces(paragraphs: list[str]) -> list[str]:
    """Drop a space inside a Chinese phrase that stands without it elsewhere: a line end of the page it was copied from."""
    if not any(_STRAY.search(paragraph) for paragraph in paragraphs):
        return paragraphs
    whole = "\n".join(paragraphs)

    def mend(match: re.Match[str]) -> str:
        text, at = match.string, match.start()
        return "" if text[at - 3 : at] + text[at + 1 : at + 4] in whole else match.group()

    return [_STRAY.sub(mend, paragraph) for paragraph in paragraphs]
