"""Tables that divide a fund among firms: the rows' works, who carries them out, with whom, and from what they are paid."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract.projects import projects
from kg.extract.relations import relations
from kg.model import Mention
from kg.read import read_bytes
from kg.recognise import recognise
from kg.recognise.reading import Reading
from kg.structure import structure

HEAD = "安临市工业和信息化局2023年度部门整体支出绩效自评报告\n\n二、资金分配情况\n"
SHENG, HENG = "安临盛川电子有限公司", "江苏恒泽新材料有限公司"
CHIP, FILM = "智能终端射频芯片设计", "功能膜涂布工艺开发"


def reading(table: str) -> Reading:
    """Return a reading of a report that holds `table`."""
    return recognise(structure(read_bytes((HEAD + table).encode(), Path("r.txt"))))


def stated(table: str) -> set[tuple[str, str, str]]:
    """Return the relations of a table as words."""
    return {(_words(r.subject), r.predicate, _words(r.object)) for r in relations(reading(table))}


def _words(end: object) -> str:
    return end.surface if isinstance(end, Mention) else str(end)


def named(table: str) -> set[str]:
    """Return the names of the projects of a table."""
    return {fact.name for fact in projects(reading(table))}


GRANTS = (
    f"序号\t企业名称\t研发项目\t研发投入\t补助金额\n1\t{SHENG}\t{CHIP}\t1,200\t120\n"
    f"2\t{HENG}\t{FILM}\t800\t80\n3\t其余9户企业\t——\t700\t70\n"
)


def test_firms_that_are_paid_for_works_carry_them_out() -> None:
    table = "（二）研发投入补助。经评审，2户企业获得补助，明细如下：\n" + GRANTS
    assert named(table) == {CHIP, FILM}
    assert stated(table) == {
        (SHENG, "undertakes", CHIP),
        (HENG, "undertakes", FILM),
        (SHENG, "receives_funding", "研发投入补助"),
        (HENG, "receives_funding", "研发投入补助"),
    }


def test_the_caption_names_the_fund_that_the_rows_divide() -> None:
    assert (SHENG, "receives_funding", "工业技改专项资金") in stated("表3 2023年度工业技改专项资金分配表\n" + GRANTS)


def test_rows_without_a_named_fund_are_paid_from_none() -> None:
    assert not [one for one in stated("具体情况如下：\n" + GRANTS) if one[1] == "receives_funding"]


def test_a_column_of_funds_names_the_fund_of_each_row() -> None:
    table = f"单位名称\t奖补事项\t金额（万元）\n{SHENG}\t首台套奖励\t120\n{HENG}\t绿色工厂奖补\t80\n"
    assert stated(table) == {(SHENG, "receives_funding", "首台套奖励"), (HENG, "receives_funding", "绿色工厂奖补")}
    assert named(table) == set()


def test_columns_in_any_order_and_without_figures_name_works_and_investors() -> None:
    table = f"进展\t投资方\t项目\n主体封顶\t{SHENG}\t智能终端产业园\n已投产\t{HENG}\t功能膜生产基地二期\n"
    assert named(table) == {"智能终端产业园", "功能膜生产基地二期"}
    assert stated(table) == {(SHENG, "invests_in", "智能终端产业园"), (HENG, "invests_in", "功能膜生产基地二期")}


def test_partners_and_joint_bodies_of_a_row_work_together() -> None:
    table = f"承担单位\t课题名称\t合作单位\t立项经费\n{SHENG}\t{CHIP}\t合肥工业大学\t120\n{HENG}、安徽工程大学\t{FILM}\t——\t80\n"
    found = stated(table)
    assert (SHENG, "cooperates_with", "合肥工业大学") in found
    assert {(HENG, "undertakes", FILM), ("安徽工程大学", "undertakes", FILM)} <= found


@pytest.mark.parametrize(
    "table",
    [
        f"企业名称\t检查项目\t发现问题（个）\t整改情况\n{SHENG}\t消防安全\t3\t已整改\n{HENG}\t危化品储存\t2\t已整改\n",
        f"企业名称\t主导产品\t产值（亿元）\t同比\n{SHENG}\t智能终端\t3.2\t5%\n{HENG}\t功能膜\t2.1\t6%\n",
        "项目名称\t实施单位\t预算数\t执行数\n工业发展专项经费\t局机关\t300\t280\n展会补助资金\t会展中心\t100\t100\n",
    ],
)
def test_tables_of_checks_products_and_budget_lines_say_nothing_of_works(table: str) -> None:
    assert (named(table), stated(table)) == (set(), set())
