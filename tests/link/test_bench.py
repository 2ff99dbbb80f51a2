"""The automatic linker, without any verdict, over pairs of names: frozen figures, so that a change shows which pairs moved."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
FROZEN = json.loads((HERE / "frozen.json").read_text(encoding="utf-8"))


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("link_quality", HERE.parents[1] / "benchmarks" / "link_quality.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BENCH = _bench()


@pytest.mark.parametrize("half", ["tune", "held"])
def test_the_pairs_are_judged_as_frozen_and_well_enough(half: str) -> None:
    judged = [(row, BENCH.joined(row)) for row in BENCH.rows(half)]
    figures = BENCH.measure(judged)
    wrong = sorted(f"{row['left']} | {row['right']}" for row, one in judged if one != (row["verdict"] == "same"))
    assert wrong == FROZEN[half]["misjudged"]
    assert {name: round(value, 4) for name, value in figures.items()} == FROZEN[half]["figures"]
    assert figures["precision"] >= 0.98 and figures["f1"] >= 0.95


def test_the_halves_share_no_invented_name() -> None:
    tune, held = (
        {name for row in BENCH.rows(half) if row["source"] == "invented" for name in (row["left"], row["right"])}
        for half in ("tune", "held")
    )
    assert len(BENCH.rows()) >= 1000
    # Generic names of bureaux and full placeless words may recur; firms may not.
    assert not {name for name in tune & held if not name.endswith(("局", "委"))}


def test_every_pair_says_where_it_comes_from() -> None:
    assert all(row["source"] and row["difficulty"] in {"easy", "medium", "hard"} for row in BENCH.rows())
    assert {row["source"] == "invented" for row in BENCH.rows()} == {True, False}
