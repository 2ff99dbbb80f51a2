"""Each format holds what the build holds."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_isomorphic

import kg
from kg.errors import BuildError, SettingError
from kg.export import EXPORTERS, export
from kg.tables import COLUMNS


@pytest.fixture
def small_build(report_file: Path, tmp_path: Path) -> Path:
    kg.build([report_file], tmp_path / "b")
    return tmp_path / "b"


def triples(quads: list[ox.Quad]) -> set[str]:
    return {str(quad.triple) for quad in quads}


@pytest.mark.parametrize(("name", "syntax"), [("turtle", "turtle"), ("rdfxml", "xml")])
def test_rdf_without_graphs_parsed_by_rdflib_is_isomorphic_to_the_build(name: str, syntax: str, small_build: Path) -> None:
    content = export(small_build, name)
    assert isinstance(content, bytes)
    wanted = rdflib.Dataset(default_union=True)
    wanted.parse(small_build / "graph" / "kg.nq", format="nquads")
    flat = rdflib.Graph()
    for triple in wanted.triples((None, None, None)):
        flat.add(triple)
    assert to_isomorphic(rdflib.Graph().parse(data=content, format=syntax)) == to_isomorphic(flat)


@pytest.mark.parametrize(
    ("name", "format"), [("trig", ox.RdfFormat.TRIG), ("nquads", ox.RdfFormat.N_QUADS), ("jsonld", ox.RdfFormat.JSON_LD)]
)
def test_rdf_with_graphs_gives_the_same_quads(name: str, format: ox.RdfFormat, small_build: Path) -> None:
    content = export(small_build, name)
    assert isinstance(content, bytes)
    wanted = set(ox.parse(path=str(small_build / "graph" / "kg.nq"), format=ox.RdfFormat.N_QUADS))
    assert set(ox.parse(input=content, format=format)) == wanted


def test_turtle_writes_no_escaped_slash(seeds_build: Path) -> None:
    # Virtuoso 7.2 stores such IRIs wrongly without an error.
    assert b"\\/" not in (seeds_build / "graph" / "kg.ttl").read_bytes()


def test_turtle_keeps_the_printed_scale_of_money(small_build: Path) -> None:
    content = export(small_build, "turtle")
    assert isinstance(content, bytes)
    assert b'"320.50"' in content


def test_csv_and_parquet_hold_the_same_values(seeds_build: Path, tmp_path: Path) -> None:
    export(seeds_build, "csv", tmp_path / "csv")
    export(seeds_build, "parquet", tmp_path / "parquet")
    for name in COLUMNS:
        with (tmp_path / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            wanted = [[cell or None for cell in row] for row in list(csv.reader(handle))[1:]]
        table = pq.read_table(tmp_path / "parquet" / f"{name}.parquet")
        got = [list(row.values()) for row in table.to_pylist()]
        assert len(got) == len(wanted), name
        for row, expected in zip(got, wanted, strict=True):
            assert [same(cell, text) for cell, text in zip(row, expected, strict=True)] == [True] * len(row)


def same(cell: object, text: str | None) -> bool:
    if isinstance(cell, int | Decimal):
        return text is not None and Decimal(cell) == Decimal(text)
    return cell == text


def test_a_workbook_has_a_sheet_a_table_and_numbers_as_numbers(small_build: Path, tmp_path: Path) -> None:
    export(small_build, "xlsx", tmp_path / "kg.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "kg.xlsx")
    assert workbook.sheetnames == [*COLUMNS, "dictionary"]
    header, *rows = workbook["amounts"].iter_rows(values_only=True)
    assert 3205000 in [row[header.index("cny")] for row in rows]


def test_one_report_is_exported_alone(seeds_build: Path) -> None:
    report = min(path.stem for path in (seeds_build / "texts").iterdir())
    content = export(seeds_build, "csv", report=report)
    assert isinstance(content, bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("amounts.csv") as handle:
        rows = list(csv.DictReader(io.TextIOWrapper(handle, "utf-8")))
    assert {row["report"] for row in rows} == {report}


@pytest.mark.parametrize("format", sorted(EXPORTERS))
def test_an_unknown_report_is_named(format: str, small_build: Path) -> None:
    with pytest.raises(BuildError, match="no-such-report"):
        export(small_build, format, report="no-such-report")


def test_an_unknown_format_lists_the_known_ones(small_build: Path) -> None:
    with pytest.raises(SettingError, match="turtle"):
        export(small_build, "docx")
