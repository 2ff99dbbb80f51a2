"""Points told in prose held against their total; all figures are invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.extract.point_claims import point_claims
from kg.model import Document, Report
from kg.recognise.reading import Reading

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
