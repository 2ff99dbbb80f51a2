"""Word boundaries of a text: what decides where a name begins when nothing but characters precedes it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from kg.lexicon import column

if TYPE_CHECKING:
    from rjieba import Jieba

# Characters that tie words together and that the segmenter at times glues to an unknown word beside them.
_GLUE = frozenset("与被将和及等在")
# These also stand inside trade names: they are split off only where a dictionary word is left.
_LOOSE = frozenset("为获由对是再已均向从把")
# High enough that a word of the lexicons is kept whole beside an unknown name.
_LEXICON_FREQUENCY = 1000
# 为|市: a level of government follows its particle.
_LEVELS = frozenset("省市县区旗州盟镇乡")
_OLD = frozenset({"方为", "委托金"})
_KINDS_OF_COMPANY = frozenset("子母分总本该贵我各大小老新皮")
_OLD_WORDS = frozenset({"向日葵", "向心力", "向阳花", "向前看", "由来已"})
_ADVERBS = frozenset("另再还又并均都也仅只已曾")
_LEADING = frozenset("为由对向从把")
_BEFORE_LEVEL = frozenset("经系受报设挂请据赴到含")
_BETWEEN_BODIES = frozenset("系为是")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as parallel lists (objects would cost more than the segmenting): end i is start i + 1.

    `tags` are parts of speech, `known` says whether the general dictionary holds the word.
    """

    starts: list[int]
    texts: list[str]
    tags: list[str]
    known: list[bool]

    def at(self, offset: int) -> int:
        """Return the index of the word that holds `offset`."""
        return bisect_right(self.starts, offset) - 1

    def end(self, index: int) -> int:
        """Return the offset behind word `index`."""
        return self.starts[index] + len(self.texts[index])


@cache
def segmenter() -> Jieba:
    """Return the segmenter with the general dictionary and the words of kg/data that names are made of, loaded once."""
    from rjieba import Jieba

    engine = Jieba()
    lexicons = (("org_tails", "tail"), ("org_context", "word"), ("org_suffixes", "suffix"), ("generic_words", "word"))
    firms = (name for name in column("org_known", "name", kind="enterprise") if name.isalpha() and not name.isascii())
    for word in (*(word for name, key in lexicons for word in column(name, key)), *firms):
        if len(word) > 1 and not engine.has_word(word):
            engine.add_word(word, max(engine.suggest_freq(word), _LEXICON_FREQUENCY), "n")
    return engine


@cache
def frequency(word: str) -> int:
    """Return how often the general dictionary counts `word`, or 0 for a word it does not hold."""
    engine = segmenter()
    return int(engine.suggest_freq(word)) if engine.has_word(word) else 0


def is_han(character: str) -> bool:
    """Return whether `character` is a Chinese ideograph of the basic block."""
    return "\u4e00" <= character <= "\u9fff"


def words(text: str) -> Words:
    """Return the words of `text` in order, white space and marks included, with glued function characters split off."""
    engine = segmenter()
    pairs = _together(engine.tag(text), text)
    has = engine.has_word
    held = {token: has(token) for token in {token for token, _ in pairs}}
    split = {
        token: parts
        for token, known in held.items()
        if len(token) > 1 and (parts := (_uncompounded(token) if 2 < len(token) < 5 or token in _OLD else []) if known else _unglued(token))
    }
    if split:
        pairs = [piece for pair in pairs for piece in (_pieces(split[pair[0]], pair[1]) if pair[0] in split else (pair,))]
        held.update((part, len(part) == 1 or has(part)) for parts in split.values() for part in parts if part not in held)
    texts = [token for token, _ in pairs]
    starts = list(accumulate(map(len, texts), initial=0))
    starts.pop()
    return Words(starts, texts, [tag for _, tag in pairs], [held[token] for token in texts])


def _together(pairs: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """Return `pairs` with 会同县 read as a verb and a level, unless the text speaks of that county itself."""
    if "会同县" not in text or any(before in text for before in ("湖南省会同县", "怀化市会同县", "会同县人民政府", "会同县委", "我县")):
        return pairs
    return [piece for pair in pairs for piece in ((("会同", "v"), ("县", "n")) if pair[0] == "会同县" else (pair,))]


def _pieces(parts: list[str], tag: str) -> list[tuple[str, str]]:
    return [(part, "p" if part in _GLUE or part in _LOOSE else "n" if len(part) == 1 else tag) for part in parts]


def _uncompounded(token: str) -> list[str]:
    """Return the parts of a dictionary word that hides the end of a name: an industry and a verb (科技|开发), or 白|酒业."""
    # 债权方为, 委托金某某: the dictionary holds old words that no report uses.
    if token in _OLD:
        return [token[:-1], token[-1]]
    compounds = _compounds()
    if len(token) == 4 and token[:2] in compounds["tails"] and token[2:] in compounds["verbs"]:
        return [token[:2], token[2:]]
    # 黔|油公司, 向德胜|钢铁: a short name's end, and a preposition before a name.
    if len(token) == 3 and (token[1:] == "公司" and token[0] not in _KINDS_OF_COMPANY):
        return [token[0], token[1:]]
    if len(token) == 3 and token[0] in "向由" and frequency(token) < 20 and token not in _OLD_WORDS:
        return [token[0], token[1:]]
    return [token[0], token[1:]] if len(token) == 3 and token[1:] in compounds["houses"] else []


@cache
def _compounds() -> dict[str, frozenset[str]]:
    """Return the words that `_uncompounded` cuts at."""
    return {
        "tails": frozenset(column("org_tails", "tail")),
        "houses": frozenset(column("org_tails", "tail", sort="house")),
        "verbs": frozenset(column("org_context", "word", role="right")),
    }


def _unglued(token: str) -> list[str]:
    """Return the parts of an unknown word that begins or ends in a function character, or nothing where it does not."""
    # 另向某某, 已由区: an adverb and a preposition before what may be a name.
    if len(token) > 2 and token[0] in _ADVERBS and token[1] in _LEADING and (len(token) > 3 or token[2] in _LEVELS):
        return [token[0], token[1], token[2:]]
    # 经县|人民政府, 系市|政府: what leads up to a public body is glued to its level.
    if len(token) == 2 and token[0] in _BEFORE_LEVEL and token[1] in _LEVELS:
        return [token[0], token[1]]
    # 局系市|政府: so is the end of another one before that.
    if len(token) == 3 and token[1] in _BETWEEN_BODIES and token[2] in _LEVELS:
        return list(token)
    # 2003年经某省: the year's measure and a preposition.
    if len(token) == 2 and token[0] == "年" and token[1] in "经获由被":
        return list(token)
    # 成交方是: a copula; 有津沽|传感: that there is one.
    if len(token) == 2 and token[1] == "是":
        return list(token)
    if len(token) == 3 and token[0] in "有":
        return [token[0], token[1:]]
    # 某某系|企业: the family of firms that one belongs to.
    if len(token) == 3 and token[2] == "系":
        return [token[:2], token[2]]
    # 原某某: what a firm was called before.
    if len(token) > 2 and token[0] == "原":
        return [token[0], token[1:]]
    head, tail = int(_glued(token[0], token[1:], True)), len(token) - int(_glued(token[-1], token[:-1], False))
    if head == 0 and tail == len(token):
        return []
    if head >= tail:
        return list(token)
    return [part for part in (token[:head], token[head:tail], token[tail:]) if part]


def _glued(character: str, rest: str, leads: bool) -> bool:
    """Return whether `character` is a word of its own: always, before a word of two characters, or beside a dictionary word."""
    if (
        character in _GLUE
        or (not leads and character == "由")
        or (leads and (character in "由的获即仅" or (character in _LEADING and (len(rest) > 1 or rest in _LEVELS))))
    ):
        return True
    return character in _LOOSE and len(rest) > 1 and segmenter().has_word(rest)
