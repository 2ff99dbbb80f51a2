"""What comes in and what goes out: a name as a report uses it, an open pair, an organisation."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import EntityKind

KINDS: tuple[EntityKind, ...] = (
    "enterprise",
    "research_institute",
    "university",
    "school",
    "hospital",
    "bank",
    "government",
    "party",
    "association",
    "media",
    "park",
    "exhibition",
    "other",
)
FIRMS = frozenset({"enterprise", "research_institute"})


@dataclass(frozen=True, slots=True, order=True)
class NameUse:
    """A name as a report uses it; `unit` marks the reporting unit's own full name, which says where 区政府 is."""

    surface: str
    kind: EntityKind
    report: str
    unit: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two names that may be one organisation, left open: neither a rule nor a certain verdict joins them."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class DatedName:
    """A name an organisation had; `start` and `end` are a year, month or date, "" where unknown; `source` says who says so."""

    name: str
    start: str = ""
    end: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation under its local id: `name` leads, `legal_name` is "" unless printed in full or decided.

    `part_of` holds the ids of the organisations it belongs to (a firm's party branch), `reports` where it is named. `merged`
    are the ids its other names would have alone: they live on as the same. `code` is its unified social credit code where
    printed, `former` its dated names, `remarks` what a verdict says of a printed form (a slip of the source).
    """

    id: str
    kind: EntityKind
    name: str
    legal_name: str = ""
    aliases: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = field(default=())
    merged: tuple[str, ...] = ()
    former: tuple[DatedName, ...] = ()
    code: str = ""
    remarks: tuple[str, ...] = ()
