"""Who is who: the distinct names of all reports become organisations; what stays open is listed, not guessed."""

from __future__ import annotations

from kg.link.context import Context, gather
from kg.link.ledger import Decision, Decisions, at_build, load_decisions
from kg.link.linker import Linker, link
from kg.link.names import Candidate, DatedName, NameUse, Organisation
from kg.link.standing import standing

__all__ = [
    "Candidate",
    "Context",
    "DatedName",
    "Decision",
    "Decisions",
    "Linker",
    "NameUse",
    "Organisation",
    "at_build",
    "gather",
    "link",
    "load_decisions",
    "standing",
]
