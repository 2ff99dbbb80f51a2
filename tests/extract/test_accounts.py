"""Accounts in the wording and the tables of several provinces, all invented."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.extract.accounts import accounts
from kg.facts import Amount
from kg.read import read
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences


def _reading(folder: Path, text: str) -> Reading:
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    report = structure(read(path))
    return Reading(report, (), numbers(report), tuple(sentences(report.text)))


def _found(folder: Path, body: str, title: str = "2022年度云岭市水务局部门决算") -> list[Amount]:
    return list(accounts(_reading(folder, f"{title}\n\n一、收入支出决算总体情况说明\n{body}\n")))


def _said(amounts: list[Amount]) -> list[tuple[str, str, int | None, Decimal]]:
    return [(a.concept.label, a.measure, a.year, a.money.cny / 10_000) for a in amounts]


def test_a_total_its_change_and_its_parts_are_told_apart(tmp_path: Path) -> None:
    body = (
        "2022年度本年收入合计11,000.00万元，比上年减少1,000.00万元，下降8.33%，其中：财政拨款收入10,500.00万元，占95.45%；事业收入500万元。"
    )
    assert _said(_found(tmp_path, body)) == [
        ("本年收入合计", "final", 2022, Decimal("11000.00")),
        ("本年收入合计", "change", 2022, Decimal("-1000.00")),
        ("财政拨款收入", "final", 2022, Decimal("10500.00")),
        ("事业收入", "final", 2022, Decimal(500)),
    ]


def test_a_bracket_belongs_to_the_figure_before_it_and_leaves_no_trace(tmp_path: Path) -> None:
    body = "2022年度收、支总计900万元（收入总计含年初结转和结余5万元，支出总计含年末结转和结余7万元）。与上年相比，增加30万元，增长3.4%。"
    assert _said(_found(tmp_path, body)) == [
        ("收、支总计", "final", 2022, Decimal(900)),
        ("年初结转和结余", "carryover", 2022, Decimal(5)),
        ("年末结转和结余", "carryover", 2022, Decimal(7)),
        ("收、支总计", "change", 2022, Decimal(30)),
    ]


def test_the_heading_of_a_functional_class_names_the_figures_below_it(tmp_path: Path) -> None:
    body = "1.农林水支出（类）水利（款）水利工程建设（项）。\n\n年初预算为800.50万元，支出决算为900万元，完成年初预算的112.43%。"
    found = _found(tmp_path, body)
    assert _said(found) == [
        ("农林水支出/水利/水利工程建设", "budget", 2022, Decimal("800.50")),
        ("农林水支出/水利/水利工程建设", "final", 2022, Decimal(900)),
    ]
    assert found[0].functional_path == ("农林水支出", "水利", "水利工程建设")
    assert found[0].evidence.quote.startswith("农林水支出（类）")


def test_a_lower_class_named_alone_stands_below_the_class_before_it(tmp_path: Path) -> None:
    body = "“农林水支出”（类）2022年度决算100万元，比年初预算增加5万元。其中：\n“水利”（款）2022年度决算90万元，比年初预算减少1万元。"
    assert [(a.functional_path, a.measure) for a in _found(tmp_path, body)] == [
        (("农林水支出",), "final"),
        (("农林水支出",), "change"),
        (("农林水支出", "水利"), "final"),
        (("农林水支出", "水利"), "change"),
    ]


def test_a_heading_names_the_account_of_the_next_sentence(tmp_path: Path) -> None:
    body = "2．公务接待费。2022年决算数0.50万元，比2022年年初预算数2.00万元减少1.50万元。主要原因：厉行节约。"
    assert _said(_found(tmp_path, body)) == [
        ("公务接待费", "final", 2022, Decimal("0.50")),
        ("公务接待费", "budget", 2022, Decimal("2.00")),
        ("公务接待费", "change", 2022, Decimal("-1.50")),
    ]


def test_the_budget_of_the_whole_unit_and_what_was_spent_of_it(tmp_path: Path) -> None:
    body = "2022年度我局年初预算安排2,345.60万元，调整后预算数为2,567.80万元，实际支出2,500.10万元。"
    found = _found(tmp_path, body)
    assert [(a.concept.key, a.measure) for a in found] == [
        ("budget-funds", "budget"),
        ("budget-funds", "adjusted"),
        ("expenditure", "final"),
    ]


def test_the_unit_may_be_named_before_its_account(tmp_path: Path) -> None:
    assert _said(_found(tmp_path, "2022年云岭市水务局机关运行经费支出20.07万元。")) == [
        ("机关运行经费支出", "final", 2022, Decimal("20.07"))
    ]


def test_a_figure_of_the_year_before_is_the_previous_one(tmp_path: Path) -> None:
    assert _said(_found(tmp_path, "2021年度基本支出300万元。")) == [("基本支出", "previous", 2021, Decimal(300))]


def test_a_figure_said_again_is_one_fact_and_rests_on_its_first_place(tmp_path: Path) -> None:
    found = _found(tmp_path, "2022年度基本支出300万元。\n\n二、基本支出情况\n2022年度基本支出300.00万元。")
    assert len(found) == 1
    assert found[0].evidence.quote == "基本支出300万元"


def test_the_same_amount_of_two_funds_is_two_facts(tmp_path: Path) -> None:
    text = (
        "2022年度云岭市水务局部门整体支出绩效自评报告\n\n一、一般公共预算支出情况\n其中：项目支出50万元。\n\n"
        "二、政府性基金预算支出情况\n政府性基金预算财政拨款支出50万元，其中：项目支出50万元。\n"
    )
    funds = [a.fund for a in accounts(_reading(tmp_path, text)) if a.concept.key == "project-expenditure"]
    assert funds == ["一般公共预算", "政府性基金预算"]


@pytest.mark.parametrize(
    "body",
    [
        "全县一般公共预算收入完成8.5亿元，同比增长6%。",
        "全县财政支出45.6亿元，其中民生支出38亿元。",
        "规上企业实现总收入120亿元，为企业减免税费3,000万元。",
        "帮助企业向上争取项目资金6000万元。",
        "单位价值50万元以上的通用设备2台（套），资产总额300万元。",
        "城镇居民人均可支配收入3.5万元。",
    ],
)
def test_figures_of_others_are_no_accounts_of_the_unit(tmp_path: Path, body: str) -> None:
    text = f"2022年度云岭市发展和改革局工作总结\n\n一、主要工作成效\n{body}\n"
    assert list(accounts(_reading(tmp_path, text))) == []


def test_figures_in_the_sentence_after_a_class_are_the_classes(tmp_path: Path) -> None:
    body = "1.卫生健康支出（类）公共卫生（款）妇幼保健（项）。主要用于：人员支出、公用支出。全年预算为52.00万元，支出决算为51.32万元。"
    assert _said(_found(tmp_path, body)) == [
        ("卫生健康支出/公共卫生/妇幼保健", "adjusted", 2022, Decimal("52.00")),
        ("卫生健康支出/公共卫生/妇幼保健", "final", 2022, Decimal("51.32")),
    ]


def test_a_section_that_explains_one_account_names_its_bare_figures(tmp_path: Path) -> None:
    body = "一、一般公共预算财政拨款支出决算情况说明\n（三）具体情况。年初预算为905.00万元，支出决算为960.83万元。"
    text = f"2022年度云岭市水务局部门决算\n\n{body}\n"
    assert _said(list(accounts(_reading(tmp_path, text)))) == [
        ("一般公共预算财政拨款支出", "budget", 2022, Decimal("905.00")),
        ("一般公共预算财政拨款支出", "final", 2022, Decimal("960.83")),
    ]


def test_income_and_expenditure_in_total_and_what_both_changed_by(tmp_path: Path) -> None:
    body = "2022年度收入总计318.67万元，支出总计318.67万元。与2021年度相比，收、支总计各增加26.35万元，增长9.01%。"
    assert _said(_found(tmp_path, body)) == [
        ("收入总计", "final", 2022, Decimal("318.67")),
        ("支出总计", "final", 2022, Decimal("318.67")),
        ("收、支总计", "change", 2022, Decimal("26.35")),
    ]


def test_a_change_belongs_to_this_year_whatever_year_it_is_measured_by(tmp_path: Path) -> None:
    body = "机关运行经费支出10.23万元，比2021年度增加1.20万元。"
    assert [(a.measure, a.year) for a in _found(tmp_path, body)] == [("final", 2022), ("change", 2022)]


def test_after_a_list_of_parts_a_semicolon_leads_back_to_the_whole(tmp_path: Path) -> None:
    parts = "其中一般公共预算拨款382.50万元，政府性基金预算拨款100.00万元"
    body = f"2022年年初预算批复收入482.50万元，{parts}；年中调整追加37.24万元，全年预算数519.74万元。"
    found = _found(tmp_path, body)
    assert [(a.concept.key, a.measure, a.money.cny / 10_000) for a in found] == [
        ("income", "budget", Decimal("482.50")),
        ("general-public-budget-income", "budget", Decimal("382.50")),
        ("government-fund-income", "budget", Decimal("100.00")),
        ("budget-adjustment", "change", Decimal("37.24")),
        ("budget-funds", "adjusted", Decimal("519.74")),
    ]


def test_a_paragraph_on_a_fund_says_later_what_was_spent_and_left_of_it(tmp_path: Path) -> None:
    parts = "甲病防治补助资金320万元，乙校改造资金240万元"
    body = f"全年下达财政专项资金560万元，包括{parts}。全年实际支出492.8万元，执行率88%，结转下年67.2万元。"
    found = [a for a in _found(tmp_path, body) if a.concept.label == "财政专项资金"]
    assert [(a.measure, a.money.cny / 10_000) for a in found] == [
        ("budget", Decimal(560)),
        ("final", Decimal("492.8")),
        ("carryover", Decimal("67.2")),
    ]


def test_a_project_named_before_its_budget_has_the_figures(tmp_path: Path) -> None:
    body = "1.湖岸步道修缮项目。全年预算数420万元，执行数386.58万元，执行率92.04%。修缮步道3公里。"
    assert _said(_found(tmp_path, body)) == [
        ("湖岸步道修缮项目", "adjusted", 2022, Decimal(420)),
        ("湖岸步道修缮项目", "final", 2022, Decimal("386.58")),
    ]


def test_parts_told_by_their_place_are_parts_of_one_total(tmp_path: Path) -> None:
    parts = "第一部分支付合计约为50万元，主要用于管网维修。第二部分支付合计约为70万元，主要用于水质监测。"
    body = f"2022年决算项目支出120万元；分两部分组成：{parts}"
    assert _said(_found(tmp_path, body)) == [
        ("项目支出", "final", 2022, Decimal(120)),
        ("项目支出/第一部分", "final", 2022, Decimal(50)),
        ("项目支出/第二部分", "final", 2022, Decimal(70)),
    ]


def test_what_was_added_in_the_year_leaves_the_budget_the_subject(tmp_path: Path) -> None:
    body = "年初部门预算安排980.20万元，年中追加54.30万元，调整后预算1,034.50万元，年末结转24.39万元。"
    assert _said(_found(tmp_path, body)) == [
        ("年初部门预算安排", "budget", 2022, Decimal("980.20")),
        ("年中追加", "change", 2022, Decimal("54.30")),
        ("调整后预算", "adjusted", 2022, Decimal("1034.50")),
        ("年末结转", "carryover", 2022, Decimal("24.39")),
    ]


def test_expenditure_is_no_figure_of_income(tmp_path: Path) -> None:
    body = "2022年收入预算1,200万元，支出预算1,100万元。收入决算1,180万元，支出决算1,050万元。"
    assert [(a.concept.key, a.measure) for a in _found(tmp_path, body)] == [
        ("income", "budget"),
        ("expenditure", "budget"),
        ("income", "final"),
        ("expenditure", "final"),
    ]


def test_a_section_on_project_money_gives_its_parts_by_origin(tmp_path: Path) -> None:
    body = "截至2022年底，实际支出3,312万元，结余资金288万元。其中：中央资金支出3,200万元，县级配套资金支出112万元。"
    text = f"2022年度云岭市水务局灌区改造项目支出绩效自评报告\n\n二、项目资金执行情况\n{body}\n"
    assert _said(list(accounts(_reading(tmp_path, text)))) == [
        ("灌区改造项目/实际支出", "final", 2022, Decimal(3312)),
        ("灌区改造项目/结余资金", "carryover", 2022, Decimal(288)),
        ("灌区改造项目/中央资金", "final", 2022, Decimal(3200)),
        ("灌区改造项目/县级配套资金", "final", 2022, Decimal(112)),
    ]


def test_a_project_summary_speaks_of_the_project(tmp_path: Path) -> None:
    body = "河道清淤项目绩效自评综述：根据年初设定的目标，自评得分为95分。全年预算数为500万元，执行数为480万元，完成预算的96%。"
    assert _said(_found(tmp_path, body)) == [
        ("河道清淤项目", "adjusted", 2022, Decimal(500)),
        ("河道清淤项目", "final", 2022, Decimal(480)),
    ]


def test_the_amount_of_one_project_is_not_the_project_expenditure_of_the_unit(tmp_path: Path) -> None:
    text = "2022年度云岭市水务局部门整体支出绩效自评报告\n\n一、项目支出绩效情况\n（1）河道清淤项目\n项目支出25万元，完成清淤。\n"
    assert list(accounts(_reading(tmp_path, text))) == []


def test_columns_of_a_base_table_give_measure_and_year(tmp_path: Path) -> None:
    text = (
        "2022年度云岭市水务局部门整体支出绩效自评报告\n\n附件1\n基础数据表\n"
        "| 经费控制情况（万元） | 2021年决算数 | 2022年预算数 | 2022年决算数 |\n|---|---|---|---|\n"
        "| 三公经费 | 4.25 | 3.50 | 0.14 |\n| 其中：公务接待费 | —— |  | 0.14 |\n"
    )
    assert _said(list(accounts(_reading(tmp_path, text)))) == [
        ("三公经费", "previous", 2021, Decimal("4.25")),
        ("三公经费", "budget", 2022, Decimal("3.50")),
        ("三公经费", "final", 2022, Decimal("0.14")),
        ("公务接待费", "final", 2022, Decimal("0.14")),
    ]


def test_the_unit_of_measure_stands_in_the_column(tmp_path: Path) -> None:
    text = (
        "2022年度云岭市水务局部门决算\n\n预决算差异表\n"
        "| 项目 | 决算数(元) | 预算数(元) | 比预算数增减 | 增减% |\n|---|---|---|---|---|\n"
        "| 收入 | 19,040,215.35 | 7,000,581.64 | 12,039,633.71 | 171.98 |\n"
    )
    found = list(accounts(_reading(tmp_path, text)))
    assert [(a.measure, a.money.cny, a.money.original) for a in found] == [
        ("final", Decimal("19040215.35"), "19,040,215.35"),
        ("budget", Decimal("7000581.64"), "7,000,581.64"),
        ("change", Decimal("12039633.71"), "12,039,633.71"),
    ]
    assert all(a.evidence.quote == a.money.original and a.evidence.cell for a in found)


def test_accounts_in_columns_and_classes_in_rows(tmp_path: Path) -> None:
    text = (
        "2022年度云岭市水务局部门决算\n\n支出决算表\n单位：万元\n"
        "| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n"
        "| 合计 | 合计 | 90.30 | 50.30 | 40.00 |\n| 213 | 农林水支出 | 90.30 | 50.30 | 40.00 |\n| 21303 | 水利 | 90.30 | 50.30 | 40.00 |\n"
    )
    found = list(accounts(_reading(tmp_path, text)))
    assert [(a.concept.key, a.functional_path) for a in found[:3]] == [
        ("expenditure-of-year", ()),
        ("basic-expenditure", ()),
        ("project-expenditure", ()),
    ]
    assert found[-1].functional_path == ("农林水支出", "水利")
    assert found[-1].concept.key == "project-expenditure"


def test_a_table_without_unit_of_measure_gives_no_amount(tmp_path: Path) -> None:
    text = "2022年度云岭市水务局部门决算\n\n情况表\n| 项目 | 决算数 |\n|---|---|\n| 基本支出 | 50.30 |\n"
    assert list(accounts(_reading(tmp_path, text))) == []


def test_every_quote_stands_where_it_says(tmp_path: Path) -> None:
    reading = _reading(
        tmp_path, "2022年度云岭市水务局部门决算\n\n“三公”经费财政拨款支出预算为0.5万元，支出决算为0.12万元，完成预算的24.0%。\n"
    )
    found = list(accounts(reading))
    assert found
    for amount in found:
        assert reading.text[amount.evidence.span.start : amount.evidence.span.end] == amount.evidence.quote


def test_a_long_run_of_account_words_is_read_in_little_time(tmp_path: Path) -> None:
    assert _found(tmp_path, "支出预算安排" * 20_000 + "100万元。") == []


def _brief(amounts: list[Amount]) -> list[tuple[str, str, Decimal]]:
    return [(a.concept.label, a.measure, a.money.cny / 10_000) for a in amounts]


def test_a_telegraphic_line_names_its_account_before_a_colon(tmp_path: Path) -> None:
    body = "收入：812.50万元。财政拨款800万元，其他12.50万元。\n支出：790万元。\n结转：22.50万元。\n同比：支出增加30.20万元。"
    assert _brief(_found(tmp_path, body)) == [
        ("收入", "final", Decimal("812.50")),
        ("财政拨款", "final", Decimal(800)),
        ("其他", "final", Decimal("12.50")),
        ("支出", "final", Decimal(790)),
        ("结转", "carryover", Decimal("22.50")),
        ("支出", "change", Decimal("30.20")),
    ]


def test_income_and_expenditure_side_by_side_are_the_units_own(tmp_path: Path) -> None:
    report = "2022年云岭市水务局工作总结\n\n六、算账\n全年收入910.6万元，支出902.3万元。\n园区收入达到30亿元，利税2亿元。\n"
    assert _brief(list(accounts(_reading(tmp_path, report)))) == [
        ("收入", "final", Decimal("910.6")),
        ("支出", "final", Decimal("902.3")),
    ]


def test_a_code_of_the_classification_may_stand_before_a_name(tmp_path: Path) -> None:
    body = "208社会保障和就业支出116,028.40元，其中2080505机关事业单位基本养老保险缴费支出75,681.20元；"
    assert _brief(_found(tmp_path, body)) == [
        ("社会保障和就业支出", "final", Decimal("11.60284")),
        ("机关事业单位基本养老保险缴费支出", "final", Decimal("7.56812")),
    ]


def test_what_was_added_in_the_year_is_said_in_passing(tmp_path: Path) -> None:
    body = "年初预算为900万元，其中基本支出预算300万元、项目支出预算600万元；执行中经县人大批准追加100万元，调整后预算为1000万元。"
    assert _brief(_found(tmp_path, body))[-2:] == [("追加", "change", Decimal(100)), ("调整后预算", "adjusted", Decimal(1000))]


def test_a_heading_names_what_was_spent_in_all(tmp_path: Path) -> None:
    assert _brief(_found(tmp_path, "3.三公经费。全年支出23.18万元，比年初预算30万元节约6.82万元。")) == [
        ("三公经费", "final", Decimal("23.18")),
        ("三公经费", "budget", Decimal(30)),
        ("三公经费", "change", Decimal("-6.82")),
    ]


def test_a_price_is_no_account(tmp_path: Path) -> None:
    body = "政府采购支出总额80万元，其中：货物类50万元、服务类30万元；授予中小企业合同金额40万元；单价100万元（含）以上设备6台。"
    assert [a.concept.key for a in _found(tmp_path, body)] == [
        "procurement",
        "procurement-goods",
        "procurement-services",
        "procurement-from-smes",
    ]


def test_a_heading_before_its_text_names_the_account(tmp_path: Path) -> None:
    body = "三、“三公”经费　全年支出9.86万元，完成预算12万元的82.2%，比上年增加1.20万元。"
    assert _brief(_found(tmp_path, body)) == [
        ("“三公”经费", "final", Decimal("9.86")),
        ("“三公”经费", "budget", Decimal(12)),
        ("“三公”经费", "change", Decimal("1.20")),
    ]


def test_figures_in_the_order_of_their_names(tmp_path: Path) -> None:
    body = (
        "一、收支情况\n基本支出90万元，人员经费、公用经费分别为75.5万元、14.5万元。政府采购支出60万元，"
        "按货物、工程、服务依次为10万元、20万元和30万元。"
    )
    assert _brief(_found(tmp_path, body))[1:] == [
        ("人员经费", "final", Decimal("75.5")),
        ("公用经费", "final", Decimal("14.5")),
        ("政府采购支出", "final", Decimal(60)),
        ("货物", "final", Decimal(10)),
        ("工程", "final", Decimal(20)),
        ("服务", "final", Decimal(30)),
    ]


def test_a_level_reached_is_no_change(tmp_path: Path) -> None:
    found = _brief(_found(tmp_path, "一、收支情况\n公务接待费压减到4.86万元，“三公”经费控制在9万元。"))
    assert found == [("公务接待费", "final", Decimal("4.86")), ("“三公”经费", "final", Decimal(9))]


def test_the_account_behind_its_figure(tmp_path: Path) -> None:
    body = "一、收支情况\n支出决算100万元，其中人员经费70万元，公用经费10万元，余下20万元为项目支出。"
    assert _brief(_found(tmp_path, body))[-1] == ("项目支出", "final", Decimal(20))


def test_what_is_spent_of_a_fund_is_not_the_expenditure_of_the_unit(tmp_path: Path) -> None:
    body = "一、资金情况\n我局部门预算收入300万元，决算支出280万元。稳岗补助资金到位640万元，支出612万元，支出进度95.6%。"
    assert _brief(_found(tmp_path, body)) == [("部门预算收入", "budget", Decimal(300)), ("支出", "final", Decimal(280))]


def test_money_in_tables_of_firms_is_no_account(tmp_path: Path) -> None:
    table = "单位：万元\n序号\t承担单位\t项目名称\t下达资金\t实际支出\n1\t甲乙公司\t密封件研发\t120\t84\n2\t丙丁公司\t叶片研发\t60\t42\n"
    assert _found(tmp_path, f"三、资助情况\n{table}") == []


def test_the_money_of_projects_under_evaluation(tmp_path: Path) -> None:
    body = "三、预算绩效情况\n对9个项目开展绩效自评，共涉及财政资金2,690.54万元。某案涉及资金30万元。"
    assert _brief(_found(tmp_path, body)) == [("绩效自评共涉及财政资金", "final", Decimal("2690.54"))]


def test_a_comparison_with_nothing_before_it_is_left(tmp_path: Path) -> None:
    assert _found(tmp_path, "一、收支情况\n比年初预算20万元少5万元。") == []


def test_the_budget_of_the_whole_county_and_sums_by_town_are_no_accounts(tmp_path: Path) -> None:
    county = "2023年全县一般公共预算收支情况表\n单位：万元\n项目\t年初预算\t决算数\n税收收入\t300\t312\n教育支出\t820\t810\n"
    towns = "乡镇资金分配表\n单位：万元\n乡镇\t下达数\t支出数\n东河镇\t120\t110\n西河镇\t80\t80\n"
    assert _found(tmp_path, f"二、资金情况\n{county}\n{towns}") == []


def test_a_table_with_all_names_above_its_figures(tmp_path: Path) -> None:
    table = (
        "表2 “三公”经费支出表\n单位：万元\n合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n"
        "\t\t小计\t公务用车购置费\t公务用车运行费\t\n12.50\t0.00\t9.50\t0.00\t9.50\t3.00\n"
    )
    assert [(a.concept.key, a.money.cny / 10_000) for a in _found(tmp_path, f"二、决算表\n{table}")] == [
        ("three-public-expenditure", Decimal("12.5")),
        ("abroad-expenditure", Decimal(0)),
        ("vehicle-expenditure", Decimal("9.5")),
        ("vehicle-purchase-expenditure", Decimal(0)),
        ("vehicle-running-expenditure", Decimal("9.5")),
        ("reception-expenditure", Decimal(3)),
    ]


def test_what_is_compared_after_a_list_of_parts_is_their_whole(tmp_path: Path) -> None:
    body = "“三公”经费决算15万元，其中：公务用车运行费12万元；公务接待费3万元，接待20批次。与上年相比减少1万元，下降6.25%。"
    assert _brief(_found(tmp_path, body))[-1] == ("“三公”经费", "change", Decimal(-1))


def test_what_a_sentence_on_the_budget_divides_is_budgeted(tmp_path: Path) -> None:
    body = "一、收支情况\n县财政局批复我单位年初预算收入150万元、支出150万元，其中基本支出90万元、项目支出60万元。"
    assert {a.measure for a in _found(tmp_path, body)} == {"budget"}


def test_a_part_that_is_the_whole_has_its_figure(tmp_path: Path) -> None:
    body = "一、收支情况\n“三公”经费4.86万元，全部为公务接待费，低于6.5万元的预算数。"
    assert _brief(_found(tmp_path, body)) == [
        ("“三公”经费", "final", Decimal("4.86")),
        ("公务接待费", "final", Decimal("4.86")),
        ("“三公”经费", "budget", Decimal("6.5")),
    ]


def test_figures_of_an_entry_no_lexicon_knows_are_not_the_unit_s(tmp_path: Path) -> None:
    body = "一、支出决算情况\n3.社会保障和就业支出－民政管理事务－行政运行。年初预算为400万元，支出决算为420万元。"
    assert _found(tmp_path, body) == []


def test_words_before_a_colon_lead_to_the_figure(tmp_path: Path) -> None:
    body = "一、收支情况\n年初部门预算数：3,216.4万元，其中基本支出1,216.4万元；调整预算数：8,960.2万元；结转结余：239.6万元。"
    assert _brief(_found(tmp_path, body)) == [
        ("年初部门预算数", "budget", Decimal("3216.4")),
        ("基本支出", "budget", Decimal("1216.4")),
        ("调整预算数", "adjusted", Decimal("8960.2")),
        ("结转结余", "carryover", Decimal("239.6")),
    ]


def test_an_account_keeps_its_name_where_only_the_figure_changes(tmp_path: Path) -> None:
    body = "一、收支情况\n财政拨款支出年初预算数480万元，决算数538万元。"
    assert {a.concept.key for a in _found(tmp_path, body)} == {"fiscal-appropriation-expenditure"}


def test_what_is_divided_after_the_final_figure_was_spent(tmp_path: Path) -> None:
    body = (
        "一、收支情况\n2022年预算总额284万元，其中人员类125万元。全年支出决算309万元。按经济科目分：工资福利支出118万元，资本性支出63万元。"
    )
    assert [(label, measure) for label, measure, _ in _brief(_found(tmp_path, body))][-2:] == [
        ("工资福利支出", "final"),
        ("资本性支出", "final"),
    ]


def test_what_is_left_is_said_behind_its_figure(tmp_path: Path) -> None:
    body = "一、收支情况\n2022年预算总额284万元，支出决算259万元，剩余25万元结转下年使用。"
    assert _brief(_found(tmp_path, body))[-1] == ("结转下年", "carryover", Decimal(25))
    body = "一、收支情况\n2022年预算总额284万元，支出决算259万元，年末25万元未支付，结转2023年。"
    assert _brief(_found(tmp_path, body))[-1][1:] == ("carryover", Decimal(25))


def test_expenditure_beside_what_the_budget_handed_is_no_income(tmp_path: Path) -> None:
    body = "一、收支情况\n全年财政拨款312万元，支出306万元。"
    assert [label for label, _, amount in _brief(_found(tmp_path, body)) if amount == 306] == ["支出"]


def test_a_deed_alone_keeps_the_name_of_the_budget(tmp_path: Path) -> None:
    body = "一、收支情况\n全年部门预算112万元，执行109万元，执行率97.3%。"
    assert _brief(_found(tmp_path, body))[-1] == ("全年部门预算", "final", Decimal(109))


def test_why_the_budget_was_cut_is_not_what_was_cut(tmp_path: Path) -> None:
    body = "一、收支情况\n年初预算286万元，年中因压减一般性支出调减14万元，调整后预算272万元。"
    assert all("一般性" not in label for label, _, _ in _brief(_found(tmp_path, body)))
    assert [(measure, amount) for _, measure, amount in _brief(_found(tmp_path, body))] == [
        ("budget", Decimal(286)),
        ("change", Decimal(-14)),
        ("adjusted", Decimal(272)),
    ]


def test_accounts_that_another_includes(tmp_path: Path) -> None:
    body = "一、收支情况\n基本支出64万元，占50%。基本支出包括人员经费55万元和公用经费9万元。"
    assert _brief(_found(tmp_path, body))[-2:] == [("人员经费", "final", Decimal(55)), ("公用经费", "final", Decimal(9))]


def test_procurement_seen_by_kind(tmp_path: Path) -> None:
    body = "四、政府采购情况\n政府采购支出总额89万元，按类别看，货物4万元、工程67万元、服务18万元。"
    assert [amount for _, _, amount in _brief(_found(tmp_path, body))] == [Decimal(89), Decimal(4), Decimal(67), Decimal(18)]


def test_a_statutory_table_whose_caption_holds_the_unit_states_its_own_facts(tmp_path: Path) -> None:
    body = (
        "一、收支情况\n本年收入合计30.00万元，其中：其他收入2.00万元。\n表1 收入支出决算总表　　单位：万元\n"
        "收入项目|决算数|支出项目|决算数\n其他收入|2.00|卫生健康支出|6.00\n本年收入合计|30.00|本年支出合计|29.00\n"
    )
    assert [amount for label, _, amount in _brief(_found(tmp_path, body)) if label == "其他收入"] == [Decimal("2.00")] * 2


def test_the_parts_after_a_figure_of_last_year_are_this_year_s(tmp_path: Path) -> None:
    body = "2022年“三公”经费决算数17万元，2021年决算数19万元。其中，公务用车运行维护费15万元（上年16万元），公务接待费2万元。"
    assert _said(_found(tmp_path, body)) == [
        ("“三公”经费", "final", 2022, Decimal(17)),
        ("“三公”经费", "previous", 2021, Decimal(19)),
        ("公务用车运行维护费", "final", 2022, Decimal(15)),
        ("公务用车运行维护费", "previous", 2021, Decimal(16)),
        ("公务接待费", "final", 2022, Decimal(2)),
    ]


def test_a_budget_compared_with_is_no_account_of_its_own(tmp_path: Path) -> None:
    body = "2022年收入决算145万元，较年初预算124万元增加21万元。"
    assert _said(_found(tmp_path, body)) == [
        ("收入", "final", 2022, Decimal(145)),
        ("收入", "budget", 2022, Decimal(124)),
        ("收入", "change", 2022, Decimal(21)),
    ]


def test_a_fund_s_expenditure_stands_beside_its_income(tmp_path: Path) -> None:
    body = "政府性基金预算财政拨款收入26万元，支出25万元。"
    assert _said(_found(tmp_path, body)) == [
        ("政府性基金预算财政拨款收入", "final", 2022, Decimal(26)),
        ("政府性基金预算财政拨款支出", "final", 2022, Decimal(25)),
    ]


def test_changes_told_in_order_are_of_no_single_account(tmp_path: Path) -> None:
    body = "会议费支出3万元，培训费支出5万元，分别比上年减少0.6万元、0.8万元。"
    assert [measure for _, measure, _, _ in _said(_found(tmp_path, body))] == ["final", "final"]


def test_a_new_sentence_divides_the_whole_and_not_what_is_left(tmp_path: Path) -> None:
    body = "财政批复部门预算56万元，当年到位58万元，实际支出55万元，年末结余3万元。按资金来源划分，一般公共预算拨款50万元，政府性基金5万元"
    found = {label: measure for label, measure, _, _ in _said(_found(tmp_path, body))}
    assert found["一般公共预算拨款"] == found["政府性基金"] == "final"
    assert found["当年到位"] == "final"


def test_codes_of_classes_behind_their_names(tmp_path: Path) -> None:
    body = "一般公共预算财政拨款支出300万元，具体到项级科目：行政运行（2013801）200万元，比上年减少10万元；食品安全监管（2013816）100万元。"
    assert _said(_found(tmp_path, body))[1:] == [
        ("行政运行", "final", 2022, Decimal(200)),
        ("行政运行", "change", 2022, Decimal(-10)),
        ("食品安全监管", "final", 2022, Decimal(100)),
    ]


def test_rows_that_say_their_own_unit(tmp_path: Path) -> None:
    body = "| 指标 | 预算数 | 决算数 |\n|---|---|---|\n| 基本支出（万元） | 27 | 28 |\n| 在职人数（人） | 16 | 15 |"
    assert _said(_found(tmp_path, body)) == [("基本支出", "budget", 2022, Decimal(27)), ("基本支出", "final", 2022, Decimal(28))]


def test_the_categories_of_budget_projects_are_accounts(tmp_path: Path) -> None:
    body = "2022年年初预算安排32万元，其中：人员类项目支出24万元，运转类项目支出3万元，特定目标类项目支出5万元。"
    assert [a.concept.key for a in _found(tmp_path, body)][1:] == [
        "staff-category-expenditure",
        "running-category-expenditure",
        "target-category-expenditure",
    ]


def test_what_is_left_and_goes_back_is_carried_over_by_no_account(tmp_path: Path) -> None:
    body = "调整预算数541万元，全年支出519万元，剩余22万元由市财政收回。"
    assert _said(_found(tmp_path, body))[-1] == ("剩余", "carryover", 2022, Decimal(22))


def test_plain_words_for_spending(tmp_path: Path) -> None:
    body = "“三公”经费共花费11万元，比上年压减2万元。全年采购预算38万元，完成采购36万元。"
    found = [(label, measure) for label, measure, _, _ in _said(_found(tmp_path, body))]
    assert found == [("“三公”经费", "final"), ("“三公”经费", "change"), ("采购", "budget"), ("采购", "final")]


def test_a_heading_says_of_what_the_year_s_figure_is(tmp_path: Path) -> None:
    body = "五、“三公”经费。全年27万元，预算为31万元，其中接待1万元。"
    assert _said(_found(tmp_path, body)) == [
        ("“三公”经费", "final", 2022, Decimal(27)),
        ("“三公”经费", "budget", 2022, Decimal(31)),
        ("接待", "budget", 2022, Decimal(1)),
    ]
