"""The tables of a build (contract, section 3): one function a table, rows as tuples of text, sorted and complete."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.audit.findings import Finding
from kg.divisions import Division, division_of
from kg.extraction import Extraction
from kg.facts import (
    Amount,
    BudgetItem,
    Claim,
    Concept,
    Department,
    Fact,
    Function,
    Observation,
    Project,
    Recognition,
    RecognitionCount,
    Referent,
    Relation,
    ScoreRow,
    UnitProfile,
)
from kg.link import Linker
from kg.model import Mention
from kg.rdf import fact_key
from kg.values import Money

Row = tuple[str, ...]

COLUMNS: dict[str, str] = {
    "reports": "report path sha256 title unit_id unit fiscal_year report_type published chars",
    "units": "unit_id name aliases rank nature superior division_code reports",
    "departments": "report unit_id department start end text",
    "functions": "report unit_id ordinal text topics start end",
    "entities": "entity_id kind name legal_name aliases reports agencies first_year last_year",
    "mentions": "report entity_id kind surface section start end text confidence",
    "amounts": "report subject concept concept_id measure year value unit cny start end text",
    "budget_items": "report item_id name cny fund start end text",
    "projects": "report project_id name kind status enterprises cny start end text",
    "indicators": (
        "report subject indicator indicator_id role comparator value value_max unit period_start period_end scope start end text"
    ),
    "results": "report level1 level2 level3 target actual weight score deviation start end text",
    "recognitions": "report holder_id holder title title_id level year status start end text",
    "recognition_counts": "report title title_id kind count start end text",
    "relations": "report subject_id subject predicate object_id object start end text",
    "claims": "report kind stated computed holds operands start end text",
    "findings": "finding_id rule severity reports message stated computed quotes start end",
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the tables are made of: every extraction, in report order, who is who, and what the audit found."""

    extractions: tuple[Extraction, ...]
    linker: Linker
    findings: tuple[Finding, ...] = ()


def rows(name: str, corpus: Corpus) -> Iterator[Row]:
    """Yield the rows of one table, in report order and text order; raises KeyError for a table that does not exist."""
    if name in _CORPUS_TABLES:
        yield from _CORPUS_TABLES[name](corpus)
        return
    kind, make = _FACT_TABLES[name]
    for extraction in corpus.extractions:
        report = _Report(extraction, corpus.linker)
        for fact in extraction.facts:
            if isinstance(fact, kind):
                yield tuple(_text(cell) for cell in make(report, fact))


def write(directory: Path, corpus: Corpus) -> dict[str, int]:
    """Write every table as CSV into `directory` and return the number of rows of each."""
    counts = {}
    for name in COLUMNS:
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(COLUMNS[name].split())
        body = list(rows(name, corpus))
        writer.writerows(body)
        (directory / f"{name}.csv").write_text(buffer.getvalue(), encoding="utf-8", newline="")
        counts[name] = len(body)
    return counts


class _Report:
    """One report's side of a row: identifiers of the names it uses."""

    def __init__(self, extraction: Extraction, linker: Linker) -> None:
        self.head = extraction.head
        self.linker = linker

    @property
    def id(self) -> str:
        return self.head.id

    def referent_id(self, value: Referent) -> str:
        """Return the local id of the organisation a referent names, "" for plain words."""
        if isinstance(value, Mention):
            return self.linker.canonical(value.surface, value.kind, self.id)
        return self.linker.canonical(value, "government", self.id) if value and value == self.head.unit else ""

    def unit_id(self, value: Referent) -> str:
        surface, kind = (value.surface, value.kind) if isinstance(value, Mention) else (value, "government")
        return self.linker.canonical(surface, kind, self.id) if surface else ""


Cell = str | int | Decimal | None


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _words(value: Referent) -> str:
    return value.surface if isinstance(value, Mention) else value


def _place(fact: Fact) -> tuple[Cell, ...]:
    evidence = fact.evidence
    return evidence.span.start, evidence.span.end, evidence.quote


def _id(concept: Concept) -> str:
    return f"{concept.scheme}/{concept.key}"


def _cny(money: Money | None) -> Decimal | None:
    return None if money is None else money.cny


def _department(report: _Report, fact: Department) -> Iterable[Cell]:
    return report.id, report.unit_id(fact.unit), fact.name, *_place(fact)


def _function(report: _Report, fact: Function) -> Iterable[Cell]:
    start, end, _ = _place(fact)
    topics = "|".join(topic.key for topic in fact.topics)
    return report.id, report.unit_id(fact.unit), fact.ordinal, fact.text, topics, start, end


def _amount(report: _Report, fact: Amount) -> Iterable[Cell]:
    money = fact.money
    return (
        report.id,
        _words(fact.subject),
        fact.concept.label,
        _id(fact.concept),
        fact.measure,
        fact.year,
        money.value,
        money.unit,
        money.cny,
        *_place(fact),
    )


def _budget_item(report: _Report, fact: BudgetItem) -> Iterable[Cell]:
    return report.id, fact_key(fact), fact.name, _cny(fact.money), fact.fund, *_place(fact)


def _project(report: _Report, fact: Project) -> Iterable[Cell]:
    enterprises = "|".join(mention.surface for mention in fact.participants)
    return report.id, fact_key(fact), fact.name, fact.kind, fact.status, enterprises, _cny(fact.money), *_place(fact)


def _observation(report: _Report, fact: Observation) -> Iterable[Cell]:
    quantity, period = fact.quantity, fact.period
    return (
        report.id,
        _words(fact.subject),
        fact.indicator.label,
        _id(fact.indicator),
        fact.role,
        quantity.comparator,
        quantity.value,
        quantity.value_max,
        quantity.unit,
        period.start if period else "",
        period.end if period else "",
        fact.scope,
        *_place(fact),
    )


def _score_row(report: _Report, fact: ScoreRow) -> Iterable[Cell]:
    levels = (fact.level1, fact.level2, fact.level3)
    return report.id, *levels, fact.target, fact.actual, fact.weight, fact.score, fact.deviation, *_place(fact)


def _recognition(report: _Report, fact: Recognition) -> Iterable[Cell]:
    holder = (report.referent_id(fact.holder), _words(fact.holder))
    return report.id, *holder, fact.title, _id(fact.scheme), fact.level, fact.year, fact.status, *_place(fact)


def _recognition_count(report: _Report, fact: RecognitionCount) -> Iterable[Cell]:
    return report.id, fact.title, _id(fact.scheme), fact.kind, fact.count, *_place(fact)


def _relation(report: _Report, fact: Relation) -> Iterable[Cell]:
    subject = (report.referent_id(fact.subject), _words(fact.subject))
    return report.id, *subject, fact.predicate, report.referent_id(fact.object), _words(fact.object), *_place(fact)


def _claim(report: _Report, fact: Claim) -> Iterable[Cell]:
    holds = "" if fact.holds is None else str(fact.holds).lower()
    return report.id, fact.kind, fact.stated, fact.computed, holds, "|".join(fact.operands), *_place(fact)


# The function of a row takes the kind of fact it stands beside.
_FACT_TABLES: dict[str, tuple[type[Fact], Callable[[_Report, Any], Iterable[Cell]]]] = {
    "departments": (Department, _department),
    "functions": (Function, _function),
    "amounts": (Amount, _amount),
    "budget_items": (BudgetItem, _budget_item),
    "projects": (Project, _project),
    "indicators": (Observation, _observation),
    "results": (ScoreRow, _score_row),
    "recognitions": (Recognition, _recognition),
    "recognition_counts": (RecognitionCount, _recognition_count),
    "relations": (Relation, _relation),
    "claims": (Claim, _claim),
}


def _reports(corpus: Corpus) -> Iterator[Row]:
    for extraction in corpus.extractions:
        head = extraction.head
        unit_id = corpus.linker.canonical(head.unit, "government", head.id) if head.unit else ""
        cells = (head.id, head.path, head.sha256, head.title, unit_id, head.unit, head.fiscal_year, head.report_type, head.published)
        yield tuple(_text(cell) for cell in (*cells, len(extraction.text)))


def unit_ids(corpus: Corpus) -> dict[str, list[Extraction]]:
    """Return the reports of each reporting unit, by the unit's local id, both in report order."""
    found: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in corpus.extractions:
        if extraction.head.unit:
            found[corpus.linker.canonical(extraction.head.unit, "government", extraction.head.id)].append(extraction)
    return dict(found)


def unit_divisions(corpus: Corpus) -> dict[str, Division]:
    """Return the division that a reporting unit's full name states, in its last reported year, by the unit's local id."""
    found = {}
    for unit_id, extractions in unit_ids(corpus).items():
        head = extractions[-1].head
        division = division_of(head.unit, head.fiscal_year)
        if division is not None:
            found[unit_id] = division
    return found


def _units(corpus: Corpus) -> Iterator[Row]:
    divisions = unit_divisions(corpus)
    organisations = {organisation.id: organisation for organisation in corpus.linker.organisations()}
    for unit_id, extractions in sorted(unit_ids(corpus).items()):
        profiles = [fact for e in extractions for fact in e.facts if isinstance(fact, UnitProfile)]
        organisation = organisations[unit_id]
        aliases = sorted({*organisation.aliases, *(a for e in extractions for a in e.head.unit_aliases)} - {organisation.name})
        rank = next((p.rank.label for p in reversed(profiles) if p.rank), "")
        nature = next((p.nature.label for p in reversed(profiles) if p.nature), "")
        superior = next((_words(p.superior) for p in reversed(profiles) if p.superior), "")
        division = divisions.get(unit_id)
        reports = "|".join(e.head.id for e in extractions)
        yield unit_id, organisation.name, "|".join(aliases), rank, nature, superior, division.code if division else "", reports


def _entities(corpus: Corpus) -> Iterator[Row]:
    heads = {extraction.head.id: extraction.head for extraction in corpus.extractions}
    for organisation in corpus.linker.organisations():
        inside = [heads[report] for report in organisation.reports if report in heads]
        years = sorted(head.fiscal_year for head in inside if head.fiscal_year is not None)
        agencies = sorted({head.unit for head in inside if head.unit})
        yield (
            organisation.id,
            organisation.kind,
            organisation.name,
            organisation.legal_name,
            "|".join(organisation.aliases),
            "|".join(head.id for head in inside),
            "|".join(agencies),
            str(years[0]) if years else "",
            str(years[-1]) if years else "",
        )


def _mentions(corpus: Corpus) -> Iterator[Row]:
    for extraction in corpus.extractions:
        report = extraction.head.id
        for here in extraction.named:
            mention = here.mention
            entity = corpus.linker.canonical(mention.surface, mention.kind, report)
            place = (str(mention.span.start), str(mention.span.end), mention.surface, str(mention.score))
            yield report, entity, mention.kind, mention.surface, here.sentence.section, *place


def _findings(corpus: Corpus) -> Iterator[Row]:
    for finding in corpus.findings:
        first = finding.quotes[0] if finding.quotes else None
        place = ("", "") if first is None else (str(first.start), str(first.end))
        sides = (finding.message_zh, finding.stated, finding.computed, "|".join(quote.text for quote in finding.quotes))
        yield finding.id, finding.rule, finding.severity, "|".join(finding.reports), *sides, *place


_CORPUS_TABLES: dict[str, Callable[[Corpus], Iterator[Row]]] = {
    "reports": _reports,
    "units": _units,
    "entities": _entities,
    "mentions": _mentions,
    "findings": _findings,
}
