"""The same report published twice, in two formats or under two names: one report with two sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.extraction import Extraction, Failure

# Formats from the one that keeps most of a document to the one that keeps least; others stand in between.
_KEPT: Final = ("wordprocessingml", "spreadsheetml", "text/html", "text/", "msword", "ms-excel")
_LAST: Final = ("application/pdf",)
_WORD: Final = re.compile(r"\w+")
# Characters of a shingle: long enough that two reports of one unit share few, save where one was copied.
_SHINGLE: Final = 8
_SAME: Final = 0.9


def merge(extractions: Sequence[Extraction]) -> tuple[tuple[Extraction, ...], tuple[Failure, ...]]:
    """Return the extractions without repeated reports, each kept one with the paths of the others as sources, and the repeats.

    Two are the same report where unit, year and type are known and equal and nine tenths of their words are.
    """
    groups: dict[tuple[str, int, str], list[Extraction]] = defaultdict(list)
    for item in extractions:
        if item.head.unit and item.head.fiscal_year is not None:
            groups[item.head.unit, item.head.fiscal_year, item.head.report_type].append(item)
    sources: dict[str, list[str]] = {}
    repeats: dict[str, Failure] = {}
    for group in groups.values():
        if len(group) > 1:
            for item, first in _repeated(sorted(group, key=_rank)):
                sources.setdefault(first.head.id, []).append(item.head.path)
                reason = f"{item.head.path}: the same report as {first.head.path}, which is kept with both as its sources"
                repeats[item.head.id] = Failure(item.head.path, reason)
    kept = tuple(
        replace(item, head=replace(item.head, sources=tuple(sorted(sources[item.head.id])))) if item.head.id in sources else item
        for item in extractions
        if item.head.id not in repeats
    )
    return kept, tuple(repeats[item.head.id] for item in extractions if item.head.id in repeats)


def _repeated(group: Sequence[Extraction]) -> list[tuple[Extraction, Extraction]]:
    """Return each extraction that repeats an earlier one, with that one."""
    found = []
    kept: list[tuple[Extraction, frozenset[str]]] = []
    for item in group:
        words = _shingles(item.text)
        first = next((other for other, known in kept if _alike(words, known)), None)
        if first is None:
            kept.append((item, words))
        else:
            found.append((item, first))
    return found


def _rank(item: Extraction) -> tuple[int, str]:
    kind = item.head.media_type
    if kind in _LAST:
        return len(_KEPT) + 1, item.head.path
    return next((place for place, part in enumerate(_KEPT) if part in kind), len(_KEPT)), item.head.path


def _shingles(text: str) -> frozenset[str]:
    words = "".join(_WORD.findall(text))
    return frozenset(words[start : start + _SHINGLE] for start in range(max(1, len(words) - _SHINGLE + 1)))


def _alike(words: frozenset[str], other: frozenset[str]) -> bool:
    return len(words & other) >= _SAME * max(len(words), len(other))
