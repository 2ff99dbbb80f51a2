"""Concepts found by the patterns of a lexicon: kg/data/<name>.csv with key, label_zh and pattern."""

from __future__ import annotations

import re
from functools import cache

from kg.facts import Concept
from kg.lexicon import rows


@cache
def patterns(lexicon: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return pattern, key and Chinese label of each row of a lexicon, in file order."""
    return tuple((re.compile(row["pattern"]), row["key"], row["label_zh"]) for row in rows(lexicon))


def first(lexicon: str, scheme: str, text: str) -> Concept | None:
    """Return the concept of the first row whose pattern occurs in `text` (rows go from the special to the general), or None."""
    return next((Concept(scheme, key, label) for pattern, key, label in patterns(lexicon) if pattern.search(text)), None)


def every(lexicon: str, scheme: str, text: str) -> tuple[Concept, ...]:
    """Return the concepts of all rows whose patterns occur in `text`, in file order."""
    return tuple(Concept(scheme, key, label) for pattern, key, label in patterns(lexicon) if pattern.search(text))
