"""Projects of the real world: construction, investment, research and platforms, with their status, participants and money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg.extract.phrases import alternatives, lexical, section_kind
from kg.extract.project_names import Named, core, project_names
from kg.facts import Project
from kg.lexicon import rows
from kg.model import Mention, Span
from kg.recognise.reading import Reading
from kg.values import Money

# Duties, terms and contents name no project that exists; goals do, since what is to be advanced is already there.
_NO_PROJECTS = frozenset({"toc", "glossary", "functions", "problems", "remedies", "problems_remedies", "application", "base_table"})
_WORDS = "project_words"
_ACTORS = frozenset({"enterprise", "research_institute", "university", "hospital", "school"})
_GOALS = frozenset({"targets"})
_INVESTMENT = re.compile(r"投资(?:额|约|达|总额)?[约达为近超]?$|投入$|总额(?:约|达|为)?$")
_SHORT = 4
# Beyond as many projects only equal names are joined, so that a list of thousands does not cost its square.
_MANY = 300


def projects(reading: Reading) -> Iterator[Project]:
    """Yield each project once, by its fullest name and the statement that gives its status; budget lines and generic words give none."""
    found: list[Project] = []
    cores: list[str] = []
    exact: dict[str, int] = {}
    for named in project_names(reading):
        if section_kind(reading, named.span.start) in _NO_PROJECTS:
            continue
        fact = _project(reading, named)
        plain = core(fact.name)
        index = exact.get(plain)
        if index is None and len(cores) <= _MANY:
            index = next((index for index, other in enumerate(cores) if _same(plain, other)), None)
        if index is None:
            index = len(found)
            found.append(fact)
            cores.append(plain)
        else:
            found[index] = _merged(found[index], fact)
            cores[index] = core(found[index].name)
        exact[plain] = index
    yield from sorted(found, key=lambda fact: (fact.evidence.span, fact.name))


def _project(reading: Reading, named: Named) -> Project:
    text = reading.text
    name = text[named.span.start : named.span.end]
    before = text[named.clause.start : named.span.start]
    after = text[named.span.end : named.clause.end]
    goal = section_kind(reading, named.span.start) in _GOALS
    status = "" if goal else _status(before, after)
    return Project(
        evidence=reading.report.evidence(named.clause),
        extractor="projects",
        name=name,
        kind=_kind(name, before + after, status),
        status=status,
        participants=_participants(reading, named),
        money=_money(reading, named),
    )


def _status(before: str, after: str) -> str:
    """Return the status that the nearest word says: one behind the name first, since it is the name's own verb."""
    behind = _statuses().search(after)
    if behind and "、" not in after[: behind.start()]:
        return _by_word()[behind.group()]
    ahead = _statuses().findall(before)
    if ahead:
        return _by_word()[ahead[-1]]
    return _by_word()[behind.group()] if behind else ""


def _kind(name: str, around: str, status: str) -> str:
    if lexical(_WORDS, "works").search(name) and not re.search(r"关键技术|研究|研制", name):
        built = lexical(_WORDS, "built_platform").search(name) and not re.search(r"改扩建|[一二三四]期$", name)
        return "platform" if built else "construction"
    if lexical(_WORDS, "research").search(name):
        return "research"
    if lexical(_WORDS, "built_platform").search(name):
        return "platform"
    if status in ("signed", "negotiating") or lexical(_WORDS, "invested").search(around):
        return "investment"
    return "construction" if status in ("started", "building", "completed") else "other"


def _participants(reading: Reading, named: Named) -> tuple[Mention, ...]:
    """Return the names inside a project's name, or the one right before it (甲“X”项目, 甲的X项目, 甲投资建设的X项目)."""
    inside = tuple(m for m in reading.mentions_in(named.span) if m.kind in _ACTORS)
    if inside:
        return inside
    text = reading.text
    before = reading.mentions_in(Span(named.clause.start, named.span.start))[-1:]
    return tuple(mention for mention in before if _carries_out().fullmatch(text, mention.span.end, named.span.start))


def _money(reading: Reading, named: Named) -> Money | None:
    """Return what is invested in the project, printed before (3亿元的甲项目) or behind its name; None where no such sum stands there."""
    for number in reading.numbers_in(Span(named.clause.start, named.span.start)):
        # 3亿元的甲项目; 投入3亿元实施甲项目
        if isinstance(number.value, Money) and _carries_out().fullmatch(reading.text, number.span.end, named.span.start):
            return number.value
    for number in reading.numbers_in(Span(named.span.end, named.clause.end)):
        if isinstance(number.value, Money) and _INVESTMENT.search(reading.text[named.span.end : number.span.start]):
            return number.value
    return None


def _same(one: str, other: str) -> bool:
    """Return whether two names are one: equal, or the shorter is the longer with words left out between the same start and end."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORT or re.search(r"[一二三四五六]期$", short) or re.search(r"[一二三四五六]期$", long):
        return False
    if long.endswith(short) or long.startswith(short):
        return True
    if short[:2] != long[:2] or short[-2:] != long[-2:] or len(short) * 10 < len(long) * 7:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def _merged(one: Project, other: Project) -> Project:
    """Return the one of two statements on the same project that says more: its status, then its fuller name."""
    best = max((one, other), key=lambda fact: (bool(fact.status), bool(fact.money), len(fact.name)))
    return replace(best, participants=best.participants or one.participants or other.participants)


@cache
def _carries_out() -> re.Pattern[str]:
    return re.compile(f"{alternatives(_WORDS, 'carried_out')}?的?")


@cache
def _by_word() -> dict[str, str]:
    return {row["word"]: row["status"] for row in rows("project_statuses")}


@cache
def _statuses() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_by_word(), key=lambda word: (-len(word), word))))
