"""Relations: who did what with whom, read from clauses, from names of projects and from recognitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.activities import activities
from kg.extract.cooperation import cooperation
from kg.extract.funding import funding, holdings
from kg.extract.project_names import core
from kg.extract.projects import projects
from kg.extract.recognitions import recognitions
from kg.extract.stated import Stated
from kg.facts import Referent, Relation
from kg.model import Mention
from kg.recognise.reading import Reading

_LIST = re.compile(r"(?:名单|目录|名录|清单|榜单?|示范企业)$")
_CATALOGUE = re.compile(r"(?:名单|目录|名录)$")
_LABORATORY = re.compile(r".{3,}实验室$")


def relations(reading: Reading) -> Iterator[Relation]:
    """Yield each relation once, in text order; an end that no name was recognised for is given as printed."""
    readers = (cooperation, activities, funding, holdings, _undertaken, _recognised)
    found = [stated for read in readers for stated in read(reading)]
    seen: set[tuple[str, str, str]] = set()
    for stated in sorted(found, key=lambda item: (item.span, item.predicate, _words(item.subject), _words(item.object))):
        ends = (_words(stated.subject), _words(stated.object))
        if stated.predicate == "cooperates_with":
            ends = (min(ends), max(ends))
        if not all(ends) or ends[0] == ends[1] or (stated.predicate, *ends) in seen:
            continue
        seen.add((stated.predicate, *ends))
        yield Relation(
            evidence=reading.report.evidence(stated.span),
            extractor="relations",
            subject=stated.subject,
            predicate=stated.predicate,
            object=stated.object,
        )


def _undertaken(reading: Reading) -> Iterator[Stated]:
    """Yield undertakes for a firm whose name begins its project's name, or stands right before it."""
    for project in projects(reading):
        for participant in project.participants:
            # 甲等项目: the firm's name alone stands for its project, which says nothing of what it does.
            if core(project.name) != participant.surface and participant.kind in ("enterprise", "research_institute"):
                yield Stated(participant, "undertakes", project.name, project.evidence.span)


def _recognised(reading: Reading) -> Iterator[Stated]:
    """Yield listed_on for places on lists, and hosts for laboratories that an organisation was granted."""
    for fact in recognitions(reading):
        if fact.status == "granted" and isinstance(fact.holder, Mention):
            if _LIST.search(fact.title) and (_CATALOGUE.search(fact.title) or "入选" in fact.evidence.quote):
                yield Stated(fact.holder, "listed_on", fact.title, fact.evidence.span)
            elif _LABORATORY.search(fact.title):
                yield Stated(fact.holder, "hosts", fact.title, fact.evidence.span)


def _words(referent: Referent) -> str:
    return referent.surface if isinstance(referent, Mention) else referent
