"""Who is named together with whom, and by which agency: a network as GraphML and as a picture that needs no program."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Store

from kg.errors import QueryError
from kg.query import Result, run

# A picture of more nodes shows nothing; GraphML has no such limit.
_DRAWN: Final = 400
_SIZE: Final = 1000
_ROUNDS: Final = 150
_COLOURS: Final = {"agency": "#8a5a00", "enterprise": "#1f5f8b", "research_institute": "#2e7d32"}


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """An enterprise, a research institute or an agency."""

    id: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """`left` and `right` named in one sentence so often (together), or an agency naming an enterprise so often (names)."""

    left: str
    right: str
    kind: str
    weight: int


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, sorted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def network(store: Store, traced: Result) -> Network:
    """Return the network of what `kg.trace` found: its enterprises, the agencies that name them and, for one name, who stands beside it.

    `traced` is the answer of trace or trace_name.
    """
    records = list(traced.records())
    whole = "mentions" in traced.columns
    chosen = {str(record["enterprise_id"]) for record in records}
    kinds = {str(r["organisation_id"]): str(r["kind"]) for r in run(store, "organisations-by-kind").records() if r.get("organisation_id")}
    labels = {str(record["enterprise_id"]): str(record["enterprise"]) for record in records}
    edges: list[Edge] = []
    for pair in run(store, "enterprises-named-together").records():
        left, right = str(pair["enterprise_id"]), str(pair["other_id"])
        if (left in chosen and right in chosen) if whole else (left in chosen or right in chosen):
            labels |= {left: str(pair["enterprise"]), right: str(pair["other"])}
            edges.append(Edge(left, right, "together", int(pair["sentences"])))
    nodes = [Node(node, label, kinds.get(node, "enterprise")) for node, label in labels.items()]
    named: dict[tuple[str, str], int] = {}
    for record in records:
        if record["agency"]:
            key = str(record["agency"]), str(record["enterprise_id"])
            named[key] = named.get(key, 0) + int(record["mentions"] if whole else 1)
    edges.extend(Edge(agency, firm, "names", count) for (agency, firm), count in named.items())
    nodes.extend(Node(agency, agency, "agency") for agency in sorted({agency for agency, _ in named}))
    return Network(tuple(sorted(nodes)), tuple(sorted(edges)))


def write(found: Network, path: Path) -> None:
    """Write a network as GraphML (.graphml) or as a picture (.svg); raises QueryError for another ending or a path not writable."""
    makers = {".graphml": graphml, ".svg": svg}
    if path.suffix.lower() not in makers:
        raise QueryError(f"{path}: a network is written as .graphml or .svg; name such a file")
    try:
        path.write_text(makers[path.suffix.lower()](found), encoding="utf-8", newline="")
    except OSError as error:
        raise QueryError(f"{path}: cannot be written ({error.strerror or error}); name another file") from error


def graphml(found: Network) -> str:
    """Return the network as GraphML, for Gephi, Cytoscape, networkx and yEd."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    keys = (("label", "node", "string"), ("kind", "node", "string"), ("relation", "edge", "string"), ("weight", "edge", "int"))
    lines.extend(f'<key id="{name}" for="{on}" attr.name="{name}" attr.type="{type_}"/>' for name, on, type_ in keys)
    lines.append('<graph edgedefault="undirected">')
    for node in found.nodes:
        data = f'<data key="label">{_text(node.label)}</data><data key="kind">{_text(node.kind)}</data>'
        lines.append(f"<node id={quoteattr(_clean(node.id))}>{data}</node>")
    for edge in found.edges:
        ends = f"source={quoteattr(_clean(edge.left))} target={quoteattr(_clean(edge.right))}"
        lines.append(f'<edge {ends}><data key="relation">{edge.kind}</data><data key="weight">{edge.weight}</data></edge>')
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def svg(found: Network) -> str:
    """Return the network as a picture; the same network gives the same bytes. Raises QueryError where it is too large to draw."""
    if len(found.nodes) > _DRAWN:
        raise QueryError(f"{len(found.nodes)} nodes are too many for a picture; write .graphml, or ask for more agencies or one name")
    places = layout([node.id for node in found.nodes], [(e.left, e.right) for e in found.edges])
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-140 -40 {_SIZE + 280} {_SIZE + 80}" font-family="sans-serif" font-size="15">',
        '<rect x="-140" y="-40" width="100%" height="100%" fill="#ffffff"/>',
    ]
    for edge in found.edges:
        (x1, y1), (x2, y2) = places[edge.left], places[edge.right]
        style = 'stroke="#b0b0b0" stroke-dasharray="4 3"' if edge.kind == "names" else 'stroke="#555555"'
        width = min(1 + math.isqrt(edge.weight), 6)
        title = f"<title>{edge.kind}: {edge.weight}</title>"
        lines.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {style} stroke-width="{width}">{title}</line>')
    for node in found.nodes:
        x, y = places[node.id]
        colour = _COLOURS.get(node.kind, "#555555")
        shape = (
            f'<rect x="{x - 7:.1f}" y="{y - 7:.1f}" width="14" height="14"'
            if node.kind == "agency"
            else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8"'
        )
        lines.append(f'{shape} fill="{colour}"><title>{_text(node.kind)}</title></{"rect" if node.kind == "agency" else "circle"}>')
        lines.append(f'<text x="{x:.1f}" y="{y - 12:.1f}" text-anchor="middle">{_text(node.label)}</text>')
    return "\n".join([*lines, "</svg>", ""])


def layout(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return where each node is drawn: springs between joined nodes, all nodes pushing each other off, from a circle in node order."""
    count = max(len(nodes), 1)
    spots = [complex(math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)) for i in range(count)]
    index = {node: i for i, node in enumerate(nodes)}
    joined = [(index[a], index[b]) for a, b in edges]
    ideal = 1.6 / math.sqrt(count)
    for step in range(_ROUNDS if count > 2 else 0):
        moves = [0j] * count
        for i in range(count):
            for j in range(i + 1, count):
                gap = spots[i] - spots[j]
                push = gap * (ideal * ideal / max(abs(gap) ** 2, 1e-4))
                moves[i] += push
                moves[j] -= push
        for i, j in joined:
            pull = (spots[i] - spots[j]) * (abs(spots[i] - spots[j]) / ideal)
            moves[i] -= pull
            moves[j] += pull
        most = 0.2 * (1 - step / _ROUNDS)
        # Rounding keeps the last bits of one machine's floats from growing into another picture.
        spots = [_round(s + (m if abs(m) <= most else m / abs(m) * most)) for s, m in zip(spots, moves, strict=True)]
    return dict(zip(nodes, _fitted(spots), strict=False))


def _round(spot: complex) -> complex:
    return complex(round(spot.real, 6), round(spot.imag, 6))


def _fitted(spots: Sequence[complex]) -> list[tuple[float, float]]:
    xs, ys = [s.real for s in spots], [s.imag for s in spots]
    width, height = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return [((s.real - min(xs)) / width * _SIZE, (s.imag - min(ys)) / height * _SIZE) for s in spots]


def _text(value: Any) -> str:
    return escape(_clean(str(value)))


def _clean(text: str) -> str:
    """Return `text` without what XML 1.0 cannot hold."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
