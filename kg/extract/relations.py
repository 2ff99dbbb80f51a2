"""Relations: who did what with whom, read from clauses, from names of projects and from recognitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.activities import activities
from kg.extract.carriers import carried
from kg.extract.contract_tables import contracted
from kg.extract.cooperation import cooperation
from kg.extract.frames import framed
from kg.extract.funding import funding, holdings
from kg.extract.grant_lists import granted, grants
from kg.extract.joint import funded, joint
from kg.extract.parts import parts
from kg.extract.project_bounds import core
from kg.extract.project_tables import listed_projects
from kg.extract.projects import projects
from kg.extract.recognitions import recognitions
from kg.extract.stated import Stated, heads
from kg.facts import Referent, Relation
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_LIST = re.compile(r"(?:名单|目录|名录|清单|榜单?|示范企业)$")
_CATALOGUE = re.compile(r"(?:名单|目录|名录)$")
# 甲至乙高速公路 begins with a place, whatever the recognisers made of it.
_TO = re.compile(r"[至到—－-]")
# 甲联合乙大学 is two names, however it was recognised; 职业联合大学 and 工商联合会 are one.
_TWO_NAMES = re.compile(r".{4,}(?:联合|携手|会同).{2,}(?:大学|学院|研究院|研究所|公司|集团)$")
# 甲投资1亿元建设的X, taken for a name as a whole: the frames say more exactly who does what.
_DEED = re.compile(r"(?:投资|出资|建设|合作|参股|承包|主导|牵头|攻关|承担|起草|承建|实施|研发|开发|搭建)[^“”]*的")
_ENDED = re.compile(r"原拟|中止|终止谈判|撤资")
_BUILDING = re.compile(r"(?:街区|园|基地|小镇|景区|综合体|工程|项目|广场|乐园|港|城|厂|线|酒店|民宿|市场|步道)(?:[一二三]期)?”?$")
_LISTED_THING = re.compile(r"(?:项目|工程|课题|产品|系统|装备)$")
_STRONGER = {
    "undertakes": frozenset({"invests_in", "develops", "founded", "hosts"}),
    "hosts": frozenset({"founded"}),
    "cooperates_with": frozenset({"lends_to", "invests_in", "part_of", "receives_funding"}),
}
_LABORATORY = re.compile(r".{3,}实验室$")


def relations(reading: Reading) -> Iterator[Relation]:
    """Yield each relation once, in text order; an end that no name was recognised for is given as printed."""
    readers = (
        cooperation,
        joint,
        funded,
        activities,
        funding,
        holdings,
        _carried,
        _undertaken,
        _in_tables,
        parts,
        _recognised,
        contracted,
        grants,
        framed,
    )
    found = [stated for read in readers for stated in read(reading) if read is grants or not _is_told_by_list(reading, stated)]
    seen: set[tuple[str, str, str]] = set()
    kept: list[Stated] = []
    for stated in sorted(found, key=lambda item: (item.span, item.predicate, _words(item.subject), _words(item.object))):
        ends = (_words(stated.subject), _words(stated.object))
        if stated.predicate == "cooperates_with":
            ends = (min(ends), max(ends))
        if any(_TWO_NAMES.search(end) for end in ends) or _is_bank_paid(stated):
            continue
        if not all(ends) or ends[0] == ends[1] or (stated.predicate, *ends) in seen:
            continue
        seen.add((stated.predicate, *ends))
        kept.append(stated)
    for stated in _plainest(list(_fullest(kept))):
        yield Relation(
            evidence=reading.report.evidence(stated.span),
            extractor="relations",
            subject=stated.subject,
            predicate=stated.predicate,
            object=stated.object,
        )


def _is_told_by_list(reading: Reading, stated: Stated) -> bool:
    """Return whether a list of grants says more exactly what the one paid was paid from: 某资金…，其中甲设备补助20万元."""
    if stated.predicate != "receives_funding":
        return False
    who = _words(stated.subject)
    return any(one.who.surface == who and one.span.overlaps(stated.span) and one.fund != stated.object for one in granted(reading))


def _is_bank_paid(stated: Stated) -> bool:
    # 甲从乙银行获得贷款: a bank lends; what it is itself granted is no matter of these reports. 授信 alone is no fund.
    if stated.predicate == "receives_funding" and stated.object == "授信":
        return True
    return stated.predicate == "receives_funding" and isinstance(stated.subject, Mention) and stated.subject.kind == "bank"


def _fullest(kept: list[Stated]) -> Iterator[Stated]:
    """Yield the relations without those that give one object under a shorter name than another does for the same words or work."""
    by_side: dict[tuple[str, str], list[Stated]] = {}
    for stated in kept:
        by_side.setdefault((stated.predicate, _words(stated.subject)), []).append(stated)
    named: dict[tuple[str, str], list[str]] = {}
    for stated in kept:
        named.setdefault((stated.predicate, _words(stated.object)), []).append(_words(stated.subject))
    for stated in kept:
        # 甲重工与乙合资组建丙（甲占股51%）: 甲 is said once, by its fuller name.
        who = _words(stated.subject)
        if any(len(one) > len(who) and one.startswith(who) for one in named[stated.predicate, _words(stated.object)]):
            continue
        rivals = by_side[stated.predicate, _words(stated.subject)] if stated.predicate != "cooperates_with" else []
        if not any(_is_fuller(other, stated) for other in rivals if other is not stated):
            yield stated


def _plainest(kept: list[Stated]) -> Iterator[Stated]:
    """Yield the relations without the weaker ones that hold between the same two: who invests in a work or makes it also carries it out."""
    said: dict[frozenset[str], set[str]] = {}
    for stated in kept:
        said.setdefault(_ends(stated), set()).add(stated.predicate)
    for stated in kept:
        if not _STRONGER.get(stated.predicate, frozenset()) & said[_ends(stated)]:
            yield stated


def _ends(stated: Stated) -> frozenset[str]:
    return frozenset((core(_words(stated.subject)), core(_words(stated.object))))


def _is_fuller(other: Stated, stated: Stated) -> bool:
    long, short = _words(other.object), _words(stated.object)
    one, two = core(long), core(short)
    if one == two:
        return (-len(long), other.span, long) < (-len(short), stated.span, short)
    return two in one and other.span.overlaps(stated.span) and len(two) >= 2


def _carried(reading: Reading) -> Iterator[Stated]:
    """Yield what the text says of who builds, invests in or makes a work."""
    for one in carried(reading):
        work = reading.text[one.work.start : one.work.end]
        # 打造 makes a platform and builds a street.
        predicate = "undertakes" if one.predicate == "develops" and _BUILDING.search(work) else one.predicate
        yield from (Stated(actor, predicate, work, one.span) for actor in one.actors)


def _in_tables(reading: Reading) -> Iterator[Stated]:
    """Yield who carries out the projects of a table's rows; the row is the evidence, from the first cell used to the last."""
    for row in listed_projects(reading):
        for predicate, mention, cell in row.who:
            span = Span(min(row.name.span.start, cell.span.start), max(row.name.span.end, cell.span.end))
            yield Stated(mention, predicate, row.name.text, span)


def _undertaken(reading: Reading) -> Iterator[Stated]:
    """Yield undertakes for a firm whose name begins its project's name, or stands right before it, unless the text says more exactly."""
    told = {core(reading.text[one.work.start : one.work.end]) for one in carried(reading)}
    told |= {core(row.name.text) for row in listed_projects(reading) if row.who}
    for project in projects(reading):
        if core(project.name) in told or _ENDED.search(reading.text, project.evidence.span.start, project.evidence.span.end):
            continue
        for participant in project.participants or _named_first(reading, project.name):
            # 甲等项目: the firm's name alone stands for its project, which says nothing of what it does; 甲项目 is one of its own.
            if _TO.match(project.name, len(participant.surface)) or _DEED.search(project.name):
                continue
            if project.name != participant.surface and participant.kind in ("enterprise", "research_institute"):
                yield Stated(participant, "undertakes", project.name, project.evidence.span)


def _named_first(reading: Reading, name: str) -> tuple[Mention, ...]:
    """Return the firm that a project's name begins with, where the name as a whole was taken for a place (甲集团材料产业园)."""
    firms = (m for m in reading.mentions if m.kind == "enterprise" and name.startswith(m.surface) and len(name) - len(m.surface) >= 3)
    return tuple(sorted(firms, key=lambda m: (-len(m.surface), m.span))[:1])


def _recognised(reading: Reading) -> Iterator[Stated]:
    """Yield listed_on for places on lists, and hosts for laboratories that an organisation was granted."""
    for fact in recognitions(reading):
        listed_thing = isinstance(fact.holder, str) and _LISTED_THING.search(fact.holder)
        if fact.status == "granted" and listed_thing and _CATALOGUE.search(fact.title):
            yield Stated(fact.holder, "listed_on", fact.title, fact.evidence.span)
        if fact.status == "granted" and isinstance(fact.holder, Mention):
            if _LIST.search(fact.title) and (_CATALOGUE.search(fact.title) or "入选" in fact.evidence.quote):
                yield Stated(fact.holder, "listed_on", fact.title, fact.evidence.span)
            elif _board().search(fact.title):
                # 甲成为全市首家科创板上市企业
                yield Stated(fact.holder, "listed_on", _board().findall(fact.title)[0], fact.evidence.span)
            elif _LABORATORY.search(fact.title):
                yield Stated(fact.holder, "hosts", fact.title, fact.evidence.span)


@cache
def _board() -> re.Pattern[str]:
    return re.compile(rf"({heads('listed_on')})(?:上市|挂牌)(?:企业|公司)$")


def _words(referent: Referent) -> str:
    return referent.surface if isinstance(referent, Mention) else referent
