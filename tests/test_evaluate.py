"""Measuring a build against annotations."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import kg
from kg.errors import BuildError, ReadError
from kg.evaluate import Score, by_report, evaluate, judged
from kg.matching import alike

GOLD = {
    "doc": {"unit": "云岭市水务局", "fiscal_year": 2022},
    "unit": {"departments": ["办公室", "规划科", "水资源科", "移民科"]},
    "people": [{"name": "陈小雨", "private": ["13912345678"]}],
    "enterprises": [{"name": "青禾水务科技有限公司", "surfaces": ["青禾水务科技有限公司"]}],
}


@pytest.fixture
def build(report_file: Path, tmp_path: Path) -> Path:
    kg.build([report_file], tmp_path / "b")
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / f"{report_file.stem}.gold.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    return tmp_path / "b"


def by_name(scores: tuple[Score, ...]) -> dict[str, Score]:
    return {score.name: score for score in scores}


def test_what_is_annotated_and_not_found_is_named_as_missed(build: Path, tmp_path: Path) -> None:
    departments = by_name(evaluate(tmp_path / "gold", build))["departments"]
    assert (departments.found, departments.spurious) == (3, ())
    assert [item.split(": ")[1] for item in departments.missed] == ["移民科"]
    assert departments.recall == 0.75


def test_withheld_data_counts_as_found(build: Path, tmp_path: Path) -> None:
    assert by_name(evaluate(tmp_path / "gold", build))["private data withheld"].f1 == 1.0


def test_a_report_that_was_not_built_is_missed(build: Path, tmp_path: Path) -> None:
    (tmp_path / "gold" / "other.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    assert by_name(evaluate(tmp_path / "gold", build))["reports"].missed == ("other: not in the build",)


def test_a_folder_without_annotations_is_named(build: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(ReadError, match=r"no \*\.gold\.json"):
        evaluate(tmp_path / "none", build)


@pytest.mark.usefixtures("build")
def test_a_folder_without_a_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no build here"):
        evaluate(tmp_path / "gold", tmp_path)


def test_layout_and_typography_do_not_decide_whether_names_are_alike() -> None:
    assert alike("“小巨人” 企业", "小巨人企业") == 1.0
    assert 0.6 <= alike("供水管网", "新建供水管网长度") < 1.0
    assert alike("", "供水") == 0.0


def test_strict_figures_count_only_what_is_the_same(build: Path, tmp_path: Path) -> None:
    path = next((tmp_path / "gold").glob("*.gold.json"))
    with (build / "tables" / "budget_items.csv").open(encoding="utf-8") as handle:
        name = next(csv.DictReader(handle))["name"]
    annotation = {**GOLD, "budget_items": [{"name": f"{name}（二期）", "amount_wan": None}]}
    path.write_text(json.dumps(annotation, ensure_ascii=False), encoding="utf-8")
    items = by_name(evaluate(tmp_path / "gold", build))["budget items"]
    assert (items.found, items.exact, items.strict_f1) == (1, 0, 0.0)


def test_scores_by_report_sum_to_the_scores(build: Path, tmp_path: Path) -> None:
    (tmp_path / "gold" / "other.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    parts = by_report(tmp_path / "gold", build)
    assert {score.report for score in parts} == {"other", next(iter(kg.open(build).manifest["reports"]))}
    assert {s.name: s.found for s in parts} == {s.name: s.found for s in evaluate(tmp_path / "gold", build)}


def test_every_found_item_is_judged(build: Path, tmp_path: Path) -> None:
    verdicts = {row["department"]: right for name, _, row, right in judged(tmp_path / "gold", build) if name == "departments"}
    assert verdicts == {"办公室": True, "规划科": True, "水资源科": True}
