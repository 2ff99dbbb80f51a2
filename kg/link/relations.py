"""What belongs to whom by name: party branch, branch office, workshop, park, phase of a firm. Relations, never merges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.link.keys import Keys
from kg.link.names import FIRMS, NameUse
from kg.link.normal import is_relative

_PARTY = ("机关党委", "党支部", "党总支", "党组织", "党委")
# Kinds of things that are named after a firm; a bank's or school's branch is named after no firm.
_NAMED_AFTER = frozenset({"enterprise", "research_institute", "park", "exhibition", "party", "association", "other"})


def branch_owners(surface: str, kind: str) -> tuple[str, ...]:
    """Return the firms whose party branches `surface` names, or nothing where it names a body's or a district's own."""
    suffix = next((b for b in _PARTY if surface.endswith(b)), "")
    if kind != "party" or not suffix or is_relative(surface, kind):
        return ()
    return tuple(
        name
        for name in surface[: -len(suffix)].split("、")
        if len(name) >= 2 and not name.endswith(("局", "委", "中心", "机关", "街道", "办", "厅"))
    )


def with_owners(uses: Iterable[NameUse]) -> list[NameUse]:
    """Return the uses with those of firms that are named by their party branch alone: a firm is named wherever its branch is."""
    given = list(uses)
    given.extend(
        NameUse(name, "enterprise", use.report) for use in given if use.kind == "party" for name in branch_owners(use.surface, use.kind)
    )
    return given


def owners(uses: Iterable[NameUse], keys: Keys, firms: Mapping[str, object]) -> Iterator[tuple[NameUse, str]]:
    """Yield (use, owner's key) for each use that belongs to a firm by name.

    A party branch always has its owner; anything else only where the firm itself is named in some report.
    """
    for use in uses:
        for name in branch_owners(use.surface, use.kind):
            yield use, keys.key(name, "enterprise", use.report)
        if use.kind not in _NAMED_AFTER or use.kind == "party":
            continue
        here = keys.parts(keys.form(use.surface))
        if not here.branch or len(here.owner) < 2:
            continue
        key = keys.key(here.owner, "enterprise", use.report)
        if key in firms and not (use.kind not in FIRMS and len(here.owner) == 2 and keys.parts(here.owner).place):
            yield use, key
