"""The words of a report that facts rest on, as HTML: each in its lines, highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

# Characters shown before and after the words, at most; of the lines they stand in.
_AROUND: Final = 300
# A passage that is shorter begins some lines earlier.
_ENOUGH: Final = 60
_BETWEEN_LINES: Final = re.compile(r"[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a report's text: where it stands, what it says, the address of its page and what rests on it."""

    report: str
    start: int
    end: int
    exact: str
    link: str = ""
    title: str = ""

    def fit(self, text: str) -> bool:
        """Return whether the text says this here; a build may have been replaced since the graph was asked."""
        return 0 <= self.start < self.end <= len(text) and text[self.start : self.end] == self.exact


def passage(words: Words, text: str) -> str:
    """Return the lines around some words with the words highlighted; the words alone where the text does not have them there."""
    if not words.fit(text):
        return f'<blockquote><mark class="here">{escape(words.exact)}</mark></blockquote>'
    start, end = _lines(words.start, words.end, text)
    before, after = text[start : words.start], text[words.end : end]
    cut_before = "… " if start and text[start - 1] != "\n" else ""
    cut_after = " …" if end < len(text) and text[end] != "\n" else ""
    mark = f'<mark class="here">{escape(words.exact)}</mark>'
    return f"<blockquote>{cut_before}{escape(_tidy(before).lstrip())}{mark}{escape(_tidy(after))}{cut_after}</blockquote>"


def _tidy(text: str) -> str:
    """Return a text without empty lines and indents, of which tables are full."""
    return _BETWEEN_LINES.sub("\n", text)


def _lines(start: int, end: int, text: str) -> tuple[int, int]:
    """Return where the lines around a stretch begin and end; several before it where they are short, as cells of a table are."""
    first = text.rfind("\n", 0, start) + 1
    while first and start - first < _AROUND and len("".join(text[first:end].split())) < _ENOUGH:
        first = text.rfind("\n", 0, first - 1) + 1
    line = text.find("\n", end)
    return max(first, start - _AROUND), min(line if line >= 0 else len(text), end + _AROUND)


def highlighted(text: str, all_words: Iterable[Words]) -> str:
    """Return a whole text in which each stretch that something rests on is a link to the page of the shortest words there."""
    fitting = sorted((words for words in all_words if words.fit(text)), key=lambda words: (words.end - words.start, words.start))
    cuts = sorted({0, len(text), *(place for words in fitting for place in (words.start, words.end))})
    owners: dict[int, Words] = {}
    # The longest first, so that the shortest stay; each is written over the places between its ends alone.
    places = {place: number for number, place in enumerate(cuts)}
    for words in reversed(fitting):
        for number in range(places[words.start], places[words.end]):
            owners[number] = words
    parts = []
    for number, (here, there) in enumerate(pairwise(cuts)):
        part, owner = escape(text[here:there]), owners.get(number)
        if owner is None:
            parts.append(part)
        else:
            parts.append(f'<a href="{escape(owner.link, quote=True)}" title="{escape(owner.title, quote=True)}"><mark>{part}</mark></a>')
    return "".join(parts)
