"""The concept of an indicator: one across units and years where kg/data/indicators.csv knows it, else made from its words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from kg.facts import Concept
from kg.lexicon import rows

SCHEME: Final = "indicator"
_DROPPED: Final = re.compile(r"[\s“”\"'‘’「」《》]+")


@lru_cache(maxsize=8192)
def indicator(name: str) -> Concept:
    """Return the concept of an indicator's printed name; equal names have equal keys, whatever their width, spaces and quotes."""
    form = normal_form(name)
    match = _standard().fullmatch(form)
    if match is not None and match.lastgroup is not None:
        return Concept(SCHEME, _keys()[int(match.lastgroup[1:])], name)
    return Concept(SCHEME, "x-" + hashlib.sha256(form.encode()).hexdigest()[:10], name, curated=False)


def normal_form(name: str) -> str:
    """Return `name` in NFKC without white space and quotation marks."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name))


@cache
def _keys() -> tuple[str, ...]:
    return tuple(row["key"] for row in rows("indicators"))


@cache
def _standard() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<i{index}>{row['pattern']})" for index, row in enumerate(rows("indicators"))))
