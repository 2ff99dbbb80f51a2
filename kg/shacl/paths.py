"""SHACL property paths: as SPARQL, as Turtle, and in short for people."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocabulary import PREFIXES, SH

_TURTLE_OF = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


@dataclass(frozen=True, slots=True)
class Path:
    """A predicate (`iri`), or an `operator` (^ / | * + ?) over `parts`."""

    iri: str = ""
    operator: str = ""
    parts: tuple[Path, ...] = ()

    def sparql(self) -> str:
        """Return the path as a SPARQL 1.1 property path over full IRIs."""
        if not self.operator:
            return f"<{self.iri}>"
        inner = [part.sparql() if not part.operator else f"({part.sparql()})" for part in self.parts]
        if self.operator == "^":
            return "^" + inner[0]
        if self.operator in "*+?":
            return inner[0] + self.operator
        return self.operator.join(inner)

    def turtle(self) -> str:
        """Return the path as a node of a Turtle document."""
        if not self.operator:
            return f"<{self.iri}>"
        inner = " ".join(part.turtle() for part in self.parts)
        if self.operator == "^":
            return f"[ <{SH.iri}inversePath> {inner} ]"
        if self.operator == "|":
            return f"[ <{SH.iri}alternativePath> ( {inner} ) ]"
        if self.operator == "/":
            return f"( {inner} )"
        return f"[ <{SH.iri}{_TURTLE_OF[self.operator]}> {inner} ]"


def shorten(text: str, base: str = "") -> str:
    """Return `text` with its `<full IRIs>` as prefixed names where a known prefix fits, and IRIs below `base` without it."""
    parts = text.split("<")
    return parts[0] + "".join(_short(part, base) for part in parts[1:])


def _short(part: str, base: str) -> str:
    iri, closed, rest = part.partition(">")
    if not closed:
        return "<" + part
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}{rest}"
    if base and iri.startswith(base):
        return iri.removeprefix(base) + rest
    return f"<{iri}>{rest}"
