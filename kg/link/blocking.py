"""Which pairs of names are worth comparing: near-linear in their number, for no name meets more than a few others."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import takewhile

from kg.link.compare import sounds
from kg.link.parts import Parts

# A trade name that more names share than this says nothing; they are compared with their neighbours alone.
BUCKET = 60
# A short form of fewer characters names nobody; no core of a longer name than this is cut into short forms.
_SHORTEST, _LONGEST = 2, 24


def pairs(names: Mapping[str, Parts], document: bool = False) -> Iterator[tuple[str, str]]:
    """Yield pairs of keys of `names` that share a core, its beginning, a trade name or a sound; each at least once.

    Inside one `document` the end of a core counts too, and the first character of an acronym.
    """
    cores: dict[str, list[str]] = defaultdict(list)
    trades: dict[str, list[str]] = defaultdict(list)
    heard: dict[str, list[str]] = defaultdict(list)
    table = _by_sound()
    for key in sorted(names):
        here = names[key]
        if here.core and not here.branch:
            cores[here.core].append(key)
            if here.industry:
                trades[here.trade].append(key)
            if len(here.core) >= 4:
                heard[here.core.translate(table)].append(key)
    for keys in cores.values():
        yield from _within(keys)
    for core, keys in cores.items():
        for short in _shorter(core, cores, document):
            yield from ((a, b) for a in cores[short][:BUCKET] for b in keys[:BUCKET])
    for keys in trades.values():
        yield from _within(keys)
    yield from _contracted(cores, trades)
    for keys in heard.values():
        if len(keys) > 1:
            yield from _within(keys)
    if document:
        yield from _acronyms(cores)


@cache
def _by_sound() -> dict[int, str]:
    return {ord(character): sound for character, sound in sounds().items()}


def _within(keys: list[str]) -> Iterator[tuple[str, str]]:
    """Yield all pairs of a small bucket, the neighbouring ones of a large one."""
    reach = len(keys) if len(keys) <= BUCKET else 2
    for index, left in enumerate(keys):
        yield from ((left, right) for right in keys[index + 1 : index + reach])


def _shorter(core: str, cores: Mapping[str, list[str]], document: bool) -> Iterator[str]:
    """Yield the cores that `core` begins with and, inside a document, ends with."""
    top = min(len(core), _LONGEST)
    for end in range(_SHORTEST, top):
        if core[:end] in cores:
            yield core[:end]
    if document:
        for start in range(max(1, len(core) - _LONGEST), len(core) - _SHORTEST):
            if core[start:] in cores:
                yield core[start:]


def _contracted(cores: Mapping[str, list[str]], trades: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield names that begin with the trade name of others whose industry they may have contracted (某某轨交, 某某轨道交通)."""
    ordered = sorted(cores)
    for trade in sorted(trades):
        at = bisect_left(ordered, trade)
        for core in takewhile(lambda c: c.startswith(trade), ordered[at : at + BUCKET]):  # noqa: B023 - used at once
            if len(core) > len(trade) and len(trades[trade]) <= BUCKET:
                yield from ((a, b) for a in cores[core][:2] for b in trades[trade] if a != b)


def _acronyms(cores: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield short cores with long ones that begin with the same character."""
    heads: dict[str, list[str]] = defaultdict(list)
    for core in sorted(cores):
        if len(core) >= 6:
            heads[core[0]].append(core)
    for core in sorted(cores):
        if 2 < len(core) < 6:
            for long in heads.get(core[0], ())[:BUCKET]:
                yield from ((a, b) for a in cores[core][:2] for b in cores[long][:2])
