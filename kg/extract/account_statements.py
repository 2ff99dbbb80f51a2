"""What a statement of accounts is, and what the words around a figure say of it: its measure, its fund, or which share or rate it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kg.extract.account_clauses import sections_above
from kg.extract.account_concepts import broader, fold_text, key_of
from kg.model import Span
from kg.recognise.reading import Number, Reading
from kg.values import Money, Quantity

Measure = Literal["budget", "adjusted", "final", "previous", "change", "carryover"]
Role = Literal["amount", "share", "growth", "completion"]

DOWN: Final = re.compile(r"减少|减收|减支|下降|降低|节约|节省|压减|压缩|压降|核减|调减|少|降幅")
UP: Final = re.compile(r"增加|增收|增支|净增|增长|上升|提高|追加|调增|多|增幅")
# No clause that gives a rate is longer; text beyond it is hostile or no rate.
_LONGEST_CLAUSE: Final = 60

_SHARE: Final = re.compile(r"占(?P<base>.{0,40}?)的?(?:比重|比例)?[为达]?到?")
_RATE: Final = re.compile(
    r"(?:同比|环比|[比较与][^增减]{1,14}|年均|支出|收入|决算数?|预算数?)?(?P<base>增长|增加|上升|提高|下降|减少|降低|压减|增幅|降幅)了?(?:率|幅度?)?[为达]?到?"
)
_COMPLETION: Final = re.compile(
    r"(?:支出决算|决算数?)?(?:完成|[为占])?(?P<base>(?:全年|调整|年初)?(?:支出|部门)?预算)(?:数|安排)?(?:的|完成率[为达]?|执行率[为达]?)"
    r"|(?P<bare>(?:资金|支出|项目|总体|整体)?(?:预算)?(?:执行率|支出率|执行进度|支出进度)[为达约]?到?)"
)
_ROLES: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = (("share", _SHARE), ("completion", _COMPLETION), ("growth", _RATE))
# The words of a clause by the measure they name, in the order in which they decide.
_MEASURES: Final[tuple[tuple[Measure, re.Pattern[str]], ...]] = (
    ("previous", re.compile(r"上一?年|去年")),
    ("adjusted", re.compile(r"调整|全年预算|可用|可支配")),
    ("budget", re.compile(r"预算|年初|批复|(?<!实际)(?<!已)下达")),
    ("final", re.compile(r"决算|实际|执行|发生|开支|花|开销|用[了去掉]|支出|到位|到账|成交|完成")),
    ("budget", re.compile(r"金额|安排")),
)
_LEVEL: Final = re.compile(
    r"(?:调增|调减|调整|追加|减少?|下降|降低?|压减|压缩|缩减|增加?|增长|上升|提高|控制)[到至](?:了)?$|(?:调整|核定)为$|控制在$"
)
# 预算调整138万元 is what the budget was changed by, 调整后预算, 调整预算数 what it became.
_ADJUSTED_BY: Final = re.compile(r"预算调整(?:额|金额)?[为共约]*$|调整(?:金)?额[为共约]*$")
_YEAR: Final = re.compile(r"(20\d\d)年")
_COMPARED: Final = re.compile(r"[比较与同](?P<base>.+)")
_FUNDS: Final = (
    ("政府性基金", "政府性基金预算"),
    ("国有资本经营", "国有资本经营预算"),
    ("社会保险基金", "社会保险基金预算"),
    ("一般公共预算", "一般公共预算"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The account a line speaks of: words, path, where they start, the year said with them, and whether it is a project."""

    label: str
    path: tuple[str, ...]
    start: int
    year: int | None = None
    item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One figure said of an account, with its measure and year, where it stands and on which line.

    `whole` is the total whose part a statement of role "amount" is, and the amount a share, growth or completion speaks of.
    `base` holds the words of a comparison, of the change or of the figure it is measured by. `sign` is -1 for a decrease, whose figure
    is printed without a sign.
    """

    role: Role
    subject: Subject
    measure: Measure
    year: int | None
    number: Number
    span: Span
    line: int
    fund: str = ""
    base: str = ""
    sign: int = 1
    whole: Statement | None = None

    @property
    def money(self) -> Money:
        """Return the amount with its sign; raises TypeError for a share, growth or completion."""
        value = self.number.value
        if not isinstance(value, Money):
            raise TypeError(f"{self.role} of {self.subject.label} is no amount")
        return value if self.sign > 0 else Money(-value.value, value.unit, -value.cny, value.original)

    @property
    def percent(self) -> Quantity:
        """Return the percentage as printed; raises TypeError for an amount."""
        value = self.number.value
        if not isinstance(value, Quantity):
            raise TypeError(f"{self.role} of {self.subject.label} is no percentage")
        return value


def measure_of(words: str) -> tuple[Measure | None, int]:
    """Return the measure the words of a clause name and the sign of a change; (None, 1) where they name none."""
    if _LEVEL.search(words):
        # 压减到4.86万元, 调增至3702万元 give the figure reached, not the change.
        return ("adjusted" if "调" in words else "final"), 1
    if DOWN.search(words) and "调增" not in words:
        return "change", -1
    if UP.search(words):
        return "change", 1
    if "结转" in words or "结余" in words:
        return "carryover", 1
    if _ADJUSTED_BY.search(words):
        return "change", 1
    # 较预算数700万元 gives the base of a comparison: the words after 较 say which.
    compared = _COMPARED.search(words)
    said = compared["base"] if compared else words
    return next((measure for measure, pattern in _MEASURES if pattern.search(said)), None), 1


def default_measure(label: str) -> Measure | None:
    """Return the measure an account's own name implies (预算资金, 年末结转和结余), or None."""
    key, _ = key_of(fold_text(label))
    above = broader()
    while key:
        if key in ("carryover", "prior-year-carryover-funds"):
            return "carryover"
        if key == "budget-funds":
            return "budget"
        key = above[key]
    return None


def dated(measure: Measure, year: int | None, fiscal_year: int | None) -> tuple[Measure, int | None]:
    """Return measure and year brought together: a final figure of the year before is the previous one, and the other way round."""
    if measure == "previous" and year is not None and year == fiscal_year:
        return measure, year - 1
    if measure == "final" and fiscal_year is not None and year is not None and year < fiscal_year:
        return "previous", year
    return measure, year


def percent_role(words: str) -> tuple[Role, str, int] | None:
    """Return what a percentage after `words` is, the words it is measured by and its sign, or None where it is no figure of accounts."""
    text = "".join(words.split())
    if len(text) > _LONGEST_CLAUSE:
        return None
    for role, pattern in _ROLES:
        if match := pattern.fullmatch(text):
            return role, (match["base"] or "") if role != "growth" else text, -1 if role == "growth" and DOWN.search(text) else 1
    return None


def year_in(words: str) -> int | None:
    """Return the year that words name first, or None."""
    return int(match[1]) if (match := _YEAR.search(words)) else None


def own_names(reading: Reading) -> tuple[str, ...]:
    """Return the names of the reporting unit without white space, longest first."""
    names = {"".join(name.split()) for name in (reading.report.unit, *reading.report.unit_aliases)}
    return tuple(sorted(names - {""}, key=lambda name: (-len(name), name)))


def fund_named(words: str) -> str:
    """Return the budget that words name (政府性基金预算 ...), or ""."""
    return next((fund for mark, fund in _FUNDS if mark in words), "")


def fund_above(reading: Reading, offset: int) -> str:
    """Return the budget that the headings above `offset` speak of (政府性基金预算 ...), or ""."""
    return next((fund for section in sections_above(reading, offset) if (fund := fund_named(section.heading))), "")
