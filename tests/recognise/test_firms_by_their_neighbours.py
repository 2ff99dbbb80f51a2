"""Firms by what stands beside them: what only firms have, what is paid for them, whoever a deed is left to, groups and their firms."""

from __future__ import annotations

import pytest

from kg.recognise import mentions

FIRMS = ("enterprise", "research_institute")


def firms(text: str) -> list[str]:
    return [m.surface for m in mentions(text) if m.kind in FIRMS]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("江西恒昱旗下的恒昱智联落户园区。", ["江西恒昱", "恒昱智联"]),
        ("全县仅朗维云谷一家未通过复核。", ["朗维云谷"]),
        ("恒昱轴承首台套奖励100万元，嘉禾昱面业贴息20万元。", ["恒昱轴承", "嘉禾昱面业"]),
        ("组织恒昱食品、鼎霖纺织等参展。", ["恒昱食品", "鼎霖纺织"]),
        ("鼎霖轴承系省级农机龙头企业。", ["鼎霖轴承"]),
        ("取消资格的有鼎霖传感等5家。", ["鼎霖传感"]),
        ("恒昱重工牵头的“高强度齿轮”项目立项。", ["恒昱重工"]),
        ("项目由中冶恒昱承建。", ["中冶恒昱"]),
        ("控股股东为临川交投。", ["临川交投"]),
        ("租用东风恒昱厂房2万平方米。", ["东风恒昱"]),
        ("江岭鼎霖孵化有限公司运营。", ["江岭鼎霖孵化有限公司"]),
        ("新型彝药老字号“昱春堂”恢复生产。", ["昱春堂"]),
    ],
)
def test_a_firm_is_found_by_what_stands_beside_it(text: str, wanted: list[str]) -> None:
    assert firms(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "发放公租房租赁补贴312万元。",
        "年初结转和结余203万元。",
        "为企业减免税额达2.9亿元。",
        "市局消保科获评全国先进集体。",
        "强化水电气等企业要素保障。",
        "技术由岭南大学河湾研究院提供。",
        "市科技信息研究所为公益一类单位。",
        "推动企业退城进园。",
    ],
)
def test_subsidies_measures_produce_and_offices_are_no_firms(text: str) -> None:
    assert firms(text) == []


def test_a_firm_known_throughout_the_country_vouches_for_its_list_and_is_not_prolonged() -> None:
    assert firms("企业上云标杆：苏泊尔、鼎霖。") == ["苏泊尔", "鼎霖"]
    assert firms("宁德时代储能项目未开工。") == ["宁德时代"]


def test_a_group_of_a_place_is_named_without_its_last_word_elsewhere() -> None:
    assert firms("江岭水务集团成立。江岭水务负责管网。") == ["江岭水务集团", "江岭水务"]
