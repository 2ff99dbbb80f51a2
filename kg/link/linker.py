"""From names to organisations: verdicts, what reports say, bound short forms, likeness across reports; what stays open is listed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from kg.link.context import Context
from kg.link.groups import Groups
from kg.link.keys import Keys
from kg.link.ledger import Decisions
from kg.link.names import FIRMS, KINDS, Candidate, DatedName, NameUse, Organisation
from kg.link.normal import is_legal, is_relative, local_id
from kg.link.relations import owners, with_owners

_Noted = TypeVar("_Noted", DatedName, str)
_USE_ORDER = attrgetter("surface", "kind", "report", "unit")


class Linker:
    """The finished mapping, read only."""

    def __init__(self, groups: Groups, ids: Mapping[str, str], organisations: tuple[Organisation, ...]) -> None:
        """Hold what `link` found."""
        self._groups = groups
        self._ids = dict(ids)
        self._organisations = organisations

    @property
    def groups(self) -> Groups:
        """Return the joined names and why, for review."""
        return self._groups

    def canonical(self, surface: str, kind: str, report_id: str) -> str:
        """Return the local id of what `surface` names in a report; an unseen name gets the id it would have on its own."""
        key = self._groups.keys.key(surface, kind, report_id)
        return self._ids.get(key) or local_id(key)

    def organisations(self) -> tuple[Organisation, ...]:
        """Return the organisations by id."""
        return self._organisations

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the pairs left open, sorted."""
        return self._groups.candidates

    def leads(self) -> dict[str, str]:
        """Return the key that gives each organisation its id, by id: what a later build must keep."""
        return {identifier: key for key, identifier in self._ids.items() if local_id(key) == identifier}


def link(
    uses: Iterable[NameUse],
    decisions: Decisions | None = None,
    context: Context | None = None,
    minted: Iterable[str] = (),
) -> Linker:
    """Return the linker over all names of all reports; without `decisions` the curated ones act.

    `minted` are the keys that gave earlier builds their ids, oldest first: an organisation that has one of them keeps its id.
    The order of `uses` does not matter.
    """
    ordered = sorted(with_owners(uses), key=_USE_ORDER)
    groups = Groups(ordered, (decisions or Decisions()).all(), context or Context())
    keys = groups.keys
    by_key: dict[str, list[NameUse]] = defaultdict(list)
    for use in ordered:
        by_key[keys.key(use.surface, use.kind, use.report)].append(use)
    owned = _owned(ordered, groups)
    age = {key: number for number, key in enumerate(minted)}
    near = _near(groups.candidates)
    ids: dict[str, str] = {}
    plain: list[Organisation] = []
    for members in groups.sets(by_key):
        uses_here = [use for key in members for use in by_key.get(key, ())]
        made = _organisation(members, uses_here, groups, owned, near, age)
        ids.update((member, made.id) for member in members)
        plain.append(made)
    whole = [_finished(o, owned, ids, groups) for o in plain]
    return Linker(groups, ids, tuple(sorted(whole, key=lambda o: o.id)))


class _Owned:
    """What belongs to a firm by name: the owners of each part, and the reports that name a firm by its part."""

    def __init__(self) -> None:
        self.reports: dict[str, set[str]] = defaultdict(set)
        self.owners: dict[str, list[str]] = defaultdict(list)


def _owned(uses: Iterable[NameUse], groups: Groups) -> _Owned:
    found = _Owned()
    for use, key in owners(uses, groups.keys, groups.firms):
        part = groups.keys.key(use.surface, use.kind, use.report)
        if groups.forest.root(part) == groups.forest.root(key):
            continue
        found.reports[key].add(use.report)
        if key not in found.owners[part]:
            found.owners[part].append(key)
    for whole, part in groups.parts_of:
        if whole not in found.owners[part]:
            found.owners[part].append(whole)
    return found


def _near(open_: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in open_:
        for name in sorted({candidate.left, candidate.right}):
            found[name].append(candidate)
    return found


def _organisation(
    members: list[str], uses: list[NameUse], groups: Groups, owned: _Owned, near: Mapping[str, list[Candidate]], age: Mapping[str, int]
) -> Organisation:
    order = _leading(uses)
    name = order[0]
    lead = _lead_key(members, uses, name, groups.keys, age)
    kinds = Counter(use.kind for use in uses)
    printed = next((surface for surface in order if is_legal(surface)), "")
    decided = printed or _first(groups.legal, members)
    # A firm is named wherever its workshop, park or meeting is, though not as a firm.
    elsewhere = {report for key in members for report in owned.reports.get(key, ())}
    return Organisation(
        id=local_id(lead),
        kind=uses[0].kind if len(kinds) == 1 else min(kinds, key=lambda k: (-kinds[k], KINDS.index(k))),
        name=name,
        legal_name=decided if decided == name or kinds.keys() & FIRMS else "",
        aliases=tuple(sorted(order[1:])),
        reports=tuple(sorted({use.report for use in uses} | elsewhere)),
        candidates=tuple(sorted({c for surface in order for c in near.get(surface, ())})) if near else (),
        merged=tuple(sorted(local_id(key) for key in members if key != lead)),
        former=tuple(_all(groups.former, members)) if groups.former else (),
        code=_first(groups.codes, members) if groups.codes else "",
        remarks=tuple(_all(groups.remarks, members)) if groups.remarks else (),
    )


def _first(found: Mapping[str, str], members: list[str]) -> str:
    return next((found[key] for key in members if key in found), "")


def _all(found: Mapping[str, list[_Noted]], members: list[str]) -> list[_Noted]:
    return sorted({item for key in members for item in found.get(key, ())})


def _leading(uses: list[NameUse]) -> list[str]:
    """Return the surfaces, the one that leads first: a unit's own name, a full name, then the most widely used."""
    if len(uses) == 1:
        return [uses[0].surface]
    counts = Counter(use.surface for use in uses)
    spread = Counter(surface for surface, _ in {(use.surface, use.report) for use in uses})
    units = {use.surface for use in uses if use.unit}
    relative = {use.surface for use in uses if is_relative(use.surface, use.kind)}
    return sorted(counts, key=lambda s: (s not in units, s in relative, not is_legal(s), -spread[s], -counts[s], -len(s), s))


def _lead_key(members: list[str], uses: list[NameUse], name: str, keys: Keys, age: Mapping[str, int]) -> str:
    """Return the key that gives the id: the one that gave it first, else the leading name's."""
    known = [key for key in members if key in age]
    if known:
        return min(known, key=lambda key: age[key])
    lead = min((use for use in uses if use.surface == name), key=_USE_ORDER)
    return keys.key(lead.surface, lead.kind, lead.report)


def _finished(organisation: Organisation, owned: _Owned, ids: Mapping[str, str], groups: Groups) -> Organisation:
    """Return the organisation with what it is part of."""
    keys = groups.keys
    if not owned.owners:
        return organisation
    mine = sorted({keys.key(s, organisation.kind, r) for s in (organisation.name, *organisation.aliases) for r in organisation.reports})
    wholes = [ids[owner] for key in mine for owner in owned.owners.get(key, ()) if owner in ids]
    found = tuple(dict.fromkeys(whole for whole in wholes if whole != organisation.id))
    return replace(organisation, part_of=found) if found else organisation
