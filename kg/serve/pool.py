"""The processes that answer queries: how many run at once, how long each may, who goes first and who waits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import Final

from kg.serve import Limits
from kg.serve.process import EndedError, Process
from kg.serve.worker import Job

# How often running queries are looked at.
_LOOK_SECONDS: Final = 0.2
# Long queries that have the processor at once; the others pause. Half of the cores are left to the short ones.
_LONG_AT_ONCE: Final = max((os.cpu_count() or 1) // 2, 1)
# Processes ready before the first query, and when nothing is asked; a process that grew larger than this is not used again.
_READY: Final = 2
_LARGE: Final = 256_000_000
# Processor time is what is limited; on a busy machine, and while it is paused, a query may take so many times as long.
_PATIENCE: Final = 3
# What a short query has to be done when the server stops.
_GRACE_SECONDS: Final = 2.0


class BusyError(Exception):
    """No place for a query now; later there may be one."""


class StoppedError(Exception):
    """A query that was stopped: `kind` is time, memory, too large, malformed or failed."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Pool:
    """Processes for the queries of one server; made and used within its event loop."""

    def __init__(self, directory: Path, limits: Limits, build: str) -> None:
        """Start some processes on the store of `directory`, known as `build`."""
        self.directory, self.limits, self.build = directory, limits, build
        self.quick = asyncio.Semaphore(limits.quick)
        self.waiting = 0
        self.stops_at: float | None = None
        # A dict for its order: two turns that used the same are always treated in the same way.
        self.turns: dict[Turn, None] = {}
        self._loop = asyncio.get_running_loop()
        self._idle = [self._started() for _ in range(min(_READY, limits.quick))]
        self._next = self._loop.call_later(_LOOK_SECONDS, self._look)

    def turn(self) -> Turn:
        """Return a place for one query, to be entered with `async with`."""
        return Turn(self)

    def take(self) -> Process:
        """Return a process that does nothing, a new one where there is none."""
        while self._idle:
            found = self._idle.pop()
            if found.is_alive:
                return found
            found.end()
        return self._started()

    def give_back(self, process: Process, is_reusable: bool) -> None:
        """Take a process back; in the place of one that cannot be used again a new one is made ready."""
        if is_reusable and process.own_bytes() < _LARGE:
            self._idle.append(process)
            return
        process.end()
        if len(self._idle) < _READY:
            self._idle.insert(0, self._started())

    def drain(self) -> None:
        """Turn away all that wait and come, and end what is not done soon."""
        self.stops_at = self._loop.time() + _GRACE_SECONDS
        # Each that waits is woken by the one before.
        self.quick.release()

    def close(self) -> None:
        """End every process."""
        self._next.cancel()
        for process in (*self._idle, *(turn.process for turn in self.turns)):
            process.end()
        self._idle.clear()

    def _started(self) -> Process:
        return Process(self.directory, self.limits.memory, self.build)

    def _look(self) -> None:
        """Look at what runs: stop what is over its limits and let those run that have had least so far."""
        # First, so that nothing below can end the watch.
        self._next = self._loop.call_later(_LOOK_SECONDS, self._look)
        for turn in tuple(self.turns):
            turn.look()
        self._share()
        self._save_memory()
        if not self.turns and len(self._idle) > _READY:
            # One at a time, since the next crowd may come soon.
            self._idle.pop(0).end()

    def _share(self) -> None:
        """Give the processor to the long queries that used least, so that one of some seconds is done before an endless one.

        Where there are too many, those that used most end.
        """
        long = sorted((turn for turn in self.turns if not turn.is_quick), key=lambda turn: turn.used)
        for turn in long[self.limits.slow :]:
            turn.stop(BusyError(f"{self.limits.slow} long queries are running and this one has used most; narrow it or ask again later"))
        places = _LONG_AT_ONCE
        for turn in long[: self.limits.slow]:
            # One that waits for its client uses no processor.
            turn.process.pause(places <= 0 and not turn.is_stalled)
            places -= not turn.is_stalled

    def _save_memory(self) -> None:
        """Stop the largest query where all of them together take more than they may."""
        sizes = {turn: turn.process.own_bytes() for turn in self.turns}
        if sum(sizes.values()) > self.limits.all_memory:
            words = "the queries that run need more memory together than they may take, this one most of it; narrow it"
            max(sizes, key=lambda turn: sizes[turn]).stop(StoppedError("memory", words))


class Turn:
    """One query while it runs: first among the quick ones, then, if it takes longer, among the long ones, until it is stopped.

    Entering waits for a place. Raises BusyError where too many wait or run long, StoppedError where the time is over, also out
    of whatever the body waits for, so that a client that does not read its answer holds no place.
    """

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.is_quick, self.used = True, 0.0
        self._handed_on: float | None = None
        self.process: Process
        self._is_done = False
        self._reason: Exception | None = None

    async def __aenter__(self) -> Turn:
        """Wait for a place and start the clock."""
        pool, limits = self.pool, self.pool.limits
        self._turn_away_if_stopping()
        if pool.waiting >= limits.waiting:
            raise BusyError("too many queries are waiting; ask again later")
        pool.waiting += 1
        try:
            await asyncio.wait_for(pool.quick.acquire(), limits.wait_seconds)
        except TimeoutError:
            raise BusyError("no place for this query came free; ask again later") from None
        finally:
            pool.waiting -= 1
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        try:
            self._turn_away_if_stopping()
            self.process = pool.take()
        except BaseException:
            pool.quick.release()
            raise
        self._used_before = self.process.cpu_seconds() or 0.0
        self._started = asyncio.get_running_loop().time()
        pool.turns[self] = None
        return self

    def _turn_away_if_stopping(self) -> None:
        if self.pool.stops_at is not None:
            raise BusyError("the server is about to stop")

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Give the place back and end a process whose query is not done."""
        del self.pool.turns[self]
        if self.is_quick:
            self.pool.quick.release()
        self.process.pause(False)
        self.pool.give_back(self.process, self._is_done)
        if self._reason is not None and self._task.uncancel() <= 0 and kind is asyncio.CancelledError:
            raise self._reason from None

    async def ask(self, job: Job) -> AsyncIterator[tuple[str, bytes]]:
        """Yield ("type", media type), then ("data", bytes) in parts; raises StoppedError where there is no answer."""
        try:
            await self.process.send(job)
            while True:
                kind, content = await self.process.message()
                if kind not in ("type", "data"):
                    break
                self._handed_on = asyncio.get_running_loop().time()
                yield kind, content
                self._handed_on = None
        except EndedError:
            raise StoppedError("memory", "the query needed more memory than one may take; narrow it") from None
        self._is_done = True
        if kind != "end":
            raise StoppedError(kind, content.decode())

    def look(self) -> None:
        """Look how much the query has used: after some seconds its place goes to another one, and it is a long one.

        What counts is processor time, since on a busy machine every query waits; but a client that does not read its answer
        holds a place without using any.
        """
        limits = self.pool.limits
        time, stops_at = asyncio.get_running_loop().time(), self.pool.stops_at
        elapsed = time - self._started
        cpu = self.process.cpu_seconds()
        self.used = elapsed if cpu is None else cpu - self._used_before + self._stalled_seconds()
        if self.used >= limits.seconds or elapsed >= limits.seconds * _PATIENCE:
            self.stop(StoppedError("time", f"the query took longer than {limits.seconds:g} s and was stopped; narrow it"))
        elif stops_at is not None and (time >= stops_at or self.is_stalled or not self.is_quick):
            self.stop(BusyError("the server is about to stop"))
        elif self.is_quick and self.used >= limits.quick_seconds:
            self.is_quick = False
            self.pool.quick.release()

    @property
    def is_stalled(self) -> bool:
        """Return whether the query waits for its client to read."""
        return self._stalled_seconds() > _LOOK_SECONDS

    def _stalled_seconds(self) -> float:
        return 0.0 if self._handed_on is None else asyncio.get_running_loop().time() - self._handed_on

    def stop(self, reason: Exception) -> None:
        """End the query for that reason; the first one counts."""
        if self._reason is None:
            self._reason = reason
            self._task.cancel()
