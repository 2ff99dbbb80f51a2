"""What the stages hand on: spans, documents, sections, tables, reports, mentions and evidence, all frozen.

Offsets are half-open code-point offsets into the canonical text of one document. `Report.evidence` is the only place
where evidence is made, so a quote cannot differ from the text it points at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

EntityKind = Literal[
    "enterprise",
    "research_institute",
    "university",
    "school",
    "hospital",
    "government",
    "party",
    "association",
    "bank",
    "media",
    "park",
    "exhibition",
    "other",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start` included, `end` not."""

    start: int
    end: int

    def __len__(self) -> int:
        """Return the number of code points covered."""
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Return whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Return whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words a fact rests on: `quote` equals the report's text over `span`."""

    document: str
    span: Span
    quote: str
    section: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; `text` is cleaned for comparison, `span` is where it stands in the canonical text."""

    text: str
    span: Span
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a reader sees it, before anyone asks what it means: rows of cells, left to right."""

    span: Span
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text: `text` is canonical (UTF-8, LF, one paragraph a line), `grids` are the tables found in it.

    `pages` says where each page of the file stands in the text, and is empty where the format has none. `recognised` says
    that a machine read the text from pictures (OCR), so that its characters are not certain.
    """

    id: str
    path: str
    media_type: str
    sha256: str
    text: str
    grids: tuple[Grid, ...] = ()
    pages: tuple[Span, ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a report; `kind` comes from kg/data/headings.csv, `parent` is an index into `Report.sections`."""

    kind: str
    number: str
    heading: str
    level: int
    span: Span
    parent: int | None = None


def cell_place(table: int, cell: Cell) -> str:
    """Return the name of a cell of the table with index `table` in its report: t2r3c4, counted from one."""
    return f"t{table + 1}r{cell.row + 1}c{cell.column + 1}"


def _start(section: Section) -> int:
    return section.span.start


@dataclass(frozen=True, slots=True)
class Table:
    """A grid that has been understood: what kind it is, its caption, unit of measure, header rows and body rows."""

    kind: str
    caption: str
    unit: str
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Withheld:
    """Private data found in a document: where it stands and what it is (phone, id_number, card, email, person)."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """A structured document: who reports on which year, and where everything stands.

    `text` is what may be published: in the public profile every withheld span is already masked, so that no later stage
    can leak it. `fiscal_year` is None and `unit` is "" where the text does not say.
    """

    document: Document
    text: str
    title: str
    unit: str
    fiscal_year: int | None
    report_type: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    withheld: tuple[Withheld, ...] = ()
    unit_aliases: tuple[str, ...] = ()
    published: str = ""
    embedded: tuple[str, ...] = field(default=())

    @property
    def id(self) -> str:
        """Return the identifier of the report in tables and IRIs."""
        return self.document.id

    def section_at(self, offset: int) -> Section | None:
        """Return the innermost section that holds `offset`, or None before the first heading."""
        # Sections stand in text order and nest, so that the last one begun and not yet ended is the innermost.
        begun = bisect_right(self.sections, offset, key=_start)
        return next((s for s in reversed(self.sections[:begun]) if offset < s.span.end), None)

    def section_path(self, offset: int) -> str:
        """Return the headings that lead to `offset`, joined by " > ", or "" before the first heading."""
        section = self.section_at(offset)
        parts: list[str] = []
        while section is not None:
            parts.append(section.heading)
            section = None if section.parent is None else self.sections[section.parent]
        return " > ".join(reversed(parts))

    def table_at(self, offset: int) -> Table | None:
        """Return the table that holds `offset`, or None in prose."""
        return next((table for table in self.tables if table.span.start <= offset < table.span.end), None)

    def evidence(self, span: Span, cell: str = "") -> Evidence:
        """Return the evidence for `span`: the words that stand there and the headings above them."""
        return Evidence(self.id, span, self.text[span.start : span.end], self.section_path(span.start), cell)

    def cell_evidence(self, table: int, cell: Cell) -> Evidence:
        """Return the evidence for a cell of the table with index `table`: its text, and its place as t2r3c4, counted from one."""
        return self.evidence(cell.span, cell_place(table, cell))

    def lines(self) -> Iterator[Span]:
        """Yield the span of each non-empty line (one paragraph, or one line of a table)."""
        start = 0
        for line in self.text.split("\n"):
            if line.strip():
                yield Span(start, start + len(line))
            start += len(line) + 1


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands: what it is thought to name, which recogniser found it, how sure and why."""

    span: Span
    surface: str
    kind: EntityKind
    recogniser: str
    score: float
    reasons: tuple[str, ...] = ()
