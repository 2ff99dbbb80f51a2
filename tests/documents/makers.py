"""Makes documents of every format out of the same paragraphs and tables, so that tests and benchmarks can read them back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from kg.model import Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

OFFICE = "vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "r": RELATIONS,
}
TYPES = {"xml": "xml", "rels": "vnd.openxmlformats-package.relationships+xml"}


@dataclass(frozen=True)
class C:
    """A cell: its words and the rows and columns it covers."""

    text: str
    down: int = 1
    across: int = 1


Table = list[list[C]]
Block = str | Table


def blocks_of(document: Document) -> list[Block]:
    """Return a document as paragraphs and tables; the long cells or the last one of a short row cover the columns that the row lacks."""
    blocks: list[Block] = []
    position = 0
    for grid in document.grids:
        blocks += [line.strip() for line in document.text[position : grid.span.start].split("\n") if line.strip()]
        widest = max(len(row) for row in grid.rows)
        table: Table = []
        for row in grid.rows:
            longest = [index for index, cell in enumerate(row) if len(cell.text) > 60] or [len(row) - 1]
            each, rest = divmod(widest - len(row), len(longest))
            across = {index: 1 + each + (rest if index == longest[-1] else 0) for index in longest}
            table.append([C(document.text[c.span.start : c.span.end], 1, across.get(index, 1)) for index, c in enumerate(row)])
        blocks.append(table)
        position = grid.span.end
    return blocks + [line.strip() for line in document.text[position:].split("\n") if line.strip()]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def run(text: str) -> str:
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>' for part in text.split("\n"))


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{run(text)}</w:r></w:p>"


def word_table(rows: Table) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in _word_rows(rows)) + "</w:tbl>"


def _word_rows(rows: Table) -> Iterable[str]:
    covering: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells, column, waiting = "", 0, list(row)
        while waiting or column in covering:
            if column in covering:
                left, width = covering.pop(column)
                cells += _word_cell("", width, "<w:vMerge/>")
                if left > 1:
                    covering[column + 10_000] = (left - 1, width)
            else:
                cell = waiting.pop(0)
                width = cell.across
                cells += _word_cell(cell.text, width, '<w:vMerge w:val="restart"/>' if cell.down > 1 else "")
                if cell.down > 1:
                    covering[column + 10_000] = (cell.down - 1, width)
            column += width
        covering = {at - 10_000: value for at, value in covering.items() if at >= 10_000}
        yield cells


def _word_cell(text: str, width: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>" + "".join(paragraph(line) for line in text.split("\n")) + "</w:tc>"


def docx_of(body: str, **parts: str) -> bytes:
    """Return a Word file with this body; `parts` are other parts of the package: numbering, styles, footnotes."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in {"w": WORD, **SPACES}.items())
    types = "".join(f'<Default Extension="{suffix}" ContentType="application/{kind}"/>' for suffix, kind in TYPES.items())
    main = f'<Override PartName="/word/document.xml" ContentType="application/{OFFICE}.wordprocessingml.document.main+xml"/>'
    link = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    package: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}{main}</Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{link}</Relationships>',
        "word/document.xml": f"{head}<w:document {names}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        package[f"word/{name}.xml"] = f"{head}<w:{name} {names}>{content}</w:{name}>"
    return zipped(package)


def docx(blocks: Sequence[Block]) -> bytes:
    return docx_of("".join(paragraph(block) if isinstance(block, str) else word_table(block) for block in blocks))


def html_table(rows: Table) -> str:
    made = ""
    for row in rows:
        cells = "".join(f'<td rowspan="{c.down}" colspan="{c.across}">{escape(c.text).replace(chr(10), "<br>")}</td>' for c in row)
        made += f"<tr>{cells}</tr>\n"
    return f"<table>\n{made}</table>"


def html(blocks: Sequence[Block]) -> bytes:
    """Return a page as a government site serves it: navigation, the site's data on the text, the text, and the site's foot."""
    body = "\n".join(f"<p>{escape(block)}</p>" if isinstance(block, str) else html_table(block) for block in blocks)
    links = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("首页", "政务公开", "办事服务", "互动交流")))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府信息公开</title>
<script>var a = "2020年度预算收入100万元";</script></head><body>
<div class="header"><ul class="nav">{links}</ul></div>
<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/a">政务公开</a></div>
<div class="content"><div class="TRS_Editor">{body}</div></div>
<div class="footer">主办：某某网站编辑部 <a href="/map">网站地图</a></div></body></html>""".encode()


def markdown(blocks: Sequence[Block]) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
        else:
            rows = ["| " + " | ".join(c.text.replace("\n", "") for c in row) + " |" for row in block]
            parts.append("\n".join([rows[0], "|" + " --- |" * len(block[0]), *rows[1:]]))
    return ("\n\n".join(parts) + "\n").encode()


def pdf(blocks: Sequence[Block], layout: str = "official", password: str = "") -> bytes:
    """Return a PDF: `official` is A4 with indents and page numbers, `plain` a wide small page with running heads and no indents.

    Tables are ruled; their first row is repeated on each page they run over.
    """
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
    from reportlab.platypus import Table as Ruled

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    official = layout == "official"
    size = 15 if official else 10.5
    indent = {"firstLineIndent": 2 * size} if official else {"spaceAfter": size}
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=size, leading=1.6 * size, wordWrap="CJK", **indent)
    title = ParagraphStyle("title", parent=body, fontSize=1.4 * size, leading=2 * size, alignment=TA_CENTER, firstLineIndent=0)
    small = ParagraphStyle("cell", fontName="STSong-Light", fontSize=7, leading=9, wordWrap="CJK")
    story: list[object] = []
    for index, block in enumerate(blocks):
        if isinstance(block, str):
            story.append(Paragraph(escape(block), title if index == 0 else body))
        else:
            story += [_ruled(Ruled, Paragraph, block, small, 440 if official else 680), Spacer(1, size)]

    def edge(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        width, height = A4 if official else landscape(A4)
        if official:
            canvas.drawCentredString(width / 2, 28, f"- {document.page} -")  # type: ignore[attr-defined]
        else:
            canvas.drawString(60, height - 30, "部门绩效报告汇编")  # type: ignore[attr-defined]
            canvas.drawRightString(width - 60, 28, f"第 {document.page} 页")  # type: ignore[attr-defined]

    buffer = io.BytesIO()
    encrypt = {"encrypt": password} if password else {}
    SimpleDocTemplate(
        buffer,
        pagesize=A4 if official else landscape(A4),
        leftMargin=70,
        rightMargin=70,
        topMargin=72,
        bottomMargin=64,
        invariant=1,
        **encrypt,
    ).build(story, onFirstPage=edge, onLaterPages=edge)
    return buffer.getvalue()


def _ruled(ruled: type, paragraph_type: type, rows: Table, style: object, room: int) -> object:
    width = max(sum(c.across for c in row) for row in rows)
    data: list[list[object]] = []
    spans = [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        line: list[object] = [""] * width
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            line[column] = paragraph_type("<br/>".join(map(escape, cell.text.split("\n"))), style)
            taken.update((number + r, column + c) for r in range(cell.down) for c in range(cell.across))
            if cell.down > 1 or cell.across > 1:
                spans.append(("SPAN", (column, number), (column + cell.across - 1, number + cell.down - 1)))
            column += cell.across
        data.append(line)
    from reportlab.lib import colors

    spans[0] = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
    repeat = 1 if all(c.down == 1 for c in rows[0]) else 0
    needed = [4] * width
    for row in rows:
        column = 0
        for cell in row:
            for at in range(column, min(width, column + cell.across)):
                needed[at] = max(needed[at], min(24, 2 + len(cell.text) // cell.across))
            column += cell.across
    return ruled(data, style=spans, repeatRows=repeat, colWidths=[room * part / sum(needed) for part in needed])
