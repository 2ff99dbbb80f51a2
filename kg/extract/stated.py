"""What relation readers share: a stated relation, the sentence walked clause by clause, and who a clause speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.groups import groups, without
from kg.extract.phrases import UNREAL_SECTIONS, alternatives, clauses_of, lexical, section_kind, unit_of
from kg.facts import Referent
from kg.lexicon import rows
from kg.model import Span
from kg.recognise.reading import Reading

_WORDS = "relation_words"
_TITLES = "recognition_words"


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation as read: both ends, the predicate of the contract and the words that state it."""

    subject: Referent
    predicate: str
    object: Referent
    span: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A clause with the clauses of the same sentence before it."""

    clause: Span
    before: tuple[Span, ...]


def lines(reading: Reading, anchor: re.Pattern[str]) -> Iterator[Line]:
    """Yield each clause that holds `anchor`, outside the sections on duties, goals and remedies and outside wishes."""
    text = reading.text
    for sentence in reading.sentences:
        if not anchor.search(text, sentence.start, sentence.end) or section_kind(reading, sentence.start) in UNREAL_SECTIONS:
            continue
        before: tuple[Span, ...] = ()
        for clause in clauses_of(reading, sentence):
            if anchor.search(text, clause.start, clause.end) and not lexical(_WORDS, "goal").search(text, clause.start, clause.end):
                yield Line(clause, before)
            before = (*before, clause)


def subjects(reading: Reading, line: Line, verb: int) -> tuple[tuple[Referent, ...], int]:
    """Return who does what the verb at offset `verb` says, and where that is said first.

    The names before the verb; without any, the body the clause begins with as printed, then the names an earlier clause
    of the sentence begins with; otherwise the reporting unit, whose report it is. Empty only where the report names no unit.
    """
    left = Span(line.clause.start, verb)
    aside = [Span(*match.span()) for match in _aside().finditer(reading.text, left.start, left.end) if match.group()]
    named = without(groups(reading, left), aside)
    if named:
        return named[-1].members, line.clause.start
    words = _subject_words(reading.text, left, aside)
    if words:
        return (words,), line.clause.start
    for clause in reversed(line.before):
        found = groups(reading, clause)
        if found and found[0].span.start == clause.start:
            return found[0].members, clause.start
    unit = unit_of(reading)
    return ((unit,) if unit else ()), line.clause.start


def _subject_words(text: str, left: Span, aside: list[Span]) -> str:
    """Return the body that no name was recognised for but that the clause begins with, or "" (also for 我局, 园区)."""
    end = min((span.start for span in aside), default=left.end)
    words = lexical(_TITLES, "lead", "^@+").sub("", text[left.start : end])
    words = lexical(_WORDS, "manner", "@+$").sub("", lexical(_TITLES, "adverb", "@+$").sub("", words))
    own = lexical(_TITLES, "own", "(?:我|本|全|我们)?@|[我全][县市区省]").fullmatch(words)
    return words if 2 <= len(words) <= 16 and not own and lexical(_WORDS, "body", "@$").search(words) else ""


def named_subjects(reading: Reading, line: Line, verb: int) -> tuple[tuple[Referent, ...], int]:
    """Return the same as `subjects`, but nobody where only the reporting unit is left."""
    found, start = subjects(reading, line, verb)
    return (found, start) if found != (unit_of(reading),) else ((), start)


@cache
def _aside() -> re.Pattern[str]:
    # 在甲园区举办: 甲 is the place, not who does it; 与乙共建: 乙 is the other side; 为丙拨付: 丙 gets it.
    return re.compile(rf"{alternatives(_WORDS, 'aside')}[^，。；]*?(?={alternatives(_WORDS, 'aside_end')}|$)")


@cache
def verbs(predicate: str) -> str:
    """Return the verbs of a predicate as one regular expression, longest first."""
    found = {word for row in rows("relation_patterns") if row["predicate"] == predicate for word in row["verb"].split("|")}
    return "|".join(sorted(found, key=lambda word: (-len(word), word)))


@cache
def heads(predicate: str) -> str:
    """Return the nouns that the object of a predicate ends in, as one regular expression, longest first."""
    found = {word for row in rows("relation_patterns") if row["predicate"] == predicate for word in row["object_head"].split("|") if word}
    return "|".join(sorted(found, key=lambda word: (-len(word), word)))
