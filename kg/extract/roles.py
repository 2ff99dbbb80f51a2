"""Who a text says carries out a work beside the name of the part played: 施工单位为甲、乙; 由甲施工、乙设计; 由甲牵头、乙参与组建."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.phrases import alternatives, lexical, listed, unit_of
from kg.facts import Referent
from kg.model import Span
from kg.recognise.reading import Reading

_WORDS = "relation_words"
_REMARK = r"(?:\s*[（(][^（）()\n]{0,60}[）)])?"
# 组成的联合体, 等单位, 等企业 belong to no name.
_AFTER_NAMES = r"(?:等(?:\d+|[一二两三四五六七八九十])?[^，。；、]{0,6}|组成的?联合体|联合体|共同|联合|合作|分别)*"
_LEAD = re.compile(r"\s*(?:联合|会同|协同|携手)\s*")
_OWN = re.compile(r"(?:我|本)(?:局|委|办|院|校|所|馆|站|中心|单位|公司|集团|区|县|市)")
_JOINED = re.compile(r"(?<=[\u4e00-\u9fff）)”])(?:和|与|及|以及|会同)(?=[\u4e00-\u9fff“]{2})")
# No firm or body is called so, and no name holds such a word of speech.
_NO_NAME = re.compile(
    r"[的了着被将把已未从为以是各该其此每]|第三方|专人|专业|专门|相关|有关|双方|多方|多部门|群众|农户|村民|业主|市场|社会|全体|上级|部门|人员|"
    r"单位$|企业$|机构$|科$|股$|团队$|公司$(?<=^公司)|承担|承建|负责|组成|^(?:企业|政府|财政|公司|施工方?|中标|投资|项目|工程|负责|统一|分管)|\d"
)
# 本地企业甲, 区属国企乙: what sort of body it is stands before its name.
_SORT = re.compile(r"[\u4e00-\u9fff]{0,8}(?:企业|公司|国企|民企|央企|单位|平台|院校|高校)“?")
_EVENTS = ("undertakes", "invests_in", "develops", "founded")


@dataclass(frozen=True, slots=True)
class Role:
    """Who plays a part, as which predicate, and where the statement of it begins and ends."""

    actors: tuple[Referent, ...]
    predicate: str
    span: Span


def posts(reading: Reading, sentence: Span) -> Iterator[Role]:
    """Yield the parts named with their players behind: 施工单位为甲、乙; 业主：丙; nothing where the part has no name behind it."""
    for match in _post().finditer(reading.text, sentence.start, sentence.end):
        actors = names_in(reading, Span(*match.span("who")))
        if actors:
            yield Role(actors, "invests_in" if match["invests"] else "undertakes", Span(*match.span()))


def agents(reading: Reading, start: int, end: int) -> Iterator[Role]:
    """Yield those named between 由 and their verb from `start`, and the next ones behind 、: 由甲施工、乙设计, up to `end`."""
    text = reading.text
    while match := _agent().match(text, start, end):
        actors = names_in(reading, Span(*match.span("who")))
        if not actors:
            return
        yield Role(actors, next(name for name in _EVENTS if match[name]), Span(*match.span()))
        if text[match.end() : match.end() + 1] != "、":
            return
        start = match.end() + 1


def partners(reading: Reading, clause: Span) -> Iterator[Role]:
    """Yield those who join a work told before: 联合甲、乙承担; nothing unless the clause begins so."""
    lead = _LEAD.match(reading.text, clause.start, clause.end)
    if lead:
        yield from agents(reading, lead.end(), clause.end)


def names_in(reading: Reading, span: Span) -> tuple[Referent, ...]:
    """Return the names listed in a place where only names stand, as mentions or as printed; () unless each part can be a name."""
    found: list[Referent] = []
    for part in _parts(reading.text, span):
        named = _named(reading, part)
        if not named:
            return ()
        found.append(named)
    return tuple(found)


def _parts(text: str, span: Span) -> Iterator[Span]:
    for member in listed(text, span):
        start = member.start
        for joint in _JOINED.finditer(text, member.start, member.end):
            # 和 is common inside names (和平, 和谐): it joins only where a name of some length stands on both sides.
            if joint.start() - start >= 3 and member.end - joint.end() >= 3:
                yield Span(start, joint.start())
                start = joint.end()
        yield Span(start, member.end)


def _named(reading: Reading, part: Span) -> Referent:
    words = reading.text[part.start : part.end].strip()
    if _OWN.fullmatch(words) or (2 <= len(words) <= 3 and reading.report.unit.endswith(words)) or words == "园区":
        # 我院, 学院, 园区: the unit itself, by the kind of body it is.
        return unit_of(reading)
    bare = re.sub(r"[（(][^（）()]*[）)]?$", "", words)
    for mention in reading.mentions_in(part):
        if mention.span.start == part.start and len(mention.span) * 10 >= len(bare) * 6:
            return mention
        if mention.span.end == part.end and _SORT.fullmatch(reading.text, part.start, mention.span.start):
            return mention
    return words if 2 <= len(bare) <= 24 and not _NO_NAME.search(bare) else ""


@cache
def _post() -> re.Pattern[str]:
    part, side = alternatives(_WORDS, "part"), r"(?:总?承?包?(?:单位|企业|公司|主体|方|商|人|院校?))"
    invests = r"(?P<invests>(?:项目)?(?:投资|出资|社会资本)(?:主体|单位|企业|公司|方|商|人))"
    does = rf"(?:{invests}|{part}{side}|(?:项目)?业主(?:单位|方)?|项目(?:单位|法人))"
    return re.compile(rf"{does}(?:分别)?(?:为|是|系|[:：])\s*(?P<who>[^，。；：\n（]{{2,60}}?)(?:等(?:单位|企业|公司)?)?(?=[，。；\n（]|$)")


@cache
def _agent() -> re.Pattern[str]:
    how = alternatives(_WORDS, "how")
    undertakes = (
        rf"(?:承担[^，。；、]{{0,10}}?(?:任务|设计|施工|监理|建设|实施|勘察|编制)|{alternatives(_WORDS, 'undertakes')}|"
        r"牵头(?:实施|承担|建设)?|参与(?:建设|实施)|负责)"
        r"(?!单位|资质|方案|人员|图|人)"
    )
    founded = r"(?:牵头(?=、|，[^，。；]{2,40}组建))?(?:发起)?(?:组建|筹建|创立|发起设立|成立|设立|共建)"
    groups = (
        rf"(?P<invests_in>{alternatives(_WORDS, 'invests')})",
        rf"(?P<founded>(?:参与)?{founded})",
        rf"(?P<undertakes>{undertakes})",
        rf"(?P<develops>{alternatives(_WORDS, 'makes')})",
    )
    return re.compile(
        rf"\s*(?P<who>[^，。；：由\n]{{2,70}}?){_REMARK}{_AFTER_NAMES}{how}*(?:{'|'.join(groups)})(?=[，。；、（(\s：]|$|于|至|，)"
    )


def is_service(words: str) -> bool:
    """Return whether words name a service that is bought by tender (档案整理服务, 系统运维), which is no project but is undertaken."""
    return 4 <= len(words) <= 24 and bool(lexical(_WORDS, "service", "@$").search(words)) and not re.search(r"[的了将被]", words)
