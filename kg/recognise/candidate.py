"""A possible name as a recogniser sees it, before overlaps are settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import EntityKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may be a name: what kind, how sure (0 to 1), found by whom and why."""

    start: int
    end: int
    kind: EntityKind
    score: float
    recogniser: str
    reasons: tuple[str, ...] = ()


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates that stand, none overlapping, left to right: the longer of two wins, then what stands on its own
    evidence, then the surer, then the earlier.
    """
    ranked = sorted(candidates, key=lambda c: (c.start - c.end, c.recogniser == "consistency", -c.score, c.start, c.kind, c.recogniser))
    taken: list[Candidate] = []
    covered: set[int] = set()
    for candidate in ranked:
        span = range(candidate.start, candidate.end)
        if not covered.isdisjoint(span):
            continue
        covered.update(span)
        taken.append(candidate)
    return sorted(taken, key=lambda c: c.start)
