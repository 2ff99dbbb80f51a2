"""Works that relations name: what somebody is told to carry out, to pay for, to set up with others or to be paid for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.extract.carriers import is_work
from kg.extract.frames import framed
from kg.extract.grant_lists import granted
from kg.extract.phrases import lexical
from kg.extract.project_names import Named
from kg.extract.stated import Stated
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_WORDS: Final = "project_words"
_PREDICATES: Final = frozenset({"undertakes", "invests_in", "founded", "hosts"})
# A body that is carried out by somebody is a work of that name (某服务中心由甲运营); a firm or an office is not.
_WORKS: Final = frozenset({"other", "park", "research_institute"})
# “某某”品牌, “某某”技术 is made or held, not built.
_GOODS: Final = re.compile(r"(?:品牌|技术|产品|系列|称号|专利|标准|服务|[分支]院)$")
_PHASE: Final = re.compile(r"（[^（）]{1,8}）$")


def told_works(reading: Reading) -> Iterator[Named]:
    """Yield the works of frames and of lists of grants with the clause that tells of each; objects that are no works are left out."""
    for one in framed(reading):
        if one.predicate in _PREDICATES:
            span = _work(reading, one)
            if span is not None:
                yield Named(span, one.span)
    yield from (Named(one.work, one.span) for one in granted(reading) if one.work is not None)


def _work(reading: Reading, one: Stated) -> Span | None:
    """Return where the work stands that a relation names, with the quotes around it; None where its object is no work."""
    text = reading.text
    words = one.object.surface if isinstance(one.object, Mention) else one.object
    start = text.find(words, one.span.start, one.span.end)
    span = Span(start, start + len(words))
    if start < 0 or (isinstance(one.object, Mention) and one.object.kind not in _WORKS):
        return None
    if one.predicate == "founded" or (one.predicate == "hosts" and len(span) >= 9 and lexical(_WORDS, "joint_end", "@$").search(words)):
        # 甲与乙共建X实验室, 甲牵头的X研究中心获批 are works; a firm alone that founds another is none.
        return span if len(span) >= 6 and lexical(_WORDS, "joint_end", "@$").search(words) else None
    if text[start - 1 : start] == "“" and text[span.end : span.end + 1] == "”":
        prize = one.predicate != "undertakes" or len(words) < 5 or "奖" in text[one.span.start : one.span.end]
        return None if prize else Span(start - 1, span.end + 1)
    return _built(reading, span, isinstance(one.object, Mention))


def _built(reading: Reading, span: Span, named: bool) -> Span | None:
    text = reading.text
    words = text[span.start : span.end]
    bare = _PHASE.sub("", words)
    if named:
        return span if len(bare) >= 6 and lexical(_WORDS, "site", "@$").search(bare) else None
    inside = reading.mentions_in(span)
    if _GOODS.search(words) or (inside and inside[-1].span.end == span.end):
        return None
    if inside and inside[0].span.start == span.start and text[inside[0].span.end : inside[0].span.end + 1] == "“":
        # 甲“X”项目 is called “X”项目.
        span = Span(inside[0].span.end, span.end)
    head = Span(span.start, span.end - (len(words) - len(bare)))
    return span if is_work(reading, head) or lexical("relation_words", "work_head", "@$").search(bare) else None
