"""Measure how often each kind of evidence is right, on annotated reports at their first reading, and write the confidence tables.

    python tests/reports/calibrate.py --source "measured: ..." FOLDER ...
    python tests/reports/calibrate.py --check FOLDER ...     how sure what is found there is said to be, and how much of it is right

Each FOLDER holds texts/ and gold/; the rules must not have been changed after its texts were read. The last but one step of a
release: run it on new reports before anybody looks at what was missed in them. Writes kg/data/org_confidence.csv and
kg/data/fact_confidence.csv. A way of reading met fewer than ten times shares the figure of its kind.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import kg
from kg.evaluate import judged
from kg.extract.confidence import of_way, way
from kg.extraction import from_lines
from kg.matching import fold
from kg.read import read
from kg.recognise.candidate import Candidate
from kg.recognise.confidence import FIRMS, calibrated
from kg.recognise.host import organisations
from kg.structure import structure

DATA = Path(kg.__file__).parent / "data"
ENOUGH = 10
TABLES = {
    "departments": "Department", "functions": "Function", "amounts": "Amount", "budget items": "BudgetItem", "projects": "Project",
    "indicators": "Observation", "score table rows": "ScoreRow", "recognitions": "Recognition",
    "recognition counts": "RecognitionCount", "relations": "Relation",
}  # fmt: skip
Counts = dict[tuple[str, ...], list[bool]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--source", help="what the figures were measured on, for the column `source`")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    given = parser.parse_args()
    if not (given.check or given.source):
        parser.error("say --source or --check")
    ways: Counts = defaultdict(list)
    evidence: Counts = defaultdict(list)
    for folder in given.folders:
        with tempfile.TemporaryDirectory() as temporary:
            build = Path(temporary) / "build"
            kg.build([folder / "texts"], build)
            for key, right in facts(folder / "gold", build):
                ways[key].append(right)
            for key, right in names(folder / "gold"):
                evidence[key].append(right)
    if given.check:
        check(ways, evidence)
        return
    source = f"{given.source}; (right + 1) / (found + 2)"
    write("fact_confidence", "kind place detail confidence right found source", fact_rows(ways, source))
    write(
        "org_confidence",
        "recogniser group from confidence right found source",
        name_rows(evidence, f"{source}; pooled until it rises with the evidence"),
    )


def facts(gold: Path, build: Path) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield how each judged fact was read, and whether it is right."""
    known: dict[str, dict[tuple[str, int, int], tuple[str, ...]]] = {}
    for name, _, row, right in judged(gold, build):
        kind = TABLES.get(name)
        if kind is None:
            continue
        report = row["report"]
        if report not in known:
            text = (build / "texts" / f"{report}.txt").read_text(encoding="utf-8")
            with (build / "facts" / f"{report}.jsonl").open(encoding="utf-8") as handle:
                found = from_lines(handle, text).facts
            known[report] = {(type(f).__name__, f.evidence.span.start, f.evidence.span.end): way(f) for f in found}
        key = known[report].get((kind, int(row["start"]), int(row["end"])))
        if key is not None:
            yield (kind, key[1], row["predicate"] if kind == "Relation" else key[2]), right


def names(gold: Path) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the recogniser, group and raw score of each name found, and whether it is annotated as of this group."""
    for path in sorted(gold.glob("*.gold.json")):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        wanted = {group: {fold(s) for item in annotation.get(field, ()) for s in (*item.get("surfaces", ()), item.get("name", ""))}
                  for group, field in (("firm", "enterprises"), ("other", "other_orgs"))}  # fmt: skip
        wanted["other"].add(fold(annotation["doc"]["unit"]))
        report = structure(read(next((gold.parent / "texts").glob(f"{path.name.removesuffix('.gold.json')}.*"))))
        for found in organisations(report.text, report.tables):
            group = "firm" if found.kind in FIRMS else "other"
            score = int(min(found.score, 1.0) * 20 + 1e-6) / 20
            yield (found.recogniser, group, f"{score:.2f}"), fold(report.text[found.start : found.end]) in wanted[group]


def fact_rows(ways: Counts, source: str) -> Iterator[tuple[str, ...]]:
    """Yield a row for each kind, each place and each way met often enough."""
    pooled: Counts = defaultdict(list)
    for (kind, place, detail), verdicts in ways.items():
        for key in {(kind, "", ""), (kind, place, ""), (kind, place, detail)}:
            pooled[key].extend(verdicts)
    for key in sorted(pooled):
        if len(pooled[key]) >= ENOUGH or not any(key[1:]):
            yield (*key, *figures(pooled[key]), source)


def name_rows(evidence: Counts, source: str) -> Iterator[tuple[str, ...]]:
    """Yield a row for each step of the raw score, neighbouring steps pooled until the share of right ones rises with the score."""
    groups: dict[tuple[str, str], list[tuple[str, list[bool]]]] = defaultdict(list)
    for (recogniser, group, score), verdicts in sorted(evidence.items()):
        steps = groups[recogniser, group]
        steps.append((score, verdicts))
        while len(steps) > 1 and (share(steps[-2][1]) >= share(steps[-1][1]) or len(steps[-2][1]) < ENOUGH):
            (start, before), (_, here) = steps[-2:]
            steps[-2:] = [(start, before + here)]
    for (recogniser, group), steps in groups.items():
        for score, verdicts in steps:
            yield recogniser, group, score.rstrip("0").rstrip("."), *figures(verdicts), source


def check(ways: Counts, evidence: Counts) -> None:
    """Print, by kind, how many were found, how sure they are said to be on average, and which share is right."""
    said: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for key, verdicts in ways.items():
        held = of_way(*key)
        said[key[0]].extend((float(held.value), right) for right in verdicts if held is not None)
    for (recogniser, group, score), verdicts in evidence.items():
        sure = calibrated(Candidate(0, 0, "enterprise" if group == "firm" else "other", float(score), recogniser, ()))
        said[f"Mention of a {group}"].extend((sure.value, right) for right in verdicts if sure is not None)
    print(f"{'kind':20}{'found':>7}{'said':>7}{'right':>7}")
    for kind, pairs in sorted(said.items()):
        print(
            f"{kind:20}{len(pairs):7}{sum(sure for sure, _ in pairs) / len(pairs):7.2f}{sum(right for _, right in pairs) / len(pairs):7.2f}"
        )


def share(verdicts: list[bool]) -> float:
    return (sum(verdicts) + 1) / (len(verdicts) + 2)


def figures(verdicts: list[bool]) -> tuple[str, str, str]:
    return f"{share(verdicts):.2f}", str(sum(verdicts)), str(len(verdicts))


def write(name: str, columns: str, rows: Iterable[tuple[str, ...]]) -> None:
    with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows(rows)


if __name__ == "__main__":
    main()
