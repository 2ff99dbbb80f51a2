"""The way through a line of prose: which figures it holds, what the words between them set, where each finds its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg import units
from kg.extract.indicator_nouns import AVERAGE, NOUN, VERB_FIRST
from kg.extract.indicator_pieces import Piece, measured, pieces
from kg.extract.indicator_rules import SEASONS, paid, season
from kg.extract.indicator_state import Found, Place, State
from kg.extract.indicator_words import squashed, tidy
from kg.model import Span
from kg.periods import period
from kg.recognise.reading import Number, Reading
from kg.values import Period

# How far a name can stand from its figure; hostile lines without punctuation must not cost more.
_REACH: Final = 120
PLAYERS: Final = frozenset(
    {"enterprise", "research_institute", "university", "school", "hospital", "bank", "association", "park", "exhibition", "media"}
)
# Heads of lists: what is counted in these stands behind the colon.
_LISTED_UNITS: Final = frozenset({"项", "块", "类", "笔", "条", "种", "点", "部分", "方面", "个方面", "大类"})
_PLANNED: Final = re.compile(r"\s*(?:力争|确保|预计|计划|争取(?=实现|达到|完成|到20))")
_TARGET_LABEL: Final = re.compile(r"目标|产出指标|效益指标")
_REPORTED_LABEL: Final = re.compile(r"完成|情况|成效|结果")
_DATE_BEFORE: Final = re.compile(r"(?:截[至止]到?|到|至|自|从|于|在|其中|[、“])*")
_PAID: Final = re.compile(r"(?:补贴|奖补|奖励|补助|奖金|资金|贷款|融资|投资|退税|贴息|租金|订单|罚款)(?:如下|情况|名单)?$")
_SKIPPED: Final = frozenset({"toc", "glossary", "functions", "application"})


class Walk:
    """Goes through one line of prose, figure by figure; a subclass names each. `target` says that all of it tells what is to be reached."""

    def __init__(self, reading: Reading, line: Span, kind: str, target: bool = False) -> None:
        self.reading = reading
        self.line = line
        self.kind = kind
        self.state = State(target=target or kind == "targets")
        self.outer: list[tuple[str, str, int]] = []
        self.before_bracket = ""
        self.heads_before: tuple[str, ...] = ()
        # Most lines name nobody, and most give no date: asked once, not for each piece.
        self.names = bool(reading.mentions_in(line))
        self.dated = any(number.kind == "date" for number in reading.numbers_in(line))

    def found(self) -> Iterator[Found]:
        """Yield the figures of the line that have a name, left to right."""
        if self.kind in _SKIPPED or not measured(self.reading, self.line):
            return
        for piece in pieces(self.reading, self.line):
            self._enter(piece)
            if piece.numbers:
                yield from self._read(piece)
            self._leave(piece)

    def _enter(self, piece: Piece) -> None:
        state = self.state
        if piece.before == "stop":
            state.head = state.last = state.full = state.ranked = state.money = ""
            state.period = None
            state.named = state.heads = ()
        if piece.before in ("stop", "semicolon"):
            state.subject = None
            state.planned = False
        # 力争 governs the rest of its sentence.
        state.planned = state.planned or _PLANNED.match(self.reading.text, piece.span.start, piece.span.end) is not None
        if piece.before == "open":
            self.outer.append((state.head, state.last, state.head_start))
        elif piece.before == "close" and self.outer:
            state.head, state.last, state.head_start = self.outer.pop()
        self.heads_before = state.heads
        text, start = self.reading.text, piece.span.start
        part = season(text[start : start + 12], self.reading.report.fiscal_year) if text[start : start + 1] in SEASONS else None
        if part is not None and (part or state.seasonal):
            state.period, state.seasonal = part if isinstance(part, Period) else None, bool(part)
        if self.dated:
            self._take_period(piece)
        leading = self.reading.mentions_in(piece.span) if self.names else ()
        text = self.reading.text
        if leading and leading[0].span.start == _skip_space(text, piece.span.start) and leading[0].kind in PLAYERS:
            state.subject = leading[0] if text[leading[0].span.end : leading[0].span.end + 1] not in ("、", "和", "等") else None

    def _leave(self, piece: Piece) -> None:
        words = self.reading.text[piece.span.start : piece.span.end]
        if piece.after == "colon" and len(words) < 40:
            if _TARGET_LABEL.search(words) and not _REPORTED_LABEL.search(words):
                self.state.target = True
            elif _REPORTED_LABEL.search(words):
                self.state.target = self.kind == "targets"
            if not piece.numbers and _PAID.search(words):
                # 兑现电费补贴：甲厂8万元，乙厂6万元
                self.state.money = tidy(squashed(words))[0]
        if self.names:
            self.state.paid = paid(words) or self.state.paid if piece.before != "stop" else paid(words)
        if not piece.numbers:
            if self.names:
                self.state.named = tuple(m for m in self.reading.mentions_in(piece.span) if m.kind in PLAYERS) or self.state.named
            self.before_bracket = squashed(words) if piece.after == "open" else self.before_bracket if piece.before == "close" else ""

    def _take_period(self, piece: Piece) -> None:
        for number in self.reading.numbers_in(piece.span):
            if number.kind != "date":
                continue
            printed = self.reading.text[number.span.start : number.span.end]
            if ("年" in printed or "月" in printed) and _DATE_BEFORE.fullmatch(
                squashed(self.reading.text[piece.span.start : number.span.start])
            ):
                self.state.period = period(printed, self.reading.report.fiscal_year) or self.state.period
            return

    def _read(self, piece: Piece) -> Iterator[Found]:
        position = piece.span.start
        index = 0
        while index < len(piece.numbers):
            run = self._run(piece, index)
            stop = piece.numbers[index + len(run)].span.start if index + len(run) < len(piece.numbers) else piece.span.end
            left = squashed(self.reading.text[max(position, run[0].span.start - _REACH) : run[0].span.start])
            right = squashed(self.reading.text[run[-1].span.end : min(stop, run[-1].span.end + _REACH)])
            if index and (average := AVERAGE.search(left)) is not None:
                # 4716户农户户均增收2160元: 农户 is the noun of the figure before.
                left = left[average.start() :]
            index += len(run)
            adjoining = not right
            if not right and len(run) == 1 and index < len(piece.numbers):
                # 划设4块最高达8000米的空域: both figures stand before the one noun.
                right = squashed(self.reading.text[piece.numbers[index].span.end : min(piece.span.end, stop + _REACH)]).removeprefix("的")
            if len(run) == 1 and self._in_a_name(run[0], right, index < len(piece.numbers), adjoining):
                continue
            if len(run) == 1 and self._counts_a_list(run[0], left, right, piece.after == "colon" and index == len(piece.numbers)):
                continue
            place = Place(piece, position, stop, left, right, index < len(piece.numbers))
            if len(run) > 1:
                yield from self._distributed(run, place)
            else:
                yield from self._single(run[0], place)
            position = run[-1].span.end

    def _run(self, piece: Piece, index: int) -> tuple[Number, ...]:
        """Return the figures from `index` on that share one name by 分别: 分别增长5%、8%."""
        numbers = piece.numbers
        left = self.reading.text[piece.span.start : numbers[index].span.start]
        end = index + 1
        while end < len(numbers) and self.reading.text[numbers[end - 1].span.end : numbers[end].span.start].strip() in (
            "、",
            "和",
            "，",
            "及",
        ):
            end += 1
        return numbers[index:end] if "分别" in left[-20:] and end - index > 1 else numbers[index : index + 1]

    def _counts_a_list(self, number: Number, left: str, right: str, colon: bool) -> bool:
        """Return whether a figure only says how many are listed: 专项资金四项：…; 甲、乙、丙三家的讲师."""
        unit = number.value.unit if number.value is not None else ""
        if colon and not right:
            return unit in _LISTED_UNITS
        return unit in ("家", "个", "户", "所") and right.startswith("的") and "、" in left

    def _in_a_name(self, number: Number, right: str, more: bool, adjoining: bool = False) -> bool:
        """Return whether a figure is part of the name of another: 5000万元以上项目17个, 学前三年毛入园率94%."""
        if not more or number.value is None:
            return False
        words = self.reading.text[number.span.start : number.span.end]
        if number.kind == "money" and words.endswith(("以上", "以下")) and adjoining:
            # 其中50亿元以上1个
            return True
        if not NOUN.match(right) or VERB_FIRST.match(right):
            return False
        unit = units.unit(number.value.unit)
        return (number.kind == "money" and words.endswith(("以上", "以下"))) or (unit is not None and unit.dimension == "time")

    def _distributed(self, run: tuple[Number, ...], place: Place) -> Iterator[Found]:
        raise NotImplementedError

    def _single(self, number: Number, place: Place) -> Iterator[Found]:
        raise NotImplementedError


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position
