"""Constraints asked of a whole store at once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from kg.errors import ValidationError
from kg.shacl.compile import NEED_A_VALUE, Check, Closure, SparqlCheck, Tally, is_tallied, screens, sparql_checks, tallies
from kg.shacl.paths import Path
from kg.shacl.results import Result
from kg.shacl.shapes import Module, Shape, Targets
from kg.vocabulary import RDF, RDFS


def core_results(store: Store, modules: Iterable[Module]) -> set[Result]:
    """Return every result of the core constraints over the union of the store's graphs."""
    closure = subclasses(store)
    groups: dict[Targets, list[Shape]] = {}
    for shape in _shapes(modules):
        groups.setdefault(shape.targets, []).append(shape)
    return {result for targets, group in groups.items() if _is_present(store, targets, closure) for result in _group(store, group, closure)}


def sparql_results(store: Store, modules: Iterable[Module]) -> set[Result]:
    """Return every result of the sh:sparql constraints over the union of the store's graphs."""
    closure = subclasses(store)
    shapes = (shape for shape in _shapes(modules) if shape.sparql and _is_present(store, shape.targets, closure))
    checks = (check for shape in shapes for check in sparql_checks(shape, closure))
    return {result for check in checks for result in _sparql(store, check)}


def subclasses(store: Store) -> Closure:
    """Return, for each class that has subclasses in the store, itself and all classes below it."""
    below: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, RDFS.subClassOf, None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            below.setdefault(quad.object.value, set()).add(quad.subject.value)
    return {top: tuple(sorted(_below(top, below))) for top in sorted(below)}


def home(store: Store, focus: str) -> str:
    """Return the graph that says what `focus` is: the first that gives it a type, else that says anything of it, else names it.

    "" stands for the default graph.
    """
    node = focus_term(focus)
    quads = store.quads_for_pattern
    found = [] if isinstance(node, Literal) else [quads(node, RDF.type, None, None), quads(node, None, None, None)]
    for group in (*found, quads(None, None, node, None)):
        names = {graph_name(quad.graph_name) for quad in group}
        if names:
            return min(names)
    return ""


def graph_name(graph: object) -> str:
    """Return a graph's IRI, or "" for the default graph."""
    return "" if isinstance(graph, DefaultGraph) else str(getattr(graph, "value", ""))


def focus_name(term: object) -> str:
    """Return a focus node as results name it: an IRI as it is, a blank node or literal as in N-Triples."""
    return term.value if isinstance(term, NamedNode) else str(term)


def focus_term(focus: str) -> NamedNode | BlankNode | Literal:
    """Return the term that `focus_name` named."""
    if not focus.startswith(("_:", '"')):
        return NamedNode(focus)
    (triple,) = ox.parse(f"<x:s> <x:p> {focus} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    return cast(BlankNode | Literal, triple.object)


def _shapes(modules: Iterable[Module]) -> Iterator[Shape]:
    return (shape for module in modules for shape in module.shapes)


def _below(top: str, below: dict[str, set[str]]) -> set[str]:
    found, todo = {top}, [top]
    while todo:
        new = below.get(todo.pop(), set()) - found
        found |= new
        todo.extend(new)
    return found


def _is_present(store: Store, targets: Targets, closure: Closure) -> bool:
    """Return whether the store may hold a target: a shape about nothing that is there needs no question."""
    classes = (NamedNode(sub) for cls in targets.classes for sub in closure.get(cls, (cls,)))
    predicates = (NamedNode(predicate) for predicate in targets.subjects_of + targets.objects_of)
    return bool(targets.nodes) or any(_has(store, RDF.type, cls) for cls in classes) or any(_has(store, p) for p in predicates)


def _has(store: Store, predicate: NamedNode, object_: NamedNode | None = None) -> bool:
    return next(store.quads_for_pattern(None, predicate, object_, None), None) is not None


def _group(store: Store, group: list[Shape], closure: Closure) -> Iterator[Result]:
    """Yield the results of shapes that share their targets."""
    here = [shape for shape in group if shape.path is None or shape.path.operator or _has(store, NamedNode(shape.path.iri))]
    even = {shape.iri for question in tallies(here, closure) if _comes_out_even(store, question) for shape in question.shapes}
    for shape in group:
        if shape.iri in even:
            shape = replace(shape, constraints=tuple(c for c in shape.constraints if not is_tallied(c)))
        elif shape not in here:
            shape = replace(shape, constraints=tuple(c for c in shape.constraints if c.component in NEED_A_VALUE))
        yield from _core(store, shape, closure)


def _comes_out_even(store: Store, question: Tally) -> bool:
    iri, limit, wanted = question.shapes[0].iri, sys.maxsize, None
    if question.targets:
        ((nodes,),) = _select(store, question.targets, iri)
        wanted = int(nodes.value)
        limit = wanted + 1
    ((rows, found, good),) = _select(store, question.query % limit, iri)
    counts = {int(count.value) for count in (rows, found, good)}
    return len(counts) == 1 and (wanted is None or counts == {wanted})


def _core(store: Store, shape: Shape, closure: Closure) -> Iterator[Result]:
    for screen in screens(shape, closure):
        if len(screen.checks) == 1:
            yield from _rows(store, screen.checks[0])
        elif next(_select(store, screen.query, shape.iri), None) is not None:
            for check in screen.checks:
                yield from _rows(store, check)


def _rows(store: Store, check: Check) -> Iterator[Result]:
    shape = check.shape
    for row in _select(store, check.query, shape.iri):
        yield Result(
            shape.severity,
            focus_name(row["this"]),
            shape.path,
            shape.iri,
            str(row["value"]) if check.has_value else "",
            check.component,
            shape.module,
            shape.message_zh,
            shape.message_en,
        )


def _sparql(store: Store, check: SparqlCheck) -> Iterator[Result]:
    shape = check.shape
    solutions = _select(store, check.query, check.constraint.iri)
    names = {variable.value for variable in solutions.variables}
    for row in solutions:
        value = row["value"] if "value" in names else None
        path = row["path"] if "path" in names else None
        if value is None and shape.path is None:
            value = row["this"]
        yield Result(
            shape.severity,
            focus_name(row["this"]),
            Path(path.value) if isinstance(path, NamedNode) else shape.path,
            check.constraint.iri,
            "" if value is None else str(value),
            "SPARQLConstraintComponent",
            shape.module,
            check.constraint.message_zh,
            check.constraint.message_en,
        )


def _select(store: Store, query: str, iri: str) -> ox.QuerySolutions:
    try:
        return cast(ox.QuerySolutions, store.query(query, use_default_graph_as_union=True))
    except SyntaxError as error:
        raise ValidationError(f"{iri}: its SPARQL cannot be read: {error}; correct the shape") from error
