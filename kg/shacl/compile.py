"""Shapes as SPARQL: one SELECT asks the whole store which nodes fail a constraint, instead of one question a node.

Every expression is wrapped in COALESCE(..., false), because in SHACL a value that cannot be compared fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.errors import ValidationError
from kg.shacl.shapes import Constraint, Shape, SparqlConstraint, Targets, Term
from kg.vocabulary import SH, XSD

Closure = Mapping[str, tuple[str, ...]]

# Types whose written form SPARQL can check by a cast. gYear and gYearMonth cannot: their shapes carry a sh:pattern.
_CASTS = frozenset(XSD.iri + name for name in ("integer", "decimal", "boolean", "date", "dateTime"))
_NODE_KINDS = {
    "IRI": "isIRI({v})",
    "Literal": "isLiteral({v})",
    "BlankNode": "isBlank({v})",
    "BlankNodeOrIRI": "!isLiteral({v})",
    "BlankNodeOrLiteral": "!isIRI({v})",
    "IRIOrLiteral": "!isBlank({v})",
}
_COMPARE = {
    "MinInclusiveConstraintComponent": ">=",
    "MaxInclusiveConstraintComponent": "<=",
    "MinExclusiveConstraintComponent": ">",
    "MaxExclusiveConstraintComponent": "<",
}
_ONCE = ("MinCountConstraintComponent", "MaxCountConstraintComponent")
# What can fail where there is no value at all.
NEED_A_VALUE = frozenset(
    {"MinCountConstraintComponent", "HasValueConstraintComponent", "EqualsConstraintComponent", "QualifiedMinCountConstraintComponent"}
)
_PAIRS = {
    "LessThanConstraintComponent": "!COALESCE(?value < ?other, false)",
    "LessThanOrEqualsConstraintComponent": "!COALESCE(?value <= ?other, false)",
    "DisjointConstraintComponent": "sameTerm(?value, ?other)",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the store: rows of ?this (and ?value where `has_value`) that fail `component` of `shape`."""

    shape: Shape
    component: str
    query: str
    has_value: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """A question that is empty where none of `checks` can fail, so that they need not be asked one by one."""

    query: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """One question about all the properties that `shapes`, which share their targets, want exactly once or at most once.

    `query` counts rows, nodes and rows whose values all pass. Where the three are equal, no node has a value twice or a
    value that fails; where they also equal what `targets` counts, no node lacks one. `targets` is "" for an optional
    property. `query` takes the number of rows to stop after, lest a hostile graph multiply them.
    """

    targets: str
    query: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class SparqlCheck:
    """A sh:sparql constraint over all its targets at once."""

    shape: Shape
    constraint: SparqlConstraint
    query: str


def tallies(shapes: Iterable[Shape], closure: Closure) -> Iterator[Tally]:
    """Yield one question about what `shapes`, all with the same targets, want exactly once, and one for each at most once."""
    single = [shape for shape in shapes if shape.targets and shape.path and not shape.path.operator]
    once = tuple(shape for shape in single if _bounds(shape) == set(_ONCE))
    if once:
        yield _tally(once, closure, f"SELECT (COUNT(DISTINCT ?this) AS ?nodes) WHERE {{ {_distinct(once[0].targets, closure)} }}")
    for shape in single:
        if _bounds(shape) == {_ONCE[1]}:
            yield _tally((shape,), closure, "")


def _tally(shapes: tuple[Shape, ...], closure: Closure, targets: str) -> Tally:
    steps = " ".join(f"?this {shape.path.sparql()} ?v{i} ." for i, shape in enumerate(shapes) if shape.path)
    tests = [
        _test(constraint, f"?v{i}", closure)
        for i, shape in enumerate(shapes)
        for constraint in shape.constraints
        if constraint.component in _VALUE_TESTS
    ]
    good = f"IF({' && '.join(tests) or 'true'}, 1, 0)"
    where = f"{_distinct(shapes[0].targets, closure)} {steps}"
    counts = "(COUNT(*) AS ?rows) (COUNT(DISTINCT ?this) AS ?nodes) (SUM(?ok) AS ?good)"
    return Tally(targets, f"SELECT {counts} WHERE {{ {{ SELECT ?this ({good} AS ?ok) WHERE {{ {where} }} LIMIT %d }} }}", shapes)


def is_tallied(constraint: Constraint) -> bool:
    """Return whether a tally that comes out even has answered for `constraint`."""
    return constraint.component in _VALUE_TESTS or constraint.component in _ONCE


def screens(shape: Shape, closure: Closure) -> Iterator[Screen]:
    """Yield what to ask the store for the core constraints of `shape`; nothing where the shape has no target.

    Raises ValidationError for a constraint that has no set-wise form.
    """
    if not shape.targets:
        return
    target = target_pattern(shape.targets, closure)
    path = shape.path.sparql() if shape.path else ""
    bare: list[Check] = []
    exprs: list[str] = []
    for constraint in shape.constraints:
        if constraint.component in _VALUE_TESTS:
            test = _test(constraint, "?value" if path else "?this", closure)
            bare.append(Check(shape, constraint.component, _values(target, path, f"!{test}"), True))
            exprs.append(test)
        else:
            query, has_value = _whole(constraint, target, path, closure)
            yield Screen(query, (Check(shape, constraint.component, query, has_value),))
    if bare:
        yield Screen(_values(target, path, f"!({' && '.join(exprs)})") + " LIMIT 1" if len(bare) > 1 else bare[0].query, tuple(bare))


def sparql_checks(shape: Shape, closure: Closure) -> Iterator[SparqlCheck]:
    """Yield the sh:sparql constraints of `shape` with `$this` ranging over its targets instead of being bound beforehand."""
    if not shape.targets:
        return
    target = target_pattern(shape.targets, closure)
    for constraint in shape.sparql:
        head, brace, body = constraint.select.partition("{")
        if not brace or "$this" not in head:
            raise ValidationError(f"{constraint.iri}: a sh:select must read SELECT $this ... WHERE {{ ... }}")
        query = f"{head}{{ {target} {body}"
        yield SparqlCheck(shape, constraint, query.replace("$PATH", shape.path.sparql()) if shape.path else query)


def target_pattern(targets: Targets, closure: Closure) -> str:
    """Return the graph pattern that binds ?this to every target node, more than once where it is a target in several ways."""
    parts = []
    classes = sorted({sub for cls in targets.classes for sub in closure.get(cls, (cls,))})
    if len(classes) == 1:
        parts.append(f"?this a <{classes[0]}> .")
    elif classes:
        parts.append(f"VALUES ?target {{ {' '.join(f'<{c}>' for c in classes)} }} ?this a ?target .")
    if targets.nodes:
        parts.append(f"VALUES ?this {{ {' '.join(f'<{node}>' for node in targets.nodes)} }}")
    parts.extend(f"?this <{predicate}> ?target ." for predicate in targets.subjects_of)
    parts.extend(f"?target <{predicate}> ?this ." for predicate in targets.objects_of)
    if len(parts) == 1:
        return parts[0]
    union = " UNION ".join(f"{{ {part} }}" for part in parts)
    return f"{{ SELECT DISTINCT ?this WHERE {{ {union} }} }}"


def _distinct(targets: Targets, closure: Closure) -> str:
    """Return the pattern that binds ?this to every target node once, so that rows can be counted."""
    pattern = target_pattern(targets, closure)
    once = "VALUES" not in pattern and not targets.subjects_of and not targets.objects_of
    return pattern if once else f"{{ SELECT DISTINCT ?this WHERE {{ {pattern} }} }}"


def _bounds(shape: Shape) -> set[str]:
    """Return the components that say minCount 1 or maxCount 1; other bounds make the set unlike any that is looked for."""
    counts = [c for c in shape.constraints if c.component in _ONCE]
    return {c.component if str(getattr(c.terms[0], "value", "")) == "1" else "" for c in counts}


def _values(target: str, path: str, condition: str) -> str:
    step = f"?this {path} ?value ." if path else ""
    names = "?this ?value" if path else "?this (?this AS ?value)"
    return f"SELECT {names} WHERE {{ {target} {step} FILTER({condition}) }}"


def _whole(constraint: Constraint, target: str, path: str, closure: Closure) -> tuple[str, bool]:
    """Return the query for a constraint on all values of a path together, and whether its rows carry a value."""
    component = constraint.component
    if component == "HasValueConstraintComponent":
        (term,) = constraint.terms
        test = f"NOT EXISTS {{ ?this {path} {term} }}" if path else f"!sameTerm(?this, {term})"
        return f"SELECT ?this WHERE {{ {target} FILTER({test}) }}", False
    if not path:
        raise ValidationError(f"sh:{component}: only understood on a property shape")
    if component in _PAIRS:
        (other,) = constraint.terms
        return f"SELECT ?this ?value WHERE {{ {target} ?this {path} ?value . ?this {other} ?other . FILTER({_PAIRS[component]}) }}", True
    if component == "EqualsConstraintComponent":
        (other,) = constraint.terms
        sides = ((path, other), (other, path))
        union = " UNION ".join(f"{{ {target} ?this {a} ?value FILTER NOT EXISTS {{ ?this {b} ?value }} }}" for a, b in sides)
        return f"SELECT ?this ?value WHERE {{ {union} }}", True
    if component == "UniqueLangConstraintComponent":
        test = 'LANG(?value) != "" && LANG(?value) = LANG(?other) && !sameTerm(?value, ?other)'
        return f"SELECT ?this WHERE {{ {target} ?this {path} ?value . ?this {path} ?other . FILTER({test}) }}", False
    return _counted(constraint, target, path, closure), False


def _counted(constraint: Constraint, target: str, path: str, closure: Closure) -> str:
    """Return the query for minCount, maxCount and their qualified forms; the usual bounds of 1 need no counting."""
    component, number = constraint.component, int(str(getattr(constraint.terms[0], "value", "")))
    if component == "MinCountConstraintComponent" and number == 1:
        return f"SELECT ?this WHERE {{ {target} FILTER NOT EXISTS {{ ?this {path} ?value }} }}"
    if component == "MaxCountConstraintComponent" and number == 1:
        return f"SELECT ?this WHERE {{ {target} ?this {path} ?value . ?this {path} ?other . FILTER(!sameTerm(?value, ?other)) }}"
    tests = " && ".join(_test(member, "?value", closure) for members in constraint.members for member in members)
    counted = f"?this {path} ?value ." + (f" FILTER({tests})" if tests else "")
    sign = "<" if "MinCount" in component else ">"
    return f"SELECT ?this WHERE {{ {target} OPTIONAL {{ {counted} }} }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) {sign} {number})"


def _test(constraint: Constraint, variable: str, closure: Closure) -> str:
    """Return the expression that is true where the value meets the constraint and false everywhere else."""
    build = _VALUE_TESTS.get(constraint.component)
    if build is None:
        raise ValidationError(f"sh:{constraint.component}: not understood here")
    return f"COALESCE({build(constraint, variable, closure)}, false)"


def _datatype(constraint: Constraint, variable: str, _: Closure) -> str:
    iri = str(getattr(constraint.terms[0], "value", ""))
    test = f"DATATYPE({variable}) = <{iri}>"
    # x = x is an error, and so false, where the cast of a badly written value fails.
    return f"({test} && <{iri}>(STR({variable})) = <{iri}>(STR({variable})))" if iri in _CASTS else test


def _class(constraint: Constraint, variable: str, closure: Closure) -> str:
    iri = str(getattr(constraint.terms[0], "value", ""))
    classes = ", ".join(f"<{c}>" for c in closure.get(iri, (iri,)))
    return f"EXISTS {{ {variable} a ?class . FILTER(?class IN ({classes})) }}"


def _node_kind(constraint: Constraint, variable: str, _: Closure) -> str:
    name = str(getattr(constraint.terms[0], "value", "")).removeprefix(SH.iri)
    if name not in _NODE_KINDS:
        raise ValidationError(f"sh:nodeKind {name}: not a node kind")
    return _NODE_KINDS[name].format(v=variable)


def _in(constraint: Constraint, variable: str, _: Closure) -> str:
    return "(" + (" || ".join(f"sameTerm({variable}, {term})" for term in constraint.terms) or "false") + ")"


def _language_in(constraint: Constraint, variable: str, _: Closure) -> str:
    return "(" + " || ".join(f"LANGMATCHES(LANG({variable}), {term})" for term in constraint.terms) + ")"


def _pattern(constraint: Constraint, variable: str, _: Closure) -> str:
    flags = f", {Literal(constraint.flags)}" if constraint.flags else ""
    return f"REGEX(STR({variable}), {_string(constraint.terms[0])}{flags})"


def _length(sign: str) -> Callable[[Constraint, str, Closure], str]:
    return lambda constraint, variable, _: f"STRLEN(STR({variable})) {sign} {getattr(constraint.terms[0], 'value', '')}"


def _compared(constraint: Constraint, variable: str, _: Closure) -> str:
    return f"{variable} {_COMPARE[constraint.component]} {constraint.terms[0]}"


def _or(constraint: Constraint, variable: str, closure: Closure) -> str:
    return "(" + " || ".join(_all(members, variable, closure) for members in constraint.members) + ")"


def _and(constraint: Constraint, variable: str, closure: Closure) -> str:
    return "(" + " && ".join(_all(members, variable, closure) for members in constraint.members) + ")"


def _not(constraint: Constraint, variable: str, closure: Closure) -> str:
    return "!" + _all(constraint.members[0], variable, closure)


def _all(members: tuple[Constraint, ...], variable: str, closure: Closure) -> str:
    return "(" + " && ".join(_test(member, variable, closure) for member in members) + ")"


def _string(term: Term) -> str:
    return str(Literal(str(getattr(term, "value", ""))))


_VALUE_TESTS: dict[str, Callable[[Constraint, str, Closure], str]] = {
    "DatatypeConstraintComponent": _datatype,
    "ClassConstraintComponent": _class,
    "NodeKindConstraintComponent": _node_kind,
    "InConstraintComponent": _in,
    "LanguageInConstraintComponent": _language_in,
    "PatternConstraintComponent": _pattern,
    "MinLengthConstraintComponent": _length(">="),
    "MaxLengthConstraintComponent": _length("<="),
    **dict.fromkeys(_COMPARE, _compared),
    "OrConstraintComponent": _or,
    "AndConstraintComponent": _and,
    "NotConstraintComponent": _not,
}
