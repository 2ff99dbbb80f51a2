"""Accounts in prose: each amount or percentage with the account it is said of, in reading order.

A report names an account once and then gives several figures for it (公务接待费支出预算为…，支出决算为…，与上年相比减少…), and it lists
the parts of a total (…，其中：…). So the reader carries the account last named, and the total whose parts are being listed, along a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.extract.account_clauses import Piece, counts, kinds_above, pieces, prose_lines
from kg.extract.account_concepts import ACCOUNT_WORDS, LONGEST_HEAD, Head, fold_text, item_name, key_of, path_label, read_head
from kg.extract.account_state import QUOTED, State, percentage
from kg.extract.account_statements import (
    DOWN,
    UP,
    Measure,
    Statement,
    Subject,
    dated,
    default_measure,
    fund_above,
    fund_named,
    measure_of,
    own_names,
    year_in,
)
from kg.extract.account_subjects import (
    CLASSED,
    CODED,
    ORDINAL_PART,
    SINCE,
    SPENT,
    adjusts,
    balanced,
    of_accounts,
    part_of,
    project_named,
    received,
    section_subject,
    special,
    whole,
)
from kg.extract.item_lines import PROJECT_SECTIONS, detail_lines
from kg.extract.item_lists import announced_numbers
from kg.model import Span
from kg.recognise.reading import Number, Reading

_LIST: Final = re.compile(r"其中|主要用于|用于以下|主要包括|具体(?:为|是|如下)|分别[为是]|包括$|分[二两三四五六]?个?部分")
_COMPARED, _MEASURED_BY, _FORM = re.compile("[比较与]"), re.compile("[比较与同]"), re.compile("预算|决算|执行")
_AGAINST: Final = re.compile(r"[比较与]20\d\d年度?")
_CLASS: Final = re.compile(r"[（(]类[）)]")
# Sections in which every account named is the unit's own, so that 收入 or 水费 may be read as one.
_OWN: Final = frozenset({"accounts", "basic_expenditure", "project_expenditure", "three_public", "operating"}) | frozenset(
    {"government_fund", "state_capital", "social_insurance"}
)
_SKIPPED: Final = frozenset({"toc", "glossary"})


def statements(reading: Reading) -> tuple[Statement, ...]:
    """Return every figure of prose that is said of an account of the reporting unit, in text order."""
    return reading.once(_all)


def _all(reading: Reading) -> tuple[Statement, ...]:
    return tuple(_statements(reading))


def _statements(reading: Reading) -> Iterator[Statement]:
    skipped = {span.start for span in detail_lines(reading)}
    names = own_names(reading)
    heading: Subject | None = None
    classes: tuple[str, ...] = ()
    for index, line in enumerate(prose_lines(reading)):
        if line.start in skipped:
            continue
        reader = _Line(reading, line, index, names)
        reader.state.classes = classes
        yield from reader.statements(heading)
        heading, classes = reader.heading(), reader.state.classes


class _Line:
    """Reads one line, left to right."""

    def __init__(self, reading: Reading, line: Span, index: int, names: tuple[str, ...]) -> None:
        self.reading = reading
        self.line = line
        self.index = index
        self.names = names
        self.state = State(named_in=0)
        self._sections: frozenset[str] | None = None

    @property
    def sections(self) -> frozenset[str]:
        """Return the kinds of the sections above the line, asked for only where a figure needs them."""
        if self._sections is None:
            self._sections = frozenset(kinds_above(self.reading, self.line.start))
        return self._sections

    def heading(self) -> Subject | None:
        """Return the functional path that the line only names (1.X（类）Y（款）Z（项）。), for the figures of the next line."""
        state = self.state
        return state.subject if state.subject is not None and state.subject.path and state.last is None else None

    def statements(self, heading: Subject | None) -> Iterator[Statement]:
        """Yield the statements of the line; `heading` is the path named on the line before."""
        if not self._worth_reading() or _SKIPPED & self.sections:
            return
        self.state.subject = heading
        cut = pieces(self.reading, self.line)
        for place, piece in enumerate(cut):
            self._depth(piece)
            if piece.after == "stop":
                self.state.sentence += 1
                self.state.base = ""
                self.state.purpose = False
            if piece.number is None:
                self.state.label = piece.span if piece.after in ("start", "stop") else None
                self._words(piece, cut[place + 1] if place + 1 < len(cut) else None)
            elif (found := self._figure(piece, piece.number)) is not None:
                self.state.last = found
                self._topic(found)
                if found.role == "amount" and not found.base:
                    self.state.stated = found
                yield found

    def _worth_reading(self) -> bool:
        """Return whether a line may hold a figure of an account: an amount and a word of accounts, or the heading of a class."""
        text, start, end = self.reading.text, self.line.start, self.line.end
        if any(map(counts, self.reading.numbers_in(self.line))) and ACCOUNT_WORDS.search(text, start, end):
            return True
        return _CLASS.search(text, start, end) is not None

    def _depth(self, piece: Piece) -> None:
        """Keep what a bracket interrupts: its parts belong to the figure before it and leave no trace after it."""
        state = self.state
        while len(state.outer) < piece.depth:
            state.outer.append((state.subject, state.total, state.last, state.stated))
            state.total = self._amount_said()
        while len(state.outer) > piece.depth:
            state.subject, state.total, state.last, state.stated = state.outer.pop()

    def _topic(self, found: Statement) -> None:
        """Keep the fund or project whose amount opens a line: later sentences say what was spent of it and what is left."""
        if found.role == "amount" and self.state.topic is None and special(found.subject):
            self.state.topic = found.subject

    def _words(self, piece: Piece, following: Piece | None) -> None:
        """Take in words that lead to no figure: a list opens, a base is named, or an account is named for the figures to come."""
        if piece.after == "number" or len(piece.span) > LONGEST_HEAD:
            return
        text = self.reading.text[piece.span.start : piece.span.end]
        self.state.classed = self.state.classed or CLASSED.search(text) is not None
        if _LIST.search(text):
            self.state.total = self._amount_said()
            # 小学教育（项）。主要用于：人员支出、公用支出。 says what a class pays for, before its figures.
            self.state.purpose = "用于" in text
        elif self.state.purpose and piece.after == "colon":
            return
        elif (item := item_name(text, piece.span.start)) is not None:
            self._name(Subject(item[0], (), item[1], None, True))
            self.state.total = None
        elif (head := read_head(text, piece.span.start, self.names)) is not None:
            if head.label and self._own(head):
                self._name(self._subject(head))
            elif not head.label:
                self.state.base = head.words
        elif (project := project_named(self.reading, piece.span, following)) is not None:
            self._name(project)
            self.state.total = None

    def _figure(self, piece: Piece, number: Number) -> Statement | None:
        if piece.money is None:
            return percentage(self.reading, piece, number, self.state.last, self.index)
        if number.span in announced_numbers(self.reading) and (self.state.subject is None or not self.state.subject.item):
            return None  # A line of the budget, whatever words say which figure of it this is.
        text = self.reading.text[piece.span.start : piece.span.end]
        if piece.after == "colon" and not text and self.state.label is not None:
            return self._labelled(piece, number, self.state.label)
        if "其中" in text:
            self.state.total = self._amount_said()
        if (head := read_head(text, piece.span.start, self.names)) is None:
            return self._part(piece, number, text) if text else None
        if head.bare or key_of(fold_text(head.label))[0] in ("closing-carryover", "budget-adjustment"):
            self._resume(piece)
        if head.label and not self._continues(head):
            if not self._own(head, piece) or self._is_item(head):
                return None
            subject = self._subject(head)
            if not (adjusts(subject) and self.state.subject is not None):
                # 年中追加50万元，调整后预算…: what was added is said in passing, the budget goes on.
                self._name(subject)
            return self._made(subject, piece, number, head.words, None)
        words = head.words + head.label
        if (carried := self._carried(words)) is None:
            return None
        self.state.named_in = self.state.sentence
        if not carried.item and key_of(fold_text(carried.label))[0] == "budget-funds" and measure_of(words)[0] in ("final", "carryover"):
            # What was spent of a budget, and what is left, is the unit's, in the words of its own clause.
            carried = Subject("".join(self.reading.text[head.start : piece.span.end].split()).rstrip("为共"), (), head.start)
        return self._made(carried, piece, number, words, None)

    def _labelled(self, piece: Piece, number: Number, label: Span) -> Statement | None:
        """Return the figure of a telegraphic line (收入：68万元。财政拨款60万元，其他8万元。), whose further figures are its parts."""
        head = read_head(self.reading.text[label.start : label.end], label.start, self.names)
        if head is None or not head.label or not (head.alone or _OWN & self.sections) or CLASSED.search(head.words):
            return None
        self._name(self._subject(head))
        made = self._made(self._subject(head), piece, number, head.words, None)
        self.state.total = made
        return made

    def _subject(self, head: Head) -> Subject:
        """Return the account a head names; a 款 or 项 named alone stands below the class named before it."""
        path = head.path
        if head.level in ("款", "项"):
            path = self.state.classes[: "类款项".index(head.level)] + path
        if path:
            self.state.classes = path
        return Subject(path_label(path) if path else head.label, path, head.start, year_in(head.words))

    def _amount_said(self) -> Statement | None:
        """Return the amount last stated, whose parts a list or bracket gives."""
        return self.state.stated or self.state.total

    def _name(self, subject: Subject) -> None:
        self.state.subject = subject
        self.state.named_in = self.state.sentence

    def _own(self, head: Head, piece: Piece | None = None) -> bool:
        """Return whether a name that also means other things (收入, 水费) is the unit's account here."""
        if head.alone or "决算" in head.words or "预算" in head.words or self.state.total is not None or self.state.last is not None:
            return True
        if self.state.classed or CODED.search(head.words) or (head.label == "收入" and piece and balanced(self.reading.text, _end(piece))):
            return True
        if piece and piece.after == "colon" and self.state.label and SINCE.fullmatch(self._said(self.state.label)):
            return bool(_OWN & self.sections)
        # A bare 支出 with nothing said before is spent on what the words before name: a project, not the unit's total.
        # 采购预算 is all words for figures, yet below a heading on procurement it names what was bought.
        named = not head.bare or head.label.startswith("采购")
        return named and (bool(_OWN & self.sections) or of_accounts(self.reading, self.line))

    def _said(self, span: Span) -> str:
        return self.reading.text[span.start : span.end].strip()

    def _is_item(self, head: Head) -> bool:
        """Return whether a name is here one of the projects listed (上级专项 among them) and no account."""
        return key_of(fold_text(head.label))[0] == "superior-special-fund" and bool(PROJECT_SECTIONS & self.sections)

    def _resume(self, piece: Piece) -> None:
        """Find what a figure without a name is said of where another sentence or the section's heading named it."""
        state = self.state
        if piece.after == "semicolon" and state.total is not None:
            # A semicolon closes the list of parts: what follows is said of the whole again.
            self._name(state.total.subject)
            state.total = None
        elif state.topic is not None and state.named_in != state.sentence:
            self._name(state.topic)
        elif state.subject is None and state.last is None and (found := section_subject(self.reading, self.line, piece.span)) is not None:
            self._name(found)
            state.headed = True

    def _continues(self, head: Head) -> bool:
        """Return whether words such as 年初预算 or 支出, accounts by themselves, are here a figure of the account just named."""
        key, alone = key_of(fold_text(head.label))
        subject, state = self.state.subject, self.state
        if subject is None:
            return False
        if key == "closing-carryover" and special(subject):
            # …专项资金1560万元，…，结转下年67万元: what is left is left of the fund.
            return True
        if not head.bare or (key == "expenditure" and received(subject)):
            # 收入预算10万元，支出预算10万元: what is spent is no figure of an income.
            return False
        headed = bool(subject.path) or subject.item or (state.last is None and state.headed)
        if not headed and (state.named_in != state.sentence or state.last is None):
            # 1.公务接待费。年初预算…: what a heading names in a sentence of its own.
            return state.last is None and state.named_in != state.sentence and not alone
        if key in ("budget-funds", "budget-adjustment"):
            return "资金" not in head.label and not whole(subject)
        return not alone

    def _carried(self, words: str) -> Subject | None:
        """Return the account a figure without a name is said of: the one named in its sentence, or before it where it compares."""
        state = self.state
        compares = (DOWN.search(words) or UP.search(words)) and (state.base or _COMPARED.search(words))
        # 1.公务接待费。2022年决算数…: a heading names the account, the next sentence its figures; so does a project's summary.
        headed = state.subject is not None and (state.subject.path or state.subject.item or state.last is None)
        budgeted = headed and (_FORM.search(words) or SPENT.fullmatch(words))
        return state.subject if state.named_in == state.sentence or compares or budgeted else None

    def _part(self, piece: Piece, number: Number, text: str) -> Statement | None:
        """Return a part of a total under a name no lexicon holds: only in a list of parts, where the total vouches for it."""
        # 分两部分组成：第一部分…。第二部分…: parts told by their place are parts of one total over several sentences.
        ordinal = ORDINAL_PART.match(text) is not None
        total = (self.state.divided if ordinal else None) or self.state.total
        if total is None or (piece.after == "stop" and not ordinal):
            return None
        self.state.divided = total if ordinal else self.state.divided
        if (subject := part_of(total.subject, text, piece.span.start)) is None:
            return None
        self._name(subject)
        # What is left has no parts spent: a list of 支出 behind it divides what was spent.
        return self._made(subject, piece, number, "", "final" if total.measure == "carryover" and "支出" in text else total.measure)

    def _made(self, subject: Subject, piece: Piece, number: Number, words: str, inherited: Measure | None) -> Statement:
        measure, sign = measure_of(words) if inherited is None else (inherited, 1)
        total = self.state.total
        if measure == "carryover" and total is not None and subject.start < piece.span.start:
            # Parts of a sum spent carry nothing over; what is left is left of the whole.
            subject, total = total.subject, None
        of_total = total.measure if total is not None and total.measure != "change" else "final"
        # 比2023年度增加10万元 is this year's change: the year named is the one it is measured by.
        year = year_in(_AGAINST.sub("", words) if measure == "change" else words) or subject.year or self.reading.report.fiscal_year
        implied = default_measure(subject.label)
        if implied == "carryover" and measure == "final":
            # 支出总计含年末结转和结余: what is left is named by the account, whatever total it is counted in.
            measure = implied
        chosen, year = dated(measure or implied or of_total, year, self.reading.report.fiscal_year)
        start = subject.start if piece.span.start - subject.start < QUOTED else piece.span.start
        base = words + self.state.base if chosen == "change" else ""
        if _MEASURED_BY.search(words) and chosen != "change":
            # 比年初预算数2万元减少1万元: the change that follows is measured by this figure, which opens no list.
            self.state.base = base = words
        return Statement(
            role="amount",
            subject=subject,
            measure=chosen,
            year=year,
            number=number,
            span=Span(start, number.span.end),
            line=self.index,
            fund=self._fund(subject, total),
            base=base,
            sign=sign,
            whole=total,
        )

    def _fund(self, subject: Subject, total: Statement | None) -> str:
        said = fund_named(subject.label) or (fund_named(total.subject.label) or total.fund if total is not None else "")
        return said or fund_above(self.reading, self.line.start)


def _end(piece: Piece) -> int:
    return piece.span.end if piece.number is None else piece.number.span.end
