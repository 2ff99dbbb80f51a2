"""Which titles a verb of granting governs, and which of them each holder got."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.extract.award_places import Place
from kg.extract.holders import Holders
from kg.extract.phrases import listed
from kg.extract.titles import GRADE, counted_behind, is_title, title_span, titles_in
from kg.facts import Referent
from kg.model import Span
from kg.recognise.reading import Reading

# A title, who holds it, and the count behind it with its measure word.
Titled = tuple[str, tuple[Referent, ...], tuple[int, str] | None]
_RESPECTIVELY = re.compile(r"分别|依次")
# 荣获一、二等奖: two ranks that share their last word.
_RANKS = re.compile(r"(?P<ranks>[特一二三四]、(?:[特一二三四]、)?[特一二三四])(?P<tail>等奖|名)$")
_BARE = re.compile(
    r"(?:[^，。；、在]{1,4}组)?(?:[特一二三]等奖|[金银铜]奖|优[秀胜](?:企业|团队|项目|作品|组织)?奖|最佳[^，。；]{1,6}奖|(?:提名|组织|创新|创业|新锐|入围)奖|冠军|亚军|季军|第[一二三]名|[特一二三]、[一二三]等奖)$"
)
# 全国赛中斩获 but not 在中国...: the 中 that closes where it was got is the last one.
_CONTEST = re.compile(
    r"在(?P<name>[^，。；、]{2,40}?(?:(?=中|上)|(?:(?<=[赛会选比展])|(?<=赛区))(?:[（(][^）)]*[）)])?))(?:活动|评选|评比|比赛)?(?:中|上)?(?:分别|一举|再次|成功|荣幸)*$"
)
# 某大赛结果揭晓, 某奖公布: the prizes told of next are its own.
_OPENED = re.compile(
    r"(?:在|于)?(?P<name>[^，。；、]{2,30}?(?:奖|大赛|竞赛|比赛|赛区|评选|评比|评价|评估|考核|联赛|挑战赛|创客赛|总决赛))(?:评审|评选)?"
    r"(?:(?:结果|名单|获奖名单)?(?:近日|日前|正式|圆满|已)*(?:揭晓|公布|出炉|落幕|颁奖|发布|收官)$|中(?![国央])|上)"
    r"|(?P<held>第[^，。；、]{1,4}届[^，。；、获得]{2,30}(?:大赛|竞赛|比赛|联赛|挑战赛|总决赛|赛区))$"
)
_MARK = re.compile(r"优秀|良好|优等?|合格")
_RANK_ONLY = re.compile(r"(?:国家|省|市|区|县)级")
_FIRST_RANK = re.compile(r"(?:国家|省|市|区|县)级")


def paired(reading: Reading, place: Place, holders: Holders, told: str = "") -> Iterator[Titled]:
    """Yield each title with those who hold it and the count behind it.

    After 分别 they are paired off; a bare rank is completed with the contest named before, in this clause or as `told`.
    """
    text = reading.text
    left = text[place.left.start : place.left.end]
    respectively = bool(_RESPECTIVELY.search(left) or place.verb.group().startswith("分"))
    named = _CONTEST.search(left)
    contest = named["name"] if named else told
    shared = len(holders.members) > 1 or (holders.count or 0) > 1
    words = text[place.right.start : place.right.end].strip().strip("了为")
    ranks = _RANKS.search(words)
    counts: list[tuple[int, str] | None] = []
    if ranks:
        prefix = words[: ranks.start()] or contest
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
    for index, (one, other) in enumerate(pairwise(names)):
        # 某大赛一等奖2项、二等奖5项: a bare rank belongs to the contest named before it.
        rank = _BARE.search(one)
        if _BARE.fullmatch(other) and rank:
            names[index + 1] = one[: rank.start()] + other
    for index, name in enumerate(names[:-1]):
        # 分别获评国家级、省级绿色工厂: the ranks share what the last of them is said of.
        rank = _FIRST_RANK.match(names[-1])
        if rank and _RANK_ONLY.fullmatch(name):
            names[index] = name + names[-1][rank.end() :]
    if not ranks:
        # 考核优秀 alone is praise; of a rating it is the grade.
        names = [name if contest or not _MARK.fullmatch(name) else "" for name in names]
        names = [f"{contest}{name}" if contest and (_BARE.fullmatch(name) or GRADE.fullmatch(name)) else name for name in names]
    counts = counts or [None] * len(names)
    pairs_off = len(names) == len(holders.members) > 1 and respectively
    members = [(holder,) for holder in holders.members] if pairs_off else [holders.members] * len(names)
    yield from zip(names, members, counts, strict=True)


def _parted(text: str, right: Span) -> list[Span]:
    """Return the members of a list whose last two are joined by 和: X二等奖、三等奖和优秀奖."""
    found: list[Span] = []
    for part in listed(text, right):
        cut = max(text.rfind(joint, part.start, part.end) for joint in "和及与")
        sides = [Span(part.start, cut), Span(cut + 1, part.end)] if part.start < cut < part.end - 1 else [part]
        found += sides if all(is_title(text[side.start : side.end], strong=False) for side in sides) else [part]
    return found


def contest_of(title: str) -> str:
    """Return the contest that a title with a bare prize at its end is of (某奖二等奖 gives 某奖), "" for other titles."""
    match = _BARE.search(title)
    return title[: match.start()] if match and match.start() > 3 else ""


def contest_opened(text: str, clause: Span) -> str:
    """Return the contest or prize that a clause says is decided (某奖揭晓), "" where it says no such thing."""
    match = _OPENED.match(text, clause.start, clause.end)
    return match["name"] or match["held"] if match else ""
