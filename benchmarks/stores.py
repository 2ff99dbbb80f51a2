"""A graph of a million triples: exports against the store's own dump, catalogue queries against rdflib, in one run.

    python benchmarks/stores.py [--triples 1000000] [--rdflib-triples 100000] [--paths seeds] [--queries]

The graph is that of real reports, repeated under other names: each copy has its own reports, facts and mentions and shares
organisations and concepts, as the reports of one region do. rdflib answers over a smaller part, since a million triples take it
minutes to read; its figures are for that part, and ours are given for both.
"""

from __future__ import annotations

import argparse
import contextlib
import json
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
from kg.query import Limits, catalogue, run
from kg.store import open_store, write_store
from kg.turtle import turtle


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def copies(build: Path, triples: int) -> Iterator[bytes]:
    """Yield the statements of a build, its reports repeated under other names until there are about `triples`."""
    lines = (build / "graph" / "kg.nq").read_bytes().splitlines(keepends=True)
    reports = [line for line in lines if b"graph/report/" in line.rsplit(b" ", 2)[1]]
    yield from (line for line in lines if b"graph/report/" not in line.rsplit(b" ", 2)[1])
    folders = [f"/id/{folder}/".encode() for folder in ("report", "section", "evidence", "mention", "fact", "graph/report")]
    for number in range(max((triples - len(lines)) // len(reports) + 1, 1)):
        for line in reports:
            for folder in folders:
                line = line.replace(folder, folder + b"c%04d-" % number)
            yield line


def made(folder: Path, source: Path, triples: int) -> Path:
    """Return a build directory with the repeated graph: statements, Turtle and store."""
    (folder / "graph").mkdir(parents=True)
    (folder / "tables").mkdir()
    statements = b"".join(sorted(set(copies(source, triples))))
    (folder / "graph" / "kg.nq").write_bytes(statements)
    (folder / "graph" / "kg.ttl").write_bytes(turtle(statements, json.loads((source / "manifest.json").read_text())["settings"]["base"]))
    print(f"store: {timed(lambda: write_store(folder / 'store', folder / 'graph' / 'kg.nq')):.1f} s to load")
    for name in ("manifest.json", "tables/reports.csv"):
        (folder / name).write_bytes((source / name).read_bytes())
    return folder


def exports(build: Path, rounds: int) -> None:
    """Print how long exports take, whole and of a part that is made anew, beside the dump of the store."""
    store, count = open_store(build), (build / "graph" / "kg.nq").read_bytes().count(b"\n")
    everything = Selection()

    def consume(format: str, select: Selection) -> float:
        return statistics.median(timed(lambda: sum(map(len, stream(build, format, select)))) for _ in range(rounds))

    def dump(format: ox.RdfFormat) -> float:
        sink = build / "dump"
        graph = None if format == ox.RdfFormat.N_QUADS else ox.DefaultGraph()
        if graph is None:
            return statistics.median(timed(lambda: store.dump(str(sink), format)) for _ in range(rounds))
        # The store writes Turtle of one graph alone; of all of them it writes what its quads are.
        return statistics.median(timed(lambda: ox.serialize((q.triple for q in store), str(sink), format=format)) for _ in range(rounds))

    print(f"{count} statements; seconds, median of {rounds}")
    for format, own in (("nquads", ox.RdfFormat.N_QUADS), ("turtle", ox.RdfFormat.TURTLE)):
        ours, theirs = consume(format, everything), dump(own)
        print(f"  {format:<9} kg export {ours:6.2f}   store's dump {theirs:6.2f}   {theirs / ours:5.1f} x its speed")
    for format in ("ntriples", "trig", "jsonld"):
        print(f"  {format:<9} kg export {consume(format, everything):6.2f}")
    statements, base = (build / "graph" / "kg.nq").read_bytes(), kg_base(build)
    print(f"  turtle made anew, not copied from the build: {timed(lambda: turtle(statements, base)):.2f}")


def kg_base(build: Path) -> str:
    return str(json.loads((build / "manifest.json").read_text(encoding="utf-8"))["settings"]["base"])


def asked(store: ox.Store) -> list[tuple[CatalogueQuery, dict[str, str]]]:
    """Return every query of the catalogue as users ask it: on one unit, one year or one organisation, where it can be narrowed so."""
    organisation = run(store, "SELECT ?o WHERE { ?m <https://w3id.org/jixiao/ontology#refersTo> ?o } ORDER BY ?o LIMIT 1").rows[0][0]
    (unit, year, *_), *_ = run(store, "reports").rows
    narrow = {"unit": unit.value, "year": year.value, "fiscal_year": year.value}
    ready = {"string": "市", "integer": "1", "year": year.value, "decimal": "1", "iri": organisation.value}

    def values(query: CatalogueQuery) -> dict[str, str]:
        wanted = {p.name: narrow.get(p.name) or (ready[p.type] if p.required or p.type == "iri" else "") for p in query.parameters}
        return {name: value for name, value in wanted.items() if value}

    return [(query, values(query)) for query in catalogue()]


def answers(name: str, store: ox.Store, rounds: int) -> None:
    """Print how long the queries of the catalogue take; one that is stopped counts with the time it was given."""
    limits = Limits(seconds=30)
    times = []
    for query, values in asked(store):
        taken = []
        for _ in range(rounds):
            start = time.perf_counter()
            with contextlib.suppress(QueryError):
                run(store, query, values, limits)
            taken.append(time.perf_counter() - start)
        times.append((statistics.median(taken), query.name))
    _print_times(name, times)


def _print_times(name: str, times: list[tuple[float, str]]) -> None:
    cuts = statistics.quantiles([taken for taken, _ in times], n=20, method="inclusive")
    slowest = ", ".join(f"{query} {taken * 1000:.0f}" for taken, query in sorted(times, reverse=True)[:5])
    print(f"{name}: {len(times)} queries, median {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms; slowest (ms): {slowest}")


def with_rdflib(build: Path, seconds: float) -> None:
    """Print how long rdflib takes for the same queries; it stops after `seconds`."""
    graph = rdflib.Dataset(default_union=True)
    print(f"rdflib: {timed(lambda: graph.parse(build / 'graph' / 'kg.nq', format='nquads')):.1f} s to read")
    times, end = [], time.perf_counter() + seconds
    for query, values in asked(open_store(build)):
        if time.perf_counter() > end:
            print(f"rdflib: stopped after {len(times)} queries")
            break
        bound = {name: rdflib.util.from_n3(str(term)) for name, term in query.terms(values).items()}
        times.append((timed(lambda q=query, b=bound: list(graph.query(q.text, initBindings=b))), query.name))
    _print_times("rdflib", times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rdflib-triples", type=int, default=100_000)
    parser.add_argument("--rdflib-seconds", type=float, default=120)
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
        answers(f"embedded store, {arguments.triples} triples", open_store(large), arguments.rounds)
        small = made(Path(folder) / "small", source, arguments.rdflib_triples)
        answers(f"embedded store, {arguments.rdflib_triples} triples", open_store(small), arguments.rounds)
        with_rdflib(small, arguments.rdflib_seconds)


if __name__ == "__main__":
    main()
