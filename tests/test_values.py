"""Property tests: a value, printed in any of the forms of the genre, is read back exactly; what is ambiguous is never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import numerals
from kg.values import Money, Quantity, as_money, as_quantity, cell_number, money, printed, quantity

WHOLE = st.integers(min_value=0, max_value=10**12)
AMOUNT = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
MONEY_UNITS = st.sampled_from(["元", "千元", "万元", "百万元", "亿元"])
FACTORS = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}


@given(WHOLE)
def test_a_chinese_numeral_reads_back(value: int) -> None:
    assert numerals.number(numerals.chinese(value)) == value


@given(WHOLE)
def test_a_financial_numeral_reads_back(value: int) -> None:
    assert numerals.number(numerals.financial(value)) == value
    assert money(numerals.financial(value) + "元整") == Money(Decimal(value), "元", Decimal(value), numerals.financial(value) + "元整")


@given(AMOUNT, MONEY_UNITS)
def test_money_reads_back_from_every_printed_form(value: Decimal, unit: str) -> None:
    cny = value * FACTORS[unit]
    for text in (f"{value}{unit}", f"{numerals.grouped(value)}{unit}", numerals.full_width(f"{value}") + unit, f"{value} {unit}"):
        read = money(text)
        assert read is not None
        assert (read.value, read.unit, read.cny, read.original) == (value, unit, cny, text)


@given(AMOUNT, st.sampled_from(["", "家", "%", "个百分点", "平方米", "万千瓦时"]), st.sampled_from(["=", "≥", "≤", ">", "<", "≈"]))
def test_a_quantity_reads_back(value: Decimal, unit: str, comparator: str) -> None:
    read = quantity(printed(Quantity(value, unit, comparator, "")))  # type: ignore[arg-type]
    assert read is not None
    assert (read.value, read.unit, read.comparator) == (value, unit, comparator)


@given(AMOUNT, AMOUNT, st.sampled_from(["家", "%", "亿元"]))
def test_a_range_keeps_both_ends(left: Decimal, right: Decimal, unit: str) -> None:
    low, high = sorted((left, right))
    read = quantity(f"{low}-{high}{unit}")
    assert read is not None
    assert (read.value, read.value_max, read.unit) == (low, high, unit)


@given(
    st.integers(min_value=1, max_value=9999),
    st.text(alphabet="0123456789", min_size=1, max_size=4),
    st.sampled_from(["万元", "万亩", "倍", "%"]),
)
def test_a_spoken_decimal_reads_back(whole: int, places: str, unit: str) -> None:
    spoken = numerals.chinese(whole) + "点" + "".join(numerals.DIGITS[int(digit)] for digit in places)
    read = quantity(spoken + unit)
    assert read is not None
    assert (read.value, read.unit) == (Decimal(f"{whole}.{places}"), unit)


@given(AMOUNT, st.sampled_from(["元", "万元", "吨", "件"]), st.sampled_from(["亩", "人", "人·年", "户·月", "万元", "万人", "平方米"]))
def test_a_rate_keeps_both_of_its_measures(value: Decimal, counted: str, per: str) -> None:
    read = quantity(f"{value}{counted}/{per}")
    assert read is not None
    assert (read.value, read.unit) == (value, f"{counted}/{per}")


@given(st.text(max_size=30))
def test_no_text_makes_the_parsers_fail(text: str) -> None:
    quantity(text)
    money(text)
    cell_number(text, "万元")


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("三十五万元", "35", "万元", "="),
        ("1亿2千万元", "12000", "万元", "="),
        ("壹佰贰拾万元整", "120", "万元", "="),
        ("百余万元", "100", "万元", ">"),
        ("5000 余万元", "5000", "万元", ">"),
        ("十余家", "10", "家", ">"),
        ("近400家", "400", "家", "≈"),
        ("上千人", "1000", "人", "≈"),
        ("超过1.5亿次", "1.5", "亿次", ">"),
        ("不低于95%", "95", "%", "≥"),
        ("不得少于20%", "20", "%", "≥"),
        ("达90%以上", "90", "%", "≥"),
        ("不足3‰", "3", "‰", "<"),
        ("最高达6000米", "6000", "米", "≤"),
        ("两成", "20", "%", "="),
        ("三成五", "35", "%", "="),
        ("六成半", "65", "%", "="),
        ("百分之四十", "40", "%", "="),
        ("1/3", "1", "1/3", "="),
        ("三分之二", "2", "1/3", "="),
        ("翻两番", "2", "番", "="),
        ("十倍", "10", "倍", "="),
        ("-3.5%", "-3.5", "%", "="),
        ("5千瓦", "5", "千瓦", "="),
        ("3万千瓦时", "3", "万千瓦时", "="),
        ("2台（套）", "2", "台(套)", "="),
        ("２，３４０．５０万元", "2340.50", "万元", "="),
        ("二十三点五万元", "23.5", "万元", "="),
        ("零点五个百分点", "0.5", "个百分点", "="),
        ("百分之三点五", "3.5", "%", "="),
        ("千分之二", "2", "‰", "="),
        ("7成", "70", "%", "="),
        ("八成多", "80", "%", ">"),
        ("翻一番半", "1.5", "番", "="),
        ("五倍多", "5", "倍", ">"),
        ("三年有余", "3", "年", ">"),
        ("2个半小时", "2.5", "小时", "="),
        ("三个半月", "3.5", "个月", "="),
        ("5个多月", "5", "个月", ">"),
        ("一年半", "1.5", "年", "="),
        ("1.5个亿", "1.5", "亿", "="),
        ("3元5角", "3.5", "元", "="),
        ("二十来家", "20", "家", "≈"),
        ("2亿零500万元", "20500", "万元", "="),
        ("1万零5百元", "10500", "元", "="),
        ("1.2万亿元", "1.2", "万亿元", "="),
        ("6000元/生·年", "6000", "元/生·年", "="),
        ("0.4吨标准煤/万元", "0.4", "吨标准煤/万元", "="),
        ("12万元/台套", "12", "万元/台套", "="),
    ],
)
def test_a_printed_quantity_has_one_reading(text: str, value: str, unit: str, comparator: str) -> None:
    read = quantity(text)
    assert read is not None
    assert (read.value, read.unit, read.comparator, read.original) == (Decimal(value), unit, comparator, text)


@pytest.mark.parametrize("text", ["一万五", "一百五", "三四百", "数十家", "1,23元", "3000万-5亿元", "约", "", "12怪", "1.2.3", "五六十"])
def test_what_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    assert quantity(text) is None
    assert money(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("1,204.50", "万元", Decimal("12045000")),
        ("1,204.50", "元", Decimal("1204.50")),
        ("3", "千元", Decimal(3000)),
        ("－2.5", "亿元", Decimal(-250000000)),
        ("(4)", "元", Decimal(-4)),
        ("9亿元", "万元", Decimal(900000000)),
    ],
)
def test_a_cell_takes_the_unit_of_its_column(text: str, unit: str, expected: Decimal) -> None:
    value = cell_number(text, unit)
    assert isinstance(value, Money)
    assert value.cny == expected
    assert value.original == text


def test_a_cell_without_a_money_unit_is_a_bare_number() -> None:
    assert cell_number("51.43%", "") == Decimal("51.43")
    assert cell_number("18", "人") == Decimal(18)
    assert [cell_number(text, "万元") for text in ("", "——", "无", "完成", "　")] == [None] * 5


def test_a_percentage_under_a_money_caption_is_no_money() -> None:
    assert cell_number("12.5%", "万元") == Decimal("12.5")


@given(AMOUNT)
def test_money_is_a_quantity_in_its_printed_unit(value: Decimal) -> None:
    amount = money(f"超{value}万元")
    assert amount is not None
    assert as_quantity(amount) == Quantity(value, "万元", ">", f"超{value}万元")
    assert as_money(as_quantity(amount)) == amount
