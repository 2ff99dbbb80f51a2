"""Names become organisations: same forms, bound short forms, verdicts, and what stays open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LexiconError
from kg.link import Decision, Decisions, Linker, NameUse, link, load_decisions

NO_VERDICTS = Decisions((), "none")


def firm(name: str, report: str) -> NameUse:
    return NameUse(name, "enterprise", report)


def same(linker: Linker, left: NameUse, right: NameUse) -> bool:
    return linker.canonical(left.surface, left.kind, left.report) == linker.canonical(right.surface, right.kind, right.report)


def test_the_same_name_in_two_reports_is_one_organisation() -> None:
    a, b = firm("瑞泽船舶", "r1"), firm("瑞泽 船舶", "r2")
    linker = link([a, b], NO_VERDICTS)
    assert same(linker, a, b)
    assert [o.reports for o in linker.organisations()] == [("r1", "r2")]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("恒润海工", "江苏恒润海工装备有限公司"),
        ("三禾智能", "浙江三禾智能控制股份有限公司"),
        ("瑞泽船舶", "山东瑞泽船舶"),
        ("云裳", "云裳服饰"),
        ("航宇零部件", "航宇零部件公司"),
    ],
)
def test_a_short_form_is_bound_to_the_full_name_beside_it(short: str, full: str) -> None:
    linker = link([firm(short, "r1"), firm(full, "r1")], NO_VERDICTS)
    assert same(linker, firm(short, "r1"), firm(full, "r1"))


@pytest.mark.parametrize(
    ("left", "right"),
    [("南岭公司", "南岭宇航"), ("时泰华鑫", "时泰华先"), ("飞驰橡胶", "江苏飞驰系统技术有限公司"), ("423厂", "423所")],
)
def test_names_that_only_share_a_word_stay_apart(left: str, right: str) -> None:
    linker = link([firm(left, "r1"), firm(right, "r1")], NO_VERDICTS)
    assert not same(linker, firm(left, "r1"), firm(right, "r1"))


def test_a_short_form_of_two_firms_is_bound_to_neither() -> None:
    uses = [firm("时泰", "r1"), firm("时泰华鑫", "r1"), firm("时泰橡塑", "r1")]
    linker = link(uses, NO_VERDICTS)
    assert len(linker.organisations()) == 3


def test_a_short_form_with_another_meaning_in_another_report_is_kept_apart() -> None:
    uses = [firm("华泽", "r1"), firm("华泽精密工具", "r1"), firm("华泽", "r2"), firm("华泽风电", "r2")]
    linker = link(uses, NO_VERDICTS)
    assert same(linker, uses[0], uses[1]) and same(linker, uses[2], uses[3])
    assert not same(linker, uses[0], uses[2])


def test_district_bodies_are_the_same_only_inside_one_district() -> None:
    uses = [
        NameUse("江北市东湖区商务局", "government", "r1", unit=True),
        NameUse("江北市东湖区财政局", "government", "r2", unit=True),
        NameUse("江北市西山区商务局", "government", "r3", unit=True),
        *(NameUse("区政府", "government", r) for r in ("r1", "r2", "r3")),
    ]
    linker = link(uses, NO_VERDICTS)
    first, second, third = (linker.canonical("区政府", "government", r) for r in ("r1", "r2", "r3"))
    assert first == second != third


def test_a_certain_verdict_joins_and_gives_the_legal_name() -> None:
    verdicts = Decisions((Decision("江北恒通电缆股份有限公司", "恒缆", "same"),), "test")
    linker = link([firm("恒缆", "r1"), firm("恒通电缆厂", "r2")], verdicts)
    assert [o.legal_name for o in linker.organisations() if o.name == "恒缆"] == ["江北恒通电缆股份有限公司"]


def test_a_doubtful_verdict_stays_open_with_its_reason() -> None:
    verdicts = Decisions((Decision("恒缆", "恒通电缆", "same", "a page", "low", "same address"),), "test")
    linker = link([firm("恒缆", "r1"), firm("恒通电缆", "r2")], verdicts)
    assert not same(linker, firm("恒缆", "r1"), firm("恒通电缆", "r2"))
    assert [(c.left, c.right, c.reasons) for c in linker.candidates()] == [("恒缆", "恒通电缆", ("same address",))]


def test_different_blocks_a_chain_of_joins() -> None:
    verdicts = Decisions(
        (Decision("甲瑞科技", "乙瑞科技", "same"), Decision("乙瑞科技", "丙瑞科技", "same"), Decision("甲瑞科技", "丙瑞科技", "different")),
        "test",
    )
    linker = link([firm(n, "r1") for n in ("甲瑞科技", "乙瑞科技", "丙瑞科技")], verdicts)
    assert not same(linker, firm("甲瑞科技", "r1"), firm("丙瑞科技", "r1"))


def test_different_keeps_a_short_form_from_the_full_name_beside_it() -> None:
    verdicts = Decisions((Decision("恒润海工", "江苏恒润海工装备有限公司", "different"),), "test")
    uses = [firm("恒润海工", "r1"), firm("江苏恒润海工装备有限公司", "r1")]
    assert not same(link(uses, verdicts), *uses)


def test_a_party_branch_belongs_to_its_firm_even_where_only_the_branch_is_named() -> None:
    branch = NameUse("易泰、翔宇党支部", "party", "r1")
    linker = link([branch, firm("易泰", "r2")], NO_VERDICTS)
    by_name = {o.name: o for o in linker.organisations()}
    assert by_name["易泰、翔宇党支部"].part_of == (by_name["易泰"].id, by_name["翔宇"].id)
    assert by_name["易泰"].reports == ("r1", "r2") and by_name["翔宇"].kind == "enterprise"


def test_local_ids_have_ten_hex_digits_and_an_unseen_name_gets_the_id_it_would_have() -> None:
    linker = link([firm("瑞泽船舶", "r1")], NO_VERDICTS)
    known = linker.canonical("瑞泽船舶", "enterprise", "r1")
    assert re.fullmatch(r"org/[0-9a-f]{10}", known)
    assert linker.canonical("瑞泽船舶", "enterprise", "elsewhere") == known
    assert link([], NO_VERDICTS).canonical("瑞泽船舶", "enterprise", "r9") == known


NAMES = ("瑞泽船舶", "山东瑞泽船舶", "瑞泽", "瑞泽橡胶", "江苏恒润海工装备有限公司", "恒润海工", "恒润", "区政府", "423厂")
USES = st.lists(st.builds(NameUse, st.sampled_from(NAMES), st.just("enterprise"), st.sampled_from(("r1", "r2", "r3"))), max_size=24)


@given(USES, st.randoms(use_true_random=False))
def test_the_order_of_names_does_not_matter(uses: list[NameUse], random: st.DataObject) -> None:
    shuffled = list(uses)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = link(uses, NO_VERDICTS), link(shuffled, NO_VERDICTS)
    assert first.organisations() == second.organisations()
    assert first.candidates() == second.candidates()


@given(USES)
def test_every_name_leads_to_an_organisation_that_knows_it(uses: list[NameUse]) -> None:
    linker = link(uses, NO_VERDICTS)
    known = {o.id: {o.name, *o.aliases} for o in linker.organisations()}
    for use in uses:
        assert use.surface in known[linker.canonical(use.surface, use.kind, use.report)]


def test_a_users_file_outranks_the_curated_verdicts_and_none_switches_them_off(tmp_path: Path) -> None:
    curated = load_decisions().all()
    assert curated and load_decisions("none").all() == ()
    pair = curated[0]
    path = tmp_path / "mine.csv"
    path.write_text(f"left,right,verdict\n{pair.left},{pair.right},unsure\n", encoding="utf-8")
    verdicts = [d.verdict for d in load_decisions(path).all() if (d.left, d.right) == (pair.left, pair.right)]
    assert verdicts == ["unsure"]


@pytest.mark.parametrize("body", ["left,right\n甲,乙\n", "left,right,verdict\n甲,乙,maybe\n", "left,right,verdict\n甲,,same\n"])
def test_a_bad_decision_file_is_refused_with_its_place(tmp_path: Path, body: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"bad\.csv"):
        load_decisions(path)


def test_a_missing_decision_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load_decisions(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("left", "right", "words"), [("恒润集团有限公司", "恒润海工有限公司", "a group"), ("423厂", "423所", "one code number")]
)
def test_kin_stay_two_and_are_shown_to_a_person(left: str, right: str, words: str) -> None:
    linker = link([firm(left, "r1"), firm(right, "r1")], NO_VERDICTS)
    assert not same(linker, firm(left, "r1"), firm(right, "r1"))
    assert [candidate.reasons[0].startswith(words) for candidate in linker.candidates()] == [True]


def test_a_workshop_and_a_park_belong_to_the_firm_and_make_it_named() -> None:
    uses = [firm("恒润海工", "r1"), firm("恒润海工总装车间", "r2"), NameUse("恒润海工产业园", "park", "r3")]
    by_name = {o.name: o for o in link(uses, NO_VERDICTS).organisations()}
    assert by_name["恒润海工"].reports == ("r1", "r2", "r3")
    assert {by_name[n].part_of for n in ("恒润海工总装车间", "恒润海工产业园")} == {(by_name["恒润海工"].id,)}


def test_a_two_character_name_is_one_firm_in_a_province_only() -> None:
    units = [
        NameUse(f"{city}市财政局", "government", report, unit=True) for city, report in (("宜昌", "r1"), ("武汉", "r2"), ("昆明", "r3"))
    ]
    uses = [firm("瑞泽", report) for report in ("r1", "r2", "r3")]
    linker = link([*units, *uses], NO_VERDICTS)
    assert same(linker, uses[0], uses[1]) and not same(linker, uses[0], uses[2])
    left, right = next((c.left, c.right) for c in linker.candidates())
    assert {left, right} == {"瑞泽@r1", "瑞泽@r3"}
    verdict = Decisions((Decision(left, right, "same", by="an"),), "test")
    assert len({link([*units, *uses], verdict).canonical(u.surface, u.kind, u.report) for u in uses}) == 1
