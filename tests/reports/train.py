"""Train the taggers of organisations and projects on the annotated reports; write kg/data/*.crfsuite with what each was made of.

    python tests/reports/train.py                      train on all of tests/reports/tune and on the seeds without their names
    python tests/reports/train.py --without w36 w37    leave reports out, and say how well their enterprises are found
    python tests/reports/train.py --projects           only the tagger of projects, with the organisations as they are found now

A name is learnt by where it stands: besides each report as it is, copies are read in which every organisation bears another
name, drawn from the other reports and from org_known.csv. Of the seeds only such copies are read, and only features that the
invented reports have too, so that no word of theirs gets into the model. Projects are learnt from the invented reports alone.
The same texts give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

import kg
from kg.extract import project_tagger
from kg.lexicon import column
from kg.model import Report
from kg.read import read
from kg.recognise import recognise, statistical
from kg.recognise.classes import classify
from kg.recognise.reading import Reading
from kg.recognise.words import Words, words
from kg.structure import structure

TESTS = Path(__file__).parents[1]
TUNE = TESTS / "reports" / "tune"
# Invented sentences of products, trees, diseases, places and programmes, in which nobody is named.
NAMELESS = TESTS / "reports" / "nameless.txt"
COPIES = 3
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120}
FIRM, OPTIONAL = "E", "optional"
Row = tuple[list[list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the names annotated in it: first offset, the offset behind the last, label."""

    name: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without", nargs="+", default=[], help="beginnings of names of reports to leave out and to be scored on")
    parser.add_argument("--output", type=Path, default=Path(kg.__file__).parent / "data" / statistical.MODEL)
    parser.add_argument("--projects", action="store_true", help="train the tagger of projects only")
    given = parser.parse_args()
    if given.projects:
        projects(given.without, given.output.with_name(project_tagger.MODEL))
        return
    reports = [*annotated(TUNE / "texts", TUNE / "gold"), Annotated("nameless", NAMELESS.read_text(encoding="utf-8"), ())]
    left_out = [report for report in reports if given.without and report.name.startswith(tuple(given.without))]
    learnt = [report for report in reports if report not in left_out]
    seeds = list(annotated(TESTS.parent / "seeds", TESTS / "gold"))
    if left_out:
        with tempfile.TemporaryDirectory() as folder:
            score(fit(learnt, seeds, Path(folder) / "model"), left_out)
        return
    fit(learnt, seeds, given.output)
    describe(
        given.output, learnt, "tests/reports/nameless.txt; the seeds with every organisation renamed, by features known from the others"
    )
    projects((), given.output.with_name(project_tagger.MODEL))


def describe(output: Path, learnt: Sequence[Annotated], besides: str) -> None:
    """Write beside a model what it was made of."""
    about = {
        "what": "conditional random field over words, made by tests/reports/train.py with CRFsuite",
        "trained_on": [report.name for report in learnt if report.spans],
        "besides": besides,
        "settings": SETTINGS,
        "source": "invented reports of tests/reports/tune, part of this repository",
        "licence": "Apache-2.0",
    }
    output.with_suffix(".json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def projects(without: Sequence[str], output: Path) -> None:
    """Train the tagger of projects on the reports whose names do not begin as those of `without`."""
    statistical.tagger.cache_clear()
    trainer = pycrfsuite.Trainer(verbose=False)
    learnt = [item for item in works() if not item[1].name.startswith(tuple(without) or "-")]
    for report, annotation in learnt:
        for seen, labels in work_rows(recognise(report), annotation):
            trainer.append(seen, labels)
    trainer.set_params(SETTINGS)
    trainer.train(str(output))
    describe(output, [annotation for _, annotation in learnt], "")


def works() -> Iterator[tuple[Report, Annotated]]:
    """Yield the invented reports, each with the names of its projects."""
    for path in sorted((TUNE / "gold").glob("*.gold.json")):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        key = path.name.removesuffix(".gold.json")
        report = structure(read(next(iter(sorted((TUNE / "texts").glob(f"{key}.*"))))))
        labels = {_joined(item["name"]).strip("“”《》"): project_tagger.LABEL for item in annotation.get("projects", ())}
        yield report, Annotated(key, report.text, _occurrences(report.text, labels))


def work_rows(reading: Reading, annotation: Annotated) -> Iterator[Row]:
    """Yield the stretches in which projects are looked for, each as the features and the labels of its words."""
    for held, start, seen in project_tagger.stretches(reading):
        yield seen, _labels(held, annotation.spans)[start : start + len(seen)]


def annotated(texts: Path, gold: Path) -> Iterator[Annotated]:
    """Yield the annotated reports of a folder, by name."""
    for path in sorted(gold.glob("*.gold.json")):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        key = path.name.removesuffix(".gold.json")
        found = next(iter(sorted(texts.glob(f"{key}.*")) or sorted(texts.glob(f"{key[:3]}*"))))
        yield Annotated(found.stem, *_spans(structure(read(found)), annotation))


def _spans(report: Report, annotation: dict[str, list[dict[str, object]]]) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    labels: dict[str, str] = {}
    for item in annotation.get("other_orgs", ()):
        label = "G" if item.get("type") in ("government", "party") else "X"
        labels.update((_joined(surface), label) for surface in _texts(item, "surfaces"))
    for item in annotation.get("enterprises", ()):
        labels.update((_joined(surface), OPTIONAL if item.get("optional") else FIRM) for surface in _texts(item, "surfaces"))
        labels.update((_joined(surface), OPTIONAL) for surface in _texts(item, "optional_surfaces"))
    return report.text, _occurrences(report.text, labels)


def _occurrences(text: str, labels: dict[str, str]) -> tuple[tuple[int, int, str], ...]:
    """Return where the names of `labels` stand in a text, the longest first where one holds another."""
    if not labels:
        return ()
    longest_first = re.compile("|".join(re.escape(surface) for surface in sorted(labels, key=lambda s: (-len(s), s))))
    return tuple((found.start(), found.end(), labels[found.group()]) for found in longest_first.finditer(text))


def _texts(item: dict[str, object], field: str) -> list[str]:
    found = item.get(field) or []
    return [text for text in found if isinstance(text, str) and text] if isinstance(found, list) else []


def _joined(surface: str) -> str:
    return surface.replace("\n", "")


def fit(reports: Sequence[Annotated], masked: Sequence[Annotated], output: Path) -> pycrfsuite.Tagger:
    """Train on `reports` and on renamed copies of `masked`, write the model to `output` and return it, opened."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for seen, labels in rows(reports, masked):
        trainer.append(seen, labels)
    trainer.set_params(SETTINGS)
    trainer.train(str(output))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(output))
    return tagger


def rows(reports: Sequence[Annotated], masked: Sequence[Annotated]) -> list[Row]:
    """Return the stretches to learn from, with the label of each word."""
    chance = random.Random(1)
    firms = sorted({name for report in reports for name in names(report, FIRM)} | set(column("org_known", "name", kind="enterprise")))
    others = {label: sorted({name for report in reports for name in names(report, label)}) for label in "GX"}
    found = [row for report in reports for row in labelled(report)]
    for _ in range(COPIES):
        found += [row for report in reports for row in labelled(renamed(report, firms, others, chance, 0.5))]
    seen = {feature for features, _ in found for word in features for feature in word}
    for _ in range(COPIES):
        for report in masked:
            for features, labels in labelled(renamed(report, firms, others, chance, 1)):
                found.append(([[feature for feature in word if feature in seen] for word in features], labels))
    return found


def names(report: Annotated, label: str) -> Iterator[str]:
    """Yield the names with this label."""
    return (report.text[start:end] for start, end, here in report.spans if here == label)


def renamed(report: Annotated, firms: Sequence[str], others: dict[str, list[str]], chance: random.Random, share: float) -> Annotated:
    """Return the report with every enterprise and a `share` of the other organisations under other names."""
    drawn: dict[str, str] = {}
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    place = length = 0
    for start, end, label in report.spans:
        old = report.text[start:end]
        if old not in drawn:
            drawn[old] = chance.choice(others[label]) if label in others else chance.choice(firms)
            if label in others and chance.random() >= share:
                drawn[old] = old
        pieces += [report.text[place:start], drawn[old]]
        length += start - place
        spans.append((length, length + len(drawn[old]), label))
        length, place = length + len(drawn[old]), end
    return Annotated(report.name, "".join([*pieces, report.text[place:]]), tuple(spans))


def labelled(report: Annotated) -> Iterator[Row]:
    """Yield the stretches of a report, each as the features and the labels of its words."""
    held = words(report.text)
    classes = classify(held)
    labels = _labels(held, report.spans)
    for start, end in statistical.stretches(held):
        yield statistical.features(held, classes, start, end), labels[start:end]


def _labels(held: Words, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    labels = ["O"] * len(held.texts)
    for start, end, label in spans:
        first, last = held.at(start), held.at(end - 1)
        kind = FIRM if label == OPTIONAL else label
        labels[first : last + 1] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
    return labels


def score(tagger: pycrfsuite.Tagger, reports: Iterable[Annotated]) -> None:
    """Print how many enterprises of the reports the model finds by itself, and how many of those it finds are right."""
    right = found = wanted = 0
    for report in reports:
        held = words(report.text)
        got = {(c.start, c.end) for c in statistical.tagged(tagger, held, classify(held)).names if c.kind == "enterprise"}
        optional = {(start, end) for start, end, label in report.spans if label == OPTIONAL}
        gold = {(start, end) for start, end, label in report.spans if label == FIRM}
        right, found, wanted = right + len(got & gold), found + len(got - optional), wanted + len(gold)
    print(f"enterprise mentions by the model alone: P {right / found:.3f} R {right / wanted:.3f} F1 {2 * right / (found + wanted):.3f}")


if __name__ == "__main__":
    main()
