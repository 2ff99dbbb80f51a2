"""Word documents (.docx): paragraphs with their automatic numbers, tables with merged cells, text boxes and footnotes, in reading order.

Headers and footers are left out, tracked deletions and hidden words too. Nothing outside the package is ever opened: a picture or
template that is named by an address is not fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from kg.errors import ReadError
from kg.read.blocks import Block, Paragraph, Parsed, RawCell, TableBlock, render, tidy, tidy_lines
from kg.read.docx_numbering import Numbering, W
from kg.read.package import Package
from kg.settings import setting

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# What a reader does not see: deleted and moved words, the code of fields, properties, annotations.
_UNSEEN: Final = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "rt", "annotationRef"))
_BREAKS: Final = frozenset(f"{W}{name}" for name in ("br", "cr"))
_NOTES: Final = frozenset(f"{W}{name}" for name in ("footnoteReference", "endnoteReference"))
_PAGE_REFERENCE: Final = re.compile(r"\bPAGEREF\b")
_CONTENTS_TAIL: Final = re.compile(r"[\t.…·]+\s*[-–]?\d*[-–]?\s*$")
_BOXES: Final = re.compile(r"[\uf0fe\uf052\uf0a2]")
_DEEPEST: Final = 100


def parse(data: bytes, path: Path) -> Parsed:
    """Return the text and grids of a Word document; raises ReadError where it is damaged, hostile or too large."""
    with Package(data, path, int(setting("max_unpacked_bytes")), int(setting("max_members"))) as package:
        document = package.xml("word/document.xml")
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            raise ReadError(f"{path}: holds no Word document (word/document.xml); open it in its program and save it as .docx")
        reader = _Reader(package)
        try:
            return render([*reader.blocks(body), *reader.notes()])
        except RecursionError as error:
            raise ReadError(f"{path}: its parts are nested too deep for a document; left out") from error


class _Reader:
    """Walks the body of one document; keeps the counters of its lists and the footnotes it has met."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.numbering = Numbering(package.xml("word/numbering.xml"))
        self.styles = _style_numbers(package.xml("word/styles.xml"))
        self.met: list[tuple[str, str]] = []
        self.boxes: list[Block] = []

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """Yield the paragraphs and tables below `parent` in reading order; a text box stands after the paragraph it hangs on."""
        if depth > _DEEPEST:
            raise RecursionError
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraphs(child)
                boxes, self.boxes = self.boxes, []
                yield from boxes
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag == f"{_MC}AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    yield from self.blocks(chosen, depth + 1)
            elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
                yield from self.blocks(child, depth + 1)

    def notes(self) -> Iterator[Block]:
        """Yield the footnotes and endnotes that the text refers to, in order."""
        for part in ("footnotes", "endnotes"):
            root = self.package.xml(f"word/{part}.xml") if any(kind == part for kind, _ in self.met) else None
            found = {} if root is None else {note.get(f"{W}id", ""): note for note in root}
            for kind, number in self.met[:]:
                if kind == part and number in found:
                    yield from self.blocks(found[number])

    def _paragraphs(self, element: etree._Element) -> Iterator[Paragraph]:
        look = _look(element)
        for line in self.lines(element):
            yield Paragraph(line, look=look)

    def lines(self, element: etree._Element) -> list[str]:
        """Return the lines of a paragraph: its words with the number before them, split where the writer broke the line."""
        text = "".join(self._words(element, 0))
        if _PAGE_REFERENCE.search("".join(code.text or "" for code in element.iter(f"{W}instrText"))):
            # An entry of the table of contents leads to its page number by a tab or dots.
            text = _CONTENTS_TAIL.sub("", text)
        lines = [words for line in text.split("\n") if (words := tidy(line))]
        number = self._number(element) if lines else ""
        if number:
            lines[0] = number + (" " if number[-1:].isalnum() and number.isascii() else "") + lines[0]
        return lines

    def _number(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        style = properties.find(f"{W}pStyle")
        num_id, depth = self.styles.get("" if style is None else style.get(f"{W}val", ""), ("", 0))
        numbered = properties.find(f"{W}numPr")
        if numbered is not None:
            num_id, depth = _num(numbered, num_id, depth)
        return self.numbering.next(num_id, depth)

    def _words(self, element: etree._Element, depth: int) -> Iterator[str]:
        """Yield the words a reader sees below `element`; text boxes are kept apart in `boxes`."""
        if depth > _DEEPEST:
            raise RecursionError
        for child in element:
            tag = child.tag
            if tag in (f"{W}t", f"{_M}t"):
                yield _BOXES.sub("☑", (child.text or "").replace("\n", " "))
            elif tag == f"{W}tab":
                yield "\t"
            elif tag in _BREAKS:
                yield "\n"
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag in _NOTES:
                self.met.append(("footnotes" if tag.endswith("footnoteReference") else "endnotes", child.get(f"{W}id", "")))
            elif tag == f"{W}txbxContent":
                # What hangs on the box's own paragraphs comes with them: the list of this paragraph is put aside.
                outer, self.boxes = self.boxes, []
                inner = list(self.blocks(child, depth + 1))
                self.boxes = outer + inner
            elif tag == f"{_MC}AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    yield from self._words(chosen, depth + 1)
            elif isinstance(tag, str) and tag not in _UNSEEN and not _hidden(child):
                yield from self._words(child, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        """Yield a table; what its single cell frames where it has only one."""
        rows = list(_children(table, "tr"))
        cells = [cell for row in rows for cell in _children(row, "tc")]
        if len(cells) == 1:
            yield from self.blocks(cells[0], depth + 1)
            return
        block = TableBlock(tuple(_merged([self._row(row, depth) for row in rows])))
        boxes, self.boxes = self.boxes, []
        if block.rows:
            yield block
        yield from boxes

    def _row(self, row: etree._Element, depth: int) -> list[tuple[RawCell, bool]]:
        """Return the cells of a row, each with whether it goes on from the cell above."""
        properties = row.find(f"{W}trPr")
        cells: list[tuple[RawCell, bool]] = []
        for name, where in (("gridBefore", 0), ("gridAfter", 1)):
            missing = _count(None if properties is None else properties.find(f"{W}{name}"), 0)
            if where == 0:
                cells += [(RawCell("", 1, 1), False)] * min(missing, _DEEPEST)
        for cell in _children(row, "tc"):
            told = cell.find(f"{W}tcPr")
            width = min(_count(None if told is None else told.find(f"{W}gridSpan"), 1), 1000)
            down = None if told is None else told.find(f"{W}vMerge")
            across = None if told is None else told.find(f"{W}hMerge")
            if across is not None and across.get(f"{W}val") != "restart" and cells:
                last, goes_on = cells[-1]
                cells[-1] = (RawCell(last.text, 1, last.colspan + width), goes_on)
                continue
            goes_on = down is not None and down.get(f"{W}val", "continue") != "restart"
            cells.append((RawCell("" if goes_on else self._cell(cell, depth), 1, width), goes_on))
        return cells

    def _cell(self, cell: etree._Element, depth: int) -> str:
        return tidy_lines("\n".join(_plain(block) for block in self.blocks(cell, depth + 1)))


def _plain(block: Block) -> str:
    """Return the words of a block inside a cell; those of a table in a table line by line."""
    return block.text if isinstance(block, Paragraph) else "\n".join(cell.text for row in block.rows for cell in row)


def _merged(rows: list[list[tuple[RawCell, bool]]]) -> list[tuple[RawCell, ...]]:
    """Return the rows with the cells that begin in them, each as tall as the cells below that go on from it."""
    heights: dict[tuple[int, int], int] = {}
    open_at: dict[int, tuple[int, int]] = {}  # column -> the cell that may go on below
    places: list[list[tuple[int, RawCell]]] = []
    for number, row in enumerate(rows):
        column, begun, now = 0, [], dict[int, tuple[int, int]]()
        for cell, goes_on in row:
            above = open_at.get(column) if goes_on else None
            if above is None:
                begun.append((column, cell))
                now[column] = (number, column)
                heights[number, column] = 1
            else:
                now[column] = above
                heights[above] = number - above[0] + 1
            column += cell.colspan
        open_at = now
        places.append(begun)
    return [
        tuple(RawCell(cell.text, heights[number, column], cell.colspan) for column, cell in begun) for number, begun in enumerate(places)
    ]


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or cells of a row, through the wrappers of content controls and revisions."""
    for child in parent:
        if child.tag == f"{W}{name}":
            if name != "tr" or child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _children(child, name)


def _chosen(alternatives: etree._Element) -> etree._Element | None:
    """Return the first alternative: programs write the same words once for new and once for old readers."""
    return next((child for child in alternatives if child.tag in (f"{_MC}Choice", f"{_MC}Fallback")), None)


def _look(paragraph: etree._Element) -> str:
    """Return how a centred line looks: its size and style; "" for any other."""
    centred = paragraph.find(f"{W}pPr/{W}jc")
    style, size = paragraph.find(f"{W}pPr/{W}pStyle"), paragraph.find(f"{W}r/{W}rPr/{W}sz")
    if centred is None or centred.get(f"{W}val") != "center":
        return ""
    return f"centred {'' if style is None else style.get(f'{W}val')} {'' if size is None else size.get(f'{W}val')}"


def _hidden(run: etree._Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val", "1") not in ("0", "false", "off")


def _count(element: etree._Element | None, default: int) -> int:
    text = "" if element is None else element.get(f"{W}val", "")
    return int(text) if text.isdecimal() and len(text) < 6 and int(text) > 0 else default


def _num(numbered: etree._Element, num_id: str, depth: int) -> tuple[str, int]:
    chosen, level = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    return ("" if chosen is None else chosen.get(f"{W}val", "")) or num_id, _count(level, 0) if level is not None else depth


def _style_numbers(root: etree._Element | None) -> dict[str, tuple[str, int]]:
    """Return the list and depth of each style whose paragraphs are numbered, its own or of the style it is based on."""
    if root is None:
        return {}
    own: dict[str, etree._Element | None] = {}
    based: dict[str, str] = {}
    for style in root.iterfind(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        own[name] = style.find(f"{W}pPr/{W}numPr")
        above = style.find(f"{W}basedOn")
        based[name] = "" if above is None else above.get(f"{W}val", "")
    found = {}
    for name in own:
        chain, at = [name], based[name]
        while at in own and at not in chain and own[chain[-1]] is None:
            chain.append(at)
            at = based[at]
        numbered = own[chain[-1]]
        if numbered is not None:
            found[name] = _num(numbered, "", 0)
    return found
