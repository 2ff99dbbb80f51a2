"""What the data set is: counts (VoID), what there is to download (DCAT), where it comes from (PROV)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from kg.export.selection import Source
from kg.settings import setting
from kg.vocabulary import DCTERMS, ONTOLOGY_IRI, PREFIXES, PROV, RDF, RDFS, XSD

VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
_PREFIXES: Final = PREFIXES | {"void": VOID, "dcat": DCAT}
_MEDIA: Final = {
    "turtle": "text/turtle",
    "nquads": "application/n-quads",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
_PLACE: Final = "https://www.iana.org/assignments/media-types/"


@dataclass(slots=True)
class Counts:
    """What was counted of some statements."""

    triples: int = 0
    subjects: set[bytes] = field(default_factory=set)
    objects: set[bytes] = field(default_factory=set)
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    graphs: Counter[str] = field(default_factory=Counter)


def count(source: Source) -> Counts:
    """Return the counts of the selected statements; a triple of several graphs counts once, but in each graph."""
    found, last, kind = Counts(), b"", f"<{RDF.type.value}>".encode()
    for line in source.lines():
        statement, graph, _ = line.rsplit(b" ", 2)
        found.graphs[graph.decode()[1:-1]] += 1
        if statement == last:
            continue
        last = statement
        subject, predicate, value = statement.split(b" ", 2)
        found.triples += 1
        found.subjects.add(subject)
        found.objects.add(value)
        found.properties[predicate.decode()[1:-1]] += 1
        if predicate == kind and value.startswith(b"<"):
            found.classes[value.decode()[1:-1]] += 1
    return found


def void(source: Source) -> Iterator[bytes]:
    """Yield the description of the selected data set as Turtle."""
    content = ox.serialize(sorted(_statements(source, count(source)), key=str), format=RdfFormat.TURTLE, prefixes=_PREFIXES)
    lines = (content or b"").decode().splitlines(keepends=True)
    # The writer lists prefixes in no fixed order.
    prefixes = sorted(line for line in lines if line.startswith("@prefix"))
    yield "".join([*prefixes, *(line for line in lines if not line.startswith("@prefix"))]).encode()


def _statements(source: Source, counts: Counts) -> Iterator[Triple]:
    base = source.base
    dataset, activity = NamedNode(f"{base}dataset"), NamedNode(f"{base}build")
    yield from _dataset(source, counts, dataset)
    yield from _distributions(dataset, base)
    yield from _parts(counts, dataset, base)
    yield from _provenance(source, dataset, activity)


def _dataset(source: Source, counts: Counts, dataset: NamedNode) -> Iterator[Triple]:
    def say(predicate: str, value: Any) -> Triple:
        return Triple(dataset, NamedNode(predicate), value)

    for kind in (f"{VOID}Dataset", f"{DCAT}Dataset", PROV.Entity.value):
        yield say(RDF.type.value, NamedNode(kind))
    title = {"zh": "公共机构绩效报告知识图谱", "en": "Knowledge graph of public bodies' performance reports"}
    for language, text in title.items():
        yield say(DCTERMS.title.value, Literal(text, language=language))
    if not source.select.everything:
        yield say(f"{DCTERMS.iri}description", Literal(f"Selection: {source.select}", language="en"))
    yield say(f"{DCTERMS.iri}license", NamedNode(str(setting("licence"))))
    yield say(f"{DCTERMS.iri}language", Literal("zh"))
    yield say(f"{DCTERMS.iri}modified", Literal(source.manifest["built"], datatype=XSD.dateTime))
    yield say(f"{DCAT}version", Literal(source.manifest["version"]))
    yield say(f"{VOID}uriSpace", Literal(source.base))
    yield say(f"{VOID}vocabulary", NamedNode(ONTOLOGY_IRI))
    numbers = {
        "triples": counts.triples,
        "distinctSubjects": len(counts.subjects),
        "distinctObjects": len(counts.objects),
        "properties": len(counts.properties),
        "classes": len(counts.classes),
        "documents": len(source.reports),
    }
    for name, number in numbers.items():
        yield say(VOID + name, _integer(number))


def _distributions(dataset: NamedNode, base: str) -> Iterator[Triple]:
    for name, media in _MEDIA.items():
        node = NamedNode(f"{base}dataset/{name}")
        yield Triple(dataset, NamedNode(f"{DCAT}distribution"), node)
        yield Triple(node, RDF.type, NamedNode(f"{DCAT}Distribution"))
        yield Triple(node, DCTERMS.title, Literal(f"kg export -f {name}"))
        yield Triple(node, NamedNode(f"{DCAT}mediaType"), NamedNode(_PLACE + media))


def _parts(counts: Counts, dataset: NamedNode, base: str) -> Iterator[Triple]:
    for name, number in sorted(counts.classes.items()):
        yield from _partition(dataset, "classPartition", "class", name, ("entities", number))
    for name, number in sorted(counts.properties.items()):
        yield from _partition(dataset, "propertyPartition", "property", name, ("triples", number))
    for name, number in sorted(counts.graphs.items()):
        node = NamedNode(f"{base}dataset/{quote(name.removeprefix(base), safe='/%')}")
        yield Triple(dataset, NamedNode(f"{VOID}subset"), node)
        yield Triple(node, RDF.type, NamedNode(f"{VOID}Dataset"))
        yield Triple(node, DCTERMS.identifier, Literal(name))
        yield Triple(node, NamedNode(f"{VOID}triples"), _integer(number))


def _partition(dataset: NamedNode, link: str, kind: str, name: str, counted: tuple[str, int]) -> Iterator[Triple]:
    node = BlankNode(re.sub(r"\W", "", f"{kind}{name}"))
    yield Triple(dataset, NamedNode(VOID + link), node)
    yield Triple(node, NamedNode(VOID + kind), NamedNode(name))
    yield Triple(node, NamedNode(VOID + counted[0]), _integer(counted[1]))


def _provenance(source: Source, dataset: NamedNode, activity: NamedNode) -> Iterator[Triple]:
    base, manifest = source.base, source.manifest
    program = NamedNode(f"{base}program")
    prov = PROV.iri
    yield Triple(dataset, NamedNode(f"{prov}wasGeneratedBy"), activity)
    yield Triple(activity, RDF.type, NamedNode(f"{prov}Activity"))
    yield Triple(activity, NamedNode(f"{prov}endedAtTime"), Literal(manifest["built"], datatype=XSD.dateTime))
    yield Triple(activity, NamedNode(f"{prov}wasAssociatedWith"), program)
    yield Triple(program, RDF.type, NamedNode(f"{prov}SoftwareAgent"))
    yield Triple(program, RDFS.label, Literal(f"{manifest['program']} {manifest['version']}"))
    yield Triple(program, DCTERMS.identifier, Literal(manifest["fingerprint"]))
    for report in source.reports:
        node = NamedNode(f"{base}report/{quote(report, safe='')}")
        yield Triple(activity, NamedNode(f"{prov}used"), node)
        yield Triple(dataset, PROV.wasDerivedFrom, node)
        yield Triple(node, NamedNode(f"{ONTOLOGY_IRI}sha256"), Literal(manifest["reports"][report]["sha256"]))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
