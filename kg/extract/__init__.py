"""One file a kind of fact; EXTRACTORS lists them in reading order."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable

from kg.extract.observed_claims import observed_claims
from kg.facts import Fact
from kg.recognise.reading import Reading

Extractor = Callable[[Reading], Iterable[Fact]]

# Filled in while the first slice grows; becomes plain imports.
_NAMES = (
    "units",
    "departments",
    "functions",
    "accounts",
    "budget_items",
    "projects",
    "recognitions",
    "recognition_counts",
    "indicators",
    "scores",
    "relations",
    "claims",
    "marks",
    "directions",
    "problems",
)


def extractors() -> tuple[Extractor, ...]:
    """Return every extractor in reading order."""
    found = []
    for name in _NAMES:
        try:
            module = importlib.import_module(f"kg.extract.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"kg.extract.{name}":
                raise
            continue
        found.append(getattr(module, name))
    return tuple(found)


def extract(reading: Reading) -> tuple[Fact, ...]:
    """Return every fact the extractors find, in text order."""
    found = tuple(fact for extractor in extractors() for fact in extractor(reading))
    return (*found, *observed_claims(reading, found))
