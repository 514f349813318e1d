"""The world outside the database: time, chance, and the hashing of passwords."""

from datetime import datetime
from typing import Protocol

from ...domain.credentials import Password


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Aware, in UTC, to the microsecond."""
        ...


class IdGenerator(Protocol):
    """Time-ordered 64-bit ids: Unix milliseconds << 16, then 12 bits of shard, 4 of sequence.

    Two ids from one generator are never equal.
    """

    def next(self, *, at: datetime, shard: int | None = None, after: int = 0) -> int:
        """An id of that moment, greater than ``after`` and than the last one of its shard.

        A full millisecond borrows from the next.  ``shard`` is any number; the same one keeps ids
        rising; without one the generator's own is taken.
        """
        ...


class Secrets(Protocol):
    """Chance nobody can guess."""

    def token(self) -> str:
        """128 bits, in letters safe for URLs and cookies."""
        ...


class PasswordHasher(Protocol):
    """Slow on purpose.  Never more at once than there are cores.

    Raises :exc:`LimitExceeded` when too many wait for their turn.
    """

    def hash(self, password: Password) -> str:
        """A salted hash, with its parameters, as one line of text."""
        ...

    def verify(self, password: Password, hash: str | None) -> bool:
        """Whether it is the password of that hash.  Without a hash: no, after the same time."""
        ...

    def is_outdated(self, hash: str) -> bool:
        """Whether :meth:`hash` would do it otherwise by now.  Costs nothing."""
        ...
