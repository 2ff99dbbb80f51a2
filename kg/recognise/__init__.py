"""What is named and counted in a report: organisations in every form, numbers, sentences."""

from __future__ import annotations

from kg.model import Mention, Report, Span
from kg.recognise.quantities import numbers
from kg.recognise.reading import Number, Reading
from kg.structure.clauses import sentences

__all__ = ["Number", "Reading", "mentions", "recognise"]


def recognise(report: Report) -> Reading:
    """Return `report` with its mentions, numbers and sentences, each in the order of the text."""
    return Reading(report, mentions(report.text), numbers(report), tuple(sentences(report.text)))


def mentions(text: str) -> tuple[Mention, ...]:
    """Return the organisations named in `text`, none overlapping, left to right."""
    from kg.recognise.host import organisations

    return tuple(
        Mention(Span(c.start, c.end), text[c.start : c.end], c.kind, c.recogniser, round(min(c.score, 1.0), 2), c.reasons)
        for c in organisations(text)
    )
