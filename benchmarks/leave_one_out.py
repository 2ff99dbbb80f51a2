"""Each annotated seed scored without the lexicon rows that no other text speaks for.

    python benchmarks/leave_one_out.py [--others tests/reports/tune/texts ...]

For each seed, a row of kg/data whose words occur in this seed and in no other text here (the other seeds, the invented reports)
is taken out, as if nobody had read this report; then it is built and scored. Rules in code cannot be taken out this way:
what a report nobody has seen can expect is measured by tests/reports/held.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "kg" / "data"
GOLD = ROOT / "tests" / "gold"
# Curated verdicts on who is who are no lexicon, and schemes of codes, years and units are not words a report could teach.
KEPT = frozenset(["decisions", "divisions", "fact_confidence", "org_confidence", "traditional_characters", "surnames", "name_sounds"])

CHILD = """
import json, sys
from pathlib import Path
import kg.lexicon
kg.lexicon.DATA = Path(sys.argv[1])
import kg
from kg.evaluate import evaluate
kg.build([sys.argv[2]], Path(sys.argv[4]) / "build", jobs=1)
print(json.dumps({s.name: [s.found, s.spurious_count, s.missed_count] for s in evaluate(Path(sys.argv[3]), Path(sys.argv[4]) / "build")}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--others", nargs="*", type=Path, default=[ROOT / "tests" / "reports" / "tune" / "texts"])
    folders = parser.parse_args().others
    others = {path: path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.iterdir())}
    texts = {path: path.read_text(encoding="utf-8-sig") for path in sorted((ROOT / "seeds").glob("*.txt"))}
    sums: dict[str, dict[str, list[int]]] = {"with all": {}, "left out": {}}
    for seed in texts:
        stem = seed.stem.partition("_")[0]
        if not (GOLD / f"{stem}.gold.json").exists():
            continue
        rest = "\n".join([text for path, text in (texts | others).items() if path != seed])
        with tempfile.TemporaryDirectory() as folder:
            gold, reduced = Path(folder) / "gold", Path(folder) / "data"
            gold.mkdir()
            shutil.copy(GOLD / f"{stem}.gold.json", gold)
            gone = without(texts[seed], rest, reduced)
            print(
                f"{stem}: {sum(map(len, gone.values()))} rows left out: {'; '.join(f'{name} {len(rows)}' for name, rows in gone.items())}"
            )
            for name, data in (("with all", DATA), ("left out", reduced)):
                for cls, counts in scores(data, seed, gold, Path(folder) / name).items():
                    total = sums[name].setdefault(cls, [0, 0, 0])
                    sums[name][cls] = [a + b for a, b in zip(total, counts, strict=True)]
    print(f"{'class':24}{'with all':>10}{'left out':>10}")
    for cls, counts in sums["with all"].items():
        print(f"{cls:24}{f1(counts):10.3f}{f1(sums['left out'][cls]):10.3f}")


def without(text: str, rest: str, folder: Path) -> dict[str, list[str]]:
    """Copy the lexicons without the rows only `text` speaks for; return the words left out, by lexicon."""
    shutil.copytree(DATA, folder)
    gone: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.csv")):
        if path.stem in KEPT:
            continue
        with path.open(encoding="utf-8", newline="") as handle:
            header, *rows = list(csv.reader(handle))
        own = [row for row in rows if row and len(row[0]) > 1 and row[0] in text and row[0] not in rest]
        if own:
            gone[path.stem] = [row[0] for row in own]
            with path.open("w", encoding="utf-8", newline="") as handle:
                csv.writer(handle, lineterminator="\n").writerows([header, *(row for row in rows if row not in own)])
    return gone


def scores(data: Path, seed: Path, gold: Path, folder: Path) -> dict[str, list[int]]:
    """Return found, spurious and missed by class, measured in a process of its own, since lexicons are read once a process."""
    folder.mkdir()
    command = [sys.executable, "-c", CHILD, str(data), str(seed), str(gold), str(folder)]
    found: dict[str, list[int]] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def f1(counts: list[int]) -> float:
    found, spurious, missed = counts
    return 2 * found / max(1, 2 * found + spurious + missed)


if __name__ == "__main__":
    main()
