"""A build measured against annotations (*.gold.json): precision, recall and F1 by class of fact and by report, relaxed and strict.

Items are matched by what they say - surface, value, name - and not by offset, so that one annotation serves every file
format. Each item is matched at most once, best pair first. Annotations marked optional, soft or arguable are neither
rewarded nor punished: a careful reader may leave them out. Relaxed figures count an item whose name reads a little
otherwise, strict ones only those in which every compared part is the same.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import matching
from kg.errors import BuildError, ReadError
from kg.matching import Item, Similarity, fold, is_optional, number, paired

_FIRMS = ("enterprise", "research_institute")
# Likeness is made of shares that add up to one.
_EXACT = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Score:
    """One class's figures: how many were found, which were missed and which were spurious, how many of those found are exact.

    `report` is the annotation's name, or "" for the sum over all.
    """

    name: str
    found: int
    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    exact: int
    report: str = ""

    @property
    def missed_count(self) -> int:
        """Return how many annotated items were not found."""
        return len(self.missed)

    @property
    def spurious_count(self) -> int:
        """Return how many items found are not annotated."""
        return len(self.spurious)

    @property
    def precision(self) -> float | None:
        """Return the share of what was found that is right, None where nothing was found."""
        return _share(self.found, self.found + len(self.spurious))

    @property
    def recall(self) -> float | None:
        """Return the share of what is annotated that was found, None where nothing is annotated."""
        return _share(self.found, self.found + len(self.missed))

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall, None where there is nothing to compare."""
        return _share(2 * self.found, 2 * self.found + len(self.missed) + len(self.spurious))

    @property
    def strict_f1(self) -> float | None:
        """Return F1 where only what is the same in every compared part counts as found."""
        return _share(2 * self.exact, 2 * self.found + len(self.missed) + len(self.spurious))

    def data(self) -> dict[str, Any]:
        """Return the figures as data."""
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1, "strict_f1": self.strict_f1}
        where = {"report": self.report} if self.report else {}
        found = {"found": self.found, "missed": list(self.missed), "spurious": list(self.spurious)}
        return {"class": self.name, **where, **figures, **found}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One class of one report, to be matched item by item: what is annotated, what was found, when two are the same."""

    name: str
    wanted: Sequence[Any]
    got: Sequence[Any]
    similarity: Similarity
    floor: float
    label: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class _Measured:
    """One annotated report: the annotation's name, the annotation, the build's rows by table and its text (None: not built)."""

    stem: str
    gold: Item
    own: Mapping[str, list[dict[str, str]]]
    text: str | None


def evaluate(gold: Path, build: Path) -> tuple[Score, ...]:
    """Return a score for each class over the annotated reports in the build.

    Raises ReadError where the gold folder holds no annotation or one that is not JSON, BuildError where the build lacks
    tables or holds none of the annotated reports.
    """
    parts: dict[str, list[Score]] = defaultdict(list)
    for score in by_report(gold, build):
        parts[score.name].append(score)
    return tuple(_total(name, scores) for name, scores in parts.items())


def by_report(gold: Path, build: Path) -> tuple[Score, ...]:
    """Return a score for each class of each annotated report; raises as `evaluate` does."""
    return tuple(score for measured in _reports(gold, build) for score in _compare(measured))


def judged(gold: Path, build: Path) -> Iterator[tuple[str, str, dict[str, str], bool]]:
    """Yield each found item of the classes matched item by item: class, report, its row, and whether it is annotated.

    Raises as `evaluate` does.
    """
    for measured in _reports(gold, build):
        for comparison in _comparisons(measured) if measured.text is not None else ():
            pairing = paired(comparison.wanted, comparison.got, comparison.similarity, comparison.floor)
            for index, row in enumerate(comparison.got):
                yield comparison.name, measured.stem, row, index in pairing.got


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _reports(gold: Path, build: Path) -> Iterator[_Measured]:
    annotations = _annotations(gold)
    tables = {path.stem: _rows(path) for path in sorted((build / "tables").glob("*.csv"))}
    if "reports" not in tables:
        raise BuildError(f"{build}: no build here; run `kg build PATH... -d {build}` first, or name another directory with -d")
    for stem, annotation in annotations.items():
        report = next((row["report"] for row in tables["reports"] if _is_same(row, stem)), None)
        if report is None:
            yield _Measured(stem, annotation, {}, None)
            continue
        text = (build / "texts" / f"{report}.txt").read_text(encoding="utf-8")
        own = {
            name: [row for row in rows if report in str(row.get("report", row.get("reports", ""))).split("|")]
            for name, rows in tables.items()
        }
        yield _Measured(stem, annotation, own, text)


def _annotations(gold: Path) -> dict[str, Item]:
    files = sorted(gold.glob("*.gold.json"))
    if not files:
        raise ReadError(f"{gold}: no *.gold.json here; name the folder that holds the annotations")
    found = {}
    for path in files:
        try:
            found[path.name.removesuffix(".gold.json")] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ReadError(f"{path}: not JSON ({error}); mend or remove the file") from error
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _is_same(row: Item, stem: str) -> bool:
    return str(row["report"]).startswith(stem) or Path(row["path"]).stem.startswith(stem)


def _total(name: str, scores: Sequence[Score]) -> Score:
    missed = tuple(item for score in scores for item in score.missed)
    spurious = tuple(item for score in scores for item in score.spurious)
    return Score(name, sum(score.found for score in scores), missed, spurious, sum(score.exact for score in scores))


def _compare(here: _Measured) -> Iterator[Score]:
    if here.text is None:
        yield Score("reports", 0, (f"{here.stem}: not in the build",), (), 0, here.stem)
        return
    yield _spans(here.stem, here.own, here.text)
    yield _head(here)
    yield _private(here, here.text)
    yield _mentions(here, here.text)
    for comparison in _comparisons(here):
        yield _matched(here.stem, comparison)


def _spans(stem: str, own: Mapping[str, list[dict[str, str]]], text: str) -> Score:
    """Check that every offset points at the words it claims."""
    rows = [row for table in own.values() for row in table if row.get("start") and row.get("text")]
    wrong = [row for row in rows if text[int(row["start"]) : int(row["end"])] != row["text"]]
    right = len(rows) - len(wrong)
    return Score("spans", right, (), tuple(f"{stem}: {row['start']}-{row['end']}" for row in wrong), right, stem)


def _head(here: _Measured) -> Score:
    row, wanted = here.own["reports"][0], here.gold["doc"]
    right = fold(row["unit"]) == fold(wanted["unit"]) and row["fiscal_year"] == str(wanted["fiscal_year"])
    missed = () if right else (f"{here.stem}: {wanted['unit']} {wanted['fiscal_year']}, not {row['unit']} {row['fiscal_year']}",)
    return Score("unit and year", int(right), missed, (), int(right), here.stem)


def _private(here: _Measured, text: str) -> Score:
    """Check that no annotated private text stands in any table or in the published text."""
    secrets = [s for person in here.gold.get("people", ()) for s in person.get("private") or ()]
    published = fold(text) + "".join(fold(cell) for table in here.own.values() for row in table for cell in row.values())
    leaked = tuple(f"{here.stem}: {secret}" for secret in secrets if fold(secret) in published)
    kept = len(secrets) - len(leaked)
    return Score("private data withheld", kept, leaked, (), kept, here.stem)


def _mentions(here: _Measured, text: str) -> Score:
    """Compare enterprise mentions by how often each surface occurs, longest annotated surface first."""
    wanted, optional = _occurrences(here.gold, text), _optional_surfaces(here.gold)
    got = Counter(fold(row["surface"]) for row in here.own["mentions"] if row["kind"] in _FIRMS)
    found, missed, spurious = 0, [], []
    for surface in sorted({*wanted, *got} - optional):
        both = min(wanted[surface], got[surface])
        found += both
        missed += [f"{here.stem}: {surface}"] * (wanted[surface] - both)
        spurious += [f"{here.stem}: {surface}"] * (got[surface] - both)
    return Score("enterprise mentions", found, tuple(missed), tuple(spurious), found, here.stem)


def _surfaces(enterprise: Item) -> list[str]:
    """Return every form of an enterprise; one that a line break parts in its file stands joined in the canonical text."""
    forms = [*enterprise.get("surfaces", ()), *enterprise.get("surfaces_clean", ())]
    return list(dict.fromkeys(joined for form in forms for joined in (form, form.replace("\n", ""))))


def _optional_surfaces(gold: Item) -> set[str]:
    found = {fold(s) for e in gold.get("enterprises", ()) for s in e.get("optional_surfaces", ())}
    return found | {fold(s) for e in gold.get("enterprises", ()) if is_optional(e) for s in _surfaces(e)}


def _occurrences(gold: Item, text: str) -> Counter[str]:
    classes = {surface: False for org in gold.get("other_orgs", ()) for surface in org.get("surfaces", ())}
    classes.update((surface, True) for enterprise in gold.get("enterprises", ()) for surface in _surfaces(enterprise))
    if not classes:
        return Counter()
    longest_first = "|".join(re.escape(surface) for surface in sorted(classes, key=len, reverse=True))
    return Counter(fold(m.group()) for m in re.finditer(longest_first, text) if classes[m.group()])


def _entities(here: _Measured, text: str) -> Comparison:
    """Compare enterprises as clusters of surfaces; one named only inside a longer name (its branch, its park) is optional."""
    clusters: dict[str, set[str]] = defaultdict(set)
    for row in here.own["mentions"]:
        if row["kind"] in _FIRMS:
            clusters[row["entity_id"]].add(fold(row["surface"]))
    occurring = _occurrences(here.gold, text)
    wanted = [
        enterprise if any(occurring[fold(s)] for s in _surfaces(enterprise)) else {**enterprise, "optional": True}
        for enterprise in here.gold.get("enterprises", ())
    ]

    def share_a_surface(enterprise: Item, found: Item) -> float:
        return float(bool({fold(s) for s in _surfaces(enterprise)} & found["surfaces"]))

    got = [{"name": "/".join(sorted(clusters[key])), "surfaces": clusters[key]} for key in sorted(clusters)]
    return Comparison("enterprises", wanted, got, share_a_surface, 1.0, _label("name"))


def _comparisons(here: _Measured) -> Iterator[Comparison]:
    """Yield each class matched item by item, with how alike two items must be to be the same."""
    gold, own = here.gold, here.own

    def annotated(name: str) -> list[Item]:
        return list(gold.get(name) or ())

    yield _entities(here, here.text or "")
    departments = [{"department": name} for name in (gold.get("unit") or {}).get("departments") or ()]
    yield Comparison("departments", departments, own["departments"], matching.department, 1.0, _label("department"))
    yield Comparison("functions", annotated("functions"), own["functions"], matching.function, 1.0, _label("start", "text"))
    finance = [item for item in annotated("finance") if item.get("amount_wan") is not None]
    money = _label("concept", "measure", "amount_wan", "cny")
    yield Comparison("amounts", finance, own["amounts"], matching.amount, 0.72, money)
    items = _label("name", "amount_wan", "cny")
    yield Comparison("budget items", annotated("budget_items"), own["budget_items"], matching.budget_item, 0.6, items)
    yield Comparison("projects", annotated("projects"), own["projects"], matching.project, 0.66, _label("name"))
    measured = [item for item in annotated("indicators") if number(item.get("value")) is not None]
    figures = _label("name", "indicator", "value", "unit", "role")
    yield Comparison("indicators", measured, own["indicators"], matching.indicator, 0.6, figures)
    yield Comparison("score table rows", annotated("score_table"), own["results"], matching.score_row, 0.99, _label("name", "level3"))
    yield Comparison("recognitions", annotated("recognitions"), own["recognitions"], matching.recognition, 0.5, _label("holder", "title"))
    counts = _label("title", "count")
    yield Comparison("recognition counts", annotated("recognition_counts"), own["recognition_counts"], matching.tally, 0.5, counts)
    ends = _label("subject", "predicate", "object")
    yield Comparison("relations", annotated("relations"), own["relations"], matching.relation, 0.62, ends)


def _matched(stem: str, comparison: Comparison) -> Score:
    """Return the score of one class of one report."""
    wanted, got, label = comparison.wanted, comparison.got, comparison.label
    pairing = paired(wanted, got, comparison.similarity, comparison.floor)
    firm = {i for i, g in enumerate(wanted) if not is_optional(g)}
    exact = sum(1 for (i, _), likeness in pairing.likeness.items() if i in firm and likeness > _EXACT)
    missed = tuple(f"{stem}: {label(wanted[i])}" for i in sorted(firm - pairing.wanted))
    spurious = tuple(f"{stem}: {label(p)}" for j, p in enumerate(got) if j not in pairing.got)
    return Score(comparison.name, len(firm & pairing.wanted), missed, spurious, exact, stem)


def _label(*keys: str) -> Callable[[Item], str]:
    return lambda item: " ".join(str(item[key])[:40] for key in keys if item.get(key) not in (None, ""))
