"""A build measured against annotations (*.gold.json): precision, recall and F1 by class of fact.

Items are matched by what they say - surface, value, name - and not by offset, so that one annotation serves every file
format. Each item is matched at most once, best pair first. Annotations marked optional, soft or arguable are neither
rewarded nor punished: a careful reader may leave them out.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from kg.errors import BuildError, ReadError

Item = Mapping[str, Any]
Similarity = Callable[[Any, Any], float]

_LAYOUT = re.compile(r"[\s“”\"'‘’《》「」]+")
_MYRIADS = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
# Words for the same unit of measure.
_SAME_UNIT = {"％": "%", "百分点": "个百分点", "名": "人", "位": "人", "户": "家"}
_FIRMS = ("enterprise", "research_institute")


@dataclass(frozen=True, slots=True)
class Score:
    """One class's figures: how many were found, which were missed and which were spurious."""

    name: str
    found: int
    missed: tuple[str, ...]
    spurious: tuple[str, ...]

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

    def data(self) -> dict[str, Any]:
        """Return the figures as data."""
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {"class": self.name, **figures, "found": self.found, "missed": list(self.missed), "spurious": list(self.spurious)}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def evaluate(gold: Path, build: Path) -> tuple[Score, ...]:
    """Return a score for each class over the annotated reports in the build.

    Raises ReadError where the gold folder holds no annotation or one that is not JSON, BuildError where the build lacks
    tables or holds none of the annotated reports.
    """
    annotations = _annotations(gold)
    tables = {path.stem: _rows(path) for path in sorted((build / "tables").glob("*.csv"))}
    if "reports" not in tables:
        raise BuildError(f"{build}: no build here; run `kg build PATH... -d {build}` first, or name another directory with -d")
    parts: dict[str, list[Score]] = defaultdict(list)
    for stem, annotation in annotations.items():
        report = next((row["report"] for row in tables["reports"] if _is_same(row, stem)), None)
        if report is None:
            parts["reports"].append(Score("reports", 0, (f"{stem}: not in the build",), ()))
            continue
        text = (build / "texts" / f"{report}.txt").read_text(encoding="utf-8")
        own = {
            name: [row for row in rows if report in str(row.get("report", row.get("reports", ""))).split("|")]
            for name, rows in tables.items()
        }
        for score in _compare(stem, annotation, own, text):
            parts[score.name].append(score)
    return tuple(_total(name, scores) for name, scores in parts.items())


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
    return row["report"].startswith(stem) or Path(row["path"]).stem.startswith(stem)


def _total(name: str, scores: Sequence[Score]) -> Score:
    missed = tuple(item for score in scores for item in score.missed)
    spurious = tuple(item for score in scores for item in score.spurious)
    return Score(name, sum(score.found for score in scores), missed, spurious)


def _compare(stem: str, gold: Item, own: Mapping[str, list[dict[str, str]]], text: str) -> Iterable[Score]:
    yield _spans(stem, own, text)
    yield _head(stem, gold, own)
    yield _private(stem, gold, own, text)
    yield _mentions(stem, gold, own["mentions"], text)
    yield _entities(stem, gold, own["mentions"], text)
    for name, wanted, got, similarity, floor, label in _classes(gold, own):
        yield _matched(f"{stem}: ", name, (wanted, got), (similarity, floor), label)


def _spans(stem: str, own: Mapping[str, list[dict[str, str]]], text: str) -> Score:
    """Check that every offset points at the words it claims."""
    rows = [row for table in own.values() for row in table if row.get("start") and row.get("text")]
    wrong = [row for row in rows if text[int(row["start"]) : int(row["end"])] != row["text"]]
    return Score("spans", len(rows) - len(wrong), (), tuple(f"{stem}: {row['start']}-{row['end']}" for row in wrong))


def _head(stem: str, gold: Item, own: Mapping[str, list[dict[str, str]]]) -> Score:
    row, wanted = own["reports"][0], gold["doc"]
    right = fold(row["unit"]) == fold(wanted["unit"]) and row["fiscal_year"] == str(wanted["fiscal_year"])
    missed = () if right else (f"{stem}: {wanted['unit']} {wanted['fiscal_year']}, not {row['unit']} {row['fiscal_year']}",)
    return Score("unit and year", int(right), missed, ())


def _private(stem: str, gold: Item, own: Mapping[str, list[dict[str, str]]], text: str) -> Score:
    """Check that no annotated private text stands in any table or in the published text."""
    secrets = [s for person in gold.get("people", ()) for s in person.get("private", ())]
    published = fold(text) + "".join(fold(cell) for table in own.values() for row in table for cell in row.values())
    leaked = tuple(f"{stem}: {secret}" for secret in secrets if fold(secret) in published)
    return Score("private data withheld", len(secrets) - len(leaked), leaked, ())


def _mentions(stem: str, gold: Item, rows: Sequence[Item], text: str) -> Score:
    """Compare enterprise mentions by how often each surface occurs, longest annotated surface first."""
    wanted, optional = _occurrences(gold, text), _optional_surfaces(gold)
    got = Counter(fold(row["surface"]) for row in rows if row["kind"] in _FIRMS)
    found, missed, spurious = 0, [], []
    for surface in sorted({*wanted, *got} - optional):
        both = min(wanted[surface], got[surface])
        found += both
        missed += [f"{stem}: {surface}"] * (wanted[surface] - both)
        spurious += [f"{stem}: {surface}"] * (got[surface] - both)
    return Score("enterprise mentions", found, tuple(missed), tuple(spurious))


def _surfaces(enterprise: Item) -> list[str]:
    return [*enterprise.get("surfaces", ()), *enterprise.get("surfaces_clean", ())]


def _optional_surfaces(gold: Item) -> set[str]:
    found = {fold(s) for e in gold.get("enterprises", ()) for s in e.get("optional_surfaces", ())}
    return found | {fold(s) for e in gold.get("enterprises", ()) if _is_optional(e) for s in _surfaces(e)}


def _occurrences(gold: Item, text: str) -> Counter[str]:
    classes = {surface: False for org in gold.get("other_orgs", ()) for surface in org.get("surfaces", ())}
    classes.update((surface, True) for enterprise in gold.get("enterprises", ()) for surface in _surfaces(enterprise))
    if not classes:
        return Counter()
    longest_first = "|".join(re.escape(surface) for surface in sorted(classes, key=len, reverse=True))
    return Counter(fold(m.group()) for m in re.finditer(longest_first, text) if classes[m.group()])


def _entities(stem: str, gold: Item, rows: Sequence[Item], text: str) -> Score:
    """Compare enterprises as clusters of surfaces; one named only inside a longer name (its branch, its park) is optional."""
    clusters: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"] in _FIRMS:
            clusters[row["entity_id"]].add(fold(row["surface"]))
    occurring = _occurrences(gold, text)
    wanted = [
        enterprise if any(occurring[fold(s)] for s in _surfaces(enterprise)) else {**enterprise, "optional": True}
        for enterprise in gold.get("enterprises", ())
    ]

    def share_a_surface(enterprise: Item, cluster: set[str]) -> float:
        return float(bool({fold(s) for s in _surfaces(enterprise)} & cluster))

    return _matched(
        f"{stem}: ", "enterprises", (wanted, [clusters[key] for key in sorted(clusters)]), (share_a_surface, 1.0), _cluster_label
    )


def _cluster_label(item: Any) -> str:
    return str(item["name"]) if isinstance(item, Mapping) else "/".join(sorted(item))


def _classes(
    gold: Item, own: Mapping[str, list[dict[str, str]]]
) -> Iterable[tuple[str, list[Any], list[Any], Similarity, float, Callable[[Any], str]]]:
    """Yield each class matched item by item: name, annotated, found, similarity, floor, label."""
    departments = list((gold.get("unit") or {}).get("departments") or ())
    yield "departments", departments, [r["department"] for r in own["departments"]], lambda g, p: float(fold(g) == fold(p)), 1.0, str
    yield "functions", list(gold.get("functions", ())), own["functions"], _function, 1.0, _label("start", "text")
    finance = [item for item in gold.get("finance", ()) if item.get("amount_wan") is not None]
    yield "amounts", finance, own["amounts"], _amount, 0.72, _label("concept", "measure", "amount_wan", "cny")
    yield "budget items", list(gold.get("budget_items", ())), own["budget_items"], _budget_item, 0.6, _label("name", "amount_wan", "cny")
    yield "projects", list(gold.get("projects", ())), own["projects"], _project, 0.66, _label("name")
    indicators = [item for item in gold.get("indicators", ()) if _number(item.get("value")) is not None]
    yield "indicators", indicators, own["indicators"], _indicator, 0.6, _label("name", "indicator", "value", "unit", "role")
    yield "score table rows", list(gold.get("score_table", ())), own["results"], _score_row, 0.99, _label("name", "level3")
    yield "recognitions", list(gold.get("recognitions", ())), own["recognitions"], _recognition, 0.5, _label("holder", "title")
    yield "relations", list(gold.get("relations", ())), own["relations"], _relation, 0.62, _label("subject", "predicate", "object")


def _matched(
    prefix: str, name: str, items: tuple[Sequence[Any], Sequence[Any]], how: tuple[Similarity, float], label: Callable[[Any], str]
) -> Score:
    """Match annotated to found items one to one, best pair first, down to a floor."""
    wanted, got = items
    similarity, floor = how
    pairs = [(similarity(g, p), not _is_optional(g), i, j) for i, g in enumerate(wanted) for j, p in enumerate(got)]
    used_wanted: set[int] = set()
    used_got: set[int] = set()
    for score, _, i, j in sorted((pair for pair in pairs if pair[0] >= floor), reverse=True):
        del score
        if i not in used_wanted and j not in used_got:
            used_wanted.add(i)
            used_got.add(j)
    firm = {i for i, g in enumerate(wanted) if not _is_optional(g)}
    missed = tuple(prefix + label(wanted[i]) for i in sorted(firm - used_wanted))
    spurious = tuple(prefix + label(p) for j, p in enumerate(got) if j not in used_got)
    return Score(name, len(firm & used_wanted), missed, spurious)


def _is_optional(item: Any) -> bool:
    return isinstance(item, Mapping) and bool(item.get("optional") or item.get("soft") or item.get("confidence") == "arguable")


def _label(*keys: str) -> Callable[[Item], str]:
    return lambda item: " ".join(str(item[key])[:40] for key in keys if item.get(key) not in (None, ""))


def _function(g: Item, p: Item) -> float:
    start, text = fold(g["start"])[:10], fold(p["text"])
    end = fold(g.get("end", ""))[-6:].rstrip("。；;")
    return float(start in text[:24]) * (0.5 + 0.5 * (end in text[-16:]))


def _amount(g: Item, p: Item) -> float:
    if Decimal(str(g["amount_wan"])) * 10_000 != _number(p["cny"]):
        return 0.0
    return 0.5 + 0.5 * max(alike(g["concept"], p["concept"]), alike(g["concept"].split("/")[-1], p["concept"].split("/")[-1]))


def _budget_item(g: Item, p: Item) -> float:
    amount = g.get("amount_wan")
    same = amount is None or Decimal(str(amount)) * 10_000 == _number(p["cny"])
    return alike(g["name"], p["name"]) if same else 0.0


def _project(g: Item, p: Item) -> float:
    return max(alike(name, p["name"]) for name in (g["name"], *g.get("surfaces", ())))


def _indicator(g: Item, p: Item) -> float:
    """Value must agree (a decrease may be printed as a negative growth); the unit and the name grade the match."""
    (a, unit_a), (b, unit_b) = _quantity(g["value"], g["unit"]), _quantity(p["value"], p["unit"])
    if a is None or b is None or abs(a) != abs(b):
        return 0.0
    return (1.0 if unit_a == unit_b else 0.8) * (0.45 + 0.55 * alike(g["name"], p["indicator"]))


def _score_row(g: Item, p: Item) -> float:
    if alike(g["name"], p["level3"]) <= 0.8:
        return 0.0
    same = [_number(g.get(key)) == _number(p[key]) for key in ("weight", "score")]
    same += [fold(g.get(key)) == fold(p[key]) for key in ("target", "actual")]
    return 0.4 + 0.15 * sum(same)


def _recognition(g: Item, p: Item) -> float:
    return alike(g["title"], p["title"]) if alike(g["holder"], p["holder"]) >= 0.6 else 0.0


def _relation(g: Item, p: Item) -> float:
    straight = alike(g["subject"], p["subject"]) + alike(g["object"], p["object"])
    crossed = alike(g["subject"], p["object"]) + alike(g["object"], p["subject"])
    return max(straight, crossed) / 2 * (1.0 if g["predicate"] == p["predicate"] else 0.9)


def fold(text: Any) -> str:
    """Return text without what layout and typography decide: width, white space, quotation marks."""
    return _LAYOUT.sub("", unicodedata.normalize("NFKC", str(text or "")))


def alike(a: str, b: str) -> float:
    """Return how alike two names are, 0 to 1; one that contains the other scores at least 0.6."""
    a, b = fold(a), fold(b)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if a in b or b in a:
        return 0.6 + 0.4 * min(len(a), len(b)) / max(len(a), len(b))
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[,，\s]", "", str(value)))
    except InvalidOperation:
        return None


def _quantity(value: Any, unit: Any) -> tuple[Decimal | None, str]:
    """Return a value in its base unit: 1.5 亿元 is 150000000 元."""
    number, unit = _number(value), fold(unit)
    if number is not None and unit[:1] in _MYRIADS:
        number, unit = number * _MYRIADS[unit[0]], unit[1:]
    return number, _SAME_UNIT.get(unit, unit)
