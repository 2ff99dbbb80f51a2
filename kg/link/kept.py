"""What a build keeps of the last one: the ids it gave, and the graphs of reports in which nobody has become someone else."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.link.linker import Linker
from kg.link.names import NameUse

if TYPE_CHECKING:
    from kg.extraction import Extraction

IDENTITY = "identity.jsonl"


def minted(directory: Path) -> tuple[str, ...]:
    """Return the keys that gave the organisations of a build their ids, oldest first; nothing where there is no build."""
    try:
        lines = (directory / IDENTITY).read_text(encoding="utf-8").splitlines()
        return tuple(str(json.loads(line)["key"]) for line in lines)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def write_minted(folder: Path, linker: Linker, before: Iterable[str]) -> None:
    """Write the ids a build gives: those kept of an earlier build in their order, then the new ones by id."""
    leads = linker.leads()
    known = {key: None for key in before if key in leads.values()}
    ordered = [*known, *(key for _, key in sorted(leads.items()) if key not in known)]
    ids = {key: identifier for identifier, key in leads.items()}
    lines = (json.dumps({"id": ids[key], "key": key}, ensure_ascii=False) + "\n" for key in ordered)
    (folder / IDENTITY).write_text("".join(lines), encoding="utf-8", newline="")


def digests(extractions: Iterable[Extraction], uses: Iterable[NameUse], linker: Linker) -> dict[str, str]:
    """Return, for each report, a hash of its head and of who each of its names is: equal ones map to equal statements."""
    named: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for use in uses:
        named[use.report].add((use.surface, use.kind, linker.canonical(use.surface, use.kind, use.report)))
    out = {}
    for item in extractions:
        digest = hashlib.sha256(repr((item.head, len(item.text), len(item.facts))).encode())
        digest.update(repr(sorted(named.get(item.head.id, ()))).encode())
        out[item.head.id] = digest.hexdigest()[:16]
    return out


def unchanged(directory: Path, now: Mapping[str, str], settings: Mapping[str, str]) -> frozenset[str]:
    """Return the reports whose digest is that of the build in `directory`, made by the same program with the same settings."""
    try:
        old: dict[str, Any] = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
        if any(old.get(name, old["settings"].get(name)) != value for name, value in settings.items()):
            return frozenset()
        return frozenset(report for report, digest in now.items() if old["reports"].get(report, {}).get("identity") == digest)
    except (OSError, ValueError, KeyError, AttributeError):
        return frozenset()


def graphs(directory: Path, reports: Mapping[str, str]) -> dict[str, bytes]:
    """Return the N-Quads of the named graphs of `reports` (IRI by report) as the build in `directory` wrote them."""
    names = {f"<{iri}>".encode(): report for report, iri in reports.items()}
    lines: dict[str, list[bytes]] = defaultdict(list)
    try:
        with (directory / "graph" / "kg.nq").open("rb") as handle:
            for line in handle:
                # A line ends in ` <graph> .`; IRIs hold no space.
                report = names.get(line[:-3].rpartition(b" ")[2])
                if report is not None:
                    lines[report].append(line)
    except OSError:
        return {}
    return {report: b"".join(body) for report, body in lines.items()}
