"""What the graph says of one IRI, as a graph for programs and as a page for people."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, RdfFormat
from starlette.responses import HTMLResponse

from kg.serve import pages
from kg.serve.worker import Job
from kg.vocabulary import JX, OA, PREFIXES, RDFS, SKOS

_MOST: Final = 200
_LABELS: Final = (RDFS.label, SKOS.prefLabel, JX.title, JX.name, OA.exact, JX.heading)
_PATH: Final = "|".join(f"<{term.value}>" for term in _LABELS)


def entity_job(iri: str, build: str, media: str) -> Job:
    """Return the query for an IRI: what it is, with the words a fact rests on; for a page also what points to it, with labels."""
    own = f"""{{ <{iri}> ?p ?o }} UNION {{ <{iri}> <{JX.evidence.value}> ?part . ?part ?q ?r }}
  UNION {{ <{iri}> ?link ?part . FILTER(ISBLANK(?part)) ?part ?q ?r }}"""
    if media != "text/html":
        return Job(f"CONSTRUCT {{ <{iri}> ?p ?o . ?part ?q ?r }} WHERE {{ {own} }}", build, graph=media)
    exact, label = f"<{OA.exact.value}>", f"<{RDFS.label.value}>"
    text = f"""CONSTRUCT {{ <{iri}> ?p ?o . ?part ?q ?r . ?s ?back <{iri}> . ?x {label} ?label . ?s {exact} ?quote }} WHERE {{
  {own}
  UNION {{ <{iri}> ?any ?x . ?x {_PATH} ?label }}
  UNION {{
    {{ SELECT DISTINCT ?s ?back WHERE {{ ?s ?back <{iri}> }} ORDER BY ?back ?s LIMIT {_MOST} }}
    OPTIONAL {{ ?s <{JX.evidence.value}>|<{JX.inSentence.value}> ?words . ?words {exact} ?quote }}
  }}
}}"""
    return Job(text, build, graph="application/n-triples")


def entity_page(iri: str, ntriples: bytes, base: str) -> HTMLResponse:
    """Return the page of an IRI from what its query gave."""
    said: dict[Any, dict[NamedNode, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(ntriples, RdfFormat.N_TRIPLES):
        said[quad.subject][quad.predicate].append(quad.object)
    node = NamedNode(iri)
    names = {subject: _name(properties) for subject, properties in said.items()}
    rows = [(predicate, sorted(values, key=str)) for predicate, values in sorted(said[node].items(), key=lambda item: item[0].value)]
    back = sorted(
        ((predicate, subject) for subject, properties in said.items() for predicate, values in properties.items() if node in values),
        key=str,
    )
    title = names.get(node) or iri.removeprefix(base)
    body = f"<h1>{escape(title)}</h1><p><code>{escape(iri)}</code></p><table>"
    for predicate, values in rows:
        cells = "<br>".join(_shown(value, names, base) for value in values)
        body += f"<tr><th>{escape(_short(predicate))}</th><td>{cells}</td></tr>"
    body += "</table>"
    if back:
        more = f" (the first {_MOST})" if len(back) >= _MOST else ""
        body += f"<h2>What points here{more}</h2><table>"
        for predicate, subject in back:
            body += f"<tr><td>{_shown(subject, names, base)}</td><th>{escape(_short(predicate))}</th></tr>"
        body += "</table>"
    local = escape(iri.removeprefix(base), quote=True)
    body += f'<p>As <a href="/id/{local}?format=turtle">Turtle</a>, <a href="/id/{local}?format=jsonld">JSON-LD</a>, '
    return pages.page(title, body + f'<a href="/id/{local}?format=ntriples">N-Triples</a></p>')


def _name(properties: dict[NamedNode, list[Any]]) -> str:
    return next((properties[term][0].value for term in _LABELS if term in properties), "")


def _short(predicate: NamedNode) -> str:
    iri = predicate.value
    return next((f"{prefix}:{iri.removeprefix(start)}" for prefix, start in PREFIXES.items() if iri.startswith(start)), iri)


def _shown(value: Any, names: dict[Any, str], base: str) -> str:
    """Return a value as HTML: what is below the base as a link to its page here, with its name or words."""
    if isinstance(value, Literal):
        return escape(value.value)
    if not isinstance(value, NamedNode):
        return escape(names.get(value) or "…")
    text = escape(names.get(value) or _short(value).removeprefix(base))
    if value.value.startswith(base):
        return f'<a href="/id/{escape(value.value.removeprefix(base), quote=True)}">{text}</a>'
    if value.value.startswith(("http://", "https://")):
        return f'<a href="{escape(value.value, quote=True)}" rel="noreferrer">{text}</a>'
    return text
