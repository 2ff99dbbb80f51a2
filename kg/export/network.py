"""Who stands in whose report and who has to do with whom, as GraphML for Gephi, Cytoscape, networkx and yEd."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kg.export.selection import Source

_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_KEYS: Final = {
    "node": ("label", "kind", "fiscal_year", "unit", "aliases"),
    "edge": ("relation", "count", "report", "quote"),
}
_INTEGERS: Final = frozenset({"fiscal_year", "count"})


def graphml(source: Source) -> Iterator[bytes]:
    """Yield GraphML: reports and organisations as nodes; reporting, being named (how often) and stated relations as edges."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for place, names in _KEYS.items():
        for name in names:
            kind = "int" if name in _INTEGERS else "string"
            yield f'<key id="{place}_{name}" for="{place}" attr.name="{name}" attr.type="{kind}"/>\n'.encode()
    yield b'<graph id="kg" edgedefault="directed">\n'
    nodes = set()
    for node, attributes in _nodes(source):
        nodes.add(node)
        yield _element("node", f"id={_quoted(node)}", attributes)
    for number, (start, end, attributes) in enumerate(_edges(source)):
        if start in nodes and end in nodes:
            yield _element("edge", f'id="e{number}" source={_quoted(start)} target={_quoted(end)}', attributes)
    yield b"</graph>\n</graphml>\n"


def _nodes(source: Source) -> Iterator[tuple[str, dict[str, str]]]:
    for row in _dicts(source, "reports"):
        attributes = {"label": row["title"], "kind": "report", "fiscal_year": row["fiscal_year"], "unit": row["unit"]}
        yield f"report/{row['report']}", attributes
    seen = set()
    for row in _dicts(source, "entities"):
        seen.add(row["entity_id"])
        yield row["entity_id"], {"label": row["name"], "kind": row["kind"], "aliases": row["aliases"]}
    for row in _dicts(source, "units"):
        if row["unit_id"] not in seen:
            yield row["unit_id"], {"label": row["name"], "kind": "government", "aliases": row["aliases"]}


def _edges(source: Source) -> Iterator[tuple[str, str, dict[str, str]]]:
    for row in _dicts(source, "reports"):
        if row["unit_id"]:
            yield row["unit_id"], f"report/{row['report']}", {"relation": "reports", "report": row["report"]}
    named = Counter((row["entity_id"], row["report"]) for row in _dicts(source, "mentions"))
    for (entity, report), count in sorted(named.items()):
        yield entity, f"report/{report}", {"relation": "named_in", "count": str(count), "report": report}
    for row in _dicts(source, "relations"):
        if row["subject_id"] and row["object_id"]:
            yield row["subject_id"], row["object_id"], {"relation": row["predicate"], "report": row["report"], "quote": row["text"]}


def _dicts(source: Source, table: str) -> Iterator[dict[str, str]]:
    header, body = source.rows(table)
    return (dict(zip(header, row, strict=True)) for row in body)


def _element(name: str, head: str, attributes: Mapping[str, str]) -> bytes:
    data = "".join(f'<data key="{name}_{key}">{escape(_NOT_XML.sub(" ", value))}</data>' for key, value in attributes.items() if value)
    return f"<{name} {head}>{data}</{name}>\n".encode()


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub(" ", text))
