"""Findings as a whole: planted defects are found and nothing else, ids last, the ledger and the page hold what they say."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

import kg
from kg import ontology
from kg.audit import Finding, audit, load_rules
from kg.audit.ledger import Decision, append, read_ledger
from kg.audit.page import render
from kg.cli import cli
from kg.errors import SettingError
from kg.extraction import from_report
from kg.link import Decisions, NameUse, link
from kg.rdf import Mapper
from kg.read import read
from kg.structure import structure
from kg.vocabulary import BASE_IRI, SKOS

PLANTED, CLEAN = 84, 16


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_generator", Path(__file__).parent / "generator.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit_generator"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def keys() -> list:
    return [quad for quad in ontology.quads(BASE_IRI) if quad.predicate in (SKOS.notation, SKOS.broader)]


def findings(folder: Path, text: str, keys: list, name: str = "r") -> tuple[Finding, ...]:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    made = from_report(structure(read(path, id=name)))
    uses = [NameUse(made.head.unit, "government", name)] + [NameUse(n.mention.surface, n.mention.kind, name) for n in made.named]
    store = Store()
    store.extend(Mapper(made, link(uses, Decisions()), BASE_IRI).quads())
    store.extend(keys)
    return audit(store)


def test_planted_defects_are_found_and_nothing_else(generator: ModuleType, keys: list, tmp_path: Path) -> None:
    found = right = wrong = 0
    for seed in range(PLANTED):
        text, defect = generator.planted(seed)
        rules = [finding.rule for finding in findings(tmp_path, text, keys) if finding.severity != "info"]
        hits = [rule for rule in rules if rule in defect.rules]
        found, right, wrong = found + bool(hits), right + len(hits), wrong + len(rules) - len(hits)
    assert found / PLANTED >= 0.97
    assert right / (right + wrong) >= 0.97


def test_clean_reports_have_no_finding(generator: ModuleType, keys: list, tmp_path: Path) -> None:
    for seed in range(500, 500 + CLEAN):
        assert [f.message_en for f in findings(tmp_path, generator.text(generator.clean(seed)), keys) if f.severity != "info"] == []


def test_a_finding_keeps_its_id_when_the_text_is_moved_and_not_when_it_is_changed(keys: list, tmp_path: Path) -> None:
    body = (
        "2022年度云岭市水务局部门决算\n\n一、收入支出决算总体情况说明\n{}基本支出300.00万元，其中：人员经费250.00万元，公用经费{}万元。\n"
    )
    (one,), (moved,), (changed,) = (
        findings(tmp_path, text, keys)
        for text in (body.format("", "40.00"), body.format("云岭市水务局是市政府工作部门。\n", "40.00"), body.format("", "41.00"))
    )
    assert one.rule == moved.rule == "sum-basic"
    assert one.id == moved.id != changed.id
    assert one.quotes[0].start < moved.quotes[0].start


def test_findings_stand_in_the_table_the_graph_and_the_page(seeds_build: Path) -> None:
    with (seeds_build / "tables" / "findings.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    graph = kg.open(seeds_build)
    found = graph.query("SELECT ?f WHERE { ?f a <https://w3id.org/jixiao/ontology#Finding> }")
    assert rows
    assert len(found.rows) == len(rows)
    page = (seeds_build / "audit.html").read_text(encoding="utf-8")
    assert all(row["finding_id"] in page for row in rows)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (seeds_build / "texts").glob("*.txt")}
    for row in rows:
        assert row["quotes"].startswith(texts[row["reports"].split("|")[0]][int(row["start"]) : int(row["end"])])


def test_asking_a_build_gives_the_findings_of_the_build(seeds_build: Path) -> None:
    with (seeds_build / "tables" / "findings.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row["finding_id"] for row in csv.DictReader(handle)]
    graph = kg.open(seeds_build)
    assert [finding.id for finding in graph.audit()] == rows
    report = graph.audit()[0].reports[0]
    assert {report} <= {name for finding in graph.audit(report) for name in finding.reports}
    assert all(report in finding.reports for finding in graph.audit(report))


def test_the_page_shows_no_markup_of_a_report(keys: list, tmp_path: Path) -> None:
    body = "2022年度云岭市水务局部门决算\n\n一、收入支出决算总体情况说明\n根据XX局<script>alert(1)</script>的要求开展自评。\n"
    found = findings(tmp_path, body, keys)
    assert found
    page = render(found, {"r": body}, {"r": "<b>云岭</b>"})
    assert "<script>alert" not in page
    assert "<b>云岭" not in page


def test_a_dismissed_finding_is_not_listed_again(seeds_build: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "verdicts.jsonl"
    common = ["audit", "-d", str(seeds_build), "--ledger", str(ledger)]
    listed = json.loads(CliRunner().invoke(cli, [*common, "--json"]).output)
    first = listed[0]["id"]
    done = CliRunner().invoke(cli, [*common, "dismiss", first, "--why", "两个口径"])
    assert done.exit_code == 0, done.output
    left = json.loads(CliRunner().invoke(cli, [*common, "--json"]).output)
    assert [item["id"] for item in left] == [item["id"] for item in listed if item["id"] != first]
    everything = json.loads(CliRunner().invoke(cli, [*common, "--json", "--all"]).output)
    assert everything[0]["verdict"] == {"verdict": "dismissed", "why": "两个口径"}
    page = tmp_path / "a.html"
    assert CliRunner().invoke(cli, [*common, "--html", str(page)]).exit_code == 0
    assert "两个口径" in page.read_text(encoding="utf-8")


def test_the_last_line_on_a_finding_counts(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    append(path, Decision("0123456789", "accepted", "核实"))
    append(path, Decision("0123456789", "dismissed", "撤回"))
    assert read_ledger(path) == {"0123456789": Decision("0123456789", "dismissed", "撤回")}


@pytest.mark.parametrize("line", ["{", "[]", '{"finding": "a", "verdict": "maybe", "why": ""}', '{"finding": "a"}'])
def test_a_damaged_ledger_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SettingError, match=r"verdicts\.jsonl:1"):
        read_ledger(path)


def test_the_page_on_the_audit_names_every_rule_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
    listed = page.partition("## The findings on the seeds")[0]
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", listed, re.MULTILINE)) == {rule.code for rule in load_rules()}


def test_every_finding_on_the_seeds_has_a_verdict(seeds_build: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8").partition("## The findings on the seeds")[2]
    judged = Counter(re.findall(r"^\| [^|]* \| `([a-z0-9-]+)` \|", page, re.MULTILINE))
    with (seeds_build / "tables" / "findings.csv").open(encoding="utf-8", newline="") as handle:
        found = Counter(row["rule"] for row in csv.DictReader(handle))
    assert found == judged
