"""Names of projects by a trained tagger, for works whose names have no form of their own: 单晶硅棒三期正式投料, “某某”入围专项.

The model (kg/data/projects.crfsuite) is trained by `python tests/reports/train.py` as that of organisations is, see
docs/decisions/0008. Besides the words it sees who is named, and in each clause whether progress or money is told and where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.extract.phrases import clauses_of
from kg.extract.project_bounds import names_one, without_leads
from kg.extract.project_names import Named
from kg.lexicon import rows
from kg.model import Span
from kg.recognise import statistical
from kg.recognise.classes import classified
from kg.recognise.reading import Reading
from kg.recognise.words import Words

MODEL: Final = "projects.crfsuite"
LABEL: Final = "P"
# Works are told of in sentences that hold a word of progress or one of these; only there a name is looked for.
_SIGNS = "项目|工程|课题|生产线|扩建|改造|攻关|[二三四]期|平台|实验室|基地|装置|技改|研发|系统"
_MONEY = re.compile(r"\d[\d.,]*\s?(?:万|亿)?(?:美)?元")
# What brings in another part of a sentence: 甲厂以某优势, 某装置由乙改造.
_CASES = frozenset("以由被把将向")
_NO_WORKS = ("会", "展", "论坛", "大赛", "活动", "联合体", "联盟", "企业", "公司", "机构", "品牌", "体系", "机制")
_OPEN, _CLOSED = frozenset("“《「"), frozenset("”》」")
# A name is taken where the model is so sure: on the held reports 14 of 20 such names were right.
_SURE = 0.7


@dataclass(frozen=True, slots=True)
class Told:
    """What the words of a reading are told with: who is named, what the clause tells, how far off its progress is, quotation marks."""

    named: list[str]
    clause: list[str]
    ahead: list[str]
    quoted: list[str]


def tagged_projects(reading: Reading) -> Iterator[Named]:
    """Yield what the model of the installation sees as names of projects and the clauses they stand in, none overlapping."""
    engine = statistical.tagger(MODEL)
    for held, start, seen in stretches(reading):
        engine.set(seen)
        for first, behind, _, sure in statistical.labelled(engine, engine.tag()):
            span = Span(held.starts[start + first], held.end(start + behind - 1))
            clause = next(
                (c for c in clauses_of(reading, reading.sentence_at(span.start)) if c.start <= span.start and span.end <= c.end), None
            )
            name = without_leads(reading, _with_marks(reading.text, span)) if clause and sure >= _SURE else None
            if clause and name and names_one(reading.text[name.start : name.end]) and _is_phrase(held, name):
                yield Named(name, clause)


def _is_phrase(held: Words, name: Span) -> bool:
    """Return whether words are a phrase that can name a work: no clause with its preposition, no fair or body at its end."""
    first, last = held.at(name.start), held.at(name.end - 1)
    # The segmenter at times glues a preposition to what stands before it (厂以).
    cases = (held.tags[index] == "p" and held.texts[index][-1] in _CASES for index in range(first, last + 1))
    return not any(cases) and not held.texts[last].endswith(_NO_WORKS)


def _with_marks(text: str, span: Span) -> Span:
    """Return `span` with the quotation mark right before or behind it that it lacks."""
    words = text[span.start : span.end]
    missing = words.count("”") - words.count("“")
    if missing > 0 and text[span.start - 1 : span.start] == "“":
        return Span(span.start - 1, span.end)
    return Span(span.start, span.end + 1) if missing < 0 and text[span.end : span.end + 1] == "”" else span


def stretches(reading: Reading) -> Iterator[tuple[Words, int, list[list[str]]]]:
    """Yield the stretches in which a name is looked for: the words of the reading, the first of the stretch, what is seen of each."""
    held, classes = classified(reading.text)
    told = _told(reading, held)
    for start, end in statistical.stretches(held):
        if signs().search(reading.text, held.starts[start], held.end(end - 1)):
            yield held, start, _features(held, classes, told, start, end)


def _features(held: Words, classes: Sequence[int], told: Told, start: int, end: int) -> list[list[str]]:
    seen = statistical.features(held, classes, start, end)
    roles = _roles()
    for index, features in enumerate(seen, start):
        named, clause, ahead = told.named[index], told.clause[index], told.ahead[index]
        before = told.named[index - 1] if index > start else "^"
        behind = told.named[index + 1] if index + 1 < end else "$"
        following = roles.get(held.texts[index + 1], "-") if index + 1 < end else "$"
        features += [
            f"m={named}",
            f"mm={before}{named}{behind}",
            f"fl={clause}",
            f"be={ahead}",
            f"flc={clause}{classes[index]}",
            f"q={told.quoted[index]}{classes[index]}",
            f"pw={roles.get(held.texts[index], '-')}",
            f"pwn={following}",
            f"bec={ahead}{held.tags[index]}",
        ]
    return seen


def _told(reading: Reading, held: Words) -> Told:
    count = len(held.texts)
    told = Told(["-"] * count, ["0"] * count, ["0"] * count, ["0"] * count)
    for mention in reading.mentions:
        first, last = held.at(mention.span.start), held.at(mention.span.end - 1)
        for index in range(first, last + 1):
            told.named[index] = ("B" if index == first else "I") + mention.kind[:2]
    for sentence in reading.sentences:
        for clause in clauses_of(reading, sentence):
            _tell(reading.text, held, clause, told)
    inside = "0"
    for index, token in enumerate(held.texts):
        inside = "1" if token[-1] in _OPEN else inside
        told.quoted[index] = inside
        inside = "0" if token[-1] in _CLOSED else inside
    return told


def _tell(text: str, held: Words, clause: Span, told: Told) -> None:
    """Write what a clause tells into `told`."""
    progress = [found.start() for found in _progress().finditer(text, clause.start, clause.end)]
    tells = ("s" if progress else "") + ("m" if _MONEY.search(text, clause.start, clause.end) else "")
    first, last = held.at(clause.start), held.at(clause.end - 1)
    for index in range(last, first - 1, -1):
        told.clause[index] = tells
        to_come = [held.at(place) for place in progress if place >= held.end(index)]
        told.ahead[index] = str(min(3, to_come[0] - index)) if to_come else "n"


@cache
def _progress() -> re.Pattern[str]:
    found = sorted({row["word"] for row in rows("project_statuses") if len(row["word"]) > 1}, key=lambda word: (-len(word), word))
    return re.compile("|".join(found))


@cache
def signs() -> re.Pattern[str]:
    """Return the pattern of what a sentence holds that may name a work."""
    return re.compile(f"{_progress().pattern}|{_SIGNS}")


@cache
def _roles() -> dict[str, str]:
    """Return what kg/data/project_words.csv says of a word; of several roles the last one."""
    return {row["word"]: row["role"] for row in rows("project_words")}
