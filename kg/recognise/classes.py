"""What each word can be inside or beside a name: mark, trigger, general word, industry, place, or something of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

from kg.lexicon import column, rows
from kg.recognise.places import places
from kg.recognise.words import Words, frequency, is_han
from kg.recognise.words import words as words_of


class WordClass(IntEnum):
    """The part a word can play in a name."""

    MARK = 0  # punctuation, white space, digits, Latin letters
    STOP = 1  # a verb, particle or adverb that no trade name holds
    APPOSITION = 2  # a noun that says what the name after it is (企业, 品牌)
    GENERAL = 3  # a common noun of the genre
    TAIL = 4  # an industry as it stands at the end of a firm's name
    PLACE = 5
    PLAIN = 6  # a dictionary word that is none of these
    OWN = 7  # a word the dictionary does not hold, or holds as a name


# Letters alone, or a letter and a figure (K2光电).
_LATIN = re.compile(r"[A-Z][A-Za-z]{1,7}|[A-Z]\d")
_BEFORE_LONE = re.compile(rb"[\x00-\x05](?=[\x06\x07])")
# A lone adverb or verb between the lone first character of an item and more of a name (邦|普|循环).
_BETWEEN = re.compile(rb"(?<=[\x00-\x02\x05])\x06\x01(?=[\x04\x06\x07])")
# A dictionary word that is counted less often than this is rarer than the words of the genre.
RARE = 150
# 、中|化学|交建: a lone character of place or size heads an item that goes on with an industry and more of a name.
_SPLIT_HEAD = re.compile(rb"(?<=\x00)\x01(?=\x04[\x04\x07])")
_ODD_TAGS = frozenset({"ad", "d", "v", "vn", "zg", "a"})
_BEFORE_TAIL = re.compile(rb"\x01(?=\x04)")
# Parts of speech of words that never stand inside a trade name: prepositions, conjunctions, particles, pronouns, adverbs, time words.
_STOP_TAGS = frozenset(["p", "c", "u", "uj", "ul", "ug", "uz", "ud", "uv", "r", "d", "f", "y", "ad", "vd", "t", "z", "zg", "k", "h"])
_NUMERAL = frozenset("〇零一二三四五六七八九十百千万亿两几数多余半")
# Measures and verbs of one character that begin no trade name.
_SINGLE_STOPS = frozenset("内仅家户个名项次批类种件台套架辆艘吨亩元年月日是有获赴请供占增的第应可须需拟要称")
# Characters that are words of place or size on their own and the beginning of a trade name before another lone character.
_NAME_HEADS = frozenset("中新东西南北上大高")
_OMENS = frozenset("亿万千百三九")
_DIVISIONS = frozenset("省市区县镇乡村街")
_COUNTED = frozenset("是来期批类级次新大家个项户")
_DEICTIC = frozenset("我本该全各每其此")
_ABSTRACT = frozenset("化性率型级式额数量值费税")
# Adverbs, modals and prepositions of one character that the segmenter's guess glues to the word behind them.
_FUNCTION = frozenset("有严并应须需不未将使让把对从向按依由以于见或但则若凡均皆仍更较很此他你要请是无非随")
_ADVERBS = frozenset("已未曾仍拟")
_NEWLY = frozenset("获增晋签认招引设购聘任入落评报")
_FOLLOWING = frozenset("要了着于后前内外里起至的")
_TIES = frozenset("和与及")
_NAME_TAGS = frozenset({"nr", "nz", "nrt", "nt", "nrfg"})


@dataclass(frozen=True, slots=True)
class OrganisationLexicon:
    """The word lists of kg/data that recognisers of organisations look words up in."""

    left: dict[str, float]
    apposition: frozenset[str]
    tails: frozenset[str]
    products: frozenset[str]
    houses: frozenset[str]
    general: frozenset[str]
    heads: frozenset[str]
    triggers: frozenset[str]
    owned: frozenset[str]
    bodies: frozenset[str]
    compass: frozenset[str]
    inner: frozenset[str]
    operators: frozenset[str]
    agents: frozenset[str]
    cities: frozenset[str]
    countries: frozenset[str]
    activities: frozenset[str]
    firms: frozenset[str]
    parents: frozenset[str]


@cache
def lexicon() -> OrganisationLexicon:
    """Return the word lists, read once."""
    left = {r["word"]: float(r["weight"]) for r in rows("org_context") if r["role"] == "left"}
    return OrganisationLexicon(
        left=left,
        apposition=frozenset(column("org_context", "word", role="apposition")),
        tails=frozenset(column("org_tails", "tail")),
        products=frozenset(r["tail"] for r in rows("org_tails") if r["sort"] in {"product", "weak"}),
        houses=frozenset(column("org_tails", "tail", sort="house")),
        general=_words("common"),
        heads=_words("head"),
        triggers=frozenset(r["word"] for r in rows("org_context") if r["role"] in {"right", "adverb", "left"}),
        owned=frozenset(column("org_context", "word", role="owned")),
        bodies=frozenset(column("org_suffixes", "suffix")),
        compass=_words("compass"),
        inner=_words("inner"),
        operators=_words("operator"),
        agents=frozenset(column("org_context", "word", role="agent")),
        cities=_words("city"),
        countries=_words("country"),
        activities=_words("activity"),
        firms=frozenset(column("org_known", "name", kind="enterprise")),
        parents=_words("central") | _words("parent"),
    )


@cache
def trade_characters() -> frozenset[str]:
    """Return the characters that trade names are made of."""
    return frozenset(column("trade_characters", "character"))


def _words(name: str) -> frozenset[str]:
    return frozenset(column("generic_words", "word", **{"class": name}))


@lru_cache(maxsize=1)
def classified(text: str) -> tuple[Words, bytes]:
    """Return the words of `text` and their classes; those of the last text are kept, since recognisers and extractors ask for them."""
    held = words_of(text)
    return held, classify(held)


def classify(words: Words) -> bytes:
    """Return the class of each word, one byte a word."""
    pairs = list(zip(words.texts, words.tags, strict=True))
    known = dict(zip(words.texts, words.known, strict=True))
    held = {pair: _class_of(*pair, known[pair[0]]) for pair in set(pairs)}
    out = bytearray([held[pair] for pair in pairs])
    # Lone characters of place or size, adjectives and time words that open a trade name.
    texts, tags = words.texts, words.tags
    for match in _BEFORE_LONE.finditer(out):
        # 、亿某达: a numeral of good omen heads an item that is made as trade names are.
        if texts[match.start()] in _OMENS and _good_omen(words, match.start()):
            out[match.start()] = WordClass.PLAIN
            continue
        # Most are marks and long words, which neither test could take.
        if texts[match.start()] not in _NAME_HEADS and tags[match.start()] not in _ODD_TAGS:
            continue
        if (words.texts[match.start()] in _NAME_HEADS or _odd_head(words, out, match.start())) and (
            len(words.texts[match.end()]) == 1 or _heads_item(out, match.start())
        ):
            out[match.start()] = WordClass.PLAIN
    for match in _BEFORE_TAIL.finditer(out):
        if _opens(words, match.start(), out):
            out[match.start()] = WordClass.PLAIN
    for match in _SPLIT_HEAD.finditer(out):
        if words.texts[match.start()] in _NAME_HEADS and words.texts[match.start() - 1] in "、：；":
            out[match.start()] = WordClass.PLAIN
    for match in _BETWEEN.finditer(out):
        first = match.start()
        if len(words.texts[first]) == len(words.texts[first + 1]) == 1 and words.tags[first + 1] in _ODD_TAGS:
            out[first + 1] = WordClass.PLAIN
    return bytes(out)


def _good_omen(words: Words, index: int) -> bool:
    """Return whether a numeral stands behind a list mark and before what is made as trade names are."""
    if index == 0 or words.texts[index - 1] not in "、：":
        return False
    return words.tags[index + 1] in _NAME_TAGS | {"ns"} and trade_characters().issuperset(words.texts[index + 1])


def _odd_head(words: Words, classes: bytearray, index: int) -> bool:
    """Return whether an adverb of one character opens a trade name of two before an industry (太|白|酒业)."""
    word = words.texts[index]
    if len(word) > 1 or len(words.texts[index + 1]) > 1 or word in _FUNCTION or word in _DEICTIC or word in _SINGLE_STOPS:
        return False
    return words.tags[index] in _ODD_TAGS and _heads_item(classes, index)


def _heads_item(classes: bytearray, index: int) -> bool:
    """Return whether a lone character opens an item that goes on with a word and an industry (、新明珠陶瓷)."""
    behind = classes[index + 2] if index + 2 < len(classes) else WordClass.MARK
    return behind == WordClass.TAIL and (index == 0 or classes[index - 1] == WordClass.MARK)


def _opens(words: Words, index: int, classes: bytearray) -> bool:
    """Return whether an adjective or time word may be a trade name: at the head of a clause or item, before an industry."""
    word = words.texts[index]
    # 以恒光电: the segmenter takes a name to begin with what is else a preposition.
    named = len(word) == 2 and not words.known[index] and words.tags[index] == "nr" and word[1] in trade_characters()
    if named and (index == 0 or (classes[index - 1] == WordClass.MARK and words.texts[index - 1] not in "0123456789")):
        return True
    # 大成机械: a verb made of characters of trade names may be counted more often.
    rare = words.known[index] and frequency(word) < (RARE * 10 if trade_characters().issuperset(word) else RARE)
    if len(word) != 2 or not (words.tags[index] in {"z", "t", "a"} or (rare and _may_name(word))):
        return False
    return index == 0 or classes[index - 1] in {WordClass.MARK, WordClass.STOP, WordClass.PLACE}


def _may_name(word: str) -> bool:
    """Return whether a rare verb or adverb may be a trade name (兴达, 联创): not one that the lexicons use as a sign."""
    terms = lexicon()
    return word not in terms.triggers and word not in terms.inner and word[0] not in _FUNCTION and word[0] not in _DEICTIC


@lru_cache(maxsize=1 << 16)
def _class_of(text: str, tag: str, known: bool) -> WordClass:
    terms = lexicon()
    if not is_han(text[0]):
        # Some firms are known by Latin letters alone; a list of firms can tell them from abbreviations.
        return WordClass.PLAIN if _LATIN.fullmatch(text) and text not in terms.general else WordClass.MARK
    if text in terms.apposition:
        return WordClass.APPOSITION
    if text in terms.tails:
        return WordClass.TAIL
    if text in terms.firms:
        return WordClass.OWN
    if text in terms.triggers:
        return WordClass.STOP
    if text in terms.general or text in terms.heads or text in terms.bodies or text in terms.owned:
        return WordClass.GENERAL
    return _class_of_known(text, tag) if known else _class_of_unknown(text)


def _class_of_unknown(text: str) -> WordClass:
    """Return the class of a word that only the segmenter's guess holds together."""
    if text in places() or (len(text) > 2 and text[-1] in _DIVISIONS):
        return WordClass.PLACE
    if text[:2] in lexicon().apposition or text[-2:] in lexicon().apposition:
        return WordClass.GENERAL
    # 如原设计: a condition that the segmenter has glued to what follows.
    if len(text) > 2 and text[0] == "如":
        return WordClass.GENERAL
    # 内有, 另有: where and that there is something.
    if len(text) == 2 and text[1] == "有" and text[0] in "内外另还现均都中里上下":
        return WordClass.STOP
    # 减免税额达, 户数超: the end of a measure and how much it comes to.
    if len(text) == 2 and text[0] in "额数率量值" and text[1] in "达超为近约逾":
        return WordClass.STOP
    # 租自, 人到: what the next word is rented from, or brought to.
    if len(text) == 2 and text[1] in "自到向给经":
        return WordClass.STOP
    # 新获, 已报: an adverb and the verb behind it.
    if len(text) == 2 and (text[0] in _ADVERBS or (text[0] == "新" and text[1] in _NEWLY)):
        return WordClass.STOP
    if text[0] in _DEICTIC or text[0] in _FUNCTION or (len(text) == 2 and text[0] in _NUMERAL and text[1] in _COUNTED):
        return WordClass.STOP
    # 钙业, 钒业: what is dealt in and 业 make the industry of a firm where the dictionary knows no such branch.
    if len(text) == 2 and text[1] == "业":
        return WordClass.TAIL
    # 新和成, 东和泰: between two characters of a trade name 和 joins nothing.
    if len(text) == 3 and text[1] == "和" and text[0] in trade_characters() and text[2] in trade_characters():
        return WordClass.OWN
    if (text[-1] in _ABSTRACT and frequency(text[:-1])) or text[-1] in _FOLLOWING or any(c in _TIES for c in text[1:-1]):
        return WordClass.GENERAL
    # Two common words that the guess has glued (绩效+评价) hold nothing of their own.
    for cut in range(2, len(text) - 1):
        halves = (text[:cut], text[cut:])
        if all(frequency(half) >= 100 for half in halves):
            return WordClass.GENERAL
    return WordClass.OWN


def _class_of_known(text: str, tag: str) -> WordClass:
    terms = lexicon()
    if (
        all(c in _NUMERAL for c in text)
        or (tag == "m" and text[0] == "第")
        or (tag == "m" and (text[0] in _NUMERAL and text[-1] in _SINGLE_STOPS))
    ):
        return WordClass.STOP
    if text in terms.compass:
        return WordClass.PLAIN
    # The dictionary holds the great universities as words of their own.
    if tag == "nt" and len(text) > 3 and text.endswith(("大学", "学院")) and text[:2] in places():
        return WordClass.OWN
    if len(text) > 2 and tag not in _NAME_TAGS and (text[-1] in _ABSTRACT or text[-2:] in terms.heads or text[-2:] in terms.apposition):
        return WordClass.GENERAL
    if len(text) == 4 and text[:2] in terms.tails and text[2:] in terms.tails:
        return WordClass.TAIL
    # The dictionary holds some firms of place and industry as words (某省医药).
    if tag == "nt" and text[:2] in places() and text[2:] in terms.tails:
        return WordClass.OWN
    if len(text) == 4 and frequency(text[:2]) >= 100 and frequency(text[2:]) >= 100 and frequency(text) < 100:
        return WordClass.GENERAL
    if text in terms.cities or text in terms.countries:
        return WordClass.PLACE
    # The dictionary calls many words places that are none by GB/T 2260; countries and cities abroad stay places.
    if text in places() and (tag == "ns" or frequency(text) < 1000):
        return WordClass.PLACE
    if tag == "ns" and len(text) > 2:
        return WordClass.PLACE
    if tag in _NAME_TAGS and len(text) > 1:
        return WordClass.OWN if frequency(text) < 300 else WordClass.PLAIN
    if len(text) == 1:
        # Characters so rare that the dictionary counts them alone stand in names (璧晟, 烁能).
        if tag == "zg" and text in trade_characters():
            return WordClass.PLAIN
        return WordClass.STOP if tag in _STOP_TAGS or text in _SINGLE_STOPS else WordClass.PLAIN
    if tag in _STOP_TAGS or tag == "v":
        return WordClass.STOP
    return WordClass.PLAIN
