"""Who reports on what: title, unit, fiscal year, type and date of a report, read from its title, body and signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Grid, Section
from kg.structure.headings import kind_of
from kg.structure.numbering import marker, ordinal
from kg.structure.report_types import report_type
from kg.structure.units import aliases, reporting_unit

# 到2035年 is a goal, 2019年以来 a stretch: neither is the year reported on.
_YEAR = re.compile(r"(?<![到至])(20\d\d)\s*年(?!\s*(?:以来|前))")
_FISCAL = re.compile(r"(20\d\d)\s*年度")
_PLANNED = re.compile(r"(20\d{2})年度?[^，。；\n]{0,8}(?:打算|计划|思路|安排|展望)")
_HAN_YEAR = re.compile(r"二[〇○零OＯ0]([〇○零一二三四五六七八九OＯ0])([〇○零一二三四五六七八九OＯ0])年")
_HAN_DATE = re.compile(_HAN_YEAR.pattern + r"\s*([一二三四五六七八九十]{1,2})月\s*([一二三四五六七八九十]{1,3})日")
_HAN_DIGITS = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零OＯ0", "0")
_DATE = re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_PUBLISHED = re.compile(r"(?:发布|公开|填报|填表|编制|成文|报告|印发|更新)(?:时间|日期)\s*[：:]\s*")
_ENDING = re.compile(r"[。；！？]\s*$")
_HEAD_LINES = 15
_AGAIN = 3
_TAIL = 400


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a report says; "" or None where it does not say."""

    title: str
    unit: str
    fiscal_year: int | None
    report_type: str
    published: str
    aliases: tuple[str, ...]
    embedded: tuple[str, ...]


def metadata(text: str, sections: Sequence[Section], grids: Sequence[Grid]) -> Metadata:
    """Return title, unit, year, type, date, the unit's other names and the titles of embedded reports."""
    head = _head(text)
    title = _title(head)
    unit, short_forms = reporting_unit(text, title, head, sections, grids)
    kind = report_type(title) or next(filter(None, map(report_type, head)), "")
    embedded = tuple(section.heading for section in sections if section.kind == "embedded")
    return Metadata(title, unit, _fiscal_year(text, title, head), kind, _published(text), aliases(text, unit, short_forms), embedded)


def _head(text: str) -> tuple[str, ...]:
    """Return the lines of the cover: those above the first heading or sentence."""
    lines: list[str] = []
    for line in text[:2000].split("\n"):
        words = line.strip()
        if not words:
            continue
        if marker(words) or _ENDING.search(words) or (lines and kind_of(words, bare=True) and not report_type(words)):
            break
        lines.append(words)
        if len(lines) == _HEAD_LINES:
            break
    return tuple(lines)


def _title(head: Sequence[str]) -> str:
    """Return the title: the cover's line that names a type of report, with the year line above it; else the first line."""
    for index, line in enumerate(head):
        if report_type(line) and len(line) <= 80:
            before = head[index - 1] if index else ""
            lone_year = _YEAR.search(before) and len(before) <= 9 and not _YEAR.search(line)
            return before + line if lone_year else line
    return head[0] if head and len(head[0]) <= 80 else ""


def _years(text: str) -> list[int]:
    years = [int(year) for year in _YEAR.findall(text)]
    return years + [_han_year(pair) for pair in _HAN_YEAR.findall(text)]


def _fiscal_year(text: str, title: str, head: Sequence[str]) -> int | None:
    """Return the year reported on: the title's, unless the body never speaks of it; else the one the body speaks of most."""
    body = Counter(_years(text))
    said = Counter(body)
    # The year of 2020年工作打算 is planned for, not reported on.
    body.subtract(int(year) for year in _PLANNED.findall(text))
    # 2024年度 names the budget year itself, a date does so only by the way.
    body.update({int(year): 2 * count for year, count in Counter(_FISCAL.findall(text)).items()})
    for line in (title, *head):
        named = _years(line)
        if named:
            year = named[0]
            other = body.most_common(1)[0][0]
            # A report that calls its year 今年 names others by the way; only one named again and again is meant instead.
            return year if body[year] > 1 or len(+body) < 2 or said[other] < _AGAIN else other
    ranked = sorted(body.items(), key=lambda item: (-item[1], -item[0]))
    return ranked[0][0] if ranked and ranked[0][1] >= 2 else None


def _published(text: str) -> str:
    """Return the printed date of the report (ISO 8601): a line of its own near the end, or behind its label; else ""."""
    for line in reversed(text[-_TAIL:].split("\n")):
        match = _DATE.fullmatch(line.strip())
        if match:
            return _iso(*map(int, match.groups()))
        han = _HAN_DATE.fullmatch(line.strip())
        if han:
            return _iso(_han_year(han[1] + han[2]), ordinal(han[3]), ordinal(han[4]))
    for label in _PUBLISHED.finditer(text):
        match = _DATE.match(text, label.end())
        if match:
            return _iso(*map(int, match.groups()))
    return ""


def _han_year(digits: Iterable[str]) -> int:
    return int("20" + "".join(_HAN_DIGITS[digit] for digit in digits))


def _iso(year: int, month: int, day: int) -> str:
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
