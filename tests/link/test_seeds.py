"""Who is who in the five reports of seeds/: what is linked without any verdict, what curation adds, and what stays apart."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import kg
from kg.extraction import Extraction
from kg.link import Decisions, Linker, NameUse, gather, link
from kg.link.review import Review
from kg.pipeline import name_uses

HERE = Path(__file__).parent
# Names printed in the reports beside the full or longer form that stands in the same five reports.
SHORT_AND_LONG = [
    ("高精传动", "湖南南方宇航高精传动有限公司"),
    ("南方宇航高精传动", "湖南南方宇航高精传动有限公司"),
    ("南方宇航", "湖南南方宇航高精传动有限公司"),
    ("泛航智能", "湖南泛航智能装备有限公司"),
    ("泛航智能装备", "湖南泛航智能装备有限公司"),
    ("翔为", "翔为通航"),
    ("华锐", "华锐精密工具"),
    ("株冶火炬", "湖南株冶火炬新材料有限公司"),
    ("时代华先", "株洲时代华先材料科技有限公司"),
    ("金韦硬质合金", "株洲金韦硬质合金有限公司"),
    ("狐轩", "狐轩服饰"),
    ("中航零部件", "中航零部件公司"),
    ("鸿鹏航空", "四川鸿鹏航空"),
]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def extractions(seeds_build: Path) -> tuple[Extraction, ...]:
    return Review(seeds_build).extractions


def _ids(linker: Linker, extractions: tuple[Extraction, ...], more: tuple[NameUse, ...] = ()) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for use in (*linker.groups.uses, *more):
        found.setdefault(use.surface, set()).add(linker.canonical(use.surface, use.kind, use.report))
    assert extractions
    return found


def test_every_short_form_is_linked_to_its_long_form_without_a_verdict(extractions: tuple[Extraction, ...]) -> None:
    linker = link(name_uses(extractions), Decisions((), "none"), gather(extractions))
    found = _ids(linker, extractions)
    apart = [(short, long) for short, long in SHORT_AND_LONG if found[short] != found[long]]
    assert apart == []


@pytest.mark.parametrize("decisions", [Decisions((), "none"), Decisions()], ids=["none", "curated"])
def test_nothing_that_is_different_is_joined(extractions: tuple[Extraction, ...], decisions: Decisions) -> None:
    linker = link(name_uses(extractions), decisions, gather(extractions))
    found = _ids(linker, extractions)
    different = [row for row in _rows("pairs_reports.csv") if row["verdict"] == "different"]
    met = [(row["left"], row["right"]) for row in different if found.get(row["left"], set()) & found.get(row["right"], set())]
    assert met == []
    clusters = {row["surface"]: row["organisation"] for row in _rows("clusters.csv")}
    by_id: dict[str, set[str]] = {}
    for surface, ids in found.items():
        for identifier in ids if surface in clusters else ():
            by_id.setdefault(identifier, set()).add(clusters[surface])
    assert [names for names in by_id.values() if len(names) > 1] == []


def test_the_different_stay_apart_when_other_reports_name_them(extractions: tuple[Extraction, ...]) -> None:
    different = [row for row in _rows("pairs_reports.csv") if row["verdict"] == "different"]
    unit = NameUse("湖南省统计局", "government", "elsewhere", unit=True)
    more = tuple(NameUse(name, "enterprise", "elsewhere") for row in different for name in (row["left"], row["right"]))
    for decisions in (Decisions((), "none"), Decisions()):
        linker = link([*name_uses(extractions), unit, *more], decisions, gather(extractions))
        found = _ids(linker, extractions, more)
        assert [(r["left"], r["right"]) for r in different if found[r["left"]] & found[r["right"]]] == []


def test_curation_makes_one_of_all_that_is_judged_the_same(extractions: tuple[Extraction, ...]) -> None:
    linker = link(name_uses(extractions), Decisions(), gather(extractions))
    found = _ids(linker, extractions)
    clusters: dict[str, set[str]] = {}
    for row in _rows("clusters.csv"):
        clusters.setdefault(row["organisation"], set()).update(found.get(row["surface"], ()))
    assert {name: ids for name, ids in clusters.items() if len(ids) > 1} == {}


def test_enterprises_in_several_agencies_and_in_several_years(seeds_build: Path) -> None:
    graph = kg.open(seeds_build)
    several = {record["enterprise"] for record in graph.trace().records()}
    expected = [
        "山河星航",
        "湖南南方宇航高精传动有限公司",
        "331厂",
        "608所",
        "翔为",
        "华匠科技",
        "瀚捷航空",
        "华锐",
        "西迪",
        "湖南泛航智能装备有限公司",
    ]
    assert several == {*expected, "汉能科技", "欧微"}
    assert {record["enterprise"] for record in graph.trace(years=2).records()} == {"中航零部件", "神通光电", "狐轩", "苗妹子"}


def test_a_time_line_runs_through_the_former_name(seeds_build: Path) -> None:
    records = list(kg.open(seeds_build).trace("山河星航").records())
    assert {record["fiscal_year"] for record in records} == {2019, 2020, 2023, 2024}
    assert {record["surface"] for record in records if record["fiscal_year"] < 2021} == {"山河科技"}
    assert all(record["surface"] in record["quote"] for record in records)


def test_slips_keep_their_form_and_carry_a_remark(seeds_build: Path) -> None:
    organisations = {o.name: o for o in Review(seeds_build).linker.organisations()}
    assert "331所" in organisations["331厂"].aliases and "608厂" in organisations["608所"].aliases
    assert all(organisations[name].remarks for name in ("331厂", "608所"))
