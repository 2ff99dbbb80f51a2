"""Counts of recognitions: how many hold a title in all, or newly got it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.awards import awards
from kg.extract.tallies import tallies
from kg.extract.titles import STATISTICAL, scheme_of
from kg.facts import RecognitionCount
from kg.model import Span
from kg.recognise.reading import Reading


def recognition_counts(reading: Reading) -> Iterator[RecognitionCount]:
    """Yield every count of a title: 新增X3家, 共有X9家, 甲、乙等7家企业获评X; each statement once, in text order."""
    found = [(tally.span, tally.title, tally.kind, tally.count) for tally in tallies(reading)]
    # Firms counted beside the verb got the title in the reported year.
    found += [(award.span, award.title, "new", award.count) for award in awards(reading) if award.count and award.status == "granted"]
    seen: set[tuple[str, str, int]] = set()
    for span, title, kind, count in sorted(found):
        scheme = scheme_of(title)
        if scheme.key != STATISTICAL and (title, kind, count) not in seen:
            seen.add((title, kind, count))
            yield _fact(reading, span, (title, kind, count))


def _fact(reading: Reading, span: Span, values: tuple[str, str, int]) -> RecognitionCount:
    title, kind, count = values
    return RecognitionCount(
        evidence=reading.report.evidence(span),
        extractor="recognition_counts",
        title=title,
        scheme=scheme_of(title),
        kind=kind,
        count=count,
    )
