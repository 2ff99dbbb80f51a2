"""The verbs of the command line as Python: build, open, and what an open build answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import pipeline, store
from kg.audit import Finding, audit
from kg.errors import BuildError
from kg.export import Selection, export
from kg.pipeline import Built, Options, Progress
from kg.query import Result, run
from kg.trace import trace, trace_name
from kg.validate import Engine, Profile, ValidationReport, validate


def build(paths: str | Path | Iterable[str | Path], directory: str | Path = "build", **options: Any) -> Built:
    """Read the reports under `paths` into the build directory and return what was found.

    `options` are the fields of `kg.pipeline.Options` (jobs, base, profile, decisions, reuse, cluster), and `progress`.
    Raises kg.errors.ReadError where nothing could be read, BuildError where the directory cannot be written.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    progress: Progress | None = options.pop("progress", None)
    return pipeline.build([str(path) for path in given], Path(directory), Options(**options), progress)


def open(directory: str | Path = "build") -> Graph:
    """Return the graph of a build directory; raises kg.errors.BuildError where there is none."""
    return Graph(Path(directory))


class Graph:
    """An open build: its store, read only, and the verbs that answer from it."""

    def __init__(self, directory: Path) -> None:
        """Open the build in `directory`."""
        self.directory = directory
        self.store: ox.Store = store.open_store(directory)

    def query(self, query: str, parameters: Mapping[str, Any] | None = None, **named: Any) -> Result:
        """Return the answer to a catalogue query, a .rq file or SPARQL text; parameters by mapping or by keyword.

        Raises kg.errors.QueryError for an unknown name, a missing or mistyped parameter, or a malformed query.
        """
        return run(self.store, query, {**(parameters or {}), **named})

    def trace(self, name: str | None = None, agencies: int = 2) -> Result:
        """Return the enterprises in the reports of at least `agencies` agencies or, with a name, each of its mentions."""
        return trace(self.store, agencies) if name is None else trace_name(self.store, name)

    def validate(self, profile: Profile = "publish", engine: Engine = "pyshacl") -> ValidationReport:
        """Return the SHACL report on the whole build."""
        return validate(self.store, profile, engine=engine)

    def audit(self, report: str | None = None) -> tuple[Finding, ...]:
        """Return what the reports contradict, or what of it concerns one report."""
        return audit(self.store, report=report)

    def export(self, format: str, output: str | Path | None = None, report: str | None = None, **select: Any) -> Path | bytes:
        """Write the build in another format; return the path written, or the bytes where `output` is None.

        `report`, and by keyword `unit`, `year` and `since`, narrow to some reports, as the fields of `kg.export.Selection`.
        """
        return export(self.directory, format, None if output is None else Path(output), select=Selection(report, **select))

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return manifest.json: inputs, versions, settings and counters."""
        try:
            found: dict[str, Any] = json.loads((self.directory / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BuildError(f"{self.directory}/manifest.json: cannot be read ({error}); build again") from error
        return found

    def __repr__(self) -> str:
        """Return what stands here, for a notebook."""
        totals = self.manifest["totals"]
        return f"<kg.Graph {self.directory}: {totals['reports']} reports, {totals['facts']} facts, {totals['quads']} quads>"
