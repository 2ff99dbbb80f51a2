"""What a store was last sent, noted graph by graph in a file beside the build, which a rebuild does not touch."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from kg.errors import PushError


class State:
    """The hash of each graph that a store holds, as far as is known. A line a change, so that a cut-off loses the last at most."""

    def __init__(self, path: Path, store: str) -> None:
        """Read the notes at `path` on the store with the address `store`; none where there is no file."""
        self.path = path
        self._hashes: dict[str, str] = {}
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for line in lines:
            try:
                note = json.loads(line)
            except ValueError:
                continue
            if note.get("hash"):
                self._hashes[note["graph"]] = note["hash"]
            elif "graph" in note:
                self._hashes.pop(note["graph"], None)
        self._rewrite(store)

    @staticmethod
    def beside(build: Path, store: str) -> State:
        """Return the notes on the store with that address; raises PushError where they cannot be kept beside the build."""
        target = build.absolute()
        key = hashlib.sha256(store.encode()).hexdigest()[:10]
        path = target.with_name(f".{target.name}.push-{key}.jsonl")
        try:
            return State(path, store)
        except OSError as error:
            raise PushError(f"{path}: cannot be written ({error.strerror}); what was pushed is noted there") from error

    def known(self) -> set[str]:
        """Return the names of the graphs that were sent."""
        return set(self._hashes)

    def hash(self, graph: str) -> str:
        """Return the hash of what was sent as `graph`, "" where nothing was."""
        return self._hashes.get(graph, "")

    def note(self, graph: str, digest: str) -> None:
        """Note that the store holds `graph`."""
        self._hashes[graph] = digest
        self._append({"graph": graph, "hash": digest})

    def forget(self, graph: str) -> None:
        """Note that it is not known what the store holds as `graph`."""
        if self._hashes.pop(graph, None) is not None:
            self._append({"graph": graph})

    def clear(self) -> None:
        """Forget everything."""
        for graph in sorted(self._hashes):
            self.forget(graph)

    def _append(self, note: dict[str, str]) -> None:
        with self.path.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(note) + "\n")

    def _rewrite(self, store: str) -> None:
        """Write the notes anew without what is outdated."""
        lines = [{"store": store}, *({"graph": graph, "hash": digest} for graph, digest in sorted(self._hashes.items()))]
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        part.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        part.replace(self.path)
