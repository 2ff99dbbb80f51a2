"""How well the automatic linker, without any verdict, judges the pairs of tests/link/pairs.csv.

python benchmarks/link_quality.py [--half held] [--misses 20]
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg import extraction, inputs, pipeline
from kg.link import Decisions, NameUse, gather, link
from kg.link.names import FIRMS

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "tests" / "link" / "pairs.csv"
CLUSTERS = ROOT / "tests" / "link" / "clusters.csv"
SEEDS = ROOT / "seeds"
# Reporting units that say where the reports of a pair are at home: real divisions, invented reports.
_UNITS = {
    "one_report": ("{city}市财政局", ""),
    "one_city": ("{city}市{here}商务局", "{city}市财政局"),
    "one_province": ("{city}市财政局", "{province}省财政厅"),
    "far": ("{city}市财政局", "{far}市财政局"),
    "unknown": ("", ""),
    "one_district": ("{city}市{here}财政局", "{city}市{here}审计局"),
    "two_districts": ("{city}市{here}财政局", "{city}市{there}审计局"),
}
_HOMES = {
    "tune": {"city": "宜昌", "province": "湖北", "far": "大连", "here": "夷陵区", "there": "猇亭区"},
    "held": {"city": "洛阳", "province": "河南", "far": "昆明", "here": "涧西区", "there": "洛龙区"},
    "reports": {"city": "株洲", "province": "湖南", "far": "昆明", "here": "芦淞区", "there": "渌口区"},
}


def joined(row: dict[str, str]) -> bool:
    """Return whether the linker makes one organisation of the two names, in reports that stand as the row says."""
    home = _HOMES["reports" if row["source"] != "invented" else row["half"]]
    units = [unit.format(**home) for unit in _UNITS[row["where"]]]
    reports = ("r1", "r1") if row["where"] == "one_report" else ("r1", "r2")
    uses = [NameUse(unit, "government", report, unit=True) for unit, report in zip(units, ("r1", "r2"), strict=True) if unit]
    left = NameUse(row["left"], row["kind"], reports[0])  # type: ignore[arg-type]
    right = NameUse(row["right"], row["kind"], reports[1])  # type: ignore[arg-type]
    linker = link([*uses, left, right], Decisions((), "none"))
    return linker.canonical(left.surface, left.kind, left.report) == linker.canonical(right.surface, right.kind, right.report)


def rows(half: str = "") -> list[dict[str, str]]:
    """Return the pairs of one half, or all."""
    with PAIRS.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if half in ("", row["half"])]


def measure(found: Iterable[tuple[dict[str, str], bool]]) -> dict[str, float]:
    """Return precision, recall and F1 of `same` over (row, joined), and the counts they rest on."""
    counts = Counter((row["verdict"] == "same", one) for row, one in found)
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"pairs": sum(counts.values()), "precision": precision, "recall": recall, "f1": f1, "wrong": wrong, "missed": missed}


def b_cubed(named: Iterable[tuple[str, str]], truth: Mapping[str, str]) -> dict[str, float]:
    """Return B-cubed precision, recall and F1 of (surface, id found) pairs against the organisation each surface stands for.

    Each mention counts; surfaces that `truth` does not know are left out.
    """
    items = [(surface, found) for surface, found in named if surface in truth]
    by_found, by_truth, both = Counter(f for _, f in items), Counter(truth[s] for s, _ in items), Counter((truth[s], f) for s, f in items)
    precision = sum(both[truth[s], f] / by_found[f] for s, f in items) / len(items)
    recall = sum(both[truth[s], f] / by_truth[truth[s]] for s, f in items) / len(items)
    return {"mentions": len(items), "precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def seeds_b_cubed(decisions: Decisions) -> dict[str, float]:
    """Return B-cubed of the firms of the reports in seeds/ under the verdicts given."""
    with CLUSTERS.open(encoding="utf-8", newline="") as handle:
        truth = {row["surface"]: row["organisation"] for row in csv.DictReader(handle)}
    tasks, _ = inputs.tasks(inputs.find([str(SEEDS)]), "public")
    extractions = [found for found in map(extraction.run, tasks) if isinstance(found, extraction.Extraction)]
    linker = link(pipeline.name_uses(extractions), decisions, gather(extractions))
    mentions = ((here.mention, item.head.id) for item in extractions for here in item.named if here.mention.kind in FIRMS)
    return b_cubed(((m.surface, linker.canonical(m.surface, m.kind, report)) for m, report in mentions), truth)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("", "tune", "held"), default="")
    parser.add_argument("--misses", type=int, default=0)
    arguments = parser.parse_args()
    judged = [(row, joined(row)) for row in rows(arguments.half)]
    for name in ("tune", "held"):
        for level in ("", "easy", "medium", "hard"):
            chosen = [(row, one) for row, one in judged if row["half"] == name and level in ("", row["difficulty"])]
            if chosen:
                m = measure(chosen)
                print(
                    f"{name:<5} {level or 'all':<7} {m['pairs']:>5.0f} pairs  P {m['precision']:.3f}  R {m['recall']:.3f}  F1 {m['f1']:.3f}"
                    f"  wrongly joined {m['wrong']:.0f}, missed {m['missed']:.0f}"
                )
    for name, decisions in (("without", Decisions((), "none")), ("with", Decisions())):
        m = seeds_b_cubed(decisions)
        print(
            f"seeds {name:<7} curation: B-cubed P {m['precision']:.3f}  R {m['recall']:.3f}  F1 {m['f1']:.3f}"
            f"  ({m['mentions']:.0f} mentions)"
        )
    for row, one in [(row, one) for row, one in judged if one != (row["verdict"] == "same")][: arguments.misses]:
        print("joined" if one else "missed", row["left"], row["right"], row["where"], row["difficulty"], row["source"])


if __name__ == "__main__":
    main()
