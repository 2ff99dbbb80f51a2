"""Relations in tables: who supplies or carries out what its row names, with whom, and who is paid from the fund the rows divide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, product

from kg.extract.funds import fund_of_table
from kg.extract.project_tables import names_in_cell
from kg.extract.stated import Stated
from kg.extract.table_columns import Columns, columns, head_of
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
_SUMS = re.compile(r"(?:合计)?金额")
_NAMED_BODY = re.compile(r"^[^，。；：、\d]{2,24}(?:大学|学院|研究院|研究所|科学院|设计院|公司|集团|医院|中心|院|所)$")
_DOERS = frozenset({"enterprise", "research_institute"})
_BODIES = frozenset({"enterprise", "research_institute", "university", "school", "hospital"})
_SUM_ROW = re.compile(r"[合总小]\s*计|其中|^\d*$")
_FUND_CELL = re.compile(r"资金|奖|补|贴息|资助|扶持|专项|退税|返还|[中央省市县区]级?|财政")


def contracted(reading: Reading) -> Iterator[Stated]:
    """Yield undertakes, cooperates_with and receives_funding as the rows of tables state them; the cells used are the evidence."""
    for table in reading.report.tables:
        heads = {cell.column: head_of(cell) for row in table.header or table.rows[:1] for cell in row}
        if any(_INDICATORS.search(head) for head in heads.values()):
            continue
        held = columns(table)
        if held is not None:
            yield from _paid(reading, table, held, heads)
            yield from _joined(reading, held)
        yield from _parties(reading, table, heads)


def _parties(reading: Reading, table: Table, heads: dict[int, str]) -> Iterator[Stated]:
    """Yield undertakes for each party of a row; beside sums of a budget only firms are told of: who spends it is an office."""
    budget = any(_BUDGET.search(head) for head in heads.values())
    what = [column for column, head in heads.items() if _WHAT.fullmatch(head)]
    who = [column for column, head in heads.items() if _WHO.fullmatch(head) and column not in what]
    if not who or not what:
        return
    for row in table.rows if table.header else table.rows[1:]:
        cells = {cell.column: cell for cell in row}
        name = cells.get(what[0])
        if name is None or not 2 <= len(name.text) <= 60 or _SUM_ROW.search(name.text):
            continue
        for column in who:
            if column in cells:
                yield from (one for one in _stated(reading, name, cells[column]) if not budget or _is_firm(one))


def _is_firm(stated: Stated) -> bool:
    return isinstance(stated.subject, Mention) and stated.subject.kind in _DOERS


def _joined(reading: Reading, held: Columns) -> Iterator[Stated]:
    """Yield cooperates_with for who carries out what a row names and whom its row gives as partner."""
    mine = (*(column for column, _ in held.doers), *held.bodies)
    for row in held.rows if held.partners else ():
        cells = {cell.column: cell for cell in row}
        for left, right in product(mine, held.partners):
            if left in cells and right in cells:
                yield from _partners(reading, cells[left], cells[right])


def _partners(reading: Reading, left: Cell, right: Cell) -> Iterator[Stated]:
    found: tuple[Referent, ...] = reading.mentions_in(right.span)
    if not found and _NAMED_BODY.search(right.text):
        # The column's head says that it is a body, whether it is known or not.
        found = (right.text.strip(),)
    for one, other in product(reading.mentions_in(left.span), found):
        yield Stated(one, "cooperates_with", other, _over(left, right))


def _paid(reading: Reading, table: Table, held: Columns, heads: dict[int, str]) -> Iterator[Stated]:
    """Yield receives_funding for the bodies of a table that divides a fund: the one its row names, or that of the whole table."""
    sums = held.paid or tuple(column for column, head in heads.items() if _SUMS.fullmatch(head))
    bodies = held.bodies or tuple(column for column, predicate in held.doers if predicate == "undertakes")
    if len(sums) != 1 or not bodies or held.budget:
        return
    whole = fund_of_table(reading, table)
    for row in held.rows:
        cells = {cell.column: cell for cell in row}
        body, amount = cells.get(bodies[0]), cells.get(sums[0])
        if body is None or amount is None or not any(character.isdigit() for character in amount.text):
            continue
        named = cells.get(held.fund) if held.fund is not None else None
        fund = named.text.strip() if named is not None and _FUND_CELL.search(named.text) else whole
        for mention in names_in_cell(reading, body) if fund else ():
            if mention.kind in _BODIES:
                yield Stated(mention, "receives_funding", fund, _over(body, amount))


def _stated(reading: Reading, name: Cell, party: Cell) -> Iterator[Stated]:
    parties = reading.mentions_in(party.span)
    for one in parties:
        yield Stated(one, "undertakes", name.text, _over(name, party))
    if "联合体" in party.text or "联合" in party.text:
        yield from (Stated(one, "cooperates_with", other, _over(name, party)) for one, other in combinations(parties, 2))


def _over(one: Cell, other: Cell) -> Span:
    return Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end))
