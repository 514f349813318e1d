"""Ids that rise with time, in the layout Mastodon's clients expect."""

import os
import secrets
from datetime import UTC, datetime, timedelta
from threading import Lock

from attrs import Factory, define

from ...application.ports.system import IdGenerator

SHARD_BITS = 12
SEQUENCE_BITS = 4
SHARDS = 1 << SHARD_BITS
_LOW_BITS = SHARD_BITS + SEQUENCE_BITS
_SEQUENCE = (1 << SEQUENCE_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@define
class TimeOrderedIds(IdGenerator):
    """Remembers the last id of each shard it drew from, at most 4,096 of them.

    Without a shard, a process draws from one of its own, chosen by chance; a forked child from
    another than its parent.

    A clock that was set back borrows like a full millisecond does: the ids go on from the last
    one, and catch up with the clock when it has caught up with them.
    """

    _own_shard: int = Factory(lambda: secrets.randbelow(SHARDS))
    _process: int = Factory(os.getpid)
    _last: dict[int, int] = Factory(dict)
    _drawing: Lock = Factory(Lock)

    def next(self, *, at: datetime, shard: int | None = None, after: int = 0) -> int:
        if self._process != os.getpid():
            self._begin_again()
        shard = self._own_shard if shard is None else _spread(shard)
        with self._drawing:
            last = max(self._last.get(shard, 0), after)
            id = max(_first(_milliseconds(at), shard), _following(last, shard))
            self._last[shard] = id
        return id

    def _begin_again(self) -> None:
        self._process = os.getpid()
        self._own_shard = secrets.randbelow(SHARDS)
        self._drawing = Lock()  # whoever held it stayed with the parent


def _first(milliseconds: int, shard: int) -> int:
    return milliseconds << _LOW_BITS | shard << SEQUENCE_BITS


def _following(last: int, shard: int) -> int:
    """The least id of the shard above the last one."""
    milliseconds = last >> _LOW_BITS
    same_shard = last >> SEQUENCE_BITS & (SHARDS - 1) == shard
    if same_shard and last & _SEQUENCE < _SEQUENCE:
        return last + 1
    following = _first(milliseconds, shard)
    return following if following > last else _first(milliseconds + 1, shard)


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)


def _spread(number: int) -> int:
    """One of the shards, evenly, also for numbers that differ in their high bits alone."""
    return (number * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> (64 - SHARD_BITS)
