"""Numerals as Chinese reports print them, to exact decimals and back: 5,448.08, ５４４８, 三十五万, 壹佰万, 1亿2千万."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, localcontext
from typing import Final

DIGITS: Final = "零一二三四五六七八九"
FINANCIAL_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
SCALES: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}

# 大写 and traditional forms stand for the plain ones; 〇 is the zero of years, 两 the two before a measure word.
_PLAIN: Final = str.maketrans("〇○两壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟萬億", "零零二一二二三三四五六六七八九十百千万亿")
_FINANCIAL: Final = str.maketrans(DIGITS + "十百千", FINANCIAL_DIGITS + "拾佰仟")
_ARABIC: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_POSITIONAL: Final = re.compile(f"[{DIGITS}]{{3,}}")
_COEFFICIENT: Final = rf"[{DIGITS[1:]}]|[0-9]+(?:\.[0-9]+)?"
_SECTION: Final = re.compile(
    rf"(?:(?P<q>{_COEFFICIENT})千)?(?P<z1>零)?(?:(?P<b>{_COEFFICIENT})百)?(?P<z2>零)?(?:(?P<s>{_COEFFICIENT})?(?P<ten>十))?(?P<z3>零)?(?P<g>[{DIGITS[1:]}])?"
)
# 百名干部, 破千万元: a scale alone is one of it.
_BARE: Final = ("", "百", "千")
# 二十三点五万, 零点八: the places behind 点 are read one by one, and one scale may follow.
_POINT: Final = re.compile(rf"(?P<whole>[{DIGITS}十百千]+)点(?P<places>[{DIGITS}]+)(?P<scale>万亿|[百千万亿])?")
# Longer than any figure of public accounts: hostile input must not buy unbounded arithmetic.
_LONGEST: Final = 40


def plain(text: str) -> str:
    """Return `text` with full-width and financial forms folded to plain ones and without white space."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).split())


def number(text: str) -> Decimal | None:
    """Return the exact value of a whole numeral, or None where it is none or can be read in two ways (一万五, 三四百)."""
    folded = plain(text)
    if not folded or len(folded) > _LONGEST:
        return None
    if folded[0] == "-":
        value = number(folded[1:]) if folded[1:2] not in ("-", "") else None
        return None if value is None else -value
    if _ARABIC.fullmatch(folded):
        return Decimal(folded.replace(",", ""))
    if _POSITIONAL.fullmatch(folded):
        return Decimal("".join(str(DIGITS.index(c)) for c in folded))
    if folded in _BARE:
        return _bare(folded)
    if folded == "零":
        return Decimal(0)
    with localcontext() as context:
        context.prec = 2 * _LONGEST
        return _pointed(match) if (match := _POINT.fullmatch(folded)) else _scaled(folded)


def _pointed(match: re.Match[str]) -> Decimal | None:
    whole = Decimal(0) if match["whole"] == "零" else _section(match["whole"])
    if whole is None:
        return None
    places = Decimal("0." + "".join(str(DIGITS.index(c)) for c in match["places"]))
    scale = 10**12 if match["scale"] == "万亿" else SCALES[match["scale"]] if match["scale"] else 1
    return (whole + places) * scale


def _scaled(text: str) -> Decimal | None:
    for mark, scale in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.partition(mark)
        if found:
            return _joined(head, tail, scale)
    return _section(text)


def _joined(head: str, tail: str, scale: int) -> Decimal | None:
    """Return head * scale + tail; None where the tail's place is not said (一万五) or the head has a fraction already."""
    # A bare 万 or 亿 is one of it only where nothing smaller follows: 破万人, 上亿元.
    left = _bare(head) if head in _BARE and not tail else _part(head)
    if left is None or not tail:
        return None if left is None else left * scale
    zero = tail.startswith("零")
    right = _part(tail.lstrip("零"))
    if right is None or right >= scale or left != left.to_integral_value():
        return None
    # 三万五 may be 35,000 or 30,005: only 零, or a digit with its own place, tells.
    if right < 10 and not zero:
        return None
    return left * scale + right


def _part(text: str) -> Decimal | None:
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return _scaled(text) if text else None


def _bare(text: str) -> Decimal:
    return Decimal(SCALES[text]) if text else Decimal(1)


def _section(text: str) -> Decimal | None:
    """Return the value of a numeral below 万 (三千二百零五, 2千, 十五), or None."""
    match = _SECTION.fullmatch(text)
    if match is None or not text or text.startswith("零") or text.endswith("零"):
        return None
    parts = [(match["q"], 1000), (match["b"], 100), (match["s"] if match["s"] or not match["ten"] else "一", 10), (match["g"], 1)]
    present = [(_digit(part), scale) for part, scale in parts if part]
    if match["ten"] and not match["s"] and (match["q"] or match["b"]):
        return None
    # 一百五 may be 150 or 105.
    if match["g"] and not match["ten"] and (match["q"] or match["b"]) and not (match["z1"] or match["z2"] or match["z3"]):
        return None
    # A fraction is printed only with a single scale (2.5千), never inside a longer numeral.
    if len(present) > 1 and any(value >= 10 or value != value.to_integral_value() for value, _ in present):
        return None
    return sum((value * scale for value, scale in present), Decimal(0))


def _digit(text: str) -> Decimal:
    return Decimal(DIGITS.index(text)) if text in DIGITS else Decimal(text)


def grouped(value: Decimal) -> str:
    """Return `value` in Arabic digits with thousands separators."""
    return f"{value:,f}"


def full_width(text: str) -> str:
    """Return `text` with its ASCII characters in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def chinese(value: int) -> str:
    """Return a whole number from 0 to 10^16 - 1 as a Chinese numeral (三百零五, 十五, 一亿零二十万)."""
    if not 0 <= value < 10**16:
        raise ValueError(f"{value}: only numbers from 0 to 10^16 - 1 have a Chinese numeral here")
    if value == 0:
        return "零"
    out = ""
    for scale, mark in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, scale)
        if part:
            gap = bool(out) and (part < 1000 or out.endswith("零"))
            out = out.rstrip("零") + ("零" if gap else "") + (chinese(part) if part >= 10**4 else _thousands(part, bool(out))) + mark
        elif out and value:
            out += "零"
    return out


def _thousands(value: int, inner: bool) -> str:
    out = ""
    for scale, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            # 十五 at the head of a number, but 一百一十五 inside one.
            out += mark if scale == 10 and digit == 1 and not out and not inner else DIGITS[digit] + mark
        elif out and value and not out.endswith("零"):
            out += "零"
    return out


def financial(value: int) -> str:
    """Return a whole number in the 大写 form of cheques and contracts (壹佰零伍万)."""
    text = chinese(value)
    return ("一" + text if text.startswith("十") else text).translate(_FINANCIAL)
