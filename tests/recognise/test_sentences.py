"""Sentences of many industries and provinces with the firms in them marked: how many are found, and how many found are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.recognise import mentions

FIRMS = {"enterprise", "research_institute"}
SENTENCES = Path(__file__).parent / "sentences.txt"
# What the recognisers reach today, rounded down: a change that loses more than it wins is seen.
PRECISION, RECALL = 0.96, 0.87


def marked() -> Iterator[tuple[str, set[tuple[int, int]]]]:
    """Each sentence without its marks, and the spans the marks enclosed."""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        text, spans, begin = "", set(), 0
        for character in line:
            if character == "⟦":
                begin = len(text)
            elif character == "⟧":
                spans.add((begin, len(text)))
            else:
                text += character
        yield text, spans


def test_firms_of_unseen_names_are_found_and_little_else() -> None:
    right = found = wanted = 0
    for text, gold in marked():
        spans = {(m.span.start, m.span.end) for m in mentions(text) if m.kind in FIRMS}
        right, found, wanted = right + len(spans & gold), found + len(spans), wanted + len(gold)
    assert right / found >= PRECISION
    assert right / wanted >= RECALL


def test_confidence_is_at_least_as_modest_as_its_evidence() -> None:
    """The surer half of the mentions is right more often than not, and no mention claims certainty."""
    sure = {True: 0, False: 0}
    for text, gold in marked():
        for mention in mentions(text):
            assert 0 < mention.score < 1
            if mention.kind in FIRMS and mention.score >= 0.95:
                sure[(mention.span.start, mention.span.end) in gold] += 1
    assert sure[True] / (sure[True] + sure[False]) >= 0.95


def test_a_mention_says_on_how_many_its_confidence_rests() -> None:
    (mention,) = mentions("江北恒通电缆股份有限公司投产。")
    assert mention.reasons[-1].endswith("were right in annotated texts")
