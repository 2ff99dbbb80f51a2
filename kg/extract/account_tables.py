"""Accounts in tables: columns that say which figure (决算数, 全年预算数) or which account (基本支出), rows that say of what.

A form stacks several small tables, so a row of column names replaces the columns above it; figures below names that no one knows are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, get_args

from kg.extract.account_captions import captioned, divided
from kg.extract.account_concepts import concept, fold_text, key_of, path_label
from kg.extract.account_statements import Measure, dated, default_measure, fund_named
from kg.extract.evaluated import evaluated
from kg.extract.item_tables import lists_items
from kg.facts import Amount, Concept
from kg.lexicon import rows
from kg.model import Cell, Table, cell_place
from kg.recognise.reading import Reading
from kg.values import Money, cell_number

_UNIT: Final = re.compile(r"\((亿元|百万元|万元|千元|元)\)|单位:(?:人民币)?(亿元|百万元|万元|千元|元)")
_YEAR: Final = re.compile(r"(20\d\d)年?度?")
# A form prints the parts of a sum inside its cells: 其中：基本支出：358.79.
_LABELLED: Final = re.compile(r"(?:其中:)?(?P<label>[^:\d]{2,30}):(?P<value>-?[\d,]+(?:\.\d+)?)(?P<unit>亿元|万元|千元|元)?")
_LABEL: Final = re.compile(r"^(?:其中[:、]?|[\d一二三四五六七八九十]{1,3}[、.]|\([\d一二三四五六七八九十]{1,3}\))+|[:;]+$")
_NUMBER: Final = re.compile(r"[-−]?\(?[\d,]+(?:\.\d+)?\)?%?(?:亿元|万元|千元|元)?")
_LONGEST_COLUMN: Final = 60
_ITEMS: Final = re.compile(r"(?:项目|专项|专项资金|资金)名称")
_CODE: Final = re.compile(r"\d{3}(?:\d{2}){0,2}")
_SUM_ROWS: Final = frozenset({"合计", "总计", "小计", "本年合计"})
# The statutory tables of a final account or budget, by their captions (…支出决算表, …收支预算总表).
_STATEMENT: Final = re.compile(r"(?:决算|预算)(?:总|明细)?表(?:[（(].{1,12}[）)])?$")
# Who else the money of a row belongs to: firms, builders, those who won a tender or a grant.
_OTHERS: Final = re.compile(
    r"^企业(?:名称|简称)?$|公司|业主|(?:建设|施工|承建|中标|成交|揭榜|承担|申报|供货|受[补奖]|获[补奖])(?:单位|企业|方|人)|供应商|合同|贷款|融资"
)
# A column that says whose money a project's is: 中央 | 省级 | 本级, 县级配套.
_SOURCE: Final = re.compile(
    r"(?:中央|国家|自治区|[省市县区州旗镇乡]+|地方|上|本|[市县区]本)(?:级)?(?:财政|配套|补助|专项|预算)*(?:资金|投入)?|(?:自筹|社会|其[他它])(?:资金|投入)?"
)
_PUBLIC: Final = re.compile(r"全[市县区省州镇乡旗]|[市县区省州]本级|财政(?:预算)?收支|债务")
_INDICATOR: Final = re.compile(r"[三二一]级指标|指标名称|指标值")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a measure of the row's account, or the account `concept` itself; its year and unit where the header says."""

    measure: Measure | None
    concept: str
    year: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that states an amount: the words of its row and its column."""

    cell: Cell
    label: str
    path: tuple[str, ...]
    column: Column
    money: Money
    named: bool


def statement_of(table: Table) -> str:
    """Return the caption of a statutory table (支出决算表), "" for any other table."""
    # 收入支出决算总表　单位：万元: the unit stands on the caption's line.
    caption = re.sub(r"[（(]?(?:金额)?单位[：:].*$", "", "".join(table.caption.split()))
    return caption if _STATEMENT.search(caption) else ""


def table_amounts(reading: Reading) -> Iterator[tuple[Amount, str]]:
    """Yield the amounts of the unit's accounts that stand in tables, in text order, each with the statutory table it stands in."""
    report = reading.report
    for index, table in enumerate(report.tables):
        statement = statement_of(table)
        for figure in filter(None, (_summed(reading, table, found) for found in figures(table))):
            measure, year = _dated(figure, report.fiscal_year)
            amount = Amount(
                evidence=report.evidence(figure.cell.span, cell_place(index, figure.cell)),
                extractor="accounts",
                subject=report.unit,
                concept=_concept(figure),
                functional_path=figure.path,
                measure=measure,
                year=year,
                money=figure.money,
                fund=fund_named(statement),
            )
            yield amount, statement


def _summed(reading: Reading, table: Table, figure: Figure) -> Figure | None:
    """Return a figure with its name; the sum of a list of projects is named by the fund they divide, None where nothing names it."""
    if figure.label.partition("/")[0] not in _SUM_ROWS:
        return figure
    title = evaluated(reading) or divided(table.caption)
    return replace(figure, label=f"{title}{figure.label}") if title else (None if figure.named else figure)


def _concept(figure: Figure) -> Concept:
    """Return the account of a figure: the column's, where functional classes stand in the rows, otherwise the row's."""
    own = figure.column.concept if figure.column.concept not in _SUM_ROWS else ""
    named = concept(own) if figure.path and own else concept(figure.label.removesuffix(f"/{figure.column.concept}"))
    return Concept(named.scheme, named.key, figure.label, named.curated)


def _dated(figure: Figure, fiscal_year: int | None) -> tuple[Measure, int | None]:
    column = figure.column
    measure = column.measure or "final"
    if measure == "final" and "carryover" in (default_measure(figure.label), default_measure(column.concept)):
        # 年末结转和结余 under 决算数 is still what is carried over.
        measure = "carryover"
    if column.year is None:
        return measure, fiscal_year - 1 if measure == "previous" and fiscal_year is not None else fiscal_year
    return dated(measure, column.year, fiscal_year)


def figures(table: Table) -> Iterator[Figure]:
    """Yield the cells of a table that state amounts of accounts, or of named projects (`named`), row by row."""
    if _PUBLIC.search("".join(table.caption.split())):
        # The revenue and expenditure of a whole county are no body's own accounts.
        return
    reader = _Table(table)
    found = [figure for row in (*table.header, *table.rows) for figure in reader.row(row)]
    # Sums by town or by firm stand below the same columns: one row or column must name an account, or all are projects.
    if reader.by_source or any(figure.named or figure.path or _names_account(figure) for figure in found):
        yield from found


def _names_account(figure: Figure) -> bool:
    own = figure.column.concept
    return (bool(own) and own not in _SUM_ROWS) or bool(key_of(fold_text(figure.label.split("/")[0]))[0])


class _Table:
    """Reads the rows of one table: what its columns mean so far, and the functional classes above the row."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns: dict[int, Column] = {}
        self.words: dict[int, str] = {}
        self.unit = table.unit
        self.was_header = False
        self.statement = bool(statement_of(table))
        self.items = lists_items(table)
        self.about = captioned(table.caption)
        # 资金来源 | 计划数 | 到位数: the rows say whose money it is.
        self.by_source = any("来源" in cell.text and len(cell.text) < 8 for row in (*table.header, *table.rows[:2]) for cell in row[:2])
        self.codes: dict[int, list[tuple[str, str]]] = {}

    def row(self, row: tuple[Cell, ...]) -> Iterator[Figure]:
        """Take in one row: column names change what the columns mean, other rows yield their figures."""
        folded = {cell.column: fold_text(cell.text) for cell in row}
        if self._is_header(row, folded):
            self._header(row, folded)
            return
        self.was_header = False
        self._paired(row, folded)
        if not self.columns or not (words := [word for word in folded.values() if word]):
            return
        if words[0] in ("栏次", "行次"):
            return
        for cell in row:
            figure = self._figure(row, cell, folded)
            if figure is not None:
                yield figure

    def _paired(self, row: tuple[Cell, ...], folded: dict[int, str]) -> None:
        """Take in a row that prints names and figures in turn (预算数： | 560 | 执行数： | 548): the rows below share its columns."""
        cells = [cell for cell in row if folded[cell.column]]
        for name, cell in pairwise(cells):
            word = folded[name.column]
            column = _column(word.rstrip(":")) if word.endswith(":") and cell.column not in self.columns else None
            if column is None or not _is_number(folded[cell.column]):
                continue
            # 项目资金（万元） | 年度资金总额： | 560 of a form of goals says what is planned.
            unit = next((match[1] or match[2] for other in cells for match in _UNIT.finditer(folded[other.column])), self.unit)
            self.columns[cell.column] = Column(column.measure or "budget", "", None, unit)

    def _is_header(self, row: tuple[Cell, ...], folded: dict[int, str]) -> bool:
        words = [word for word in folded.values() if word]
        if not words or any(_is_number(word) or word.endswith(":") or _LABELLED.fullmatch(word) for word in words):
            return False
        known = [word for word in words if _column(word) is not None]
        measures = [word for word in known if (column := _column(word)) is not None and column.measure]
        if measures or len(known) >= 2:
            return True
        # A row of other names ends the columns above it; a single name is a caption inside the table (项目支出：).
        return len(words) >= 3 and not any(cell.text == "" for cell in row[1:])

    def _header(self, row: tuple[Cell, ...], folded: dict[int, str]) -> None:
        if not self.was_header:
            self.columns, self.words = {}, {}
        self.was_header = True
        if any(_INDICATOR.search(word) or _OTHERS.search(word) for word in folded.values()):
            self.columns = {}
            return
        named = {match[1] or match[2] for word in folded.values() for match in _UNIT.finditer(word)}
        self.unit = named.pop() if len(named) == 1 else self.unit
        for cell in row:
            column = _column(folded[cell.column]) or self._part_of_row(folded[cell.column], folded)
            for place in range(cell.column, cell.column + cell.colspan):
                self.words[place] = self.words.get(place, "") + folded[cell.column]
                if column is not None:
                    above = self.columns.get(place)
                    self.columns[place] = column if above is None else _below(above, column)

    def _part_of_row(self, word: str, folded: dict[int, str]) -> Column | None:
        """Return what a column of no account holds: the whole of the row (合计), or the part of one level of government (中央)."""
        by_source = self.items and sum(_SOURCE.fullmatch(other) is not None for other in folded.values()) > 1
        if word in _SUM_ROWS and (self.statement or self.about or by_source):
            # 合计 beside 基本支出 and 项目支出 is the whole of the row.
            return Column("budget", "", None, "") if by_source else Column(None, word, None, "")
        return Column("budget", word, None, "") if by_source and _SOURCE.fullmatch(word) else None

    def _figure(self, row: tuple[Cell, ...], cell: Cell, folded: dict[int, str]) -> Figure | None:
        word = folded[cell.column]
        if match := _LABELLED.fullmatch(word):
            return self._labelled(cell, match)
        column = self.columns.get(cell.column)
        if column is None or not _is_number(word):
            return None
        label_cell = self._label_cell(row, cell, folded)
        # 基本支出（万元） | 612.4 among rows of other units says its unit with its name.
        of_row = None if label_cell is None else _UNIT.search(folded[label_cell.column])
        value = cell_number(cell.text, column.unit or (next(filter(None, of_row.groups()), "") if of_row else self.unit))
        if not isinstance(value, Money):
            return None
        # Some forms print all names above their columns, so that a row of figures has none of its own.
        label = column.concept if label_cell is None else _printed_label(label_cell.text)
        named = self.items or (label_cell is not None and bool(_ITEMS.search(self.words.get(label_cell.column, ""))))
        if not label:
            return None
        if label_cell is None:
            return Figure(cell, self.about or label if label in _SUM_ROWS else label, (), column, value, named)
        label, path = self._classified(row, folded, label, label_cell)
        if label in _SUM_ROWS and not (named and not self.about):
            label = self._whole(label, label_cell, cell.column)
        elif column.concept:
            label = f"{label}/{column.concept}"
        return Figure(cell, label, path, column, value, named)

    def _whole(self, label: str, label_cell: Cell, column_of: int) -> str:
        """Return what the row of a sum is the sum of: its column's account, its side of the balance, what the caption names."""
        column = self.columns[column_of]
        side = {side for side in ("收入", "支出") if side in self.words.get(label_cell.column, "") + column.concept}
        if label == "总计" and len(side) == 1 and column.concept in ("", "收入", "支出"):
            return f"{side.pop()}总计"
        if column.concept and column.concept not in _SUM_ROWS:
            return column.concept
        if column.measure == "carryover" and self.statement and not self.about:
            return self.words.get(column_of, label)
        return self.about or label

    def _label_cell(self, row: tuple[Cell, ...], cell: Cell, folded: dict[int, str]) -> Cell | None:
        before = (other for other in row if other.column < cell.column)
        left = [other for other in before if (word := folded[other.column]) and not _is_number(word) and not _dash(word)]
        return left[-1] if left else None

    def _labelled(self, cell: Cell, match: re.Match[str]) -> Figure | None:
        label = _printed_label(re.split("[:：]", re.sub(r"^\s*其中\s*[:：]", "", cell.text))[0])
        unit = match["unit"] or self.unit
        value = cell_number(match["value"], unit)
        if not key_of(fold_text(label))[0] or not isinstance(value, Money):
            return None
        value = Money(value.value, value.unit, value.cny, match["value"])
        # The form divides the year's money by origin and by use once it is spent.
        return Figure(cell, label, (), Column("final", "", None, unit), value, False)

    def _classified(self, row: tuple[Cell, ...], folded: dict[int, str], label: str, named: Cell) -> tuple[str, tuple[str, ...]]:
        """Return the row's label and path below its classes, where their code stands before the label."""
        if label in _SUM_ROWS:
            return label, ()
        # Two halves side by side have codes of their own; some forms leave a column between code and name.
        before = [cell for cell in row if cell.column < named.column and _CODE.fullmatch(folded[cell.column])]
        if not before:
            return label, ()
        code = folded[before[-1].column]
        above = [(upper, name) for upper, name in self.codes.get(before[-1].column, ()) if code.startswith(upper) and upper != code]
        self.codes[before[-1].column] = [*above, (code, label)]
        path = tuple(name for _, name in self.codes[before[-1].column])
        return path_label(path), path


@cache
def _columns() -> tuple[tuple[re.Pattern[str], Measure | None], ...]:
    """Return the words of column names with the measure they say, in file order: 比预算数增减 is a change, 增减% nothing."""
    means: dict[str, Measure] = {measure: measure for measure in get_args(Measure)}
    return tuple((re.compile(row["pattern"]), means.get(row["means"])) for row in rows("account_words") if row["place"] == "column")


@lru_cache(maxsize=4096)
def _column(word: str) -> Column | None:
    """Return what a column name says, or None where it names neither a measure nor an account."""
    if len(word) > _LONGEST_COLUMN:
        return None
    unit = next((match[1] or match[2] for match in _UNIT.finditer(word)), "")
    bare = _UNIT.sub("", word)
    year = _YEAR.search(bare)
    said = _YEAR.sub("", bare).strip("的")
    for pattern, measure in _columns():
        if pattern.fullmatch(said):
            return None if measure is None else Column(measure, "", int(year[1]) if year else None, unit)
    if len(said) <= 24 and key_of(said)[0]:
        return Column(None, said, int(year[1]) if year else None, unit)
    return None


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


def _below(above: Column, column: Column) -> Column:
    """Return what a column holds under two header cells, the lower one deciding where both speak."""
    # 小计 below 公务用车购置及运行费 is the whole of what stands above it.
    sums = column.concept in _SUM_ROWS and above.concept
    return replace(above, concept=above.concept if sums else column.concept or above.concept, measure=column.measure or above.measure)


def _dash(word: str) -> bool:
    return not word.strip("-—–/")


def _printed_label(text: str) -> str:
    words = "".join(text.split())
    words = re.sub(r"[（(](?:亿元|百万元|万元|千元|元)[）)]$", "", words)
    return _LABEL.sub("", words.translate({0xFF1A: ":", 0xFF1B: ";"})).strip(":;")
