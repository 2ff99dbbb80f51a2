"""A name once certain in a document is found wherever it stands in it, and so are the distinctive parts of its full names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model import EntityKind
from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass, classify, lexicon
from kg.recognise.words import Words, is_han
from kg.recognise.words import words as segment

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

RECOGNISER = "consistency"
_LEGAL = re.compile(r"(?:(?:集团)?(?:股份|有限责任|有限)*公司|集团|总公司|股份公司)$")
_ELSEWHERE = "is named {} elsewhere in the document"
# Behind a firm's name these make it a place or a work that bears the name (某某景区, 某某一号, 某某杯大赛).
_BEHIND_PLACES = frozenset(
    [
        "景区",
        "小区",
        "社区",
        "路口",
        "一号",
        "二号",
        "三号",
        "广场",
        "大厦",
        "大道",
        "车站",
        "街道",
        "小镇",
        "出版",
        "大学",
        "学院",
        "中学",
        "小学",
    ]
)
_BEHIND_PRODUCTS = frozenset("杯牌〔［[﹝")  # the last are of document numbers, whose code is an office's
_BRACKET = re.compile(r"（[^）]*）|\([^)]*\)")


def distinctive_parts(name: str) -> list[str]:
    """Return the short forms a document may use for a full name, longest first.

    The place and the legal form are dropped; what is left is cut at word borders, and each beginning or end of it that
    holds a word of its own is a form of the name (某润海工 for 某地某润海工装备有限公司).
    """
    core = _LEGAL.sub("", _BRACKET.sub("", name))
    if core == name and _LEGAL.search(name) is None:
        return []
    parts = segment(core)
    kinds = classify(parts)
    first = 0
    while first < len(kinds) and kinds[first] == WordClass.PLACE:
        first += 1
    forms: set[str] = set()
    for begin, end in [*((first, e) for e in range(first + 1, len(kinds) + 1)), *((b, len(kinds)) for b in range(first + 1, len(kinds)))]:
        form = "".join(parts.texts[begin:end])
        own = any(k == WordClass.OWN and not held for k, held in zip(kinds[begin:end], parts.known[begin:end], strict=True))
        plain = end - begin > 1 and len(form) >= 4 and any(k >= WordClass.PLAIN for k in kinds[begin:end])
        if (own and len(form) >= (2 if begin == first else 3)) or plain:
            forms.add(form)
    # 某地水务 for 某地水务集团: a place and its industry name what belongs to the place.
    if 0 < first < len(kinds) and all(k == WordClass.TAIL for k in kinds[first:]) and len(core) >= 4:
        forms.add("".join(parts.texts[first - 1 :]))
    # 某某精密机械: of an industry of four characters a short form may keep the first two.
    if len(kinds) - first > 1 and kinds[-1] == WordClass.TAIL and len(parts.texts[-1]) == 4:
        forms.add("".join(parts.texts[first:-1]) + parts.texts[-1][:2])
    forms.discard(name)
    return sorted(forms, key=lambda f: (-len(f), f))


@lru_cache(maxsize=4)
def _automaton(names: tuple[str, ...]) -> AhoCorasick:
    """Return the automaton that finds `names`, kept for the well-known firms, which every document is searched for."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)


def by_consistency(
    text: str, words: Words, classes: bytes, names: Mapping[str, tuple[EntityKind, float]], reason: str = _ELSEWHERE
) -> list[Candidate]:
    """Return every place where one of `names` stands, unless it is cut out of a longer dictionary word there."""
    if not names:
        return []
    ordered = tuple(sorted(names))
    out: list[Candidate] = []
    for number, start, end in _automaton(ordered).find_matches_as_indexes(text):
        name = ordered[number]
        if not _stands_alone(words, start, end):
            continue
        kind, score = names[name]
        # 深圳某某技术: a firm known throughout the country may stand behind its city.
        if reason != _ELSEWHERE and len(name) >= 4 and _behind_one_place(words, classes, start):
            start = words.starts[words.at(start) - 1]
        end = _extended(words, classes, name, end)
        start = _with_parent(words, start) if reason != _ELSEWHERE else start
        if text[end : end + 2] not in _BEHIND_PLACES and not _road(text, end) and text[end : end + 1] not in _BEHIND_PRODUCTS:
            out.append(Candidate(start, end, kind, score, RECOGNISER, (reason.format(name),)))
    return out


def _behind_one_place(words: Words, classes: bytes, start: int) -> bool:
    """Return whether one place, and no more of them, stands before the word that begins at `start`."""
    index = words.at(start)
    if index == 0 or words.starts[index] != start or classes[index - 1] != WordClass.PLACE:
        return False
    return len(words.texts[index - 1]) == 2 and (index == 1 or classes[index - 2] < WordClass.GENERAL)


def _with_parent(words: Words, start: int) -> int:
    """Return `start` moved over the group whose joint firm is named behind it (东风|某某), or `start` itself."""
    index = words.at(start)
    if index and words.starts[index] == start and words.texts[index - 1] in lexicon().parents:
        return words.starts[index - 1]
    return start


def _road(text: str, end: int) -> bool:
    """Return whether a road follows that bears the name (某某路改造)."""
    return text[end : end + 1] == "路" and text[end + 1 : end + 2] not in {"桥", "由", "演"}


def _stands_alone(words: Words, start: int, end: int) -> bool:
    """Return whether no dictionary word reaches over either edge of start..end."""
    first, last = words.at(start), words.at(end - 1)
    if words.starts[first] < start and words.known[first]:
        return False
    if words.end(last) > end and words.known[last] and words.end(last) - words.starts[last] > 1:
        return False
    # A name of two characters that the segmenter reads as two ends of other words is chance.
    return not (end - start == 2 and first != last and words.starts[first] < start and words.end(last) > end)


def _extended(words: Words, classes: bytes, name: str, end: int) -> int:
    """Return `end` moved over what makes the name longer here: one industry word (某某 -> 某某服饰), or a word of its own with one."""
    last = words.at(end - 1)
    if words.end(last) != end or last + 1 >= len(classes):
        return end
    following = last + 1
    if (
        classes[following] == WordClass.OWN
        and words.tags[following] != "v"
        and following + 1 < len(classes)
        and classes[following + 1] == WordClass.TAIL
    ):
        return words.end(following + 1)
    if classes[last] == WordClass.TAIL or classes[following] != WordClass.TAIL or len(name) > 4:
        return end
    after = following + 1
    if after < len(classes) and (classes[after] >= WordClass.GENERAL):
        return end
    return words.end(following)


def names_of(candidates: Iterable[Candidate], text: str, owners: Iterable[str]) -> dict[str, tuple[EntityKind, float]]:
    """Return the names that are certain in a document with their kind, full names' distinctive parts and branch owners included."""
    found: dict[str, tuple[EntityKind, float]] = {}
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.start)):
        if candidate.kind not in {"enterprise", "research_institute"}:
            continue
        name = text[candidate.start : candidate.end]
        score = min(candidate.score, 1.0)
        found.setdefault(name, (candidate.kind, score))
        for part in distinctive_parts(name):
            found.setdefault(part, (candidate.kind, round(score * 0.9, 3)))
    for name in owners:
        if len(name) >= 2 and is_han(name[0]):
            found.setdefault(name, ("enterprise", 0.8))
    return found
