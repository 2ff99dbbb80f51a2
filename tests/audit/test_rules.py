"""Every audit rule against its cases: tests/audit/<family>/cases.toml holds a report that it finds, a right one, one at the edge.

The cases are text, so that each goes the whole way: reading, extraction, graph, rule.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store
from rdflib.plugins.sparql import prepareQuery

from kg import ontology, pipeline, writing
from kg.audit import Finding, Rule, audit, load_rules
from kg.audit.rules import modules
from kg.extraction import Extraction, from_report
from kg.link import Decisions, link
from kg.rdf import Mapper
from kg.read import read
from kg.shacl import judge
from kg.structure import structure
from kg.tables import Corpus
from kg.vocabulary import BASE_IRI, SKOS

HERE = Path(__file__).parent
UNIT = "云岭市水务局"
FILES = sorted(HERE.glob("*/cases.toml"))
CASES = {code: (path.parent.name, texts) for path in FILES for code, texts in tomllib.loads(path.read_text(encoding="utf-8")).items()}
RULES = {rule.code: rule for rule in load_rules()}


@cache
def notations() -> tuple[object, ...]:
    """The keys of the concepts: all that rules ask of the ontology, which would make pySHACL slow."""
    return tuple(quad for quad in ontology.quads(BASE_IRI) if quad.predicate in (SKOS.notation, SKOS.broader))


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Store]:
    folder = tmp_path_factory.mktemp("cases")
    return {(code, name): store_of(folder, text) for code, (_, texts) in CASES.items() for name, text in texts.items()}


def store_of(folder: Path, text: str) -> Store:
    extractions = tuple(extraction(folder, index, body) for index, body in enumerate(text.split("\n=\n")))
    linker = link(pipeline.name_uses(extractions), Decisions())
    corpus = Corpus(extractions, linker)
    store = Store()
    for item in corpus.extractions:
        store.extend(Mapper(item, corpus.linker, BASE_IRI).quads())
    store.bulk_load(writing.identity(corpus, BASE_IRI).nquads, format=RdfFormat.N_QUADS)
    store.extend(notations())
    return store


def extraction(folder: Path, index: int, body: str) -> Extraction:
    unit, year = UNIT, str(2022 - index)
    if body.lstrip().startswith("@"):
        head, _, body = body.lstrip().partition("\n")
        unit, year = head.removeprefix("@").split()
    path = folder / f"report{index}.txt"
    path.write_text(f"{year}年度{unit}部门整体支出绩效自评报告\n\n一、部门概况\n{body.strip()}\n", encoding="utf-8")
    return from_report(structure(read(path, id=f"r{index}")))


def of_rule(store: Store, code: str) -> tuple[Finding, ...]:
    return audit(store, [RULES[code]])


def test_every_rule_has_its_three_cases_and_there_are_sixty_rules() -> None:
    assert {code: family for code, (family, _) in CASES.items()} == {code: rule.family for code, rule in RULES.items()}
    assert {code for code, (_, texts) in CASES.items() if set(texts) != {"fires", "clean", "edge"}} == set()
    assert len(RULES) >= 60


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_what_it_is_for(code: str, stores: dict[tuple[str, str], Store]) -> None:
    found = of_rule(stores[code, "fires"], code)
    assert found
    for finding in found:
        assert finding.stated
        assert all(quote.text and quote.end > quote.start for quote in finding.quotes)
        assert "{?" not in finding.message_zh + finding.message_en


@pytest.mark.parametrize("code", CASES)
def test_a_rule_leaves_the_right_report_and_the_edge_alone(code: str, stores: dict[tuple[str, str], Store]) -> None:
    assert of_rule(stores[code, "clean"], code) == ()
    assert of_rule(stores[code, "edge"], code) == ()


@pytest.mark.parametrize("code", CASES)
def test_right_reports_have_no_finding_of_any_rule(code: str, stores: dict[tuple[str, str], Store]) -> None:
    found = [f"{finding.rule}: {finding.message_en}" for finding in audit(stores[code, "clean"]) if finding.severity != "info"]
    assert found == []


prepared = cache(prepareQuery)


class PreparedGraph(rdflib.Graph):
    """A graph that parses each query once: pySHACL hands the same text over for every focus node."""

    def query(self, query_object, *args, **kwargs) -> rdflib.query.Result:
        return super().query(prepared(query_object), *args, **kwargs)


def plain(term: rdflib.term.Node) -> rdflib.term.Node:
    """RDF 1.1 has one kind of text; rdflib takes "x" in a query and "x"^^xsd:string in data for two."""
    return rdflib.Literal(str(term)) if isinstance(term, rdflib.Literal) and term.datatype == rdflib.XSD.string else term


def set_wise(store: Store, rule: Rule) -> set[tuple[str, str]]:
    return {(row["this"].value, rule.constraint) for row in store.query(rule.query, use_default_graph_as_union=True)}


@pytest.mark.parametrize("code", CASES)
def test_pyshacl_finds_the_same(code: str, stores: dict[tuple[str, str], Store]) -> None:
    rule = RULES[code]
    (module,) = (module for module in modules() if module.name == rule.family)
    shapes = rdflib.Graph()
    wanted = rdflib.URIRef(f"https://w3id.org/jixiao/audit/{code}")
    for triple in judge.shapes_graph((module,)):
        if not str(triple[0]).startswith("https://w3id.org/jixiao/audit/") or str(triple[0]) in (
            str(wanted),
            rule.constraint,
            f"https://w3id.org/jixiao/audit/{rule.family}",
        ):
            shapes.add(triple)
    for name in ("fires", "edge"):
        graph = PreparedGraph()
        for triple in judge.to_rdflib(stores[code, name]):
            graph.add(tuple(map(plain, triple)))
        found = {(result.focus, result.shape) for result in judge.judge(graph, shapes, (module,))}
        assert found == set_wise(stores[code, name], rule)
