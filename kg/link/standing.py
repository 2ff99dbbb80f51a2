"""What became of each verdict: in force, blocked, orphaned, or needed no more."""

from __future__ import annotations

from kg.link.ledger import Decision, Decisions
from kg.link.linker import Linker


def state_of(decision: Decision, linker: Linker, alone: Linker | None = None) -> str:
    """Return what became of a verdict: orphaned (no report has a name of it), blocked, redundant (so without it too) or in force.

    `alone` is the linker without verdicts; without it nothing counts as redundant.
    """
    groups = linker.groups
    lefts, rights = groups.resolve(decision)
    if not any(key in groups.named for key in (*lefts, *rights)):
        return "orphaned"
    if decision in groups.blocked:
        return "blocked"
    if alone is None or decision.verdict not in {"same", "former_name", "different"}:
        return "in force"
    together = alone.groups.forest.root(lefts[0]) == alone.groups.forest.root(rights[0])
    both = lefts[0] in groups.named and rights[0] in groups.named
    return "redundant" if both and together == (decision.verdict != "different") else "in force"


def standing(linker: Linker, decisions: Decisions) -> dict[str, int]:
    """Return counts for the manifest: verdicts of people, those among them that are orphaned or blocked, pairs left open."""
    people = [d for d in decisions.all() if d.by]
    states = [state_of(d, linker) for d in people]
    return {
        "verdicts": len(people),
        "orphaned": states.count("orphaned"),
        "blocked": len(linker.groups.blocked),
        "open": len(linker.candidates()),
    }
