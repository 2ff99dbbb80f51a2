"""Named lines of project expenditure and special funds, each with its amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kg.extract.account_clauses import prose_lines
from kg.extract.account_fund import is_part
from kg.extract.account_prose import statements
from kg.extract.account_statements import Statement, fund_above
from kg.extract.evaluated import projects
from kg.extract.item_lines import details
from kg.extract.item_lists import announced, announced_numbers
from kg.extract.item_names import LONGEST_NAME, SURE_FUND, name_of
from kg.extract.item_prose import Found, ItemLine, purpose_after
from kg.extract.item_tables import item_rows
from kg.facts import BudgetItem
from kg.model import Evidence, Span, cell_place
from kg.recognise.reading import Reading
from kg.structure.numbering import marker
from kg.values import Money

# Words any project's name may hold, so that sharing them does not make two names one.
_COMMON: Final = re.compile(r"项目|专项|资金|经费|支出|工作|建设|发展|费用|产业|补助|补贴")
# What arrived is neither planned nor spent, and an investment is not all public money.
_NEITHER: Final = re.compile("到位|到账|收到|落实|筹|争取|投资|投入|概算|规模|^合计|/")
_ENDING: Final = re.compile(r"(?:项目|经费|支出|资金|专项)+$")


def budget_items(reading: Reading) -> Iterator[BudgetItem]:
    """Yield each named item with each amount stated for it, once: a later section that repeats name and amount is the same item."""
    yield from items(reading)


def items(reading: Reading) -> tuple[BudgetItem, ...]:
    """Return the same items, worked out once a reading."""
    return reading.once(_all)


def _all(reading: Reading) -> tuple[BudgetItem, ...]:
    return tuple(_items(reading))


def _items(reading: Reading) -> Iterator[BudgetItem]:
    kept: dict[Decimal, list[Found]] = {}
    listed = (*_announced(reading), *(found for found in _prose(reading) if not _listed_at(reading, found)))
    # A summary speaks of a project in the list again, under words and sums of its own: the list says what the line is.
    summed = [found for found in _summed_up(reading) if not any(_words(found.name) & _words(other.name) for other in listed)]
    summed += [found for name in projects(reading) for found in _evaluated(reading, name)]
    prose = sorted((*listed, *summed), key=lambda found: found.span)
    for found, cell in (*((found, "") for found in prose), *_tables(reading)):
        equal = kept.setdefault(found.money.cny, [])
        if not any(_same(found, other) for other in equal):
            equal.append(found)
            yield _item(reading, found, reading.report.evidence(found.span, cell))


def _announced(reading: Reading) -> Iterator[Found]:
    """Yield the entries of listings that a report announces."""
    for entry in announced(reading):
        if isinstance(entry.number.value, Money):
            line = Span(entry.span.start, _end_of_line(reading.text, entry.span.end))
            purpose = purpose_after(reading, entry.span.end, line)
            yield Found(entry.name, entry.number.value, entry.span, fund_above(reading, entry.span.start), purpose)


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _listed_at(reading: Reading, found: Found) -> bool:
    """Return whether the amount of an item is that of an entry of an announced listing."""
    return any(number.span in announced_numbers(reading) for number in reading.numbers_in(found.span))


def _summed_up(reading: Reading) -> Iterator[Found]:
    """Yield the projects whose budget and expenditure prose gives by name: what was spent, and the budget where nothing else is given."""
    stated: dict[int, list[Statement]] = {}
    for statement in statements(reading):
        if statement.subject.item and statement.role == "amount" and "/" not in statement.subject.label:
            stated.setdefault(statement.subject.start, []).append(statement)
    for figures_of in stated.values():
        chosen = next((s for measure in ("final", "adjusted", "budget") for s in figures_of if s.measure == measure), None)
        if chosen is not None:
            yield Found(chosen.subject.label, chosen.money, chosen.span, chosen.fund)


def _evaluated(reading: Reading, name: str) -> Iterator[Found]:
    """Yield the fund that a report on one project evaluates: what was spent of it, and its budget as it last stood."""
    said = [statement for statement in statements(reading) if statement.subject.label.startswith(f"{name}/")]
    told = [s for s in said if s.role == "amount" and s.whole is None and not _NEITHER.search(_words_of(s)) and not is_part(_words_of(s))]
    # What was spent in all is more than what was spent at a time; the budget is named before it is explained.
    spent = max((s for s in told if s.measure == "final"), key=lambda s: s.money.cny, default=None)
    planned = next((s for measure in ("adjusted", "budget") for s in told if s.measure == measure), None)
    for chosen in (spent, planned):
        if chosen is not None:
            yield Found(name, chosen.money, chosen.span, chosen.fund)


def _words_of(statement: Statement) -> str:
    return statement.subject.label.partition("/")[2]


def _item(reading: Reading, found: Found, evidence: Evidence) -> BudgetItem:
    return BudgetItem(
        evidence=evidence,
        extractor="budget_items",
        name=found.name,
        money=found.money,
        year=reading.report.fiscal_year,
        fund=found.fund,
        purpose=found.purpose,
    )


def _same(found: Found, other: Found) -> bool:
    """Return whether two names of one amount are one item."""
    if found.name == other.name:
        return True
    # The detailed section words names anew (航空支出, 航空项目); the same amount and a shared word make it the same line.
    short, long = sorted((_ENDING.sub("", found.name), _ENDING.sub("", other.name)), key=len)
    if len(short) > 3 and _keeps_order(short, long):
        return True
    return found.detail and (short in long or bool(_words(found.name) & _words(other.name)))


def _keeps_order(short: str, long: str) -> bool:
    """Return whether a name is another with words left out (企业奖补资金, 企业扶持奖补资金)."""
    rest = iter(long)
    return all(char in rest for char in short)


def _words(name: str) -> frozenset[str]:
    bare = _COMMON.sub(" ", name)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1) if " " not in bare[i : i + 2])


def _prose(reading: Reading) -> Iterator[Found]:
    heading_of = {line.start: heading for line, heading in details(reading)}
    last = ""
    for line in prose_lines(reading):
        numbers = reading.numbers_in(line)
        if not any(isinstance(number.value, Money) for number in numbers):
            # A project's own heading may stand alone; 该专项资金 below then speaks of it.
            last = _heading_name(reading, line) or last
            continue
        if line.start in heading_of:
            if (heading := heading_of[line.start]) is not None and (found := _detail(reading, line, heading)) is not None:
                yield found
            continue
        for found in ItemLine(reading, line, last).found():
            last = found.name
            yield found


def _heading_name(reading: Reading, line: Span) -> str:
    text = reading.text[line.start : line.end]
    if len(line) > LONGEST_NAME or "，" in text:
        return ""
    name = name_of(text.rstrip("：:。"))
    return name if SURE_FUND.fullmatch(name) else ""


def _detail(reading: Reading, line: Span, heading: Span) -> Found | None:
    """Return the item whose heading stands on the line before and whose amount opens this one."""
    number = next((n for n in reading.numbers_in(line) if isinstance(n.value, Money)), None)
    text = reading.text[heading.start : heading.end]
    mark = marker(text)
    start = heading.start + (mark.end if mark else 0)
    amounts = [n for n in reading.numbers_in(Span(start, heading.end)) if isinstance(n.value, Money)]
    name = name_of(reading.text[start : amounts[0].span.start if amounts else heading.end].rstrip("。：: "))
    if number is None or not isinstance(number.value, Money) or not name:
        return None
    return Found(
        name,
        number.value,
        Span(start, number.span.end),
        fund_above(reading, line.start),
        purpose_after(reading, number.span.end, line),
        True,
    )


def _tables(reading: Reading) -> Iterator[tuple[Found, str]]:
    """Yield the projects of tables that name one a row, with what was budgeted, handed out and spent."""
    for index, table in enumerate(reading.report.tables):
        for row in item_rows(table):
            yield Found(row.name, row.money, row.cell.span, ""), cell_place(index, row.cell)
