"""Who is who: the distinct names of all reports become organisations; what stays open is listed, not guessed."""

from __future__ import annotations

from kg.link.ledger import Decision, Decisions, load_decisions
from kg.link.linker import Candidate, Linker, NameUse, Organisation, link

__all__ = ["Candidate", "Decision", "Decisions", "Linker", "NameUse", "Organisation", "link", "load_decisions"]
