"""Which files a build reads, and what each report is called."""

from __future__ import annotations

import glob
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.errors import ReadError
from kg.extraction import Failure, Task
from kg.read import READERS, safe_id


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
        inside = [p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READERS and not _is_hidden(p, path) and not is_list(p)]
        if not inside:
            raise ReadError(f"{text}: no report in this folder; files that can be read end in {', '.join(sorted(READERS))}")
        return inside
    # glob, not Path.glob: users give absolute patterns too.
    matches = [Path(match) for match in glob.glob(text, recursive=True)] if glob.has_magic(text) else []  # noqa: PTH207
    files = [match for match in matches if match.is_file()]
    if not files:
        raise ReadError(f"{text}: no such file or folder; check the path")
    return files


def is_list(path: Path) -> bool:
    """Return whether a .csv file lists files (a column `path` or `file` in its header) and so is no report itself."""
    if path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as handle:
        header = handle.readline(1000).decode("utf-8-sig", errors="replace").strip().lower()
    return bool({"path", "file"} & {cell.strip().strip('"') for cell in header.split(",")})


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def tasks(files: Sequence[Path], profile: str) -> tuple[tuple[Task, ...], tuple[Failure, ...]]:
    """Return one task a distinct document, and a failure for each file that repeats another byte for byte.

    The identifier is the file's stem; where several differing files share one, each gets eight digits of its hash, so
    that no identifier depends on the order of the files. A file that cannot be read still gets a task, which then fails
    with its reason.
    """
    by_hash: dict[str, list[Path]] = defaultdict(list)
    for path in files:
        by_hash[sha256(path)].append(path)
    firsts = sorted((paths[0], digest) for digest, paths in by_hash.items())
    shared = Counter(safe_id(path.stem) for path, _ in firsts)
    made = tuple(
        Task(path.as_posix(), safe_id(path.stem) if shared[safe_id(path.stem)] == 1 else f"{safe_id(path.stem)}-{digest[:8]}", profile)
        for path, digest in firsts
    )
    repeats = tuple(
        Failure(path.as_posix(), f"{path.as_posix()}: the same bytes as {paths[0].as_posix()}; read once")
        for paths in by_hash.values()
        for path in paths[1:]
    )
    return tuple(sorted(made, key=lambda task: task.id)), tuple(sorted(repeats, key=lambda failure: failure.path))


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes, or of its name where it cannot be opened (its task will say why)."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return hashlib.sha256(path.as_posix().encode()).hexdigest()
