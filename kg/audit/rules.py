"""The audit rules: SHACL shapes in shapes/audit, one family a file, each shape one rule with one SPARQL constraint.

A rule's query names what it reports by its variables: ?this and any ?other… are what the finding is about, ?what its name in the
report, ?stated and ?computed the two sides as a person reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

import pyoxigraph as ox
from pyoxigraph import NamedNode

from kg.errors import ValidationError
from kg.resources import resource_dir
from kg.shacl.compile import sparql_checks
from kg.shacl.shapes import Module, Shape, load
from kg.vocabulary import SH

Severity = Literal["violation", "warning", "info"]
AUDIT_IRI = "https://w3id.org/jixiao/audit/"
_SH = SH.iri
_BRACE = re.compile(r"([{}])")
_CONSTANT = re.compile(r'(jx:markKind|jx:claimKind|jx:scope|skos:notation) "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, family, severity, name and description in both languages, target class and set-wise query.

    `constraint` is the IRI results name; `order` says which of several findings about the same words is kept (the least).
    `needs` are the terms with a constant value that the query cannot do without: where a store lacks one, nothing is found.
    """

    code: str
    family: str
    severity: Severity
    order: int
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    message_zh: str
    message_en: str
    target: str
    query: str
    constraint: str
    needs: tuple[tuple[str, str], ...]


def load_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules of `folder`, by default those of the program, in order of family and place in its file.

    Raises ValidationError where a file cannot be used or a shape there is not one rule.
    """
    return _load(folder or resource_dir("shapes") / "audit")


@cache
def modules(folder: Path | None = None) -> tuple[Module, ...]:
    """Return the rule files as shapes modules, for pySHACL."""
    return load(folder or resource_dir("shapes") / "audit")


@cache
def _load(folder: Path) -> tuple[Rule, ...]:
    found = [rule for module in load(folder) for rule in _rules(module)]
    return tuple(sorted(found, key=lambda rule: (rule.family, rule.order, rule.code)))


def _rules(module: Module) -> list[Rule]:
    words: dict[tuple[str, str, str], str] = {}
    for triple in ox.parse(module.turtle.encode(), format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, ox.Literal):
            name = triple.predicate.value.removeprefix(_SH)
            words[triple.subject.value, name, triple.object.language or ""] = triple.object.value
    return [_rule(module, shape, words) for shape in module.shapes]


def _rule(module: Module, shape: Shape, words: dict[tuple[str, str, str], str]) -> Rule:
    code = shape.iri.removeprefix(AUDIT_IRI)
    checks = list(sparql_checks(shape, {}))
    names = {
        f"{name}_{language}": words.get((shape.iri, name, language), "") for name in ("name", "description") for language in ("zh", "en")
    }
    if len(checks) != 1 or len(shape.targets.classes) != 1 or not all(names.values()) or not checks[0].constraint.message_zh:
        raise ValidationError(f"{module.name}.ttl: {code}: a rule has one class, one query, name, description and messages in zh and en")
    constraint = checks[0].constraint
    return Rule(
        code=code,
        family=module.name,
        severity=cast(Severity, shape.severity.lower()),
        order=int(words.get((shape.iri, "order", ""), "0")),
        message_zh=constraint.message_zh,
        message_en=constraint.message_en,
        target=shape.targets.classes[0],
        query=checks[0].query,
        constraint=constraint.iri,
        needs=needed(constraint.select),
        **names,
    )


def needed(select: str) -> tuple[tuple[str, str], ...]:
    """Return the (term, text) pairs that stand in the outermost group of a query's WHERE, not in an OPTIONAL, UNION or EXISTS."""
    depth, outermost = 0, []
    for part in _BRACE.split(select):
        depth += (part == "{") - (part == "}")
        if depth == 1:
            outermost.append(part)
    return tuple(dict.fromkeys(_CONSTANT.findall("".join(outermost))))
