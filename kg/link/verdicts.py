"""Verdicts applied to the names of a corpus: which keys a verdict's names mean, what it joins, dates and keeps apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.link.forest import Forest
from kg.link.keys import Keys, bare
from kg.link.ledger import Decision
from kg.link.locality import within
from kg.link.names import DatedName
from kg.link.normal import is_legal, is_relative, normal

_BOUND = re.compile(r"^(.+)@([^@]+)$")


@dataclass(slots=True)
class Judged:
    """What the verdicts say of keys: legal names, dated names, remarks on printed forms, and parts of a whole."""

    legal: dict[str, str] = field(default_factory=dict)
    former: dict[str, list[DatedName]] = field(default_factory=lambda: defaultdict(list))
    remarks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    parts_of: list[tuple[str, str]] = field(default_factory=list)
    blocked: list[Decision] = field(default_factory=list)


def bound(name: str) -> tuple[str, str]:
    """Return a verdict's name and the report it is bound to, "" for none."""
    found = _BOUND.match(name)
    return (found[1], found[2]) if found else (name, "")


def split_by(verdicts: Iterable[Decision]) -> frozenset[tuple[str, str]]:
    """Return the (report, form) pairs that verdicts set apart from the same name in other reports."""
    found = (bound(name) for d in verdicts if d.verdict == "different" for name in (d.left, d.right))
    return frozenset((report, normal(name)) for name, report in found if report)


class Resolver:
    """Finds the keys that a verdict's name means among the keys of the corpus."""

    def __init__(self, keys: Keys, by_form: Mapping[str, Sequence[str]]) -> None:
        """Look names up in `by_form`, the corpus's keys by bare form."""
        self._keys = keys
        self._by_form = by_form
        self._pairs: dict[Decision, tuple[list[str], list[str]]] = {}
        self._reports: dict[str, list[str]] = defaultdict(list)
        for report, unit in sorted(keys.units.items()):
            self._reports[keys.key(unit, "government", report)].append(report)

    def pair(self, decision: Decision) -> tuple[list[str], list[str]]:
        """Return the keys of the left and of the right name; a name of no report stands for itself."""
        found = self._pairs.get(decision)
        if found is None:
            found = self._find(decision.left, decision.right), self._find(decision.right, decision.left)
            self._pairs[decision] = found
        return found

    def _find(self, name: str, other: str) -> list[str]:
        plain, report = bound(name)
        form = normal(plain)
        if report:
            here = [self._keys.key(plain, kind, report) for kind in ("enterprise", "government")]
            return [next((key for key in here if key in self._by_form.get(bare(key), ())), here[0])]
        if is_relative(form, "government"):
            unit = self._keys.key(bound(other)[0], "government", "")
            return [self._keys.key(plain, "government", r) for r in self._reports.get(unit, ())][:1] or [form]
        body = self._keys.key(plain, "government", "")
        if body != form:
            return [body]
        known = self._by_form.get(form, ())
        if not any("|" in key for key in known):
            return list(known) or [form]
        places = self._keys.parts(normal(bound(other)[0])).codes
        return [key for key in known if "|" not in key or within(places, key.partition("|")[0])] or [form]


def apart(verdicts: Iterable[Decision], resolver: Resolver) -> list[tuple[str, str]]:
    """Return the pairs of keys that verdicts keep apart."""
    found: list[tuple[str, str]] = []
    for decision in verdicts:
        if decision.verdict in {"different", "part_of"}:
            lefts, rights = resolver.pair(decision)
            found.extend((left, right) for left in lefts for right in rights if left != right)
    return found


def decide(verdicts: Iterable[Decision], resolver: Resolver, forest: Forest) -> Judged:
    """Join what verdicts join and return what else they say."""
    judged = Judged()
    for d in verdicts:
        lefts, rights = resolver.pair(d)
        if d.verdict == "part_of" and d.confidence != "low":
            judged.parts_of.extend((left, right) for left in lefts for right in rights)
        if not d.joins:
            continue
        joined = [forest.join(lefts[0], key) for key in (*lefts[1:], *rights)]
        if not all(joined):
            judged.blocked.append(d)
            continue
        name = bound(d.left)[0]
        for key in (*lefts, *rights):
            if is_legal(name):
                judged.legal.setdefault(key, name)
        _note(d, rights[0], judged)
    return judged


def _note(d: Decision, key: str, judged: Judged) -> None:
    name = bound(d.right)[0]
    if d.verdict == "former_name":
        source = d.source or (f"verdict of {d.by}" if d.by else "curated verdict")
        judged.former[key].append(DatedName(name, d.start, d.end, source))
    if d.flag:
        judged.remarks[key].append(f"{name}: {d.flag}")
