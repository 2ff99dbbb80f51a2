"""How much a stretch of words looks like the short name of a firm, by the parts such names are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.recognise.classes import WordClass, lexicon, trade_characters
from kg.recognise.words import Words, frequency

LONGEST = 12
# A short name of more characters than this is more often a phrase.
USUAL = 8
TRADE = "is made of characters of trade names"
INDUSTRY = "ends in the industry"
PLACE_ONLY = "is a place and an industry"


_LEADS = frozenset("如若凡倘经由")
_LED = frozenset("原该其已未有无不需")


@dataclass(frozen=True, slots=True)
class Shape:
    """The likeness of a stretch of words to a firm's name (0 to about 0.8), with its reasons."""

    score: float
    reasons: tuple[str, ...]


def shape(words: Words, classes: bytes, first: int, last: int) -> Shape | None:
    """Return the shape of the words first..last-1, or None where they cannot be a firm's short name."""
    length = words.end(last - 1) - words.starts[first]
    if not 2 <= length <= LONGEST or not _may_end(words, classes, first, last):
        return None
    own = max(
        [
            distinction(kind, text, held)
            for kind, text, held in zip(classes[first:last], words.texts[first:last], words.known[first:last], strict=True)
        ]
    )
    # 四川杏林科贸: behind a place another place's name is the trade name.
    if own == 0 and last - first > 2 and classes[first] == classes[first + 1] == WordClass.PLACE and classes[last - 1] == WordClass.TAIL:
        own = 0.2
    # 如原设计批准失效, 经该科室同意: a conjunction and what it leads in, no trade name.
    if words.texts[first][:1] in _LEADS and words.texts[first][1:2] in _LED:
        return None
    if own == 0:
        # A county's name may be a trade name before an industry (某县 + 精密陶瓷); only a list of firms can tell.
        while first + 1 < last and classes[first] == classes[first + 1] == WordClass.PLACE:
            first += 1
        placed = (
            classes[first] == WordClass.PLACE
            and classes[last - 1] == WordClass.TAIL
            and all(c == WordClass.TAIL for c in classes[first + 1 : last])
        )
        if placed and words.texts[last - 1] in lexicon().houses:
            final = words.texts[last - 1][-1]
            return Shape(
                0.62 if final in _HOLDINGS else 0.5 if final in _COMPANIES else 0.4,
                (f"is a place and an industry only firms are named by, {words.texts[last - 1]}",),
            )
        if placed and last - first > 2 and words.texts[last - 1] in _HOLDERS:
            return Shape(0.5, (f"is a place, an industry and {words.texts[last - 1]}",))
        return Shape(0.2, (PLACE_ONLY,)) if placed else None
    head = first + (classes[first] == WordClass.PLACE)
    # Two characters that make no word, before an industry, are a trade name (恒|昇|科技).
    if own < 0.22 and last - head > 2 and len(words.texts[head]) == len(words.texts[head + 1]) == 1 and classes[head + 2] == WordClass.TAIL:
        own = 0.25
    # 永泰|丰|五金: so do a place of two characters and one more of trade names.
    if own < 0.22 and head > first and last - head == 2 and len(words.texts[head]) == 1 and classes[last - 1] == WordClass.TAIL:
        own = 0.25 if words.texts[head] in trade_characters() else own
    # 某市昊某: two lone characters of trade names behind a place, with nothing behind them.
    lone = last - head == 2 and head > first and len(words.texts[head]) == len(words.texts[head + 1]) == 1
    lone = lone and trade_characters().issuperset((words.texts[head], words.texts[head + 1]))
    own = max(own, 0.25) if lone else own
    score, reasons = (
        own,
        ["holds a word the dictionary does not know" if own >= 0.3 else "holds a word that is rare or no word of the genre"],
    )
    trade = next((words.texts[i] for i in range(first, last) if classes[i] == WordClass.OWN), words.texts[first])
    trade = words.texts[head] + words.texts[head + 1] if lone else trade
    if 2 <= len(trade) <= 3 and trade_characters().issuperset(trade):
        score += 0.08
        reasons.append(f"{TRADE}, {trade}")
    if last - first <= 2 and 3 <= len(trade) <= 5 and trade[-1] == "业" and not words.known[last - 1]:
        score += 0.25
        reasons.append("ends in an industry")
    if classes[last - 1] == WordClass.TAIL and last - first > 1:
        begin = last - 1
        while begin - 1 > first and classes[begin - 1] == WordClass.TAIL:
            begin -= 1
        score += max(_tail_weight(text, own) for text in words.texts[begin:last])
        if words.texts[last - 1] in ADJECTIVES and last < len(classes) and WordClass.APPOSITION <= classes[last] != WordClass.TAIL:
            score -= 0.3  # 某某|智能工厂: what stands between is said of the works
        reasons.append(f"{INDUSTRY} {words.texts[last - 1]}")
    elif last - first > 1 and all(c in {WordClass.PLAIN, WordClass.OWN} for c in classes[first:last]):
        long = sum(len(t) > 1 for t in words.texts[first:last])
        score += (0.2 if words.texts[last - 1] in _SHOPS else 0.1) if long < 3 else -0.2
        reasons.append("is a compound that is no common phrase")
    if classes[first] == WordClass.PLACE and last - first > 1:
        score += 0.12
        reasons.append(f"begins with the place {words.texts[first]}")
    if classes[first] == WordClass.PLAIN and own >= 0.3 and len(words.texts[first]) > 1:
        score -= 0.1  # a trade name begins with its own word; a phrase begins with a common one
    general = sum(c == WordClass.GENERAL for c in classes[first:last])
    return Shape(score - 0.15 * general - (0.1 if length > USUAL else 0.0), tuple(reasons))


# 某地产投, 某地煤业: what the companies of a place end in.
_COMPANIES = frozenset("投控业")
_HOLDINGS = frozenset("投控")
_HOLDERS = frozenset({"控股", "国际", "股份", "实业", "担保", "租赁", "小贷", "证券", "保险", "融资担保"})
# Industries that are adjectives before a noun.
ADJECTIVES = frozenset({"智能", "精密", "健康", "信息", "数据", "自动化", "节能", "环保", "激光", "数字", "液压", "特种", "轨道"})


def _tail_weight(tail: str, own: float) -> float:
    """Return how much an industry at its end speaks for a name: most where the word stands in firms' names only (酒业, 重工)."""
    if tail in lexicon().houses:
        return 0.4
    if tail in lexicon().products:
        return 0.2 if own >= 0.3 else 0.15
    return 0.15 if own < 0.12 else 0.25


def _may_end(words: Words, classes: bytes, first: int, last: int) -> bool:
    """Return whether a name may end here: not in what phrases, places and titles end in."""
    # 老某某酱园, 新某某酒厂: a place may stand behind one character of age or size.
    begin = first + (2 if words.texts[first] in _AGES else 1)
    # 某省某市某某科技: places stand before the trade name one inside the other.
    while begin < last and classes[begin - 1] == classes[begin] == WordClass.PLACE:
        begin += 1
    if any(c == WordClass.PLACE for c in classes[begin:last]):
        return False
    final = words.texts[last - 1]
    # 消保科, 执法股: offices of an office.
    if not words.known[last - 1] and len(final) > 2 and final[-1] in "科股":
        return False
    if final[-1] == "科" and _WARD.search("".join(words.texts[first:last])):
        return False
    if (
        words.known[last - 1]
        and words.tags[last - 1] in {"vn", "v", "d", "ad"}
        and len(final) > 1
        and classes[last - 1] != WordClass.TAIL
        and frequency(final) >= 600
    ):
        return False
    if classes[last - 1] == WordClass.TAIL:
        return last - first > 1
    if classes[last - 1] in {WordClass.GENERAL, WordClass.PLACE}:
        return False
    if final in _NATURE:
        return False
    ends = _PHRASE_ENDS if words.known[last - 1] else _BODY_ENDS
    return not (final in lexicon().heads or (len(final) > 1 and final[-1] in ends))


# The last characters of names of places, events, rules and measures that the dictionary does not list as such.
_PHRASE_ENDS = frozenset("省市县镇乡村街路区局厅委办部会所院校奖杯赛案法率额费款税度性化型式级版们者员长站室股队组处")
_BODY_ENDS = frozenset("城镇乡村局厅委办奖杯赛节会站室股河渠堤坝塘圩闸库桥")
_AGES = frozenset("老新大")
# What sights of nature and worship are called by.
_NATURE = frozenset("沟谷峡岭峰洞寺庙塔湾溪潭泉瀑崖坪洲滩河湖江山岛")
# What shops and workshops are called by after their own word (某某坊, 某某斋).
_SHOPS = frozenset("坊斋阁堂轩记")
# What a department of a hospital treats stands before 科 (脾胃病科, 骨伤科).
_WARD = re.compile(r"[病伤内外妇产儿眼鼻喉牙皮骨肤瘤疗肠肛肾脑胸心腔染治醉急拿灸复]科$")


@lru_cache(maxsize=1 << 14)
def distinction(kind: int, text: str, known: bool) -> float:
    """Return how much a word of this class sets a name apart from a phrase."""
    if kind == WordClass.OWN:
        if text in lexicon().firms:
            return 0.35
        if not known:
            return 0.3 if len(text) > 1 else 0.12
        return 0.27 if frequency(text) < 60 else 0.22
    if kind == WordClass.PLAIN:
        if len(text) == 1:
            return 0.1
        count = frequency(text)
        if text.isascii():
            return 0.05
        return 0.2 if count < 60 else 0.12 if count < 600 else 0.05
    return 0.0
