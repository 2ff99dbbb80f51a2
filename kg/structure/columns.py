"""What the columns of tables hold: the words of their heads by kg/data/score_columns.csv, and which heads make a table of scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from kg.lexicon import rows

_DROPPED: Final = re.compile(r"[\s\u3000\xa0“”\"‘’'《》*＊]+")
_HALF: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# 2023年度指标值, 年度指标值（2023年）: the year says nothing on the kind of a column.
_YEAR: Final = re.compile(r"^20\d\d年度?(?=.)|\(20\d\d年度?\)$")
_LONGEST: Final = 40
TOTAL: Final = re.compile(r"(?:总分|合计|总计|小计|总得分|自评总分|合计得分|自评得分|得分合计|分值合计).{0,6}")
# The heads of tables of accounts.
_FIGURE_NAME: Final = re.compile(
    r"(?:(?:20\d\d年度?|年初|全年|年度|本年|上年|当年|年末|调整后?|财政|预算(?=执行|调整|支出|完成)|资金(?=执行|到位|使用)|计划|实际|批复|追加|累计|申请|自评|预决算)*"
    r"(?:预算|决算|执行|批复|调整|支出|收入|完成|到位|下达|拨付|使用|结转|结余|合计|小计|增减|变动|差异|计划|实际|安排)(?:数|额|合计|金额)?"
    r"|金额|.{0,12}(?:支出|收入|拨款|结余|结转和结余|结转|合计|小计|预算|基金))(?:\([^()]{1,8}\))?"
)
_RATE_NAME: Final = re.compile(r".{0,8}(?:率|比例|占比|幅度?|比重|%)(?:\([^()]{1,8}\))?")
_POINTS_NAME: Final = re.compile(r"(?:分值|得分|权重)(?:\([^()]{1,6}\))?")
_LABEL_NAME: Final = re.compile(
    r"(?:支出|收入)?(?:功能分类|经济分类)?科目(?:名称)?|(?:项目|科目|资金|支出|收入|功能分类|经济分类|预算|经费|指标)?(?:名称|项目|科目|科目名称|类别|分类|来源|内容|资金|构成)(?:\([^()]{1,12}\))?|项目"
)
_LINE_NAME: Final = re.compile("行次|序号")
_REMARK_NAME: Final = re.compile(".{0,8}(?:原因|备注|说明)(?:分析)?")
_CODE_NAME: Final = re.compile(".{0,8}(?:编码|代码)")
_ACCOUNT_NAMES: Final = (
    ("line", _LINE_NAME),
    ("code", _CODE_NAME),
    ("deviation", _REMARK_NAME),
    ("label", _LABEL_NAME),
    ("points", _POINTS_NAME),
    ("rate", _RATE_NAME),
    ("figure", _FIGURE_NAME),
)
LEVELS: Final = ("level1", "level2", "level3")
STATED: Final = frozenset({"weight", "score", "target", "actual"})


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """Return the words of a cell in half width without white space, quote marks and asterisks."""
    return _DROPPED.sub("", text).translate(_HALF)


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # The order of the file decides, so that 偏差原因 is not a target and 年度指标值 not an indicator's name.
    return tuple((row["kind"], re.compile(row["pattern"])) for row in rows("score_columns"))


def column_kind(text: str) -> str:
    """Return what the column below the head `text` of a table of scores holds (level1 ... deviation), or ""."""
    return _kind(squeezed(text)) if 0 < len(text) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def _kind(word: str) -> str:
    word = _YEAR.sub("", word)
    return next((kind for kind, pattern in _kinds() if word and pattern.fullmatch(word)), "")


def score_columns(words: Sequence[tuple[int, str]]) -> dict[str, int]:
    """Return which column holds what, by the heads `words` with their columns, or {} where these head no table of scores."""
    kinds = [(column_kind(text), column, squeezed(text)) for column, text in words]
    found: dict[str, int] = {}
    for kind, column, word in kinds:
        # 绩效指标 may head the whole block beside 三级指标, which then names the indicators.
        if kind and (kind not in found or word.startswith("三级")):
            found[kind] = column
    if "target" not in found and "standard" in found:
        found["target"] = found["standard"]
    if "level3" not in found and not {"level1", "level2"} & found.keys():
        _name_first(kinds, found)
    if "level3" in found:
        # Some forms give points to each level: those of an indicator stand behind its name.
        behind = [column for kind, column, _ in kinds if kind == "weight" and column > found["level3"]]
        found |= {"weight": behind[0]} if behind else {}
    stated = STATED & found.keys()
    # A form on one page lists its indicators without levels; then only target, result and points together tell it from other lists.
    levels = "level1" in found or "level2" in found
    flat = ({"target", "actual"} <= stated and len(stated) > 2) or {"weight", "score"} <= stated
    return found if "level3" in found and ((levels and stated) or flat) else {}


def _name_first(kinds: Sequence[tuple[str, int, str]], found: dict[str, int]) -> None:
    """Take the first column (工作任务, 绩效目标) for the names of what is scored where target, result and points stand beside it."""
    targets = [column for kind, column, _ in kinds if kind == "target"]
    named = next(((kind, column) for kind, column, word in kinds if word and kind != "number"), ("", 0))
    if len(targets) > 1 and named == ("target", targets[0]):
        found["target"] = targets[1]
    elif named[0]:
        return
    if {"target", "actual"} <= found.keys() and {"weight", "score"} & found.keys():
        found["level3"] = named[1]


def column_kinds(words: Sequence[str]) -> tuple[str, ...]:
    """Return what each column of a table of scores is read as: one column of each kind; other names of levels are heads over them."""
    found = score_columns(list(enumerate(words)))
    return tuple(_told(column, column_kind(word) or "other", found) for column, word in enumerate(words))


def _told(column: int, kind: str, found: dict[str, int]) -> str:
    if found.get("level3") == column:
        return "level3"
    if kind in LEVELS and found.get(kind) != column:
        return "group"
    if kind == "standard":
        return "target" if found.get("target") == column else "method"
    return kind


def account_kinds(words: Sequence[str]) -> tuple[str, ...]:
    """Return what each column of a table of accounts holds (label, figure, rate, points, line, code), or () where one is not known.

    The first column may have no name. Two halves side by side (收入, 支出) have names of their own.
    """
    kinds = tuple(_account_kind(squeezed(word)) for word in words)
    enough = len(kinds) >= 3 and (kinds.count("figure") >= 2) and kinds[0] in ("label", "figure", "line", "code")
    return kinds if enough and "" not in kinds and kinds.count("label") <= 2 else ()


@lru_cache(maxsize=2048)
def _account_kind(word: str) -> str:
    patterns = (
        ("line", _LINE_NAME),
        ("code", _CODE_NAME),
        ("deviation", _REMARK_NAME),
        ("label", _LABEL_NAME),
        ("points", _POINTS_NAME),
        ("rate", _RATE_NAME),
        ("figure", _FIGURE_NAME),
    )
    return next((kind for kind, pattern in patterns if pattern.fullmatch(word)), "")


def is_figure(text: str) -> bool:
    """Return whether a cell holds a figure, a dash or nothing, but no words."""
    return not any("\u4e00" <= char <= "\u9fff" for char in squeezed(text).rstrip("亿万千元分"))
