"""Answers of queries and the ways to write them: for a terminal, a spreadsheet, a program, a triple store, a data frame."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Final, Literal
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple

from kg.errors import QueryError
from kg.vocabulary import BASE_IRI, PREFIXES, XSD

if TYPE_CHECKING:
    import pandas
    import polars
    from rich.console import Console

Format = Literal["table", "csv", "tsv", "json", "xml", "turtle", "markdown"]
Term = NamedNode | BlankNode | pyoxigraph.Literal | Triple
Row = tuple[Term | None, ...]

# What a terminal would obey instead of showing, and what XML 1.0 cannot hold.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHORT: Final = (*PREFIXES.items(), ("id", BASE_IRI))
_NOTEBOOK_ROWS: Final = 50
_INTEGERS: Final = frozenset({XSD.integer, XSD.gYear})


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query: `columns` and `rows` of a SELECT, `triples` of a CONSTRUCT or DESCRIBE, `answer` of an ASK.

    A cell is None where the variable is unbound; `triples` and `answer` are None for the other forms.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    triples: tuple[Triple, ...] | None = None
    answer: bool | None = None

    def __len__(self) -> int:
        """Return the number of rows, or of triples; 1 or 0 for a yes or no."""
        return int(self.answer) if self.answer is not None else len(self.rows if self.triples is None else self.triples)

    def __bool__(self) -> bool:
        """Return whether anything was found."""
        return len(self) > 0

    def table(self) -> tuple[tuple[str, ...], tuple[Row, ...]]:
        """Return header and rows of any form: a graph as subject, predicate, object; a yes or no as one cell."""
        if self.answer is not None:
            return ("answer",), ((_boolean(self.answer),),)
        if self.triples is not None:
            return ("subject", "predicate", "object"), tuple((t.subject, t.predicate, t.object) for t in self.triples)
        return self.columns, self.rows

    def _repr_html_(self) -> str:
        """Return a table for a notebook: the first rows, IRIs shortened."""
        columns, rows = self.table()
        head = "".join(f"<th>{escape(name)}</th>" for name in columns)
        body = "".join("<tr>" + "".join(f"<td>{escape(_short(term))}</td>" for term in row) + "</tr>" for row in rows[:_NOTEBOOK_ROWS])
        more = f"<p>… and {len(rows) - _NOTEBOOK_ROWS} more rows</p>" if len(rows) > _NOTEBOOK_ROWS else ""
        return f"<table><tr>{head}</tr>{body}</table>{more}"

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield each row as Python values: int, Decimal, bool or text, None where unbound."""
        columns, rows = self.table()
        return (dict(zip(columns, map(plain, row), strict=True)) for row in rows)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas frame; exact decimals stay Decimal. Raises QueryError where pandas is not installed."""
        try:
            import pandas
        except ImportError:
            raise QueryError("pandas is not installed; install jixiao-kg[frames]") from None
        return pandas.DataFrame(list(self.records()), columns=list(self.table()[0]), dtype=object).infer_objects()

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars frame; exact decimals stay Decimal. Raises QueryError where polars is not installed."""
        try:
            import polars
        except ImportError:
            raise QueryError("polars is not installed; install jixiao-kg[frames]") from None
        columns, rows = self.table()
        return polars.DataFrame({name: _series(name, [plain(row[i]) for row in rows]) for i, name in enumerate(columns)})


def plain(term: Term | None) -> Any:
    """Return a term as the Python value it stands for: numbers exact, a year as int, an IRI or anything else as its text."""
    if term is None or isinstance(term, Triple):
        return None if term is None else str(term)
    if not isinstance(term, pyoxigraph.Literal):
        return term.value if isinstance(term, NamedNode) else str(term)
    if term.datatype in _INTEGERS:
        return int(term.value)
    if term.datatype == XSD.decimal:
        return Decimal(term.value)
    return term.value == "true" if term.datatype == XSD.boolean else term.value


def write(result: Result, format: Format, stream: IO[str], console: Console | None = None) -> None:
    """Write `result` to the text stream `stream`; `console` draws a table where given.

    Raises QueryError where the format is unknown or cannot hold this form of answer.
    """
    writer = FORMATS.get(format)
    if writer is None:
        raise QueryError(f"{format!r}: no such format; choose one of {', '.join(FORMATS)}")
    if format == "table":
        _write_table(result, stream, console)
    else:
        writer(result, stream)


def _write_table(result: Result, stream: IO[str], console: Console | None = None) -> None:
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    columns, rows = result.table()
    # fold: a cell that is too wide goes on in the next line; the default would cut it off.
    grid = Table(*(Column(name, overflow="fold") for name in columns))
    for row in rows:
        grid.add_row(*(Text(_short(term)) for term in row))
    (console or Console(file=stream)).print(grid)


def _write_csv(result: Result, stream: IO[str]) -> None:
    columns, rows = result.table()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(term) for term in row] for row in rows)


def _write_tsv(result: Result, stream: IO[str]) -> None:
    """Write SPARQL 1.1 TSV: terms in Turtle syntax, which escapes tabs and line ends."""
    columns, rows = result.table()
    stream.write("\t".join(f"?{name}" for name in columns) + "\n")
    stream.writelines("\t".join("" if term is None else str(term) for term in row) + "\n" for row in rows)


def _write_markdown(result: Result, stream: IO[str]) -> None:
    columns, rows = result.table()
    stream.write(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n")
    stream.writelines("| " + " | ".join(_short(term).replace("\\", "\\\\").replace("|", "\\|") for term in row) + " |\n" for row in rows)


def _write_json(result: Result, stream: IO[str]) -> None:
    """Write SPARQL 1.1 Query Results JSON."""
    answer: dict[str, Any]
    if result.answer is not None:
        answer = {"head": {}, "boolean": result.answer}
    else:
        columns, rows = result.table()
        bindings = [{name: _json_term(term) for name, term in zip(columns, row, strict=True) if term is not None} for row in rows]
        answer = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
    json.dump(answer, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def _write_xml(result: Result, stream: IO[str]) -> None:
    """Write SPARQL Query Results XML; a character XML cannot hold becomes U+FFFD."""
    columns, rows = ((), ()) if result.answer is not None else result.table()
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>')
    stream.write("".join(f"<variable name={quoteattr(name)}/>" for name in columns) + "</head>\n")
    if result.answer is not None:
        stream.write(f"<boolean>{_text(_boolean(result.answer))}</boolean>\n</sparql>\n")
        return
    stream.write("<results>\n")
    for row in rows:
        bound = ((name, term) for name, term in zip(columns, row, strict=True) if term is not None)
        stream.write("<result>" + "".join(f"<binding name={quoteattr(n)}>{_xml_term(t)}</binding>" for n, t in bound) + "</result>\n")
    stream.write("</results>\n</sparql>\n")


def _write_turtle(result: Result, stream: IO[str]) -> None:
    if result.triples is None:
        raise QueryError("turtle holds a graph, and this query returns none; use csv or json, or ask with CONSTRUCT")
    written = pyoxigraph.serialize(result.triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    stream.write((written or b"").decode("utf-8"))


FORMATS: Final[dict[str, Callable[[Result, IO[str]], None]]] = {
    "table": _write_table,
    "csv": _write_csv,
    "tsv": _write_tsv,
    "json": _write_json,
    "xml": _write_xml,
    "turtle": _write_turtle,
    "markdown": _write_markdown,
}


def _boolean(value: bool) -> pyoxigraph.Literal:
    return pyoxigraph.Literal("true" if value else "false", datatype=XSD.boolean)


def _text(term: Term | None) -> str:
    """Return a term without its markup: the IRI, the words; "" where unbound."""
    if term is None:
        return ""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


def _short(term: Term | None) -> str:
    """Return a term for reading: known IRIs with a prefix, control characters as spaces."""
    text = _text(term)
    if isinstance(term, NamedNode):
        text = next((f"{prefix}:{text[len(iri) :]}" for prefix, iri in _SHORT if text.startswith(iri)), text)
    return _CONTROL.sub(" ", text)


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, Triple):
        return {"type": "triple", "value": {k: _json_term(getattr(term, k)) for k in ("subject", "predicate", "object")}}
    if isinstance(term, pyoxigraph.Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            return {**found, "xml:lang": term.language}
        return found if term.datatype == XSD.string else {**found, "datatype": term.datatype.value}
    return {"type": "uri" if isinstance(term, NamedNode) else "bnode", "value": term.value}


def _xml_term(term: Term) -> str:
    if isinstance(term, Triple):
        parts = "".join(f"<{k}>{_xml_term(getattr(term, k))}</{k}>" for k in ("subject", "predicate", "object"))
        return f"<triple>{parts}</triple>"
    text = escape(_NOT_XML.sub("\ufffd", term.value))
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
        return (
            f"<literal>{text}</literal>"
            if term.datatype == XSD.string
            else f"<literal datatype={quoteattr(term.datatype.value)}>{text}</literal>"
        )
    return f"<uri>{text}</uri>" if isinstance(term, NamedNode) else f"<bnode>{text}</bnode>"


def _series(name: str, values: list[Any]) -> polars.Series:
    """Return one column; where its values are of several kinds they stay Python objects of text, since a column has one type."""
    import polars

    kinds = {type(value) for value in values if value is not None}
    if kinds == {Decimal}:
        scale = max(-value.as_tuple().exponent for value in values if value is not None)
        return polars.Series(name, values, dtype=polars.Decimal(38, max(scale, 0)))
    if len(kinds) > 1:
        return polars.Series(name, [None if value is None else str(value) for value in values], dtype=polars.String)
    return polars.Series(name, values)
