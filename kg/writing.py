"""A build's files: the statements of each report made beside those of the others, then one store and the verdicts on all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import extraction, ontology, store, tables, turtle, workers
from kg.audit import audit, finding_quads
from kg.audit.page import page
from kg.extraction import Extraction
from kg.rdf import Mapper, identity_quads
from kg.tables import Corpus
from kg.validate import ValidationReport, report_turtle, shapes, validate


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of one or more named graphs: as sorted N-Quads, and as Turtle blocks by graph name."""

    nquads: bytes
    blocks: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What is known once everything is written: the corpus with what the audit found, the SHACL report, table rows, statements."""

    corpus: Corpus
    report: ValidationReport
    rows: dict[str, int]
    statements: int


def write(folder: Path, corpus: Corpus, base: str, same: Mapping[str, bytes], jobs: int) -> Written:
    """Write texts, facts, graph, store and verdicts below `folder`.

    `same` are the N-Quads of the reports whose graph is that of the last build. Stores load and answer outside Python's
    lock, so that their work goes on beside the writing here.
    """
    graphs = _made(folder / "graph")
    reports = _reports(folder, corpus, base, same, jobs)
    with ThreadPoolExecutor(max_workers=3) as beside_us:
        opening = beside_us.submit(store.create, folder / "store")
        memory, parts = ox.Store(), [identity(corpus, base), ontology_statements(base)]
        _remember(memory, parts)
        parts.extend(report() for report in reports)
        remembering = beside_us.submit(_remember, memory, parts[2:])
        loading = beside_us.submit(store.load, opening.result(), b"".join(part.nquads for part in parts))
        remembering.result()
        # No shape is about findings, and the ontology's own shapes hold whatever is built; tests see to both.
        modules = tuple(module for module in shapes() if module.name != "ontology")
        judging = beside_us.submit(validate, memory, engine="setwise", modules=modules)
        corpus = replace(corpus, findings=audit(memory))
        found = statements(finding_quads(corpus.findings, base), base)
        merged = turtle.merged(*(part.nquads for part in (*parts, found)))
        (graphs / "kg.nq").write_bytes(merged)
        blocks = sorted(block for part in (*parts, found) for block in part.blocks)
        (graphs / "kg.ttl").write_bytes(b"\n".join(block for _, block in blocks))
        (folder / "audit.html").write_text(page(corpus), encoding="utf-8", newline="")
        rows = tables.write(_made(folder / "tables"), corpus)
        report = judging.result()
        (folder / "validation.ttl").write_text(report_turtle(report, base), encoding="utf-8", newline="")
        loading.result()
        store.load(opening.result(), found.nquads)
    return Written(corpus, report, rows, merged.count(b"\n"))


def _reports(folder: Path, corpus: Corpus, base: str, same: Mapping[str, bytes], jobs: int) -> list[Callable[[], Statements]]:
    """Return what waits for each report's statements; its text and facts are written in the same go."""
    texts, facts = _made(folder / "texts"), _made(folder / "facts")

    def one(item: Extraction) -> Statements:
        (texts / f"{item.head.id}.txt").write_text(item.text, encoding="utf-8", newline="")
        with (facts / f"{item.head.id}.jsonl").open("w", encoding="utf-8", newline="") as handle:
            handle.writelines(extraction.to_lines(item))
        known = same.get(item.head.id)
        return report_statements(item, corpus, base) if known is None else _as_read(known, base)

    return workers.each_shared(one, corpus.extractions, [len(item.text) for item in corpus.extractions], jobs)


def report_statements(item: Extraction, corpus: Corpus, base: str) -> Statements:
    """Return the graph of one report."""
    mapper = Mapper(item, corpus.linker, base)
    return _as_read(turtle.nquads_of_nodes(mapper.nodes(), mapper.graph), base)


def identity(corpus: Corpus, base: str) -> Statements:
    """Return the graph that says who is who."""
    divisions = tables.unit_divisions(corpus)
    units = {unit: divisions.get(unit) for unit in tables.unit_ids(corpus)}
    return statements(identity_quads(corpus.linker.organisations(), units, base), base)


@cache
def ontology_statements(base: str) -> Statements:
    """Return the ontology graph, which is the same in every build; made once a process."""
    return statements(ontology.quads(base), base)


def statements(quads: Iterable[ox.Quad], base: str) -> Statements:
    """Return quads in the forms in which a build keeps them."""
    return _as_read(turtle.nquads(quads), base)


def _as_read(nquads: bytes, base: str) -> Statements:
    return Statements(nquads, turtle.blocks(nquads, base))


def _remember(memory: ox.Store, parts: Iterable[Statements]) -> None:
    for part in parts:
        memory.bulk_load(part.nquads, format=ox.RdfFormat.N_QUADS, lenient=True)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
