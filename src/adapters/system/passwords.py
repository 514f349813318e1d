"""Passwords hashed with argon2id."""

import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import Parameters, Type
from argon2 import PasswordHasher as Argon2
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import CHEAPEST
from attrs import Factory, define, field

from ...application.ports.system import PasswordHasher
from ...domain.credentials import Password
from ...domain.errors import LimitExceeded

# OWASP's and ASVS's least: 19 MiB, two passes, one lane; about 50 ms on a small machine.
PRODUCTION = Parameters(
    type=Type.ID,
    version=19,
    salt_len=16,
    hash_len=32,
    time_cost=2,
    memory_cost=19456,
    parallelism=1,
)
TESTS = CHEAPEST

QUEUE_PER_CORE = 16  # who comes later than that would wait for more than a second
RETRY_AFTER_SECONDS = 2


def _cores() -> int:
    return os.cpu_count() or 1


@define
class Argon2Passwords(PasswordHasher):
    """One hash at a time per core; a bounded queue; the same time for users who do not exist."""

    _parameters: Parameters = PRODUCTION
    _argon2: Argon2 = field(init=False)
    _nobodys: str = field(init=False, repr=False)
    _turns: BoundedSemaphore = Factory(lambda: BoundedSemaphore(_cores()))
    _queue: BoundedSemaphore = Factory(lambda: BoundedSemaphore(_cores() * QUEUE_PER_CORE))

    def __attrs_post_init__(self) -> None:
        self._argon2 = Argon2.from_parameters(self._parameters)
        self._nobodys = _nobodys_hash(self._parameters)

    def hash(self, password: Password) -> str:
        with self._turn():
            return self._argon2.hash(password.value)

    def verify(self, password: Password, hash: str | None) -> bool:
        with self._turn():
            try:
                self._argon2.verify(hash or self._nobodys, password.value)
            except (VerificationError, InvalidHashError):
                return False
        return hash is not None

    def is_outdated(self, hash: str) -> bool:
        return self._argon2.check_needs_rehash(hash)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._queue.acquire(blocking=False):
            raise LimitExceeded(RETRY_AFTER_SECONDS)
        try:
            with self._turns:
                yield
        finally:
            self._queue.release()


def _nobodys_hash(parameters: Parameters) -> str:
    """One that no password has, made without hashing any; to verify it takes as long as another."""
    salt, hash = map(os.urandom, (parameters.salt_len, parameters.hash_len))
    return (
        f"$argon2id$v={parameters.version}$m={parameters.memory_cost},t={parameters.time_cost},"
        f"p={parameters.parallelism}${_encoded(salt)}${_encoded(hash)}"
    )


def _encoded(value: bytes) -> str:
    return b64encode(value).rstrip(b"=").decode()
