"""Asking the graph: a query by name, file or text, run read only and within limits, here or at a SPARQL endpoint."""

from __future__ import annotations

import queue
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg.catalogue import CatalogueQuery, Column, Parameter, catalogue, resolve
from kg.errors import QueryError
from kg.results import FORMATS, Result, write
from kg.settings import setting
from kg.sparql import bind, check_read_only

__all__ = [
    "FORMATS",
    "CatalogueQuery",
    "Column",
    "Limits",
    "Parameter",
    "Result",
    "catalogue",
    "prepare",
    "resolve",
    "run",
    "run_remote",
    "write",
]

_ACCEPT: Final = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
_GRAPHS: Final = {"application/n-triples": RdfFormat.N_TRIPLES, "text/turtle": RdfFormat.TURTLE}
_BYTES_A_ROW: Final = 10_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a query may take and how many rows it may return; the defaults are the settings query_seconds and query_rows."""

    seconds: float = field(default_factory=lambda: float(setting("query_seconds")))
    rows: int = field(default_factory=lambda: int(setting("query_rows")))


def prepare(query: str | Path | CatalogueQuery, parameters: Mapping[str, object] | None = None) -> str:
    """Return the SPARQL text of `query` with its parameters bound.

    Raises QueryError where the query is unknown, would write or call SERVICE, or the parameters do not fit its header.
    """
    found = resolve(query)
    check_read_only(found.text)
    return bind(found.text, found.terms(parameters or {}))


def run(
    store: Store,
    query: str | Path | CatalogueQuery,
    parameters: Mapping[str, object] | None = None,
    limits: Limits | None = None,
) -> Result:
    """Return the answer of `query` over the union of all graphs of `store`.

    Raises QueryError where the query cannot be asked, is not SPARQL or exceeds `limits`.
    """
    bounds = limits or Limits()
    text = prepare(query, parameters)
    return _within(bounds.seconds, lambda: _evaluate(store, text, bounds.rows))


def run_remote(
    endpoint: str,
    query: str | Path | CatalogueQuery,
    parameters: Mapping[str, object] | None = None,
    limits: Limits | None = None,
) -> Result:
    """Return the answer of `query` from the SPARQL 1.1 endpoint at the http or https address `endpoint`.

    Raises QueryError where the address is another kind, the server refuses or its answer is no result of a query.
    """
    bounds = limits or Limits()
    if urllib.parse.urlsplit(endpoint).scheme not in ("http", "https"):
        raise QueryError(f"{endpoint}: an endpoint is an http or https address")
    body = urllib.parse.urlencode({"query": prepare(query, parameters)}).encode()
    headers = {"Accept": _ACCEPT, "Content-Type": "application/x-www-form-urlencoded"}
    request = urllib.request.Request(endpoint, body, headers)
    return _within(bounds.seconds, lambda: _fetch(request, bounds))


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise QueryError after `seconds`.

    The engine cannot be interrupted: the thread is a daemon, so that a stopped query does not keep the process alive.
    """
    answers: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def target() -> None:
        try:
            answers.put((work(), None))
        except QueryError as error:
            # A new one: the traceback would hold the engine's cursor, which must die in this thread.
            answers.put((None, QueryError(str(error))))
        except BaseException as error:
            answers.put((None, error))

    threading.Thread(target=target, daemon=True).start()
    try:
        answer, error = answers.get(timeout=seconds)
    except queue.Empty:
        raise QueryError(f"the query took longer than {seconds:g} s and was stopped; narrow it or raise KG_QUERY_SECONDS") from None
    if error is not None:
        raise error
    return answer  # type: ignore[return-value]  # set wherever no error is


def _evaluate(store: Store, text: str, rows: int) -> Result:
    try:
        return _result(store.query(text, use_default_graph_as_union=True), rows)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"not a SPARQL query: {_one_line(error)}") from error
    except OSError as error:
        raise QueryError(f"the store could not answer: {_one_line(error)}") from error


def _result(answer: QuerySolutions | QueryBoolean | QueryTriples, rows: int) -> Result:
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Result(columns=columns, rows=tuple(tuple(solution) for solution in _at_most(answer, rows)))
    if isinstance(answer, QueryTriples):
        return Result(triples=tuple(_at_most(answer, rows)))
    return Result(answer=bool(answer))


def _at_most(items: Iterable[T], count: int) -> list[T]:
    found = list(islice(items, count + 1))
    if len(found) > count:
        raise QueryError(f"the answer has more than {count} rows; add a LIMIT, narrow the query or raise KG_QUERY_ROWS")
    return found


def _fetch(request: urllib.request.Request, bounds: Limits) -> Result:
    most = bounds.rows * _BYTES_A_ROW
    try:
        with _opener().open(request, timeout=bounds.seconds) as response:
            kind = response.headers.get_content_type()
            body = response.read(most + 1)
    except urllib.error.HTTPError as error:
        said = _one_line(error.read(500).decode("utf-8", "replace"))
        raise QueryError(f"{request.full_url}: the endpoint answered {error.code} ({said or error.reason})") from error
    except (OSError, ValueError) as error:
        raise QueryError(f"{request.full_url}: the endpoint cannot be asked ({_one_line(error)})") from error
    if len(body) > most:
        raise QueryError(f"{request.full_url}: the answer is larger than {most} bytes; add a LIMIT or raise KG_QUERY_ROWS")
    try:
        if kind in _GRAPHS:
            return Result(triples=tuple(quad.triple for quad in _at_most(parse(body, _GRAPHS[kind]), bounds.rows)))
        return _result(parse_query_results(body, QueryResultsFormat.JSON), bounds.rows)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{request.full_url}: {kind} is no answer to a query ({_one_line(error)})") from error


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener for http and https alone: the default one would follow a redirection to ftp."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
