"""Account concepts: which words of a report name an account, and what stands before and after them.

A name counts only where it fills its clause: everything before it must be a word that introduces an account (2024年度, 本单位, 其中) and
everything after it a word that says which figure follows (年初预算为, 支出决算数为, 比上年减少). "全区财政科技支出" is therefore no account
of the unit, though it holds the word 支出.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from kg.facts import Concept
from kg.lexicon import rows

SCHEME: Final = "account"
# Longer runs of text before a number are sentences, not names.
LONGEST_HEAD: Final = 80

_DROPPED: Final = frozenset(" \t\r\n\u3000\u00a0“”\"‘’'《》")
_FOLDED: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, sorted(_DROPPED)))
_FOLDS: Final = re.compile("[\uff01-\uff5e" + "".join(sorted(_DROPPED)) + "]")

# Every account's name holds one of these.
ACCOUNT_WORDS: Final = re.compile(
    "收入|支出|总计|合计|总额|基金|国有资本|公务|公车|购置|年金|商品|预算|决算|经费|费|资金|拨款|采购|结转|结余|指标|专项|工资|补贴|奖金|公积金|缴费|合同|补助|执行|追加|调增|调减|资产|负债|授予中小|授予小微|净值|原值|接待|折旧|类项目|人员|公用"
)
_CLASS: Final = re.compile(r"[类款项]\)")
_FUNCTION: Final = (
    r"(?!\d|\([一二三四五六七八九十\d]|[一二三四五六七八九十]{1,3}[、是])"
    r"(?:[^,;:。/]{2,40}?\(类\)(?:[^,;:。/]{2,40}?\(款\)(?:[^,;:。/]{2,40}?\(项\))?)?|[^,;:。/()]{2,30}\(款\)(?:[^,;:。/]{2,40}?\(项\))?|[^,;:。/()]{2,30}\(项\))"
)
# A body named in full before the year: 某市水务局2022年度收、支总计.
_BODY: Final = r"[\u4e00-\u9fff]{2,24}(?:局|委员会|委|办公室|厅|中心|院|馆|所|站|学校|大学|处|队|会|部)(?=20\d\d年|本年|年度)"
_FUNCTION_PARTS: Final = re.compile(r"(.+?)\(([类款项])\)")
# Accounts whose own names may say which figure they give.
_SAYS_BUDGET: Final = frozenset({"budget-adjustment", "budget-funds"})
_BUDGETED: Final = re.compile("预算|决算|实际")
_OPENING: Final = '“"'
_OURS: Final = re.compile(r"本|我|单位|部门|机关")
# Ways to speak of one project: 年初预算项目“…”, and the summary the Ministry's form asks for (…项目绩效自评综述).
_ITEM: Final = re.compile(
    r"(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\))?"
    r"(?:(?:年初)?预算(?:安排)?的?项目(?P<name>[^,;:。]{2,40})|(?P<summed>[^,;:。]{2,40}?)(?:支出)?绩效(?:自评|评价)(?:情况)?(?:综述|概述))"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Text without white space and quote marks, in half width, with the place each character came from."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to `end` stood in the original."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Head:
    """The words before a figure: the account's `label` as printed ("" where the clause has none), its path, and all measure words.

    `alone`: the name means an account wherever it stands. `bare`: the words may also say which figure of another account follows
    (年初预算, 支出决算为). `level` is the first level of the path: a 款 or 项 named alone stands below the 类 named before it.
    """

    label: str
    start: int
    path: tuple[str, ...]
    words: str
    alone: bool
    bare: bool
    level: str = ""


def fold(text: str, offset: int = 0) -> Folded:
    """Return `text` folded for comparison; `offset` is where it stands in its document."""
    if _FOLDS.search(text) is None:
        return Folded(text, range(offset, offset + len(text)))
    found = text.translate(_FOLDED)
    if len(found) == len(text):
        return Folded(found, range(offset, offset + len(text)))
    return Folded(found, [place for place, char in enumerate(text, offset) if char not in _DROPPED])


@lru_cache(maxsize=8192)
def fold_text(text: str) -> str:
    """Return `text` folded for comparison: what `fold` gives, without the places."""
    return text.translate(_FOLDED)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    strong = [(row["pattern"], row["key"], row["use"] == "alone") for row in rows("accounts")]
    weak = [(row["weak"], row["key"], False) for row in rows("accounts") if row["weak"]]
    return tuple((re.compile(pattern), key, alone) for pattern, key, alone in strong + weak)


@cache
def _words(place: str) -> str:
    # Before a name no word is made of two others, so there is one way to read a prefix; after it the file has the longer words first.
    return "|".join(row["pattern"] for row in rows("account_words") if row["place"] == place)


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words('after')})*+")


@cache
def _head() -> re.Pattern[str]:
    # 收入总计 is one name before it is 收入 and a word for a sum: names that stand alone are tried first.
    # So are the names of both sides together (财政拨款收入支出总计), which begin with the name of one.
    ordered = sorted(_patterns(), key=lambda known: (not known[2], "[、/]?支" not in known[0].pattern))
    one = "(?:" + "|".join(pattern.pattern for pattern, _, _ in ordered) + r")(?:\([^()]{1,12}\))?"
    # Two accounts share one figure in 会议费、培训费 and 公用经费及项目经费支出.
    names = rf"{one}(?:[、和及与]{one}){{0,4}}(?:支出)?"
    return re.compile(
        rf"(?P<body>{_BODY})?(?P<before>(?:{_words('before')})*?)(?P<name>{_FUNCTION}|{names})(?P<after>(?:{_words('after')})*+)"
    )


@cache
def broader() -> dict[str, str]:
    """Return for each account concept the key of the concept above it ("" at the top)."""
    return {row["key"]: row["broader"] for row in rows("accounts")}


@cache
def _known() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<n{index}>{pattern.pattern})" for index, (pattern, _, _) in enumerate(_patterns())))


@lru_cache(maxsize=8192)
def key_of(name: str) -> tuple[str, bool]:
    """Return the lexicon key of a folded name and whether it names an account by itself; ("", False) where none does."""
    match = _known().fullmatch(name)
    if match is None and name.endswith(")"):
        # 政府采购金额(以合同签订为准): a remark in a bracket changes no name.
        match = _known().fullmatch(name.rpartition("(")[0])
    if match is None or match.lastgroup is None:
        return "", False
    _, key, alone = _patterns()[int(match.lastgroup[1:])]
    return key, alone


@lru_cache(maxsize=8192)
def concept(label: str) -> Concept:
    """Return the concept of a printed label: the lexicon's where it knows the words, otherwise one made from them."""
    name = fold_text(label).removesuffix("(类)")
    # 社会保障和就业（类） is the class whose full name ends in 支出.
    key, spent = key_of(name)[0], key_of(f"{name}支出")[0]
    key = key or (spent if spent.startswith("class-") else "")
    if key:
        return Concept(SCHEME, key, label)
    return Concept(SCHEME, "x-" + hashlib.sha256(f"{SCHEME}\x1f{name}".encode()).hexdigest()[:10], label, curated=False)


def path_label(path: tuple[str, ...]) -> str:
    """Return how a functional path is written as one label: 类/款/项."""
    return "/".join(path)


def read_head(text: str, offset: int, own_names: tuple[str, ...] = ()) -> Head | None:
    """Return what the words of a clause say of an account, or None where they say anything else.

    `own_names` are the reporting unit's names: they may stand before an account as 本单位 does.
    """
    if len(text) > 2 * LONGEST_HEAD:
        return None
    folded = _without(fold(text, offset), own_names)
    if not folded.text or len(folded.text) > LONGEST_HEAD:
        return None
    bare = _tail().fullmatch(folded.text) is not None
    named = ACCOUNT_WORDS.search(folded.text) or _CLASS.search(folded.text)
    match = _head().fullmatch(folded.text) if named else None
    if match is None:
        return Head("", folded.places[0], (), folded.text, False, True) if bare else None
    name = match["name"]
    start, end = folded.span(match.start("name"), match.end("name"))
    # Bracket widths and quote marks are kept as printed, white space is not.
    printed = "".join(text[start - offset : end - offset].split())
    if start > offset and text[start - offset - 1] in _OPENING and printed[0] not in _OPENING and any(mark in printed for mark in '”"'):
        start, printed = start - 1, text[start - offset - 1] + printed
    levels = _FUNCTION_PARTS.findall(name)
    path = _printed_path(printed) if levels else ()
    ours = match["body"] is not None or _OURS.search(match["before"]) is not None
    alone = bool(path) or ours or name.endswith(")") or key_of(name)[1] or any(key_of(part)[1] for part in re.split("[、和及与]", name))
    # 年中追加, 调减预算, 全年预算数: the name itself says which budget it is, or which way it changed.
    # 全年采购预算 is no 全年预算: the words on both sides of a name are kept apart.
    words = (
        match["before"]
        + ("," if match["before"] and match["after"] else "")
        + (name if key_of(name)[0] in _SAYS_BUDGET or (key_of(name)[0] in ("income", "expenditure") and _BUDGETED.search(name)) else "")
        + match["after"]
    )
    return Head(path_label(path) if path else printed, start, path, words, alone, bare, levels[0][1] if levels else "")


def _printed_path(printed: str) -> tuple[str, ...]:
    return tuple(part.strip('“”"') for part, _ in re.findall(r"(.+?)[（(]([类款项])[）)]", printed))


def item_name(text: str, offset: int) -> tuple[str, int] | None:
    """Return the project a clause names as a budget line (年初预算项目“…”) and where its name starts, or None."""
    folded = fold(text, offset)
    match = _ITEM.fullmatch(folded.text)
    if match is None:
        return None
    start, end = folded.span(*match.span("name" if match["name"] else "summed"))
    return "".join(text[start - offset : end - offset].split()).strip('“”"'), start


def _without(folded: Folded, names: tuple[str, ...]) -> Folded:
    for name in names:
        at = folded.text.find(name) if name else -1
        if at >= 0:
            end = at + len(name)
            return Folded(folded.text[:at] + folded.text[end:], [*folded.places[:at], *folded.places[end:]])
    return folded
