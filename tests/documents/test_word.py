"""Word documents as a reader sees them: numbers, boxes, notes, revisions, titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers import docx_of, paragraph, run

from kg.errors import ReadError
from kg.read import read
from kg.read.docx_numbering import counted
from kg.read.office import program


def text(folder: Path, body: str, **parts: str) -> str:
    path = folder / "a.docx"
    path.write_bytes(docx_of(body, **parts))
    return read(path).text


def level(depth: int, form: str, printed: str, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{printed}"/></w:lvl>'


def listed(words: str, depth: int = 0, number: int = 1) -> str:
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


OUTLINE = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
    + level(4, "bullet", "\uf0b7")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_are_printed_as_word_prints_them(tmp_path: Path) -> None:
    body = (
        listed("基本情况")
        + listed("单位概况", 1)
        + listed("人员", 1)
        + listed("在职", 2)
        + listed("甲", 3)
        + listed("乙", 3)
        + listed("点", 4)
    )
    body += listed("收支情况") + listed("收入", 1) + listed("另一表", 0, 2) + paragraph("正文")
    assert text(tmp_path, body, numbering=OUTLINE).split("\n") == [
        *(
            "一、基本情况",
            "（一）单位概况",
            "（二）人员",
            "1.在职",
            "①甲",
            "②乙",
            "点",
            "二、收支情况",
            "（一）收入",
            "一、另一表",
            "正文",
            "",
        )
    ]


def test_numbers_of_a_style_are_printed_too(tmp_path: Path) -> None:
    styles = '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    styles += '<w:style w:styleId="own"><w:basedOn w:val="base"/></w:style>'
    body = paragraph("一章", '<w:pStyle w:val="own"/>') + paragraph("无", '<w:pStyle w:val="own"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert text(tmp_path, body, numbering=OUTLINE, styles=styles) == "一、一章\n无\n"


@pytest.mark.parametrize(
    ("value", "printed"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (1001, "一千零一")]
)
def test_chinese_numbers(value: int, printed: str) -> None:
    assert counted(value) == printed


def test_what_a_reader_does_not_see_is_left_out_and_what_he_sees_is_kept(tmp_path: Path) -> None:
    body = (
        f"<w:p><w:r>{run('正文')}</w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr>{run('隐藏')}</w:r>"
        f"<w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:hyperlink><w:r>{run('链接')}</w:r></w:hyperlink>"
        f"<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:noBreakHyphen/>{run('乙')}</w:r></w:p>"
        f"<w:p><w:r>{run('上行')}<w:br/>{run('下行')}</w:r></w:p>"
    )
    notes = f"<w:footnote w:id='1'>{paragraph('未引用')}</w:footnote><w:footnote w:id='2'>{paragraph('脚注的话')}</w:footnote>"
    assert text(tmp_path, body, footnotes=notes, header1=paragraph("页眉")) == "正文链接-乙\n上行\n下行\n脚注的话\n"


def test_a_text_box_is_read_once_and_stands_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框中字')}</w:txbxContent>"
    both = f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    assert text(tmp_path, f"<w:p><w:r>{run('锚')}</w:r><w:r>{both}</w:r></w:p>{paragraph('后')}") == "锚\n框中字\n后\n"


def test_the_contents_lose_their_page_numbers(tmp_path: Path) -> None:
    field = "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>"
    body = f"<w:p><w:r>{run('一、部门概况')}<w:tab/></w:r>{field}<w:r>{run('12')}</w:r></w:p>"
    assert text(tmp_path, body) == "一、部门概况\n"


def test_a_title_set_on_two_centred_lines_is_one_and_other_lines_stay_apart(tmp_path: Path) -> None:
    centred = '<w:jc w:val="center"/>'
    body = (
        paragraph("2023年度青禾县水务局", centred)
        + paragraph("整体支出绩效自评报告", centred)
        + paragraph("青禾县水务局")
        + paragraph("基本情况")
    )
    assert text(tmp_path, body).split("\n")[:3] == ["2023年度青禾县水务局整体支出绩效自评报告", "青禾县水务局", "基本情况"]


def test_an_old_word_file_is_converted_or_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rtf = tmp_path / "a.doc"
    rtf.write_bytes(b"{\\rtf1\\ansi\\ansicpg936 " + "".join(f"\\u{ord(char)}?" for char in "青禾县水务局").encode() + b"\\par}")
    if program():
        assert read(rtf).text == "青禾县水务局\n"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError, match="Debian package libreoffice-writer-nogui"):
        read(rtf)


def test_a_conversion_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nwhile :; do :; done\n", encoding="ascii")
    slow.chmod(0o755)
    (tmp_path / "a.doc").write_bytes(b"{\\rtf1 x}")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("KG_CONVERT_SECONDS", "1")
    with pytest.raises(ReadError, match=r"took more than 1 s|cannot read it"):
        read(tmp_path / "a.doc")
