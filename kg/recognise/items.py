"""Items of a closed list read as printed: a trade name may hold any character, so marks decide where words cannot."""

from __future__ import annotations

import re

from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass
from kg.recognise.words import Words

RECOGNISER = "items"
# A counted list in brackets, or a list closed by 等 and what its items are.
_BRACKET = re.compile(r"\d+\s*[余多]?家[^，。；（）]{0,8}（([^（）\n]{2,80})）")
_CLOSED = re.compile(
    r"((?:[\u4e00-\u9fff]{2,12}、){1,12}[\u4e00-\u9fff]{2,12})等\d*[余多]?(?:家|个)?[\u4e00-\u9fff]{0,6}?(?:企业|公司|项目|商家|品牌)"
)
_ITEM = re.compile(r"[\u4e00-\u9fff]{3,8}")


def by_items(text: str, words: Words, classes: bytes) -> list[Candidate]:
    """Return items of closed lists that end in an industry and hold a lone function character, which no chunk keeps whole."""
    out: list[Candidate] = []
    for pattern, skip in ((_BRACKET, 0), (_CLOSED, 1)):
        for match in pattern.finditer(text):
            start = match.start(1)
            for position, item in enumerate(match.group(1).split("、")):
                # The first item of an open list has other words before it.
                if position >= skip and _ITEM.fullmatch(item) and _is_name(words, classes, start, start + len(item)):
                    out.append(
                        Candidate(
                            start, start + len(item), "enterprise", 0.75, RECOGNISER, ("stands alone between the marks of a closed list",)
                        )
                    )
                start += len(item) + 1
    return out


def _is_name(words: Words, classes: bytes, start: int, end: int) -> bool:
    first, last = words.at(start), words.at(end - 1)
    if words.starts[first] != start or words.end(last) != end or classes[last] != WordClass.TAIL:
        return False
    stops = [i for i in range(first, last) if classes[i] == WordClass.STOP]
    # One function character between a place or a lone character and the industry: chance, not grammar.
    return (
        len(stops) == 1
        and len(words.texts[stops[0]]) == 1
        and all(
            classes[i] in {WordClass.PLACE, WordClass.PLAIN, WordClass.OWN} and (classes[i] == WordClass.PLACE or len(words.texts[i]) == 1)
            for i in range(first, last)
            if i not in stops
        )
    )
