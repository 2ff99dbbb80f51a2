"""Web pages and PDF text: what is kept, what is dropped, how lines become paragraphs."""

from __future__ import annotations

import io
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from makers import html, pdf

from kg.errors import ReadError
from kg.extraction import Task, run
from kg.model import Document
from kg.read import read

TITLE = "2023年度青禾县水务局部门整体支出绩效自评报告"
LONG = "青禾县水务局是县政府工作部门，负责全县水资源的统一监督管理和防汛抗旱工作，组织实施河道整治、农村饮水安全和节水灌溉等项目，" * 3
BODY = [TITLE, "一、基本情况", LONG + "内设办公室、规划股2个股室。", "二、一般公共预算支出情况", LONG + "支出120.50万元。"] * 6


def load(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return read(folder / name)


def test_a_page_gives_its_text_without_navigation_and_with_what_the_site_says(tmp_path: Path) -> None:
    page = f"""<html><head><meta charset="gb2312"><meta name="PubDate" content="2024-03-05">
    <meta name="ContentSource" content="青禾县水务局"></head>
    <body><div id="nav"><a href="/">首页</a><a href="/b">公开</a></div>
    <table class="info"><tr><td>索引号：QH-2024-7</td><td>主题分类：财政</td></tr></table>
    <h1>{TITLE}</h1><div class="article"><p>{LONG}</p><p>支出120.50万元。</p></div>
    <div class="footer">主办单位：青禾县政府办</div><script>document.write("预算1万元")</script></body></html>"""
    text = load(tmp_path, "a.html", page.encode("gb18030")).text
    assert text.startswith(f"{TITLE}\n{LONG}\n支出120.50万元。\n")
    assert {"索引号：QH-2024-7", "发布日期：2024-03-05", "发布机构：青禾县水务局"} <= set(text.split("\n"))
    assert "首页" not in text and "主办" not in text and "1万元" not in text


def test_ordered_lists_lines_and_hidden_parts(tmp_path: Path) -> None:
    body = "<ol><li>甲事</li><li>乙事</li></ol><p>上行<br>下行</p><p style='display: none'>看不见</p><p>分\n开的词</p>"
    assert load(tmp_path, "a.html", f"<html><body>{body}</body></html>".encode()).text == "1.甲事\n2.乙事\n上行\n下行\n分开的词\n"


def test_a_page_saved_as_one_file_is_read(tmp_path: Path) -> None:
    head = (
        "From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html; charset=utf-8\n\n"
    )
    assert load(tmp_path, "a.mhtml", head.encode() + html([TITLE, LONG]) + b"\n--B--\n").text == f"{TITLE}\n{LONG}\n"


def test_a_web_page_named_doc_is_still_a_web_page(tmp_path: Path) -> None:
    assert load(tmp_path, "a.doc", html([TITLE, LONG])).text == f"{TITLE}\n{LONG}\n"


@pytest.mark.parametrize("layout", ["official", "plain"])
def test_paragraphs_are_whole_over_lines_and_pages_and_page_numbers_are_gone(layout: str, tmp_path: Path) -> None:
    document = load(tmp_path, "a.pdf", pdf(BODY, layout))
    assert document.text.split("\n")[:-1] == BODY
    assert len(document.pages) > 2
    assert document.pages[0].start == 0 and document.pages[-1].end == len(document.text)
    assert all(left.end == right.start for left, right in pairwise(document.pages))


def two_columns() -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont("STSong-Light", 16)
    canvas.drawCentredString(297, 770, TITLE)
    canvas.setFont("STSong-Light", 10)
    for x, words in ((60, "左" * 20), (320, "右" * 20)):
        for line in range(12):
            canvas.drawString(x, 730 - 16 * line, words if line < 11 else words[:5] + "。")
    canvas.save()
    return buffer.getvalue()


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    assert load(tmp_path, "a.pdf", two_columns()).text == f"{TITLE}\n{'左' * 225}。\n{'右' * 225}。\n"


SCANNED = [
    "2023年度云岭市水务局整体支出绩效自评报告",
    "一、基本情况",
    "云岭市水务局是市政府工作部门，为正科级行政单位，行政编制12名。",
    "二、一般公共预算支出情况",
    "2023年度一般公共预算财政拨款支出120.50万元，其中：基本支出80.50万元，项目支出40.00万元。",
]


def scanned() -> bytes:
    import pypdfium2
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for page in pypdfium2.PdfDocument(pdf(SCANNED)):
        canvas.drawImage(ImageReader(page.render(scale=200 / 72).to_pil()), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_scan_is_read_on_request_and_its_facts_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(scanned())
    monkeypatch.setenv("KG_OCR", "1")
    if shutil.which("tesseract") is None:
        with pytest.raises(ReadError, match="Debian package tesseract-ocr"):
            read(path)
        return
    document = read(path)
    assert document.recognised and "云岭市水务局是市政府工作部门" in document.text
    found = run(Task(str(path), "a", "public"))
    facts = found.facts  # type: ignore[union-attr]
    assert facts and all(fact.extractor.startswith("ocr+") for fact in facts)
