"""The shapes files as data: which nodes a shape is about, what it demands of them, and what it says when they fail.

Only what our shapes use is understood. A construct that is not raises ValidationError, because a constraint that is
skipped in silence would let everything conform.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ValidationError
from kg.shacl.paths import Path
from kg.shacl.results import Severity
from kg.vocabulary import RDF, SH

Term = NamedNode | BlankNode | Literal
Node = NamedNode | BlankNode

_SH = SH.iri
# Constraints with one parameter of their own; the component's name is the parameter's with a capital.
_SIMPLE_NAMES = """
minCount maxCount datatype class nodeKind pattern minLength maxLength minInclusive maxInclusive minExclusive maxExclusive
hasValue uniqueLang lessThan lessThanOrEquals disjoint equals
"""
_SIMPLE = {name: name[0].upper() + name[1:] + "ConstraintComponent" for name in _SIMPLE_NAMES.split()}
_LISTS = {"in": "InConstraintComponent", "languageIn": "LanguageInConstraintComponent"}
_LOGIC = {"or": "OrConstraintComponent", "and": "AndConstraintComponent", "not": "NotConstraintComponent"}
_QUALIFIED = {"qualifiedMinCount": "QualifiedMinCountConstraintComponent", "qualifiedMaxCount": "QualifiedMaxCountConstraintComponent"}
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_OTHER = """
flags qualifiedValueShape path property sparql severity message deactivated name description order group
"""
_KNOWN = frozenset([*_SIMPLE, *_LISTS, *_LOGIC, *_QUALIFIED, *_TARGETS, *_OTHER.split()])


@dataclass(frozen=True, slots=True)
class Constraint:
    """One demand: its component's local name, the terms it compares with, and the constraints of inline shapes in it."""

    component: str
    terms: tuple[Term, ...] = ()
    members: tuple[tuple[Constraint, ...], ...] = ()
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Targets:
    """The nodes a shape is about: instances of `classes`, `nodes` themselves, subjects and objects of predicates."""

    classes: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()
    objects_of: tuple[str, ...] = ()

    def __or__(self, other: Targets) -> Targets:
        """Return what either is about, each once, in order."""
        return Targets(
            _union(self.classes, other.classes),
            _union(self.nodes, other.nodes),
            _union(self.subjects_of, other.subjects_of),
            _union(self.objects_of, other.objects_of),
        )

    def __bool__(self) -> bool:
        """Return whether there is any target."""
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A sh:sparql constraint: `select` with its prefixes in front, and the messages."""

    iri: str
    select: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape or property shape with its targets (a property shape has those of the node shapes that list it too)."""

    iri: str
    module: str
    targets: Targets
    path: Path | None
    severity: Severity
    message_zh: str
    message_en: str
    constraints: tuple[Constraint, ...]
    sparql: tuple[SparqlConstraint, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """One shapes file: its name without suffix, its Turtle and the active shapes in it, in order of IRI."""

    name: str
    turtle: str
    shapes: tuple[Shape, ...]


@cache
def load(folder: FilePath) -> tuple[Module, ...]:
    """Return the modules of `folder`, one a .ttl file, in order of name.

    Raises ValidationError where a file is not Turtle or uses a construct that is not understood, or there is no file.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise ValidationError(f"{folder}: no shapes (*.ttl) here; name a folder of shapes or reinstall jixiao-kg")
    return tuple(parse(path.stem, path.read_text(encoding="utf-8"), str(path)) for path in files)


def parse(name: str, turtle: str, place: str = "") -> Module:
    """Return the module that `turtle` holds; `place` is named in errors.

    Raises ValidationError where the text is not Turtle or uses a construct that is not understood.
    """
    place = place or name
    try:
        triples = list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise ValidationError(f"{place}: not Turtle: {error}; correct the file") from error
    return Module(name, turtle, tuple(_Reader(name, place, triples).shapes()))


class _Reader:
    """The triples of one file by subject and predicate, and the shapes in them."""

    def __init__(self, module: str, place: str, triples: Iterable[ox.Quad]) -> None:
        self.module = module
        self.place = place
        self.index: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            self.index[_term(triple.subject)][triple.predicate.value].append(_term(triple.object))

    def shapes(self) -> Iterator[Shape]:
        """Yield the active shapes, those with an IRI of their own, in order of IRI."""
        parents: dict[Term, list[Term]] = defaultdict(list)
        nodes = [node for node, about in self.index.items() if self._is_shape(about)]
        for node in nodes:
            for child in self.index[node][_SH + "property"]:
                parents[child].append(node)
        for node in sorted(nodes, key=str):
            if not isinstance(node, NamedNode):
                raise self._error(node, "a shape without an IRI; give it one, so that results can name it")
            if self._text(node, "deactivated") != "true":
                yield self._shape(node, parents[node])

    def _is_shape(self, about: Mapping[str, list[Term]]) -> bool:
        types = about.get(RDF.type.value, [])
        return any(isinstance(t, NamedNode) and t.value in (_SH + "NodeShape", _SH + "PropertyShape") for t in types)

    def _shape(self, node: NamedNode, parents: Iterable[Term]) -> Shape:
        targets = self._targets(node)
        for parent in parents:
            if _SH + "path" in self.index[parent]:
                raise self._error(node, "a property shape inside a property shape")
            targets |= self._targets(parent)
        for child in self.index[node][_SH + "property"]:
            if not self._is_shape(self.index[child]):
                raise self._error(child, "sh:property of something that is not a sh:PropertyShape")
        paths = self.index[node].get(_SH + "path", [])
        zh, en = self._messages(node)
        return Shape(
            node.value,
            self.module,
            targets,
            self._path(paths[0]) if paths else None,
            self._severity(node),
            zh,
            en,
            tuple(self._constraints(node)),
            tuple(self._sparql(item) for item in sorted(self.index[node][_SH + "sparql"], key=str)),
        )

    def _targets(self, node: Term) -> Targets:
        found = [tuple(sorted(self._iri(t) for t in self.index[node].get(_SH + name, []))) for name in _TARGETS]
        return Targets(*found)

    def _constraints(self, node: Term) -> Iterator[Constraint]:
        """Yield what a shape demands, in order of component."""
        about = self.index[node]
        names = sorted(p.removeprefix(_SH) for p in about if p.startswith(_SH))
        for name in names:
            if name not in _KNOWN:
                raise self._error(node, f"sh:{name} is not understood")
            for value in sorted(about[_SH + name], key=str):
                yield from self._constraint(node, name, value)

    def _constraint(self, node: Term, name: str, value: Term) -> Iterator[Constraint]:
        if name == "uniqueLang" and str(getattr(value, "value", "")) != "true":
            return
        if name in _SIMPLE:
            yield Constraint(_SIMPLE[name], (value,), flags=self._text(node, "flags") if name == "pattern" else "")
        elif name in _LISTS:
            yield Constraint(_LISTS[name], tuple(self._list(value)))
        elif name == "not":
            yield Constraint(_LOGIC[name], members=(self._inline(value),))
        elif name in _LOGIC:
            yield Constraint(_LOGIC[name], members=tuple(self._inline(item) for item in self._list(value)))
        elif name in _QUALIFIED:
            (shape,) = self.index[node][_SH + "qualifiedValueShape"] or [value]
            yield Constraint(_QUALIFIED[name], (value,), (self._inline(shape),))

    def _inline(self, node: Term) -> tuple[Constraint, ...]:
        """Return the constraints of a shape inside sh:or and its like, which may look at the value alone."""
        about = self.index[node]
        if not about or _SH + "path" in about or _SH + "property" in about or _SH + "sparql" in about:
            raise self._error(
                node, "only constraints on the value itself are understood inside sh:or, sh:and, sh:not, sh:qualifiedValueShape"
            )
        return tuple(self._constraints(node))

    def _sparql(self, node: Term) -> SparqlConstraint:
        if not isinstance(node, NamedNode):
            raise self._error(node, "a sh:sparql constraint without an IRI; give it one, so that results can name it")
        lines = []
        for holder in self.index[node][_SH + "prefixes"]:
            for item in self.index[holder][_SH + "declare"]:
                lines.append(f"PREFIX {self._text(item, 'prefix')}: <{self._text(item, 'namespace')}>\n")
        zh, en = self._messages(node)
        return SparqlConstraint(node.value, "".join(sorted(lines)) + self._text(node, "select"), zh, en)

    def _messages(self, node: Term) -> tuple[str, str]:
        texts = {m.language: m.value for m in self.index[node][_SH + "message"] if isinstance(m, Literal)}
        return texts.get("zh", ""), texts.get("en", "")

    def _severity(self, node: Term) -> Severity:
        names: dict[str, Severity] = {"Violation": "Violation", "Warning": "Warning", "Info": "Info"}
        value = self._text(node, "severity").removeprefix(_SH) or "Violation"
        if value not in names:
            raise self._error(node, f"sh:severity {value} is none of {', '.join(names)}")
        return names[value]

    def _path(self, node: Term) -> Path:
        if isinstance(node, NamedNode):
            return Path(node.value)
        about = self.index[node]
        if RDF.first.value in about:
            return Path("", "/", tuple(self._path(item) for item in self._list(node)))
        operators = {"inversePath": "^", "zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
        for name, operator in operators.items():
            if _SH + name in about:
                return Path("", operator, (self._path(about[_SH + name][0]),))
        if _SH + "alternativePath" in about:
            return Path("", "|", tuple(self._path(item) for item in self._list(about[_SH + "alternativePath"][0])))
        raise self._error(node, "a sh:path that is not understood")

    def _list(self, node: Term) -> Iterator[Term]:
        while node != RDF.nil:
            about = self.index[node]
            if RDF.first.value not in about:
                raise self._error(node, "an RDF list without an end")
            yield about[RDF.first.value][0]
            node = about[RDF.rest.value][0]

    def _text(self, node: Term, name: str) -> str:
        values = self.index[node].get(_SH + name, [])
        return str(getattr(values[0], "value", "")) if values else ""

    def _iri(self, node: Term) -> str:
        if not isinstance(node, NamedNode):
            raise self._error(node, "an IRI is expected")
        return node.value

    def _error(self, node: Term, what: str) -> ValidationError:
        return ValidationError(f"{self.place}: {node}: {what}")


def _term(value: object) -> Term:
    if isinstance(value, NamedNode | BlankNode | Literal):
        return value
    raise ValidationError(f"{value}: a triple term is not understood in shapes")


def _union(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    return left + tuple(item for item in right if item not in left)
