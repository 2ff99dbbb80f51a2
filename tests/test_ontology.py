"""The ontology holds what the program writes, the shapes check and the queries ask - no more terms, no fewer."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS

from kg import ontology
from kg.facts import KINDS, Fact
from kg.resources import resource_dir
from kg.schemes import scheme_files, scheme_quads
from kg.vocabulary import BASE_IRI, JX_CLASSES, JX_PROPERTIES, ONTOLOGY_IRI

TERM = re.compile(r"(?<![\w:])jx:([A-Za-z]\w*)")


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The vocabulary, its alignments and the concept schemes as one graph."""
    found = Graph()
    for path in ontology.graph_files():
        found.parse(path)
    return found


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    """The vocabulary alone."""
    return Graph().parse(resource_dir("ontology") / "jixiao.ttl")


def jx(name: str) -> URIRef:
    return URIRef(ONTOLOGY_IRI + name)


def named(graph: Graph, *types: URIRef) -> set[str]:
    subjects = {str(subject) for type_ in types for subject in graph.subjects(RDF.type, type_)}
    return {iri.removeprefix(ONTOLOGY_IRI) for iri in subjects if iri.startswith(ONTOLOGY_IRI)}


def ends(graph: Graph, name: str, predicate: URIRef) -> set[URIRef]:
    """The classes a property's domain or range admits: itself, or the members of its union."""
    node = graph.value(jx(name), predicate)
    union = graph.value(node, OWL.unionOf)
    return {URIRef(str(item)) for item in Collection(graph, union)} if union else {URIRef(str(node))}


def with_superclasses(graph: Graph, name: str) -> set[URIRef]:
    return {URIRef(str(item)) for item in graph.transitive_objects(jx(name), RDFS.subClassOf)}


def fact_fields() -> Iterator[tuple[type[Fact], str, str, str]]:
    """Every kind, its field, the field's term and the term of its words ("" where there is none)."""
    for kind in KINDS:
        for item in dataclasses.fields(kind):
            label = item.metadata["label"]
            yield kind, item.name, item.metadata["term"].value, label.value if label else ""


def test_classes_are_those_of_the_vocabulary(vocabulary: Graph) -> None:
    assert named(vocabulary, OWL.Class) == set(JX_CLASSES.split())


def test_properties_are_those_of_the_vocabulary(vocabulary: Graph) -> None:
    assert named(vocabulary, OWL.ObjectProperty, OWL.DatatypeProperty) == set(JX_PROPERTIES.split())


def test_no_property_is_of_both_kinds(vocabulary: Graph) -> None:
    assert not named(vocabulary, OWL.ObjectProperty) & named(vocabulary, OWL.DatatypeProperty)


def test_every_class_says_which_ontology_defines_it(vocabulary: Graph) -> None:
    # The shapes find classes by rdfs:isDefinedBy or rdfs:subClassOf, so a class with neither would slip past them.
    assert [name for name in JX_CLASSES.split() if (jx(name), RDFS.isDefinedBy, None) not in vocabulary] == []


def test_domains_and_ranges_are_defined(vocabulary: Graph) -> None:
    known = {jx(name) for name in JX_CLASSES.split()}
    unknown = {
        (name, str(end))
        for name in JX_PROPERTIES.split()
        for predicate in (RDFS.domain, RDFS.range)
        for end in ends(vocabulary, name, predicate)
        if str(end).startswith(ONTOLOGY_IRI) and end not in known
    }
    assert unknown == set()


def test_the_ontology_conforms_to_its_shapes(graph: Graph) -> None:
    shapes = Graph().parse(resource_dir("shapes") / "ontology.ttl")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, text


def test_alignments_speak_of_known_terms_only() -> None:
    alignments = Graph().parse(resource_dir("ontology") / "alignments.ttl")
    known = {jx(name) for name in (JX_CLASSES + JX_PROPERTIES).split()}
    assert {subject for subject in alignments.subjects() if subject not in known} == set()


def test_alignments_reach_the_vocabularies_people_use() -> None:
    text = (resource_dir("ontology") / "alignments.ttl").read_text(encoding="utf-8")
    objects = re.findall(r"\b(prov|oa|org|qb|qudt|time|schema|foaf|skos|sh):\w", text)
    assert set(objects) == {"prov", "oa", "org", "qb", "qudt", "time", "schema", "foaf", "skos", "sh"}


def sources(folder: str, pattern: str) -> list[Path]:
    root = resource_dir(folder)  # type: ignore[arg-type]
    return sorted(root.rglob(pattern))


@pytest.mark.parametrize(("folder", "pattern"), [("shapes", "*.ttl"), ("queries", "*.rq")])
def test_shapes_and_queries_use_known_terms_only(folder: str, pattern: str) -> None:
    known = set((JX_CLASSES + JX_PROPERTIES).split())
    files = sources(folder, pattern)
    assert files
    assert [(path.name, name) for path in files for name in TERM.findall(path.read_text(encoding="utf-8")) if name not in known] == []


def test_the_page_on_the_graph_uses_known_terms_only() -> None:
    page = (resource_dir("ontology").parent / "docs" / "graph.md").read_text(encoding="utf-8")
    assert {name for name in TERM.findall(page) if name not in set((JX_CLASSES + JX_PROPERTIES).split())} == set()


def test_every_field_of_a_fact_is_a_property_whose_domain_covers_the_fact(vocabulary: Graph) -> None:
    wrong = [
        (kind.__name__, field, iri)
        for kind, field, term, label in fact_fields()
        for iri in (term, label)
        if iri
        and not ends(vocabulary, iri.removeprefix(ONTOLOGY_IRI), RDFS.domain)
        & with_superclasses(vocabulary, kind.CLASS.value.removeprefix(ONTOLOGY_IRI))
    ]
    assert wrong == []


def test_a_referent_is_an_object_property_and_its_words_a_datatype_property(vocabulary: Graph) -> None:
    objects, data = named(vocabulary, OWL.ObjectProperty), named(vocabulary, OWL.DatatypeProperty)
    pairs = [(term.removeprefix(ONTOLOGY_IRI), label.removeprefix(ONTOLOGY_IRI)) for _, _, term, label in fact_fields() if label]
    assert pairs
    assert [pair for pair in pairs if pair[0] not in objects or pair[1] not in data] == []


def test_every_kind_of_fact_is_below_fact(vocabulary: Graph) -> None:
    kinds = {kind.CLASS.value.removeprefix(ONTOLOGY_IRI) for kind in KINDS}
    below = {str(node).removeprefix(ONTOLOGY_IRI) for node in vocabulary.transitive_subjects(RDFS.subClassOf, jx("Fact"))} - {"Fact"}
    assert below == kinds


def test_every_class_of_concepts_has_a_scheme_with_concepts(vocabulary: Graph, graph: Graph) -> None:
    classes = set(vocabulary.subjects(RDFS.subClassOf, SKOS.Concept))
    assert classes
    assert [cls for cls in classes if (None, RDF.type, cls) not in graph] == []


def test_every_class_of_concepts_is_what_some_property_points_at(vocabulary: Graph) -> None:
    ranges = set(vocabulary.objects(None, RDFS.range))
    assert [cls for cls in vocabulary.subjects(RDFS.subClassOf, SKOS.Concept) if cls not in ranges] == []


def test_every_concept_is_defined_in_the_scheme_its_iri_stands_below(graph: Graph) -> None:
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    assert [node for node in concepts if str(node) != f"{graph.value(node, SKOS.inScheme)}/{graph.value(node, SKOS.notation)}"] == []


def test_the_graph_for_the_store_is_the_files_in_one_named_graph(graph: Graph) -> None:
    quads = list(ontology.quads())
    assert {quad.graph_name for quad in quads} == {NamedNode(BASE_IRI + "graph/ontology")}
    assert len(set(quads)) == len(graph)


def test_blank_nodes_have_the_same_names_in_every_run() -> None:
    first, second = list(ontology.quads()), list(ontology.quads())
    assert any(isinstance(quad.subject, BlankNode) for quad in first)
    assert first == second


def test_concepts_move_with_the_base_and_terms_do_not() -> None:
    moved = list(ontology.quads("https://example.org/kg/"))
    terms = [term.value for quad in moved for term in (quad.subject, quad.object) if isinstance(term, NamedNode)]
    assert not any(iri.startswith(BASE_IRI) for iri in terms)
    assert "https://example.org/kg/division/110000" in terms
    assert ONTOLOGY_IRI + "Amount" in terms


def test_the_schemes_of_the_lexicons_are_in_the_graph() -> None:
    stored = {Quad(quad.subject, quad.predicate, quad.object) for quad in ontology.quads()}
    missing = [triple for file in scheme_files() for triple in scheme_quads(file) if Quad(*triple) not in stored]
    assert missing == []


def competency() -> str:
    return (resource_dir("ontology") / "competency.md").read_text(encoding="utf-8")


def test_every_question_names_a_query_and_every_query_answers_a_question() -> None:
    questions = re.findall(r"`(queries/catalogue/[\w/-]+\.rq)`", competency())
    catalogue = [f"queries/catalogue/{path.parent.name}/{path.name}" for path in sources("queries", "*.rq") if "catalogue" in path.parts]
    assert sorted(questions) == sorted(catalogue)
    assert len(questions) >= 30


def test_every_question_is_asked_in_both_languages() -> None:
    lines = [line for line in competency().splitlines() if re.match(r"\d+\. ", line)]
    assert lines
    assert [line for line in lines if not re.search(r"[a-z]\? [\u4e00-\u9fff“]", line)] == []
    assert [int(line.split(".")[0]) for line in lines] == list(range(1, len(lines) + 1))


def test_labels_are_told_apart_within_a_class_of_terms(vocabulary: Graph) -> None:
    for type_ in (OWL.Class, OWL.ObjectProperty):
        labels = [
            str(label) for name in named(vocabulary, type_) for label in vocabulary.objects(jx(name), RDFS.label) if label.language == "en"
        ]
        assert sorted(labels) == sorted(set(labels))


def test_literals_of_the_schemes_are_never_empty() -> None:
    assert [t for file in scheme_files() for t in scheme_quads(file) if isinstance(t.object, Literal) and not t.object.value.strip()] == []
