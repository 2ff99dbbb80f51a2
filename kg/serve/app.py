"""The routes: what is asked, what comes back, and what is said where nothing does."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from kg import query as queries
from kg.catalogue import named
from kg.errors import BuildError, KgError, QueryError
from kg.export import Selection, stream
from kg.serve import Limits, pages
from kg.serve.describe import openapi, service_description
from kg.serve.entity import entity_job, entity_page
from kg.serve.pool import BusyError, Pool, StoppedError
from kg.serve.protocol import ProtocolError, accept, choose, job, ranked, read_job, wanted
from kg.serve.snapshot import Snapshot
from kg.serve.worker import GRAPHS, PAGE, Job

_STATUS: Final = {"malformed": 400, "too large": 413, "time": 503, "memory": 503, "failed": 500}
_HEADERS: Final = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    # Pages hold no script, and nothing from elsewhere.
    b"content-security-policy": b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
}
# A graph that is larger is for programs.
_PAGE_BYTES: Final = 5_000_000
Endpoint = Callable[[Request], Awaitable[Response]]


def application(build: Path, limits: Limits, cors: str, hosts: tuple[str, ...]) -> Starlette:
    """Return the application; raises BuildError where there is no build."""
    site = Site(build, limits)
    routes = [
        Route("/", site.home),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/sparql/", site.sparql, methods=["GET", "POST"]),
        Route("/graph", site.graph),
        Route("/api", site.api_page),
        Route("/api/openapi.json", site.api_description),
        Route("/api/q", site.catalogue),
        Route("/api/q/{name}", site.catalogue_query),
        Route("/.well-known/void", site.void),
        Route("/ontology", site.ontology),
        Route("/id/{local:path}", site.entity),
    ]
    middleware = [Middleware(Guard)]
    if hosts:
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False))
    if cors:
        middleware.append(Middleware(CORSMiddleware, allow_origins=[cors], allow_methods=["GET", "POST"], allow_headers=["content-type"]))
    errors: dict[Any, Any] = {ProtocolError: _protocol_error, KgError: _kg_error, HTTPException: _http_error}
    found = Starlette(routes=routes, middleware=middleware, exception_handlers=errors, lifespan=site.lifespan)
    found.state.drain = site.drain
    return found


def _protocol_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProtocolError)
    return _told(request, error.status, str(error))


def _kg_error(request: Request, error: Exception) -> Response:
    return _told(request, 503 if isinstance(error, BuildError) else 400, str(error))


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _told(request, error.status_code, error.detail, dict(error.headers or {}))


def _told(request: Request, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """Return an error as a page where the request asks for pages first, else as a line of text."""
    if choose(ranked(request.headers.get("accept", "*/*")), ["text/plain", PAGE]) == PAGE:
        return pages.error(status, message, headers)
    answer = _plain(status, message)
    answer.headers.update(headers or {})
    return answer


def _plain(status: int, message: str) -> Response:
    return PlainTextResponse(f"{message}\n", status, {"Retry-After": "5"} if status == 503 else None)


class Guard:
    """Adds to every answer the headers that keep browsers from doing more with it than show it."""

    def __init__(self, app: Any) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers added."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in _HEADERS.items() if n not in present)]
            await send(message)

        await self.app(scope, receive, send_guarded if scope["type"] == "http" else send)


class Site:
    """What every route needs: the build as it stands, the pool, the limits."""

    def __init__(self, build: Path, limits: Limits) -> None:
        self.build, self.limits = build, limits
        self.snapshot = Snapshot(build)
        self.pool: Pool

    @contextlib.asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Keep the processes while the application runs."""
        self.pool = Pool(self.build, self.limits, self.snapshot.tag)
        try:
            # The first to ask need not wait until a process has started.
            with contextlib.suppress(ProtocolError):
                await self._whole(Job("ASK {}", self.snapshot.tag))
            yield
        finally:
            self.pool.close()

    def drain(self) -> None:
        """Take no more queries and end the long ones: the server is about to stop."""
        self.pool.drain()

    async def home(self, request: Request) -> Response:
        """Return the front page."""
        return await asyncio.to_thread(pages.home, self.snapshot, str(request.base_url))

    async def sparql(self, request: Request) -> Response:
        """Answer the SPARQL 1.1 Protocol; without a query, say what is offered here."""
        asked = await read_job(request, self.snapshot.tag, self.limits)
        if asked is None:
            media = choose(accept(request), [*GRAPHS, "text/html"])
            if media == "text/html":
                return pages.query_form(self.snapshot)
            return Response(service_description(str(request.url_for("sparql")), self.snapshot, media or "text/turtle"), media_type=media)
        return await self._answer(asked, request)

    async def graph(self, request: Request) -> Response:
        """Answer reads of the Graph Store Protocol: ?graph=IRI, or ?default for all of them together."""
        given = request.query_params
        if ("graph" in given) == ("default" in given):
            raise ProtocolError(400, "name one graph with ?graph=IRI, or ask for all with ?default")
        if "graph" not in given:
            return await self._answer(self._asked("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", request), request)
        iri = given["graph"]
        if iri not in self.snapshot.graphs:
            raise ProtocolError(404, "no such graph; ask /sparql for SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return await self._answer(self._asked(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}", request), request)

    async def catalogue(self, _: Request) -> Response:
        """Return the catalogue."""
        return JSONResponse([pages.query_data(query) for query in queries.catalogue()])

    async def catalogue_query(self, request: Request) -> Response:
        """Answer a query of the catalogue with the parameters of the request."""
        try:
            query = named(request.path_params["name"])
        except QueryError as error:
            raise ProtocolError(404, str(error)) from None
        # A field of a form that is left empty is a parameter left out.
        values = {name: value for name, value in request.query_params.items() if value}
        format = values.pop("format", "")
        asked = job(queries.prepare(query, values), self.snapshot.tag, self.limits, [("format", format)] if format else [], request)
        return await self._answer(asked, request)

    async def api_description(self, request: Request) -> Response:
        """Return the OpenAPI description."""
        return JSONResponse(openapi(str(request.base_url)))

    async def api_page(self, _: Request) -> Response:
        """Return the page of the API."""
        return pages.api()

    async def void(self, _: Request) -> Response:
        """Return the description of the data set."""
        content = await asyncio.to_thread(lambda: b"".join(stream(self.build, "void", Selection())))
        return Response(content, media_type="text/turtle", headers={"ETag": f'"{self.snapshot.tag}"'})

    async def ontology(self, request: Request) -> Response:
        """Return the ontology with its concept schemes."""
        graph = f"{self.snapshot.base}graph/ontology"
        return await self._answer(self._asked(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", request), request)

    async def entity(self, request: Request) -> Response:
        """Return what the graph says of the IRI with that local part: as a page, or as a graph, by Accept."""
        # As it was sent: an IRI holds the percent signs that the path has lost.
        sent = request.scope.get("raw_path", request.scope["path"].encode()).partition(b"?")[0].decode("latin-1")
        iri = self.snapshot.base + sent.partition("/id/")[2]
        if not self.snapshot.is_iri(iri):
            raise ProtocolError(404, "no such IRI here")
        media = choose(accept(request, request.query_params.multi_items()), [*GRAPHS, "text/html"])
        if not media:
            raise ProtocolError(406, f"offered are text/html, {', '.join(GRAPHS)}")
        if iri in self.snapshot.graphs:
            return await self._answer(self._asked(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}", request), request)
        content = await self._whole(entity_job(iri, self.snapshot.tag, media, self.snapshot.base))
        if not content.strip():
            raise ProtocolError(404, "no such IRI here")
        if media == "text/html":
            return await asyncio.to_thread(entity_page, iri, content, self.snapshot.base, self.snapshot.text)
        return Response(content, media_type=media, headers={"Vary": "Accept", "ETag": self._etag(media, iri)})

    def _asked(self, text: str, request: Request) -> Job:
        return job(text, self.snapshot.tag, self.limits, [], request)

    def _etag(self, *parts: str) -> str:
        return f'"{hashlib.sha256(chr(0).join((self.snapshot.tag, *parts)).encode()).hexdigest()[:24]}"'

    async def _whole(self, asked: Job) -> bytes:
        """Return a small answer as one; raises ProtocolError where there is none."""
        try:
            async with self.pool.turn() as turn:
                return b"".join([content async for kind, content in turn.ask(asked) if kind == "data"])
        except StoppedError as error:
            raise ProtocolError(_STATUS[error.kind], str(error)) from None
        except BusyError as error:
            raise ProtocolError(503, str(error)) from None

    async def _answer(self, asked: Job, request: Request) -> Response:
        asked = replace(asked, base=self.snapshot.base)
        is_page = wanted(asked) == PAGE
        etag = self._etag(asked.text, asked.results, asked.graph, repr((asked.default, asked.named)))
        headers = {"ETag": etag, "Vary": "Accept", "Cache-Control": "no-cache"}
        if request.method in ("GET", "HEAD") and etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if is_page:
            # A graph is shown as Turtle.
            content = await self._whole(replace(asked, graph="text/turtle", answer_bytes=min(asked.answer_bytes, _PAGE_BYTES)))
            return await asyncio.to_thread(pages.answer, asked.text, content, self.snapshot.base, str(request.url))
        return Answer(self.pool, asked, headers)


class Answer(Response):
    """The answer to a query, sent on while it is made; a query whose client has gone ends."""

    def __init__(self, pool: Pool, asked: Job, headers: dict[str, str]) -> None:
        """Hold what is to be asked until the answer is sent."""
        super().__init__(headers=headers)
        self.pool, self.asked, self.started = pool, asked, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask, and send what comes."""
        work = asyncio.ensure_future(self._send(scope, receive, send))
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                return
            await work
        finally:
            for task in (work, gone):
                task.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self.pool.turn() as turn:
                async for kind, content in turn.ask(self.asked):
                    if kind == "type":
                        media = content.decode()
                        continue
                    await self._start(media, send)
                    await send({"type": "http.response.body", "body": content, "more_body": True})
                await self._start(media, send)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (StoppedError, BusyError) as error:
            # Once the answer has begun its status is sent: it is cut off, which every HTTP client sees.
            if not self.started:
                status = _STATUS[error.kind] if isinstance(error, StoppedError) else 503
                await _plain(status, str(error))(scope, receive, send)

    async def _start(self, media: str, send: Send) -> None:
        if not self.started:
            self.started = True
            kind = f"{media}; charset=utf-8".encode()
            headers = [(name, value) for name, value in self.raw_headers if name not in (b"content-length", b"content-type")]
            await send({"type": "http.response.start", "status": 200, "headers": [*headers, (b"content-type", kind)]})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
