"""Statements that somebody got, was recommended for, or lost a title: who, what, by which verb, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.award_frames import (
    COMING,
    added,
    between,
    given,
    got,
    graded,
    hosted,
    landed,
    raised,
    remembered,
    told_before,
    told_behind,
    unnamed,
)
from kg.extract.award_places import Award, Place, Told, by_word, places, verbs
from kg.extract.award_titles import Titled, contest_of, contest_opened, paired
from kg.extract.groups import groups
from kg.extract.holders import Holders, holders_before
from kg.extract.phrases import UNREAL_SECTIONS, clauses_of, lexical, section_kind
from kg.extract.titles import is_headed, is_personal, is_title, level_of, may_hold_title
from kg.model import Mention, Span
from kg.recognise.reading import Reading

__all__ = ["Award", "awards"]

_WORDS = "recognition_words"
# 力争, 鼓励 ... before the verb (role wish): somebody is to get it. 拟, 将 ...: it is on its way, applied for and not granted.
# 力争, 鼓励 ... before the verb (role wish): somebody is to get it. 拟, 将 ...: it is on its way, applied for and not granted.
_PRAISED = re.compile(r"被(?P<title>(?P<by>[^，。；、的被]{2,20}?)通报(?:表扬|表彰|嘉奖))")
_ANNOUNCED = re.compile(r"公示(?:名单|期|中|阶段)?$|公示名单|拟[^，。；]{0,10}名单")
# 甲被某厅授予X: behind its issuer the verb is passive, and its title stands right behind it.
_PASSIVE = re.compile(r"(?:被|经|获|由)[^，。；的]{2,24}(?:正式|联合|共同|再次)*$")
_RANK_ONLY = re.compile(r"(?:国家|省|市|区|县)级")
# 位列某某百强: a place in a ranking is a listing, a place in statistics (位居全省第一) is not.
_PLACES = frozenset({"位列", "位居", "名列", "荣列"})
_RANKING = re.compile(r"(?:强|榜单?|[百十]佳)$")
# 我县第3户X, 全市首家X: which one of how many is no part of the title.
_NTH = re.compile(
    r"(?:我|全)[国省市县区州](?:第[\d一二三四五六七八九十]+|首|唯一一?)[家户个批](?:的)?|"
    r"(?:首|第[\d一二三四五六七八九十]+)[家户](?:获批的?)?"
)
# What says the prize in the verb.
_WON = {"夺冠": "冠军", "夺魁": "冠军", "折桂": "第一名", "摘金": "金奖", "夺金": "金奖", "摘银": "银奖", "夺银": "银奖", "摘铜": "铜奖"}
_GIVEN_TO = re.compile(r"[市县区乡镇村]$|企业$|单位$|^“")
# Words of sanction without a title of their own, and where a list is told of in the clause before.
_DECIDES = re.compile(
    r"批复|批准|核准|认定|授牌|揭牌|备案|立项|验收|评审|复核|复审|公布|公示|揭晓|发布|印发|出炉|依托|创建|申报|添|新增|迎来|评级|等级|级别|评定|评价|颁给|颁发给|花落|奖给"
)


def awards(reading: Reading) -> tuple[Award, ...]:
    """Return every award that the prose states, in text order; those of sections on duties, goals and remedies are left out."""
    return reading.once(_awards)


def _awards(reading: Reading) -> tuple[Award, ...]:
    return tuple(_in_prose(reading))


def _in_prose(reading: Reading) -> Iterator[Award]:
    for sentence in reading.sentences:
        bounds = (sentence.start, sentence.end)
        told = any(words.search(reading.text, *bounds) for words in (verbs(), _DECIDES)) or reading.text.find("通报", *bounds) >= 0
        if told and section_kind(reading, sentence.start) not in UNREAL_SECTIONS:
            yield from _in_sentence(reading, sentence)


def _in_sentence(reading: Reading, sentence: Span) -> Iterator[Award]:
    told = Told()
    yield from _praised(reading, sentence)
    for clause in clauses_of(reading, sentence):
        yield from _in_clause(reading, clause, told)
        told.before.append(clause)


def _in_clause(reading: Reading, clause: Span, told: Told) -> Iterator[Award]:
    text, any_found = reading.text, False
    carried = next((found for frame in (hosted, added, graded, landed) if (found := frame(reading, clause))), [])
    if carried := carried or given(reading, clause, told) or unnamed(reading, clause, told):
        yield from carried
        return
    for place in places(text, clause):
        told.recommended = told.recommended or bool(lexical(_WORDS, "recommending").search(text, place.left.start, place.left.end))
        for award in _at(reading, place, told):
            any_found = True
            told.title, told.start, told.open = award.title, award.span.start, award.status == "applied"
            told.wanted = award.holders if told.open else ()
            told.contest = contest_of(award.title) or told.contest
            told.counted = award.count or 0 if award.status == "granted" and not award.holders else 0
            yield replace(award, status="recommended") if told.recommended and award.status == "applied" else award
    if not any_found and _DECIDES.search(text, clause.start, clause.end):
        found = got(reading, clause, told)
        yield from found
        if not found:
            remembered(reading, clause, told)
    told.contest = contest_opened(text, clause) or told.contest


def _praised(reading: Reading, sentence: Span) -> Iterator[Award]:
    """Yield the praise by circular that a body got: 我局被某厅通报表扬; the verb is the title."""
    text = reading.text
    for clause in clauses_of(reading, sentence):
        match = _PRAISED.search(text, clause.start, clause.end)
        if match and not lexical(_WORDS, "wish").search(text, clause.start, match.start()):
            left = Span(clause.start, match.start())
            holders = holders_before(reading, left, [], None)
            named = reading.mentions_in(Span(*match.span("by")))
            span = Span(clause.start, match.end())
            issuer = named[0] if named else match["by"]
            yield Award(holders.members, match["title"], span, "granted", "被", issuer, holders.count, holders.implied)


def _at(reading: Reading, place: Place, told: Told) -> list[Award]:
    """Return the awards at one verb; `told` learns which holders the next verb of the sentence falls back on."""
    text, row = reading.text, by_word()[place.verb.group()]
    left, whole = (text[span.start : span.end] for span in (place.left, place.right))
    granted = row["status"] == "granted"
    if granted and lexical(_WORDS, "wish").search(left):
        return []
    if row["form"] == "between" and not (_PASSIVE.search(left) and whole_title(text, place.right)):
        return list(between(reading, place, row["status"]))
    if granted:
        if (behind := told_behind(reading, place)) is not None:
            return behind
        if (higher := raised(reading, place)) is not None:
            return higher
        if not whole.strip():
            if told.contest and (prize := _WON.get(place.verb.group())):
                return _won(reading, place, told, prize)
            before = told_before(reading, place.clause, place.verb.start(), place.verb.group()) if row["strength"] == "strong" else []
            return before or (_confirmed(reading, place, told) if told.title and told.open else [])
    if row["strength"] != "strong" and not may_hold_title(whole) and not _PASSIVE.search(left):
        return []
    holders = holders_before(reading, place.left, told.before, told.last)
    found = [award for titled in paired(reading, place, holders, told.contest) if (award := _as_award(reading, place, holders, titled))]
    told.last = holders if holders.members and found else told.last
    return found


def _won(reading: Reading, place: Place, told: Told, prize: str) -> list[Award]:
    """Return the award of a verb that says the prize itself: 某大赛中，甲夺冠."""
    named = groups(reading, place.left)
    members = named[-1].members if named else ()
    return [Award(members, told.contest + prize, place.clause, "granted", place.verb.group())] if members else []


def _as_award(reading: Reading, place: Place, holders: Holders, titled: Titled) -> Award | None:
    """Return the award of one title behind a verb, None where it is no title or the words only count or wish."""
    text, row = reading.text, by_word()[place.verb.group()]
    left, whole = (text[span.start : span.end] for span in (place.left, place.right))
    title, members, counted = titled
    title = _NTH.sub("", title, count=1) if _NTH.match(title) else title
    # What stands in quotation marks needs no rank: 获“某某杯”; nor does what a body of rank gives: 被省厅列为重点企业.
    quoted, issued = f"“{title}”" in whole, bool(holders.issuer and level_of(_words(holders.issuer)))
    known = (quoted and is_headed(title)) or (issued and (quoted or is_headed(title) or _GIVEN_TO.search(title)))
    known = known or ("“" in title and whole.rstrip().endswith(("称号", "荣誉", "殊荣")))
    strong = row["strength"] == "strong" or row["form"] == "between"
    if not (known or is_title(title, strong)) or is_personal(title):
        return None
    if not title or title.startswith("的") or _RANK_ONLY.fullmatch(title) or (row["verb"] in _PLACES and not _RANKING.search(title)):
        return None
    status = row["status"]
    if status == "granted" and COMING.search(left):
        status = "" if row["strength"] == "weak" else "applied"
    elif status == "granted" and _ANNOUNCED.search(whole):
        status = "announced"
    if not status or (status not in ("granted", "announced") and not holders.named):
        # A body that only says that something is applied for names nobody who applies.
        return None
    if row["strength"] == "state" and (counted or holders.implied or not holders.named):
        # 甲拥有省级工作站 says what it holds, 全市拥有省级工作站2个 only how many there are.
        return None
    if counted and counted[1] in "家户" and holders.implied:
        # 甲在某板挂牌，全区上市企业累计4家: a count of firms goes on with nobody.
        return None
    if counted and counted[1] in "家个户所名处" and (not holders.named or holders.span == place.left):
        # 获批省级工作站2个: how many there are, and not that whoever reports is one.
        members = ()
    span = Span(min(holders.span.start, place.clause.start), place.right.end)
    count = counted[0] if counted else holders.count
    return Award(members, title, span, status, place.verb.group(), holders.issuer, count, holders.implied)


def _words(issuer: Mention | str) -> str:
    return issuer if isinstance(issuer, str) else issuer.surface


def whole_title(text: str, right: Span) -> bool:
    """Return whether all the words behind a verb are a title in quotation marks or end as titles do."""
    words = text[right.start : right.end].strip()
    return words.startswith(("“", "为", "其为")) or is_title(words, strong=False)


def _confirmed(reading: Reading, place: Place, told: Told) -> list[Award]:
    """Return who got what an earlier clause says was applied for or made public: 甲、乙申报X，其中甲1家已获批; 某厅公布X名单，甲上榜."""
    text = reading.text
    named = groups(reading, place.left)
    members = named[-1].members if named else told.wanted
    if not members or lexical(_WORDS, "wish").search(text[place.left.start : place.left.end]):
        return []
    span = Span(told.start, place.clause.end)
    return [Award(members, told.title, span, "granted", place.verb.group(), "", named[-1].count if named else None)]
