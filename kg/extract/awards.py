"""Statements that somebody got, was recommended for, or lost a title: who, what, by which verb, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kg.extract.groups import groups
from kg.extract.holders import Holders, holders_before
from kg.extract.phrases import UNREAL_SECTIONS, clauses_of, lexical, listed, one_of, section_kind
from kg.extract.titles import GRADE, counted_behind, is_headed, is_personal, is_title, may_hold_title, title_span, titles_in
from kg.facts import Referent
from kg.lexicon import rows
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_WORDS = "recognition_words"
# 力争, 鼓励 ... before the verb (role wish): somebody is to get it. 拟, 将 ...: it is on its way, applied for and not granted.
_PRAISED = re.compile(r"被(?P<title>(?P<by>[^，。；、的被]{2,20}?)通报(?:表扬|表彰|嘉奖))")
_COMING = re.compile(r"(?:拟|待|即将|将|有望|预计|正在|正式提请|准备)[^，。；]{0,6}$")
_ANNOUNCED = re.compile(r"公示(?:名单|期|中|阶段)?$|公示名单|拟[^，。；]{0,10}名单")
# 甲被某厅授予X: behind its issuer the verb is passive, and its title stands right behind it.
_PASSIVE = re.compile(r"(?:被|经|获|由)[^，。；、的]{2,24}(?:正式|联合|共同|再次)*$")
# Who is the object of an act of granting: 被认定, 获认定, 获得认定, 经认定.
_VOICES = ("被", "获", "获得", "获准", "经", "喜获")
_RESPECTIVELY = re.compile(r"分别|依次")
# 荣获一、二等奖: two ranks that share their last word.
_RANKS = re.compile(r"(?P<ranks>[特一二三四]、(?:[特一二三四]、)?[特一二三四])(?P<tail>等奖|名)$")
_BARE = re.compile(r"(?:[特一二三]等奖|[金银铜]奖|优秀奖|优胜奖|冠军|亚军|季军|第[一二三]名|[特一二三]、[一二三]等奖)$")
_CONTEST = re.compile(r"在(?P<name>[^，。；、]{2,40}?)(?:活动|评选|评比|比赛)?(?:中|上)(?:分别|一举|再次|成功|荣幸)?$")
# 获评X的有甲、乙; 入选X的企业包括甲、乙.
_NAMED_BEHIND = re.compile(
    r"(?P<title>[^，。；]{3,36}?)的(?:企业|单位|公司|项目|产品|机构|分别|主要)*(?:有|包括|为|是)(?P<who>[^，。；]{2,80})$"
)
_APPLIED = re.compile(
    r"(?:的|(?:牵头|联合|共同|合作|自主|参与)?(?:申报|申请|设立|建设|组建|承担|筹建|承建|创建|建立|主导|牵头|依托|运营)(?:建设|组建|创建)?的)"
)
_RANK_ONLY = re.compile(r"(?:国家|省|市|区|县)级")
_FROM_RANK = re.compile(r"(?:由|从)(?:国家|省|市|区|县)级$")
_FIRST_RANK = re.compile(r"(?:国家|省|市|区|县)级")
# 位列某某百强: a place in a ranking is a listing, a place in statistics (位居全省第一) is not.
_PLACES = frozenset({"位列", "位居", "名列", "荣列"})
_RANKING = re.compile(r"(?:强|榜单?|[百十]佳)$")
_BETWEEN = re.compile(
    r"(?P<a>[^，。；]{1,60}?)(?P<mid>为|的|成为|是)?"
    r"(?P<title>[“][^”]{2,40}[”](?:称号|荣誉|资格|认定)?|(?<=[为的])[^，。；]{3,40})$"
)


@dataclass(frozen=True, slots=True)
class Award:
    """A title and who it concerns; `count` is the N of 等N家企业, or of N家企业 where nobody is named."""

    holders: tuple[Referent, ...]
    title: str
    span: Span
    status: str
    verb: str
    issuer: Mention | str = ""
    count: int | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a verb stands: its clause, what stands before it since the last title, and where its title must end."""

    clause: Span
    left: Span
    right: Span
    verb: re.Match[str]


def awards(reading: Reading) -> tuple[Award, ...]:
    """Return every award that the prose states, in text order; those of sections on duties, goals and remedies are left out."""
    return reading.once(_awards)


def _awards(reading: Reading) -> tuple[Award, ...]:
    return tuple(_in_prose(reading))


def _in_prose(reading: Reading) -> Iterator[Award]:
    for sentence in reading.sentences:
        told = _verbs().search(reading.text, sentence.start, sentence.end) or reading.text.find("通报", sentence.start, sentence.end) >= 0
        if told and section_kind(reading, sentence.start) not in UNREAL_SECTIONS:
            yield from _in_sentence(reading, sentence)


def _in_sentence(reading: Reading, sentence: Span) -> Iterator[Award]:
    last: Holders | None = None
    recommended, pending = False, ""
    yield from _praised(reading, sentence)
    before: list[Span] = []
    for clause in clauses_of(reading, sentence):
        for place in _places(reading.text, clause):
            recommended = recommended or bool(lexical(_WORDS, "recommending").search(reading.text, place.left.start, place.left.end))
            found, last = _at(reading, place, before, last, pending)
            for award in found:
                pending = award.title if award.status == "applied" else ""
                yield replace(award, status="recommended") if recommended and award.status == "applied" else award
        before.append(clause)


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


def _places(text: str, clause: Span) -> Iterator[_Place]:
    found = list(_verbs().finditer(text, clause.start, clause.end))
    left = clause.start
    for index, verb in enumerate(found):
        right = clause.end
        if index + 1 < len(found):
            # 甲获批X、乙获评Y: the title ends at the mark before the next holder.
            cut = max(text.rfind(mark, verb.end(), found[index + 1].start()) for mark in "、并和")
            right = cut if cut > 0 else found[index + 1].start()
        yield _Place(clause, Span(left, verb.start()), Span(verb.end(), right), verb)
        left = min(right + 1, clause.end)


def _at(reading: Reading, place: _Place, before: list[Span], last: Holders | None, pending: str) -> tuple[list[Award], Holders | None]:
    """Return the awards at one verb and the holders that the next verb of the sentence falls back on."""
    text, row = reading.text, _by_word()[place.verb.group()]
    left = text[place.left.start : place.left.end]
    if row["status"] == "granted" and lexical(_WORDS, "wish").search(left):
        return [], last
    if row["form"] == "between" and not (_PASSIVE.search(left) and whole_title(text, place.right)):
        return list(_between(reading, place, row["status"])), last
    whole = text[place.right.start : place.right.end]
    named_behind = _NAMED_BEHIND.match(text, place.right.start, place.right.end) if row["status"] == "granted" else None
    if named_behind:
        return _told_behind(reading, place, named_behind), last
    if _RANK_ONLY.fullmatch(whole.strip()) and row["status"] == "granted":
        return _raised(reading, place, whole.strip()), last
    if not whole.strip() and row["status"] == "granted" and row["strength"] == "strong":
        before_verb = _told_before(reading, place)
        if before_verb:
            return before_verb, last
    if not whole.strip() and row["status"] == "granted" and pending:
        return _confirmed(reading, place, pending), last
    if row["strength"] != "strong" and not may_hold_title(whole):
        return [], last
    holders = holders_before(reading, place.left, before, last)
    found = []
    for title, members, counted in _titles(reading, place, holders):
        # What stands in quotation marks needs no rank: 获“某某杯”.
        quoted = f"“{title}”" in whole and is_headed(title)
        if not (quoted or is_title(title, row["strength"] == "strong" or row["form"] == "between")) or is_personal(title):
            continue
        status = row["status"]
        if status == "granted" and _COMING.search(left):
            if row["strength"] == "weak":
                continue
            status = "applied"
        if status == "granted":
            status = "announced" if _ANNOUNCED.search(whole) else status
        elif not holders.named:
            # A body that only says that something is applied for names nobody who applies.
            continue
        span = Span(min(holders.span.start, place.clause.start), place.right.end)
        if title.startswith("的") or _RANK_ONLY.fullmatch(title) or (row["verb"] in _PLACES and not _RANKING.search(title)):
            continue
        if row["strength"] == "state" and (counted or holders.implied or not holders.named):
            # 甲拥有省级工作站 says what it holds, 全市拥有省级工作站2个 only how many there are.
            continue
        if counted and counted[1] in "家个户所名处" and (not holders.named or holders.span == place.left):
            # 获批省级工作站2个: how many there are, and not that whoever reports is one.
            members = ()
        if counted and counted[1] in "家户" and holders.implied:
            # 甲在某板挂牌，全区上市企业累计4家: a count of firms goes on with nobody.
            continue
        count = counted[0] if counted else holders.count
        found.append(Award(members, title, span, status, place.verb.group(), holders.issuer, count, holders.implied))
    return found, holders if holders.members and found else last


def whole_title(text: str, right: Span) -> bool:
    """Return whether all the words behind a verb are a title in quotation marks or end as titles do."""
    words = text[right.start : right.end].strip()
    return words.startswith(("“", "为", "其为")) or is_title(words, strong=False)


def _confirmed(reading: Reading, place: _Place, title: str) -> list[Award]:
    """Return who got what an earlier clause says was applied for: 甲、乙申报X，其中甲1家已获批."""
    text = reading.text
    named = groups(reading, place.left)
    if not named or lexical(_WORDS, "wish").search(text[place.left.start : place.left.end]):
        return []
    span = Span(text.rfind(title, 0, place.clause.start), place.clause.end)
    return [Award(named[-1].members, title, span, "granted", place.verb.group(), "", named[-1].count)]


def _titles(reading: Reading, place: _Place, holders: Holders) -> Iterator[tuple[str, tuple[Referent, ...], tuple[int, str] | None]]:
    """Yield each title with those who hold it and the count behind it.

    After 分别 they are paired off; a bare rank is completed with the contest named before.
    """
    text = reading.text
    left = text[place.left.start : place.left.end]
    respectively = bool(_RESPECTIVELY.search(left) or place.verb.group().startswith("分"))
    contest = _CONTEST.search(left)
    shared = len(holders.members) > 1 or (holders.count or 0) > 1
    words = text[place.right.start : place.right.end].strip().strip("了为")
    ranks = _RANKS.search(words)
    counts: list[tuple[int, str] | None] = []
    if ranks:
        prefix = words[: ranks.start()] or (contest["name"] if contest else "")
        names = [f"{prefix}{rank}{ranks['tail']}" for rank in ranks["ranks"].split("、")]
    else:
        parts = list(listed(text, place.right))
        if respectively and len(parts) != len(holders.members):
            parts = _parted(text, place.right)
        if respectively and len(parts) == len(holders.members):
            spans = [span for span in (title_span(text, part) for part in parts) if span]
        else:
            spans = list(titles_in(text, place.right, shared and not respectively))
        names = [text[span.start : span.end].lstrip("了为") for span in spans]
        counts = [counted_behind(text, span, place.right.end) for span in spans]
        names = [f"{contest['name']}{name}" if contest and (_BARE.fullmatch(name) or GRADE.fullmatch(name)) else name for name in names]
    for index, name in enumerate(names[:-1]):
        # 分别获评国家级、省级绿色工厂: the ranks share what the last of them is said of.
        rank = _FIRST_RANK.match(names[-1])
        if rank and _RANK_ONLY.fullmatch(name):
            names[index] = name + names[-1][rank.end() :]
    for index, (one, other) in enumerate(pairwise(names)):
        # 某大赛一等奖2项、二等奖5项: a bare rank belongs to the contest named before it.
        rank = _BARE.search(one)
        if _BARE.fullmatch(other) and rank:
            names[index + 1] = one[: rank.start()] + other
    counts = counts or [None] * len(names)
    pairs_off = len(names) == len(holders.members) > 1 and respectively
    members = [(holder,) for holder in holders.members] if pairs_off else [holders.members] * len(names)
    yield from zip(names, members, counts, strict=True)


def _told_behind(reading: Reading, place: _Place, match: re.Match[str]) -> list[Award]:
    """Return who is named behind the title: 获评X的有甲、乙; nothing where no name stands there, and never the unit."""
    found = groups(reading, Span(*match.span("who")))
    title = title_span(reading.text, Span(*match.span("title")))
    if not title or not found or found[0].span.start != match.start("who"):
        return []
    words = reading.text[title.start : title.end]
    if not is_title(words, strong=False) or is_personal(words):
        return []
    return [Award(found[0].members, words, Span(place.clause.start, found[0].span.end), "granted", place.verb.group(), "", found[0].count)]


def _told_before(reading: Reading, place: _Place) -> list[Award]:
    """Return the award of a title that is the verb's subject: 甲博士后工作站获批设立, 甲申报的X获立项, X由甲摘得."""
    text, clause = reading.text, place.clause
    found = groups(reading, Span(clause.start, place.verb.start()))
    if not found or lexical(_WORDS, "wish").search(text, clause.start, place.verb.start()):
        return []
    if len(found) > 1:
        return _each_with_own(reading, place)
    group = found[0]
    if text[group.span.start - 1] == "由" and group.span.end == place.verb.start():
        words = Span(clause.start, group.span.start - 1)
    else:
        deed = _APPLIED.match(text, group.span.end, place.verb.start())
        words = Span(deed.end() if deed else group.span.end, place.verb.start())
    title = title_span(text, _without_adverbs(text, words)) if len(words) > 3 else None
    if not title or not is_title(text[title.start : title.end], strong=False):
        return []
    return [Award(group.members, text[title.start : title.end], Span(clause.start, place.verb.end()), "granted", place.verb.group())]


def _each_with_own(reading: Reading, place: _Place) -> list[Award]:
    """Return the awards of a list of names each with a title of its own: 甲牵头的X、乙的Y相继获批; [] for any other list."""
    text, awarded = reading.text, []
    for part in listed(text, Span(place.clause.start, place.verb.start())):
        lead = lexical(_WORDS, "lead", "@+").match(text[part.start : part.end])
        start = part.start + (lead.end() if lead else 0)
        holder = next((mention for mention in reading.mentions_in(part) if mention.span.start == start), None)
        deed = _APPLIED.match(text, holder.span.end, part.end) if holder else None
        words = Span(deed.end(), part.end) if deed else None
        title = title_span(text, _without_adverbs(text, words)) if words and len(words) > 3 else None
        if holder is None or title is None or not is_title(text[title.start : title.end], strong=False):
            return []
        span = Span(place.clause.start, place.verb.end())
        awarded.append(Award((holder,), text[title.start : title.end], span, "granted", place.verb.group()))
    return awarded if len(awarded) > 1 else []


def _without_adverbs(text: str, words: Span) -> Span:
    match = lexical(_WORDS, "adverb", "@+$").search(text, words.start, words.end)
    return Span(words.start, match.start()) if match else words


def _raised(reading: Reading, place: _Place, rank: str) -> list[Award]:
    """Return the award of what was raised to a rank: 甲、乙的企业技术中心升格为省级 gives 省级企业技术中心, or []."""
    text = reading.text
    found = groups(reading, place.left)
    if not found or _COMING.search(text, place.left.start, place.left.end):
        return []
    words = _without_adverbs(text, Span(found[-1].span.end, place.left.end))
    title = rank + _FROM_RANK.sub("", text[words.start : words.end].removeprefix("的"))
    span = Span(place.clause.start, place.right.end)
    return [Award(found[-1].members, title, span, "granted", place.verb.group())] if is_title(title, strong=False) else []


def _parted(text: str, right: Span) -> list[Span]:
    """Return the members of a list whose last two are joined by 和: X二等奖、三等奖和优秀奖."""
    found: list[Span] = []
    for part in listed(text, right):
        cut = max(text.rfind(joint, part.start, part.end) for joint in "和及与")
        sides = [Span(part.start, cut), Span(cut + 1, part.end)] if part.start < cut < part.end - 1 else [part]
        found += sides if all(is_title(text[side.start : side.end], strong=False) for side in sides) else [part]
    return found


def _between(reading: Reading, place: _Place, status: str) -> Iterator[Award]:
    """Yield the awards of verbs whose title stands after the holder: 认定甲为X, 授予甲“X”称号, 撤销甲的X资格."""
    text = reading.text
    match = _BETWEEN.match(text, place.right.start, place.right.end)
    if not match:
        return
    named = reading.mentions_in(Span(*match.span("a")))
    title = next(titles_in(text, Span(*match.span("title")), shared=True), None)
    if not named or title is None:
        return
    words = re.sub(r"资格$", "", text[title.start : title.end])
    if is_title(words, strong="“" in match["title"]) and not is_personal(words):
        issuer = reading.mentions_in(place.left)
        yield Award(named, words, Span(place.clause.start, place.right.end), status, place.verb.group(), issuer[-1] if issuer else "")


@cache
def _by_word() -> dict[str, dict[str, str]]:
    """Return the row of each verb; an act (form "act": 认定, 评选) stands for all that is said with it: 被认定为, 获认定, 评选为."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("recognition_verbs"):
        if row["form"] != "act":
            found[row["verb"]] = dict(row)
            continue
        for voice in ("", *_VOICES):
            for link in ("为", "成为", "") if voice else ("为", "成为"):
                found.setdefault(f"{voice}{row['verb']}{link}", {**row, "form": "after"})
    return found


@cache
def _verbs() -> re.Pattern[str]:
    # 获得感, 获取, 获悉 ... and 认定数, 入选率 are other words; 新获评 and 已获评 are the same one.
    return re.compile(rf"{one_of(_by_word())}(?!率|数|感|益|取|悉|知|准(?!建)|利|奖(?:补|励)|(?<=[争申]创)建|工作|书|条件|标准|材料|评审)")
