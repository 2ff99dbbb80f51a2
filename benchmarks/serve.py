"""Many clients at once, a tenth of them with endless or malformed queries: what do the others notice, and does memory stay flat?

    python benchmarks/serve.py [--clients 64] [--seconds 60] [--paths seeds]

Prints how long a short query takes by itself; how many answers the clients got who ask for nothing wrong, how many a second, how
long they waited and how many of the answers were errors; the memory of the server with its processes over the time; and how long
it takes to stop under that load and what processes it leaves.
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
# Bytes of memory, and how many processes have it.
Held = tuple[int, int]
SHORT = "/sparql?query=ASK%7B%7D"


def family(pid: int) -> set[int]:
    """Return a process and those below it."""
    parents = {}
    for task in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(task.name)] = int((task / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    wanted = {pid}
    while more := {child for child, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return wanted


def memory(pid: int) -> Held:
    """Return the bytes that a process and those below it hold for themselves, and how many processes they are."""
    total = 0
    processes = family(pid)
    for one in processes:
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) * 1024 for line in rollup if line.startswith("Pss:"))
        except OSError:
            continue
    return total, len(processes)


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
            status = ask(self.port, self.paths[number % len(self.paths)])
            # What is cut off by the stop at the end is not counted.
            if not self.over.is_set():
                self.statuses[status] += 1
                self.times.append(time.perf_counter() - start)


def ask(port: int, path: str) -> str:
    """Return the status of an answer that came whole, else the name of the error."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.request("GET", path, headers={"Accept": "application/sparql-results+json"})
        answer = line.getresponse()
        answer.read()
        return str(answer.status)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        line.close()


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
            _short(port)
            over = threading.Event()
            _report(*_load(port, server.pid, arguments.clients, arguments.seconds, over), arguments.seconds)
            _stop(server, over)


def _listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _short(port: int) -> None:
    times = []
    for _ in range(101):
        start = time.perf_counter()
        ask(port, SHORT)
        times.append(1e3 * (time.perf_counter() - start))
    first, rest = times[0], times[1:]
    print(f"a short query without load: first {first:.1f} ms, then median {statistics.median(rest):.1f} ms, max {max(rest):.1f} ms")


def _load(
    port: int, pid: int, count: int, seconds: float, over: threading.Event
) -> tuple[list[Client], list[Client], list[tuple[int, int]]]:
    good_paths = tuple(f"/api/q/{query.name}" for query in catalogue() if not any(p.required for p in query.parameters))
    bad = [Client(port, BAD, over) for _ in range(max(count // 10, 1))]
    good = [Client(port, good_paths, over) for _ in range(count - len(bad))]
    for client in (*bad, *good):
        client.start()
    held = []
    for _ in range(6):
        time.sleep(seconds / 6)
        held.append(memory(pid))
    return good, bad, held


def _report(good: list[Client], bad: list[Client], held: list[Held], seconds: float) -> None:
    statuses = sum((client.statuses for client in good), Counter())
    times = sorted(time for client in good for time in client.times)
    cuts = statistics.quantiles(times, n=100)
    print(f"{len(good)} clients: {json.dumps(statuses)}; {len(times) / seconds:.0f} answers a second")
    print(f"their wait: median {cuts[49]:.2f} s, p95 {cuts[94]:.2f} s, p99 {cuts[98]:.2f} s, max {times[-1]:.2f} s")
    print(f"{len(bad)} with endless or malformed queries: {json.dumps(sum((client.statuses for client in bad), Counter()))}")
    print("memory, MB (processes):", " ".join(f"{size / 1e6:.0f} ({count})" for size, count in held))


def _stop(server: subprocess.Popen[bytes], over: threading.Event) -> None:
    """Stop the server while all clients still ask."""
    processes = family(server.pid)
    over.set()
    start = time.perf_counter()
    server.send_signal(signal.SIGTERM)
    status = server.wait(30)
    seconds = time.perf_counter() - start
    time.sleep(0.5)
    left = [pid for pid in processes if _runs(pid)]
    print(f"stopped under load with {status} after {seconds:.2f} s; {len(left)} of {len(processes)} processes left")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    main()
