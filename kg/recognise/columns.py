"""Names in the columns of tables whose heads say that they hold firms (企业名称, 中标单位, 投资方): a cell is the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.model import EntityKind, Table
from kg.recognise.candidate import Candidate
from kg.recognise.classes import lexicon

RECOGNISER = "columns"
_PART = (
    "中标|成交|中选|入围|供应|供货|承建|承接|承包|总承包|承揽|施工|监理|勘察|设计|代建|承租|入驻|签约|落户|投资|出资|"
    "揭榜|发榜|获奖|获评|获批|受奖|受助|受补助|受补贴|奖补|补助|补贴|扶持|支持|参展|参与|培育|拟上市|上市|挂牌|认定|申报|推荐|"
    "运营|运维|生产|制造|开发|技术服务|合作|贷款|担保|债务|债权|欠薪|帮扶|服务|龙头|骨干|重点|主要|规上|外资|来访|意向|整改|受罚|被处罚|违法"
)
_FIRM = "企业|公司|供应商|服务商|供货商|承包商|运营商|厂商|厂家|商家|客商|商户|开发商|经营主体|市场主体"
# Whoever wins, supplies or invests is a firm, unless its name says otherwise; of who carries out or leads that is open.
_SURE = re.compile(
    rf"(?:{_PART})*(?:（成交）|\(成交\))?(?:项目)?(?:{_FIRM})(?:名称|全称|简称|名录|名单)?"
    rf"|(?:{_PART})+(?:（成交）|\(成交\))?(?:单位|方|人|主体|机构|商)(?:名称)?"
    r"|法人名称|品牌企业|业主"
)
_OPEN = re.compile(
    r"(?:项目|课题|任务|子项|标段|主要|第一)*(?:承担|实施|牵头|业主|建设|申报|责任|参与|依托|完成|主持|研制|合作|配套|立项|单位|主体)*"
    r"(?:单位|主体|方|法人)(?:名称)?"
)
# The reporting office's own forms: whose budget, whose list.
_OFFICES = re.compile(r"主管|预算|资金使用|填报|编制|评价|审核|责任|所属|推荐|监管|指导|归口|报送|公布|颁发|发证|批准|管理")
_SPLIT = re.compile(r"[、，,；;／/\n]|(?<=公司)(?:和|及|与)|\s{2,}")
_ASIDE = re.compile(
    r"[（(](?![^（）()]*公司)[^（）()]{0,20}[）)]$|联合体$|等$|等?\d*[余多]?[家户].*$|^(?:牵头(?:方|单位)?|成员(?:方|单位)?)[：:]"
)
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z（）()·&\d\-.’' ]{2,36}")
_NONE = re.compile(
    r"^(?:[合小总]\s*计|其他|其它|其余|其中|无|暂无|待定|未定|自营|各|全[市县区省]|.{0,4}级$|[\d.\-—/年月日%万元 ]+$)|企业$|单位$|项目$"
)
# What public bodies, schools and places end in; their own recognisers name them.
_PUBLIC = re.compile(
    r"(?:局|委|委员会|政府|办|办公室|办事处|管委会|厅|部|处|科|室|站|所|院|校|学|园|馆|中心|协会|学会|商会|联合会|总工会|法院|检察院|大队|支队|"
    r"[乡镇村县区市州省]|街道|社区|组|队|团|银行|支行|联社)$"
)
_RESEARCH = re.compile(r"研究[院所]$|设计院$|勘[察测]院$")
_LEGAL = re.compile(r"公司|集团|合作社|厂$|事务所$")


def by_columns(text: str, tables: Sequence[Table]) -> list[Candidate]:
    """Return the firms that fill, alone or in a list, the cells of the columns that hold firms."""
    return [candidate for table in tables for candidate in _in_table(text, table)]


def _in_table(text: str, table: Table) -> Iterator[Candidate]:
    heads = {cell.column: "".join(cell.text.split()) for row in table.header for cell in row}
    columns = {column: held for column, head in heads.items() if (held := _holds(head))}
    if not columns:
        return
    for row in table.rows:
        for cell in row:
            if cell.column in columns and 2 <= len(cell.text) <= 120:
                yield from _names(text, cell.span.start, cell.span.end, f"stands under {heads[cell.column]}", columns[cell.column])


def _holds(head: str) -> float:
    """Return how sure it is that a column of this head holds firms, 0 where it does not say so."""
    if not head or len(head) > 16 or _OFFICES.search(head):
        return 0.0
    return 0.9 if _SURE.fullmatch(head) else 0.7 if _OPEN.fullmatch(head) else 0.0


def _names(text: str, start: int, end: int, reason: str, score: float) -> Iterator[Candidate]:
    """Yield the names in one cell, what only counts, groups or names a public body left out."""
    begin = start
    for border in [*_SPLIT.finditer(text, start, end), None]:
        stop = border.start() if border else end
        first, last = _bare(text, begin, stop)
        begin = border.end() if border else end
        name = text[first:last]
        if not _NAME.fullmatch(name) or _NONE.search(name) or name in _common():
            continue
        kind: EntityKind = "research_institute" if _RESEARCH.search(name) else "enterprise"
        if kind == "enterprise" and _PUBLIC.search(name) and not _LEGAL.search(name):
            continue
        # Under an open head only what calls itself a firm is one.
        if score < 0.9 and not _LEGAL.search(name) and kind == "enterprise":
            continue
        yield Candidate(first, last, kind, score, RECOGNISER, (reason,))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start..end without outer white space and without what is said of the name in brackets or behind it."""
    while (match := _ASIDE.search(text[start:end].rstrip())) is not None and match.group():
        if match.start() == 0 and match.end() < end - start:
            start += match.end()
        else:
            end = start + match.start()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@cache
def _common() -> frozenset[str]:
    """Return the words that name nobody."""
    terms = lexicon()
    return terms.general | terms.heads | terms.tails | terms.apposition
