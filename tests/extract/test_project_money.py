"""The money of one project or fund under evaluation, in the wording and the forms of several provinces, all invented."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.account_fund import batches, is_part, trimmed
from kg.extract.accounts import accounts
from kg.extract.budget_items import budget_items
from kg.read import read
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences

_TITLE = "岚溪县水利局2022年度河道清淤项目支出绩效自评报告"
_NAME = "河道清淤项目"


def _reading(folder: Path, body: str, title: str = _TITLE) -> Reading:
    path = folder / "report.txt"
    path.write_text(f"{title}\n\n{body}\n", encoding="utf-8")
    report = structure(read(path))
    return Reading(report, (), numbers(report), tuple(sentences(report.text)))


def _amounts(reading: Reading) -> list[tuple[str, str, Decimal]]:
    return [(a.concept.label.removeprefix(f"{_NAME}/"), a.measure, a.money.cny / 10_000) for a in accounts(reading)]


def _items(reading: Reading) -> list[tuple[str, Decimal]]:
    return [(item.name, item.money.cny / 10_000) for item in budget_items(reading) if item.money is not None]


def test_an_investment_and_whose_money_it_is(tmp_path: Path) -> None:
    body = "一、项目资金情况\n项目概算总投资960万元，资金来源为：中央预算内投资500万元，省级配套200万元，县本级160万元，群众自筹100万元。"
    assert _amounts(_reading(tmp_path, body)) == [
        ("项目概算总投资", "budget", Decimal(960)),
        ("中央预算内投资", "budget", Decimal(500)),
        ("省级配套", "budget", Decimal(200)),
        ("县本级", "budget", Decimal(160)),
        ("群众自筹", "budget", Decimal(100)),
    ]


@pytest.mark.parametrize(
    ("clause", "label", "measure"),
    [
        ("2022年县财政批复我局该项目预算资金", "县财政批复我局该项目预算资金", "budget"),
        ("省财政厅下达我县水利发展补助资金", "省财政厅下达我县水利发展补助资金", "budget"),
        ("截至2022年12月底，累计拨付到位资金", "累计拨付到位资金", "final"),
        ("全年共支出项目资金", "全年共支出项目资金", "final"),
        ("应到位资金", "应到位资金", "budget"),
        ("截止目前完成支付", "截止目前完成支付", "final"),
        ("专项资金总盘子", "专项资金总盘子", "budget"),
    ],
)
def test_the_whole_in_many_words(tmp_path: Path, clause: str, label: str, measure: str) -> None:
    found = _amounts(_reading(tmp_path, f"二、项目资金使用及管理情况\n{clause}350万元。"))
    assert [(measure, money) for _, measure, money in found] == [(measure, Decimal(350))]
    assert found[0][0].endswith(label.removeprefix("全年").removeprefix("截止目前"))


@pytest.mark.parametrize(
    "clause",
    ["全县企业投入技改资金", "撬动社会资本", "受益农户增收", "银行发放贷款", "某某合作社投资建成泵站，总投资", "发放困难学生资助"],
)
def test_the_money_of_others_is_not_the_project_s(tmp_path: Path, clause: str) -> None:
    reading = _reading(tmp_path, f"三、项目绩效情况\n{clause}350万元。")
    assert _amounts(reading) == []
    assert _items(reading) == []


def test_batches_by_number_and_in_order(tmp_path: Path) -> None:
    body = (
        "二、资金下达情况\n县本级资金分两批下达：第一批120万元，用于疏浚；第二批80万元9月下达。\n省级资金两批到账，分别为60万元、40万元。"
    )
    assert _amounts(_reading(tmp_path, body)) == [
        ("县本级资金第一批", "budget", Decimal(120)),
        ("县本级资金第二批", "budget", Decimal(80)),
        ("省级资金第一批", "final", Decimal(60)),
        ("省级资金第二批", "final", Decimal(40)),
    ]


def test_what_is_left_pays_for_nothing_and_a_new_sentence_divides_what_was_spent(tmp_path: Path) -> None:
    body = "二、资金使用情况\n全年实际支出项目资金300万元，结余50万元。其中：河道疏浚210万元，护岸加固补助90万元。"
    reading = _reading(tmp_path, body)
    assert ("结余", "carryover", Decimal(50)) in _amounts(reading)
    assert _items(reading) == [(_NAME, Decimal(300)), ("河道疏浚", Decimal(210)), ("护岸加固补助", Decimal(90))]
    left = _reading(tmp_path, "二、资金使用情况\n实际支出300万元，未拨付50万元结转下年使用，其中河道疏浚30万元、护岸加固20万元。")
    assert _items(left) == [(_NAME, Decimal(300))]


def test_a_sum_is_of_no_part(tmp_path: Path) -> None:
    body = "二、资金情况\n省财政厅下达我县补助资金600万元，县财政配套200万元，共计800万元。"
    assert [label for label, _, money in _amounts(_reading(tmp_path, body)) if money == 800] == ["合计"]


def test_a_heading_announces_what_the_fund_is_divided_into(tmp_path: Path) -> None:
    lines = "二、资金使用情况\n（一）河道疏浚支出410万元。\n（二）水质检测费用26.5万元。\n（三）宣传培训支出12万元。"
    assert _items(_reading(tmp_path, lines)) == [("河道疏浚", Decimal(410)), ("水质检测费用", Decimal("26.5")), ("宣传培训", Decimal(12))]
    inline = "一、项目概况\n（三）资金构成。河道疏浚补助410万元；水质检测费26.5万元。"
    assert _items(_reading(tmp_path, inline)) == [("河道疏浚补助", Decimal(410)), ("水质检测费", Decimal("26.5"))]


def test_one_project_below_each_heading(tmp_path: Path) -> None:
    body = (
        "一、各项目资金情况\n（一）公厕管护项目\n年初预算80万元，实际支出76万元。\n"
        "（二）路灯养护经费\n预算资金60万元，支出60万元，结余0元。"
    )
    reading = _reading(tmp_path, body, "岚溪县城市管理局2022年度项目支出绩效自评报告")
    assert [(a.concept.label, a.measure) for a in accounts(reading)][:3] == [
        ("公厕管护项目/年初预算", "budget"),
        ("公厕管护项目/实际支出", "final"),
        ("路灯养护经费/预算资金", "budget"),
    ]
    assert _items(reading) == [
        ("公厕管护项目", Decimal(80)),
        ("公厕管护项目", Decimal(76)),
        ("路灯养护经费", Decimal(60)),
    ]


def test_the_project_of_the_cover_is_the_evaluated_one(tmp_path: Path) -> None:
    reading = _reading(tmp_path, "项目名称：公厕管护项目\n\n一、资金情况\n实际支出76万元。", "2022年度项目支出绩效自评报告")
    assert [a.concept.label for a in accounts(reading)] == ["公厕管护项目/实际支出"]


def test_lists_of_projects_give_their_sum_and_whose_money_it_is(tmp_path: Path) -> None:
    body = (
        "（二）重点资金（单位：万元）\n\n| 资金名称 | 中央 | 省级 | 合计 | 实际支出 |\n|---|---|---|---|---|\n"
        "| 河道疏浚 | 30 | 20 | 50 | 48 |\n| 泵站养护 | 10 | 0 | 10 | 9 |\n| 合计 | 40 | 20 | 60 | 57 |\n"
    )
    found = [(a.concept.label, a.measure, a.money.value) for a in accounts(_reading(tmp_path, body, "岚溪县水利局2022年工作总结"))]
    assert ("河道疏浚/中央", "budget", Decimal(30)) in found
    assert [f for f in found if "合计" in f[0]] == [
        ("重点资金合计/中央", "budget", Decimal(40)),
        ("重点资金合计/省级", "budget", Decimal(20)),
        ("重点资金合计", "budget", Decimal(60)),
        ("重点资金合计", "final", Decimal(57)),
    ]


def test_a_form_with_names_and_figures_in_turn(tmp_path: Path) -> None:
    body = (
        "附件：项目支出绩效自评表\n预算执行情况（万元）\t预算数：\t56\t执行数：\t54.8\n"
        "\t其中：财政拨款\t50\t其中：财政拨款\t49\n\t其他资金\t6\t其他资金\t5.8\n"
    )
    found = [(label, measure, money) for label, measure, money in _amounts(_reading(tmp_path, body))]
    assert found == [
        ("预算数", "budget", Decimal(56)),
        ("执行数", "final", Decimal("54.8")),
        ("财政拨款", "budget", Decimal(50)),
        ("财政拨款", "final", Decimal(49)),
        ("其他资金", "budget", Decimal(6)),
        ("其他资金", "final", Decimal("5.8")),
    ]


def test_batches_are_counted_from_words() -> None:
    assert batches("省级资金分三批下达：") == ("省级资金第一批", "省级资金第二批", "省级资金第三批")
    assert batches("资金及时下达") == ()


@pytest.mark.parametrize("words", ["中央资金", "省级财政配套", "市本级", "第二批下达", "乡镇自筹"])
def test_sources_and_batches_are_parts(words: str) -> None:
    assert is_part(words)


@pytest.mark.parametrize("words", ["实际支出", "年初预算", "河道疏浚补助"])
def test_wholes_and_lines_are_no_parts(words: str) -> None:
    assert not is_part(words)


def test_words_that_lead_to_a_figure_are_taken_off() -> None:
    assert trimmed("累计支出共计") == "累计支出"
    assert trimmed("节约") == "节约"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="县级财政安排下达资金项目本第一批共计到位的（）、，省", min_size=0, max_size=200))
def test_hostile_words_are_read_in_time(words: str) -> None:
    assert isinstance(is_part(words), bool)
    assert isinstance(batches(words), tuple)
