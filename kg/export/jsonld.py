"""JSON-LD as a web developer reads it: short names, a report with its sections, names and facts inside, facts with their words inside.

Nesting and names are for the reader only: any JSON-LD processor gets the statements of the build back, graph by graph.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kg.export.rdf import graphs
from kg.export.selection import Source
from kg.ontology import graph_files
from kg.vocabulary import JX, OA, ONTOLOGY_IRI, OWL, PREFIXES, PROV, RDF, RDFS, SKOS, XSD

Node = NamedNode | BlankNode
Properties = dict[NamedNode, list[Any]]

# Short names for terms of other vocabularies; those of the ontology are short by @vocab.
_OTHERS: Final[dict[str, NamedNode]] = {
    "start": OA.start,
    "end": OA.end,
    "exact": OA.exact,
    "quotedFrom": PROV.wasQuotedFrom,
    "label": RDFS.label,
    "prefLabel": SKOS.prefLabel,
    "inScheme": SKOS.inScheme,
    "notation": SKOS.notation,
    "broader": SKOS.broader,
}
_LINKS: Final = frozenset({PROV.wasQuotedFrom, SKOS.inScheme, SKOS.broader})
# What is said backwards, so that it can stand inside the report: one property, told apart by what it leads to.
_INSIDE: Final = ("sections", "mentions", "facts")
_NATIVE: Final = frozenset({XSD.integer, XSD.boolean})
_TYPED: Final = frozenset({XSD.decimal, XSD.integer, XSD.boolean, XSD.gYear, XSD.gYearMonth, XSD.date, XSD.dateTime})


def jsonld(source: Source) -> Iterator[bytes]:
    """Yield one JSON-LD document: the context, then each named graph as it is made."""
    context = _context(source.base)
    yield b'{"@context": ' + _dump(context) + b',\n "@graph": ['
    for number, (graph, lines) in enumerate(graphs(source)):
        nodes = _Graph(context, _subjects(lines)).framed()
        content = {"id": graph.decode()[1:-1], "@graph": list(nodes)}
        yield (b",\n" if number else b"\n") + _dump(content)
    yield b"\n]}\n"


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _context(base: str) -> dict[str, Any]:
    """Return the context: `id`, `type`, the names of the ontology with their types, and the few of other vocabularies."""
    context: dict[str, Any] = {"@version": 1.1, "@vocab": ONTOLOGY_IRI, "id": "@id", "type": "@type", "kg": base}
    context |= {prefix: iri for prefix, iri in PREFIXES.items() if prefix != "jx"}
    for name, term in _OTHERS.items():
        context[name] = {"@id": term.value, "@type": "@id"} if term in _LINKS else term.value
    context |= {term.removeprefix(ONTOLOGY_IRI): {"@id": term, "@type": kind} for term, kind in _declared().items()}
    return context | {name: {"@reverse": JX.inReport.value} for name in _INSIDE}


@cache
def _declared() -> dict[str, str]:
    """Return, by property of the ontology, the datatype of its values or @id; plain texts need no declaration."""
    found: dict[str, str] = {}
    for quad in ox.parse(path=graph_files()[0], format=RdfFormat.TURTLE):
        term = quad.subject.value
        if quad.predicate == RDF.type and quad.object == OWL.ObjectProperty:
            found[term] = "@id"
        elif quad.predicate == RDFS.range and quad.object in _TYPED:
            found[term] = quad.object.value
    return found


def _names(context: dict[str, Any]) -> dict[str, str]:
    """Return the short name of each IRI that the context gives one; prefixes and what is said backwards are no names."""
    given = {name: term.get("@id") if isinstance(term, dict) else term for name, term in context.items()}
    return {iri: name for name, iri in given.items() if isinstance(iri, str) and not iri.startswith("@") and iri[-1] not in "#/"}


def _subjects(lines: Iterable[bytes]) -> dict[Node, Properties]:
    found: dict[Node, Properties] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(b"".join(lines), RdfFormat.N_TRIPLES):
        found[quad.subject][quad.predicate].append(quad.object)
    return found


class _Graph:
    """One graph while it is written: a node stands whole where it is met first, by its IRI afterwards."""

    def __init__(self, context: dict[str, Any], subjects: dict[Node, Properties]) -> None:
        self.context = context
        self.subjects = subjects
        self.names = _names(context)
        self.written: set[Node] = set()

    def framed(self) -> Iterator[dict[str, Any]]:
        """Yield the top nodes: reports first, with what is in them, then what no other node holds."""
        reports = [node for node in self.subjects if JX.Report in self.subjects[node].get(RDF.type, ())]
        for report in reports:
            yield self._report(report)
        for node in self.subjects:
            if node not in self.written:
                yield self._node(node)

    def _report(self, report: Node) -> dict[str, Any]:
        self.written.add(report)
        inside: dict[str, list[Any]] = {name: [] for name in _INSIDE}
        whole = self._properties(report)
        for node, properties in self.subjects.items():
            if node not in self.written and properties.get(JX.inReport) == [report]:
                inside[_kind(properties)].append(self._node(node, without=JX.inReport))
        return whole | {name: nodes for name, nodes in inside.items() if nodes}

    def _node(self, node: Node, without: NamedNode | None = None) -> dict[str, Any]:
        self.written.add(node)
        return self._properties(node, without)

    def _properties(self, node: Node, without: NamedNode | None = None) -> dict[str, Any]:
        found: dict[str, Any] = {"id": _id(node)}
        properties = self.subjects[node]
        if types := properties.get(RDF.type):
            found["type"] = _one([self._type(kind) for kind in types])
        for predicate, values in properties.items():
            if predicate not in (RDF.type, without):
                name = self._name(predicate)
                found[name] = _one([self._value(name, value) for value in values])
        return found

    def _name(self, predicate: NamedNode) -> str:
        iri = predicate.value
        if iri in self.names:
            return self.names[iri]
        if iri.startswith(ONTOLOGY_IRI) and iri.removeprefix(ONTOLOGY_IRI) not in self.context:
            return iri.removeprefix(ONTOLOGY_IRI)
        return next((f"{prefix}:{iri.removeprefix(start)}" for prefix, start in PREFIXES.items() if iri.startswith(start)), iri)

    def _type(self, kind: Any) -> str:
        return self._name(kind) if isinstance(kind, NamedNode) else _id(kind)

    def _value(self, name: str, value: Any) -> Any:
        declared = self.context.get(name)
        coerced = declared.get("@type") if isinstance(declared, dict) else None
        if not isinstance(value, Literal):
            # A link to a node that has not been written yet holds it, but for the scheme and the report, which hold much.
            if value in self.subjects and value not in self.written and name in ("evidence", "inSentence"):
                return self._node(value)
            return _id(value) if coerced == "@id" else {"id": _id(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype == XSD.string:
            return value.value if coerced is None else {"@value": value.value}
        if value.datatype in _NATIVE and (native := _native(value)) is not None:
            return native if coerced in (None, value.datatype.value) else {"@value": value.value, "@type": value.datatype.value}
        return value.value if coerced == value.datatype.value else {"@value": value.value, "@type": value.datatype.value}


def _kind(properties: Properties) -> str:
    types = properties.get(RDF.type, ())
    if JX.Section in types:
        return "sections"
    return "mentions" if JX.Mention in types else "facts"


def _native(value: Literal) -> int | bool | None:
    """Return a whole number or a truth value as JSON has it, None where it is printed another way."""
    if value.datatype == XSD.boolean:
        return {"true": True, "false": False}.get(value.value)
    text = value.value
    return int(text) if text.lstrip("-").isdigit() and len(text) < 16 and str(int(text)) == text else None


def _id(node: Node) -> str:
    return str(node) if isinstance(node, BlankNode) else node.value


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
