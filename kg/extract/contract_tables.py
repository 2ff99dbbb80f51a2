"""Tables of contracts: who supplies, builds or carries out what is named in the same row (采购内容 | 中标供应商, 揭榜单位 | 榜单项目)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, product

from kg.extract.stated import Stated
from kg.facts import Referent
from kg.model import Cell, Mention, Span, Table
from kg.recognise.reading import Reading

_SIDE = r"(?:单位|企业|公司|方|商|人|主体|机构|名称|联合体)+"
# The party to a contract: whoever only asks for it, checks it or pays is none.
_WHO = re.compile(
    rf"(?:(?:中标|成交|中选|入围)(?:[（(](?:成交|中标|中选)[）)])?(?:供应商|供货商|服务商|{_SIDE})|供应商|供货商|服务商|供货单位|承包商|施工方|"
    rf"(?:承建|承担|承接|承办|承包|承揽|施工|实施|牵头|揭榜|建设|代建|监理|设计|勘察|运营|运维|服务|受托|项目|业主|技术|研制|研发|攻关|总承包|EPC总?承?包?)"
    rf"(?:承担|实施|建设|业主)?{_SIDE}|业主)(?:名称)?(?:[（(][^（）()]*[）)])?"
)
_WHAT = re.compile(
    r"(?:[^（）()]{0,6}(?:项目|子项|分项|事项|工程|课题|标的|品目|货物|设备|任务|榜单)(?:名称|内容)?|(?:采购|合同|服务|建设|委托|标段)(?:内容|名称|事项|项目|标的)|名称)"
)
# Rows of such tables are lines of a budget or of indicators.
_BUDGET = re.compile(r"预算|执行率|资金来源|职责")
_INDICATORS = re.compile(r"指标|分值|得分")
_PARTNER = re.compile(r"(?:合作|协作|联合|参与|参加|配合|共建|产学研合作|技术依托|联合申报)(?:单位|院校|高校|方|企业|机构|院所)(?:名称)?")
_PAID = re.compile(
    r"(?:[^（）()]{0,6}?)(?:资助|补助|奖补|补贴|奖励|扶持|拨付|兑现|支持|安排|贴息|立项经费)(?:金额|资金|额度?|经费|数)?(?:[（(][^（）()]*[）)])?"
)
_BODY = re.compile(r"^[^，。；：、\d]{2,24}(?:大学|学院|研究院|研究所|科学院|设计院|公司|集团|医院|中心|院|所)$")
_SUMS = re.compile(r"金额(?:[（(][^（）()]*[）)])?")
_FIRM = re.compile(
    r"(?:(?:申报|受助|获奖|获补|奖补|补助|资助|扶持|受益|获奖补|享受|支持)?(?:企业|单位|公司|主体)(?:名称)?|承担单位|承担企业|项目单位|实施单位|实施主体)"
)
# 某专项资金具体安排见下表: the line before a table, or its caption, says which fund its rows divide.
_FUND = re.compile(
    r"(?P<fund>[^，。；：、\s\d（）()]{2,20}?(?:资金|奖补|补助|补贴|奖励|贴息|专项))(?:项目)?"
    r"(?=具体|安排|分配|拨付|兑付|兑现|发放|扶持|支持|立项|明细|情况|名单|一?览|如下|见下表|表)"
)
_DOERS = frozenset({"enterprise", "research_institute"})
_BODIES = frozenset({"enterprise", "research_institute", "university", "school", "hospital"})
# How far before a table the words stand that say what it lists.
_BEFORE = 90
_OWN = re.compile(r"^(?:其中|本年度?|当年|全年|[省市县区旗]级?)*")
_SUM_ROW = re.compile(r"[合总小]\s*计|其中|^\d*$")


def contracted(reading: Reading) -> Iterator[Stated]:
    """Yield undertakes for each party of a row, and cooperates_with for those who share one; the cells used are the evidence."""
    for table in reading.report.tables:
        yield from _in_table(reading, table)


def _in_table(reading: Reading, table: Table) -> Iterator[Stated]:
    heads = {cell.column: "".join(cell.text.split()) for row in table.header for cell in row}
    if any(_INDICATORS.search(head) for head in heads.values()):
        return
    # Beside sums of a budget only firms are told of: who spends it is an office.
    budget = any(_BUDGET.search(head) for head in heads.values())
    yield from _paid(reading, table, heads)
    what = [column for column, head in heads.items() if _WHAT.fullmatch(head)]
    who = [column for column, head in heads.items() if _WHO.fullmatch(head) and column not in what]
    if not who or not what:
        return
    partners = [column for column, head in heads.items() if _PARTNER.fullmatch(head)]
    for row in table.rows:
        cells = {cell.column: cell for cell in row}
        yield from _partners(reading, [cells[c] for c in who if c in cells], [cells[c] for c in partners if c in cells])
        name = cells.get(what[0])
        if name is None or not 2 <= len(name.text) <= 60 or _SUM_ROW.search(name.text):
            continue
        for column in who:
            if column in cells:
                yield from (one for one in _stated(reading, name, cells[column]) if not budget or _is_firm(one))


def _is_firm(stated: Stated) -> bool:
    return isinstance(stated.subject, Mention) and stated.subject.kind in _DOERS


def _partners(reading: Reading, mine: list[Cell], others: list[Cell]) -> Iterator[Stated]:
    """Yield cooperates_with for who carries out what a row names and whom its row gives as partner."""
    for left, right in product(mine, others):
        span = Span(min(left.span.start, right.span.start), max(left.span.end, right.span.end))
        found: tuple[Referent, ...] = reading.mentions_in(right.span)
        if not found and _BODY.search(right.text):
            # The column's head says that it is a body, whether it is known or not.
            found = (right.text.strip(),)
        for one, other in product(reading.mentions_in(left.span), found):
            yield Stated(one, "cooperates_with", other, span)


def _paid(reading: Reading, table: Table, heads: dict[int, str]) -> Iterator[Stated]:
    """Yield receives_funding for the firms of a table that divides a fund, which its caption or the line before it names."""
    sums = [column for column, head in heads.items() if _PAID.fullmatch(head) or _SUMS.fullmatch(head)]
    firms = [column for column, head in heads.items() if _FIRM.fullmatch(head)]
    before = reading.text[max(0, table.span.start - _BEFORE) : table.span.start].rstrip().rsplit("\n\n", 1)[-1]
    told = [*_FUND.finditer(table.caption), *_FUND.finditer(before)]
    if len(sums) != 1 or not firms or not told:
        return
    for row in table.rows:
        cells = {cell.column: cell for cell in row}
        firm, amount = cells.get(firms[0]), cells.get(sums[0])
        if firm is None or amount is None or not any(character.isdigit() for character in amount.text):
            continue
        span = Span(min(firm.span.start, amount.span.start), max(firm.span.end, amount.span.end))
        for mention in reading.mentions_in(firm.span)[:1]:
            if mention.kind in _BODIES and mention.span.start == firm.span.start:
                yield Stated(mention, "receives_funding", _OWN.sub("", told[-1]["fund"]), span)


def _stated(reading: Reading, name: Cell, party: Cell) -> Iterator[Stated]:
    span = Span(min(name.span.start, party.span.start), max(name.span.end, party.span.end))
    parties = reading.mentions_in(party.span)
    for one in parties:
        yield Stated(one, "undertakes", name.text, span)
    if "联合体" in party.text or "联合" in party.text:
        yield from (Stated(one, "cooperates_with", other, span) for one, other in combinations(parties, 2))
