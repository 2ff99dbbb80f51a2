"""Asking: headers, parameters, what is refused, limits, formats and endpoints."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalogue import Parameter, named, parse, resolve
from kg.errors import QueryError
from kg.query import Limits, Result, catalogue, prepare, run, run_remote, write
from kg.sparql import bind, check_read_only

DATA = Path(__file__).parent / "queries" / "enterprises" / "shared.ttl"
HEADER = """#+ summary: (zh) 试问
#+ summary: (en) A trial
#+ parameters:
#+   words (string, required): words to look for
#+   least (integer, default 2): least number
#+   year (year): a year
#+ columns:
#+   words: the words
#+   least: the number
"""
TRIAL = parse(HEADER + "SELECT ?words ?least ?year WHERE { } ORDER BY ?words", "trial")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(DATA))
    return store


def _written(result: Result, format: str) -> str:
    stream = io.StringIO()
    write(result, format, stream)
    return stream.getvalue()


# ---- headers and names


def test_header_gives_summaries_parameters_and_columns() -> None:
    assert (TRIAL.summary_zh, TRIAL.summary_en) == ("试问", "A trial")
    assert [p.usage for p in TRIAL.parameters] == ["words=<string>", "least=2", "[year=<year>]"]
    assert dict(TRIAL.columns) == {"words": "the words", "least": "the number"}


@pytest.mark.parametrize("line", ["#+ summary: no language", "#+ parameters:\n#+   words (text): unknown type", "#+ anything"])
def test_header_line_not_understood_is_named(line: str) -> None:
    with pytest.raises(QueryError, match=r"trial, line \d: .*no header line"):
        parse(line, "trial")


def test_plain_sparql_needs_no_header() -> None:
    assert resolve(COUNT).columns == ()


def test_query_is_found_by_name_topic_and_file(tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text(TRIAL.text, encoding="utf-8")
    assert resolve("reports") == resolve("evidence/reports") == named("reports")
    assert resolve(str(file)).parameters == resolve(file).parameters == TRIAL.parameters


def test_unknown_name_suggests_near_ones() -> None:
    with pytest.raises(QueryError, match=r"'enterprise-mention'.*near: enterprise-mentions"):
        resolve("enterprise-mention")


def test_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "bytes.rq").write_bytes(b"\xff\xfe\x00")
    for name in ("missing.rq", "bytes.rq"):
        with pytest.raises(QueryError, match=name):
            resolve(str(tmp_path / name))


# ---- parameters


def test_missing_required_parameter_is_named(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="words missing; give -p words="):
        run(store, TRIAL)


def test_unknown_parameter_suggests_a_near_one(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"no parameter 'word' \(near: words\); it takes words, least, year"):
        run(store, TRIAL, {"word": "x"})


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("integer", "two"),
        ("integer", "2.5"),
        ("integer", "２"),
        ("decimal", "1e3"),
        ("decimal", "1,000"),
        ("decimal", "NaN"),
        ("year", "24"),
        ("year", "2024-01"),
        ("iri", "no iri"),
        ("iri", "https://a.example/x> . ?s ?p ?o"),
        ("iri", "relative"),
        ("string", "\ud800"),
    ],
)
def test_value_of_the_wrong_type_is_refused(type: str, value: str) -> None:
    with pytest.raises(QueryError, match=r"parameter p=.*(not a|not an) "):
        Parameter("p", type, "").term(value)


@pytest.mark.parametrize(
    ("type", "value", "term"),
    [
        ("integer", 3, '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", Decimal("1.50"), '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("year", " 2024 ", '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("iri", ox.NamedNode("https://a.example/x"), "<https://a.example/x>"),
        ("iri", "<https://a.example/x>", "<https://a.example/x>"),
        ("string", " kept ", '" kept "'),
    ],
)
def test_value_becomes_a_term_of_its_type(type: str, value: object, term: str) -> None:
    assert str(Parameter("p", type, "").term(value)) == term


def test_defaults_are_bound_and_what_has_none_stays_unbound(store: ox.Store) -> None:
    result = run(store, TRIAL, {"words": "轴承"})
    assert list(result.records()) == [{"words": "轴承", "least": 2, "year": None}]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_stays_the_literal_it_is(value: str) -> None:
    result = run(ox.Store(), TRIAL, {"words": value})
    assert [row["words"] for row in result.records()] == [value]


@pytest.mark.parametrize("value", ['"} SERVICE <http://a.example/> {?s ?p ?o', "' } #", '\\" } INSERT DATA { <a:a> <a:a> <a:a> }', "?x\n}"])
def test_injected_syntax_finds_nothing_and_changes_nothing(store: ox.Store, value: str) -> None:
    before = len(store)
    assert len(run(store, "enterprise-mentions", {"name": value})) == 0
    assert len(store) == before


def test_binding_needs_a_where() -> None:
    with pytest.raises(QueryError, match="WHERE"):
        bind("SELECT ?x { ?x ?y ?z }", {"x": ox.Literal("a")})


def test_binding_goes_to_the_outermost_where() -> None:
    text = 'SELECT (CONCAT("{ WHERE {", ?x) AS ?y) # WHERE {\nWHERE { { SELECT ?x WHERE { VALUES ?x { "a" "b" } } } }'
    assert [term.value for (term,) in run(ox.Store(), bind(text, {"x": ox.Literal("b")})).rows] == ["{ WHERE {b"]


CONDITION = "SELECT ?x WHERE { VALUES ?x { 1 2 3 } FILTER(!BOUND(?least) || ?x >= ?least) }"
INNER = "SELECT ?x WHERE { { SELECT ?x WHERE { VALUES ?x { 1 2 3 } FILTER(?x >= COALESCE(?least, 2)) } } }"


@pytest.mark.parametrize("text", [CONDITION, INNER])
def test_a_condition_takes_the_value_as_a_constant_in_sub_queries_too(text: str) -> None:
    bound = bind(text, {"least": ox.Literal(3)})
    assert "?least" not in bound and bound.count("VALUES") == 1
    assert [term.value for (term,) in run(ox.Store(), bound).rows] == ["3"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_stays_the_literal_it_is_in_a_condition(value: str) -> None:
    text = "SELECT ?same WHERE { VALUES ?other { 1 } BIND(?words AS ?same) FILTER(BOUND(?words)) }"
    assert [term.value for (term,) in run(ox.Store(), bind(text, {"words": ox.Literal(value)})).rows] == [value]


def test_an_iri_stands_in_patterns_and_is_still_in_the_answer() -> None:
    store = ox.Store()
    store.load(b"<a:1> <a:is> <a:a> . <a:2> <a:is> <a:b> .", ox.RdfFormat.TURTLE)
    bound = bind("SELECT ?class ?x WHERE { { ?x <a:is> ?class } } GROUP BY ?class ?x", {"class": ox.NamedNode("a:b")})
    assert "<a:is> <a:b>" in bound
    assert [[term.value for term in row] for row in run(store, bound).rows] == [["a:b", "a:2"]]


@pytest.mark.parametrize(
    "where",
    [
        "{ SELECT ?x ?v WHERE { ?x <a:is> ?v } }",
        "?x <a:is> ?v MINUS { ?v <a:in> ?y }",
        "VALUES (?x ?v) { (<a:1> <a:a>) (<a:2> <a:b>) }",
        "VALUES ?v { <a:a> <a:b> } ?x <a:is> ?v",
        "?x <a:is> ?w BIND(?w AS ?v)",
    ],
)
def test_where_no_constant_may_stand_the_variable_is_bound(where: str) -> None:
    store = ox.Store()
    store.load(b"<a:1> <a:is> <a:a> . <a:2> <a:is> <a:b> . <a:a> <a:in> <a:c> .", ox.RdfFormat.TURTLE)
    # VALUES stand first: what BIND gives must not be bound yet, which is an error of the query and not of its value.
    text = bind(f"SELECT ?x WHERE {{ {where} }}", {"v": ox.NamedNode("a:b")})
    assert "VALUES ?v { <a:b> }" in text and text.count("<a:b>") == where.count("<a:b>") + 1
    if "BIND" not in where:
        assert [term.value for (term,) in run(store, text).rows] == ["a:2"]


# ---- what is refused


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
        "# SELECT\nload <http://a.example/>",
        "CLEAR ALL",
        "DROP GRAPH <a:a>",
    ],
)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="read only"):
        check_read_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <http://a.example/> { ?s ?p ?o } }",
        "SELECT * WHERE { service SILENT ?x { ?s ?p ?o } }",
        "PREFIX a: <a:> SELECT * WHERE { ?s a:it\\'s ?o . SERVICE <http://a.example/> { ?s ?p ?o } # '\n}",
        "SELECT * WHERE { ?s ?p ?o FILTER(?s<?o)SERVICE<http://a.example/>{ ?s ?p ?o } }",
        "SELECT * WHERE { ?s <a:b#c> ?o SERVICE<http://a.example/>{ ?s ?p ?o } }",
        'SELECT * WHERE { ?s ?p """a"""SERVICE<http://a.example/>{ ?s ?p ?o } }',
    ],
)
def test_service_is_refused_wherever_it_hides(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        prepare(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * WHERE { ?s ?p "SERVICE" }',
        "SELECT * WHERE { ?s ?p ?o } # SERVICE",
        "SELECT ?service WHERE { ?service <a:SERVICE> ?o }",
        "PREFIX service: <a:> SELECT * WHERE { ?s service:insert 'DELETE' }",
    ],
)
def test_words_that_only_look_like_it_pass(store: ox.Store, text: str) -> None:
    assert run(store, text).answer is None


def test_no_query_of_the_catalogue_is_refused() -> None:
    for query in catalogue():
        check_read_only(query.text)


def test_bad_syntax_is_one_line(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="not a SPARQL query") as caught:
        run(store, "SELECT ?x WHERE {\n ?x ?y }")
    assert "\n" not in str(caught.value)


def test_too_many_rows_are_refused(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="more than 3 rows"):
        run(store, "SELECT ?s WHERE { ?s ?p ?o }", limits=Limits(rows=3))


def test_query_that_takes_too_long_is_stopped(store: ox.Store) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER(STR(?a) = STR(?l)) }"
    with pytest.raises(QueryError, match=r"longer than 0\.05 s"):
        run(store, endless, limits=Limits(seconds=0.05))


def test_graphs_are_asked_as_one_union() -> None:
    store = ox.Store()
    store.load(b'<a:g> { <a:a> <a:b> "in a graph" } <a:h> { <a:a> <a:c> "in another" }', format=ox.RdfFormat.TRIG)
    assert run(store, "ASK { <a:a> <a:b> ?x ; <a:c> ?y }").answer is True
    assert run(store, "ASK { GRAPH ?g { <a:a> <a:b> ?x ; <a:c> ?y } }").answer is False


# ---- formats


@pytest.fixture(scope="module")
def mixed(store: ox.Store) -> Result:
    text = """SELECT ?iri ?text ?tag ?number ?none WHERE { VALUES (?iri ?text ?tag ?number ?none) {
        (<https://w3id.org/jixiao/id/org/h> "a \\"b\\"\\t|,\\n[red]&<c>" "名"@zh 1.5 UNDEF) } }"""
    return run(store, text)


@pytest.mark.parametrize("format", ["json", "xml", "tsv"])
def test_formats_of_the_standard_read_back_the_same(mixed: Result, format: str) -> None:
    kind = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}[format]
    back = ox.parse_query_results(_written(mixed, format), kind)
    assert [tuple(solution) for solution in back] == list(mixed.rows)


def test_csv_has_plain_values(mixed: Result) -> None:
    assert _written(mixed, "csv").splitlines()[0] == "iri,text,tag,number,none"
    assert _written(mixed, "csv").endswith('[red]&<c>",名,1.5,\n')


def test_markdown_and_table_are_one_line_a_row_without_markup(mixed: Result) -> None:
    lines = _written(mixed, "markdown").splitlines()
    assert lines[2] == '| id:org/h | a "b" \\|, [red]&<c> | 名 | 1.5 |  |'
    assert "[red]" in _written(mixed, "table") and "id:org/h" in _written(mixed, "table")


def test_control_characters_reach_no_terminal() -> None:
    result = Result(columns=("x",), rows=((ox.Literal("\x1b[31mred\x07"),),))
    assert "\x1b" not in _written(result, "markdown") + _written(result, "table")
    assert "\ufffd" in _written(result, "xml") and ElementTree.fromstring(_written(result, "xml")) is not None


def test_table_of_chinese_is_aligned() -> None:
    result = Result(columns=("x", "y"), rows=((ox.Literal("轴承"), ox.Literal("1")), (ox.Literal("abcd"), ox.Literal("2"))))
    rows = [line for line in _written(result, "table").splitlines() if "1" in line or "2" in line]
    # A Chinese character is two columns wide, so the two rows differ by two characters, not in width.
    assert len(rows[1]) - len(rows[0]) == 2


def test_table_cuts_nothing_off() -> None:
    words = "一般公共预算财政拨款" * 20
    text = _written(Result(columns=("x", "y"), rows=((ox.Literal(words), ox.Literal("y" * 100)),)), "table")
    assert sum(text.count(character) for character in "一般公") == 60 and text.count("y") == 101


def test_graph_is_written_as_turtle_and_as_rows(store: ox.Store) -> None:
    result = run(store, "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }")
    text = _written(result, "turtle")
    assert {quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)} == set(result.triples or ())
    assert _written(result, "csv").startswith("subject,predicate,object\n")
    assert json.loads(_written(result, "json"))["head"]["vars"] == ["subject", "predicate", "object"]


def test_rows_cannot_be_turtle(mixed: Result) -> None:
    with pytest.raises(QueryError, match="CONSTRUCT"):
        _written(mixed, "turtle")


def test_unknown_format_lists_the_known(mixed: Result) -> None:
    with pytest.raises(QueryError, match="csv, tsv"):
        _written(mixed, "yaml")


def test_yes_or_no_in_every_format(store: ox.Store) -> None:
    result = run(store, "ASK { ?s ?p ?o }")
    assert bool(result) and not run(store, "ASK { <a:a> ?p ?o }")
    assert _written(result, "csv") == "answer\ntrue\n"
    assert json.loads(_written(result, "json")) == {"head": {}, "boolean": True}
    assert bool(ox.parse_query_results(_written(result, "xml"), ox.QueryResultsFormat.XML))


def test_frames_keep_decimals_and_years(store: ox.Store) -> None:
    text = """SELECT ?amount ?year ?name WHERE { VALUES (?amount ?year ?name) {
        (1.10 "2024"^^<http://www.w3.org/2001/XMLSchema#gYear> "甲") (200.125 UNDEF "乙") } }"""
    result = run(store, text)
    pandas, polars = result.to_pandas(), result.to_polars()
    assert list(pandas["amount"]) == polars["amount"].to_list() == [Decimal("1.10"), Decimal("200.125")]
    assert polars["year"].to_list() == [2024, None] and pandas["year"][0] == 2024
    assert list(pandas.columns) == polars.columns == ["amount", "year", "name"]


def test_empty_answer_keeps_its_columns(store: ox.Store) -> None:
    result = run(store, "SELECT ?a ?b WHERE { <a:a> ?a ?b }")
    assert list(result.to_pandas().columns) == result.to_polars().columns == ["a", "b"]
    assert not result and _written(result, "csv") == "a,b\n"


def test_query_of_the_guide_runs() -> None:
    guide = (Path(__file__).parents[1] / "docs" / "queries.md").read_text(encoding="utf-8")
    text = guide.split("```sparql\n")[1].split("```")[0]
    data = """@prefix jx: <https://w3id.org/jixiao/ontology#> .
        <a:1> a jx:Project ; jx:name "甲" ; jx:projectKind "platform" ; jx:cny 5 .
        <a:2> a jx:Project ; jx:name "乙" ; jx:projectKind "platform" ; jx:cny 50 .
        <a:3> a jx:Project ; jx:name "丙" ; jx:projectKind "other" ; jx:cny 500 ."""
    store = ox.Store()
    store.load(data.encode(), format=ox.RdfFormat.TURTLE)
    query = parse(text, "guide")
    assert [row["project"] for row in run(store, query, {"of_kind": "platform"}).records()] == ["乙", "甲"]
    assert [row["project"] for row in run(store, query, {"of_kind": "platform", "least": 10}).records()] == ["乙"]


# ---- endpoints


class _Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint over the test data; other paths answer what an endpoint should not."""

    store = ox.Store()

    def do_POST(self) -> None:
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        if self.path == "/refuses":
            self._answer(400, "text/plain", b"no\nthank you")
        elif self.path == "/page":
            self._answer(200, "text/html", b"<html>")
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/x")
            self.end_headers()
        else:
            answer = self.store.query(query)
            graph = isinstance(answer, ox.QueryTriples)
            kind = "application/n-triples" if graph else "application/sparql-results+json"
            body = answer.serialize(format=ox.RdfFormat.N_TRIPLES if graph else ox.QueryResultsFormat.JSON)
            self._answer(200, kind, body or b"")

    def _answer(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def endpoint(store: ox.Store) -> Iterator[str]:
    _Endpoint.store = store
    with HTTPServer(("127.0.0.1", 0), _Endpoint) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_endpoint_gives_what_the_store_gives(store: ox.Store, endpoint: str) -> None:
    for query, parameters in (
        ("enterprise-mentions", {"name": "恒沐"}),
        ("ASK WHERE { ?s ?p ?o }", {}),
        ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }", {}),
    ):
        there, here = run_remote(endpoint, query, parameters), run(store, query, parameters)
        assert (there.columns, there.rows, there.answer) == (here.columns, here.rows, here.answer)
        assert set(there.triples or ()) == set(here.triples or ())


@pytest.mark.parametrize(
    ("path", "said"), [("/refuses", r"400 \(no thank you\)"), ("/page", "text/html is no answer"), ("/moved", "ftp|302")]
)
def test_endpoint_that_does_not_answer_is_named(endpoint: str, path: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        run_remote(endpoint + path, COUNT)


@pytest.mark.parametrize("address", ["file:///etc/hosts", "ftp://a.example/", "a.example/sparql"])
def test_endpoint_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(QueryError, match="http or https"):
        run_remote(address, COUNT)


def test_endpoint_is_not_sent_what_writes(endpoint: str) -> None:
    with pytest.raises(QueryError, match="read only"):
        run_remote(endpoint, "DELETE WHERE { ?s ?p ?o }")
