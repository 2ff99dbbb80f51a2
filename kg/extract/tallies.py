"""Counts of titles: how many hold one (共有, 累计, 达到) or newly got one (新增, 新认定), with the names in brackets behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from kg.extract.award_places import verbs
from kg.extract.counted_names import named_before, named_behind, whole_count
from kg.extract.counting import before_number, behind_number, gap, kinds, kinds_before, named_first, opened
from kg.extract.phrases import QUOTES, UNREAL_SECTIONS, lexical, section_kind, squash
from kg.extract.titles import STATISTICAL, is_headed, is_personal
from kg.facts import Referent
from kg.lexicon import rows
from kg.model import Span
from kg.recognise.reading import Number, Reading

_WIDTH = 16
# No sentence of prose is longer, and reading what is would cost its square.
_LONGEST = 1500
_WORDS = "recognition_words"
# Kinds of titles that are counted by their bare name; the others (示范, 奖, 基地 ...) only where a rank or 新 precedes them.
_COUNTED_BARE = frozenset({"quality-sme", "technology-status", "green", "quality-brand"})
# These only in a list of what is counted: 有国家级孵化器1个、院士工作站3个.
_COUNTED_AMONG = frozenset({"platform", "capital-market"})
_RANK = r"(?:(?:[\u4e00-\u9fff]{2,3}(?:省|市))?(?:国、?省级|省、?市级|(?:国家|省|市|区|县)级(?:以上)?|国家|全国|省|市))"
# What belongs to a title before and behind its scheme's own words.
_LEFT = re.compile(rf"{_RANK}?[“\"]?(?:专精特新|制造业|先进|重点|科技|优势|中国|[“”\"])*$")
# 省级以上林业龙头企业: the trade stands between the rank and what leads it.
_LEFT_TRADE = re.compile(rf"{_RANK}[\u4e00-\u9fff]{{2,6}}$")
_RIGHT = re.compile(r"[”\"]?(?:中小企业|示范企业|企业|农产品|产品|标识|认证|证书|称号)?[”\"]?(?:认证|称号|企业)?")
# 突破240家达到243家: the second is how many there are.
_REACHED = re.compile(r"(?:达到?|增至|增加到|升至)\s*\d")
_BARE_COUNT = re.compile(
    r"[，,、；](?:其中)?(?:(?:本|今|当|全|20\d\d)年度?|全[省市区县])?(?:[较比](?:上年|去年|上一年|年初)(?:同期|底|末)?)?"
    r"(?P<word>累计|有效(?:总|存)?(?:数|量)|总数|总量|总计|保有量|共有|有效期内|现有|存量|重新认定|新认定|新增|净增|新添|再添|新晋|新获批|新获评|新入选|新入库|通过认定|成功通过|通过|获批|获评)"
    r"(?:分别)?(?:达到|增至|增加到|达|为|有|认定|共|已)*$"
)
# 申报X31家，27家通过认定: how many of those told of before got it.
_PASSED = re.compile(r"(?:企业)?(?:已|成功|顺利|均)?(?P<word>通过认定|获批|获评|获认定|认定成功|通过评审|入选|入库)(?=[，。；）]|$)")
# 国家级X8项，省级63项: the same title of another rank.
_BARE_RANK = re.compile(
    r"[，,、；（(](?:其中)?(?:(?:本|今|当|全)年)?(?P<word>新增|新入选|新获批|新获评|净增|累计|共有|现有)?(?P<rank>国家级|省级|市级|区级|县级)(?:以上)?(?:有|达到?|为)?$"
)
_TOTALS = frozenset({"累计", "总数", "总量", "总计", "保有量", "共有", "有效期内", "现有", "存量"}) | frozenset(
    {"有效数", "有效量", "有效总数", "有效总量", "有效存量", "有效存数"}
)
_RANKED = re.compile(
    r"[“\"]?(?:国家|海关|国际|全国|全省|全市|全区|全县|自治区|省|市|区|县)|[\u4e00-\u9fff](?:国家|省|市|区|县)级|[\u4e00-\u9fff]国家(?=示范|级)"
)
_TITLE_WIDTH = 40
_BOTH_RANKS = re.compile(r"(?P<one>国|省|市)、?(?P<two>省|市|区|县)级")
_QUOTED_WHOLE = re.compile(r"“[^“”]+”")
_AIMED = re.compile(r"[^，：:]{0,8}(?:年初设定|目标)[^，：:]{0,6}[：:]")
_COUNTED_BEFORE = re.compile(r"\d\s*[家个户][、，]$")
_OWN_RANK = re.compile(r"(?:国家|省|市|区|县)级(?:以上)?")
_STOP = re.compile(r"[，。；、：:！？\n\d]")
_RANK_NAMES = {"国": "国家级", "省": "省级", "市": "市级", "区": "区级", "县": "县级"}


@dataclass(frozen=True, slots=True)
class _Title:
    """A title that may be counted: where it stands with its rank, and the family of its scheme."""

    span: Span
    words: str
    family: str


@dataclass(frozen=True, slots=True)
class Tally:
    """One count of a title: `kind` is total or new, `span` reaches from its 新增 to the number, `members` are named behind it."""

    title: str
    kind: str
    count: int
    span: Span
    members: tuple[Referent, ...] = ()


def tallies(reading: Reading) -> tuple[Tally, ...]:
    """Return every count of a title in text order; nothing for planned or applied-for counts and for statistical scopes."""
    return reading.once(_tallies)


def _tallies(reading: Reading) -> tuple[Tally, ...]:
    return tuple(_counted(reading))


def _counted(reading: Reading) -> Iterator[Tally]:
    counted = (number for number in reading.numbers if whole_count(number) is not None)
    for sentence, counts in groupby(counted, key=lambda number: reading.sentence_at(number.span.start)):
        table = reading.report.table_at(sentence.start)
        if table is not None and table.kind == "score":
            # A row of scores gives the goal and the points beside the result: 高新技术企业 | ≥90家 | 92家.
            continue
        if len(sentence) <= _LONGEST and section_kind(reading, sentence.start) not in UNREAL_SECTIONS:
            yield from _in_sentence(reading, sentence, list(counts))


def _in_sentence(reading: Reading, sentence: Span, counts: list[Number]) -> Iterator[Tally]:
    text = reading.text
    titles = list(_titles_in(text, sentence))
    used: set[Span] = set()
    last: Tally | None = None
    for number in counts:
        if number.span in used or _REACHED.match(text, number.span.end, sentence.end):
            continue
        title = next((match for match in reversed(titles) if _behind(text, match, number)), None)
        if title is None:
            title = next((match for match in titles if _before(text, number, match, sentence)), None)
        if title is None and not _BARE_COUNT.search(text, sentence.start, number.span.start):
            title = _printed(text, number, sentence)
        if title is None:
            again = _again(text, last, titles, number, sentence)
            if again is not None:
                named, end = named_behind(reading, number, sentence)
                yield replace(again, members=named, span=Span(again.span.start, end)) if named else again
            continue
        whole = Span(min(title.span.start, number.span.start), max(title.span.end, number.span.end))
        if title.family == STATISTICAL or _unreal(text, sentence, whole.start, whole.end):
            continue
        for tally in _tallied(reading, sentence, title, number, counts):
            used.add(tally.span)
            last = tally
            yield tally
        used.update(other.span for other in _following(text, title, number, counts))


def _tallied(reading: Reading, sentence: Span, title: _Title, number: Number, counts: list[Number]) -> Iterator[Tally]:
    text = reading.text
    words = title.words
    span = Span(min(title.span.start, number.span.start), max(title.span.end, number.span.end))
    kind = _kind(text, sentence, number)
    both = _BOTH_RANKS.search(words)
    second = _following(text, title, number, counts)
    if both and second:
        pair = ((both["one"], number), (both["two"], second[0]))
        for rank, which in pair:
            name = words[: both.start()] + _RANK_NAMES[rank] + words[both.end() :]
            yield Tally(name, kind, whole_count(which) or 0, Span(span.start, which.span.end))
        return
    named, end = named_behind(reading, number, sentence)
    start = _new_before(text, sentence, span.start)
    if not named and title.span.start >= number.span.end:
        named, start = named_before(reading, sentence, number)
        end = span.end
    yield Tally(words, kind, whole_count(number) or 0, Span(start, end if named else span.end), named)


def _again(text: str, last: Tally | None, titles: list[_Title], number: Number, sentence: Span) -> Tally | None:
    """Return a count that names no title itself but follows one: 省级专精特新中小企业13家，累计达36家; 申报高新技术企业，重新认定7家."""
    ranked = _BARE_RANK.search(text, sentence.start, number.span.start)
    if ranked and last is not None and _OWN_RANK.search(last.title):
        kind = last.kind if not ranked["word"] else "total" if ranked["word"] in _TOTALS else "new"
        title = _OWN_RANK.sub(ranked["rank"], last.title, count=1)
        return Tally(title, kind, whole_count(number) or 0, Span(last.span.start, number.span.end))
    match = _BARE_COUNT.search(text, sentence.start, number.span.start) or _PASSED.match(text, number.span.end, sentence.end)
    if match and match.re is _PASSED and text[number.span.start - 1] not in "，,、；（":
        match = None
    before = [title for title in titles if title.span.end <= number.span.start]
    if not match or (before and before[-1].family == STATISTICAL) or not (before or last):
        return None
    kind = "total" if match["word"] in _TOTALS else "new"
    if last is not None and (not before or last.span.end > before[-1].span.end):
        return replace(last, kind=kind, count=whole_count(number) or 0, span=Span(last.span.start, number.span.end), members=())
    return Tally(before[-1].words, kind, whole_count(number) or 0, Span(before[-1].span.start, number.span.end))


def _following(text: str, title: _Title, number: Number, counts: list[Number]) -> list[Number]:
    """Return the second number of 国省级X9家、20家, where the title names two ranks."""
    if not _BOTH_RANKS.search(title.words):
        return []
    later = (other for other in counts if other.span.start >= number.span.end)
    return [other for other in later if text[number.span.end : other.span.start].strip() in ("、", "和", "，")]


def _behind(text: str, title: _Title, number: Number) -> bool:
    return title.span.end <= number.span.start and bool(gap().fullmatch(text[title.span.end : number.span.start].translate(_NO_QUOTES)))


def _before(text: str, number: Number, title: _Title, sentence: Span) -> bool:
    adjacent = number.span.end <= title.span.start and text[number.span.end : title.span.start].strip() in ("", "的")
    # 在全省9家X考核中, 三家X捐款: only what was got, or what there is, is counted.
    start, end = sentence.start, number.span.start
    return adjacent and bool(opened().search(text, start, end) or named_first().search(text, start, end))


def _printed(text: str, number: Number, sentence: Span) -> _Title | None:
    """Return the title before a number (新晋省级示范社2个) or behind it (新增2家省级示范社) that no scheme names, or None.

    It has a rank, or stands in quotation marks behind a word of granting, and ends as titles do.
    """
    start = max(sentence.start, number.span.start - _TITLE_WIDTH)
    start = max([start, *(mark.end() for mark in _STOP.finditer(text, start, number.span.start))])
    match = before_number().fullmatch(text, start, number.span.start)
    if match:
        # 某县成功创建省级园区1个: the title begins behind what was done for it.
        deeds = [verb.end() for verb in verbs().finditer(text, *match.span("title"))]
        span = Span(deeds[-1] if deeds else match.start("title"), match.end("title"))
        words = text[span.start : span.end]
        if _is_counted(words, bool(match["opening"] or deeds)):
            return _Title(span, _unquoted(words), "")
    begin, end = sentence.start, number.span.start
    if opened().search(text, begin, end) or named_first().search(text, begin, end):
        match = behind_number().match(text, number.span.end, min(sentence.end, number.span.end + _TITLE_WIDTH))
        if match and not verbs().match(match["title"]) and _is_counted(match["title"], opened=True):
            return _Title(Span(*match.span("title")), _unquoted(match["title"]), "")
    return None


def _unquoted(title: str) -> str:
    return title.strip(QUOTES) if _QUOTED_WHOLE.fullmatch(title) else title


def _is_counted(title: str, opened: bool) -> bool:
    named = _RANKED.match(title) or (opened and title.startswith("“")) or _RANKED.search(title)
    return (
        bool(named)
        and 4 <= len(squash(title)) <= 26
        and is_headed(title)
        and not is_personal(title)
        and not lexical(_WORDS, "told").search(title)
    )


def _titles_in(text: str, sentence: Span) -> Iterator[_Title]:
    """Yield the titles of a sentence that are counted by their name, with the rank before and 企业 behind."""
    for match in _titles().finditer(text, sentence.start, sentence.end):
        begin = max(sentence.start, match.start() - _WIDTH)
        left = _LEFT.search(text, begin, match.start())
        if (left is None or left.start() == match.start()) and match.group().startswith("龙头"):
            left = _LEFT_TRADE.search(text, begin, match.start())
        right = _RIGHT.match(text, match.end(), sentence.end)
        span = Span(left.start() if left else match.start(), right.end() if right else match.end())
        family = _families()[next(name for name in match.re.groupindex if match[name] is not None)]
        words = text[span.start : span.end]
        if family == "capital-market" and text.startswith("挂牌", span.end):
            # 新三板挂牌1家: what is counted is the listing.
            yield _Title(Span(span.start, span.end + 2), words.strip(QUOTES) + "挂牌", family)
            continue
        bare = family in _COUNTED_BARE or (family in _COUNTED_AMONG and _listed_on(text, sentence, span.start))
        if bare or family == STATISTICAL or re.match(_RANK, words) or "创新平台" in words:
            yield _Title(span, words.strip(QUOTES) if words.count("“") != words.count("”") else words, family)


def _listed_on(text: str, sentence: Span, start: int) -> bool:
    return bool(opened().search(text, sentence.start, start) or _COUNTED_BEFORE.search(text, sentence.start, start))


def _unreal(text: str, sentence: Span, start: int, end: int) -> bool:
    # Only the clause of the count decides: an application told before does not undo a count told after it.
    begin = max(text.rfind("，", sentence.start, start), text.rfind("：", sentence.start, start), sentence.start - 1) + 1
    first = text.find("，", sentence.start, sentence.end)
    opening = text[sentence.start : first if first > 0 else sentence.end]
    return bool(_AIMED.match(opening) or lexical(_WORDS, "uncounted").search(text, begin, end))


def _kind(text: str, sentence: Span, number: Number) -> str:
    """Return new or total as the last word of kind before the number says; total where none stands there."""
    last = None
    for match in kinds().finditer(text, sentence.start, number.span.start):
        last = match
    begin = max(text.rfind("，", sentence.start, number.span.start), sentence.start)
    far = last is None or last.start() < begin
    if far and lexical(_WORDS, "new_in_clause").search(text, begin, number.span.start):
        # 培育X3家, 创建X2个: what was made got its title; behind 累计 in the same clause the words say only how.
        return "new"
    return "new" if last is not None and last["new"] else "total"


def _new_before(text: str, sentence: Span, start: int) -> int:
    match = kinds_before().search(text, sentence.start, start)
    return match.start() if match else start


_NO_QUOTES = dict.fromkeys(map(ord, QUOTES + " \t"))


@cache
def _families() -> dict[str, str]:
    return {f"s{index}": row["family"] for index, row in enumerate(rows("recognition_schemes"))}


@cache
def _titles() -> re.Pattern[str]:
    # Quotation marks may stand around any part of a scheme's name: “专精特新”小巨人, 专精特新“小巨人”.
    found = rows("recognition_schemes")
    schemes = "|".join(f"(?P<s{index}>{_loose(row['pattern'])})" for index, row in enumerate(found))
    # Where no pattern can begin none is tried; this alone makes the search several times faster.
    characters = "".join(sorted({character for row in found for character in _first(row["pattern"])}))
    return re.compile(f"(?=[{characters}])(?:{schemes})")


def _first(pattern: str) -> set[str]:
    """Return the characters a pattern may begin with: those of each alternative's literal beginning, all of them where one has none."""
    first: set[str] = set()
    for part in re.split(r"\|(?![^(]*\))", pattern):
        literal = re.match(r"(?:\w(?![?*{])|\(\?:(?P<inner>\w+(?:\|\w+)*)\)(?![?*{]))", part)
        if not literal:
            return {character for character in pattern if character.isalnum()}
        first.update(one[0] for one in (literal["inner"] or part).split("|"))
    return first


def _loose(pattern: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", '[“”"]?', pattern)
