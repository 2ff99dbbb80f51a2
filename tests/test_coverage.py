"""The count of numbers covered: what a fact states is covered, what repeats it is, and the rest has a reason."""

from __future__ import annotations

from decimal import Decimal

from kg.coverage import Coverage, coverage
from kg.extract.indicators import indicators
from kg.facts import BudgetItem, Concept, Fact, Observation
from kg.model import Document, Report, Section, Span
from kg.recognise import recognise
from kg.recognise.reading import Reading
from kg.values import Money, Quantity


def reading(text: str) -> Reading:
    section = Section("performance", "", "成效", 1, Span(0, len(text)))
    return recognise(Report(Document("r", "r.txt", "text/plain", "", text), text, "", "临川区水务局", 2021, "", (section,), ()))


def observation(source: Reading, start: int, end: int, value: str) -> Observation:
    return Observation(
        evidence=source.report.evidence(Span(start, end)),
        extractor="test",
        subject="",
        indicator=Concept("indicator", "x-0", "新建泵站"),
        role="actual",
        quantity=Quantity(Decimal(value), "座", "=", value),
    )


def counted(text: str, *facts: Fact) -> Coverage:
    return coverage(reading(text), facts)


def test_a_figure_is_covered_where_a_fact_states_it() -> None:
    text = "新建泵站12座。"
    source = reading(text)
    assert coverage(source, [observation(source, 0, 7, "12")]) == Coverage(1, 1, {}, {})


def test_a_fact_that_states_another_figure_covers_nothing() -> None:
    text = "新建泵站12座。"
    source = reading(text)
    assert coverage(source, [observation(source, 0, 7, "13")]) == Coverage(1, 0, {"quantity in the words of a fact": 1}, {})


def test_a_fact_that_rests_on_other_words_covers_nothing() -> None:
    text = "新建泵站12座。改造闸门30扇。"
    source = reading(text)
    found = coverage(source, [observation(source, 0, 7, "12")])
    assert (found.seen, found.covered, dict(found.reasons)) == (2, 1, {"quantity in performance": 1})


def test_a_repeated_statement_is_covered_and_another_with_the_same_figure_is_not() -> None:
    text = "全年新建泵站12座。总结：全年新建泵站12座。改造村级闸门12座。"
    source = reading(text)
    found = coverage(source, [observation(source, 0, 9, "12")])
    assert (found.seen, found.covered) == (3, 2)


def test_a_sum_below_the_heading_of_its_item_repeats_the_item() -> None:
    text = "泵站维护经费25.0万元。\n（1）泵站维护经费项目\n项目支出25万元，用于检修。\n（2）水质监测经费项目\n本年安排了25万元采样。\n"
    source = reading(text)
    item = BudgetItem(
        evidence=source.report.evidence(Span(0, 12)),
        extractor="test",
        name="泵站维护经费",
        money=Money(Decimal("25.0"), "万元", Decimal("250000.0"), "25.0万元"),
    )
    found = coverage(source, [item])
    assert (found.seen, found.covered) == (3, 2), "an item of another name has a sum of its own"


def test_tokens_that_measure_nothing_stand_apart_by_kind() -> None:
    found = counted("一、2021年3月，依据〔2021〕8号文，5G覆盖。")
    assert found == Coverage(0, 0, {}, {"date": 1, "document": 1, "heading": 1, "name": 1})
    assert found.share == 1
    assert found.tokens == 4


def test_nothing_is_silent() -> None:
    source = reading("1.新建泵站12座，改造闸门若干。投资约数千万元，惠及3万人；2020年占比1/3。")
    found = coverage(source, indicators(source))
    assert found.tokens == len(source.numbers)
    assert found.seen == found.covered + sum(found.reasons.values())
    assert found.reasons["unreadable"] == 1
