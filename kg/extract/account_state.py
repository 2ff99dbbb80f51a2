"""What a line of accounts has said so far, and the percentages said of the amount before them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kg.extract.account_clauses import Piece
from kg.extract.account_concepts import Head, read_head
from kg.extract.account_statements import Statement, Subject, percent_role
from kg.model import Span
from kg.recognise.reading import Number, Reading

# An account named further back than this is not quoted with its figure: the clause alone is.
QUOTED: Final = 160


@dataclass(slots=True)
class State:
    """What a line has said so far."""

    subject: Subject | None = None
    total: Statement | None = None
    last: Statement | None = None
    stated: Statement | None = None
    stated_in: int = -1
    spent: Statement | None = None
    base: str = ""
    sentence: int = 0
    named_in: int = -1
    classes: tuple[str, ...] = ()
    topic: Subject | None = None
    purpose: bool = False
    headed: bool = False
    label: Span | None = None
    classed: bool = False
    divided: Statement | None = None
    row: list[Subject] = field(default_factory=list)
    batched: tuple[str, ...] = ()
    foreign: int = -1
    stray: bool = False
    budget: Subject | None = None
    outer: list[tuple[Subject | None, Statement | None, Statement | None, Statement | None]] = field(default_factory=list)


def head_of(reading: Reading, words: Span, names: tuple[str, ...]) -> Head | None:
    """Return what `read_head` makes of a piece's words; accounts and budget items ask for the same ones."""
    made = reading.once(_heads)
    key = (words.start, words.end, names)
    if key not in made:
        made[key] = read_head(reading.text[words.start : words.end], words.start, names)
    return made[key]


def _heads(_: Reading) -> dict[tuple[int, int, tuple[str, ...]], Head | None]:
    """Return where the heads of a reading are kept."""
    return {}


def percentage(reading: Reading, piece: Piece, number: Number, last: Statement | None, line: int) -> Statement | None:
    """Return the share, growth or completion that a percentage says of the amount stated last, or None where it says none."""
    amount = last.whole if last is not None and last.role != "amount" else last
    said = percent_role(reading.text[piece.span.start : piece.span.end])
    if amount is None or said is None:
        return None
    role, base, sign = said
    start = amount.span.start if piece.span.start - amount.span.start < QUOTED else piece.span.start
    return Statement(
        role=role,
        subject=amount.subject,
        measure=amount.measure,
        year=amount.year,
        number=number,
        span=Span(start, number.span.end),
        line=line,
        fund=amount.fund,
        base=base,
        sign=sign,
        whole=amount,
    )
