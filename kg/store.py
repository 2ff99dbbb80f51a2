"""The embedded SPARQL store of a build."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from kg.errors import BuildError

# How long the renames of a rebuild may take before a build that is not there counts as missing.
_SWAP_SECONDS: Final = 2.0
# From this many bytes of N-Quads on a store is compacted: it takes a fifth longer to load, and queries take a quarter less.
_LARGE: Final = 20_000_000


def create(directory: Path) -> Store:
    """Return a new, empty store in the new folder `directory`."""
    return Store(str(directory))


def load(store: Store, nquads: bytes) -> None:
    """Add the statements of N-Quads that this program wrote to a store and see that they are on disk."""
    # Lenient: their terms were checked when they were made, which is half of reading them.
    store.bulk_load(nquads, format=RdfFormat.N_QUADS, lenient=True)
    if len(nquads) >= _LARGE:
        store.optimize()
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
        before = _identity(build)
        try:
            found, failed = Store.read_only(str(build / "store")), None
        except (OSError, RuntimeError) as error:
            found, failed = None, error
        # Files of two builds may have been opened together: only what stood there before and after counts.
        if found is not None and before == _identity(build):
            return found
        if time.monotonic() > end or (found is None and before == _identity(build) and not _in_progress(build)):
            break
        time.sleep(0.005)
    if before is None:
        raise BuildError(f"{build}: no build here; run `kg build PATH... -d {build}` first, or name another directory with -d")
    raise BuildError(
        f"{build / 'store'}: the store cannot be opened ({failed}); build again with `kg build PATH... -d {build}`"
    ) from failed


def _identity(build: Path) -> tuple[int, int] | None:
    """Return what tells the folder of this store from that of the next build, None where there is none."""
    try:
        found = (build / "store").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _in_progress(build: Path) -> bool:
    target = build.absolute()
    return former(build).exists() or any(target.parent.glob(f".{target.name}.new-*"))
