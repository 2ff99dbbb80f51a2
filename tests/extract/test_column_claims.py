"""What columns of tables state of each other, in invented tables: totals, rates of completion, growth, differences."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kg.extract.column_claims import column_claims
from kg.facts import Claim
from kg.read import read
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences


def _found(folder: Path, table: str) -> list[Claim]:
    path = folder / "report.txt"
    path.write_text(f"2022年度望川县水利局部门决算\n\n一、资金使用情况\n表1 资金情况\n单位：万元\n{table}\n", encoding="utf-8")
    report = structure(read(path))
    found = list(column_claims(Reading(report, (), numbers(report), tuple(sentences(report.text)))))
    for claim in found:
        assert report.text[claim.evidence.span.start : claim.evidence.span.end] == claim.evidence.quote
    return found


def _said(claims: list[Claim]) -> list[tuple[str, Decimal, Decimal | None, bool | None]]:
    return [(claim.kind, claim.stated, claim.computed, claim.holds) for claim in claims]


def test_a_total_is_held_against_the_rows_above_it(tmp_path: Path) -> None:
    found = _found(tmp_path, "序号\t项目名称\t安排资金\t执行进度\n1\t河道清淤\t120.00\t80%\n2\t泵站改造\t80.50\t60%\n合计\t\t200.50\t70%")
    assert _said(found) == [("sum", Decimal("200.50"), Decimal("200.50"), True)]
    assert found[0].operands == ("120.00", "80.50")
    assert (found[0].scope, found[0].unit) == ("list", "万元")


def test_a_total_that_its_rows_just_miss_does_not_hold_and_one_far_off_says_nothing(tmp_path: Path) -> None:
    rows = "序号\t乡镇\t补助人数\n1\t青石镇\t1200\n2\t白水乡\t800\n合计\t\t"
    assert _said(_found(tmp_path, rows + "2001")) == [("sum", Decimal(2001), Decimal(2000), False)]
    assert _found(tmp_path, rows + "5400") == []


def test_rows_that_are_parts_of_others_accuse_no_total(tmp_path: Path) -> None:
    rows = "序号\t乡镇\t补助人数\n1\t青石镇\t1200\n\t其中：老人\t3\n2\t白水乡\t800\n合计\t\t2000"
    assert _found(tmp_path, rows) == []


def test_a_column_with_a_figure_that_cannot_be_read_is_left(tmp_path: Path) -> None:
    assert _found(tmp_path, "序号\t乡镇\t补助人数\n1\t青石镇\t千余人\n2\t白水乡\t800\n3\t黑山乡\t20\n合计\t\t820") == []


def test_rates_of_completion_stand_beside_their_figures(tmp_path: Path) -> None:
    found = _found(tmp_path, "项目\t年初预算数\t决算数\t完成率\n基本支出\t480.00\t512.10\t106.69%\n项目支出\t340.00\t334.10\t89.26%")
    assert _said(found) == [
        ("completion", Decimal("106.69"), Decimal("106.69"), True),
        ("completion", Decimal("89.26"), Decimal("98.26"), False),
    ]
    assert [claim.concept.label for claim in found if claim.concept] == ["基本支出", "项目支出"]


def test_a_rate_is_that_of_the_budget_it_fits_and_open_where_it_fits_none_of_several(tmp_path: Path) -> None:
    head = "项目\t年初预算数\t调整预算数\t决算数\t完成率\n"
    assert _said(_found(tmp_path, head + "项目支出\t300.00\t340.00\t334.10\t98.26%")) == [
        ("completion", Decimal("98.26"), Decimal("98.26"), True)
    ]
    assert _found(tmp_path, head + "项目支出\t300.00\t340.00\t334.10\t77%") == []


def test_growth_and_differences_between_two_years(tmp_path: Path) -> None:
    found = _found(
        tmp_path,
        "项目\t2021年决算数\t2022年决算数\t增减额\t增减率\n财政拨款收入\t500.00\t450.00\t-50.00\t-10%\n其他收入\t40.00\t44.00\t4.00\t11%",
    )
    assert _said(found) == [
        ("difference", Decimal("-50.00"), Decimal("-50.00"), True),
        ("difference", Decimal("4.00"), Decimal("4.00"), True),
        ("growth", Decimal(-10), Decimal(-10), True),
        ("growth", Decimal(11), Decimal(10), False),
    ]
