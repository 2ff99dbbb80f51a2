"""Rules asked of a store, and their answers as findings: each rule is one query over the whole graph."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.audit.rules import Rule, Severity, load_rules
from kg.errors import ValidationError
from kg.vocabulary import BASE_IRI, JX, OA, ONTOLOGY_IRI, PROV, RDF, SH, SKOS

_BLANK = re.compile(r"\{\?(\w+)\}")
_RANK: dict[str, int] = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Words a finding rests on: the report, where they stand in its text, the headings above them."""

    report: str
    start: int
    end: int
    text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the two sides, the words of both, and what it is about (IRIs).

    `id` is made of rule, reports, figures and quotes but not of places, so that it stays when a text is only moved.
    """

    id: str
    rule: str
    severity: Severity
    reports: tuple[str, ...]
    message_zh: str
    message_en: str
    stated: str
    computed: str
    quotes: tuple[Quote, ...]
    concerns: tuple[str, ...]


def audit(store: Store, rules: Iterable[Rule] | None = None, report: str | None = None) -> tuple[Finding, ...]:
    """Return the findings of `rules` (by default all) over the union of the store's graphs, by report and place.

    With `report`, only findings that concern that report.
    """
    found: list[Finding] = []
    present: dict[tuple[str, str], bool] = {}
    for rule in load_rules() if rules is None else rules:
        for need in (("a", rule.target), *rule.needs):
            if need not in present:
                present[need] = _has(store, *need)
        if all(present[need] for need in (("a", rule.target), *rule.needs)):
            found.extend(_findings(store, rule))
    kept = _without_echoes(found)
    chosen = kept if report is None else [finding for finding in kept if report in finding.reports]
    return tuple(sorted(chosen, key=_place))


def _has(store: Store, term: str, value: str) -> bool:
    """Return whether the store holds what a rule needs: a class, a constant, or a concept that some amount or result is of."""
    if term == "a":
        return _any(store, RDF.type, NamedNode(value))
    if term == "skos:notation":
        nodes = [quad.subject for quad in store.quads_for_pattern(None, SKOS.notation, Literal(value), None)]
        return any(_any(store, of, node) for node in nodes if isinstance(node, NamedNode) for of in (JX.accountConcept, JX.indicator))
    return _any(store, NamedNode(ONTOLOGY_IRI + term.removeprefix("jx:")), Literal(value))


def _any(store: Store, predicate: NamedNode, value: NamedNode | Literal) -> bool:
    return next(store.quads_for_pattern(None, predicate, value, None), None) is not None


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    first = finding.quotes[0] if finding.quotes else Quote("", 0, 0, "")
    return first.report, first.start, _RANK[finding.severity], finding.rule, finding.id


def _findings(store: Store, rule: Rule) -> Iterator[Finding]:
    """Yield the findings of one rule, one for each node it is about, the rows of a node taken together."""
    try:
        answer = store.query(rule.query, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise ValidationError(f"{rule.code}: its SPARQL cannot be read: {error}; correct the rule") from error
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    nodes: dict[str, dict[str, NamedNode]] = defaultdict(dict)
    for row in answer:
        values = {name: row[name] for name in names}
        this = values["this"]
        if not isinstance(this, NamedNode):
            continue
        rows[this.value].append({name: _text(value) for name, value in values.items()})
        for name in names:
            value = values[name]
            if name.startswith("other") and isinstance(value, NamedNode):
                nodes[this.value][value.value] = value
    for this_iri in sorted(rows):
        others = [nodes[this_iri][iri] for iri in sorted(nodes[this_iri])]
        yield _finding(store, rule, NamedNode(this_iri), others, rows[this_iri])


def _text(value: object) -> str:
    return "" if value is None else str(getattr(value, "value", value))


def _finding(store: Store, rule: Rule, this: NamedNode, others: list[NamedNode], rows: list[dict[str, str]]) -> Finding:
    said = {name: _joined(row.get(name, "") for row in rows) for name in ("what", "stated", "computed")}
    quotes: dict[tuple[str, int, int], Quote] = {}
    for node in (this, *others):
        for quote in _quotes(store, node):
            quotes.setdefault((quote.report, quote.start, quote.end), quote)
    words = tuple(quotes.values())
    reports = tuple(dict.fromkeys(quote.report for quote in words))
    return Finding(
        _digest(rule.code, *reports, said["stated"], said["computed"], *(quote.text for quote in words)),
        rule.code,
        rule.severity,
        reports,
        _filled(rule.message_zh, said),
        _filled(rule.message_en, said),
        said["stated"],
        said["computed"],
        words,
        (this.value, *(node.value for node in others)),
    )


def _joined(values: Iterable[str]) -> str:
    return " / ".join(sorted({value for value in values if value}))


def _filled(message: str, said: dict[str, str]) -> str:
    return _BLANK.sub(lambda match: said.get(match[1], ""), message)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def _quotes(store: Store, node: NamedNode) -> Iterator[Quote]:
    """Yield the words a node rests on, then those its figures stand in."""
    places = [node] if _value(store, node, OA.exact) is not None else []
    for term in (JX.evidence, JX.operandEvidence):
        found = [quad.object for quad in store.quads_for_pattern(node, term, None, None)]
        places.extend(sorted((place for place in found if isinstance(place, NamedNode)), key=lambda place: _span(store, place)))
    for place in places:
        report = _text(_value(store, place, PROV.wasQuotedFrom)).rsplit("/", 1)[-1]
        start, end = _span(store, place)
        yield Quote(unquote(report), start, end, _text(_value(store, place, OA.exact)), _text(_value(store, place, JX.section)))


def _span(store: Store, place: NamedNode) -> tuple[int, int]:
    start, end = (_text(_value(store, place, term)) for term in (OA.start, OA.end))
    return int(start or 0), int(end or 0)


def _value(store: Store, node: NamedNode, predicate: NamedNode) -> object | None:
    values = (quad.object for quad in store.quads_for_pattern(node, predicate, None, None))
    return min(values, key=str, default=None)


def _without_echoes(found: list[Finding]) -> list[Finding]:
    """Keep one finding for the same words: the most severe, of these the first rule's."""
    best: dict[tuple[tuple[str, int, int], ...], Finding] = {}
    for finding in found:
        place = tuple(sorted((quote.report, quote.start, quote.end) for quote in finding.quotes))
        held = best.get(place)
        if held is None or _RANK[finding.severity] < _RANK[held.severity]:
            best[place] = finding
    return list(best.values())


def finding_quads(findings: Iterable[Finding], base: str = BASE_IRI) -> Iterator[Quad]:
    """Yield the audit graph: each finding with its rule, figures, messages and what it concerns."""
    graph = NamedNode(base + "graph/audit")
    for finding in findings:
        node = NamedNode(f"{base}finding/{finding.id}")
        pairs: list[tuple[NamedNode, NamedNode | Literal]] = [
            (RDF.type, JX.Finding),
            (RDF.type, SH.ValidationResult),
            (JX.rule, Literal(finding.rule)),
            (JX.severity, Literal(finding.severity)),
            (JX.message, Literal(finding.message_zh, language="zh")),
            (JX.message, Literal(finding.message_en, language="en")),
        ]
        pairs.extend((term, Literal(text)) for term, text in ((JX.statedText, finding.stated), (JX.computedText, finding.computed)) if text)
        pairs.extend((JX.concerns, NamedNode(iri)) for iri in finding.concerns)
        yield from (Quad(node, predicate, value, graph) for predicate, value in pairs)
