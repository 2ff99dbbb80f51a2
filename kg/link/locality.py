"""Where a report and a firm are at home: division codes by full name and by stem, and how near two of them lie."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from stdnum import numdb

from kg.recognise.places import _forms as forms_of

Nearness = Literal["district", "city", "province", "far", "unknown"]

_VALIDITY = re.compile(r"\[[^\]]*\]")
_LONGEST = 12


@cache
def gazetteer() -> dict[str, frozenset[str]]:
    """Return the codes of every division name of GB/T 2260, past and present, with and without its title.

    A province's code has two digits, a prefecture's four, a county's six.
    """
    found: dict[str, set[str]] = {}
    for _, province, _, properties, children in numdb.get("cn/loc").prefixes:
        _add(found, properties.get("province", ""), province)
        for _, rest, _, county, _ in children:
            _add(found, county.get("county", ""), (province + rest).removesuffix("00").removesuffix("00"))
    return {name: frozenset(codes) for name, codes in found.items()}


def _add(found: dict[str, set[str]], names: str, code: str) -> None:
    for name in _VALIDITY.sub("", names).split(","):
        for form in forms_of(name.strip()):
            found.setdefault(form, set()).add(code)


def leading_places(name: str) -> tuple[str, ...]:
    """Return the divisions that `name` begins with, outermost first, leaving at least two characters of the name."""
    index = gazetteer()
    out: list[str] = []
    at = 0
    while True:
        size = next((n for n in range(min(len(name) - at - 2, _LONGEST), 1, -1) if name[at : at + n] in index), 0)
        if size == 0:
            return tuple(out)
        out.append(name[at : at + size])
        at += size


@lru_cache(maxsize=1 << 12)
def codes_of(places: tuple[str, ...]) -> frozenset[str]:
    """Return the codes that places read from the left may mean, each inside the one before; the first's where none fits."""
    codes: frozenset[str] = frozenset()
    for place in places:
        here = gazetteer().get(place, frozenset())
        inside = frozenset(code for code in here if any(code.startswith(outer) and code != outer for outer in codes))
        codes = inside or codes or here
    return codes


def home(unit: str) -> str:
    """Return the code of the division that a reporting unit's name states, or "" where it states none or one of several."""
    codes = codes_of(leading_places(unit))
    return next(iter(codes)) if len(codes) == 1 else _common(codes)


def _common(codes: frozenset[str]) -> str:
    """Return the longest code of two or four digits that all `codes` lie in."""
    for size in (4, 2):
        heads = {code[:size] for code in codes}
        if len(heads) == 1 and len(next(iter(heads))) == size:
            return heads.pop()
    return ""


def nearness(left: str, right: str) -> Nearness:
    """Return how near two division codes lie; unknown where one is ""."""
    if not left or not right:
        return "unknown"
    if left[:2] != right[:2]:
        return "far"
    if len(left) >= 6 and left == right:
        return "district"
    if len(left) >= 4 and len(right) >= 4 and left[:4] == right[:4]:
        return "city"
    return "province"


def within(place: frozenset[str], code: str) -> bool:
    """Return whether a firm's place may hold, or lie in, the division `code`; True where either is unknown."""
    if not place or not code:
        return True
    return any(code.startswith(p) or p.startswith(code) for p in place)
