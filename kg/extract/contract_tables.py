"""Tables of contracts: who supplies, builds or carries out what is named in the same row (采购内容 | 中标供应商, 揭榜单位 | 榜单项目)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from kg.extract.stated import Stated
from kg.model import Cell, Span, Table
from kg.recognise.reading import Reading

_SIDE = r"(?:单位|企业|公司|方|商|人|主体|机构|名称|联合体)+"
# The party to a contract: whoever only asks for it, checks it or pays is none.
_WHO = re.compile(
    rf"(?:(?:中标|成交|中选|入围)(?:[（(](?:成交|中标|中选)[）)])?(?:供应商|供货商|服务商|{_SIDE})|供应商|供货商|服务商|供货单位|承包商|施工方|"
    rf"(?:承建|承担|承接|承办|承包|承揽|施工|实施|牵头|揭榜|建设|代建|监理|设计|勘察|运营|运维|服务|受托|项目|业主|技术|研制|研发|攻关|总承包|EPC总?承?包?)"
    rf"(?:承担|实施|建设|业主)?{_SIDE}|业主)(?:名称)?(?:[（(][^（）()]*[）)])?"
)
_WHAT = re.compile(
    r"(?:[^（）()]{0,6}(?:项目|工程|课题|标的|品目|货物|设备|任务|榜单)(?:名称|内容)?|(?:采购|合同|服务|建设|委托|标段)(?:内容|名称|事项|项目|标的)|名称)"
)
# Rows of such tables are lines of a budget or of indicators.
_BUDGET = re.compile(r"预算|执行率|指标|分值|得分|资金来源|职责")
_SUM_ROW = re.compile(r"[合总小]\s*计|其中|^\d*$")


def contracted(reading: Reading) -> Iterator[Stated]:
    """Yield undertakes for each party of a row, and cooperates_with for those who share one; the cells used are the evidence."""
    for table in reading.report.tables:
        yield from _in_table(reading, table)


def _in_table(reading: Reading, table: Table) -> Iterator[Stated]:
    heads = {cell.column: "".join(cell.text.split()) for row in table.header for cell in row}
    if any(_BUDGET.search(head) for head in heads.values()):
        return
    who = [column for column, head in heads.items() if _WHO.fullmatch(head)]
    what = [column for column, head in heads.items() if _WHAT.fullmatch(head) and column not in who]
    if not who or not what:
        return
    for row in table.rows:
        cells = {cell.column: cell for cell in row}
        name = cells.get(what[0])
        if name is None or not 2 <= len(name.text) <= 60 or _SUM_ROW.search(name.text):
            continue
        for column in who:
            if column in cells:
                yield from _stated(reading, name, cells[column])


def _stated(reading: Reading, name: Cell, party: Cell) -> Iterator[Stated]:
    span = Span(min(name.span.start, party.span.start), max(name.span.end, party.span.end))
    parties = reading.mentions_in(party.span)
    for one in parties:
        yield Stated(one, "undertakes", name.text, span)
    if "联合体" in party.text or "联合" in party.text:
        yield from (Stated(one, "cooperates_with", other, span) for one, other in combinations(parties, 2))
