"""Who builds, invests in or makes a work: 某工程由甲承建, 甲投资3亿元建成某厂, 甲、乙联合开发的“某”平台."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.groups import groups
from kg.extract.phrases import UNREAL_SECTIONS, alternatives, clauses_of, lexical, section_kind
from kg.extract.project_bounds import WORDS as PROJECT_WORDS
from kg.extract.project_bounds import core, generic, items, without_leads
from kg.extract.roles import Role, agents, is_service, partners, posts
from kg.facts import Referent
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_WORDS = "relation_words"
# No sentence of prose is longer, and each of its clauses looks back on those before it.
_LONGEST = 1200
_ANCHOR = re.compile(
    r"由|单位|业主|方[为是：:]|企业[为是：:]|主体|法人|投资|出资|斥资|投入|追加|增资|拿出|投建|承建|承接|承包|承揽|中标|代建|[设监施研开制建实打][计理工发制设施造]的|攻关的|搭建的"
)
_BY = re.compile(r"(?<![自理缘事])由(?![此于来点里内外浅弱原])")
_EACH = re.compile(r"分别$")
_SUM = r"(?:\s*(?:近|约|超|逾|达|超过)?\s*\d[\d,.]*\s*(?:余|多)?[十百千]?[万亿]?(?:美|欧|港)?元(?:以上)?)"
# 两家企业联合开发的X: as many names as are counted stand in the clause before.
COUNTED = re.compile(
    r"(?:上述|这)?(?P<count>两|双|三|四|五|[2-5])(?:家|方|所|者)?(?:企业|公司|单位|机构|院校|高校)?(?:共同|联合|合作|携手)*$"
)
_COUNTS = {"两": 2, "双": 2, "三": 3, "四": 4, "五": 5}
_STOP = (
    r"(?=[，。；：、（(\s]|$|于|已|正式|正在|全部|顺利|成功|如期|先后|主体|投|竣工|完工|开工|封顶|通车|上线|启用|落户|交工|验收|通过|获|入|列|完成|使用|利用|运行|"
    r"的?(?:前期|土建|施工|设计|监理|勘察|安装|装修|建设|总承包)|\d*标段)"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A work, who carries it out, as what (a predicate of the contract), and the words from the work's clause to the verb's that say so.

    A `service` is no work: it is undertaken (系统运维由甲中标), but it is no project.
    """

    work: Span
    actors: tuple[Referent, ...]
    predicate: str
    span: Span
    service: bool = False


def carried(reading: Reading) -> tuple[Carried, ...]:
    """Return every work whose builder, investor or maker is named, in text order; wishes, duties and goals give none."""
    return reading.once(_carried)


def _carried(reading: Reading) -> tuple[Carried, ...]:
    found: list[Carried] = []
    last = Span(0, 0)
    for sentence in reading.sentences:
        # 甲工程总投资2亿元。由乙承建: the sentence before, in the same paragraph, says of what.
        told, last = last if "\n" not in reading.text[last.end : sentence.start] else Span(0, 0), sentence
        if len(sentence) > _LONGEST or not _ANCHOR.search(reading.text, sentence.start, sentence.end):
            continue
        if section_kind(reading, sentence.start) in UNREAL_SECTIONS:
            continue
        before = list(clauses_of(reading, told)) if 0 < len(told) <= _LONGEST else []
        found += _posted(reading, sentence, before)
        for clause in clauses_of(reading, sentence):
            wished = lexical(_WORDS, "goal").search(reading.text, clause.start, clause.end)
            if not wished and _ANCHOR.search(reading.text, clause.start, clause.end):
                found += (*_passive(reading, clause, before), *_active(reading, clause, before))
            before.append(clause)
    return tuple(found)


def _passive(reading: Reading, clause: Span, before: list[Span]) -> Iterator[Carried]:
    """Yield 某工程由甲、乙承建, 某工程由甲施工、乙设计, and 某工程总投资1亿元，由甲施工, where the work is what the sentence began with."""
    for by in _BY.finditer(reading.text, clause.start, clause.end):
        parts = list(agents(reading, by.end(), clause.end)) or list(_first_agent(reading, by.end(), clause.end))
        if not parts or reading.text.startswith("的", parts[-1].span.end):
            # 甲桥、由乙施工的丙路: the work stands behind.
            continue
        end = max(part.span.end for part in parts)
        parts += _joining(reading, clause)
        left = Span(clause.start, by.start())
        each = _EACH.search(reading.text, left.start, left.end)
        subjects = list(_subjects(reading, Span(left.start, each.start()) if each else left, before, services=True))
        for place, (work, start, service) in enumerate(subjects):
            for part in parts:
                if each and len(part.actors) == len(subjects) > 1:
                    # 甲桥、乙路分别由丙、丁施工: each by the one of its place.
                    part = replace(part, actors=part.actors[place : place + 1])
                if part.predicate == "founded" or not service or part.predicate == "undertakes":
                    yield Carried(work, part.actors, part.predicate, Span(start, max(end, clause.end, part.span.end)), service)


def _first_agent(reading: Reading, start: int, end: int) -> Iterator[Role]:
    """Yield the names right behind 由 with their verb, whatever stands behind it (由甲承建的, 由甲负责施工一标段)."""
    first = groups(reading, Span(start, end))[:1]
    if first and first[0].span.start <= start + 1:
        does = _does().match(reading.text, first[0].span.end, end)
        if does:
            yield Role(first[0].members, _predicate(does), Span(start, does.end()))


def _joining(reading: Reading, clause: Span) -> Iterator[Role]:
    """Yield those whom the next clause of the sentence joins to the work: 由甲牵头，联合乙、丙承担."""
    following = clauses_of(reading, reading.sentence_at(clause.start))
    for after in following:
        if after.start >= clause.end:
            yield from partners(reading, after)
            return


def _posted(reading: Reading, sentence: Span, told: list[Span]) -> Iterator[Carried]:
    """Yield 某工程开工，施工单位为甲, 某项目开工，业主：甲: the work is what the clause or a clause before begins with."""
    text = reading.text
    for part in posts(reading, sentence):
        inside = [clause for clause in clauses_of(reading, sentence) if clause.start < part.span.start]
        if lexical(_WORDS, "goal").search(text, inside[-1].start if inside else sentence.start, part.span.start):
            continue
        left = inside[-1] if inside else Span(sentence.start, part.span.start)
        left = Span(left.start, min(left.end, part.span.start))
        at_start = part.span.start == left.start or left.end < part.span.start
        before = [*told, *(inside if at_start and left.end < part.span.start else inside[:-1])]
        for work, start, _ in _subjects(reading, Span(part.span.start, part.span.start) if at_start else left, before):
            yield Carried(work, part.actors, part.predicate, Span(start, part.span.end))


def _subjects(reading: Reading, left: Span, before: list[Span], services: bool = False) -> Iterator[tuple[Span, int, bool]]:
    """Yield the works that `left` names, or the one the nearest clause before begins with: each with its start and if a service."""
    words = reading.text[left.start : left.end].strip()
    if words and not lexical(_WORDS, "same_work", "@*(?:均|都|已|全部|分别)*").fullmatch(words):
        for work in items(reading, left):
            service = services and is_service(reading.text[work.start : work.end])
            if service or is_work(reading, work):
                yield work, left.start, service
        return
    for clause in reversed(before):
        match = _told().match(reading.text, clause.start, clause.end)
        named = without_leads(reading, Span(*match.span("name"))) if match else None
        if named is not None and is_work(reading, named):
            yield named, clause.start, False
            return


def _active(reading: Reading, clause: Span, before: list[Span]) -> Iterator[Carried]:
    """Yield 甲投资3亿元建成某厂, 甲承建的某工程, 甲、乙联合开发的某平台, and 两家企业联合开发的某平台 after 甲、乙."""
    text = reading.text
    sides: list[tuple[tuple[Referent, ...], int, int]] = [(g.members, g.span.end, clause.start) for g in groups(reading, clause)]
    for verb in _joint().finditer(text, clause.start, clause.end):
        counted = COUNTED.search(text, clause.start, verb.start())
        if counted and counted.start() == clause.start:
            sides += counted_before(reading, counted["count"], before, verb.start())
    for actors, end, start in sides:
        if isinstance(actors[0], Mention) and text[clause.start : actors[0].span.start].endswith(("为", "给", "替")):
            # 甲为乙开发的系统: 乙 has it made.
            continue
        does = _acts().match(text, end, clause.end)
        ahead = _ahead().match(text, does.end(), clause.end) if does else None
        if does and ahead:
            work = Span(*ahead.span("name"))
            if is_work(reading, work):
                predicate = _predicate(does)
                if predicate == "develops" and text[work.start : work.end].endswith(("项目", "课题")):
                    # What is made is a product; a project is undertaken.
                    predicate = "undertakes"
                yield Carried(work, actors, predicate, Span(start, clause.end))


def counted_before(reading: Reading, count: str, before: Sequence[Span], verb: int) -> list[tuple[tuple[Referent, ...], int, int]]:
    """Return the names of the nearest clause before that are as many as counted, with where the verb and their clause start; [] if none."""
    number = _COUNTS.get(count) or int(count)
    for clause in reversed(before):
        found = groups(reading, clause)
        if found:
            last = found[-1]
            return [(last.members, verb, clause.start)] if len(last.members) == number else []
    return []


def is_work(reading: Reading, span: Span) -> bool:
    """Return whether words that are built, invested in or made name one work: they end as works do and say more than a sort of works."""
    words = reading.text[span.start : span.end]
    plain = core(words)
    if not 2 <= len(plain) <= 45 or words.count("“") != words.count("”") or "等" in plain[:-1]:
        return False
    if generic().fullmatch(plain) or any(lexical(PROJECT_WORDS, role).search(plain) for role in ("clause", "money", "loose")):
        return False
    if any(mention.span == span for mention in reading.mentions_in(span)) and not words.endswith(
        ("项目", "工程", "厂", "园", "基地", "中心")
    ):
        return False
    return len(plain) >= 4 and (bool(_ends().search(words)) or "“" in words)


def _predicate(does: re.Match[str]) -> str:
    return next(name for name in ("undertakes", "invests_in", "develops") if does[name])


@cache
def _does() -> re.Pattern[str]:
    how = alternatives(_WORDS, "how")
    undertakes = (
        rf"承担[^，。；]{{0,10}}?(?:任务|设计|施工|监理|建设|实施|勘察|编制)|{alternatives(_WORDS, 'undertakes')}(?!单位|资质|方案|人员|图)"
    )
    invests, makes = alternatives(_WORDS, "invests"), alternatives(_WORDS, "makes")
    return re.compile(rf"\s*{how}*(?:(?P<invests_in>{invests})|(?P<undertakes>{undertakes})|(?P<develops>{makes}))")


@cache
def _acts() -> re.Pattern[str]:
    how, erecting = alternatives(_WORDS, "how"), alternatives(_WORDS, "erecting")
    invests = rf"(?:投资|出资|斥资|投入|增资|追加投资|追加|拿出){_SUM}{erecting}*|(?:投资|出资){_SUM}?{erecting}+"
    undertakes = rf"(?:承建|承接|承揽|中标|代建|总承包)(?:建设)?(?:了|的)?|{alternatives(_WORDS, 'undertakes')}的"
    develops = rf"{alternatives(_WORDS, 'makes')}[的了]"
    return re.compile(rf"(?:公司|集团)?\s*{how}*(?:(?P<invests_in>{invests})[的了]?|(?P<undertakes>{undertakes})|(?P<develops>{develops}))")


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(f"(?:联合|共同|合作|携手)*(?:{alternatives(_WORDS, 'makes')}[的了]|投资|承建)")


@cache
def _heads() -> str:
    roles = "|".join(alternatives(PROJECT_WORDS, role) for role in ("head", "site", "platform", "road_section"))
    return rf"(?:(?:{roles}|项目|工程)(?:[一二三四五六]期)?(?:工程|项目)?)"


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"{_heads()}$|[一二三四五六]期$")


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>(?:“[^”\n]{{2,40}}”)?[^，。；：、\s“”的]{{0,40}}?{_heads()}){_STOP}")


@cache
def _told() -> re.Pattern[str]:
    progress, state = alternatives(PROJECT_WORDS, "progress"), alternatives(PROJECT_WORDS, "state")
    told = r"总投资|投资|概算|位于|占地|总?建筑面积|建设|由|于|计划|采用|是|为|已|正在|完成|累计|主体|全部|总长|全长|设计|规划"
    return re.compile(
        rf"(?P<name>[^，。；：、]{{2,40}}?{_heads()})(?=（[^（）]{{0,60}}）|\s*\d[\d,.]*[万亿]元|{progress}*(?:{state}|{told})|落户|$)"
    )
