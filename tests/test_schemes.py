"""The concept schemes: the committed Turtle and the lexicons say the same, and the schemes say what the standards say."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg import lexicon, schemes
from kg.divisions import division_of
from kg.errors import LexiconError
from kg.resources import resource_dir
from kg.vocabulary import BASE_IRI, DCTERMS, JX, SKOS

FOLDER = resource_dir("ontology") / "concepts"


def node(path: str) -> NamedNode:
    return NamedNode(BASE_IRI + path)


def values(file: str, subject: NamedNode, predicate: NamedNode) -> set[str]:
    return {t.object.value for t in schemes.scheme_quads(file) if t.subject == subject and t.predicate == predicate}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the lexicons that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(lexicon.DATA, folder)
    monkeypatch.setattr(lexicon, "DATA", folder)
    lexicon.rows.cache_clear()
    yield folder
    monkeypatch.undo()
    lexicon.rows.cache_clear()


@pytest.mark.parametrize("file", schemes.scheme_files())
def test_the_committed_file_says_what_the_lexicon_says(file: str) -> None:
    committed = {Triple(q.subject, q.predicate, q.object) for q in parse(path=FOLDER / f"{file}.ttl", format=RdfFormat.TURTLE)}
    assert committed == set(schemes.scheme_quads(file)), "run python -m kg.schemes"


def test_no_file_lacks_a_lexicon() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ttl")) == sorted(schemes.scheme_files())


def test_writing_gives_the_same_bytes_every_time(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in schemes.write(tmp_path)]
    assert first == [path.read_bytes() for path in schemes.write(tmp_path)]


@pytest.mark.parametrize(
    "file", [row["file"] for row in lexicon.rows("concept_schemes") if row["file"] not in ("division", "functional-classification")]
)
def test_every_key_the_extractors_use_is_a_concept(file: str) -> None:
    name = next(row["lexicon"] for row in lexicon.rows("concept_schemes") if row["file"] == file)
    assert schemes.concept_keys(file) == set(lexicon.column(name, "key"))


def test_a_functional_class_is_known_by_code_and_year() -> None:
    keys = {f"{row['code']}-{row['year']}" for row in lexicon.rows("functional_classes")}
    assert schemes.concept_keys("functional-classification") == keys


def test_a_class_that_changed_its_name_keeps_both_and_points_at_the_later() -> None:
    old, new = node("functional/215-2019"), node("functional/215-2020")
    assert values("functional-classification", old, DCTERMS.isReplacedBy) == {new.value}
    assert not values("functional-classification", old, SKOS.prefLabel) & values("functional-classification", new, SKOS.prefLabel)


def test_an_item_stands_below_its_group_and_the_group_below_its_class() -> None:
    file = "functional-classification"
    assert values(file, node("functional/2010301-2020"), SKOS.broader) == {BASE_IRI + "functional/20103-2020"}
    assert values(file, node("functional/20103-2020"), SKOS.broader) == {BASE_IRI + "functional/201-2020"}


def test_an_unverified_code_says_so() -> None:
    assert "unverified" in values("functional-classification", node("functional/201-2020"), SKOS.editorialNote)


def test_a_division_that_was_replaced_names_its_successor_and_the_years_agree_with_the_register() -> None:
    assert values("division", node("division/430221"), DCTERMS.isReplacedBy) == {BASE_IRI + "division/430212"}
    assert values("division", node("division/430221"), JX.validTo) == {"2018"}
    assert values("division", node("division/430212"), JX.validFrom) == {"2018"}
    assert values("division", node("division/430203"), SKOS.broader) == {BASE_IRI + "division/430200"}


@pytest.mark.parametrize("row", lexicon.rows("divisions"), ids=lambda row: row["code"])
def test_a_division_is_what_the_register_of_codes_calls_so(row: lexicon.Row) -> None:
    names = {other["code"]: other["name_zh"] for other in lexicon.rows("divisions")}
    full = f"{names[row['parent']]}{row['name_zh']}" if row["parent"] else row["name_zh"]
    for year in filter(None, (row["valid_from"], row["valid_to"], "" if row["valid_to"] else "2024")):
        found = division_of(full, int(year))
        assert found is not None
        assert found.code == row["code"]
    if row["valid_to"]:
        later = division_of(full, int(row["valid_to"]) + 1)
        assert later is None or later.code != row["code"]


def test_ladders_rise_without_end_in_a_circle() -> None:
    above = {t.subject: t.object for t in schemes.scheme_quads("recognition") if t.predicate == JX.nextRung}
    assert above
    for start in above:
        seen, rung = {start}, above.get(start)
        while rung is not None:
            assert rung not in seen
            seen.add(rung)
            rung = above.get(rung)


def test_a_rung_stands_on_the_ladder_of_the_rung_below() -> None:
    triples = list(schemes.scheme_quads("recognition"))
    first = {t.subject: t.object for t in triples if t.predicate == JX.firstRung}
    assert [t for t in triples if t.predicate == JX.nextRung and first.get(t.subject) != first.get(t.object)] == []


def test_one_rung_can_have_had_several_names_each_with_its_years_and_source() -> None:
    triples = list(schemes.scheme_quads("recognition"))
    names = [t.object for t in triples if t.subject == node("recognition/specialised-sme") and t.predicate == JX.datedName]
    assert len(names) >= 2
    for name in names:
        assert {JX.name, JX.nameSource, JX.nameFrom} <= {t.predicate for t in triples if t.subject == name}


def test_an_unknown_scheme_is_a_clear_error() -> None:
    with pytest.raises(LexiconError, match="no scheme 'acount'"):
        list(schemes.scheme_quads("acount"))


def test_a_concept_without_english_is_refused_by_name(data: Path) -> None:
    path = data / "functional_names.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("国防支出,national defence", "国防支出,"), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"203-2024: label_en is empty"):
        list(schemes.scheme_quads("functional-classification"))


def test_a_concept_that_points_at_nothing_is_refused_by_name(data: Path) -> None:
    path = data / "divisions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2018,430212,", ",2018,999999,"), encoding="utf-8")
    with pytest.raises(LexiconError, match="430221: replaced_by names '999999'"):
        list(schemes.scheme_quads("division"))


def test_a_dated_name_of_no_concept_is_refused(data: Path) -> None:
    with (data / "recognition_names.csv").open("a", encoding="utf-8") as handle:
        handle.write("no-such-scheme,某称号,2031,,invented\n")
    with pytest.raises(LexiconError, match="no-such-scheme"):
        list(schemes.scheme_quads("recognition"))


def test_labels_carry_their_language() -> None:
    labels = [t.object for t in schemes.scheme_quads("division") if t.predicate == SKOS.prefLabel]
    assert {label.language for label in labels if isinstance(label, Literal)} == {"zh", "en"}
