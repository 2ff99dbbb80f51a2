"""What the reports themselves say of their names: definitions, renamings, lists, credit codes and years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.link.normal import normal

if TYPE_CHECKING:
    from kg.extraction import Extraction, NamedHere

# Names joined by these stand side by side in a list: the author takes them for different things.
_LIST = frozenset({"、", "和", "与", "及", "以及"})
_ABBREVIATED = re.compile(
    r"[（(](?:以下|下文|下称|以下均)?(?:统一)?(?:简称|简写)(?:为)?[：:]?[“\"‘「]?([\u4e00-\u9fffA-Za-z0-9]{2,14})[”\"’」]?[）)]"
)
_RENAMED = re.compile(r"^(?:已|现已|正式)?(?:更名|改名|变更)(?:登记)?为[“\"]?$")
_FORMERLY = re.compile(r"^[（(](?:原|曾用名|原名|前身为|前身是|原称)[：:]?[“\"]?$")
_CREDIT = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
# A credit code belongs to the name before it in its sentence, not further off than this.
_REACH = 60


@dataclass(frozen=True, slots=True)
class Context:
    """Sayings about names, by normal form: `defined` and `renamed` hold (report, one, other), `listed` (report, smaller, larger).

    `codes` gives the unified social credit code printed for (report, form); `years` the fiscal year of each report.
    """

    defined: frozenset[tuple[str, str, str]] = frozenset()
    renamed: frozenset[tuple[str, str, str]] = frozenset()
    listed: frozenset[tuple[str, str, str]] = frozenset()
    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)


def gather(extractions: Iterable[Extraction]) -> Context:
    """Return what the texts of the reports say of the names found in them."""
    defined: set[tuple[str, str, str]] = set()
    renamed: set[tuple[str, str, str]] = set()
    listed: set[tuple[str, str, str]] = set()
    codes: dict[tuple[str, str], str] = {}
    years: dict[str, int] = {}
    for item in extractions:
        report, text = item.head.id, item.text
        if item.head.fiscal_year is not None:
            years[report] = item.head.fiscal_year
        here = sorted(item.named, key=lambda n: (n.mention.span.start, n.mention.span.end))
        for left, right in pairwise(here):
            gap = text[left.mention.span.end : right.mention.span.start]
            if not gap or len(gap) > 12:
                continue
            pair = normal(left.mention.surface), normal(right.mention.surface)
            if gap in _LIST:
                listed.add((report, min(pair), max(pair)))
            elif _RENAMED.match(gap):
                renamed.add((report, *pair))
            elif _FORMERLY.match(gap):
                renamed.add((report, pair[1], pair[0]))
        ends = {n.mention.span.end: n for n in here}
        defined.update((report, normal(found[1]), normal(n.mention.surface)) for found, n in _abbreviations(text, ends))
        codes.update(((report, form), code) for form, code in _credit_codes(text, here))
    return Context(frozenset(defined), frozenset(renamed), frozenset(listed), codes, years)


def _abbreviations(text: str, ends: Mapping[int, NamedHere]) -> list[tuple[re.Match[str], NamedHere]]:
    if "简称" not in text and "简写" not in text:
        return []
    return [(found, ends[found.start()]) for found in _ABBREVIATED.finditer(text) if found.start() in ends]


def _credit_codes(text: str, here: list[NamedHere]) -> list[tuple[str, str]]:
    """Return the names with a valid credit code printed behind them in the same sentence."""
    out: list[tuple[str, str]] = []
    ends = [n.mention.span.end for n in here]
    for found in _CREDIT.finditer(text):
        index = bisect_left(ends, found.start() + 1) - 1
        if index < 0 or found.start() - ends[index] > _REACH or not is_credit_code(found.group()):
            continue
        if not re.search(r"[。\n]", text[ends[index] : found.start()]):
            out.append((normal(here[index].mention.surface), found.group()))
    return out


def is_credit_code(code: str) -> bool:
    """Return whether `code` is a unified social credit code (GB 32100) with a right check character."""
    from stdnum.cn import uscc

    return bool(uscc.is_valid(code))
