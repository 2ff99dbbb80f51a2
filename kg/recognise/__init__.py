"""What is named and counted in a report: organisations in every form, numbers, sentences."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Mention, Report, Span, Table
from kg.recognise.candidate import Candidate
from kg.recognise.confidence import calibrated
from kg.recognise.quantities import numbers
from kg.recognise.reading import Number, Reading
from kg.structure.clauses import sentences

__all__ = ["Number", "Reading", "mentions", "recognise"]


def recognise(report: Report) -> Reading:
    """Return `report` with its mentions, numbers and sentences, each in the order of the text."""
    return Reading(report, mentions(report.text, report.tables), numbers(report), tuple(sentences(report.text)))


def mentions(text: str, tables: Sequence[Table] = ()) -> tuple[Mention, ...]:
    """Return the organisations named in `text` and in the cells of its `tables`, none overlapping, left to right."""
    from kg.recognise.host import organisations

    return tuple(_mention(text, candidate) for candidate in organisations(text, tables))


def _mention(text: str, found: Candidate) -> Mention:
    """Return the mention of a candidate that stands, as sure as its evidence has proved to be."""
    span, held = Span(found.start, found.end), calibrated(found)
    surface = text[found.start : found.end]
    if held is None:
        return Mention(span, surface, found.kind, found.recogniser, round(min(found.score, 1.0), 2), found.reasons)
    return Mention(span, surface, found.kind, found.recogniser, held.value, (*found.reasons, held.reason()))
