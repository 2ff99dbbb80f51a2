"""Every shape against its cases: tests/shapes/<module>/{valid,warning,invalid}.<case>.ttl.

A case is checked with the shapes of its module alone. `<case>.expected` holds the sorted lines
`severity focus path shape`: IRIs below .../id/ and .../shape/ without that base, other known ones as prefixed names, `-`
where a result concerns the node itself. A valid case needs no .expected.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import Result as Answer

from kg.resources import resource_dir
from kg.shacl import judge, setwise
from kg.shacl.paths import shorten
from kg.shacl.results import Result
from kg.shacl.shapes import Module
from kg.validate import shapes
from kg.vocabulary import BASE_IRI

HERE = Path(__file__).parent
SHAPE_IRI = "https://w3id.org/jixiao/shape/"
VERDICTS = {"valid": set(), "warning": {"Warning"}, "invalid": {"Violation", "Warning"}}
CASES = sorted(path for path in HERE.rglob("*") if path.is_file() and path.parent != HERE and path.suffix != ".pyc")
TURTLE = [path for path in CASES if path.suffix == ".ttl"]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def modules_of(path: Path) -> tuple[Module, ...]:
    return tuple(module for module in shapes() if module.name == path.parent.name)


@cache
def store_of(path: Path) -> Store:
    store = Store()
    store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


@cache
def setwise_of(path: Path) -> frozenset[Result]:
    modules = modules_of(path)
    return frozenset(setwise.core_results(store_of(path), modules) | setwise.sparql_results(store_of(path), modules))


prepared = cache(prepareQuery)


class PreparedGraph(Graph):
    """A graph that parses each query once: pySHACL hands the same text over for every focus node, and parsing is what it costs."""

    def query(self, query_object, *args, **kwargs) -> Answer:
        return super().query(prepared(query_object), *args, **kwargs)


def lines(results: frozenset[Result]) -> list[str]:
    return sorted({line(result) for result in results})


def line(result: Result) -> str:
    focus = shorten(result.focus if result.focus.startswith("_:") else f"<{result.focus}>", BASE_IRI)
    path = shorten(result.path.sparql()) if result.path else "-"
    return f"{result.severity} {focus} {path} {result.shape.removeprefix(SHAPE_IRI)}"


@pytest.mark.parametrize("path", TURTLE, ids=name_of)
def test_case_gives_the_expected_results(path: Path) -> None:
    expected = path.with_suffix(".expected")
    wanted = expected.read_text(encoding="utf-8").splitlines() if expected.exists() else []
    found = setwise_of(path)
    severities = {result.severity for result in found}
    verdict = path.name.partition(".")[0]
    assert lines(found) == wanted
    assert severities <= VERDICTS[verdict]
    assert verdict == "valid" or max(VERDICTS[verdict], key=["Warning", "Violation"].index) in severities


@pytest.mark.parametrize("path", TURTLE, ids=name_of)
def test_pyshacl_gives_the_same_verdict_on_every_case(path: Path) -> None:
    """The judge runs everything itself here, sh:sparql with $this bound beforehand included."""
    modules = modules_of(path)
    graph = PreparedGraph()
    graph += judge.to_rdflib(store_of(path))
    assert judge.judge(graph, judge.shapes_graph(modules), modules) == setwise_of(path)


def test_every_file_is_a_case_with_a_verdict_of_a_known_module() -> None:
    stray = [
        str(path.relative_to(HERE))
        for path in CASES
        if path.name.count(".") != 2
        or path.name.split(".")[0] not in VERDICTS
        or path.suffix not in (".ttl", ".expected")
        or not modules_of(path)
        or not path.with_suffix(".ttl").exists()
    ]
    assert stray == []


def test_every_bad_case_states_what_is_expected() -> None:
    assert [name_of(path) for path in TURTLE if not path.name.startswith("valid.") and not path.with_suffix(".expected").exists()] == []


def test_every_module_has_a_valid_case() -> None:
    assert {path.parent.name for path in TURTLE if path.name.startswith("valid.")} == {module.name for module in shapes()}


def test_every_shape_and_constraint_is_seen_failing() -> None:
    """A mistyped target would conform in silence, so a shape that no case makes fail proves nothing."""
    seen = {result.shape for path in TURTLE for result in setwise_of(path)}
    demanding = {shape.iri for module in shapes() for shape in module.shapes if shape.path or shape.constraints}
    constraints = {constraint.iri for module in shapes() for shape in module.shapes for constraint in shape.sparql}
    assert (demanding | constraints) - seen == set()


def test_every_shape_and_constraint_speaks_both_languages() -> None:
    silent = [
        thing.iri
        for module in shapes()
        for shape in module.shapes
        for thing in ([shape] if shape.path or shape.constraints else []) + list(shape.sparql)
        if not (thing.message_zh and thing.message_en)
    ]
    assert silent == []


def test_every_shape_has_a_target() -> None:
    assert [shape.iri for module in shapes() for shape in module.shapes if not shape.targets] == []


def test_shapes_iris_are_named_after_their_file() -> None:
    strays = [shape.iri for module in shapes() for shape in module.shapes if not shape.iri.startswith(f"{SHAPE_IRI}{module.name}/")]
    assert strays == []


def test_files_of_shapes_are_all_read() -> None:
    assert [module.name for module in shapes()] == sorted(path.stem for path in resource_dir("shapes").glob("*.ttl"))
