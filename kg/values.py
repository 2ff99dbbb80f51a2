"""Exact values read from Chinese text: money, quantities and periods, each with the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Comparator = Literal["=", "≥", "≤", ">", "<", "≈"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of renminbi: `value` in the printed `unit` (元, 万元, 亿元), `cny` the same in yuan, `original` as printed."""

    value: Decimal
    unit: str
    cny: Decimal
    original: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit of measure as printed; `value_max` closes a range (3-5亿元), otherwise None."""

    value: Decimal
    unit: str
    comparator: Comparator
    original: str
    value_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: `start` and `end` (inclusive) as ISO 8601 at the printed precision (2024, 2024-11, 2024-12-31)."""

    start: str
    end: str
    original: str
