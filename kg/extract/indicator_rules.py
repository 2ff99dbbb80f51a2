"""Small rules of figures in prose: points of a scoring, parts of a year, lists that are only counted, growth named alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kg.extract.indicator_words import Governed, tidy
from kg.model import Mention
from kg.values import Period

# 决策（15分）：15分, 产出35分得32分, 预算执行率得9.9分: what a part of the scoring got.
_GOT: Final = re.compile(r"(?P<name>.*?)(?:实际|自评)?(?:得|实得)(?:了|为)?")
_PART: Final = re.compile(
    r"(?:投入|过程|产出|效益|效果|决策|管理|执行|满意度|履职|履行|预算|配置|绩效|成本|质量|进度|效能|效率).{0,8}|.{2,8}(?:类|指标)"
)
_SCORED_NEXT: Final = re.compile(r"[，,、；]?(?:实际|自评|评价)?(?:得|实得)")
_SCORING: Final = re.compile(r"得分|评分|得\d|满分")
_FULL: Final = re.compile(r"满分|权重|分值|扣")
# 上半年完成…；下半年完成…
_SEASON: Final = re.compile(r"(?:20\d\d年)?(?P<part>[上下]半年|前三季度|[一二三四]季度)")
# What such words begin with: most pieces begin with none of these.
SEASONS: Final = frozenset("上下前一二三四全当本年2")
_WHOLE: Final = re.compile(r"全年|当年|本年|年内|年末")
_MONTHS: Final = {
    "上半年": ("01", "06"), "下半年": ("07", "12"), "前三季度": ("01", "09"),
    "一季度": ("01", "03"), "二季度": ("04", "06"), "三季度": ("07", "09"), "四季度": ("10", "12"),
}  # fmt: skip
_OVER: Final = re.compile(
    r"超(?:额|过|出)?(?:全年|年度|年初|既定|预期)*(?:目标|任务|计划)+(?:值|数)?|超额|"
    r"(?:比|较)(?:全年|年度|年初|预期)*(?:目标|任务|计划)(?:值|数)?[高低多少]出?"
)
_MEASURE: Final = re.compile(
    r"业?(?:人均)?(?:可支配)?(?:总|净|销售|营业|零售|成交|交易|进出口|增加|固定资产|完成|到位|实际|平均)*"
    r"(?:额|值|量|率|收入|支出|面积|产能|投资|利润|税收|人数|户数|家数|数量|增速|浓度|比例|比重|满意度|强度|数)$"
)
# 增速比全市高…, 降幅扩大…: growth named alone is that of the measure just told of.
_GROWTH_ALONE: Final = re.compile(r"(?:增速|增幅|降幅|涨幅|增长率)(?P<rest>.*)")
# 甲、乙得到纾困补助，分别为85万元、32万元: what was paid is said before the names are parted.
_PAID: Final = re.compile(
    r"(?:获得?|得到|享受|领取|兑现|给予|拨付|发放)了?(?P<what>[\u4e00-\u9fff]{0,8}(?:补助|补贴|奖励|奖金|贷款|授信|资金|退税))$"
)


def points(left: str, after: str, before: str, context: str) -> Governed | None:
    """Return whose points a figure of 分 is, or None where the words score nothing.

    `left` and `after` are the words beside it, `before` the name that a bracket with the full points stood behind, `context` its line.
    """
    if _FULL.search(left[-4:]) or _SCORED_NEXT.match(after):
        return None
    if match := _GOT.fullmatch(left):
        name = tidy(match["name"])[0]
        return Governed(name, "得分") if not (name and _FULL.search(name)) and (name or before == "分") else None
    if not left and _PART.fullmatch(before):
        return Governed(before, "得分")
    scored = _SCORING.search(context)
    return Governed(left, "得分") if scored and _PART.fullmatch(left) and not left.endswith(("得分", "总分", "评分")) else None


def over(left: str) -> Governed | None:
    """Return by how much a goal was passed (超目标任务0.2万亩, 超额3家): a result, no goal; None for other words."""
    return Governed("", "超额完成" if left == "超额" else left) if _OVER.fullmatch(left) else None


def shared(stems: list[str]) -> list[str]:
    """Return the names of a list whose last one carries what all measure: 城镇居民、农村居民人均可支配收入, 批发、零售业销售额."""
    last = stems[-1]
    return [*(stem if _MEASURE.search(stem) else stem + _tail(stem, last) for stem in stems[:-1]), last]


def _tail(stem: str, last: str) -> str:
    for size in range(min(len(stem), 6), 1, -1):
        at = last.find(stem[-size:])
        if at >= 0 and at + size < len(last):
            return last[at + size :]
    match = _MEASURE.search(last)
    return match.group() if match else ""


def season(words: str, year: int | None) -> Period | str | None:
    """Return the part of the fiscal year that words begin with (上半年), "" where they speak of all of it, None where of neither."""
    if _WHOLE.match(words):
        return ""
    match = _SEASON.match(words)
    if match is None or year is None:
        return None
    first, last = _MONTHS[match["part"]]
    return Period(f"{year}-{first}", f"{year}-{last}", match.group())


def alone(governed: Governed, last: str) -> Governed | None:
    """Return a growth that names no measure (增速…, 降幅扩大…) as one of the measure told of last, None for any other."""
    match = _GROWTH_ALONE.fullmatch(governed.stem)
    if match is None or not last or not last.endswith(("增长率", "增幅")):
        return None
    return replace(governed, stem=last + ("降幅" + match["rest"] if governed.stem.startswith("降幅") and match["rest"] else match["rest"]))


def paid(words: str) -> str:
    """Return what the words say was paid to those named in them, or ""."""
    match = _PAID.search(words)
    return match["what"] if match else ""


def named_players(mentions: tuple[Mention, ...], text: str) -> tuple[Mention, ...]:
    """Return the mentions that stand outside brackets: 甲公司（以下简称“甲”）、乙 are two."""
    return tuple(m for m in mentions if text.rfind("（", max(0, m.span.start - 12), m.span.start) <= text.rfind("）", 0, m.span.start))
