"""Self-evaluation tables in the layouts of several provinces, all invented."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.extract.scores import scores
from kg.facts import ScoreRow
from kg.read import read
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences


def _found(folder: Path, table: str) -> list[ScoreRow]:
    path = folder / "report.txt"
    path.write_text(f"2023年度海川市图书馆整体支出绩效自评报告\n\n附件2\n2023年度整体支出绩效自评表\n{table}\n", encoding="utf-8")
    report = structure(read(path))
    found = list(scores(Reading(report, (), numbers(report), tuple(sentences(report.text)))))
    for row in found:
        assert report.text[row.evidence.span.start : row.evidence.span.end] == row.evidence.quote
    return found


STANDARD = """| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标（50分） | 数量指标 | 新增馆藏图书 | ≥3万册 | 3.2万册 | 20 | 20 | |
| | | 举办讲座 | ≥40场 | 36场 | 10 | 9 | 受场地维修影响 |
| | 质量指标 | 图书完好率 | ≥98% | 99% | 20 | 20 | |
| 效益指标（40分） | 社会效益指标 | 到馆人次 | 增长 | 增长5% | 40 | 38.5 | |
| | 生态效益指标 | | | | | | |
| 满意度指标(10分) | 服务对象满意度指标 | 读者满意度 | ≥90% | 95% | 10 | 10 | |
| 总分 | | | | | 100 | 97.5 | |"""


def test_levels_are_carried_down_and_lose_their_points(tmp_path: Path) -> None:
    assert [(row.level1, row.level2, row.level3) for row in _found(tmp_path, STANDARD)] == [
        ("产出指标", "数量指标", "新增馆藏图书"),
        ("产出指标", "数量指标", "举办讲座"),
        ("产出指标", "质量指标", "图书完好率"),
        ("效益指标", "社会效益指标", "到馆人次"),
        ("满意度指标", "服务对象满意度指标", "读者满意度"),
    ]


def test_all_cells_of_a_row(tmp_path: Path) -> None:
    row = _found(tmp_path, STANDARD)[1]
    assert (row.target, row.actual, row.weight, row.score, row.deviation) == ("≥40场", "36场", Decimal(10), Decimal(9), "受场地维修影响")


def test_columns_in_another_order_and_under_other_names(tmp_path: Path) -> None:
    table = """| 一级指标 | 二级指标 | 三级指标 | 权重 | 目标值 | 完成情况 | 自评得分 | 未完成原因 |
|---|---|---|---|---|---|---|---|
| 产出 | 数量 | 新增馆藏图书 | 20 | ≥3万册 | 3.2万册 | 18分 | 经费不足 |"""
    row = _found(tmp_path, table)[0]
    assert (row.target, row.actual, row.weight, row.score, row.deviation) == ("≥3万册", "3.2万册", Decimal(20), Decimal(18), "经费不足")


def test_a_table_without_target_and_actual(tmp_path: Path) -> None:
    table = """| 一级指标 | 二级指标 | 三级指标 | 分值 | 得分 |
|---|---|---|---|---|
| 投入 | 预算配置 | 在职人员控制率 | 5 | 5 |
| 过程 | 预算执行 | 预算完成率 | 5 | 4.5 |"""
    found = _found(tmp_path, table)
    assert [(row.level1, row.level3, row.target, row.actual, row.score) for row in found] == [
        ("投入", "在职人员控制率", "", "", Decimal(5)),
        ("过程", "预算完成率", "", "", Decimal("4.5")),
    ]


def test_points_that_are_not_given_stay_unknown(tmp_path: Path) -> None:
    table = """| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 举办讲座 | ≥40场 | 36场 | 10 | / |"""
    row = _found(tmp_path, table)[0]
    assert (row.weight, row.score) == (Decimal(10), None)


def test_a_table_of_accounts_gives_no_rows(tmp_path: Path) -> None:
    table = "| 项目（万元） | 年初预算数 | 全年执行数 | 分值 | 得分 |\n|---|---|---|---|---|\n| 年度资金总额 | 386.11 | 380.00 | 10 | 9.8 |"
    assert _found(tmp_path, table) == []


def test_an_indicator_over_the_columns_of_levels_is_a_row_and_a_subtotal_is_none(tmp_path: Path) -> None:
    table = """一级指标\t二级指标\t三级指标\t目标值\t完成值\t分值\t得分
产出指标\t数量指标\t新增馆藏图书\t≥3万册\t3.2万册\t40\t40
产出小计\t\t\t\t\t40\t40
满意度\t读者满意度\t\t≥90%\t95%\t40\t40
预算执行率（20分）\t\t\t100%\t96%\t20\t19.2
总分\t\t\t\t\t100\t99.2"""
    rows = [(row.level1, row.level2, row.level3, row.score) for row in _found(tmp_path, table)]
    assert rows == [
        ("产出指标", "数量指标", "新增馆藏图书", Decimal(40)),
        ("满意度", "读者满意度", "读者满意度", Decimal(40)),
        ("预算执行率", "", "预算执行率", Decimal("19.2")),
    ]


def test_a_head_on_two_rows_names_the_columns(tmp_path: Path) -> None:
    table = """绩效指标\t目标值\t实际值\t分值\t得分
一级\t二级\t三级
产出\t数量\t新增馆藏图书\t≥3万册\t3.2万册\t60\t60
\t质量\t图书完好率\t≥98%\t99%\t40\t39"""
    rows = _found(tmp_path, table)
    assert [(row.level1, row.level2, row.level3, row.target, row.actual, row.score) for row in rows] == [
        ("产出", "数量", "新增馆藏图书", "≥3万册", "3.2万册", Decimal(60)),
        ("产出", "质量", "图书完好率", "≥98%", "99%", Decimal(39)),
    ]


def test_columns_under_the_names_of_other_provinces(tmp_path: Path) -> None:
    table = """| 指标类别 | 二级指标（分值） | 考核指标 | 年初设定目标 | 全年实现值 | 满分 | 自评分数 | 扣分理由 |
|---|---|---|---|---|---|---|---|
| 产出 | 数量 | 新增馆藏图书 | ≥3万册 | 2.9万册 | 20 | 18 | 经费不足 |"""
    row = _found(tmp_path, table)[0]
    assert (row.level1, row.level2, row.level3, row.target, row.actual) == ("产出", "数量", "新增馆藏图书", "≥3万册", "2.9万册")
    assert (row.weight, row.score, row.deviation) == (Decimal(20), Decimal(18), "经费不足")


@pytest.mark.parametrize("head", ["标准", "年度值", "预期值"])
def test_the_target_under_its_shorter_names(tmp_path: Path, head: str) -> None:
    table = f"""评价维度\t指标\t{head}\t实际\t分值\t得分
产出\t新增馆藏图书\t≥3万册\t2.9万册\t20\t18
效果\t到馆人次\t≥50万人次\t52万人次\t30\t30"""
    row = _found(tmp_path, table)[0]
    assert (row.level1, row.level3, row.target, row.actual) == ("产出", "新增馆藏图书", "≥3万册", "2.9万册")


FLAT = """指标|目标值|完成值|分值|得分
产出指标（60分）
新增馆藏图书|≥3万册|3.2万册|40|40
图书完好率|≥98%|99%|20|20
效益指标（30分）
到馆人次|≥50万人次|46万人次|30|27.6"""


def test_a_table_without_levels_is_read_below_the_lines_that_head_its_blocks(tmp_path: Path) -> None:
    found = [(row.level1, row.level3, row.target, row.actual, row.weight, row.score) for row in _found(tmp_path, FLAT)]
    assert found == [
        ("产出指标", "新增馆藏图书", "≥3万册", "3.2万册", Decimal(40), Decimal(40)),
        ("产出指标", "图书完好率", "≥98%", "99%", Decimal(20), Decimal(20)),
        ("效益指标", "到馆人次", "≥50万人次", "46万人次", Decimal(30), Decimal("27.6")),
    ]


def test_a_list_of_measures_without_points_is_no_table_of_scores(tmp_path: Path) -> None:
    assert _found(tmp_path, "指标|目标值|完成值\n新增馆藏图书|≥3万册|3.2万册\n到馆人次|≥50万人次|46万人次") == []
