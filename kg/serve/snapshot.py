"""The build as it stands now: a rebuild that swaps the directory is seen at the next request."""

from __future__ import annotations

import hashlib
import mmap
import re
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from kg.errors import BuildError
from kg.export import Selection
from kg.export.selection import Source

_IRI: Final = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
# The graphs that are no report's.
_OTHERS: Final = ("identity", "ontology", "audit")


class Snapshot:
    """What is known of the build at one moment; looked up anew when manifest.json is another file."""

    def __init__(self, build: Path) -> None:
        """Look at the build; raises BuildError where there is none."""
        self._build = build
        self._seen: tuple[int, int, int] | None = None
        self._tag = ""
        self._source = Source(build, Selection())
        self._graphs: frozenset[str] = frozenset()
        self._look()

    @property
    def tag(self) -> str:
        """Return a hash of the statements: the same as long as the build holds the same."""
        self._look()
        return self._tag

    @property
    def base(self) -> str:
        """Return the IRI below which things are named."""
        return self._source.base

    @property
    def manifest(self) -> dict[str, Any]:
        """Return manifest.json."""
        self._look()
        return self._source.manifest

    @property
    def reports(self) -> tuple[str, ...]:
        """Return the ids of the reports."""
        self._look()
        return self._source.reports

    @property
    def graphs(self) -> frozenset[str]:
        """Return the names of the graphs."""
        self._look()
        return self._graphs

    def rows(self) -> list[dict[str, str]]:
        """Return the table of the reports; empty where it is being replaced."""
        try:
            return list(self._source.dicts("reports"))
        except (OSError, BuildError):
            return []

    def text(self, report: str) -> str:
        """Return the text of a report, "" where there is none of that id."""
        if report not in self.reports:
            return ""
        try:
            return (self._build / "texts" / f"{report}.txt").read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def is_iri(self, text: str) -> bool:
        """Return whether `text` can stand in a query as an IRI below the base."""
        return text.startswith(self.base) and _IRI.fullmatch(text) is not None and len(text) < 2_000

    def _look(self) -> None:
        try:
            stat = (self._build / "manifest.json").stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if seen == self._seen:
                return
            source = Source(self._build, Selection())
            with source.nquads.open("rb") as handle:
                digest = hashlib.file_digest(handle, "sha256").hexdigest()
                others = [name for name in _OTHERS if _holds(handle, f"<{source.base}graph/{name}> .\n".encode())]
        except (OSError, BuildError):
            # Between the two renames of a swap: what was seen last still answers.
            if self._seen is None:
                raise
            return
        self._seen, self._source = seen, source
        self._tag = digest[:24]
        names = [*others, *(f"report/{quote(report, safe='')}" for report in source.reports)]
        self._graphs = frozenset(f"{source.base}graph/{name}" for name in names)


def _holds(handle: BinaryIO, words: bytes) -> bool:
    with mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(words) >= 0
