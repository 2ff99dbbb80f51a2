"""Printed dates as stretches of time at their printed precision."""

from __future__ import annotations

import pytest

from kg.periods import period
from kg.values import Period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021年", "2021", "2021"),
        ("2021 年度", "2021", "2021"),
        ("2021-2023年", "2021", "2023"),
        ("1-11月份", "2022-01", "2022-11"),
        ("2021年1-9月", "2021-01", "2021-09"),
        ("2021年12月31日", "2021-12-31", "2021-12-31"),
        ("２０２１年５月", "2021-05", "2021-05"),
        ("2021年上半年", "2021-01", "2021-06"),
        ("2021年第三季度", "2021-07", "2021-09"),
    ],
)
def test_a_printed_date_is_a_period(text: str, start: str, end: str) -> None:
    assert period(text, 2022) == Period(start, end, text)


@pytest.mark.parametrize("text", ["11-1月", "13月", "2021年13月40日", "2023-2021年", "十四五", "近年来", ""])
def test_what_is_no_certain_period_stays_unknown(text: str) -> None:
    assert period(text, 2022) is None


def test_months_without_any_year_stay_unknown() -> None:
    assert period("1-9月", None) is None
