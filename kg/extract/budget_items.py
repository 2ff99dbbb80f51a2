"""Named lines of project expenditure and special funds, each with its amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.extract.account_clauses import Piece, kinds_above, pieces, prose_lines
from kg.extract.account_concepts import fold_text, key_of, read_head
from kg.extract.account_prose import statements
from kg.extract.account_statements import Statement, fund_above, own_names
from kg.extract.account_subjects import SOURCE
from kg.extract.account_tables import figures
from kg.extract.item_lines import PROJECT_SECTIONS, details
from kg.extract.item_lists import announced, announced_numbers
from kg.extract.item_tables import item_rows
from kg.facts import BudgetItem
from kg.model import Evidence, Span, cell_place
from kg.recognise.reading import Reading
from kg.structure.numbering import marker
from kg.values import Money

_FUND: Final = re.compile(r".*(?:专项|资金|经费|项目|补助|补贴|奖补|奖励|工程|费用?|支出|工作|平台)")
# Only these name money whatever the section: a project (…项目5亿元) may be an investment of others.
_SURE_FUND: Final = re.compile(r".*(?:(?:专项|补助|奖补|奖励|扶持|引导|发展)资金|经费|专项)")
# Marks of a list, and words that hand money out (安排了, 拨付), before a name.
_LEAD: Final = re.compile(
    r"^(?:[^，。；]{0,30}(?:安排|拨付|支付|下达|追加)了(?:关于)?|以及|其中[：:，]?|另外[，]?|[\s　、，]"
    r"|\d{1,2}[.、．](?!\d)|\d{1,2}[.、．](?=20\d\d年)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}(?:是|、)|安排|下达|拨付|用于)+"
)
# 追加了维稳经费指标支付了12万元: the fund that was paid out stands before the verb.
_PAID: Final = re.compile(
    r"(?:[^，。；]{0,12}?(?:安排|拨付|支付|下达|追加)了(?:关于)?)?(?P<fund>[^，。；]{2,40}?(?:经费|资金|专项))(?:指标|预算)?"
    r"(?:支付|列支|拨付|安排)了(?:给|向|用于|[\s　]*$)"
)
# Words of spending between a name and its amount.
_SPENT: Final = re.compile(
    r"(?:[，、：:]|实际|全年|年度|本年|预算|共计?|合计|累计|安排|下达|拨付|到位|使用|指标|支付了?"
    r"|支出|投入|列支|资金(?:共|为|总额)|金额|总额|决算|执行|数|为|约|[\s　])+$"
)
_REFERS: Final = re.compile(
    r"[该此本](?:专项|项目|笔)?(?:资金|经费|项目|专项)于?(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"(?:实际|共|全年|年初)?(?:下达|拨付|安排|到位|支出|使用)?(?:指标|资金)?"
)
# Words of a sentence, not of a name.
_SENTENCE: Final = re.compile(
    r"帮助|争取|完成|实现|带动|引进|投资|产值|减免|签约|累计|达到|超过|同比|获得|为企业|营业|销售|贷款|融资|税|欠款|账款|节约|共有"
    r"|预算数|(?:收入|合计|总额|总计|年初预算)$"
)
_ENUMERATED: Final = re.compile(r"^[\s　]*(?:\d{1,2}[.、．]|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}是)")
_PURPOSE: Final = re.compile(r"[，,](?:主要|全部)?用于(?P<purpose>[^。；;]{2,200})")
# Words any project's name may hold, so that sharing them does not make two names one.
# 上级专项 is an account where income is explained, and a line of its own among the projects.
_SPECIAL: Final = re.compile(r"专项|工作经费")
_COMMON: Final = re.compile(r"项目|专项|资金|经费|支出|工作|建设|发展|费用|产业|补助|补贴")
_ENDING: Final = re.compile(r"(?:项目|经费|支出|资金|专项)+$")
_LONGEST_NAME: Final = 45
# 项目支出4917万元，主要包括：…; 下达财政专项资金1560万元，包括…: what follows are the lines of project expenditure, in whatever section.
_PROJECT_MONEY: Final = re.compile(
    r"(?:项目支出|项目(?:经费|资金)|专项(?:资金|经费|支出))(?:决算|预算|安排|总额|共计?|合计|数|为|主要|使用|支出)*$"
    r"|(?:项目支出|项目(?:经费|资金)|专项(?:资金|经费|支出)).{0,8}(?:包括|用于|其中|分别|如下|包含)"
)
_LISTED: Final = re.compile(r"包括|包含|其中|用于|分别|如下|具体")


@dataclass(frozen=True, slots=True)
class _Found:
    """A named line before repetitions are taken out; `detail` marks the place that tells more of an item listed before."""

    name: str
    money: Money
    span: Span
    fund: str
    purpose: str = ""
    detail: bool = False


def budget_items(reading: Reading) -> Iterator[BudgetItem]:
    """Yield each named item with each amount stated for it, once: a later section that repeats name and amount is the same item."""
    yield from items(reading)


def items(reading: Reading) -> tuple[BudgetItem, ...]:
    """Return the same items, worked out once a reading."""
    return reading.once(_all)


def _all(reading: Reading) -> tuple[BudgetItem, ...]:
    return tuple(_items(reading))


def _items(reading: Reading) -> Iterator[BudgetItem]:
    kept: dict[Decimal, list[_Found]] = {}
    listed = (*_announced(reading), *(found for found in _prose(reading) if not _listed_at(reading, found)))
    # A summary speaks of a project in the list again, under words and sums of its own: the list says what the line is.
    summed = [found for found in _summed_up(reading) if not any(_words(found.name) & _words(other.name) for other in listed)]
    prose = sorted((*listed, *summed), key=lambda found: found.span)
    for found, cell in (*((found, "") for found in prose), *_tables(reading)):
        equal = kept.setdefault(found.money.cny, [])
        if not any(_same(found, other) for other in equal):
            equal.append(found)
            yield _item(reading, found, reading.report.evidence(found.span, cell))


def _announced(reading: Reading) -> Iterator[_Found]:
    """Yield the entries of listings that a report announces."""
    for entry in announced(reading):
        if isinstance(entry.number.value, Money):
            line = Span(entry.span.start, _end_of_line(reading.text, entry.span.end))
            purpose = _purpose(reading, entry.span.end, line)
            yield _Found(entry.name, entry.number.value, entry.span, fund_above(reading, entry.span.start), purpose)


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _listed_at(reading: Reading, found: _Found) -> bool:
    """Return whether the amount of an item is that of an entry of an announced listing."""
    return any(number.span in announced_numbers(reading) for number in reading.numbers_in(found.span))


def _summed_up(reading: Reading) -> Iterator[_Found]:
    """Yield the projects whose budget and expenditure prose gives by name: what was spent, and the budget where nothing else is given."""
    stated: dict[int, list[Statement]] = {}
    for statement in statements(reading):
        if statement.subject.item and statement.role == "amount" and "/" not in statement.subject.label:
            stated.setdefault(statement.subject.start, []).append(statement)
    for figures_of in stated.values():
        chosen = next((s for measure in ("final", "adjusted", "budget") for s in figures_of if s.measure == measure), None)
        if chosen is not None:
            yield _Found(chosen.subject.label, chosen.money, chosen.span, chosen.fund)


def _item(reading: Reading, found: _Found, evidence: Evidence) -> BudgetItem:
    return BudgetItem(
        evidence=evidence,
        extractor="budget_items",
        name=found.name,
        money=found.money,
        year=reading.report.fiscal_year,
        fund=found.fund,
        purpose=found.purpose,
    )


def _same(found: _Found, other: _Found) -> bool:
    """Return whether two names of one amount are one item."""
    if found.name == other.name:
        return True
    # The detailed section words names anew (航空支出, 航空项目); the same amount and a shared word make it the same line.
    short, long = sorted((_ENDING.sub("", found.name), _ENDING.sub("", other.name)), key=len)
    return found.detail and (short in long or bool(_words(found.name) & _words(other.name)))


def _words(name: str) -> frozenset[str]:
    bare = _COMMON.sub(" ", name)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1) if " " not in bare[i : i + 2])


def _prose(reading: Reading) -> Iterator[_Found]:
    heading_of = {line.start: heading for line, heading in details(reading)}
    last = ""
    for line in prose_lines(reading):
        numbers = reading.numbers_in(line)
        if not any(isinstance(number.value, Money) for number in numbers):
            # A project's own heading may stand alone; 该专项资金 below then speaks of it.
            last = _heading_name(reading, line) or last
            continue
        if line.start in heading_of:
            if (heading := heading_of[line.start]) is not None and (found := _detail(reading, line, heading)) is not None:
                yield found
            continue
        for found in _Line(reading, line, last).found():
            last = found.name
            yield found


def _heading_name(reading: Reading, line: Span) -> str:
    text = reading.text[line.start : line.end]
    if len(line) > _LONGEST_NAME or "，" in text:
        return ""
    name = _name(text.rstrip("：:。"))
    return name if _SURE_FUND.fullmatch(name) else ""


def _detail(reading: Reading, line: Span, heading: Span) -> _Found | None:
    """Return the item whose heading stands on the line before and whose amount opens this one."""
    number = next((n for n in reading.numbers_in(line) if isinstance(n.value, Money)), None)
    text = reading.text[heading.start : heading.end]
    mark = marker(text)
    start = heading.start + (mark.end if mark else 0)
    amounts = [n for n in reading.numbers_in(Span(start, heading.end)) if isinstance(n.value, Money)]
    name = _name(reading.text[start : amounts[0].span.start if amounts else heading.end].rstrip("。：: "))
    if number is None or not isinstance(number.value, Money) or not name:
        return None
    return _Found(
        name, number.value, Span(start, number.span.end), fund_above(reading, line.start), _purpose(reading, number.span.end, line), True
    )


class _Line:
    """Finds the items of one line; `last` is the item named before it."""

    def __init__(self, reading: Reading, line: Span, last: str) -> None:
        self.reading = reading
        self.line = line
        self.last = last
        self.of_line = ""
        self.divided = self.parts = False
        self.text = reading.text[line.start : line.end]
        self.names = own_names(reading)
        kinds = kinds_above(reading, line.start)
        self.in_section = bool(PROJECT_SECTIONS & set(kinds))
        self.listing = "project_expenditure" in kinds[:1]

    def found(self) -> Iterator[_Found]:
        """Yield the items of the line, left to right."""
        before: Piece | None = None
        for piece in pieces(self.reading, self.line):
            if piece.after in ("stop", "semicolon"):
                self.of_line = ""
            self._list(piece)
            if piece.money is not None and piece.depth == 0 and (found := self._at(piece, before)) is not None:
                self.last = self.of_line = found.name
                yield found
            before = piece

    def _list(self, piece: Piece) -> None:
        """Keep whether project expenditure or a special fund was named, and whether its parts are being listed."""
        if piece.after == "stop":
            self.divided = self.parts = False
        if self.parts:
            return
        words = self.reading.text[piece.span.start : piece.span.end]
        told = len(words) <= _LONGEST_NAME and ("项目" in words or "专项" in words)
        self.divided = self.divided or (told and _PROJECT_MONEY.search(words) is not None)
        self.parts = self.divided and _LISTED.search(words) is not None

    def _at(self, piece: Piece, before: Piece | None) -> _Found | None:
        words = self.reading.text[piece.span.start : piece.span.end]
        if self.last and piece.after in ("start", "colon", "stop", "comma") and _REFERS.fullmatch("".join(words.split())):
            return self._made(self.last, piece, piece.span.start)
        head = read_head(words, piece.span.start, self.names)
        if head is not None and head.label and not head.bare and not _SPECIAL.search(words):
            return None
        start, name = piece.span.start, _name(words)
        spent = piece.after == "comma" and self.in_section and re.search(r"支出|安排|预算|下达|投入", words) is not None
        if not name and spent and self.of_line:
            # …经费80万元，实际支出75万元: another figure of the item that the line is about.
            return self._made(self.of_line, piece, start)
        if not name and spent and before is not None and before.number is None:
            # …专项，支出115万元: the name has a clause of its own.
            start, name = before.span.start, _name(self.reading.text[before.span.start : before.span.end])
            return self._made(name, piece, start) if _FUND.fullmatch(name) and self._is_name(name) else None
        if not name or not self._is_name(name) or not self._opens(piece, name):
            return None
        return self._made(name, piece, start)

    def _is_name(self, name: str) -> bool:
        if (
            len(name) > _LONGEST_NAME
            or SOURCE.fullmatch(name)
            or name.startswith("给")
            or _SENTENCE.search(name)
            or not re.search(r"[\u4e00-\u9fff]{2}", name)
        ):
            return False
        key, _ = key_of(fold_text(name))
        return key in ("", "superior-special-fund", "business-work-expenditure", "operation-maintenance-expenditure")

    def _opens(self, piece: Piece, name: str) -> bool:
        """Return whether a piece stands where items are named: at the start of a line, or after the item before it in a listing."""
        words = self.reading.text[piece.span.start : piece.span.end]
        whole = piece.after == "start" and not self.text[(piece.number.span.end if piece.number else 0) - self.line.start :].strip(
            "。；; 　"
        )
        if piece.after == "start" and whole and _SURE_FUND.fullmatch(name):
            return True
        if self.parts and piece.after != "start" and _FUND.fullmatch(name):
            return True
        if not self.in_section:
            return False
        numbered = bool(_ENUMERATED.match(words))
        if piece.after == "start":
            return numbered or bool(_FUND.fullmatch(name))
        if not self.listing:
            return False
        spent = bool(re.search(r"支出[\s　]*(?:为)?$", words))
        return piece.after in ("stop", "semicolon", "colon", "number", "comma") and (
            numbered or spent or name.endswith("资金") or bool(_SURE_FUND.fullmatch(name))
        )

    def _made(self, name: str, piece: Piece, start: int) -> _Found | None:
        if piece.money is None or piece.number is None or not name:
            return None
        lead = _LEAD.match(self.reading.text[start : piece.number.span.start])
        start += lead.end() if lead and not _PAID.match(self.reading.text[start : piece.number.span.start]) else 0
        purpose = _purpose(self.reading, piece.number.span.end, self.line)
        return _Found(name, piece.money, Span(start, piece.number.span.end), fund_above(self.reading, self.line.start), purpose)


def _name(words: str) -> str:
    """Return the name in the words before an amount, without list marks before it and words of spending after it."""
    if paid := _PAID.match(words):
        return "".join(paid["fund"].split())
    return "".join(_SPENT.sub("", _LEAD.sub("", words)).strip('“”"').split())


def _purpose(reading: Reading, start: int, line: Span) -> str:
    match = _PURPOSE.match(reading.text, start, line.end)
    return match["purpose"] if match else ""


def _tables(reading: Reading) -> Iterator[tuple[_Found, str]]:
    """Yield the projects of tables that name one a row; what was spent counts, and the budget where nothing else is given."""
    for index, table in enumerate(reading.report.tables):
        rows: dict[tuple[int, str], list[tuple[str, Money, Span, str]]] = {}
        for figure in figures(table):
            if figure.named:
                place = (figure.cell.row, figure.label)
                rows.setdefault(place, []).append(
                    (figure.column.measure or "", figure.money, figure.cell.span, cell_place(index, figure.cell))
                )
        for (_, name), stated in rows.items():
            chosen = next((entry for measure in ("final", "adjusted", "budget", "") for entry in stated if entry[0] == measure), None)
            if chosen is not None:
                yield _Found(name.split("/")[0], chosen[1], chosen[2], ""), chosen[3]
        if not rows:
            for row in item_rows(table):
                yield _Found(row.name, row.money, row.cell.span, ""), cell_place(index, row.cell)
