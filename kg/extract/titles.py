"""Titles as printed: whether words are a title, which scheme it belongs to, its level and its year."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kg.extract.phrases import alternatives, lexical, listed, one_of, squash, trimmed
from kg.facts import Concept
from kg.lexicon import column, rows
from kg.model import Span

STATISTICAL = "statistical-scope"
# The last rows of the lexicon name a kind of title (名单, 奖, 基地 ...), not a title.
_KINDS = frozenset({"listing", "award", "base", "pilot", "demonstration", STATISTICAL})
_WORDS = "recognition_words"

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?!代)")
# The first word of rank in a title decides its level: 湖南省...成效明显县市区 is the province's, not a county's.
# 市场, 区域, 园区, 社区 are no ranks, 省 in 节省 is none.
_LEVELS = (
    ("国家级", r"国家|全国|国务院|工信部|工业和信息化部|科技部|农业农村部|商务部|文化和旅游部|教育部|中央"),
    ("省级", r"(?<![节市])省(?!力|电|时|心)|自治区|全区直|兵团"),
    ("市级", r"市级|州级|盟级|地级|全市|市(?!场|民|值|政|容|县|区|域|面|盈)|自治州|全州"),
    (
        "区级",
        r"区级|全区|县级|全县|旗级|全旗|(?<=[\u4e00-\u9fff]{2})[县区](?=级|政府|人民政府|委|长|优秀|先进|重点|十|示范)|^[县区](?!域|块)",
    ),
)
_PROVINCE_TAIL = re.compile(r"省|(?:维吾尔|壮族|回族)?自治区|特别行政区")
_QUOTED = re.compile(r"“[^”\n]{2,40}”")
_END_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_TAIL = re.compile(
    r"(?:等)?(?:[\d一二两三四五六七八九十]+[块个项张]+)?(?:荣誉)?(?:称号|荣誉|殊荣|(?<=[块个项张])(?:牌子|奖牌|招牌|金字招牌))$|(?:行列|之列|阵营|方阵|序列)$|立项(?:支持|资助|建设)?$|第\d+[位名]$|(?:评审|评估|复核|复审|验收|考核|考评|评定|审核|核查|(?<=企业|机构|中心|产品)评价(?:入库|备案)?|创建验收|现场验收|终期验收)(?:认定)?$|"
    r"(?<=企业|基地|中心|平台|工厂|产品|单位|高企)认定$|[“](?:帽子|招牌|名片|牌子)”?$|(?<=”)(?:牌匾|铜牌|匾额|奖牌|荣誉证书)$|等$|的$"
)
# A count after a title (3家, 12个) belongs to a count, not to the title; @ are the classifiers.
_COUNT = (
    r"(?<!第)\s*(?:共|共计|累计|达到?|已?有)?\s*(?:近|约|超|逾)?(?:\d[\d,]*|[一二两三四五六七八九十百]+)\s*(?:余|多)?\s*"
    r"@(?![^，。]{0,2}[奖强])"
)

# A grade alone is a title only of the rating named before it (在某评级中获A级).
GRADE = re.compile(r"[1-5]?A{1,5}[级类]?|[B-D甲乙丙][级类]|[一二三四五]星级?|优秀|良好|优等?|合格")
_BEHIND = re.compile(
    r"[”」]?(?:认定|称号|荣誉)?\s*(?:共计?|累计|各)?\s*(?P<number>\d{1,5}|[一二两三四五六七八九十])\s*(?P<unit>家|个|户|所|项|件|张|枚|块|座|次|名|人|篇|处)"
)
_PLACED = re.compile(r"第[一二三]名|[冠亚季]军")
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def scheme_of(title: str) -> Concept:
    """Return the concept of a title: the first scheme of the lexicon whose pattern it holds, otherwise one of its own."""
    plain = squash(title)
    for key, pattern in _schemes():
        if pattern.search(plain):
            return Concept("recognition", key, title)
    return Concept("recognition", f"x-{hashlib.sha256(plain.encode()).hexdigest()[:10]}", title, curated=False)


def level_of(title: str) -> str:
    """Return 国家级, 省级, 市级 or 区级 as the title's own first word of rank says, or ""."""
    match = _level().search(squash(title))
    return _LEVELS[int((match.lastgroup or "l0")[1:])][0] if match else ""


def year_of(*texts: str) -> int | None:
    """Return the year printed in the first of `texts` that prints one, or None."""
    for text in texts:
        match = _YEAR.search(text)
        if match:
            return int(match[1])
    return None


def title_span(text: str, span: Span) -> Span | None:
    """Return where the title inside `span` stands, without quotes around it, count, remark or 称号 after it; None if nothing is left."""
    span = trimmed(text, span)
    match = lexical(_WORDS, "counter", _COUNT).search(text, span.start, span.end)
    if match and match.end() >= span.end - 4:
        span = trimmed(text, Span(span.start, match.start()))
    for pattern in (_END_REMARK, _TAIL):
        match = pattern.search(text, span.start, span.end)
        if match:
            span = trimmed(text, Span(span.start, match.start()))
    whole = 3 <= len(span) <= 60 or GRADE.fullmatch(text, span.start, span.end)
    return span if whole or _named_scheme(text[span.start : span.end]) else None


def whole_number(words: str) -> int | None:
    """Return the number that digits or one Chinese numeral print, or None."""
    return int(words) if words.isdecimal() else _DIGITS.get(words)


def counted_behind(text: str, title: Span, end: int) -> tuple[int, str] | None:
    """Return the number and the classifier printed right behind a title (一等奖2项 gives 2, 项), or None."""
    match = _BEHIND.match(text, title.end, end)
    if not match:
        return None
    number = int(match["number"]) if match["number"].isdecimal() else _DIGITS.get(match["number"], 0)
    return (number, match["unit"]) if number else None


def is_title(title: str, strong: bool) -> bool:
    """Return whether words after a verb are a title: after a strong verb whatever is no money or praise, else what ends as titles do."""
    plain = squash(title)
    if lexical(_WORDS, "got_no_title").search(plain) and not _heads("organisation").search(plain):
        return False
    if strong:
        return True
    return bool(_heads("organisation").search(plain)) and bool(lexical(_WORDS, "rank").search(title) or _named_scheme(plain))


def may_hold_title(words: str) -> bool:
    """Return whether words may hold a title that a weak verb needs: one with a rank, a prize or a scheme's name in it."""
    return bool(
        lexical(_WORDS, "rank").search(words)
        or "奖" in words
        or "“" in words
        or _PLACED.search(words)
        or _any_scheme().search(squash(words))
    )


def is_headed(title: str) -> bool:
    """Return whether the words end as titles of organisations do."""
    return bool(_heads("organisation").search(squash(title)))


def is_personal(title: str) -> bool:
    """Return whether a title is one that a person holds (优秀企业家, 青年科技之星)."""
    return bool(_heads("person").search(squash(title)))


def heads_at_end(name: str) -> str:
    """Return the word of a title that a name ends with (临港孵化器 gives 孵化器), or ""."""
    match = _heads("organisation").search(squash(name))
    return match.group() if match else ""


def titles_in(text: str, span: Span, shared: bool) -> Iterator[Span]:
    """Yield the titles listed in `span`.

    With `shared` (several holders) the list stays one title, since the text does not say who of them holds which.
    """
    parts = list(listed(text, span))
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text, span.start, span.end)]
    if len(parts) == 1 and len(quoted) > 1 and quoted[0].start == span.start:
        # “甲”“乙”: titles in quotation marks that stand side by side need no other mark.
        side_by_side = all(one.end == other.start for one, other in pairwise(quoted))
        parts = quoted if side_by_side else parts
    if not shared and len(parts) == 1:
        parts = list(_joined_by_and(text, span))
    bare = [title_span(text, part) or part for part in parts]
    if shared or not all(is_headed(text[part.start : part.end]) for part in bare):
        parts = [span]
    for part in parts:
        found = title_span(text, part)
        if found:
            yield found


def _joined_by_and(text: str, span: Span) -> Iterator[Span]:
    # 和 parts two titles only where both sides are titles with a rank of their own; it is common inside names.
    for match in re.finditer(r"[和及]", text[span.start : span.end]):
        left = Span(span.start, span.start + match.start())
        right = Span(span.start + match.end(), span.end)
        sides = [text[side.start : side.end] for side in (left, right)]
        if all(is_headed(side) and level_of(side) for side in sides):
            yield left
            yield right
            return
    yield span


def _named_scheme(plain: str) -> bool:
    return any(pattern.search(plain) for key, pattern in _schemes() if key not in _KINDS)


@cache
def _schemes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["key"], re.compile(row["pattern"])) for row in rows("recognition_schemes"))


@cache
def _any_scheme() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in rows("recognition_schemes") if row["key"] not in _KINDS))


@cache
def _level() -> re.Pattern[str]:
    patterns = dict(_LEVELS)
    patterns["国家级"] += f"|{alternatives(_WORDS, 'state_title')}"
    # A province named without 省 (云岭老字号 is nobody's, 云南老字号 the province's); a municipality's titles are called 市级.
    names = (row["name_zh"] for row in rows("divisions") if row["tier"] == "province" and not row["name_zh"].endswith("市"))
    short = one_of(_PROVINCE_TAIL.sub("", name) for name in names)
    patterns["省级"] += f"|{short}(?![市州盟县区大学])"
    return re.compile("|".join(f"(?P<l{number}>{patterns[level]})" for number, (level, _) in enumerate(_LEVELS)))


@cache
def _heads(kind: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(column('recognition_heads', 'head', kind=kind))})$")
