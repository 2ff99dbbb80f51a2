"""Tracing: who stands in several agencies' reports, and every mention of a name."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import NotFoundError
from kg.trace import trace, trace_name

DATA = Path(__file__).parent / "queries" / "enterprises" / "shared.ttl"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(DATA))
    return store


def test_trace_gives_agency_year_mentions_and_roles(store: ox.Store) -> None:
    found = [(r["enterprise"], r["agency"], r["fiscal_year"], r["mentions"], r["roles"]) for r in trace(store).records()]
    assert found == [
        ("墨州机电研究所", "墨州市科技局", 2022, 1, "project"),
        ("墨州机电研究所", "沧澜县商务局", 2022, 1, "partner"),
        ("恒沐轴承", "墨州市科技局", 2022, 1, "project"),
        ("恒沐轴承", "沧澜县商务局", 2021, 1, "recognised"),
        ("恒沐轴承", "沧澜县商务局", 2022, 3, "partner"),
    ]


def test_two_reports_of_one_agency_are_one_agency(store: ox.Store) -> None:
    names = {record["enterprise"]: record["agency_count"] for record in trace(store, 1).records()}
    # 恒沐轴承 stands in three reports of two agencies; a report of an unknown agency counts for none.
    assert names == {"恒沐轴承": 2, "墨州机电研究所": 2, "青蝉食品": 1}
    assert not trace(store, 3)


def test_several_years_of_one_agency_are_apart_from_several_agencies(store: ox.Store) -> None:
    assert not trace(store, years=2)
    assert {record["enterprise"] for record in trace(store, agencies=1, years=2).records()} == {"恒沐轴承"}
    assert {record["enterprise"] for record in trace(store, years=1).records()} == {"青蝉食品"}


def test_mentions_of_a_name_are_a_time_line(store: ox.Store) -> None:
    years = [record["fiscal_year"] for record in trace_name(store, "恒沐轴承").records()]
    assert years == sorted(years) and len(set(years)) == 2


def test_enterprise_without_a_fact_is_just_named(store: ox.Store) -> None:
    assert [r["roles"] for r in trace(store, 1).records() if r["enterprise"] == "青蝉食品"] == ["named"]


@pytest.mark.parametrize("name", ["恒沐轴承", "恒沐公司", "ＨＭ轴承", "hm"])
def test_name_alias_and_form_find_every_mention(store: ox.Store, name: str) -> None:
    records = list(trace_name(store, name).records())
    assert [(r["surface"], r["role"]) for r in records] == [
        ("恒沐轴承", "recognised"),
        ("恒沐轴承", "project"),
        ("恒沐公司", "partner"),
        ("恒沐公司", "partner"),
        ("HM轴承", "named"),
    ]
    assert all(r["surface"] in r["quote"] for r in records)


def test_mention_with_several_roles_is_one_row(store: ox.Store) -> None:
    more = ox.Store()
    more.extend(store)
    project = next(q.subject for q in store.quads_for_pattern(None, None, ox.Literal("高速轴承攻关项目"), None))
    evidence = next(more.quads_for_pattern(project, ox.NamedNode("https://w3id.org/jixiao/ontology#evidence"), None, None)).object
    turtle = f"""@prefix jx: <https://w3id.org/jixiao/ontology#> .
        <a:fact> a jx:Recognition ; jx:holder <https://w3id.org/jixiao/id/org/h> ; jx:evidence {evidence} ;
            jx:inReport <https://w3id.org/jixiao/id/report/b22> ."""
    more.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    roles = [r["role"] for r in trace_name(more, "恒沐轴承").records() if r["agency"] == "墨州市科技局"]
    assert roles == ["project|recognised"]


def test_mention_in_a_report_of_an_unknown_agency_is_kept(store: ox.Store) -> None:
    assert [(r["agency"], r["role"]) for r in trace_name(store, "禾穗").records()] == [(None, "measured")]


@pytest.mark.parametrize(("name", "near"), [("恒沐齿轮", "恒沐轴承"), ("青婵食品", "青蝉食品")])
def test_unknown_name_gets_near_ones(store: ox.Store, name: str, near: str) -> None:
    with pytest.raises(NotFoundError, match=near):
        trace_name(store, name)


@pytest.mark.parametrize("name", ["", "  ", "}", '" . ?s'])
def test_nothing_and_nonsense_name_nobody(store: ox.Store, name: str) -> None:
    with pytest.raises(NotFoundError, match="no organisation of that name"):
        trace_name(store, name)
