"""Every query of queries/ on two engines against the rows its case expects.

A case is a folder with `expected.csv` and `case.json` ({"data": file, "parameters": {…}}) or a `data.ttl`/`data.trig` beside it,
under tests/queries/<topic>/<query>/ or tests/queries/violations/<query>/. A query without a case fails.
"""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from kg.catalogue import CatalogueQuery, catalogue, read_query
from kg.query import run
from kg.resources import resource_dir
from kg.vocabulary import JX

HERE = Path(__file__).parent
VIOLATIONS = sorted((resource_dir("queries") / "violations").glob("*.rq"))
QUERIES = {f"{query.topic}/{query.name}": query for query in (*catalogue(), *(read_query(path) for path in VIOLATIONS))}
CASES = sorted(path.parent for path in HERE.rglob("expected.csv"))


def _query(case: Path) -> CatalogueQuery:
    name = "/".join(case.relative_to(HERE).parts[:2])
    assert name in QUERIES, f"{case} belongs to no query"
    return QUERIES[name]


def _case(case: Path) -> tuple[Path, dict[str, object]]:
    """Return the data file and the parameters of a case."""
    file = case / "case.json"
    given = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    data = given.get("data") or next(name for name in ("data.ttl", "data.trig") if (case / name).exists())
    return (case / data).resolve(), given.get("parameters", {})


@cache
def _store(data: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(data))
    return store


@cache
def _graph(data: Path) -> rdflib.Graph:
    graph = rdflib.Dataset(default_union=True) if data.suffix == ".trig" else rdflib.Graph()
    return graph.parse(data)


@cache
def _prepared(text: str) -> Query:
    return prepareQuery(text)


def _expected(case: Path) -> list[list[str]]:
    with (case / "expected.csv").open(encoding="utf-8", newline="") as handle:
        return [[_cell(cell) for cell in row] for row in csv.reader(handle)]


def _cell(value: object) -> str:
    """Return a cell for comparison: engines write the same decimal with other trailing zeros."""
    text = "" if value is None else str(value)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        try:
            return format(Decimal(text).normalize(), "f")
        except InvalidOperation:
            return text
    return text


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_has_a_case_with_rows(name: str) -> None:
    cases = [case for case in CASES if "/".join(case.relative_to(HERE).parts[:2]) == name]
    assert any(len(_expected(case)) > 1 for case in cases), f"tests/queries/{name}: no case in which the query finds something"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(HERE)))
def test_pyoxigraph_gives_the_expected_rows(case: Path) -> None:
    data, parameters = _case(case)
    result = run(_store(data), _query(case), parameters)
    rows = [[_cell(None if term is None else term.value) for term in row] for row in result.rows]
    assert [list(result.columns), *rows] == _expected(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(HERE)))
def test_rdflib_gives_the_expected_rows(case: Path) -> None:
    data, parameters = _case(case)
    query = _query(case)
    bound = {name: rdflib.util.from_n3(str(term)) for name, term in query.terms(parameters).items()}
    result = _graph(data).query(_prepared(query.text), initBindings=bound)
    rows = [[_cell(term) for term in row] for row in result]
    assert [[str(variable) for variable in result.vars or ()], *rows] == _expected(case)


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_header_says_what_the_query_does(query: CatalogueQuery) -> None:
    selected = [variable.value for variable in pyoxigraph.Store().query(query.text).variables]
    assert query.summary_zh and query.summary_en
    assert re.search(r"[\u4e00-\u9fff]", query.summary_zh) and not re.search(r"[\u4e00-\u9fff]", query.summary_en)
    assert [column.name for column in query.columns] == selected
    assert all(re.search(rf"\?{parameter.name}\b", query.text) for parameter in query.parameters)
    assert not {parameter.name for parameter in query.parameters} & set(selected) - {"enterprise_id"}


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_order_is_total_over_what_is_shown(query: CatalogueQuery) -> None:
    head, _, order = query.text.rpartition("ORDER BY")
    assert head, f"{query.name} has no ORDER BY"
    if "\nSELECT DISTINCT" in head:
        # Ordering by what is not selected is undefined after DISTINCT.
        assert set(re.findall(r"\?(\w+)", order)) <= {column.name for column in query.columns}


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_defaults_are_what_the_text_does_without_parameters(query: CatalogueQuery) -> None:
    for parameter in query.parameters:
        if parameter.default is not None:
            assert f"COALESCE(?{parameter.name}, {parameter.default})" in query.text


@pytest.mark.parametrize("name", QUERIES)
def test_every_term_is_in_the_vocabulary(name: str) -> None:
    body = "\n".join(line for line in QUERIES[name].text.splitlines() if not line.startswith("#"))
    assert {term for term in re.findall(r"\bjx:(\w+)", body) if term not in JX.names} == set()


def test_names_are_unique() -> None:
    assert len({query.name for query in catalogue()}) == len(catalogue()) >= 40
