"""What a person sees in a browser."""

from __future__ import annotations

import json
import re
import urllib.parse
from html import unescape
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.query import catalogue, run
from kg.serve.passages import Words, highlighted, passage
from kg.vocabulary import BASE_IRI

if TYPE_CHECKING:
    from conftest import Reply, Server

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JXO = "PREFIX jx: <https://w3id.org/jixiao/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#> "


def shown(server: Server, path: str, status: int = 200) -> str:
    reply: Reply = server.ask(path, Accept=BROWSER)
    assert (reply.status, reply.media) == (status, "text/html")
    return reply.body.decode()


def asked(server: Server, text: str) -> str:
    return shown(server, "/sparql?" + urllib.parse.urlencode({"query": text}))


def words_of(page: str) -> str:
    return unescape(re.sub("<[^>]*>", "", page))


def test_an_answer_is_a_table_whose_iris_lead_to_their_pages(server: Server, store: ox.Store) -> None:
    text = f"{JXO}SELECT ?report ?title ?none {{ ?report a jx:Report ; jx:title ?title }} ORDER BY ?report"
    page = asked(server, text)
    rows = run(store, text).rows
    assert f"<h1>{len(rows)} rows" in page
    for report, title, _ in rows:
        assert f'href="/id/{report.value.removeprefix(BASE_IRI)}"' in page and title.value in page
    assert text in words_of(page)


def test_a_long_answer_is_shown_in_part_and_can_be_had_whole(server: Server) -> None:
    page = asked(server, "SELECT ?s { ?s ?p ?o } LIMIT 700")
    assert "仅列前 500 行" in page and page.count("<tr>") == 501
    link = unescape(re.search(r'href="(/sparql\?[^"]*format=csv)"', page).group(1))  # type: ignore[union-attr]
    assert len(server.ask(link).body.splitlines()) == 701


def test_a_truth_and_a_graph_have_a_page(server: Server) -> None:
    assert ">true<" in asked(server, "ASK {}")
    assert '<pre class="text">' in asked(server, "CONSTRUCT { <a:s> <a:p> '<b>' } WHERE {}")
    assert "&lt;b&gt;" in asked(server, "CONSTRUCT { <a:s> <a:p> '<b>' } WHERE {}")


def test_what_the_graph_says_is_never_markup(server: Server) -> None:
    page = asked(server, "SELECT ('<script>x</script>' AS ?a) (IRI('javascript:x') AS ?b) (IRI('http://a.example/\"x') AS ?c) {}")
    assert "<script" not in page and 'href="javascript' not in page and '"x"' not in page


def test_errors_are_pages_for_browsers_and_lines_for_programs(server: Server) -> None:
    assert "<h1>400</h1>" in shown(server, "/sparql?query=SELECT", 400)
    assert "<h1>404</h1>" in shown(server, "/nothing", 404)
    assert "<h1>404</h1>" in shown(server, "/id/org/none", 404)
    assert server.ask("/nothing").media == "text/plain"
    assert server.ask("/sparql?query=SELECT", Accept="application/json").media == "text/plain"


def test_the_front_page_names_every_report_and_finds_an_organisation(server: Server, store: ox.Store) -> None:
    page = shown(server, "/")
    for report, title in run(store, f"{JXO}SELECT ?r ?t {{ ?r a jx:Report ; jx:title ?t }}").rows:
        assert f'href="/id/{report.value.removeprefix(BASE_IRI)}"' in page and title.value in page
    (name,) = run(store, f"{JXO}SELECT ?name {{ ?o a jx:Enterprise ; jx:name ?name . ?m jx:refersTo ?o }} ORDER BY ?name LIMIT 1").rows[0]
    found = shown(server, "/api/q/enterprise-mentions?" + urllib.parse.urlencode({"name": name.value, "format": "html"}))
    assert name.value in words_of(found)


def test_every_query_can_be_asked_from_the_page_of_the_api(server: Server) -> None:
    page = shown(server, "/api")
    for query in catalogue():
        assert f'action="/api/q/{query.name}"' in page and query.summary_zh in page
    assert "<option>html</option>" in page


def test_the_page_of_a_fact_shows_its_words_in_their_lines(server: Server, store: ox.Store) -> None:
    text = f"{JXO}SELECT ?fact ?quote {{ ?fact a jx:Project ; jx:evidence/oa:exact ?quote }} ORDER BY ?fact LIMIT 1"
    ((fact, quote),) = run(store, text).rows
    page = shown(server, f"/id/{fact.value.removeprefix(BASE_IRI)}")
    marked = re.search(r'<blockquote>(.*?)<mark class="here">(.*?)</mark>(.*?)</blockquote>', page, re.DOTALL)
    assert marked is not None
    assert unescape(marked[2]) == quote.value
    assert len(marked[1]) + len(marked[2]) + len(marked[3]) > len(quote.value)
    assert "依据 / evidence" in page


def test_the_page_of_a_report_is_its_text_with_every_fact_marked(server: Server, store: ox.Store, seeds_build: object) -> None:
    text = f"{JXO}SELECT ?r (COUNT(DISTINCT ?e) AS ?n) {{ ?f jx:evidence ?e ; jx:inReport ?r }} GROUP BY ?r ORDER BY ?r LIMIT 1"
    ((report, count),) = run(store, text).rows
    page = shown(server, f"/id/{report.value.removeprefix(BASE_IRI)}")
    body = page.partition('<div class="text">')[2].partition("</div>")[0]
    canonical = (seeds_build / "texts" / f"{report.value.rpartition('/')[2]}.txt").read_bytes().decode()  # type: ignore[operator]
    assert words_of(body) == canonical
    links = set(re.findall(r'href="(/id/evidence/[^"]*)"', body))
    assert 0 < len(links) <= int(count.value)
    assert server.ask(min(links)).status == 200


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/sparql-results+json,*/*;q=0.9"])
def test_programs_get_json_unless_they_ask_for_pages(accept: str, server: Server) -> None:
    assert json.loads(server.ask("/sparql?query=ASK%7B%7D", Accept=accept).body)["boolean"] is True


# ---- passages

TEXT = "第一行。\n第二行说明投入12.5万元<用于>修渠。\n甲\n\n\n    乙\n    3.5\n末行"


def words(exact: str) -> Words:
    start = TEXT.index(exact)
    return Words("r", start, start + len(exact), exact, f"/id/{exact}", exact)


def test_a_passage_is_the_line_with_the_words_marked() -> None:
    found = passage(words("投入12.5万元"), TEXT)
    assert found == '<blockquote>第一行。\n第二行说明<mark class="here">投入12.5万元</mark>&lt;用于&gt;修渠。</blockquote>'


def test_a_cell_of_a_table_is_shown_with_the_lines_before_it() -> None:
    assert "修渠。\n甲\n乙\n<mark" in passage(words("3.5"), TEXT)


def test_a_long_line_is_cut_around_the_words() -> None:
    found = passage(Words("r", 1000, 1002, "投入"), "长" * 1000 + "投入" + "长" * 1000)
    assert found.startswith("<blockquote>… ") and found.endswith(" …</blockquote>") and len(found) < 800


def test_words_that_do_not_stand_in_the_text_are_shown_alone() -> None:
    assert passage(Words("r", 0, 2, "别的"), TEXT) == '<blockquote><mark class="here">别的</mark></blockquote>'


def test_the_shortest_words_own_a_stretch_and_the_text_stays_whole() -> None:
    found = highlighted(TEXT, [words("第二行说明投入12.5万元"), words("12.5"), Words("r", 3, 5, "错误")])
    assert words_of(found) == TEXT
    assert '<a href="/id/12.5" title="12.5"><mark>12.5</mark></a>' in found
    assert found.count('href="/id/第二行说明投入12.5万元"') == 2
