"""Quads as bytes: sorted N-Quads, and Turtle that a person can read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.literals import Pair
from kg.vocabulary import PREFIXES

# Prefixes must end at the last slash of the IRIs they shorten: a wider one makes the writer escape the slash as \/, which
# Virtuoso 7.2 stores wrongly without an error. So each report's block declares its own.
_LEAVES = ["org", "account", "indicator", "recognition", "rank", "nature", "topic", "division", "functional", "graph"]
_HEAD = re.compile(r"\A(?:@prefix [^\n]*\n)*")
_SUBJECT = re.compile(r"^(?=[^\t\n])", re.MULTILINE)
_REPORT_LEAVES = {"ev": "evidence", "fact": "fact", "mention": "mention", "section": "section"}


def nquads(quads: Iterable[Quad]) -> bytes:
    """Return sorted N-Quads, each statement once."""
    lines = ox.serialize(quads, format=RdfFormat.N_QUADS)
    assert lines is not None
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def nquads_of_nodes(nodes: Iterable[tuple[NamedNode, Iterable[Pair]]], graph: NamedNode) -> bytes:
    """Return what `nquads` makes of the statements about `nodes` in one graph, in less time: no statement becomes an object.

    By test the same bytes: a term as text is its N-Quads form.
    """
    forms = _Forms()
    end = f" {graph} .\n"
    lines: list[str] = []
    for subject, pairs in nodes:
        start = forms[subject]
        lines += [f"{start} {forms[predicate]} {forms[value]}{end}" for predicate, value in pairs]
    # Code points and their UTF-8 bytes have the same order.
    return "".join(sorted(set(lines))).encode()


class _Forms(dict[ox.NamedNode | ox.Literal, str]):
    """Terms as text, each written once."""

    def __missing__(self, term: ox.NamedNode | ox.Literal) -> str:
        form = self[term] = str(term)
        return form


def merged(*sorted_nquads: bytes) -> bytes:
    """Return several results of `nquads` as one."""
    # Sorting runs that are sorted already costs one pass.
    lines = [line for part in sorted_nquads for line in part.splitlines(keepends=True)]
    return b"".join(dict.fromkeys(sorted(lines)))


def turtle(sorted_nquads: bytes, base: str) -> bytes:
    """Return what `nquads` made as Turtle: a block a graph with its own prefixes, subjects sorted, statements grouped.

    A triple that stands in several graphs is written in each block; parsers count it once.
    """
    return b"\n".join(block for _, block in blocks(sorted_nquads, base))


def blocks(sorted_nquads: bytes, base: str) -> tuple[tuple[str, bytes], ...]:
    """Return the name and the Turtle block of each graph in what `nquads` made, by name."""
    by_graph: dict[bytes, list[bytes]] = defaultdict(list)
    for line in sorted_nquads.splitlines():
        # A line ends in ` <graph> .`; IRIs hold no space.
        statement, graph, _ = line.rsplit(b" ", 2)
        by_graph[graph].append(statement)
    names = {graph.decode()[1:-1]: b" .\n".join(found) + b" .\n" for graph, found in by_graph.items()}
    return tuple((name, _written(name, names[name], base)) for name in sorted(names))


def _written(name: str, ntriples: bytes, base: str) -> bytes:
    shortened = prefixes(name, base)
    content = ox.serialize(_parsed(ntriples), format=RdfFormat.TURTLE, prefixes=shortened)
    assert content is not None
    # The writer lists prefixes in no fixed order and the unused ones too. Line ends in literals are escaped, so that a line
    # that does not start with a tab opens a subject.
    body = _SUBJECT.sub("\n", _HEAD.sub("", content.decode(), count=1))
    # A prefix counts as used where its name and colon stand anywhere; inside a literal that costs a needless declaration.
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(shortened.items()) if f"{prefix}:" in body)
    return f"# {name}\n{head}{body}".encode()


def _parsed(ntriples: bytes) -> Iterator[ox.Quad]:
    # Lenient: the terms were checked when they were made.
    return ox.parse(input=ntriples, format=RdfFormat.N_TRIPLES, lenient=True)


def prefixes(name: str, base: str) -> dict[str, str]:
    """Return the prefixes for the graph of that name; none is wider than the namespace it stands for."""
    leaves = {leaf: f"{base}{leaf}/" for leaf in _LEAVES}
    marker = f"{base}graph/report/"
    if name.startswith(marker):
        key = name.removeprefix(marker)
        leaves |= {prefix: f"{base}{folder}/{key}/" for prefix, folder in _REPORT_LEAVES.items()}
        leaves["report"] = f"{base}report/"
    return PREFIXES | leaves
