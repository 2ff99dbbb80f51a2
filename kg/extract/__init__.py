"""One file a kind of fact; EXTRACTORS lists them in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kg.extract.accounts import accounts
from kg.extract.budget_items import budget_items
from kg.extract.claims import claims
from kg.extract.confidence import graded
from kg.extract.departments import departments
from kg.extract.directions import directions
from kg.extract.functions import functions
from kg.extract.indicators import indicators
from kg.extract.marks import marks
from kg.extract.observed_claims import observed_claims
from kg.extract.problems import problems
from kg.extract.projects import projects
from kg.extract.recognition_counts import recognition_counts
from kg.extract.recognitions import recognitions
from kg.extract.relations import relations
from kg.extract.scores import scores
from kg.extract.units import units
from kg.facts import Fact
from kg.recognise.reading import Reading

Extractor = Callable[[Reading], Iterable[Fact]]

EXTRACTORS: Final[tuple[Extractor, ...]] = (
    units,
    departments,
    functions,
    accounts,
    budget_items,
    projects,
    recognitions,
    recognition_counts,
    indicators,
    scores,
    relations,
    claims,
    marks,
    directions,
    problems,
)


def extract(reading: Reading) -> tuple[Fact, ...]:
    """Return every fact the extractors find, one after the other, and what their figures imply; each as sure as its kind has proved."""
    found = tuple(fact for extractor in EXTRACTORS for fact in extractor(reading))
    return tuple(map(graded, (*found, *observed_claims(reading, found))))
