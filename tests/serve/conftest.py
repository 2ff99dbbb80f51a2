"""The server as its clients meet it, over a real socket."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get_content_type()

    def count(self) -> int:
        """Return the one number of the answer."""
        (row,) = json.loads(self.body)["results"]["bindings"]
        return int(row["n"]["value"])


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    def query(self, text: str, accept: str = "application/sparql-results+json", **more: str) -> Reply:
        return self.ask("/sparql?" + urllib.parse.urlencode({"query": text, **more}), Accept=accept)

    def stop(self) -> bytes:
        """Stop the server as a terminal would and return what it said."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=20)
        return said


Start = Callable[..., Server]


def start_server(build: Path, *options: str, **settings: str) -> Server:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "kg.cli", "-q", "serve", "-d", str(build), "--port", str(port), *options]
    process = subprocess.Popen(command, env={**os.environ, **settings}, stderr=subprocess.PIPE)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, process.stderr and process.stderr.read()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return Server(port, process)
        except OSError:
            time.sleep(0.02)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="session")
def started() -> Start:
    """Start a server on a build, with options and settings."""
    return start_server


@pytest.fixture(scope="session")
def server(seeds_build: Path) -> Iterator[Server]:
    """A server of the build of the seeds."""
    found = start_server(seeds_build)
    yield found
    found.stop()


@pytest.fixture(scope="session")
def store(seeds_build: Path) -> ox.Store:
    """The store that the server answers from."""
    return kg.open(seeds_build).store
