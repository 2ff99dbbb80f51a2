"""The reporting unit: its fullest printed name, weighed from title, cover, body and signature, and the forms that stand for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from kg.lexicon import column, rows
from kg.model import Grid, Section
from kg.structure.report_types import report_type

_YEAR = r"(?:20\d\d|二[〇○零O0]..)\s*年度?"
# What follows the unit's name in a title: 部门决算, 整体支出…, 2024年….
_AFTER_NAME = rf"(?=\s*(?:{_YEAR}|部门|单位|本级|整体|项目|专项|预算|决算|绩效|财政|年度|工作(?:总结|报告)|法治|政府信息|关于|概况|$))"
_SIGNATURE_TAIL = 300
# A name of a body opens with a place or its field of work, not with a verb, a number or a bracket.
_NOT_A_NAME = re.compile(
    r"[我本各该其某等]|^[（(]|^第[一二三四五六七八九十]|^(?:调整|构建|搭建|推[进动]|加强|开展|完善|同意|授予|落实|坚持|建立|打造|参会|依托)|^(?:区|县|市|省|州|镇|乡)?(?:政府|财政局|审计局|人民政府)$|[，。；、：]|的|年度|预算单位|部门"
)
_FIELD_NAME = (
    r"(?:[区县市省]级)?(?:预算|项目|实施|填报|申报|主管|编报)?(?:部门|单位)(?:[（(](?:单位|部门)[）)])?(?:名称)?(?:[（(][盖公签]章[）)])?"
)
_FIELD = re.compile(
    rf"(?:^|\n)[ \t　]*{_FIELD_NAME}[ \t　]*[：:][ \t　]*([\u4e00-\u9fff（）()]{{4,40}}?)(?:[（(][盖公签印]?章[）)])?(?=[ \t　\n]|$)"
)
_FIELD_CELL = re.compile(_FIELD_NAME + "$")
_STAMP = re.compile(r"^[（(](?:盖章|公章|签章|印章)[）)]$")


@dataclass(frozen=True, slots=True)
class _Vote:
    """A name that may be the unit's: how much the place where it stands counts, and its offset."""

    name: str
    weight: int


@cache
def _suffixes(standing: bool) -> str:
    names = column("unit_suffixes", "suffix", standing="yes") if standing else column("unit_suffixes", "suffix")
    return "|".join(sorted(names, key=len, reverse=True))


@cache
def _title_name() -> re.Pattern[str]:
    return re.compile(rf"(?:^(?!{_YEAR})|{_YEAR}|关于|\s)\s*([\u4e00-\u9fff（）()·\d]{{1,40}}?(?:{_suffixes(False)})){_AFTER_NAME}")


@cache
def _subject() -> re.Pattern[str]:
    # The unit is the subject of the sentences that introduce it.
    return re.compile(
        rf"(?:^|[\n。；：，）:])\s*([\u4e00-\u9fff（）()·]{{2,38}}?(?:{_suffixes(True)}))(?:[（(][^（）()\n]{{2,40}}[）)])?(?:单位|机关)?"
        r"(?:是[^否]|为[^了]|系|由[^于]|内设|隶属|成立于|始建|属于?|现有|现设|设有|下设|共有|位于|核定|编制|机关|主要(?:职责|职能)|作为|，(?:是|为|系|正|副))"
    )


@cache
def _whole_name() -> re.Pattern[str]:
    return re.compile(rf"[\u4e00-\u9fff（）()·]{{2,40}}(?:{_suffixes(True)})")


def reporting_unit(
    text: str, title: str, head: Sequence[str], sections: Sequence[Section], grids: Sequence[Grid]
) -> tuple[str, tuple[str, ...]]:
    """Return the unit's fullest printed name and its short forms that stand where a unit's name stands; "" where none does."""
    votes = [vote for vote in _votes(text, title, head, sections, grids) if not _NOT_A_NAME.search(vote.name)]
    weights: dict[str, int] = {}
    for vote in votes:
        weights[vote.name] = weights.get(vote.name, 0) + vote.weight
    if not weights:
        return "", ()
    # A short form votes for the longest name that it abbreviates.
    totals = {name: sum(weight for other, weight in weights.items() if abbreviates(other, name)) for name in weights}
    unit = max(totals, key=lambda name: (totals[name], len(name)))
    return unit, tuple(name for name in weights if name != unit and abbreviates(name, unit))


def _votes(text: str, title: str, head: Sequence[str], sections: Sequence[Section], grids: Sequence[Grid]) -> Iterator[_Vote]:
    for match in _title_name().finditer(title):
        if report_type(title) or _whole_name().fullmatch(match[1]):
            yield _Vote(match[1], 5)
    for index, line in enumerate(head):
        if line != title and report_type(line):
            yield from (_Vote(match[1], 4) for match in _title_name().finditer(line))
        if line != title and _whole_name().fullmatch(line):
            yield _Vote(line, 5 if index + 1 < len(head) and _STAMP.match(head[index + 1]) else 4)
    for match in _FIELD.finditer(text[:4000]):
        yield _Vote(match[1], 4)
    for grid in grids:
        for row in grid.rows[:4]:
            for cell, value in pairwise(row):
                if _FIELD_CELL.match(cell.text) and _whole_name().fullmatch(value.text):
                    yield _Vote(value.text, 4)
    for line in text[-_SIGNATURE_TAIL:].split("\n"):
        if _whole_name().fullmatch(line.strip()):
            yield _Vote(line.strip(), 4)
    for section in sections:
        # 第一部分 XX局概况: of all headings only those on the unit itself and on its accounts carry its name.
        if section.level == 1 and (section.kind in ("overview", "embedded") or report_type(section.heading)):
            for match in _title_name().finditer(section.heading):
                yield _Vote(match[1], 2)
    # The first sentences introduce the unit; later ones may speak of anyone.
    for match in islice(_subject().finditer(text, 0, max(4000, len(text) // 3)), 3):
        yield _Vote(match[1], 3)


def abbreviates(short: str, name: str) -> bool:
    """Return whether `short` is `name` or a short form of it: its characters in order, the same ending, the place optional."""
    if short == name:
        return True
    if len(short) >= len(name) or short[-1] != name[-1]:
        return False
    position = 0
    for char in short:
        position = name.find(char, position) + 1
        if position == 0:
            return False
    return len(short) >= 3


@cache
def _own_words() -> re.Pattern[str]:
    return re.compile(rf"(?:我|本)(?:单位|部门|机关|{_suffixes(False)})")


@cache
def _contractions() -> tuple[tuple[str, str], ...]:
    return tuple((row["long"], row["short"]) for row in rows("contractions"))


def aliases(text: str, unit: str, short_forms: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the other forms that stand for the unit in this text, in order of first use: 我局, defined short forms, its tail."""
    found: dict[str, int] = {}
    for match in _own_words().finditer(text):
        found.setdefault(match.group(), match.start())
    if unit:
        for match in re.finditer(re.escape(unit) + r"[（(](?:以下|下文)?(?:均)?简称[：:]?[“\"]?([^”\"）)\n]{2,20})[”\"]?[）)]", text):
            found.setdefault(match[1], match.start(1))
        for short in _short_forms(unit):
            at = text.find(short)
            if at >= 0 and short != unit and _stands_alone(text, unit, short):
                found.setdefault(short, at)
        for short in short_forms:
            found.setdefault(short, text.find(short))
    return tuple(sorted(found, key=lambda name: (found[name], name)))


def _short_forms(unit: str) -> Iterator[str]:
    """Yield forms of a name without its leading places and with its usual contractions."""
    forms = {unit: None}
    for match in re.finditer(r"(?<=.)[省市区县州旗盟镇乡]", unit):
        if len(unit) - match.end() >= 3:
            forms[unit[match.end() :]] = None
            forms[match.group() + unit[match.end() :]] = None
    for form in list(forms):
        for long, short in _contractions():
            if form.endswith(long):
                forms[form.removesuffix(long) + short] = None
    # 管理委员会 or 区政府 alone may be another body's: a short form keeps at least two characters of its own.
    yield from (form for form in forms if len(_generic_tail().sub("", form)) >= 2)


@cache
def _generic_tail() -> re.Pattern[str]:
    return re.compile(rf"(?:管理)?(?:{_suffixes(False)}|政府)$")


def _stands_alone(text: str, unit: str, short: str) -> bool:
    """Return whether `short` occurs outside the full name."""
    return text.count(short) > text.count(unit) * unit.count(short)
