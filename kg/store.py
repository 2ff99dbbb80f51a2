"""The embedded SPARQL store of a build."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from kg.errors import BuildError

# How long the renames of a rebuild may take before a build that is not there counts as missing.
_SWAP_SECONDS: Final = 2.0


def write_store(directory: Path, nquads: Path) -> None:
    """Write a new store with the statements of an N-Quads file into the new folder `directory`."""
    store = Store(str(directory))
    store.bulk_load(path=str(nquads), format=RdfFormat.N_QUADS)
    store.flush()


def former(build: Path) -> Path:
    """Return where a build is for the moment in which the next one takes its place."""
    target = build.absolute()
    return target.with_name(f".{target.name}.old")


def open_store(build: Path) -> Store:
    """Return the store of a build, read only; raises BuildError where there is none.

    A rebuild that takes the build's place at this moment is waited for; an open store outlives the files it was opened from.
    """
    end = time.monotonic() + _SWAP_SECONDS
    while True:
        found, error = _opened(build)
        if found is not None:
            return found
        if time.monotonic() > end or not (former(build).exists() or _in_progress(build)):
            break
        time.sleep(0.005)
    if error is None:
        raise BuildError(f"{build}: no build here; run `kg build PATH... -d {build}` first, or name another directory with -d")
    raise BuildError(f"{build / 'store'}: the store cannot be opened ({error}); build again with `kg build PATH... -d {build}`") from error


def _opened(build: Path) -> tuple[Store | None, OSError | None]:
    error = None
    for folder in (build / "store", former(build) / "store"):
        if folder.is_dir():
            try:
                return Store.read_only(str(folder)), None
            except OSError as caught:
                error = caught
    return None, error


def _in_progress(build: Path) -> bool:
    target = build.absolute()
    return any(target.parent.glob(f".{target.name}.new-*"))
