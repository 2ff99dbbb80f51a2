"""The few pages for people: front page, query form, answers, list of the API. No script, nothing from elsewhere."""

from __future__ import annotations

import json
import re
from html import escape
from itertools import groupby
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.responses import HTMLResponse

from kg.catalogue import CatalogueQuery, Parameter, catalogue
from kg.serve.snapshot import Snapshot
from kg.serve.style import STYLE

_EXAMPLE: Final = """PREFIX jx: <https://w3id.org/jixiao/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>

SELECT ?agency ?year ?concept ?cny ?words ?fact WHERE {
  ?fact a jx:Amount ; jx:conceptLabel ?concept ; jx:cny ?cny ;
    jx:inReport ?report ; jx:evidence/oa:exact ?words .
  ?report jx:reportingUnit/jx:name ?agency ; jx:fiscalYear ?year .
} ORDER BY ?agency ?year DESC(?cny) LIMIT 100"""
_FORMATS: Final = ("html", "csv", "json", "tsv", "xml")
# A value that needs a wide column.
_LONG: Final = 24
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_TOPICS: Final = {
    "accounts": "收支账目",
    "enterprises": "企业与机构",
    "evidence": "依据",
    "functions": "职能",
    "indicators": "指标",
    "projects": "项目",
    "recognitions": "荣誉与资质",
    "relations": "关系",
}


def page(title: str, body: str, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    """Return a page; `body` is HTML, `title` is text."""
    return HTMLResponse(
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<nav><a href="/">jixiao-kg</a> <a href="/api">Queries / 查询</a> <a href="/sparql">SPARQL</a> '
        f'<a href="/ontology">Ontology / 本体</a></nav>{body}</body></html>\n',
        status,
        {"Vary": "Accept", **(headers or {})},
    )


def error(status: int, message: str, headers: dict[str, str] | None = None) -> HTMLResponse:
    """Return the page of an error: what is wrong and what to do."""
    body = f'<h1>{status}</h1><blockquote>{escape(message)}</blockquote><p><a href="/">jixiao-kg</a></p>'
    return page(str(status), body, status, headers)


def link(iri: str, name: str, base: str) -> str:
    """Return a link to the page of an IRI: here where it is below the base, elsewhere where it is an address of the web."""
    if iri.startswith(base):
        return f'<a href="/id/{escape(iri.removeprefix(base), quote=True)}">{escape(name)}</a>'
    if iri.startswith(("http://", "https://")):
        return f'<a href="{escape(iri, quote=True)}" rel="noreferrer">{escape(name)}</a>'
    return escape(name)


def home(snapshot: Snapshot, url: str) -> HTMLResponse:
    """Return the front page: what is in the build and how to ask it."""
    totals = snapshot.manifest["totals"]
    shown = {"reports": "报告", "facts": "事实", "mentions": "机构提及", "quads": "三元组"}
    counts = " · ".join(f"{totals[name]:,} {escape(name)} {words}" for name, words in shown.items())
    reports = "".join(_report_row(row) for row in snapshot.rows())
    body = f"""<h1>绩效报告知识图谱<br>Public bodies' performance reports as a graph</h1><p>{counts}</p>
<form action="/api/q/enterprise-mentions" method="get"><p>Who is named where? / 查机构：
<input name="name" required placeholder="公司、机构名称" size="24">
<input type="hidden" name="format" value="html"><button>Find / 查找</button></p></form>
<h2>Reports / 报告</h2>
<div class="wide"><table class="rows"><tr><th>Title / 题名</th><th>Unit / 单位</th><th>Year / 年度</th></tr>{reports}</table></div>
<h2>For programs / 程序接口</h2><table><tr><th>SPARQL 1.1</th><td><code>{escape(url)}sparql</code></td></tr>
<tr><th>Graph Store Protocol</th><td><code>{escape(url)}graph?graph=IRI</code></td></tr>
<tr><th><a href="/api">Queries by name / 目录查询</a></th><td><code>{escape(url)}api/q/NAME?parameter=value</code></td></tr>
<tr><th><a href="/.well-known/void">VoID, DCAT</a></th><td><code>{escape(url)}.well-known/void</code></td></tr></table>"""
    return page("jixiao-kg", body)


def _report_row(row: dict[str, str]) -> str:
    title = escape(row["title"] or row["report"])
    href = escape(f"/id/report/{quote(row['report'], safe='')}", quote=True)
    return f'<tr><td><a href="{href}">{title}</a></td><td>{escape(row["unit"])}</td><td>{escape(row["fiscal_year"])}</td></tr>'


def query_form(snapshot: Snapshot, text: str = _EXAMPLE) -> HTMLResponse:
    """Return a form that asks the endpoint."""
    graphs = "".join(f"<li>{link(name, name, snapshot.base)}</li>" for name in sorted(snapshot.graphs))
    return page("SPARQL", f"<h1>SPARQL</h1>{_form(text)}<h2>Graphs / 命名图</h2><ul>{graphs}</ul>")


def _form(text: str) -> str:
    rows = min(max(text.count("\n") + 2, 6), 24)
    return (
        f'<form action="/sparql" method="get"><textarea name="query" rows="{rows}" spellcheck="false" aria-label="SPARQL">'
        f"{escape(text)}</textarea>"
        f"<p>{_formats((*_FORMATS, 'turtle'))} <button>Ask / 查询</button></p></form>"
    )


def _formats(names: tuple[str, ...]) -> str:
    return f'<select name="format" aria-label="format">{"".join(f"<option>{name}</option>" for name in names)}</select>'


def answer(text: str, content: bytes, base: str, url: str) -> HTMLResponse:
    """Return the page of an answer: a table where `content` is one of a page's rows, else the graph as text; with the query below."""
    others = " · ".join(f'<a href="{escape(_with_format(url, name), quote=True)}">{name}</a>' for name in _FORMATS[1:])
    if content.startswith(b'{"columns": '):
        found = json.loads(content)
        more = f" (the first {len(found['rows'])} / 仅列前 {len(found['rows'])} 行)" if found["more"] else ""
        body = f"<h1>{len(found['rows'])} rows / 行{more}</h1><p>{others}</p>{_rows(found, base)}"
    else:
        turtle = escape(_with_format(url, "turtle"), quote=True)
        body = f'<h1>Graph / 图</h1><p><a href="{turtle}">turtle</a></p><pre class="text">{escape(content.decode())}</pre>'
    return page("jixiao-kg", f"{body}<h2>Query / 查询语句</h2>{_form(text)}")


def _with_format(url: str, name: str) -> str:
    """Return the address of this page in another format, as a path."""
    parts = urlsplit(url)
    pairs = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "format"]
    return f"{parts.path}?{urlencode([*pairs, ('format', name)])}"


def _rows(found: dict[str, Any], base: str) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in found["columns"])
    rows = "".join(f"<tr>{''.join(_cell(cell[0], cell[1], base) for cell in row)}</tr>" for row in found["rows"])
    return f'<div class="wide"><table class="rows"><tr>{head}</tr>{rows}</table></div>'


def _cell(kind: str, value: str, base: str) -> str:
    if kind == "iri":
        return f"<td>{link(value, value.removeprefix(base), base)}</td>"
    style = ' class="number"' if _NUMBER.fullmatch(value) else ' class="long"' if len(value) > _LONG else ""
    return f"<td{style}>{escape(value)}</td>"


def api() -> HTMLResponse:
    """Return the list of the queries by name with a form each."""
    body = '<h1>Queries by name / 目录查询</h1><p><a href="/api/openapi.json">OpenAPI</a> · <a href="/api/q">JSON</a></p>'
    for topic, queries in groupby(catalogue(), key=lambda query: query.topic):
        body += f"<h2>{escape(_TOPICS.get(topic, ''))} {escape(topic)}</h2>" + "".join(map(_query, queries))
    return page("API", body)


def _query(query: CatalogueQuery) -> str:
    fields = "".join(map(_field, query.parameters))
    action = f"/api/q/{escape(query.name)}"
    return (
        f'<details id="{escape(query.name)}"><summary><b>{escape(query.summary_zh)}</b> · {escape(query.summary_en)} '
        f'<code>{escape(query.name)}</code></summary><form action="{action}" method="get"><table>{fields}</table>'
        f"<p>{_formats(_FORMATS)} <button>Ask / 查询</button> <code>GET {action}</code></p></form></details>"
    )


def _field(parameter: Parameter) -> str:
    name, required = escape(parameter.name), " required" if parameter.required else ""
    given = f'<input name="{name}"{required} value="{escape(parameter.default or "")}">'
    return f"<tr><th>{name}{' *' if parameter.required else ''}</th><td>{given} {escape(parameter.description)}</td></tr>"


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
