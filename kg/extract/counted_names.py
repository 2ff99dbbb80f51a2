"""Who is named beside a count of a title: in brackets behind it, in a list told to be the whole, or before it by 等."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from kg.extract.counting import named_first, within
from kg.extract.groups import groups
from kg.facts import Referent
from kg.model import Span
from kg.recognise.reading import Number, Reading
from kg.values import Quantity

_UNITS = frozenset({"家", "个", "户", "件", "项", "名", "所", "处", "张", "座"})
_LIST = re.compile(r"[（(](?P<list>[^（）()\n]{2,120})[）)]")
_SPELLED = re.compile(
    r"\s*(?:企业)?[，,]?(?:[^，。；：\d]{0,4}(?:单位|企业|机构|主体|对象|名单|载体|者)(?=是|为|有|分别|包括|：))?(?:各[\d.]+[万亿]?元)?[，,：:]?\s*"
    r"(?:分别(?:为|是|依托|落户)|依托|它们是|涉及|包括|主要有|有|即|为|是|：)\s*"
)
_JOINTS = re.compile("[、和及与]")
# A name in a list of names: short, with nothing told in it.
_NAME = re.compile(r"[“]?(?![一二三四五六七八九十两\d])[^，。；：、\d（）\s的了为将被有]{2,22}(?<!等)(?:[（(][^（）()]{1,20}[）)])?")
_EXAMPLES = re.compile("分别依托|涉及|包括")
_LIST_END = re.compile(r"[，。；：\n]")


def whole_count(number: Number) -> int | None:
    """Return the number that a count of organisations or things states exactly, or None."""
    value = number.value
    # 5户以上, ≥40家: a floor is set, not reached.
    if isinstance(value, Quantity) and value.comparator == "≥":
        return None
    if number.kind != "quantity" or not isinstance(value, Quantity) or value.unit not in _UNITS or value.value_max is not None:
        return None
    return int(value.value) if value.value == value.value.to_integral_value() and value.value < Decimal(10) ** 9 else None


def named_before(reading: Reading, sentence: Span, number: Number) -> tuple[tuple[Referent, ...], int]:
    """Return the names between a word of kind and the count, and where that begins: 新增甲、乙等5家X."""
    match = named_first().search(reading.text, sentence.start, number.span.start)
    found = groups(reading, Span(match.start("who"), number.span.end)) if match else ()
    if not match or len(found) != 1 or found[0].span.start != match.start("who"):
        return (), number.span.start
    return found[0].members, match.start()


def _as_counted(reading: Reading, span: Span, number: Number) -> tuple[Referent, ...]:
    """Return the names of a list that is as long as counted, recognised or not; () for any other words."""
    text = reading.text
    cuts = [span.start - 1, *(m.start() for m in _JOINTS.finditer(text, span.start, span.end)), span.end]
    parts = [Span(left + 1, right) for left, right in pairwise(cuts)]
    if len(parts) != whole_count(number) or len(parts) < 2 or not all(_NAME.fullmatch(text, part.start, part.end) for part in parts):
        return ()
    known = {mention.span: mention for mention in reading.mentions_in(span)}
    return tuple(known.get(part, text[part.start : part.end]) for part in parts)


def named_behind(reading: Reading, number: Number, sentence: Span) -> tuple[tuple[Referent, ...], int]:
    """Return the names listed behind a count and where the list ends: 3家（甲、乙、丙）; 3家，分别为甲、乙、丙."""
    text = reading.text
    members = _LIST.match(text, number.span.end, sentence.end)
    if members:
        listing = Span(*members.span("list"))
        return _as_counted(reading, listing, number) or reading.mentions_in(listing), members.end()
    among = within().match(text, number.span.end, sentence.end)
    if among:
        found = groups(reading, Span(*among.span("who")))
        if len(found) == 1 and found[0].span.start == among.start("who"):
            return found[0].members, among.end()
    spelled = _SPELLED.match(text, number.span.end, sentence.end)
    if spelled:
        stop = _LIST_END.search(text, spelled.end(), sentence.end)
        listing = Span(spelled.end(), stop.start() if stop else sentence.end)
        if whole := _as_counted(reading, listing, number):
            return whole, listing.end
        for group in groups(reading, Span(spelled.end(), sentence.end))[:1]:
            # The list is the count's only if it begins at once and is as long as counted, or says that it gives examples.
            few = _EXAMPLES.search(spelled.group()) or text[group.members[-1].span.end : group.span.end].strip()
            if group.span.start == spelled.end() and (len(group.members) == whole_count(number) or few):
                return group.members, group.members[-1].span.end
    return (), number.span.end
