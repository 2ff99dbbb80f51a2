"""What an open build shows of a report, its facts and an organisation: Python values, data frames, and HTML for a notebook."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from kg.errors import BuildError, NotFoundError, QueryError
from kg.extraction import Extraction, from_lines
from kg.facts import Concept, Fact
from kg.model import Mention
from kg.results import Result
from kg.values import Money, Period, Quantity

if TYPE_CHECKING:
    import pandas
    import polars

# Rows of facts that a notebook shows.
_SHOWN = 50
_MARK = "background:#fff3a3;color:inherit"


@dataclass(frozen=True, slots=True)
class FactHere:
    """A fact and the report it stands in."""

    report: str
    unit: str
    fiscal_year: int | None
    fact: Fact

    def record(self) -> dict[str, Any]:
        """Return the fact as plain values: report, unit, year and kind, its fields, and the words it rests on."""
        found: dict[str, Any] = {
            "report": self.report,
            "reporting_unit": self.unit,
            "fiscal_year": self.fiscal_year,
            "kind": type(self.fact).__name__,
        }
        for field in dataclasses.fields(self.fact):
            if field.name != "evidence":
                found |= _plain(field.name, getattr(self.fact, field.name))
        evidence = self.fact.evidence
        return found | {"start": evidence.span.start, "end": evidence.span.end, "quote": evidence.quote}


def _plain(name: str, value: Any) -> dict[str, Any]:
    """Return a field as columns: a value of several parts gives several."""
    if isinstance(value, Mention):
        return {name: value.surface}
    if isinstance(value, Concept):
        return {name: value.label, f"{name}_id": f"{value.scheme}/{value.key}"}
    if isinstance(value, Money):
        return {"printed_value": value.value, "printed_unit": value.unit, "cny": value.cny}
    if isinstance(value, Quantity):
        return {"value": value.value, "value_max": value.value_max, "unit_of_measure": value.unit, "comparator": value.comparator}
    if isinstance(value, Period):
        return {"period_start": value.start, "period_end": value.end}
    if isinstance(value, tuple):
        return {name: "|".join(str(next(iter(_plain("", item).values()))) for item in value)}
    return {name: value}


class Facts(Sequence[FactHere]):
    """Facts of one or several reports, in the order of the reports and their texts."""

    def __init__(self, facts: Sequence[FactHere]) -> None:
        """Hold `facts`."""
        self._facts = tuple(facts)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._facts)

    @overload
    def __getitem__(self, index: int) -> FactHere: ...
    @overload
    def __getitem__(self, index: slice) -> Facts: ...
    def __getitem__(self, index: int | slice) -> FactHere | Facts:
        """Return one fact, or those of a slice."""
        return Facts(self._facts[index]) if isinstance(index, slice) else self._facts[index]

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield each fact as plain values; facts of other kinds have other keys."""
        return (here.record() for here in self._facts)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas frame with the columns of all kinds; exact decimals stay Decimal. Raises QueryError without pandas."""
        try:
            import pandas
        except ImportError:
            raise QueryError("pandas is not installed; install jixiao-kg[frames]") from None
        records = list(self.records())
        columns = list(dict.fromkeys(name for record in records for name in record))
        return pandas.DataFrame(records, columns=columns, dtype=object).infer_objects()

    def to_polars(self) -> polars.DataFrame:
        """Return a polars frame with the columns of all kinds; exact decimals stay Decimal. Raises QueryError without polars."""
        try:
            import polars
        except ImportError:
            raise QueryError("polars is not installed; install jixiao-kg[frames]") from None
        return polars.DataFrame(list(self.records()), infer_schema_length=None)

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"<kg.Facts: {len(self)}>"

    def _repr_html_(self) -> str:
        """Return a table for a notebook: kind, what it says, and the words it rests on."""
        rows = "".join(map(_fact_row, self._facts[:_SHOWN]))
        more = f"<p>… and {len(self) - _SHOWN} more</p>" if len(self) > _SHOWN else ""
        return f"<table><tr><th>report</th><th>kind</th><th>fact</th><th>evidence</th></tr>{rows}</table>{more}"


_APART = frozenset(["report", "reporting_unit", "fiscal_year", "kind", "start", "end", "quote", "extractor", "confidence", "reason"])


def _fact_row(here: FactHere) -> str:
    said = "; ".join(f"{name} {value}" for name, value in here.record().items() if name not in _APART and value not in (None, ""))
    cells = (here.report, type(here.fact).__name__, said)
    quote = f'<mark style="{_MARK}">{escape(here.fact.evidence.quote)}</mark>'
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + f"<td>{quote}</td></tr>"


class ReportView:
    """One report: its head, its canonical text and what was found in it."""

    def __init__(self, extraction: Extraction) -> None:
        """Show `extraction`."""
        self.head, self.text, self.mentions = extraction.head, extraction.text, extraction.named
        head = extraction.head
        self.facts = Facts([FactHere(head.id, head.unit, head.fiscal_year, fact) for fact in extraction.facts])

    def __repr__(self) -> str:
        """Return what report it is."""
        return f"<kg.ReportView {self.head.id}: {self.head.unit} {self.head.fiscal_year}, {len(self.facts)} facts>"

    def _repr_html_(self) -> str:
        """Return the text with the words of every fact highlighted; what they state shows under the pointer."""
        head = f"<h3>{escape(self.head.title or self.head.id)}</h3><p>{escape(self.head.unit)} {self.head.fiscal_year or ''}</p>"
        return f'{head}<div style="white-space:pre-wrap">{self.highlighted()}</div>'

    def highlighted(self) -> str:
        """Return the text as HTML in which each stretch under the same facts is one mark."""
        spans = [(here.fact.evidence.span, type(here.fact).__name__) for here in self.facts]
        cuts = sorted({0, len(self.text), *(place for span, _ in spans for place in (span.start, span.end))})
        starts: dict[int, list[str]] = {}
        ends: dict[int, list[str]] = {}
        for span, kind in spans:
            starts.setdefault(span.start, []).append(kind)
            ends.setdefault(span.end, []).append(kind)
        open_: list[str] = []
        parts = []
        for here, there in pairwise(cuts):
            for kind in ends.get(here, ()):
                open_.remove(kind)
            open_ += starts.get(here, [])
            words = escape(self.text[here:there])
            title = escape(", ".join(sorted(set(open_))))
            parts.append(f'<mark style="{_MARK}" title="{title}">{words}</mark>' if open_ else words)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation: who it is, where it is named, and as what."""

    iri: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    reports: tuple[str, ...]
    agencies: tuple[str, ...]
    mentions: Result

    def __repr__(self) -> str:
        """Return who it is."""
        return f"<kg.Entity {self.name} ({self.kind}): {len(self.mentions)} mentions in {len(self.reports)} reports>"

    def _repr_html_(self) -> str:
        """Return a table of the mentions with the name highlighted in its sentence."""
        rows = []
        for row in list(self.mentions.records())[:_SHOWN]:
            surface, quote = escape(str(row["surface"])), escape(str(row["quote"]))
            marked = quote.replace(surface, f'<mark style="{_MARK}">{surface}</mark>')
            cells = (row["agency"] or "", row["fiscal_year"] or "", row["role"])
            rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + f"<td>{marked}</td></tr>")
        also = f"<p>{escape('、'.join(self.aliases))}</p>" if self.aliases else ""
        head = "<tr><th>agency</th><th>year</th><th>role</th><th>sentence</th></tr>"
        return f"<h3>{escape(self.name)}</h3>{also}<table>{head}{''.join(rows)}</table>"


def read_report(build: Path, report: str) -> ReportView:
    """Return a report of the build; raises NotFoundError where it has none of that id."""
    facts, text = build / "facts" / f"{report}.jsonl", build / "texts" / f"{report}.txt"
    # The id must be a name in the folder, not a way out of it.
    if facts.parent != build / "facts" or facts.name != f"{report}.jsonl" or not facts.is_file():
        raise NotFoundError(f"{report}: no such report in {build}; `kg query reports -d {build}` lists them")
    try:
        content = text.read_text(encoding="utf-8")
        with facts.open(encoding="utf-8") as handle:
            return ReportView(from_lines(handle, content))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildError(f"{facts}: cannot be read ({error}); build again") from error


def find_entity(rows: Iterator[dict[str, str]], name: str, base: str, mentions: Callable[[str], Result]) -> Entity:
    """Return the organisation with that IRI, identifier or name, exactly as given.

    `rows` are those of the table of entities. Raises NotFoundError where there is none, or where several have the name.
    """
    found = [row for row in rows if name in (row["entity_id"], base + row["entity_id"], row["name"], *row["aliases"].split("|"))]
    leading = [row for row in found if row["name"] == name] or found
    if len(leading) != 1:
        listed = "、".join(f"{row['name']} ({row['entity_id']})" for row in leading[:5])
        hint = f"several have it: {listed}; give the identifier" if leading else "`kg trace NAME` also finds parts of names"
        raise NotFoundError(f"{name!r}: no single organisation of that name; {hint}")
    row = leading[0]
    parts = {key: tuple(filter(None, row[key].split("|"))) for key in ("aliases", "reports", "agencies")}
    iri = base + row["entity_id"]
    return Entity(iri, row["name"], row["kind"], parts["aliases"], parts["reports"], parts["agencies"], mentions(iri))
