"""Quads as bytes: sorted N-Quads, and Turtle that a person can read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from pyoxigraph import Quad, RdfFormat, Triple

from kg.vocabulary import PREFIXES

# Prefixes must end at the last slash of the IRIs they shorten: a wider one makes the writer escape the slash as \/, which
# Virtuoso 7.2 stores wrongly without an error. So each report's block declares its own.
_LEAVES = "org account indicator recognition rank nature topic division functional graph".split()
# A prefix in use; words inside literals match too, which costs at most a declaration that nothing needs.
_PREFIX_USE = re.compile(r"(?<![\w<])([a-z]+):")
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
    prefixes = _prefixes(name, base)
    content = ox.serialize(_sorted(triples), format=RdfFormat.TURTLE, prefixes=prefixes)
    assert content is not None
    # The writer lists prefixes in no fixed order and the unused ones too; a literal never spans lines, so that a line that
    # does not start with a tab opens a subject.
    body = "".join(
        line if line.startswith("\t") else f"\n{line}"
        for line in content.decode().splitlines(keepends=True)
        if not line.startswith("@prefix ")
    )
    used = set(_PREFIX_USE.findall(body))
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(prefixes.items()) if prefix in used)
    return f"# {name}\n{head}{body}".encode()


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
