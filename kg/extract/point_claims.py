"""Points told in prose: 预算管理20分得19分，职责履行30分得29分，总分95分 is a sum that can be held against its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kg.extract.scores import scores
from kg.facts import Claim, ScoreRow
from kg.model import Span, Table
from kg.numerals import number
from kg.recognise.reading import Reading

_POINTS: Final = r"\d{1,3}(?:\.\d+)?"
_PART: Final = re.compile(
    rf"[\u4e00-\u9fff“”]{{2,20}}?(?:分值|满分|权重)?(?P<weight>{_POINTS})分[，,]?(?:实际|自评)?(?:得分?|扣后得)(?:为|是)?(?P<score>{_POINTS})分"
)
_TOTAL: Final = re.compile(rf"(?:自评|评价|综合)?(?:总|综合)?(?:得分|评分|总分|得分合计|合计)(?:为|是|达)?(?P<total>{_POINTS})分")
# 其中投入13.5分、过程24.1分、产出29分、效果27分: all the parts that forms divide their points into.
_GIVEN: Final = re.compile(
    rf"(?P<name>(?:部门|项目)?(?:投入|决策|过程|管理|产出|效益|效果|履职|满意度|成本|预算执行|运行成本|管理效率|社会效应|可持续发展能力)(?:类|指标|方面)?(?:情况)?)"
    rf"(?:得分?|为|是)?(?P<score>{_POINTS})分"
)
# What a form of scores leaves to the line below it: 另有预算执行率10分，得9.8分，合计95.5分.
_BESIDE: Final = re.compile(
    rf"(?:另有?)?(?P<name>[\u4e00-\u9fff]{{2,10}}?)(?:指标)?(?:分值|满分)?(?P<weight>{_POINTS})分[，,]?(?:实际|自评)?得分?(?P<score>{_POINTS})分"
    rf"[^\n]{{0,12}}?(?:自评)?(?:总(?:得)?分|合计|总计)(?:为|是)?(?P<total>{_POINTS})分"
)
_FULL: Final = Decimal(100)
_FEWEST: Final = 3
# How far from its parts a total may stand.
_NEAR: Final = 40


def point_claims(reading: Reading) -> Iterator[Claim]:
    """Yield the total score that prose gives beside its parts; none where parts are missing."""
    text = reading.text
    for line in reading.report.lines():
        if text.count("分", line.start, line.end) < _FEWEST:
            continue
        claim = _divided(reading, line) or _listed(reading, line)
        if claim is not None:
            yield claim
    yield from _beside(reading)


def _divided(reading: Reading, line: Span) -> Claim | None:
    """Return the total of parts with their full marks, which must make a hundred."""
    parts = list(_PART.finditer(reading.text, line.start, line.end))
    if len(parts) < 2 or sum((Decimal(part["weight"]) for part in parts), Decimal(0)) != _FULL:
        return None
    total = _total(reading, line, parts)
    given = [f"{part['weight']}分得{part['score']}分" for part in parts]
    return None if total is None else _claim(reading, parts, total, given)


def _listed(reading: Reading, line: Span) -> Claim | None:
    """Return the total of the parts of a form told without full marks: they are all there where they make the total."""
    parts = list(_GIVEN.finditer(reading.text, line.start, line.end))
    if len(parts) < _FEWEST or len({part["name"] for part in parts}) < len(parts):
        return None
    total = _total(reading, line, parts)
    if total is None or Decimal(total["total"]) != sum((Decimal(part["score"]) for part in parts), Decimal(0)):
        return None
    return _claim(reading, parts, total, [f"{part['score']}分" for part in parts])


def _total(reading: Reading, line: Span, parts: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Return the total behind the parts, or before them in the same line, within reach."""
    behind = _TOTAL.search(reading.text, parts[-1].end(), min(line.end, parts[-1].end() + _NEAR))
    before = list(_TOTAL.finditer(reading.text, max(line.start, parts[0].start() - _NEAR), parts[0].start()))
    return behind or (before[-1] if before else None)


def _claim(reading: Reading, parts: Sequence[re.Match[str]], total: re.Match[str], operands: Sequence[str]) -> Claim | None:
    stated = number(total["total"])
    if stated is None:
        return None
    computed = sum((Decimal(part["score"]) for part in parts), Decimal(0))
    return Claim(
        evidence=reading.report.evidence(Span(min(parts[0].start(), total.start()), max(parts[-1].end(), total.end()))),
        extractor="claims",
        kind="score_total",
        scope="score",
        stated=stated,
        computed=computed,
        holds=computed == stated,
        operands=tuple(operands),
        places=tuple(reading.report.evidence(Span(*part.span())) for part in parts),
        unit="分",
    )


def _beside(reading: Reading) -> Iterator[Claim]:
    """Yield the total below a form of scores that counts one more indicator than its rows: they must make a hundred with it."""
    for table in (table for table in reading.report.tables if table.kind == "score"):
        end = reading.text.find("\n", table.span.end + 2)
        line = Span(table.span.end, end if end > 0 else len(reading.text))
        found = _BESIDE.search(reading.text, line.start, line.end)
        if found is None or _divided(reading, line) is not None:
            continue
        own = _given(list(scores(reading)), table)
        if own is None or own[0] + Decimal(found["weight"]) != _FULL:
            continue
        computed = own[1] + Decimal(found["score"])
        stated = number(found["total"])
        if stated is not None:
            yield Claim(
                evidence=reading.report.evidence(Span(*found.span())),
                extractor="claims",
                kind="score_total",
                scope="score",
                stated=stated,
                computed=computed,
                holds=computed == stated,
                operands=(f"{own[1]:f}分", f"{found['weight']}分", f"{found['score']}分"),
                places=(reading.report.evidence(Span(*found.span("score"))),),
                unit="分",
            )


def _given(rows: Sequence[ScoreRow], table: Table) -> tuple[Decimal, Decimal] | None:
    """Return the points to be had and given in a form, None where a row lacks one."""
    own = [row for row in rows if table.span.contains(row.evidence.span)]
    pairs = [(row.weight, row.score) for row in own if row.weight is not None and row.score is not None]
    if not own or len(pairs) < len(own):
        return None
    return sum((weight for weight, _ in pairs), Decimal(0)), sum((score for _, score in pairs), Decimal(0))
