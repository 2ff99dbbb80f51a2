"""Exact values read from Chinese text: money, quantities and periods, each with the words it was read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final, Literal

from kg.numerals import DIGITS, number, plain
from kg.units import SCALES
from kg.units import unit as unit_of_measure

Comparator = Literal["=", "≥", "≤", ">", "<", "≈"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of renminbi: `value` in the printed `unit` (元, 万元, 亿元), `cny` the same in yuan, `original` as printed."""

    value: Decimal
    unit: str
    cny: Decimal
    original: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit of measure as printed; `value_max` closes a range (3-5亿元), otherwise None."""

    value: Decimal
    unit: str
    comparator: Comparator
    original: str
    value_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: `start` and `end` (inclusive) as ISO 8601 at the printed precision (2024, 2024-11, 2024-12-31)."""

    start: str
    end: str
    original: str


_MONEY_UNITS: Final[dict[str, Decimal]] = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "千万元": Decimal(10_000_000),
    "亿元": Decimal(100_000_000),
    "万亿元": Decimal(10**12),
    # Reports drop 元 where the sentence is about money: 专项资金270.50万.
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "万亿": Decimal(10**12),
}
# What stands before or after a number and says how to take it; longest first.
COMPARATORS: Final[dict[str, Comparator]] = {
    "不得低于": "≥", "不得少于": "≥", "不得小于": "≥", "不应低于": "≥", "不能低于": "≥",
    "不得高于": "≤", "不得超过": "≤", "不得大于": "≤", "不应超过": "≤", "不能超过": "≤",
    "不低于": "≥", "不少于": "≥", "不小于": "≥", "大于等于": "≥", "至少": "≥", "最低": "≥", "≥": "≥", ">=": "≥", "≧": "≥",
    "不高于": "≤", "不超过": "≤", "不多于": "≤", "不大于": "≤", "小于等于": "≤", "至多": "≤", "最多": "≤", "最高达": "≤", "最高": "≤",
    "≤": "≤", "<=": "≤", "≦": "≤",
    "超过": ">", "大于": ">", "多于": ">", "高于": ">", "突破": ">", "超": ">", "逾": ">", "破": ">", ">": ">",
    "不足": "<", "不到": "<", "小于": "<", "少于": "<", "低于": "<", "<": "<",
    "大约": "≈", "约为": "≈", "接近": "≈", "近乎": "≈", "大概": "≈", "将近": "≈", "近": "≈", "约": "≈", "上": "≈", "≈": "≈",
    "=": "=", "达到": "=", "达": "=",
}  # fmt: skip
_COMPARING: Final = re.compile("|".join(map(re.escape, sorted(COMPARATORS, key=len, reverse=True))))
_AFTER: Final[tuple[tuple[str, Comparator], ...]] = (
    ("及以上", "≥"), ("以上", "≥"), ("及以下", "≤"), ("以下", "≤"), ("以内", "≤"), ("左右", "≈"), ("上下", "≈"),
)  # fmt: skip
_MORE: Final = "余多"
# 20来家 is about twenty.
_ABOUT: Final = "来"
_NUMERAL: Final = rf"[0-9{DIGITS}十百千万亿,.]+(?:点[{DIGITS}]+(?:万亿|[百千万亿])?)?"
_SCALED: Final = re.compile(r"(?P<arabic>-?[0-9][0-9,.]*)(?P<scale>[十百千万亿]+)")
_SINGLE: Final = re.compile(rf"(?P<low>-?{_NUMERAL})(?P<rest>.*)")
_RANGE: Final = re.compile(
    rf"(?P<low>{_NUMERAL})(?P<lowunit>[^0-9{DIGITS}~～—–至到-]{{0,8}})(?:--|—|[-~～—–至到])(?P<high>{_NUMERAL})(?P<rest>.*)"
)
_FRACTION: Final = re.compile(
    rf"(?P<top>[0-9]+)/(?P<bottom>[0-9]+)|(?P<cbottom>[{DIGITS}十百千万0-9]+)分之(?P<ctop>[{DIGITS}十百千点0-9.]+)"
)
_TENTHS: Final = re.compile(rf"(?P<whole>[{DIGITS[1:]}1-9])成(?P<half>[半{DIGITS[1:]}])?(?P<more>多)?")
_DOUBLING: Final = re.compile(rf"翻(?:了)?(?P<n>[{DIGITS[1:]}1-9])?番(?P<half>半)?")
_RENMINBI: Final = re.compile(
    rf"(?:人民币|￥|¥)?(?P<yuan>{_NUMERAL})[元圆]零?(?:(?P<jiao>[{DIGITS}0-9])角)?(?:零?(?P<fen>[{DIGITS}0-9])分)?[整正]?"
)
# 2个半小时, 5个多月, 三年半: the half and the more stand inside or behind the measure.
_MIDST: Final = re.compile(rf"(?P<n>{_NUMERAL})个(?P<mid>[半多])(?P<unit>月|小时|工作日|学期|百分点)")
_HALF: Final = re.compile(rf"(?P<n>{_NUMERAL})(?P<unit>[^\d{DIGITS}半]{{1,3}})半")
# Without one of these nothing of the kinds above can stand: one search spares five.
_SPECIAL_SIGN: Final = re.compile("[/分成番半角]|个[半多]")
_ENDINGS: Final = ("多", "余", "头")
_ENDED: Final = re.compile(r"(?<=[^\d万亿千百])(?:多|有余|出头)$")


def money(text: str) -> Money | None:
    """Return the amount a whole phrase prints (约1.2亿元, ５,４４８.０８万元, 壹佰万元整), or None where it is no single amount.

    A comparator stays in `original`; quantity() tells it.
    """
    formal = _formal_money(text)
    if formal is not None:
        return formal
    found = quantity(text)
    return None if found is None or found.value_max is not None else as_money(found)


def _formal_money(text: str) -> Money | None:
    match = _RENMINBI.fullmatch(plain(text))
    yuan = None if match is None else number(match["yuan"])
    if match is None or yuan is None or not (match["jiao"] or match["fen"] or plain(text)[-1] in "整正"):
        return None
    small = (number(match["jiao"] or "零") or Decimal(0)) / 10 + (number(match["fen"] or "零") or Decimal(0)) / 100
    return Money(yuan + small, "元", yuan + small, text)


def as_money(found: Quantity) -> Money | None:
    """Return a quantity of renminbi as money, or None where its unit is another."""
    factor = _MONEY_UNITS.get(found.unit)
    return None if factor is None else Money(found.value, found.unit, _exact_product(found.value, factor), found.original)


def _exact_product(left: Decimal, right: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = 80
        product = left * right
        return product.quantize(Decimal(1)) if product == product.to_integral_value() else product


@lru_cache(maxsize=8192)
def as_quantity(value: Money | Quantity) -> Quantity:
    """Return money as a quantity in its printed unit, with the comparator its words carry; a quantity as it is."""
    if isinstance(value, Quantity):
        return value
    read = quantity(value.original)
    return Quantity(value.value, value.unit, "=" if read is None else read.comparator, value.original)


def quantity(text: str) -> Quantity | None:
    """Return the quantity a whole phrase prints (近300家, 3-5亿元, 两成, 1/3, 30余个), or None where it cannot be read in one way.

    A fraction a/b is `a` parts of unit "1/b", since 1/3 has no exact decimal; 两成 is 20 %; 翻两番 is 2 番.
    """
    folded = plain(text)
    if "个" in folded:
        folded = folded.replace("个多亿", "多亿").replace("个亿", "亿")
    before, rest = _comparator(folded)
    # 六成以上, 三分之一左右: the bound stands behind the share.
    bare, bound = next(((rest.removesuffix(word), sign) for word, sign in _AFTER if rest.endswith(word)), (rest, None))
    special = _special(bare, before or bound or "=", text) if _SPECIAL_SIGN.search(bare) else None
    if special is not None:
        return special
    if before is None and rest[-1:] in _ENDINGS and (ended := _ENDED.sub("", rest)) != rest:
        bare_one = quantity(ended)
        return None if bare_one is None else Quantity(bare_one.value, bare_one.unit, ">", text, bare_one.value_max)
    if match := _RANGE.fullmatch(rest):
        return _range(match, before, text)
    single = _SINGLE.fullmatch(rest)
    if single is None:
        return None
    numeral, tail = single["low"], single["rest"]
    # 千 of 千瓦, 百万 of 百万元 belong to the unit as printed, not to the numeral.
    if (scaled := _SCALED.fullmatch(numeral)) and _known(scaled["scale"] + tail.lstrip(_MORE)):
        numeral, tail = scaled["arabic"], scaled["scale"] + tail
    value = number(numeral)
    if value is None:
        return None
    unit, after, more = _unit_and_comparator(tail)
    value, scale = _printed(numeral, value)
    if not _known(scale + unit):
        return None
    return Quantity(value, scale + unit, before or after or (">" if more else "="), text)


def _known(name: str) -> bool:
    return not name or name in _MONEY_UNITS or unit_of_measure(name) is not None


def _comparator(folded: str) -> tuple[Comparator | None, str]:
    sign: Comparator | None = None
    position = 0
    while match := _COMPARING.match(folded, position):
        found = COMPARATORS[match[0]]
        sign = sign if found == "=" else found
        position = match.end()
    return sign, folded[position:]


def _special(folded: str, comparator: Comparator, original: str) -> Quantity | None:
    if match := _FRACTION.fullmatch(folded):
        top, bottom = number(match["top"] or match["ctop"]), number(match["bottom"] or match["cbottom"])
        if top is None or not bottom:
            return None
        # 百分之三十 is the spoken form of 30 %, 千分之三 that of 3 ‰.
        spoken = {100: "%", 1000: "‰"}.get(int(bottom)) if match["ctop"] else None
        return Quantity(top, spoken or f"1/{bottom:f}", comparator, original)
    if match := _TENTHS.fullmatch(folded):
        half = 5 if match["half"] == "半" else DIGITS.index(match["half"] or "零")
        sign: Comparator = ">" if match["more"] else comparator
        return Quantity((number(match["whole"]) or Decimal(0)) * 10 + half, "%", sign, original)
    if match := _DOUBLING.fullmatch(folded):
        return Quantity(_halved(match["n"] or "一", match["half"]) or Decimal(1), "番", comparator, original)
    if match := _MIDST.fullmatch(folded) or _HALF.fullmatch(folded):
        more = match.groupdict().get("mid") == "多"
        value = _halved(match["n"], None if more else "半")
        unit = match["unit"] if match["unit"] == "小时" or match.re is _HALF else f"个{match['unit']}"
        return None if value is None or not _known(unit) else Quantity(value, unit, ">" if more else comparator, original)
    if folded[-1:] in ("分", "角") and (amount := _formal_money(folded)) is not None:
        return Quantity(amount.value, "元", comparator, original)
    return None


def _halved(numeral: str, half: str | None) -> Decimal | None:
    value = number(numeral)
    return value if value is None or not half else value + Decimal("0.5")


def _range(match: re.Match[str], before: Comparator | None, original: str) -> Quantity | None:
    """Return the quantity of 3-5亿元, 10%-15%, 3至5家; None where the two ends are in different units."""
    unit, after, _ = _unit_and_comparator(match["rest"])
    low, high = number(match["low"]), number(match["high"])
    if low is None or high is None:
        return None
    (low, low_scale), (high, scale) = _printed(match["low"], low), _printed(match["high"], high)
    printed_low = low_scale + match["lowunit"]
    if not _known(scale + unit) or high < low or printed_low not in ("", scale, unit, scale + unit):
        return None
    return Quantity(low, scale + unit, before or after or "=", original, high)


def _printed(numeral: str, value: Decimal) -> tuple[Decimal, str]:
    """Return value and scale as printed: 三十五万 is 35 of 万, 1亿2千万 is 12000 of 万."""
    for mark in ("万亿", "亿", "万"):
        if numeral.endswith(mark):
            with localcontext() as context:
                context.prec = 80
                return value / SCALES[mark], mark
    return value, ""


def _unit_and_comparator(rest: str) -> tuple[str, Comparator | None, bool]:
    more = rest[:1] in tuple(_MORE)
    after: Comparator | None = "≈" if rest[:1] == _ABOUT else None
    unit = (rest[1:] if more or after else rest).removesuffix("整")
    for word, sign in _AFTER:
        if unit.endswith(word):
            unit, after = unit.removesuffix(word), sign
            break
    # 5万余元, 2.5万余剂: the word for "more" stands between the scale and the measure.
    for scale in ("万", "亿", "百", "千"):
        if unit[:1] == scale and unit[1:2] in tuple(_MORE):
            unit, more = scale + unit[2:], True
    if len(unit) > 1 and unit[-1] in _MORE:
        unit, more = unit[:-1], True
    return unit, after, more


def cell_number(text: str, unit: str) -> Decimal | Money | None:
    """Return what a table cell states under the unit of its caption or column: Money for 元, 千元, 万元, 亿元, else the bare number.

    An amount that prints its own unit keeps it. None for a blank, a dash, or anything that is not one number.
    """
    folded = plain(text).replace("−", "-").rstrip("%")
    negative = folded.startswith("-") or (folded.startswith("(") and folded.endswith(")"))
    value = number(folded.strip("-()") if negative else folded)
    if value is None:
        own = money(folded)
        return None if own is None else Money(own.value, own.unit, own.cny, text)
    value = -value if negative else value
    factor = _MONEY_UNITS.get(plain(unit))
    return (
        value
        if factor is None or folded != plain(text).replace("−", "-")
        else Money(value, plain(unit), _exact_product(value, factor), text)
    )


def printed(value: Money | Quantity) -> str:
    """Return a value in plain print, comparator first and unit last (≥3-5亿元); quantity() reads it back."""
    if isinstance(value, Money):
        return f"{value.value:f}{value.unit}"
    if value.unit.startswith("1/"):
        return f"{_sign(value.comparator)}{value.value:f}{value.unit[1:]}"
    if value.unit == "番":
        return f"{_sign(value.comparator)}翻{DIGITS[int(value.value)]}番"
    high = "" if value.value_max is None else f"-{value.value_max:f}"
    return f"{_sign(value.comparator)}{value.value:f}{high}{value.unit}"


def _sign(comparator: Comparator) -> str:
    return "" if comparator == "=" else comparator
