"""Every query of the catalogue gives the same rows on the store of the build, on other stores and on rdflib."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.catalogue import CatalogueQuery
from kg.push import push
from kg.query import catalogue, prepare, run, run_remote
from kg.vocabulary import BASE_IRI

# What rdflib needs more than three seconds for on the seeds, which is asked there on smaller reports: it joins a group with what
# stands before it only after all of it was found, and takes `jx:partOf?` with two open ends for every node of the graph.
LONG = frozenset(
    {
        "enterprise-mentions",
        "enterprise-roles",
        "enterprises-in-several-agencies",
        "enterprises-in-several-years",
        "enterprises-named-together",
        "enterprises-over-years",
        "facts-of-section",
        "functions-changed",
        "functions-shared",
        "indicator-over-years",
        "indicators-across-units",
        "indicators-of-subject",
        "organisation-names",
        "targets-against-results",
    }
)
# Of those, what finds nothing in the smaller reports.
NOT_THERE = frozenset({"targets-against-results"})


@pytest.fixture
def build(seeds_build: Path, tmp_path: Path) -> Path:
    """A copy of the build of the seeds, so that what was pushed is noted apart."""
    return Path(shutil.copytree(seeds_build, tmp_path / "build"))


def rows(store: ox.Store, endpoint: str, query: CatalogueQuery) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the rows of both, the store's own first."""
    given = values(query, store)
    here, there = run(store, query, given), run_remote(endpoint, query, given)
    assert here.columns == there.columns
    return [tuple(map(cell, row)) for row in here.rows], [tuple(map(cell, row)) for row in there.rows]


def cell(term: object) -> str:
    """Return a term for comparison: stores write the same number in several ways."""
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(("#decimal", "#integer", "#double")):
        return format(Decimal(term.value).normalize(), "f")
    return "" if term is None else str(getattr(term, "value", term))


def literal(term: object) -> str:
    """Return a term of rdflib for comparison."""
    kind = str(getattr(term, "datatype", ""))
    return "" if term is None else cell(ox.Literal(str(term), datatype=ox.NamedNode(kind))) if "#" in kind else str(term)


def values(query: CatalogueQuery, store: ox.Store) -> dict[str, str]:
    """Return a value for each required parameter, one with which something is found where that is easy."""
    ready = {"string": "市", "integer": "1", "year": "2020", "decimal": "1"}
    organisation = run(store, "SELECT ?o WHERE { ?m <https://w3id.org/jixiao/ontology#refersTo> ?o } ORDER BY ?o LIMIT 1").rows[0][0]
    return {p.name: organisation.value if p.type == "iri" else ready[p.type] for p in query.parameters if p.required}


# ---- stores


def test_the_catalogue_gives_the_same_rows_from_oxigraph(build: Path, oxigraph: str) -> None:
    push(build, oxigraph)
    store = kg.open(build).store
    found = 0
    for query in catalogue():
        here, there = rows(store, f"{oxigraph}/query", query)
        assert here == there, query.name
        found += len(here)
    assert found > 1000


@pytest.mark.virtuoso
def test_the_catalogue_gives_the_same_rows_from_virtuoso(build: Path, virtuoso: str) -> None:
    push(build, virtuoso)
    # The bug of 7.2 that prefixed names with an escaped slash meet.
    wrong = run_remote(f"{virtuoso}/sparql", 'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER(CONTAINS(STR(?s), "\\\\")) }')
    assert list(wrong.records()) == [{"n": 0}]
    store = kg.open(build).store
    for query in catalogue():
        here, there = rows(store, f"{virtuoso}/sparql", query)
        # As docs/stores.md explains: truth values come as 0 and 1, and long texts are sorted by their beginning alone.
        assert sorted(truth(row) for row in here) == sorted(truth(row) for row in there), query.name


def truth(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({"true": "1", "false": "0"}.get(text, text) for text in row)


# ---- rdflib


def differing(store: ox.Store, dataset: rdflib.Dataset, asked: list[CatalogueQuery]) -> dict[str, int]:
    """Return how many rows each query has, which must be the same, in the same order, from both."""
    found = {}
    for query in asked:
        given = values(query, store)
        here = [tuple(map(cell, row)) for row in run(store, query, given).rows]
        answer: Any = dataset.query(prepare(query, given))
        there = [tuple(map(literal, row)) for row in answer]
        assert here == there, query.name
        found[query.name] = len(here)
    return found


def dataset_of(nquads: bytes) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=nquads, format="nquads")
    return dataset


def test_the_catalogue_gives_the_same_rows_from_rdflib(seeds_build: Path) -> None:
    dataset = dataset_of((seeds_build / "graph" / "kg.nq").read_bytes())
    asked = [query for query in catalogue() if query.name not in LONG]
    found = differing(kg.open(seeds_build).store, dataset, asked)
    assert len(found) + len(LONG) == len(catalogue())
    assert sum(found.values()) > 1000


def test_what_is_long_in_rdflib_gives_the_same_rows_on_small_reports(report_file: Path, tmp_path: Path) -> None:
    """Two agencies in two years, a firm that both name and one that one of them names; without the ontology, which rdflib searches."""
    text = report_file.read_text(encoding="utf-8").replace("引进青禾", "与远山机械有限公司合作，引进青禾")
    other = text.replace("云岭", "青川").replace("远山", "平川")
    later = {"2022": "2023", "98.6": "99.1", "规划科": "计划科"}
    for name, content in (("甲", text), ("乙", other)):
        report_file.with_name(f"{name}2022.txt").write_text(content, encoding="utf-8")
        for old, new in later.items():
            content = content.replace(old, new)
        report_file.with_name(f"{name}2023.txt").write_text(content, encoding="utf-8")
    report_file.unlink()
    kg.build([report_file.parent], tmp_path / "b")
    store = ox.Store()
    store.extend(quad for quad in kg.open(tmp_path / "b").store if quad.graph_name != ox.NamedNode(f"{BASE_IRI}graph/ontology"))
    nquads = store.dump(format=ox.RdfFormat.N_QUADS)
    assert nquads is not None
    found = differing(store, dataset_of(nquads), [query for query in catalogue() if query.name in LONG])
    assert {name for name, count in found.items() if not count} == NOT_THERE
