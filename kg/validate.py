"""SHACL over a store: which results there are, where in the sources they stand, and whether the graph conforms.

Profiles: `draft` conforms without a Violation of the evidence and report shapes, `publish` without any Violation,
`strict` without a Violation or Warning. Engines: `setwise` asks the store one question a constraint and is what a build
can afford; `pyshacl` lets pySHACL judge the core constraints graph by graph and asks only sh:sparql set-wise. Both give
the same results, by test.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.errors import SettingError, ValidationError
from kg.resources import resource_dir
from kg.shacl import setwise
from kg.shacl.paths import shorten
from kg.shacl.results import PROFILES, Profile, Result, Severity, ValidationReport, check_profile
from kg.shacl.shapes import Module, load
from kg.vocabulary import BASE_IRI, JX, OA, PREFIXES, PROV, RDF

__all__ = [
    "PROFILES",
    "Engine",
    "Place",
    "Profile",
    "Result",
    "Row",
    "Severity",
    "ValidationReport",
    "check_profile",
    "format_results",
    "report_turtle",
    "results_with_quotes",
    "shapes",
    "validate",
    "validate_files",
]

Engine = OneOf["setwise", "pyshacl"]


def shapes(folder: Path | None = None) -> tuple[Module, ...]:
    """Return the shapes modules of `folder`, by default those of the program.

    Raises ValidationError where a file cannot be used.
    """
    return load(folder or resource_dir("shapes"))


def validate(
    store: Store, profile: Profile = "publish", *, engine: Engine = "setwise", modules: tuple[Module, ...] | None = None
) -> ValidationReport:
    """Return what the shapes find in the union of the store's graphs; an empty store conforms."""
    modules = shapes() if modules is None else modules
    if engine == "pyshacl":
        from kg.shacl import judge

        found = judge.core_results(store, modules)
    elif engine == "setwise":
        found = setwise.core_results(store, modules)
    else:
        raise SettingError(f"engine {engine}: no such engine; choose setwise or pyshacl")
    found = without_echoes(found) | setwise.sparql_results(store, modules)
    homes = {focus: setwise.home(store, focus) for focus in {result.focus for result in found}}
    placed = (dataclasses.replace(result, graph=homes[result.focus]) for result in found)
    return ValidationReport(check_profile(profile), tuple(sorted(placed, key=lambda result: result.key)))


def without_echoes(found: set[Result]) -> set[Result]:
    """Return `found` without what a value of the wrong datatype fails besides: that it is not between the bounds either.

    SHACL has such a value fail twice, pySHACL compares it as Python does (true lies between 0 and 1); once is enough.
    """
    mistyped = {(result.focus, result.shape, result.value) for result in found if result.component == "DatatypeConstraintComponent"}
    return {
        result
        for result in found
        if not result.component.endswith("clusiveConstraintComponent") or (result.focus, result.shape, result.value) not in mistyped
    }


def validate_files(paths: Iterable[Path], profile: Profile = "publish", *, engine: Engine = "pyshacl") -> tuple[Store, ValidationReport]:
    """Return the files' graphs as a store, and what the shapes find in them.

    The ontology is added where the files do not bring it, since the shapes ask for its classes. Raises ValidationError
    where a file is missing, is of no known RDF format or cannot be parsed.
    """
    store = Store()
    for path in paths:
        _load(store, path)
    if next(store.quads_for_pattern(JX.Enterprise, None, None, None), None) is None:
        graph = NamedNode(f"{BASE_IRI}graph/ontology")
        for path in sorted(resource_dir("ontology").rglob("*.ttl")):
            _load(store, path, graph)
    return store, validate(store, profile, engine=engine)


def _load(store: Store, path: Path, graph: NamedNode | None = None) -> None:
    media = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if media is None:
        raise ValidationError(
            f"{path}: no RDF format has the suffix {path.suffix or '(none)'}; name a .ttl, .trig, .nq, .nt, .rdf or .jsonld file"
        )
    try:
        if graph is None:
            store.load(path=str(path), format=media)
        else:
            store.load(path=str(path), format=media, to_graph=graph)
    except (OSError, SyntaxError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValidationError(f"{path}: cannot be read as {media.name}: {reason}") from error


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source a result stands: report id, headings, offsets (None where no text is concerned) and the words."""

    report: str = ""
    section: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One result as a person reads it."""

    severity: Severity
    report: str
    place: str
    message: str
    quote: str
    focus: str
    path: str
    value: str


def results_with_quotes(store: Store, report: ValidationReport) -> Iterator[tuple[Result, Place]]:
    """Yield each result with the place it concerns: of a fact its evidence, of an organisation its first mention.

    The place is empty where the focus node has none, such as a concept.
    """
    places: dict[str, Place] = {}
    for result in report.results:
        if result.focus not in places:
            places[result.focus] = _place(store, result.focus)
        yield result, places[result.focus]


def format_results(store: Store, report: ValidationReport, language: OneOf["zh", "en"] = "en") -> Iterator[Row]:
    """Yield a row a result, with the message in `language` and the place as `headings [start:end]`."""
    for result, place in results_with_quotes(store, report):
        offsets = "" if place.start is None else f"[{place.start}:{place.end}]"
        yield Row(
            result.severity,
            place.report,
            " ".join(part for part in (place.section, offsets) if part),
            result.message_zh if language == "zh" else result.message_en,
            place.quote,
            result.focus,
            shorten(result.path.sparql()) if result.path else "",
            shorten(result.value),
        )


def report_turtle(report: ValidationReport, base: str = BASE_IRI) -> str:
    """Return the sh:ValidationReport as Turtle: the same results give the same text, each result with an IRI of its own."""
    nodes = {f"{base}validation/{_digest(result)}": result for result in report.results}
    lines = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in ("jx", "sh", "xsd")]
    head = f"\n<{base}validation/report> a sh:ValidationReport ;\n    sh:conforms {'true' if report.conforms else 'false'}"
    links = " ,\n".join(f"        <{iri}>" for iri in nodes)
    lines.append(head + (f" ;\n    sh:result\n{links} ." if nodes else " ."))
    lines.extend(_result_turtle(iri, result) for iri, result in nodes.items())
    return "\n".join(lines) + "\n"


def _result_turtle(iri: str, result: Result) -> str:
    focus = str(setwise.focus_term(result.focus))
    pairs = [
        f"sh:resultSeverity sh:{result.severity}",
        f"sh:focusNode {focus}",
        f"sh:sourceShape <{result.shape}>",
        f"sh:sourceConstraintComponent sh:{result.component}",
    ]
    if result.path:
        pairs.append(f"sh:resultPath {result.path.turtle()}")
    if result.value:
        pairs.append(f"sh:value {result.value}")
    messages = ((result.message_zh, "zh"), (result.message_en, "en"))
    texts = [str(Literal(text, language=language)) for text, language in messages if text]
    if texts:
        pairs.append(f"sh:resultMessage {', '.join(texts)}")
    return f"\n<{iri}> a sh:ValidationResult ;\n    " + " ;\n    ".join(pairs) + " ."


def _digest(result: Result) -> str:
    return hashlib.sha256("\x1f".join(result.key).encode()).hexdigest()[:16]


def _place(store: Store, focus: str) -> Place:
    """Return where `focus` stands: by its own offsets, its evidence, a mention of it, or what it is the evidence of."""
    node = setwise.focus_term(focus)
    if _value(store, node, OA.exact) is not None:
        return _here(store, node)
    evidence = _value(store, node, JX.evidence)
    if evidence is not None:
        return _here(store, evidence)
    if _value(store, node, RDF.type) == JX.Report:
        return Place(report=focus.rsplit("/", 1)[-1])
    first = min(store.quads_for_pattern(None, JX.refersTo, node, None), key=lambda quad: str(quad.subject), default=None)
    if first is not None:
        return _here(store, first.subject)
    # A concept or an organisation no mention names: the first fact that points to it.
    facts = sorted({quad.subject for quad in store.quads_for_pattern(None, None, node, None)}, key=str)
    evidence = next((found for fact in facts if (found := _value(store, fact, JX.evidence)) is not None), None)
    return Place() if evidence is None else _here(store, evidence)


def _here(store: Store, node: object) -> Place:
    """Return the place of a node with offsets and a quote: an evidence or a mention."""
    report = _value(store, node, PROV.wasQuotedFrom) or _value(store, node, JX.inReport)
    sentence = _value(store, node, JX.inSentence)
    section = _value(store, node if sentence is None else sentence, JX.section)
    start, end = (_text(_value(store, node, term)) for term in (OA.start, OA.end))
    exact = _whole_number(start) and _whole_number(end)
    return Place(
        report=_text(report).rsplit("/", 1)[-1],
        section=_text(section),
        start=int(start) if exact else None,
        end=int(end) if exact else None,
        quote=_text(_value(store, node, OA.exact)),
    )


def _value(store: Store, node: object, predicate: NamedNode) -> object | None:
    """Return the first value, in the order of their written form, or None."""
    if not isinstance(node, NamedNode | BlankNode):
        return None
    values = (quad.object for quad in store.quads_for_pattern(node, predicate, None, None))
    return min(values, key=str, default=None)


def _text(term: object | None) -> str:
    return str(getattr(term, "value", ""))


def _whole_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()
