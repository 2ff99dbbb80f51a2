"""What a reader of one line of accounts carries along: the account last named, the total being divided, and whose money it is."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.account_clauses import Piece, kinds_above
from kg.extract.account_concepts import Head, fold_text, key_of, path_label, read_head
from kg.extract.account_fund import batches, fund_money, of_money, trimmed
from kg.extract.account_state import QUOTED, State
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
    year_in,
)
from kg.extract.account_subjects import (
    CODED,
    SINCE,
    SPENT,
    adjusts,
    balanced,
    of_accounts,
    received,
    section_subject,
    special,
    whole,
)
from kg.extract.evaluated import project_at
from kg.extract.item_lines import PROJECT_SECTIONS
from kg.model import Span
from kg.recognise.reading import Number, Reading

_COMPARED, _MEASURED_BY, _FORM = re.compile("[比较与]"), re.compile("[比较与同]"), re.compile("预算|决算|执行")
_AGAINST: Final = re.compile(r"[比较与]20\d\d年度?")
_IN_YEAR: Final = re.compile(
    r"[\s　]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?[\s　]*"
    r"(?:20\d\d年度?|全年|本年度?|年度|当年)+(?:实际|累计|财政|总|共)*支出(?:共|共计|合计|总计|为)?[\s　]*"
)
# Sections in which every account named is the unit's own, so that 收入 or 水费 may be read as one.
OWN: Final = frozenset({"accounts", "basic_expenditure", "project_expenditure", "three_public", "operating"}) | frozenset(
    {"government_fund", "state_capital", "social_insurance"}
)
# Words for the whole of a unit's money, which in a report on one project are said of the project.
# 1.收入情况：2022年总收入…
_ON_ACCOUNTS: Final = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?(?:本年|年度|部门|单位|财务|总体)*(?:收入|支出|收支|预算|决算)(?:总体)?情况$"
)
_WHOLE_YEAR: Final = re.compile(r"(?:20\d\d年度?|全年|本年度?|当年|年度|共计?|合计|累计|为)+")
_CARRIED_OUT: Final = re.compile(r"。.*(?:决算|实际|执行)")
_SINCE_START: Final = re.compile(r"[\s　]*[比较与同](?:上一?年|去年|20\d\d年)")
_FIGURES: Final = re.compile(r"预算(?!执行|完成|绩效|单位|内|外|管理|拨款|财政)|决算|实际|执行|完成|开支|支出数|发生")
_TOTALS: Final = frozenset({"budget-funds", "budget-adjustment", "closing-carryover", "carryover", "expenditure", "project-expenditure"})


class LineState:
    """Decides what a head in a line is said of, and makes the statement of its figure."""

    def __init__(self, reading: Reading, line: Span, index: int, names: tuple[str, ...]) -> None:
        self.reading = reading
        self.line = line
        self.index = index
        # In a report on one project its name stands before its money as 本单位 does before the unit's.
        self.project = project_at(reading, line.start)
        self.names = (*names, self.project) if self.project else names
        self.state = State(named_in=0)
        self.before: Piece | None = None
        self.following: Piece | None = None
        self._sections: frozenset[str] | None = None

    @property
    def sections(self) -> frozenset[str]:
        """Return the kinds of the sections above the line, asked for only where a figure needs them."""
        if self._sections is None:
            self._sections = frozenset(kinds_above(self.reading, self.line.start))
        return self._sections

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

    def _of_procurement(self) -> bool:
        subject = self.state.subject
        return subject is not None and key_of(fold_text(subject.label))[0] == "procurement"

    def _is_plain(self, subject: Subject) -> bool:
        """Return whether a subject is the whole budget, or only what a clause said was done with it (实际支出)."""
        key, said = key_of(fold_text(subject.label))[0], read_head(subject.label, 0)
        return key == "budget-funds" or (key in ("", "expenditure") and said is not None and said.bare)

    def _of_project(self, head: Head, piece: Piece) -> Subject | None:
        """Return the evaluated project as what a figure is said of, where a report on one project speaks of its money as of a whole."""
        project, subject = self.project, self.state.subject
        if not project or head.path or not (head.bare or key_of(fold_text(head.label))[0] in _TOTALS):
            return None
        if subject is not None and not subject.item and project not in subject.label and not self._is_plain(subject):
            return None
        words = trimmed(self.reading.text[head.start : piece.span.end])
        if not words and (subject is None or "/" not in subject.label):
            return None
        # 中央600万元，省级200万元，共计800万元: the sum is of no part.
        return Subject(f"{project}/{words or '合计'}", (), head.start, None, True)

    def _of_fund(self, piece: Piece, number: Number) -> Statement | None:
        """Return what the clause says of the evaluated project's money: its whole, or a part of it by source or batch."""
        said, last = fund_money(self.reading, piece.span, self.state.total is not None), self._amount_said()
        announced = batches(self._said(self.before.span)) if self.before is not None else ()
        if announced:
            self.state.batched = announced
        if said is None:
            return None
        words = next((name for name in self.state.batched if said.part and name.endswith(said.words[:3])), said.words)
        if said.part and last is None and words == said.words and not (said.done and of_money(self.reading, piece.span)):
            return None
        subject = Subject(f"{self.project}/{words}", (), piece.span.start, None, True)
        self.state.total = self.state.total or last if said.part else None
        self._name(subject)
        # What is left has no parts spent: a list of 支出 behind it divides what was spent.
        of_whole: Measure = "budget" if last is None else last.measure
        if said.spent and (last is None or last.measure == "carryover"):
            of_whole = "final"
        return self._made(subject, piece, number, "", said.measure or of_whole)

    def _subject(self, head: Head) -> Subject:
        """Return the account a head names; a 款 or 项 named alone stands below the class named before it."""
        path = head.path
        if head.level in ("款", "项"):
            path = self.state.classes[: "类款项".index(head.level)] + path
        if path:
            self.state.classes = path
        if key_of(fold_text(head.label))[0].startswith("procurement-") and head.label.endswith("类"):
            return Subject(head.label.removesuffix("类"), (), head.start, year_in(head.words))
        return Subject(path_label(path) if path else head.label, path, head.start, year_in(head.words))

    def _state(self, found: Statement) -> None:
        """Keep the amount last stated, and the last one that is more than what is left or added."""
        state = self.state
        state.stated, state.stated_in = found, state.sentence
        if found.measure not in ("carryover", "change", "previous"):
            state.spent = found

    def _other_side(self, head: Head) -> Subject | None:
        """Return the expenditure of the fund whose income was just given (政府性基金预算财政拨款收入26万元，支出26万元), or None."""
        subject = self.state.subject
        if subject is None or head.label != "支出" or not subject.label.endswith("收入") or not fund_named(subject.label):
            return None
        label = subject.label.removesuffix("收入") + "支出"
        return Subject(label, (), head.start, subject.year) if key_of(fold_text(label))[0] else None

    def _amount_said(self) -> Statement | None:
        """Return the amount last stated, whose parts a list or bracket gives."""
        state = self.state
        if state.stated is not None and state.stated.measure == "carryover" and state.stated_in != state.sentence and state.spent:
            # …，实际支出18亿元，结余1亿元。资金来源中，…: a new sentence divides the whole, not what is left of it.
            return state.spent
        if state.stated is not None and state.stated.measure == "previous" and state.spent and state.spent.subject == state.stated.subject:
            # …决算数17万元，2021年决算数19万元。其中：…: the parts are this year's.
            return state.spent
        return state.stated or state.total

    def _name(self, subject: Subject) -> None:
        self.state.subject = subject
        self.state.named_in = self.state.sentence

    def _own(self, head: Head, piece: Piece | None = None) -> bool:
        """Return whether a name that also means other things (收入, 水费) is the unit's account here."""
        if head.alone or "决算" in head.words or "预算" in head.words or self.state.total is not None or self.state.last is not None:
            return True
        if (
            self.state.classed
            or CODED.search(head.words)
            or (key_of(fold_text(head.label))[0] in ("income", "total-income") and piece and balanced(self.reading.text, end_of(piece)))
        ):
            return True
        if piece and piece.after == "colon" and self.state.label and _ON_ACCOUNTS.search(self._said(self.state.label)):
            return True
        if piece and piece.after == "colon" and self.state.label and SINCE.fullmatch(self._said(self.state.label)):
            return bool(OWN & self.sections)
        # A bare 支出 with nothing said before is spent on what the words before name: a project, not the unit's total.
        # 采购预算 is all words for figures, yet below a heading on procurement it names what was bought.
        summed = head.label.endswith(("总额", "总计", "合计")) and piece is not None and piece.after in ("start", "stop")
        named = not head.bare or summed or head.label.startswith("采购") or (piece is not None and self._of_year(piece))
        return named and (bool(OWN & self.sections) or of_accounts(self.reading, self.line))

    def _of_year(self, piece: Piece) -> bool:
        """Return whether a sentence opens with what was spent in the year (全年支出…): the unit's, where nothing else was spoken of."""
        state = self.state
        return (
            piece.after in ("start", "stop")
            and state.subject is None
            and state.last is None
            and _IN_YEAR.fullmatch(self._said(piece.span)) is not None
        )

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
        elif state.last is not None and state.named_in != state.sentence and self._of_parts(state.last) and self._compares_all(piece):
            # …其中：公务接待费3万元，接待20批次。与上年相比减少1万元: what is compared after a list of parts is their whole.
            total = state.last
            while total.whole is not None:
                total = total.whole
            self._name(total.subject)
            state.total = None
        elif state.topic is not None and state.named_in != state.sentence:
            self._name(state.topic)
        elif state.subject is None and state.last is None and (found := section_subject(self.reading, self.line, piece.span)) is not None:
            self._name(found)
            state.headed = True

    def _of_parts(self, last: Statement) -> bool:
        return last.role == "amount" and last.whole is not None and last.whole is self.state.total

    def _compares_all(self, piece: Piece) -> bool:
        return piece.after == "stop" and _SINCE_START.match(self._said(piece.span)) is not None

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
            # 收入决算1455万元，较年初预算1245万元增加210万元: the budget is what the income is measured by.
            return "资金" not in head.label and (not whole(subject) or _COMPARED.match(head.words) is not None)
        return not alone

    def _carried(self, words: str) -> Subject | None:
        """Return the account a figure without a name is said of: the one named in its sentence, or before it where it compares."""
        state = self.state
        compares = (DOWN.search(words) or UP.search(words)) and (state.base or _COMPARED.search(words))
        # 1.公务接待费。2022年决算数…: a heading names the account, the next sentence its figures; so does a project's summary.
        headed = state.subject is not None and (state.subject.path or state.subject.item or state.last is None)
        # 五、“三公”经费。全年27万元，预算…: the heading says of what.
        opens = state.last is None and state.named_in != state.sentence and _WHOLE_YEAR.fullmatch(words) is not None
        budgeted = headed and (_FORM.search(words) or SPENT.fullmatch(words) or opens)
        if state.named_in == state.sentence or compares or budgeted:
            return state.subject
        # 年初部门预算4862万元…。受追加影响，10月调整为18740万元: the budget that the line opened with.
        if state.budget is not None and "调整" in words:
            self._name(state.budget)
            return state.budget
        return None

    def _made(self, subject: Subject, piece: Piece, number: Number, words: str, inherited: Measure | None) -> Statement:
        measure, sign = measure_of(words) if inherited is None else (inherited, 1)
        total = self.state.total
        if measure == "carryover" and total is not None and subject.start < piece.span.start:
            # Parts of a sum spent carry nothing over; what is left is left of the whole.
            subject, total = total.subject, None
        of_total: Measure = total.measure if total is not None and total.measure != "change" else "final"
        if total is not None and _CARRIED_OUT.search(
            self.reading.text, total.number.span.end, max(piece.span.start, total.number.span.end)
        ):
            # 预算总额2846万元，其中…。全年支出决算3098万元。按科目分：…: the later sentences divide what was spent.
            of_total = "final"
        elif total is not None and total.measure == "change" and adjusts(total.subject):
            # 追加300万元（其中中央专项200万元）: the parts of what was added were added.
            of_total = "change"
        elif total is None and measure is None and self._planned(piece):
            of_total = "budget"
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

    def _planned(self, piece: Piece) -> bool:
        """Return whether the sentence so far speaks of the budget and of nothing carried out."""
        stop = max(self.reading.text.rfind(mark, self.line.start, piece.span.start) for mark in "。；;")
        said = _FIGURES.findall(self.reading.text, max(stop, self.line.start), piece.span.start)
        return bool(said) and said[-1] == "预算"

    def _fund(self, subject: Subject, total: Statement | None) -> str:
        said = fund_named(subject.label) or (fund_named(total.subject.label) or total.fund if total is not None else "")
        return said or fund_above(self.reading, self.line.start)


def end_of(piece: Piece) -> int:
    """Return where the figure of a piece ends, or its words where it has none."""
    return piece.span.end if piece.number is None else piece.number.span.end
