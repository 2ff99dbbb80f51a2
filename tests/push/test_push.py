"""Pushing to real stores: complete, nothing twice, goes on after a cut, same answers as the store of the build."""

from __future__ import annotations

import base64
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import PushError
from kg.export.rdf import graphs
from kg.export.selection import Selection, Source
from kg.push import Options, Patience, push
from kg.push.client import Client, Credentials, credentials
from kg.push.recipe import RECIPES, recipe
from kg.push.state import State
from kg.push.stores import KINDS, _parts
from kg.query import run_remote
from kg.vocabulary import BASE_IRI

QUICK = Patience(tries=2, first=0.0, seconds=30)


@pytest.fixture
def build(seeds_build: Path, tmp_path: Path) -> Path:
    """A copy of the build of the seeds, so that what was pushed is noted apart."""
    return Path(shutil.copytree(seeds_build, tmp_path / "build"))


def sizes(build: Path) -> dict[str, int]:
    return {name.decode()[1:-1]: len(lines) for name, lines in graphs(Source(build, Selection()))}


def held(endpoint: str) -> dict[str, int]:
    result = run_remote(endpoint, "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {row["g"]: row["n"] for row in result.records() if row["g"].startswith(BASE_IRI)}


def edited(build: Path, *, drop: str = "", change: str = "") -> None:
    """Take a graph out of the build's statements, or change another one."""
    path = build / "graph" / "kg.nq"
    lines = path.read_bytes().splitlines(keepends=True)
    lines = [line for line in lines if not drop or f"<{drop}>".encode() not in line.rsplit(b" ", 2)[1]]
    if change:
        lines.append(f'<{BASE_IRI}x> <{BASE_IRI}p> "新" <{change}> .\n'.encode())
    path.write_bytes(b"".join(sorted(lines)))


# ---- Oxigraph


def test_the_first_push_sends_every_graph_and_the_second_nothing(build: Path, oxigraph: str) -> None:
    first = push(build, oxigraph)
    assert (first.store, set(first.sent), first.unchanged) == ("oxigraph", set(sizes(build)), 0)
    assert held(f"{oxigraph}/query") == sizes(build)
    second = push(build, oxigraph)
    assert (second.sent, second.deleted, second.unchanged) == ((), (), len(sizes(build)))


def test_only_a_changed_graph_is_sent_and_one_that_is_gone_is_deleted(build: Path, oxigraph: str) -> None:
    push(build, oxigraph)
    first, second, *_ = sorted(name for name in sizes(build) if "/report/" in name)
    edited(build, drop=first, change=second)
    pushed = push(build, oxigraph)
    assert (pushed.sent, pushed.deleted) == ((second,), (first,))
    assert held(f"{oxigraph}/query") == sizes(build)


def test_a_graph_that_the_store_lost_or_that_was_altered_there_is_sent_again(build: Path, oxigraph: str) -> None:
    push(build, oxigraph)
    lost, altered, *_ = sorted(sizes(build))
    client = Client(None, QUICK)
    assert client.send("DELETE", f"{oxigraph}/store?graph={lost}").status == 204
    body = b"<http://a.example/s> <http://a.example/p> 1 ."
    assert client.send("POST", f"{oxigraph}/store?graph={altered}", body, {"Content-Type": "text/turtle"}).status == 204
    assert set(push(build, oxigraph).sent) == {lost, altered}
    assert held(f"{oxigraph}/query") == sizes(build)


def test_replace_takes_away_graphs_of_another_build_and_leaves_those_of_others(build: Path, oxigraph: str) -> None:
    client = Client(None, QUICK)
    for graph in (f"{BASE_IRI}graph/report/older", "http://a.example/own"):
        client.send(
            "PUT", f"{oxigraph}/store?graph={graph}", b"<http://a.example/s> a <http://a.example/C> .", {"Content-Type": "text/turtle"}
        )
    assert push(build, oxigraph).deleted == ()
    assert push(build, oxigraph, Options(replace=True)).deleted == (f"{BASE_IRI}graph/report/older",)
    assert held(f"{oxigraph}/query") == sizes(build)
    assert run_remote(f"{oxigraph}/query", "ASK { GRAPH <http://a.example/own> { ?s ?p ?o } }").answer


def test_a_store_without_the_graph_store_protocol_gets_updates(build: Path, oxigraph: str) -> None:
    url = f"{oxigraph}/query"
    pushed = push(build, url, Options(update=f"{oxigraph}/update"))
    assert len(pushed.sent) == len(sizes(build))
    assert held(url) == sizes(build)
    assert push(build, url, Options(update=f"{oxigraph}/update")).sent == ()


def test_a_bare_graph_store_is_asked_for_each_graph(build: Path, oxigraph: str) -> None:
    options = Options(kind="gsp", patience=QUICK)
    push(build, f"{oxigraph}/store", options)
    Client(None, QUICK).send("DELETE", f"{oxigraph}/store?graph={min(sizes(build))}")
    assert push(build, f"{oxigraph}/store", options).sent == (min(sizes(build)),)


def test_parts_of_an_update_keep_blank_nodes_together() -> None:
    lines = [b"<a:s> <a:p> _:b .\n", *(f'<a:s> <a:p> "{n}" .\n'.encode() for n in range(5000)), b'_:b <a:p> "x" .\n']
    parts = list(_parts(lines))
    assert sorted(line for part in parts for line in part.splitlines(keepends=True)) == sorted(lines)
    assert [part.count(b"_:b") for part in parts] == [2, 0, 0]


# ---- cut off


class Cutting(BaseHTTPRequestHandler):
    """Passes requests on to a store, and closes the line without an answer after so many PUTs."""

    store = ""
    left = 0
    seen: list[str]

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        cls = type(self)
        if self.command == "PUT":
            cls.left -= 1
            if cls.left < 0:
                self.close_connection = True
                return
        wanted = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
        answer = Client(None, QUICK).send(self.command, f"{cls.store}{self.path}", body, wanted)
        self.send_response(answer.status)
        self.send_header("Server", "Oxigraph behind a proxy")
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = forward

    def version_string(self) -> str:
        return "Oxigraph"

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_a_push_that_is_cut_off_goes_on_where_it_stopped(after: int, build: Path, oxigraph: str) -> None:
    handler = type("Handler", (Cutting,), {"store": oxigraph, "left": after})
    total = len(sizes(build))
    with listening(handler) as url:
        with pytest.raises(PushError, match="push again"):
            push(build, url, Options(kind="oxigraph", patience=QUICK))
        handler.left = 1000
        again = push(build, url, Options(kind="oxigraph", patience=QUICK))
    assert (len(again.sent), again.unchanged) == (total - after, after)
    assert held(f"{oxigraph}/query") == sizes(build)


class Holding(Cutting):
    """Passes requests on to a store, and holds one of those that write: before the store gets it, or before the client hears of it."""

    hold_at = -1
    is_after = False
    reached: threading.Event
    released: threading.Event

    def pass_on(self) -> None:
        cls = type(self)
        cls.hold_at -= self.command == "PUT" or self.path == "/update"
        if cls.hold_at != -1:
            self.forward()
            return
        if self.is_after:
            self.forward_quietly()
        self.reached.set()
        self.released.wait(60)
        self.close_connection = True

    def forward_quietly(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        wanted = {"Content-Type": self.headers["Content-Type"]}
        assert Client(None, QUICK).send(self.command, f"{self.store}{self.path}", body, wanted).status < 300

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on


@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize(("way", "writes"), [("graphs", 0), ("graphs", 3), ("graphs", 7), ("updates", 1), ("updates", 6), ("updates", 11)])
def test_a_killed_push_is_complete_after_the_next(way: str, writes: int, is_after: bool, build: Path, oxigraph: str) -> None:
    """Killed while the first, a middle and the last graph are sent, and between the parts of a graph sent by updates."""
    events = {"reached": threading.Event(), "released": threading.Event()}
    handler = type("Handler", (Holding,), {"store": oxigraph, "left": 1000, "hold_at": writes, "is_after": is_after, **events})
    with listening(handler) as url:
        update = f"{url}/update" if way == "updates" else ""
        endpoint = f"{url}/query" if update else url
        options = ["--update", update] if update else ["--store", "oxigraph"]
        with subprocess.Popen([sys.executable, "-m", "kg.cli", "-q", "push", endpoint, *options, "-d", str(build)]) as process:
            assert events["reached"].wait(60)
            process.kill()
        events["released"].set()
        handler.hold_at = -2
        noted = len(State.beside(build, update or f"{url}/store").known())
        again = push(build, endpoint, Options(kind="" if update else "oxigraph", update=update, patience=QUICK))
        assert (len(again.sent), again.unchanged) == (len(sizes(build)) - noted, noted)
        assert noted == writes or way == "updates"
        assert held(f"{oxigraph}/query") == sizes(build)
        assert push(build, endpoint, Options(kind="" if update else "oxigraph", update=update, patience=QUICK)).sent == ()


def test_a_torn_note_is_passed_over(build: Path, oxigraph: str) -> None:
    push(build, oxigraph)
    (note,) = build.parent.glob(".build.push-*.jsonl")
    content = note.read_bytes()
    note.write_bytes(content[: len(content) - 20])
    assert len(push(build, oxigraph).sent) == 1


# ---- refusals


class Refusing(BaseHTTPRequestHandler):
    statuses: list[int]
    asked: list[dict[str, str]]

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append(dict(self.headers))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", "http://a.example/elsewhere")
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="store"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_PUT = do_POST = do_HEAD = answer

    def log_message(self, *_: object) -> None:
        pass


def refusing(*statuses: int) -> type[Refusing]:
    return type("Handler", (Refusing,), {"statuses": list(statuses), "asked": []})


def test_a_busy_store_is_asked_again() -> None:
    handler = refusing(503, 429, 200)
    with listening(handler) as url:
        assert Client(None, Patience(tries=3, first=0.0)).send("GET", url).status == 200
    assert len(handler.asked) == 3


def test_a_redirection_is_not_followed_but_told(build: Path) -> None:
    with listening(refusing(307)) as url, pytest.raises(PushError, match=r"points to http://a\.example/elsewhere"):
        push(build, url, Options(kind="gsp", patience=QUICK))


def test_wrong_credentials_are_told_and_never_shown(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_PUSH_USER", "someone")
    monkeypatch.setenv("KG_PUSH_PASSWORD", "geheim-7")
    with listening(refusing(401)) as url, pytest.raises(PushError) as caught:
        push(build, url, Options(kind="gsp", patience=QUICK))
    assert "credentials are missing or wrong" in str(caught.value)
    assert "geheim-7" not in str(caught.value)


class Echoing(Refusing):
    """Tells what it was asked, credentials and all, as a server in debug mode does."""

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        known = "Authorization" in self.headers
        self.send_response(400 if known else 401)
        if not known:
            self.send_header("WWW-Authenticate", 'Basic realm="store"')
        body = f"{self.headers}\nand in plain text someone geheim-7".encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_HEAD = answer


def test_credentials_are_in_nothing_that_is_said_or_written(build: Path) -> None:
    with listening(Echoing) as url:
        command = [sys.executable, "-m", "kg.cli", "push", url, "--store", "gsp", "-d", str(build)]
        settings = {**os.environ, "KG_PUSH_USER": "someone", "KG_PUSH_PASSWORD": "geheim-7"}
        done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "answered 400" in done.stderr
    notes = "".join(path.read_text(encoding="utf-8") for path in build.parent.glob(".build.push-*"))
    for secret in ("geheim-7", base64.b64encode(b"someone:geheim-7").decode()):
        assert secret not in done.stdout + done.stderr + notes


def test_credentials_are_not_taken_from_the_address() -> None:
    with pytest.raises(PushError) as caught:
        credentials("http://someone:geheim-7@127.0.0.1/")
    assert "KG_PUSH_PASSWORD" in str(caught.value) and "geheim-7" not in str(caught.value)


def test_credentials_come_from_netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine store.example login someone password geheim-7\n", encoding="utf-8")
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    monkeypatch.setenv("NETRC", str(file))
    found = credentials("https://store.example/x")
    assert found == Credentials("someone", "geheim-7")
    assert "geheim-7" not in repr(found)
    assert credentials("https://other.example/x") is None
    with pytest.raises(PushError, match="no password for another"):
        credentials("https://store.example/x", "another")


@pytest.mark.parametrize("endpoint", ["ftp://a.example/", "file:///etc/passwd", "a.example", "http://"])
def test_an_address_of_another_kind_is_refused(endpoint: str) -> None:
    with pytest.raises(PushError, match="http:// or https://"):
        credentials(endpoint)


def test_a_store_that_does_not_say_what_it_is_must_be_named(build: Path) -> None:
    with listening(refusing(200)) as url, pytest.raises(PushError, match="--store"):
        push(build, url, Options(patience=QUICK))


def test_an_unreachable_store_is_told(build: Path) -> None:
    with pytest.raises(PushError, match="gave up after 2 tries"):
        push(build, "http://127.0.0.1:9", Options(kind="oxigraph", patience=QUICK))


# ---- Virtuoso


@pytest.mark.virtuoso
def test_virtuoso_gets_every_graph_and_then_nothing(build: Path, virtuoso: str) -> None:
    first = push(build, virtuoso)
    assert first.store == "virtuoso"
    assert held(f"{virtuoso}/sparql") == sizes(build)
    assert push(build, virtuoso).sent == ()


@pytest.mark.virtuoso
def test_virtuoso_drops_a_graph_that_is_gone(build: Path, virtuoso: str) -> None:
    push(build, virtuoso, Options(replace=True))
    first = min(name for name in sizes(build) if "/report/" in name)
    edited(build, drop=first)
    assert push(build, virtuoso).deleted == (first,)
    assert held(f"{virtuoso}/sparql") == sizes(build)


# ---- recipes


@pytest.mark.parametrize("kind", sorted(RECIPES))
def test_a_recipe_holds_all_statements_and_a_script_that_a_shell_reads(kind: str, seeds_build: Path, tmp_path: Path) -> None:
    files = recipe(seeds_build, kind, tmp_path / kind, BASE_IRI)
    assert (tmp_path / kind / "kg.nq").read_bytes() == (seeds_build / "graph" / "kg.nq").read_bytes()
    assert all(path.stat().st_size for path in files)
    subprocess.run(["sh", "-n", str(tmp_path / kind / "load.sh")], check=True)
    assert os.access(tmp_path / kind / "load.sh", os.X_OK)


def test_the_recipe_for_oxigraph_loads_everything(seeds_build: Path, tmp_path: Path) -> None:
    recipe(seeds_build, "oxigraph", tmp_path, BASE_IRI)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run(["sh", "load.sh"], cwd=tmp_path, env={**os.environ, "PATH": path}, check=True, capture_output=True)
    assert len(ox.Store.read_only(str(tmp_path / "store"))) == sum(sizes(seeds_build).values())


@pytest.mark.virtuoso
def test_the_recipe_for_virtuoso_loads_everything(build: Path, virtuoso: str, virtuoso_server: tuple[str, int, Path]) -> None:
    push(build, virtuoso, Options(replace=True))
    _, isql, folder = virtuoso_server
    for name in sizes(build):
        Client(Credentials("dba", "dba"), QUICK).send("DELETE", f"{virtuoso}/sparql-graph-crud-auth?graph-uri={name}")
    assert held(f"{virtuoso}/sparql") == {}
    recipe(build, "virtuoso", folder, BASE_IRI)
    script = (folder / "load.sql").read_text(encoding="utf-8").replace("'.'", f"'{folder}'")
    subprocess.run(["isql-vt", f"127.0.0.1:{isql}", "dba", "dba"], input=script, text=True, check=True, capture_output=True)
    assert held(f"{virtuoso}/sparql") == sizes(build)


def test_every_kind_of_store_has_a_place_for_graphs() -> None:
    for kind, make in KINDS.items():
        places = make("http://a.example/x")
        assert places.kind == kind and (places.graph_store or places.update)
