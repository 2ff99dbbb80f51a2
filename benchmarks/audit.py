"""How well and how fast the audit works on generated reports: recall and precision of planted defects, and the cost beside building.

    python benchmarks/audit.py [--reports 2000] [--clean 200] [--graphs 10000]

Each report has exactly one planted defect. Found: a violation or warning of a rule that may find it. Wrong: any other violation
or warning. Then the graphs of many reports are audited at once and timed beside making them.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox

from kg import ontology
from kg.audit import Finding, audit
from kg.extraction import Extraction, from_report
from kg.link import Decisions, NameUse, link
from kg.rdf import Mapper
from kg.read import read
from kg.structure import structure
from kg.vocabulary import BASE_IRI, SKOS

GENERATOR = Path(__file__).parents[1] / "tests" / "audit" / "generator.py"
KEYS = [quad for quad in ontology.quads(BASE_IRI) if quad.predicate in (SKOS.notation, SKOS.broader)]


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generator", GENERATOR)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generator"] = module
    spec.loader.exec_module(module)
    return module


def extracted(folder: Path, name: str, text: str) -> Extraction:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return from_report(structure(read(path, id=name)))


def quads(extraction: Extraction) -> Iterator[ox.Quad]:
    uses = [NameUse(extraction.head.unit, "government", extraction.head.id)]
    uses.extend(NameUse(here.mention.surface, here.mention.kind, extraction.head.id) for here in extraction.named)
    yield from Mapper(extraction, link(uses, Decisions()), BASE_IRI).quads()


def findings(folder: Path, text: str) -> list[Finding]:
    store = ox.Store()
    store.extend(quads(extracted(folder, "r", text)))
    store.extend(KEYS)
    return [finding for finding in audit(store) if finding.severity != "info"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--clean", type=int, default=200)
    parser.add_argument("--graphs", type=int, default=10000)
    arguments = parser.parse_args()
    made = generator()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quality(made, folder, arguments.reports, arguments.clean)
        speed(made, folder, arguments.graphs)


def quality(made: ModuleType, folder: Path, reports: int, clean: int) -> None:
    found = wrong = right = 0
    missed: Counter[str] = Counter()
    stray: Counter[str] = Counter()
    for seed in range(reports):
        text, defect = made.planted(seed)
        rules = [finding.rule for finding in findings(folder, text)]
        hits = [rule for rule in rules if rule in defect.rules]
        found += bool(hits)
        right += len(hits)
        wrong += len(rules) - len(hits)
        missed.update([defect.name] * (not hits))
        stray.update(f"{defect.name}: {rule}" for rule in rules if rule not in defect.rules)
    noise = sum(len(findings(folder, made.text(made.clean(seed)))) for seed in range(10_000, 10_000 + clean))
    print(f"{reports} reports with one defect: recall {found / reports:.4f}, precision {right / max(1, right + wrong):.4f}")
    print(f"{clean} clean reports: {noise} findings")
    for what, counts in (("missed", missed), ("besides", stray)):
        for label, count in counts.most_common(10):
            print(f"  {what} {count:5d} {label}")


def speed(made: ModuleType, folder: Path, graphs: int) -> None:
    """Audit many reports' graphs at once. A few hundred are read; the others are their copies under other names and units."""
    start = time.perf_counter()
    read_in = [extracted(folder, f"r{seed}", made.planted(seed)[0]) for seed in range(min(graphs, 200))]
    statements = [list(quads(extraction)) for extraction in read_in]
    store = ox.Store()
    store.bulk_extend(quad for part in statements for quad in part)
    building = (time.perf_counter() - start) / len(read_in) * graphs
    for copy in range(1, max(1, graphs // len(read_in))):
        store.bulk_extend(renamed(quad, f"c{copy}-") for part in statements for quad in part)
    store.bulk_extend(KEYS)
    start = time.perf_counter()
    found = audit(store)
    taken = time.perf_counter() - start
    print(f"{graphs} graphs, {len(store)} statements: audit {taken:.1f} s, {len(found)} findings; making the graphs {building:.1f} s")


def renamed(quad: ox.Quad, mark: str) -> ox.Quad:
    """Return the statement as another report's, of another unit."""

    def term(value: object) -> object:
        if isinstance(value, ox.NamedNode) and value.value.startswith(BASE_IRI):
            kind, _, rest = value.value.removeprefix(BASE_IRI).partition("/")
            if kind in ("report", "section", "evidence", "mention", "fact", "org", "figure"):
                return ox.NamedNode(f"{BASE_IRI}{kind}/{mark}{rest}")
        return value

    return ox.Quad(term(quad.subject), quad.predicate, term(quad.object), quad.graph_name)


if __name__ == "__main__":
    main()
