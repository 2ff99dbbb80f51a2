"""An existing Dask cluster behind the Executor interface: the same pure function, on more machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from kg.errors import KgError

# Handing over costs about 2 ms a task; with 50 reports a task it is 1.5 % of the work.
BATCH = 50


class Remote(Protocol):
    """What a build asks of a cluster."""

    def map(self, work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        """Yield `work(item)` for each item, in order."""


class _Dask:
    def __init__(self, client: Any) -> None:
        self.client = client

    def map(self, work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        """Yield `work(item)` for each item, in order, batches of items at a time."""
        batches = [tuple(items[start : start + BATCH]) for start in range(0, len(items), BATCH)]
        # pure=False: the result depends on files, not on the arguments alone.
        for future in self.client.map(_all, [work] * len(batches), batches, pure=False):
            yield from future.result()


def _all(work: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    return [work(item) for item in items]


@contextmanager
def executor(address: str) -> Iterator[Remote]:
    """Give an executor on the cluster whose scheduler is at `address`.

    The workers need jixiao-kg and must see the files under the same paths. Raises KgError where Dask is not installed or
    the scheduler cannot be reached.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise KgError("--cluster needs Dask; install it with `pip install 'jixiao-kg[cluster]'`") from error
    try:
        client: Any = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise KgError(f"{address}: no Dask scheduler answers there ({type(error).__name__}); check --cluster") from error
    with client:
        yield _Dask(client)
