"""Names of provinces, cities and counties, in full and as they stand before a trade name (浙江省 and 浙江)."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import column

_VALIDITY = re.compile(r"\[[^\]]*\]")
_PEOPLES = re.compile(r"(?:[\u4e00-\u9fff]{1,4}族)+$")


@cache
def places() -> frozenset[str]:
    """Return the names of the divisions of GB/T 2260, past and present, with and without their title."""
    from stdnum import numdb

    names: set[str] = set()
    for _, properties in _entries(numdb.get("cn/loc").prefixes):
        for key in ("province", "county"):
            for name in _VALIDITY.sub("", properties.get(key, "")).split(","):
                names.update(_forms(name.strip()))
    return frozenset(names)


@cache
def _titles() -> tuple[str, ...]:
    """Return what is dropped from a division's name when it stands in a firm's name, longest first."""
    return tuple(sorted(column("generic_words", "word", **{"class": "division"}), key=lambda t: (-len(t), t)))


def _entries(prefixes: object) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for _, low, _, properties, children in prefixes:  # type: ignore[attr-defined]
        found.append((low, properties))
        found.extend(_entries(children))
    return found


def _forms(name: str) -> tuple[str, ...]:
    """Return `name` and its short stem; a stem of one character is no name."""
    if len(name) < 2 or name in {"市辖区", "县"}:
        return ()
    title = next((t for t in _titles() if name.endswith(t)), "")
    stem = _PEOPLES.sub("", name[: len(name) - len(title)]) if title else name
    return (name, stem) if len(stem) >= 2 else (name,)
