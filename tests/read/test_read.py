from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.read import READERS, read, safe_id

TEXT = "2023年度青禾县水务局部门整体支出绩效自评报告\n一、基本情况\n青禾县水务局是县政府工作部门，负责全县水资源管理和防汛抗旱工作。\n"


def write(folder: Path, data: bytes, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
        TEXT.encode("gb18030"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "bom", "crlf", "gb18030", "utf-16-le-bom", "utf-16-be-bom", "utf-16-le", "utf-16-be"],
)
def test_every_usual_encoding_gives_the_same_text(tmp_path: Path, data: bytes) -> None:
    assert read(write(tmp_path, data)).text == TEXT


def test_an_english_text_is_read_too(tmp_path: Path) -> None:
    assert read(write(tmp_path, b"It was the best of times.\nIt was the worst of times.\n")).text.startswith("It was the best")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "no text"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Word"),
        (bytes(range(256)) * 20, "NUL"),
        (("正文" * 40).encode() + b"\x00\x00\x00" + "正文".encode(), "NUL"),
        (b"\xff\xfd\xfa\x81" * 200, "UTF-8"),
        (("全县水资源管理和防汛抗旱工作" * 20).encode("utf-8").decode("gb18030", "ignore").encode("utf-8"), "garbled"),
        (("全县水资源管理和防汛抗旱工作" * 20).encode("utf-8").decode("latin-1").encode("utf-8"), "garbled"),
        (("全县" + "\ufffd" * 5).encode() * 30, "garbled"),
        (("\x01\x02\x03正文").encode() * 50, "UTF-8"),
    ],
    ids=["empty", "blank", "pdf", "zip", "doc", "bytes", "nul", "noise", "gbk", "latin", "replacement", "control"],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = write(tmp_path, data)
    with pytest.raises(ReadError) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(str(path)) and words in message and "\n" not in message


def test_an_unknown_format_says_which_are_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(write(tmp_path, b"x", "report.dwg"))
    assert all(suffix in str(caught.value) for suffix in READERS)


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    assert read(write(tmp_path, TEXT.encode(), "REPORT.TXT")).media_type == "text/plain"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        read(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ReadError, match="folder"):
        read(tmp_path / "folder.txt")


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.encode())
    with pytest.raises(ReadError, match="over the limit of 10"):
        read(path, limit=10)
    assert read(path, limit=len(TEXT.encode())).text == TEXT


def test_the_document_says_where_it_comes_from(tmp_path: Path) -> None:
    document = read(write(tmp_path, TEXT.encode(), "2023 青禾县 水务局（终稿）.txt"))
    assert document.id == "2023-青禾县-水务局-终稿"
    assert document.path == (tmp_path / "2023 青禾县 水务局（终稿）.txt").as_posix()
    assert len(document.sha256) == 64
    assert read(Path(document.path), id="other").id == "other"


@given(st.text(min_size=1, max_size=60))
def test_an_id_is_a_safe_file_name(stem: str) -> None:
    name = safe_id(stem)
    assert name and not name.startswith(".") and not set(name) & set('/\\ :*?"<>|\n\t\x00')
    assert safe_id(name) == name


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_read_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = write(tmp_path_factory.mktemp("bytes"), data)
    try:
        document = read(path)
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        assert document.text.strip() and "\x00" not in document.text
