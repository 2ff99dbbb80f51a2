"""What of a build is exported: the reports asked for, their statements and their rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.errors import BuildError
from kg.vocabulary import BASE_IRI


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports: one by its id, those of a unit (its id or words of its name), of a fiscal year, since a year; all by default."""

    report: str | None = None
    unit: str | None = None
    year: int | None = None
    since: int | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()

    def takes(self, row: dict[str, str]) -> bool:
        """Return whether a row of the table `reports` is selected; a report without a year is of no year."""
        year = int(row["fiscal_year"]) if row["fiscal_year"] else None
        return (
            (self.report is None or self.report == row["report"])
            and (self.unit is None or self.unit == row["unit_id"] or self.unit in row["unit"])
            and (self.year is None or self.year == year)
            and (self.since is None or (year is not None and self.since <= year))
        )

    def __str__(self) -> str:
        """Return the selection in words, for a message."""
        given = {"report": self.report, "unit": self.unit, "year": self.year, "since": self.since}
        return ", ".join(f"{name} {value}" for name, value in given.items() if value is not None) or "everything"


class Source:
    """A build seen through a selection.

    Statements are read from graph/kg.nq, which keeps numbers as printed; the store writes decimals its own way.
    """

    def __init__(self, build: Path, select: Selection) -> None:
        """Look at `build`; raises BuildError where it is none or holds no report of the selection."""
        if not (build / "manifest.json").is_file():
            raise BuildError(f"{build}: no build here; run `kg build PATH... -d {build}` first, or name another directory with -d")
        self.build = build
        self.select = select
        rows = [row for row in self.dicts("reports") if select.takes(row)]
        self.reports = tuple(row["report"] for row in rows)
        if not rows and not select.everything:
            raise BuildError(f"{select}: no such report in {build}; `kg query reports -d {build}` lists them")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return manifest.json."""
        found: dict[str, Any] = json.loads((self.build / "manifest.json").read_text(encoding="utf-8"))
        return found

    @property
    def base(self) -> str:
        """Return the IRI below which the build names things."""
        return str(self.manifest["settings"].get("base", BASE_IRI))

    @property
    def nquads(self) -> Path:
        """Return the file of all statements, sorted, each once."""
        return self.build / "graph" / "kg.nq"

    def lines(self) -> Iterator[bytes]:
        """Yield the selected statements as lines of N-Quads, in sorted order.

        A part of the reports comes with what the other graphs say of the organisations and facts it names, but for the
        ontology, which is the same for every build.
        """
        with self.nquads.open("rb") as handle:
            if self.select.everything:
                yield from handle
                return
            wanted = self._wanted_graphs()
            named = self._named(wanted)
            other = f"<{self.base}graph/ontology>".encode()
            for line in handle:
                subject, graph = line.split(b" ", 1)[0], line.rsplit(b" ", 2)[1]
                if graph in wanted or (graph != other and not self._of_a_report(graph) and subject in named):
                    yield line

    def _wanted_graphs(self) -> frozenset[bytes]:
        return frozenset(f"<{self.base}graph/report/{quote(report, safe='')}>".encode() for report in self.reports)

    def _of_a_report(self, graph: bytes) -> bool:
        return graph.startswith(f"<{self.base}graph/report/".encode())

    def _named(self, wanted: frozenset[bytes]) -> frozenset[bytes]:
        """Return what the selected graphs name, and what other graphs say of it by way of a node of their own."""
        named: set[bytes] = set()
        links: list[tuple[bytes, bytes]] = []
        with self.nquads.open("rb") as handle:
            for line in handle:
                statement, graph, _ = line.rsplit(b" ", 2)
                subject, _, value = statement.split(b" ", 2)
                if graph in wanted:
                    named.add(subject)
                    if value.startswith(b"<"):
                        named.add(value)
                elif not self._of_a_report(graph):
                    links.append((subject, value))
        # A blank node belongs to what points to it; a finding to the facts it concerns.
        facts = f"<{self.base}fact/".encode()
        while more := {value for subject, value in links if subject in named and value.startswith(b"_:")} - named:
            named |= more
        return frozenset(named | {subject for subject, value in links if value.startswith(facts) and value in named})

    def rows(self, table: str) -> tuple[list[str], Iterator[list[str]]]:
        """Return the header of a table and its selected rows: of the reports, or of the organisations that they name."""
        handle = (self.build / "tables" / f"{table}.csv").open(encoding="utf-8", newline="")
        reader = csv.reader(handle)
        header = next(reader)

        def body() -> Iterator[list[str]]:
            takes = self._row_filter(header)
            with handle:
                yield from filter(takes, reader)

        return header, body()

    def _row_filter(self, header: list[str]) -> Callable[[list[str]], bool]:
        column = next((header.index(key) for key in ("report", "reports") if key in header), None)
        if self.select.everything or column is None:
            return lambda _: True
        wanted = frozenset(self.reports)
        return lambda row: not wanted.isdisjoint(row[column].split("|"))

    def dicts(self, table: str) -> Iterator[dict[str, str]]:
        """Yield every row of a table by column, selected or not."""
        with (self.build / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(handle)
