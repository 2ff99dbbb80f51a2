"""Verdicts as a ledger: appended, replayed, taken back, in and out as SSSOM, and what they change in a build."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import cli
from kg.errors import LexiconError
from kg.link import Context, Decision, Decisions, NameUse, link, sssom
from kg.link.ledger import append, ledger_beside, load_decisions, read, replay
from kg.link.review import Review

SAME = Decision("恒缆", "恒通电缆", "same", by="an", at="2026-01-02T00:00:00+00:00", why="one address", source="a page")


def test_a_ledger_is_only_appended_to_and_the_last_verdict_on_a_pair_holds(tmp_path: Path) -> None:
    path = tmp_path / "x.decisions.jsonl"
    append(path, SAME)
    first = path.read_bytes()
    append(path, Decision("恒通电缆", "恒缆", "different", by="bo"))
    assert path.read_bytes().startswith(first)
    assert [(d.verdict, d.by) for d in replay(read(path))] == [("different", "bo")]
    append(path, Decision("恒缆", "恒通电缆", "withdrawn", by="bo"))
    assert replay(read(path)) == () and len(read(path)) == 3


def test_a_name_and_itself_are_no_pair(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="one name"):
        append(tmp_path / "l.jsonl", Decision("恒 缆", "恒缆", "different", by="an"))


@pytest.mark.parametrize("line", ["{", "[]", '{"left": "甲乙", "right": 3, "verdict": "same"}', '{"left": "甲乙", "verdict": "same"}'])
def test_a_damaged_ledger_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "l.jsonl"
    append(path, SAME)
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2"):
        read(path)


def test_people_outrank_curation(tmp_path: Path) -> None:
    pair = load_decisions().all()[0]
    path = tmp_path / "l.jsonl"
    append(path, Decision(pair.right, pair.left, "different" if pair.verdict != "different" else "same", by="an"))
    found = [d for d in load_decisions(path).all() if d.pair == pair.pair]
    assert [d.by for d in found] == ["an"]


def test_sssom_goes_out_and_comes_back() -> None:
    given = [
        SAME,
        Decision("恒缆", "恒缆党支部", "part_of", by="an"),
        Decision("恒缆", "恒揽", "different", "", "medium", "another\tfirm", "bo"),
        Decision("恒缆", "老恒缆", "former_name", by="an"),
        Decision("恒缆", "恒览", "unsure", by="an"),
    ]
    text = sssom.dump(given, "https://example.org/id/", lambda name: f"org/{len(name):010x}")
    assert text.startswith("#curie_map:") and "semapv:ManualMappingCuration" in text
    back = sssom.load(text, "x.tsv")
    assert [(d.left, d.right, d.verdict, d.by, d.confidence) for d in back] == [
        (d.left, d.right, d.verdict, d.by, d.confidence) for d in given
    ]


@pytest.mark.parametrize("body", ["a\tb\n", "subject_label\tpredicate_id\tobject_label\n甲\tskos:broadMatch\t乙\n"])
def test_a_mapping_that_is_no_verdict_is_refused(body: str) -> None:
    with pytest.raises(LexiconError, match=r"x\.tsv"):
        sssom.load(body, "x.tsv")


def firm(name: str, report: str) -> NameUse:
    return NameUse(name, "enterprise", report)


def ids(uses: list[NameUse], *verdicts: Decision, context: Context | None = None) -> list[str]:
    linker = link(uses, Decisions(verdicts, "test"), context)
    return [linker.canonical(use.surface, use.kind, use.report) for use in uses]


def test_a_verdict_bound_to_a_report_splits_one_name_in_two() -> None:
    uses = [firm("恒润海工", "r1"), firm("恒润海工", "r2")]
    first, second = ids(uses, Decision("恒润海工@r1", "恒润海工@r2", "different", by="an"))
    assert first != second
    assert len(set(ids(uses))) == 1


def test_a_persons_join_comes_before_a_curated_chain() -> None:
    uses = [firm(name, "r1") for name in ("甲瑞科技", "乙瑞科技", "丙瑞科技")]
    verdicts = (
        Decision("甲瑞科技", "乙瑞科技", "same"),
        Decision("甲瑞科技", "丙瑞科技", "different"),
        Decision("乙瑞科技", "丙瑞科技", "same", by="an"),
    )
    a, b, c = ids(uses, *verdicts)
    assert b == c != a


def test_a_relative_name_means_the_units_own_only_in_its_reports() -> None:
    units = [NameUse("宜昌市夷陵区商务局", "government", "r1", unit=True), NameUse("宜昌市猇亭区商务局", "government", "r2", unit=True)]
    here, there = NameUse("链办", "government", "r1"), NameUse("链办", "government", "r2")
    found = ids([*units, here, there], Decision("宜昌市夷陵区商务局", "链办", "same", by="an"))
    assert found[0] == found[2] and found[3] not in (found[0], found[1], found[2])


def test_our_bureau_is_the_reporting_unit_and_the_district_is_its_own() -> None:
    uses = [
        NameUse("宜昌市夷陵区科技和工业信息化局", "government", "r1", unit=True),
        NameUse("我局", "government", "r1"),
        NameUse("区科工信局", "government", "r1"),
        NameUse("区政府", "government", "r1"),
        NameUse("宜昌市夷陵区人民政府", "government", "r2"),
    ]
    found = ids(uses)
    assert found[0] == found[1] == found[2] and found[3] == found[4] != found[0]


def test_a_definition_joins_and_a_list_keeps_apart() -> None:
    uses = [firm("瑞泽", "r1"), firm("山东海岳瑞泽船舶有限公司", "r1")]
    assert len(set(ids(uses, context=Context(defined=frozenset({("r1", "瑞泽", "山东海岳瑞泽船舶有限公司")}))))) == 1
    pair = [firm("瑞泽", "r1"), firm("瑞泽船舶", "r1")]
    assert len(set(ids(pair))) == 1
    assert len(set(ids(pair, context=Context(listed=frozenset({("r1", "瑞泽", "瑞泽船舶")}))))) == 2


def test_credit_codes_join_and_part() -> None:
    uses = [firm("瑞泽船舶", "r1"), firm("海岳造船", "r2"), firm("瑞泽", "r1")]
    codes = {("r1", "瑞泽船舶"): "91110000600037341L", ("r2", "海岳造船"): "91110000600037341L"}
    first, second, _ = ids(uses, context=Context(codes=codes))
    assert first == second
    codes = {("r1", "瑞泽船舶"): "91110000600037341L", ("r1", "瑞泽"): "91310000132207996P"}
    found = ids(uses, context=Context(codes=codes))
    assert found[0] != found[2]


def test_a_former_name_is_dated_and_its_id_lives_on() -> None:
    uses = [firm("恒缆", "r1"), firm("恒通电缆", "r2")]
    linker = link(uses, Decisions((Decision("恒缆", "恒通电缆", "former_name", "a page", end="2019", by="an"),), "test"))
    (found,) = linker.organisations()
    assert [(n.name, n.end, n.source) for n in found.former] == [("恒通电缆", "2019", "a page")]
    alone = {o.id for o in link(uses, Decisions((), "none")).organisations()}
    assert {found.id, *found.merged} == alone


def test_an_id_once_given_is_kept_when_more_reports_come() -> None:
    first = link([firm("恒润海工", "r1")], Decisions((), "none"))
    more = [firm("恒润海工", "r1"), firm("江苏恒润海工装备有限公司", "r1")]
    kept = link(more, Decisions((), "none"), minted=first.leads().values())
    assert kept.canonical("江苏恒润海工装备有限公司", "enterprise", "r1") == first.canonical("恒润海工", "enterprise", "r1")
    assert kept.organisations()[0].legal_name == "江苏恒润海工装备有限公司"


# ---- the ledger and builds


def _bytes(build: Path) -> dict[str, str]:
    files = sorted(path for folder in ("graph", "tables", "texts", "facts") for path in (build / folder).iterdir())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def reports(report_file: Path) -> Path:
    """Return a folder of two reports; one of them alone names a firm in full and in short."""
    text = report_file.read_text(encoding="utf-8")
    extra = "\n推动江苏恒润海工装备有限公司上市，恒润海工获评省级企业技术中心。\n"
    (report_file.parent / "other.txt").write_text(text.replace("水务局", "林业局") + extra, encoding="utf-8")
    return report_file.parent


def test_a_verdict_touches_its_reports_survives_a_new_build_and_is_taken_back_to_the_byte(reports: Path, tmp_path: Path) -> None:
    build = tmp_path / "b"
    kg.build([reports], build)
    before = _bytes(build)
    pair = ("恒润海工", "江苏恒润海工装备有限公司")
    _run("link", "different", *pair, "-d", str(build), "--by", "an", "--why", "two owners")
    kg.build([reports], build)
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["identity"]["mapped"] == ["other"] and manifest["identity"]["verdicts"] == 1
    judged = _bytes(build)
    assert judged["kg.nq"] != before["kg.nq"] and judged["entities.csv"] != before["entities.csv"]

    afresh = tmp_path / "c"
    ledger_beside(afresh).write_bytes(ledger_beside(build).read_bytes())
    kg.build([reports], afresh)
    assert _bytes(afresh) == judged

    _run("link", "undo", "-d", str(build), "--by", "an")
    kg.build([reports], build)
    assert _bytes(build) == before
    assert len(ledger_beside(build).read_text(encoding="utf-8").splitlines()) == 2


def test_the_review_shows_both_sides_and_what_became_of_verdicts(reports: Path, tmp_path: Path) -> None:
    build = tmp_path / "b"
    kg.build([reports], build)
    shown = _run("link", "show", "恒润海工", "江苏恒润海工装备有限公司", "-d", str(build))
    assert "one organisation" in shown and "in one report (+25)" in shown and "获评省级企业技术中心" in shown
    _run("link", "same", "恒润海工", "江苏恒润海工装备有限公司", "-d", str(build), "--by", "an")
    _run("link", "same", "无此公司甲", "无此公司乙", "-d", str(build), "--by", "an")
    states = {status.decision.left: status.state for status in Review(build).statuses()}
    assert states == {"恒润海工": "redundant", "无此公司甲": "orphaned"}


def test_review_takes_one_key_a_pair(reports: Path, tmp_path: Path) -> None:
    build = tmp_path / "b"
    ledger = ledger_beside(build)
    append(ledger, Decision("恒润海工", "江苏恒润海工装备有限公司", "unsure", by="an"))
    append(ledger, Decision("恒润海工", "海工重机", "unsure", by="an"))
    kg.build([reports], build)
    assert [o.candidate.right for o in Review(build).open_pairs()] == ["海工重机"]
    output = CliRunner().invoke(cli, ["link", "review", "-d", str(build), "--by", "bo"], input="d", catch_exceptions=False).output
    assert "1 verdicts given" in output
    assert [(d.right, d.verdict, d.by) for d in replay(read(ledger))][-1] == ("海工重机", "different", "bo")


def test_verdicts_leave_and_return_as_sssom(reports: Path, tmp_path: Path) -> None:
    build, other = tmp_path / "b", tmp_path / "c"
    kg.build([reports], build)
    _run("link", "different", "恒润海工", "江苏恒润海工装备有限公司", "-d", str(build), "--by", "an")
    table = tmp_path / "identity.sssom.tsv"
    _run("link", "export", "--sssom", "-d", str(build), "-o", str(table))
    kg.build([reports], other)
    _run("link", "import", str(table), "-d", str(other))
    assert [(d.verdict, d.by) for d in read(ledger_beside(other))] == [("different", "an")]
