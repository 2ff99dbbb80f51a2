"""Which class of the functional classification (类, 款, 项) printed names are, in the edition that held for their year."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kg.lexicon import rows

Names = tuple[str, ...]


def functional_class(path: Names, year: int | None) -> str:
    """Return the key (`<code>-<year>`) of the class that `path` names, outermost first, or "" where none or several fit.

    All names are matched together, since the same item name recurs under many groups. The edition is the latest that is not
    later than `year` and knows the path, since names and codes change between editions; without a year there is no key.
    """
    if not path or year is None:
        return ""
    codes = _codes().get(tuple(_plain(name) for name in path), {})
    edition = max((held for held in codes if held <= year), default=None)
    return codes[edition] if edition is not None else ""


@cache
def _codes() -> Mapping[Names, Mapping[int, str]]:
    """Return, for each path of names, the key of its class by edition; a path that two codes share in one edition is left out."""
    names = {(row["code"], row["year"]): _plain(row["name"]) for row in rows("functional_classes")}
    found: dict[Names, dict[int, str]] = {}
    for code, year in names:
        # 类, 款 and 项 have three, five and seven digits; an edition transcribed without a code's parents gives no path.
        above = [names.get((code[:length], year), "") for length in range(3, len(code) + 1, 2)]
        if all(above):
            editions = found.setdefault(tuple(above), {})
            editions[int(year)] = "" if int(year) in editions else f"{code}-{year}"
    return MappingProxyType(found)


def _plain(name: str) -> str:
    """Return a name as names are compared: brackets of either width are one, and spaces do not count."""
    return name.translate(_SAME)


_SAME = str.maketrans({"（": "(", "）": ")", " ": None, "\u3000": None})
