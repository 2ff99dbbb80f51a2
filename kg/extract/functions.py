"""The unit's statutory functions: numbered lists, lists without numbers, and one running paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.concepts import every
from kg.facts import Function
from kg.model import Section, Span
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences
from kg.structure.numbering import Marker, marker

_EXTRACTOR = "functions"
_PLACES = frozenset({"overview", "organisation"})
_INTRO = re.compile(r"[：:]\s*$|^根据[^。]{0,80}(?:如下|规定)[，。：:]?$")
# Sentences on staff and offices stand among the functions of some reports.
# A telegraphic report labels each paragraph: 职能：… 机构：… 人员：….
_OTHER = re.compile(
    r"^(?:内设|单位|部门)?(?:机构|人员|编制|处室|科室)(?:设置|构成|情况|配备)*[：:]|^(?:[^，。：:]{0,30})(?:内设|下设|编制|在职|人员(?:情况|编制|构成)|设有|决算单位|无$|如下$)"
)
_RUNNING = re.compile(
    r"(?:主要|基本|工作)?(?:工作)?(?:职责|职能|任务)(?:任务)?(?:主要)?(?:是|为|有|包括|如下)?\s*[：:]\s*(?=\S)|主要(?:工作)?(?:职责|职能|任务)(?:是|为|有|包括)(?=\S)"
)
_PRESENTED = re.compile(
    r"(?:是|系|为|属)[^。，]{0,40}(?:事业单位|工作部门|组成部门|职能部门|行政单位|行政机关|派出机构|机构)[，。][^责]*$|级(?:单位)?。$"
)
_DUTY = re.compile(r"(?:^|[，。；：,;])\s*((?:代表[^，。；]{2,20}行使|(?:主要|具体|统一)?(?:负责|承担|主管|履行|从事))(?!人)[^。]{4,}。?)")
_INLINE = re.compile(
    r"(?:(?<=[：:；;。，,\s])|^)(?=[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、．]|\d{1,2}\.(?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}是)"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """One function where it stands: the words after its number, and the number, None where it has none."""

    span: Span
    ordinal: int | None


def functions(reading: Reading) -> Iterator[Function]:
    """Yield the unit's functions in reading order; a list that a report repeats is given once."""
    report = reading.report
    if not report.unit:
        return
    seen: set[str] = set()
    for item in _items(reading):
        text = report.text[item.span.start : item.span.end]
        key = re.sub(r"\W", "", text)
        if len(key) < 4 or key in seen:
            continue
        seen.add(key)
        topics = every("function_topics", "topic", text)
        yield Function(
            evidence=report.evidence(item.span), extractor=_EXTRACTOR, unit=report.unit, ordinal=item.ordinal, text=text, topics=topics
        )


def _items(reading: Reading) -> Iterator[_Item]:
    sections = [section for section in reading.report.sections if section.kind == "functions"]
    outer = [section for section in sections if not any(o.span.contains(section.span) and o is not section for o in sections)]
    found = [item for section in outer for item in _in_section(reading.text, section)]
    found += [item for section in reading.report.sections if section.kind in _PLACES for item in _behind_words(reading, section)]
    if not found:
        found = [item for section in reading.report.sections if section.kind == "overview" for item in _duties(reading, section)]
    yield from found


def _in_section(text: str, section: Section) -> Iterator[_Item]:
    """Yield the items of a section on functions: the numbered lines where there are any, else its paragraphs."""
    lines = list(_lines(text, section))
    markers = [marker(text[line.start : line.end]) for line in lines]
    first = next((found for found in markers if found is not None and found.ordinal == 1), None)
    if first is not None:
        yield from _numbered(text, lines, markers, first)
        return
    plain = [line for line in lines if not _is_aside(text[line.start : line.end])]
    for line in plain:
        lead = _RUNNING.search(text, line.start, line.end)
        start = lead.end() if lead else _after_presentation(text, line)
        if start < line.end:
            yield from _running(text, Span(start, line.end), alone=len(plain) == 1)


def _is_aside(words: str) -> bool:
    """Return whether a paragraph among the functions is none: it leads to a list, or speaks of staff and offices."""
    return bool(_INTRO.search(words) or _OTHER.match(words))


def _after_presentation(text: str, line: Span) -> int:
    """Return where the functions begin in a paragraph that first says what the unit is: XX局是政府工作部门。承担…."""
    for sentence in sentences(text, line):
        if not _PRESENTED.search(text, sentence.start, sentence.end):
            return sentence.start
    return line.end


def _lines(text: str, section: Section) -> Iterator[Span]:
    """Yield the lines below a heading; a label (主要职责：…) leaves the rest of its own line."""
    start = section.span.start + text[section.span.start : section.span.end].find(section.heading) + len(section.heading)
    label = text[start : start + 1] in ("：", ":")
    first = True
    for raw in text[start : section.span.end].split("\n"):
        words = raw.strip(" \t　。：:") if first else raw.strip()
        if words and (not first or label or len(words) > 12):
            begin = start + raw.index(words)
            # The mark that ends the last sentence belongs to it; only marks of the heading are cut off.
            end = start + len(raw.rstrip()) if first else begin + len(words)
            yield Span(begin, end)
        first = False
        start += len(raw) + 1


def _numbered(text: str, lines: list[Span], markers: list[Marker | None], first: Marker) -> Iterator[_Item]:
    """Yield the numbered items; lines numbered in another style below an item belong to it."""
    pending: _Item | None = None
    for line, found in zip(lines, markers, strict=True):
        words = text[line.start : line.end]
        if found is not None and found.style == first.style:
            if pending is not None:
                yield pending
            pending = _Item(Span(line.start + found.end, line.end), found.ordinal)
        elif found is not None and pending is not None and found.level > first.level and not _OTHER.match(words[found.end :]):
            pending = _Item(Span(pending.span.start, line.end), pending.ordinal)
    if pending is not None:
        yield pending


def _running(text: str, line: Span, alone: bool = True) -> Iterator[_Item]:
    """Yield the functions of one paragraph: those it numbers, the members of one sentence, or the paragraph as one.

    A paragraph of several sentences sums the functions up; a sentence that stands `alone` lists them between semicolons.
    """
    starts = [line.start + match.start() for match in _INLINE.finditer(text[line.start : line.end])]
    found = [(start, marker(text, start)) for start in starts]
    row = [(start, mark) for start, mark in found if mark is not None]
    style = row[0][1].style if row else ""
    row = [(start, mark) for start, mark in row if mark.style == style]
    if len(row) >= 2 and [mark.ordinal for _, mark in row[:2]] == [1, 2]:
        ends = [start for start, _ in row[1:]] + [line.end]
        for (_, mark), end in zip(row, ends, strict=True):
            stop = end
            while text[stop - 1].isspace():
                stop -= 1
            yield _Item(Span(mark.end, stop), mark.ordinal)
    elif alone and text.count("。", line.start, line.end) <= 1 and text.count("；", line.start, line.end) >= 2:
        yield from (_Item(part, None) for part in sentences(text, line))
    else:
        yield _Item(line, None)


def _behind_words(reading: Reading, section: Section) -> Iterator[_Item]:
    """Yield the functions that run on behind 主要职责是 inside a paragraph of another section."""
    text = reading.text
    done = 0
    for match in _RUNNING.finditer(text, section.span.start, section.span.end):
        if match.start() < done or reading.report.section_at(match.start()) is not section:
            continue
        end = text.find("\n", match.end())
        end = section.span.end if end < 0 else min(end, section.span.end)
        last = match.end()
        for sentence in sentences(text, Span(match.end(), end)):
            if _OTHER.match(text[sentence.start : sentence.end]):
                break
            last = sentence.end
        done = last
        if last - match.end() >= 8:
            yield from _running(text, Span(match.end(), last))


def _duties(reading: Reading, section: Section) -> Iterator[_Item]:
    """Yield what the unit is said to be in charge of where no list of functions is given: from 负责 to the end of the sentence."""
    text = reading.text
    for sentence in sentences(text, section.span):
        inner = reading.report.section_at(sentence.start)
        if inner is not section:
            continue
        words = text[sentence.start : sentence.end]
        match = _DUTY.search(words)
        if match is not None and not _OTHER.match(words):
            yield _Item(Span(sentence.start + match.start(1), sentence.start + match.end(1)), None)
