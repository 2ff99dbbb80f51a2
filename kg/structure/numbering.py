"""The numbers that open headings and list items: 第一部分, 一、, （一）, 1., 1.1, （1）, ①, 一是."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kg import units

Style = Literal["part", "han", "han_paren", "arabic", "decimal", "decimal_deep", "arabic_paren", "circled", "spoken"]

# The outline of official writing (GB/T 9704: 一、（一）1.（1）), with parts above it and ① or 一是 below it. Consultants number
# 1, 1.1, 1.1.1 (GB/T 1.1); what they list below that is numbered as everywhere.
LEVELS: Final[dict[Style, int]] = {
    "part": 1,
    "han": 2,
    "han_paren": 3,
    "arabic": 4,
    "decimal": 5,
    "decimal_deep": 6,
    "arabic_paren": 7,
    "circled": 8,
    "spoken": 9,
}

_HAN = "[一二三四五六七八九十百]"
_MARKER = re.compile(
    r"[\s　]*(?:"
    rf"第\s*(?P<part>[一二三四五六七八九十百\d]{{1,3}})\s*(?:部分|章|篇|节)[、：:]?"
    # 壹、 stands above 一、 where a writer uses both.
    r"|(?P<formal>[壹贰叁肆伍陆柒捌玖拾]{1,2})\s*[、．.]"
    rf"|(?P<han>{_HAN}{{1,4}})\s*(?:、|[．.](?!\d))"
    rf"|[（(]\s*(?P<han_paren>{_HAN}{{1,4}})\s*[）)][、.．]?"
    # 1.5 is a number, 1.2023年… a numbered line that starts with a year.
    r"|(?P<arabic>\d{1,2})\s*(?:、|[．.](?!\d)|[．.](?=(?:19|20)\d\d\s*年))"
    r"|(?:[（(［\[【〔]\s*)?(?P<arabic_paren>\d{1,2})\s*[）)］\]】〕][、.．]?"
    r"|(?P<circled>[①-⑳])"
    rf"|(?P<spoken>{_HAN}{{1,3}})是(?=[^否不])"
    r")[\s　]*"
)
# 1.1 项目概况, 2.3.1基本支出; what is measured (1.5 亿元) is told apart by its unit.
_DECIMAL = re.compile(r"[\s　]*(?P<number>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?[\s　]*(?=[一-鿿“《A-Z])")
_DIGITS = {char: value for digits in ("零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for value, char in enumerate(digits)}


@dataclass(frozen=True, slots=True)
class Marker:
    """The number at the start of a line: its style, value, what is printed, and where the words after it begin."""

    style: Style
    ordinal: int
    printed: str
    end: int

    @property
    def level(self) -> int:
        """Return the depth of the style in the outline, 1 outermost."""
        return LEVELS[self.style]


def marker(line: str, start: int = 0) -> Marker | None:
    """Return the number that opens `line` at `start`, or None where it opens with words."""
    match = _MARKER.match(line, start)
    if match is None or match.lastgroup is None:
        return decimal(line, start)
    group = match.lastgroup
    style: Style = "part" if group == "formal" else group  # type: ignore[assignment]
    return Marker(style, ordinal(match[group]), match.group().strip(), match.end())


def decimal(line: str, start: int = 0) -> Marker | None:
    """Return the number of several levels (1.1, 2.3.1) that opens `line` at `start`, or None where there is none."""
    match = _DECIMAL.match(line, start)
    if match is None or _measured(line, match.end()):
        return None
    levels = re.split("[.．]", match["number"])
    return Marker("decimal" if len(levels) == 2 else "decimal_deep", int(levels[-1]), match.group().strip(), match.end())


def _measured(line: str, position: int) -> bool:
    """Return whether a unit of measure stands at `position` that can be counted in fractions: 1.5亿元, but not 1.2项目概况."""
    name = units.at(line, position)
    known = units.unit(name) if name else None
    return bool(name) and not (known is not None and len(name) == 1 and known.dimension.startswith("count"))


def ordinal(numeral: str) -> int:
    """Return the value of a small numeral: 12, 十二, 二十, ⑫."""
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral[0] <= "⑳":
        return ord(numeral[0]) - ord("①") + 1
    total = 0
    digit = 0
    for char in numeral:
        if char in "十拾百":
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    return total + digit
