"""A process that answers queries, as the server holds it: started, asked, paused, measured, ended."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import pickle
import signal
import socket
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from kg.serve.worker import HEAD, KINDS, Job, Message, main

_PART: Final = 1 << 17


class EndedError(Exception):
    """The process ended before it had answered."""


class Process:
    """A worker and the line to it. The line is never waited for: a process may be paused in the middle of a message."""

    def __init__(self, directory: Path, memory: int, build: str) -> None:
        """Start a process that opens the store of `directory`, known as `build`, before it is asked anything."""
        context = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
        if context.get_start_method() == "forkserver":
            context.set_forkserver_preload(["__main__", "kg.serve.worker"])
        self._line, theirs = socket.socketpair()
        self._line.setblocking(False)
        self._buffer = bytearray()
        self._is_paused = False
        arguments = (theirs, str(directory), memory, build)
        self._process: BaseProcess = context.Process(target=main, args=arguments, daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()

    @property
    def is_alive(self) -> bool:
        """Return whether the process can still be asked."""
        return self._process.is_alive()

    async def send(self, job: Job) -> None:
        """Ask a job; raises EndedError where the process has ended."""
        content = pickle.dumps(job)
        with _ended():
            await asyncio.get_running_loop().sock_sendall(self._line, HEAD.pack(0, len(content)) + content)

    async def message(self) -> Message:
        """Return the next message; raises EndedError where the process has ended, as one out of memory does."""
        kind, size = HEAD.unpack(await self._exactly(HEAD.size))
        return KINDS[kind], await self._exactly(size)

    async def _exactly(self, size: int) -> bytes:
        loop = asyncio.get_running_loop()
        while len(self._buffer) < size:
            with _ended():
                part = await loop.sock_recv(self._line, _PART)
            if not part:
                raise EndedError
            self._buffer += part
        found = bytes(self._buffer[:size])
        del self._buffer[:size]
        return found

    def pause(self, is_paused: bool) -> None:
        """Take the processor from the process, or give it back; on a system that cannot, it goes on."""
        if is_paused != self._is_paused and hasattr(signal, "SIGSTOP") and self._process.pid is not None:
            self._is_paused = is_paused
            with contextlib.suppress(OSError):
                os.kill(self._process.pid, signal.SIGSTOP if is_paused else signal.SIGCONT)

    def end(self) -> None:
        """End the process at once."""
        self._line.close()
        self._process.kill()

    def cpu_seconds(self) -> float | None:
        """Return the processor time the process has used, None where the system does not say."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except (OSError, ValueError):
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def own_bytes(self) -> int:
        """Return the memory that the process shares with no file, 0 where the system does not say."""
        try:
            _, resident, shared, *_ = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return 0
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def _ended() -> Iterator[None]:
    """Tell what a broken line means."""
    try:
        yield
    except OSError:
        raise EndedError from None
