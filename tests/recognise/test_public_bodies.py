"""Public bodies: where their names begin, what belongs to them, and what only says a grade."""

from __future__ import annotations

import pytest

from kg.recognise import mentions

FIRMS = ("enterprise", "research_institute")


def bodies(text: str) -> dict[str, str]:
    return {m.surface: m.kind for m in mentions(text) if m.kind not in FIRMS}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("经县人民政府同意，受省厅委托开展抽查。", {"县人民政府": "government", "省厅": "government"}),
        ("云川市水务局系市人民政府工作部门。", {"云川市水务局": "government", "市人民政府": "government"}),
        ("面向河湾大学、依托青岭学院开展培训。", {"河湾大学": "university", "青岭学院": "university"}),
        ("资金由县农业农村局会同县财政局下达。", {"县农业农村局": "government", "县财政局": "government"}),
        (
            "市图书馆、市劳动人事争议仲裁院、县第一中学参加。",
            {"市图书馆": "other", "市劳动人事争议仲裁院": "government", "县第一中学": "school"},
        ),
        ("组团参加第132届广交会。", {"第132届广交会": "exhibition"}),
        ("县人民法院、县人民检察院信息化建设。", {"县人民法院": "government", "县人民检察院": "government"}),
        ("建设银行云川市分行发放贷款。", {"建设银行云川市分行": "bank"}),
        ("县社会福利中心建成。", {"县社会福利中心": "government"}),
    ],
)
def test_a_body_is_found_from_its_level_or_place_to_its_suffix(text: str, wanted: dict[str, str]) -> None:
    assert bodies(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "三级甲等医院达到4家，国家二级博物馆1家。",
        "新认定国家级科技企业孵化器1家、省级文化产业示范园2家。",
        "县属学校、各级各类学校全面开学。",
        "内设党政办公室、经济发展局、招商服务局。",
        "获评全国先进基层党组织和省级重点实验室。",
    ],
)
def test_grades_and_departments_without_a_place_are_no_bodies(text: str) -> None:
    assert bodies(text) == {}


def test_a_level_of_many_is_no_level_of_its_own() -> None:
    assert "县图书馆" not in bodies("全县图书馆、各市博物馆免费开放。")
