"""A process that answers queries. The engine cannot be interrupted, so a query that takes too long ends with its process."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from socket import socket
from typing import Any, BinaryIO, Final

import pyoxigraph as ox
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

from kg.errors import KgError
from kg.store import open_store
from kg.vocabulary import BASE_IRI, PREFIXES

RESULTS: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
# For a page: JSON of the columns, so many rows, each cell with its kind, and whether there are more.
PAGE: Final = "text/html"
_PAGE_ROWS: Final = 500
# What stands once between or before rows in each syntax and, quotes and marks being escaped, in no value; but for CSV, where a
# line end inside a value counts as a row.
_ROW_MARKS: Final = {
    QueryResultsFormat.JSON: b'},{"',
    QueryResultsFormat.XML: b"<result>",
    QueryResultsFormat.CSV: b"\n",
    QueryResultsFormat.TSV: b"\n",
}
_CHUNK: Final = 1 << 16

# ("type", media type), then ("data", bytes) and more of it, then ("end", b""); or a reason with its words.
Message = tuple[str, bytes]
Send = Callable[[str, bytes], None]
KINDS: Final = ("type", "data", "end", "too large", "malformed", "failed")
# Before each message: its kind, as a place in KINDS, and its length.
HEAD: Final = struct.Struct("!BI")


@dataclass(frozen=True, slots=True)
class Job:
    """A query for a worker: over which graphs, and the media types to answer in. `build` tells a worker when to open anew.

    IRIs of the text are relative to `base`. `union` asks the union of all graphs; otherwise `default` and `named` are the
    dataset, where None leaves the query's own.
    """

    text: str
    build: str
    results: str = "application/sparql-results+json"
    graph: str = "text/turtle"
    union: bool = True
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    rows: int = 1_000_000
    answer_bytes: int = 500_000_000
    base: str = BASE_IRI


class TooLargeError(Exception):
    """An answer with more rows or bytes than allowed."""


def main(line: socket, directory: str, memory: int, build: str) -> None:
    """Answer the jobs that come over `line` until it closes; the store, known as `build`, is opened before the first one."""
    # An interrupt at the terminal goes to every process of it; the parent ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    _limit_memory(memory)
    stream = line.makefile("rb")

    def send(kind: str, content: bytes) -> None:
        line.sendall(HEAD.pack(KINDS.index(kind), len(content)) + content)

    store: ox.Store | None = None
    opened = build
    with contextlib.suppress(KgError):
        store = open_store(Path(directory))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            job = _read(stream)
            try:
                if store is None or opened != job.build:
                    store, opened = open_store(Path(directory)), job.build
                answer(store, job, send)
                send("end", b"")
            except (BrokenPipeError, ConnectionResetError):
                return
            except TooLargeError as error:
                send("too large", _one_line(error))
            except (SyntaxError, ValueError) as error:
                send("malformed", _one_line(error))
            except (KgError, OSError) as error:
                send("failed", _one_line(error))


def _read(stream: BinaryIO) -> Job:
    """Return the next job; raises EOFError where there is none. It comes from the process that started this one."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError
    job: Job = pickle.loads(stream.read(HEAD.unpack(head)[1]))
    return job


def answer(store: ox.Store, job: Job, send: Send) -> None:
    """Send the answer to a job in parts while it is made.

    Raises SyntaxError or ValueError where the query is malformed, TooLargeError where a limit is reached.
    """
    found = store.query(
        job.text,
        base_iri=job.base,
        use_default_graph_as_union=job.union,
        default_graph=_nodes(job.default),
        named_graphs=_nodes(job.named),
    )
    if job.results == PAGE and isinstance(found, QuerySolutions | QueryBoolean):
        send("type", PAGE.encode())
        send("data", _page(found))
    elif isinstance(found, QuerySolutions | QueryBoolean):
        format = RESULTS[job.results]
        sink = _Sink(send, job, b"" if isinstance(found, QueryBoolean) else _ROW_MARKS[format])
        send("type", job.results.encode())
        sink.take(lambda: found.serialize(sink, format))  # type: ignore[arg-type]
    else:
        sink = _Sink(send, job, b"")
        send("type", job.graph.encode())
        file: Any = sink
        sink.take(lambda: ox.serialize(_at_most(found, job.rows), file, format=GRAPHS[job.graph], prefixes=PREFIXES))


def _page(found: QuerySolutions | QueryBoolean) -> bytes:
    if isinstance(found, QueryBoolean):
        return json.dumps({"columns": ["ASK"], "rows": [[["literal", str(bool(found)).lower()]]], "more": False}).encode()
    rows = [[_cell(term) for term in solution] for solution in islice(found, _PAGE_ROWS + 1)]
    columns = [variable.value for variable in found.variables]
    return json.dumps({"columns": columns, "rows": rows[:_PAGE_ROWS], "more": len(rows) > _PAGE_ROWS}).encode()


def _cell(term: Any) -> tuple[str, str]:
    if term is None:
        return "", ""
    return ("iri" if isinstance(term, NamedNode) else "literal"), getattr(term, "value", str(term))


class _Sink:
    """A file to write to, whose content is sent on in parts, counted on the way."""

    def __init__(self, send: Send, job: Job, mark: bytes) -> None:
        self.send, self.job, self.mark = send, job, mark
        self.buffer = bytearray()
        self.bytes = self.rows = 0
        self.tail = b""
        self.error: Exception | None = None

    def take(self, write: Callable[[], Any]) -> None:
        """Let `write` write here; raises what stopped it, which the engine would tell as an input or output error."""
        try:
            write()
            self._pass_on()
        except Exception as error:
            raise (self.error or error) from None

    def write(self, content: bytes) -> int:
        """Take some bytes; raises TooLargeError at a limit."""
        try:
            self.buffer += content
            if len(self.buffer) >= _CHUNK:
                self._pass_on()
        except Exception as error:
            self.error = error
            raise
        return len(content)

    def flush(self) -> None:
        """Do nothing: parts are sent when they are large enough."""

    def _pass_on(self) -> None:
        content = bytes(self.buffer)
        self.buffer.clear()
        self.bytes += len(content)
        if self.mark:
            # A mark may be cut in two by the border between parts.
            seen = self.tail + content
            self.rows += seen.count(self.mark)
            self.tail = seen[len(seen) - len(self.mark) + 1 :] if len(self.mark) > 1 else b""
        if self.rows > self.job.rows + 1:
            raise TooLargeError(f"the answer has more than {self.job.rows} rows; add a LIMIT or narrow the query")
        if self.bytes > self.job.answer_bytes:
            raise TooLargeError(f"the answer is larger than {self.job.answer_bytes} bytes; add a LIMIT or narrow the query")
        if content:
            self.send("data", content)


def _at_most(triples: Any, count: int) -> Iterator[Any]:
    for number, triple in enumerate(triples):
        if number == count:
            raise TooLargeError(f"the answer has more than {count} triples; add a LIMIT or narrow the query")
        yield triple


def _nodes(iris: tuple[str, ...] | None) -> Any:
    return None if iris is None else [NamedNode(iri) for iri in iris]


def _limit_memory(size: int) -> None:
    """Let this process take no more than `size` bytes more than it has; one that needs more is ended by the system."""
    try:
        import resource
    except ImportError:
        return  # not a system that can limit it
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        # No file of the memory of a process that was ended so.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent() -> None:
    """Let the system end this process when its parent ends, in whatever way, where it can: a query would go on by itself.

    The parent is the fork server, which ends with the program that started it; but it takes that for alive as long as any
    process holds the other end of a pipe, which it hands to its children.
    """
    if sys.platform == "linux":
        import ctypes
        from multiprocessing import forkserver

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        pipe = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_alive_fd", None)
        if pipe is not None:
            os.close(pipe)


def _one_line(text: object) -> bytes:
    return " ".join(str(text).split())[:500].encode()
