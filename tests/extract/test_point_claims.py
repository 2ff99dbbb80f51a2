"""Points told in prose held against their total; all figures are invented."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.extract.point_claims import point_claims
from kg.model import Document, Report
from kg.read import read
from kg.recognise.reading import Reading
from kg.structure import structure

PARTS = "投入管理20分得18分（结转偏多），过程管理30分，得29.5分；履职效益50分得48分，"


def _found(text: str) -> list[tuple[Decimal, Decimal | None, bool | None]]:
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", "云港市水务局", 2023, "", (), ())
    return [(claim.stated, claim.computed, claim.holds) for claim in point_claims(Reading(report, (), (), ()))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PARTS + "总分95.5分。", [(Decimal("95.5"), Decimal("95.5"), True)]),
        (PARTS + "自评总得分96.5分。", [(Decimal("96.5"), Decimal("95.5"), False)]),
        # Parts that make no hundred leave something out.
        ("投入管理20分得18分，过程管理30分得29.5分，总分95.5分。", []),
        (PARTS + "等级为优。", []),
    ],
)
def test_a_total_is_held_against_parts_that_make_a_hundred(text: str, expected: list[tuple[Decimal, Decimal | None, bool | None]]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("综合评分95.5分，等级为“优”。其中：" + PARTS[:-1] + "。", [(Decimal("95.5"), Decimal("95.5"), True)]),
        ("自评得分93.6分，其中投入13.5分、过程24.1分、产出29分、效果27分。", [(Decimal("93.6"), Decimal("93.6"), True)]),
        # Without full marks no one knows whether all parts are told.
        ("自评得分93.6分，其中投入13.5分、产出29分、效果27分。", []),
    ],
)
def test_a_total_may_stand_before_its_parts(text: str, expected: list[tuple[Decimal, Decimal | None, bool | None]]) -> None:
    assert _found(text) == expected


FORM = "一级指标\t三级指标\t目标值\t完成值\t分值\t得分\n产出指标\t新建泵站\t≥3座\t3座\t50\t50\n效益指标\t受益农户\t≥500户\t480户\t40\t38\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("另有预算执行率10分，得9.5分，合计97.5分。", [(Decimal("97.5"), Decimal("97.5"), True)]),
        ("预算执行率指标10分，得9.5分。总得分98.5分。", [(Decimal("98.5"), Decimal("97.5"), False)]),
        ("另有预算执行率20分，得19分，合计97分。", []),
    ],
)
def test_a_total_below_a_form_counts_what_the_line_below_it_adds(
    tmp_path: Path, line: str, expected: list[tuple[Decimal, Decimal | None, bool | None]]
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(f"2022年度云港市水务局项目支出绩效自评报告\n\n附表 自评表\n{FORM}{line}\n", encoding="utf-8")
    report = structure(read(path))
    found = point_claims(Reading(report, (), (), ()))
    assert [(claim.stated, claim.computed, claim.holds) for claim in found] == expected
