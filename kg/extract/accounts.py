"""The unit's own accounts: every amount of prose and tables by concept, measure and year."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.account_concepts import concept
from kg.extract.account_prose import statements
from kg.extract.account_statements import Statement, fund_named
from kg.extract.account_tables import table_amounts
from kg.facts import Amount
from kg.recognise.reading import Reading


def accounts(reading: Reading) -> Iterator[Amount]:
    """Yield each figure of the unit's own accounts once, prose first, then tables.

    A report says the same figure again in a summary, a table and an annex. That is one fact: same account, path, measure, year and amount,
    and no other fund. A figure of a statutory table is a fact of that table: 收入决算表 says where the money of a class comes from,
    支出决算表 what it went to, so that it is not the same figure again. It rests on the first place that states it. An account whose own
    words name its fund (一般公共预算财政拨款基本支出) is not the account without one (基本支出).
    """
    seen: dict[tuple[object, ...], set[str]] = {}
    for amount, statement in (*_prose(reading), *table_amounts(reading)):
        if statement:
            yield amount
            continue
        key = (amount.concept.key, fund_named(amount.concept.label), amount.functional_path, amount.measure, amount.year, amount.money.cny)
        funds = seen.setdefault(key, set())
        if funds and (not amount.fund or "" in funds or amount.fund in funds):
            continue
        funds.add(amount.fund)
        yield amount


def _prose(reading: Reading) -> Iterator[tuple[Amount, str]]:
    for statement in statements(reading):
        if statement.role == "amount":
            yield _amount(reading, statement), ""


def _amount(reading: Reading, statement: Statement) -> Amount:
    return Amount(
        evidence=reading.report.evidence(statement.span),
        extractor="accounts",
        subject=reading.report.unit,
        concept=concept(statement.subject.label),
        functional_path=statement.subject.path,
        measure=statement.measure,
        year=statement.year,
        money=statement.money,
        fund=statement.fund,
    )
