"""Which named figures of prose are no indicators: own accounts, budget lines, ages and lengths of time that only describe something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg import units
from kg.recognise.reading import Number

_OWN_SECTIONS: Final = frozenset({"accounts", "basic_expenditure", "project_expenditure", "three_public", "operating"}) | frozenset(
    {"government_fund", "state_capital", "social_insurance"}
)
_OWN_NAMES: Final = re.compile(r".*(?:经费|专项资金|项目支出|实际支出|支出|预算|指标|结余|结转|拨款)(?:金额)?$")
# The unit's own money wherever it is told of: 涉及财政资金, 全年财政拨款支出, 调整后预算, 项目使用资金, 环境宣教经费. What is spent on
# research, by the head or in a place is measured, not accounted for.
_OWN_ANYWHERE: Final = re.compile(
    r"(?:.*?(?:预算|决算|拨款|结余|结转|追加)(?:资金|支出|收入)?(?:安排|批复|执行|下达|合计|总[额计])?(?:数|金额)?|.*(?:全年|本年|年度|实际|项目|总)支出(?:数|金额)?"
    r"|(?:实际|累计|年中)?(?:支出|执行|安排|可用|未付|付出|支付|调整|调[减增]|追加|核减|沉淀|压减一般性支出)(?:净?[增减])?|按.*|固定资产[原净]值|涉及(?:财政|项目|预算)*资金(?:总额)?|.*(?:项目|专项)(?:使用资金|资金)?|.*[^研](?:工作|专项|宣教|运行|业务|公用|培训)?经费)"
)
# Where the money came from: 中央资金, 省级配套资金, 企业自筹, 第一批下达.
_SOURCES: Final = re.compile(
    r"(?:(?:项目|计划|其中|争取|申请|累计|实际)*(?:中央|省级?|市级?|县级?|区级?|州级?|本级|财政|上级|地方|专项|整合|统筹)+(?:预算内|配套|补助|财政|专项|衔接)*"
    r"(?:资金|配套|投入|补助)(?:总额|总量)?|.{0,8}自筹(?:资金)?|(?:抗疫|超长期)?特别国债(?:资金)?|第[一二三四五]批(?:下达?|资金)?|.{0,12}分.{1,2}批下达.*)"
)
# What is paid for out of a fund is told in the section on it.
_FUND_HEADING: Final = re.compile(
    r"(?:资金|经费|预算)(?:总体|总额|投入|计划|申报|及|、|和|与|年初|支出)*(?:计划|到位|安排|构成|来源|使用|投入|下达|拨付|落实|执行|收支|支出|批复|规模|切块|概况)|收支|"
    r"目标(?:设定|分解|申报)?(?:及|、)?(?:资金)?下达"
)
_MEASURED_MONEY: Final = re.compile(
    r"研发|R&D|研究与|科研|社会|一般公共预算(?:收入|支出)|[亩人户]均|全[省市县区国]|争取|兑现|撬动|完成投资|总投资|签约|到位"
)
# Points that a plan of scoring gives to a heading: 预算管理20分; what was scored is a figure.
_SCORED: Final = re.compile(r"得分|评分|自评|总分|指数|成绩|满意|均分|考核|测评|评价|分$")
# 1类新药 is a class of drugs, no count.
_CLASS: Final = re.compile(r"(?:创?新药|化药|生物药|医疗器械|仿制药|中药)")
# A line that is only a name and an amount heads the account of a budget line.
_ITEM: Final = re.compile(r".*(?:资金|经费|专项|项目)$")
# 提前47天贯通, 缩短3个工作日: the time is what was gained or lost, not how long something lasts.
_SHIFTED: Final = re.compile(r"(?:提前|缩短|压缩|压减|精简|延长|推迟|滞后|延后|节省)(?:了|近|约|超|超过|至|到)*$")


@lru_cache(maxsize=1024)
def of_a_fund(heading: str) -> bool:
    """Return whether a section's heading says that it tells of the unit's own money (资金使用情况)."""
    return _FUND_HEADING.search(heading) is not None


def left_out(number: Number, name: str, kind: str, words: tuple[str, str], alone: bool) -> bool:
    """Return whether a named figure in a section of `kind` between `words` is no indicator; `alone` says that it fills its line."""
    value = number.value
    if value is None:
        return True
    # Without a measure only a vague count (600余群众) and a mark (得分98) are figures of something.
    if not value.unit and not value.original.endswith(("余", "多")) and not name.endswith("分"):
        return True
    if number.kind == "money" and (kind in _OWN_SECTIONS or (kind == "project_performance" and _OWN_NAMES.fullmatch(name))):
        return True
    if number.kind == "money" and _OWN_ANYWHERE.fullmatch(name) and not _MEASURED_MONEY.search(words[0] + name):
        return True
    if number.kind == "money" and _SOURCES.fullmatch(name) and not _MEASURED_MONEY.search(words[0] + name):
        return True
    # In a section on accounts a percentage is said of the account before it, unless it has a name of its own (人员支出比率).
    if value.unit == "%" and kind in _OWN_SECTIONS and not name.endswith("率"):
        return True
    left, right = words
    if (value.unit == "分" and not _SCORED.search(name)) or (value.unit == "类" and _CLASS.match(right)):
        return True
    if number.kind == "money" and alone and not right and _ITEM.fullmatch(name):
        return True
    unit = units.unit(value.unit)
    timed = unit is not None and unit.dimension == "time"
    return timed and (bool(right) or value.unit == "年") and _SHIFTED.search(left) is None
