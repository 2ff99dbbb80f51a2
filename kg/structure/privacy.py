"""Private data: phones, identity and card numbers, e-mail and the names of those who filled in a form, found and masked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.lexicon import column
from kg.model import Cell, Grid, Span, Withheld

MASK = "＊"

# Same length as the text, so that spans hold: full-width digits and marks, and the dashes people type.
_FOLD = str.maketrans("０１２３４５６７８９＠．（）－—–‐‑−Ｘｘ＋", "0123456789@.()------Xx+")

# A figure is money or a measure, not a phone, where a unit, a decimal point or a thousands mark touches it.
_BEFORE = r"(?<![\d.,A-Za-z_/-])"
_AFTER = r"(?![\d%‰]|[.,]\d|\s*(?:元|万|亿|千|百|平方|吨|公里|米|人|户|家|个|台|件|次|亩))"
_MOBILE = re.compile(_BEFORE + r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}" + _AFTER)
_LANDLINE = re.compile(r"(?<![\d.,A-Za-z_/-])(?:\(0\d{2,3}\)\s?|0\d{2,3}[- ])\d{7,8}(?:-\d{1,5})?" + _AFTER)
_LABELLED_PHONE = re.compile(
    r"(?:电\s*话|手\s*机|传\s*真|热\s*线|联系方式|号码|咨询)[^\d\n，。；]{0,12}[\s:：)]{1,4}"
    r"(?P<secret>\+?\(?\d[\d\s()-]{5,18}\d(?:\s*[、/]\s*\d[\d-]{6,12})*)"
)
_IDENTITY = re.compile(_BEFORE + r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])")
_OLD_IDENTITY = re.compile(r"身份证[^\d\n]{0,10}(?P<secret>\d{15})(?!\d)")
_CARD = re.compile(_BEFORE + r"[3-6]\d{3}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?(?![\d.])")
_ACCOUNT = re.compile(r"(?:卡\s*号|账\s*号|帐\s*号|银行账户)[\s:：为是]{1,4}(?P<secret>\d(?:[ -]?\d){7,24})")
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", re.ASCII)


@cache
def _filler() -> re.Pattern[str]:
    """Who filled in a form is nobody's business; who heads the body is public and stays."""
    fillers = "|".join(column("form_labels", "pattern", role="filler"))
    labels = "|".join(column("form_labels", "pattern", role="label"))
    # A name ends where a label, a mark or a figure begins; what begins like a label is none. 李 明 is one name.
    end = rf"(?=[\s　，。；,;、/（(）)：:]|$|{labels}|\d)"
    name = rf"(?!{labels})[\u4e00-\u9fff](?:[ 　](?=[\u4e00-\u9fff](?![\u4e00-\u9fff])))?[\u4e00-\u9fff·]{{1,6}}?{end}"
    return re.compile(
        rf"(?:{fillers})(?:姓名)?(?:[及和与、]?(?:联系)?电话)?(?:[（(][^）)\n]{{0,12}}[）)])?[ \t　]*[:：][ \t　]*"
        rf"(?P<secret>{name}(?:[ 　、，,/]{{1,3}}{name}){{0,3}})"
    )


def private(text: str) -> tuple[Withheld, ...]:
    """Return the private data in `text`, left to right, none overlapping."""
    folded = text.translate(_FOLD)
    found: list[tuple[Span, str]] = []
    found += [(_span(match), "id_number") for match in _IDENTITY.finditer(folded) if _identity_holds(match.group())]
    found += [(_span(match), "id_number") for match in _OLD_IDENTITY.finditer(folded)]
    found += [(_span(match), "card") for match in _CARD.finditer(folded) if _luhn_holds(match.group())]
    found += [(_span(match), "card") for match in _ACCOUNT.finditer(folded)]
    found += [(_span(match), "phone") for pattern in (_MOBILE, _LANDLINE, _LABELLED_PHONE) for match in pattern.finditer(folded)]
    if "@" in folded:
        found += [(_span(match), "email") for match in _EMAIL.finditer(folded)]
    found += [(_span(match), "person") for match in _filler().finditer(text)]
    return _disjoint(found)


def _span(match: re.Match[str]) -> Span:
    group = "secret" if "secret" in match.re.groupindex else 0
    return Span(match.start(group), match.end(group))


def _disjoint(found: list[tuple[Span, str]]) -> tuple[Withheld, ...]:
    """Merge overlapping finds: what is private in either stays private, under the kind of the first."""
    merged: list[Withheld] = []
    for span, kind in sorted(found, key=lambda item: (item[0].start, -item[0].end)):
        if merged and span.start < merged[-1].span.end:
            last = merged[-1]
            merged[-1] = Withheld(Span(last.span.start, max(last.span.end, span.end)), last.kind)
        else:
            merged.append(Withheld(span, kind))
    return tuple(merged)


def _identity_holds(number: str) -> bool:
    """Return whether the check digit of an 18-digit identity number is right (GB 11643, ISO 7064 MOD 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _luhn_holds(number: str) -> bool:
    """Return whether the digits pass the check of bank cards (ISO/IEC 7812-1)."""
    digits = [int(char) for char in number if char.isdigit()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def masked(text: str, withheld: Sequence[Withheld]) -> str:
    """Return `text` with every character of a withheld span replaced by ＊, so that all offsets hold."""
    parts = []
    position = 0
    for item in withheld:
        parts += [text[position : item.span.start], MASK * len(item.span)]
        position = item.span.end
    return "".join([*parts, text[position:]])


def masked_grids(text: str, grids: Sequence[Grid], withheld: Sequence[Withheld]) -> tuple[Grid, ...]:
    """Return the grids with the words of each cell that holds private data taken from the masked `text`."""
    return tuple(_masked_grid(text, grid, withheld) if any(grid.span.overlaps(item.span) for item in withheld) else grid for grid in grids)


def _masked_grid(text: str, grid: Grid, withheld: Sequence[Withheld]) -> Grid:
    def clean(cell: Cell) -> Cell:
        if not any(cell.span.overlaps(item.span) for item in withheld):
            return cell
        return replace(cell, text="".join(part.strip() for part in text[cell.span.start : cell.span.end].split("\n")))

    return Grid(grid.span, tuple(tuple(clean(cell) for cell in row) for row in grid.rows))
