"""Indicators in prose: each figure with what it measures, of whom, when, and as what (target, actual, growth, share, rank).

A paragraph names a measure once and then says more of it (总产值94亿元，增长10%，占全年任务的86%，全市排名第二), so the reader
carries the name last given, the scope, the subject and the period along the line, and forgets the name at the full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extract.indicator_exclusions import left_out
from kg.extract.indicator_nouns import completed, measure
from kg.extract.indicator_rules import alone, named_players, over, points, shared
from kg.extract.indicator_state import Found, Place
from kg.extract.indicator_walk import PLAYERS, Walk
from kg.extract.indicator_words import LONGEST, Governed, beyond, gap, growth, rank, reference, share, squashed, tidy, verbs
from kg.model import Mention, Span
from kg.recognise.reading import Number
from kg.values import as_quantity

_RELATIVE: Final = frozenset({"%", "‰", "个百分点", "百分点", "个基点", "倍", "番", "个点"})
_GAPS: Final = ("高于", "低于", "快于", "慢于", "超", "比", "较")
_FIRMS: Final = frozenset({"enterprise", "research_institute", "bank"})
# 争取资金900万元 is won, 争取实现 is hoped for.
_TARGET: Final = re.compile(r"目标|力争|预计|预期|计划|确保|争取(?=实现|达到|完成|突破|新增|在|年内|全年)|有望|拟|将达")
# 由82%提高到93%: the first figure is the one before.
_PREVIOUS: Final = re.compile(
    r"(?:上年|去年|[由从]20\d\d年)(?:同期|末|底)?的?(?:数|实际|完成)?(?:为|是|达)?$|[由从](?:年初|全[省市国县区])?$"
)
# 超额完成年度任务（30家）: what the bracket holds is the goal.
_AIM_BEFORE: Final = re.compile(r"(?:目标|任务|计划)(?:数|值)?$")
_AWARDED: Final = re.compile(r"荣获|获得|获评|获|入选|被评为")
# 为年度任务的105%, 完成目标的98%: a share of the goal, not the goal.
_DONE: Final = re.compile(r"(?:占|为|完成|超额完成|达到?)(?=.*(?:目标|任务|计划))")
_PLACES_MOVED: Final = frozenset({"位", "名", "个位次", "位次", "个名次"})
_MOVED: Final = re.compile(
    r"(?:[较比](?:上年|去年|上一年|上期|同期)(?:度|同期|末)?)?(?:排名|位次|名次)?(?P<word>前移|上升|跃升|提升|进位|前进|晋升|后移|下滑|下降|后退)了?$"
)
# A list of names, as examples or as those who got something: A、B等, 向A.
_JOINTS: Final = re.compile(r"[、，和及与等以]|以及|其中|向|由|为|给予?|对|分别|各")
_ALL: Final = re.compile(r"^(?:企业|公司|单位|机构)?(?:全部|均|都|已|先后|相继|成功)*")


class Line(Walk):
    """Reads one line of prose (or one cell of prose), naming its figures."""

    def _distributed(self, run: tuple[Number, ...], place: Place) -> Iterator[Found]:
        first = run[0].span.start
        named = [m for m in named_players(self.reading.mentions_in(Span(place.start, first)), self.reading.text) if m.kind in PLAYERS]
        words = place.left.replace("分别", "")
        if len(named) == len(run):
            words = squashed(self.reading.text[named[-1].span.end : first]).replace("分别", "").lstrip("等")
        elif len(self.state.named) == len(run) and not named:
            named = list(self.state.named)
        else:
            named = []
        governed = self._governed(run[0], words, "")
        if named and not governed.stem and not governed.suffix and run[0].kind == "money" and self.state.paid:
            governed = replace(governed, stem=self.state.paid)
        if named:
            for mention, number in zip(named, run, strict=True):
                yield from self._said(number, replace(governed, stem=governed.stem or "", scope=governed.scope), place, mention, bare=True)
            return
        # 接待游客…，实现收入…，分别增长…: without a name of their own the figures continue the names just given, in order.
        stems = shared(re.split("[、和及与]", governed.stem)) if governed.stem else []
        # …满意度94%，…满意度96%，在全省30家医院中分别排名第5位、第3位: whom they are ranked among is no name either.
        if not stems or (governed.role == "rank" and len(stems) != len(run)):
            stems = list((self.heads_before if governed.role == "rank" else self.state.heads)[-len(run) :])
        if len(stems) == len(run):
            for stem, number in zip(stems, run, strict=True):
                yield from self._said(number, replace(governed, stem=stem), place)

    def _single(self, number: Number, place: Place) -> Iterator[Found]:
        governed = self._governed(number, place.left, place.right, place.more)
        if governed is None:
            return
        if "均" in place.left[-8:] and (governed.suffix == "" or governed.role == "rank"):
            for stem in re.split("[、和及与]", governed.stem):
                yield from self._said(number, replace(governed, stem=stem), place)
        else:
            yield from self._said(number, governed, place)

    def _governed(self, number: Number, left: str, right: str, more: bool = False) -> Governed:
        value = as_quantity(number.value) if number.value is not None else None
        unit = value.unit if value is not None else ""
        if number.kind == "ordinal":
            return rank(left)
        left = beyond(left)
        if unit == "分" and not self.outer and (scored := self._points(number, left)) is not None:
            return scored
        if not left and self.outer and self.state.head and _AIM_BEFORE.search(self.before_bracket):
            return Governed("", "", "target")
        if left in ("", "的") and unit == "%" and self.state.aimed:
            return Governed("", "完成目标比例", "share")
        goal = reference(left, right) if self.state.head and not (unit in _RELATIVE and _DONE.match(left)) else None
        if goal is not None:
            return goal
        if unit in _RELATIVE or unit.startswith("1/"):
            if right.startswith(("增长", "提升", "增加")) and unit == "倍":
                return growth(left + "增长") or Governed("")
            if right.startswith("完成") and not tidy(left)[0]:
                return Governed("", right[:LONGEST], "share")
            if found := growth(left) or share(left) or gap(left):
                # Points are added to a rate: 入园率提高1.6个百分点 is no rate of growth.
                return replace(found, suffix="增幅") if found.suffix == "增长率" and "点" in unit else found
            if unit == "番":
                return growth(left + "增长") or Governed("")
        if unit in _PLACES_MOVED and (moved := _MOVED.search(left)) is not None:
            # 列第37位，较上年前移7位: the move is one of the ranking just given.
            return Governed(tidy(left[: moved.start()])[0] or self.state.ranked or self.state.head, moved["word"])
        if self.state.head and (passed := over(left)) is not None:
            return passed
        said = measure(left, right, unit, more)
        stem = completed(said.stem, self.state.head)
        return said if stem == said.stem else replace(said, stem=stem)

    def _points(self, number: Number, left: str) -> Governed | None:
        """Return whose points a figure of 分 is: behind full points (产出35分得32分) of what they were the most of."""
        text, end = self.reading.text, number.span.end
        full = text[max(self.line.start, number.span.start - 12) : number.span.start]
        before = "分" if "分" in full and not self.before_bracket else self.before_bracket
        return points(left, text[end : end + 6], before, text[self.line.start : self.line.end])

    def _said(
        self, number: Number, governed: Governed, place: Place, mention: Mention | None = None, bare: bool = False
    ) -> Iterator[Found]:
        state = self.state
        state.scope = governed.scope or state.scope
        state.aimed = governed.role == "target" and not governed.stem
        of_growth = alone(governed, state.last)
        governed, told = of_growth or governed, (state.head, state.heads, state.head_start, state.money)
        stem, subject = (governed.stem, mention) if mention else self._subject(governed.stem, place, number)
        carried = not stem
        head = "" if bare else self._head(governed)
        if subject is not None and carried and mention is None and not governed.suffix:
            # A name alone: an amount goes on with the amount before it, a count counts the names (甲、乙等11家全部通过认证).
            head = state.money if number.kind == "money" else self._reached(place)
        name = (stem or head) + governed.suffix
        state.ranked = name if governed.role == "rank" else state.ranked
        if not carried and governed.role != "rank":
            state.head, state.head_start = stem, place.start
            state.heads = (*state.heads, stem)
            state.money = stem if number.kind == "money" else state.money
        if of_growth is not None:
            state.head, state.heads, state.head_start, state.money = told
        elif governed.role in ("actual", "growth") and not governed.suffix.startswith(_GAPS):
            state.last = name
        if (
            number.value is None
            or len(name) < 2
            or (carried and not head and not (bare and mention))
            or self._left_out(number, name, place)
        ):
            return
        quantity = as_quantity(number.value)
        if governed.down and quantity.value > 0:
            quantity = replace(quantity, value=-quantity.value)
        start = state.head_start if carried and head and place.start - state.head_start < 240 else place.start
        end = place.stop if governed.after else number.span.end
        yield Found(
            number, name, self._role(governed, place), quantity, subject or state.subject or self.reading.report.unit, state.scope,
            state.period, _trimmed(self.reading.text, start, max(end, number.span.end)),
        )  # fmt: skip

    def _head(self, governed: Governed) -> str:
        """Return the name given before that a figure without its own continues."""
        state = self.state
        if governed.role == "rank":
            return state.last or self._outer_head()
        if governed.suffix.startswith(_GAPS):
            return state.last
        # 占比为7.4%（全年目标7.5%）: a bare target is one of the whole measure.
        return state.head if governed.suffix else state.full or state.head

    def _reached(self, place: Place) -> str:
        """Return what those counted did, 通过认证 of 等11家全部通过认证, or "" where no verb of the genre follows."""
        words = _ALL.sub("", place.right)
        return words[:LONGEST] if len(words) >= 4 and verbs().match(words) else ""

    def _outer_head(self) -> str:
        """Return who is ranked inside a bracket behind an award: X项目荣获…奖（全市第一）."""
        match = _AWARDED.search(self.before_bracket)
        return tidy(self.before_bracket[: match.start()])[0] if match and self.outer else ""

    def _subject(self, stem: str, place: Place, number: Number) -> tuple[str, Mention | None]:
        """Return the name without the organisation it begins with, and that organisation."""
        if self.names and stem and (named := self._only_names(stem, place, number)):
            # 补贴甲厂8万元、乙厂6万元: a name measures nothing, its figure goes on with the measure given before.
            return "", named
        lead = verbs().match(stem)
        for mention in self.reading.mentions_in(Span(place.start, number.span.start)) if self.names else ():
            surface = squashed(mention.surface)
            if mention.kind not in PLAYERS:
                continue
            for offset in (0, lead.end() if lead else 0):
                rest = stem[offset + len(surface) :]
                if stem.startswith(surface, offset) and len(rest) >= 2 and rest[0] not in "、和等及与":
                    return rest.removeprefix("的"), mention
        return stem, None

    def _only_names(self, stem: str, place: Place, number: Number) -> Mention | None:
        """Return the last name of a phrase that is nothing but names of organisations, or None."""
        named = [m for m in self.reading.mentions_in(Span(place.start, number.span.start)) if m.kind in _FIRMS]
        rest = re.sub(r"[（(][^（）()]*[）)]?", "", stem)
        for mention in named:
            rest = rest.replace(re.sub(r"[（(][^（）()]*[）)]?", "", squashed(mention.surface)), "", 1)
        return named[-1] if named and not _JOINTS.sub("", rest) else None

    def _role(self, governed: Governed, place: Place) -> str:
        if governed.role in ("share", "rank"):
            return governed.role
        words = self.reading.text[place.piece.span.start : place.start] + place.left
        # 超目标任务0.2万亩 tells by how much a goal was passed.
        aimed = _TARGET.search(words) and not governed.suffix.startswith(_GAPS)
        if self.state.target or self.state.planned or aimed:
            return "target"
        return "previous" if _PREVIOUS.search(place.left) and governed.role == "actual" else governed.role

    def _left_out(self, number: Number, name: str, place: Place) -> bool:
        alone = place.piece.before == "start" and place.piece.after in ("stop", "end")
        return left_out(number, name, self.kind, (place.left, place.right), alone)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in "、，；。："):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
