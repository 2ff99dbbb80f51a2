"""Every number of a report, classified: what is measured, and what only looks like a measure.

Arabic digits are always reported. Chinese numerals are reported where they stand before a unit of measure, rank something
(全省第一) or number a heading; a bare 一 before a measure word (一个, 一批) is the indefinite article of Chinese and no number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from kg import units
from kg.model import Report, Span
from kg.numerals import number, plain
from kg.recognise import numerals_in_context as context
from kg.recognise.measures import composed, prefix, tail, unit_after
from kg.recognise.numerals_in_context import CHINESE, D
from kg.recognise.reading import Number, NumberKind
from kg.values import Quantity, as_money, quantity

_ARABIC: Final = rf"{D}+(?:[.．]{D}+|,{D}+|，[０-９]{{3}}(?![０-９]))*"
# 1亿2千万, 2亿零500万, 1万零5百: digits and scales in turn, a scale last.
_MIXED: Final = rf"{D}+(?:\.{D}+)?(?:[亿万千百]零?{D}{{1,4}})+(?:[千百十]?[万亿]|[千百])"
_PLACES: Final = "(?:点[零一二三四五六七八九]+(?![十分是])(?:万亿|[百千万亿])?)"
_TOKEN: Final = re.compile(
    rf"(?P<circled>[①-⑳⑴-⒇])"
    rf"|(?P<special>翻了?(?:[一两二三四]|{D})?番半?|(?:{D}+|[{CHINESE}]+)分之(?:{D}+(?:\.{D}+)?|[{CHINESE}]+{_PLACES}?)|(?:[一二三四五六七八九两]|{D})成(?:半|[一二三四五六七八九](?![个项家次]))?(?![立功为果员长效就本交套熟绩分品都钢飞]))"
    rf"|第[ 　]?(?P<ordinal>{D}+|[{CHINESE}]+)"
    rf"|前(?P<top>{D}{{1,3}}|[二三四五六七八九十百]{{1,3}})(?:名|位)?(?=[，。；、,;）)\n]|的)"
    rf"|(?P<vague>[几数][十百千万亿]+|(?:[二三四五六七八九]?十|[一二三四五六七八九]?百)几)"
    rf"|(?P<arabic>{_MIXED}|{_ARABIC})"
    rf"|(?P<chinese>[{CHINESE}]+{_PLACES}?)"
)
_FRACTION: Final = re.compile(rf"/{D}{{1,3}}(?![0-9/])")
_RANGE: Final = re.compile(rf"[ 　]?(?:--|——|[-－—–~～至到])[ 　]?(?P<high>{_ARABIC}|[{CHINESE}]+)")
_AFTER: Final = re.compile(r"(?:（含）|\(含\)|及)?(?:以上|以下|以内)|左右|上下")
# 3、4家 says three or four; 第3、4项 and 1.2、3家 do not.
_EITHER: Final = re.compile(r"(?<![\d.、第])[1-8]、$")
# Where a rank may stand: the rest of the clause must be over, else 第一 is the head of a name (第一书记, 第三产业).
_BOUNDARY: Final = "，。；、,;.！？!?）)”》\n \t　"
_RANKED: Final = re.compile(
    r"(?:排名?|位居|位列|名列|列|居|获|得|[省市区县州国内域界业组届式级类赛球]|[由从]|[升跃进降]至|[升进]到|为)(?:并列)?$"
)
_LEFT_FOR: Final = re.compile(r"(?:[上提跃]?[升进]|前移|下?[降滑]|退|跃居)[至到为]?")
_RANKS: Final = re.compile(rf"(?:第[ 　]?(?:{D}{{1,3}}|[{CHINESE}]{{1,3}})[名位]?[、，和及与])+$")
_LONGEST_RANKS: Final = 32
_HEADING_AFTER: Final = re.compile(r"部分|[章节条款编篇]")
# 六个方面, 三大板块, 八项规定: a bare numeral before a word of structure names a framework and measures nothing.
_FRAMEWORK: Final = re.compile(
    r"[个项大种条类点]?(?:方面|规定|维度|层面|环节|阶段|意识|自信|维护|原则|体系|重点|领域|板块|部分|模块|步骤|统筹|坚持|确立|关系|经费|费用)"
)
_DIGITS: Final = "三四五六七八九两"
# A single digit in words is a count before these measures; before others it is as often part of a name (三方, 八角, 五台).
_COUNTED_IN_WORDS: Final = frozenset("个项家名人位次场条所座件户年天倍成亩元吨期批类级届块架部") | {
    "个月", "小时", "公里", "平方米", "部分", "人次", "场次", "批次", "个百分点", "成",
}  # fmt: skip
_SEQUENCE: Final = frozenset("级期届类档批")
# A scale alone counts only where its vagueness is marked or people are counted: 百余万元, 近千家, 百名; else it is idiom (千家万户).
_BARE_SCALE: Final = re.compile(r"[百千万亿]+")
# 百元医疗收入消耗卫生材料, 百元固定资产: the base of a rate, before the noun it is taken of.
_RATE_BASE: Final = re.compile(r"(?!以|左右|上下|不等|的|等|及|和|至|到)[\u4e00-\u9fff]{2}")
_MONEY_CONTEXT: Final = re.compile(r"资金|经费|投资|收入|支出|奖励?|补[贴助]|贷款|款|费|税|产值|额|价值|成本|利润|资产|指标|授信|融资|元")
_PROJECT_SIZE: Final = re.compile(r"(?:以上|级|以下)?的?(?:[^，。；]{0,6})(?:项目|工程)")
_RATE: Final = re.compile("[均每]|[百千万][人户名元]")
_INSTITUTE: Final = re.compile(r"(?:学校|院|园|中心|站|机构|[建有成共达各增是为名类余超近约])$")

_Cells = Mapping[int, str]


def numbers(report: Report) -> tuple[Number, ...]:
    """Return every number of the report's text in text order, none overlapping another."""
    text, cells = report.text, _columns(report)
    found: list[Number] = []
    position = 0
    while match := _TOKEN.search(text, position):
        item = _classified(text, match, cells, position)
        if item is not None:
            found.append(item)
        position = match.end() if item is None else max(item.span.end, position + 1)
    return tuple(found)


def _columns(report: Report) -> _Cells:
    """Return, for each body cell of an understood table, where it starts and the header above it."""
    headers: dict[int, str] = {}
    for table in report.tables:
        above: dict[int, str] = {}
        for row in table.header:
            for cell in row:
                for column in range(cell.column, cell.column + cell.colspan):
                    above[column] = above.get(column, "") + cell.text
        for row in table.rows:
            for cell in row:
                headers[cell.span.start] = above.get(cell.column, "")
    return headers


def _classified(text: str, match: re.Match[str], cells: _Cells, floor: int) -> Number | None:
    kind = match.lastgroup
    start, end = match.span()
    if kind == "circled":
        return Number(Span(start, end), "heading")
    if kind == "special":
        return _valued(text, start, tail(text, end, ""))
    if kind == "ordinal":
        return _ordinal(text, match)
    if kind == "top":
        rank = number(match["top"])
        return None if rank is None else Number(Span(start, end), "ordinal", Quantity(rank, "位", "≤", text[start:end]))
    if kind == "vague":
        return Number(Span(start, end), "unreadable") if unit_after(text, end)[1] else None
    if kind == "chinese":
        return _chinese(text, start, end, floor)
    return _arabic(text, start, end, cells, floor)


def _ordinal(text: str, match: re.Match[str]) -> Number:
    start, end = match.span()
    if match_heading := _HEADING_AFTER.match(text, end):
        return Number(Span(start, match_heading.end()), "heading")
    if text.startswith("季度", end):
        return Number(Span(start, end + 2), "date")
    if text.startswith("号", end) or text.startswith("批次", end):
        return Number(Span(start, end + (1 if text[end] == "号" else 2)), "document")
    stop = end + 1 if text[end : end + 1] in ("名", "位") else end
    rest = text[stop : stop + 2].lstrip(" 　")
    boundary = not rest or rest[0] in _BOUNDARY or text.startswith(("的", "和第", "及第", "与第"), stop)
    # 由第8位升至第5位: a place that is left, and the one that is reached.
    boundary = boundary or (stop > end and _LEFT_FOR.match(text, stop) is not None)
    # 分别排名第5位、第3位和第11位: a rank behind a rank is one too.
    first = _RANKS.search(text, max(0, start - _LONGEST_RANKS), start)
    named = first.start() if first else start
    if boundary and _RANKED.search(text, max(0, named - 4), named):
        rank = number(match["ordinal"])
        if rank is not None:
            return Number(Span(start, stop), "ordinal", Quantity(rank, "位", "=", text[start:stop]))
    return Number(Span(start, end), "name")


def _chinese(text: str, start: int, end: int, floor: int) -> Number | None:
    if date := context.CHINESE_DATE.match(text, start):
        return Number(Span(start, date.end()), "date")
    if (stop := context.list_number(text, start, end)) > 0:
        return Number(Span(start, stop), "heading")
    numeral = text[start:end]
    if composed(text, end) > end and numeral not in ("零", "二"):
        return _measured(text, start, end, floor)
    after, unit = unit_after(text, end)
    if not unit and numeral != "零" and (ranged := _ranged(text, start, end, floor)) is not None:
        # 四到五家, 三万至五万元: the unit stands behind the upper end.
        return ranged
    # 零 counts nothing and 二 is not the two of counting (that is 两): 零部件, 二次利用.
    if not unit or numeral in ("零", "二") or (numeral == "一" and unit not in ("倍", "番")):
        return None
    if len(numeral) == 1 and numeral in _DIGITS and unit not in _COUNTED_IN_WORDS and not units.SCALES.keys() & set(unit):
        return None
    # 每千名, 每百户: the base of a rate.
    if unit in _SEQUENCE or text[start - 1 : start] == "每" or (numeral in "二三四五六七八九两" and _FRAMEWORK.match(text, end)):
        return Number(Span(start, end), "name")
    marked = (after > end and text[end] in "余多") or prefix(text, start, floor) < start or text[start - 1 : start] == "上"
    if _BARE_SCALE.fullmatch(numeral) and not (marked or (unit in ("名", "元") and numeral[0] in "百千")):
        return None
    if context.quoted(text, start, end) or (
        _BARE_SCALE.fullmatch(numeral) and not marked and unit == "元" and _RATE_BASE.match(text, after)
    ):
        return Number(Span(start, end), "name")
    return _measured(text, start, end, floor)


def _arabic(text: str, start: int, end: int, cells: _Cells, floor: int) -> Number:
    if text[end : end + 1] == "几":
        return Number(Span(start, end + 1), "unreadable")
    plain_number = _plain_kind(text, start, end, cells)
    if plain_number is not None:
        return plain_number
    measured = _measured(text, start, end, floor)
    if measured is not None:
        return measured
    return _bare(text, start, end, cells)


def _plain_kind(text: str, start: int, end: int, cells: _Cells) -> Number | None:
    """Return the number where it measures nothing, or None."""
    # The digits a token begins with may be a list number glued to a year: 1.2023年.
    for kind, rule in _RULES:
        if (stop := rule(text, start, end)) > start:
            return Number(Span(start, stop), kind)
    date = context.DATE.match(text, start)
    if date and start not in cells and _is_date(text, date):
        return Number(Span(start, date.end()), "date")
    if text[start - 1 : start] == "每":
        return Number(Span(start, end), "name")
    # A grade (核安全3级) ranks, it does not measure.
    if text.startswith("级", end):
        return Number(Span(start, end), "name")
    header = cells.get(start, "")
    if header and any(word in header for word in ("编码", "代码")):
        return Number(Span(start, end), "code")
    if header and any(word in header for word in ("序号", "行次", "栏次")):
        return Number(Span(start, end), "heading")
    inside = context.quoted(text, start, end)
    if inside:
        return Number(Span(start, end), "document" if inside == "document" else "name")
    return _latin(text, start, end)


_RULES: Final[tuple[tuple[NumberKind, context.Rule], ...]] = (
    ("document", context.document_number),
    ("contact", context.contact),
    ("heading", context.list_number),
    ("code", context.stock),
    ("name", context.ratio),
)


def _is_date(text: str, date: re.Match[str]) -> bool:
    """Return whether a match is a date and not a quantity that begins like one (2020 升, 12月 is a date, 3个月 never matches)."""
    if plain(date[0]).isdigit():
        return not unit_after(text, date.end())[1]
    return True


def _latin(text: str, start: int, end: int) -> Number | None:
    """Return a number that is part of a Latin or mixed name (XT300, 5G, T800-A, S210), or None."""
    before, after = text[start - 1 : start], text[end : end + 1]
    unit = unit_after(text, end)[1]
    if (before.isascii() and before.isalpha()) or (
        before in ("-", "/") and text[start - 2 : start - 1].isascii() and text[start - 2 : start - 1].isalpha()
    ):
        found = units.unit(unit)
        return None if found is not None and found.dimension in ("money", "ratio") else Number(Span(start, end), "name")
    if after.isascii() and (after.isalpha() or after in "+&") and not unit:
        return Number(Span(start, end), "name")
    if after == "厂" or (after == "所" and end - start == 3 and not _INSTITUTE.search(text, max(0, start - 3), start)):
        return Number(Span(start, end), "name")
    return None


def _measured(text: str, start: int, end: int, floor: int) -> Number | None:
    """Return the number with its unit, comparator and range, or None where no unit follows."""
    if text[end - 1] in "万亿千百" and end - start > 1:
        # The unit is looked up from the scale on, so that 三百万元 is read in 万元 and 5千瓦 in 千瓦.
        numeral_end = end - (2 if text[end - 2 : end] == "万亿" else 1)
        if not units.at(text, end):
            end = numeral_end if text[end - 1] in "万亿" else end
    if end - start <= 3 and (fraction := _FRACTION.match(text, end)):
        return _valued(text, start, fraction.end())
    if (whole := composed(text, end)) > end:
        return _valued(text, start, whole, floor)
    stop, unit = unit_after(text, end)
    if (
        "." in text[start:end]
        and _whole(unit)
        and "一" <= text[stop : stop + 1] <= "鿿"
        and not _RATE.search(text, max(0, start - 12), start)
    ):
        # 307.82本年支出: nobody counts 307.82 books, so 本 belongs to the next cell of a table read as text.
        return None
    if (ranged := _ranged(text, start, stop, floor)) is not None:
        return ranged
    if stop == end:
        return None
    if (
        text[start - 1 : start] == "、"
        and _EITHER.search(text, max(0, start - 3), start)
        and text[start:end].isdecimal()
        and int(text[start:end]) == int(text[start - 2]) + 1
    ):
        return Number(Span(start, stop), "unreadable")
    return _valued(text, start, tail(text, stop, unit), floor)


def _ranged(text: str, start: int, stop: int, floor: int) -> Number | None:
    """Return the range that the figure up to `stop` begins (3-5亿元, 四到五家), or None where it begins none."""
    range_ = _RANGE.match(text, stop)
    if range_ is None or text[start - 1 : start] in ("从", "由"):
        return None
    high_stop, high_unit = unit_after(text, range_.end())
    whole = _valued(text, start, high_stop, floor) if high_unit else None
    return None if whole is None or whole.kind == "unreadable" else whole


@cache
def _whole(unit: str) -> bool:
    """Return whether a unit counts things, which come in whole numbers except on average."""
    known = units.unit(unit)
    return len(unit) == 1 and known is not None and known.dimension in ("count of things", "count of organisations", "count of people")


def _valued(text: str, start: int, stop: int, floor: int | None = None) -> Number:
    """Return the number of text[start:stop], widened by its comparators; unreadable where its value is not certain."""
    first = start if floor is None else _signed(text, prefix(text, start, floor), start)
    if text[start - 1 : start] == "上" and text[start] in "百千万亿":
        first = start - 1
    after = _AFTER.match(text, stop)
    last = after.end() if after else stop
    # ±5% is a margin, neither 5% nor -5%.
    value = None if text[start - 1 : start] == "±" else quantity(text[first:last].replace("（含）", "").replace("(含)", ""))
    if value is None:
        return Number(Span(start, stop), "unreadable")
    value = Quantity(value.value, value.unit, value.comparator, text[first:last], value.value_max)
    amount = as_money(value) if value.value_max is None and _is_money(text, first, last, value.unit) else None
    span = Span(first, last)
    return Number(span, "quantity", value) if amount is None else Number(span, "money", amount)


def _signed(text: str, first: int, start: int) -> int:
    """Return `first`, or the minus sign before it: 增长-3.5%, but not the dash of 10%-15%."""
    if (
        first == start
        and text[start - 1 : start] in ("-", "－", "−")
        and (start == 1 or not (text[start - 2].isalnum() and text[start - 2].isascii()))
    ):
        return start - 1 if start == 1 or text[start - 2] not in "%％‰〕)）" else first
    return first


def _is_money(text: str, first: int, last: int, unit: str) -> bool:
    """Return whether 万 and 亿 without 元 count money: only where the clause speaks of money or a project's size is given."""
    if unit.endswith("元"):
        return True
    return bool(_MONEY_CONTEXT.search(text, max(0, first - 14), first) or _PROJECT_SIZE.match(text, last))


def _bare(text: str, start: int, end: int, cells: _Cells) -> Number:
    """Return a number that no unit follows."""
    numeral = text[start:end]
    value = number(numeral)
    if value is None:
        return Number(Span(start, end), "name" if numeral.count(".") > 1 else "unreadable")
    if start in cells:
        signed = _signed(text, start, start)
        return Number(Span(signed, end), "quantity", Quantity(value if signed == start else -value, "", "=", text[signed:end]))
    folded = plain(numeral)
    if len(folded) >= 5 and folded.isdigit():
        return Number(Span(start, end), "code")
    after = text[end : end + 1] if text[end : end + 1] not in (" ", "　") else text[end + 1 : end + 2]
    # Chinese counts with a measure word: digits that stand bare before a noun are part of its name (215厂, 84消毒液, 1358工程).
    if ("一" <= after <= "鿿") or (after in ("：", ":") and text[end + 1 : end + 2].isdigit()):
        return Number(Span(start, end), "name")
    return Number(Span(start, end), "quantity", Quantity(value, "", "=", numeral))
