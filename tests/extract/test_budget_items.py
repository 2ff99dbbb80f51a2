"""Named lines of project expenditure, in invented reports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.extract.budget_items import budget_items
from kg.facts import BudgetItem
from kg.read import read
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences


def _found(folder: Path, body: str) -> list[BudgetItem]:
    path = folder / "report.txt"
    path.write_text(f"2023年度青禾县民政局部门整体支出绩效自评报告\n\n{body}\n", encoding="utf-8")
    report = structure(read(path))
    reading = Reading(report, (), numbers(report), tuple(sentences(report.text)))
    found = list(budget_items(reading))
    for item in found:
        assert report.text[item.evidence.span.start : item.evidence.span.end] == item.evidence.quote
    return found


def _said(items: list[BudgetItem]) -> list[tuple[str, Decimal]]:
    return [(item.name, item.money.cny / 10_000) for item in items if item.money is not None]


def test_a_numbered_list_on_one_line(tmp_path: Path) -> None:
    body = "二、项目支出情况\n1.孤儿基本生活补助120万元；2.殡葬改革80.50万元；3.2023年敬老月经费5万元。"
    assert _said(_found(tmp_path, body)) == [
        ("孤儿基本生活补助", Decimal(120)),
        ("殡葬改革", Decimal("80.50")),
        ("2023年敬老月经费", Decimal(5)),
    ]


def test_the_purpose_follows_the_amount(tmp_path: Path) -> None:
    found = _found(tmp_path, "二、项目支出情况\n城乡低保补助资金1,500.00万元，主要用于发放城乡低保对象生活补助。")
    assert [(item.name, item.purpose) for item in found] == [("城乡低保补助资金", "发放城乡低保对象生活补助")]


def test_a_name_may_have_a_clause_of_its_own(tmp_path: Path) -> None:
    body = "二、项目支出情况\n一是养老服务体系建设专项，支出 115 万元，该专项坚持统筹安排。\n二是社会救助工作经费实际支出 11.48 万元。"
    assert _said(_found(tmp_path, body)) == [("养老服务体系建设专项", Decimal(115)), ("社会救助工作经费", Decimal("11.48"))]


def test_two_figures_of_one_item_are_two_facts_and_one_figure_twice_is_one(tmp_path: Path) -> None:
    body = "二、项目支出情况\n1.养老服务项目，预算安排300万元，实际支出280万元。\n2.殡葬改革项目，预算安排30万元，实际支出30万元。"
    assert _said(_found(tmp_path, body)) == [
        ("养老服务项目", Decimal(300)),
        ("养老服务项目", Decimal(280)),
        ("殡葬改革项目", Decimal(30)),
    ]


def test_this_fund_is_the_one_named_before(tmp_path: Path) -> None:
    body = "二、项目支出绩效评价\n临时救助专项资金21.16万元。\n资金完成情况：该专项资金5月21日下达20万元指标，全部用于临时救助。"
    assert _said(_found(tmp_path, body)) == [("临时救助专项资金", Decimal("21.16")), ("临时救助专项资金", Decimal(20))]


def test_the_detailed_section_repeats_an_item_in_other_words(tmp_path: Path) -> None:
    body = (
        "二、项目支出情况\n1.殡葬改革3.45万元；2.养老服务12万元。\n\n三、项目支出绩效情况\n"
        "（1）殡葬改革支出项目\n项目支出3.45万元，完成公墓整治。\n（2）社工站建设项目\n项目支出40万元，建成社工站。"
    )
    assert _said(_found(tmp_path, body)) == [("殡葬改革", Decimal("3.45")), ("养老服务", Decimal(12)), ("社工站建设项目", Decimal(40))]


def test_the_parts_of_project_money_are_items_in_any_section(tmp_path: Path) -> None:
    parts = "堤防养护经费860.00万元、山塘除险专项57.72万元"
    body = f"二、部门整体支出情况\n2.项目支出917.72万元，主要包括：{parts}。全年接待游客3万人次，门票收入12万元。"
    assert _said(_found(tmp_path, body)) == [("堤防养护经费", Decimal("860.00")), ("山塘除险专项", Decimal("57.72"))]


def test_a_list_of_project_money_without_a_total(tmp_path: Path) -> None:
    body = "二、部门整体支出情况\n项目支出主要用于：1、道路管养专项2,500万元；2、企业扶持奖补资金320.46万元。"
    assert _said(_found(tmp_path, body)) == [("道路管养专项", Decimal(2500)), ("企业扶持奖补资金", Decimal("320.46"))]


def test_a_project_with_budget_and_expenditure_is_one_item_of_what_was_spent(tmp_path: Path) -> None:
    body = "四、预算绩效情况说明\n1.湖岸步道修缮项目。全年预算数420万元，执行数386.58万元，执行率92.04%。"
    assert _said(_found(tmp_path, body)) == [("湖岸步道修缮项目", Decimal("386.58"))]


def test_the_fund_that_was_paid_out_stands_before_the_verb(tmp_path: Path) -> None:
    body = "二、项目支出情况\n项目支出主要包括：追加了防汛值守经费指标支付了16.17万元、结转支付了2022年科普经费指标支付了给学校奖励33万元。"
    assert _said(_found(tmp_path, body)) == [("防汛值守经费", Decimal("16.17")), ("2022年科普经费", Decimal(33))]


def test_whose_money_it_is_names_no_item(tmp_path: Path) -> None:
    assert _found(tmp_path, "二、项目支出情况\n项目资金500万元，其中：中央资金300万元、省级财政资金100万元、县级配套资金100万元。") == []


def test_accounts_and_figures_of_others_are_no_items(tmp_path: Path) -> None:
    body = (
        "二、项目支出情况\n2023年项目支出共2,000.00万元。\n\n三、工作成效\n帮助企业争取项目资金6000万元，"
        "完成投资3.2亿元，引进青禾食品加工项目，总投资1.5亿元。"
    )
    assert _found(tmp_path, body) == []


def test_a_table_with_a_project_in_each_row(tmp_path: Path) -> None:
    body = (
        "附件 专项资金情况表（单位：元）\n| 序号 | 项目名称 | 年初预算数 | 全年执行数 | 执行率 |\n|---|---|---|---|---|\n"
        "| 1 | 古籍修复专项 | 200,000.00 | 175,500.50 | 97.50% |\n| 2 | 合计 | 200,000.00 | 175,500.50 | 97.50% |"
    )
    assert _said(_found(tmp_path, body)) == [("古籍修复专项", Decimal("17.55005"))]


def test_an_announced_listing_vouches_for_names_without_a_word_for_money(tmp_path: Path) -> None:
    body = "二、收支情况\n安排项目资金如下：\n1.养老服务中心改造：80万元\n2.慈善宣传周活动：12万元\n3.婚姻登记处提升，全年预算35.5万元。"
    assert _said(_found(tmp_path, body)) == [
        ("养老服务中心改造", Decimal(80)),
        ("慈善宣传周活动", Decimal(12)),
        ("婚姻登记处提升", Decimal("35.5")),
    ]


def test_amounts_of_a_listing_may_stand_in_brackets(tmp_path: Path) -> None:
    body = "六、收支\n几笔大钱花在：敬老院消防改造（150万元，其中中央资金100万元）、孤儿助学金发放（22.4万元）、流浪人员救助（18万元）。"
    assert _said(_found(tmp_path, body)) == [
        ("敬老院消防改造", Decimal(150)),
        ("孤儿助学金发放", Decimal("22.4")),
        ("流浪人员救助", Decimal(18)),
    ]


def test_a_listing_is_announced_by_its_count(tmp_path: Path) -> None:
    body = "二、收支情况\n全年下达专项资金3笔：困难群众救助补助资金3000万元，用于低保发放；福彩公益金200万元；社会组织孵化经费30万元。"
    found = _found(tmp_path, body)
    assert _said(found) == [("困难群众救助补助资金", Decimal(3000)), ("福彩公益金", Decimal(200)), ("社会组织孵化经费", Decimal(30))]
    assert found[0].purpose == "低保发放"


def test_sources_balances_and_investments_are_no_listing_of_items(tmp_path: Path) -> None:
    body = (
        "二、收支情况\n项目资金来源：中央资金500万元、省级资金300万元。\n项目资金使用情况：资金到位100万元，实际支出90万元，结余10万元。\n"
        "三、绩效情况\n全市签约项目情况：青禾光电项目15亿元、万合冷链项目6亿元。"
    )
    assert _said(_found(tmp_path, body)) == []


def test_a_line_of_nothing_but_items_is_a_listing_below_project_expenditure(tmp_path: Path) -> None:
    body = "（二）项目支出情况\n养老护理员培训12万元，殡仪馆设备更新80万元，救灾帐篷采购6.5万元。"
    assert _said(_found(tmp_path, body)) == [
        ("养老护理员培训", Decimal(12)),
        ("殡仪馆设备更新", Decimal(80)),
        ("救灾帐篷采购", Decimal("6.5")),
    ]
    body = "（二）项目支出情况\n城乡低保补助1500万元，其中中央资金1000万元，本级资金500万元。"
    assert _said(_found(tmp_path, body))[0] == ("城乡低保补助", Decimal(1500))
    assert all("中央" not in name and "本级" not in name for name, _ in _said(_found(tmp_path, body)))


def test_tables_that_name_a_project_a_row(tmp_path: Path) -> None:
    body = (
        "三、项目支出明细\n序号\t项目名称\t金额（元）\t用途\n1\t敬老院消防改造\t455,200.00\t管网更新\n2\t社工服务购买\t300,000.00\t驻点服务"
    )
    assert _said(_found(tmp_path, body)) == [("敬老院消防改造", Decimal("45.52")), ("社工服务购买", Decimal(30))]
    body = "二、收支情况\n表1 主要项目资金表（单位：万元）\n项目\t下达\t支出\n救灾物资\t120.00\t118.50\n应急广播\t36.50\t36.50"
    assert _said(_found(tmp_path, body)) == [("救灾物资", Decimal("118.5")), ("应急广播", Decimal("36.5"))]


def test_a_table_of_investments_lists_no_items(tmp_path: Path) -> None:
    body = "三、绩效情况\n序号\t项目名称\t投资企业\t金额（万元）\n1\t青禾冷链\t万合物流\t6,000\n2\t光电产业园\t青禾光电\t9,000"
    assert _said(_found(tmp_path, body)) == []


def test_a_fund_said_in_passing_is_an_item_wherever_it_stands(tmp_path: Path) -> None:
    body = (
        "三、工作成效\n（一）治水。水质监测站运维项目支出254.6万元，建成站点9座。稳岗补助资金到位640万元，"
        "支出612万元。使用技能提升专账资金15万元。"
    )
    assert _said(_found(tmp_path, body)) == [
        ("水质监测站运维项目", Decimal("254.6")),
        ("稳岗补助资金", Decimal(640)),
        ("稳岗补助资金", Decimal(612)),
        ("技能提升专账资金", Decimal(15)),
    ]


def test_the_money_of_others_and_money_without_a_name_is_no_item(tmp_path: Path) -> None:
    body = (
        "三、工作成效\n规上企业研发经费支出820万元。全社会研发经费3亿元。配套资金200万元已到位。"
        "争取上级专项资金3,860万元。甲乙公司技改项目投资500万元。"
    )
    assert _found(tmp_path, body) == []


def test_the_parts_of_a_fund_and_of_project_expenditure(tmp_path: Path) -> None:
    body = (
        "三、资金保障\n项目支出90万元的构成为：设备购置60万元，疾病防控能力提升20万元；其余10万元为食堂改造。"
        "\n稳岗补助资金支出80万元，主要用于见习补贴30万元、社保补贴50万元。"
    )
    assert _said(_found(tmp_path, body)) == [
        ("设备购置", Decimal(60)),
        ("疾病防控能力提升", Decimal(20)),
        ("食堂改造", Decimal(10)),
        ("稳岗补助资金", Decimal(80)),
        ("见习补贴", Decimal(30)),
        ("社保补贴", Decimal(50)),
    ]


def test_amounts_before_their_use_and_in_brackets(tmp_path: Path) -> None:
    body = (
        "三、资金保障\n项目支出500万元，其中300万元用于乡村道路养护、200万元用于危桥改造。\n项目支出36万元，"
        "包括：送戏下乡（20万元）、图书更新（16万元）。"
    )
    assert _said(_found(tmp_path, body)) == [
        ("乡村道路养护", Decimal(300)),
        ("危桥改造", Decimal(200)),
        ("送戏下乡", Decimal(20)),
        ("图书更新", Decimal(16)),
    ]


def test_kinds_of_expenditure_and_sources_are_no_projects(tmp_path: Path) -> None:
    body = (
        "三、资金保障\n项目支出500万元，其中：延续性项目300万元、新增项目200万元。\n项目支出500万元，"
        "其中：中央资金300万元、县级资金200万元。"
    )
    assert _found(tmp_path, body) == []


def test_a_table_of_parts_of_a_fund_without_a_word_for_projects(tmp_path: Path) -> None:
    body = (
        "二、资金安排\n支出明细见下：\n序号\t子项\t预算数（万元）\t支出数（万元）\n1\t质量奖奖励\t20.00\t19.50\n"
        "2\t标准制修订奖励\t21.00\t20.30\n"
    )
    assert _said(_found(tmp_path, body)) == [("质量奖奖励", Decimal("19.50")), ("标准制修订奖励", Decimal("20.30"))]


def test_a_listing_told_by_its_count_after_project_expenditure(tmp_path: Path) -> None:
    body = "二、支出情况\n（二）项目支出84万元。上级资金两项：种业奖补46万元，示范县建设10万元。县本级一项：科普活动周28万元。"
    assert _said(_found(tmp_path, body)) == [("种业奖补", Decimal(46)), ("示范县建设", Decimal(10)), ("科普活动周", Decimal(28))]


def test_who_handed_the_money_down_is_no_part_of_the_name(tmp_path: Path) -> None:
    body = "三、工作成效\n省财政厅以省财资〔2022〕15号文下达我县2022年林业改革发展资金1,286万元。"
    assert _said(_found(tmp_path, body)) == [("林业改革发展资金", Decimal(1286))]


def test_expenditure_of_its_own_is_listed_without_a_colon(tmp_path: Path) -> None:
    body = "二、支出情况\n单独列支的项目支出有水文站运维费45万元、河道清淤32.5万元、抗旱物资采购18万元，其余为上年结转。"
    assert _said(_found(tmp_path, body)) == [
        ("水文站运维费", Decimal(45)),
        ("河道清淤", Decimal("32.5")),
        ("抗旱物资采购", Decimal(18)),
    ]


def test_parts_of_a_sum_that_is_divided_in_so_many_pieces(tmp_path: Path) -> None:
    body = "二、资金投向\n品牌推广60万元又分三块，即“青禾米”宣传20万元、展销会布展15万元、网店培训25万元。"
    assert [name for name, _ in _said(_found(tmp_path, body))][-3:] == ["“青禾米”宣传", "展销会布展", "网店培训"]


def test_a_fund_before_a_colon_is_divided_into_lines_and_no_accounts(tmp_path: Path) -> None:
    body = "五、经费使用\n其中养老服务专项50万元：适老化改造补助30万元、护理员培训费12万元、助餐点补助8万元。"
    assert _said(_found(tmp_path, body)) == [
        ("养老服务专项", Decimal(50)),
        ("适老化改造补助", Decimal(30)),
        ("护理员培训费", Decimal(12)),
        ("助餐点补助", Decimal(8)),
    ]
    # Parts that come to more than the whole are no parts of it.
    more = body.replace("30万元", "300万元")
    assert ("护理员培训费", Decimal(12)) not in _said(_found(tmp_path, more))


def test_what_one_functional_class_paid_for(tmp_path: Path) -> None:
    body = (
        "四、支出决算情况\n1、社会保障和就业支出（类）民政管理事务（款）其他民政管理事务支出（项）。年初预算60万元，支出决算57万元，"
        "完成95%。其中：地名普查经费35万元，档案整理服务费22万元。"
    )
    assert _said(_found(tmp_path, body)) == [("地名普查经费", Decimal(35)), ("档案整理服务费", Decimal(22))]


def test_a_figure_of_expenditure_that_is_one_item_as_a_whole(tmp_path: Path) -> None:
    body = "四、国有资本经营预算支出情况\n全年支出33.6万元，均为困难群众社会化管理补助。"
    assert _said(_found(tmp_path, body)) == [("困难群众社会化管理补助", Decimal("33.6"))]
    assert _said(_found(tmp_path, "四、“三公”经费\n全年支出3.6万元，均为公务接待费。")) == []


def test_a_table_of_uses_names_lines(tmp_path: Path) -> None:
    rows = "| 序号 | 支持环节 | 预算安排 | 实际支付 |\n|---|---|---|---|\n| 1 | 良种繁育基地 | 60 | 55 |\n| 2 | 冷链仓储 | 40 | 40 |\n"
    body = f"## 二、资金投向\n\n（单位：万元）\n\n{rows}"
    assert _said(_found(tmp_path, body)) == [("良种繁育基地", Decimal(55)), ("冷链仓储", Decimal(40))]


def test_lines_told_one_after_another_in_a_paragraph(tmp_path: Path) -> None:
    body = (
        "二、预算执行情况\n（二）项目支出构成。低保补助资金386万元，占六成；其次是养老服务补助64万元；"
        "此外安排社工站运营经费7.5万元、未成年人保护试点3.8万元。"
    )
    assert _said(_found(tmp_path, body)) == [
        ("低保补助资金", Decimal(386)),
        ("养老服务补助", Decimal(64)),
        ("社工站运营经费", Decimal("7.5")),
        ("未成年人保护试点", Decimal("3.8")),
    ]


def test_the_projects_under_self_evaluation(tmp_path: Path) -> None:
    body = (
        "六、预算绩效\n对3个项目开展绩效自评，涉及资金482万元，全部为优。其中养老服务专项300万元、殡葬改革项目120万元、社工站运维62万元。"
    )
    assert _said(_found(tmp_path, body)) == [
        ("养老服务专项", Decimal(300)),
        ("殡葬改革项目", Decimal(120)),
        ("社工站运维", Decimal(62)),
    ]


def test_lists_with_dashes_below_an_announcement(tmp_path: Path) -> None:
    body = "二、项目支出情况\n项目支出方向主要有：\n——孤儿基本生活补助120万元；\n——敬老月活动经费5万元。"
    assert _said(_found(tmp_path, body)) == [("孤儿基本生活补助", Decimal(120)), ("敬老月活动经费", Decimal(5))]


@pytest.mark.parametrize("lead", ["项目支出中：", "项目支出319万元，列支较大的有：", "支出合计90万元，其中项目支出35万元；项目里，"])
def test_words_that_open_a_list_of_project_expenditure(tmp_path: Path, lead: str) -> None:
    found = _said(_found(tmp_path, f"二、收支情况\n{lead}福利院改造210万元、殡葬服务费16万元。"))
    assert found == [("福利院改造", Decimal(210)), ("殡葬服务费", Decimal(16))]


def test_projects_below_the_results_of_self_evaluation(tmp_path: Path) -> None:
    body = "二、重点项目自评结果\n1.冬春救助资金52.9万元，惠及困难群众。\n2.会诊服务费10.4万元。委托机构出具报告45份。"
    assert _said(_found(tmp_path, body)) == [("冬春救助资金", Decimal("52.9")), ("会诊服务费", Decimal("10.4"))]
