"""pySHACL as the judge: the core constraints graph by graph, each with the parts of the other graphs it speaks of."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox
import pyshacl
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store
from pyshacl.errors import ReportableRuntimeError
from rdflib.namespace import RDF as R
from rdflib.namespace import SH as S

from kg.errors import ValidationError
from kg.shacl.paths import Path
from kg.shacl.results import Result
from kg.shacl.setwise import focus_term, graph_name, home
from kg.shacl.shapes import Module, Shape
from kg.vocabulary import RDFS

GraphName = NamedNode | BlankNode | DefaultGraph


def core_results(store: Store, modules: tuple[Module, ...]) -> set[Result]:
    """Return every result pySHACL gives for the core constraints, graph by graph.

    A node is judged in its home graph (`setwise.home`) and where a statement makes it a target, with all that any graph
    says of it and of the nodes one step away. An inverse path sees its home graph alone.
    """
    shapes = _without_sparql(modules)
    objects_of = {shape.iri: shape.targets.objects_of for module in modules for shape in module.shapes}
    found: set[Result] = set()
    for graph in _graphs(store):
        results = judge(to_rdflib(set(_context(store, graph))), shapes, modules)
        found |= {result for result in results if _is_judged_in(store, result.focus, graph, objects_of[result.shape])}
    return found


def _is_judged_in(store: Store, focus: str, graph: GraphName, predicates: tuple[str, ...]) -> bool:
    if home(store, focus) == graph_name(graph):
        return True
    node = focus_term(focus)
    return any(next(store.quads_for_pattern(None, NamedNode(p), node, graph), None) is not None for p in predicates)


def judge(data: rdflib.Graph, shapes: rdflib.Graph, modules: tuple[Module, ...]) -> set[Result]:
    """Return what pySHACL finds in one graph, as our results without a graph name.

    Raises ValidationError where pySHACL itself fails.
    """
    try:
        with _quiet():
            report = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False, inplace=True)[1]
    except ReportableRuntimeError as error:
        raise ValidationError(f"pySHACL gave no report: {error.message}; the shapes or the graph cannot be used") from error
    if not isinstance(report, rdflib.Graph):
        raise ValidationError(f"pySHACL gave no report: {report}; the shapes or the graph cannot be used")
    known = {shape.iri: shape for module in modules for shape in module.shapes}
    return {_result(report, node, known) for node in report.subjects(R.type, S.ValidationResult)}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each badly written literal: it is a result like any other."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


@cache
def shapes_graph(modules: tuple[Module, ...]) -> rdflib.Graph:
    """Return the modules as one rdflib graph, sh:sparql constraints included."""
    graph = rdflib.Graph()
    for module in modules:
        for triple in ox.parse(module.turtle.encode(), format=ox.RdfFormat.TURTLE):
            # Blank nodes are renamed by module, since every file numbers its own.
            subject, predicate, object_ = (_term(t, module.name) for t in (triple.subject, triple.predicate, triple.object))
            graph.add((subject, predicate, object_))
    return graph


@cache
def _without_sparql(modules: tuple[Module, ...]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in shapes_graph(modules):
        if triple[1] != S.sparql:
            graph.add(triple)
    return graph


def _graphs(store: Store) -> list[GraphName]:
    named: list[GraphName] = sorted(store.named_graphs(), key=str)
    has_default = next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None
    return [DefaultGraph(), *named] if has_default else named


def _context(store: Store, graph: GraphName) -> Iterator[Quad]:
    """Yield the graph, what other graphs say of its nodes, and of the nodes these name; and every subclass statement."""
    own = list(store.quads_for_pattern(None, None, None, graph))
    yield from store.quads_for_pattern(None, RDFS.subClassOf, None, None)
    nodes = {quad.subject for quad in own} | {quad.object for quad in own if isinstance(quad.object, NamedNode | BlankNode)}
    near: set[object] = set()
    for node in nodes:
        for quad in store.quads_for_pattern(node, None, None, None):
            yield quad
            near.add(quad.object)
    for far in near - nodes:
        if isinstance(far, NamedNode | BlankNode):
            yield from store.quads_for_pattern(far, None, None, None)


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return the quads' triples as one rdflib graph, each literal as it is written."""
    graph = rdflib.Graph()
    with _quiet():
        for quad in quads:
            graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(value: object, scope: str = "") -> rdflib.term.Node:
    if isinstance(value, NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, BlankNode):
        return rdflib.BNode(scope + value.value)
    if isinstance(value, Literal):
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        # rdflib treats a plain literal and an xsd:string as two terms; SHACL's sh:in and sh:datatype must see one.
        return rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value), normalize=False)
    raise ValidationError(f"{value}: a triple term cannot be validated")


def _result(report: rdflib.Graph, node: rdflib.term.Node, known: dict[str, Shape]) -> Result:
    source = str(report.value(node, S.sourceShape))
    shape = known.get(source)
    if shape is None:
        raise ValidationError(f"{source}: pySHACL names a shape that was not read")
    constraint = report.value(node, S.sourceConstraint)
    zh, en, iri = shape.message_zh, shape.message_en, shape.iri
    if constraint is not None:
        item = next(c for c in shape.sparql if c.iri == str(constraint))
        zh, en, iri = item.message_zh, item.message_en, item.iri
    value = report.value(node, S.value)
    path = report.value(node, S.resultPath)
    plain = Path(str(path)) if isinstance(path, rdflib.URIRef) else shape.path
    focus = report.value(node, S.focusNode)
    component = str(report.value(node, S.sourceConstraintComponent)).removeprefix(str(S))
    name = str(focus) if isinstance(focus, rdflib.URIRef) or focus is None else _written(focus)
    return Result(shape.severity, name, plain, iri, "" if value is None else _written(value), component, shape.module, zh, en)


def _written(value: rdflib.term.Node) -> str:
    """Return a term as pyoxigraph writes it."""
    if isinstance(value, rdflib.URIRef):
        return str(NamedNode(str(value)))
    if isinstance(value, rdflib.BNode):
        return str(BlankNode(str(value)))
    if isinstance(value, rdflib.Literal):
        with contextlib.suppress(ValueError):
            if value.language:
                return str(Literal(str(value), language=value.language))
            return str(Literal(str(value), datatype=NamedNode(str(value.datatype))) if value.datatype else Literal(str(value)))
    return str(value)
