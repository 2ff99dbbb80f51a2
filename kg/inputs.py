"""Which files a build reads, and what each report is called."""

from __future__ import annotations

import glob
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import ReadError
from kg.extraction import Failure, Task
from kg.lists import Listed, is_list, listed
from kg.read import READERS, safe_id
from kg.read.archive import MARK, SUFFIX, member_bytes
from kg.read.archive import members as archive_members
from kg.settings import setting

_IN_FOLDERS = frozenset({*READERS, SUFFIX})


def find(paths: Iterable[str]) -> tuple[Path, ...]:
    """Return the files that `paths` (files, folders, glob patterns) stand for, sorted, each once.

    A folder gives the files below it whose suffix can be read; a file named outright is always taken. Raises ReadError
    for a path that does not exist and for a pattern or folder that holds no file to read.
    """
    found: set[Path] = set()
    for text in paths:
        found.update(_expand(text))
    return tuple(sorted(found, key=lambda path: path.as_posix()))


def _expand(text: str) -> Sequence[Path]:
    path = Path(text)
    if path.is_file():
        return [path]
    if path.is_dir():
        inside = [
            p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in _IN_FOLDERS and not _is_hidden(p, path) and not is_list(p)
        ]
        if not inside:
            raise ReadError(f"{text}: no report in this folder; files that can be read end in {', '.join(sorted(_IN_FOLDERS))}")
        return inside
    # glob, not Path.glob: users give absolute patterns too.
    matches = [Path(match) for match in glob.glob(text, recursive=True)] if glob.has_magic(text) else []  # noqa: PTH207
    files = [match for match in matches if match.is_file()]
    if not files:
        raise ReadError(f"{text}: no such file or folder; check the path")
    return files


def _is_hidden(path: Path, root: Path) -> bool:
    # ~$ marks the lock file that Word keeps beside an open document.
    return any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)


@dataclass(frozen=True, slots=True)
class _Source:
    """One document to read: its path as shown, its stem, the hash of its bytes, and where it comes from."""

    path: str
    stem: str
    digest: str
    archive: str = ""
    member: str = ""
    listed: Listed | None = None


def tasks(files: Sequence[Path], profile: str) -> tuple[tuple[Task, ...], tuple[Failure, ...]]:
    """Return one task a distinct document, and a failure for each file that repeats another byte for byte or cannot be opened up.

    A zip archive gives a task for each document in it, a list (see kg.lists) one for each of its rows. The identifier is the
    file's stem; where several differing files share one, each gets eight digits of its hash, so that no identifier depends
    on the order of the files. A file that cannot be read still gets a task, which then fails with its reason.
    """
    sources, refused = _sources(files)
    by_hash: dict[str, list[_Source]] = defaultdict(list)
    for source in sources:
        by_hash[source.digest].append(source)
    firsts = sorted((found[0] for found in by_hash.values()), key=lambda source: (source.path, source.digest))
    shared = Counter(safe_id(source.stem) for source in firsts)
    repeats = [
        Failure(source.path, f"{source.path}: the same bytes as {found[0].path}; read once")
        for found in by_hash.values()
        for source in found[1:]
        if source.path != found[0].path
    ]
    made = sorted((_task(source, profile, shared) for source in firsts), key=lambda task: task.id)
    return tuple(made), tuple(sorted([*refused, *repeats], key=lambda failure: failure.path))


def _task(source: _Source, profile: str, shared: Mapping[str, int]) -> Task:
    name = safe_id(source.stem)
    if shared[name] > 1:
        name = f"{name}-{source.digest[:8]}"
    known = source.listed or Listed(Path(source.path))
    return Task(source.path, name, profile, source.archive, source.member, known.url, known.unit, known.year)


def _sources(files: Sequence[Path]) -> tuple[list[_Source], list[Failure]]:
    """Return the documents that `files` stand for, archives and lists opened up, and what cannot be opened up."""
    sources: list[_Source] = []
    refused: list[Failure] = []
    named: dict[Path, Listed | None] = {}
    for path in files:
        if is_list(path):
            rows, unusable = listed(path)
            refused += [Failure(where, reason) for where, reason in unusable]
            named.update({row.path: row for row in rows})
        else:
            named.setdefault(path, None)
    for path, row in named.items():
        if path.suffix.lower() != SUFFIX:
            sources.append(_Source(path.as_posix(), path.stem, sha256(path), listed=row))
            continue
        try:
            members, unsafe = archive_members(path, READERS)
        except ReadError as error:
            refused.append(Failure(path.as_posix(), str(error)))
            continue
        refused += [Failure(reason.split(": ")[0], reason) for reason in unsafe]
        for name, shown in members:
            digest = _member_digest(path, name)
            sources.append(_Source(f"{path.as_posix()}{MARK}{shown}", PurePosixPath(shown).stem, digest, path.as_posix(), name, row))
    return sorted(sources, key=lambda source: (source.path, source.listed is None)), refused


def digest(task: Task) -> str:
    """Return the hash of the bytes of a task's document."""
    return _member_digest(Path(task.archive), task.member) if task.archive else sha256(Path(task.path))


def _member_digest(path: Path, name: str) -> str:
    try:
        return hashlib.sha256(member_bytes(path, name, int(setting("max_file_bytes")))).hexdigest()
    except ReadError:
        # Its task will say why it cannot be read.
        return hashlib.sha256(f"{path.as_posix()}{MARK}{name}".encode()).hexdigest()


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes, or of its name where it cannot be opened (its task will say why)."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return hashlib.sha256(path.as_posix().encode()).hexdigest()
