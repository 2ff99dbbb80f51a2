"""Listings of project money that are announced: 主要项目资金安排：…, 资金分配如下：①…, 几笔大钱花在：A（5万元）、B（3万元）.

The announcement vouches for the lines under it, so that a name needs no word for money of its own (牡丹节筹办, 人才培训). A listing has two
entries or more; one that speaks of income, of accounts or of investment is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.extract.account_clauses import kinds_above, prose_lines
from kg.extract.account_concepts import fold_text, key_of
from kg.extract.account_fund import fund_money, is_part
from kg.extract.account_subjects import SOURCE
from kg.extract.evaluated import evaluated
from kg.extract.item_names import is_own_line
from kg.model import Span
from kg.recognise.reading import Number, Reading
from kg.structure.numbering import marker
from kg.values import Money

# Money is listed (资金分配如下, 大钱花在), or projects where a report speaks of its budget (重点项目情况如下).
_MONEY: Final = re.compile(
    r"(?:项目|专项)(?:支出|资金|经费|补助)|(?:专项|财政|补助|奖补|扶持|项目)?(?:资金|经费)(?:的)?(?:分配|安排|投向|切块|投放|使用|用途|去向|流向|明细|支出)"
    r"|(?:支出|经费|专项)项目|切块|[大笔]钱|(?:资金|经费|支出|金额)(?:较大|较多|最大|最多)|重[点大](?:支出|资金)|(?:主要|重[点大])专项|(?:安排|支持)的?(?:资金|经费|专项)"
)
_PROJECTS: Final = re.compile(r"(?:重点|主要|具体|部分|各)(?:的)?(?:项目|专项)")
# In a report on one fund only the fund is divided: 市本级部分用途, 具体投向.
_DIVIDED: Final = re.compile(r"用途|投向|去向|切块|构成|分配")
_LISTED: Final = re.compile(
    r"(?:[有为是]|包括|包含|如下|花在|用在|用于|投向|分别|安排|分配|使用|明细|情况|项目|支出|用途|去向|流向|资金|经费|(?:\d+|[几数多二两三四五六七八九十]{1,2}|以下|下列)[项笔个类块](?:方面)?"
    r"|(?:主要|重点|重大)专项)(?:[（(][^（）()\d]{0,12}[）)])?$"
)
# Where money comes from, the accounts, and what others invest are listed in the same words.
_OTHER: Final = re.compile(
    r"来源|到位|结余|结转|收入|拨款|投资|签约|融资|贷款|社会资本|基本支出|人员|按.{0,6}分类|三公|采购|问题|措施|目标"
)
_ANNOUNCEMENT: Final = 60
_COLON: Final = re.compile("[：:]")
_WHOLE_FUND: Final = re.compile(r".*(?:专项(?:资金|经费|支出)?|资金|经费|补助|奖补)")
_BUDGET: Final = frozenset(
    {"accounts", "project_expenditure", "project_performance", "accounts_performance", "management", "basic_expenditure", "other"}
)
_NAME: Final = re.compile(r"[“\"《A-Za-z0-9\u4e00-\u9fff][“”\"《》（）()·、和与及+\-A-Za-z0-9\u4e00-\u9fff]{2,39}")
_FUND: Final = re.compile(r".*(?:专项|资金|经费|项目|补助|补贴|贴息|奖补|奖励|扶持|工程|费用?|出资|采购|兑付|免费开放|补偿金?)")
# Words of money between a name and its amount: …，全年预算12万元; …安排资金3万元; …专项支出：5万元.
_SAID: Final = (
    r"(?:[，,、：:（(\s　]|实际|全年|年初|年度|本年|当年|预算|共计?|合计|累计|安排|下达|拨付|到位|使用|支付|支出|投入|列支|兑现"
    r"|资金(?=[共为约总])|(?<=安排|下达|拨付|使用|投入|支付)资金|金额|总额|决算|执行|数|为|约|了)*"
)
_USES: Final = re.compile(
    r"[\s　]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?[\s　]*(?:20\d\d年度?)?"
    r"(?:主要|重点|具体|专项|项目|奖补|补助|财政)*(?:资金|经费|支出)"
    r"(?:的)?(?:具体|主要)?(?:构成|分配|安排|使用|支出|投向|切块|用途|去向|支付|拨付|兑付|分解)"
    r"(?:构成|分配|安排|使用|支出|拨付|兑现|到位|管理|执行|情况|分析|明细|方向|与|和|及|、)*(?:[。：:　 ]+|$)"
)
_ENTRY: Final = re.compile(rf"(?P<name>{_NAME.pattern}?)(?P<said>{_SAID})")
# Words of a sentence, of a balance or of the accounts: no name of what money is spent on.
_SENTENCE: Final = re.compile(
    r"完成|实现|带动|引进|投资|产值|减免|签约|达到|超过|同比|获得|营业|销售|贷款|融资|欠款|节约|增长|增加|减少|下降|占比|其中|结余|结转|收入|合计|小计|总计"
    r"|财政|中央|省级|自筹|上级|执行率|平均|每[个人家户]|以上|分别|共有|剩余|追加|调[增减整]|切块下达|留用|分配至|比上年|较上年|用于|同期|其余|各项"
)
# Words that lead to entries without a colon: 单独立项的支出有A5万元、B3万元; 30万元又分两块，即A20万元、B10万元; …支出，用于A5万元和B3万元.
_LEADING: Final = re.compile(
    r"(?:立项|安排|列支|实施|专项|项目|较大|主要)的?(?:项目|专项)?(?:支出|资金|经费)(?:主要)?(?:有|包括|包含|是)"
    r"|(?<=元)(?:又|共|具体)?分[成为]?[两二三四五六七八九十\d]{1,2}[块项类部个笔](?:分)?[，,]?(?:即|分别[为是])"
    r"|支出(?:[（(][类款项][）)])?[，,](?:全部|主要|分别)?用于"
)
# What divides the sum before it: 招商专项62万元：A20万元、B42万元, or …（项）。…支出决算37万元。其中：A21万元，B16万元.
_DIVIDING: Final = re.compile(r"(?<=元)[：:]|其中[：:，,]?")
_CLASSED: Final = re.compile(r"[（(]项[）)]")
_BETWEEN: Final = re.compile(
    r"[；;、，,。\s　以及和—–\-·•●◆■▪★※]*(?:(?:全年|年初|本年|共|财政|分别|实际)*(?:安排|下达|拨付|投入|支付|列支|兑现|发放|给予)了?)?"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a listing: its name, its amount, and where name and amount stand."""

    name: str
    number: Number
    span: Span


def announced(reading: Reading) -> tuple[Entry, ...]:
    """Return the entries of every announced listing of project money, in text order."""
    return reading.once(_all)


def announced_numbers(reading: Reading) -> frozenset[Span]:
    """Return where the amounts of those entries stand."""
    return reading.once(_numbers)


def _numbers(reading: Reading) -> frozenset[Span]:
    return frozenset(entry.number.span for entry in announced(reading))


def _all(reading: Reading) -> tuple[Entry, ...]:
    return tuple(_announced(reading))


def _announced(reading: Reading) -> Iterator[Entry]:
    lines = prose_lines(reading)
    for index, line in enumerate(lines):
        start = _opening(reading, line)
        if start is None:
            yield from _led(reading, line)
            continue
        listed = _inline(reading, Span(start, line.end)) if reading.text[start : line.end].strip() else _below(reading, lines, index + 1)
        if len(listed) > 1:
            yield from listed
    yield from _headed(reading, lines)


def _led(reading: Reading, line: Span) -> list[Entry]:
    """Return the entries that a line lists without announcing them, or as the parts of a fund or of one functional class."""
    text = reading.text
    if sum(isinstance(number.value, Money) for number in reading.numbers_in(line)) < 2:
        return []
    for match in _LEADING.finditer(text, line.start, line.end):
        if len(listed := _inline(reading, Span(match.end(), line.end))) > 1:
            return listed
    for match in _DIVIDING.finditer(text, line.start, line.end):
        whole = _divided(reading, line, match.start())
        listed = [] if whole is None else _inline(reading, Span(match.end(), line.end))
        if len(listed) > 1 and all(_FUND.fullmatch(entry.name) for entry in listed) and whole is not None and _sum(listed) <= whole.cny:
            return listed
    return []


def _divided(reading: Reading, line: Span, at: int) -> Money | None:
    """Return the sum that parts named from `at` on are parts of: the amount of a fund right before, or what a class of the line spent."""
    text = reading.text
    before = [number for number in reading.numbers_in(Span(line.start, at)) if isinstance(number.value, Money)]
    if not before or not isinstance(before[-1].value, Money):
        return None
    last, whole = before[-1].span, before[-1].value
    if text[at] == "其":
        return whole if _CLASSED.search(text, line.start, last.start) else None
    if text[last.end : at].strip():
        return None
    begin = max(line.start, *(text.rfind(stop, line.start, last.start) + 1 for stop in "，。；、："))
    name = text[begin : last.start].removeprefix("其中").strip()
    return whole if _WHOLE_FUND.fullmatch(name) and is_own_line(name) else None


def _sum(entries: list[Entry]) -> Decimal:
    return sum((entry.number.value.cny for entry in entries if isinstance(entry.number.value, Money)), Decimal(0))


def _headed(reading: Reading, lines: tuple[Span, ...]) -> Iterator[Entry]:
    """Yield the entries of lines that hold nothing else, where the heading itself says that project expenditure follows."""
    for index, line in enumerate(lines):
        section = reading.report.section_at(line.start)
        if evaluated(reading) and (heading := uses_headed(reading, line)):
            # 二、资金分配情况 of a report on one fund: the heading announces what the fund is divided into.
            alone = heading.end() == line.end
            listed = _below(reading, lines, index + 1) if alone else _inline(reading, Span(heading.end(), line.end), closed=True)
            if len(listed) > 1:
                yield from listed
                continue
        if section is None or section.kind != "project_expenditure" or not reading.numbers_in(line):
            continue
        if any(mark in reading.text[line.start : line.end] for mark in "：:"):
            continue
        listed = _inline(reading, line, closed=True)
        if len(listed) > 1:
            yield from listed


def uses_headed(reading: Reading, line: Span) -> re.Match[str] | None:
    """Return the match of a heading, alone or at the start of its line, below which stands what project money is divided into."""
    match = _USES.match(reading.text, line.start, line.end)
    return match if match and (evaluated(reading) or "项目" in match.group() or "专项" in match.group()) else None


def _opening(reading: Reading, line: Span) -> int | None:
    """Return where a listing begins: behind the colon of a clause that announces one, or None."""
    text = reading.text
    for mark in _COLON.finditer(text, line.start, line.end):
        at = mark.start()
        # The last word decides first: most colons follow none that announces a listing.
        if _LISTED.search(text, max(line.start, at - 20), at) is None:
            continue
        begin = max(line.start, at - _ANNOUNCEMENT, *(text.rfind(stop, line.start, at) + 1 for stop in "。；;"))
        words = text[begin:at]
        found = marker(words)
        words = words[found.end :] if found else words
        said = words.rsplit("，", 1)[-1]
        if len(words) < _ANNOUNCEMENT and _LISTED.search(said) and not _OTHER.search(words) and _speaks_of_money(reading, words, at):
            return at + 1
    return None


def _speaks_of_money(reading: Reading, words: str, at: int) -> bool:
    below = not reading.text[at + 1 : _end(reading.text, at)].strip()
    if any(
        isinstance(n.value, Money) for n in reading.numbers_in(Span(at - (len(words.rsplit("，", 1)[-1]) if below else len(words)), at))
    ):
        # 项目支出20万元，其中：…: parts of a sum are read with the sum, but not where they stand on lines of their own.
        return False
    if _MONEY.search(words) is not None or (evaluated(reading) and _DIVIDED.search(words) is not None):
        return True
    return _PROJECTS.search(words) is not None and bool(_BUDGET & set(kinds_above(reading, at)))


def _end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _inline(reading: Reading, body: Span, closed: bool = False) -> list[Entry]:
    """Return the entries of a listing within one line, up to its full stop; with `closed` only where it holds nothing but entries."""
    text = reading.text
    stop = text.find("。", body.start, body.end)
    body = Span(body.start, stop if stop >= 0 else body.end)
    money = [number for number in reading.numbers_in(body) if isinstance(number.value, Money)]
    segmented = any(mark in text[body.start : body.end] for mark in "；;")
    entries: list[Entry] = []
    position = body.start
    for number in money:
        if number.span.start < position:
            continue
        begin = position
        if segmented:
            begin = max(position, *(text.rfind(mark, position, number.span.start) + 1 for mark in "；;"))
            if entries and begin == position:
                # 其中中央资金5万元: a second amount of the same segment says more of the entry.
                continue
        entry = _entry(reading, begin, number)
        if entry is None:
            return [] if closed else entries
        entries.append(entry)
        position = _after(text, number.span.end, body.end)
    return entries


def _below(reading: Reading, lines: tuple[Span, ...], index: int) -> list[Entry]:
    """Return the entries that stand one a line (or all in the one line) below an announcement."""
    text = reading.text
    entries: list[Entry] = []
    style = None
    for offset, line in enumerate(lines[index : index + 200]):
        if reading.report.section_at(line.start) != reading.report.section_at(lines[index].start) and marker(text, line.start) is None:
            break
        found = marker(text[line.start : line.end])
        if offset == 0:
            style = found.style if found else None
            if found is None and len(listed := _inline(reading, line)) > 1:
                return listed
        if (found.style if found else None) != style:
            if found is None and style is not None and entries:
                # Numbered entries may have paragraphs of their own.
                continue
            break
        begin = line.start + (found.end if found else 0)
        number = next((n for n in reading.numbers_in(Span(begin, line.end)) if isinstance(n.value, Money)), None)
        entry = None if number is None else _entry(reading, begin, number)
        if entry is not None:
            entries.append(entry)
        elif style is None:
            break
    return entries


def _entry(reading: Reading, start: int, number: Number) -> Entry | None:
    """Return the entry whose words stand from `start` to an amount, or None where they are no name."""
    text = reading.text
    between = _BETWEEN.match(text, start, number.span.start)
    start = between.end() if between else start
    found = marker(text[start : number.span.start])
    start += found.end if found else 0
    if number.span.start - start > 60 or _of_whole(reading, Span(start, number.span.start)):
        return None
    match = _ENTRY.fullmatch(text, start, number.span.start)
    if match is None or not is_entry_name(match["name"]):
        return None
    return Entry("".join(match["name"].split()), number, Span(start, number.span.end))


def _of_whole(reading: Reading, words: Span) -> bool:
    """Return whether words speak of the whole of the evaluated project's money."""
    said = fund_money(reading, words, False)
    return said is not None and not said.part


def is_entry_name(name: str) -> bool:
    """Return whether words name an entry of a listing of project money: no sentence, no account, no source of money."""
    # 预算安排, 实际支出 say which figure of an entry follows; 中央资金 says whose money an entry is.
    fund = _FUND.fullmatch(name) is not None
    if len(name) < (3 if fund else 4) or (_SENTENCE.search(name) and not fund) or re.fullmatch(_SAID, name):
        return False
    if name.startswith("其中") or SOURCE.fullmatch(name) or (len(name) < 8 and is_part(name)):
        return False
    if name.count("（") != name.count("）") or name.count("“") != name.count("”"):
        return False
    return key_of(fold_text(name))[0] in ("", "business-work-expenditure", "operation-maintenance-expenditure")


def _after(text: str, end: int, stop: int) -> int:
    """Return where the next entry of a listing may begin: behind the bracket that holds the amount, or that explains it."""
    opened = text[end : end + 1] in ("（", "(")
    closing = next((at for at in range(end, min(stop, end + 60)) if text[at] in "）)" or (not opened and text[at] in "（(；;、")), -1)
    return closing + 1 if closing >= 0 and text[closing] in "）)" else end
