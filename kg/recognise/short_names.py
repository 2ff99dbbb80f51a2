"""Short names of companies that end in 公司 or 集团 alone: what before it makes them a name and no phrase."""

from __future__ import annotations

from kg.recognise.classes import WordClass, lexicon, trade_characters
from kg.recognise.shape import distinction
from kg.recognise.words import Words

_DEALS = frozenset({"专营", "专卖", "经营", "供应", "供销", "购销", "经销", "销售", "商贸", "贸易", "运输", "配送", "服务", "管理", "工程"})
_SETS_UP = frozenset(
    {"注册", "成立", "设立", "创办", "开办", "组建", "新设", "所属", "所在", "下属", "旗下", "担任", "入职", "就职", "离开"}
)


def in_short_name(words: Words, classes: bytes, index: int, end: int) -> bool:
    """Return whether a word of a deed stands in a name before 公司: behind a word of its own (某某|烘干), or behind a place."""
    if index == 0 or len(words.texts[index]) != 2 or words.texts[index] in lexicon().triggers:
        return False
    if words.end(index) == end:
        return classes[index - 1] == WordClass.OWN and not words.known[index - 1]
    # 某市求实监理公司: between a place and what it does stands its trade name.
    return classes[index - 1] == WordClass.PLACE and classes[index + 1] == WordClass.TAIL and words.tags[index] != "p"


def of_place_and_trade(words: Words, classes: bytes, stem: range, suffix: str) -> bool:
    """Return whether a place or a trade name, and what such a firm does, stand before 公司 or 集团 (某地水处理公司, 某某酒店管理公司)."""
    if suffix not in {"公司", "集团"} or len(stem) < 2:
        return False
    # 黔油公司: two lone characters that are no word of the language.
    if len(stem) == 2 and all(classes[i] == WordClass.PLAIN and len(words.texts[i]) == 1 for i in stem):
        return not stem[0] or classes[stem[0] - 1] <= WordClass.APPOSITION
    first, last = classes[stem[0]], stem[-1]
    if first not in {WordClass.PLACE, WordClass.OWN, WordClass.PLAIN} or (first == WordClass.PLAIN and len(words.texts[stem[0]]) < 2):
        return False
    if suffix == "公司" and (_does(words, classes, stem) or _makes(words, classes, stem)):
        return True
    if any(
        classes[i] in {WordClass.STOP, WordClass.APPOSITION, WordClass.MARK} and words.texts[i] not in lexicon().activities for i in stem
    ):
        return words.texts[last] in "）)" and WordClass.TAIL in {classes[i] for i in stem}
    # 某地智汇源知识产权服务公司: behind a place a rare word is a trade name.
    second = stem[1]
    rare = len(words.texts[second]) == 1 or distinction(classes[second], words.texts[second], words.known[second]) >= 0.2
    if suffix == "公司" and first == WordClass.PLACE and len(stem) > 2 and classes[second] >= WordClass.PLAIN and rare:
        return True
    active = words.texts[last] in lexicon().activities
    # 成都环保公司 may be any; with its field and what it does there it is one (某地高新投资集团).
    return classes[last] == WordClass.TAIL or (active and (len(stem) > 2 or first != WordClass.PLAIN))


def _does(words: Words, classes: bytes, stem: range) -> bool:
    """Return whether a word that no dictionary holds and what such a firm does stand before 公司 (某某烘干公司, 某省某某测评公司)."""
    name, deed = stem[-2], stem[-1]
    if words.known[name] or classes[name] != WordClass.OWN or len(words.texts[name]) > 3:
        return False
    if any(classes[i] != WordClass.PLACE for i in stem[:-2]) or len(words.texts[deed]) != 2:
        return False
    # 某某成立公司: who sets one up is not named by it.
    verb = words.texts[deed]
    return words.tags[deed] in {"v", "vn"} and verb not in lexicon().triggers and verb not in _SETS_UP


def _makes(words: Words, classes: bytes, stem: range) -> bool:
    """Return whether a rare word and an industry with its ware stand before 公司 at the head of a clause (宏某航空配件公司)."""
    first = stem[0]
    if classes[first] not in {WordClass.PLAIN, WordClass.OWN} or distinction(classes[first], words.texts[first], words.known[first]) < 0.12:
        return False
    rest = classes[stem[1] : stem[-1] + 1]
    # 兴旺烟花专营公司: what is dealt in may be any ware where the first word is made as trade names are.
    if words.texts[stem[-1]] in _DEALS and len(stem) > 2 and trade_characters().issuperset(words.texts[first]):
        return not first or classes[first - 1] <= WordClass.STOP
    if (first and classes[first - 1] > WordClass.STOP) or not set(rest) <= {WordClass.TAIL, WordClass.GENERAL}:
        return False
    return len(words.texts[first]) > 1 and rest[0] == WordClass.TAIL
