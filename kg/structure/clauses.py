"""Sentences and clauses of canonical text, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span

# A line end always closes a sentence, for canonical text holds one paragraph (or table line) a line.
_SENTENCE_END = re.compile(r"[。！？!?；;]+[”’」』）)]*|\n+")
# A comma between digits separates thousands (5,448.08), not clauses; 、 joins the items of one clause.
_CLAUSE_END = re.compile(r"，+|(?<!\d),|,(?!\d)|[。！？!?；;：:]+[”’」』）)]*|\n+")


def sentences(text: str, within: Span | None = None) -> Iterator[Span]:
    """Yield the sentences of `text` (or of the part `within`), each with its closing mark, without outer white space."""
    yield from _split(text, within, _SENTENCE_END)


def clauses(text: str, within: Span | None = None) -> Iterator[Span]:
    """Yield the clauses of `text` (or of the part `within`), each with its closing mark, without outer white space."""
    yield from _split(text, within, _CLAUSE_END)


def _split(text: str, within: Span | None, end: re.Pattern[str]) -> Iterator[Span]:
    start, stop = (0, len(text)) if within is None else (within.start, within.end)
    for match in end.finditer(text, start, stop):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, stop)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
