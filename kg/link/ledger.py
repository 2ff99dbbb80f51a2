"""Verdicts on identity: the curated ones of kg/data/decisions.csv and the ledger of those people give, replayed on every build.

A ledger is JSON lines, only ever appended to; the last line on a pair is in force, and "withdrawn" takes a verdict back.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from kg.errors import LexiconError
from kg.lexicon import rows
from kg.link.normal import normal

Verdict = Literal["same", "former_name", "part_of", "different", "unsure", "withdrawn"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
COLUMNS = ("left", "right", "verdict")
CURATED = "curated"
NONE = "none"
# A verdict of this confidence leaves the pair open, with its reason.
DOUBTFUL = "low"
_JOINING = frozenset({"same", "former_name"})


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """A verdict on two names: `same` and `former_name` join them, `different` keeps them and all they are joined to apart.

    A name may be bound to one report as name@report. A `low` confidence leaves the pair an open candidate with `why` as its
    reason. `by` is "" for the curated verdicts; `start` and `end` date a former name; `flag` marks a slip of the source.
    """

    left: str
    right: str
    verdict: Verdict
    source: str = ""
    confidence: str = "high"
    why: str = ""
    by: str = ""
    at: str = ""
    start: str = ""
    end: str = ""
    flag: str = ""

    @property
    def pair(self) -> frozenset[str]:
        """Return the two names as they are compared."""
        return frozenset((normal(self.left), normal(self.right)))

    @property
    def joins(self) -> bool:
        """Return whether the verdict makes one of the two."""
        return self.verdict in _JOINING and self.confidence != DOUBTFUL


@dataclass(frozen=True, slots=True)
class Decisions:
    """Verdicts and where they came from; `entries` None stands for the curated ones that ship with the program."""

    entries: tuple[Decision, ...] | None = None
    source: str = CURATED

    def all(self) -> tuple[Decision, ...]:
        """Return the verdicts, people's before curated ones, each once."""
        found = set(curated() if self.entries is None else self.entries)
        return tuple(sorted(found, key=lambda d: (not d.by, d)))


def curated() -> tuple[Decision, ...]:
    """Return the verdicts of kg/data/decisions.csv."""
    return tuple(_decision(row, f"decisions.csv, row {number}") for number, row in enumerate(rows("decisions"), start=2))


def load_decisions(choice: str | Path | None = None) -> Decisions:
    """Return the curated verdicts; none for "none"; for a file, the curated ones and those of the file, which outrank them.

    The file is a ledger (JSON lines) or a CSV. Raises LexiconError where it cannot be read or a row lacks left, right or a
    known verdict.
    """
    if choice is None or choice in ("", CURATED):
        return Decisions()
    if choice == NONE:
        return Decisions((), NONE)
    return with_people(Decisions(), read(Path(choice)), str(choice))


def with_people(base: Decisions, given: Iterable[Decision], source: str) -> Decisions:
    """Return `base` with the verdicts of people, which replace those of `base` on the same pair."""
    in_force = replay(given)
    judged = {d.pair for d in in_force}
    return Decisions((*(d for d in base.all() if d.pair not in judged), *in_force), source)


def at_build(decisions: Decisions, directory: Path) -> Decisions:
    """Return the verdicts for a build: where no others were chosen, the curated ones and the ledger beside the build."""
    path = ledger_beside(directory)
    if decisions.entries is not None or not path.is_file():
        return decisions
    return with_people(decisions, read(path), str(path))


def ledger_beside(directory: Path) -> Path:
    """Return where the ledger of a build lies: beside the build directory, so that it survives a build from scratch."""
    target = directory.absolute()
    return directory.parent / f"{target.name}.decisions.jsonl"


def replay(lines: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the verdicts in force: the last on each pair, those withdrawn left out, in the order they were given."""
    last: dict[frozenset[str], Decision] = {}
    for decision in lines:
        last.pop(decision.pair, None)
        last[decision.pair] = decision
    return tuple(d for d in last.values() if d.verdict != "withdrawn")


def append(path: Path, decision: Decision) -> None:
    """Append one verdict to a ledger, made where it does not exist; raises LexiconError where it cannot be written.

    Raises LexiconError too where both names have one normal form: nothing can be said of a name and itself.
    """
    if len(decision.pair) < 2:
        raise LexiconError(f"{decision.left} and {decision.right} are one name; bind them to a report, as name@report")
    body = {key: value for key, value in asdict(decision).items() if value}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="") as handle:
            handle.write(json.dumps(body, ensure_ascii=False) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise LexiconError(f"{path}: the ledger cannot be written ({error.strerror or error}); name another with --ledger") from error


def read(path: Path) -> tuple[Decision, ...]:
    """Return every line of a ledger, or every row of a CSV of verdicts; each is a person's.

    Raises LexiconError with the line where the file cannot be read or used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as a decision file ({error}); give JSON lines or a UTF-8 CSV") from error
    found = _json_lines(text, path) if path.suffix == ".jsonl" or text.startswith("{") else _csv_rows(text, path)
    return tuple(d if d.by else replace(d, by=path.name) for d in found)


def _json_lines(text: str, path: Path) -> list[Decision]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)
        except ValueError as error:
            raise LexiconError(f"{path}, line {number}: is no JSON object ({error}); mend or remove the line") from error
        if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
            raise LexiconError(f"{path}, line {number}: a verdict is a JSON object of texts")
        found.append(_decision(body, f"{path}, line {number}"))
    return found


def _csv_rows(text: str, path: Path) -> list[Decision]:
    try:
        reader = csv.DictReader(text.splitlines(), restval="")
        if not set(COLUMNS) <= set(reader.fieldnames or ()):
            raise LexiconError(f"{path}: a decision file needs the columns {', '.join(COLUMNS)} in its first row")
        return [_decision(row, f"{path}, line {reader.line_num}") for row in reader]
    except csv.Error as error:
        raise LexiconError(f"{path}: cannot be read as a decision file ({error}); give JSON lines or a UTF-8 CSV") from error


def _decision(row: Mapping[str, str], where: str) -> Decision:
    found = {name: (row.get(name) or "").strip() for name in Decision.__dataclass_fields__}
    verdict = found["verdict"]
    if verdict not in VERDICTS or not normal(found["left"]) or not normal(found["right"]):
        raise LexiconError(f"{where}: a decision needs left, right and a verdict of {', '.join(VERDICTS)}")
    found["confidence"] = found["confidence"] or "high"
    return Decision(**found)  # type: ignore[arg-type]
