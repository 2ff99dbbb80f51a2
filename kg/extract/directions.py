"""Words for which figure is greater, against the figures: 决算数大于年初预算数 after a budget of 5 and an expenditure of 3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.extract.account_prose import statements
from kg.extract.account_statements import Statement
from kg.extract.intervals import money_interval
from kg.facts import Mark
from kg.model import Span
from kg.recognise.reading import Reading

_SAID: Final = re.compile(
    r"决算(?:支出)?数?\s*(?:(?P<more>大于|高于|多于|超过|超出)|(?P<less>小于|低于|少于)|(?P<same>等于|与))"
    r"\s*(?:年初|调整|全年)?预算(?:安排)?数?(?P<level>(?:基本)?(?:持平|一致|相同))?"
)
_LEVEL: Final = re.compile(r"[与同和比较]\s*上年(?:度)?(?:决算)?(?:数|支出)?(?:相比)?，?(?P<level>持平|一致|相同|无增减变化)")
# 基本持平 and 大致相同 leave room, so only the plain words are held against the figures.
_WORDS: Final = {"more": "大于", "less": "小于", "same": "等于"}


def directions(reading: Reading) -> Iterator[Mark]:
    """Yield each word of comparison that the two figures last stated for its account on the same line contradict."""
    lines: dict[int, list[Statement]] = {}
    if "决算" not in reading.text and "上年" not in reading.text:
        return
    for statement in statements(reading):
        if statement.role == "amount":
            lines.setdefault(statement.line, []).append(statement)
    for said in lines.values():
        start = said[0].span.start
        end = reading.text.find("\n", said[-1].span.end)
        end = len(reading.text) if end < 0 else end
        for match in _SAID.finditer(reading.text, start, end):
            word = next(name for name in _WORDS if match[name])
            if word != "same" or (match["level"] and "基本" not in match["level"]) or match["same"] == "等于":
                yield from _against(reading, said, match, word, ("budget", "adjusted"))
        for match in _LEVEL.finditer(reading.text, start, end):
            yield from _against(reading, said, match, "same", ("previous",))


def _against(reading: Reading, said: list[Statement], match: re.Match[str], word: str, measures: tuple[str, ...]) -> Iterator[Mark]:
    before = [s for s in said if s.span.end <= match.start()]
    final = next((s for s in reversed(before) if s.measure == "final"), None)
    if final is None:
        return
    base = next((s for s in reversed(before) if s.measure in measures and s.subject.label == final.subject.label), None)
    if base is None:
        return
    now, then = money_interval(final.money), money_interval(base.money)
    actual = "more" if now.low > then.high else "less" if now.high < then.low else "same"
    # Figures whose rounding overlaps may be either way round.
    if actual == word or (actual == "same" and final.money.cny != base.money.cny) or (word == "same" and actual == "same"):
        return
    yield Mark(
        evidence=reading.report.evidence(Span(match.start(), match.end())),
        extractor="directions",
        kind="direction" if measures != ("previous",) else "level",
        said="".join(match[0].split()),
        expected=_WORDS[actual],
        places=(reading.report.evidence(base.span), reading.report.evidence(final.span)),
    )
