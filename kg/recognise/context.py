"""Short names of firms by their context: lists closed as enterprises, subjects of awards, objects of what offices do for firms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass, lexicon
from kg.recognise.neighbours import NOTHING, PAID, PHASE, SUM, Sign, after, before
from kg.recognise.shape import INDUSTRY, PLACE_ONLY, TRADE, shape
from kg.recognise.shape import LONGEST as LONGEST_NAME
from kg.recognise.weighing import BOUGHT, LONGEST_CHUNK, Chunk, Setting, projects, weigh
from kg.recognise.words import Words

RECOGNISER = "context"
# What shape and context must reach together before a short name is taken as certain.
THRESHOLD = 0.599
# What the neighbours in a list lend each other: items of one list are of one kind.
COMPANY = 0.3
# What each of a list's items must reach for the list to be one of names.
ALIKE = 0.48
# What a name must reach in each of several places to be one by their number.
LIKELY = 0.4
# What a place and its industry may reach at most, and must in each of several places.
CAPPED = 0.05
PLACED = 0.3
_ALL = "stands in a list of nothing but likely names"
# What the signs around a lone dictionary word must reach, for its shape to bring it to the threshold (0.28 and 0.1 for its works).
WEAK = 0.2
# Names of more words than this are found by their suffix, not by their context.
MOST_WORDS = 6
# No list mark is longer: 三、四期、 and three characters of what is done there.
MOST_BETWEEN = 8

# Items may end in a phase or in what is done there (某某二期、某某货车通行、...).
_JOIN = re.compile(rf"(?:{PHASE}\s?(?:、|和|与|及|以及)|\s?(?:、|和|与|及|以及)|[\u4e00-\u9fff]{{2,3}}、)\s?")
_PHASE = re.compile(PHASE)
_ENDS_NONE = frozenset({WordClass.GENERAL, WordClass.PLACE})
# Over the byte classes of kg.recognise.classes: nouns and names, words of their own.
_NOUNS = re.compile(rb"[\x03-\x07]+")
_OWN = re.compile(rb"\x07")
_NAMED = re.compile(rb"[\x04\x05\x07]")


# Prepositions that bring in the other side of a deed.
_HANDS_OUT = frozenset({"发放", "安排", "下达", "落实", "兑现", "用于", "争取", "投入", "申请", "列支", "享受"})
_BY = frozenset({"follows 由", "follows 改由", "follows 交由", "follows 转由"})
_PARTNER = frozenset({*"与同和由向对为给", "委托", "交由", "聘请", "授权", "选定", "遴选", "改由", "转由", "会同", "携手", "联合", "联手"})


# Who buys equipment names its maker before it (引进某某核磁共振2台).
_BUYS = re.compile(r"(?:引进|采购|购买|购置|引入|配备|选用)[^。\n]*$")
_GROUNDS = frozenset(
    {"园区", "片区", "大市场", "集聚区", "集中区", "示范区", "保护区", "街区", "商圈", "集市", "市场", "交易团", "代表团", "港", "小镇"}
)
_GROUNDS |= frozenset({"众创空间", "双创园", "创业园", "科创园", "加速器", "创客空间", "创业基地", "基金", "母基金"})
_MARKETS = ("专业市场", "批发市场", "综合市场", "农贸市场", "交易市场", "双创园")
_GROUNDS |= frozenset("河江湖渠山岭寺庙村")
_WORKS_OF_PLACES = frozenset({"码头", "大桥", "隧道", "公路", "水库", "航道", "港区"})
_PIECES = re.compile(r"\s*\d{1,4}\s*(?:余|多)?[台套条架部辆]")


def lists(text: str, words: Words, classes: bytes) -> Iterator[list[Chunk]]:
    """Yield the stretches of nouns and names of `text`, those of one list together; lists that hold no name are left out."""
    group: list[tuple[int, int]] = []
    starts, edge, named = words.starts, -MOST_BETWEEN - 1, False
    for match in _NOUNS.finditer(classes):
        first, last = match.span()
        start = starts[first]
        if group and (start - edge > MOST_BETWEEN or not _joins(text[edge:start])):
            if named:
                yield [Chunk(*member) for member in group]
            group, named = [], False
        group.append((first, last))
        named = named or max(match[0]) >= WordClass.PLACE
        edge = starts[last - 1] + len(words.texts[last - 1])
    if named:
        yield [Chunk(*member) for member in group]


@lru_cache(maxsize=1 << 12)
def _joins(between: str) -> bool:
    """Return whether what stands between two items makes them items of one list."""
    return _JOIN.fullmatch(between) is not None


def by_context(
    text: str, words: Words, classes: bytes, fixed: Sequence[Candidate] = ()
) -> tuple[list[Candidate], list[tuple[Candidate, ...]]]:
    """Return the short names of firms that their own shape and their context make certain, and by list those that stay in doubt.

    `fixed` firms vouch for their lists.
    """
    out: list[Candidate] = []
    open_lists: list[tuple[Candidate, ...]] = []
    starts = sorted(c.start for c in fixed)
    for group in lists(text, words, classes):
        begin, end = words.starts[group[0].first], words.end(group[-1].last - 1)
        at = bisect_left(starts, begin)
        beside = text[starts[at] : starts[at] + 8] if len(group) > 1 and at < len(starts) and starts[at] < end else ""
        found = _in_list(text, words, classes, group, beside)
        out.extend(found)
        doubtful = tuple(c for c in found if c.score < THRESHOLD <= c.score + COMPANY)
        if doubtful and len(group) > 1 and len(doubtful) == len(found):
            open_lists.append((Candidate(begin, end, "enterprise", 0.0, RECOGNISER), *doubtful))
    sure = [c for c in out if c.score >= THRESHOLD]
    return [*sure, *_repeated([c for c in out if c.score < THRESHOLD], text)], open_lists


def vouched(lists: Sequence[tuple[Candidate, ...]], certain: Sequence[Candidate], text: str) -> Iterator[Candidate]:
    """Yield the doubtful items of the lists, each behind its extent, in which one of the `certain` firms stands."""
    starts = [c.start for c in certain]
    for extent, *items in lists:
        at = bisect_left(starts, extent.start)
        if at < len(certain) and certain[at].end <= extent.end:
            yield from (_vouched(item, text[certain[at].start : certain[at].end]) for item in items)


def _repeated(doubtful: Sequence[Candidate], text: str) -> Iterator[Candidate]:
    """Yield the doubtful names that are likely in several places of the document: what one sentence leaves open two do not."""
    places: dict[str, list[Candidate]] = {}
    for item in doubtful:
        made = {TRADE, INDUSTRY} <= {reason[: len(key)] for key in (TRADE, INDUSTRY) for reason in item.reasons}
        if item.score >= (LIKELY if made else PLACED if PLACE_ONLY in item.reasons else THRESHOLD):
            places.setdefault(text[item.start : item.end], []).append(item)
    for found in places.values():
        # 金山化工: a place and its industry need a sign that would do for any other name.
        least = ALIKE if PLACE_ONLY not in found[0].reasons else THRESHOLD - CAPPED
        if len(found) > 1 and max(item.score for item in found) >= least:
            yield from (replace(item, score=THRESHOLD, reasons=(*item.reasons, "is as likely elsewhere in the document")) for item in found)


def _in_list(text: str, words: Words, classes: bytes, group: list[Chunk], beside: str) -> list[Candidate]:
    """Return the names among the members of one list (a list of one included)."""
    kinds = classes[group[0].first : group[0].last]
    setting = _setting(text, words, classes, group)
    # Common words alone: no shape could make up for the want of signs.
    if len(group) == 1 and setting.left.weight + setting.right.weight < WEAK and not _NAMED.search(classes, group[0].first, group[0].last):
        return []
    # Without a word of its own no shape reaches the threshold alone.
    if setting.left.weight + setting.right.weight < 0.1 and not any(_OWN.search(classes, c.first, c.last) for c in group):
        return []
    # A lone dictionary word among common nouns cannot reach the threshold where the signs are weak.
    lone = len(group) == 1 and kinds.count(WordClass.PLAIN) == 1 and kinds.count(WordClass.GENERAL) == len(kinds) - 1
    if lone and not beside and setting.left.weight + max(setting.right.weight, 0.0) < WEAK:
        return []
    sure: list[Candidate] = []
    doubtful: list[Candidate] = []
    for chunk in group:
        here = setting
        if chunk is not group[-1] and _PHASE.match(text, words.end(chunk.last - 1)):
            phase = Sign(setting.right.weight + 0.2, setting.right.reason or "is followed by the phase of its project")
            here = Setting(setting.left, phase)
        best = _best(words, classes, chunk, here)
        # In a list of projects places stand beside firms: there company says nothing of a dictionary word with its works.
        alone = best is not None and (
            not words.known[words.at(best.start)] or best.end == words.end(chunk.last - 1) or _PHASE.match(text, best.end) is not None
        )
        best = _without_district(words, classes, best) if best is not None else None
        if best is not None and (best.score >= THRESHOLD or alone or not projects(setting)):
            (sure if best.score >= THRESHOLD else doubtful).append(best)
    # A list of nothing but likely names, in the place of a firm, is one of firms.
    if not sure and not beside and len(doubtful) == len(group) > 1 and setting.left.weight + setting.right.weight >= 0.2:
        own = [item for item in doubtful if item.score >= ALIKE]
        sure = [replace(item, score=THRESHOLD, reasons=(*item.reasons, _ALL)) for item in own] if len(own) > 1 else []
        doubtful = [item for item in doubtful if item.score < ALIKE]
    if sure:
        beside = text[sure[0].start : sure[0].end]
    return [*sure, *(_vouched(item, beside) if beside and item.score + COMPANY >= THRESHOLD else item for item in doubtful)]


def _setting(text: str, words: Words, classes: bytes, group: list[Chunk]) -> Setting:
    left = before(text, words, classes, group[0].first)
    begin, edge = words.starts[group[0].first], words.end(group[-1].last - 1)
    right = after(text, edge, len(group) > 1 or text.startswith("、", edge))
    # 因客流过大被约谈: between the reason and what was done stands a cause.
    if left.reason == "follows 因" and right.reason.startswith("is followed by 被"):
        return Setting(NOTHING, NOTHING)
    # 引进某某核磁共振2台: what is bought by the piece has its maker's name before it.
    if not right.weight and _PIECES.match(text, edge) and _BUYS.search(text[max(0, begin - 60) : begin]):
        right = Sign(0.1, BOUGHT)
    # 发放公租房租赁补贴300万元: what is handed out is a subsidy of that name.
    if right.reason.startswith(PAID) and left.reason.removeprefix("follows ") in _HANDS_OUT:
        right = NOTHING
    # 由某某调运, 改由某某供水泥: whoever a deed is left to is an organisation, whatever the deed.
    behind = group[-1].last
    if (
        not right.weight
        and left.reason in _BY
        and behind < len(classes)
        and words.tags[behind] in {"v", "vn"}
        and classes[behind] == WordClass.STOP
    ):
        right = Sign(0.1, f"is followed by {words.texts[behind]}")
    # 与某某签订, 由某某承建, 向某某采购: who an office signs with, hands work to or buys from is an organisation.
    if right.weight > 0 and right.reason != SUM and left.reason.removeprefix("follows ") in _PARTNER:
        right = Sign(right.weight + 0.15, right.reason)
    # 某某、某某加大投入: words side by side that no dictionary holds are names, and their verb is one of firms.
    if len(group) > 1 and right.weight >= 0.15 and all(c.last - c.first == 1 and not words.known[c.first] for c in group):
        right = Sign(right.weight + 0.1, right.reason)
    # 支持某某开展: whom an office supports is the one who then does something.
    if left.reason.removeprefix("follows ") in lexicon().agents and 0 < right.weight < THRESHOLD:
        right = Sign(right.weight + 0.1, right.reason)
    return Setting(left, right)


def _vouched(item: Candidate, beside: str) -> Candidate:
    """Return a doubtful member of a list with what a certain member beside it lends it."""
    return replace(item, score=item.score + COMPANY, reasons=(*item.reasons, f"stands in a list with {beside}"))


def _without_district(words: Words, classes: bytes, found: Candidate) -> Candidate:
    """Return a short name without the district it is said to lie in (海陵区|某某轴承): only legal names begin with one."""
    first = words.at(found.start)
    district = classes[first] == WordClass.PLACE and len(words.texts[first]) > 2 and words.texts[first][-1] in "区县旗镇乡"
    if not district or classes[first + 1] != WordClass.OWN or words.end(first) >= found.end:
        return found
    return replace(found, start=words.end(first))


def _best(words: Words, classes: bytes, chunk: Chunk, setting: Setting) -> Candidate | None:
    """Return the likeliest name that begins `chunk` (after leading general words), or None."""
    first = chunk.first
    while first < chunk.last and classes[first] == WordClass.GENERAL:
        first += 1
    best = _best_at(words, classes, chunk, first, setting)
    # Behind a common noun a name may begin as well (稳岗补贴|某某珠宝), but then what precedes the chunk says nothing of it.
    inner = Setting(NOTHING, setting.right)
    for begin in range(first + 1, min(chunk.last, first + LONGEST_CHUNK)):
        if classes[begin - 1] == WordClass.GENERAL and classes[begin] >= WordClass.PLACE:
            other = _best_at(words, classes, chunk, begin, inner)
            if other is not None and (best is None or other.score > best.score):
                best = other
    return best


def _best_at(words: Words, classes: bytes, chunk: Chunk, first: int, setting: Setting) -> Candidate | None:
    """Return the likeliest name that begins at the word `first` of `chunk`, or None."""
    best: Candidate | None = None
    if first >= chunk.last:
        return None
    starts, begin = words.starts, words.starts[first]
    for last in range(first + 1, min(chunk.last, first + MOST_WORDS) + 1):
        # Whatever ends farther on is longer still, and a common noun or a place ends no name.
        if starts[last - 1] - begin >= LONGEST_NAME:
            break
        if classes[last - 1] in _ENDS_NONE:
            continue
        found = shape(words, classes, first, last)
        placed = found is not None and PLACE_ONLY in found.reasons and setting.right.weight < THRESHOLD
        # 某某监理|监理: what is said twice is the deed behind the name.
        if last - first > 1 and words.texts[last - 1] == words.texts[last - 2]:
            continue
        if found is None or _coordinated(words, classes, last):
            continue
        # 某某印染园区, 某某茶叶大市场: the name is a park's or a market's.
        if last < chunk.last and (words.texts[last] in _GROUNDS or "".join(words.texts[last : last + 2]).endswith(_MARKETS)):
            continue
        # 某市股份转让中心: shares are what is dealt in there.
        if words.texts[last - 1] == "股份" and last < len(words.texts) and words.texts[last][0] in "转交有":
            continue
        # 某某码头, 某某大桥: works of roads and waters bear a place's name; a firm's would have its industry.
        if last < chunk.last and classes[last - 1] != WordClass.TAIL and words.texts[last] in _WORKS_OF_PLACES:
            continue
        score, reasons = weigh(words, classes, chunk, Chunk(first, last), setting, found)
        score = min(score, THRESHOLD - CAPPED) if placed else score
        # Of two as likely the one that takes in the whole industry (某某汽车|零部件).
        if best is None or score > best.score or (score == best.score and words.texts[last - 1] in lexicon().products):
            best = Candidate(words.starts[first], words.end(last - 1), "enterprise", score, RECOGNISER, reasons)
    return best


def _coordinated(words: Words, classes: bytes, last: int) -> bool:
    """Return whether the industry a name would end in is one half of a phrase (工业和信息化)."""
    if last + 1 >= len(classes) or words.texts[last] not in {"和", "与", "及"}:
        return False
    # 某某文旅与我市签订 is no such phrase, and what only firms are named by is no half of one.
    if words.texts[last + 1][0] in "我本" or words.texts[last - 1] in lexicon().houses:
        return False
    return classes[last - 1] == WordClass.TAIL and classes[last + 1] in {WordClass.GENERAL, WordClass.TAIL}
