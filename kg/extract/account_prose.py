"""Accounts in prose: each amount or percentage with the account it is said of, in reading order.

A report names an account once and then gives several figures for it ("公务接待费支出预算为…，支出决算为…，与上年相比减少…"), and it lists the parts
of a total ("…，其中：…"). So the reader carries the account last named, and the total whose parts are being listed, along a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from kg.extract.account_clauses import Piece, counts, kinds_above, pieces, prose_lines
from kg.extract.account_concepts import LONGEST_HEAD, Head, broader, fold, item_name, key_of, read_head
from kg.extract.item_lines import PROJECT_SECTIONS, detail_lines
from kg.model import Span
from kg.recognise.reading import Number, Reading
from kg.values import Money, Quantity

Measure = Literal["budget", "adjusted", "final", "previous", "change", "carryover"]
Role = Literal["amount", "share", "growth", "completion"]

_LIST: Final = re.compile(r"其中|主要用于|用于以下|主要包括|具体(?:为|是|如下)|分别[为是]|包括$")
_DOWN: Final = re.compile(r"减少|下降|降低|节约|节省|压减|压缩|核减|调减|少")
_UP: Final = re.compile(r"增加|增长|上升|提高|追加|调增|多")
_YEAR: Final = re.compile(r"(20\d\d)年")
# A part under a name of its own: short, no words of a sentence, and no fund (…专项资金), which is a budget item.
_NAME: Final = re.compile(
    r"(?!.*(?:专项|资金|项目|奖励|补助|补贴|[了给对向将把被])$)(?:(?![了给被把将])[\u4e00-\u9fffA-Za-z（）()、“”\"]){2,16}"
)
_SHARE: Final = re.compile(r"占(?P<base>.{0,30}?)的?(?:比重|比例)?[为达]?到?")
_RATE: Final = re.compile(
    r"(?:同比|环比|比.{1,12}|较.{1,12}|与.{1,10}相比|年?均|决算数?|支出|收入|预算)*?(?P<word>增长|增加|上升|提高|下降|减少|降低|压减|增幅|降幅)了?(?:率|幅度?)?[为达]?到?"
)
_COMPLETION: Final = re.compile(
    r"(?:支出决算|决算数?)?(?:完成|[为占])?(?:全年|调整|年初)*(?:支出|部门)?预算(?:数|安排)?(?:的|完成率[为达]?|执行率[为达]?)"
)
_CLASS: Final = re.compile(r"[（(]类[）)]")
# Every account's name holds one of these.
_WORDS: Final = re.compile(r"收入|支出|收、支|预算|决算|经费|费|资金|拨款|采购|结转|结余|指标|专项|工资|补贴|奖金|公积金|缴费|合同|补助")
# Sections in which every account named is the unit's own, so that a bare 收入 or 水费 may be read as one.
_OWN: Final = frozenset(
    ["accounts", "basic_expenditure", "project_expenditure", "three_public", "operating", "government_fund", "state_capital", "social_insurance"]
)
_SKIPPED: Final = frozenset({"toc", "glossary"})
_FUNDS: Final = (
    ("政府性基金", "政府性基金预算"),
    ("国有资本经营", "国有资本经营预算"),
    ("社会保险基金", "社会保险基金预算"),
    ("一般公共预算", "一般公共预算"),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure said of an account: its words, measure and year, what it is part of (`whole`), and where it stands."""

    role: Role
    label: str
    path: tuple[str, ...]
    measure: Measure
    year: int | None
    number: Number
    span: Span
    line: int
    fund: str = ""
    base: str = ""
    sign: int = 1
    depth: int = 0
    whole: Statement | None = None
    item: bool = False

    @property
    def money(self) -> Money:
        """Return the amount; only a statement of role "amount" has one."""
        value = self.number.value
        if not isinstance(value, Money):
            raise TypeError(f"{self.role} of {self.label} is no amount")
        return value

    @property
    def percent(self) -> Quantity:
        """Return the percentage of a share, growth or completion."""
        value = self.number.value
        if not isinstance(value, Quantity):
            raise TypeError(f"{self.role} of {self.label} is no percentage")
        return value


@dataclass(frozen=True, slots=True)
class Subject:
    """The account a line speaks of: words, path, where they start, and the year said with them."""

    label: str
    path: tuple[str, ...]
    start: int
    year: int | None = None
    item: bool = False


@dataclass(slots=True)
class _State:
    """What a line has said so far."""

    subject: Subject | None = None
    total: Statement | None = None
    last: Statement | None = None
    base: str = ""
    sentence: int = 0
    named_in: int = -1
    outer: list[tuple[Subject | None, Statement | None, Statement | None]] = field(default_factory=list)


def statements(reading: Reading) -> Iterator[Statement]:
    """Yield every figure of prose that is said of an account of the reporting unit, in text order."""
    skipped = {span.start for span in detail_lines(reading)}
    heading: Subject | None = None
    for index, line in enumerate(prose_lines(reading)):
        if line.start in skipped:
            continue
        reader = _Line(reading, line, index, heading)
        yield from reader.statements()
        heading = reader.heading()


def own_names(reading: Reading) -> tuple[str, ...]:
    """Return the names of the reporting unit without white space, longest first."""
    names = {"".join(name.split()) for name in (reading.report.unit, *reading.report.unit_aliases)}
    return tuple(sorted(names - {""}, key=lambda name: (-len(name), name)))


def fund_named(words: str) -> str:
    """Return the budget that words name (政府性基金预算 ...), or ""."""
    return next((fund for mark, fund in _FUNDS if mark in words), "")


def fund_above(reading: Reading, offset: int) -> str:
    """Return the budget that the headings above `offset` speak of (政府性基金预算 ...), or ""."""
    parts = reversed(reading.report.section_path(offset).split(" > "))
    return next((fund for part in parts if (fund := fund_named(part))), "")


class _Line:
    """Reads one line; `heading` is the functional classification named on the line before (1.X（类）Y（款）Z（项）。)."""

    def __init__(self, reading: Reading, line: Span, index: int, heading: Subject | None) -> None:
        self.reading = reading
        self.line = line
        self.index = index
        self.state = _State(subject=heading, named_in=0)
        self.names = own_names(reading)
        self._sections: tuple[str, ...] | None = None

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the kinds of sections above the line, asked for only where a figure needs them."""
        if self._sections is None:
            self._sections = kinds_above(self.reading, self.line.start)
        return self._sections

    def heading(self) -> Subject | None:
        """Return the functional path the line leaves open for the next one: that of a heading, or its own while no other account was named."""
        subject = self.state.subject
        return subject if subject is not None and subject.path else None

    def statements(self) -> Iterator[Statement]:
        """Yield the statements of the line."""
        if not self._worth_reading() or _SKIPPED & set(self.sections):
            self.state.subject = None
            return
        for piece in pieces(self.reading, self.line):
            self._depth(piece)
            if piece.after == "stop":
                self.state.sentence += 1
                self.state.base = ""
            found = self._words(piece) if piece.number is None else self._amount(piece) if piece.money else self._percent(piece)
            if found is not None:
                self.state.last = found
                yield found

    def _worth_reading(self) -> bool:
        """Return whether a line may hold a figure of an account: an amount and a word of accounts, or the heading of a class."""
        text = self.reading.text
        if _CLASS.search(text, self.line.start, self.line.end):
            return True
        return _WORDS.search(text, self.line.start, self.line.end) is not None and any(map(counts, self.reading.numbers_in(self.line)))

    def _depth(self, piece: Piece) -> None:
        state = self.state
        while len(state.outer) < piece.depth:
            state.outer.append((state.subject, state.total, state.last))
            state.total = state.last if state.last is not None and state.last.role == "amount" else state.total
        while len(state.outer) > piece.depth:
            state.subject, state.total, state.last = state.outer.pop()

    def _words(self, piece: Piece) -> None:
        """Take in words that lead to no figure: a list opens, a base is named, or an account is named for the figures to come."""
        if piece.after == "number" or len(piece.span) > LONGEST_HEAD:
            return
        text = self.reading.text[piece.span.start : piece.span.end]
        state = self.state
        if _LIST.search(text):
            state.total = self._amount_said()
        elif (item := item_name(text, piece.span.start)) is not None:
            self._name(Subject(item[0], (), item[1], None, True))
            state.total = None
        elif (head := read_head(text, piece.span.start, self.names)) is not None:
            if head.label and self._own(head):
                self._name(Subject(head.label, head.path, head.start, self._said_year(head.words)))
            elif not head.label:
                state.base = head.words

    def _is_item(self, head: Head) -> bool:
        """Return whether a name is here one of the projects listed (上级专项 among them) and no account."""
        return key_of(fold(head.label).text)[0] == "superior-special-fund" and bool(PROJECT_SECTIONS & set(self.sections))

    def _amount_said(self) -> Statement | None:
        last = self.state.last
        while last is not None and last.role != "amount":
            last = last.whole
        return last if last is not None and last.measure != "change" else self.state.total

    def _name(self, subject: Subject) -> None:
        self.state.subject = subject
        self.state.named_in = self.state.sentence

    def _own(self, head: Head) -> bool:
        """Return whether a name that also means other things (收入, 水费) is the unit's account here."""
        if head.alone or "决算" in head.words or "预算" in head.words or self.state.total is not None or self.state.last is not None:
            return True
        # A bare 支出 with nothing said before is spent on what the words before name: a project, not the unit's total.
        return not head.bare and bool(_OWN & set(self.sections))

    def _amount(self, piece: Piece) -> Statement | None:
        text = self.reading.text[piece.span.start : piece.span.end]
        if "其中" in text:
            self.state.total = self._amount_said()
        head = read_head(text, piece.span.start, self.names)
        if head is None:
            return self._part(piece, text) if text else None
        if head.label and head.bare and self._continues(head):
            head = Head("", head.start, (), head.words + head.label, False, True)
        if head.label:
            if not self._own(head) or self._is_item(head):
                return None
            self._name(Subject(head.label, head.path, head.start, self._said_year(head.words)))
        elif not self._carries(head):
            return None
        return self._made(piece, head)

    def _continues(self, head: Head) -> bool:
        """Return whether words such as 年初预算 or 支出, accounts by themselves, are here a figure of the account just named."""
        key, alone = key_of(fold(head.label).text)
        subject, state = self.state.subject, self.state
        open_ = subject is not None and state.named_in == state.sentence and (state.last is not None or bool(subject.path) or subject.item)
        return open_ and (not alone or (key == "budget-funds" and "资金" not in head.label))

    def _carries(self, head: Head) -> bool:
        """Return whether a figure without a name may be said of the account last named: in its sentence, or where it compares."""
        if self.state.subject is None:
            return False
        compares = bool(_DOWN.search(head.words) or _UP.search(head.words)) and (self.state.base or re.search("[比较与]", head.words))
        budgeted = "预算" in head.words or "决算" in head.words
        return self.state.named_in == self.state.sentence or bool(compares) or (budgeted and bool(self.state.subject.path))

    def _part(self, piece: Piece, text: str) -> Statement | None:
        """Return a part of a total under a name no lexicon holds: only in a list of parts, where the total vouches for it."""
        total = self.state.total
        named = (
            re.sub(r"^(?:其中[：:，]?|[和及另含])|[为共计约]+$|(?<=.{2})(?:支出|收入)?(?:决算|预算)?数?[为]?$", "", text)
            if total is not None
            else ""
        )
        if (
            total is None
            or not (key_of(fold(total.label).text)[0] or total.path or total.item)
            or not _NAME.fullmatch(named)
            or piece.after == "stop"
            or total.line != self.index
        ):
            return None
        start = piece.span.start + text.index(named)
        label = "".join(text[text.index(named) :].rstrip("为共计约").split())
        if total.item:
            label = f"{total.label}/{label}"
        self._name(Subject(label, (), start))
        return self._made(piece, Head(label, start, (), "", False, False), total.measure)

    def _made(self, piece: Piece, head: Head, inherited: Measure | None = None) -> Statement:
        subject = self.state.subject
        assert subject is not None and piece.number is not None
        measure, sign = _measure(head.words, self.state.base) if inherited is None else (inherited, 1)
        total = self.state.total
        if measure == "carryover" and not head.label and total is not None and total.line == self.index:
            # Parts of a sum spent carry nothing over; what is left is left of the whole.
            subject, total = Subject(total.label, total.path, total.span.start), None
        chosen = measure or _default(subject.label) or (total.measure if total is not None and total.measure != "change" else "final")
        year = self._said_year(head.words) or (subject.year if not head.label else None) or self.reading.report.fiscal_year
        chosen, year = self._dated(chosen, year, head.words)
        start = subject.start if piece.span.start - subject.start < 160 else piece.span.start
        return Statement(
            "amount", subject.label, subject.path, chosen, year, piece.number, Span(start, piece.number.span.end), self.index,
            self._fund(subject, total), head.words + self.state.base if chosen == "change" else "", sign, piece.depth, total, subject.item,
        )  # fmt: skip

    def _dated(self, measure: Measure, year: int | None, words: str) -> tuple[Measure, int | None]:
        fiscal = self.reading.report.fiscal_year
        if measure == "previous" and year is not None and year == fiscal:
            return measure, year - 1
        if measure == "final" and fiscal is not None and year == fiscal - 1:
            return "previous", year
        return measure, year

    def _said_year(self, words: str) -> int | None:
        match = _YEAR.search(words)
        return int(match[1]) if match else None

    def _fund(self, subject: Subject, total: Statement | None) -> str:
        said = fund_named(subject.label) or (fund_named(total.label) or total.fund if total is not None else "")
        return said or fund_above(self.reading, self.line.start)

    def _percent(self, piece: Piece) -> Statement | None:
        last = self.state.last
        text = "".join(self.reading.text[piece.span.start : piece.span.end].split())
        if last is None or piece.number is None or last.line != self.index:
            return None
        for role, pattern in _PERCENT_ROLES:
            if match := pattern.fullmatch(text):
                amount = last if last.role == "amount" else last.whole
                if amount is None:
                    return None
                base = match.groupdict().get("base") or match.groupdict().get("word") or text
                sign = -1 if (role == "growth" and _DOWN.search(text)) or "降幅" in text else 1
                return Statement(
                    role, amount.label, amount.path, amount.measure, amount.year, piece.number, Span(amount.span.start, piece.number.span.end),
                    self.index, amount.fund, base, sign, piece.depth, amount,
                )  # fmt: skip
        return None


_PERCENT_ROLES: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = (("share", _SHARE), ("completion", _COMPLETION), ("growth", _RATE))


def _measure(words: str, base: str) -> tuple[Measure | None, int]:
    """Return the measure the words of a clause name and the sign of a change; None where they name none."""
    if _DOWN.search(words) and not re.search(r"调增", words):
        return "change", -1
    if _UP.search(words):
        return "change", 1
    if re.search(r"结转|结余", words):
        return "carryover", 1
    # 较预算数700万元 gives the base of a comparison; the words after 较 say which.
    compared = re.search(r"[比较](?P<base>.+)", words)
    said = compared["base"] if compared else words
    if re.search(r"上一?年|去年", said):
        return "previous", 1
    if re.search(r"调整", said) or re.search(r"全年预算", said):
        return "adjusted", 1
    if re.search(r"预算|年初|批复", said):
        return "budget", 1
    if re.search(r"决算|实际|执行|发生|开支|支出", said):
        return "final", 1
    return ("budget", 1) if re.search(r"金额", said) else (None, 1)


def _default(label: str) -> Measure | None:
    key, _ = key_of(re.sub(r"[“”\"\s]", "", label).replace("（", "(").replace("）", ")"))
    above = broader()
    while key:
        if key == "carryover":
            return "carryover"
        if key == "budget-funds":
            return "budget"
        key = above[key]
    return None
