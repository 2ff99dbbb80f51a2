"""Joined names as sets, with pairs that may never share one: a verdict "different" also blocks chains of joins."""

from __future__ import annotations

from collections.abc import Iterable


class Forest:
    """Disjoint sets over names; the root of a set is its smallest member, so that the order of joins does not show."""

    def __init__(self, apart: Iterable[tuple[str, str]]) -> None:
        self._parent: dict[str, str] = {}
        # Only of sets of more than one: most names stand alone.
        self._members: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for left, right in apart:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)

    def root(self, item: str) -> str:
        """Return the root of the set of `item`, which becomes a set of its own where it is new."""
        parent = self._parent.get(item)
        if parent is None:
            self._parent[item] = item
            return item
        top = item
        while parent != top:
            top, parent = parent, self._parent[parent]
        while self._parent[item] != top:
            self._parent[item], item = top, self._parent[item]
        return top

    def join(self, left: str, right: str) -> bool:
        """Join two sets and return True, or return False where a pair kept apart would meet."""
        first, second = sorted((self.root(left), self.root(right)))
        if first == second:
            return True
        if self.are_apart(first, second):
            return False
        self._parent[second] = first
        self._members.setdefault(first, [first]).extend(self._members.pop(second, (second,)))
        return True

    def are_apart(self, left: str, right: str) -> bool:
        """Return whether some member of the one set may not meet some member of the other."""
        first, second = self.root(left), self.root(right)
        guarded = [member for member in self._members.get(second, (second,)) if member in self._apart] if self._apart else []
        if not guarded:
            return False
        others = set(self._members.get(first, (first,)))
        return any(not self._apart[member].isdisjoint(others) for member in guarded)

    def sets(self) -> list[list[str]]:
        """Return the members of each set, sorted, the sets in the order of their roots."""
        roots = sorted(item for item, parent in self._parent.items() if item == parent)
        return [sorted(self._members[root]) if root in self._members else [root] for root in roots]
