"""The whole run, top to bottom: files -> extractions -> who is who -> graphs, tables, store. Read this file first.

A build is written beside the old one and renamed into place, so that a kill at any moment leaves the last good build.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg import __version__, duplicates, extraction, inputs, store, workers, writing
from kg.errors import BuildError, ReadError
from kg.extraction import Extraction, Failure, Task
from kg.facts import Department, Function, UnitProfile
from kg.link import Decisions, Linker, NameUse, at_build, gather, link, standing
from kg.link import kept as last_build
from kg.tables import Corpus
from kg.validate import ValidationReport
from kg.vocabulary import BASE_IRI

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: processes (0 chooses), base IRI, privacy profile, decisions, and whether to reuse the last build."""

    jobs: int = 0
    base: str = BASE_IRI
    profile: str = "public"
    decisions: Decisions = Decisions()
    reuse: bool = True
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found: where it is, its reports, the files that gave none, row counts of the tables, and the verdict."""

    directory: Path
    reports: tuple[extraction.Head, ...]
    failures: tuple[Failure, ...]
    rows: dict[str, int]
    quads: int
    reused: int
    validation: ValidationReport


def build(paths: Iterable[str], directory: Path, options: Options = Options(), progress: Progress | None = None) -> Built:
    """Read the reports under `paths` and write the build directory; return what was found.

    Raises ReadError where a path does not exist or no file gives a report, BuildError where the directory cannot be
    written. A file that cannot be read does not stop the others: it is listed in `failures` and in manifest.json.
    """
    say = progress or (lambda *_: None)
    check_directory(directory)
    files = inputs.find(paths)
    jobs, repeats = inputs.tasks(files, options.profile)
    results, reused = extract_all(jobs, directory if options.reuse else None, options, say)
    extractions, twice = duplicates.merge([result for result in results if isinstance(result, Extraction)])
    failures = (*(result for result in results if isinstance(result, Failure)), *repeats, *twice)
    if not extractions:
        reasons = "; ".join(failure.reason for failure in failures[:3])
        raise ReadError(f"none of {len(files)} file(s) gave a report: {reasons}")
    uses, before = list(name_uses(extractions)), last_build.minted(directory)
    decisions = at_build(options.decisions, directory)
    linker = link(uses, decisions, gather(extractions), before)
    corpus = Corpus(extractions, linker)
    digests = last_build.digests(extractions, uses, linker)
    same = _same_graphs(directory, digests, options) if reused else {}
    with beside(directory) as folder:
        say("writing", 0, len(extractions))
        written = writing.write(folder, corpus, options.base, same, options.jobs)
        last_build.write_minted(folder, linker, before)
        manifest = _manifest(written, failures, options)
        _identity_counters(manifest, linker, decisions, digests, same)
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    heads = tuple(item.head for item in extractions)
    return Built(directory, heads, failures, written.rows, written.statements, reused, written.report)


def extract_all(jobs: Sequence[Task], last: Path | None, options: Options, say: Progress) -> tuple[tuple[Extraction | Failure, ...], int]:
    """Return the result of each task, in task order, and how many were taken unchanged from the `last` build."""
    kept = _kept(jobs, last, options) if last is not None else {}
    todo = [task for task in jobs if task.id not in kept]
    fresh: dict[str, Extraction | Failure] = {}
    say("reading", len(kept), len(jobs))
    for task, result in zip(todo, _run(todo, options), strict=True):
        fresh[task.id] = result
        say("reading", len(kept) + len(fresh), len(jobs))
    return tuple(kept[task.id] if task.id in kept else fresh[task.id] for task in jobs), len(kept)


def _run(todo: Sequence[Task], options: Options) -> Iterator[Extraction | Failure]:
    """Yield the result of each task, in order, from the cluster, from processes or from this process."""
    if options.cluster:
        from kg.cluster import executor

        with executor(options.cluster) as remote:
            yield from remote.map(extraction.run, todo)
        return
    sizes = [_size(task) for task in todo]
    if workers.processes(sizes, options.jobs) > 1 and workers.can_fork():
        extraction.warm_up()
    yield from workers.each(extraction.run, todo, sizes, options.jobs)


def _size(task: Task) -> int:
    try:
        return Path(task.path).stat().st_size
    except OSError:
        return 0


def name_uses(extractions: Iterable[Extraction]) -> Iterator[NameUse]:
    """Yield every name of every report, with the reporting unit's own name among them."""
    for item in extractions:
        if item.head.unit:
            yield NameUse(item.head.unit, "government", item.head.id, unit=True)
        for here in item.named:
            yield NameUse(here.mention.surface, here.mention.kind, item.head.id)
        for fact in item.facts:
            for surface in sorted(unit_surfaces(fact, item.head.unit)):
                yield NameUse(surface, "government", item.head.id)


def unit_surfaces(fact: Any, unit: str) -> set[str]:
    """Return the plain words that stand for the reporting unit in a fact that must name one, other than its full name."""
    # Other kinds call a unit of measure their unit.
    found = fact.unit if isinstance(fact, Department | Function | UnitProfile) else ""
    return {found} if isinstance(found, str) and found not in ("", unit) else set()


def _same_graphs(directory: Path, digests: Mapping[str, str], options: Options) -> dict[str, bytes]:
    """Return the statements of the reports that the last build mapped and in which nobody has become someone else."""
    settings = {"fingerprint": extraction.program_fingerprint(), "base": options.base, "profile": options.profile}
    reports = last_build.unchanged(directory, digests, settings)
    return last_build.graphs(directory, {report: f"{options.base}graph/report/{quote(report, safe='')}" for report in sorted(reports)})


def _identity_counters(
    manifest: dict[str, Any], linker: Linker, decisions: Decisions, digests: Mapping[str, str], same: Mapping[str, object]
) -> None:
    """Add to the manifest who is who in short: the ledger, verdicts in force, and the reports mapped anew."""
    for report, digest in digests.items():
        manifest["reports"][report]["identity"] = digest
    manifest["settings"]["decisions"] = decisions.source
    manifest["identity"] = {"mapped": [report for report in digests if report not in same], **standing(linker, decisions)}


def _manifest(written: writing.Written, failures: Sequence[Failure], options: Options) -> dict[str, Any]:
    """Return manifest.json: inputs, versions, settings and counters; the only part of a build that carries a time."""
    corpus, report = written.corpus, written.report
    reports = {}
    totals: Counter[str] = Counter()
    for item in corpus.extractions:
        head = item.head
        counts = {"characters": len(item.text), "facts": len(item.facts), "mentions": len(item.named), "withheld": head.withheld}
        totals.update(counts)
        kinds = Counter(type(fact).__name__ for fact in item.facts)
        reports[head.id] = {
            "path": head.path,
            "sha256": head.sha256,
            "media_type": head.media_type,
            **({"url": head.url} if head.url else {}),
            **({"sources": head.sources} if head.sources else {}),
            **({"pages": len(head.pages)} if head.pages else {}),
            "unit_resolved": bool(head.unit),
            "year_resolved": head.fiscal_year is not None,
            **counts,
            "facts_by_kind": dict(sorted(kinds.items())),
            "numbers": asdict(head.coverage),
        }
    return {
        "program": "jixiao-kg",
        "version": __version__,
        "fingerprint": extraction.program_fingerprint(),
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": {"base": options.base, "profile": options.profile, "decisions": options.decisions.source},
        "totals": {"reports": len(reports), **dict(sorted(totals.items())), "quads": written.statements, "rows": written.rows},
        "findings": dict(sorted(Counter(finding.severity for finding in corpus.findings).items())),
        "validation": {"violations": report.count("Violation"), "warnings": report.count("Warning")},
        "reports": reports,
        "left_out": [asdict(failure) for failure in failures],
        "open_candidates": len(corpus.linker.candidates()),
    }


def _kept(jobs: Sequence[Task], last: Path, options: Options) -> dict[str, Extraction]:
    """Return the extractions of the last build whose file, program and profile are unchanged, by report id."""
    try:
        manifest = json.loads((last / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if manifest.get("fingerprint") != extraction.program_fingerprint() or manifest["settings"]["profile"] != options.profile:
        return {}
    kept = {}
    for task in jobs:
        old = manifest["reports"].get(task.id)
        if old is None or old["path"] != task.path or old["sha256"] != inputs.digest(task):
            continue
        try:
            text = (last / "texts" / f"{task.id}.txt").read_text(encoding="utf-8")
            with (last / "facts" / f"{task.id}.jsonl").open(encoding="utf-8") as handle:
                kept[task.id] = extraction.from_lines(handle, text)
        except (OSError, ValueError, KeyError, TypeError, StopIteration):
            continue
    return kept


def check_directory(directory: Path) -> None:
    """Raise BuildError unless a build may be written at `directory`: it is missing, empty, or holds a build."""
    old = store.former(directory)
    if not directory.exists() and old.exists():
        old.rename(directory)
    if directory.exists() and not directory.is_dir():
        raise BuildError(f"{directory}: is a file; name a directory with -d")
    if directory.is_dir() and any(directory.iterdir()) and not (directory / "manifest.json").is_file():
        raise BuildError(f"{directory}: holds other files and no build; name an empty or new directory with -d")


@contextmanager
def beside(directory: Path) -> Iterator[Path]:
    """Give a new folder beside `directory` to write into, and rename it into place once everything is written.

    Raises BuildError where the place cannot be written; the last build is left as it was.
    """
    target = directory.absolute()
    new, old = target.with_name(f".{target.name}.new-{os.getpid()}"), store.former(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        yield new
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        new.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise BuildError(f"{directory}: cannot be written ({error.strerror or error}); name another directory with -d") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
