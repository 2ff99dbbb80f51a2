"""Works seen by the trained tagger where no form of a name tells of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
import train

from kg.extract import project_tagger
from kg.extract.project_bounds import names_one
from kg.extract.projects import projects
from kg.read import read_bytes
from kg.recognise import recognise
from kg.recognise.reading import Reading
from kg.structure import structure

HEAD = "云岭市工业和信息化局2022年度部门整体支出绩效自评报告\n一、工作成效\n"


def reading(sentence: str) -> Reading:
    return recognise(structure(read_bytes((HEAD + sentence + "\n").encode(), Path("r.txt"), "r")))


def names(sentence: str) -> Iterator[str]:
    here = reading(sentence)
    return (here.text[named.span.start : named.span.end] for named in project_tagger.tagged_projects(here))


def test_a_work_without_a_form_of_its_own_is_seen_by_its_progress() -> None:
    assert any("铜箔三期" in name for name in names("昶骋新材布局的电子级铜箔三期正式投产。"))


def test_a_sentence_without_progress_or_works_is_not_looked_at() -> None:
    assert [held.texts[start] for held, start, _ in project_tagger.stretches(reading("全局干部认真学习，作风持续好转。"))] == []


def test_marks_of_quotation_come_in_pairs() -> None:
    for name in names("昶骋新材承担的“高纯石英微粉制备”课题通过验收，岭西大学的“低空巡检平台”投入运行。"):
        assert name.count("“") == name.count("”")


@pytest.mark.parametrize("words", ["“某某", "重点项目", "3座变电站", "甲（乙"])
def test_words_that_name_no_work_by_their_form(words: str) -> None:
    assert not names_one(words)


def test_every_name_lies_in_its_clause_and_is_stated_with_evidence() -> None:
    here = reading("昶骋新材电子级铜箔三期正式投产，全年完成投资7.2亿元。")
    for named in project_tagger.tagged_projects(here):
        assert named.clause.start <= named.span.start < named.span.end <= named.clause.end
    for fact in projects(here):
        assert fact.name in here.text and fact.evidence.quote == here.text[fact.evidence.span.start : fact.evidence.span.end]


def test_the_model_says_what_it_was_made_of() -> None:
    about = json.loads((files("kg") / "data" / "projects.json").read_text(encoding="utf-8"))
    here = {path.name.removesuffix(".gold.json") for path in (train.TUNE / "gold").glob("*.json")}
    assert set(about["trained_on"]) <= here, "train again: python tests/reports/train.py --projects"
