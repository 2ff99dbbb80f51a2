"""Division codes from unit names."""

from __future__ import annotations

import pytest

from kg.divisions import division_of


def division_code(name: str, year: int | None) -> str:
    found = division_of(name, year)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("浙江省杭州市余杭区财政局", 2022, "330110"),
        ("成都市武侯区卫生健康局", 2021, "510107"),
        ("株洲市渌口区教育局", 2024, "430212"),
        ("株洲县教育局", 2017, "430221"),
        ("云南省水利厅", 2020, "530000"),
        ("区科技局", 2020, ""),
        ("青禾水务科技有限公司", None, ""),
        ("", None, ""),
    ],
)
def test_the_smallest_division_a_name_states(name: str, year: int | None, code: str) -> None:
    assert division_code(name, year) == code


def test_a_county_name_of_several_provinces_gives_no_code_by_itself() -> None:
    assert division_code("鼓楼区教育局", 2020) == ""
    assert division_code("南京市鼓楼区教育局", 2020) == "320106"
