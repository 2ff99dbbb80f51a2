"""Where a project's name begins and ends, and whether words name one project rather than a sort of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.phrases import alternatives, lexical, listed, squash
from kg.model import Span
from kg.recognise.reading import Reading

WORDS = "project_words"
# No project's name is longer.
LONGEST = 80
PHASE = re.compile(r"(?<!第)(?<=[\u4e00-\u9fff）)”])[一二三四五六](?:、[二三四五六七])?期(?:工程|平台|系统)?(?![间货限望待刊末初中])")
PHASE_ONLY = re.compile(r"[一二三四五六七]期")
_QUOTED_PROJECT = re.compile(r"“[^”\n]{2,60}”[^“”，。；]{0,4}$")
_NUMBERED = re.compile(r"^(?:[①-⑳❶-❿]|[（(]?[\d一二三四五六七八九十]+[）)、.．]|[一二三四五六七八九十]+是|第[一二三四五六七八九十])+\s*")
_SUM = re.compile(r"^(?:总?投资|投入|总额)?[^，。；、\d]{0,4}\d[\d,.]*\s*(?:余|多)?\s*[万亿]?元的?")
_TIME = re.compile(r"^(?:(?:19|20)\d\d年(?:度)?(?:省)?(?=[^\d]{0,3}(?:推进|引进|完成|实施|开工))|\d+月份?)")
_OWNED = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,16}?(?:公司|集团|股份|科技|银行|大学|学院|研究院|研究所|厂)的(?=[^，。；、的]{4})")
# 3座变电站, 一批厂房: counted, not named.
_MANY_OF = re.compile(r"(?:\d[\d,.]*|[一二两三四五六七八九十百多数]+)(?:余|多)?(?:座|个|处|条|家|所|项|栋|幢|批|套|台)")
_MADE_BY = re.compile(
    r"[^、，“”]*(?:[共合联自新投承扩]建|建设|投资|合资|打造|施工|承担|洽谈|旗下|牵头|运营|设立|创办|实施)的(?=[^、，]{4})"
)
_HANDS = re.compile(r"[为对向给将把](?![民外军先主导阳日海标接应])")
_DOES = re.compile(
    r"(?:（[^（）]{2,24}）)?(?:(?:计划|拟|预计|累计)?(?:增资|投资|出资|投入|斥资|总投资)[^，。；、]{1,14}元(?:[^，。；、]{0,6}的|建设|兴建|打造|实施)|"
    r"(?:投资)?(?:建成|实施|推进|启动|承建|开工建设|投资建设)(?:了|的)?)(?=[^，。；、]{4})"
)
_FOR = re.compile(r"(?<=[\u4e00-\u9fff]{3})[为对](?=[\u4e00-\u9fff]{4})(?![民外内军先主导阳日海标接应比口象准照策])")
_REMARK_END = re.compile(r"（[^（）\n]{3,60}）$")
_BUILDS = re.compile(r"承建|施工|承担|建设单位|业主|投资|总包|代建|万元|亿元|占地|面积")
_PLACED = re.compile(
    r"[\u4e00-\u9fff]{2}(?:[省市县区镇乡村街路桥]|中学|小学|大学|学院|医院|街道)|"
    r"[\u4e00-\u9fff][河江湖山港湾岛]|第[一二三四五六七八九十\d]+|[\da-zA-Z]号"
)


def placed(words: str) -> bool:
    """Return whether words hold a place, a school or a number, so that they mean one building and not a sort of buildings."""
    return bool(_PLACED.search(words))


def core(name: str) -> str:
    """Return a project's name without quotes and without the words that only say that it is a project."""
    return re.sub(r"(?:建设)?(?:项目|工程)(?=$|[（(])|[（()）]", "", squash(name))


def items(reading: Reading, region: Span) -> Iterator[Span]:
    """Yield the members of a list of projects: 甲、乙二期和丙三、四期."""
    text = reading.text
    parts: list[Span] = []
    for part in listed(text, region):
        if parts and PHASE_ONLY.fullmatch(text[part.start : part.end]):
            part = Span(parts.pop().start, part.end)
        parts.append(part)
    for whole in parts:
        part = _without_maker(text, _without_remark(reading, whole))
        right = _after_and(reading, part)
        if right.start > part.start:
            left = without_leads(reading, Span(part.start, right.start - 1))
            if left is not None:
                yield left
        span = without_leads(reading, right)
        if span is not None:
            yield span


def _without_maker(text: str, span: Span) -> Span:
    """Return `span` without 甲与乙共建的 before the name: who makes a work is no other work beside it."""
    made = _MADE_BY.match(text, span.start, span.end)
    return Span(made.end(), span.end) if made and span.end - made.end() >= 4 else span


def _without_remark(reading: Reading, span: Span) -> Span:
    """Return `span` without a bracket at its end that says who builds it or what it costs: 甲项目（乙公司承建）."""
    remark = _REMARK_END.search(reading.text, span.start, span.end)
    if remark is None:
        return span
    inside = Span(remark.start() + 1, span.end - 1)
    if reading.mentions_in(inside) or _BUILDS.search(reading.text, inside.start, inside.end):
        return Span(span.start, remark.start())
    return span


def _after_and(reading: Reading, span: Span) -> Span:
    """Return the part of `span` after its last 和, where a name or quotation begins there or a project's name ends before it."""
    text = reading.text
    starts = {mention.span.start for mention in reading.mentions_in(span)}
    for offset in range(span.end - 2, max(span.start, span.end - LONGEST), -1):
        begins = offset + 1 in starts or text[offset + 1] == "“"
        if text[offset] in "和及与" and (begins or work_named().search(text, max(span.start, offset - 6), offset)):
            return Span(offset + 1, span.end)
    return span


def without_leads(reading: Reading, span: Span) -> Span | None:
    """Return `span` without numbering, time, verbs and 甲的 before the name; None if nothing is left."""
    text = reading.text
    start = span.start
    named = {mention.span.start for mention in reading.mentions_in(span)}
    while start < span.end and start not in named:
        match = (
            _NUMBERED.match(text[start : span.end])
            or _TIME.match(text[start : span.end])
            or _SUM.match(text[start : span.end])
            or _leads().match(text[start : span.end])
        )
        if not match or not match.end():
            break
        start += match.end()
    owner = _OWNED.match(text, start, span.end)
    if owner and start not in named:
        # 甲集团的X二期: whose it is does not belong to its name, though no mention was found there.
        start = owner.end()
    start = _inner_start(reading, Span(start, span.end))
    while start < span.end and text[start] in " \u3000（(的了":
        start += 1
    return Span(start, span.end) if span.end - start >= 2 else None


def _inner_start(reading: Reading, span: Span) -> int:
    """Return where the name begins inside the words: after a verb (区财政拨付X项目), after 甲的, at a quotation right after a name."""
    text, start = reading.text, span.start
    for match in _inner().finditer(text, span.start, span.end):
        # A title is no project: 甲获评X项目 leaves nothing to name.
        start = span.end if match["title"] else match.end()
    for match in _FOR.finditer(text, start, span.end):
        # 甲担保为X改造工程发债: what is done for one work stands before its name; 对一类项目 names none.
        if placed(text[match.end() : span.end]):
            start = match.end()
    for mention in reading.mentions_in(Span(start, span.end)):
        does = _DOES.match(text, mention.span.end, span.end)
        if does:
            # 甲公司建成X工程, 甲集团投资2亿元的X项目: who does it and the verb stand before the name.
            start = does.end()
            continue
        following = text[mention.span.end : mention.span.end + 1]
        if following and ((following == "的" and mention.span.start == start) or _HANDS.match(text, mention.span.end, span.end)):
            # 甲银行为X项目放款: who does something for it is no part of its name.
            start = mention.span.end + 1
        elif following == "“" and _QUOTED_PROJECT.match(text, mention.span.end, span.end):
            start = mention.span.end
    return start


def specific(reading: Reading, span: Span, closed: bool) -> bool:
    """Return whether words name one project: they hold a name, a quotation, or more than words that sort projects."""
    words = reading.text[span.start : span.end]
    plain = core(words)
    if not 2 <= len(plain) <= 45 or lexical(WORDS, "money").search(plain) or "等" in plain[:-1]:
        return False
    if words.count("“") != words.count("”") or lexical(WORDS, "clause").search(plain):
        return False
    if _MANY_OF.match(words):
        return False
    if reading.mentions_in(span) or "“" in words:
        return not generic().fullmatch(plain)
    if generic().fullmatch(plain) or lexical(WORDS, "loose").search(words):
        return False
    if lexical(WORDS, "abstract").search(plain) and not words.endswith("项目"):
        return False
    headed = bool(_headed().search(plain)) or bool(PHASE.search(words))
    if lexical(WORDS, "sort_of").search(words) and not placed(words):
        return False
    if work_named().search(plain):
        return len(plain) >= 4
    if lexical(WORDS, "site", "@$").search(plain):
        # 学生宿舍, 服务中心 alone are sorts of buildings; a place, a number or more words make one of them.
        return len(plain) >= 6 or (len(plain) >= 4 and bool(placed(words)))
    return len(plain) >= 5 and (headed or (len(plain) >= (5 if closed else 6) and words.endswith(("项目", "工程", "）", ")", "期"))))


def names_one(words: str) -> bool:
    """Return whether words can be a project's name by their form: marks in pairs, no clause, no sum, not only words that sort projects."""
    plain = core(words)
    paired = words.count("“") == words.count("”") and words.count("（") == words.count("）")
    barred = any(lexical(WORDS, role).search(plain) for role in ("clause", "money", "loose"))
    return paired and not barred and 3 <= len(plain) <= 45 and not generic().fullmatch(plain) and not _MANY_OF.match(words)


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(WORDS, 'lead')}+了?")


@cache
def _inner() -> re.Pattern[str]:
    # A verb inside the words before 项目 ends what is said of somebody else; behind a verb of award stands a title.
    return re.compile(f"(?P<title>{alternatives(WORDS, 'title_verb')})|{alternatives(WORDS, 'inner')}")


@cache
def generic() -> re.Pattern[str]:
    """Return the pattern of words that only sort projects (重点产业, 第3批)."""
    return re.compile(rf"(?:{alternatives(WORDS, 'generic')}|\d|[.%年月日第批“”])*")


@cache
def _headed() -> re.Pattern[str]:
    heads = "|".join(alternatives(WORDS, role) for role in ("head", "platform", "named_tail"))
    return re.compile(rf"(?:{heads})(?:[一二三四五六七]期)?$")


@cache
def work_named() -> re.Pattern[str]:
    """Return the pattern of words that end as works are named (大桥, 产业园)."""
    return re.compile(f"(?:{alternatives(WORDS, 'head')}|{alternatives(WORDS, 'road_section')})$")
