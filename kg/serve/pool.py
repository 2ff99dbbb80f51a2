"""The processes that answer queries: how many run at once, how long each may, and who waits."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
from collections.abc import AsyncIterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Final

from kg.serve import Limits
from kg.serve.worker import Job, Message, main

# A query that has had this much time gets less of the processor than a new one, and a long one less still.
_SHORT_SECONDS: Final = 0.25
_NICE: Final = 5
_NICER: Final = 12


class BusyError(Exception):
    """No place for a query now; later there may be one."""


class StoppedError(Exception):
    """A query that was stopped: `kind` is time, memory, too large, malformed or failed."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _Worker:
    """A process and the line to it."""

    def __init__(self, directory: Path, memory: int) -> None:
        context = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
        if context.get_start_method() == "forkserver":
            context.set_forkserver_preload(["__main__", "kg.serve.worker"])
        ours, theirs = context.Pipe()
        self.line: Connection = ours
        self.process: BaseProcess = context.Process(target=main, args=(theirs, str(directory), memory), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()
        self.is_fresh = True
        self.readable = asyncio.Event()
        asyncio.get_running_loop().add_reader(self.line.fileno(), self.readable.set)

    async def message(self) -> Message:
        """Return the next message; raises StoppedError where the process ended, as one out of memory does."""
        while not self.line.poll():
            self.readable.clear()
            # poll again: something may have come before the event was cleared
            if not self.line.poll():
                await self.readable.wait()
        try:
            received: Message = self.line.recv()
        except (EOFError, OSError):
            raise StoppedError("memory", "the query needed more memory than one may take; narrow it") from None
        return received

    def end(self) -> None:
        """End the process at once."""
        with contextlib.suppress(OSError, ValueError):
            asyncio.get_running_loop().remove_reader(self.line.fileno())
        self.line.close()
        self.process.kill()

    def cpu_seconds(self) -> float | None:
        """Return the processor time the process has used, None where the system does not say."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except (OSError, ValueError):
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def yield_to_others(self, nice: int) -> None:
        """Give the process less of the processor from now on; it could not have more again."""
        self.is_fresh = False
        if self.process.pid is not None and hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process.pid, nice)


class Pool:
    """Workers for the queries of one server."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self.directory, self.limits = directory, limits
        self.quick = asyncio.Semaphore(limits.quick)
        self.waiting = self.slow = 0
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()

    def turn(self) -> Turn:
        """Return a place for one query, to be entered with `async with`."""
        return Turn(self)

    def take(self) -> _Worker:
        """Return a worker that does nothing, a new one where there is none."""
        worker = next((found for found in iter(self._pop, None) if found.process.is_alive()), None) or _Worker(
            self.directory, self.limits.memory
        )
        self._busy.add(worker)
        return worker

    def _pop(self) -> _Worker | None:
        return self._idle.pop() if self._idle else None

    def give_back(self, worker: _Worker, reusable: bool) -> None:
        """Take a worker back; one that is not reusable ends."""
        self._busy.discard(worker)
        if reusable:
            self._idle.append(worker)
        else:
            worker.end()

    def close(self) -> None:
        """End every process."""
        for worker in (*self._idle, *self._busy):
            worker.end()
        self._idle.clear()
        self._busy.clear()


class Turn:
    """One query while it runs: first among the quick ones, then, if it takes longer, among the slow ones, until it is stopped.

    Entering waits for a place. Raises BusyError where too many wait or run long, StoppedError where the time is over, also out
    of whatever the body waits for, so that a client that does not read its answer holds no place.
    """

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.is_quick, self.done = True, False
        self._reason: Exception | None = None

    async def __aenter__(self) -> Turn:
        """Wait for a place and start the clock."""
        pool, limits = self.pool, self.pool.limits
        if pool.waiting >= limits.waiting:
            raise BusyError("too many queries are waiting; ask again later")
        pool.waiting += 1
        try:
            await asyncio.wait_for(pool.quick.acquire(), limits.wait_seconds)
        except TimeoutError:
            raise BusyError("no place for this query came free; ask again later") from None
        finally:
            pool.waiting -= 1
        self._worker = pool.take()
        self._used = self._worker.cpu_seconds() or 0.0
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        self._task = task
        self._started = loop.time()
        self._look_again = loop.call_later(_SHORT_SECONDS, self._look)
        over = StoppedError("time", f"the query took longer than {limits.seconds:g} s and was stopped; narrow it")
        self._end = loop.call_later(limits.seconds, self._stop, over)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Give the place back and end a process whose query is not done, or that was slowed down."""
        self._look_again.cancel()
        self._end.cancel()
        if self.is_quick:
            self.pool.quick.release()
        else:
            self.pool.slow -= 1
        self.pool.give_back(self._worker, self.done and self._worker.is_fresh)
        if self._reason is not None and self._task.uncancel() <= 0 and kind is asyncio.CancelledError:
            raise self._reason from None

    async def ask(self, job: Job) -> AsyncIterator[Message]:
        """Yield ("type", media type), then ("data", bytes) in parts; raises StoppedError where there is no answer."""
        self._worker.line.send(job)
        while True:
            kind, content = await self._worker.message()
            if kind in ("type", "data"):
                yield kind, content
                continue
            self.done = True
            if kind == "end":
                return
            raise StoppedError(kind, content)

    def _look(self) -> None:
        """Look how much the query has used: after a short while others go before it, after a longer one it is a slow one.

        What counts is processor time, since on a busy machine every query waits; but a client that does not read its answer
        holds a place without using any.
        """
        loop, limits = asyncio.get_running_loop(), self.pool.limits
        elapsed = loop.time() - self._started
        now = self._worker.cpu_seconds()
        used = elapsed if now is None or self._worker.line.poll() else now - self._used
        if used >= limits.quick_seconds:
            self._become_slow()
            return
        if used >= _SHORT_SECONDS and self._worker.is_fresh:
            self._worker.yield_to_others(_NICE)
        self._look_again = loop.call_later(_SHORT_SECONDS, self._look)

    def _become_slow(self) -> None:
        pool = self.pool
        if pool.slow >= pool.limits.slow:
            self._stop(BusyError(f"{pool.limits.slow} long queries are running; narrow this one or ask again later"))
            return
        pool.slow += 1
        self.is_quick = False
        pool.quick.release()
        self._worker.yield_to_others(_NICER)

    def _stop(self, reason: Exception) -> None:
        self._reason = self._reason or reason
        self._task.cancel()
