"""How sure a fact is: the share of facts read in the same way that were right in reports unseen when the rules were written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from kg.facts import Amount, Fact, Observation, Project, Recognition, Relation
from kg.lexicon import rows


@dataclass(frozen=True, slots=True)
class Confidence:
    """The measured confidence of one way of reading, and the count it rests on."""

    value: Decimal
    right: int
    found: int

    def reason(self) -> str:
        """Return the count as a reason for the confidence."""
        return f"{self.right} of {self.found} facts read in this way were right in reports unseen when the rules were written"


def way(fact: Fact) -> tuple[str, str, str]:
    """Return how a fact was read: its kind, whether in a table or in prose, and what else the kind's precision depends on."""
    return type(fact).__name__, "table" if fact.evidence.cell else "prose", _detail(fact)


def _detail(fact: Fact) -> str:
    if isinstance(fact, Amount):
        return "known account" if fact.concept is not None and fact.concept.curated else "other account"
    if isinstance(fact, Observation):
        return "known indicator" if fact.indicator.curated else "other indicator"
    if isinstance(fact, Relation):
        return fact.predicate
    if isinstance(fact, Recognition):
        return "carried over" if fact.extractor.endswith("carried over") else "stated"
    if isinstance(fact, Project):
        return "trained" if fact.extractor.endswith("trained") else "stated"
    return ""


@cache
def _table() -> dict[tuple[str, str, str], Confidence]:
    return {
        (row["kind"], row["place"], row["detail"]): Confidence(Decimal(row["confidence"]), int(row["right"]), int(row["found"]))
        for row in rows("fact_confidence")
    }


def measured(fact: Fact) -> Confidence | None:
    """Return the confidence of the way a fact was read, None for a kind that no annotation judges."""
    return of_way(*way(fact))


def of_way(kind: str, place: str, detail: str) -> Confidence | None:
    """Return the confidence of one way of reading, of the nearest wider one where it was met too seldom."""
    table = _table()
    return table.get((kind, place, detail)) or table.get((kind, place, "")) or table.get((kind, "", ""))


def graded(fact: Fact) -> Fact:
    """Return the fact with its measured confidence, or as it is where its kind was never measured."""
    found = measured(fact)
    return fact if found is None else replace(fact, confidence=found.value, reason=found.reason())
