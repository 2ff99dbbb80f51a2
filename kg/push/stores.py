"""Where each kind of store takes graphs, and how: by the Graph Store Protocol, or by SPARQL Update where it has none."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from kg.errors import PushError
from kg.push.client import Answer, Client, excerpt, shown

# Statements of one INSERT DATA: stores parse it as a whole.
_UPDATE_LINES: Final = 2_000
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a store is asked, takes graphs (GSP) and takes updates; "" where it does not. `parameter` names a graph in GSP."""

    kind: str = ""
    query: str = ""
    graph_store: str = ""
    update: str = ""
    parameter: str = "graph"


KINDS: Final[dict[str, Callable[[str], Addresses]]] = {
    "oxigraph": lambda root: Addresses("oxigraph", f"{root}/query", f"{root}/store", f"{root}/update"),
    "virtuoso": lambda root: Addresses(
        "virtuoso", f"{root}/sparql", f"{root}/sparql-graph-crud-auth", f"{root}/sparql-auth", parameter="graph-uri"
    ),
    # The address of a dataset: http://host:3030/dataset
    "fuseki": lambda root: Addresses("fuseki", f"{root}/sparql", f"{root}/data", f"{root}/update"),
    # The address of a repository: http://host:7200/repositories/name
    "graphdb": lambda root: Addresses("graphdb", root, f"{root}/rdf-graphs/service", f"{root}/statements"),
    "rdf4j": lambda root: Addresses("rdf4j", root, f"{root}/rdf-graphs/service", f"{root}/statements"),
    # Any other that takes graphs at the address itself.
    "gsp": lambda root: Addresses("gsp", "", root, ""),
    # Any other that takes updates, and is asked, at the address itself.
    "update": lambda root: Addresses("update", root, "", root),
}
_SERVERS: Final = {"virtuoso": "virtuoso", "oxigraph": "oxigraph", "fuseki": "fuseki", "graphdb": "graphdb", "rdf4j": "rdf4j"}


def addresses(client: Client, endpoint: str, kind: str, given: Addresses) -> Addresses:
    """Return the addresses of the store at `endpoint`: those given, else those usual for its kind, which the store may say itself.

    Raises PushError for an unknown kind, or where the kind is neither given nor said.
    """
    root = endpoint.rstrip("/")
    if kind and kind not in KINDS:
        raise PushError(f"{kind}: not a kind of store kg knows; choose one of {', '.join(KINDS)}")
    if not kind and (given.graph_store or given.update):
        kind, usual = "other", Addresses("other", endpoint, given.graph_store, given.update)
    else:
        kind = kind or _said(client, endpoint)
        usual = KINDS[kind](root)
    return replace(usual, graph_store=given.graph_store or usual.graph_store, update=given.update or usual.update)


def _said(client: Client, endpoint: str) -> str:
    server = (client.send("GET", endpoint).headers.get("Server", "") or "").lower()
    for name, kind in _SERVERS.items():
        if name in server:
            return kind
    raise PushError(f"{shown(endpoint)}: the store does not say what it is; name it with --store, or give --graph-store URL")


class Target(Protocol):
    """What a push needs of a store."""

    def counts(self, graphs: Iterable[str]) -> dict[str, int | None]:
        """Return how many statements each graph has that the store holds, None where it cannot be counted.

        A store that can be asked lists all its graphs, the others those of `graphs`.
        """

    def put(self, graph: str, lines: list[bytes]) -> None:
        """Replace a graph by these lines of N-Triples."""

    def delete(self, graph: str) -> None:
        """Delete a graph; one that is not there is as good as deleted."""


def target(client: Client, places: Addresses) -> Target:
    """Return the store at these addresses."""
    if places.graph_store:
        return GraphStore(client, places)
    if places.update:
        return UpdateStore(client, places)
    raise PushError("no address that takes graphs; give --graph-store URL or --update URL")


class _Asked:
    """A store that answers queries, as all kinds do but a bare Graph Store."""

    def __init__(self, client: Client, places: Addresses) -> None:
        self.client, self.places = client, places

    def counts(self, graphs: Iterable[str]) -> dict[str, int | None]:  # noqa: ARG002  # others are asked for each
        """Return how many statements each graph has."""
        query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        return {row["g"]: int(row["n"]) for row in self._select(query) if "g" in row}

    def _select(self, query: str) -> list[dict[str, str]]:
        body = urllib.parse.urlencode({"query": query}).encode()
        headers = {"Accept": "application/sparql-results+json", "Content-Type": _FORM}
        answer = _good(self.client.send("POST", self.places.query, body, headers), self.places.query)
        try:
            rows = json.loads(answer.body)["results"]["bindings"]
            return [{name: cell["value"] for name, cell in row.items()} for row in rows]
        except (ValueError, LookupError, TypeError, AttributeError):
            raise PushError(f"{shown(self.places.query)}: its answer is no result of a query ({excerpt(answer)})") from None


class GraphStore(_Asked):
    """A store that takes graphs by the SPARQL 1.1 Graph Store Protocol."""

    def counts(self, graphs: Iterable[str]) -> dict[str, int | None]:
        """Return how many statements each graph has; a bare graph store is asked for each of `graphs` whether it is there."""
        if self.places.query:
            return super().counts(graphs)
        return {graph: None for graph in graphs if self.client.send("HEAD", self._url(graph)).status < 400}

    def put(self, graph: str, lines: list[bytes]) -> None:
        """Replace a graph by these lines; N-Triples, which no store reads wrongly. Raises PushError where it is refused."""
        headers = {"Content-Type": "application/n-triples"}
        _good(self.client.send("PUT", self._url(graph), b"".join(lines), headers), self._url(graph))

    def delete(self, graph: str) -> None:
        """Delete a graph; one that is not there is as good as deleted."""
        answer = self.client.send("DELETE", self._url(graph))
        if answer.status not in (404, 410):
            _good(answer, self._url(graph))

    def _url(self, graph: str) -> str:
        mark = "&" if "?" in self.places.graph_store else "?"
        return f"{self.places.graph_store}{mark}{self.places.parameter}={urllib.parse.quote(graph, safe='')}"


class UpdateStore(_Asked):
    """A store that takes SPARQL 1.1 Update alone."""

    def put(self, graph: str, lines: list[bytes]) -> None:
        """Replace a graph: dropped, then filled in parts, each of which may be sent twice."""
        self._update(f"DROP SILENT GRAPH <{graph}>")
        for part in _parts(lines):
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{part.decode()}}} }}")

    def delete(self, graph: str) -> None:
        """Delete a graph; one that is not there is as good as deleted."""
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def _update(self, text: str) -> None:
        body = urllib.parse.urlencode({"update": text}).encode()
        _good(self.client.send("POST", self.places.update, body, {"Content-Type": _FORM}), self.places.update)


def _parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield statements in parts; those with blank nodes stand in the first, since a label holds within one request."""
    blank: list[bytes] = []
    rest: list[bytes] = []
    for line in lines:
        (blank if line.startswith(b"_:") or b"> _:" in line else rest).append(line)
    size = max(_UPDATE_LINES - len(blank), 1)
    yield b"".join([*blank, *rest[:size]])
    for start in range(size, len(rest), _UPDATE_LINES):
        yield b"".join(rest[start : start + _UPDATE_LINES])


_HELP: Final = {
    401: "credentials are missing or wrong; set KG_PUSH_USER and KG_PUSH_PASSWORD, or put them into ~/.netrc",
    403: "this user may not write there",
    404: "nothing takes graphs there; name the store with --store, or give --graph-store URL",
    405: "the store does not take graphs there; give --update URL to send SPARQL Update",
    413: "the graph is too large for this store; use --print-recipe",
}


def _good(answer: Answer, url: str) -> Answer:
    """Return a good answer; raises PushError for any other, a redirection among them."""
    if 200 <= answer.status < 300:
        return answer
    if 300 <= answer.status < 400:
        raise PushError(f"{shown(url)}: the store points to {answer.headers.get('Location', 'another address')}; give that address")
    advice = _HELP.get(answer.status, "the store refuses what was sent")
    raise PushError(f"{shown(url)}: answered {answer.status} ({excerpt(answer)}); {advice}")
