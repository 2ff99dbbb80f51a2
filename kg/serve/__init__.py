"""The graph of a build over HTTP: a SPARQL 1.1 endpoint, the queries of the catalogue, and a page for every IRI; read only."""

from __future__ import annotations

import logging
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.settings import setting

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["Limits", "create_app", "serve"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, and how many may run at once; the defaults are the settings of the same names.

    `quick` queries run at once; one that takes longer than `quick_seconds` gives its place up and goes on among at most `slow`
    others, of which those run that used least, so that endless queries keep neither the short ones nor those of some seconds
    waiting. A query may use `seconds` of the processor. At most `waiting` wait for a place, each `wait_seconds`. All queries
    together may take `all_memory`.
    """

    seconds: float = field(default_factory=lambda: float(setting("query_seconds")))
    rows: int = field(default_factory=lambda: int(setting("query_rows")))
    answer_bytes: int = field(default_factory=lambda: int(setting("serve_answer_bytes")))
    memory: int = field(default_factory=lambda: int(setting("serve_memory")))
    quick: int = field(default_factory=lambda: int(setting("serve_quick")))
    slow: int = field(default_factory=lambda: int(setting("serve_slow")))
    all_memory: int = field(default_factory=lambda: _half_of_the_memory())
    quick_seconds: float = 0.5
    waiting: int = 512
    wait_seconds: float = 60.0
    body: int = 1_000_000


def _half_of_the_memory() -> int:
    """Return half of the bytes of this machine; where it does not say how many, as many as are never reached."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, OSError, ValueError):
        return 1 << 62


def create_app(build: Path, limits: Limits | None = None, cors: str = "", hosts: tuple[str, ...] = ()) -> Starlette:
    """Return the ASGI application for the build directory.

    `cors` is the origin whose pages may read the answers ("" is none, * is any); `hosts` are the names this server answers to
    (none is any). Raises KgError where Starlette is not installed, BuildError where there is no build.
    """
    try:
        from kg.serve.app import application
    except ImportError as error:
        raise KgError(f"kg serve needs {error.name}; install it with `pip install 'jixiao-kg[serve]'`") from error
    return application(build, limits or Limits(), cors, hosts)


def serve(build: Path, host: str = "127.0.0.1", port: int = 8000, limits: Limits | None = None, cors: str = "") -> None:
    """Answer at http://host:port/ until interrupted. Raises what `create_app` raises, KgError where the port is taken."""
    # A page elsewhere could point its own name to this machine; a server for one machine answers to that machine's names only.
    local = ("127.0.0.1", "localhost", "[::1]") if host in ("127.0.0.1", "localhost", "::1") else ()
    app = create_app(build, limits, cors, local)
    import uvicorn

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=64_000,
    )

    class Server(uvicorn.Server):
        """A server that ends its long queries when it is to stop, rather than wait for them."""

        async def shutdown(self, sockets: list[socket] | None = None) -> None:
            app.state.drain()
            await super().shutdown(sockets)

    # An answer that reaches a limit is cut off on purpose, which the server takes for a mistake of the application.
    logging.getLogger("uvicorn.error").addFilter(lambda record: "without completing response" not in record.getMessage())
    # The server stops at this signal and then raises it again; a stop that was asked for is no failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        Server(config).run()
    except SystemExit as error:
        raise KgError(f"{host}:{port}: cannot be listened on; choose another with --port") from error
