"""Many clients at once, a tenth of them with endless or malformed queries: what do the others notice, and does memory stay flat?

    python benchmarks/serve.py [--clients 64] [--seconds 60] [--paths seeds]

Prints how many answers there were, how many of them were errors to clients who asked for nothing wrong, how long those waited,
and the memory of the server and its processes at the beginning, in the middle and at the end.
"""

from __future__ import annotations

import argparse
import http.client
import json
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import kg
from kg.query import catalogue

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BAD = (f"/sparql?query={quote(ENDLESS)}", "/sparql?query=SELECT+%7B", f"/sparql?query={quote(ENDLESS)}", "/sparql?query=%FF")


def memory(pid: int) -> int:
    """Return the bytes that a process and its children hold for themselves."""
    total = 0
    parents = {}
    for task in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(task.name)] = int((task / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    wanted = {pid}
    while more := {child for child, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    for one in wanted:
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) * 1024 for line in rollup if line.startswith("Pss:"))
        except OSError:
            continue
    return total


class Client(threading.Thread):
    """Asks one query after the other until told to stop."""

    def __init__(self, port: int, paths: tuple[str, ...], over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.paths, self.over = port, paths, over
        self.statuses: Counter[str] = Counter()
        self.times: list[float] = []

    def run(self) -> None:
        number = self.ident or 0
        while not self.over.is_set():
            number += 1
            start = time.perf_counter()
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
                line.request("GET", self.paths[number % len(self.paths)], headers={"Accept": "application/sparql-results+json"})
                answer = line.getresponse()
                answer.read()
                self.statuses[str(answer.status)] += 1
                line.close()
            except OSError as error:
                self.statuses[type(error).__name__] += 1
            except http.client.HTTPException as error:
                self.statuses[type(error).__name__] += 1
            self.times.append(time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--paths", nargs="+", default=["seeds"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kg.build(arguments.paths, Path(folder) / "build", jobs=1)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        command = [sys.executable, "-m", "kg.cli", "-q", "serve", "-d", f"{folder}/build", "--port", str(port), "--seconds", "10"]
        with subprocess.Popen(command) as server:
            while not _listening(port):
                time.sleep(0.05)
            _report(*_load(port, server.pid, arguments.clients, arguments.seconds))
            server.send_signal(signal.SIGTERM)
            start = time.perf_counter()
            print(f"stopped with {server.wait(30)} after {time.perf_counter() - start:.2f} s")


def _listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _load(port: int, pid: int, count: int, seconds: float) -> tuple[list[Client], list[Client], list[int]]:
    over = threading.Event()
    good_paths = tuple(f"/api/q/{query.name}" for query in catalogue() if not any(p.required for p in query.parameters))
    bad = [Client(port, BAD, over) for _ in range(max(count // 10, 1))]
    good = [Client(port, good_paths, over) for _ in range(count - len(bad))]
    for client in (*bad, *good):
        client.start()
    held = []
    for _ in range(6):
        time.sleep(seconds / 6)
        held.append(memory(pid))
    over.set()
    for client in (*bad, *good):
        client.join(120)
    return good, bad, held


def _report(good: list[Client], bad: list[Client], held: list[int]) -> None:
    statuses = sum((client.statuses for client in good), Counter())
    times = sorted(time for client in good for time in client.times)
    cuts = statistics.quantiles(times, n=100)
    print(
        f"{len(good)} clients: {json.dumps(statuses)}; median {statistics.median(times):.2f} s, p95 {cuts[94]:.2f} s, max {times[-1]:.2f} s"
    )
    print(f"{len(bad)} with endless or malformed queries: {json.dumps(sum((client.statuses for client in bad), Counter()))}")
    print("memory, MB:", " ".join(f"{size / 1e6:.0f}" for size in held))


if __name__ == "__main__":
    main()
