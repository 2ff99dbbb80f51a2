"""Names that a text lists together: 甲、乙和丙等5家企业."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Mention, Span
from kg.recognise.reading import Reading

# What may stand between two names of one list; a short form of a party branch (党支部) belongs to the name before it.
_ASIDE = r"(?:\s*[（(][^（）()\n]{1,30}[）)])?"
_JOINT = re.compile(rf"{_ASIDE}\s*(?:党支部|党委|公司|集团)?\s*(?:、|和|及|以及|与|，和)\s*")
_OPENED = re.compile(r"\s*[（(][^（）()\n，。；]{0,12}")
_LIST_ONLY = re.compile(rf"{_ASIDE}\s*(?:党支部|党委|公司|集团)?\s*(?:、|和|及|以及)\s*")
_CLOSE = re.compile(
    r"\s*等?\s*(?:近|约|超|逾)?\s*(?P<count>\d{1,5})?\s*(?P<more>余|多)?\s*(?:家|户|所|个)"
    r"[^，。；、\s]{0,12}?(?:企业|公司|单位|院校|高校|机构|商户|园区)"
)
_ETC = re.compile(r"\s*等(?:[^，。；、\s]{0,8}?(?:企业|公司|单位|院校|高校|机构))?")


@dataclass(frozen=True, slots=True)
class Group:
    """Names listed together; `span` reaches from the first name over 等N家企业, `count` is that N or None."""

    members: tuple[Mention, ...]
    span: Span
    count: int | None = None


def groups(reading: Reading, within: Span, joined_by_and: bool = True) -> tuple[Group, ...]:
    """Return the lists of names inside `within`, left to right; a name alone is a list of one.

    With `joined_by_and` False, 与 parts two lists (甲、乙与丙、丁签订协议), since it then joins two sides.
    """
    return tuple(_closed(reading.text, run, within) for run in _runs(reading, within, _JOINT if joined_by_and else _LIST_ONLY))


def without(found: Iterable[Group], spans: Iterable[Span]) -> tuple[Group, ...]:
    """Return the groups of which no part lies inside one of `spans`."""
    barred = tuple(spans)
    return tuple(group for group in found if not any(span.overlaps(group.members[0].span) for span in barred))


def _runs(reading: Reading, within: Span, joint: re.Pattern[str]) -> Iterator[tuple[Mention, ...]]:
    text = reading.text
    run: list[Mention] = []
    for mention in reading.mentions_in(within):
        aside = run and _OPENED.fullmatch(text, run[-1].span.end, mention.span.start)
        if aside and joint.match(text, run[-1].span.end, within.end):
            # 甲公司（König，德资）、乙公司: another name of the one before it, or its parent, in brackets.
            continue
        if run and not joint.fullmatch(reading.text, run[-1].span.end, mention.span.start):
            yield tuple(run)
            run = []
        run.append(mention)
    if run:
        yield tuple(run)


def _closed(text: str, run: tuple[Mention, ...], within: Span) -> Group:
    start, end = run[0].span.start, run[-1].span.end
    match = _CLOSE.match(text, end, within.end)
    if match:
        count = int(Decimal(match["count"])) if match["count"] and not match["more"] else None
        return Group(run, Span(start, match.end()), count)
    match = _ETC.match(text, end, within.end)
    return Group(run, Span(start, match.end() if match else end))
