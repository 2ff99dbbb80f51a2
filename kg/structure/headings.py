"""What a heading announces: kg/data/headings.csv maps the words of headings to kinds of sections."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.lexicon import rows

_NOISE = re.compile(r"[\s　]+")
_CLAUSES = re.compile(r"[，。；：:;,\d、]|万元")
_WIDTHS = str.maketrans("()", "（）", "“”\"'‘’《》")


def squashed(text: str) -> str:
    """Return heading words without white space and quote marks and with full-width brackets, as the lexicon writes them."""
    return _NOISE.sub("", text).translate(_WIDTHS)


@cache
def _pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    # One alternation: the first group that matches names the kind, so the file's order decides.
    entries = rows("headings")
    return re.compile("|".join(f"({row['pattern']})" for row in entries)), tuple(row["kind"] for row in entries)


@lru_cache(maxsize=4096)
def kind_of(words: str, bare: bool = False) -> str:
    """Return the kind of section that a heading announces, or "" for words no lexicon knows.

    A heading without a number (`bare`) must be short, hold no figures or clauses, and end with the known words.
    """
    pattern, kinds = _pattern()
    text = squashed(words).rstrip("。：:；;.")
    if bare and (len(text) > 24 or _CLAUSES.search(text)):
        return ""
    for match in pattern.finditer(text):
        if match.lastindex is not None and (not bare or match.end() == len(text)):
            return kinds[match.lastindex - 1]
    return ""
