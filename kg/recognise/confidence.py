"""How sure a mention is: the share of mentions on the same evidence that were right in annotated texts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from kg.lexicon import rows
from kg.recognise.candidate import Candidate

FIRMS = frozenset({"enterprise", "research_institute"})


@dataclass(frozen=True, slots=True)
class Confidence:
    """The calibrated confidence of one class of evidence, and the count it rests on."""

    value: float
    right: int
    found: int

    def reason(self) -> str:
        """Return the count as a reason for the confidence."""
        return f"{self.right} of {self.found} mentions on such evidence were right in annotated texts"


@cache
def _table() -> dict[tuple[str, str], tuple[list[float], list[Confidence]]]:
    """Return the classes of evidence: by recogniser and group the raw scores they begin at, ascending, and their confidence."""
    table: dict[tuple[str, str], tuple[list[float], list[Confidence]]] = {}
    for row in sorted(rows("org_confidence"), key=lambda r: float(r["from"])):
        starts, values = table.setdefault((row["recogniser"], row["group"]), ([], []))
        starts.append(float(row["from"]))
        values.append(Confidence(float(row["confidence"]), int(row["right"]), int(row["found"])))
    return table


def calibrated(candidate: Candidate) -> Confidence | None:
    """Return the confidence of the class of evidence `candidate` rests on, or None for a class that was never measured."""
    group = "firm" if candidate.kind in FIRMS else "other"
    starts, values = _table().get((candidate.recogniser, group), ([], []))
    index = bisect_right(starts, round(min(candidate.score, 1.0), 2)) - 1
    return values[max(index, 0)] if values else None
