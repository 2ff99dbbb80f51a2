"""Lines that give the details of one project: 项目支出25万元 below the project's own heading is its amount, not the unit's total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.extract.account_clauses import kinds_above, prose_lines
from kg.model import Span
from kg.recognise.reading import Reading
from kg.structure.numbering import marker

PROJECT_SECTIONS: Final = frozenset({"project_expenditure", "project_performance"})

_DETAIL: Final = re.compile(r"[\s　]*(?:该)?(?:项目|专项)(?:资金|经费)?(?:实际)?(?:支出|投入|金额)(?:为|共计?)?\s*[\d０-９]")
_ANNOUNCED: Final = re.compile(r"(?:如下|情况)[：:]\s*$")
# A heading that names a project is a line of its own: it ends without a full stop or holds nothing but name and amount.
_HEADING_LENGTH: Final = 60


def detail_lines(reading: Reading) -> tuple[Span, ...]:
    """Return the lines that state the amount of the project named on the line before, in text order."""
    return tuple(line for line, _ in details(reading))


def details(reading: Reading) -> tuple[tuple[Span, Span | None], ...]:
    """Return each detail line with the heading line that names its project (None where the line before only announces it)."""
    return reading.once(_all_details)


def _all_details(reading: Reading) -> tuple[tuple[Span, Span | None], ...]:
    return tuple(_details(reading))


def _details(reading: Reading) -> Iterator[tuple[Span, Span | None]]:
    before: Span | None = None
    for line in prose_lines(reading):
        if before is not None and _DETAIL.match(reading.text, line.start, line.end):
            text = reading.text[before.start : before.end]
            if _ANNOUNCED.search(text):
                yield line, None
            elif _names_project(text) and PROJECT_SECTIONS & set(kinds_above(reading, line.start)):
                yield line, before
        before = line


def _names_project(text: str) -> bool:
    return (
        marker(text) is not None
        and not re.search(r"项目(?:支出|资金|经费)(?!项目)|采购|收支|预算执行", text)
        and len(text) <= _HEADING_LENGTH
        and "，" not in text
        and not text.rstrip().endswith(("；", ";"))
    )
