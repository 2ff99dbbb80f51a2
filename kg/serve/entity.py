"""What the graph says of one IRI, as a graph for programs and as a page for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from html import escape
from typing import Any, Final
from urllib.parse import unquote

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat
from starlette.responses import HTMLResponse

from kg.serve import pages
from kg.serve.passages import Words, highlighted, passage
from kg.serve.worker import Job
from kg.vocabulary import JX, OA, PREFIXES, PROV, RDF, RDFS, SKOS

_MOST: Final = 200
_LABELS: Final = (RDFS.label, SKOS.prefLabel, JX.title, JX.name, OA.exact, JX.heading)
_PATH: Final = "|".join(f"<{term.value}>" for term in _LABELS)
# What a page shows at its head rather than among the rest.
_APART: Final = frozenset({RDF.type, RDFS.label, SKOS.prefLabel, OA.exact})
# What a fact is of, as printed.
_OF: Final = (JX.conceptLabel, JX.indicatorLabel, JX.text)
_REPORT: Final = "report/"

Said = dict[Any, dict[NamedNode, list[Any]]]


def entity_job(iri: str, build: str, media: str, base: str) -> Job:
    """Return the query for an IRI: what it is, with the words a fact rests on.

    For a page also what points to it, with labels of all that is named there; for a report's page, where each fact's words stand.
    """
    own = f"""{{ <{iri}> ?p ?o }} UNION {{ <{iri}> <{JX.evidence.value}> ?part . ?part ?q ?r }}
  UNION {{ <{iri}> ?link ?part . FILTER(ISBLANK(?part)) ?part ?q ?r }}"""
    if media != "text/html":
        return Job(f"CONSTRUCT {{ <{iri}> ?p ?o . ?part ?q ?r }} WHERE {{ {own} }}", build, graph=media)
    exact, label, evidence, kind = (f"<{term.value}>" for term in (OA.exact, RDFS.label, JX.evidence, RDF.type))
    start, end, report = (f"<{term.value}>" for term in (OA.start, OA.end, PROV.wasQuotedFrom))
    back = f"""{{ SELECT DISTINCT ?s ?back WHERE {{ ?s ?back <{iri}> }} ORDER BY ?back ?s LIMIT {_MOST} }}
    OPTIONAL {{ ?s {kind} ?class . OPTIONAL {{ ?class {label} ?class_label }} }}
    OPTIONAL {{ ?s {evidence}|<{JX.inSentence.value}> ?words . ?words {exact} ?quote }}
    OPTIONAL {{ ?s {_PATH} ?s_label }}
    OPTIONAL {{ ?back {label} ?back_label }}"""
    if iri.startswith(base + _REPORT):
        back = f"""?s {report} <{iri}> ; {exact} ?quote ; {start} ?start ; {end} ?end .
    ?fact {evidence} ?s ; {kind} ?class . OPTIONAL {{ ?class {label} ?class_label }}"""
    text = f"""CONSTRUCT {{
  <{iri}> ?p ?o . ?part ?q ?r . ?s ?back <{iri}> . ?x {label} ?label . ?p {label} ?p_label . ?back {label} ?back_label .
  ?s {label} ?s_label .
  ?s {exact} ?quote ; {start} ?start ; {end} ?end ; {kind} ?class . ?fact {evidence} ?s ; {kind} ?class . ?class {label} ?class_label
}} WHERE {{
  {own}
  UNION {{ <{iri}> ?any ?x . ?x {_PATH} ?label }}
  UNION {{ {{ SELECT DISTINCT ?p WHERE {{ <{iri}> ?p ?value }} }} ?p {label} ?p_label }}
  UNION {{ {back} }}
}}"""
    return Job(text, build, graph="application/n-triples")


def entity_page(iri: str, ntriples: bytes, base: str, text_of: Callable[[str], str]) -> HTMLResponse:
    """Return the page of an IRI from what its query gave; `text_of` gives the text of a report by its id, "" where there is none."""
    said: Said = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(ntriples, RdfFormat.N_TRIPLES):
        said[quad.subject][quad.predicate].append(quad.object)
    node = NamedNode(iri)
    names = {subject: _name(properties) for subject, properties in said.items()}
    kinds = " · ".join(_shown(kind, names, base) for kind in sorted(said[node].get(RDF.type, ()), key=str))
    words = _words(node, said, base)
    title = names.get(node) or _title(said[node], words) or iri.removeprefix(base)
    body = f'<p class="kind">{kinds}</p><h1>{escape(title)}</h1><p><code>{escape(iri)}</code></p>'
    body += "".join(f"{passage(found, text_of(found.report))}{_source(found, names, base)}" for found in words)
    body += _table(said[node], names, base)
    body += _text(iri, said, names, base, text_of) if iri.startswith(base + _REPORT) else _back(node, said, names, base)
    local = escape(iri.removeprefix(base), quote=True)
    body += f'<p>As <a href="/id/{local}?format=turtle">Turtle</a>, <a href="/id/{local}?format=jsonld">JSON-LD</a>, '
    return pages.page(title, body + f'<a href="/id/{local}?format=ntriples">N-Triples</a></p>')


def _title(properties: dict[NamedNode, list[Any]], words: list[Words]) -> str:
    """Return a title of a fact: the words it rests on, after what they are of where they are only a number."""
    if not words:
        return ""
    label = next((properties[term][0].value for term in _OF if term in properties), "")
    return words[0].exact if not label or label in words[0].exact else f"{label} {words[0].exact}"


def _words(node: NamedNode, said: Said, base: str) -> list[Words]:
    """Return the words that a thing is, or rests on."""
    found = [_place(part, said[part], base) for part in (node, *said[node].get(JX.evidence, ()))]
    return sorted((words for words in found if words), key=lambda words: words.start)


def _place(node: Any, properties: dict[NamedNode, list[Any]], base: str) -> Words | None:
    if not (OA.exact in properties and OA.start in properties and OA.end in properties):
        return None
    report = next((value.value for term in (PROV.wasQuotedFrom, JX.inReport) for value in properties.get(term, ())), "")
    start, end = (int(properties[term][0].value) for term in (OA.start, OA.end))
    exact = properties[OA.exact][0].value
    return Words(unquote(report.removeprefix(base + _REPORT)), start, end, exact, f"/id/{node.value.removeprefix(base)}")


def _source(words: Words, names: dict[Any, str], base: str) -> str:
    report = next((name for node, name in names.items() if str(node.value) == base + _REPORT + words.report and name), words.report)
    link = f"/id/{_REPORT}{words.report}"
    return f'<p class="source"><a href="{escape(link, quote=True)}">{escape(report)}</a> [{words.start}, {words.end})</p>'


def _table(properties: dict[NamedNode, list[Any]], names: dict[Any, str], base: str) -> str:
    rows = ""
    for predicate, values in sorted(properties.items(), key=lambda item: item[0].value):
        if predicate not in _APART:
            cells = "<br>".join(_shown(value, names, base) for value in sorted(values, key=str))
            rows += f"<tr><th>{_predicate(predicate, names)}</th><td>{cells}</td></tr>"
    return f"<table>{rows}</table>" if rows else ""


def _back(node: NamedNode, said: Said, names: dict[Any, str], base: str) -> str:
    """Return what points to a thing, by how."""
    found: dict[NamedNode, list[Any]] = defaultdict(list)
    for subject, properties in said.items():
        for predicate, values in properties.items():
            if node in values and subject != node:
                found[predicate].append(subject)
    count = sum(map(len, found.values()))
    if not count:
        return ""
    more = f" ({_MOST} +)" if count >= _MOST else f" ({count})"
    body = f"<h2>What points here / 指向此处{more}</h2><table>"
    for predicate, subjects in sorted(found.items(), key=lambda item: item[0].value):
        cells = "".join(f"<li>{_shown(subject, names, base)}{_kinds(subject, said, names)}</li>" for subject in sorted(subjects, key=str))
        body += f"<tr><th>{_predicate(predicate, names)}</th><td><ul>{cells}</ul></td></tr>"
    return body + "</table>"


def _kinds(subject: Any, said: Said, names: dict[Any, str]) -> str:
    kinds = ", ".join(sorted(names.get(kind) or _short(kind) for kind in said[subject].get(RDF.type, ())))
    return f' <span class="kind">{escape(kinds)}</span>' if kinds else ""


def _text(iri: str, said: Said, names: dict[Any, str], base: str, text_of: Callable[[str], str]) -> str:
    """Return the text of a report with the words of every fact highlighted."""
    kinds: dict[Any, set[str]] = defaultdict(set)
    for properties in said.values():
        for evidence in properties.get(JX.evidence, ()):
            kinds[evidence] |= {names.get(kind) or _short(kind) for kind in properties.get(RDF.type, ())}
    all_words: list[Words] = []
    for evidence, found in kinds.items():
        words = _place(evidence, said[evidence], base)
        if words:
            all_words.append(Words(words.report, words.start, words.end, words.exact, words.link, ", ".join(sorted(found))))
    text = text_of(unquote(iri.removeprefix(base + _REPORT)))
    return f'<h2>Text / 原文</h2><div class="text">{highlighted(text, all_words)}</div>' if text else ""


def _name(properties: dict[NamedNode, list[Any]]) -> str:
    """Return the name of a thing, in Chinese and in English where it has both."""
    for term in _LABELS:
        found: dict[str, str] = {}
        for value in sorted(properties.get(term, ()), key=str):
            found.setdefault(getattr(value, "language", None) or "zh", value.value)
        names = [found[language] for language in ("zh", "en") if language in found] or list(found.values())[:1]
        if names:
            return " / ".join(dict.fromkeys(names))
    return ""


def _predicate(predicate: NamedNode, names: dict[Any, str]) -> str:
    short = escape(_short(predicate))
    name = names.get(predicate)
    return f'{escape(name)}<br><span class="kind">{short}</span>' if name else short


def _short(predicate: NamedNode) -> str:
    iri = predicate.value
    return next((f"{prefix}:{iri.removeprefix(start)}" for prefix, start in PREFIXES.items() if iri.startswith(start)), iri)


def _shown(value: Any, names: dict[Any, str], base: str) -> str:
    """Return a value as HTML: what is below the base as a link to its page here, with its name or words."""
    if isinstance(value, Literal):
        return escape(value.value)
    if isinstance(value, BlankNode):
        return escape(names.get(value) or "…")
    return pages.link(value.value, names.get(value) or _short(value).removeprefix(base), base)
