"""What the audit weighs beside figures: slips of the pen, placeholders, years of another report, labels that do not match.

Each pattern states something that no finished report means to print; where a reading as plain text is possible the mark is not made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from kg.extract.account_clauses import kinds_above
from kg.facts import Mark
from kg.lexicon import rows
from kg.model import Evidence, Section, Span
from kg.recognise.reading import Reading

# A clause around a slip, so that the quote can be read.
_CLAUSE: Final = re.compile(r"[，。；;！？\n]")
_DEADLINE: Final = re.compile(
    r"(?P<year>20\d\d)\s*年(?:\d{1,2}\s*月)?(?:年?底|末|\d{1,2}\s*日)?(?:之?前)?\s*(?:全部|全面|按时)?(?:完成|实现|达到)"
)
_GOAL: Final = re.compile(r"绩效(?:指标|目标)|年度(?:目标|任务|指标)|各项(?:指标|目标|任务)")
_HEADING_YEAR: Final = re.compile(r"(?P<year>20\d\d)\s*年度?")
_HEADED: Final = re.compile(r"自评|决算|绩效评价|整体支出|项目支出|基础数据表")
_DATE: Final = re.compile(r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?")
_LISTED: Final = re.compile(r"附件\s*[:：]?\s*(?P<n>\d{1,2})\s*[.、．:：]\s*(?P<title>[^\n]{4,60})")
_MORE: Final = re.compile(r"[\s　]*(?P<n>\d{1,2})\s*[.、．]\s*(?P<title>[^\n]{4,60})")
_LABEL: Final = re.compile(r"(?m)^[\s　]*附件\s*(?P<n>\d{1,2})[:：]?[\s　]*\n+[\s　]*(?P<title>[^\n]{4,60})")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def marks(reading: Reading) -> Iterator[Mark]:
    """Yield every mark of the report: slips in text order, then dates, deadlines, headings and annex labels."""
    yield from _slips(reading)
    yield from _dates(reading)
    yield from _deadlines(reading)
    yield from _heading_years(reading)
    yield from _annexes(reading)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows("slips"))


def _slips(reading: Reading) -> Iterator[Mark]:
    seen: set[tuple[str, int]] = set()
    for kind, pattern in _patterns():
        for match in pattern.finditer(reading.text):
            clause = _clause(reading.text, match.start(), match.end())
            if (kind, clause.start) not in seen and not {"toc", "glossary"} & set(kinds_above(reading, match.start())):
                seen.add((kind, clause.start))
                groups = match.groupdict()
                yield _mark(reading, kind, clause, "".join((groups.get("said") or match[0]).split()), groups.get("expected") or "")


def _mark(reading: Reading, kind: str, span: Span, said: str, expected: str = "", places: tuple[Evidence, ...] = ()) -> Mark:
    evidence = reading.report.evidence(span)
    return Mark(evidence=evidence, extractor="marks", kind=kind, said=said, expected=expected, places=places)


def _clause(text: str, start: int, end: int) -> Span:
    """Return the clause around a slip: to the nearest mark on either side, within sixty characters."""
    left = max(0, start - 60)
    before = [m.end() for m in _CLAUSE.finditer(text, left, start)]
    after = _CLAUSE.search(text, end, min(len(text), end + 60))
    return _stripped(text, before[-1] if before else left, after.start() if after else min(len(text), end + 60))


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _dates(reading: Reading) -> Iterator[Mark]:
    """Yield dates that no calendar has."""
    for match in _DATE.finditer(reading.text):
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"] or 1)
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] or (month == 2 and day == 29 and not leap):
            yield _mark(reading, "impossible-date", Span(match.start(), match.end()), "".join(match[0].split()))


def _deadlines(reading: Reading) -> Iterator[Mark]:
    """Yield deadlines of this year's goals in a later year; what is planned for later, in the sections on plans, is none."""
    year = reading.report.fiscal_year
    if year is None:
        return
    for match in _DEADLINE.finditer(reading.text):
        if int(match["year"]) <= year:
            continue
        clause = _clause(reading.text, match.start(), match.end())
        above = set(kinds_above(reading, match.start()))
        goal = _GOAL.search(reading.text, clause.start, clause.end)
        if goal is not None and not above & {"remedies", "problems_remedies", "problems", "application"}:
            yield _mark(reading, "deadline-year", clause, match["year"], str(year), _title(reading))


def _title(reading: Reading) -> tuple[Evidence, ...]:
    """Return where the report names its own year, so that both can be read."""
    year = str(reading.report.fiscal_year)
    for section in reading.report.sections:
        if year in section.heading and _HEADED.search(section.heading):
            start = reading.text.find(section.heading[:12], section.span.start)
            if start >= 0:
                return (reading.report.evidence(_line(reading.text, start)),)
    start = reading.text.find(year)
    return (reading.report.evidence(_line(reading.text, start)),) if start >= 0 else ()


def _line(text: str, offset: int) -> Span:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return _stripped(text, start, min(len(text) if end < 0 else end, start + 200))


def _heading_years(reading: Reading) -> Iterator[Mark]:
    """Yield headings of the report's own parts that name another year: later, or one of two years before (last year is compared with)."""
    year = reading.report.fiscal_year
    if year is None:
        return
    for section in reading.report.sections:
        match = _HEADING_YEAR.search(section.heading)
        if match is None or not _HEADED.search(section.heading) or _compares(section, year):
            continue
        if int(match["year"]) != year:
            span = _line(reading.text, max(0, reading.text.find(section.heading.strip()[:12], section.span.start)))
            yield _mark(reading, "heading-year", span, match["year"], str(year), _title(reading))


def _compares(section: Section, year: int) -> bool:
    years = {int(found) for found in re.findall(r"20\d\d", section.heading)}
    planned = re.search(r"计划|打算|安排|目标|上年|上年度|预算(?!绩效)|〔|\(20|（20", section.heading) is not None
    return year in years or planned


def _annexes(reading: Reading) -> Iterator[Mark]:
    """Yield each annex that the body lists under one number and that is labelled with another."""
    listed: dict[str, tuple[int, Span]] = {}
    for match in _LISTED.finditer(reading.text):
        listed.setdefault(_folded(match["title"]), (int(match["n"]), Span(match.start(), match.end("title"))))
        at = match.end()
        while at < len(reading.text) and (more := _MORE.match(reading.text, at)) is not None:
            listed.setdefault(_folded(more["title"]), (int(more["n"]), _stripped(reading.text, more.start(), more.end("title"))))
            at = more.end()
    wrong = []
    for match in _LABEL.finditer(reading.text):
        found = listed.get(_folded(match["title"]))
        if found is not None and found[0] != int(match["n"]) and found[1].end < match.start():
            wrong.append((found, match))
    if wrong:
        (number, span), first = wrong[0]
        labels = tuple(reading.report.evidence(_stripped(reading.text, m.start(), m.end("title"))) for _, m in wrong)
        yield _mark(reading, "annex-number", span, f"附件{number}", f"附件{first['n']}", labels)


def _folded(title: str) -> str:
    return re.sub(r"[\s　《》“”]|[。；;]$", "", title)
