"""What a plain count or amount measures: the noun phrase behind it, or the words before it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kg import units
from kg.extract.indicator_words import LONGEST, Governed, tidy, verbs
from kg.lexicon import column

_COUNTED: Final = frozenset({"count of people", "count of organisations", "count of occurrences", "count of things", ""})
_FLOW: Final = re.compile(r"(?:新增|净增|新建|新引进|新招引|新开工|新竣工|新签约|新认定|新申报|新培育|退出|注销|减少)")
_CHANGED: Final = re.compile(
    r"(?:(?:同比|环比|[较比](?:上年|去年|年初)(?:同期|末|底)?)(?:净)?(?:增加|减少|增长|下降|多|少|提高|降低|增|减)|净增加?|净减少?)了?"
)
_RATED: Final = re.compile(r"^级(?:别|以上|以下)?的?")
_TOTAL: Final = re.compile(r"(?:在库|有效|累计)?(?:总数|总量|总额|保有量|存量|总计|有效数)")
_TRAILING: Final = re.compile(r"(?:细化为|带领|[为对向与和及在共超约达的等、将把给给予]|累计|合计)+$")
AVERAGE: Final = re.compile(r"(?<=..)(?:[户人亩年日场]均|平均)")
# 在全省29家林场综合考评中列第7位: what is counted ends where the contest or the ranking begins.
_RANKED: Final = re.compile(r"(?<=..)(?:年度|综合)*(?:考核|考评|评比|评价|评估)?中(?:分别|均)?(?:排名?|位?列|位?居|名列|排在)$")
# What follows a count and is no noun: the number then counts what stands before it.
VERB_FIRST: Final = re.compile(
    r"得$|得分|参加|参与|参赛|到场|报名|开展|完成|进入|通过|享受|受益|接受|实现|建成|投入|已|均|全部|未|被|在(?![建校册岗库营编园读训职])|对|为|与|和|及|以及|并|列入|纳入|成功|达到?|占|较|比|同比|增|减|提高|提升|上升|升至|下降|降低|降至|回落|扩大|缩短|压缩|压减|以上|以下|左右|任务|目标|[（(、，]"
    r"|其中|共|累计|总|的$|合计|计划|分别|全覆盖|到位|正在|稳步|顺利|惠及|覆盖|涉及|带动|化解|解决|办结"
)
NOUN: Final = re.compile(r"[\u4e00-\u9fff“A-Za-z0-9《]")


def measure(left: str, right: str, unit: str, more: bool) -> Governed:
    """Return what a plain count or amount measures: the noun after it, or the phrase before it."""
    known = units.unit(unit)
    counted = known is None or known.dimension in _COUNTED
    stem, scope = tidy(left)
    verb = _ends_in_verb().search(stem)
    if known is not None and known.dimension == "count of people" and stem in ("实有", "年末实有"):
        # 年末实有13人: who is there, with no noun of their own.
        return Governed("实有人数", scope=scope)
    if not counted and right.startswith("级") and known is not None and known.dimension != "money":
        # 900千瓦级发动机: a rating is said of the noun that follows.
        return Governed(_noun(_RATED.sub("", right), more).partition("的")[0], scope=scope, after=True)
    if right and NOUN.match(right) and not VERB_FIRST.match(right) and (counted or not stem or verb):
        noun = _noun(right, more)
        if not counted:
            return Governed(stem + noun, scope=scope, after=True)
        if verb and len(noun) < 2:
            return Governed(verb[0] + noun, scope=scope, after=True)
        flow = _FLOW.match(stem)
        return Governed((flow[0] if flow and not noun.startswith("新") else "") + noun, scope=scope, after=True)
    if (
        known is not None
        and known.dimension == "count of people"
        and right
        and (not stem or stem in _generic())
        and (match := verbs().match(right))
    ):
        return Governed(f"{match[0]}人数", scope=scope, after=True)
    return Governed(stem, scope=scope)


def completed(stem: str, head: str) -> str:
    """Return 新开工亿元以上项目 for the bare 新开工 of 新签约亿元以上项目40个、新开工30个; other names as they are.

    A bare change (同比增加1200万元) is a change of what was named before.
    """
    if head and _CHANGED.fullmatch(stem):
        return head + stem
    if _TOTAL.fullmatch(stem) and head:
        # 新增X32家，总数达326家
        flow = _FLOW.match(head)
        return (head[flow.end() :] if flow else head).removesuffix(stem) + stem
    if head.startswith(stem) and stem != head and verbs().fullmatch(stem):
        # 计划培训X500人次，实际培训620人次
        return head
    flow = _FLOW.match(head)
    return stem + head[flow.end() :] if flow and _FLOW.fullmatch(stem) and stem != flow[0] else stem


@cache
def _generic() -> frozenset[str]:
    """Return the nouns that name no measure by themselves: their predicate must stay with them."""
    return frozenset(column("indicator_nouns", "noun"))


@cache
def _ends_in_verb() -> re.Pattern[str]:
    return re.compile(f"(?:{verbs().pattern})$")


def _noun(right: str, more: bool) -> str:
    """Return the noun phrase after a count, up to the verb that leads to the next figure."""
    words = right[:LONGEST].removeprefix("的")
    if average := AVERAGE.search(words):
        # 4716户农户户均增收2160元: what each of them got is told of the next figure.
        words = words[: average.start()]
    if more and (match := verbs().search(words, 2)) and words[: match.start()] not in _generic():
        words = words[: match.start()]
    words = _TRAILING.sub("", _RANKED.sub("", words))
    if words.count("“") != words.count("”"):
        words = words.replace("“", "").replace("”", "")
    return words
