"""The catalogue of queries: each .rq file says in its header what it answers, what it asks for and what comes back.

A header line starts with `#+`, so that a file stays plain SPARQL which any engine runs as it stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.resources import resource_dir
from kg.vocabulary import XSD

Term = NamedNode | Literal

_PARAMETER: Final = re.compile(r"(\w+) \((\w+)(?:, (required|default (.+?)))?\): (.+)")
_COLUMN: Final = re.compile(r"(\w+): (.+)")
_SUMMARY: Final = re.compile(r"\((zh|en)\) (.+)")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_YEAR: Final = re.compile(r"[0-9]{4}")
_IRI: Final = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+)>?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value a query asks for. `type` is string, integer, decimal, year or iri; `default` is None where there is none."""

    name: str
    type: str
    description: str
    default: str | None = None
    required: bool = False

    @property
    def usage(self) -> str:
        """Return how to give it: `name=default`, `name=<type>` where required, `[name=<type>]` where it may be left out."""
        if self.default is not None:
            return f"{self.name}={self.default}"
        return f"{self.name}=<{self.type}>" if self.required else f"[{self.name}=<{self.type}>]"

    def term(self, value: object) -> Term:
        """Return `value` as the RDF term this parameter takes; raises QueryError where it is not of the type."""
        text = value.value if isinstance(value, NamedNode) else str(value)
        make = _TERMS[self.type]
        try:
            term = make(text if self.type == "string" else text.strip())
        except (ValueError, UnicodeEncodeError):
            term = None
        if term is None:
            raise QueryError(f"parameter {self.name}={text!r}: {_EXPECTED[self.type]}")
        return term


class Column(NamedTuple):
    """A column of the answer and what stands in it."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """A query with its header. `topic` is the folder it lies in, "" and `path` None for a text that is no file."""

    name: str
    topic: str
    summary_zh: str
    summary_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    path: Path | None = None

    def terms(self, values: Mapping[str, object]) -> dict[str, Term]:
        """Return the term of each parameter given or defaulted, in header order.

        Raises QueryError where a name is unknown, a value of the wrong type or a required one missing.
        """
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                raise QueryError(f"{self.name}: no parameter {name!r}{_nearest(name, known)}; it takes {', '.join(known) or 'none'}")
        missing = [p.name for p in self.parameters if p.required and p.name not in values]
        if missing:
            raise QueryError(f"{self.name}: {', '.join(missing)} missing; give {' '.join(f'-p {name}=…' for name in missing)}")
        given = {p: values.get(p.name, p.default) for p in self.parameters}
        return {p.name: p.term(value) for p, value in given.items() if value is not None}


def parse(text: str, name: str, topic: str = "", path: Path | None = None) -> CatalogueQuery:
    """Return the query `text` with its header read; a text without `#+` lines has empty summaries, parameters and columns.

    Raises QueryError where a header line says nothing this program understands.
    """
    summaries: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    part = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        body = line[2:].strip()
        if body in ("parameters:", "columns:"):
            part = body
        elif body.startswith("summary:") and (found := _SUMMARY.fullmatch(body[8:].strip())):
            summaries[found[1]] = found[2]
        elif part == "parameters:" and (found := _PARAMETER.fullmatch(body)) and found[2] in _TERMS:
            parameters.append(Parameter(found[1], found[2], found[5], found[4], found[3] == "required"))
        elif part == "columns:" and (found := _COLUMN.fullmatch(body)):
            columns.append(Column(found[1], found[2]))
        else:
            raise QueryError(
                f"{path or name}, line {number}: {body!r} is no header line; write summary: (zh|en) …, or `name (type, default …): …`"
            )
    return CatalogueQuery(name, topic, summaries.get("zh", ""), summaries.get("en", ""), tuple(parameters), tuple(columns), text, path)


def read_query(path: Path) -> CatalogueQuery:
    """Return the query in the file `path`; raises QueryError where it cannot be read as text."""
    try:
        return parse(path.read_text(encoding="utf-8"), path.stem, path.parent.name, path)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read as a query ({error})") from error


@cache
def catalogue() -> tuple[CatalogueQuery, ...]:
    """Return every query of the catalogue, by topic and name."""
    return tuple(read_query(path) for path in sorted((resource_dir("queries") / "catalogue").glob("*/*.rq")))


def named(name: str) -> CatalogueQuery:
    """Return the catalogue query of that name, with or without its topic before a slash.

    Raises QueryError with the nearest names where there is none.
    """
    for query in catalogue():
        if name in (query.name, f"{query.topic}/{query.name}"):
            return query
    names = [query.name for query in catalogue()]
    raise QueryError(f"{name!r}: no query of that name{_nearest(name, names)}; `kg query --list` shows all {len(names)}")


def resolve(query: str | Path | CatalogueQuery) -> CatalogueQuery:
    """Return what `query` stands for: a query itself, a .rq file, a SPARQL text (it holds a brace) or a name of the catalogue.

    Raises QueryError where it is none of these.
    """
    if isinstance(query, CatalogueQuery):
        return query
    if isinstance(query, Path):
        return read_query(query)
    if "{" in query or len(query.split()) > 1:
        return parse(query, "query")
    return read_query(Path(query)) if query.endswith(".rq") else named(query)


def _nearest(name: str, known: list[str]) -> str:
    found = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or [k for k in known if name and name in k][:3]
    return f" (near: {', '.join(found)})" if found else ""


def _literal(pattern: re.Pattern[str], datatype: NamedNode, text: str) -> Literal | None:
    return Literal(text, datatype=datatype) if pattern.fullmatch(text) else None


def _iri(text: str) -> NamedNode | None:
    found = _IRI.fullmatch(text)
    return NamedNode(found[1]) if found else None


_TERMS: Final[dict[str, Callable[[str], Term | None]]] = {
    "string": Literal,
    "integer": lambda text: _literal(_INTEGER, XSD.integer, text),
    "decimal": lambda text: _literal(_DECIMAL, XSD.decimal, text),
    "year": lambda text: _literal(_YEAR, XSD.gYear, text),
    "iri": _iri,
}
_EXPECTED: Final = {
    "string": "not a text that can be written as UTF-8",
    "integer": "not a whole number; write it in digits, such as 2",
    "decimal": "not a number; write it in digits with a point, such as 134.10",
    "year": "not a year; write four digits, such as 2024",
    "iri": "not an IRI; write it in full, such as https://w3id.org/jixiao/id/org/0123456789",
}
