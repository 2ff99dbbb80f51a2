"""How sure facts are."""

from __future__ import annotations

from decimal import Decimal

from kg.extract.confidence import graded, measured, way
from kg.facts import Concept, Observation, Problem, Relation
from kg.lexicon import rows
from kg.model import Evidence, Span
from kg.values import Quantity

PROSE = Evidence("r", Span(0, 4), "产值增长")
CELL = Evidence("r", Span(0, 4), "产值增长", cell="t1r1c1")


def observation(evidence: Evidence, *, curated: bool) -> Observation:
    return Observation(
        evidence=evidence,
        extractor="indicators",
        subject="",
        indicator=Concept("indicator", "x", "产值增长", curated=curated),
        quantity=Quantity(Decimal(5), "%", "=", "5%"),
        role="actual",
    )


def test_a_way_of_reading_is_kind_place_and_what_the_kind_depends_on() -> None:
    assert way(observation(PROSE, curated=False)) == ("Observation", "prose", "other indicator")
    assert way(observation(CELL, curated=True)) == ("Observation", "table", "known indicator")


def test_a_fact_is_as_sure_as_its_way_has_proved_and_says_on_what_count() -> None:
    fact = graded(observation(PROSE, curated=False))
    held = measured(fact)
    assert held is not None
    assert fact.confidence == held.value
    assert fact.reason.startswith(f"{held.right} of {held.found} facts")


def test_a_way_met_too_seldom_shares_the_figure_of_its_kind() -> None:
    rare = Relation(evidence=CELL, extractor="relations", subject="甲", predicate="lends_to", object="乙")
    held = measured(rare)
    assert held is not None
    assert held.found >= next(int(row["found"]) for row in rows("fact_confidence") if row["kind"] == "Relation" and not row["place"])


def test_a_kind_that_no_annotation_judges_keeps_what_its_extractor_says() -> None:
    problem = Problem(evidence=PROSE, extractor="problems", text="产值增长")
    assert graded(problem) == problem


def test_every_confidence_is_the_share_of_its_count() -> None:
    for row in rows("fact_confidence"):
        share = (Decimal(row["right"]) + 1) / (Decimal(row["found"]) + 2)
        assert abs(Decimal(row["confidence"]) - share) <= Decimal("0.005")
