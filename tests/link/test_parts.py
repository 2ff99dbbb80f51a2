"""Names taken apart and compared: each part, each feature, and what keeps two names apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.link.compare import FEATURES, JOIN, Setting, compare
from kg.link.locality import home, nearness
from kg.link.normal import normal
from kg.link.parts import parts, split_core


@pytest.mark.parametrize(
    ("name", "place", "trade", "industry", "legal"),
    [
        ("浙江三禾智能装备股份有限公司", ("浙江",), "三禾", "智能装备", "shares"),
        ("三禾智能装备（杭州）有限公司", ("杭州",), "三禾", "智能装备", "limited"),
        ("恒润海工", (), "恒润", "海工", ""),
        ("恒润集团有限公司", (), "恒润", "", "limited"),
        ("宜昌市夷陵区云裳服饰有限责任公司", ("宜昌市", "夷陵区"), "云裳", "服饰", "limited"),
        ("科技", (), "科技", "", ""),
    ],
)
def test_a_name_is_place_trade_industry_and_form(name: str, place: tuple[str, ...], trade: str, industry: str, legal: str) -> None:
    found = parts(normal(name))
    assert (found.place, found.trade, found.industry, found.legal) == (place, trade, industry, legal)


@pytest.mark.parametrize(
    ("name", "branch", "owner"),
    [
        ("恒润海工股份有限公司芜湖分公司", "芜湖分公司", "恒润海工股份有限公司"),
        ("恒润海工总装车间", "总装车间", "恒润海工"),
        ("恒润党支部", "党支部", "恒润"),
        ("恒润三、四期", "三、四期", "恒润"),
        ("恒润智能产业园", "智能产业园", "恒润"),
        ("恒润海工", "", ""),
    ],
)
def test_what_belongs_to_a_firm_is_told_from_the_firm(name: str, branch: str, owner: str) -> None:
    found = parts(normal(name))
    assert (found.branch, found.owner) == (branch, owner)


@pytest.mark.parametrize(
    ("name", "form"), [("四二三厂", "423厂"), ("国营第四二三厂", "423厂"), ("九〇二所", "902所"), ("４２３厂", "423厂")]
)
def test_code_numbers_have_one_form(name: str, form: str) -> None:
    assert normal(name) == form


def test_a_hospital_of_a_numbered_plant_has_no_code_number() -> None:
    assert normal("四二三医院") == "四二三医院" and parts("四二三医院").body == "医院"


def test_traditional_characters_and_width_are_folded() -> None:
    assert normal("華興　ＡＢ機電（集團）") == normal("华兴AB机电(集团)")


@given(st.text(alphabet="湖南杭州三禾恒润科技智能装备有限公司集团厂所分期（）()一二〇", max_size=24))
def test_parts_of_any_text_are_pieces_of_it(text: str) -> None:
    form = normal(text)
    found = parts(form)
    assert found.trade + found.industry == found.core or found.number
    assert found.core in form or "(" in form
    assert found.branch == "" or found.owner


@given(st.text(alphabet="三禾智能装备科技", min_size=2, max_size=12))
def test_a_trade_name_keeps_two_characters(core: str) -> None:
    trade, industry = split_core(core)
    assert trade + industry == core and len(trade) >= 2


def test_reports_are_near_by_their_units() -> None:
    ours, next_, far = home("宜昌市夷陵区商务局"), home("湖北省水利厅"), home("昆明市财政局")
    assert (nearness(ours, ours), nearness(ours, next_), nearness(ours, far), nearness(ours, "")) == (
        "district",
        "province",
        "far",
        "unknown",
    )
    assert home("山里的财政局") == ""


@pytest.mark.parametrize(
    ("left", "right", "feature"),
    [
        ("恒润海工", "江苏恒润海工有限公司", "core"),
        ("恒润", "恒润海工", "trade"),
        ("恒润海", "恒润海棠", "part"),
        ("恒润智能", "恒润智能装备有限公司", "lead"),
        ("恒润通航", "恒润通用航空有限公司", "contracted"),
        ("海潮传动", "江苏恒润海潮传动有限公司", "tail"),
        ("恒瑞海工", "恒锐海工", "slip"),
    ],
)
def test_likeness_has_a_name_and_a_reason(left: str, right: str, feature: str) -> None:
    found = compare(parts(normal(left)), parts(normal(right)))
    assert found is not None and found.features[0] == feature
    assert found.reasons[0] == f"{FEATURES[feature][1]} ({FEATURES[feature][0]:+d})"


@pytest.mark.parametrize(
    ("left", "right", "conflict"),
    [
        ("恒润海工（一期）有限公司", "恒润海工（二期）有限公司", "notes"),
        ("江苏恒润海工有限公司", "山东恒润海工有限公司", "places"),
        ("恒润海工集团有限公司", "恒润海工有限公司", "forms"),
        ("恒润海工厂", "恒润海工研究所", "bodies"),
        ("恒润公司", "恒润海工", "full"),
    ],
)
def test_one_conflict_outweighs_every_agreement(left: str, right: str, conflict: str) -> None:
    found = compare(parts(normal(left)), parts(normal(right)), Setting(document=True))
    assert found is not None and conflict in found.features and found.points < JOIN


def test_names_with_nothing_in_common_do_not_compare() -> None:
    assert compare(parts("恒润海工"), parts("三禾智能")) is None
    assert compare(parts("423厂"), parts("902所")) is None
