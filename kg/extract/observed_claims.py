"""Completion against targets stated elsewhere: 完成16亿元，占任务的106% beside a target of 35亿元 in the same report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from kg.extract.intervals import outward, printed, rounded
from kg.facts import Claim, Fact, Observation
from kg.recognise.reading import Reading

_OF_TARGET: Final = re.compile(r"(?:占|完成|为|达)[^，。；]{0,12}(?:目标|任务|计划)|(?:目标|任务|计划)[^，。；]{0,6}的?\s*\d")
_SCALES: Final = {"亿": 100_000_000, "万": 10_000}


def observed_claims(reading: Reading, facts: tuple[Fact, ...]) -> Iterator[Claim]:
    """Yield each rate of completion whose target another place of the report states once, for the same indicator.

    Several targets for one indicator (its own and the city's, two periods) leave open which is meant: no claim.
    """
    observed = [fact for fact in facts if isinstance(fact, Observation)]
    targets: dict[str, list[Observation]] = defaultdict(list)
    for fact in observed:
        if fact.role == "target" and fact.quantity.comparator in ("=", "≥") and fact.quantity.value_max is None:
            targets[fact.indicator.key].append(fact)
    for at, share in enumerate(observed):
        if share.role != "share" or share.quantity.unit != "%" or not _OF_TARGET.search(_words(reading, share)):
            continue
        actual = next((fact for fact in reversed(observed[:at]) if fact.role == "actual"), None)
        if actual is None or not _beside(actual, share) or actual.quantity.comparator != "=":
            continue
        goals = {(_unit(goal)[1], _value(goal)): goal for goal in targets[actual.indicator.key]}
        if len(goals) == 1 and _unit(next(iter(goals.values())))[1] == _unit(actual)[1]:
            yield from _claim(reading, share, actual, next(iter(goals.values())))


def _words(reading: Reading, share: Observation) -> str:
    return share.indicator.label + reading.text[share.evidence.span.start : share.evidence.span.end]


def _beside(actual: Observation, share: Observation) -> bool:
    """Return whether a share stands in the clause of the figure before it, or in the one after."""
    return share.indicator.label.startswith(actual.indicator.label) and 0 <= share.evidence.span.end - actual.evidence.span.end < 60


def _unit(fact: Observation) -> tuple[int, str]:
    unit = fact.quantity.unit
    for mark, scale in _SCALES.items():
        if unit.startswith(mark):
            return scale, unit[1:]
    return 1, unit


def _value(fact: Observation) -> Fraction:
    return Fraction(fact.quantity.value) * _unit(fact)[0]


def _claim(reading: Reading, share: Observation, actual: Observation, goal: Observation) -> Iterator[Claim]:
    base = printed(goal.quantity.value, _unit(goal)[0])
    if base.low <= 0 or _value(goal) == 0:
        return
    # Things are counted exactly; only money and measures are rounded.
    found = printed(actual.quantity.value, _unit(actual)[0]) / base * 100
    stated = share.quantity.value
    yield Claim(
        evidence=reading.report.evidence(share.evidence.span),
        extractor="claims",
        kind="completion",
        scope="target",
        stated=stated,
        computed=rounded(_value(actual) / _value(goal) * 100, stated),
        holds=found.overlaps(printed(stated)),
        operands=(actual.quantity.original, goal.quantity.original),
        places=(actual.evidence, goal.evidence),
        unit="%",
        low=outward(printed(stated))[0],
        high=outward(printed(stated))[1],
    )
