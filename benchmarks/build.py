"""How long a whole build of the seeds takes, as a multiple of jieba.lcut over the same text in the same run.

    python benchmarks/build.py [--rounds 5] [--paths seeds]

Start-up is apart: both sides are warmed up once before they are timed. The median of the rounds is printed, and the share
of each stage, each timed by itself; a build reads and maps reports in several processes and writes the
store beside the rest, so that the stages add up to more than the whole.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import jieba
import pyoxigraph as ox
from timing import seconds

from kg import extraction, inputs, pipeline, store, tables, turtle, writing
from kg.audit import audit
from kg.extract import extract
from kg.link import link
from kg.pipeline import Options
from kg.rdf import Mapper
from kg.read import read
from kg.recognise import recognise
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.validate import validate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--paths", nargs="+", default=["seeds"])
    arguments = parser.parse_args()
    rounds, paths = arguments.rounds, arguments.paths
    jieba.setLogLevel("ERROR")

    tasks, _ = inputs.tasks(inputs.find(paths), "public")
    documents = [read(Path(task.path), id=task.id) for task in tasks]
    text = "\n".join(document.text for document in documents)
    unit = seconds(lambda: jieba.lcut(text), rounds)
    with tempfile.TemporaryDirectory() as folder:
        options = Options(reuse=False)
        whole = seconds(lambda: pipeline.build(paths, Path(tempfile.mkdtemp(dir=folder)) / "build", options), rounds)
        print(f"{len(documents)} reports, {len(text)} characters; jieba.lcut {unit * 1000:.0f} ms, median of {rounds}")
        print(f"whole build {whole * 1000:.0f} ms = {whole / unit:.1f} x jieba.lcut")
        for name, work in stages(paths, Path(folder)).items():
            taken = seconds(work, rounds)
            print(f"  {name:<14} {taken * 1000:7.1f} ms  {taken / whole:5.0%}")


def stages(paths: list[str], folder: Path) -> dict[str, Callable[[], object]]:
    """Return each stage of a build over `paths` as a call that does this stage alone."""
    tasks, _ = inputs.tasks(inputs.find(paths), "public")
    documents = [read(Path(task.path), id=task.id) for task in tasks]
    reports = [structure(document) for document in documents]
    readings = [recognise(report) for report in reports]
    extractions = tuple(extraction.from_report(report) for report in reports)
    corpus = tables.Corpus(extractions, link(pipeline.name_uses(extractions), Options().decisions))
    base = Options().base

    def mapped() -> list[bytes]:
        # New mappers, for a mapper keeps the names it has looked up.
        mappers = [Mapper(item, corpus.linker, base) for item in extractions]
        return [turtle.nquads_of_nodes(mapper.nodes(), mapper.graph) for mapper in mappers]

    statements = turtle.merged(*mapped())
    everything = turtle.merged(statements, writing.identity(corpus, base).nquads, writing.ontology_statements(base).nquads)
    memory = ox.Store()
    memory.bulk_load(everything, format=ox.RdfFormat.N_QUADS)

    def fresh(name: str) -> Path:
        return Path(tempfile.mkdtemp(dir=folder, prefix=name))

    return {
        "read": lambda: [read(Path(task.path), id=task.id) for task in tasks],
        "structure": lambda: [structure(document) for document in documents],
        "recognise": lambda: [recognise(report) for report in reports],
        # New readings, for a reading keeps what its extractors share.
        "extract": lambda: [extract(Reading(r.report, r.mentions, r.numbers, r.sentences)) for r in readings],
        "link": lambda: link(pipeline.name_uses(extractions), Options().decisions),
        "map to n-quads": mapped,
        "turtle": lambda: turtle.turtle(statements, base),
        "validate": lambda: validate(memory, engine="setwise"),
        "audit": lambda: audit(memory),
        "tables": lambda: tables.write(fresh("tables"), corpus),
        "store": lambda: store.load(store.create(fresh("store")), everything),
    }


if __name__ == "__main__":
    main()
