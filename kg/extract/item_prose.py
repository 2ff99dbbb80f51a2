"""Lines of prose that name project expenditure with its amount: lists, parts of a total, a fund with what was spent of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.account_clauses import Piece, kinds_above, pieces, sections_above
from kg.extract.account_concepts import fold_text, key_of
from kg.extract.account_fund import fund_money, of_money
from kg.extract.account_state import head_of
from kg.extract.account_statements import fund_above, measure_of, own_names
from kg.extract.evaluated import project_at
from kg.extract.item_lines import PROJECT_SECTIONS
from kg.extract.item_lists import is_entry_name, uses_headed
from kg.extract.item_names import FUND, LEAD, LONGEST_NAME, PAID, SURE_FUND, is_kind, is_name, is_own_line, name_of, of_others
from kg.model import Span
from kg.recognise.reading import Reading
from kg.values import Money

_REFERS: Final = re.compile(
    r"[该此本](?:专项|项目|笔)?(?:资金|经费|项目|专项)于?(?:20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"(?:实际|共|全年|年初)?(?:下达|拨付|安排|到位|支出|使用)?(?:指标|资金)?"
)
_ENUMERATED: Final = re.compile(r"^[\s　]*(?:\d{1,2}[.、．]|[（(][\d一二三四五六七八九十]{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}是)")
_PURPOSE: Final = re.compile(r"[，,](?:主要|全部)?用于(?P<purpose>[^。；;]{2,200})")
# 上级专项 is an account where income is explained, and a line of its own among the projects.
_SPECIAL: Final = re.compile(r"专项|工作经费")
# 项目支出4917万元，主要包括：…; 下达财政专项资金1560万元，包括…: what follows are the lines of project expenditure, in whatever section.
_PROJECT_MONEY: Final = re.compile(
    r"(?:项目支出|项目(?:经费|资金)|专项(?:资金|经费|支出))(?:决算|预算|安排|总额|共计?|合计|数|为|主要|使用|支出|中|里头?|里面|当中|方面)*$"
    r"|^项目(?:里头?|里面|当中|中|方面)$"
    r"|(?:项目支出|项目(?:经费|资金)|专项(?:资金|经费|支出)).{0,8}(?:包括|用于|其中|分别|如下|包含|构成|去向|投向|流向|分[成为]?[二两三四五六七八九十\d]+[块项类方面个部笔])"
)
_PROJECTS: Final = re.compile(r"项目(?:支出|资金|经费)")
_LISTED: Final = re.compile(
    r"包括|包含|其中|用于|分别|如下|具体|构成|去向|投向|流向|(?:较大|较多|主要|重点)的?[有是]$|(?:支出|资金|经费|专项|项目)(?:中|里头?|里面|当中|方面)$|[有共][二两三四五六七八九十\d]+[块项类笔]|分[成为]?[二两三四五六七八九十\d]+[块项类方面个部笔]"
)
# Below the unit's whole expenditure stand accounts, and only what is called a fund is a line of the budget.
_WHOLE: Final = frozenset(
    {"expenditure", "expenditure-of-year", "total-expenditure", "fiscal-appropriation-expenditure", "general-public-budget-expenditure"}
)
_MONEY: Final = re.compile(r".*(?:资金|经费|专项|奖补|补助|补贴|奖励|贴息)")
_COUNTED: Final = re.compile(r"^.{0,14}[一二两三四五六七八九十\d]{1,2}[项笔]$")
_OF_ITEM: Final = re.compile(r"^(?:其|该|项目|资金|经费|支出)*(?:主要|全部|分别|具体)*(?:用于|包括|其中)")
# 年初预算180万元，支付运维服务费120万元: what the evaluated fund pays for.
_PAYS: Final = re.compile(r"(?:其中|已|共|累计|全年)*(?:支付|列支|支出|发放|兑付)(?:了)?[\u4e00-\u9fff、]{2,16}(?:费用?|款|补助|补贴|奖励)")
_SPENDS: Final = re.compile(r"支出|安排|预算|下达|投入|到位|执行|使用|拨付|列支|支付")
# 水质自动站运维项目支出254万元, 就业补助资金到位6840万元: a fund or project, then the word for what was done with its money.
_HANDLED: Final = re.compile(
    r"(?:项目|专项|经费|资金|补助|补贴|奖补|奖励|工程)(?:实际|共|全年|当年|已|累计|年初)*"
    r"(?:(?:使用|安排|投入|支付|拨付|下达)(?:资金|经费)|支出|使用|执行|列支|支付|到位|下达|拨付|预算)(?:数)?[为共计约]*$"
)
# 使用技能提升专账资金1315万元, 拨付稳岗补助资金20万元: the verb that spends, then the fund.
_SPENDING: Final = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[①-⑳])?(?:其中|全年|本年|共|累计|及时|已|统筹|全额|足额)*(?:使用|安排|拨付|下达|投入|兑现|支付|列支)(?:了)?"
    r"(?P<name>(?![给向对为各])[^，。；向给对]{3,40}?(?:资金|经费|专项))[共计约]*"
)
_USED: Final = re.compile(r"(?:(?:主要|全部)?用于(?:支付|开展|实施|发放|购买|兑现)?|[为是系])(?P<name>[^，。；：（）()]{3,30}?)[、等]*")
# 全年支出33万元，均为退休人员管理补助; …支出决算12万元，系年中追加示范点建设经费: all of the figure before is one item.
# 二、重点项目自评结果: the lines below are budget lines, each with what was made of it.
_RESULTS: Final = re.compile(r"项目(?:支出)?.{0,4}(?:自评|绩效评价)")
_OWN_FUND: Final = 8
# 对6个项目开展绩效自评，涉及资金4820万元: what follows are the projects.
_SELF_EVALUATED: Final = re.compile(r"(?:共|共计)?涉及(?:一般公共预算|财政|预算|项目)*(?:资金|支出)(?:总额)?(?:共|共计|合计|约|为)*")
_LEFT: Final = re.compile(r"(?:尚|年[末底])?(?:余|剩|未(?=[支拨使兑执付]))")
_ALL_OF_IT: Final = re.compile(
    r"(?:(?:均|全部|全)(?:为|是|系|用于)|系)(?:年中|年度|当年|上级)?(?:追加|安排|下达|支付|拨付)?的?(?P<name>[^，。；：（）()]{4,40})"
)
_BARE: Final = re.compile(r"(?:其中|其余|余下|剩余|另|另有|[、，\s]|安排|拨付|列支|投入)*")


@dataclass(frozen=True, slots=True)
class Found:
    """A named line before repetitions are taken out; `detail` marks the place that tells more of an item listed before."""

    name: str
    money: Money
    span: Span
    fund: str
    purpose: str = ""
    detail: bool = False


def purpose_after(reading: Reading, start: int, line: Span) -> str:
    """Return what an amount that ends at `start` is said to be for, "" where the line does not say."""
    match = _PURPOSE.match(reading.text, start, line.end)
    return match["purpose"] if match else ""


class ItemLine:
    """Finds the items of one line; `last` is the item named before it."""

    def __init__(self, reading: Reading, line: Span, last: str) -> None:
        self.reading = reading
        self.line = line
        self.last = last
        self.of_line = ""
        self.of_projects = self.of_fund = False
        self.divided = self.parts = self.projects = self.whole = False
        self.text = reading.text[line.start : line.end]
        self.names = own_names(reading)
        self.project = project_at(reading, line.start)
        kinds = kinds_above(reading, line.start)
        above = next(sections_above(reading, line.start), None)
        evaluated_below = above is not None and _RESULTS.search(above.heading) is not None
        self.in_section = evaluated_below or bool(PROJECT_SECTIONS & set(kinds))
        self.listing = "project_expenditure" in kinds[:1] or uses_headed(reading, line) is not None

    def found(self) -> Iterator[Found]:
        """Yield the items of the line, left to right."""
        before: Piece | None = None
        for piece in pieces(self.reading, self.line):
            if piece.after in ("stop", "semicolon"):
                self.of_line = ""
            self._list(piece)
            for found in self._read(piece, before):
                self.last = self.of_line = found.name
                # Where project expenditure is explained, one line of it in a sentence is followed by others.
                self.divided = self.parts = self.projects = self.parts or self.listing
                yield found
            before = piece

    def _read(self, piece: Piece, before: Piece | None) -> Iterator[Found]:
        used = self._used(piece, before) or self._whole_of(piece, before)
        if used is not None:
            yield used
        elif piece.money is not None and (found := self._at(piece, before) if piece.depth == 0 else self._bracketed(piece, before)):
            yield found

    def _said(self, piece: Piece) -> str:
        return self.reading.text[piece.span.start : piece.span.end]

    def _list(self, piece: Piece) -> None:
        """Keep whether project expenditure or a special fund was named, and whether its parts are being listed."""
        self.of_projects = self.of_projects or self.projects
        words = self._said(piece)
        if piece.after == "stop":
            self.divided = self.projects = self.of_fund and _OF_ITEM.match(words) is not None
            self.parts = self.whole = False
        if self.project and piece.money is not None and (_LEFT.match(words) or measure_of(words)[0] == "carryover"):
            # What is left has parts, but pays for nothing; a sentence that divides again divides what was spent.
            self.divided = self.projects = self.parts = False
            return
        if piece.money is not None and (self._is_fund(piece, words) or _SELF_EVALUATED.fullmatch(words)):
            # What is planned, handed out or spent of the evaluated fund: what follows may be its parts.
            self.of_fund = self.divided = self.projects = True
            self.parts = False
            return
        if self.parts:
            return
        if self.of_projects and piece.number is None and _COUNTED.search(words):
            # 项目支出1384万元。上级资金两项：…。区本级四项：…。
            self.divided = self.parts = self.projects = True
            return
        if piece.money is not None and not self.divided:
            head = head_of(self.reading, piece.span, self.names)
            self.whole = self.whole or (head is not None and key_of(fold_text(head.label))[0] in _WHOLE)
        told = len(words) <= LONGEST_NAME and ("项目" in words or "专项" in words)
        if told and not self.divided and _PROJECT_MONEY.search(words):
            self.divided, self.projects = True, _PROJECTS.search(words) is not None
        self.parts = (self.divided and _LISTED.search(words) is not None) or bool(self.of_line and _OF_ITEM.match(words))
        if self.project and not self.parts and _PAYS.fullmatch(words) and (self.of_fund or of_money(self.reading, piece.span)):
            self.divided = self.projects = self.parts = True

    def _is_fund(self, piece: Piece, words: str) -> bool:
        """Return whether a figure is one of the evaluated fund as a whole, or of its sources or batches, and of no item."""
        if not self.project:
            return False
        said = fund_money(self.reading, piece.span, False)
        if said is not None and said.part and len(said.words) > _OWN_FUND and SURE_FUND.fullmatch(said.words):
            # 省创新型省份建设专项 is a fund of its own, not only whose money it is.
            return False
        head = head_of(self.reading, piece.span, (*self.names, self.project))
        return said is not None or (head is not None and head.bare and bool(words))

    def _used(self, piece: Piece, before: Piece | None) -> Found | None:
        """Return the item of 其中500万元用于道路养护: the amount stands before what it is for, and a total of projects before both."""
        if piece.after != "number" or before is None or before.money is None or not (self.divided or self.of_line):
            return None
        match = _USED.fullmatch(self._said(piece).rstrip("、 ")) if self._is_bare(before) else None
        if match is None or not is_entry_name(match["name"]) or before.number is None:
            return None
        start = piece.span.start + match.start("name")
        span = Span(before.number.span.start, start + len(match["name"]))
        return Found("".join(match["name"].split()), before.money, span, fund_above(self.reading, self.line.start))

    def _whole_of(self, piece: Piece, before: Piece | None) -> Found | None:
        """Return the item that a figure of expenditure is said to be as a whole (支出33万元，均为…补助)."""
        if piece.number is not None or piece.after != "comma" or before is None or before.money is None or before.number is None:
            return None
        match = _ALL_OF_IT.fullmatch(self._said(piece))
        if match is None or not re.search(r"支出|决算|执行", self._said(before)):
            return None
        name = "".join(match["name"].split())
        if not _MONEY.fullmatch(name) or not is_own_line(name) or not is_entry_name(name):
            return None
        end = piece.span.start + match.end("name")
        return Found(name, before.money, Span(before.number.span.start, end), fund_above(self.reading, self.line.start))

    def _is_bare(self, piece: Piece) -> bool:
        """Return whether a piece leads to its amount without naming it, or names only the one before (…用于道路养护、200万元用于…)."""
        words = self._said(piece)
        return _BARE.fullmatch(words) is not None or (piece.after == "number" and _USED.fullmatch(words.rstrip("、 ")) is not None)

    def _bracketed(self, piece: Piece, before: Piece | None) -> Found | None:
        """Return the item of 包括：A（20万元）、B（30万元）: among the parts of project money the bracket holds the amount alone."""
        if not self.parts or piece.depth != 1 or piece.after != "open" or len(piece.span) or before is None or before.number is not None:
            return None
        name = name_of(self._said(before))
        return self._made(name, piece, before.span.start) if self._is_part(name) else None

    def _at(self, piece: Piece, before: Piece | None) -> Found | None:
        words = self._said(piece)
        if self.of_fund and self._is_fund(piece, words):
            return None
        if self.last and piece.after in ("start", "colon", "stop", "comma") and _REFERS.fullmatch("".join(words.split())):
            return self._made(self.last, piece, piece.span.start)
        head = head_of(self.reading, piece.span, self.names)
        if head is not None and head.label and not head.bare and not _SPECIAL.search(words):
            return None
        if (spending := _SPENDING.fullmatch(words)) and piece.after != "number" and is_own_line("".join(spending["name"].split())):
            return self._made("".join(spending["name"].split()), piece, piece.span.start + spending.start("name"))
        start, name = piece.span.start, name_of(words)
        spent = piece.after == "comma" and _SPENDS.search(words) is not None
        if not name and spent and self.of_line:
            # …经费80万元，实际支出75万元: another figure of the item that the line is about.
            return self._made(self.of_line, piece, start)
        if not name and spent and before is not None and before.number is None:
            return self._named_before(piece, before)
        if not name or not is_name(name):
            return None
        if self._opens(piece, name):
            return self._made(name, piece, start)
        # Said in passing, of what a list may have named in other words.
        found = self._made(name, piece, start) if self._stands_alone(piece, name, words) else None
        return None if found is None else replace(found, detail=True)

    def _named_before(self, piece: Piece, before: Piece) -> Found | None:
        """Return the item whose name has a clause of its own: …专项，支出115万元, and （1）水源地调查，预算680万元，执行655万元."""
        words = self._said(before)
        name = name_of(words)
        listed = before.after in ("start", "stop", "semicolon", "colon") and _ENUMERATED.match(words) is not None
        deeds = r"预算|执行|支付|支出|安排|使用" if self.in_section else r"预算|执行"
        formed = listed and re.search(deeds, self._said(piece)) is not None and is_entry_name(name)
        in_section = self.in_section and FUND.fullmatch(name) is not None
        return self._made(name, piece, before.span.start) if (formed or in_section) and is_name(name) else None

    def _is_part(self, name: str) -> bool:
        """Return whether a name may be a part of what is being divided: of project expenditure any, of a fund what is money."""
        if not self.divided and not self.of_line:
            return False
        return is_name(name) and not is_kind(name) and (FUND.fullmatch(name) is not None or (self.projects and is_entry_name(name)))

    def _opens(self, piece: Piece, name: str) -> bool:
        """Return whether a piece stands where items are named: at the start of a line, or after the item before it in a listing."""
        words = self._said(piece)
        whole = piece.after == "start" and not self.text[(piece.number.span.end if piece.number else 0) - self.line.start :].strip(
            "。；; 　"
        )
        if piece.after == "start" and whole and SURE_FUND.fullmatch(name) and (self.in_section or is_own_line(name)):
            return True
        if self.parts and (piece.after != "start" or _PAYS.fullmatch(words)) and self._is_part(name):
            return True
        if self.whole and _MONEY.fullmatch(name) and piece.after in ("comma", "number", "colon") and is_own_line(name, 4):
            return True
        return (self.in_section or self.listing) and self._in_listing(piece, name, words)

    def _stands_alone(self, piece: Piece, name: str, words: str) -> bool:
        """Return whether name and words say by themselves that this is a line of expenditure, in whatever section."""
        if piece.after == "number" or not is_own_line(name):
            return False
        if _HANDLED.search(words):
            return FUND.fullmatch(name) is not None and (piece.money is None or "亿" not in piece.money.unit)
        return piece.after in ("start", "stop", "semicolon", "colon") and SURE_FUND.fullmatch(name) is not None

    def _in_listing(self, piece: Piece, name: str, words: str) -> bool:
        numbered = bool(_ENUMERATED.match(words))
        if piece.after == "start":
            return numbered or (FUND.fullmatch(name) is not None and not of_others(name))
        if not self.listing:
            return False
        spent = bool(re.search(r"支出[\s　]*(?:为)?$", words))
        return piece.after in ("stop", "semicolon", "colon", "number", "comma") and (
            numbered or spent or name.endswith("资金") or bool(SURE_FUND.fullmatch(name))
        )

    def _made(self, name: str, piece: Piece, start: int) -> Found | None:
        if piece.money is None or piece.number is None or not name:
            return None
        words = self.reading.text[start : piece.number.span.start]
        lead = LEAD.match(words)
        start += lead.end() if lead and not PAID.match(words) else 0
        end = piece.number.span.end
        purpose = purpose_after(self.reading, end, self.line)
        return Found(name, piece.money, Span(start, end), fund_above(self.reading, self.line.start), purpose)
