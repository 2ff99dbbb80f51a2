"""How alike an annotated item and a found one are, by class, and which belong together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any

Item = Mapping[str, Any]
Similarity = Callable[[Any, Any], float]

_LAYOUT = re.compile(r"[\s“”\"'‘’《》「」]+")
_MYRIADS = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
# Words for the same unit of measure.
_SAME_UNIT = {"％": "%", "百分点": "个百分点", "名": "人", "位": "人", "户": "家"}


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which annotated item (by index) belongs to which found one, and how alike they are, 0 to 1."""

    likeness: Mapping[tuple[int, int], float]

    @property
    def wanted(self) -> frozenset[int]:
        """Return the indices of the annotated items that were found."""
        return frozenset(i for i, _ in self.likeness)

    @property
    def got(self) -> frozenset[int]:
        """Return the indices of the found items that are annotated."""
        return frozenset(j for _, j in self.likeness)


def paired(wanted: Sequence[Any], got: Sequence[Any], similarity: Similarity, floor: float) -> Pairing:
    """Match annotated to found items one to one, best pair first, down to `floor`."""
    pairs = [(similarity(g, p), not is_optional(g), i, j) for i, g in enumerate(wanted) for j, p in enumerate(got)]
    used_wanted: set[int] = set()
    used_got: set[int] = set()
    likeness = {}
    for score, _, i, j in sorted((pair for pair in pairs if pair[0] >= floor), reverse=True):
        if i not in used_wanted and j not in used_got:
            used_wanted.add(i)
            used_got.add(j)
            likeness[i, j] = score
    return Pairing(likeness)


def is_optional(item: Any) -> bool:
    """Return whether a careful reader may leave an annotated item out."""
    return isinstance(item, Mapping) and bool(item.get("optional") or item.get("soft") or item.get("confidence") == "arguable")


def department(g: Item, p: Item) -> float:
    """Return 1 for the same department's name, else 0."""
    return float(fold(g["department"]) == fold(p["department"]))


def tally(g: Item, p: Item) -> float:
    """Return how alike two counted titles are, 0 where the counts differ."""
    return alike(g["title"], p["title"]) if number(g.get("count")) == number(p["count"]) else 0.0


def function(g: Item, p: Item) -> float:
    """Return how well two duties agree: the annotated beginning must stand at the start, its end grades the match."""
    start, text = fold(g["start"])[:10], fold(p["text"])
    end = fold(g.get("end", ""))[-6:].rstrip("。；;")
    return float(start in text[:24]) * (0.5 + 0.5 * (end in text[-16:]))


def amount(g: Item, p: Item) -> float:
    """Return how alike two amounts are named, 0 where the values differ."""
    if Decimal(str(g["amount_wan"])) * 10_000 != number(p["cny"]):
        return 0.0
    return 0.5 + 0.5 * max(alike(g["concept"], p["concept"]), alike(g["concept"].split("/")[-1], p["concept"].split("/")[-1]))


def budget_item(g: Item, p: Item) -> float:
    """Return how alike two budget items are named, 0 where the amounts differ."""
    wan = g.get("amount_wan")
    same = wan is None or Decimal(str(wan)) * 10_000 == number(p["cny"])
    return alike(g["name"], p["name"]) if same else 0.0


def project(g: Item, p: Item) -> float:
    """Return how alike two projects are named."""
    return max(alike(name, p["name"]) for name in (g["name"], *g.get("surfaces", ())))


def indicator(g: Item, p: Item) -> float:
    """Return how alike unit and name are, 0 where the values differ (a decrease may be printed as a negative growth)."""
    (a, unit_a), (b, unit_b) = quantity(g["value"], g["unit"]), quantity(p["value"], p["unit"])
    if a is None or b is None or abs(a) != abs(b):
        return 0.0
    return (1.0 if unit_a == unit_b else 0.8) * (0.45 + 0.55 * alike(g["name"], p["indicator"]))


def score_row(g: Item, p: Item) -> float:
    """Return how many cells of two rows of the same indicator agree."""
    if alike(g["name"], p["level3"]) <= 0.8:
        return 0.0
    same = [number(g.get(key)) == number(p[key]) for key in ("weight", "score")]
    same += [fold(g.get(key)) == fold(p[key]) for key in ("target", "actual")]
    return 0.4 + 0.15 * sum(same)


def recognition(g: Item, p: Item) -> float:
    """Return how alike two titles of the same holder are."""
    return alike(g["title"], p["title"]) if alike(g["holder"], p["holder"]) >= 0.6 else 0.0


def relation(g: Item, p: Item) -> float:
    """Return how alike both ends are, in either direction; another predicate costs a tenth."""
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


def number(value: Any) -> Decimal | None:
    """Return a printed number without its separators, None where it is none."""
    try:
        return Decimal(re.sub(r"[,，\s]", "", str(value)))
    except InvalidOperation:
        return None


def quantity(value: Any, unit: Any) -> tuple[Decimal | None, str]:
    """Return a value in its base unit: 1.5 亿元 is 150000000 元."""
    found, unit = number(value), fold(unit)
    if found is not None and unit[:1] in _MYRIADS:
        found, unit = found * _MYRIADS[unit[0]], unit[1:]
    return found, _SAME_UNIT.get(unit, unit)
