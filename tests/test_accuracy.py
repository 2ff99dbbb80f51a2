"""What the seeds' annotations say of a build: the marks it must reach, and which cases moved since they were frozen.

After a change that is meant to move cases: python tests/test_accuracy.py, then say in the commit what moved and why.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

import kg
from kg.evaluate import Score, evaluate

ROOT = Path(__file__).parents[1]
FROZEN = ROOT / "tests" / "gold" / "frozen.json"

MARKS = {
    "spans": 1.0,
    "unit and year": 1.0,
    "private data withheld": 1.0,
    "departments": 1.0,
    "functions": 0.97,
    "enterprise mentions": 0.92,
    "enterprises": 0.92,
    "amounts": 0.92,
    "budget items": 0.90,
    "score table rows": 0.95,
    "indicators": 0.80,
    "recognitions": 0.80,
    "projects": 0.75,
    "relations": 0.60,
}


def measured(build: Path) -> dict[str, Score]:
    return {score.name: score for score in evaluate(ROOT / "tests" / "gold", build)}


@pytest.mark.parametrize("name", sorted(MARKS))
def test_each_class_reaches_its_mark_on_the_seeds(name: str, seeds_build: Path) -> None:
    f1 = measured(seeds_build)[name].f1
    assert f1 is not None
    assert f1 >= MARKS[name]


def test_no_case_moved_unseen(seeds_build: Path) -> None:
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert frozen_form(measured(seeds_build)) == frozen


def frozen_form(scores: dict[str, Score]) -> dict[str, dict[str, object]]:
    return {name: {"found": s.found, "missed": sorted(s.missed), "spurious": sorted(s.spurious)} for name, s in sorted(scores.items())}


def freeze() -> None:
    with tempfile.TemporaryDirectory() as folder:
        kg.build([ROOT / "seeds"], Path(folder) / "build", jobs=1)
        form = frozen_form(measured(Path(folder) / "build"))
    FROZEN.write_text(json.dumps(form, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    freeze()
