"""The same pure work on many items: in this process, or in forked ones where that pays."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Forking and handing results back costs some hundredths of a second: as much as reading so many bytes of text.
_FORKED_BYTES = 20_000
# A process started anew loads the program first, which takes as long as reading so many reports.
_SPAWNED_ITEMS = 24
# Items a worker takes at a time, so that handing over costs little beside the work.
_BATCH = 16

# In a forked worker: the work and all the items, which it has in its memory.
_held: list[Any] = []


def processes(sizes: Sequence[int], jobs: int) -> int:
    """Return how many processes to use for items of `sizes` bytes: `jobs`, or where it is 0 what the machine and the work allow."""
    worth = sum(sizes) >= _FORKED_BYTES if can_fork() else len(sizes) >= _SPAWNED_ITEMS
    return min(jobs or ((os.cpu_count() or 1) if worth else 1), len(sizes))


def can_fork() -> bool:
    """Return whether processes can be forked with everything loaded, which is safe only while this process has one thread."""
    return "fork" in get_all_start_methods() and sys.platform == "linux" and threading.active_count() == 1


def each(work: Callable[[Item], Result], items: Sequence[Item], sizes: Sequence[int], jobs: int) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order; `items` may be anything that can be pickled."""
    workers = processes(sizes, jobs)
    if workers < 2:
        yield from map(work, items)
        return
    order = _longest_first(sizes)
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("fork" if can_fork() else "spawn")) as pool:
        chunk = max(1, min(_BATCH, len(order) // (workers * 4)))
        found = dict(zip(order, pool.map(work, [items[index] for index in order], chunksize=chunk), strict=True))
    yield from (found[index] for index in range(len(items)))


def each_shared(work: Callable[[Item], Result], items: Sequence[Item], sizes: Sequence[int], jobs: int) -> list[Callable[[], Result]]:
    """Return, for each item, what waits for `work(item)` and returns it; the work has begun when this returns.

    The items are not sent: forked workers have them in memory. Where processes cannot be forked, the work is done here.
    """
    workers = processes(sizes, jobs) if can_fork() else 1
    if workers < 2:
        done = [work(item) for item in items]
        return [lambda result=result: result for result in done]  # type: ignore[misc]
    # What an initializer is given is not pickled when a process is forked.
    pool = ProcessPoolExecutor(max_workers=workers, mp_context=get_context("fork"), initializer=_hold, initargs=(work, items))
    futures: dict[int, Future[Any]] = {index: pool.submit(_on_held, index) for index in _longest_first(sizes)}
    pool.shutdown(wait=False)
    return [futures[index].result for index in range(len(items))]


def _hold(work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    _held[:] = [work, items]


def _on_held(index: int) -> Any:
    work, items = _held
    return work(items[index])


def _longest_first(sizes: Sequence[int]) -> list[int]:
    # So that no worker is left with the longest at the end.
    return sorted(range(len(sizes)), key=lambda index: (-sizes[index], index))
