"""Where handlers run that must not hold up the others: threads, a bounded number of them."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from attrs import define, field

from .declarations import Kind

T = TypeVar("T")

THREADS = 16  # with more, SQLite's one writer and PostgreSQL's connections only see a longer queue
WAITING = 256  # who comes later than that would wait for seconds
WAITING_TO_HASH_PER_CORE = 16  # a hash takes some 50 ms


class TooBusy(Exception):
    """So many wait already that one more is better told to come back."""


@define
class _Pool:
    """The event loop alone calls it, so its count needs no lock."""

    _executor: ThreadPoolExecutor
    _most: int
    _inside: int = 0

    async def run(self, call: Callable[[], T]) -> T:
        if self._inside >= self._most:
            raise TooBusy
        self._inside += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._executor, copy_context().run, call)
        finally:
            self._inside -= 1

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


def _cores() -> int:
    return os.cpu_count() or 1


@define
class Threads:
    """Password hashes have threads of their own, so that nobody else waits behind them."""

    _storage: _Pool = field(
        factory=lambda: _Pool(ThreadPoolExecutor(THREADS, "twite-http"), THREADS + WAITING)
    )
    _hashes: _Pool = field(
        factory=lambda: _Pool(
            ThreadPoolExecutor(_cores(), "twite-hash"), _cores() * (1 + WAITING_TO_HASH_PER_CORE)
        )
    )

    async def run(self, call: Callable[[], T], kind: Kind) -> T:
        """What the call answers, with the caller's context; raises :exc:`TooBusy` at once."""
        pool = self._hashes if kind is Kind.HASH else self._storage
        return await pool.run(call)

    def close(self) -> None:
        """Wait for what runs; what has not begun never will."""
        self._storage.close()
        self._hashes.close()
