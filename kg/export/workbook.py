"""The tables as one workbook, with a sheet that says what every column means."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from kg.export.columns import column_info, number
from kg.export.selection import Source
from kg.tables import COLUMNS

DICTIONARY: Final = "dictionary"
# What a cell can hold at most, and how many digits a spreadsheet keeps of a number.
_CELL: Final = 32_767
_DIGITS: Final = 15


def xlsx(source: Source) -> Iterator[bytes]:
    """Yield a workbook: a sheet a table, then the dictionary."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for name in COLUMNS:
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        header, body = source.rows(name)
        types = [column_info(name, column).type for column in header]
        sheet.append(header)
        for row in body:
            sheet.append([_cell(sheet, type, cell) for type, cell in zip(types, row, strict=True)])
    sheet = workbook.create_sheet(DICTIONARY)
    sheet.append(["table", "column", "type", "含义", "meaning"])
    for name, columns in COLUMNS.items():
        for column in columns.split():
            info = column_info(name, column)
            sheet.append([name, column, info.type, info.zh, info.en])
    buffer = io.BytesIO()
    workbook.save(buffer)
    yield buffer.getvalue()


def _cell(sheet: Any, type: str, cell: str) -> Any:
    """Return a cell: numbers as numbers where a spreadsheet keeps all their digits, text as text even where it starts with =."""
    from openpyxl.cell import WriteOnlyCell

    if not cell:
        return None
    value = number(type, cell)
    if value is not None and len(Decimal(value).as_tuple().digits) <= _DIGITS:
        return value
    text = "".join(character for character in cell if character >= " " or character in "\t\n")
    written = WriteOnlyCell(sheet, text if len(text) <= _CELL else f"{text[: _CELL - 1]}…")
    written.data_type = "s"
    return written
