"""A graph of a million statements: exports against the store's own dump, the catalogue, and rdflib in the same run.

    python benchmarks/stores.py [--triples 1000000] [--rdflib-triples 50000] [--rdflib-seconds 3] [--paths seeds] [--queries]

The graph is that of real reports, generated on: each six copies are six years of another region, whose units and most of whose
organisations have names of their own; concepts and some organisations are known to all. The queries of the catalogue are asked
as users ask them, of a unit and a year, of an enterprise or with words, all rows read; then once without any of that, of
everything. rdflib has a smaller graph and a limit a query, for it takes minutes to read a million statements; it is compared
with the embedded store on that graph.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib

import kg
from kg.catalogue import CatalogueQuery
from kg.errors import QueryError
from kg.export import Selection, stream
from kg.query import Limits, catalogue, prepare, run
from kg.store import create, load, open_store
from kg.turtle import turtle

YEARS = 6
OWN = re.compile(rb"/id/(report|section|evidence|mention|fact|graph/report|finding|name|figure)/")
ORGANISATION = re.compile(rb"<[^<> ]*/id/org/[0-9a-f]+>")
NAME = re.compile(rb'^(<[^<> ]*/id/org/r\S* <\S*(?:#name|schema#label)> ")')
YEAR = re.compile(rb'(#(?:fiscalY|y)ear> ")(\d{4})')
# Words a user may look for, where a query has no unit or name to narrow it by, or asks for them.
WORDS = {
    "words": "企业",
    "number": "100",
    "concept_words": "三公",
    "function_words": "科学技术",
    "indicator_words": "产值",
    "subject_words": "企业",
}


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# ---- the graph


def copies(build: Path, triples: int) -> Iterator[bytes]:
    """Yield the statements of a build, the ontology once and the rest repeated until there are about `triples`."""
    lines = (build / "graph" / "kg.nq").read_bytes().splitlines(keepends=True)
    common = [line for line in lines if line.endswith(b"/graph/ontology> .\n")]
    rest = [line for line in lines if not line.endswith(b"/graph/ontology> .\n")]
    units = frozenset(line.split(b" ")[2] for line in rest if b"#reportingUnit>" in line)
    yield from common
    for number in range(max((triples - len(common)) // len(rest) + 1, 1)):
        yield from _copy(rest, number, units)


def _copy(lines: list[bytes], number: int, units: frozenset[bytes]) -> Iterator[bytes]:
    region, back = divmod(number, YEARS)

    def organisation(found: re.Match[bytes]) -> bytes:
        # One organisation in eight, and no unit, is known in every region.
        known = found[0][-2:-1] in b"07" and found[0] not in units
        return found[0] if known else found[0].replace(b"/org/", b"/org/r%02d" % region)

    for line in lines:
        line = ORGANISATION.sub(organisation, OWN.sub(rb"/id/\1/c%03d-" % number, line))
        line = NAME.sub(rb"\g<1>" + f"第{region:02}区".encode(), line)
        yield YEAR.sub(lambda found: found[1] + b"%04d" % (int(found[2]) - back), line)


def made(folder: Path, source: Path, triples: int) -> Path:
    """Return a build directory with the generated graph: statements, Turtle and store."""
    (folder / "graph").mkdir(parents=True)
    (folder / "tables").mkdir()
    statements = b"".join(sorted(set(copies(source, triples))))
    (folder / "graph" / "kg.nq").write_bytes(statements)
    anew = timed(lambda: (folder / "graph" / "kg.ttl").write_bytes(turtle(statements, base_of(source))))
    loading = timed(lambda: load(create(folder / "store"), statements))
    print(f"{count_of(folder)} statements; {loading:.1f} s to load into the store, {anew:.1f} s to write as Turtle for the first time")
    for name in ("manifest.json", "tables/reports.csv"):
        (folder / name).write_bytes((source / name).read_bytes())
    return folder


def base_of(build: Path) -> str:
    return str(json.loads((build / "manifest.json").read_text(encoding="utf-8"))["settings"]["base"])


def count_of(build: Path) -> int:
    return (build / "graph" / "kg.nq").read_bytes().count(b"\n")


# ---- exports


def exports(build: Path, rounds: int) -> None:
    """Print how long exports of everything take, beside the store's own dump of the same."""
    store = open_store(build)
    sink = build / "sink"

    def export(format: str) -> float:
        def work() -> None:
            with sink.open("wb") as handle:
                handle.writelines(stream(build, format, Selection()))

        return min(timed(work) for _ in range(rounds))

    def dump() -> None:
        store.dump(str(sink), ox.RdfFormat.N_QUADS)

    def dump_turtle() -> None:
        # The store writes Turtle a graph at a time.
        with sink.open("wb") as handle:
            for graph in store.named_graphs():
                store.dump(handle, ox.RdfFormat.TURTLE, from_graph=graph)

    print(f"exports to a file, best of {rounds}")
    for format, own in (("nquads", dump), ("turtle", dump_turtle)):
        ours, theirs = export(format), min(timed(own) for _ in range(rounds))
        print(f"  {format:<9} kg export {ours:6.2f} s   the store's dump {theirs:6.2f} s   {theirs / ours:5.1f} x its speed")
    for format in ("ntriples", "trig"):
        print(f"  {format:<9} kg export {export(format):6.2f} s")


# ---- queries


def asked(store: ox.Store) -> list[tuple[CatalogueQuery, dict[str, str]]]:
    """Return every query of the catalogue with the values a user gives it.

    They are unit and year of the report with most facts, the enterprise that most agencies name, or, where a query asks for
    neither unit nor name, words.
    """
    report = max(run(store, "reports").records(), key=lambda row: (row["facts"], row["report"]))
    firm = next(iter(run(store, "enterprises-in-several-agencies").records()))
    usual = {"unit": report["agency"], "year": report["fiscal_year"], "fiscal_year": report["fiscal_year"]}
    usual |= {"name": firm["enterprise"], "enterprise_id": firm["enterprise_id"]}

    def values(query: CatalogueQuery) -> dict[str, str]:
        known = usual if {"unit", "name"} & {p.name for p in query.parameters} else usual | WORDS
        wanted = {p.name: known.get(p.name) or (WORDS.get(p.name) if p.required else None) for p in query.parameters}
        return {name: str(value) for name, value in wanted.items() if value is not None}

    return [(query, values(query)) for query in catalogue()]


def required(query: CatalogueQuery, values: dict[str, str]) -> dict[str, str]:
    """Return of the values those a query cannot be asked without."""
    return {p.name: values[p.name] for p in query.parameters if p.required}


def answers(name: str, store: ox.Store, questions: list[tuple[CatalogueQuery, dict[str, str]]], rounds: int) -> dict[str, int]:
    """Print how long the queries take, the best of the rounds after one that does not count; return the rows of each.

    A query is asked once where that takes more than two seconds.
    """
    times: list[tuple[float, str]] = []
    rows: dict[str, int] = {}
    for query, values in questions:
        taken: list[float] = []
        while len(taken) <= rounds and (not taken or taken[0] < 2):
            start = time.perf_counter()
            with contextlib.suppress(QueryError):
                rows[query.name] = len(run(store, query, values, Limits(seconds=30)).rows)
            taken.append(time.perf_counter() - start)
        times.append((min(taken), query.name))
    _print_times(f"{name}, {sum(rows.values())} rows", times)
    return rows


def _print_times(name: str, times: list[tuple[float, str]]) -> None:
    cuts = statistics.quantiles([taken for taken, _ in times], n=20, method="inclusive")
    slowest = ", ".join(f"{query} {taken * 1000:.0f}" for taken, query in sorted(times, reverse=True)[:5])
    print(f"{name}: {len(times)} queries, median {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms; slowest (ms): {slowest}")


class OverError(BaseException):
    """The time a query has is over; no Exception, which rdflib would take for an error of the query."""


def _over(*_: object) -> None:
    raise OverError


def with_rdflib(build: Path, store: ox.Store, rows: dict[str, int], seconds: float) -> None:
    """Print how long rdflib takes for the same queries; one that is stopped counts with its limit."""
    graph = rdflib.Dataset(default_union=True)
    print(f"rdflib: {timed(lambda: graph.parse(build / 'graph' / 'kg.nq', format='nquads')):.1f} s to read")
    times: list[tuple[float, str]] = []
    over, other = 0, []
    signal.signal(signal.SIGALRM, _over)
    for query, values in asked(store):
        start = time.perf_counter()
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            found = len(list(graph.query(prepare(query, values))))
            signal.setitimer(signal.ITIMER_REAL, 0)
            if found != rows.get(query.name):
                other.append(query.name)
        except OverError:
            over += 1
        times.append((time.perf_counter() - start, query.name))
    _print_times(f"  rdflib, at most {seconds:g} s a query, reached by {over}", times)
    print(f"  other numbers of rows than the embedded store: {', '.join(other) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rdflib-triples", type=int, default=50_000)
    parser.add_argument("--rdflib-seconds", type=float, default=3)
    parser.add_argument("--paths", nargs="+", default=["seeds"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queries", action="store_true", help="queries alone, no exports")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        kg.build(arguments.paths, source, jobs=1)
        large = made(Path(folder) / "large", source, arguments.triples)
        if not arguments.queries:
            exports(large, arguments.rounds)
        store = open_store(large)
        questions = asked(store)
        print(f"embedded store, best of {arguments.rounds}")
        answers("  narrowed as users do", store, questions, arguments.rounds)
        answers("  of everything", store, [(query, required(query, values)) for query, values in questions], 1)
        small = made(Path(folder) / "small", source, arguments.rdflib_triples)
        store = open_store(small)
        rows = answers("  narrowed as users do", store, asked(store), arguments.rounds)
        with_rdflib(small, store, rows, arguments.rdflib_seconds)


if __name__ == "__main__":
    main()
