"""Quads as bytes: sorted N-Quads, and Turtle that a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from pyoxigraph import Quad, RdfFormat, Triple

from kg.vocabulary import PREFIXES

# Prefixes must end at the last slash of the IRIs they shorten: a wider one makes the writer escape the slash as \/, which
# Virtuoso 7.2 stores wrongly without an error. So each report's block declares its own.
_LEAVES = "org account indicator recognition rank nature topic division functional graph".split()
_REPORT_LEAVES = {"ev": "evidence", "fact": "fact", "mention": "mention", "section": "section"}


def nquads(quads: Iterable[Quad]) -> bytes:
    """Return sorted N-Quads, each statement once."""
    lines = ox.serialize(quads, format=RdfFormat.N_QUADS)
    assert lines is not None
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def turtle(quads: Iterable[Quad], base: str) -> bytes:
    """Return the quads' triples as Turtle: prefixes first, then a block a graph, subjects sorted, statements grouped.

    A triple that stands in several graphs is written in each block; parsers count it once.
    """
    by_graph: dict[str, set[Triple]] = defaultdict(set)
    for quad in quads:
        by_graph[getattr(quad.graph_name, "value", "")].add(quad.triple)
    blocks = [_block(name, by_graph[name], base) for name in sorted(by_graph)]
    return b"\n".join(blocks)


def _block(name: str, triples: set[Triple], base: str) -> bytes:
    body = ox.serialize(_sorted(triples), format=RdfFormat.TURTLE, prefixes=_prefixes(name, base))
    assert body is not None
    return f"# {name}\n".encode() + body


def _prefixes(name: str, base: str) -> dict[str, str]:
    """Return the prefixes of one graph's block."""
    leaves = {leaf: f"{base}{leaf}/" for leaf in _LEAVES}
    marker = f"{base}graph/report/"
    if name.startswith(marker):
        key = name.removeprefix(marker)
        leaves |= {prefix: f"{base}{folder}/{key}/" for prefix, folder in _REPORT_LEAVES.items()}
        leaves["report"] = f"{base}report/"
    return PREFIXES | leaves


def _sorted(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield triples by subject, type first, then predicate and object."""
    rdf_type = PREFIXES["rdf"] + "type"

    def key(triple: Triple) -> tuple[str, bool, str, str]:
        return str(triple.subject), triple.predicate.value != rdf_type, triple.predicate.value, str(triple.object)

    yield from sorted(triples, key=key)
