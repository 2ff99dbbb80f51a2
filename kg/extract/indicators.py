"""Indicators: every measured or targeted figure that is not the unit's own account and not a count of titles, in prose and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.extract.account_clauses import prose_lines
from kg.extract.account_prose import statements
from kg.extract.awards import awards
from kg.extract.budget_items import items
from kg.extract.indicator_concepts import indicator, normal_form
from kg.extract.indicator_exclusions import of_a_fund
from kg.extract.indicator_prose import Line
from kg.extract.indicator_state import Found
from kg.extract.indicator_tables import in_cells
from kg.extract.scores import row_kind
from kg.extract.tallies import tallies
from kg.facts import Observation
from kg.model import Span, Table
from kg.recognise.reading import Reading
from kg.values import Period

_EXECUTION_RATE: Final = re.compile(r"预算执行率\s*(?:[为达到至约]|达到)*\s*$")
_OUTCOME: Final = re.compile(r"产出|效益|成效|效果|绩效(?!.*分)|完成情况|进展|实施内容|建设内容")
_TOLD: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_UNTOLD: Final = frozenset({"", "overview", "management", "project_performance", "targets"})
_PLAN: Final = ("预期", "目标", "计划")


def indicators(reading: Reading) -> Iterator[Observation]:
    """Yield each observation once, prose first, then tables; a figure printed again under the same name is the same observation."""
    seen: set[tuple[object, ...]] = set()
    for observation in (*_prose(reading), *_tables(reading)):
        quantity = observation.quantity
        # A standard indicator has one unit, whatever measure word a report prints (35名, 35人).
        unit = "" if observation.indicator.curated else quantity.unit
        key = (normal_form(observation.indicator.label), quantity.value, quantity.value_max, observation.role, _label(observation), unit)
        if key not in seen:
            seen.add(key)
            yield observation


def _label(observation: Observation) -> str:
    subject = observation.subject
    return subject if isinstance(subject, str) else subject.surface


def _prose(reading: Reading) -> Iterator[Observation]:
    taken = _taken(reading)
    for line, kind, target in _lines(reading):
        for found in Line(reading, line, kind, target).found():
            if found.number.span not in taken:
                yield _observation(reading, found)


def _lines(reading: Reading) -> Iterator[tuple[Span, str, bool]]:
    """Yield the lines of prose with the kind of their section, and the cells of prose in tables of goals (target or not)."""
    for line in prose_lines(reading):
        section = reading.report.section_at(line.start)
        kind = section.kind if section else ""
        # What a fund was spent on is the unit's account wherever no other kind of section says otherwise.
        yield line, "accounts" if section and kind in _UNTOLD and of_a_fund(section.heading) else kind, False
    for table in reading.report.tables:
        if table.kind != "goals":
            yield from ((line, "performance", False) for line in _outcomes(reading, table))
            continue
        plan = {cell.column for row in table.header for cell in row if any(word in cell.text for word in _PLAN) and "完成" not in cell.text}
        for row in table.rows:
            for cell in row[1:]:
                for line in _cell_lines(reading.text, cell.span):
                    yield line, "performance", cell.column in plan


def _outcomes(reading: Reading, table: Table) -> Iterator[Span]:
    """Yield the cells that tell in words what came out of the row (主要产出: 演出214场), but for rows of scores."""
    head = table.header[-1] if table.header else ()
    if any(row_kind(cell) == "level3" for cell in head):
        return
    columns = {cell.column for cell in head if _OUTCOME.search("".join(cell.text.split()))}
    for row in table.rows if columns else ():
        for cell in row:
            if cell.column in columns and _TOLD.match(cell.text.strip()):
                yield from _cell_lines(reading.text, cell.span)


def _cell_lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for line in text[span.start : span.end].split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _taken(reading: Reading) -> frozenset[Span]:
    """Return the places of the figures that other kinds of fact state: own accounts with their shares, budget items, counts of titles."""
    # 预算执行率 is an indicator of every form of self-evaluation, whatever account it is printed beside.
    spans = {statement.number.span for statement in statements(reading) if not _is_execution_rate(reading, statement.number.span)}
    counts = [(tally.span, tally.count) for tally in tallies(reading)]
    counts += [(award.span, award.count) for award in awards(reading) if award.count and award.status == "granted"]
    for item in items(reading):
        money = item.money
        # 两 in 残疾人两项补贴 belongs to the name of the line.
        spans |= {
            number.span
            for number in reading.numbers_in(item.evidence.span)
            if number.value == money or reading.text[number.span.start : number.span.end] in item.name
        }
    for span, count in counts:
        spans |= {number.span for number in reading.numbers_in(span) if number.value is not None and number.value.value == count}
    return frozenset(spans)


def _is_execution_rate(reading: Reading, span: Span) -> bool:
    return _EXECUTION_RATE.search(reading.text, max(0, span.start - 12), span.start) is not None


def _observation(reading: Reading, found: Found) -> Observation:
    return Observation(
        evidence=reading.report.evidence(found.span),
        extractor="indicators",
        subject=found.subject,
        indicator=indicator(found.name),
        role=found.role,
        quantity=found.quantity,
        period=found.period or _fiscal_year(reading),
        scope=found.scope,
    )


def _tables(reading: Reading) -> Iterator[Observation]:
    for item in in_cells(reading):
        yield Observation(
            evidence=reading.report.evidence(item.cell.span, item.place),
            extractor="indicators",
            subject=item.subject or reading.report.unit,
            indicator=indicator(item.name),
            role=item.role,
            quantity=item.quantity,
            period=_fiscal_year(reading),
        )


def _fiscal_year(reading: Reading) -> Period | None:
    """Return the year reported on: a report that prints no other period speaks of it."""
    year = reading.report.fiscal_year
    return None if year is None else Period(str(year), str(year), "")
