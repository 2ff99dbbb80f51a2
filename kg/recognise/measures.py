"""What stands around a numeral and belongs to its measure: comparators before it, the unit behind it, and what the unit is followed by."""

from __future__ import annotations

import re
from typing import Final

from kg import units
from kg.recognise.numerals_in_context import CHINESE, D
from kg.values import COMPARATORS

_WITHIN: Final = re.compile(r"[ 　]*(?P<more>[余多来])?[ 　]*")
# 5千余人, 5万余元: the measure word comes after 余.
_SCALE_MORE: Final = re.compile(r"(?:[十百]?万|千万|万亿|[十百千亿])[余多](?!数|半)")
# 达 says only that the figure is reached, and 上 compares only before a bare scale (上千家).
_PREFIXES: Final = frozenset(COMPARATORS) - {"达到", "达", "上"} | {"＞", "＜"}
# 节约, 签约, 附近, 打破: the last character is not the comparator word.
_NO_PREFIX: Final = frozenset(re.findall("..", "节约制约签约公约合约条约违约契约预约集约邀约附近靠近临近邻近最近打破"))
_LONGEST_PREFIX: Final = max(map(len, _PREFIXES))
_DIGIT: Final = rf"(?:{D}|[{CHINESE}])"
# What a numeral and its unit are not whole without: 5元3角, 2个半小时, 5个多月, 3年半, 1.5个亿, 5倍多.
_CHANGE: Final = re.compile(rf"[ 　]?元零?(?:{_DIGIT}角零?(?:{_DIGIT}分)?|{_DIGIT}分(?![之钟]))[整正]?")
_MIDST: Final = re.compile(r"个[半多](?:月|小时|工作日|学期|百分点)|个多?亿(?:元)?|年半(?![年月日])")
_END: Final = re.compile(r"半(?![年月日天数个径导球场途])|(?:多|有余|出头)(?=[，。；、,;.！？!?）)”》\s]|$)")
_COMPOSING: Final = frozenset("个年元 　")
_ENDING: Final = frozenset("半多有出")
_HALVED: Final = frozenset({"年", "天", "倍", "番", "小时", "岁", "周岁", "公里", "亩", "吨"})


def unit_after(text: str, end: int) -> tuple[int, str]:
    """Return where the unit of measure after a numeral ends and the unit, 余 and 多 passed over: (end, "") where there is none."""
    within = _WITHIN.match(text, end)
    position = end if within is None else within.end()
    unit = units.at(text, position)
    if unit.endswith("支队") and text.startswith("伍", position + len(unit)):
        # 6支队伍: teams, no 支队.
        unit = unit[:-1]
    if unit == "部" and text.startswith("门", position + 1):
        # 四部门联合印发: a body, no volume.
        return end, ""
    if not unit or unit in units.SCALES:
        if scale := _SCALE_MORE.match(text, position):
            rest = units.at(text, scale.end())
            if rest or unit:
                return scale.end() + len(rest), scale[0][:-1] + rest
        if unit:
            return position + len(unit), unit
        more = within is not None and within["more"] not in (None, "来")
        return (within.end("more"), "") if within is not None and more else (end, "")
    if within is not None and within["more"] == "来" and not _round(text, end):
        # 20来家 is about twenty; 2023年来, 5来自 are no such thing.
        return end, ""
    return position + len(unit), unit


def _round(text: str, end: int) -> bool:
    return text[end - 1 : end] in tuple("0０十百千万")


def composed(text: str, end: int) -> int:
    """Return the end of what a numeral and a unit make together only (3元5角, 2个半小时, 1.5个亿), `end` where nothing such follows."""
    # Most figures are followed by none of these: asked first, it spares two patterns.
    if text[end : end + 1] not in _COMPOSING:
        return end
    match = _CHANGE.match(text, end) or _MIDST.match(text, end)
    return match.end() if match else end


def tail(text: str, stop: int, unit: str) -> int:
    """Return the end of what follows a unit and is part of the figure (3年半, 5倍多), `stop` where nothing does."""
    match = _END.match(text, stop) if text[stop : stop + 1] in _ENDING else None
    return match.end() if match and (match[0] != "半" or unit in _HALVED) else stop


def prefix(text: str, start: int, floor: int) -> int:
    """Return where the comparator words before a numeral begin, or `start` where there are none."""
    stop = start
    while stop > floor and text[stop - 1] in " 　":
        stop -= 1
    if text[max(0, stop - 2) : stop] in _NO_PREFIX:
        return start
    for size in range(_LONGEST_PREFIX, 0, -1):
        if stop - size >= floor and text[stop - size : stop] in _PREFIXES:
            return stop - size
    return start
