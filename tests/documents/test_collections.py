"""Archives, lists and repeated reports."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from makers import docx, html, pdf, zipped

from kg.errors import ReadError
from kg.inputs import find, tasks
from kg.lists import is_list
from kg.pipeline import Options, build

TEXT = [
    "2023年度青禾县水务局部门整体支出绩效自评报告",
    "一、基本情况",
    "青禾县水务局是县政府工作部门，为正科级行政单位，内设办公室、规划股2个股室，行政编制12名。",
    "二、一般公共预算支出情况",
    "2023年度一般公共预算财政拨款支出120.50万元，其中：基本支出80.50万元，项目支出40.00万元。",
]
OTHER = [line.replace("2023", "2022").replace("120.50", "130.50").replace("40.00", "50.00") for line in TEXT]


def test_the_documents_of_an_archive_are_read_each_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"甲/一.docx": docx(TEXT), "二.html": html(OTHER), "__MACOSX/._一.docx": "x", "图.png": "x"}))
    made, failed = tasks(find([str(tmp_path)]), "public")
    assert [(task.id, Path(task.path).name) for task in made] == [("一", "一.docx"), ("二", "二.html")] and not failed
    built = build([str(tmp_path / "all.zip")], tmp_path / "build", Options(jobs=1))
    assert {head.path for head in built.reports} == {f"{tmp_path}/all.zip!/甲/一.docx", f"{tmp_path}/all.zip!/二.html"}
    again = build([str(tmp_path / "all.zip")], tmp_path / "build", Options(jobs=1))
    assert again.reused == 2


def test_names_that_a_chinese_program_wrote_are_read(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("AAAA.docx", docx(TEXT))
    data = buffer.getvalue().replace(b"AAAA.docx", "水务".encode("gb18030") + b".docx")
    (tmp_path / "a.zip").write_bytes(data)
    made, _ = tasks(find([str(tmp_path)]), "public")
    assert [task.id for task in made] == ["水务"]


def test_a_list_names_documents_and_tells_what_they_do_not_say(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    bare = [
        "部门整体支出绩效自评报告",
        "一、基本情况",
        "内设办公室、规划股2个股室。",
        "二、支出情况",
        "支出决算120.50万元，其中：基本支出80.50万元。",
    ]
    (tmp_path / "files" / "001.docx").write_bytes(docx(bare))
    (tmp_path / "files" / "002.docx").write_bytes(docx(TEXT))
    rows = "path,url,unit,year\nfiles/001.docx,https://example.org/1,云岭市林业局,2021年\nfiles/002.docx,,云岭市林业局,2021\nfiles/003.docx,,,\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    built = build([str(tmp_path / "list.csv")], tmp_path / "build", Options(jobs=1))
    assert [(head.id, head.unit, head.fiscal_year, head.url) for head in built.reports] == [
        ("001", "云岭市林业局", 2021, "https://example.org/1"),
        ("002", "青禾县水务局", 2023, ""),
    ]
    assert [failure.reason for failure in built.failures] == [
        f"{tmp_path}/files/003.docx: no such file, named in {tmp_path}/list.csv:4; paths are taken from the list's folder"
    ]
    assert '"https://example.org/1"' in (tmp_path / "build" / "graph" / "kg.nq").read_text(encoding="utf-8")


@pytest.mark.parametrize(("head", "told"), [("path,url", True), ("\ufeff路径,年度", True), ("项目,决算数", False), ("", False)])
def test_a_list_is_told_by_its_first_line(head: str, told: bool, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(head + "\nx,y\n", encoding="utf-8")
    assert is_list(tmp_path / "a.csv") is told


def test_one_report_in_several_formats_is_one_report_with_several_sources(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf(TEXT))
    (folder / "公开版.html").write_bytes(html(TEXT))
    (folder / "a.docx").write_bytes(docx(TEXT))
    (folder / "b.docx").write_bytes(docx(OTHER))
    built = build([str(folder)], tmp_path / "build", Options(jobs=1))
    assert [(Path(head.path).name, [Path(path).name for path in head.sources]) for head in built.reports] == [
        ("a.docx", ["a.pdf", "公开版.html"]),
        ("b.docx", []),
    ]
    assert (
        sorted(failure.reason.split(": ")[1] for failure in built.failures)
        == [f"the same report as {folder}/a.docx, which is kept with both as its sources"] * 2
    )
    graph = (tmp_path / "build" / "graph" / "kg.nq").read_text(encoding="utf-8")
    assert sum("/report/" in line.split()[0] and line.split()[1].endswith("terms/source>") for line in graph.splitlines()) == 2
    manifest = json.loads((tmp_path / "build" / "manifest.json").read_text(encoding="utf-8"))
    assert [len(report.get("sources", [])) for report in manifest["reports"].values()] == [2, 0]


def test_reports_of_one_unit_and_year_that_differ_are_both_kept(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(TEXT))
    (tmp_path / "b.docx").write_bytes(
        docx([TEXT[0], *(line[::-1] if "股" in line else line for line in TEXT[1:]), "三、存在的问题", "预算编制不细。" * 20])
    )
    assert len(build([str(tmp_path)], tmp_path / "build", Options(jobs=1)).reports) == 2


def test_an_archive_alone_that_is_damaged_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    with pytest.raises(ReadError, match="damaged"):
        build([str(tmp_path / "a.zip")], tmp_path / "build", Options(jobs=1))


def test_the_evidence_of_a_paged_file_says_its_page(tmp_path: Path) -> None:
    body = [TEXT[0], *TEXT[1:3], *(f"第{n}项工作已按计划完成，群众反映良好，各项指标均达到年初要求。" for n in range(60)), *TEXT[3:]]
    (tmp_path / "a.pdf").write_bytes(pdf(body))
    build([str(tmp_path / "a.pdf")], tmp_path / "build", Options(jobs=1))
    quads = (tmp_path / "build" / "graph" / "kg.nq").read_text(encoding="utf-8").splitlines()
    evidence = next(line.split()[0] for line in quads if "oa#exact" in line and "一般公共预算财政拨款支出120.50万元" in line)
    pages = [line.split()[2] for line in quads if line.startswith(evidence) and line.split()[1].endswith("#page>")]
    assert len(pages) == 1 and int(pages[0].split('"')[1]) > 2
