"""Tables that list projects with their money, one a row: 项目名称 | 金额（元） | 用途, 子项 | 预算数 | 支出数, 项目 | 下达 | 支出 | 支付率.

Tables of the accounts and of evaluation speak of accounts and are read with them; tables of investments name builders and firms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.account_concepts import fold_text, key_of
from kg.model import Cell, Table
from kg.structure.numbering import marker
from kg.values import Money, cell_number

_NAMED: Final = re.compile(
    r"(?:预算|支出|具体|二级|子|明细|实施|财政|[一二三]级)?(?:项目|专项|专项资金|资金|经费|补助|子项目?|补助事项)(?:支出|资金|经费)?(?:名称|内容)|子项目?|支出明细|(?:榜单|立项|资助|支持|奖补|扶持|科技)(?:项目|课题)|课题(?:名称)?"
)
# Words that also head the rows of accounts: they name projects only where no row is an account.
_PLAIN: Final = re.compile(
    r"(?:支出|预算|资金|经费|主要|具体|重点|支持|扶持|使用|投入|投放|补助|奖补|资助|建设)?(?:项目|专项|事项|内容|用途|方向|环节|领域|投向|类别|明细|名称)(?:/.{1,6})?|项目支出|(?:专项)?资金(?:用途|投向|使用方向)"
)
_UNIT: Final = re.compile(r"\((亿元|百万元|万元|千元|元)\)|单位:(?:人民币)?(亿元|百万元|万元|千元|元)|[/,、](亿元|万元|千元|元)$")
_YEAR: Final = re.compile(r"(20\d\d)年?度?")
# What was spent counts, then what was handed out, then what was planned.
_COLUMNS: Final = (
    re.compile(r"(?:实际|全年|本年|当年|累计|资金)?(?:已)?(?:完成)?(?:支出|执行|使用|支付|列支|决算)(?:数|金额|资金|额|决算数|情况)?"),
    re.compile(
        r"(?:实际|已|资金|指标|项目|财政)*(?:下达|拨付|拨|安排|到位|分配|补助|奖补|兑现|补贴|资助|奖励|扶持)(?:数|金额|资金|额|经费|指标)?"
    ),
    re.compile(r"(?:支出|项目|资金|补助|经费|专项|核定|批准)?(?:金额|资金|经费|数额|资金额)(?:合计|总额|规模)?"),
    re.compile(r"(?:全年|调整后?的?|调整)(?:的)?预算(?:数|金额|额|安排|资金)?|预算调整数"),
    re.compile(r"(?:年初|本年|当年|财政|项目|批复)?(?:批复)?预算(?:数|金额|额|安排|资金|批复数?)?"),
)
# Words of tables on investments, contracts and awards, whose money is not the unit's project expenditure.
_OTHERS: Final = re.compile(
    r"投资|企业|建设单位|业主|中标|合同|签约|开工|竣工|产值|贷款|授信|融资|指标值|[一二三]级指标|供应商|数量|单价|工期|进展|纳税|营收"
)
_SUMS: Final = re.compile(r"(?:合|总|小)计(?:[（(].*)?|其中:?|—|-|[\d.]*|…+|其他")
_CAPTION: Final = re.compile(r"项目|专项|资金|经费|支出")
_REVENUE: Final = re.compile(r"来源|收入|到位情况|人员|三公|采购|资产|基本支出|职工|工资")


@dataclass(frozen=True, slots=True)
class Row:
    """One project of a table: its name, the cell of its amount, and the year where the column says one."""

    name: str
    cell: Cell
    money: Money
    year: int | None


@dataclass(frozen=True, slots=True)
class _Column:
    place: int
    unit: str
    year: int | None


def lists_items(table: Table) -> bool:
    """Return whether the rows of a table are projects with their money, and no accounts."""
    return next(item_rows(table), None) is not None


def item_rows(table: Table) -> Iterator[Row]:
    """Yield the projects a table lists with what was spent, else handed out, else planned; none in a table of another kind."""
    if table.kind in ("score", "goals", "base_data"):
        return
    lines = (*table.header, *table.rows)
    for index, line in enumerate(lines[:4]):
        folded = {cell.column: fold_text(cell.text) for cell in line}
        place, plain = _name_column(folded)
        columns = [] if place is None else _amount_columns(folded, place, table.unit)
        if place is None or not columns:
            continue
        names = [name for row in lines[index + 1 :] if (name := _name(row, place))]
        known = sum(_account(name) for name in names)
        # A list of accounts has accounts in its rows; two unknown names or more that are all of one kind are projects.
        if plain and (known or len(names) < 2 or not _CAPTION.search(table.caption) or _REVENUE.search(table.caption)):
            return
        if known * 2 <= len(names):
            yield from _rows(lines[index + 1 :], place, columns)
        return


def _name_column(words: dict[int, str]) -> tuple[int | None, bool]:
    """Return the column that names projects, and whether its heading might also head accounts."""
    if any(_OTHERS.search(word) for word in words.values()):
        return None, False
    for pattern in (_NAMED, _PLAIN):
        for place, word in words.items():
            if pattern.fullmatch(word):
                return place, pattern is _PLAIN
    return None, False


def _amount_columns(words: dict[int, str], names: int, unit: str) -> list[_Column]:
    """Return the columns of amounts, the one that tells most of a project first."""
    common = next((found for word in words.values() if (found := _unit(word))), unit)
    ranked = []
    for place, word in words.items():
        bare = _YEAR.sub("", _UNIT.sub("", word))
        rank = next((rank for rank, pattern in enumerate(_COLUMNS) if pattern.fullmatch(bare)), None)
        if place > names and rank is not None:
            year = _YEAR.search(word)
            ranked.append((rank, place, _Column(place, _unit(word) or common, int(year[1]) if year else None)))
    return [column for _, _, column in sorted(ranked, key=lambda found: found[:2])]


def _unit(word: str) -> str:
    match = _UNIT.search(word)
    return next(filter(None, match.groups()), "") if match else ""


def _name(line: tuple[Cell, ...], place: int) -> str:
    """Return the name in a row without list marks, or "" where the row is a sum or names nothing."""
    text = "".join(next((cell.text for cell in line if cell.column == place), "").split())
    text = re.sub(r"^其中[:：、]?", "", text)
    mark = marker(text)
    text = text[mark.end :] if mark else text
    return "" if len(text) < 3 or _SUMS.fullmatch(fold_text(text)) else text


def _account(name: str) -> bool:
    return bool(key_of(fold_text(name))[0])


def _rows(lines: tuple[tuple[Cell, ...], ...], place: int, columns: list[_Column]) -> Iterator[Row]:
    for line in lines:
        name = _name(line, place)
        if not name or _account(name):
            continue
        for column in columns:
            cell = next((cell for cell in line if cell.column == column.place), None)
            value = None if cell is None else cell_number(cell.text, column.unit)
            if cell is not None and isinstance(value, Money):
                yield Row(name, cell, value, column.year)
                break
