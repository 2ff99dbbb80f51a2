"""The embedded SPARQL store of a build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, Store

from kg.errors import BuildError


def write_store(directory: Path, quads: Iterable[Quad]) -> None:
    """Write a new store with `quads` into the new folder `directory`."""
    store = Store(str(directory))
    store.bulk_extend(quads)
    store.flush()


def open_store(build: Path) -> Store:
    """Return the store of a build, read only; raises BuildError where there is none."""
    folder = build / "store"
    if not folder.is_dir():
        raise BuildError(f"{build}: no build here; run `kg build PATH... -d {build}` first, or name another directory with -d")
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise BuildError(f"{folder}: the store cannot be opened ({error}); build again with `kg build PATH... -d {build}`") from error
