"""Verdicts on identity: the curated ones of kg/data/decisions.csv and those a user gives, each with source and reason."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.errors import LexiconError
from kg.lexicon import rows

Verdict = Literal["same", "former_name", "part_of", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = ("same", "former_name", "part_of", "different", "unsure")
COLUMNS = ("left", "right", "verdict")
CURATED = "curated"
NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """A verdict on two names: `same` and `former_name` join them, `different` keeps them and all they are joined to apart.

    Only a `high` confidence acts; anything lower leaves the pair an open candidate with `why` as its reason.
    """

    left: str
    right: str
    verdict: Verdict
    source: str = ""
    confidence: str = "high"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Verdicts and where they came from; `entries` None stands for the curated ones that ship with the program."""

    entries: tuple[Decision, ...] | None = None
    source: str = CURATED

    def all(self) -> tuple[Decision, ...]:
        """Return the verdicts, sorted, each once."""
        return tuple(sorted(set(curated() if self.entries is None else self.entries)))


def curated() -> tuple[Decision, ...]:
    """Return the verdicts of kg/data/decisions.csv."""
    return tuple(_decision(row, f"decisions.csv, row {number}") for number, row in enumerate(rows("decisions"), start=2))


def load_decisions(choice: str | Path | None = None) -> Decisions:
    """Return the curated verdicts; none for "none"; for a file, the curated ones and those of the file, which outrank them.

    Raises LexiconError where the file cannot be read or a row lacks left, right or a known verdict.
    """
    if choice is None or choice in ("", CURATED):
        return Decisions()
    if choice == NONE:
        return Decisions((), NONE)
    path = Path(choice)
    given = _read(path)
    judged = {frozenset((d.left, d.right)) for d in given}
    kept = tuple(d for d in curated() if frozenset((d.left, d.right)) not in judged)
    return Decisions((*kept, *given), str(choice))


def _read(path: Path) -> tuple[Decision, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, restval="")
            if not set(COLUMNS) <= set(reader.fieldnames or ()):
                raise LexiconError(f"{path}: a decision file needs the columns {', '.join(COLUMNS)} in its first row")
            return tuple(_decision(row, f"{path}, line {reader.line_num}") for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}: cannot be read as a decision file ({error}); give a UTF-8 CSV") from error


def _decision(row: Mapping[str, str], where: str) -> Decision:
    verdict = (row.get("verdict") or "").strip()
    left, right = (row.get("left") or "").strip(), (row.get("right") or "").strip()
    if verdict not in VERDICTS or not left or not right:
        raise LexiconError(f"{where}: a decision needs left, right and a verdict of {', '.join(VERDICTS)}")
    return Decision(left, right, verdict, row.get("source") or "", (row.get("confidence") or "high").strip(), row.get("why") or "")
