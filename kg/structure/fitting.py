"""Words that lost their grid find their columns again: which cell of a row of scores or accounts stands below which head.

A copy of a page drops the cells that merged ones cover and those that are empty, and may put each cell on a line of its own. What is
left still tells its column: points are small numbers, levels have known names, results hold figures. Each word costs something in a
column it does not look like, each column left out something too; the cheapest way through all words is taken, and how dear it was is
told with it, so that a row that fits nowhere is not read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from kg.lexicon import rows
from kg.structure.columns import squeezed

NEVER: Final = 9.0
# A row costs this much more for each word it is sure to have wrong; a good row stays below.
POOR: Final = 6.0
_SPLIT: Final = 1.2
_AT_BLANK: Final = 0.3
_INSIDE: Final = 0.5
_UNNAMED: Final = 2.0
_BLANK_FIGURE: Final = 1.0

_NUMBER: Final = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
_POINTS: Final = re.compile(r"\d{1,3}(?:\.\d+)?分?")
_PERCENT: Final = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%")
_MONEY: Final = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:亿元|万元|千元|元)?")
_DASH: Final = re.compile(r"[-—–/\\]+|无|不适用")
_FIGURE: Final = re.compile(r"\d|[≥≤><=＝]")
_COMPARED: Final = re.compile(r"[≥≤><=＝]|不(?:低于|少于|高于|超过)")
_GIVEN: Final = re.compile(
    r"\((?:共|满分|权重)?\d+(?:\.\d+)?(?:分|%)?\)|^(?:[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[、.]|\([一二三四五六七八九十]\))"
)
_REASON: Final = re.compile("因|未|不|影响|较|下一步|受|加强|调整|滞后|偏|需|将|疫情|无|追加|结转|压减|新增|节约|跨年")
_NATURE: Final = re.compile(r"[≥≤><=＝]+|定[量性](?:指标)?|[正反逆]向(?:指标)?|大于等于|小于等于|等于|大于|小于")
_LEVELISH: Final = re.compile("(?:指标|管理|配置|执行|效益|效能|影响|成本|数量|质量|时效|建设|满意度)$")
_TOTAL: Final = re.compile("总分|合计|总计|小计|总得分|自评总分|合计得分")

# What it costs to leave a column empty: levels are merged downwards, remarks are mostly blank, an indicator always has its name.
_EMPTY: Final = {
    "level1": 0.4,
    "level2": 0.4,
    "level3": 7.0,
    "target": 1.5,
    "actual": 1.5,
    "weight": 2.5,
    "score": 2.5,
    "deviation": 0.05,
    "method": 0.5,
    "number": 0.3,
    "unit": 0.5,
    "nature": 0.5,
    "mark": 0.5,
    "share": 0.5,
    "group": 0.0,
    "label": 3.0,
    "line": 3.0,
    "code": 0.5,
    "figure": NEVER,
    "rate": 0.3,
    "points": 0.3,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """The words of one row by column: (index of the word, column) in order, and what the row cost."""

    words: tuple[tuple[int, int], ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Step:
    """The cheapest way to a word in a column: its cost, the column of the word before, and whether a row begins here."""

    cost: float
    before: int
    begins: bool


@cache
def _levels() -> dict[str, re.Pattern[str]]:
    named = {level: "|".join(row["pattern"] for row in rows("score_levels") if row["level"] == level) for level in ("level1", "level2")}
    return {level: re.compile(pattern) for level, pattern in named.items()}


def level_of(text: str) -> str:
    """Return which level of indicators (level1, level2) `text` is a known name of, or ""."""
    word = _GIVEN.sub("", squeezed(text))
    return next((level for level, pattern in _levels().items() if pattern.fullmatch(word)), "")


@lru_cache(maxsize=8192)
def misfit(kind: str, text: str) -> float:
    """Return what it costs to take `text` for a cell of a column of that kind: 0 where it looks like one, NEVER where it cannot be."""
    word = squeezed(text)
    measure = _MISFITS.get(kind)
    return 1.0 if measure is None else measure(word) if word else 0.0


def _level(kind: str, word: str) -> float:
    named = {level for level, pattern in _levels().items() if pattern.fullmatch(_GIVEN.sub("", word))}
    # The points of a level may stand on a line below its name.
    if kind in named or not _GIVEN.sub("", word):
        return 0.0
    if named:
        return 3.0
    if _MONEY.fullmatch(word) or _PERCENT.fullmatch(word) or _COMPARED.match(word) or _DASH.fullmatch(word):
        return NEVER if not _DASH.fullmatch(word) else 0.5
    if len(word) > 14:
        return 4.0
    if _LEVELISH.search(_GIVEN.sub("", word)):
        return 0.8
    # The first level has few names, which most forms share.
    return 2.6 if kind == "level1" else 1.8


def _name(word: str) -> float:
    if _POINTS.fullmatch(word) or _DASH.fullmatch(word) or _NUMBER.fullmatch(word) or _PERCENT.fullmatch(word):
        return NEVER
    if _COMPARED.match(word):
        return POOR
    if len(word) > 60 or len(word) == 1:
        return 3.0
    return 2.5 if level_of(word) and not _TOTAL.fullmatch(word) else 0.0


def _value(word: str) -> float:
    if _FIGURE.search(word):
        return 0.0 if len(word) < 40 else 1.0
    if _DASH.fullmatch(word):
        return 0.5
    return 5.0 if level_of(word) else 0.8 if len(word) <= 30 else 2.0


def _points(word: str) -> float:
    if _POINTS.fullmatch(word):
        return 0.0 if float(word.rstrip("分")) <= 100 else POOR
    return 0.7 if _DASH.fullmatch(word) else NEVER


def _remark(word: str) -> float:
    if _NUMBER.fullmatch(word) or _POINTS.fullmatch(word):
        return 5.0
    if level_of(word):
        return 4.0
    return 0.1 if _REASON.search(word) or _DASH.fullmatch(word) else 0.8 if len(word) > 8 else 1.6


def _label(word: str) -> float:
    return NEVER if _MONEY.fullmatch(word) or _PERCENT.fullmatch(word) or _DASH.fullmatch(word) else 0.0


def _rate(word: str) -> float:
    return 0.0 if _PERCENT.fullmatch(word) else 0.3 if _DASH.fullmatch(word) else 2.0 if _NUMBER.fullmatch(word) else NEVER


_MISFITS: Final[Mapping[str, Callable[[str], float]]] = {
    "level1": lambda word: _level("level1", word),
    "level2": lambda word: _level("level2", word),
    "level3": _name,
    "target": _value,
    "actual": _value,
    "weight": _points,
    "score": _points,
    "points": _points,
    "deviation": _remark,
    "method": lambda word: 5.0 if _NUMBER.fullmatch(word) else 0.3 if len(word) > 8 else 1.2,
    "number": lambda word: 0.0 if re.fullmatch(r"\d{1,3}", word) else POOR,
    "mark": lambda word: 0.0 if word in ("是", "否", "√", "×") else 5.0,
    "unit": lambda word: 5.0 if len(word) > 6 or _FIGURE.search(word) else 0.0,
    "nature": lambda word: 0.0 if _NATURE.fullmatch(word) else 5.0,
    "share": _rate,
    "rate": _rate,
    "group": lambda word: 0.0 if "指标" in word or len(word) == 1 else POOR,
    "label": _label,
    "line": lambda word: 0.0 if re.fullmatch(r"\d{1,3}", word) else NEVER,
    "code": lambda word: 0.0 if re.fullmatch(r"\d{3}(?:\d{2}){0,2}", word) else NEVER,
    "figure": lambda word: 0.0 if _MONEY.fullmatch(word) else 0.3 if _DASH.fullmatch(word) else NEVER,
}


def empty(kind: str) -> float:
    """Return what it costs to leave a column of that kind empty."""
    return _EMPTY.get(kind, 0.7)


def _left_out(kinds: Sequence[str], first: int, stop: int) -> float:
    """Return what the columns from `first` up to `stop` cost when they are left empty."""
    return _gaps(tuple(kinds))[first][stop]


@lru_cache(maxsize=256)
def _gaps(kinds: tuple[str, ...]) -> tuple[tuple[float, ...], ...]:
    places = range(len(kinds) + 1)
    return tuple(tuple(sum((_gap(kinds, first, column) for column in range(first, stop)), 0.0) for stop in places) for first in places)


def _gap(kinds: tuple[str, ...], first: int, column: int) -> float:
    """Return what it costs to leave `column` empty in a run of empty columns that begins at `first`."""
    kind = kinds[column]
    # The points of an upper level are merged with its name.
    if kind == "weight" and "level3" in kinds[column:]:
        return 0.4
    # A level that is named anew names the one below it too.
    if kind == "level2" and "level1" in kinds[max(0, first - 2) : first]:
        return 1.4
    # A figure that stands alone between names is known to be missing; of several, no one knows which.
    alone = kind == "figure" and "figure" not in (kinds[column - 1], *kinds[column + 1 : column + 2])
    return _BLANK_FIGURE if alone else empty(kind)


def fit(words: Sequence[str], kinds: Sequence[str]) -> Placed:
    """Return the words of one row by column, in order; the cost is NEVER or more where they cannot be such a row."""
    found = _paths(words, kinds, dict.fromkeys(range(1, len(words)), math.inf), frozenset())
    return found[0] if len(found) == 1 else Placed((), math.inf)


def segmented(words: Sequence[str], kinds: Sequence[str], inner: frozenset[int], blanks: frozenset[int]) -> list[Placed]:
    """Return a run of words as rows: none begins at a word of `inner`, and one rather begins where a blank stands above (`blanks`)."""
    return _paths(words, kinds, dict.fromkeys(inner, NEVER), blanks)


def _paths(words: Sequence[str], kinds: Sequence[str], inner: Mapping[int, float], blanks: frozenset[int]) -> list[Placed]:
    """Find the cheapest columns of all words; `inner` says what it costs to begin a row at a word."""
    # Nothing but a name begins a row; the points of an upper level stand behind its name.
    heads = [_left_out(kinds, 0, column) + (_UNNAMED if kinds[column] == "weight" else 0.0) for column in range(len(kinds))]
    tails = [_left_out(kinds, column + 1, len(kinds)) for column in range(len(kinds))]
    steps: list[list[_Step]] = []
    for index, word in enumerate(words):
        above = steps[-1] if steps else []
        ends = [step.cost + tail for step, tail in zip(above, tails, strict=False)]
        last = min(range(len(ends)), key=ends.__getitem__) if ends else -1
        begin = (ends[last] if ends else 0.0) + inner.get(index, 0.0) + (_INSIDE if blanks and index and index not in blanks else 0.0)
        row = []
        for column, kind in enumerate(kinds):
            best = _Step(begin + heads[column], last, True)
            for before, step in enumerate(above[: column + 1]):
                gap = _joined(words[index - 1], word, kind) if before == column else _left_out(kinds, before + 1, column)
                cost = step.cost + gap + (_AT_BLANK if index in blanks and before != column else 0.0)
                if cost < best.cost:
                    best = _Step(cost, before, False)
            row.append(_Step(best.cost + misfit(kind, word), best.before, best.begins))
        steps.append(row)
    return _traced(words, kinds, steps, tails) if words else []


@lru_cache(maxsize=4096)
def _joined(upper: str, word: str, kind: str) -> float:
    """Return what it costs to take a word as the rest of the cell that the word before it begins."""
    if kind in ("weight", "score", "points", "figure", "rate", "share", "number"):
        return NEVER
    if (
        kind in ("level1", "level2")
        and _GIVEN.sub("", squeezed(upper))
        and level_of(upper + word)
        and not (level_of(upper) and level_of(word))
    ):
        # 服务对象 / 满意度指标, 产出 / 指标: a narrow column breaks the names of levels.
        return -0.5
    # A figure is a cell of its own more often than the rest of one.
    return _SPLIT + (3.0 if _NUMBER.match(squeezed(word)) else 1.0 if kind in ("level3", "label") else 0.0)


def _traced(words: Sequence[str], kinds: Sequence[str], steps: list[list[_Step]], tails: Sequence[float]) -> list[Placed]:
    column = min(range(len(kinds)), key=lambda place: steps[-1][place].cost + tails[place])
    found: list[Placed] = []
    row: list[tuple[int, int]] = []
    for index in range(len(words) - 1, -1, -1):
        row.append((index, column))
        step = steps[index][column]
        if step.begins:
            found.append(_priced(words, kinds, row[::-1]))
            row = []
        column = step.before
    return found[::-1]


def _priced(words: Sequence[str], kinds: Sequence[str], row: Sequence[tuple[int, int]]) -> Placed:
    cost, last = 0.0, -1
    for index, column in row:
        cost += misfit(kinds[column], words[index])
        cost += _left_out(kinds, last + 1, column) if column > last else _joined(words[index - 1], words[index], kinds[column])
        last = column
    return Placed(tuple(row), cost + _left_out(kinds, last + 1, len(kinds)))
