"""Facts as quads, generic over their fields: each field names its term, each type of value has one way to be written."""

from __future__ import annotations

import dataclasses
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.divisions import Division
from kg.extraction import Extraction, NamedHere
from kg.facts import Amount, BudgetItem, Claim, Concept, Fact, Observation, Relation
from kg.figures import figures
from kg.functional import functional_class
from kg.link import DatedName, Linker, Organisation
from kg.literals import Pair, decimal, integer, scalar, texts, year
from kg.model import EntityKind, Evidence, Mention, Section, Span
from kg.vocabulary import BASE_IRI, DCTERMS, JX, OA, OWL, PROV, RDF, RDFS, SKOS, XSD

# contract.md section 3, relations.predicate -> property
PREDICATES = {
    "cooperates_with": JX.cooperatesWith,
    "develops": JX.develops,
    "invests_in": JX.investsIn,
    "undertakes": JX.undertakes,
    "receives_funding": JX.receivesFunding,
    "founded": JX.foundedOrganisation,
    "located_in": JX.locatedIn,
    "listed_on": JX.listedOn,
    "produces": JX.produces,
    "hosts": JX.hosts,
    "lends_to": JX.lendsTo,
    "part_of": JX.partOf,
}
_KIND_CLASSES = {
    "enterprise": JX.Enterprise,
    "research_institute": JX.ResearchInstitute,
    "university": JX.University,
    "school": JX.School,
    "hospital": JX.Hospital,
    "government": JX.GovernmentBody,
    "party": JX.PartyBody,
    "association": JX.Association,
    "bank": JX.Bank,
    "media": JX.Media,
    "park": JX.Park,
    "exhibition": JX.Exhibition,
    "other": JX.OtherOrganisation,
}


# How exact a date is, by the number of its characters: 2019, 2019-03, 2019-03-01.
_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def digest(*parts: str) -> str:
    """Return ten hex digits that stand for `parts`: the local part of IRIs that no one curates."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


class Mapper:
    """Writes one report's graph. `base` is the IRI everything below lives under; `linker` decides who a name is."""

    def __init__(self, extraction: Extraction, linker: Linker, base: str = BASE_IRI) -> None:
        """Map `extraction`, naming organisations as `linker` decides."""
        self.base = base
        self.extraction = extraction
        self.linker = linker
        self.id = extraction.head.id
        self.key = quote(self.id, safe="")
        self.report = self.iri("report", self.key)
        self.graph = self.iri("graph/report", self.key)
        self._seen: set[NamedNode] = set()
        self._figures: dict[Span, Fact] = {}
        # What is asked for again and again while a report is written.
        self._organisations: dict[tuple[str, str], NamedNode] = {}
        self._fact_iris: dict[int, NamedNode] = {}

    def iri(self, *parts: str) -> NamedNode:
        """Return the IRI of `parts` below the base."""
        return NamedNode(self.base + "/".join(parts))

    def quads(self) -> list[Quad]:
        """Return every quad of the report's graph once; the order follows the text."""
        graph = self.graph
        return [Quad(subject, predicate, value, graph) for subject, pairs in self.nodes() for predicate, value in pairs]

    def nodes(self) -> Iterator[tuple[NamedNode, Iterable[Pair]]]:
        """Yield each node of the report's graph with what is said of it; the order follows the text."""
        self._seen = set()
        yield self.report, self._head()
        for index, section in enumerate(self.extraction.head.sections):
            yield self.iri("section", self.key, str(index)), self._section(section)
        for here in self.extraction.named:
            yield from self._mention(here)
        for fact in self.extraction.facts:
            yield from self._fact(fact)

    def _head(self) -> Iterator[Pair]:
        head = self.extraction.head
        yield RDF.type, JX.Report
        yield RDF.type, PROV.Entity
        yield from texts(JX.title, head.title)
        yield from texts(JX.reportType, head.report_type)
        yield from texts(JX.published, head.published)
        yield JX.sha256, Literal(head.sha256)
        yield JX.sourcePath, Literal(head.path)
        for source in (*([head.url] if head.url else []), *head.sources):
            yield DCTERMS.source, Literal(source)
        if head.unit:
            yield JX.reportingUnit, self.organisation(head.unit, "government")
        if head.fiscal_year is not None:
            yield JX.fiscalYear, year(head.fiscal_year)

    def _section(self, section: Section) -> Iterator[Pair]:
        yield RDF.type, JX.Section
        yield JX.inReport, self.report
        yield from texts(JX.heading, section.heading.strip())
        yield from texts(JX.sectionKind, section.kind)
        if section.parent is not None:
            yield JX.parentSection, self.iri("section", self.key, str(section.parent))

    def _evidence(self, evidence: Evidence) -> tuple[NamedNode, Iterator[tuple[NamedNode, Iterable[Pair]]]]:
        """Return the evidence's IRI and, the first time it is asked for, its node."""
        node = self.iri("evidence", self.key, f"{evidence.span.start}-{evidence.span.end}")
        if node in self._seen:
            return node, iter(())
        self._seen.add(node)
        pairs: list[Pair] = [
            (RDF.type, JX.Evidence),
            (RDF.type, OA.TextPositionSelector),
            (RDF.type, OA.TextQuoteSelector),
            (OA.start, integer(evidence.span.start)),
            (OA.end, integer(evidence.span.end)),
            (OA.exact, Literal(evidence.quote)),
            (PROV.wasQuotedFrom, self.report),
            *texts(JX.section, evidence.section),
            *texts(JX.cell, evidence.cell),
            *self._page(evidence.span.start),
        ]
        return node, iter([(node, pairs)])

    def _page(self, offset: int) -> Iterator[Pair]:
        """Yield the page of the file on which `offset` stands, where the format has pages."""
        if self.extraction.head.pages:
            # An empty page begins where the next one does: the last that has begun is the one.
            yield JX.page, integer(bisect_right(self.extraction.head.pages, offset, key=lambda page: page.start))

    def _mention(self, here: NamedHere) -> Iterator[tuple[NamedNode, Iterable[Pair]]]:
        mention = here.mention
        sentence, nodes = self._evidence(here.sentence)
        yield from nodes
        yield (
            self.iri("mention", self.key, f"{mention.span.start}-{mention.span.end}"),
            [
                (RDF.type, JX.Mention),
                (JX.inReport, self.report),
                (JX.refersTo, self.organisation(mention.surface, mention.kind)),
                (OA.start, integer(mention.span.start)),
                (OA.end, integer(mention.span.end)),
                (OA.exact, Literal(mention.surface)),
                (JX.inSentence, sentence),
                (JX.recogniser, Literal(mention.recogniser)),
                (JX.confidence, decimal(Decimal(str(mention.score)))),
                *((JX.reason, Literal(reason)) for reason in mention.reasons),
            ],
        )

    def _fact(self, fact: Fact) -> Iterator[tuple[NamedNode, Iterable[Pair]]]:
        node = self._fact_iri(fact)
        if node in self._seen:
            return
        self._seen.add(node)
        for evidence in (fact.evidence, *getattr(fact, "places", ())):
            _, nodes = self._evidence(evidence)
            yield from nodes
        pairs: list[Pair] = [(RDF.type, type(fact).CLASS), (JX.inReport, self.report)]
        for name, term, label in _fields_of(fact):
            pairs.extend(self._value(term, label, getattr(fact, name)))
        pairs.extend(self._figure(fact))
        if isinstance(fact, Claim):
            pairs.extend((JX.operand, found) for found in self._operands(fact))
        yield node, pairs
        if isinstance(fact, Amount) and (key := functional_class(fact.functional_path, fact.year)):
            yield node, [(JX.functionalClass, self.iri("functional", key))]
        for concept in _concepts(fact):
            yield from self._open_concept(concept)
        if isinstance(fact, Relation):
            yield from self._direct(fact)

    def _figure(self, fact: Fact) -> Iterator[Pair]:
        """Yield what is stated, as one node for all that state it."""
        unit = self.organisation(self.extraction.head.unit, "government") if self.extraction.head.unit else self.report
        for term, parts in figures(fact, self.id):
            yield term, self.iri("figure", digest(unit.value, *parts))

    def _operands(self, claim: Claim) -> Iterator[NamedNode]:
        """Yield the facts whose figures enter a claim: those that rest on the same words."""
        if not self._figures:
            self._figures = {
                fact.evidence.span: fact for fact in self.extraction.facts if isinstance(fact, Amount | BudgetItem | Observation)
            }
        found = (self._figures.get(place.span) for place in claim.places)
        yield from dict.fromkeys(self._fact_iri(fact) for fact in found if fact is not None)

    def _fact_iri(self, fact: Fact) -> NamedNode:
        found = self._fact_iris.get(id(fact))
        if found is None:
            found = self._fact_iris[id(fact)] = self.iri("fact", self.key, fact_key(fact))
        return found

    def _value(self, term: NamedNode, label: NamedNode | None, value: Any) -> Iterator[Pair]:
        """Yield what one field states; nothing for an empty one."""
        if value is None or value in ("", ()):
            return
        if isinstance(value, Mention):
            yield term, self.organisation(value.surface, value.kind)
            if label is not None:
                yield label, Literal(value.surface)
        elif isinstance(value, Evidence):
            yield term, self.iri("evidence", self.key, f"{value.span.start}-{value.span.end}")
        elif isinstance(value, Concept):
            yield term, self.iri(value.scheme, value.key)
            if label is not None:
                yield label, Literal(value.label)
        elif isinstance(value, tuple):
            for item in (" > ".join(value),) if term == JX.functionalPath and value else value:
                yield from self._value(term, label, item)
        elif isinstance(value, str) and value and term in (JX.unit, JX.departmentOf):
            yield term, self.organisation(value, "government")
        elif isinstance(value, str):
            yield from texts(label or term, value)
            if label is not None and value and value == self.extraction.head.unit:
                yield term, self.organisation(value, "government")
        elif value is not None:
            yield from scalar(term, value)

    def _open_concept(self, concept: Concept) -> Iterator[tuple[NamedNode, Iterable[Pair]]]:
        """Yield the node of a concept that no lexicon holds, once a report."""
        node = self.iri(concept.scheme, concept.key)
        if concept.curated or node in self._seen:
            return
        self._seen.add(node)
        yield (
            node,
            [
                (RDF.type, SKOS.Concept),
                (SKOS.prefLabel, Literal(concept.label, language="zh")),
                (SKOS.inScheme, self.iri(concept.scheme)),
                (SKOS.notation, Literal(concept.key)),
            ],
        )

    def _direct(self, fact: Relation) -> Iterator[tuple[NamedNode, Iterable[Pair]]]:
        """Yield the plain statement between two organisations beside the node that carries its evidence."""
        subject, object_ = self.referent(fact.subject), self.referent(fact.object)
        if subject is not None and object_ is not None and subject != object_:
            yield subject, [(PREDICATES[fact.predicate], object_)]

    def referent(self, value: Mention | str) -> NamedNode | None:
        """Return the organisation a referent is, or None for plain words other than the reporting unit's name."""
        if isinstance(value, Mention):
            return self.organisation(value.surface, value.kind)
        return self.organisation(value, "government") if value == self.extraction.head.unit and value else None

    def organisation(self, surface: str, kind: EntityKind) -> NamedNode:
        """Return the IRI of the organisation that `surface` names in this report."""
        found = self._organisations.get((surface, kind))
        if found is None:
            found = self._organisations[surface, kind] = NamedNode(self.base + self.linker.canonical(surface, kind, self.id))
        return found


def fact_key(fact: Fact) -> str:
    """Return the local part of a fact's IRI: its kind and a hash of where it stands and what it says."""
    values = [
        f"{name}={getattr(fact, name)!r}"
        for name, _, _ in _fields_of(fact)
        if name not in ("extractor", "confidence", "reason", "evidence")
    ]
    span = fact.evidence.span
    return f"{fact.SLUG}-{digest(str(span.start), str(span.end), *values)}"


def identity_quads(organisations: Iterable[Organisation], units: Mapping[str, Division | None], base: str = BASE_IRI) -> Iterator[Quad]:
    """Yield the identity graph: each organisation with its kind and names.

    `units` are the reporting units by local id, each with the division its name states, if it states one.
    """
    graph = NamedNode(base + "graph/identity")
    for organisation in organisations:
        node = NamedNode(base + organisation.id)
        pairs: list[Pair] = [
            (RDF.type, _KIND_CLASSES[organisation.kind]),
            (RDFS.label, Literal(organisation.name, language="zh")),
            (JX.name, Literal(organisation.name)),
            *((JX.alias, Literal(alias)) for alias in organisation.aliases),
            *texts(JX.legalName, organisation.legal_name),
        ]
        if organisation.id in units:
            pairs.append((RDF.type, JX.Unit))
        if division := units.get(organisation.id):
            place = NamedNode(f"{base}division/{division.code}")
            pairs.append((JX.division, place))
            yield from (Quad(place, predicate, value, graph) for predicate, value in _division(division, base))
        pairs.extend((JX.partOf, NamedNode(base + whole)) for whole in organisation.part_of)
        pairs.extend((SKOS.editorialNote, Literal(remark)) for remark in organisation.remarks)
        pairs.extend(texts(DCTERMS.identifier, organisation.code))
        for old in organisation.merged:
            yield Quad(NamedNode(base + old), OWL.sameAs, node, graph)
            yield Quad(NamedNode(base + old), DCTERMS.isReplacedBy, node, graph)
        for dated in organisation.former:
            name = NamedNode(f"{base}name/{digest(organisation.id, dated.name, dated.start, dated.end, dated.source)}")
            pairs.append((JX.datedName, name))
            yield from (Quad(name, predicate, value, graph) for predicate, value in _dated_name(dated))
        for predicate, value in pairs:
            yield Quad(node, predicate, value, graph)


def _dated_name(dated: DatedName) -> Iterator[Pair]:
    yield RDF.type, JX.DatedName
    yield JX.name, Literal(dated.name)
    yield JX.nameSource, Literal(dated.source)
    for term, text in ((JX.nameFrom, dated.start), (JX.nameTo, dated.end)):
        if text:
            yield term, Literal(text, datatype=_DATE_TYPES.get(len(text), XSD.date))


def _division(division: Division, base: str) -> Iterator[Pair]:
    """Yield a division as a concept; the scheme in ontology/ describes only some of them."""
    yield RDF.type, SKOS.Concept
    yield SKOS.prefLabel, Literal(division.name, language="zh")
    yield SKOS.inScheme, NamedNode(base + "division")
    yield SKOS.notation, Literal(division.code)


def _fields_of(fact: Fact) -> tuple[tuple[str, NamedNode, NamedNode | None], ...]:
    kind: Any = type(fact)
    return _fields(kind)


@cache
def _fields(cls: Any) -> tuple[tuple[str, NamedNode, NamedNode | None], ...]:
    return tuple((f.name, f.metadata["term"], f.metadata["label"]) for f in dataclasses.fields(cls))


def _concepts(fact: Fact) -> Iterator[Concept]:
    for name, _, _ in _fields_of(fact):
        value = getattr(fact, name)
        if isinstance(value, Concept):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Concept))
