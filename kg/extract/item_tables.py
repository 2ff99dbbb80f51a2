"""Tables that list projects with their money, one a row: 项目名称 | 金额（元） | 用途, 项目 | 下达 | 支出 | 支付率.

Tables of the accounts and of evaluation speak of accounts and are read with them; tables of investments name builders and firms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.account_concepts import fold_text, key_of
from kg.model import Cell, Table
from kg.values import Money, cell_number

_NAMED: Final = re.compile(r"(?:预算|支出|具体)?(?:项目|专项|专项资金|资金)(?:支出)?(?:名称|内容)")
_PLAIN: Final = re.compile(r"(?:支出|预算|资金)?(?:项目|专项|事项)")
_CAPTION: Final = re.compile(r"(?:项目|专项)(?:资金|经费|支出)|(?:资金|经费)(?:安排|使用|分配|投向)")
_UNIT: Final = re.compile(r"\((亿元|百万元|万元|千元|元)\)|单位:(?:人民币)?(亿元|百万元|万元|千元|元)")
# What was spent counts, then what was handed out, then what was planned.
_COLUMNS: Final = (
    re.compile(r"(?:实际|全年|本年|累计)?(?:支出|执行|使用|支付|列支|决算)(?:数|金额|资金|决算数)?"),
    re.compile(r"(?:实际|已)?(?:下达|拨付|安排|到位|分配|补助|奖补|兑现)(?:数|金额|资金)?"),
    re.compile(r"(?:支出|项目|资金|补助|经费)?(?:金额|资金|经费|数额)(?:合计|总额)?"),
    re.compile(r"(?:年初|全年|调整后?)?预算(?:数|金额|安排|资金)?"),
)
# Words of tables on investments, contracts and awards, whose money is not the unit's project expenditure.
_OTHERS: Final = re.compile(r"投资|企业|建设单位|中标|合同|签约|开工|竣工|规模|产值|贷款|得分|指标|供应商|数量|单价")
_SUMS: Final = re.compile(r"(?:合|总|小)计|其中:?|—|-|\d*")


@dataclass(frozen=True, slots=True)
class Row:
    """One project of a table: the cell that names it and the cell of its amount."""

    name: str
    cell: Cell
    money: Money


def item_rows(table: Table) -> Iterator[Row]:
    """Yield the projects that a table lists with their money; none where the table is of another kind."""
    if table.kind in ("score", "goals", "base_data"):
        return
    lines = (*table.header, *table.rows)
    for index, line in enumerate(lines[:4]):
        folded = {cell.column: fold_text(cell.text) for cell in line}
        names = _name_column(folded, fold_text(table.caption))
        chosen = None if names is None else _amount_column(folded, names)
        if names is not None and chosen is not None:
            unit = _unit(folded[chosen]) or next((found for word in folded.values() if (found := _unit(word))), table.unit)
            yield from _rows(lines[index + 1 :], names, chosen, unit)
            return


def _name_column(words: dict[int, str], caption: str) -> int | None:
    if any(_OTHERS.search(word) for word in words.values()):
        return None
    plain = _CAPTION.search(caption) is not None
    return next((place for place, word in words.items() if _NAMED.fullmatch(word) or (plain and _PLAIN.fullmatch(word))), None)


def _amount_column(words: dict[int, str], names: int) -> int | None:
    for pattern in _COLUMNS:
        for place, word in words.items():
            if place > names and pattern.fullmatch(_UNIT.sub("", word)):
                return place
    return None


def _unit(word: str) -> str:
    match = _UNIT.search(word)
    return (match[1] or match[2]) if match else ""


def _rows(lines: tuple[tuple[Cell, ...], ...], names: int, chosen: int, unit: str) -> Iterator[Row]:
    for line in lines:
        named = next((cell for cell in line if cell.column == names), None)
        amount = next((cell for cell in line if cell.column == chosen), None)
        if named is None or amount is None:
            continue
        name = "".join(named.text.split())
        value = cell_number(amount.text, unit)
        if len(name) < 3 or _SUMS.fullmatch(fold_text(name)) or key_of(fold_text(name))[0] or not isinstance(value, Money):
            continue
        yield Row(name, amount, value)
