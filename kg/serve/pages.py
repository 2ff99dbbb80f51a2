"""The few pages for people: front page, query form, list of the API. No script, nothing from elsewhere."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any, Final

from starlette.responses import HTMLResponse

from kg.catalogue import CatalogueQuery, Parameter, catalogue
from kg.serve.snapshot import Snapshot

_STYLE: Final = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%}td,th{border-top:1px solid #ddd;padding:.3rem .6rem;text-align:left;vertical-align:top}
th{font-weight:500;color:#555;white-space:nowrap}code,textarea{font:14px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
textarea{width:100%;box-sizing:border-box}a{color:#0645ad}input,select,button{font:inherit}
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}td,th{border-color:#444}th{color:#aaa}a{color:#8ab4f8}}"""
_EXAMPLE: Final = """PREFIX jx: <https://w3id.org/jixiao/ontology#>
SELECT ?report ?title ?year WHERE {
  ?report a jx:Report ; jx:title ?title ; jx:fiscalYear ?year .
} ORDER BY ?year LIMIT 100"""


def page(title: str, body: str) -> HTMLResponse:
    """Return a page; `body` is HTML, `title` is text."""
    return HTMLResponse(
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<p><a href="/">jixiao-kg</a> · <a href="/sparql">SPARQL</a> · <a href="/api">API</a></p>{body}</body></html>\n'
    )


def home(snapshot: Snapshot, url: str) -> HTMLResponse:
    """Return the front page: what is in the build and how to ask it."""
    totals = snapshot.manifest["totals"]
    counts = "".join(f"<tr><th>{escape(name)}</th><td>{totals[name]}</td></tr>" for name in ("reports", "facts", "mentions", "quads"))
    reports = "".join(
        f'<li><a href="{_local(snapshot, name)}">{escape(name.rpartition("/")[2])}</a></li>'
        for name in sorted(snapshot.graphs)
        if "/report/" in name
    )
    body = f"""<h1>Public bodies' performance reports as a graph / 绩效报告知识图谱</h1><table>{counts}</table>
<p>SPARQL 1.1 endpoint <code>{escape(url)}sparql</code> · graphs <code>{escape(url)}graph?graph=IRI</code> ·
<a href="/api">queries by name</a> · <a href="/ontology">ontology</a> · <a href="/.well-known/void">description of the data set</a></p>
<h2>Reports / 报告</h2><ul>{reports}</ul>"""
    return page("jixiao-kg", body)


def _local(snapshot: Snapshot, graph: str) -> str:
    report = graph.removeprefix(f"{snapshot.base}graph/")
    return escape(f"/id/{report}", quote=True)


def query_form(snapshot: Snapshot) -> HTMLResponse:
    """Return a form that asks the endpoint."""
    options = "".join(f"<option>{name}</option>" for name in ("csv", "json", "xml", "tsv", "turtle"))
    graphs = "".join(f"<li><code>{escape(name)}</code></li>" for name in sorted(snapshot.graphs))
    body = f"""<h1>SPARQL</h1><form action="/sparql" method="get"><textarea name="query" rows="12">{escape(_EXAMPLE)}</textarea>
<p><select name="format">{options}</select> <button>Ask / 查询</button></p></form><h2>Graphs / 命名图</h2><ul>{graphs}</ul>"""
    return page("SPARQL", body)


def api() -> HTMLResponse:
    """Return the list of the queries by name with a form each."""
    body = '<h1>Queries by name / 目录查询</h1><p><a href="/api/openapi.json">OpenAPI</a></p>'
    for topic, queries in groupby(catalogue(), key=lambda query: query.topic):
        body += f"<h2>{escape(topic)}</h2>" + "".join(map(_form, queries))
    return page("API", body)


def _form(query: CatalogueQuery) -> str:
    fields = "".join(map(_field, query.parameters))
    action = f"/api/q/{escape(query.name)}"
    return (
        f'<h3 id="{escape(query.name)}">{escape(query.name)}</h3><p>{escape(query.summary_zh)}<br>{escape(query.summary_en)}</p>'
        f'<form action="{action}" method="get"><table>{fields}</table><p><select name="format"><option>csv</option><option>json</option>'
        f"</select> <button>GET {action}</button></p></form>"
    )


def _field(parameter: Parameter) -> str:
    name, required = escape(parameter.name), " required" if parameter.required else ""
    given = f'<input name="{name}"{required} value="{escape(parameter.default or "")}">'
    return f"<tr><th>{name}</th><td>{given} {escape(parameter.description)}</td></tr>"


def query_data(query: CatalogueQuery) -> dict[str, Any]:
    """Return a catalogue query as data."""
    return {
        "name": query.name,
        "topic": query.topic,
        "href": f"/api/q/{query.name}",
        "summary": {"zh": query.summary_zh, "en": query.summary_en},
        "parameters": [
            {"name": p.name, "type": p.type, "required": p.required, "default": p.default, "description": p.description}
            for p in query.parameters
        ],
        "columns": [{"name": column.name, "description": column.description} for column in query.columns],
    }
