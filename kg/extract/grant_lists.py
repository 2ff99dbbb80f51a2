"""Lists of whom a fund went to, what for and how much: 某资金…，其中甲设备补助218万元、乙奖励100万元; 3户各100万元：甲、乙、丙."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.carriers import is_work
from kg.extract.frame_topics import LONGEST, topic
from kg.extract.funds import fund_above
from kg.extract.phrases import UNREAL_SECTIONS, lexical, section_kind
from kg.extract.skeletons import FIRM, OTHER, SCHOOL, Skeleton, skeleton
from kg.extract.stated import Stated
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_NAME: Final = f"[{FIRM}{SCHOOL}{OTHER}]"
_SUM: Final = r"\d[\d,.]*\s*(?:余|多)?[万亿]?元"
_PAID: Final = r"(?:获得?|获补|获奖|补助|补贴|奖补|奖励|资助|给予|拨付|兑付|到位|分获|得到|各|均|分别|约|共|计|资金|经费|金额|为)*"
_ITEM = re.compile(
    rf"(?:^|(?<=[、，；：:])|(?<=其中)|(?<=给予)|(?<=奖励)|(?<=补助)|(?<=兑付)|(?<=拨付)|(?<=支持)|(?<=兑现)|(?<=安排)|(?<=拨给)|(?<=向))"
    rf"(?P<who>{_NAME}(?:（[^（）]{{0,30}}）)?(?:[、和]{_NAME})*)(?P<what>(?:“[^”]{{2,30}}”)?[^，。；：、\d“”{FIRM}{SCHOOL}{OTHER}]{{0,24}}?)"
    rf"{_PAID}\s*(?P<sum>{_SUM})"
)
# 国家级3户各100万元：甲、乙、丙; 单项冠军2户各50万元，分别为甲、乙.
_EACH = re.compile(
    rf"各(?:奖励?|补助?|给予|奖补|资助)?\s*{_SUM}[：:，（](?:涉及|分别[为是]|包括|主要有|有|为|即)?(?P<who>{_NAME}(?:（[^（）]{{0,30}}）)?(?:[、和及]{_NAME})*)"
)
# Sums behind these words are no grants.
_OTHER_SUMS = re.compile(
    r"投|贷|授信|融资|产值|销售|营[收业]|税|收入|出资|签|合同|罚|成交|采购|中标|价|增|实现|完成|达|预算|欠|利润|出口|交易|工程款|支出|募|市值|额"
)
_GRANT = re.compile(r"补|奖|资助|扶持|专项|贴息|经费|资金|返还")
# 惠企政策兑现资金 is a pot of many funds, of which the item names its own.
_POT = re.compile(r"政策|惠企|兑现|各类|各项")
_ADVERB = re.compile(r"(?:各|均|分别|约|共|计|为|合计)+$")
_FUND_OF_ITEM = re.compile(r"(?:补助|补贴|奖励|奖补|贴息|资助|返还|奖金|经费|资金|奖)$")


@dataclass(frozen=True, slots=True)
class Granted:
    """One name of a list with what it was paid for ("" where the list does not say), from which fund, and the words that say so."""

    who: Mention
    fund: str
    work: Span | None
    span: Span


def granted(reading: Reading) -> tuple[Granted, ...]:
    """Return whom lists of sums say a fund went to, in text order; nothing where no fund is named before or above the list."""
    return reading.once(_granted)


def grants(reading: Reading) -> Iterator[Stated]:
    """Yield receives_funding for each name of such a list, and undertakes for what it is paid to carry out."""
    for one in granted(reading):
        yield Stated(one.who, "receives_funding", one.fund, one.span)
        if one.work is not None:
            yield Stated(one.who, "undertakes", reading.text[one.work.start : one.work.end], one.span)


def _granted(reading: Reading) -> tuple[Granted, ...]:
    found: list[Granted] = []
    text = reading.text
    for sentence in reading.sentences:
        if len(sentence) > LONGEST or text.find("万元", sentence.start, sentence.end) < 0 or not reading.mentions_in(sentence):
            continue
        if section_kind(reading, sentence.start) in UNREAL_SECTIONS or reading.report.table_at(sentence.start):
            continue
        found += _in_sentence(reading, skeleton(reading, sentence))
    return tuple(found)


def _in_sentence(reading: Reading, bare: Skeleton) -> Iterator[Granted]:
    items = [match for match in _ITEM.finditer(bare.words) if not _OTHER_SUMS.search(match["what"])]
    if len(items) >= 2 or (items and "其中" in bare.words):
        fund = _fund(reading, bare, items[0].start())
        for match in items if fund else ():
            yield from _item(reading, bare, match, fund)
    for match in _EACH.finditer(bare.words):
        fund = _fund(reading, bare, match.start())
        span = bare.span(*match.span())
        yield from (Granted(who, fund, None, span) for who in (bare.named(*match.span("who")) if fund else ()))


def _fund(reading: Reading, bare: Skeleton, before: int) -> str:
    told = topic(reading, bare, before, "$")
    fund = str(told[0]) if told else ""
    # 惠及企业20户，补助如下: the words are no name; the heading may give one.
    return fund if len(fund) >= 5 else fund_above(reading, bare.offsets[before])


def _item(reading: Reading, bare: Skeleton, match: re.Match[str], fund: str) -> Iterator[Granted]:
    people = bare.named(*match.span("who"))
    if match["what"] and not _GRANT.search(fund):
        return
    span = bare.span(*match.span())
    work = _work(reading, bare, match) if len(people) == 1 else None
    own = _ADVERB.sub("", bare.words[match.start("what") : match.start("sum")].strip())
    if _POT.search(fund) and len(own) >= 4 and _FUND_OF_ITEM.search(own):
        fund = own
    yield from (Granted(who, fund, work, span) for who in people)


def _work(reading: Reading, bare: Skeleton, match: re.Match[str]) -> Span | None:
    """Return the work that the item names behind its firm, with the firm's name before it unless quotes begin there; None without one."""
    what = match["what"].strip()
    paid = _ADVERB.sub("", bare.words[match.start("what") : match.start("sum")].strip())
    if len(what) < 4 or (paid != what and _FUND_OF_ITEM.search(paid)) or _FUND_OF_ITEM.search(what):
        return None
    start = match.start("what") if what.startswith("“") else match.start("who")
    span = bare.span(start, match.start("what") + len(match["what"].rstrip()))
    inner = bare.span(match.start("what"), match.start("what") + len(match["what"].rstrip()))
    told = is_work(reading, inner) or lexical("relation_words", "work_head", "@$").search(what) or what.endswith("”")
    return span if told else None
