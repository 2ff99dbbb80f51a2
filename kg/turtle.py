"""Quads as bytes: sorted N-Quads, and Turtle that a person can read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox
from pyoxigraph import Quad, RdfFormat, Triple

from kg.vocabulary import PREFIXES

# Prefixes must end at the last slash of the IRIs they shorten: a wider one makes the writer escape the slash as \/, which
# Virtuoso 7.2 stores wrongly without an error. So each report's block declares its own.
_LEAVES = ["org", "account", "indicator", "recognition", "rank", "nature", "topic", "division", "functional", "graph"]
# A prefix in use; words inside literals match too, which costs at most a declaration that nothing needs.
_PREFIX_USE = re.compile(r"(?<![\w<])([a-z]+):")
_REPORT_LEAVES = {"ev": "evidence", "fact": "fact", "mention": "mention", "section": "section"}


def nquads(quads: Iterable[Quad]) -> bytes:
    """Return sorted N-Quads, each statement once."""
    lines = ox.serialize(quads, format=RdfFormat.N_QUADS)
    assert lines is not None
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def turtle(sorted_nquads: bytes, base: str) -> bytes:
    """Return what `nquads` made as Turtle: a block a graph with its own prefixes, subjects sorted, statements grouped.

    A triple that stands in several graphs is written in each block; parsers count it once.
    """
    by_graph: dict[str, list[Triple]] = defaultdict(list)
    for quad in ox.parse(input=sorted_nquads, format=RdfFormat.N_QUADS):
        by_graph[getattr(quad.graph_name, "value", "")].append(quad.triple)
    return b"\n".join(_block(name, by_graph[name], base) for name in sorted(by_graph))


def _block(name: str, triples: Iterable[Triple], base: str) -> bytes:
    prefixes = _prefixes(name, base)
    content = ox.serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes)
    assert content is not None
    # The writer lists prefixes in no fixed order and the unused ones too; line ends in literals are escaped, so that a line that
    # does not start with a tab opens a subject.
    body = "".join(
        f"{line}\n" if line.startswith("\t") else f"\n{line}\n"
        for line in content.decode().split("\n")
        if line and not line.startswith("@prefix ")
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
