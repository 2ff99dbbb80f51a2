"""Clauses and lists of Chinese prose, split only outside quotation marks and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.facts import Referent
from kg.lexicon import column
from kg.model import Span
from kg.recognise.reading import Reading

# What is quoted or bracketed is one name or one remark: a comma inside it ends nothing. Lengths are bounded, so that an
# unclosed mark swallows no paragraph and costs no more than its bound.
_ENCLOSED = r"“[^”\n]{0,80}”|‘[^’\n]{0,80}’|「[^」\n]{0,80}」|（[^（）\n]{0,120}）|\([^()\n]{0,120}\)|《[^》\n]{0,80}》"
_CLAUSE = re.compile(rf"{_ENCLOSED}|(?P<mark>(?:[，；;。！？!?：\n\t♦◆◇●○■□★☆►▶]|,(?!\d)|:(?!\d))+)")
_LISTED = re.compile(rf"{_ENCLOSED}|(?P<mark>、)")

# No clause of prose is longer; what is longer is a dump, and reading it would cost its square.
_LONGEST = 400
QUOTES = '“”"‘’「」『』'
_QUOTED = re.compile(r"[“「『\"](?P<inner>[^“”「」『』\"\n]+)[”」』\"]")
_SPACE_OR_QUOTE = re.compile(r"[\s“”\"'‘’「」『』《》]+")

# Sections that say what is to be done, what is meant or what is on the next page: what they name has not happened.
UNREAL_SECTIONS = frozenset({"toc", "glossary", "functions", "targets", "remedies", "problems", "problems_remedies", "application"})


def clauses(text: str, within: Span) -> Iterator[Span]:
    """Yield the clauses inside `within`, without their closing marks and outer white space; runs no prose has are left out."""
    return (span for span in _split(text, within, _CLAUSE) if len(span) <= _LONGEST)


def clauses_of(reading: Reading, sentence: Span) -> tuple[Span, ...]:
    """Return the clauses of one of the reading's sentences, split the first time only."""
    made = reading.once(_clauses_made)
    if sentence.start not in made:
        made[sentence.start] = tuple(clauses(reading.text, sentence))
    return made[sentence.start]


def _clauses_made(_reading: Reading) -> dict[int, tuple[Span, ...]]:
    return {}


def listed(text: str, within: Span) -> Iterator[Span]:
    """Yield the members of a list closed and joined by 、 inside `within`; one member if there is no such mark."""
    return _split(text, within, _LISTED)


@cache
def lexical(lexicon: str, role: str, template: str = "@") -> re.Pattern[str]:
    """Return `template` compiled with @ replaced by any of the words that kg/data/<lexicon>.csv lists for `role`."""
    return re.compile(template.replace("@", alternatives(lexicon, role)))


@cache
def alternatives(lexicon: str, role: str) -> str:
    """Return the words that kg/data/<lexicon>.csv lists for `role` as one group of a regular expression, longest first."""
    words = sorted(column(lexicon, "word", role=role), key=lambda word: (-len(word), word))
    return one_of(words) if all(word.isalnum() for word in words) else f"(?:{'|'.join(words)})"


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression that matches any of `words`, the longest that stands there; words share their beginnings.

    Where no word begins with the character at hand, none of hundreds is tried.
    """
    tails: dict[str, list[str]] = {}
    whole = False
    for word in words:
        if word:
            tails.setdefault(word[0], []).append(word[1:])
        else:
            whole = True
    if not tails:
        return ""
    single = "".join(re.escape(first) for first, rest in sorted(tails.items()) if not any(rest))
    parts = [re.escape(first) + one_of(rest) for first, rest in sorted(tails.items()) if any(rest)]
    parts += [f"[{single}]"] if single else []
    return f"(?:{'|'.join(parts)}){'?' if whole else ''}"


def squash(text: str) -> str:
    """Return `text` without white space and quotation marks, so that typography decides no comparison."""
    return _SPACE_OR_QUOTE.sub("", text)


def trimmed(text: str, span: Span) -> Span:
    """Return `span` without outer white space, and without quotation marks that enclose all of it."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    match = _QUOTED.fullmatch(text, start, end)
    return Span(*match.span("inner")) if match else Span(start, end)


def section_kind(reading: Reading, offset: int) -> str:
    """Return the kind of the section that holds `offset`, or "" before the first heading."""
    section = reading.report.section_at(offset)
    return section.kind if section else ""


def unit_of(reading: Reading) -> Referent:
    """Return the reporting unit: its first mention by full name, otherwise its name, "" where the report names none."""
    return reading.once(_unit)


def _unit(reading: Reading) -> Referent:
    unit = reading.report.unit
    return next((mention for mention in reading.mentions if mention.surface == unit), unit)


def _split(text: str, within: Span, pattern: re.Pattern[str]) -> Iterator[Span]:
    start = within.start
    for match in pattern.finditer(text, within.start, within.end):
        if match["mark"]:
            yield from _filled(text, start, match.start())
            start = match.end()
    yield from _filled(text, start, within.end)


def _filled(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
