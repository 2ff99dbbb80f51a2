"""Legal names whose trade name the dictionary reads as other words (三和|精密, 中能|联创): the mark before them is their edge."""

from __future__ import annotations

from kg.recognise.classes import RARE, WordClass, lexicon
from kg.recognise.words import Words, frequency, is_han

_MARKS = frozenset('，。；：、！？,;:\n“”‘’"（()）《》〈〉【】 \t\u3000|—·●■◆')
_LONGEST = 6
# Grammar that no trade name holds. 和 is none: between two lone characters it is one of a name's (三和, 永和).
_GRAMMAR = frozenset("由为对向与及将把被在是有给从等以该其各本我至于按经因让使的了着过")
_TAGS = ("p", "u", "r", "q", "k", "y")
_TRADE = frozenset({WordClass.OWN, WordClass.PLAIN, WordClass.PLACE})


def bounded(text: str, words: Words, classes: bytes, start: int | None, end: int) -> int | None:
    """Return `start`, moved to the mark before it where start..end holds an industry alone.

    A legal name has a trade name before its industry, so that words between a mark and a bare industry are one, unless
    they are grammar, common words or the verbs that take firms as their object.
    """
    edge = end if start is None else start
    if start is not None and _holds_trade(words, classes, start, end):
        return start
    begin = edge
    while begin > 0 and edge - begin <= _LONGEST and text[begin - 1] not in _MARKS:
        begin -= 1
    gap = text[begin:edge]
    if not 2 <= len(gap) <= _LONGEST or not all(map(is_han, gap)):
        return start
    first, last = words.at(begin), words.at(edge - 1)
    if words.starts[first] != begin or words.end(last) != edge:
        return start
    return begin if _may_be_trade(words, classes, first, last) else start


def _holds_trade(words: Words, classes: bytes, start: int, end: int) -> bool:
    """Return whether a word that can be a trade name or a place stands before the first bracket of start..end."""
    for index in range(words.at(start), words.at(end - 1) + 1):
        if words.texts[index] in "（(":
            return False
        if classes[index] in _TRADE:
            return True
    return False


def _may_be_trade(words: Words, classes: bytes, first: int, last: int) -> bool:
    """Return whether the words first..last can be a trade name with what goes on of its industry."""
    named = classes[first] == WordClass.OWN and not words.known[first]
    for index in range(first, last + 1):
        token, tag = words.texts[index], words.tags[index]
        if token in _GRAMMAR or classes[index] == WordClass.APPOSITION or tag.startswith(_TAGS):
            return False
        lone = len(token) == 1 and first < last
        if token == "和" and not (index > first and len(words.texts[index - 1]) == 1):
            return False
        if lone or (named and index > first):
            continue
        if tag == "m" or token in lexicon().triggers or (words.known[index] and frequency(token) >= RARE):
            return False
    return True
