"""Verdicts of readers on findings: JSON lines with a finding's id, accepted or dismissed, and why; the last line on a finding counts."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kg.errors import SettingError

Verdict = Literal["accepted", "dismissed"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reader decided on one finding, and why."""

    finding: str
    verdict: Verdict
    why: str


def read_ledger(path: Path) -> dict[str, Decision]:
    """Return the decision in force for each finding id, {} where there is no file.

    Raises SettingError where a line is no decision.
    """
    found: dict[str, Decision] = {}
    if not path.exists():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            decision = _decision(path, number, line)
            found[decision.finding] = decision
    return found


def _decision(path: Path, number: int, line: str) -> Decision:
    try:
        data = json.loads(line)
        decision = Decision(str(data["finding"]), data["verdict"], str(data["why"]))
    except (ValueError, KeyError, TypeError) as error:
        raise SettingError(f'{path}:{number}: no decision; a line is {{"finding": ID, "verdict": "accepted", "why": TEXT}}') from error
    if decision.verdict not in get_args(Verdict):
        raise SettingError(f"{path}:{number}: verdict {decision.verdict}: choose accepted or dismissed")
    return decision


def append(path: Path, decision: Decision) -> None:
    """Add a decision at the end of the ledger, which is made where there is none; raises SettingError where it cannot be written."""
    data = {"finding": decision.finding, "verdict": decision.verdict, "why": decision.why}
    try:
        with path.open("a", encoding="utf-8", newline="") as handle:
            handle.write(json.dumps(data, ensure_ascii=False) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise SettingError(f"{path}: cannot be written ({error.strerror or error}); name another file with --ledger") from error
