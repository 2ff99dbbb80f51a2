"""The trained tagger of organisations: what it sees, and what it may overrule."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
import train

from kg.recognise import mentions, statistical
from kg.recognise.candidate import Candidate
from kg.recognise.classes import classify
from kg.recognise.statistical import Tagged, agreed
from kg.recognise.words import words

TEXT = "昶骋精机与岭西大学共建实验室。\n昶骋精机获评省级专精特新企业，向澜汐食品供货。\n"


def candidate(start: int, end: int, score: float, recogniser: str = "context", reason: str = "follows 引进") -> Candidate:
    return Candidate(start, end, "enterprise", score, recogniser, (reason,))


def learnt(*names: Candidate, **begins: float) -> Tagged:
    return Tagged(names, {int(key[1:]): value for key, value in begins.items()})


def bounds(names: list[Candidate]) -> list[tuple[int, int]]:
    return sorted((name.start, name.end) for name in names)


def test_stretches_end_with_sentences_and_cells() -> None:
    held = words("甲公司。\n乙公司\t丙公司")
    found = ["".join(held.texts[start:end]) for start, end in statistical.stretches(held)]
    assert found == ["甲公司", "乙公司", "丙公司"]


def test_a_word_is_described_by_itself_and_its_neighbours() -> None:
    held = words("引进昶骋精机")
    first = statistical.features(held, classify(held), 0, len(held.texts))[0]
    assert "w=引进" in first and "p=^" in first and f"q={held.texts[1]}" in first


def test_what_both_see_stands() -> None:
    assert bounds(agreed([candidate(0, 4, 0.6)], learnt(candidate(0, 4, 0.3, "statistical")))) == [(0, 4)]


def test_a_doubtful_name_of_the_rules_needs_the_model_to_hold_it_for_possible() -> None:
    assert bounds(agreed([candidate(0, 4, 0.6)], learnt(o0=0.2))) == [(0, 4)]
    assert bounds(agreed([candidate(0, 4, 0.6)], learnt(o0=0.0))) == []


@pytest.mark.parametrize("name", [candidate(0, 4, 0.9), candidate(0, 4, 0.6, reason="stands in a list closed by 等3家企业")])
def test_a_list_or_much_evidence_needs_no_model(name: Candidate) -> None:
    assert agreed([name], learnt()) == [name]


def test_the_model_alone_must_be_sure() -> None:
    assert bounds(agreed([], learnt(candidate(0, 4, 0.95, "statistical"), candidate(6, 9, 0.5, "statistical")))) == [(0, 4)]


def test_bounds_are_corrected_where_the_model_is_sure_of_them() -> None:
    assert bounds(agreed([candidate(0, 6, 0.7)], learnt(candidate(0, 4, 0.9, "statistical")))) == [(0, 4)]
    assert bounds(agreed([candidate(0, 6, 0.7)], learnt(candidate(0, 4, 0.7, "statistical")))) == [(0, 6)]


def test_two_names_of_the_rules_are_not_made_one() -> None:
    assert bounds(agreed([candidate(0, 2, 0.7), candidate(5, 9, 0.7)], learnt(candidate(0, 9, 0.9, "statistical")))) == [(0, 2), (5, 9)]


def test_a_lone_word_of_the_dictionary_and_a_chain_of_places_are_no_firms() -> None:
    for text in ("培育了一批龙头，封山育林成效好。", "与广东惠州签约。"):
        held = words(text)
        found = statistical.by_training(held, classify(held)).names
        assert not [text[c.start : c.end] for c in found if c.kind == "enterprise"]


def test_mentions_say_that_the_model_saw_them() -> None:
    found = mentions("由湘滏路桥第三工程公司承建，芷澜环境负责监测，价款38万元。")
    assert {m.surface: m.recogniser for m in found}.get("芷澜环境") in {"statistical", "context"}


def test_the_model_says_what_it_was_made_of() -> None:
    about = json.loads((files("kg") / "data" / "organisations.json").read_text(encoding="utf-8"))
    here = {path.name.removesuffix(".gold.json") for path in (train.TUNE / "gold").glob("*.json")}
    assert set(about["trained_on"]) <= here, "train again: python tests/reports/train.py"
    assert about["licence"] and about["source"]


def report(name: str = "甲") -> train.Annotated:
    return train.Annotated(name, TEXT, ((0, 4, "E"), (5, 9, "X"), (16, 20, "E"), (33, 37, "E")))


def test_training_gives_the_same_bytes_and_finds_what_it_was_taught(tmp_path: Path) -> None:
    reports = [report()] * 5
    first = train.fit(reports, [], tmp_path / "a")
    train.fit(reports, [], tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    held = words(TEXT)
    found = {TEXT[c.start : c.end] for c in statistical.tagged(first, held, classify(held)).names}
    assert {"昶骋精机", "岭西大学"} <= found


def test_masked_reports_bring_no_word_of_their_own() -> None:
    rows = train.rows([report()], [train.Annotated("乙", "璩翎钨业落户瀛洲新城。\n", ((0, 4, "E"),))])
    features = {feature for seen, _ in rows for word in seen for feature in word}
    assert not [feature for feature in features if "璩翎" in feature or "瀛洲" in feature]
    assert len(rows) > len(train.rows([report()], []))


def test_renamed_copies_keep_their_spans() -> None:
    from random import Random

    copy = train.renamed(report(), ["霁川重工股份"], {"G": [], "X": ["岭东学院"]}, Random(1), 1)
    assert [copy.text[start:end] for start, end, _ in copy.spans] == ["霁川重工股份", "岭东学院", "霁川重工股份", "霁川重工股份"]
