"""PDF files with a text layer: lines in reading order, paragraphs made whole, tables joined over pages; scans are told apart.

pypdfium2 gives the characters and strokes of each page; everything else is done here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import ReadError
from kg.read.blocks import Block, Parsed, TableBlock, render
from kg.read.pdf_flow import Flow, without_heads
from kg.read.pdf_lines import TextLine, lines_of
from kg.read.pdf_page import PdfPage, load
from kg.read.pdf_tables import PdfTable, continues, join, ruled_tables, unruled_tables
from kg.settings import setting

Item = TextLine | PdfTable

# A page of a scan holds a picture and, at most, a stamp or a page number in characters.
_BARE = 20


def parse(data: bytes, path: Path) -> Parsed:
    """Return the text, grids and pages of a PDF; raises ReadError where it is damaged, encrypted, too long, or a scan."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise ReadError(f"{path}: is encrypted; open it with its password and save it without one") from error
        raise ReadError(f"{path}: is a damaged or cut off PDF; get the file again") from error
    try:
        most = int(setting("max_pages"))
        if pages > most:
            raise ReadError(f"{path}: {pages:,} pages, over the limit of {most:,}; split it or raise KG_MAX_PAGES")
        return _parsed(document, pages, path)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{path}: a page cannot be read ({error}); print it to a new PDF") from error
    finally:
        document.close()


def _parsed(document: Any, count: int, path: Path) -> Parsed:
    pages = []
    for number in range(count):
        page = document[number]
        pages.append(load(page, number))
        page.close()
    if _is_scan(pages):
        if not int(setting("ocr")):
            raise ReadError(
                f"{path}: is a scan without a text layer; ask for the original, "
                "or install tesseract-ocr and tesseract-ocr-chi-sim and set KG_OCR=1"
            )
        from kg.read.ocr import pages_of

        return render(blocks(pages_of(document, path)), count, recognised=True)
    printed = sum(len(page.glyphs) for page in pages)
    unknown = sum(page.unknown for page in pages)
    if unknown * 5 > printed + unknown:
        raise ReadError(
            f"{path}: its fonts do not say which characters they draw ({unknown:,} of {printed + unknown:,}); ask for the original file"
        )
    return render(blocks(pages), count)


def _is_scan(pages: list[PdfPage]) -> bool:
    """Return whether most pages are pictures with next to no characters."""
    bare = sum(1 for page in pages if page.pictures and len(page.glyphs) + page.unknown < _BARE)
    return bare * 2 > len(pages)


def blocks(pages: list[PdfPage]) -> list[Block]:
    """Return the paragraphs and tables of all pages in reading order."""
    ruled, plain = [], []
    for page in pages:
        tables, glyphs = ruled_tables(page)
        ruled.append(tables)
        plain.append((page.height, lines_of(glyphs, page.number)))
    kept = without_heads(plain)
    items = [_ordered(tables, lines) for tables, lines in zip(ruled, kept, strict=True)]
    flow = Flow((page.width, [item for item in found if isinstance(item, TextLine)]) for page, found in zip(pages, items, strict=True))
    return list(_blocks(_joined(items), flow))


def _ordered(tables: list[PdfTable], lines: list[TextLine]) -> list[Item]:
    """Return the tables of a page among its lines: each stands before the first line below it."""
    items: list[Item] = []
    run: list[TextLine] = []
    waiting = sorted(tables, key=lambda table: table.top)
    for line in lines:
        while waiting and waiting[0].top < line.y0:
            items += unruled_tables(run)
            run = []
            items.append(waiting.pop(0))
        run.append(line)
    return [*items, *unruled_tables(run), *waiting]


def _joined(pages: list[list[Item]]) -> Iterator[Item]:
    """Yield the items of all pages, a table that goes on over a page break as one."""
    last: PdfTable | None = None
    for items in pages:
        for item in items:
            if isinstance(item, PdfTable) and last is not None and continues(last, item):
                join(last, item)
                continue
            if last is not None:
                yield last
            last = None
            if isinstance(item, PdfTable):
                last = item
            else:
                yield item
    if last is not None:
        yield last


def _blocks(items: Iterator[Item], flow: Flow) -> Iterator[Block]:
    run: list[TextLine] = []
    for item in items:
        if isinstance(item, TextLine):
            run.append(item)
            continue
        yield from flow.paragraphs(run)
        run = []
        yield TableBlock(tuple(map(tuple, item.rows)), tuple(item.starts))
    yield from flow.paragraphs(run)
