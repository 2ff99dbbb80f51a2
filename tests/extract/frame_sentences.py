"""Invented sentences of who does what with whom, as a reading whose names are known: what the tests of frames share."""

from __future__ import annotations

from kg.extract.relations import relations
from kg.facts import Referent
from kg.model import Document, EntityKind, Mention, Report, Section, Span, Table
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences

UNIT = "云港市碧川区工业局"
KINDS: dict[str, EntityKind] = {
    "海澜精机": "enterprise",
    "蓝鲸食品": "enterprise",
    "碧川乳业": "enterprise",
    "远岫集团": "enterprise",
    "省农科院": "research_institute",
    "云港大学": "university",
    "碧川职业学院": "school",
    "云港银行": "bank",
    "碧川农商行": "enterprise",
    "碧川科技园": "park",
    "岫岩二建": "enterprise",
    "碧川医院": "hospital",
    "市电商服务中心": "other",
}
Triple = tuple[str, str, str]


def stated(text: str, tables: tuple[Table, ...] = ()) -> set[Triple]:
    """Return (subject, predicate, object) of every relation in `text`."""
    spans = sorted(Span(i, i + len(name)) for name in KINDS for i in range(len(text)) if text.startswith(name, i))
    mentions = tuple(Mention(s, text[s.start : s.end], KINDS[text[s.start : s.end]], "test", 1.0) for s in spans)
    sections = (Section("performance", "一、", "标题", 1, Span(0, len(text))),)
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", UNIT, 2023, "", sections, tables)
    found = list(relations(Reading(report, mentions, numbers(report), tuple(sentences(text)))))
    assert all(text[f.evidence.span.start : f.evidence.span.end] == f.evidence.quote for f in found)
    return {(_words(f.subject), f.predicate, _words(f.object)) for f in found}


def _words(referent: Referent) -> str:
    return referent if isinstance(referent, str) else referent.surface
