"""Points told in prose: 预算管理20分得19分，职责履行30分得29分，总分95分 is a sum that can be held against its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kg.facts import Claim
from kg.model import Span
from kg.numerals import number
from kg.recognise.reading import Reading

_PART: Final = re.compile(
    r"[\u4e00-\u9fff“”]{2,20}?(?:分值|满分|权重)?(?P<weight>\d{1,3}(?:\.\d+)?)分[，,]?(?:实际|自评)?(?:得分?|扣后得)(?:为|是)?(?P<score>\d{1,3}(?:\.\d+)?)分"
)
_TOTAL: Final = re.compile(r"(?:自评|评价)?总?(?:得分|评分|总分|得分合计|合计)(?:为|是|达)?(?P<total>\d{1,3}(?:\.\d+)?)分")
_FULL: Final = Decimal(100)
# How far behind the last part its total may stand.
_NEAR: Final = 40


def point_claims(reading: Reading) -> Iterator[Claim]:
    """Yield the total score that prose gives behind parts whose full marks make a hundred; none where parts are missing."""
    text = reading.text
    for line in reading.report.lines():
        if text.count("分", line.start, line.end) < 5:
            continue
        parts = list(_PART.finditer(text, line.start, line.end))
        if len(parts) < 2 or sum((Decimal(part["weight"]) for part in parts), Decimal(0)) != _FULL:
            continue
        total = _TOTAL.search(text, parts[-1].end(), min(line.end, parts[-1].end() + _NEAR))
        stated = number(total["total"]) if total else None
        if total is None or stated is None:
            continue
        computed = sum((Decimal(part["score"]) for part in parts), Decimal(0))
        yield Claim(
            evidence=reading.report.evidence(Span(parts[0].start(), total.end())),
            extractor="claims",
            kind="score_total",
            scope="score",
            stated=stated,
            computed=computed,
            holds=computed == stated,
            operands=tuple(f"{part['weight']}分得{part['score']}分" for part in parts),
            places=tuple(reading.report.evidence(Span(*part.span())) for part in parts),
            unit="分",
        )
