"""What stands in each column of the tables: its type and, in Chinese and English, its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from kg.lexicon import rows

Type = Literal["string", "integer", "decimal", "year", "boolean", "list"]


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column's type and meaning; a column that nobody described is text without a meaning."""

    type: str = "string"
    zh: str = ""
    en: str = ""


@cache
def _described() -> dict[str, ColumnInfo]:
    return {row["column"]: ColumnInfo(row["type"], row["zh"], row["en"]) for row in rows("columns")}


def column_info(table: str, column: str) -> ColumnInfo:
    """Return what stands in a column of a table."""
    known = _described()
    return known.get(f"{table}.{column}") or known.get(column) or ColumnInfo()


def number(type: str, cell: str) -> int | Decimal | None:
    """Return the number a cell of a column of that type holds; None where the column holds text or the cell is no number."""
    try:
        if type in ("integer", "year"):
            return int(cell)
        return Decimal(cell) if type == "decimal" else None
    except (ArithmeticError, ValueError):
        return None
