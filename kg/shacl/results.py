"""What validation finds: results, and the report that decides from their severities whether a graph conforms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kg.errors import SettingError
from kg.shacl.paths import Path

Severity = Literal["Violation", "Warning", "Info"]
Profile = Literal["draft", "publish", "strict"]

PROFILES: tuple[Profile, ...] = get_args(Profile)
# Without these a fact cannot be traced to a place in a file, so that not even a draft can be read.
_DRAFT_MODULES = frozenset({"evidence", "report"})


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that is wrong or incomplete.

    `focus` and `shape` are IRIs (a focus node that is blank or a literal is written as in N-Triples), `value` is a term as
    in N-Triples or "" where the result concerns no single value, `path` is None for the node itself, `component` is the
    local name of the constraint component, `module` the shapes file without its suffix, `graph` the named graph or "" for
    the default graph. For a sh:sparql constraint `shape` is the constraint's own IRI.
    """

    severity: Severity
    focus: str
    path: Path | None
    shape: str
    value: str
    component: str
    module: str
    message_zh: str
    message_en: str
    graph: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Return what tells this result from every other, in the order in which results are listed."""
        path = self.path.sparql() if self.path else ""
        return self.severity, self.graph, self.focus, self.shape, path, self.component, self.value


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """All results of one validation, sorted, and the profile that says which of them may stand."""

    profile: Profile
    results: tuple[Result, ...] = ()

    @property
    def conforms(self) -> bool:
        """Return whether no result stands against the profile."""
        return not self.against

    @property
    def against(self) -> tuple[Result, ...]:
        """Return the results that the profile does not let stand."""
        return tuple(result for result in self.results if stands_against(result, self.profile))

    def count(self, severity: Severity) -> int:
        """Return how many results have this severity."""
        return sum(result.severity == severity for result in self.results)


def stands_against(result: Result, profile: Profile) -> bool:
    """Return whether `result` keeps a graph from conforming.

    `draft`: a Violation of the evidence or report shapes; `publish`: any Violation; `strict`: any Violation or Warning.
    """
    if profile == "strict":
        return result.severity != "Info"
    return result.severity == "Violation" and (profile == "publish" or result.module in _DRAFT_MODULES)


def check_profile(name: str) -> Profile:
    """Return `name` as a profile; raises SettingError where there is no such profile."""
    for profile in PROFILES:
        if profile == name:
            return profile
    raise SettingError(f"--profile {name}: no such profile; choose one of {', '.join(PROFILES)}")
