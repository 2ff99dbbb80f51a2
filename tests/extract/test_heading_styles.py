"""Sections are found, and their extractors find the text, whatever numbers headings and lists have, or none; all invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.extract.departments import departments
from kg.extract.functions import functions
from kg.extract.problems import problems
from kg.facts import Problem, Remedy
from kg.read import read
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences
from kg.structure.headings import kind_of

DUTIES = (
    "贯彻执行国家和省、市关于粮食和物资储备的方针政策，拟订全县粮食流通发展规划并组织实施",
    "负责县级储备粮的收储、轮换和日常管理",
    "承担粮食质量安全监督检查和应急供应保障工作",
    "完成县委、县政府交办的其他任务",
)
OFFICES = "内设办公室、储备股、监督检查股3个股室。\n"
# Headings of: the overview with the functions, the offices, the problems, the remedies.
HEADS: dict[str, tuple[str, str, str, str]] = {
    "一、（一）": ("一、部门基本情况\n（一）主要职责\n", f"（二）机构设置\n{OFFICES}", "五、存在的问题\n", "六、改进措施\n"),
    "parts": ("第一部分 部门概况\n一、主要职责\n", f"二、机构设置\n{OFFICES}", "第三部分 存在的问题\n", "第四部分 下一步改进措施\n"),
    "chapters": ("第一章 单位概况\n第一节 主要职能\n", f"第二节 内设机构\n{OFFICES}", "第三章 主要问题及原因\n", "第四章 有关建议\n"),
    "1. 1.1": ("1.部门概况\n1.1 部门职责\n", f"1.2 内设机构\n{OFFICES}", "2.存在问题\n", "3.改进措施\n"),
    "1、（1）": ("1、部门概况\n（1）部门职责\n", f"（2）内设机构\n{OFFICES}", "2、存在问题\n", "3、改进措施\n"),
    "no numbers": ("单位基本情况\n主要职责\n", f"机构设置情况\n{OFFICES}", "存在的问题\n", "改进措施\n"),
    "framed": ("【单位概况】\n【主要职责】\n", f"【机构设置】\n{OFFICES}", "【存在问题】\n", "【改进措施】\n"),
    "signs": ("◆单位概况\n★主要职责\n", f"★机构设置\n{OFFICES}", "◆存在问题\n", "◆下步打算\n"),
    "一、①": ("一、单位概况\n①主要职责\n", f"②机构设置\n{OFFICES}", "二、问题与不足\n", "三、努力方向\n"),
    "labels": ("一、单位概况\n主要职责：\n", f"机构设置：{OFFICES}", "二、存在的问题：\n", "三、下一步打算：\n"),
    "Markdown": ("# 单位概况\n## 主要职责\n", f"## 机构设置\n{OFFICES}", "# 存在的问题\n", "# 改进措施\n"),
    "spaces": ("一、 单 位 概 况\n（一） 主 要 职 责\n", f"（二） 机 构 设 置\n{OFFICES}", "二、 存 在 的 问 题\n", "三、 改 进 措 施\n"),
}
HAN = "一二三四"
ITEMS: dict[str, Callable[[int], str]] = {
    "一、": lambda index: f"{HAN[index]}、",
    "（一）": lambda index: f"（{HAN[index]}）",
    "(一)": lambda index: f"({HAN[index]})",
    "一．": lambda index: f"{HAN[index]}．",
    "1.": lambda index: f"{index + 1}.",
    "1、": lambda index: f"{index + 1}、",
    "１．": lambda index: f"{chr(ord('１') + index)}．",
    "（1）": lambda index: f"（{index + 1}）",
    "1)": lambda index: f"{index + 1})",
    "［1］": lambda index: f"［{index + 1}］",
    "1.1.1": lambda index: f"1.1.{index + 1} ",
    "①": lambda index: chr(ord("①") + index),
    "一是": lambda index: f"{HAN[index]}是",
    "第一，": lambda index: f"第{HAN[index]}，",
    "bullets": lambda _: "- ",
    "none": lambda _: "",
}


@pytest.mark.parametrize("item", list(ITEMS.values()), ids=list(ITEMS))
@pytest.mark.parametrize("heads", list(HEADS.values()), ids=list(HEADS))
def test_sections_and_lists_in_every_style(tmp_path: Path, heads: tuple[str, str, str, str], item: Callable[[int], str]) -> None:
    overview, offices, problem, remedy = heads
    duties = "\n".join(f"{item(index)}{duty}{'。' if index == 3 else '；'}" for index, duty in enumerate(DUTIES))
    path = tmp_path / "report.txt"
    path.write_text(
        f"2022年度望川县粮食和物资储备中心整体支出绩效自评报告\n\n{overview}{duties}\n{offices}"
        f"{problem}一是项目前期论证不够充分。\n二是绩效指标设置偏少。\n{remedy}一是加强项目库建设。\n二是细化绩效指标。\n",
        encoding="utf-8",
    )
    report = structure(read(path))
    reading = Reading(report, (), numbers(report), tuple(sentences(report.text)))
    assert [duty.text.rstrip("；。") for duty in functions(reading)] == list(DUTIES)
    assert [office.name for office in departments(reading)] == ["办公室", "储备股", "监督检查股"]
    assert [type(fact) for fact in problems(reading)] == [Problem, Problem, Remedy, Remedy]


# Headings as other bodies word them, with the kind that each announces.
WORDED = {
    "functions": "部门职能 职能简介 主要职责任务 宗旨和业务范围 职责范围 职能定位",
    "organisation": "机构设置情况 内设机构 机构编制情况 组织机构 内设科室 机构和人员 组织架构 人员和编制 下属单位",
    "overview": "单位简介 项目背景 单位概述 基本情况介绍 项目立项情况",
    "problems": "问题与不足 存在的不足 问题及困难 薄弱环节 发现的问题 问题分析 未完成绩效目标的原因分析",
    "remedies": "意见建议 对策建议 下步打算 后续工作计划 努力方向 下一阶段工作安排 今后工作打算",
    "performance": "绩效完成情况 工作亮点 主要绩效 自评结论 评价结论 产出分析 总体评价 履职效能 资金使用及绩效情况",
    "targets": "绩效目标设定情况 年度总体目标 年度目标",
    "accounts": "资金投入和使用情况 支出情况 财务情况 预算安排情况 经费收支情况",
    "application": "绩效评价结果应用情况",
}


@pytest.mark.parametrize(("kind", "heading"), [(kind, heading) for kind, words in WORDED.items() for heading in words.split()])
def test_headings_as_other_bodies_word_them(kind: str, heading: str) -> None:
    assert kind_of(heading) == kind
    assert kind_of(heading, bare=True) == kind


def test_a_wrapped_sentence_that_counts_its_members_is_one_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "2022年度望川县卫生健康局整体支出绩效自评报告\n\n一、部门基本情况\n"
        "（一）部门职能。县卫生健康局为县政府组成部门，主要履行以下职责：一是贯彻国民健康\n"
        "政策，拟订全县卫生健康事业发展规划；二是统筹深化医药卫生体制改革，推进医院的改\n"
        "革工作；三是组织全县基层卫生和妇幼健康服务工作，承担医疗机构和医疗服务行业管理；\n"
        "四是承担计划生育服务管理和家庭奖励扶助。\n"
        "（二）机构设置。内设办公室、规划财务股、医政医管股、公共卫生股、基层与妇幼健康股、\n"
        "人口家庭发展股、法规监督股7个股室，另有疾病预防控制中心、妇幼保健院等二级单位，编\n"
        "制内实有人员四十人，其中行政编制二十人，事业编制二十人。\n",
        encoding="utf-8",
    )
    report = structure(read(path))
    reading = Reading(report, (), numbers(report), tuple(sentences(report.text)))
    assert [fact.ordinal for fact in functions(reading)] == [1, 2, 3, 4]


def test_duties_strung_together_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "2022年度望川县开发区管委会整体支出绩效自评报告\n\n一、部门基本情况\n（一）主要职责\n"
        "编制开发区规划和产业目录、负责招商引资和项目准入、组织道路、管网建设、完成县委、县政府下达的其他任务。\n",
        encoding="utf-8",
    )
    report = structure(read(path))
    reading = Reading(report, (), numbers(report), tuple(sentences(report.text)))
    assert [fact.text for fact in functions(reading)] == [
        "编制开发区规划和产业目录",
        "负责招商引资和项目准入",
        "组织道路、管网建设",
        "完成县委、县政府下达的其他任务。",
    ]


def test_a_sentence_of_duties_broken_after_its_semicolons_is_parted_at_each(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(
        "云岭县粮食和物资储备局2022年度部门整体支出绩效自评报告\n一、单位概况\n（一）主要职责\n主要承担以下工作：落实粮食安全责任，编制储备计划；\n"
        "负责粮情监测和应急保供；管理救灾物资的收储和轮换；\n指导粮食产业发展；开展收购备案后的监管。\n（二）机构设置\n内设办公室、储备股2个股室。\n",
        encoding="utf-8",
    )
    report = structure(read(path))
    found = functions(Reading(report, (), numbers(report), tuple(sentences(report.text))))
    assert [duty.text[:4] for duty in found] == ["落实粮食", "负责粮情", "管理救灾", "指导粮食", "开展收购"]
