"""Requests of the SPARQL 1.1 Protocol as jobs, and the choice of a media type."""

from __future__ import annotations

import asyncio
import urllib.parse
from collections.abc import Iterable, Sequence
from typing import Final

from starlette.requests import Request

from kg.serve import Limits
from kg.serve.worker import GRAPHS, PAGE, RESULTS, Job
from kg.sparql import check_read_only, tokens

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_BODY_SECONDS: Final = 20.0
# Names of formats in a `format` parameter, for links and for those who cannot set a header.
FORMATS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "html": "text/html",
}
# What a type is also asked for as.
_ALSO: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
    "application/x-turtle": "text/turtle",
}


class ProtocolError(Exception):
    """A request that is none of this protocol: `status` says in which way."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def body(request: Request, limit: int) -> bytes:
    """Return the body of a request; raises ProtocolError where it is too large or comes too slowly."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > limit:
                    raise ProtocolError(413, f"a request may have {limit} bytes")
    except TimeoutError:
        raise ProtocolError(408, "the request did not come in time") from None
    return b"".join(parts)


async def read_job(request: Request, build: str, limits: Limits) -> Job | None:
    """Return what a request asks, None where it has no query and so asks what is offered here.

    Raises ProtocolError for a request of another kind, QueryError for a query that would write or call SERVICE.
    """
    pairs = _pairs(request.url.query)
    text = None
    if request.method == "POST":
        content, charset = _content_type(request)
        if content == "application/sparql-update":
            raise ProtocolError(403, "the graph is read only")
        if content not in (_FORM, _QUERY):
            raise ProtocolError(415, f"a query is sent as {_QUERY} or {_FORM}")
        if charset not in ("", "utf-8", "utf8"):
            raise ProtocolError(415, "a query is sent in UTF-8")
        words = _utf8(await body(request, limits.body))
        if content == _QUERY:
            text = words
        else:
            pairs += _pairs(words)
    if any(name == "update" for name, _ in pairs):
        raise ProtocolError(403, "the graph is read only")
    queries = [value for name, value in pairs if name == "query"] + ([] if text is None else [text])
    if not queries and request.method in ("GET", "HEAD") and not pairs:
        return None
    if len(queries) != 1:
        raise ProtocolError(400, f"one query a request; there are {len(queries)}")
    return job(queries[0], build, limits, pairs, request)


def job(text: str, build: str, limits: Limits, pairs: Sequence[tuple[str, str]], request: Request) -> Job:
    """Return a query with its data set and the media types its answer may have."""
    check_read_only(text)
    default = tuple(value for name, value in pairs if name == "default-graph-uri")
    named = tuple(value for name, value in pairs if name == "named-graph-uri")
    given = bool(default or named)
    accepted = accept(request, pairs)
    return Job(
        text=text,
        build=build,
        results=_chosen(accepted, [*RESULTS, PAGE]),
        graph=_chosen(accepted, [*GRAPHS, PAGE]),
        # A data set in the request goes before that of the query, and that before the union of all graphs.
        union=not given and not _has_dataset(text),
        default=default if given else None,
        named=named if given else None,
        rows=limits.rows,
        answer_bytes=limits.answer_bytes,
    )


def accept(request: Request, pairs: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Return the media types a request accepts, best first; a `format` parameter goes before the header."""
    for name, value in pairs:
        if name == "format":
            if value not in FORMATS:
                raise ProtocolError(400, f"format={value}: choose one of {', '.join(FORMATS)}")
            return [FORMATS[value]]
    return ranked(request.headers.get("accept", "*/*"))


def ranked(header: str) -> list[str]:
    """Return the media types of an Accept header by their q, those that are refused left out."""
    found = []
    for place, item in enumerate(header.lower().split(",")[:50]):
        kind, _, rest = item.strip().partition(";")
        q = next((value.strip()[2:] for value in rest.split(";") if value.strip().startswith("q=")), "1")
        try:
            weight = float(q)
        except ValueError:
            weight = 0.0
        if kind and weight > 0:
            found.append((-weight, place, _ALSO.get(kind.strip(), kind.strip())))
    return [kind for _, _, kind in sorted(found)]


def choose(accepted: Sequence[str], offered: Sequence[str]) -> str:
    """Return the offered media type that is accepted best, "" for none."""
    for kind in accepted:
        for here in offered:
            if kind in (here, "*/*") or (kind.endswith("/*") and here.startswith(kind[:-1])):
                return here
    return ""


def _chosen(accepted: Sequence[str], offered: Iterable[str]) -> str:
    return choose(accepted, list(offered))


def _has_dataset(text: str) -> bool:
    """Return whether a query names its data set: FROM before its first brace."""
    for token in tokens(text):
        if token[0] == "{":
            return False
        if token.lastgroup == "word" and token[0].upper() == "FROM":
            return True
    return False


def _content_type(request: Request) -> tuple[str, str]:
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = next((part.strip()[8:].strip('"') for part in rest.split(";") if part.strip().startswith("charset=")), "")
    return kind.strip(), charset


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return urllib.parse.parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise ProtocolError(400, "the parameters are not UTF-8") from None
    except ValueError:
        raise ProtocolError(400, "there are too many parameters") from None


def _utf8(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(400, "the query is not UTF-8") from None


def wanted(asked: Job) -> str:
    """Return the media type of the answer, "" where the form of the query is not known.

    Which form a query has is seen by its first keyword: SELECT and ASK give results, CONSTRUCT and DESCRIBE a graph. Raises
    ProtocolError where no form of answer that the request accepts is offered.
    """
    form = next((t[0].upper() for t in tokens(asked.text) if t.lastgroup == "word" and t[0].upper() in _FORMS), "")
    if not form:
        return ""
    media, offered = (asked.results, RESULTS) if form in ("SELECT", "ASK") else (asked.graph, GRAPHS)
    if not media:
        raise ProtocolError(406, f"offered are {', '.join(offered)}")
    return media


_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
