"""What a clause speaks of that does not say so itself: whom the clauses before speak of, the work, the fund, the counted thing."""

from __future__ import annotations

import re
from functools import cache

from kg.extract.frame_fits import GIVING, fits
from kg.extract.frame_slots import SIGNS, expanded
from kg.extract.phrases import unit_of
from kg.extract.skeletons import BANK, FIRM, OFFICE, Skeleton, skeleton
from kg.facts import Referent
from kg.recognise.reading import Reading

# No sentence of prose is longer.
LONGEST = 600
CLAUSE = re.compile(r"[，。；：\n]")
_LEADING = re.compile(
    rf"(?:[^，。；：与同和向给为对从联委{SIGNS}]{{0,6}}?|[^，。；：{SIGNS}]{{0,6}}?(?:引进|引入|招引)[^，。；：{SIGNS}]{{0,6}}?)(?:[{SIGNS}](?:[与同和、][{SIGNS}])*[^，。；{SIGNS}]{{0,16}}的)?(?P<all>([{SIGNS}])(?:（[^（）]{{0,40}}）)?(?:(?:、|和|与|同|及|联合|会同|携手)[{SIGNS}])*)"
)
_OF_WORK = re.compile(r"(?:该|本|此)?(?:项目|工程|基地|园区)")
_MATTER = re.compile(r"(?:^|(?<=[，；：]))(?P<matter>[^，。；：、的\d\s]{2,16}?)(?:\d+\s*[个栋座条处][^，。；：]{0,6}?)?(?:采用|由)")
_TOPIC = re.compile(rf"[^，。；：、（）的了\d\s{FIRM}{OFFICE}{BANK}]{{3,24}}")
_FUND_BODY = re.compile(
    r"(?:^|(?<=[，；、的与对由]))(?P<body>[^，。；：、的\d“”（）]{2,20}?(?<!科学)(?<!专项)(?<!保险)(?<!公积)基金)(?![会项资])"
)
_COUNTED_THING = re.compile(
    r"(?:新建|新增|建成|建设|开通|新开通|(?:^|(?<=[，；：。]))(?:全年|累计|年内|已|共)*(?:改造|完成))了?(?P<thing>\d?[A-Za-z]*[^，。；：、的\d\s]{2,12}?)\s*\d[\d,.]*\s*[万千]?余?(?:[个座处条套]|亩|公里|千米|平方米)"
)
_NEW_FIRM = re.compile(rf"(?:成立|组建|设立|注册)了?([{FIRM}])(?:（[^（）]{{0,40}}）)?$")
_OF_NEW_FIRM = re.compile(r"(?:由其|该公司|公司)?(?:计划|共|一期)*(?:投资|建设|实施|负责|承建|承担|生产)")
_NO_GRANT = re.compile(r"投资|贷款|授信|融资|产值|销售|营收|营业|税|收入|出资|签约|合同|罚|成交|采购|中标|价|支出(?!\d)")


def topic(reading: Reading, bare: Skeleton, before: int, sign: str) -> tuple[Referent, ...] | None:
    """Return what a sign of a frame stands for where the match begins at `before`; () without any, None where it is no sign.

    @, ^, & and * are bodies spoken of before, 2 the two named last; % and ! works, $ a fund, # a body of funds, ~ what is counted.
    """
    if sign == "2":
        earlier = [bare.names[at] for at in sorted(bare.names) if at < before]
        return tuple(earlier[-2:]) if len(earlier) >= 2 and earlier[-1].surface != earlier[-2].surface else ()
    if sign in "@^&*":
        return _spoken_of(reading, bare, before, sign)
    if sign in "%!":
        return _work_before(reading, bare, before, beside=sign == "!")
    if sign == "$":
        return _fund_before(reading, bare, before)
    if sign in "#~":
        return _told_of(bare, before, *((_FUND_BODY, "body") if sign == "#" else (_COUNTED_THING, "thing")), reading.text)
    return None


def _spoken_of(reading: Reading, bare: Skeleton, before: int, whom: str) -> tuple[Referent, ...]:
    """Return whom a clause without subject speaks of: the name that an earlier clause of the sentence begins with.

    Without one it is the reporting unit where `whom` is @; & asks for all names that the earlier clause joins, * for the name that
    the sentence begins with, whatever the clauses between speak of.
    """
    starts = [0, *(mark.end() for mark in CLAUSE.finditer(bare.words, 0, before))] if whom != "*" else [0, before]
    for index, start in reversed(list(enumerate(starts))):
        if index + 1 < len(starts) and _OF_NEW_FIRM.match(bare.words, before):
            new = _NEW_FIRM.search(bare.words, start, starts[index + 1] - 1)
            if new:
                return (bare.names[new.start(1)],)
        if whom == "^" and _OF_WORK.match(bare.words, start, before):
            # 甲投资的某项目开工，项目由乙实施，落户某园: the clause speaks of the work.
            return ()
        lead = _LEADING.match(bare.words, start, before)
        if lead and whom == "^" and bare.words.startswith("由", start):
            return ()
        if lead and lead.end(2) < before:
            if whom == "^" and bare.words[lead.start(2)] == OFFICE:
                # What an office reports on in passing is not what it does.
                return ()
            return bare.named(*lead.span("all")) if whom == "&" else (bare.names[lead.start(2)],)
    one = unit_of(reading) if whom == "@" else ""
    return (one,) if one else ()


def _told_of(bare: Skeleton, before: int, pattern: re.Pattern[str], group: str, text: str) -> tuple[Referent, ...]:
    """Return the last thing of the sort `pattern` finds that the sentence names before `before`, as printed; () without one."""
    found = [bare.span(*match.span(group)) for match in pattern.finditer(bare.words, 0, before)]
    return (text[found[-1].start : found[-1].end],) if found else ()


def _work_before(reading: Reading, bare: Skeleton, before: int, beside: bool = False) -> tuple[Referent, ...]:
    """Return the work told of last before a clause that says who carries it out: 某项目投资1亿元，由甲承建.

    With `beside` only the words from the last mark on are looked at. Without one in the sentence it is the first of the
    sentence before, in the same paragraph; () without any.
    """
    if beside:
        start = max(bare.words.rfind(mark, 0, before) for mark in "，。；：") + 1
        until = before + (2 if bare.words.startswith(("项目", "工程"), before) else 1)
        return _works(reading, bare, min(until, len(bare.words)), start)[-1:]
    found = _works(reading, bare, before)[-1:] or _begun(reading, bare, before)
    if not found:
        told_of = [match for match in _MATTER.finditer(bare.words, 0, before) if fits("matter", match["matter"], match["matter"])]
        if told_of:
            span = bare.span(*told_of[-1].span("matter"))
            return (reading.text[span.start : span.end],)
        counted = _told_of(bare, before, _COUNTED_THING, "thing", reading.text)
        if counted:
            return counted
        if "工程" in bare.words[:before] or "项目" in bare.words[:before]:
            # The sentence tells of a work of its own, whatever it is called.
            return ()
        start = bare.offsets[0]
        last = reading.sentence_at(max(0, start - 2))
        if last.end <= start and "\n" not in reading.text[last.end : start] and len(last) <= LONGEST:
            told = skeleton(reading, last)
            found = _works(reading, told, len(told.words))[:1]
    return found


def _begun(reading: Reading, bare: Skeleton, before: int) -> tuple[Referent, ...]:
    """Return the words that the clause begins with and that end at `before`: 危废处置中心（甲投资建设）; () without a name."""
    start = max(bare.words.rfind(mark, 0, before) for mark in "，。；：、") + 1
    match = _TOPIC.fullmatch(bare.words, start, before)
    if match is None or not fits("topic", match.group(), match.group()):
        return ()
    span = bare.span(start, before)
    return (reading.text[span.start : span.end],)


def _works(reading: Reading, bare: Skeleton, before: int, start: int = 0) -> tuple[Referent, ...]:
    found: list[Referent] = []
    for match in _told().finditer(bare.coded, start, before):
        span = bare.span(*match.span("told"))
        words = reading.text[span.start : span.end]
        if fits("work", match["told"], words):
            found.append(words.strip("“”") if words.count("“") == 1 and words.startswith("“") and words.endswith("”") else words)
    return tuple(found)


def _fund_before(reading: Reading, bare: Skeleton, before: int) -> tuple[Referent, ...]:
    """Return the fund that a list of names with sums divides: 后补助惠及54家，其中甲40万元、乙20万元; () where the sums are no grants."""
    found: Referent = ""
    for match in _granted().finditer(bare.coded, 0, before):
        if not _NO_GRANT.search(bare.words, match.end(), before):
            span = bare.span(*match.span("fund"))
            found = reading.text[span.start : span.end]
            inside = reading.mentions_in(span)
            found = GIVING.sub("", reading.text[inside[-1].span.end : span.end] if inside else found)
    return (found,) if found else ()


@cache
def _granted() -> re.Pattern[str]:
    return re.compile(expanded("<fund>"))


@cache
def _told() -> re.Pattern[str]:
    return re.compile(expanded("(?:(?<=^)|(?<=[，：的、]))<told>"))
