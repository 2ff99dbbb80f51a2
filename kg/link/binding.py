"""Short forms bound to the full names beside them, document by document, only where one full name alone fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.link.normal import core, is_legal, without_place
from kg.recognise.consistency import distinctive_parts

FIRMS = frozenset({"enterprise", "research_institute"})


def bindings(names: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """Return the full name for each (report, short form); `names` are the firms' names of each report.

    A short form that two full names of a document could mean is bound to neither.
    """
    bound: dict[tuple[str, str], str] = {}
    for report in sorted(names):
        here = sorted(set(names[report]), key=lambda n: (len(n), n))
        for short in here:
            longer = [name for name in here if fits(short, name)]
            nearest = _one(longer)
            if nearest:
                bound[report, short] = nearest
    return bound


def _one(longer: list[str]) -> str:
    """Return the longest of names that are forms of one another, or "" where they name several firms."""
    if not longer:
        return ""
    longest = longer[-1]
    return longest if all(name == longest or fits(name, longest) for name in longer) else ""


def fits(short: str, name: str) -> bool:
    """Return whether `short` may be a short form of `name` within one document."""
    if len(short) >= len(name):
        return False
    stem, whole = without_place(short), without_place(name)
    # 某地某某航空 and 某某航空, 某某零部件公司 and 某某零部件
    if stem == whole or (core(short) == core(name) and len(core(name)) >= 3):
        return True
    if is_legal(name):
        return short in distinctive_parts(name) or stem in distinctive_parts(name)
    return whole.startswith(stem) and short == stem and not short.endswith("公司")


def split_forms(bound: Mapping[tuple[str, str], str]) -> dict[str, set[str]]:
    """Return the short forms that stand for different full names in different documents, with those names."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for (_, short), name in bound.items():
        meanings[short].add(core(name))
    return {short: found for short, found in meanings.items() if len(found) > 1}
