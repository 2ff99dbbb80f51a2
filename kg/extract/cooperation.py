"""Who cooperates with whom: 甲与乙签订协议, 甲、乙与丙开展合作, 甲与乙、丙与丁签订, 与乙共建 (by the reporting unit)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise, product

from kg.extract.groups import Group, groups
from kg.extract.phrases import alternatives, unit_of
from kg.extract.stated import Line, Stated, lines
from kg.facts import Referent
from kg.lexicon import rows
from kg.model import Span
from kg.recognise.reading import Reading

_LINK = re.compile(r"\s*(?:等)?\s*(?:分别|已|先后|成功|正式|也)*(?:与|同|和|联合|携手|牵手)\s*")
_OPEN = re.compile(r"(?:与|同|联合|携手|牵手)\s*$")
# 基地与甲签订: what the clause speaks of is not the unit.
_OTHER_SIDE = re.compile(
    r"(?<![该我本])(?:基地|中心|项目|企业|公司|平台|合作社|商会|协会|剧团|车间|工厂|团队|农户)\s*(?:与|同|联合|携手|牵手)\s*$"
)
_HELPED = re.compile(r"(?:帮助|推动|支持|指导|促成|协助|引导)\s*$")
# The same where no recogniser knows who was helped: 促成某新材与丙共建.
_HELPED_WORDS = re.compile(
    r"(?:成功|积极|先后|全力)*(?:促成|帮助|推动|支持|指导|协助|引导)(?P<who>[^，。；：、企业公司单位项目园区校地\d]{3,10}?)(?:与|同|和)"
)
# A clause may begin with its number: 2.甲.
OPENING = re.compile(r"(?:[（(]?[\d一二三四五六七八九十]{1,2}[）)、.．]\s*|[一二三四五六七八九十]是|由)*")


def cooperation(reading: Reading) -> Iterator[Stated]:
    """Yield each pair that the text says works together; every name of one side with every name of the other."""
    for line in lines(reading, _together()):
        match = _together().search(reading.text, line.clause.start, line.clause.end)
        if match:
            yield from _pairs(reading, line)


def _pairs(reading: Reading, line: Line) -> Iterator[Stated]:
    text, clause = reading.text, line.clause
    found = groups(reading, clause, joined_by_and=False)
    paired = list(_links(text, found))
    if len(paired) > 1:
        # 甲与乙、丙与丁签订: the mark 、 stands between pairs, so that each 与 joins the names beside it alone.
        for left, right in paired:
            yield Stated(left.members[-1], "cooperates_with", right.members[0], clause)
        return
    if paired:
        left, right = paired[0]
        members: Iterable[tuple[Referent, Referent]] = product(left.members, right.members)
        if "分别" in text[left.span.end : right.span.start] and len(left.members) == len(right.members):
            # 甲、乙分别与丙、丁签订: each with the one of its place.
            members = zip(left.members, right.members, strict=True)
        yield from (Stated(one, "cooperates_with", other, clause) for one, other in members)
        return
    for group in found:
        if _OTHER_SIDE.search(text, clause.start, group.span.start):
            continue
        opened = _OPEN.search(text, clause.start, group.span.start)
        if opened and not (_HELPED_WORDS.match(text, clause.start, clause.end) or _unsaid().fullmatch(text, clause.start, opened.start())):
            # 某新材与甲签订: who does is named, though no name was recognised.
            continue
        if opened and _together().search(text, group.span.end, clause.end):
            subject, start = _helped(reading, line)
            yield from (Stated(subject, "cooperates_with", other, Span(start, clause.end)) for other in group.members if subject)


def _links(text: str, found: tuple[Group, ...]) -> Iterator[tuple[Group, Group]]:
    for left, right in pairwise(found):
        between = text[left.span.end : right.span.start]
        if between and (_LINK.fullmatch(between) or between.strip() in ("与", "同")):
            yield left, right


def _helped(reading: Reading, line: Line) -> tuple[Referent, int]:
    """Return whom an earlier clause says was helped (帮助甲调整选址，与乙共用), otherwise the reporting unit."""
    helped = _HELPED_WORDS.match(reading.text, line.clause.start, line.clause.end)
    if helped:
        return helped["who"], line.clause.start
    for clause in reversed(line.before):
        for group in groups(reading, clause):
            if _HELPED.search(reading.text, clause.start, group.span.start) or OPENING.fullmatch(
                reading.text, clause.start, group.span.start
            ):
                return group.members[0], clause.start
    return unit_of(reading), line.clause.start


@cache
def _unsaid() -> re.Pattern[str]:
    """What a clause may begin with that does not say who acts: time, manner, the unit itself."""
    own = r"(?:我们?[\u4e00-\u9fff]{1,2}|本[\u4e00-\u9fff]{1,2}|全[省市县区院校]|学校|学院|医院|园区|管委会|双方)"
    return re.compile(
        rf"(?:{OPENING.pattern}|{alternatives('relation_words', 'begin')}|{own}|\d{{1,2}}月(?:\d{{1,2}}日)?|[^，。；：、\u4e00-\u9fff])*"
    )


@cache
def _together() -> re.Pattern[str]:
    parts = []
    for row in rows("relation_patterns"):
        if row["predicate"] == "cooperates_with":
            parts.append(rf"(?:{row['verb']})[^，。；]{{0,20}}?(?:{row['object_head']})" if row["object_head"] else f"(?:{row['verb']})")
    return re.compile("|".join(parts))
