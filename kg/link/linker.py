"""From names to organisations: same normal form, bound short forms, then verdicts; the only step that sees several reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.link.binding import FIRMS, bindings, fits, split_forms
from kg.link.forest import Forest
from kg.link.ledger import Decision, Decisions
from kg.link.normal import district, is_legal, is_relative, local_id, normal, without_place
from kg.model import EntityKind

_KINDS: tuple[EntityKind, ...] = (
    "enterprise",
    "research_institute",
    "university",
    "school",
    "hospital",
    "bank",
    "government",
    "party",
    "association",
    "media",
    "park",
    "exhibition",
    "other",
)
_BRANCHES = ("机关党委", "党支部", "党总支", "党组织", "党委")


@dataclass(frozen=True, slots=True, order=True)
class NameUse:
    """A name as a report uses it; `unit` marks the reporting unit's own full name, which says where 区政府 is."""

    surface: str
    kind: EntityKind
    report: str
    unit: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two names that may be one organisation, left open: neither a rule nor a certain verdict joins them."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation under its local id: `name` leads, `legal_name` is "" unless printed in full or decided.

    `part_of` holds the ids of the organisations it belongs to (a firm's party branch), `reports` where it is named.
    """

    id: str
    kind: EntityKind
    name: str
    legal_name: str = ""
    aliases: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = field(default=())


class Linker:
    """The finished mapping, read only."""

    def __init__(self, keys: Keys, ids: Mapping[str, str], organisations: tuple[Organisation, ...], open_: tuple[Candidate, ...]) -> None:
        self._keys = keys
        self._ids = dict(ids)
        self._organisations = organisations
        self._open = open_

    def canonical(self, surface: str, kind: EntityKind, report_id: str) -> str:
        """Return the local id of what `surface` names in a report; an unseen name gets the id it would have on its own."""
        key = self._keys.key(surface, kind, report_id)
        return self._ids.get(key) or local_id(key)

    def organisations(self) -> tuple[Organisation, ...]:
        """Return the organisations by id."""
        return self._organisations

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the pairs left open, sorted."""
        return self._open


class Keys:
    """Where a name counts as one name: everywhere, in a district, or in one report."""

    def __init__(self, uses: Iterable[NameUse], split: Mapping[str, set[str]]) -> None:
        units = sorted(use for use in uses if use.unit)
        self._districts = {use.report: district(use.surface) for use in units}
        self._split = split

    def key(self, surface: str, kind: EntityKind, report: str) -> str:
        """Return the key of a name: its normal form, with district or report where the name is bound to one."""
        form = normal(surface)
        if is_relative(form, kind):
            return f"{self._districts.get(report) or report}|{form}"
        return f"{report}|{form}" if form in self._split else form


def link(uses: Iterable[NameUse], decisions: Decisions | None = None) -> Linker:
    """Return the linker over all names of all reports; without `decisions` the curated ones act.

    The order of `uses` does not matter.
    """
    ordered = sorted(uses)
    firms: dict[str, set[str]] = defaultdict(set)
    for use in ordered:
        if use.kind in FIRMS:
            firms[use.report].add(normal(use.surface))
    bound = bindings(firms)
    keys = Keys(ordered, split_forms(bound))
    verdicts = (decisions or Decisions()).all()
    forest = Forest(_apart(verdicts))
    for use in ordered:
        forest.root(keys.key(use.surface, use.kind, use.report))
    decided = _decide(forest, verdicts)
    for (report, short), name in sorted(bound.items()):
        forest.join(keys.key(short, "enterprise", report), keys.key(name, "enterprise", report))
    return _finish(ordered, keys, forest, decided, _open(firms, forest, verdicts))


def _apart(verdicts: Iterable[Decision]) -> list[tuple[str, str]]:
    return [(normal(d.left), normal(d.right)) for d in verdicts if d.verdict == "different"]


def _decide(forest: Forest, verdicts: Iterable[Decision]) -> dict[str, str]:
    """Join what certain verdicts join; return the legal name that a verdict gives each key."""
    legal: dict[str, str] = {}
    for d in verdicts:
        if (
            d.verdict in {"same", "former_name"}
            and d.confidence == "high"
            and forest.join(normal(d.left), normal(d.right))
            and is_legal(d.left)
        ):
            legal[normal(d.left)] = legal[normal(d.right)] = d.left
    return legal


def _open(firms: Mapping[str, set[str]], forest: Forest, verdicts: Iterable[Decision]) -> tuple[Candidate, ...]:
    """Return the pairs that look alike or were judged without certainty, and are not joined."""
    found: dict[tuple[str, str], Candidate] = {}
    known = {form for names in firms.values() for form in names}
    blocks: dict[str, list[str]] = defaultdict(list)
    apart = {frozenset(pair) for pair in _apart(verdicts)}
    for form in sorted(known):
        blocks[without_place(form)[:2]].append(form)
    for block in blocks.values():
        for short in block:
            for name in block:
                if fits(short, name) and frozenset((short, name)) not in apart and forest.root(short) != forest.root(name):
                    found[short, name] = Candidate(short, name, 0.5, ("may be its short form, in another report",))
    for d in verdicts:
        left, right = normal(d.left), normal(d.right)
        doubtful = d.verdict == "unsure" or (d.verdict in {"same", "former_name"} and d.confidence != "high")
        if doubtful and (left in known or right in known) and forest.root(left) != forest.root(right):
            found[left, right] = Candidate(d.left, d.right, 0.7, (d.why or f"judged {d.verdict}, {d.confidence} confidence",))
    return tuple(sorted(found.values()))


def _finish(uses: list[NameUse], keys: Keys, forest: Forest, decided: Mapping[str, str], open_: tuple[Candidate, ...]) -> Linker:
    by_key: dict[str, list[NameUse]] = defaultdict(list)
    for use in uses:
        by_key[keys.key(use.surface, use.kind, use.report)].append(use)
    groups = []
    for members in forest.sets():
        here = [use for key in members for use in by_key.get(key, ())]
        if here:
            groups.append((members, here))
    owners = _owners(groups)
    near = _near(open_)
    ids: dict[str, str] = {}
    plain: list[Organisation] = []
    for members, here in groups:
        legal = next((decided[m] for m in members if m in decided), "")
        # A firm is named wherever its party branch is, though not as a firm.
        elsewhere = {report for m in members for report in owners.get(m, ("", set()))[1]}
        made = _organisation(here, keys, legal, elsewhere, near)
        in_branches = {owners[m][0] for m in members if m in owners} - {made.name}
        made = replace(made, aliases=tuple(sorted({*made.aliases, *in_branches})))
        plain.append(made)
        ids.update((member, made.id) for member in members)
    extra = [_owner(name, reports) for form, (name, reports) in sorted(owners.items()) if form not in ids]
    ids.update((normal(o.name), o.id) for o in extra)
    whole = [_with_owner(o, ids) for o in (*plain, *extra)]
    return Linker(keys, ids, tuple(sorted(whole, key=lambda o: o.id)), open_)


def _near(open_: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in open_:
        for form in {normal(candidate.left), normal(candidate.right)}:
            found[form].append(candidate)
    return found


def _owner(name: str, reports: set[str]) -> Organisation:
    """Return the firm that is known by its party branch alone."""
    return Organisation(local_id(normal(name)), "enterprise", name, reports=tuple(sorted(reports)))


def _owners(groups: Iterable[tuple[list[str], list[NameUse]]]) -> dict[str, tuple[str, set[str]]]:
    """Return the firms whose party branches are named, by normal form, with the reports that name the branch."""
    found: dict[str, tuple[str, set[str]]] = {}
    for _, here in groups:
        for use in here:
            for name in branch_owners(use.surface, use.kind):
                found.setdefault(normal(name), (name, set()))[1].add(use.report)
    return found


def branch_owners(surface: str, kind: str) -> tuple[str, ...]:
    """Return the firms whose party branches `surface` names, or nothing where it names a body's or a district's own."""
    suffix = next((b for b in _BRANCHES if surface.endswith(b)), "")
    if kind != "party" or not suffix or is_relative(surface, kind):
        return ()
    return tuple(
        name
        for name in surface[: -len(suffix)].split("、")
        if len(name) >= 2 and not name.endswith(("局", "委", "中心", "机关", "街道", "办", "厅"))
    )


def _with_owner(organisation: Organisation, ids: Mapping[str, str]) -> Organisation:
    owners = [ids[normal(n)] for n in branch_owners(organisation.name, organisation.kind) if normal(n) in ids]
    if not owners:
        return organisation
    return replace(organisation, part_of=tuple(dict.fromkeys(owners)))


def _organisation(uses: list[NameUse], keys: Keys, decided: str, elsewhere: set[str], near: Mapping[str, list[Candidate]]) -> Organisation:
    counts = Counter(use.surface for use in uses)
    spread = Counter(surface for surface, _ in {(use.surface, use.report) for use in uses})
    order = sorted(counts, key=lambda s: (not is_legal(s), -spread[s], -counts[s], -len(s), s))
    name = order[0]
    kinds = Counter(use.kind for use in uses)
    lead = min(use for use in uses if use.surface == name)
    return Organisation(
        id=local_id(keys.key(lead.surface, lead.kind, lead.report)),
        kind=min(kinds, key=lambda k: (-kinds[k], _KINDS.index(k))),
        name=name,
        legal_name=name if is_legal(name) else decided,
        aliases=tuple(sorted(order[1:])),
        reports=tuple(sorted({use.report for use in uses} | elsewhere)),
        candidates=tuple(sorted({c for surface in counts for c in near.get(normal(surface), ())})),
    )
