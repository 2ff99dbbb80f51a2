"""Word boundaries of a text: what decides where a name begins when nothing but characters precedes it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.lexicon import column

if TYPE_CHECKING:
    from rjieba import Jieba

# Characters that tie words together and that the segmenter at times glues to an unknown word beside them.
_GLUE = frozenset("与被将和及等在")
# These also stand inside trade names: they are split off only where a dictionary word is left.
_LOOSE = frozenset("为获由对是再已均向从把")


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
    for word in (*column("org_tails", "tail"), *column("org_context", "word"), *column("org_suffixes", "suffix"), *column("generic_words", "word")):
        if len(word) > 1 and not engine.has_word(word):
            engine.add_word(word, engine.suggest_freq(word), "n")
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
    starts: list[int] = []
    texts: list[str] = []
    tags: list[str] = []
    known: list[bool] = []
    held: dict[str, bool] = {}
    offset = 0
    for token, tag in engine.tag(text):
        hit = held.get(token)
        if hit is None:
            hit = held[token] = engine.has_word(token)
        if not hit and len(token) > 1 and (parts := _unglued(token)):
            for part in parts:
                starts.append(offset)
                texts.append(part)
                tags.append("p" if len(part) == 1 else tag)
                known.append(len(part) == 1 or engine.has_word(part))
                offset += len(part)
            continue
        starts.append(offset)
        texts.append(token)
        tags.append(tag)
        known.append(hit)
        offset += len(token)
    return Words(starts, texts, tags, known)


def _unglued(token: str) -> list[str]:
    """Return the parts of an unknown word that begins or ends in a function character, or nothing where it does not."""
    head, tail = int(_glued(token[0], token[1:])), len(token) - int(_glued(token[-1], token[:-1]))
    if head == 0 and tail == len(token):
        return []
    if head >= tail:
        return list(token)
    return [part for part in (token[:head], token[head:tail], token[tail:]) if part]


def _glued(character: str, rest: str) -> bool:
    return character in _GLUE or (character in _LOOSE and len(rest) > 1 and segmenter().has_word(rest))
