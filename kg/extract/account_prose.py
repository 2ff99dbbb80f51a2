"""Accounts in prose: each amount or percentage with the account it is said of, in reading order.

A report names an account once and then gives several figures for it (公务接待费支出预算为…，支出决算为…，与上年相比减少…), and it lists
the parts of a total (…，其中：…). So the reader carries the account last named, and the total whose parts are being listed, along a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extract.account_clauses import Piece, counts, pieces, prose_lines
from kg.extract.account_concepts import ACCOUNT_WORDS, LONGEST_HEAD, Head, broader, fold_text, item_name, key_of, read_head
from kg.extract.account_fund import batches
from kg.extract.account_line import OWN, LineState
from kg.extract.account_state import head_of, percentage
from kg.extract.account_statements import (
    Statement,
    Subject,
    measure_of,
    own_names,
)
from kg.extract.account_subjects import (
    CARRIED_ON,
    CLASSED,
    LEFT,
    ORDINAL_PART,
    adjusts,
    part_of,
    project_named,
    special,
)
from kg.extract.item_lines import detail_lines
from kg.extract.item_lists import announced_numbers
from kg.model import Span
from kg.recognise.reading import Number, Reading

_LIST: Final = re.compile(
    r"其中|主要用于|用于以下|主要包括|具体(?:为|是|如下)|分别[为是]|包括$|分[二两三四五六]?个?部分|科目$|(?:较大|较多|主要|重点|分别)的?有$|项目(?:支出|经费)?(?:里头?|里面|当中|中|方面)$|来源(?:是|为|如下|包括|于|分别|[中看]$|构成)|^按.{1,8}(?:看|分|划分|区分|来看|分类)$"
)
_PART_OPENS: Final = re.compile(r"其中|^[\s　]*(?:包括|包含|含)(?!年)")
# 分别为, 依次为: as many figures as names, in their order.
_IN_ORDER: Final = re.compile(r"(?:分别|依次)(?:为|是|支出)?[\s　]*$")
_ROW_OPENS: Final = re.compile(r"^[\s　]*(?:其中[：:，]?|按)?")
# 对11个项目开展绩效自评，涉及财政资金2690万元: the sentence of the final accounts on performance.
_EVALUATED: Final = re.compile(r"(?:共|共计)?涉及(?:一般公共预算|财政|预算|项目)*(?:资金|支出)(?:总额)?(?:共|共计|合计|约|为)*")
_SELF_EVALUATED: Final = re.compile(r"(?:自评|绩效评价|自我评价)[^。；]{0,40}$")
_AGAINST_PLAN: Final = re.compile(r"(?:低于|高于|未超|不超|超|少于|多于)(?:过|出)?(?=[\d.,]|$)")
_PLANNED: Final = re.compile(r"的?(?P<words>(?:年初|全年|调整后?)?预算(?:数|安排|控制数)?)")
_OWN_WORDS: Final = ("final", "carryover", "adjusted")
# Words that name a figure by themselves (调整后预算, 实际支出, 结余), as 10月调整为 does not.
# 部门预算1126万元，执行1098万元: the deed alone names no account, and the budget's own name stays.
# 总支出321万元，结转5万元: what is left is left of the money, and no expenditure.
_WHOLE_SIDE: Final = frozenset({"total-expenditure", "expenditure-of-year", "expenditure", "total-income", "income-of-year"})
_ADDED: Final = re.compile(r"(?:调[增减]|追加|核减)(?:预算|资金|指标)?[为共约]*$")
_ONLY_DEED: Final = re.compile("(?:实际|全年|当年|累计|共|已)*执行")
_SAYS: Final = re.compile("预算|调[增减]|追加|核减|支出|结转|结余|执行|下达|到位|使用|支付|付出|决算|列支|可用")
_REST: Final = re.compile(r"(?:[其剩]余|余下|剩下|另有|其中)(?:的)?")
_OTHER_MONEY: Final = re.compile(
    r"(?:专项|资金|经费|项目|补助|补贴|奖补|奖励|贷款|基金)(?:实际|全年|共|已)*(?:到位|下达|安排|拨付|预算|筹集|募集|支出|收入)?[为共计约]*$"
)
_ALL_OF_IT: Final = re.compile(r"(?:全部|均|全)(?:为|是|系)")
# 3.社会保障和就业支出－民政管理事务－行政运行。 opens what is said of one line, unless it heads a section of the accounts.
_ENTRY: Final = re.compile(
    r"[\s　]*(?:[（(]?\d{1,2}[）)、.．]|[①-⑳])(?!.*(?:预算|决算|情况|收支|调整|收入$|总体|执行|资金|经费|进度|支出$|结余|来源)).{4,60}"
)
_IS: Final = re.compile(r"^(?:的)?(?:全部)?(?:主要)?(?:为|是|系|属于?|用于)")
_EACH_CHANGED: Final = re.compile(r"[\s　]*(?:分别|依次)(?:[比较与同增减上下])")
_COMPARING: Final = re.compile(r"[\s　]*(?:[比较与同]|低于|高于|超过?|未超)")
_CLASS: Final = re.compile(r"[（(]类[）)]")
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


class _Line(LineState):
    """Reads one line, left to right."""

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
            self.before = cut[place - 1] if place else None
            self.following = cut[place + 1] if place + 1 < len(cut) else None
            self._depth(piece)
            if piece.after == "stop":
                self.state.sentence += 1
                self.state.base = ""
                self.state.purpose = False
            if piece.number is None:
                self.state.label = piece.span if piece.after in ("start", "stop") else None
                if (same := self._all_of_it(piece)) is not None:
                    yield same
                    continue
                self._words(piece, cut[place + 1] if place + 1 < len(cut) else None)
            elif (found := self._shared(piece, piece.number) or self._figure(piece, piece.number)) is not None:
                self.state.last = found
                self._topic(found)
                if found.role == "amount" and not found.base:
                    self._state(found)
                yield found

    def _worth_reading(self) -> bool:
        """Return whether a line may hold a figure of an account: an amount and a word of accounts, or the heading of a class."""
        text, start, end = self.reading.text, self.line.start, self.line.end
        if any(map(counts, self.reading.numbers_in(self.line))) and ACCOUNT_WORDS.search(text, start, end):
            return True
        return _CLASS.search(text, start, end) is not None or bool(self.project)

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
        elif (head := head_of(self.reading, piece.span, self.names)) is not None:
            if head.label and self._own(head):
                self._name(self._subject(head))
            elif not head.label:
                self.state.base = head.words
        elif (project := project_named(self.reading, piece.span, following)) is not None:
            self._name(project)
            self.state.total = None
        elif piece.after == "start" and following is not None and following.after == "stop" and _ENTRY.fullmatch(text):
            self.state.stray = True

    def _figure(self, piece: Piece, number: Number) -> Statement | None:
        if piece.money is None:
            return percentage(self.reading, piece, number, self.state.last, self.index)
        if number.span in announced_numbers(self.reading) and (self.state.subject is None or not self.state.subject.item):
            return None  # A line of the budget, whatever words say which figure of it this is.
        text = self.reading.text[piece.span.start : piece.span.end]
        if piece.after == "colon" and not text:
            if self.state.label is not None:
                return self._labelled(piece, number, self.state.label)
            if self.before is not None and self.before.number is None and len(self.before.span):
                # …；调整预算数：8960万元: the words before the colon lead to the figure.
                return self._figure(Piece(self.before.span, number, self.before.after, piece.depth), number)
            return None
        if _PART_OPENS.search(text):
            self.state.total = self._amount_said()
        head = head_of(self.reading, piece.span, self.names)
        whole = head is not None and key_of(fold_text(head.label))[0] == "budget-funds"
        # 累计拨付到位资金 of a project, and 预算资金 in a list of its parts, are read whole.
        listed = head is not None and whole and (self.state.total is not None or (bool(self.project) and "到" in head.label))
        if (head is None or listed) and (of_fund := self._of_fund(piece, number)) is not None:
            return of_fund
        if head is None:
            part = self._part(piece, number, text) if text else None
            if part is None and _OTHER_MONEY.search(text) and "追加" not in text:
                self.state.foreign = self.state.sentence
            return part
        return self._headed(piece, number, head, text)

    def _headed(self, piece: Piece, number: Number, head: Head, text: str) -> Statement | None:
        """Return what a figure behind a head says: of the account it names, or of the one spoken of."""
        if _EACH_CHANGED.match(text):
            # 会议费3万元，培训费5万元，分别比上年减少0.6万元、0.8万元: neither figure is of the account named last alone.
            return None
        if head.bare and self.state.foreign == self.state.sentence and not _COMPARING.match(text):
            # 就业补助资金到位6840万元，支出6412万元: what was spent of a fund is no figure of the unit's accounts.
            return None
        if head.label and key_of(fold_text(head.label))[0] == "budget-funds" and self.state.budget is None:
            self.state.budget = self._subject(head)
        if (project := self._of_project(head, piece)) is not None:
            self._name(project)
            self.state.total = None
            return self._made(project, piece, number, head.words + head.label, None)
        if head.bare and self.state.stray and self.state.subject is None:
            # 3.甲项—乙事。年初预算为400万元: a figure of what the list names, not of the unit.
            return None
        if head.bare or key_of(fold_text(head.label))[0] in ("closing-carryover", "budget-adjustment"):
            self._resume(piece)
        if head.label and not self._continues(head):
            if not self._own(head, piece) or self._is_item(head):
                return None
            if head.bare and _COMPARING.match(text) and self.state.subject is None:
                # 比年初预算少17万元 with nothing before it is measured by a figure of who knows what.
                return None
            subject = self._other_side(head) or self._subject(head)
            if not (adjusts(subject) and self.state.subject is not None):
                # 年中追加50万元，调整后预算…: what was added is said in passing, the budget goes on.
                self._name(subject)
            return self._made(subject, piece, number, head.words, None)
        words = head.words + head.label
        if (carried := self._carried(words)) is None:
            return None
        self.state.named_in = self.state.sentence
        left = measure_of(words)[0] == "carryover" and key_of(fold_text(carried.label))[0] in _WHOLE_SIDE
        own = measure_of(words)[0] in _OWN_WORDS or _ADDED.search(words) is not None
        if not carried.item and (left or self._is_plain(carried)) and _SAYS.search(words) and own:
            # What was spent of a budget, and what is left, is the unit's, in the words of its own clause.
            said = "".join(self.reading.text[head.start : piece.span.end].split()).rstrip("为共")
            if not _ONLY_DEED.fullmatch(said):
                carried = Subject(said, (), head.start)
        return self._made(carried, piece, number, words, None)

    def _shared(self, piece: Piece, number: Number) -> Statement | None:
        """Return the figure of an account that stands before a bracket, after the figure, or in a list with its figures in order."""
        if piece.money is None:
            return None
        text = self._said(piece.span)
        if piece.after == "open" and not text and self.before is not None and self.before.number is None:
            # 用于公务接待（2.95万元）和…: the bracket holds the amount alone.
            return self._named_at(self.before, piece, number)
        if piece.after == "number" and self.state.row and text in ("", "和", "及"):
            return self._in_row(piece, number)
        self.state.row = []
        if self.before is not None and _IN_ORDER.fullmatch(text) and (named := batches(self._said(self.before.span))):
            self.state.row = [Subject(f"{self.project}/{name}", (), piece.span.start, None, True) for name in named]
            return self._in_row(piece, number)
        if _IN_ORDER.search(text) and len(text) <= LONGEST_HEAD:
            listed = _ROW_OPENS.sub("", _IN_ORDER.sub("", text))
            parts = [part for part in re.split("[、和及与]", listed) if part]
            self.state.row = [
                Subject(part, (), piece.span.start + text.index(listed))
                for part in parts
                if key_of(fold_text(part))[0] or self._of_procurement()
            ]
            return self._in_row(piece, number) if len(self.state.row) == len(parts) > 1 else None
        behind = self.following
        against = text or (piece.money.original if piece.money is not None else "")
        if _AGAINST_PLAN.match(against) and behind is not None and behind.after == "number" and self.state.subject is not None:
            # 低于11.5万元的预算数: the words behind the figure say that it is the budget.
            planned = _PLANNED.match(self._said(behind.span))
            return self._made(self.state.subject, piece, number, planned["words"], None) if planned else None
        if _EVALUATED.fullmatch(text) and _SELF_EVALUATED.search(self.reading.text, self.line.start, piece.span.start):
            self._name(Subject("绩效自评" + "".join(text.split()).rstrip("共为约计"), (), piece.span.start))
            return self._made(self.state.subject, piece, number, "", "final") if self.state.subject else None
        if LEFT.fullmatch(text) and (left := self._left(piece, number)) is not None:
            return left
        if _REST.fullmatch(text) and self.following is not None and self.following.after == "number":
            # 余下1354万元为项目支出: the account follows its figure.
            return self._named_at(self.following, piece, number)
        return None

    def _left(self, piece: Piece, number: Number) -> Statement | None:
        """Return what is carried over of the unit's money, or of the project spoken of, where the words behind the figure say so."""
        state = self.state
        match = CARRIED_ON.match(self.reading.text, number.span.end, self.line.end)
        if match is None or state.last is None or state.foreign == state.sentence:
            return None
        project = self.project
        said = match["label"] or match["due"] or "".join(self._said(piece.span).split()) or "剩余"
        said = said[:2] if "20" in said else said
        label = f"{project}/{said}" if project else said
        subject = state.subject
        if subject is None or not special(subject) or "/" in subject.label:
            subject = Subject(label, (), piece.span.start, None, bool(project))
        made = self._made(subject, piece, number, "结转", "carryover")
        return replace(made, span=Span(min(piece.span.start, number.span.start), match.end()), whole=None)

    def _all_of_it(self, piece: Piece) -> Statement | None:
        """Return the part that is the whole (“三公”经费4.86万元，全部为公务接待费): the same figure, of the account below."""
        last, match = self.state.last, _ALL_OF_IT.match(self._said(piece.span))
        if match is None or last is None or last.role != "amount" or last.measure == "change" or piece.after != "comma":
            return None
        start = piece.span.start + match.end()
        head = read_head(self.reading.text[start : piece.span.end], start, self.names)
        if head is None or head.path or not head.alone or head.words or broader().get(key_of(fold_text(head.label))[0]) is None:
            return None
        subject = Subject(head.label, (), head.start, last.subject.year)
        return replace(last, subject=subject, span=Span(last.number.span.start, piece.span.end), base="", whole=last)

    def _in_row(self, piece: Piece, number: Number) -> Statement | None:
        """Return the figure of the next account of a row (人员经费、公用经费分别为771万元、80万元)."""
        subject = self.state.row.pop(0)
        self._name(subject)
        return self._made(subject, piece, number, "", None)

    def _named_at(self, words: Piece, piece: Piece, number: Number) -> Statement | None:
        text = _IS.sub("", self._said(words.span))
        start = words.span.end - len(text)
        head = read_head(text, start, self.names)
        if head is None or head.bare or not head.label or not (head.alone or self.state.total is not None):
            return None
        subject = self._subject(head)
        self._name(subject)
        made = self._made(subject, piece, number, head.words, None)
        return replace(made, span=Span(min(start, number.span.start), max(words.span.end, number.span.end)))

    def _labelled(self, piece: Piece, number: Number, label: Span) -> Statement | None:
        """Return the figure of a telegraphic line (收入：68万元。财政拨款60万元，其他8万元。), whose further figures are its parts."""
        head = read_head(self.reading.text[label.start : label.end], label.start, self.names)
        if head is None or not head.label or not (head.alone or OWN & self.sections) or CLASSED.search(head.words):
            return None
        self._name(self._subject(head))
        made = self._made(self._subject(head), piece, number, head.words, None)
        self.state.total = made
        return made

    def _part(self, piece: Piece, number: Number, text: str) -> Statement | None:
        """Return a part of a total under a name no lexicon holds: only in a list of parts, where the total vouches for it."""
        # 分两部分组成：第一部分…。第二部分…: parts told by their place are parts of one total over several sentences.
        ordinal = ORDINAL_PART.match(text) is not None
        total = (self.state.divided if ordinal else None) or self.state.total
        if total is None or (piece.after == "stop" and not ordinal) or "自评" in total.subject.label:
            # What projects under self-evaluation share are lines of the budget.
            return None
        self.state.divided = total if ordinal else self.state.divided
        if (subject := part_of(total.subject, text, piece.span.start)) is None:
            return None
        self._name(subject)
        # What is left has no parts spent: a list of 支出 behind it divides what was spent.
        return self._made(subject, piece, number, "", "final" if total.measure == "carryover" and "支出" in text else total.measure)
