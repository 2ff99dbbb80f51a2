"""Validation of stores and files: profiles, engines, graphs, places, the report as Turtle. Shapes themselves: tests/shapes."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import KgError, SettingError, ValidationError
from kg.facts import KINDS
from kg.resources import resource_dir
from kg.shacl.paths import Path as ShaclPath
from kg.shacl.paths import shorten
from kg.shacl.results import PROFILES, Result, Severity, ValidationReport, stands_against
from kg.shacl.shapes import parse
from kg.validate import format_results, report_turtle, results_with_quotes, shapes, validate, validate_files
from kg.vocabulary import BASE_IRI, JX, PREFIXES, RDF, RDFS, SH, SKOS, XSD

CASES = Path(__file__).parent / "shapes"
PREFIX = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@base <{BASE_IRI}> .\n"
REPORT = """
<report/r1> a jx:Report ; jx:title "2024年度青山区工业局绩效自评报告" ; jx:sourcePath "a.txt" ; jx:reportType "自评报告" ;
    jx:sha256 "0000000000000000000000000000000000000000000000000000000000000000" ;
    jx:reportingUnit <org/0123456789> ; jx:fiscalYear "2024"^^xsd:gYear .
<evidence/r1/10-20> a jx:Evidence ; oa:start 10 ; oa:end 20 ; oa:exact "由青禾公司牵头实施。" ; prov:wasQuotedFrom <report/r1> ;
    jx:section "二、主要工作" .
<mention/r1/11-15> a jx:Mention ; jx:refersTo <org/abcdefabcd> ; jx:inReport <report/r1> ; oa:start 11 ; oa:end 15 ;
    oa:exact "青禾公司" ; jx:inSentence <evidence/r1/10-20> ; jx:recogniser "suffix" ; jx:confidence 0.9 .
<fact/r1/project-0123456789> a jx:Project ; jx:inReport <report/r1> ; jx:evidence <evidence/r1/10-20> ; jx:extractor "projects" ;
    jx:confidence 1.0 ; jx:name "青禾产业园" ; jx:projectKind "construction" ; jx:participant <org/abcdefabcd> ;
    jx:participantLabel "青禾公司" .
"""
IDENTITY = """
<org/0123456789> a jx:Unit ; rdfs:label "青山区工业局"@zh ; jx:name "青山区工业局" .
<org/abcdefabcd> a jx:Enterprise ; rdfs:label "青禾公司"@zh ; jx:name "青禾公司" .
"""
ONTOLOGY = "jx:Enterprise rdfs:subClassOf jx:Organisation . jx:Unit rdfs:subClassOf jx:Organisation ."
FACT = f"{BASE_IRI}fact/r1/project-0123456789"
SMALL = settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def store_of(report: str = REPORT, identity: str = IDENTITY) -> Store:
    """Return the three graphs of a build of one report."""
    store = Store()
    for name, text in (("report/r1", report), ("identity", identity), ("ontology", ONTOLOGY)):
        store.load((PREFIX + text).encode(), format=RdfFormat.TURTLE, to_graph=NamedNode(f"{BASE_IRI}graph/{name}"))
    return store


def modules():
    """Return the shapes of reports; those of the ontology would find our three lines of it wanting."""
    return tuple(module for module in shapes() if module.name != "ontology")


def found(store: Store, engine: str = "setwise") -> ValidationReport:
    return validate(store, engine=engine, modules=modules())


def short(report: ValidationReport) -> list[tuple[str, str]]:
    return [(result.severity, result.shape.rpartition("shape/")[2]) for result in report.results]


def result(severity: Severity, module: str) -> Result:
    return Result(severity, FACT, None, "https://w3id.org/jixiao/shape/x/Y", "", "MinCountConstraintComponent", module, "缺", "missing")


# Profiles


@pytest.mark.parametrize(
    ("severity", "module", "against"),
    [
        ("Violation", "evidence", {"draft", "publish", "strict"}),
        ("Violation", "report", {"draft", "publish", "strict"}),
        ("Violation", "finance", {"publish", "strict"}),
        ("Warning", "report", {"strict"}),
        ("Warning", "finance", {"strict"}),
        ("Info", "finance", set()),
    ],
)
def test_profile_decides_which_results_may_stand(severity: Severity, module: str, against: set[str]) -> None:
    assert {profile for profile in PROFILES if stands_against(result(severity, module), profile)} == against
    assert {p for p in PROFILES if not ValidationReport(p, (result(severity, module),)).conforms} == against


def test_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingError, match="draft, publish, strict"):
        validate(Store(), "lax")


def test_unknown_engine_is_refused() -> None:
    with pytest.raises(SettingError, match="setwise or pyshacl"):
        validate(Store(), engine="magic")


# Stores of several graphs


@pytest.mark.parametrize("engine", ["setwise", "pyshacl"])
def test_good_build_conforms_in_every_profile(engine: str) -> None:
    report = found(store_of(), engine)
    assert report.results == ()
    assert all(replace(report, profile=profile).conforms for profile in PROFILES)


@pytest.mark.parametrize("engine", ["setwise", "pyshacl"])
def test_result_names_the_graph_that_says_what_the_node_is(engine: str) -> None:
    report = found(store_of(REPORT.replace("1.0", "1.5"), IDENTITY.replace('"青禾公司"@zh', '"青禾"@zh')), engine)
    assert [(r.shape.rpartition("/")[2], r.graph.removeprefix(BASE_IRI)) for r in report.results] == [
        ("Organisation-labelIsName", "graph/identity"),
        ("Fact-confidence", "graph/report/r1"),
    ]


@pytest.mark.parametrize("engine", ["setwise", "pyshacl"])
def test_concept_nothing_is_said_of_is_found_where_it_is_used(engine: str) -> None:
    store = store_of(REPORT + "<fact/r1/project-0123456789> jx:topic <topic/nowhere> .")
    report = found(store, engine)
    assert {(r.focus.removeprefix(BASE_IRI), r.graph.removeprefix(BASE_IRI)) for r in report.results} == {
        ("topic/nowhere", "graph/report/r1")
    }
    places = {place.quote for _, place in results_with_quotes(store, report)}
    assert places == {"由青禾公司牵头实施。"}


@pytest.mark.parametrize("engine", ["setwise", "pyshacl"])
def test_concept_of_another_graph_is_judged_where_a_fact_points_to_it(engine: str) -> None:
    store = store_of(REPORT + "<fact/r1/project-0123456789> jx:topic <topic/bare> .")
    concept = NamedNode(f"{BASE_IRI}topic/bare")
    store.add(Quad(concept, RDF.type, SKOS.Concept, NamedNode(f"{BASE_IRI}graph/ontology")))
    assert set(short(found(store, engine))) == {("Violation", "identity/Concept-inScheme"), ("Violation", "identity/Concept-prefLabel")}


@pytest.mark.parametrize("engine", ["setwise", "pyshacl"])
def test_values_of_one_node_in_two_graphs_count_together(engine: str) -> None:
    store = store_of()
    unit, other = NamedNode(f"{BASE_IRI}org/0123456789"), NamedNode(f"{BASE_IRI}graph/report/r1")
    store.add(Quad(unit, RDFS.label, Literal("青山区工业局", language="zh"), other))
    assert found(store, engine).results == ()
    store.add(Quad(unit, RDFS.label, Literal("区工业局", language="zh"), other))
    assert ("Violation", "organisation/Organisation-label") in short(found(store, engine))


def test_superclass_of_a_superclass_is_a_class_of_the_value() -> None:
    store = store_of(identity=IDENTITY.replace("a jx:Enterprise", "a jx:Bank"))
    assert ("Violation", "evidence/Mention-refersTo") in short(found(store))
    ontology = NamedNode(f"{BASE_IRI}graph/ontology")
    store.add(Quad(JX.Bank, RDFS.subClassOf, JX.Enterprise, ontology))
    assert found(store).results == found(store, "pyshacl").results == ()


def test_empty_store_conforms() -> None:
    assert validate(Store(), "strict").conforms


# The two engines

_TERMS = st.sampled_from(
    [
        Literal(""),
        Literal("x"),
        Literal("区", language="zh"),
        Literal("2024", datatype=XSD.gYear),
        Literal("-1", datatype=XSD.integer),
        Literal("0.5", datatype=XSD.decimal),
        Literal("2.5", datatype=XSD.decimal),
        Literal("n", datatype=XSD.decimal),
        Literal("true", datatype=XSD.boolean),
        NamedNode(f"{BASE_IRI}org/0123456789"),
        NamedNode(f"{BASE_IRI}report/r1"),
        NamedNode(f"{BASE_IRI}nowhere"),
        BlankNode("b"),
    ]
)


@given(data=st.data())
@SMALL
def test_engines_agree_on_damaged_graphs(data: st.DataObject) -> None:
    """Statements taken away, doubled or given another value, in any of the valid cases."""
    case = data.draw(st.sampled_from(sorted(CASES.glob("*/valid.*.ttl"))))
    store = Store()
    store.load(path=str(case), format=RdfFormat.TURTLE)
    quads = sorted(store, key=str)
    for _ in range(data.draw(st.integers(1, 3))):
        quad = data.draw(st.sampled_from(quads))
        if quad.predicate not in (RDF.type, RDFS.subClassOf) and data.draw(st.booleans()):
            store.add(Quad(quad.subject, quad.predicate, data.draw(_TERMS), quad.graph_name))
        if data.draw(st.booleans()):
            store.remove(quad)
    everything = shapes()
    assert validate(store, modules=everything) == validate(store, engine="pyshacl", modules=everything)


def test_value_of_the_wrong_type_is_complained_of_once() -> None:
    """pySHACL holds true to be between 0 and 1, as Python does; SPARQL cannot compare it."""
    store = store_of(REPORT.replace("jx:confidence 1.0", "jx:confidence true"))
    for engine in ("setwise", "pyshacl"):
        assert [result.component for result in found(store, engine).results] == ["DatatypeConstraintComponent"]


def test_engines_agree_on_every_kind_of_constraint() -> None:
    """One shape a construct, each failed by one of the two nodes."""
    module = parse(
        "all",
        PREFIX
        + """
@prefix s: <https://w3id.org/jixiao/shape/all/> .
s:N a sh:NodeShape ; sh:targetClass jx:Report ; sh:nodeKind sh:IRI ; sh:pattern "good$" ;
    sh:property s:min2, s:max2, s:has, s:not, s:and, s:kind, s:length, s:exclusive, s:flags, s:qualified, s:less, s:equals, s:unique,
        s:inverse, s:either, s:star .
s:min2 a sh:PropertyShape ; sh:path jx:name ; sh:minCount 2 .
s:max2 a sh:PropertyShape ; sh:path jx:alias ; sh:maxCount 2 .
s:has a sh:PropertyShape ; sh:path jx:fund ; sh:hasValue "一般公共预算" .
s:not a sh:PropertyShape ; sh:path jx:fund ; sh:not [ sh:pattern "^自筹" ] .
s:and a sh:PropertyShape ; sh:path jx:level ; sh:and ( [ sh:minLength 2 ] [ sh:maxLength 3 ] ) .
s:kind a sh:PropertyShape ; sh:path jx:unit ; sh:nodeKind sh:BlankNodeOrIRI .
s:length a sh:PropertyShape ; sh:path jx:text ; sh:maxLength 3 .
s:exclusive a sh:PropertyShape ; sh:path jx:score ; sh:minExclusive 0 ; sh:maxExclusive 10 .
s:flags a sh:PropertyShape ; sh:path jx:title ; sh:pattern "^abc$" ; sh:flags "i" .
s:qualified a sh:PropertyShape ; sh:path rdfs:label ; sh:qualifiedValueShape [ sh:languageIn ( "zh" ) ] ; sh:qualifiedMinCount 1 ;
    sh:qualifiedMaxCount 1 .
s:less a sh:PropertyShape ; sh:path jx:validFrom ; sh:lessThan jx:validTo .
s:equals a sh:PropertyShape ; sh:path jx:target ; sh:equals jx:actual .
s:unique a sh:PropertyShape ; sh:path rdfs:comment ; sh:uniqueLang true .
s:inverse a sh:PropertyShape ; sh:path [ sh:inversePath jx:inReport ] ; sh:minCount 1 .
s:either a sh:PropertyShape ; sh:path [ sh:alternativePath ( jx:subject jx:object ) ] ; sh:minCount 1 .
s:star a sh:PropertyShape ; sh:path ( [ sh:zeroOrMorePath jx:parentSection ] jx:heading ) ; sh:minCount 1 .
""",
    )
    good = """<good> a jx:Report ; jx:name "甲", "乙" ; jx:alias "丙", "丁" ; jx:fund "一般公共预算" ; jx:level "省级" ; jx:unit <org/1> ;
    jx:text "三个字" ; jx:score 9.5 ; jx:title "ABC" ; rdfs:label "甲"@zh, "a"@en ; jx:validFrom 1 ; jx:validTo 2 ;
    jx:target "x" ; jx:actual "x" ; rdfs:comment "甲"@zh, "a"@en ; jx:object <org/1> ; jx:parentSection <above> .
<section> jx:inReport <good> . <above> jx:parentSection <top> . <top> jx:heading "一、" ."""
    bad = """<bad> a jx:Report ; jx:name "甲" ; jx:alias "丙", "丁", "戊" ; jx:fund "自筹资金" ; jx:level "省级以上" ; jx:unit "局" ;
    jx:text "四个字吧" ; jx:score 10 ; jx:title "ABCD" ; rdfs:label "a"@en ; jx:validFrom 2 ; jx:validTo 2 ; jx:target "x" ; jx:actual "y" ;
    rdfs:comment "甲"@zh, "乙"@zh ; jx:parentSection <nowhere> ."""
    store = Store()
    store.load((PREFIX + good + bad).encode(), format=RdfFormat.TURTLE)
    report = validate(store, modules=(module,))
    assert report == validate(store, engine="pyshacl", modules=(module,))
    assert {r.focus for r in report.results} == {f"{BASE_IRI}bad"}
    failed = {r.shape.rpartition("/")[2] for r in report.results}
    assert failed == {shape.iri.rpartition("/")[2] for shape in module.shapes}


# Shapes that cannot be used


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("s:N a sh:NodeShape ; sh:targetClass jx:Report ; sh:closed true .", "sh:closed is not understood"),
        ("[] a sh:NodeShape ; sh:targetClass jx:Report .", "without an IRI"),
        ("s:N a sh:NodeShape ; sh:property [ a sh:PropertyShape ; sh:path jx:name ] .", "without an IRI"),
        ("s:N a sh:NodeShape ; sh:property s:missing .", "not a sh:PropertyShape"),
        ("s:N a sh:NodeShape ; sh:or ( [ sh:path jx:name ; sh:minCount 1 ] ) .", "value itself"),
        ("s:N a sh:NodeShape ; sh:severity sh:Fatal .", "Fatal"),
        ('s:N a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this WHERE {}" ] .', "without an IRI"),
        ("s:N a sh:NodeShape ; sh:targetClass .", "not Turtle"),
    ],
)
def test_shape_that_would_be_skipped_in_silence_is_refused(shape: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason) as error:
        parse("x", PREFIX + "@prefix s: <https://w3id.org/jixiao/shape/x/> .\n" + shape, "x.ttl")
    assert str(error.value).startswith("x.ttl:") and "\n" not in str(error.value)


def test_select_without_this_is_refused() -> None:
    text = 's:N a sh:NodeShape ; sh:targetClass jx:Report ; sh:sparql s:C . s:C sh:select "SELECT ?x WHERE { ?x a jx:Report }" .'
    module = parse("x", PREFIX + "@prefix s: <https://w3id.org/jixiao/shape/x/> .\n" + text)
    store = Store()
    store.add(Quad(NamedNode(f"{BASE_IRI}r"), RDF.type, JX.Report))
    with pytest.raises(ValidationError, match=r"SELECT \$this"):
        validate(store, modules=(module,))


def test_folder_without_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="no shapes"):
        shapes(tmp_path)


# Files


def test_file_of_one_report_is_judged_with_the_programs_ontology(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(PREFIX + REPORT.replace('jx:projectKind "construction" ;', "") + IDENTITY, encoding="utf-8")
    store, report = validate_files([file], engine="setwise")
    assert not report.conforms
    assert short(report) == [("Violation", "project/Project-projectKind")]
    assert [place.quote for _, place in results_with_quotes(store, report)] == ["由青禾公司牵头实施。"]


def test_ontology_of_the_program_conforms_alone() -> None:
    _, report = validate_files(sorted(resource_dir("ontology").rglob("*.ttl")), "strict", engine="setwise")
    assert short(report) == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("g.csv", "", "RDF format"), ("g.ttl", "<a> <b", "cannot be read"), ("missing.ttl", None, "cannot be read"), ("g", "", "RDF format")],
)
def test_file_that_is_no_graph_is_one_clear_line(tmp_path: Path, name: str, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match=reason) as error:
        validate_files([tmp_path / name])
    assert str(error.value).startswith(str(tmp_path / name)) and "\n" not in str(error.value)


# What people and machines read


def test_rows_say_where_in_the_source_and_quote_it() -> None:
    store = store_of(REPORT.replace('"construction"', '"building site"'))
    (row,) = format_results(store, found(store), "zh")
    assert (row.report, row.place, row.quote) == ("r1", "二、主要工作 [10:20]", "由青禾公司牵头实施。")
    assert (row.path, row.value) == ("jx:projectKind", '"building site"')
    assert "项目种类" in row.message
    assert "kind" in next(format_results(store, found(store), "en")).message


def test_organisation_is_quoted_by_its_first_mention() -> None:
    store = store_of(identity=IDENTITY.replace('"青禾公司"@zh', '"青禾"@zh'))
    ((_, place),) = results_with_quotes(store, found(store))
    assert (place.report, place.section, place.start, place.end, place.quote) == ("r1", "二、主要工作", 11, 15, "青禾公司")


def test_offsets_that_are_no_numbers_give_no_place() -> None:
    store = store_of(REPORT.replace("oa:start 10", 'oa:start "ten"'))
    places = [place for r, place in results_with_quotes(store, found(store)) if "/evidence/" in r.focus]
    assert places and all(place.start is None and place.quote for place in places)


def test_report_as_turtle_is_the_same_text_for_the_same_graph_and_can_be_read_back() -> None:
    broken = REPORT.replace('"construction"', '"a \\"quoted\\" kind"').replace("1.0", "7.0")
    texts = {report_turtle(found(store_of(broken), engine)) for engine in ("setwise", "pyshacl", "setwise")}
    assert len(texts) == 1
    store = Store()
    store.load(texts.pop().encode(), format=RdfFormat.TURTLE)
    results = {quad.subject for quad in store.quads_for_pattern(None, RDF.type, SH.ValidationResult)}
    assert len(results) == 2 and not any(isinstance(node, BlankNode) for node in results)
    assert {str(q.object) for q in store.quads_for_pattern(None, SH.value, None)} == {
        '"a \\"quoted\\" kind"',
        str(Literal("7", datatype=XSD.decimal)),
    }
    assert [q.object.value for q in store.quads_for_pattern(None, SH.conforms, None)] == ["false"]
    assert {q.object.value for q in store.quads_for_pattern(None, SH.resultPath, None)} == {JX.projectKind.value, JX.confidence.value}


def test_report_without_results_says_that_it_conforms() -> None:
    text = report_turtle(ValidationReport("publish"))
    assert "sh:conforms true ." in text and "sh:result" not in text


def test_paths_are_written_for_turtle_for_sparql_and_for_people() -> None:
    a, b = ShaclPath(JX.evidence.value), ShaclPath(JX.section.value)
    path = ShaclPath("", "/", (ShaclPath("", "^", (a,)), ShaclPath("", "*", (b,))))
    assert shorten(path.sparql()) == "(^jx:evidence)/(jx:section*)"
    assert shorten(path.turtle()) == "( [ sh:inversePath jx:evidence ] [ sh:zeroOrMorePath jx:section ] )"
    assert Store().query(f"ASK {{ ?a {path.sparql()} ?b }}") is not None
    assert shorten("<https://example.org/x> <y") == "<https://example.org/x> <y"


def test_every_kind_of_fact_and_each_of_its_fields_has_a_shape() -> None:
    targets = {cls for module in shapes() for shape in module.shapes for cls in shape.targets.classes}
    paths = {shape.path.iri for module in shapes() for shape in module.shapes if shape.path}
    described = [field.metadata for kind in KINDS for field in fields(kind)]
    terms = {term.value for metadata in described for term in (metadata["term"], metadata["label"]) if term is not None}
    assert {kind.CLASS.value for kind in KINDS} <= targets
    assert terms - paths == set()


def test_severities_are_those_of_shacl() -> None:
    assert set(get_args(Severity)) == {"Violation", "Warning", "Info"}


def test_no_shape_is_about_findings() -> None:
    # A build checks the shapes beside the audit, before its findings are in the store.
    assert [module.name for module in shapes() if "Finding" in module.turtle or "jx:concerns" in module.turtle] == []
