"""The W3C's test suites of SPARQL 1.1 Protocol, Graph Store Protocol and Service Description, as far as they apply to reading.

Each test has the name that the case has in the suite's manifest (github.com/w3c/rdf-tests, sparql/sparql11/: protocol,
http-rdf-update, service-description), asks in the same way and expects the same; where the suite brings data of its own, two
reports of the build stand for it, each of which is described in a graph of its own.

Cases that cannot apply, since nothing can be written here; of each the writing request is sent all the same, which must be
refused and change nothing:
- protocol: update_dataset_default_graph, update_dataset_default_graphs, update_dataset_named_graphs, update_dataset_full,
  update_post_form, update_post_direct, update_base_uri. The bad_update_* cases expect a refusal and pass as they are.
- http-rdf-update: put__initial_state, put__graph_already_in_store, put__default_graph, put__mismatched_payload,
  delete__existing_graph, delete__nonexistent_graph, post__existing_graph, post__multipart_formdata, post__create__new_graph.
Of the reads that follow a write there, those of graphs that are or are not there apply to the graphs of the build; those that
read back what a POST has added do not: get_of_post__multipart_formdata, get_of_post__create__new_graph, get_of_post__after_noop.
"""

from __future__ import annotations

import json
import urllib.parse
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from pyoxigraph import RdfFormat

from kg.vocabulary import BASE_IRI, JX

if TYPE_CHECKING:
    from conftest import Reply, Server

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
TABLES = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
BOOLEANS = {"application/sparql-results+json", "application/sparql-results+xml"}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
ELSEWHERE = "default-graph-uri=http%3A%2F%2Fa.example%2Fdata"
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def pairs(store: ox.Store) -> list[tuple[str, str]]:
    """Three reports with the graphs that say what they are."""
    found = store.quads_for_pattern(None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), JX.Report)
    return sorted((quad.subject.value, quad.graph_name.value) for quad in found)[:3]


def dataset(default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> str:
    given = [*(("default-graph-uri", graph) for graph in default), *(("named-graph-uri", graph) for graph in named)]
    return urllib.parse.urlencode(given)


def is_true(reply: Reply) -> bool:
    assert (reply.status, reply.media) == (200, "application/sparql-results+json")
    answer = json.loads(reply.body)["boolean"]
    assert isinstance(answer, bool)
    return answer


def direct(server: Server, text: str, parameters: str = "") -> Reply:
    return server.ask(f"/sparql/?{parameters}", "POST", text.encode(), Content_Type=QUERY)


# ---- protocol: queries


def test_query_get(server: Server) -> None:
    assert is_true(server.ask(f"/sparql/?query=ASK%20%7B%7D&{ELSEWHERE}"))


def test_query_post_form(server: Server) -> None:
    assert is_true(server.ask(f"/sparql/?{ELSEWHERE}", "POST", b"query=ASK%20%7B%7D", Content_Type=FORM))


def test_query_post_direct(server: Server) -> None:
    assert is_true(direct(server, "ASK {}"))


def test_query_dataset_default_graphs_get(server: Server, pairs: list[tuple[str, str]]) -> None:
    (one, graph_one), (two, graph_two), _ = pairs
    text = urllib.parse.quote(f"ASK {{ <{one}> a ?type . <{two}> a ?type . }}")
    assert is_true(server.ask(f"/sparql/?query={text}&{dataset((graph_one, graph_two))}"))
    assert not is_true(server.ask(f"/sparql/?query={text}&{dataset((graph_one,))}"))


def test_query_dataset_default_graphs_post(server: Server, pairs: list[tuple[str, str]]) -> None:
    (one, graph_one), (two, graph_two), _ = pairs
    text = f"ASK {{ <{one}> a ?type . <{two}> a ?type . }}"
    assert is_true(direct(server, text, dataset((graph_one, graph_two))))
    assert not is_true(direct(server, text, dataset((graph_two,))))


def in_named(pairs: list[tuple[str, str]]) -> str:
    return f"GRAPH ?g1 {{ <{pairs[0][0]}> a ?type }} GRAPH ?g2 {{ <{pairs[1][0]}> a ?type }}"


def test_query_dataset_named_graphs_get(server: Server, pairs: list[tuple[str, str]]) -> None:
    text = urllib.parse.quote(f"ASK {{ {in_named(pairs)} }}")
    assert is_true(server.ask(f"/sparql/?query={text}&{dataset(named=(pairs[0][1], pairs[1][1]))}"))
    assert not is_true(server.ask(f"/sparql/?query={text}&{dataset(named=(pairs[0][1],))}"))


def test_query_dataset_named_graphs_post(server: Server, pairs: list[tuple[str, str]]) -> None:
    text = f"ASK {{ {in_named(pairs)} }}"
    assert is_true(direct(server, text, dataset(named=(pairs[0][1], pairs[1][1]))))
    assert not is_true(direct(server, text, dataset(named=(pairs[1][1],))))


def test_query_dataset_full(server: Server, pairs: list[tuple[str, str]]) -> None:
    text = f"ASK {{ <{pairs[2][0]}> a ?type {in_named(pairs)} }}"
    assert is_true(direct(server, text, dataset((pairs[2][1],), (pairs[0][1], pairs[1][1]))))
    assert not is_true(direct(server, text, dataset((pairs[0][1],), (pairs[1][1], pairs[2][1]))))


def test_query_multiple_dataset(server: Server, pairs: list[tuple[str, str]]) -> None:
    """What the request names goes before what the query names: FROM alone would leave no named graphs."""
    text = f"ASK FROM <{pairs[2][1]}> {{ {in_named(pairs)} }}"
    assert is_true(direct(server, text, dataset(named=(pairs[0][1], pairs[1][1]))))
    assert not is_true(direct(server, text))


def test_query_content_type_select(server: Server) -> None:
    reply = direct(server, "SELECT (1 AS ?value) {}", ELSEWHERE)
    assert reply.status == 200 and reply.media in TABLES
    assert json.loads(reply.body)["results"]["bindings"][0]["value"]["value"] == "1"


def test_query_content_type_ask(server: Server) -> None:
    reply = direct(server, "ASK {}", ELSEWHERE)
    assert reply.status == 200 and reply.media in BOOLEANS


def test_query_content_type_describe(server: Server) -> None:
    reply = direct(server, "DESCRIBE <http://a.example/>", ELSEWHERE)
    assert reply.status == 200
    assert list(ox.parse(reply.body, GRAPHS[reply.media])) == []


def test_query_content_type_construct(server: Server) -> None:
    """IRIs that are relative are so to the base of the build."""
    reply = direct(server, "CONSTRUCT { <s> <p> 1 } WHERE {}", ELSEWHERE)
    assert reply.status == 200
    (quad,) = ox.parse(reply.body, GRAPHS[reply.media])
    assert quad.triple == ox.Triple(ox.NamedNode(f"{BASE_IRI}s"), ox.NamedNode(f"{BASE_IRI}p"), ox.Literal(1))


# ---- protocol: what is no query


def refused(reply: Reply) -> bool:
    return 400 <= reply.status < 500


def test_bad_query_method(server: Server) -> None:
    assert refused(server.ask(f"/sparql/?query=ASK%20%7B%7D&{ELSEWHERE}", "PUT", Content_Type=FORM))


def test_bad_multiple_queries(server: Server) -> None:
    assert refused(server.ask("/sparql/?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"))


def test_bad_query_wrong_media_type(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", b"ASK {}", Content_Type="text/plain"))


def test_bad_query_missing_form_type(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", b"query=ASK%20%7B%7D"))


def test_bad_query_missing_direct_type(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", b"ASK {}"))


def test_bad_query_non_utf8(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", "ASK {}".encode("utf-16"), Content_Type=f"{QUERY}; charset=UTF-16"))


def test_bad_query_syntax(server: Server) -> None:
    assert refused(server.ask("/sparql/?query=ASK%20%7B"))


def test_bad_update_get(server: Server) -> None:
    assert refused(server.ask("/sparql/?update=CLEAR%20ALL"))


def test_bad_multiple_updates(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", Content_Type=FORM))


def test_bad_update_wrong_media_type(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", b"CLEAR NAMED", Content_Type="text/plain"))


def test_bad_update_missing_form_type(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", b"update=CLEAR%20NAMED"))


def test_bad_update_non_utf8(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", "CLEAR NAMED".encode("utf-16"), Content_Type=f"{UPDATE}; charset=UTF-16"))


def test_bad_update_syntax(server: Server) -> None:
    assert refused(server.ask("/sparql/", "POST", b"update=CLEAR%20XYZ", Content_Type=FORM))


def test_bad_update_dataset_conflict(server: Server) -> None:
    text = "WITH <http://a.example/g> DELETE { ?s ?p 'a' } INSERT { ?s ?p 'b' } WHERE { ?s ?p 'a' }"
    reply = server.ask("/sparql/?using-named-graph-uri=http%3A%2F%2Fa.example%2Fh", "POST", text.encode(), Content_Type=UPDATE)
    assert refused(reply)


# ---- protocol and Graph Store Protocol: what would write

INSERT = b"INSERT DATA { GRAPH <http://a.example/g> { <http://a.example/s> <http://a.example/p> <o> } }"
WRITES = {
    "update_dataset_default_graph": (f"/sparql/?using-graph-uri={BASE_IRI}g", "POST", INSERT, UPDATE),
    "update_dataset_default_graphs": (f"/sparql/?using-graph-uri={BASE_IRI}g&using-graph-uri={BASE_IRI}h", "POST", INSERT, UPDATE),
    "update_dataset_named_graphs": (f"/sparql/?using-named-graph-uri={BASE_IRI}g", "POST", INSERT, UPDATE),
    "update_dataset_full": (f"/sparql/?using-graph-uri={BASE_IRI}g&using-named-graph-uri={BASE_IRI}h", "POST", INSERT, UPDATE),
    "update_post_form": ("/sparql/", "POST", b"update=CLEAR+ALL", FORM),
    "update_post_direct": ("/sparql/", "POST", b"CLEAR ALL", UPDATE),
    "update_base_uri": ("/sparql/", "POST", INSERT, UPDATE),
    "put__initial_state": ("/graph?graph=http%3A%2F%2Fa.example%2Fg", "PUT", b"<a:s> <a:p> 1 .", "text/turtle; charset=utf-8"),
    "put__graph_already_in_store": ("{graph}", "PUT", b"<a:s> <a:p> 1 .", "text/turtle; charset=utf-8"),
    "put__default_graph": ("/graph?default", "PUT", b"<a:s> <a:p> 1 .", "text/turtle; charset=utf-8"),
    "put__mismatched_payload": ("/graph?default", "PUT", b"<a:s> <a:p> 1 .", "application/rdf+xml"),
    "delete__existing_graph": ("{graph}", "DELETE", b"", ""),
    "delete__nonexistent_graph": ("/graph?graph=http%3A%2F%2Fa.example%2Fg", "DELETE", b"", ""),
    "post__existing_graph": ("{graph}", "POST", b"<a:s> <a:p> 1 .", "text/turtle; charset=utf-8"),
    "post__multipart_formdata": ("{graph}", "POST", b"--x\r\n\r\n<a:s> <a:p> 1 .\r\n--x--", "multipart/form-data; boundary=x"),
    "post__create__new_graph": ("/graph", "POST", b"<a:s> <a:p> 1 .", "text/turtle; charset=utf-8"),
}


@pytest.mark.parametrize("name", WRITES)
def test_what_would_write_is_refused_and_changes_nothing(name: str, server: Server, store: ox.Store, pairs: list[tuple[str, str]]) -> None:
    path, method, body, media = WRITES[name]
    reply = server.ask(path.format(graph=stored(pairs[0][1])), method, body or None, **({"Content_Type": media} if media else {}))
    assert reply.status in (403, 405)
    counted = direct(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert counted.count() == len(store)


# ---- Graph Store Protocol: reads


def stored(graph: str) -> str:
    """Return the address of a graph where it is identified by its own address."""
    return "/id/" + graph.removeprefix(BASE_IRI)


def named(graph: str) -> str:
    return f"/graph?graph={urllib.parse.quote(graph, safe='')}"


def triples(reply: Reply) -> int:
    assert (reply.status, reply.media) == (200, "text/turtle")
    assert reply.headers.get_content_charset() == "utf-8"
    return len(list(ox.parse(reply.body, RdfFormat.TURTLE)))


def size(store: ox.Store, graph: str) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def test_get_of_put__initial_state(server: Server, store: ox.Store, pairs: list[tuple[str, str]]) -> None:
    assert triples(server.ask(named(pairs[0][1]), Accept="text/turtle")) == size(store, pairs[0][1])


def test_get_of_put__graph_already_in_store(server: Server, store: ox.Store, pairs: list[tuple[str, str]]) -> None:
    assert triples(server.ask(stored(pairs[0][1]), Accept="text/turtle")) == size(store, pairs[0][1])


def test_get_of_post__existing_graph(server: Server, store: ox.Store, pairs: list[tuple[str, str]]) -> None:
    assert triples(server.ask(stored(pairs[1][1]))) == size(store, pairs[1][1])


def test_get_of_put__default_graph(server: Server, store: ox.Store) -> None:
    statements = {quad.triple for quad in store}
    assert triples(server.ask("/graph?default", Accept="text/turtle")) == len(statements)


@pytest.mark.parametrize("graph", [f"{BASE_IRI}graph/report/none", "http://a.example/none"])
def test_get_of_delete__existing_graph(graph: str, server: Server) -> None:
    assert server.ask(named(graph)).status == 404
    assert server.ask(stored(f"{BASE_IRI}graph/report/none")).status == 404


def test_head_on_an_existing_graph(server: Server, pairs: list[tuple[str, str]]) -> None:
    for path in (named(pairs[0][1]), stored(pairs[0][1])):
        reply = server.ask(path, "HEAD")
        assert (reply.status, reply.media, reply.body) == (200, "text/turtle", b"")


def test_head_on_a_nonexisting_graph(server: Server) -> None:
    for path in (named("http://a.example/none"), stored(f"{BASE_IRI}graph/report/none")):
        assert server.ask(path, "HEAD").status == 404


# ---- Service Description


@pytest.fixture(scope="module")
def description(server: Server) -> ox.Dataset:
    reply = server.ask("/sparql")
    assert reply.status == 200
    return ox.Dataset(ox.parse(reply.body, GRAPHS[reply.media]))


def objects(description: ox.Dataset, name: str) -> list[Any]:
    return [quad.object for quad in description if quad.predicate.value == SD + name]


@pytest.mark.parametrize("media", GRAPHS)
def test_returns_rdf(media: str, server: Server) -> None:
    reply = server.ask("/sparql", Accept=media)
    assert (reply.status, reply.media) == (200, media)
    assert list(ox.parse(reply.body, GRAPHS[media]))


def test_has_endpoint_triple(server: Server, description: ox.Dataset) -> None:
    assert objects(description, "endpoint") == [ox.NamedNode(f"http://127.0.0.1:{server.port}/sparql")]


def test_conforms_to_schema(store: ox.Store, description: ox.Dataset) -> None:
    """Every term is one of the vocabulary, stands between what it may stand between, and says what is the case."""
    classes = {quad.subject: quad.object.value for quad in description if quad.predicate.value.endswith("#type")}
    allowed = {
        "endpoint": ("Service", ""),
        "supportedLanguage": ("Service", ""),
        "feature": ("Service", ""),
        "resultFormat": ("Service", ""),
        "defaultDataset": ("Service", "Dataset"),
        "namedGraph": ("Dataset", "NamedGraph"),
        "name": ("NamedGraph", ""),
    }
    for quad in description:
        if quad.predicate.value.startswith(SD):
            domain, range_ = allowed[quad.predicate.value.removeprefix(SD)]
            assert classes[quad.subject] == SD + domain
            assert classes.get(quad.object, "") == (SD + range_ if range_ else "")
            assert range_ or isinstance(quad.object, ox.NamedNode)
    assert set(objects(description, "supportedLanguage")) == {ox.NamedNode(f"{SD}SPARQL11Query")}
    assert set(objects(description, "feature")) == {ox.NamedNode(f"{SD}UnionDefaultGraph")}
    assert set(objects(description, "name")) == set(store.named_graphs())
