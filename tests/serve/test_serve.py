"""What the server offers, what it refuses, and how it comes to its end."""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from pyoxigraph import RdfFormat

import kg
from kg.query import catalogue, run
from kg.vocabulary import BASE_IRI

if TYPE_CHECKING:
    from conftest import Server, Start

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
JSON = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def graph(name: str) -> str:
    return f"{BASE_IRI}graph/{name}"


def size(store: ox.Store, name: str) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(graph(name))))


# ---- the SPARQL 1.1 Protocol, beyond the cases of test_protocol.py


def test_graphs_are_named_by_get_and_by_post(server: Server, store: ox.Store) -> None:
    pairs = [("query", COUNT), ("default-graph-uri", graph("identity")), ("default-graph-uri", graph("ontology"))]
    wanted = size(store, "identity") + size(store, "ontology")
    assert server.ask("/sparql?" + urllib.parse.urlencode(pairs), Accept=JSON).count() == wanted
    assert server.ask("/sparql", "POST", urllib.parse.urlencode(pairs).encode(), Content_Type=FORM, Accept=JSON).count() == wanted


def test_a_named_graph_leaves_the_default_graph_empty(server: Server, store: ox.Store) -> None:
    asked = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert server.query(asked, **{"named-graph-uri": graph("identity")}).count() == size(store, "identity")
    assert server.query(COUNT, **{"named-graph-uri": graph("identity")}).count() == 0


def test_graphs_of_the_query_count_where_the_request_names_none(server: Server, store: ox.Store) -> None:
    asked = f"SELECT (COUNT(*) AS ?n) FROM <{graph('ontology')}> WHERE {{ ?s ?p ?o }}"
    assert server.query(asked).count() == size(store, "ontology")
    assert server.query(asked, **{"default-graph-uri": graph("identity")}).count() == size(store, "identity")
    assert server.query(COUNT).count() == len(store)


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ("SELECT (1 AS ?one) {}", JSON),
        ("SELECT (1 AS ?one) {}", "application/sparql-results+xml"),
        ("SELECT (1 AS ?one) {}", "text/csv"),
        ("SELECT (1 AS ?one) {}", "text/tab-separated-values"),
        ("ASK {}", JSON),
        ("ASK {}", "application/sparql-results+xml"),
        ("DESCRIBE <http://a.example/>", "text/turtle"),
        ("DESCRIBE <http://a.example/>", "application/rdf+xml"),
        ("CONSTRUCT { <http://a.example/s> <http://a.example/p> 1 } WHERE {}", "application/n-triples"),
        ("CONSTRUCT { <http://a.example/s> <http://a.example/p> 1 } WHERE {}", "application/ld+json"),
    ],
)
def test_every_form_of_answer_comes_in_every_media_type(text: str, media: str, server: Server) -> None:
    assert (server.query(text, accept=f"image/png, {media};q=0.9").status, server.query(text, accept=media).media) == (200, media)


BAD = {
    "syntax": ("GET", "/sparql?query=SELECT", None, {}, 400),
    "two queries": ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400),
    "no query": ("POST", "/sparql", b"x=1", {"Content_Type": FORM}, 400),
    "method": ("PUT", "/sparql?query=ASK%7B%7D", None, {}, 405),
    "missing form type": ("POST", "/sparql", b"query=ASK%7B%7D", {}, 415),
    "wrong media type": ("POST", "/sparql", b"ASK {}", {"Content_Type": "text/plain"}, 415),
    "charset": ("POST", "/sparql", "ASK {}".encode("utf-16"), {"Content_Type": "application/sparql-query; charset=UTF-16"}, 415),
    "no UTF-8": ("POST", "/sparql", b"ASK { ?s ?p '\xff' }", {"Content_Type": "application/sparql-query"}, 400),
    "an update": ("POST", "/sparql", b"DROP ALL", {"Content_Type": "application/sparql-update"}, 403),
    "an update in a form": ("POST", "/sparql", b"update=DROP+ALL", {"Content_Type": FORM}, 403),
    "an update as a query": ("GET", "/sparql?query=DROP+ALL", None, {}, 400),
    "another server": ("GET", "/sparql?query=ASK%7BSERVICE+%3Chttp%3A%2F%2Fa.example%2F%3E%7B%7D%7D", None, {}, 400),
    "nothing acceptable": ("GET", "/sparql?query=ASK%7B%7D", None, {"Accept": "image/png"}, 406),
    "a graph that is no IRI": ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=no%20iri", None, {}, 400),
    "a large body": ("POST", "/sparql", b"query=" + b"x" * 1_100_000, {"Content_Type": FORM}, 413),
    "a hundred thousand parameters": ("POST", "/sparql", b"a&" * 100_000, {"Content_Type": FORM}, 400),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_requests_are_told_and_the_server_goes_on(name: str, server: Server) -> None:
    method, path, body, headers, status = BAD[name]
    reply = server.ask(path, method, body, **headers)
    assert reply.status == status
    assert b"Traceback" not in reply.body
    assert server.query("ASK {}").status == 200


# ---- what else is offered


def test_without_a_query_the_service_describes_itself(server: Server) -> None:
    reply = server.ask("/sparql", Accept="text/turtle")
    said = {quad.predicate.value.rpartition("#")[2] for quad in ox.parse(reply.body, RdfFormat.TURTLE)}
    assert {"endpoint", "supportedLanguage", "resultFormat", "namedGraph"} <= said
    assert server.ask("/sparql", Accept="text/html").media == "text/html"


def test_a_graph_is_read_by_the_graph_store_protocol(server: Server, store: ox.Store) -> None:
    reply = server.ask("/graph?graph=" + urllib.parse.quote(graph("identity")), Accept="application/n-triples")
    assert len(list(ox.parse(reply.body, RdfFormat.N_TRIPLES))) == size(store, "identity")
    assert server.ask("/graph?graph=http://a.example/none").status == 404
    assert server.ask("/graph").status == 400
    assert server.ask("/graph?default", "DELETE").status == 405


@pytest.mark.parametrize("name", ["reports", "enterprises-in-several-agencies", "largest-budget-items"])
def test_a_query_of_the_catalogue_by_name(name: str, server: Server, store: ox.Store) -> None:
    wanted = run(store, name)
    as_csv = server.ask(f"/api/q/{name}?format=csv")
    assert as_csv.media == "text/csv"
    assert len(list(csv.reader(io.StringIO(as_csv.body.decode())))) == len(wanted.rows) + 1
    as_json = json.loads(server.ask(f"/api/q/{name}").body)
    assert as_json["head"]["vars"] == list(wanted.columns)
    assert len(as_json["results"]["bindings"]) == len(wanted.rows)


def test_parameters_of_a_query_of_the_catalogue(server: Server, store: ox.Store) -> None:
    few = json.loads(server.ask("/api/q/enterprises-in-several-agencies?agencies=3").body)["results"]["bindings"]
    assert len(few) == len(run(store, "enterprises-in-several-agencies", {"agencies": 3}).rows)
    assert server.ask("/api/q/enterprises-in-several-agencies?agencies=two").status == 400
    assert server.ask("/api/q/enterprises-in-several-agencies?nothing=2").status == 400
    assert server.ask("/api/q/no-such-query").status == 404


def test_openapi_names_every_query_and_parameter(server: Server) -> None:
    described = json.loads(server.ask("/api/openapi.json").body)
    for query in catalogue():
        operation = described["paths"][f"/api/q/{query.name}"]["get"]
        assert [p["name"] for p in operation["parameters"]] == [*(p.name for p in query.parameters), "format"]
    page = server.ask("/api").body.decode()
    assert all(f'id="{query.name}"' in page for query in catalogue())


def test_every_iri_below_the_base_dereferences(server: Server, store: ox.Store) -> None:
    """One IRI of each folder, as Turtle and as a page."""
    iris = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE_IRI)}
    samples = {iri.removeprefix(BASE_IRI).partition("/")[0]: iri for iri in sorted(iris)}
    assert {"report", "fact", "evidence", "mention", "org", "account", "section"} <= samples.keys()
    for iri in samples.values():
        path = "/id/" + iri.removeprefix(BASE_IRI)
        reply = server.ask(path, Accept="text/turtle")
        subjects = {quad.subject for quad in ox.parse(reply.body, RdfFormat.TURTLE)}
        assert ox.NamedNode(iri) in subjects, iri
        page = server.ask(path, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
        assert (page.status, page.media) == (200, "text/html")
    assert server.ask("/id/org/none").status == 404
    assert server.ask("/id/x%3E%7D%20DROP").status == 404


def test_links_of_a_page_lead_somewhere(server: Server, store: ox.Store) -> None:
    (report,) = run(store, "SELECT ?r WHERE { ?r a <https://w3id.org/jixiao/ontology#Report> } ORDER BY ?r LIMIT 1").rows[0]
    page = server.ask("/id/" + report.value.removeprefix(BASE_IRI), Accept="text/html").body.decode()
    links = sorted(set(re.findall(r'href="(/[^"]*)"', page)))
    assert len(links) > 10
    assert {server.ask(link, Accept="*/*").status for link in links[:: max(len(links) // 12, 1)]} == {200}


def test_the_ontology_and_the_description_are_there(server: Server) -> None:
    assert list(ox.parse(server.ask("/ontology", Accept="text/turtle").body, RdfFormat.TURTLE))
    assert b"void:triples" in server.ask("/.well-known/void").body
    assert server.ask("/").media == "text/html"


def test_an_etag_saves_asking_again(server: Server) -> None:
    first = server.query(COUNT)
    path = "/sparql?" + urllib.parse.urlencode({"query": COUNT})
    again = server.ask(path, Accept=JSON, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert server.query("ASK {}").headers["ETag"] != first.headers["ETag"]


def test_no_page_elsewhere_may_read_answers(server: Server) -> None:
    reply = server.ask("/sparql?query=ASK%7B%7D", Origin="http://a.example")
    assert "access-control-allow-origin" not in reply.headers
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert server.ask("/sparql?query=ASK%7B%7D", Host="a.example").status == 400


# ---- limits, builds, the end


@pytest.fixture(scope="module")
def strict(started: Start, seeds_build: Path) -> Iterator[Server]:
    """A server with low limits."""
    found = started(seeds_build, "--seconds", "2.5", "--rows", "1000", KG_SERVE_QUICK="2", KG_SERVE_SLOW="2", KG_SERVE_MEMORY="600000000")
    yield found
    found.stop()


def test_a_query_that_takes_too_long_is_stopped(strict: Server) -> None:
    start = time.monotonic()
    reply = strict.query(ENDLESS)
    assert (reply.status, b"longer than 2.5 s" in reply.body) == (503, True)
    assert time.monotonic() - start < 9


def test_an_answer_with_too_many_rows_is_stopped(strict: Server) -> None:
    assert strict.query("SELECT * { ?s ?p ?o } LIMIT 900").status == 200
    for accept in (JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"):
        with pytest.raises((http.client.IncompleteRead, AssertionError)):
            # Cut off where the answer has begun, refused where it has not.
            assert strict.query("SELECT * { ?s ?p ?o }", accept).status == 200
    with pytest.raises((http.client.IncompleteRead, AssertionError)):
        assert strict.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "application/n-triples").status == 200


def test_a_query_that_takes_too_much_memory_is_stopped(strict: Server) -> None:
    reply = strict.query("SELECT ?a ?c ?f WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a")
    assert reply.status == 503
    assert strict.query("ASK {}").status == 200


def test_endless_queries_do_not_keep_others_waiting(strict: Server) -> None:
    with ThreadPoolExecutor(10) as clients:
        endless = [clients.submit(strict.query, ENDLESS) for _ in range(6)]
        replies = [future.result().status for future in [clients.submit(strict.query, "ASK {}") for _ in range(40)]]
        assert set(replies) == {200}
        assert {future.result().status for future in endless} == {503}


def test_a_query_of_some_seconds_is_answered_among_endless_ones(server: Server) -> None:
    """More endless queries than may run at once: the one that used least goes first."""
    asked = "SELECT (COUNT(*) AS ?n) WHERE { { SELECT ?a { ?a ?b ?c } LIMIT 4000 } { SELECT ?d { ?d ?e ?f } LIMIT 1000 } }"
    lines = [asked_and_left(server, ENDLESS) for _ in range(6)]
    try:
        reply = server.query(asked)
        assert (reply.status, reply.count()) == (200, 4_000_000)
    finally:
        for line in lines:
            line.close()


def asked_and_left(server: Server, text: str) -> socket.socket:
    """Return a connection on which a query was asked whose answer nobody reads."""
    line = socket.create_connection(("127.0.0.1", server.port))
    line.sendall(f"GET /sparql?query={urllib.parse.quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return line


def test_clients_that_do_not_read_keep_nobody_waiting(strict: Server) -> None:
    lines = [asked_and_left(strict, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1000") for _ in range(3)]
    lines += [asked_and_left(strict, "SELECT * { ?s ?p ?o } LIMIT 900") for _ in range(3)]
    try:
        assert {strict.query("ASK {}").status for _ in range(10)} == {200}
    finally:
        for line in lines:
            line.close()


def test_a_client_that_goes_ends_its_query(server: Server) -> None:
    for _ in range(4):
        asked_and_left(server, ENDLESS).close()
    assert server.query("ASK {}").status == 200
    # Far less than the minute that such a query may take.
    end = time.monotonic() + 20
    while (running := [child for child in descendants(server.process.pid) if state(child) == "R"]) and time.monotonic() < end:
        time.sleep(0.05)
    assert running == []


def test_processes_that_a_crowd_needed_end_after_it(started: Start, seeds_build: Path) -> None:
    found = started(seeds_build)
    try:
        # The server, what starts its processes, and the two that are always ready.
        alone = len(descendants(found.process.pid))
        with ThreadPoolExecutor(12) as clients:
            replies = [clients.submit(found.ask, "/api/q/enterprise-mentions") for _ in range(12)]
            assert {future.result().status for future in replies} == {200}
        assert len(descendants(found.process.pid)) > alone
        end = time.monotonic() + 20
        while len(descendants(found.process.pid)) > alone and time.monotonic() < end:
            time.sleep(0.05)
        assert len(descendants(found.process.pid)) == alone
        assert found.query("ASK {}").status == 200
    finally:
        found.stop()


def test_a_rebuild_is_seen_and_breaks_no_reader(started: Start, report_file: Path, tmp_path: Path) -> None:
    build = tmp_path / "b"
    kg.build([report_file], build)
    found = started(build)
    try:
        first = found.query(COUNT)
        other = report_file.with_name("另一.txt")
        other.write_text(report_file.read_text(encoding="utf-8").replace("云岭", "青川").replace("2022", "2023"), encoding="utf-8")
        statuses: list[int] = []
        over = threading.Event()

        def read() -> None:
            while not over.is_set():
                statuses.append(found.query(COUNT).status)

        reader = threading.Thread(target=read)
        reader.start()
        for _ in range(3):
            kg.build([report_file.parent], build)
        over.set()
        reader.join()
        assert set(statuses) == {200}
        second = found.query(COUNT)
        assert second.count() > first.count()
        assert second.headers["ETag"] != first.headers["ETag"]
    finally:
        said = found.stop()
    assert b"Traceback" not in said


def test_an_open_graph_outlives_the_build_it_was_opened_from(report_file: Path, tmp_path: Path) -> None:
    kg.build([report_file], tmp_path / "b")
    graph = kg.open(tmp_path / "b")
    before = len(graph.query("SELECT * { ?s ?p ?o }").rows)
    shutil.rmtree(tmp_path / "b")
    assert len(graph.query("SELECT * { ?s ?p ?o }").rows) == before


@pytest.mark.parametrize(("way", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_the_end_of_the_server_is_the_end_of_its_processes(way: signal.Signals, status: int, started: Start, seeds_build: Path) -> None:
    """Also of those that answer endless queries, and of those that are paused."""
    found = started(seeds_build)
    lines = [asked_and_left(found, ENDLESS) for _ in range(4)]
    end = time.monotonic() + 30
    while sum(state(child) in ("R", "T") for child in descendants(found.process.pid)) < 4 and time.monotonic() < end:
        time.sleep(0.02)
    children = descendants(found.process.pid)
    assert len(children) >= 5
    found.process.send_signal(way)
    _, said = found.process.communicate(timeout=20)
    assert found.process.returncode == status
    assert b"Traceback" not in said and b"ERROR" not in said
    end = time.monotonic() + 10
    while any(alive(child) for child in children) and time.monotonic() < end:
        time.sleep(0.02)
    assert not [child for child in children if alive(child)]
    for line in lines:
        line.close()


def descendants(pid: int) -> list[int]:
    found = []
    for task in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((task / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(task.name), *descendants(int(task.name))]
    return found


def state(pid: int) -> str:
    """Return what a process does: R runs, S waits, Z has ended; "" for none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def alive(pid: int) -> bool:
    return state(pid) not in ("", "Z")


def test_serve_says_where_it_cannot_listen(seeds_build: Path, server: Server) -> None:
    command = [sys.executable, "-m", "kg.cli", "serve", "-d", str(seeds_build), "--port", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--port" in done.stderr and "Traceback" not in done.stderr


def test_results_are_well_formed(server: Server) -> None:
    ElementTree.fromstring(server.query("SELECT * { ?s ?p ?o } LIMIT 50", "application/sparql-results+xml").body)
    assert len(server.query("SELECT * { ?s ?p ?o } LIMIT 50", "text/tab-separated-values").body.splitlines()) == 51
