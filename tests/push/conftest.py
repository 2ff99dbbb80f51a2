"""Real triple stores on loopback: Oxigraph from PyPI always, Virtuoso where Debian's package is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VIRTUOSO = shutil.which("virtuoso-t")
INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{isql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 1000000
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of Virtuoso out where it is not installed, unless they are required: then they fail."""
    if VIRTUOSO or os.environ.get("KG_REQUIRE_STORES"):
        return
    left_out = [item for item in items if item.get_closest_marker("virtuoso")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def until_ready(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"{process.args} ended with {process.returncode}"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"{url} did not answer in {seconds} s")


def oxigraph_command() -> str:
    return str(Path(sys.executable).with_name("oxigraph"))


@pytest.fixture
def oxigraph() -> Iterator[str]:
    """The address of an empty Oxigraph server."""
    url = f"127.0.0.1:{free_port()}"
    with subprocess.Popen(
        [oxigraph_command(), "serve", "--bind", url, "--union-default-graph"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until_ready(f"http://{url}/", process)
            yield f"http://{url}"
        finally:
            process.kill()


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, Path]]:
    """A Virtuoso server: its address, the port of isql, and the folder it may load files from."""
    assert VIRTUOSO, "virtuoso-t is required here; install virtuoso-opensource-7"
    folder = tmp_path_factory.mktemp("virtuoso")
    isql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(isql=isql, http=http, folder=folder), encoding="utf-8")
    with subprocess.Popen(
        [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until_ready(f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D", process)
            yield f"http://127.0.0.1:{http}", isql, folder
        finally:
            process.kill()


@pytest.fixture
def virtuoso(virtuoso_server: tuple[str, int, Path], monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a Virtuoso server, the credentials being in the environment."""
    monkeypatch.setenv("KG_PUSH_USER", "dba")
    monkeypatch.setenv("KG_PUSH_PASSWORD", "dba")
    return virtuoso_server[0]
