"""Stretches of time as reports print them: 2023年, 1-11月, 2021-2023年, 截至2024年12月31日."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kg.values import Period

_DASH: Final = r"(?:--|[-—–~至到])+"
_YEARS: Final = re.compile(rf"(\d{{4}})年?{_DASH}(\d{{4}})年.*")
_DATED: Final = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?")
_MONTHS: Final = re.compile(rf"(?:(\d{{4}})年)?(\d{{1,2}})(?:{_DASH}(\d{{1,2}}))?月.*")
_HALF: Final = re.compile(r"(\d{4})年(?:度)?(上半年|下半年|第?[一二三四1-4]季度)")
_YEAR: Final = re.compile(r"(\d{4})年?(?:度|初|末|底|终|间|内|来|全年)*")
_HALVES: Final = {"上半年": (1, 6), "下半年": (7, 12)}


def period(text: str, fiscal_year: int | None) -> Period | None:
    """Return the period a printed date gives; months without a year are of the fiscal year, and None where there is none."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    if match := _YEARS.fullmatch(folded):
        return Period(match[1], match[2], text) if match[1] <= match[2] else None
    if match := _DATED.fullmatch(folded):
        day = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        return Period(day, day, text) if int(match[2]) in range(1, 13) and int(match[3]) in range(1, 32) else None
    if match := _HALF.fullmatch(folded):
        first, last = _HALVES.get(match[2]) or _quarter(match[2])
        return Period(f"{match[1]}-{first:02d}", f"{match[1]}-{last:02d}", text)
    if match := _YEAR.fullmatch(folded):
        return Period(match[1], match[1], text)
    match = _MONTHS.fullmatch(folded)
    if match is None:
        return None
    year = match[1] or (None if fiscal_year is None else str(fiscal_year))
    first, last = int(match[2]), int(match[3] or match[2])
    return Period(f"{year}-{first:02d}", f"{year}-{last:02d}", text) if year and 1 <= first <= last <= 12 else None


def _quarter(text: str) -> tuple[int, int]:
    index = "一二三四".find(text.strip("第季度"))
    last = 3 * (index + 1 if index >= 0 else int(text.strip("第季度")))
    return last - 2, last
