"""SPARQL as text: whether a query only reads, and the values of its parameters put in as terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError

# The tokens in which a keyword, a brace or a quote is only text come first; an escaped quote may stand in a prefixed name.
_TOKEN: Final = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
      | (?P<comment>\#[^\n\r]*)
      | (?P<name>[\w.-]*:(?:[\w.:%-]|\\.)*)
      | (?P<variable>[?$]\w+)
      | (?P<tag>@[A-Za-z-]+)
      | (?P<word>\w+)
      | (?P<mark>\S)""",
    re.VERBOSE | re.DOTALL,
)
_UPDATES: Final = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of a query that carry meaning: everything but comments and white space."""
    return (token for token in _TOKEN.finditer(text) if token.lastgroup != "comment")


def check_read_only(text: str) -> None:
    """Raise QueryError where `text` would change data or ask another server; syntax is left to the engine."""
    first = True
    for token in tokens(text):
        if token.lastgroup != "word":
            continue
        word = token[0].upper()
        if word == "SERVICE":
            raise QueryError("SERVICE: a query may not ask another server; take that part out, or send the whole query with --endpoint")
        if first and word not in ("PREFIX", "BASE"):
            if word in _UPDATES:
                raise QueryError(f"{word}: the graph is read only; ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
            first = False


def bind(text: str, terms: Mapping[str, NamedNode | Literal]) -> str:
    """Return `text` with each term bound to the variable of its name, as a VALUES clause at the head of the outermost WHERE.

    A term is written by its own serialiser, so a value cannot end the literal it stands in. Raises QueryError where terms
    are given and the query has no WHERE to take them.
    """
    if not terms:
        return text
    depth = 0
    where = False
    for token in tokens(text):
        mark = token[0]
        if mark == "{" and depth == 0 and where:
            values = " ".join(f"VALUES ?{name} {{ {term} }}" for name, term in terms.items())
            return f"{text[: token.end()]} {values}{text[token.end() :]}"
        depth += (mark in "{(") - (mark in "})") if token.lastgroup == "mark" else 0
        where = token.lastgroup == "word" and mark.upper() == "WHERE"
    raise QueryError("parameters were given, but the query has no `WHERE {` at its outermost level; write the word WHERE")
