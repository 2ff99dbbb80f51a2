"""The statements of a build in the syntaxes of RDF; what can be streamed is, the rest is made a graph at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import IO, Final

import pyoxigraph as ox
from pyoxigraph import RdfFormat

from kg import turtle as turtle_blocks
from kg.export.selection import Source
from kg.vocabulary import PREFIXES

# Lines joined into one chunk: a write a line would cost more than the line.
_LINES: Final = 5_000
_CHUNK: Final = 1 << 20


def nquads(source: Source) -> Iterator[bytes]:
    """Yield N-Quads, sorted."""
    yield from _whole(source, "kg.nq") or _joined(source.lines())


def ntriples(source: Source) -> Iterator[bytes]:
    """Yield N-Triples, sorted; a triple that stands in several graphs comes once."""
    yield from _joined(_triples(source))


def turtle(source: Source) -> Iterator[bytes]:
    """Yield Turtle: a block a graph, subjects sorted; a triple that stands in several graphs is written in each block."""
    if whole := _whole(source, "kg.ttl"):
        yield from whole
        return
    for number, (graph, lines) in enumerate(graphs(source)):
        block = turtle_blocks.turtle(b"".join(line[:-2] + graph + b" .\n" for line in lines), source.base)
        yield b"\n" + block if number else block


def trig(source: Source) -> Iterator[bytes]:
    """Yield TriG: each named graph with its statements."""
    for graph, lines in graphs(source):
        quads = ox.parse(b"".join(line[:-2] + graph + b" .\n" for line in lines), RdfFormat.N_QUADS)
        content = ox.serialize(quads, format=RdfFormat.TRIG, prefixes=turtle_blocks.prefixes(graph.decode()[1:-1], source.base))
        yield content or b""


def rdfxml(source: Source) -> Iterator[bytes]:
    """Yield RDF/XML: every triple once, without graphs, which this syntax cannot hold."""
    reader = ox.parse(b"".join(_triples(source)), RdfFormat.N_TRIPLES)
    content = ox.serialize((quad.triple for quad in reader), format=RdfFormat.RDF_XML, prefixes=PREFIXES)
    yield content or b""


def graphs(source: Source) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield each graph, by name: its IRI in angle brackets, and its statements as sorted lines of N-Triples."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for line in source.lines():
        # A line ends in ` <graph> .`; IRIs hold no space.
        statement, graph, _ = line.rsplit(b" ", 2)
        found[graph].append(statement + b" .\n")
    for graph in sorted(found):
        yield graph, found.pop(graph)


def _triples(source: Source) -> Iterator[bytes]:
    last = b""
    for line in source.lines():
        statement = line.rsplit(b" ", 2)[0]
        # Sorted by statement first: the same triple of another graph follows at once.
        if statement != last:
            yield statement + b" .\n"
            last = statement


def _joined(lines: Iterable[bytes]) -> Iterator[bytes]:
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _LINES:
            yield b"".join(batch)
            batch.clear()
    yield b"".join(batch)


def _whole(source: Source, name: str) -> Iterator[bytes] | None:
    """Return the chunks of a file that the build already holds, None where only a part is wanted."""
    return _chunks((source.build / "graph" / name).open("rb")) if source.select.everything else None


def _chunks(handle: IO[bytes]) -> Iterator[bytes]:
    with handle:
        while chunk := handle.read(_CHUNK):
            yield chunk
