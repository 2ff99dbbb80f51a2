from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.structure.numbering import marker, ordinal


@pytest.mark.parametrize(
    ("line", "style", "value", "words"),
    [
        ("第一部分 单位概况", "part", 1, "单位概况"),
        ("贰、资金情况", "part", 2, "资金情况"),
        ("拾壹、其他", "part", 11, "其他"),
        ("［4］支出", "arabic_paren", 4, "支出"),
        ("十二、其他", "han", 12, "其他"),
        ("（三)支出", "han_paren", 3, "支出"),
        ("(十一）支出", "han_paren", 11, "支出"),
        ("1.支出", "arabic", 1, "支出"),
        ("2、2024年支出", "arabic", 2, "2024年支出"),
        ("3．支出", "arabic", 3, "支出"),
        ("1.2023年预算", "arabic", 1, "2023年预算"),
        ("（4）支出", "arabic_paren", 4, "支出"),
        ("5）支出", "arabic_paren", 5, "支出"),
        ("③支出", "circled", 3, "支出"),
        ("二是加强管理", "spoken", 2, "加强管理"),
    ],
)
def test_numbers_of_headings_are_read(line: str, style: str, value: int, words: str) -> None:
    found = marker(line)
    assert found is not None
    assert (found.style, found.ordinal, line[found.end :]) == (style, value, words)


@pytest.mark.parametrize(
    "line", ["1.5万元", "2024年支出", "一般公共预算", "三公经费", "十分重要", "一是否二是否", "（单位：万元）", "12345、甲", ""]
)
def test_words_and_figures_are_no_numbers_of_headings(line: str) -> None:
    assert marker(line) is None


@given(st.integers(1, 99))
def test_chinese_numerals_give_their_value(value: int) -> None:
    digits = " 一二三四五六七八九"
    tens, ones = divmod(value, 10)
    text = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")
    assert ordinal(text) == value
