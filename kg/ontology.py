"""The ontology as the build puts it into the store: vocabulary, alignments and concept schemes in one named graph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kg.errors import KgError
from kg.resources import resource_dir
from kg.vocabulary import BASE_IRI

Term = TypeVar("Term")


def graph_files() -> tuple[Path, ...]:
    """Return the Turtle files of the ontology graph: vocabulary, alignments, then the concept schemes by name."""
    folder = resource_dir("ontology")
    return (folder / "jixiao.ttl", folder / "alignments.ttl", *sorted((folder / "concepts").glob("*.ttl")))


@cache
def quads(base: str = BASE_IRI) -> tuple[Quad, ...]:
    """Return the ontology graph with concepts below `base`; the order and the blank nodes are the same in every run.

    Read once a process. Raises KgError if a file of the installation cannot be read.
    """
    return tuple(_quads(base))


def _quads(base: str) -> Iterator[Quad]:
    graph = NamedNode(base + "graph/ontology")
    for path in graph_files():
        names: dict[str, BlankNode] = {}
        stem = path.stem
        try:
            for quad in parse(path=path, format=RdfFormat.TURTLE):
                yield Quad(_placed(quad.subject, base, stem, names), quad.predicate, _placed(quad.object, base, stem, names), graph)
        except (OSError, SyntaxError) as error:
            raise KgError(f"{path}: cannot be read as Turtle ({error}); reinstall jixiao-kg") from error


def _placed(term: Term, base: str, stem: str, names: dict[str, BlankNode]) -> Term:
    """Return a term below `base`; a blank node is numbered in the order of the file, since parsers name them at random."""
    if isinstance(term, NamedNode) and base != BASE_IRI and term.value.startswith(BASE_IRI):
        return cast(Term, NamedNode(base + term.value[len(BASE_IRI) :]))
    if isinstance(term, BlankNode):
        return cast(Term, names.setdefault(term.value, BlankNode(f"{stem}{len(names)}")))
    return term
