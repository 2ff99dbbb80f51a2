"""Identity as a person reviews it: verdicts and what became of them, open pairs by what they would change, one pair in full."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import BuildError, NotFoundError
from kg.extraction import Extraction, from_lines
from kg.link.compare import Comparison, Setting, compare
from kg.link.context import gather
from kg.link.ledger import CURATED, NONE, Decision, Decisions, ledger_beside, load_decisions, read, with_people
from kg.link.linker import link
from kg.link.names import FIRMS, Candidate, Organisation
from kg.link.normal import local_id, normal
from kg.link.relations import with_owners
from kg.link.standing import state_of
from kg.link.verdicts import bound


@dataclass(frozen=True, slots=True)
class Quote:
    """A place where an organisation is named: the sentence, and whose report of which year it stands in."""

    surface: str
    sentence: str
    report: str
    agency: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Open:
    """An open pair with what joining it would change: agencies and years beyond those of the better known of the two."""

    candidate: Candidate
    agencies: int
    years: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Status:
    """A verdict and what became of it: in force, orphaned, redundant or blocked."""

    decision: Decision
    state: str


class Review:
    """A build's names, verdicts and texts, read back from its directory."""

    def __init__(self, directory: Path, ledger: Path | None = None) -> None:
        """Read the build; `ledger` replaces the one it was built with. Raises BuildError where there is no build."""
        self.directory = directory
        self.extractions = _extractions(directory)
        settings = _manifest(directory)["settings"]
        self.choice = str(settings.get("decisions", CURATED))
        beside = ledger_beside(directory)
        chosen = self.choice not in (CURATED, NONE) and Path(self.choice).name != beside.name
        self.ledger = ledger or (Path(self.choice) if chosen else beside)
        from kg.pipeline import name_uses

        self.uses = with_owners(name_uses(self.extractions))
        self.context = gather(self.extractions)
        self.decisions = self._decisions()
        self.linker = link(self.uses, self.decisions, self.context)
        self._by_id = {o.id: o for o in self.linker.organisations()}
        self._quotes: dict[str, list[Quote]] | None = None

    def _decisions(self) -> Decisions:
        base = load_decisions(NONE if self.choice == NONE else None)
        return with_people(base, read(self.ledger), str(self.ledger)) if self.ledger.is_file() else base

    @property
    def base(self) -> str:
        """Return the IRI below which the build names things."""
        return str(_manifest(self.directory)["settings"].get("base", ""))

    # ---- names

    @staticmethod
    def normal(name: str) -> str:
        """Return the form in which names are compared."""
        return normal(name)

    def knows(self, *names: str) -> bool:
        """Return whether some report has each of the names."""
        forms = {normal(use.surface) for use in self.uses}
        return all(normal(bound(name)[0]) in forms for name in names)

    def id_of(self, name: str) -> str:
        """Return the local id that a name has in this build, or would have alone."""
        try:
            return self.organisation(name).id
        except NotFoundError:
            return local_id(normal(name))

    def names(self, text: str) -> list[str]:
        """Return the surfaces that `text` may stand for: itself where it is printed, else an organisation's by id.

        Raises NotFoundError where no report names it.
        """
        plain, report = bound(text)
        form = normal(plain)
        found = sorted({use.surface for use in self.uses if normal(use.surface) == form and report in ("", use.report)})
        local = text.rpartition("/")[2]
        known = self._by_id.get(f"org/{local}")
        if not found and known is None:
            raise NotFoundError(f"{text!r}: no report of this build names it; `kg query organisation-names` shows all names")
        return found or [known.name] if known else found

    def organisation(self, text: str) -> Organisation:
        """Return the organisation a printed name or an id stands for; raises NotFoundError where there is none."""
        plain, report = bound(text)
        surfaces = set(self.names(text))
        uses = [use for use in self.uses if use.surface in surfaces and report in ("", use.report)]
        uses.sort(key=lambda use: (use.kind not in FIRMS, use))
        if not uses:
            return self._by_id[f"org/{plain.rpartition('/')[2]}"]
        return self._by_id[self.linker.canonical(uses[0].surface, uses[0].kind, uses[0].report)]

    def quotes(self, organisation: Organisation) -> list[Quote]:
        """Return where an organisation is named, by year and report."""
        if self._quotes is None:
            self._quotes = defaultdict(list)
            for item in self.extractions:
                head = item.head
                for here in item.named:
                    key = self.linker.canonical(here.mention.surface, here.mention.kind, head.id)
                    quote = Quote(here.mention.surface, here.sentence.quote, head.id, head.unit, head.fiscal_year)
                    self._quotes[key].append(quote)
        return sorted(self._quotes.get(organisation.id, ()), key=lambda q: (q.year or 0, q.report))

    # ---- verdicts

    def open_pairs(self) -> list[Open]:
        """Return the open pairs, those first that would change most: agencies joined, then years, then mentions, then likeness."""
        found = [self._gain(candidate) for candidate in self.linker.candidates()]
        return sorted(found, key=lambda o: (-o.agencies, -o.years, -o.mentions, -o.candidate.score, o.candidate))

    def _gain(self, candidate: Candidate) -> Open:
        sides = []
        for name in (candidate.left, candidate.right):
            try:
                sides.append(self.quotes(self.organisation(name)))
            except NotFoundError:
                sides.append([])
        agencies = [{q.agency for q in side if q.agency} for side in sides]
        years = [{q.year for q in side if q.year} for side in sides]
        gains = [len(left | right) - max(len(left), len(right)) for left, right in (agencies, years)]
        return Open(candidate, gains[0], gains[1], min(len(side) for side in sides))

    def compared(self, left: str, right: str) -> Comparison | None:
        """Return how two printed names compare in the nearest of their reports."""
        keys = self.linker.groups.keys
        parts = [keys.parts(normal(bound(name)[0])) for name in (left, right)]
        reports = [sorted({use.report for use in self.uses if use.surface in self.names(name)}) for name in (left, right)]
        shared = [report for report in reports[0] if report in reports[1]]
        if shared:
            return compare(parts[0], parts[1], Setting(document=True))
        found = [
            compare(parts[0], parts[1], Setting(left_home=keys.home(one), right_home=keys.home(other)))
            for one in reports[0] or [""]
            for other in reports[1] or [""]
        ]
        return max((c for c in found if c is not None), key=lambda c: c.points, default=None)

    def statuses(self) -> list[Status]:
        """Return every verdict of people with what became of it, and the curated ones that were blocked."""
        alone = link(self.uses, Decisions((), NONE), self.context)
        return [Status(d, state_of(d, self.linker, alone)) for d in self.decisions.all() if d.by or d in self.linker.groups.blocked]


def _manifest(directory: Path) -> dict[str, dict[str, object]]:
    try:
        found: dict[str, dict[str, object]] = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"{directory}: no build here ({error}); run `kg build PATH... -d {directory}` first") from error
    return found


def _extractions(directory: Path) -> tuple[Extraction, ...]:
    return tuple(_read(directory, _manifest(directory)["reports"]))


def _read(directory: Path, reports: Iterable[str]) -> Iterator[Extraction]:
    for report in reports:
        try:
            text = (directory / "texts" / f"{report}.txt").read_text(encoding="utf-8")
            with (directory / "facts" / f"{report}.jsonl").open(encoding="utf-8") as handle:
                yield from_lines(handle, text)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BuildError(f"{directory}/facts/{report}.jsonl: cannot be read ({error}); build again") from error
