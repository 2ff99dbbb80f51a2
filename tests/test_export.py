"""Each format holds what the build holds."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_isomorphic

import kg
from kg.errors import BuildError, KgError, SettingError
from kg.export import EXPORTERS, Selection, export
from kg.export.columns import column_info
from kg.tables import COLUMNS
from kg.vocabulary import JX


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


# ---- what else is written


def quads_of(content: object, format: ox.RdfFormat) -> set[ox.Quad]:
    assert isinstance(content, bytes)
    return set(ox.parse(input=content, format=format))


def test_ntriples_hold_every_triple_once(seeds_build: Path) -> None:
    content = export(seeds_build, "ntriples")
    assert isinstance(content, bytes)
    lines = content.splitlines()
    assert len(lines) == len(set(lines))
    wanted = {str(quad.triple) for quad in ox.parse(path=str(seeds_build / "graph" / "kg.nq"), format=ox.RdfFormat.N_QUADS)}
    assert {str(quad.triple) for quad in ox.parse(input=content, format=ox.RdfFormat.N_TRIPLES)} == wanted


def test_jsonld_of_real_reports_gives_the_same_quads_and_nests_what_a_report_holds(seeds_build: Path) -> None:
    content = export(seeds_build, "jsonld")
    assert isinstance(content, bytes)
    wanted = set(ox.parse(path=str(seeds_build / "graph" / "kg.nq"), format=ox.RdfFormat.N_QUADS))
    assert quads_of(content, ox.RdfFormat.JSON_LD) == wanted
    document = json.loads(content)
    reports = [graph["@graph"][0] for graph in document["@graph"] if "/graph/report/" in graph["id"]]
    assert all("Report" in report["type"] and report["sections"] and report["facts"] for report in reports)
    facts = [fact for report in reports for fact in report["facts"]]
    assert any(isinstance(fact["evidence"], dict) and fact["evidence"]["exact"] for fact in facts if "evidence" in fact)


def test_jsonld_parsed_by_rdflib_gives_the_same_quads(small_build: Path) -> None:
    content = export(small_build, "jsonld")
    found, wanted = rdflib.Dataset(), rdflib.Dataset()
    found.parse(data=content, format="json-ld")
    wanted.parse(small_build / "graph" / "kg.nq", format="nquads")

    def named(dataset: rdflib.Dataset) -> set[tuple[str, ...]]:
        quads = ((s, p, o, g) for s, p, o, g in dataset.quads((None, None, None, None)))
        return {(s.n3(), p.n3(), o.n3(), str(g)) for s, p, o, g in quads if not {type(s), type(o)} & {rdflib.BNode}}

    assert named(found) == named(wanted)


@pytest.mark.parametrize("format", ["nquads", "turtle", "trig", "jsonld", "ntriples", "rdfxml"])
def test_a_selection_holds_its_reports_and_who_they_name(format: str, seeds_build: Path) -> None:
    content = export(seeds_build, "nquads", select=Selection(since=2023))
    found = quads_of(content, ox.RdfFormat.N_QUADS)
    years = {quad.object.value for quad in found if quad.predicate == JX.fiscalYear}
    assert years and all(int(year) >= 2023 for year in years)
    named = {quad.object for quad in found if quad.predicate == JX.refersTo}
    assert named <= {quad.subject for quad in found if quad.predicate == JX.name}
    reports = {str(quad.graph_name) for quad in found if "/graph/report/" in str(quad.graph_name)}
    assert len(reports) == len(years) or len(reports) > 1
    part = export(seeds_build, format, select=Selection(since=2023))
    syntax = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD, "nquads": ox.RdfFormat.N_QUADS}.get(format)
    if syntax:
        assert quads_of(part, syntax) == found
    else:
        syntax = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}[format]
        assert {quad.triple for quad in quads_of(part, syntax)} == {quad.triple for quad in found}


def test_a_unit_is_selected_by_words_of_its_name(seeds_build: Path) -> None:
    with (seeds_build / "tables" / "reports.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["unit"]]
    words = rows[0]["unit"][-6:]
    content = export(seeds_build, "csv", select=Selection(unit=words))
    assert isinstance(content, bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("reports.csv") as handle:
        units = {row["unit"] for row in csv.DictReader(io.TextIOWrapper(handle, "utf-8"))}
    assert units == {row["unit"] for row in rows if words in row["unit"]}


def test_graphml_is_well_formed_and_its_edges_have_both_ends(seeds_build: Path) -> None:
    content = export(seeds_build, "graphml")
    assert isinstance(content, bytes)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = ElementTree.fromstring(content).find(f"{space}graph")
    assert graph is not None
    nodes = {node.get("id") for node in graph.iter(f"{space}node")}
    edges = list(graph.iter(f"{space}edge"))
    assert len(nodes) > 100 and len(edges) > 100
    assert all(edge.get("source") in nodes and edge.get("target") in nodes for edge in edges)


def test_neo4j_files_have_a_node_for_each_end_and_a_cell_for_each_column(small_build: Path, tmp_path: Path) -> None:
    export(small_build, "neo4j", tmp_path / "n")
    with (tmp_path / "n" / "nodes.csv").open(encoding="utf-8", newline="") as handle:
        header, *nodes = csv.reader(handle)
    with (tmp_path / "n" / "relationships.csv").open(encoding="utf-8", newline="") as handle:
        links = list(csv.DictReader(handle))
    ids = [row[0] for row in nodes]
    assert len(ids) == len(set(ids))
    assert all(len(row) == len(header) for row in nodes)
    assert {link[":START_ID"] for link in links} | {link[":END_ID"] for link in links} <= set(ids)
    subjects = {quad.subject for quad in ox.parse(path=str(small_build / "graph" / "kg.nq"), format=ox.RdfFormat.N_QUADS)}
    assert len(subjects) <= len(ids)


def test_cypher_is_statements_whose_strings_end_where_they_should(small_build: Path) -> None:
    content = export(small_build, "cypher")
    assert isinstance(content, bytes)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "T", content.decode())
    assert '"' not in bare
    statements = [part.strip() for part in bare.split(";") if part.strip()]
    assert {part.split()[0] for part in statements} == {"CREATE", "UNWIND"}
    assert all(part.count("{") == part.count("}") and part.count("[") == part.count("]") for part in statements)


def test_the_description_counts_what_is_there(seeds_build: Path) -> None:
    found = quads_of(export(seeds_build, "void"), ox.RdfFormat.TURTLE)
    said = {quad.predicate.value: quad.object.value for quad in found if quad.subject.value.endswith("/id/dataset")}
    triples = export(seeds_build, "ntriples")
    assert isinstance(triples, bytes)
    assert int(said["http://rdfs.org/ns/void#triples"]) == len(triples.splitlines())
    graphs = [quad for quad in found if quad.predicate.value.endswith("void#subset")]
    quads = ox.parse(path=str(seeds_build / "graph" / "kg.nq"), format=ox.RdfFormat.N_QUADS)
    assert len(graphs) == len({quad.graph_name for quad in quads})
    assert "http://purl.org/dc/terms/license" in said and "http://www.w3.org/ns/prov#wasGeneratedBy" in said


def test_the_data_package_describes_every_column_and_file(small_build: Path, tmp_path: Path) -> None:
    export(small_build, "csv", tmp_path / "csv")
    package = json.loads((tmp_path / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in COLUMNS]
    for resource in package["resources"]:
        content = (tmp_path / "csv" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = content.decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header


def test_every_column_has_a_meaning_in_both_languages() -> None:
    for table, columns in COLUMNS.items():
        for column in columns.split():
            info = column_info(table, column)
            assert info.zh and info.en, f"kg/data/columns.csv lacks {table}.{column}"


def test_text_that_looks_like_a_formula_stays_text_in_a_workbook(small_build: Path, tmp_path: Path) -> None:
    path = small_build / "tables" / "departments.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[2] = "=1+1"
    path.write_text("\n".join([header, ",".join(cells), *rest]) + "\n", encoding="utf-8")
    export(small_build, "xlsx", tmp_path / "kg.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "kg.xlsx")["departments"]["C2"]
    assert (cell.value, cell.data_type) in {("=1+1", "s"), ("=1+1", "inlineStr")}


def test_an_export_that_fails_leaves_the_last_file(small_build: Path, tmp_path: Path) -> None:
    target = tmp_path / "kg.nt"
    export(small_build, "ntriples", target)
    before = target.read_bytes()
    (small_build / "graph" / "kg.nq").unlink()
    with pytest.raises(KgError, match="cannot be written"):
        export(small_build, "ntriples", target)
    assert target.read_bytes() == before
    assert list(tmp_path.glob(".kg.nt*")) == []
