"""Automatic numbering of Word lists, rendered as the reader sees it: 一、 （一） 1. (1) ①."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS: Final = "〇一二三四五六七八九"
_HEAVENLY: Final = "甲乙丙丁戊己庚辛壬癸"
_ZODIAC: Final = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL: Final = str.maketrans("一二三四五六七八九十百千〇", "壹贰叁肆伍陆柒捌玖拾佰仟零")
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_HIGHEST: Final = 9999


def counted(value: int) -> str:
    """Return a number as Chinese counts it: 1 一, 10 十, 21 二十一, 105 一百〇五 (with 零)."""
    if value <= 0 or value > _HIGHEST:
        return str(value)
    text, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return text[1:] if text.startswith("一十") else text


def _digits(value: int) -> str:
    return "".join(_DIGITS[int(char)] for char in str(value))


def _letters(value: int) -> str:
    # Word repeats the letter after z: aa, bb.
    return chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9) if value > 0 else str(value)


def _roman(value: int) -> str:
    if not 0 < value <= _HIGHEST:
        return str(value)
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text + _ROMAN_UNITS[value]


def _circled(value: int) -> str:
    if value <= 20:
        return chr(0x245F + value) if value > 0 else str(value)
    return chr(0x3251 + value - 21) if value <= 35 else str(value)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "decimalEnclosedParen": lambda value: f"({value})",
    "ideographEnclosedCircle": lambda value: chr(0x327F + value) if 0 < value <= 10 else counted(value),
    "ideographTraditional": lambda value: _HEAVENLY[(value - 1) % 10],
    "ideographZodiac": lambda value: _ZODIAC[(value - 1) % 12],
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseCounting": counted,
    "chineseCountingThousand": counted,
    "japaneseCounting": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "chineseLegalSimplified": lambda value: counted(value).translate(_LEGAL),
    "ideographLegalTraditional": lambda value: counted(value).translate(_LEGAL),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "bullet": lambda value: "",  # noqa: ARG005
    "none": lambda value: "",  # noqa: ARG005
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str


class Numbering:
    """Counts the numbered paragraphs of one document and says what is printed before each."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._nums: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        if root is None:
            return
        for abstract in root.iterfind(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId", "")] = {
                int(level.get(f"{W}ilvl", "0")): _level(level) for level in abstract.iterfind(f"{W}lvl")
            }
        for num in root.iterfind(f"{W}num"):
            starts = {
                int(override.get(f"{W}ilvl", "0")): _number(override.find(f"{W}startOverride"), 1)
                for override in num.iterfind(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }
            self._nums[num.get(f"{W}numId", "")] = (_value(num.find(f"{W}abstractNumId")), starts)

    def next(self, num_id: str, depth: int) -> str:
        """Return what is printed before the next paragraph of a list at `depth`; "" for a bullet or an unknown list."""
        if num_id not in self._nums:
            return ""
        abstract, starts = self._nums[num_id]
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[abstract]
        if num_id not in self._begun:
            self._begun.add(num_id)
            # A list that restarts its numbers says so once, at its first paragraph.
            counts.update({at: value - 1 for at, value in starts.items()})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return re.sub(r"%([1-9])", lambda match: self._printed(levels, counts, int(match[1]) - 1), level.text)

    def _printed(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        value = counts.get(depth, level.start)
        return _FORMATS.get(level.format, str)(value)


def _level(level: etree._Element) -> _Level:
    form = _value(level.find(f"{W}numFmt")) or "decimal"
    # The mark of a bullet is a glyph of a symbol font, not a word.
    return _Level(_number(level.find(f"{W}start"), 1), form, "" if form == "bullet" else _value(level.find(f"{W}lvlText")))


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _number(element: etree._Element | None, default: int) -> int:
    text = _value(element)
    return int(text) if text.isdecimal() and len(text) < 6 else default
