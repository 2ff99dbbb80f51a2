"""Problems a unit names in its own work and the remedies it announces, one an item or a group of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.facts import Problem, Remedy
from kg.model import Report, Section, Span
from kg.recognise.reading import Reading
from kg.structure.numbering import marker

_EXTRACTOR = "problems"
_KINDS = frozenset({"problems", "remedies", "problems_remedies"})
# Under one heading for both, what is announced is told by its verb.
_ANNOUNCED = re.compile(
    r"^(?:[^，。]{0,12}[，])?(?:今后|下一?步|将|建议|拟|要|应|进一步|加强|强化|完善|健全|规范|优化|提高|严格|科学|合理|积极|加大|加快|细化|建立|督促|定期|及时)"
)
_DATE = re.compile(r"[\d二〇○零一三四五六七八九]{4}\s*年[\d一二三四五六七八九十\s]{1,4}月[\d一二三四五六七八九十\s]{1,5}日")
_NOTHING = re.compile(r"^(?:暂?无|没有|不存在|未发现|不涉及|无此[类项])|^[^，。]{0,10}(?:如下|以下[^，。]{0,10})[：:。]?$")
_SENTENCE = re.compile(r"[^。！？]+[。！？]*[”’」』）)]*")
_GROUP = re.compile(
    r"(?:(?<=[。；;：:，])|^)\s*(?=(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]，|首先，|其次，|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、．]|\d{1,2}\.(?!\d)))"
)


def problems(reading: Reading) -> Iterator[Problem | Remedy]:
    """Yield the problems and remedies in reading order, each with its words as evidence."""
    report = reading.report
    for line in report.lines():
        section = report.section_at(line.start)
        if _is_signature(report, line):
            continue
        if section is None or section.kind not in _KINDS or report.table_at(line.start) is not None:
            continue
        for span in _statements(report.text, _without_heading(report.text, line, section)):
            text = report.text[span.start : span.end]
            kind = Remedy if _is_remedy(section, text) else Problem
            yield kind(evidence=report.evidence(span), extractor=_EXTRACTOR, text=text)


def _is_signature(report: Report, line: Span) -> bool:
    words = report.text[line.start : line.end].strip()
    return words == report.unit or _DATE.fullmatch(words) is not None


def _is_remedy(section: Section, text: str) -> bool:
    if section.kind == "problems_remedies":
        found = marker(text)
        return _ANNOUNCED.match(text[found.end :] if found else text) is not None
    return section.kind == "remedies"


def _without_heading(text: str, line: Span, section: Section) -> Span:
    """Return the line, or what runs on behind a label (存在问题：…); nothing of a line that is only a heading."""
    end = line.start + len(text[line.start : line.end].rstrip())
    if not line.start <= section.span.start < line.end:
        return Span(line.start, end)
    heading = text.find(section.heading, line.start, end) + len(section.heading)
    if text[heading : heading + 1] in ("：", ":"):
        return Span(heading + 1, end)
    # The first sentence of an item is its heading and belongs to what it says.
    return Span(line.start, end) if end - heading > 12 else Span(end, end)


def _statements(text: str, line: Span) -> Iterator[Span]:
    """Yield a numbered line as one statement, the groups 一是…二是… of a paragraph, or its sentences."""
    words = text[line.start : line.end]
    cuts = [line.start + match.end() for match in _GROUP.finditer(words)]
    if marker(words) is not None and len(cuts) <= 1:
        spans: Iterator[Span] = iter((line,))
    elif len(cuts) >= 2:
        bounds = [line.start, *(cut for cut in cuts if cut > line.start), line.end]
        spans = (Span(start, end) for start, end in pairwise(bounds))
    else:
        spans = (Span(line.start + match.start(), line.start + match.end()) for match in _SENTENCE.finditer(words))
    for span in spans:
        found = marker(text, span.start)
        stripped = text[span.start : span.end].strip()
        if found is not None and found.end >= span.end:
            continue
        body = stripped[found.end - span.start :] if found else stripped
        if len(body) >= 4 and not _NOTHING.match(body):
            begin = text.index(stripped, span.start)
            yield Span(begin, begin + len(stripped))
