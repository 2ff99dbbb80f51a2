"""Which names are one: verdicts first, then what reports say, then each report by itself, then across reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.link import blocking, verdicts
from kg.link.compare import JOIN, OPEN, Comparison, Setting, compare, kinship, shape_of
from kg.link.context import Context
from kg.link.forest import Forest
from kg.link.keys import Keys, bare, by_form
from kg.link.ledger import Decision
from kg.link.names import FIRMS, Candidate, DatedName, NameUse
from kg.link.parts import Parts

# Pairs of keys, the short form's first, with how they compare.
_Fits = list[tuple[str, str, Comparison]]
# Of the reports a name stands in, so many are looked at to see how near two names are.
_HOMES = 6
# A rival this close to the best fit leaves a short form open.
_RIVAL = 9
_PER_NAME = 5


class Groups:
    """The names of a corpus joined into sets, with the reasons; `uses` must be sorted."""

    def __init__(self, uses: Sequence[NameUse], judged: Sequence[Decision], context: Context) -> None:
        """Join the names of `uses` as verdicts, the texts and their likeness say."""
        self.uses = uses
        self._context = context
        self._verdicts = judged
        units = [use for use in uses if use.unit]
        split = verdicts.split_by(judged)
        self.keys = Keys(units, split)
        self._read(uses)
        self._kin: dict[tuple[str, str], Comparison] = {}
        inside = self._inside()
        meanings = self._split_forms(inside[0])
        if meanings:
            self.keys = Keys(units, split | meanings)
            self._read(uses)
            self._kin.clear()
            inside = self._inside()
        resolver = verdicts.Resolver(self.keys, by_form(self._kinds))
        self._resolver = resolver
        self.forest = Forest([*verdicts.apart(judged, resolver), *self._code_conflicts()])
        for key in self._kinds:
            self.forest.root(key)
        self._judge = verdicts.decide(judged, resolver, self.forest)
        self.legal, self.former = self._judge.legal, self._judge.former
        self.remarks, self.parts_of, self.blocked = self._judge.remarks, self._judge.parts_of, self._judge.blocked
        self._open: dict[tuple[str, str], tuple[str, str, int, tuple[str, ...]]] = {}
        self._say()
        for short, long, _ in inside[0]:
            self.forest.join(short, long)
        for short, long, found in inside[1]:
            self._leave_open(short, long, found)
        self._bound = {short for short, _, _ in inside[0]}
        self._across()
        for (left, right), found in self._kin.items():
            self._leave_open(left, right, found)
        self.candidates = self._candidates()

    def _read(self, uses: Iterable[NameUse]) -> None:
        """Note the keys of all names, and of firms their parts, reports and leading surfaces."""
        keys = self.keys
        self._kinds: dict[str, bool] = {}
        self.firms: dict[str, Parts] = {}
        self.reports: dict[str, list[str]] = {}
        self.surfaces: dict[str, str] = {}
        self._by_report: dict[str, dict[str, Parts]] = defaultdict(dict)
        for use in uses:
            key = keys.key(use.surface, use.kind, use.report)
            firm = use.kind in FIRMS
            self._kinds[key] = self._kinds.get(key, False) or firm
            self.surfaces.setdefault(key, use.surface)
            here = self.reports.setdefault(key, [])
            if use.report not in here[-1:]:
                here.append(use.report)
            if firm:
                parts = self.firms[key] = keys.parts(keys.form(use.surface))
                self._by_report[use.report][key] = parts
        self.codes: dict[str, str] = {}
        for (report, form), code in sorted(self._context.codes.items()):
            self.codes.setdefault(keys.key(form, "enterprise", report), code)

    def _code_conflicts(self) -> Iterator[tuple[str, str]]:
        """Yield neighbours in the order of their credit codes that have different ones; equal codes are joined in `_say`."""
        coded = sorted(self.codes.items(), key=lambda item: (item[1], item[0]))
        yield from ((a, b) for i, (a, one) in enumerate(coded) for b, other in coded[i + 1 : i + 50] if one != other)

    def _say(self) -> None:
        """Join what the reports themselves say is one: a definition, a renaming, one credit code."""
        keys = self.keys
        for report, short, long in sorted(self._context.defined):
            left, right = keys.key(short, "enterprise", report), keys.key(long, "enterprise", report)
            if left in self._kinds and right in self._kinds:
                self.forest.join(left, right)
        for report, old, new in sorted(self._context.renamed):
            for kind in ("enterprise", "government"):
                left, right = keys.key(old, kind, report), keys.key(new, kind, report)
                if left in self._kinds and right in self._kinds and self.forest.join(left, right):
                    self.former[left].append(DatedName(self.surfaces[left], source=f"report {report}"))
                    break
        holders: dict[str, str] = {}
        for key, code in sorted(self.codes.items()):
            self.forest.join(holders.setdefault(code, key), key)

    # ---- inside one report

    def _inside(self) -> tuple[_Fits, _Fits]:
        """Return the pairs to join inside single reports, and those left open there, each (short, long, comparison)."""
        joined: _Fits = []
        open_: _Fits = []
        for report in sorted(self._by_report):
            names = self._by_report[report]
            fits: dict[str, list[tuple[str, Comparison]]] = defaultdict(list)
            for left, right in blocking.pairs(names, document=True) if len(names) > 1 else ():
                found = self._compare_here(left, right, names, report)
                if found is not None and found.points >= OPEN:
                    short, long = (left, right) if found.short == names[left].form else (right, left)
                    fits[short].append((long, found))
                else:
                    self._note_kin(left, right)
            for short in sorted(fits):
                self._choose(short, fits[short], names, joined, open_)
        return joined, open_

    def _compare_here(self, left: str, right: str, names: Mapping[str, Parts], report: str) -> Comparison | None:
        a, b = bare(left), bare(right)
        listed = (report, min(a, b), max(a, b)) in self._context.listed
        found = compare(names[left], names[right], Setting(document=True, listed=listed))
        if found is None or found.points < OPEN or found.features[0] not in {"part", "tail"}:
            return found
        short, long = (names[left], names[right]) if found.short == names[left].form else (names[right], names[left])
        return found if _at_border(short, long) else replace(found, points=OPEN, features=(*found.features, "word"))

    def _choose(
        self,
        short: str,
        fits: list[tuple[str, Comparison]],
        names: Mapping[str, Parts],
        joined: _Fits,
        open_: _Fits,
    ) -> None:
        """Join a short form to the longest name it fits, unless it fits names of different firms."""
        good = sorted(((k, c) for k, c in fits if c.points >= JOIN), key=lambda item: (len(names[item[0]].core), item[0]))
        open_.extend((short, long, found) for long, found in fits if found.points < JOIN)
        if not good:
            return
        best = good[-1][0]
        if all(_is_form_of(names[long], names[best]) for long, _ in good[:-1]):
            joined.extend((short, long, found) for long, found in good[-1:])
        else:
            open_.extend((short, long, found) for long, found in good)

    def _split_forms(self, joined: _Fits) -> frozenset[tuple[str, str]]:
        """Return the (report, form) pairs of short forms that stand for different firms in different reports."""
        meanings: dict[str, set[str]] = defaultdict(set)
        for short, long, _ in joined:
            meanings[short].add(long)
        found: set[tuple[str, str]] = set()
        for short, longs in meanings.items():
            ordered = sorted(longs, key=lambda key: (len(self.firms[key].core), key))
            if all(_is_form_of(self.firms[long], self.firms[ordered[-1]]) for long in ordered[:-1]):
                continue
            holders = {report for long in longs for report in self.reports[long]}
            found.update((report, bare(short)) for report in self.reports[short] if report in holders)
        return frozenset(found)

    # ---- across reports

    def _across(self) -> None:
        fits: dict[str, list[tuple[str, Comparison]]] = defaultdict(list)
        for left, right in blocking.pairs(self.firms):
            found = self._compare_across(left, right)
            if found is not None and found.points >= OPEN:
                short, long = (left, right) if found.short == self.firms[left].form else (right, left)
                # What its own report says of a short form settles it.
                if short not in self._bound:
                    fits[short].append((long, found))
            else:
                self._note_kin(left, right)
        for short in sorted(fits, key=lambda key: (-len(self.firms[key].core), key)):
            self._choose_across(short, fits[short])

    def _compare_across(self, left: str, right: str) -> Comparison | None:
        """Return the best comparison over the reports of two names, or None where they met inside a report already."""
        here, there = self.reports[left], self.reports[right]
        if not set(here).isdisjoint(there) or (bare(left) == bare(right) and (self.keys.is_split(left) or self.keys.is_split(right))):
            return None
        if not shape_of(*sorted((self.firms[left], self.firms[right]), key=lambda p: (len(p.core), len(p.form), p.form))):
            return None
        best: Comparison | None = None
        for one in here[:_HOMES]:
            for other in there[:_HOMES]:
                found = compare(self.firms[left], self.firms[right], self._setting(one, other))
                if found is not None and (best is None or found.points > best.points):
                    best = found
        return best

    def _setting(self, one: str, other: str) -> Setting:
        keys = self.keys
        units = keys.units.get(one), keys.units.get(other)
        mine, theirs = self._by_report[one], self._by_report[other]
        fewer, more = sorted((mine, theirs), key=len)
        shared = 0
        for key in fewer:
            if key in more and (shared := shared + 1) == 3:
                break
        return Setting(False, keys.home(one), keys.home(other), bool(units[0]) and units[0] == units[1], shared)

    def _choose_across(self, short: str, fits: list[tuple[str, Comparison]]) -> None:
        """Join a short form to the firm it fits best, unless another firm fits it nearly as well."""
        by_root: dict[str, tuple[int, str]] = {}
        for long, found in fits:
            root = self.forest.root(long)
            by_root[root] = max(by_root.get(root, (0, "")), (found.points, long))
        own = self.forest.root(short)
        ranked = sorted(
            ((-points, long) for root, (points, long) in by_root.items() if root != own and not self.forest.are_apart(root, own))
        )
        if not ranked:
            return
        best = -ranked[0][0]
        rivals = [long for points, long in ranked if -points >= best - _RIVAL and long != ranked[0][1]]
        comparisons = dict(fits)
        if best >= JOIN and not rivals:
            self.forest.join(short, ranked[0][1])
            ranked = ranked[1:]
        for _, long in ranked[:_PER_NAME]:
            extra = ("another firm fits as well",) if rivals else ()
            self._leave_open(short, long, comparisons[long], extra)

    # ---- what stays open

    def _note_kin(self, left: str, right: str) -> None:
        found = kinship(self.firms[left], self.firms[right])
        if found is not None:
            self._kin[min(left, right), max(left, right)] = found

    def _leave_open(self, short: str, long: str, found: Comparison, extra: tuple[str, ...] = ()) -> None:
        self._open[short, long] = (short, long, found.points, (*found.reasons, *extra))

    def _candidates(self) -> tuple[Candidate, ...]:
        """Return the pairs that look alike or were judged without certainty, and are neither joined nor kept apart."""
        found: dict[tuple[str, str], Candidate] = {}
        for short, long, points, reasons in self._open.values():
            if self._is_open(short, long):
                left, right = self.surfaces[short], self.surfaces[long]
                if left == right:
                    left, right = (f"{left}@{self.reports[key][0]}" for key in (short, long))
                found[left, right] = Candidate(left, right, round(min(max(points / (2 * JOIN), 0.0), 1.0), 2), reasons)
        for d in self._verdicts:
            doubtful = d.verdict == "unsure" or (d.verdict in {"same", "former_name"} and not d.joins)
            lefts, rights = self._resolver.pair(d) if doubtful else ([], [])
            if doubtful and (lefts[0] in self._kinds or rights[0] in self._kinds) and self._is_open(lefts[0], rights[0]):
                found[d.left, d.right] = Candidate(d.left, d.right, 0.7, (d.why or f"judged {d.verdict}, {d.confidence} confidence",))
        return tuple(sorted(found.values()))

    def _is_open(self, left: str, right: str) -> bool:
        forest = self.forest
        return forest.root(left) != forest.root(right) and not forest.are_apart(left, right)

    @property
    def named(self) -> Mapping[str, bool]:
        """Return the keys that reports name, each with whether it is a firm's."""
        return self._kinds

    def resolve(self, decision: Decision) -> tuple[list[str], list[str]]:
        """Return the keys of the left and of the right name of a verdict."""
        return self._resolver.pair(decision)

    def sets(self, named: Mapping[str, object]) -> list[list[str]]:
        """Return the sets of keys that are named in some report, in the order of their roots."""
        return [members for members in self.forest.sets() if any(key in named for key in members)]


def _is_form_of(short: Parts, long: Parts) -> bool:
    """Return whether two names that one short form fits are forms of one another."""
    if short.form == long.form:
        return True
    found = compare(short, long, Setting(document=True))
    return found is not None and found.points >= JOIN


def _at_border(short: Parts, long: Parts) -> bool:
    """Return whether a beginning or end of a trade name is cut at a word border, so that it may stand for the whole."""
    from kg.recognise.consistency import distinctive_parts

    if short.industry and short.industry == long.industry and len(long.trade) - len(short.trade) >= 2:
        # 高某传动 for 某方宇航高某传动: a trade name of several words, cut between two of two characters or more.
        return True
    if long.legal:
        found = distinctive_parts(long.form)
        return short.form in found or short.core in found
    return long.form.startswith(short.form) or long.core.startswith(short.form)
