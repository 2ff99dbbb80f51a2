"""How likely a stretch of words is a firm's name, by its shape and by what stands around its list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.lexicon import column
from kg.recognise.classes import WordClass, lexicon
from kg.recognise.neighbours import CLOSED, COUNTED, STRONG, SUM, TITLE, Sign
from kg.recognise.shape import ADJECTIVES, TRADE, Shape
from kg.recognise.words import Words

# What a name of three characters that reads as a person's loses where nothing speaks of enterprises.
PERSON = 0.3
# What a name of several words without an industry loses outside a list of firms.
BARE = 0.1
# A chunk of more words than this is a phrase; a name is looked for at its beginning.
LONGEST_CHUNK = 12
BOUGHT = "is followed by equipment bought from it"
# What an industry's name is followed by.
_INDUSTRIES = frozenset({"产业", "产业链", "产业集群", "行业", "领域", "集群", "经济", "市场", "制造业", "服务业", "赛道", "互联网"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of words between stoppers, first..last-1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Setting:
    """The signs around a list."""

    left: Sign
    right: Sign

    def reasons(self) -> tuple[str, ...]:
        """Return the reasons of both sides."""
        return tuple(sign.reason for sign in (self.left, self.right) if sign.reason)

    def speaks_of_firms(self) -> bool:
        """Return whether the surroundings name enterprises as such, so that a person is no longer likely."""
        return self.left.reason == COUNTED or self.right.reason.startswith(CLOSED) or TITLE in self.right.reason


def weigh(words: Words, classes: bytes, chunk: Chunk, name: Chunk, setting: Setting, found: Shape) -> tuple[float, tuple[str, ...]]:
    """Return the score of `name` at the beginning of `chunk`, with the reasons."""
    reasons = (*found.reasons, *setting.reasons())
    score = found.score + setting.left.weight - (0.05 if name.first > chunk.first else 0.0)
    if name.last < chunk.last and words.texts[name.last] in _INDUSTRIES:
        score -= 0.3  # 某某航空|产业 is an industry
    # 黑臭水体, 高频覆铜板: what holds no industry and is not made as trade names are needs a sign of firms, not of any subject.
    if (
        WordClass.TAIL not in classes[name.first : name.last]
        and not setting.speaks_of_firms()
        and not any(TRADE in r for r in found.reasons)
    ):
        score -= BARE if name.last - name.first > 1 else 0.0
    # 抗疫, 跨年: a lone word of two characters that no dictionary holds is as often a new word.
    lone = name.last - name.first == 1 == chunk.last - chunk.first and len(words.texts[name.first]) == 2
    plain = WordClass.TAIL not in classes[name.first : name.last] and all(words.known[name.first : name.last])
    if setting.right.reason == SUM and plain:
        score -= BARE  # 结余10万元: sums stand behind any noun
    if (
        lone
        and not words.known[name.first]
        and setting.right.weight < STRONG
        and not setting.speaks_of_firms()
        and not any(TRADE in r for r in found.reasons)
    ):
        score -= BARE
    # 日本某某某, 芬兰某某: a country and a word that no dictionary holds are a firm from there.
    if words.texts[name.first] in lexicon().countries and set(classes[name.first + 1 : name.last]) == {WordClass.OWN}:
        score += 0.25 if words.end(name.last - 1) - words.end(name.first) > 2 else 0.0
    if name.last - name.first == 1 and like_person(words, name.first) and not setting.speaks_of_firms():
        score -= PERSON
    if name.last == chunk.last:
        return score + setting.right.weight, reasons
    # A name may be followed by what it builds or owns; then the list's closing word is said of that.
    # Works of its own industry (某某|智能工厂), not a river's or a road's.
    built = projects(setting) and WordClass.TAIL in classes[name.last : chunk.last] and classes[name.first] == WordClass.OWN
    owned = not lexicon().owned.isdisjoint(words.texts[name.last : min(chunk.last, name.last + LONGEST_CHUNK)])
    if classes[name.last] == WordClass.PLACE or owned or built:
        # 某某|智能工厂: no place or phrase stands before works so called.
        modern = 0.05 if classes[name.first] == WordClass.OWN and words.texts[name.last] in ADJECTIVES else 0.0
        return score + 0.1 + modern + setting.right.weight / 2, (*reasons, "is followed by what it builds")
    if setting.right.reason == BOUGHT and classes[name.first] == WordClass.OWN:
        return score + 0.1 + setting.right.weight, reasons
    # Behind a clause mark a word no dictionary holds and an industry are a firm, whatever of it is spoken of.
    complete = (
        classes[name.first] == WordClass.OWN
        and not words.known[name.first]
        and classes[name.last - 1] == WordClass.TAIL
        and classes[name.last] != WordClass.TAIL
        and words.texts[name.last - 1] not in lexicon().products
    )
    return score - (0.0 if complete else 0.1) + setting.right.weight / 4, reasons


def projects(setting: Setting) -> bool:
    """Return whether the list is closed as one of projects."""
    return setting.right.reason.startswith(CLOSED) and setting.right.reason.endswith("项目")


def like_person(words: Words, index: int) -> bool:
    """Return whether a word reads as a person's name: a frequent surname and two characters."""
    text = words.texts[index]
    return len(text) == 3 and words.tags[index].startswith("nr") and text[0] in surnames()


@cache
def surnames() -> frozenset[str]:
    """Return the most frequent surnames."""
    return frozenset(column("surnames", "surname"))
