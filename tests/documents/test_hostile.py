"""Hostile and broken files: each gives one clear line, and nothing else is lost."""

from __future__ import annotations

import io
import socket
import time
import zipfile
from pathlib import Path
from typing import NoReturn

import openpyxl
import pytest
from makers import docx, docx_of, html, paragraph, pdf, zipped

from kg.errors import ReadError
from kg.pipeline import Options, build
from kg.read import read

TEXT = [
    "2023年度青禾县水务局部门整体支出绩效自评报告",
    "一、基本情况",
    "青禾县水务局是县政府工作部门，为正科级行政单位，内设办公室、规划股2个股室，行政编制12名。",
    "二、一般公共预算支出情况",
    "2023年度一般公共预算财政拨款支出120.50万元，其中：基本支出80.50万元，项目支出40.00万元。",
]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["项目", "决算数"])
    book.active.append(["基本支出", 80.5])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def encrypted_docx() -> bytes:
    # An encrypted Office file is an OLE file with a stream of this name in its directory.
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage\0".encode("utf-16-le") + bytes(2048)


def entity_bomb() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{lines}]><w:document xmlns:w="x"><w:body>&a9;</w:body></w:document>'
    return zipped({"word/document.xml": document})


def outside_entity() -> bytes:
    document = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x">&x;</w:document>'
    return zipped({"word/document.xml": document})


def sheet_entities() -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook()))
    parts: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    return zipped(parts)


def long_sheet(rows: int) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook()))
    parts: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    row = b'<row><c t="n"><v>1</v></c></row>'
    parts["xl/worksheets/sheet1.xml"] = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row * rows
        + b"</sheetData></worksheet>"
    )
    return zipped(parts)


def bomb() -> bytes:
    return zipped({"word/document.xml": b"<w>" + b" " * 30_000_000})


def many_pages(count: int) -> bytes:
    """Return a PDF of empty pages that all share one object, small however many there are."""
    kids = b" ".join([b"3 0 R"] * count)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)


def scan() -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 300), invariant=1)
    picture = io.BytesIO(b"P5 40 40 255\n" + bytes(range(40)) * 40)
    canvas.drawImage(ImageReader(picture), 0, 0, 300, 300)
    canvas.save()
    return buffer.getvalue()


def nested(depth: int) -> bytes:
    return docx_of("<w:sdt>" * depth + paragraph("深") + "</w:sdt>" * depth)


HOSTILE = {
    "encrypted.pdf": (lambda: pdf(TEXT, password="secret"), "encrypted"),
    "encrypted.docx": (encrypted_docx, "encrypted"),
    "bomb.docx": (bomb, "bomb"),
    "entities.docx": (entity_bomb, "declares a document type with entities"),
    "outside.docx": (outside_entity, "entities"),
    "entities.xlsx": (sheet_entities, "entities"),
    "pages.pdf": (lambda: many_pages(10_000), "10,000 pages"),
    "rows.xlsx": (lambda: long_sheet(1_000_000), "100,000 rows"),
    "rows.csv": (lambda: b"a,b\n" * 1_000_000, "100,000 rows"),
    "scan.pdf": (scan, "scan"),
    "cut.pdf": (lambda: pdf(TEXT)[:300], "damaged|cut off"),
    "cut.docx": (lambda: docx(TEXT)[:-300], "damaged"),
    "cut.xlsx": (lambda: workbook()[:-300], "damaged"),
    "cut.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le") + bytes(600), "damaged"),
    "cut.html": (lambda: html(TEXT)[:40], "no text"),
    "image.docx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "not what its suffix says"),
    "pdf.txt": (lambda: pdf(TEXT), "PDF"),
    "archive.docx": (lambda: zipped({"a.txt": "x"}), "no Word or Excel"),
    "nothing.docx": (lambda: b"", "empty"),
    "xml.docx": (lambda: zipped({"word/document.xml": "<w:document"}), "damaged"),
    "nested.docx": (lambda: nested(5_000), "nested|damaged"),
    "garbled.html": (
        lambda: ("<html><body><p>" + "全县水资源管理和防汛抗旱工作" * 40).encode().decode("gb18030", "ignore").encode(),
        "garbled",
    ),
    "old.wps": (lambda: bytes(range(256)) * 4, "suffix"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_clear_line(name: str, tmp_path: Path) -> None:
    make, words = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    started = time.monotonic()
    with pytest.raises(ReadError, match=words) as refused:
        read(path)
    message = str(refused.value)
    assert message.startswith(str(path)) and "\n" not in message and len(message) < 400
    assert time.monotonic() - started < 20


def test_hostile_files_lose_nothing_of_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("encrypted.pdf", "entities.docx", "cut.docx", "cut.xlsx", "scan.pdf", "pages.pdf"):
        (folder / name).write_bytes(HOSTILE[name][0]())
    (folder / "good.docx").write_bytes(docx(TEXT))
    (folder / "all.zip").write_bytes(
        zipped(
            {
                "../climbing.docx": docx(TEXT),
                "/etc/absolute.docx": docx(TEXT),
                "inner.zip": zipped({}),
                "notes.bin": "x",
                "cut.pdf": "%PDF-",
            }
        )
    )
    built = build([str(folder)], tmp_path / "build", Options(jobs=1))
    assert [head.id for head in built.reports] == ["good"]
    reasons = {Path(failure.path).name: failure.reason for failure in built.failures}
    assert set(reasons) == {
        *("encrypted.pdf", "entities.docx", "cut.docx", "cut.xlsx", "scan.pdf", "pages.pdf"),
        *("climbing.docx", "absolute.docx", "inner.zip", "cut.pdf"),
    }
    assert "out of the archive" in reasons["climbing.docx"] and "out of the archive" in reasons["absolute.docx"]
    assert all("\n" not in reason for reason in reasons.values())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: b"PK\x03\x04" + bytes(50), "damaged"),
        (lambda: zipped({"a.txt": b"0" * 30_000_000}), "over the limit|bomb"),
        (lambda: zipped({f"{n}.txt": "" for n in range(5_001)}), "members"),
    ],
    ids=["cut", "bomb", "many"],
)
def test_a_hostile_archive_is_one_failure(data: object, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_MAX_UNPACKED_BYTES", "20000000")
    (tmp_path / "a.zip").write_bytes(data())  # type: ignore[operator]
    (tmp_path / "good.docx").write_bytes(docx(TEXT))
    built = build([str(tmp_path)], tmp_path / "build", Options(jobs=1))
    assert len(built.reports) == 1
    assert any(word in built.failures[0].reason for word in words.split("|")) and len(built.failures) == 1


def test_nothing_that_a_document_names_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    link = '<Relationship Id="r9" Type="attachedTemplate" Target="http://192.0.2.1/x.dotm" TargetMode="External"/>'
    body = paragraph(TEXT[0]) + '<w:p><w:r><w:drawing><a:blip xmlns:a="a" r:link="r9"/></w:drawing><w:t>正文</w:t></w:r></w:p>'
    source = zipfile.ZipFile(io.BytesIO(docx_of(body)))
    parts: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    parts["word/_rels/document.xml.rels"] = f"<Relationships>{link}</Relationships>"
    (tmp_path / "a.docx").write_bytes(zipped(parts))
    assert read(tmp_path / "a.docx").text == TEXT[0] + "\n正文\n"
    page = '<html><head><link rel="stylesheet" href="http://192.0.2.1/a.css"></head><body><img src="http://192.0.2.1/a.png"><p>正文甲</p></body></html>'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert read(tmp_path / "a.html").text == "正文甲\n"


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx", "html"])
def test_a_truncated_file_is_read_in_part_or_refused(form: str, cut: float, tmp_path: Path) -> None:
    data = {"docx": lambda: docx(TEXT), "pdf": lambda: pdf(TEXT), "xlsx": workbook, "html": lambda: html(TEXT)}[form]()
    path = tmp_path / f"a.{form}"
    path.write_bytes(data[: int(len(data) * cut)])
    try:
        assert read(path).text
    except ReadError as refused:
        assert "\n" not in str(refused)
