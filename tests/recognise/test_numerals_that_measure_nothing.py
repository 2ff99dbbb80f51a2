"""Numerals that give a period, a proportion or a share's number; all texts invented."""

from __future__ import annotations

import pytest

from kg.model import Document, Report
from kg.recognise.quantities import numbers


def kinds(text: str) -> list[tuple[str, str]]:
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", "青禾县水务局", 2023, "", (), ())
    return [(number.kind, text[number.span.start : number.span.end]) for number in numbers(report)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("参照近三年收费水平", [("date", "三年")]),
        ("近3年来投资增长5%", [("date", "3年来"), ("quantity", "5%")]),
        ("双方按6∶4出资", [("name", "6∶4")]),
        ("出资比例4:4:2", [("name", "4:4:2")]),
        ("母公司（3336.HK）增资3000万元", [("code", "3336.HK"), ("money", "3000万元")]),
        ("建设期3年", [("quantity", "3年")]),
        ("会议9:30召开", [("date", "9:30")]),
    ],
)
def test_periods_proportions_and_shares_by_number_are_no_quantities(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected
