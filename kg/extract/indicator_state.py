"""What the reader of a line of prose knows while it reads: where a figure stands, what was said before it, what it found."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.indicator_pieces import Piece
from kg.facts import Referent
from kg.model import Mention, Span
from kg.recognise.reading import Number
from kg.values import Period, Quantity


@dataclass(frozen=True, slots=True)
class Found:
    """One figure with its name; `span` reaches over the words that state it."""

    number: Number
    name: str
    role: str
    quantity: Quantity
    subject: Referent
    scope: str
    period: Period | None
    span: Span


@dataclass(slots=True)
class State:
    """What the line has said so far."""

    head: str = ""
    head_start: int = 0
    last: str = ""
    ranked: str = ""
    money: str = ""  # what an amount was last said of
    full: str = ""
    heads: tuple[str, ...] = ()
    scope: str = ""
    subject: Mention | None = None
    named: tuple[Mention, ...] = ()
    period: Period | None = None
    target: bool = False
    planned: bool = False
    seasonal: bool = False  # the period is a part of the fiscal year
    paid: str = ""  # what those named were paid
    aimed: bool = False  # the figure before was the goal of what is measured


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: its piece, where the words before it begin and those after it end, and both without white space."""

    piece: Piece
    start: int
    stop: int
    left: str
    right: str
    more: bool
