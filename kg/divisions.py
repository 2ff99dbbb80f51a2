"""Administrative divisions (GB/T 2260) that a unit's full name states, with the years in which a code was valid."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from stdnum import numdb

# "[1997-]芦淞区" or "[-2018]株洲县": the years in which the code had this name.
_DATED = re.compile(r"(?:\[(\d{4})?-(\d{4})?\])?([^,\[\]]+)")
_LONGEST_NAME = 15


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its six-digit code, its name, and the first and last year in which the code had this name."""

    code: str
    name: str
    first: int
    last: int


def division_of(name: str, year: int | None = None) -> Division | None:
    """Return the smallest division that the start of `name` states in full, or None where it states none.

    Divisions are read from the left, each inside the one before (株洲市 then 芦淞区). A county whose name several
    provinces know gives no code unless its city or province stands before it. `year` chooses among codes that changed;
    without one any year will do.

    >>> division_of("株洲市渌口区教育局", 2024).code
    '430212'
    """
    found: Division | None = None
    position = 0
    while step := _next(name, position, found.code if found else "", year):
        found, position = step
    return found


def _next(name: str, position: int, inside: str, year: int | None) -> tuple[Division, int] | None:
    """Return the longest division that stands at `position` within `inside`, and where its name ends."""
    index = _by_name()
    for end in range(min(len(name), position + _LONGEST_NAME), position + 1, -1):
        fitting = [d for d in index.get(name[position:end], ()) if _is_inside(d.code, inside) and _is_valid(d, year)]
        if len({d.code for d in fitting}) == 1:
            return fitting[0], end
    return None


def _is_inside(code: str, outer: str) -> bool:
    return code != outer and code.startswith(outer.removesuffix("00").removesuffix("00"))


def _is_valid(division: Division, year: int | None) -> bool:
    return year is None or division.first <= year <= division.last


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for _, province, _, _, children in numdb.get("cn/loc").prefixes:
        for _, rest, _, properties, _ in children:
            for first, last, name in _DATED.findall(properties.get("county", "")):
                # A list of names without years carries the code's whole life; 市辖区 and the like name no place.
                if len(name) > 1 and name not in ("市辖区", "市区", "郊区", "县"):
                    found[name].append(Division(province + rest, name, int(first or 0), int(last or 9999)))
    return {name: tuple(divisions) for name, divisions in found.items()}
