"""What the columns of a table say of works: their names, who carries them out, who is paid and from what, how far they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.model import Cell, Table

_SORT: Final = (
    r"(?:建设|重点|重大|招商|工程|榜单|攻关|科研|研发|研究|立项|签约|开工|竣工|在建|拟建|续建|新建|技改|技术改造|改造|示范|合作|引进|入库|揭榜|"
    r"申报|承担|实施|投资|产业|获批|科技|创新|试点|转化|推介|落地|招引|入园|主要|子)"
)
_WORK: Final = re.compile(
    rf"{_SORT}*(?:(?:项目|工程)(?:[（(][\u4e00-\u9fff]{{1,4}}[）)])?(?:名称|及名称)?|(?:课题|榜单|平台|企业（项目）|项目/企业)(?:名称|题目|$))"
)
# What these heads stand over is a work only where its words say so.
_CONTENT: Final = re.compile(r"(?:主要)?(?:建设|研发|技改|改造|研究|实施|项目|攻关|投资)(?:内容|任务|方向)(?:及规模|及建设规模)?")
_ROLE: Final = (
    r"(?:施工|承建|承担|承接|承包|承揽|承办|中标|成交|实施|监理|设计|勘察|代建|总承包|揭榜|牵头|依托|主持|研究|研制|研发|攻关|建设|运营|运维|"
    r"项目|业主|技术|受托|EPC总?承?包?)"
)
_SIDE: Final = r"(?:单位|企业|公司|方|商|人|主体|法人|机构|院校)"
_DOER: Final = re.compile(rf"{_ROLE}(?:承担|实施|建设|业主)?{_SIDE}(?:名称)?|业主|项目业主|法人单位")
_INVESTOR: Final = re.compile(r"(?:项目)?(?:投资|出资)(?:方|主体|企业|单位|商|公司|者)(?:名称)?|投资商|客商(?:名称)?")
_BODY: Final = re.compile(
    r"(?:申报|申请|受助|获奖|获补|奖补|补助|资助|扶持|受益|享受|支持|获批|签约|引进|入驻|入园|落户|获得?)?(?:企业|单位|公司|主体)(?:全称|名称)?"
)
_PARTNER: Final = re.compile(
    r"(?:合作|协作|联合|参与|参加|配合|共建|产学研合作|技术依托|联合申报|技术支撑|技术支持|协同)(?:单位|院校|高校|方|企业|机构|院所)(?:名称)?"
)
_PAID: Final = re.compile(
    r"[^（）()]{0,6}?(?:资助|补助|奖补|补贴|奖励|扶持|拨付|兑现|支持|安排|贴息|立项经费|核定|下达|拟补|实补|到账)(?:金额|资金|额度?|经费|数|标准)?"
)
_FUND: Final = re.compile(
    r"(?:奖补|补助|奖励|资助|补贴|扶持|政策|兑现|奖扶)(?:项目|事项|类别|类型|名称|条款|依据|科目)(?:名称)?|资金名称|专项名称|资金来源|资金渠道|(?:下达|资金|立项)批次|(?:计划|项目|专项)类别"
)
_TOLD: Final = re.compile(
    r"(?:计划|概算|估算|协议|项目|合同)?总?投资(?:额|规模|总额|金额)?$|形象进度|建设(?:内容|规模|地点|地址|进展|性质|年限|周期|情况|工期|状态|阶段)|"
    r"(?:项目|工程|建设|目前|当前|最新|实施)?(?:进展|阶段|状态|进度)(?:情况)?$|累计完成投资|本?年度?(?:计划|完成)投资|立项(?:编号|时间|部门|级别)|"
    r"(?:课题|项目)(?:来源|类别|级别|编号|地点|状态)|(?:结题|开工|签约|竣工|投产|完工|计划开工|落地|验收)(?:时间|日期|年月|情况)|研究周期|"
    r"占地(?:面积)?|建筑面积|用地(?:面积|规模)|产业类别|所属(?:产业|行业)|落户地|落地园区|研发(?:投入|费用|经费)|设备投资|投入额"
)
# 预算数, 执行数, 绩效 say that the rows are lines of a budget; 分值 that they are indicators; 姓名 that they are people.
_BUDGET: Final = re.compile(r"预算|执行|决算|指标|分值|得分|支出|姓名|职务|岗位|科目")
_BRACKET: Final = re.compile(r"[（(](?:[^（）()]*元|%|亩|个|户|家|平方米|㎡|吨|单位[^（）()]*)[）)]$")
_VALUE: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by what they hold, each by its index; `rows` are those below the heads."""

    work: int | None
    content: bool
    doers: tuple[tuple[int, str], ...]
    bodies: tuple[int, ...]
    partners: tuple[int, ...]
    paid: tuple[int, ...]
    fund: int | None
    told: tuple[int, ...]
    budget: bool
    rows: tuple[tuple[Cell, ...], ...]


def columns(table: Table) -> Columns | None:
    """Return what the columns of a table hold, None where no head says that its rows tell of works or of who is paid."""
    header, rows = (table.header, table.rows) if table.header else (table.rows[:1], table.rows[1:])
    heads = {cell.column: head_of(cell) for row in header for cell in row}
    if not rows or (not table.header and (len(heads) < 2 or any(_VALUE.search(head) for head in heads.values()))):
        return None
    work = _matching(heads, _WORK)
    content = [] if work else _matching(heads, _CONTENT)
    doers = [(column, "undertakes") for column in _matching(heads, _DOER) if column not in work]
    doers += [(column, "invests_in") for column in _matching(heads, _INVESTOR)]
    fund = _matching(heads, _FUND)
    bodies = _matching(heads, _BODY)
    if len(work) > 1 or len(content) > 1 or not (work or content or bodies or doers):
        return None
    return Columns(
        work=next(iter(work or content), None),
        content=bool(content),
        doers=tuple(doers),
        bodies=tuple(bodies),
        partners=tuple(_matching(heads, _PARTNER)),
        paid=tuple(column for column in _matching(heads, _PAID) if column not in fund),
        fund=fund[0] if fund else None,
        told=tuple(column for column in _matching(heads, _TOLD) if column not in content),
        budget=any(_BUDGET.search(head) for head in heads.values()),
        rows=rows,
    )


def head_of(cell: Cell) -> str:
    """Return the words of a column's head without white space and without the unit of measure in brackets behind them."""
    return _BRACKET.sub("", "".join(cell.text.split()))


def _matching(heads: dict[int, str], pattern: re.Pattern[str]) -> list[int]:
    return [column for column, head in heads.items() if pattern.fullmatch(head)]
