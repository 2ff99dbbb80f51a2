"""What is offered here, for programs: the SPARQL service description and the OpenAPI description of the queries by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import __version__
from kg.catalogue import CatalogueQuery, Parameter, catalogue
from kg.serve.snapshot import Snapshot
from kg.serve.worker import GRAPHS, RESULTS
from kg.vocabulary import PREFIXES, RDF

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_TYPES: Final = {"integer": "integer", "decimal": "number"}


def service_description(endpoint: str, snapshot: Snapshot, media: str) -> bytes:
    """Return the SPARQL 1.1 service description of the endpoint."""
    content = ox.serialize(_service(endpoint, snapshot), format=GRAPHS[media], prefixes=PREFIXES | {"sd": _SD})
    return content or b""


def _service(endpoint: str, snapshot: Snapshot) -> Iterator[Triple]:
    service, dataset = BlankNode("service"), BlankNode("dataset")

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    yield Triple(service, RDF.type, sd("Service"))
    yield Triple(service, sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    yield Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    for name in _FORMAT_NAMES:
        yield Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, sd("defaultDataset"), dataset)
    yield Triple(dataset, RDF.type, sd("Dataset"))
    for number, graph in enumerate(sorted(snapshot.graphs)):
        node = BlankNode(f"graph{number}")
        yield Triple(dataset, sd("namedGraph"), node)
        yield Triple(node, RDF.type, sd("NamedGraph"))
        yield Triple(node, sd("name"), NamedNode(graph))
    yield Triple(service, NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal(f"jixiao-kg {__version__}"))


def openapi(url: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the endpoint and of every query of the catalogue."""
    paths: dict[str, Any] = {f"/api/q/{query.name}": {"get": _operation(query)} for query in catalogue()}
    paths["/sparql"] = {"get": _sparql()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "jixiao-kg", "version": __version__, "description": "Facts of public bodies' performance reports; read only."},
        "servers": [{"url": url.rstrip("/")}],
        "paths": paths,
    }


def _sparql() -> dict[str, Any]:
    query = {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}}
    return {"operationId": "sparql", "summary": "SPARQL 1.1 Query", "parameters": [query], "responses": _responses([*RESULTS, *GRAPHS])}


def _operation(query: CatalogueQuery) -> dict[str, Any]:
    format = {"name": "format", "in": "query", "required": False, "schema": {"type": "string", "enum": ["json", "csv", "tsv", "xml"]}}
    columns = "\n".join(f"- `{column.name}`: {column.description}" for column in query.columns)
    return {
        "operationId": query.name,
        "tags": [query.topic],
        "summary": query.summary_en,
        "description": f"{query.summary_zh}\n\n{columns}",
        "parameters": [*map(_parameter, query.parameters), format],
        "responses": _responses(list(RESULTS)),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _TYPES.get(parameter.type, "string")}
    if parameter.type == "year":
        schema["pattern"] = "^[0-9]{4}$"
    elif parameter.type == "iri":
        schema["format"] = "iri"
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": schema,
    }


def _responses(media: list[str]) -> dict[str, Any]:
    return {
        "200": {"description": "the answer", "content": {kind: {} for kind in media}},
        "400": {"description": "the query or a parameter cannot be used"},
        "406": {"description": "none of these media types is accepted"},
        "413": {"description": "the answer is larger than allowed"},
        "503": {"description": "too many queries, or this one took too long"},
    }
