"""Joined names as sets, with pairs that may never share one: a verdict "different" also blocks chains of joins."""

from __future__ import annotations

from collections.abc import Iterable


class Forest:
    """Disjoint sets over names; the root of a set is its smallest member, so that the order of joins does not show."""

    def __init__(self, apart: Iterable[tuple[str, str]]) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for left, right in apart:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)

    def root(self, item: str) -> str:
        """Return the root of the set of `item`, which becomes a set of its own where it is new."""
        parent = self._parent.setdefault(item, item)
        if parent == item:
            self._members.setdefault(item, [item])
            return item
        found = self.root(parent)
        self._parent[item] = found
        return found

    def join(self, left: str, right: str) -> bool:
        """Join two sets and return True, or return False where a pair kept apart would meet."""
        first, second = sorted((self.root(left), self.root(right)))
        if first == second:
            return True
        members = self._members[second]
        others = set(self._members[first])
        if any(not self._apart.get(member, set()).isdisjoint(others) for member in members):
            return False
        self._parent[second] = first
        self._members[first].extend(self._members.pop(second))
        return True

    def sets(self) -> list[list[str]]:
        """Return the members of each set, sorted, the sets in the order of their roots."""
        return [sorted(self._members[root]) for root in sorted(self._members)]
