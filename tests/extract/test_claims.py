"""What invented reports say of their own figures, right and wrong."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.claims import claims
from kg.extract.intervals import Interval, printed, rounded
from kg.facts import Claim
from kg.read import read
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences


def _found(folder: Path, body: str) -> list[Claim]:
    path = folder / "report.txt"
    path.write_text(f"2022年度云岭市水务局部门决算\n\n一、收入支出决算总体情况说明\n{body}\n", encoding="utf-8")
    report = structure(read(path))
    found = list(claims(Reading(report, (), numbers(report), tuple(sentences(report.text)))))
    for claim in found:
        assert report.text[claim.evidence.span.start : claim.evidence.span.end] == claim.evidence.quote
    return found


def _said(found: list[Claim]) -> list[tuple[str, Decimal, Decimal | None, bool | None]]:
    """Return the claims but those about last year's figure and a form's printed rate, which have tests of their own."""
    apart = ("implied", "execution-form", "execution-points")
    return [(claim.kind, claim.stated, claim.computed, claim.holds) for claim in found if claim.scope not in apart]


def test_a_share_of_the_total_before_it(tmp_path: Path) -> None:
    body = "本年收入合计2540.24万元，其中：财政拨款收入2375.69万元，占93.5%；其他收入164.55万元，占6.4%。"
    found = _found(tmp_path, body)
    assert _said(found) == [("share", Decimal("93.5"), Decimal("93.5"), True), ("share", Decimal("6.4"), Decimal("6.5"), False)]
    assert found[1].operands == ("164.55万元", "2540.24万元")


def test_a_share_of_an_account_named_elsewhere(tmp_path: Path) -> None:
    body = "2022年度本年支出合计200.00万元。\n\n二、支出决算情况说明\n2022年度基本支出50.00万元，占本年支出合计的25%。"
    assert _said(_found(tmp_path, body)) == [("share", Decimal(25), Decimal(25), True)]


def test_a_share_whose_base_is_nowhere_stated_is_left_open(tmp_path: Path) -> None:
    assert _said(_found(tmp_path, "公务接待费支出决算0.12万元，占100.0%。")) == [("share", Decimal("100.0"), None, None)]


@pytest.mark.parametrize(("rate", "holds"), [("33.2", True), ("33.9", False)])
def test_growth_by_an_amount(tmp_path: Path, rate: str, holds: bool) -> None:
    body = f"2022年度收、支总计2541.56万元，与上年相比，增加633.83万元，增长{rate}%。"
    assert _said(_found(tmp_path, body)) == [("growth", Decimal(rate), Decimal("33.2"), holds)]


def test_a_decrease_that_rounding_explains_holds(tmp_path: Path) -> None:
    body = "公务接待费支出决算为0.12万元，与上年相比减少0.37万元，减少75.3%。"
    assert _said(_found(tmp_path, body)) == [("growth", Decimal("-75.3"), Decimal("-75.5"), True)]


def test_completion_of_the_budget(tmp_path: Path) -> None:
    body = "1.农林水支出（类）水利（款）行政运行（项）。\n年初预算为305.62万元，支出决算为12.05万元，完成年初预算的4.1%。"
    assert _said(_found(tmp_path, body)) == [("completion", Decimal("4.1"), Decimal("3.9"), False)]


def test_completion_of_a_budget_of_nothing_cannot_be_computed(tmp_path: Path) -> None:
    body = "机关运行经费年初预算为0万元，支出决算为12.05万元，完成年初预算的100%。"
    assert _said(_found(tmp_path, body)) == [("completion", Decimal(100), None, None)]


def test_a_difference_between_budget_and_expenditure(tmp_path: Path) -> None:
    body = "公务接待费预算为2.00万元，支出决算为0.50万元，比预算减少1.60万元。"
    assert _said(_found(tmp_path, body)) == [("difference", Decimal("-1.60"), Decimal("-1.50"), False)]


def test_parts_that_are_all_there_is_make_a_sum(tmp_path: Path) -> None:
    body = "本年支出合计448.09万元，其中：基本支出358.79万元，项目支出89.29万元。"
    found = _found(tmp_path, body)
    assert _said(found) == [("sum", Decimal("448.09"), Decimal("448.08"), True)]
    assert found[0].operands == ("358.79万元", "89.29万元")


def test_some_parts_of_a_total_make_no_claim(tmp_path: Path) -> None:
    assert _found(tmp_path, "本年支出合计448.08万元，其中：基本支出358.79万元，培训费3万元。") == []


def test_a_sum_that_no_rounding_explains_does_not_hold(tmp_path: Path) -> None:
    assert [c.holds for c in _found(tmp_path, "基本支出100.00万元，其中：人员经费80.00万元，公用经费30.00万元。")] == [False]


def test_the_total_of_a_form_counts_the_execution_rate(tmp_path: Path) -> None:
    body = """附件1
整体支出绩效自评表
| 年度资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|---|---|---|---|---|---|---|---|
| | 年度资金总额 | 100.00 | 120.00 | 120.00 | 10 | 100% | 10 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
| 产出指标 | 数量指标 | 举办讲座 | ≥40场 | 36场 | 90 | 85 | |
| 总分 | 100 | 98 |"""
    assert _said(_found(tmp_path, body)) == [
        ("score_total", Decimal(100), Decimal(100), True),
        ("score_total", Decimal(98), Decimal(95), False),
    ]


def test_a_figure_stated_twice_with_two_values(tmp_path: Path) -> None:
    body = "2022年度基本支出300.00万元。\n\n二、支出决算情况说明\n2022年度基本支出310.00万元。"
    assert _said(_found(tmp_path, body)) == [("restated", Decimal("310.00"), Decimal("300.00"), False)]


figures = st.decimals(min_value=Decimal("-99999.99"), max_value=Decimal("99999.99"), places=2)


@given(figures, figures)
def test_the_sum_of_two_figures_agrees_with_their_printed_sum(left: Decimal, right: Decimal) -> None:
    assert (printed(left) + printed(right)).overlaps(printed(left + right))


@given(figures, st.integers(min_value=1, max_value=10**8))
def test_a_printed_figure_covers_what_rounds_to_it_and_nothing_else(value: Decimal, scale: int) -> None:
    interval = printed(value, scale)
    assert interval.high - interval.low == Fraction(scale, 100)
    assert interval.low < Fraction(value) * scale < interval.high
    assert not printed(value + Decimal("0.02"), scale).overlaps(interval)


@given(figures, figures, figures)
def test_operations_hold_every_result_of_their_ends(left: Decimal, right: Decimal, other: Decimal) -> None:
    a = Interval(*sorted((Fraction(left), Fraction(right))))
    b = printed(other)
    for x in (a.low, a.high):
        for y in (b.low, b.high):
            assert (a - b).low <= x - y <= (a - b).high
            if not b.low <= 0 <= b.high:
                assert (a / b).low <= x / y <= (a / b).high
    assert (a * -3).low == -3 * a.high


def test_division_by_an_interval_that_holds_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        printed(Decimal("5.0")) / printed(Decimal(0))


def test_an_interval_runs_from_low_to_high() -> None:
    with pytest.raises(ValueError, match="low to high"):
        Interval(Fraction(2), Fraction(1))


@pytest.mark.parametrize(
    ("value", "like", "expected"), [("6.45", "6.4", "6.5"), ("-6.45", "6.4", "-6.5"), ("6.449", "100", "6"), ("2", "1E+2", "2")]
)
def test_rounding_follows_the_printed_scale(value: str, like: str, expected: str) -> None:
    assert rounded(Fraction(value), Decimal(like)) == Decimal(expected)


def test_a_comparison_with_last_year_implies_last_years_figure(tmp_path: Path) -> None:
    body = "2022年度机关运行经费支出20.07万元，比上年决算数减少23.71万元，降低54.2%。"
    (claim,) = [claim for claim in _found(tmp_path, body) if claim.scope == "implied"]
    assert (claim.year, claim.computed, claim.unit) == (2021, Decimal("43.78"), "万元")
    assert (claim.low, claim.high) == (Decimal(437700), Decimal(437900))
    assert [place.quote[-7:] for place in claim.places] == ["20.07万元", "23.71万元"]


def test_a_rate_alone_implies_last_years_figure_within_its_rounding(tmp_path: Path) -> None:
    (claim,) = [claim for claim in _found(tmp_path, "2022年度公用经费支出50.00万元，比上年减少50%。") if claim.scope == "implied"]
    assert claim.computed == Decimal("100.00")
    assert claim.low is not None and claim.high is not None and claim.low < 1000000 < claim.high


def test_a_numbered_list_that_comes_near_its_total_is_its_parts(tmp_path: Path) -> None:
    body = "2022年度项目支出60.01万元，具体如下：1.河道整治经费30.00万元；2.管网维护经费20.00万元；3.水质监测经费10.00万元。"
    (claim,) = [claim for claim in _found(tmp_path, body) if claim.scope == "list"]
    assert (claim.stated, claim.computed, claim.holds) == (Decimal("60.01"), Decimal("60.00"), True)


def test_a_numbered_list_far_from_its_total_may_be_incomplete(tmp_path: Path) -> None:
    body = "2022年度项目支出90.00万元，其中：1.河道整治经费30.00万元；2.管网维护经费20.00万元；3.水质监测经费10.00万元。"
    assert [claim for claim in _found(tmp_path, body) if claim.scope == "list"] == []


def test_the_execution_rate_of_a_form_and_the_points_for_it(tmp_path: Path) -> None:
    body = """附件1
整体支出绩效自评表
| 年度资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|---|---|---|---|---|---|---|---|
| | 年度资金总额 | 100.00 | 120.00 | 90.00 | 10 | 80% | 9 |"""
    found = {claim.scope: (claim.stated, claim.computed, claim.holds) for claim in _found(tmp_path, body)}
    assert found["execution-form"] == (Decimal(80), Decimal(75), False)
    assert found["execution-points"] == (Decimal(9), Decimal("8.00"), False)


def test_rows_after_qizhong_that_exceed_their_whole(tmp_path: Path) -> None:
    body = """附件1
收支决算表（单位：万元）
| 项目 | 决算数 | 预算数 |
|---|---|---|
| 收入 | 100.00 | 90.00 |
| 其中：一般公共预算财政拨款收入 | 100.00 | 60.00 |
| 其他收入 | 5.00 | 0 |"""
    found = [(claim.stated, claim.computed, claim.holds) for claim in _found(tmp_path, body) if claim.scope == "parts-above-whole"]
    assert found == [(Decimal("100.00"), Decimal("105.00"), False)]


def test_stated_parts_above_their_whole_need_no_others(tmp_path: Path) -> None:
    body = "“三公”经费支出29.45万元，其中：公务用车运行维护费26.30万元，公务接待费3.51万元。"
    (claim,) = [claim for claim in _found(tmp_path, body) if claim.kind == "sum"]
    assert (claim.scope, claim.stated, claim.computed, claim.holds) == ("parts-above-whole", Decimal("29.45"), Decimal("29.81"), False)


def test_stated_parts_below_their_whole_leave_room_for_others(tmp_path: Path) -> None:
    body = "“三公”经费支出30.45万元，其中：公务用车运行维护费26.30万元，公务接待费3.51万元。"
    assert [claim for claim in _found(tmp_path, body) if claim.kind == "sum"] == []
