"""Rows of a self-evaluation told in prose: 新建泵站目标≥3座、实际3座（10分，得10分）；…, which stand for a form that is not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.facts import ScoreRow
from kg.model import Span
from kg.numerals import number
from kg.recognise.reading import Reading

_POINTS: Final = r"\d{1,3}(?:\.\d+)?"
_VALUE: Final = r"[^，。；、（）()\n]{1,24}"
_ROW: Final = re.compile(
    rf"(?P<name>[^，。；：:、（）()\n]{{2,30}}?)[（(]?(?:年度|年初|计划)?(?:目标|指标|预期)值?(?:为|是|[：:])?(?P<target>{_VALUE})[、，,]\s*"
    rf"(?:年度|全年)?(?:实际|完成|实现)(?:完成|达到|实现)?值?(?:为|是|[：:])?(?P<actual>{_VALUE})[）)]?[（(，,、]\s*"
    rf"(?:分值|满分|权重)?(?P<weight>{_POINTS})分[，,、]\s*(?:自评|实际)?得分?(?:为|是)?(?P<score>{_POINTS})分?[）)]?"
)
# One such sentence may speak of anything; several side by side are a form.
_FEWEST: Final = 2


def told_scores(reading: Reading) -> Iterator[ScoreRow]:
    """Yield the rows that a paragraph tells one after another, each with its target, result and points; nothing in tables."""
    report, text = reading.report, reading.text
    for line in report.lines():
        if text.count("分", line.start, line.end) < 2 * _FEWEST - 1 or text.find("得", line.start, line.end) < 0:
            continue
        found = list(_ROW.finditer(text, line.start, line.end))
        if len(found) < _FEWEST or report.table_at(line.start) is not None:
            continue
        for match in found:
            yield ScoreRow(
                evidence=report.evidence(Span(*match.span())),
                extractor="scores",
                level1="",
                level3=match["name"].strip(),
                target=match["target"].strip(),
                actual=match["actual"].strip(),
                weight=number(match["weight"]),
                score=number(match["score"]),
            )
