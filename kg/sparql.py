"""SPARQL as text: whether a query only reads, and the values of its parameters put in as terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
_CONDITIONS: Final = frozenset({"FILTER", "BIND"})
# What may be called right after FILTER, without brackets around it.
_CALLS: Final = frozenset({"word", "name", "iri"})


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
    """Return `text` with each term in the place of the variable of its name.

    A variable becomes a constant where it stands in the condition of a FILTER or BIND, and an IRI in patterns too: an engine then
    looks for it first and applies the condition before it joins. What stands elsewhere, as in SELECT, is bound by VALUES at the
    head of the outermost WHERE. A term is written by its own serialiser, so a value cannot end the literal it stands in. Raises
    QueryError where VALUES are needed and no WHERE takes them.
    """
    found = list(tokens(text))
    uses = _uses(found)
    edits: list[tuple[int, int, str]] = []
    rest: list[str] = []
    for name, term in terms.items():
        places = {place for _, other, place in uses if other == name}
        constant = {"condition"} if isinstance(term, Literal) else {"condition", "pattern"}
        if places <= {*constant, "outside"}:
            edits += [_edit(found, index, term) for index, other, place in uses if other == name and place != "outside"]
        if places != {"condition"}:
            rest.append(f"VALUES ?{name} {{ {term} }}")
    if rest:
        head = _head(found)
        edits.append((head, head, f" {' '.join(rest)}"))
    for start, end, new in sorted(edits, reverse=True):
        text = f"{text[:start]}{new}{text[end:]}"
    return text


def _uses(found: Sequence[re.Match[str]]) -> list[tuple[int, str, str]]:
    """Return each variable with the index of its token and where it stands.

    That is a `condition`, a `pattern` of a group, `outside` the outermost group, or a place that takes no constant: `bound`.
    """
    uses: list[tuple[int, str, str]] = []
    open_ = ["outside"]
    for index, token in enumerate(found):
        before = [part[0].upper() for part in found[max(index - 2, 0) : index]]
        if token[0] in "({":
            open_.append(_inside(token[0], before, found[index - 1].lastgroup if index else None, open_[-1]))
        elif token[0] in ")}":
            open_ = open_[:-1] or ["outside"]
        elif token[0].upper() == "SELECT" and len(open_) > 1:
            # A sub-query has its own variables, of which it hands out those it names.
            open_[-1] = "bound"
        elif token.lastgroup == "variable":
            uses.append((index, token[0][1:], "bound" if before[-1:] in (["AS"], ["VALUES"]) else open_[-1]))
    return uses


def _inside(bracket: str, before: Sequence[str], kind: str | None, around: str) -> str:
    """Return where a variable stands inside a bracket, from the words before it and from where the bracket stands."""
    if bracket == "{":
        # What MINUS takes away depends on the variables it shares.
        return "bound" if around == "bound" or "VALUES" in before or before[-1:] == ["MINUS"] else "pattern"
    if before[-1:] and (before[-1] in _CONDITIONS or (before[0] == "FILTER" and kind in _CALLS)):
        return "condition"
    # VALUES (?a ?b) {…} is the other bracket of a group; the rest are parts of paths and lists.
    return "bound" if before[-1:] == ["VALUES"] else around


def _edit(found: Sequence[re.Match[str]], index: int, term: NamedNode | Literal) -> tuple[int, int, str]:
    """Return what replaces a variable: the term, or `true` where the question is whether it is bound."""
    if index > 1 and found[index - 2][0].upper() == "BOUND":
        return found[index - 2].start(), found[index + 1].end(), "true"
    return found[index].start(), found[index].end(), str(term)


def _head(found: Sequence[re.Match[str]]) -> int:
    """Return the place after the brace that opens the outermost WHERE."""
    depth = 0
    where = False
    for token in found:
        mark = token[0]
        if mark == "{" and depth == 0 and where:
            return token.end()
        depth += (mark in "{(") - (mark in "})") if token.lastgroup == "mark" else 0
        where = token.lastgroup == "word" and mark.upper() == "WHERE"
    raise QueryError("parameters were given, but the query has no `WHERE {` at its outermost level; write the word WHERE")
