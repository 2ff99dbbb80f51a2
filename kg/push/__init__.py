"""A build sent to a triple store: one named graph at a time, only what changed, and what is gone taken away.

What was sent is noted in a file beside the build after each graph, so that a push that was cut off goes on where it stopped;
a graph is replaced as a whole, so that sending it twice changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import PushError
from kg.export.rdf import graphs
from kg.export.selection import Selection, Source
from kg.push.client import Client, Patience, credentials
from kg.push.state import State
from kg.push.stores import Addresses, Target, addresses, target

__all__ = ["Addresses", "Patience", "Pushed", "push"]

Progress = Callable[[str, int, int], None]
_OURS: Final = "graph/"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: graphs sent and deleted, graphs that were there already, and statements sent."""

    store: str
    sent: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: int
    statements: int


@dataclass(frozen=True, slots=True)
class Options:
    """How to push: the kind of store (guessed where ""), addresses that are not the usual ones, the user, and whether to start afresh.

    `replace` sends every graph and deletes every graph below the base that the build does not hold.
    """

    kind: str = ""
    graph_store: str = ""
    update: str = ""
    user: str = ""
    replace: bool = False
    patience: Patience = Patience()


def push(build: Path, endpoint: str, options: Options = Options(), progress: Progress | None = None) -> Pushed:
    """Make the store at `endpoint` hold the graphs of the build; return what was done.

    Raises PushError where the store refuses, cannot be reached after several tries, or counts other statements than were
    sent; BuildError where there is no build. What was sent stays, and the next push goes on from there.
    """
    source = Source(build, Selection())
    client = Client(credentials(endpoint, options.user), options.patience)
    places = addresses(client, endpoint, options.kind, Addresses(graph_store=options.graph_store, update=options.update))
    store = target(client, places)
    state = State.beside(build, places.graph_store or places.update)
    if options.replace:
        state.clear()
    wanted = {graph.decode()[1:-1]: lines for graph, lines in graphs(source)}
    hashes = {name: digest(lines) for name, lines in wanted.items()}
    held = store.counts(sorted(state.known()))
    ours = state.known() | ({name for name in held if name.startswith(source.base + _OURS)} if options.replace else set())
    gone = sorted((ours & held.keys()) - wanted.keys())
    changed = [name for name, lines in wanted.items() if state.hash(name) != hashes[name] or held.get(name, 0) not in (None, len(lines))]
    _transfer(store, state, {name: wanted[name] for name in changed}, gone, progress or (lambda *_: None))
    _check(store, {name: len(wanted[name]) for name in changed})
    for name in state.known() - wanted.keys():
        state.forget(name)
    return Pushed(places.kind, tuple(changed), tuple(gone), len(wanted) - len(changed), sum(len(wanted[name]) for name in changed))


def digest(lines: Iterable[bytes]) -> str:
    """Return the hash of a graph's sorted statements."""
    found = hashlib.sha256()
    for line in lines:
        found.update(line)
    return found.hexdigest()


def _transfer(store: Target, state: State, changed: dict[str, list[bytes]], gone: list[str], say: Progress) -> None:
    total = len(changed) + len(gone)
    for number, (name, lines) in enumerate(changed.items()):
        say("pushing", number, total)
        # Forgotten first: a graph whose replacement is cut off counts as not sent.
        state.forget(name)
        store.put(name, lines)
        state.note(name, digest(lines))
    for number, name in enumerate(gone, start=len(changed)):
        say("deleting", number, total)
        store.delete(name)
        state.forget(name)
    say("pushing", total, total)


def _check(store: Target, sent: dict[str, int]) -> None:
    """Raise PushError where the store counts other statements than were sent."""
    there = store.counts(sent) if sent else {}
    for name, count in sent.items():
        if there.get(name, 0) not in (None, count):
            raise PushError(f"{name}: {count} statements were sent and the store counts {there.get(name, 0)}; push again with --replace")
