"""Units of measure: which words after a number are one, and what they measure."""

from __future__ import annotations

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
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in units()}, reverse=True))


def at(text: str, position: int) -> str:
    """Return the longest unit of measure printed at `position`, scale included (万元, 万千瓦时, 台（套）), or ""."""
    for size in range(_LONGEST_SCALE, -1, -1):
        scale = text[position : position + size]
        if size == 0 or scale in SCALES:
            name = _plain_at(text, position + size)
            if name:
                return scale + _with_alternative(text, position + size, name)
    return next((text[position : position + n] for n in (2, 1) if text[position : position + n] in ("万", "亿", "万亿")), "")


def _plain_at(text: str, position: int) -> str:
    table = units()
    for length in _lengths():
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
    return None
