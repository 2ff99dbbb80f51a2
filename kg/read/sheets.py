"""Spreadsheets (.xlsx, .xls, .csv): each sheet gives the lines above, between and below its tables, and its tables with merged cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kg.errors import ReadError
from kg.read.blocks import Block, Paragraph, Parsed, RawCell, TableBlock, render, tidy_lines
from kg.read.encoding import decode
from kg.read.package import Package
from kg.settings import setting

# Names that programs give a sheet; any other was chosen to say what is on it.
_UNNAMED: Final = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_LABELS: Final = re.compile(r"^[^：:]{1,20}[：:]")
_GENERAL: Final = frozenset({"general", "@", ""})
_WIDEST: Final = 200
# A sheet formatted to its last row holds no more words for it.
_MOST_CELLS: Final = 2_000_000


@dataclass(slots=True)
class _Sheet:
    """The words of a sheet by row and column (both from 0), and its merged ranges: (row, column) -> (rows, columns)."""

    name: str
    words: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def put(self, row: int, column: int, text: str) -> None:
        words = tidy_lines(text)
        if words and column < _WIDEST:
            self.words.setdefault(row, {})[column] = words


def parse_xlsx(data: bytes, path: Path) -> Parsed:
    """Return the text and grids of a workbook; raises ReadError where it is damaged, hostile or has too many rows."""
    import openpyxl

    _examine(data, path)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts raise: KeyError, TypeError, ValueError, BadZipFile
        raise ReadError(f"{path}: the workbook is damaged ({type(error).__name__}); open and save it again in its program") from error
    sheets = []
    for page in book.worksheets:
        if page.sheet_state != "visible":
            continue
        sheet = _Sheet(page.title)
        for cell in page._cells.values():  # only the cells that are there: a sheet may be formatted to its last row
            if cell.value is not None:
                sheet.put(cell.row - 1, cell.column - 1, shown(cell.value, str(cell.number_format or "")))
        for area in page.merged_cells.ranges:
            sheet.merged[area.min_row - 1, area.min_col - 1] = (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        sheets.append(sheet)
    return _rendered(sheets)


def parse_xls(data: bytes, path: Path) -> Parsed:
    """Return the text and grids of an old workbook; raises ReadError where it is damaged, encrypted or has too many rows."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except Exception as error:  # xlrd raises whatever a damaged record makes it raise
        why = "is encrypted; remove its password first" if "encrypt" in str(error).lower() else "is damaged; save it as .xlsx"
        raise ReadError(f"{path}: the workbook {why}") from error
    sheets = []
    for page in book.sheets():
        if page.visibility:
            continue
        _check_rows(page.nrows, path)
        sheet = _Sheet(page.name)
        for row in range(page.nrows):
            for column in range(min(page.row_len(row), _WIDEST)):
                sheet.put(row, column, _old_value(book, page.cell(row, column)))
        for low, high, left, right in page.merged_cells:
            sheet.merged[low, left] = (high - low, right - left)
        sheets.append(sheet)
    return _rendered(sheets)


def parse_csv(data: bytes, path: Path) -> Parsed:
    """Return the text and grid of a table between commas, tabs or semicolons; raises ReadError where it is no text or too long."""
    text = decode(data, path)
    sheet = _Sheet("")
    head = text[:4096]
    mark = max(",\t;", key=head.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            _check_rows(number, path)
            for column, word in enumerate(row[:_WIDEST]):
                sheet.put(number, column, word)
    except csv.Error as error:
        raise ReadError(f"{path}: is no table between commas ({error}); save it again as .csv or .xlsx") from error
    return _rendered([sheet])


def _examine(data: bytes, path: Path) -> None:
    """Refuse a workbook that unpacks to too much, declares entities or has too many rows, before it is loaded whole."""
    with Package(data, path, int(setting("max_unpacked_bytes")), int(setting("max_members"))) as package:
        if "xl/workbook.xml" not in package.infos:
            raise ReadError(f"{path}: holds no workbook (xl/workbook.xml); open it in its program and save it as .xlsx")
        for name in sorted(package.infos):
            if not name.lower().endswith((".xml", ".rels")):
                continue
            part = package.read(name)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"<\0!\0D\0O" in part:
                raise ReadError(f"{path}: {name} in it declares a document type with entities, as no Office program does; left out")
            if name.startswith("xl/worksheets/"):
                # Rows without cells cost nothing to read; the others do.
                _check_rows(min(part.count(b"<row"), part.count(b"<c ")), path)
                if part.count(b"<c ") > _MOST_CELLS:
                    raise ReadError(f"{path}: {name} has more than {_MOST_CELLS:,} cells; split it")


def _check_rows(rows: int, path: Path) -> None:
    most = int(setting("max_rows"))
    if rows > most:
        raise ReadError(f"{path}: a sheet with more than {most:,} rows is no report; split it or raise KG_MAX_ROWS")


def shown(value: Any, form: str) -> str:
    """Return a cell's value as the sheet shows it: 307.80 under 0.00, 12.5% under 0.0%, a date as 2024-05-06."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, form)
    return str(value)


def _number(value: float, form: str) -> str:
    try:
        exact = Decimal(repr(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return ""
    pattern = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", form.split(";")[0]).strip()
    if pattern.lower() in _GENERAL:
        # A sheet shows eleven digits of a number that the processor rounds in its sixteenth.
        return _plain(exact if len(exact.as_tuple().digits) <= 12 else round(exact, 9))
    digits = re.search(r"\.([0#?]+)", pattern)
    if "E" in pattern.upper() or not re.search(r"[0#?]", pattern):
        return _plain(exact)
    percent = "%" in pattern
    places = digits[1] if digits else ""
    rounded = (exact * 100 if percent else exact).quantize(Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in pattern else f"{rounded:f}"
    if "#" in places:
        kept = len(places.rstrip("#"))
        while text[text.index(".") + 1 :].__len__() > kept and text.endswith("0"):
            text = text[:-1]
        text = text.rstrip(".")
    return text + "%" * percent


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _old_value(book: Any, cell: Any) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return shown(xlrd.xldate_as_datetime(cell.value, book.datemode), "")
        except (ValueError, OverflowError):
            return _plain(Decimal(repr(cell.value)))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        form = book.format_map.get(book.xf_list[cell.xf_index].format_key) if cell.xf_index is not None else None
        return _number(cell.value, "" if form is None else form.format_str)
    return ("FALSE", "TRUE")[int(cell.value)] if cell.ctype == xlrd.XL_CELL_BOOLEAN else ""


def _rendered(sheets: Sequence[_Sheet]) -> Parsed:
    return render(block for sheet in sheets for block in _sheet_blocks(sheet))


def _sheet_blocks(sheet: _Sheet) -> Iterator[Block]:
    rows = sorted(sheet.words)
    if not rows:
        return
    top = " ".join(word for row in islice(rows, 3) for word in sheet.words[row].values())
    if sheet.name and not _UNNAMED.fullmatch(sheet.name.strip()) and "".join(sheet.name.split()) not in "".join(top.split()):
        yield Paragraph(sheet.name.strip())
    for run in _runs(sheet, rows):
        yield from _run_blocks(sheet, run)


def _runs(sheet: _Sheet, rows: Sequence[int]) -> Iterator[list[int]]:
    """Yield runs of rows without an empty one between them; a merged cell bridges the rows it covers."""
    run: list[int] = []
    reach = -1
    for row in rows:
        if run and row > reach + 1:
            yield run
            run = []
        run.append(row)
        heights = [sheet.merged[row, column][0] for column in sheet.words[row] if (row, column) in sheet.merged]
        reach = max(reach, row + max(heights, default=1) - 1)
    if run:
        yield run


def _run_blocks(sheet: _Sheet, run: Sequence[int]) -> Iterator[Block]:
    """Yield the title lines above a table, the table, and the notes below it."""
    first, last = 0, len(run)
    while first < last and _is_line(sheet, run[first]):
        yield Paragraph(_line(sheet, run[first]))
        first += 1
    while last > first and _is_note(sheet, run[last - 1]):
        last -= 1
    if first < last:
        yield _grid(sheet, run[first], max(run[last - 1] + 1, run[last - 1] + 1), set(run[first:last]))
    for row in run[last:]:
        for word in _line(sheet, row).split("\n"):
            yield Paragraph(word)


def _is_line(sheet: _Sheet, row: int) -> bool:
    """Return whether a row above a table is a line and no row of it: its title, or who reports in which unit (单位：万元)."""
    words = sheet.words[row]
    if len(words) == 1:
        ((column, _),) = words.items()
        return sheet.merged.get((row, column), (1, 1))[0] == 1
    return len(words) <= 4 and all(_LABELS.match(word) or re.fullmatch(r"公开\d+表|金额单位.{0,8}", word) for word in words.values())


def _is_note(sheet: _Sheet, row: int) -> bool:
    words = list(sheet.words[row].values())
    return len(words) == 1 and len(words[0]) > 4 and bool(re.match(r"(?:注|备注|说明|附注)\s*[\d：:、.]|\d+[.、]", words[0]))


def _line(sheet: _Sheet, row: int) -> str:
    return " ".join(word.replace("\n", "") for _, word in sorted(sheet.words[row].items()))


def _grid(sheet: _Sheet, top: int, bottom: int, rows: set[int]) -> TableBlock:
    """Return rows `top` up to `bottom` as a table over the columns that hold words."""
    used = [column for row in rows for column in sheet.words[row]]
    left, right = min(used), max(column + sheet.merged.get((row, column), (1, 1))[1] for row in rows for column in sheet.words[row])
    covered: set[tuple[int, int]] = set()
    table = []
    for row in range(top, bottom):
        cells = []
        for column in range(left, right):
            if (row, column) in covered:
                continue
            height, width = sheet.merged.get((row, column), (1, 1))
            height, width = max(1, min(height, bottom - row)), max(1, min(width, right - column))
            covered.update((r, c) for r in range(row, row + height) for c in range(column, column + width))
            cells.append(RawCell(sheet.words.get(row, {}).get(column, ""), height, width))
        table.append(tuple(cells))
    return TableBlock(tuple(table))
