"""What a heading announces: kg/data/headings.csv maps the words of headings to kinds of sections."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.lexicon import column, rows

# Words set apart by a space are the cells of a row; 目 录 is one word.
_COLUMNS = re.compile(r"\S\S[\s　]+\S\S")
_NOISE = re.compile(r"[\s　]+")
# What may follow the words that tell the kind: 机构设置情况, 职能简介, 绩效目标设定情况.
_TAIL = "(?:简介|介绍|概述|任务|范围|定位|分析|设定)?(?:情况|说明|分析)?"
_CLAUSES = re.compile(r"[，。；：:;,\d、]|万元")
_WIDTHS = str.maketrans("()", "（）", "“”\"'‘’《》")


def squashed(text: str) -> str:
    """Return heading words without white space and quote marks and with full-width brackets, as the lexicon writes them."""
    return _NOISE.sub("", text).translate(_WIDTHS)


@cache
def _endings() -> tuple[str, ...]:
    # What a heading without a number ends with; a cell of a table may hold any other known word.
    return column("heading_endings", "ending")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    # Kind, pattern, and the pattern at the end of a line; the file's order decides where several match.
    told = ((row["kind"], row["pattern"]) for row in rows("headings"))
    return tuple((kind, re.compile(pattern), re.compile(f"(?:{pattern}){_TAIL}$")) for kind, pattern in told)


@lru_cache(maxsize=4096)
def kind_of(words: str, bare: bool = False) -> str:
    """Return the kind of section that a heading announces, or "" for words no lexicon knows.

    A heading without a number (`bare`) must be short, hold no figures or clauses, and end with the known words.
    """
    text = squashed(words).rstrip("。：:；;.")
    if bare and (len(text) > 24 or not text.endswith(_endings()) or _CLAUSES.search(text) or _COLUMNS.search(words)):
        return ""
    return next((kind for kind, anywhere, final in _patterns() if (final if bare else anywhere).search(text)), "")
