"""Items of a closed list read as printed: a trade name may hold any word, so marks decide where the dictionary misleads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass
from kg.recognise.words import Words

RECOGNISER = "items"
# A counted list in brackets; a list closed by 等 or a count and what its items are.
_BRACKET = re.compile(r"\d+\s*[余多]?家[^，。；（）]{0,8}（([^（）\n]{2,80})）")
_CLOSED = re.compile(
    r"((?:[\u4e00-\u9fff]{2,12}、){1,12}?[\u4e00-\u9fff]{2,8}?)(?:等(?:\d+[余多]?[家个])?|\d+[余多]?家|[二两三四五六七八九十][家大])"
    r"[\u4e00-\u9fff]{0,8}?(?P<head>企业|公司|项目|商家|品牌|龙头)(?!家)"
)
# A list that says how many it holds: 某某、某某、某某3家企业.
_COUNTED = re.compile(
    r"(?P<list>(?:[\u4e00-\u9fff]{2,8}、){1,9}[\u4e00-\u9fff]{2,6}?)(?P<count>\d{1,2}|[二两三四五六七八九十])家[\u4e00-\u9fff]{0,8}?(?:企业|公司)(?!家)"
)
# “某某”母婴用品公司: the trade name in quotation marks, what the firm makes, and 公司.
_QUOTED = re.compile(r"“[\u4e00-\u9fffA-Za-z]{2,6}”(?P<rest>[\u4e00-\u9fff]{2,10}?(?:公司|集团|合作社|厂))")
# “某某”“某某”相继开业: what opens its doors, or is listed as a brand, by its name in quotation marks.
_OPENED = re.compile(
    r"(?P<list>(?:“[^“”\n]{2,12}”[、和与及]?){1,8})(?:等[^，。；“”\n]{0,10}?)?"
    r"(?:(?:首店|门店|旗舰店)?(?:相继|先后|陆续|正式|顺利|均已?|也|已)*(?:开业|开门营业|进驻|入驻)|(?:餐饮|连锁|零售|知名|国际)*(?:品牌)?首店)"
)
# 老字号“某某堂”, “某某堂”获颁“某省老字号”: old houses are called by their names in quotation marks.
_OLD_HOUSE = re.compile(
    r"老字号“(?P<name>[\u4e00-\u9fff]{2,6})”"
    r"|“(?P<other>[\u4e00-\u9fff]{2,6})”被?(?:获颁|获评|获认定|评为|认定为|入选)[^，。；“”]{0,4}“?[^，。；“”]{0,4}老字号"
)
_MARKED = re.compile(r"“([^“”]+)”")
_DIGITS = {c: n for n, c in enumerate("二三四五六七八九十", start=2)} | {"两": 2}
_ITEM = re.compile(r"[\u4e00-\u9fff]{2,8}")
# Characters of grammar: an item that holds one is a phrase, unless it is one lone character before an industry.
_GRAMMAR = frozenset("的在为等和与及对由将把被从向于")
_SURE = 0.75
_BESIDE = 0.65


def by_items(text: str, words: Words, classes: bytes) -> list[Candidate]:
    """Return the items of closed lists that no chunk keeps whole, where a name beside them shows what the list holds."""
    out: list[Candidate] = []
    for match in _BRACKET.finditer(text):
        out.extend(_items(match.group(1), match.start(1), words, classes, 0))
    for match in _CLOSED.finditer(text):
        found = _items(match.group(1), match.start(1), words, classes, 1)
        out.extend(c for c in found if match["head"] != "项目" or c.score == _SURE)
    for match in _COUNTED.finditer(text):
        out.extend(_counted(match, words, classes))
    return out


def by_quotes(text: str, words: Words, classes: bytes) -> Iterator[Candidate]:
    """Yield the firms whose trade name stands in quotation marks."""
    for match in _QUOTED.finditer(text):
        first, last = words.at(match.start("rest")), words.at(match.end() - 1)
        if WordClass.STOP not in classes[first:last] and WordClass.APPOSITION not in classes[first:last]:
            yield Candidate(*match.span(), "enterprise", _SURE, RECOGNISER, ("is a quoted name and its company",))
    for match in _OLD_HOUSE.finditer(text):
        yield Candidate(*match.span(match.lastgroup or "name"), "enterprise", _BESIDE, RECOGNISER, ("is an old house under a quoted name",))
    for match in _OPENED.finditer(text):
        for item in _MARKED.finditer(text, *match.span("list")):
            yield Candidate(*item.span(1), "enterprise", _BESIDE, RECOGNISER, ("opens its doors under a quoted name",))


def _items(text: str, start: int, words: Words, classes: bytes, skip: int) -> Iterator[Candidate]:
    """Yield the names among the items of `text`; the first `skip` items may have other words before them."""
    items = text.removesuffix("等").split("、")
    named = WordClass.OWN in classes[words.at(start) : words.at(start + len(text) - 1) + 1]
    for position, item in enumerate(items):
        end = start + len(item)
        if position >= skip and _ITEM.fullmatch(item) and words.starts[words.at(start)] == start and words.end(words.at(end - 1)) == end:
            kinds = classes[words.at(start) : words.at(end - 1) + 1]
            if _chance(kinds, words, start):
                yield Candidate(start, end, "enterprise", _SURE, RECOGNISER, ("stands alone between the marks of a closed list",))
            elif named and len(item) <= 5 and _odd(kinds) and _GRAMMAR.isdisjoint(item[:-1]):
                yield Candidate(start, end, "enterprise", _BESIDE, RECOGNISER, ("stands in a closed list beside a name",))
        start = end + 1


def _counted(match: re.Match[str], words: Words, classes: bytes) -> Iterator[Candidate]:
    """Yield the items of a list that are as many as it says they are; the first only where a mark precedes it."""
    items = match["list"].split("、")
    count = _DIGITS.get(match["count"]) or int(match["count"])
    if count != len(items):
        return
    start = match.start("list")
    for position, item in enumerate(items):
        end = start + len(item)
        kinds = classes[words.at(start) : words.at(end - 1) + 1]
        # Before the first item other words may stand (走访慰问了某某、...): there a mark must precede it and no verb be in it.
        opens = position > 0 or (WordClass.STOP not in kinds and (start == 0 or classes[words.at(start - 1)] == WordClass.MARK))
        if opens and WordClass.GENERAL not in kinds and WordClass.APPOSITION not in kinds and set(kinds) != {WordClass.TAIL}:
            yield Candidate(start, end, "enterprise", _SURE, RECOGNISER, ("is one of as many items as its list says",))
        start = end + 1


def _chance(kinds: bytes, words: Words, start: int) -> bool:
    """Return whether an item is a place or lone characters, one function character and an industry (某地时的食品)."""
    stops = [i for i, kind in enumerate(kinds) if kind == WordClass.STOP]
    if len(stops) != 1 or kinds[-1] != WordClass.TAIL or len(words.texts[words.at(start) + stops[0]]) != 1:
        return False
    others = [i for i in range(len(kinds) - 1) if i != stops[0]]
    return bool(others) and all(
        kinds[i] >= WordClass.PLACE and (kinds[i] == WordClass.PLACE or len(words.texts[words.at(start) + i]) == 1) for i in others
    )


def _odd(kinds: bytes) -> bool:
    """Return whether an item reads as a name only because of its list: a lone verb, or one beside an industry or a name."""
    rest = [kind for kind in kinds if kind != WordClass.STOP]
    if len(kinds) - len(rest) > 1 or WordClass.MARK in kinds or WordClass.GENERAL in kinds or WordClass.APPOSITION in kinds:
        return False
    return (
        (len(kinds) == 1 and not rest)
        or (len(rest) < len(kinds) <= 3)
        or (kinds[0] == WordClass.PLACE and kinds[-1] == WordClass.TAIL and len(kinds) == 2)
    )
