"""Which organisation is a part of which: 甲公司全资子公司乙, 甲集团旗下乙, 乙系甲集团下属企业."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kg.extract.phrases import alternatives
from kg.extract.stated import Stated, lines
from kg.recognise.reading import Reading

_WORDS = "relation_words"
_UNDER = re.compile(r"(?:旗下|下属|所属|下辖|下设|麾下)的?")
_PART_FIRST = re.compile(r"(?:系|是|为|隶属于|属于|作为)")
_ANCHOR = re.compile(r"公司|企业|单位|旗下|下属|所属|隶属|分厂|分支")


def parts(reading: Reading) -> Iterator[Stated]:
    """Yield part_of between two names beside each other that say so: the part first, what it belongs to second."""
    text = reading.text
    for line in lines(reading, _ANCHOR):
        for left, right in pairwise(reading.mentions_in(line.clause)):
            between = text[left.span.end : right.span.start].strip()
            behind = text[right.span.end : line.clause.end]
            if _owner_first().fullmatch(between):
                yield Stated(right, "part_of", left, line.clause)
            elif _PART_FIRST.fullmatch(between) and (between.startswith("隶属") or _child().match(behind)):
                yield Stated(left, "part_of", right, line.clause)


@cache
def _owner_first() -> re.Pattern[str]:
    return re.compile(rf"(?:公司|集团)?(?:的|在\w{{1,6}}的)?(?:{alternatives(_WORDS, 'child')}|{_UNDER.pattern})(?:的|——|—|“|「)?")


@cache
def _child() -> re.Pattern[str]:
    return re.compile(rf"(?:公司|集团)?的?(?:一家|重要|唯一)?{alternatives(_WORDS, 'child')}")
