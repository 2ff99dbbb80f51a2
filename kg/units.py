"""Units of measure: which words after a number are one, and what they measure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from kg.lexicon import rows

# A scale between the number and its measure word (3000万千瓦, 95 万个) belongs to the unit as printed.
SCALES: Final[dict[str, Decimal]] = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "万亿": Decimal(10**12),
}
_LONGEST_SCALE: Final = 2
# 元/人·年, 吨/公顷: what is divided by what, and what nobody counts but by what is divided.
_PER: Final = frozenset("/／·")
_DIVISORS: Final = frozenset("生床车村校班月季")
_ALSO_COUNTS: Final = frozenset({"count of things", "count of occurrences"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its dimension, and how many of `base` make one of it; `qudt` is "" where QUDT has no such unit."""

    name: str
    dimension: str
    factor: Decimal
    base: str
    qudt: str = ""


@cache
def units() -> Mapping[str, Unit]:
    """Return the units of kg/data/units_of_measure.csv by their printed form."""
    return {
        row["unit"]: Unit(row["unit"], row["dimension"], Decimal(row["factor"]), row["base"], row["qudt"])
        for row in rows("units_of_measure")
    }


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """Return how long the units are that begin with each character, longest first: most characters begin none."""
    found: dict[str, set[int]] = {}
    for name in units():
        found.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def at(text: str, position: int) -> str:
    """Return the longest unit of measure printed at `position`, scale included (万元, 万千瓦时, 台（套）), or ""."""
    # A scale begins with one of five characters; before any other only the bare unit can stand.
    for size in range(_LONGEST_SCALE if text[position : position + 1] in SCALES else 0, -1, -1):
        scale = text[position : position + size]
        if size == 0 or scale in SCALES:
            name = _plain_at(text, position + size)
            if name:
                whole = scale + _with_alternative(text, position + size, name)
                end = position + len(whole)
                return text[position : _per(text, end)] if text[end : end + 1] in _PER else whole
    return next((text[position : position + n] for n in (2, 1) if text[position : position + n] in ("万", "亿", "万亿")), "")


def _per(text: str, position: int) -> int:
    """Return where the measures end by which a unit at `position` is divided (/亩, /人·年, /万元), `position` where it is not."""
    while text[position : position + 1] in _PER:
        start = position + 1
        # The longest that stands there: 千瓦时 is no thousand 瓦.
        sizes = [size for size in (0, 1, 2) if text[start : start + size] in ("", *SCALES) and _plain_at(text, start + size)]
        end = max((start + size + len(_plain_at(text, start + size)) for size in sizes), default=start)
        if end == start and text[start : start + 1] not in _DIVISORS:
            break
        position = max(end, start + 1)
    return position


def _plain_at(text: str, position: int) -> str:
    table = units()
    for length in _lengths().get(text[position : position + 1], ()):
        word = text[position : position + length]
        if word in table and not (word[-1].isascii() and word[-1].isalpha() and _letter(text, position + length)):
            return word
    return ""


def _letter(text: str, position: int) -> bool:
    return position < len(text) and text[position].isascii() and text[position].isalpha()


def _with_alternative(text: str, position: int, name: str) -> str:
    """Return `name` with a bracketed second measure word (台（套）, 场（次）) where one follows at once."""
    start = position + len(name)
    if start < len(text) and text[start] in "（(":
        close = start + 1
        while close < len(text) and close - start <= 4 and text[close] not in "）)":
            close += 1
        if text[start + 1 : close] in units() and text[close : close + 1] in ("）", ")"):
            return text[position : close + 1]
    return name


@cache
def unit(name: str) -> Unit | None:
    """Return what a printed unit measures, its scale multiplied in (万千瓦 is 10^7 瓦), or None for an unknown word."""
    table = units()
    folded = unicodedata.normalize("NFKC", name).replace(" ", "")
    found = table.get(name) or table.get(folded) or table.get(folded.split("(")[0])
    if found is not None:
        return found
    for scale, factor in SCALES.items():
        rest = table.get(folded.removeprefix(scale).split("(")[0]) if folded.startswith(scale) else None
        if rest is not None:
            return Unit(folded, rest.dimension, factor * rest.factor, rest.base, rest.qudt)
    return _rate(folded)


def _rate(name: str) -> Unit | None:
    """Return the unit of one measure by another (元/人·年, 万元/亩); 台/套 and 场/次 are two words for one count."""
    parts = re.split("[/·]", name)
    if len(parts) < 2 or any(part not in _DIVISORS for part in parts[1:] if unit(part) is None):
        return None
    first, last = unit(parts[0]), unit(parts[1])
    if first is None:
        return None
    counted = last is not None and first.dimension.startswith("count") and last.dimension in _ALSO_COUNTS and first.factor == 1
    return Unit(name, first.dimension if counted else "rate", Decimal(1), name)
