"""The verbs of the command line as Python: build, open, and what an open build answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import pipeline, store
from kg.audit import Finding, audit
from kg.errors import BuildError, KgError
from kg.export import Selection, export
from kg.export.selection import Source
from kg.pipeline import Built, Options, Progress
from kg.query import Result, run
from kg.trace import trace, trace_name
from kg.validate import Engine, Profile, ValidationReport, validate
from kg.views import Entity, Facts, ReportView, find_entity, read_report

if TYPE_CHECKING:
    import rdflib


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

    def trace(self, name: str | None = None, agencies: int | None = None, years: int | None = None) -> Result:
        """Return the enterprises in the reports of at least `agencies` agencies (2) or, with a name, each of its mentions.

        With `years`, those in reports of at least so many years of one agency alone, or of at least `agencies` where given.
        """
        return trace(self.store, agencies, years) if name is None else trace_name(self.store, name)

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

    def entity(self, name: str) -> Entity:
        """Return the organisation with that name, other name, identifier or IRI, with its mentions.

        Raises kg.errors.NotFoundError where there is none, or where several have the name.
        """
        source = self._source
        return find_entity(source.dicts("entities"), name, source.base, lambda iri: self.query("enterprise-mentions", enterprise_id=iri))

    def report(self, report: str) -> ReportView:
        """Return one report with its text, mentions and facts; raises kg.errors.NotFoundError where there is none of that id."""
        return read_report(self.directory, report)

    def facts(self, kind: str = "", **select: Any) -> Facts:
        """Return the facts of a kind (Amount, Project, Recognition ...), all by default, of the reports selected.

        `report`, `unit`, `year` and `since` select, as the fields of `kg.export.Selection`. Raises kg.errors.BuildError where no
        report is selected.
        """
        reports = Source(self.directory, Selection(**select)).reports
        found = (here for report in reports for here in self.report(report).facts)
        return Facts([here for here in found if kind in ("", type(here.fact).__name__)])

    def rdflib(self) -> rdflib.Dataset:
        """Return the store as a Dataset of rdflib, whose default graph is the union of all graphs; nothing is copied.

        Raises kg.errors.KgError where oxrdflib is not installed.
        """
        try:
            import rdflib
            from oxrdflib import OxigraphStore
        except ImportError as error:
            raise KgError("graph.rdflib() needs oxrdflib; install it with `pip install 'jixiao-kg[rdflib]'`") from error
        return rdflib.Dataset(store=OxigraphStore(store=self.store), default_union=True)

    @cached_property
    def _source(self) -> Source:
        return Source(self.directory, Selection())

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
