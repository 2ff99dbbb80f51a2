"""The outline of a report: headings in every style of numbering, nested, with the kind of each section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import Grid, Section, Span
from kg.structure.duties import LEAD_IN, yearly
from kg.structure.headings import kind_of, squashed
from kg.structure.numbering import LEVELS, Marker, marker
from kg.structure.report_types import is_title, report_type

_STOP = re.compile(r"[。；！？;!?]\s*$")
_CLAUSE = re.compile(r"[。；;]")
_FIGURE = re.compile(r"\d")
# 职能：…, 【主要职责】…, and, where emphasis was lost, 主要职责　负责….
_LABEL = re.compile(r"^[【［\[]?([^，。；：:,;\d\s【】］\]]{2,16})(?:[】］\]]\s*[：:]?(?=.)|[：:](?=.)|[ \t　]+(?=\S.{11,}))")
_ANNEX = re.compile(r"^附[件表录]\s*[一二三四五六七八九十\d]{0,2}\s*[：:.、]?\s*")
_LEADER = re.compile(r"[.…·．]{4,}\s*\d*\s*$")
# 一、财政拨款收入 307.82 一、外交支出: a row of a table whose cells lost their borders.
_ROW = re.compile(r"[\s　](?:(?!20\d\d\s*年)-?\d[\d,]*\.?\d*(?=\s|$)|[一二三四五六七八九十]+、)")
# 一、基本支出：指…, 2.“三公”经费，是指…: a term and what it means.
_DEFINED = re.compile(r"^.{2,40}?[：:，,]?\s*(?:是指|指|反映|系指)")
_FRAMED = re.compile(r"[【［\[〔〖「《]\s*([^【】［］\[\]〔〕〖〗「」《》]{2,24}?)\s*[】］\]〕〗」》]\s*[：:]?")
_SIGN = re.compile(r"^[◆■★▲●◇□☆△○※►▶➤]+\s*")
_LONGEST = 60
_RUN_IN = 24
_LABEL_LEVEL = 10
# Sections whose numbered lines are items of a list, not headings.
_LISTS = frozenset({"functions", "glossary"})


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading where it stands; `end` closes its words, `style` and `ordinal` are empty where it has no number."""

    start: int
    end: int
    level: int
    number: str
    words: str
    kind: str
    style: str = ""
    ordinal: int = 0


def sections(text: str, grids: Sequence[Grid] = ()) -> tuple[Section, ...]:
    """Return the sections of a canonical text in reading order; a section of unknown kind takes its parent's."""
    lines = list(_prose_lines(text, grids))
    found = _straightened(list(_headings(lines)))
    if lines and (not found or found[0].start > 0):
        found.insert(0, _Heading(0, 0, _LABEL_LEVEL, "", "", "cover"))
    return _nested(found, len(text))


def _prose_lines(text: str, grids: Sequence[Grid]) -> Iterator[_Line]:
    """Yield the non-empty lines outside tables."""
    start = 0
    upcoming = iter(grids)
    grid = next(upcoming, None)
    for line in text.split("\n"):
        while grid is not None and grid.span.end <= start:
            grid = next(upcoming, None)
        if line.strip() and (grid is None or start < grid.span.start):
            yield _Line(start, line)
        start += len(line) + 1


def _headings(lines: Sequence[_Line]) -> Iterator[_Heading]:
    """Yield the headings among the lines; a table of contents is one section without headings of its own."""
    current: _Heading | None = None
    item: Marker | None = None  # the last item of the list that the open section holds
    index = 0
    while index < len(lines):
        line = lines[index]
        below = lines[index + 1] if index + 1 < len(lines) else None
        found = marker(line.text)
        heading = _marked(line, found, below) if found else _unmarked(line, below, cover=current is None)
        if heading is not None and current is not None and current.kind in _LISTS and _is_item(heading, current, item, line):
            heading = None
        if heading is None:
            item = found or item
            index += 1
            continue
        yield heading
        current, item = heading, None
        index += 1 if heading.end <= line.start + len(line.text) else 2
        if heading.kind == "toc":
            index = _after_contents(lines, index)


def _is_item(heading: _Heading, current: _Heading, item: Marker | None, line: _Line) -> bool:
    """Return whether what looks like a heading is an item of the list that the open section is.

    A heading of another kind that closes no sentence breaks the list, unless its number goes on from the item before it.
    """
    if current.kind == "glossary":
        if heading.style and _DEFINED.search(line.text):
            # 二、名词解释 numbers its terms from 一、 again.
            return True
        return heading.level > current.level if heading.style else heading.kind in ("", current.kind)
    if not heading.style:
        return False
    goes_on = item is not None and item.style == heading.style and item.ordinal + 1 == heading.ordinal
    if heading.kind not in ("", current.kind) and not _STOP.search(line.text):
        return goes_on and not (heading.style == current.style and heading.ordinal == current.ordinal + 1)
    if item is None:
        return heading.ordinal == 1 or heading.level > current.level
    return item.style == heading.style or heading.level > item.level


def _marked(line: _Line, found: Marker, below: _Line | None) -> _Heading | None:
    """Return the heading of a numbered line: the whole line, or its first sentence where the text runs on behind it."""
    words = line.text[found.end :].strip()
    end = line.start + len(line.text)
    if _ROW.search(words):
        return None
    if not words:
        # 第一部分 stands alone on its line, its title on the next.
        if below is None or marker(below.text) or len(below.text) > _LONGEST or _STOP.search(below.text):
            return None
        words, end = below.text.strip(), below.start + len(below.text)
    elif (label := _LABEL.match(words)) is not None and kind_of(label[1], bare=True):
        # （一）主要问题：一是… : the label is the heading, the text runs on behind it.
        words, end = label[1], line.start + line.text.index(label[1], found.end) + len(label[1])
    elif len(words) > _LONGEST or _STOP.search(words) or _CLAUSE.search(words):
        known = kind_of(words) if len(words) <= 24 and not _CLAUSE.search(words[:-1]) and not _FIGURE.search(words) else ""
        if not known:
            return _run_in(line, found)
    return _Heading(line.start, end, found.level, found.printed, words.rstrip("。：:；;"), kind_of(words), found.style, found.ordinal)


def _run_in(line: _Line, found: Marker) -> _Heading | None:
    """Return the heading that is the first sentence of a paragraph: short, without figures, and followed by more."""
    stop = line.text.find("。", found.end)
    words = line.text[found.end : stop].strip() if stop > 0 else ""
    kind = kind_of(words, bare=True) if words else ""
    # 职责 and 机构 are headings as they stand; other words must be long enough for one.
    if not (kind or len(words) >= 4) or len(words) > _RUN_IN or "；" in words or _FIGURE.search(words) or len(line.text) - stop < 12:
        return None
    return _Heading(line.start, line.start + stop + 1, found.level, found.printed, words, kind, found.style, found.ordinal)


def _unmarked(line: _Line, below: _Line | None, cover: bool) -> _Heading | None:
    """Return the heading of a line without a number: an annex, the title of an embedded report, known words, or a label.

    On the `cover`, above the first heading, a line that names a type of report is the title, not a heading.
    """
    text = _unframed(line.text.strip())
    end = line.start + len(line.text)
    annex = _ANNEX.match(text)
    if annex and len(text) <= _LONGEST:
        words = text[annex.end() :].strip()
        if not words and below is not None and len(below.text) <= _LONGEST and marker(below.text) is None:
            words, end = below.text.strip(), below.start + len(below.text)
        # 附件：1. … 2. … lists what follows; 附件2 with a title opens it.
        kind = "" if marker(words) else kind_of(words)
        return _Heading(line.start, end, 1, annex.group().strip(), words or text, kind or "attachment")
    if line.start > 0 and len(text) <= _LONGEST and is_title(text):
        return _Heading(line.start, end, 1, "", text, "embedded")
    kind = kind_of(text, bare=True)
    if kind and not (cover and report_type(text)):
        return _Heading(line.start, end, 2 if kind != "toc" else 1, "", text.rstrip("。：:"), kind)
    label = _LABEL.match(text)
    kind = kind_of(label[1], bare=True) if label else ""
    if label and kind:
        return _Heading(line.start, line.start + line.text.index(label[1]) + len(label[1]), _LABEL_LEVEL, "", label[1], kind)
    lead = LEAD_IN.search(line.text)
    if lead and not yearly(line.text, lead.start(1), lead.end(1)):
        return _Heading(line.start + lead.start(1), end, _LABEL_LEVEL, "", lead[1], "functions")
    return None


def _unframed(text: str) -> str:
    """Return a line without the brackets that frame it (【主要职责】) or the sign that sets it off (◆主要职责)."""
    framed = _FRAMED.fullmatch(text)
    return framed[1] if framed else _SIGN.sub("", text)


def _after_contents(lines: Sequence[_Line], first: int) -> int:
    """Return the line after a table of contents: where its first entry stands again, or where sentences begin."""
    if first >= len(lines):
        return first
    entry = squashed(_LEADER.sub("", lines[first].text))
    for index in range(first + 1, len(lines)):
        words = squashed(lines[index].text)
        if words == entry or (len(words) >= 4 and entry.startswith(words)) or (len(entry) >= 4 and words.startswith(entry)):
            return index
        if len(words) > _LONGEST or _STOP.search(lines[index].text):
            # The contents were not repeated word for word: the last numbered line before the sentence opens the text.
            back = index
            while back > first + 1 and marker(lines[back].text) is None:
                back -= 1
            return back
    return len(lines)


def _straightened(headings: list[_Heading]) -> list[_Heading]:
    """Give a heading that is numbered in the wrong style (4、 between 三、 and 五、) the style of its row."""
    fixed: list[_Heading] = []
    for index, heading in enumerate(headings):
        better = {"arabic": "han", "arabic_paren": "han_paren"}.get(heading.style)
        if better and heading.kind and _belongs(heading, better, fixed, headings[index + 1 :]):
            heading = replace(heading, style=better, level=LEVELS[better])  # type: ignore[index]
        fixed.append(heading)
    return fixed


def _belongs(heading: _Heading, style: str, before: list[_Heading], after: list[_Heading]) -> bool:
    """Return whether the rows of `style` lack this number here, and the row of its own style does not have its place."""
    own = next((h for h in reversed(before) if h.style == heading.style or h.level < heading.level), None)
    if own is not None and own.style == heading.style and own.ordinal == heading.ordinal - 1:
        return False
    last = next((h for h in reversed(before) if h.style == style or h.level < LEVELS[style]), None)  # type: ignore[index]
    if last is not None and last.style == style:
        return last.ordinal == heading.ordinal - 1
    following = next((h for h in after if h.style == style or h.level < LEVELS[style]), None)  # type: ignore[index]
    return following is not None and following.style == style and following.ordinal == heading.ordinal + 1


def _nested(headings: Sequence[_Heading], end: int) -> tuple[Section, ...]:
    """Close each heading's section at the next one of its level or above, and let kinds pass down."""
    ends = [end] * len(headings)
    parents: list[int | None] = []
    stack: list[int] = []
    for index, heading in enumerate(headings):
        while stack and headings[stack[-1]].level >= heading.level:
            ends[stack.pop()] = heading.start
        parents.append(stack[-1] if stack else None)
        stack.append(index)
    found: list[Section] = []
    for index, heading in enumerate(headings):
        parent = parents[index]
        kind = heading.kind or (found[parent].kind if parent is not None else "")
        found.append(Section(kind, heading.number, heading.words, heading.level, Span(heading.start, ends[index]), parent))
    return tuple(found)
