"""The fund or project a report evaluates, from invented titles."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.extract.accounts import accounts
from kg.extract.budget_items import budget_items
from kg.extract.evaluated import evaluated
from kg.read import read
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences


def _reading(folder: Path, title: str, body: str = "一、概况\n青禾县民政局负责。") -> Reading:
    path = folder / "report.txt"
    path.write_text(f"{title}\n\n{body}\n", encoding="utf-8")
    report = structure(read(path))
    return Reading(report, (), numbers(report), tuple(sentences(report.text)))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("青禾县民政局2023年度困难群众救助补助资金绩效自评报告", "困难群众救助补助资金"),
        ("关于2022年度“智慧城管”平台运维项目绩效自评情况的报告", "智慧城管平台运维项目"),
        ("2021年老旧小区改造项目绩效自评报告", "老旧小区改造项目"),
        ("青禾县水利局2023年度项目支出绩效自评报告", ""),
        ("青禾县水利局2023年度部门整体支出绩效自评报告", ""),
        ("青禾县水利局2023年度部门决算", ""),
    ],
)
def test_the_name_in_the_title(tmp_path: Path, title: str, name: str) -> None:
    assert evaluated(_reading(tmp_path, title)) == name


def test_the_figures_of_the_report_are_the_fund_s(tmp_path: Path) -> None:
    body = "二、资金情况\n年初预算86万元，其中县级财政76万元；11月调减4万元，调整后预算82万元。实际支出79万元，结余3万元。"
    reading = _reading(tmp_path, "青禾县民政局2023年度养老服务专项资金绩效自评报告", body)
    assert [(a.concept.label, a.measure, a.money.cny / 10_000) for a in accounts(reading)] == [
        ("养老服务专项资金/年初预算", "budget", Decimal(86)),
        ("养老服务专项资金/县级财政", "budget", Decimal(76)),
        ("养老服务专项资金/调减", "change", Decimal(-4)),
        ("养老服务专项资金/调整后预算", "adjusted", Decimal(82)),
        ("养老服务专项资金/实际支出", "final", Decimal(79)),
        ("养老服务专项资金/结余", "carryover", Decimal(3)),
    ]
    items = [(item.name, item.money.cny / 10_000) for item in budget_items(reading) if item.money is not None]
    assert items == [("养老服务专项资金", Decimal(82)), ("养老服务专项资金", Decimal(79))]
