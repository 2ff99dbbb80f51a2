"""What an open build answers in Python."""

from __future__ import annotations

import re
import threading
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

import kg
import kg.views
from kg.errors import BuildError, NotFoundError


@pytest.fixture(scope="module")
def graph(seeds_build: Path) -> kg.Graph:
    return kg.open(seeds_build)


@pytest.fixture
def small(report_file: Path, tmp_path: Path) -> kg.Graph:
    kg.build([report_file], tmp_path / "b")
    return kg.open(tmp_path / "b")


def test_facts_of_a_kind_and_of_a_year(graph: kg.Graph) -> None:
    amounts = graph.facts("Amount", year=2020)
    assert len(amounts) > 10
    assert {type(here.fact).__name__ for here in amounts} == {"Amount"}
    assert {here.fiscal_year for here in amounts} == {2020}
    assert len(graph.facts("Amount", since=2020)) > len(amounts)
    assert len(graph.facts()) == graph.manifest["totals"]["facts"]


def test_facts_as_frames_keep_exact_decimals(small: kg.Graph) -> None:
    amounts = small.facts("Amount")
    frame = amounts.to_pandas()
    assert Decimal("3205000") in set(frame["cny"])
    assert {type(value) for value in frame["cny"]} == {Decimal}
    assert amounts.to_polars().height == len(amounts)
    assert small.facts().to_polars().height == len(small.facts())


def test_a_fact_holds_the_words_of_its_report(small: kg.Graph) -> None:
    report = small.report("云岭水务2022")
    for record in report.facts.records():
        assert report.text[record["start"] : record["end"]] == record["quote"]


def test_a_report_shows_its_text_with_the_words_of_facts_marked(graph: kg.Graph) -> None:
    for row in graph.query("reports").records():
        report = graph.report(row["report_id"].rpartition("/")[2] if "report_id" in row else row["report"].rpartition("/")[2])
        shown = report.highlighted()
        assert unescape(re.sub(r"</?mark[^>]*>", "", shown)) == report.text
        marked = len(unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", shown, re.DOTALL))))
        covered = {place for here in report.facts for place in range(here.fact.evidence.span.start, here.fact.evidence.span.end)}
        assert marked == len(covered)


def test_what_a_notebook_shows_is_escaped(small: kg.Graph) -> None:
    report = small.report("云岭水务2022")
    hostile = kg.views.ReportView.__new__(kg.views.ReportView)
    hostile.head, hostile.mentions, hostile.facts = report.head, (), report.facts[:0]
    hostile.text = "<script>alert(1)</script>"
    assert "<script>" not in hostile._repr_html_()


def test_an_entity_is_found_by_name_alias_and_identifier(graph: kg.Graph) -> None:
    iri, name = next(
        (row["enterprise_id"], row["enterprise"]) for row in graph.trace(agencies=2).records() if row["enterprise"] is not None
    )
    entity = graph.entity(iri)
    assert entity.name == name
    assert graph.entity(name) == entity
    assert len(entity.mentions) > 1 and len(entity.agencies) > 1
    assert name in entity._repr_html_()


def test_what_is_not_there_is_named(graph: kg.Graph) -> None:
    with pytest.raises(NotFoundError, match="并无此名"):
        graph.entity("并无此名")
    for report in ("none", "../manifest", "/etc/passwd"):
        with pytest.raises(NotFoundError, match="no such report"):
            graph.report(report)
    with pytest.raises(BuildError, match="no such report"):
        graph.facts(year=1900)


def test_rdflib_reads_the_store_itself(graph: kg.Graph) -> None:
    dataset = graph.rdflib()
    text = "SELECT ?r WHERE { ?r a <https://w3id.org/jixiao/ontology#Report> } ORDER BY ?r"
    assert [str(row[0]) for row in dataset.query(text)] == [row["r"] for row in graph.query(text).records()]
    assert len({str(context) for _, _, _, context in dataset.quads((None, None, None, None))}) == graph.manifest["totals"]["reports"] + len(
        graph.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(!CONTAINS(STR(?g), '/graph/report/')) }")
    )


def test_a_result_shows_as_a_table(graph: kg.Graph) -> None:
    shown = graph.query("SELECT ?x WHERE { VALUES ?x { '<b>' } }")._repr_html_()
    assert "&lt;b&gt;" in shown and "<b>" not in shown


def test_a_build_can_be_opened_while_it_is_replaced(report_file: Path, tmp_path: Path) -> None:
    kg.build([report_file], tmp_path / "b")
    failed: list[Exception] = []
    opened = 0
    over = threading.Event()

    def reader() -> None:
        nonlocal opened
        while not over.is_set():
            try:
                assert kg.open(tmp_path / "b").query("ASK { ?s ?p ?o }").answer
                opened += 1
            except Exception as error:
                failed.append(error)
                return

    thread = threading.Thread(target=reader)
    thread.start()
    for _ in range(4):
        kg.build([report_file], tmp_path / "b")
    over.set()
    thread.join()
    assert failed == []
    assert opened > 4
