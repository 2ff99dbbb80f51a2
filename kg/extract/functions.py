"""The unit's statutory functions: numbered lists, lists without numbers, members of one sentence, and one running paragraph.

Duties set apart by semicolons are duties of their own; a sentence that joins them with commas is one, and so is a paragraph of
several sentences, which sums them up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.concepts import every
from kg.facts import Function
from kg.model import Section, Span
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences
from kg.structure.duties import RUNNING, yearly
from kg.structure.numbering import Marker, marker

_EXTRACTOR = "functions"
# Where units present themselves; short reports do so before any heading.
_PLACES = frozenset({"overview", "organisation", "cover"})
_INTRO = re.compile(
    r"[：:]\s*$|^(?:根据|按照|依据|经)[^。]{0,120}(?:如下|规定|职责|职能)[，。：:]?$|^[^。，；]{0,40}(?:职责|职能)[^。，；]{0,12}(?:如下|为)?[。]?$"
)
# Sentences on staff and offices stand among the functions of some reports.
# A telegraphic report labels each paragraph: 职能：… 机构：… 人员：….
_STAFF = r"(?:核定|行政|事业|人员|参公|工勤|机关|现有|总|机构)编制|编制(?:数|人数|总数|人员|核定|共|为|情况|\s*\d|[：:])"
_OTHER = re.compile(
    r"^(?:内设|单位|部门)?(?:机构|人员|编制|处室|科室)(?:设置|构成|情况|配备)*[：:]"
    rf"|^(?:[^，。：:]{{0,30}})(?:内设|下设|{_STAFF}|在职|在编|离退休|人员(?:情况|构成)|设有|决算单位|无$|如下$)"
    r"|^[^，。：:；]{0,16}[设辖][^，。：:；、]{1,14}[科室股处部局中心站所](?:[（(][^）)]{1,16}[）)])?、"
    r"|^(?:共有|现有|年末|截[至止]|下属|所属|直属|下辖|另有|另设)"
)
_PRESENTED = re.compile(
    r"(?:是|系|为|属)[^。，]{0,40}(?:事业单位|工作部门|组成部门|职能部门|行政单位|行政机关|派出机构|机构|单位|部门)(?:[（(][^）)]{0,20}[）)])?[，。][^责]*$|级(?:单位)?。$"
    r"|^[^。]{0,60}(?:成立于|始建于|组建于|创建于|隶属于?)[^责]*$"
)
_VERBS = "负责|承担|主管|履行|从事|担负|肩负|行使|受理|经办"
_DUTY = re.compile(
    rf"(?:^|[，。；：,;])\s*((?:(?:依法)?代表[^，。；]{{2,20}}行使|(?:主要|具体|统一|依法|归口|综合)?(?:{_VERBS})|主要(?:开展|提供|组织|为|是?培养|围绕))(?!人)[^。]{{4,}}。?)"
)
# The sentence that says what the unit is may go on with what it does.
_IS_A = re.compile(r"(?:是|系|为|属于?)[^。，；]{0,40}(?:单位|部门|机构|机关|局|院|校|中心|医院)")
_INLINE = re.compile(
    r"(?:(?<=[：:；;。，,、\s])|^)(?=[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、．]|\d{1,2}\.(?!\d)"
    r"|[（(]?\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,、])"
)
_BULLET = re.compile(r"[\s　]*[-—–*•●○◆◇■□▪▲△★☆►▶✓√·]+[\s　]*")
_ORDINAL_WORD = re.compile(r"第[一二三四五六七八九十]{1,2}[，,、]\s*")
_LABEL_CELL = re.compile(r"(?:部门|单位|机构)?(?:主要|基本|工作)*(?:职责|职能)(?:任务)?(?:概述|简介|描述|概况|内容)?")
_SHORTEST = 8
_COUNTED = re.compile(
    r"(?P<n>\d{1,2}|[两二三四五六七八九十])(?:个方面|大|项|条|个|方面)(?:主要|基本|具体|工作)*的?"
    r"(?:职责|职能|任务|工作)(?:[：:]|(?:分别)?(?:是|为)[：:]?)\s*$"
)
_LEAD_REACH = 30
# 编制发展规划、负责招商引资、…、完成县委县政府下达的其他任务: each member has a verb of its own, the last one closes every list of duties.
_NEXT_DUTY = re.compile(
    r"、(?=负责|承担|组织|编制|拟订|拟定|制定|指导|协调|推进|推动|统筹|监督|管理|开展|实施|参与|完成|承办|研究|起草|贯彻|落实|受理|提供|保障)"
)
_OTHER_TASKS = re.compile(r"(?:完成|承办|承担)[^，。；]{0,24}(?:交办|下达|交给|安排|布置)的?其他")
_STRUNG = 4


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
    found = found or [item for section in reading.report.sections if section.kind in _PLACES for item in _duties(reading, section)]
    yield from found or _in_cells(reading)


def _in_section(text: str, section: Section) -> Iterator[_Item]:
    """Yield the items of a section on functions: the numbered lines where there are any, else its paragraphs."""
    lines = list(_lines(text, section))
    if any(_numbers(text, line)[:1] for line in lines):
        yield from _numbered(text, lines)
        return
    plain = [line for line in lines if not _is_aside(text[line.start : line.end])]
    rows = []
    for line in plain:
        lead = RUNNING.search(text, line.start, line.end)
        start = lead.end() if lead else _after_presentation(text, line)
        bullet = _BULLET.match(text, start, line.end)
        start = bullet.end() if bullet else start
        if start < line.end:
            rows.append(Span(start, _before_others(text, Span(start, line.end))))
    # Lines that all end in semicolons are one sentence, whose semicolons part duties wherever they stand.
    one = all(text[row.end - 1] in "；;" for row in rows[:-1] if row.start < row.end)
    for row in rows:
        if row.start < row.end:
            yield from _running(text, row, alone=one or len(rows) <= 2)


def _is_aside(words: str) -> bool:
    """Return whether a paragraph among the functions is none: it leads to a list, or speaks of staff and offices."""
    return bool(_INTRO.search(words) or _OTHER.match(words))


def _after_presentation(text: str, line: Span) -> int:
    """Return where the functions begin in a paragraph that first says what the unit is: XX局是政府工作部门。承担…."""
    for sentence in sentences(text, line):
        words = text[sentence.start : sentence.end]
        if _PRESENTED.search(words) or _OTHER.match(words):
            continue
        # 我站是…事业单位，负责…: the duties follow the presentation in one sentence.
        duty = _DUTY.search(words)
        return sentence.start + duty.start(1) if duty and _IS_A.search(words, 0, duty.start(1)) else sentence.start
    return line.end


def _before_others(text: str, span: Span) -> int:
    """Return where the functions of a paragraph end: before the first sentence on staff and offices."""
    last = span.start
    for sentence in sentences(text, span):
        if last > span.start and text[last - 1] in "。！" and _OTHER.match(text[sentence.start : sentence.end]):
            break
        last = sentence.end
    return last


def _before_staff(text: str, line: Span) -> int:
    """Return where the members of a sentence stop being functions: before the first one on staff, offices and bodies below."""
    last = line.start
    for member in sentences(text, line):
        if last > line.start and _OTHER.match(text[member.start : member.end]):
            break
        last = member.end
    return last


def _lines(text: str, section: Section) -> Iterator[Span]:
    """Yield the lines below a heading; a label (主要职责：…) leaves the rest of its own line."""
    start = section.span.start + text[section.span.start : section.span.end].find(section.heading) + len(section.heading)
    label = text[start : start + 1] in ("：", ":", "】", "］", "]")
    first = True
    for raw in text[start : section.span.end].split("\n"):
        words = raw.strip(" \t　。：:】］]") if first else raw.strip()
        if words and (not first or label or len(words) > 12):
            begin = start + raw.index(words)
            # The mark that ends the last sentence belongs to it; only marks of the heading are cut off.
            end = start + len(raw.rstrip()) if first else begin + len(words)
            yield Span(begin, end)
        first = False
        start += len(raw) + 1


def _numbers(text: str, line: Span) -> list[tuple[int, Marker]]:
    """Return the numbers that count the members of a line from one on, all in the style of the first: where each stands."""
    row: list[tuple[int, Marker]] = []
    # What opens the line may be a number of any style; inside it only those that cannot be part of a phrase.
    places = dict.fromkeys((line.start, *(match.start() for match in _INLINE.finditer(text, line.start, line.end))))
    for place in places:
        found = _mark(text, place)
        if found is None or found.ordinal != len(row) + 1:
            continue
        if not row or found.style == row[0][1].style:
            row.append((place, found))
    return row


def _mark(text: str, start: int) -> Marker | None:
    return marker(text, start) or _ordinal_word(text, start)


def _ordinal_word(text: str, start: int) -> Marker | None:
    """Return 第一， as a number."""
    match = _ORDINAL_WORD.match(text, start)
    return Marker("spoken", "一二三四五六七八九十".find(match[0][1]) + 1, match[0].strip(), match.end()) if match else None


def _numbered(text: str, lines: list[Span]) -> Iterator[_Item]:
    """Yield the numbered items; lines numbered in another style below an item belong to it, and a line may hold several items."""
    first: Marker | None = None
    pending: _Item | None = None
    for line in lines:
        inline = _numbers(text, line)
        words = text[line.start : line.end]
        found = _mark(words, 0)
        if first is None and inline:
            first = inline[0][1]
        if first is None:
            continue
        if len(inline) > 1 and inline[0][1].style == first.style:
            if pending is not None:
                yield pending
            pending = None
            yield from _members(text, inline, _before_others(text, line))
        elif found is not None and found.style == first.style:
            if pending is not None:
                yield pending
            pending = _Item(Span(line.start + found.end, line.end), found.ordinal)
        elif found is not None and pending is not None and found.level > first.level and not _OTHER.match(words[found.end :]):
            pending = _Item(Span(pending.span.start, line.end), pending.ordinal)
        elif pending is None and inline and inline[0][1].style == first.style:
            yield from _members(text, inline, _before_others(text, line))
    if pending is not None:
        yield pending


def _members(text: str, row: list[tuple[int, Marker]], end: int) -> Iterator[_Item]:
    """Yield the members of a line that its numbers set apart."""
    bounds = [start for start, _ in row] + [max(end, row[-1][1].end)]
    for (_, mark), (_, stop) in zip(row, pairwise(bounds), strict=True):
        while stop > mark.end and text[stop - 1].isspace():
            stop -= 1
        yield _Item(Span(mark.end, stop), mark.ordinal)


def _running(text: str, line: Span, alone: bool = True) -> Iterator[_Item]:
    """Yield the functions of one paragraph: those it numbers, the members of one sentence, or the paragraph as one.

    A paragraph of several sentences sums the functions up; a sentence that stands `alone` lists them between semicolons.
    """
    row = _numbers(text, line)
    semicolons = text.count("；", line.start, line.end) + text.count(";", line.start, line.end)
    if len(row) >= 2:
        yield from _members(text, row, line.end)
    elif alone and text.count("。", line.start, line.end) <= 1 and semicolons:
        yield from (_Item(part, None) for part in sentences(text, Span(line.start, _before_staff(text, line))))
    elif listed := _strung(text, line):
        yield from (_Item(part, None) for part in listed)
    elif counted := _counted(text, line):
        yield from (_Item(part, None) for part in counted)
    else:
        yield _Item(line, None)


def _strung(text: str, line: Span) -> list[Span]:
    """Return the members of a sentence that strings duties together with 、, each with its verb, up to the other tasks; or []."""
    stop = text.find("。", line.start, line.end)
    end = line.end if stop < 0 else stop + 1
    starts = [line.start, *(match.end() for match in _NEXT_DUTY.finditer(text, line.start, end))]
    found = [Span(start, after) for start, after in zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True)]
    return found if len(found) >= _STRUNG and _OTHER_TASKS.match(text, found[-1].start) else []


def _counted(text: str, line: Span) -> list[Span]:
    """Return the members of a sentence that its lead counts (承担四项职责：…，…，…，…), or [] where commas do not part it in as many."""
    lead = _COUNTED.search(text, max(0, line.start - _LEAD_REACH), line.start)
    if lead is None:
        return []
    wanted = int(lead["n"]) if lead["n"].isdecimal() else "一二三四五六七八九十".find(lead["n"].replace("两", "二")) + 1
    stop = text.find("。", line.start, line.end)
    end = line.end if stop < 0 else stop + 1
    found = [Span(line.start + m.start(), line.start + m.end()) for m in re.finditer("[^，,；;]+", text[line.start : end])]
    return found if len(found) == wanted else []


def _behind_words(reading: Reading, section: Section) -> Iterator[_Item]:
    """Yield the functions that run on behind 主要职责是 inside a paragraph of another section."""
    text = reading.text
    done = 0
    for match in RUNNING.finditer(text, section.span.start, section.span.end):
        if match.start() < done or reading.report.section_at(match.start()) is not section or yearly(text, match.start(), match.end()):
            continue
        end = text.find("\n", match.end())
        end = section.span.end if end < 0 else min(end, section.span.end)
        done = last = _before_others(text, Span(match.end(), end)) if not _OTHER.match(text, match.end()) else match.end()
        if last - match.end() >= _SHORTEST:
            yield from _running(text, Span(match.end(), last))


def _duties(reading: Reading, section: Section) -> Iterator[_Item]:
    """Yield what the unit is said to be in charge of where no list of functions is given: from 负责 to the end of the sentence."""
    text = reading.text
    for whole in _full_sentences(text, section.span):
        if reading.report.section_at(whole.start) is not section:
            continue
        words = text[whole.start : whole.end]
        match = _DUTY.search(words)
        if match is None or _OTHER.match(words):
            continue
        if section.kind == "overview" or _presents(reading, words[: match.start(1)]):
            yield from _running(text, Span(whole.start + match.start(1), whole.start + match.end(1)))


def _presents(reading: Reading, words: str) -> bool:
    """Return whether the words before a duty say what the unit is: outside an overview others have duties too."""
    report = reading.report
    return _IS_A.search(words) is not None and any(name in words for name in (report.unit, *report.unit_aliases))


def _full_sentences(text: str, within: Span) -> Iterator[Span]:
    """Yield the sentences up to the full stop, semicolons included."""
    start = within.start
    for match in re.finditer(r"。|\n+", text[within.start : within.end]):
        end = within.start + match.end()
        if text[start:end].strip():
            yield Span(start, end - (len(match[0]) if match[0][0] == "\n" else 0))
        start = end
    if text[start : within.end].strip():
        yield Span(start, within.end)


def _in_cells(reading: Reading) -> Iterator[_Item]:
    """Yield the functions that a form gives in the cell beside its label: 部门职能概述 | 负责…."""
    for table in reading.report.tables:
        for row in (*table.header, *table.rows):
            for label, cell in pairwise(row):
                if _LABEL_CELL.fullmatch("".join(label.text.split())) and len(cell.text) >= _SHORTEST:
                    yield from _running(reading.text, cell.span)
