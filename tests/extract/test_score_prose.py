"""Self-evaluations told in prose, invented."""

from __future__ import annotations

import pytest

from kg.extract.score_prose import told_scores
from kg.model import Document, Report
from kg.recognise.reading import Reading


def _rows(text: str) -> list[tuple[str, str, str, str, str]]:
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", "云港市水务局", 2023, "", (), ())
    return [(row.level3, row.target, row.actual, str(row.weight), str(row.score)) for row in told_scores(Reading(report, (), (), ()))]


EXPECTED = [("新建泵站", "≥3座", "3座", "10", "10"), ("受益农户", "≥500户", "480户", "20", "19.2")]


@pytest.mark.parametrize(
    "text",
    [
        "综合自评98分。其中：新建泵站目标≥3座、实际3座（10分，得10）；受益农户目标≥500户、实际480户（20分，得19.2）；其余指标满分。",
        "新建泵站（目标≥3座，完成3座），10分，得10分；受益农户（目标≥500户，完成480户），20分，得19.2分。",
        "新建泵站目标值为≥3座，实际完成值为3座，分值10分，得分10分。受益农户目标值为≥500户，实际完成值为480户，分值20分，得分19.2分。",
    ],
)
def test_a_paragraph_tells_the_rows_of_a_form(text: str) -> None:
    assert _rows(text) == EXPECTED


@pytest.mark.parametrize(
    "text",
    ["新建泵站目标≥3座、实际3座（10分，得10分）。", "投入20分得18分，过程30分得29分，产出50分得48分。", "全年目标3座，实际完成3座。"],
)
def test_a_single_row_and_points_without_targets_are_no_form(text: str) -> None:
    assert _rows(text) == []
