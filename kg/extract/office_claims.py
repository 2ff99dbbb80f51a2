"""Counts of offices held against their list: 内设机构6个：甲科、乙科… names six, or the report miscounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final

from kg.extract.departments import in_sentences
from kg.facts import Claim
from kg.model import Span
from kg.recognise.reading import Reading

_DIGITS: Final = "一二三四五六七八九十"
_NUMBER: Final = r"(?P<n>\d{1,2}|[一二两三四五六七八九十]|十[一二三四五六七八九])\s*个"
_BODY: Final = r"[^，。；：、（(\d]{0,8}?(?:科室|股室|处室|部室|部门|机构|办公室|科|股|处|室|部|局)"
# Before the names, of nothing else than the offices: 内设5个科室，分别是; 设股室6个，依次是; 内设机构（共8个）.
_AHEAD: Final = re.compile(rf"{_NUMBER}(?:{_BODY})?(?=[，,：:（(）)即为是分依]|$)")
_BEHIND: Final = re.compile(rf"(?P<etc>等)?\s*(?:共计?|合计)?\s*{_NUMBER}{_BODY}")
_FEWEST: Final = 2
_TAIL: Final = 20


def office_claims(reading: Reading) -> Iterator[Claim]:
    """Yield the printed count of each list of offices with how many it names; none where 等 leaves a shorter list open."""
    text = reading.text
    for span, group in groupby(in_sentences(reading), key=lambda pair: pair[1]):
        names = [name for name, _ in group]
        first = text.find(names[0], span.start, span.end)
        ends = text.rfind(names[-1], span.start, span.end) + len(names[-1])
        if first < 0 or len(names) < _FEWEST:
            continue
        counted = _AHEAD.search(text, span.start, first)
        behind = _BEHIND.match(text, _after_remark(text, ends), span.end + _TAIL)
        if counted is None and behind is None:
            continue
        found = counted or behind
        number = _number(found["n"]) if found else 0
        open_list = len(names) < number and "等" in text[ends : ends + 4]
        if found is None or not number or open_list:
            continue
        yield Claim(
            evidence=reading.report.evidence(Span(span.start, max(found.end(), ends))),
            extractor="claims",
            kind="sum",
            scope="offices",
            stated=Decimal(number),
            computed=Decimal(len(names)),
            holds=len(names) == number,
            operands=tuple(names),
            places=(reading.report.evidence(Span(first, ends)),),
            unit="个",
        )


def _after_remark(text: str, position: int) -> int:
    remark = re.compile(r"[（(][^（）()\n]{1,30}[）)]").match(text, position)
    return remark.end() if remark else position


def _number(words: str) -> int:
    """Return the number that digits or Chinese numerals up to nineteen spell."""
    if words.isdecimal():
        return int(words)
    words = words.replace("两", "二")
    return 10 + _DIGITS.find(words[1]) + 1 if len(words) == 2 else _DIGITS.find(words) + 1
