"""The embedded SPARQL store of a build."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.errors import BuildError


def write_store(directory: Path, nquads: Path) -> None:
    """Write a new store with the statements of an N-Quads file into the new folder `directory`."""
    store = Store(str(directory))
    store.bulk_load(path=str(nquads), format=RdfFormat.N_QUADS)
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
