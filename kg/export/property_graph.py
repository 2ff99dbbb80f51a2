"""The graph as a property graph: a node a thing, its literals as properties, its links as relationships; for Neo4j.

`cypher` is one script for cypher-shell, which may be run again; `neo4j` are the files of `neo4j-admin database import`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, RdfFormat

from kg.export.rdf import graphs
from kg.export.selection import Source
from kg.vocabulary import RDF, XSD

_BATCH: Final = 500
_LOCAL: Final = re.compile(r"[^#/]*$")
_NAME: Final = re.compile(r"\W")

# A node: its IRI, its labels, its properties (numbers as Cypher has them, several values as a list).
Item = tuple[str, tuple[str, ...], dict[str, Any]]
Link = tuple[str, str, str]


def cypher(source: Source) -> Iterator[bytes]:
    """Yield a Cypher script: a uniqueness constraint, then nodes and relationships in batches, merged by IRI."""
    yield b"CREATE CONSTRAINT kg_iri IF NOT EXISTS FOR (n:Resource) REQUIRE n.iri IS UNIQUE;\n"
    items, links = _content(source)
    by_labels: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    for item in items:
        by_labels[item[1]].append(item)
    for labels in sorted(by_labels):
        marks = "".join(f":`{label}`" for label in labels)
        for batch in _batches(by_labels[labels]):
            rows = ", ".join(f"{{iri: {_text(iri)}, p: {_map(properties)}}}" for iri, _, properties in batch)
            yield f"UNWIND [{rows}] AS row\nMERGE (n:Resource {{iri: row.iri}}) SET n += row.p{f', n{marks}' if marks else ''};\n".encode()
    by_type: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_type[link[1]].append(link)
    for kind in sorted(by_type):
        for batch in _batches(by_type[kind]):
            rows = ", ".join(f"[{_text(start)}, {_text(end)}]" for start, _, end in batch)
            yield (
                f"UNWIND [{rows}] AS row\nMATCH (a:Resource {{iri: row[0]}})\nMERGE (b:Resource {{iri: row[1]}})\n"
                f"MERGE (a)-[:`{kind}`]->(b);\n"
            ).encode()


def neo4j(source: Source) -> dict[str, Iterable[bytes]]:
    """Return nodes.csv, relationships.csv and the command that imports them into a new database."""
    items, links = _content(source)
    columns = sorted({name for _, _, properties in items for name in properties})
    kinds = {name: _column_type([p[name] for _, _, p in items if name in p]) for name in columns}
    known = {iri for iri, _, _ in items}
    outside = sorted({end for _, _, end in links} - known)
    head = ["iri:ID", ":LABEL", *(f"{name}:{kinds[name]}" for name in columns)]
    nodes = ([iri, ";".join(("Resource", *labels)), *(_cell(kinds[n], p.get(n)) for n in columns)] for iri, labels, p in items)
    rest = ([iri, "Resource", *("" for _ in columns)] for iri in outside)
    command = (
        "neo4j-admin database import full --multiline-fields=true --array-delimiter=';' --nodes=nodes.csv"
        " --relationships=relationships.csv kg\n"
    )
    return {
        "nodes.csv": _csv([head, *nodes, *rest]),
        "relationships.csv": _csv([[":START_ID", ":END_ID", ":TYPE"], *([start, end, kind] for start, kind, end in links)]),
        "import.sh": [f"#!/bin/sh\n# Into a database `kg` that does not exist yet; run in this folder.\n{command}".encode()],
    }


def _content(source: Source) -> tuple[list[Item], list[Link]]:
    """Return nodes by IRI and relationships in order; what a blank node says goes under its label."""
    properties: dict[str, dict[str, list[Any]]] = {}
    labels: dict[str, set[str]] = defaultdict(set)
    links: dict[Link, None] = {}
    for _, lines in graphs(source):
        for quad in ox.parse(b"".join(lines), RdfFormat.N_TRIPLES):
            subject, name = _iri(quad.subject), _local(quad.predicate)
            held = properties.setdefault(subject, {})
            if quad.predicate == RDF.type:
                labels[subject].add(_local(quad.object))
            elif isinstance(quad.object, Literal):
                values = held.setdefault(_NAME.sub("_", name), [])
                if (value := _value(quad.object)) not in values:
                    values.append(value)
            else:
                links[subject, name, _iri(quad.object)] = None
    items = [
        (iri, tuple(sorted(labels[iri])), {name: values[0] if len(values) == 1 else values for name, values in properties[iri].items()})
        for iri in sorted(properties)
    ]
    return items, list(links)


def _iri(node: Any) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _local(node: Any) -> str:
    """Return the last part of an IRI: property graphs have no namespaces."""
    found = _LOCAL.search(_iri(node))
    return found[0].replace("`", "") if found and found[0] else _iri(node)


def _value(literal: Literal) -> int | bool | str:
    """Return a whole number, year or truth value as such; decimals stay exact text, since Cypher has only floats."""
    if literal.datatype == XSD.boolean:
        return literal.value == "true"
    if literal.datatype in (XSD.integer, XSD.gYear):
        try:
            number = int(literal.value)
        except ValueError:
            return literal.value
        # A whole number of Neo4j has 64 bits.
        return number if abs(number) < 2**63 else literal.value
    return literal.value


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _map(properties: dict[str, Any]) -> str:
    return "{" + ", ".join(f"`{name}`: {_cypher(value)}" for name, value in properties.items()) + "}"


def _cypher(value: Any) -> str:
    if isinstance(value, list):
        # The values of a list are of one kind.
        return "[" + ", ".join(map(_cypher, value if len({type(v) for v in value}) == 1 else map(str, value))) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    r"""Return a Cypher string: what JSON escapes, Cypher reads the same way; a slash or a quote needs no more."""
    return json.dumps(text, ensure_ascii=False)


def _column_type(values: list[Any]) -> str:
    flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
    kinds = {type(value) for value in flat}
    kind = {frozenset({int}): "long", frozenset({bool}): "boolean"}.get(frozenset(kinds), "string")
    return f"{kind}[]" if any(isinstance(value, list) for value in values) else kind


def _cell(kind: str, value: Any) -> str:
    if value is None:
        return ""
    texts = [str(v).lower() if isinstance(v, bool) else str(v) for v in (value if isinstance(value, list) else [value])]
    # The delimiter of lists cannot be escaped; in a list a full-width one stands for it.
    return ";".join(text.replace(";", "；") for text in texts) if kind.endswith("[]") else texts[0]


def _csv(rows: Iterable[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        if buffer.tell() > 1 << 20:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
