"""What stands in brackets behind a firm's name: where that firm is (某某（中国）), its other names, its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass
from kg.recognise.words import Words

RECOGNISER = "asides"
FIRMS = frozenset({"enterprise", "research_institute"})
# The words by which a text brings in a shorter or a fuller name.
_SHORT = r"(?:以下|下|统|合|又|亦|也|俗|曾|现|原)?(?:统)?(?:简称|称|称为|名)(?:为|作)?[：:]?"
_FULL = r"(?:(?:公司)?全称|全名|注册名|原名|曾用名|现名|前身(?:为|是)?|原(?=[\u4e00-\u9fff]{4})|即)(?:为|是)?[：:]?"
_ALIAS = re.compile(
    rf"[（(](?:[^（）()\n]{{1,20}}[，,；;](?=[以下简又亦]))?{_SHORT}[“\"‘「]?(?P<name>[\u4e00-\u9fffA-Za-z0-9（）()·&]{{2,16}}?)[”\"’」]?[）),，；;]"
)
_OPENS_FULL = re.compile(rf"(?:[（(]|——|，){_FULL}[“\"]?")
_BRACKET = re.compile(r"[（(](?P<inside>[^（）()\n]{1,30})[）)]")
_LEGAL = re.compile(r"公司$")
_SITE = ("基地", "工厂", "公司", "分公司", "分厂", "厂", "店", "总部")
_INITIALS = re.compile(r"[A-Z]{3,8}")
_CUT = re.compile(r"[，,；;、]")
# Forms of contracts and of listing that stand in brackets behind a firm.
_NO_NAMES = frozenset({"PPP", "EPC", "BOT", "IPO", "ISO", "ESG", "GMP", "AAA", "PPP项目", "ODM", "OEM", "SPV"})
_LATIN = re.compile(r"[A-Z][A-Za-zÀ-ÿ&.\- ]{2,30}")
# The park or hall that bears a firm's name is none of its branches (某某（某地）数字经济产业园).
_PARK = re.compile(r"[^，。；、：（）\n]{0,12}?(?:产业园|工业园|科技园|物流园|园区|小镇|孵化器)")
_OFFICE = re.compile(
    r"(?P<where>[\u4e00-\u9fff]{2,6}?)(?P<what>旗舰店|专卖店|分店|门店|店|营业部|营销服务部|分公司|支公司|运营总部|区域总部|分部|煤矿|矿|电厂|油田|项目部|工厂)(?![铺长员面家招主])"
)
_PARTS = frozenset({"东部", "西部", "南部", "北部", "中部", "西南", "西北", "东北", "东南", "华东", "华南", "华北", "华中", "区域"})
_LONGEST_SHORT = 10


def asides(text: str, words: Words, classes: bytes, firms: Sequence[Candidate]) -> list[Candidate]:
    """Return what the brackets behind `firms` add: names with their bracket, short forms, and short forms before a full name."""
    out: list[Candidate] = []
    full = {c.start: c for c in firms}
    for firm in firms:
        out.extend(_alias(text, words, classes, firm))
        if (branch := _branch(text, words, classes, firm)) is not None:
            out.append(branch)
        if (longer := _located(text, words, classes, firm)) is not None:
            out.append(longer)
    for match in _OPENS_FULL.finditer(text):
        if match.end() in full and (short := _before(words, classes, match.start())) is not None:
            reason = f"its full name {text[match.end() : full[match.end()].end]} stands in brackets"
            out.append(Candidate(short, match.start(), full[match.end()].kind, 0.95, RECOGNISER, (reason,)))
    return out


def _alias(text: str, words: Words, classes: bytes, firm: Candidate) -> Iterator[Candidate]:
    """Yield the other name that the bracket behind `firm` gives it."""
    reason = f"is another name of {text[firm.start : firm.end]}"
    match = _ALIAS.match(text, firm.end)
    if match is not None:
        yield Candidate(match.start("name"), match.end("name"), firm.kind, 0.95, RECOGNISER, (reason,))
        return
    bracket = _BRACKET.match(text, firm.end)
    # 某某有限公司（SEI）, 某某有限公司（Some Name，外资）: what a legal name is known by in letters.
    if bracket is not None and _LEGAL.search(text, firm.start, firm.end):
        letters = _CUT.split(bracket["inside"])[0]
        if _LATIN.fullmatch(letters) and letters not in _NO_NAMES:
            begin = bracket.start("inside")
            yield Candidate(begin, begin + len(letters), firm.kind, 0.9, RECOGNISER, (reason,))
            return
    # 某国某某（Some Name）: how the name reads at home.
    if bracket is not None and _LATIN.fullmatch(bracket["inside"]) and not _INITIALS.fullmatch(bracket["inside"]):
        yield Candidate(*bracket.span("inside"), firm.kind, 0.9, RECOGNISER, (reason,))
        return
    # 某某 GmbH（某某某）: how a name in Latin letters reads in characters.
    if bracket is None or not text[firm.end - 1].isascii() or text[firm.end - 1] == ")":
        return
    start, end = bracket.span("inside")
    inside = classes[words.at(start) : words.at(end - 1) + 1]
    if 2 <= end - start <= 6 and all(kind >= WordClass.PLAIN for kind in inside):
        yield Candidate(start, end, firm.kind, 0.85, RECOGNISER, (reason,))


def _branch(text: str, words: Words, classes: bytes, firm: Candidate) -> Candidate | None:
    """Return the shop or office of `firm` that is named behind it by its place (某某超市某地店), or None."""
    match = _OFFICE.match(text, firm.end)
    if match is None or firm.kind != "enterprise":
        return None
    start, end = match.span("where")
    first, last = words.at(start), words.at(end - 1)
    if words.starts[first] != start or any(
        classes[i] != WordClass.PLACE and words.texts[i] not in _PARTS and not _unheard(words, classes, i) for i in range(first, last + 1)
    ):
        return None
    return Candidate(firm.start, match.end(), firm.kind, firm.score, RECOGNISER, (*firm.reasons, f"with its {match['what']}"))


def _unheard(words: Words, classes: bytes, index: int) -> bool:
    """Return whether a word may be the name of a small place: one the dictionary does not hold (某某超市某江店, 某某集团某沟矿)."""
    return classes[index] == WordClass.OWN and not words.known[index] and len(words.texts[index]) <= 3


def _located(text: str, words: Words, classes: bytes, firm: Candidate) -> Candidate | None:
    """Return `firm` with the bracket that says where it is (某某（中国）) or which letters it is known by, or None."""
    bracket = _BRACKET.match(text, firm.end)
    if bracket is None or firm.kind != "enterprise" or _LEGAL.search(text, firm.start, firm.end) or _PARK.match(text, bracket.end()):
        return None
    inside = bracket["inside"]
    if not _INITIALS.fullmatch(inside) and not _is_place(text, words, classes, *bracket.span("inside")):
        return None
    return Candidate(firm.start, bracket.end(), firm.kind, min(firm.score + 0.05, 0.98), RECOGNISER, (*firm.reasons, f"with {inside}"))


def _is_place(text: str, words: Words, classes: bytes, start: int, end: int) -> bool:
    """Return whether start..end is a place, or one with what the firm has there (某地基地)."""
    inside = text[start:end]
    site = next((s for s in _SITE if inside.endswith(s) and len(inside) > len(s)), "")
    if inside in {"中国", "亚洲", "集团"}:
        return inside != "集团"
    first, last = words.at(start), words.at(end - len(site) - 1)
    return words.starts[first] == start and all(classes[i] == WordClass.PLACE for i in range(first, last + 1))


def _before(words: Words, classes: bytes, end: int) -> int | None:
    """Return where the short name that ends at `end` begins: behind the nearest mark or stopper, or None."""
    index = words.at(end - 1)
    start = end
    while index >= 0 and end - words.starts[index] <= _LONGEST_SHORT:
        latin = words.texts[index].isascii() and words.texts[index].isalnum()
        if classes[index] < WordClass.TAIL and not latin:
            break
        start = words.starts[index]
        index -= 1
    return start if end - start >= 2 else None
