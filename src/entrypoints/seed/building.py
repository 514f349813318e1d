"""A world made through the facade, as if its people had been there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import Factory, define

from ...adapters.sql.engines import engine
from ...adapters.system.ids import TimeOrderedIds
from ...application.ports.mail import Letter, Mailer
from ...application.ports.system import Clock, IdGenerator, PasswordHasher
from ...domain.credentials import Password
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from ..library import Embedded
from .world import Block, Deed, Follow, Mute, Post, SignUp, Size, deeds

PASSWORD = "only for looking around"  # of all who can log in
SPAN = timedelta(days=30)  # how long it lasts
END = datetime(2026, 6, 30, 12, tzinfo=UTC)  # the same each time, as everything in it
SHORTEST = 100  # characters a post has to hold, for a mention and a sentence
BATCH = 200  # deeds in one transaction
SALT = b"the same for all"  # so that the same seed keeps the same hash

Batch = Callable[[], AbstractContextManager[object]]
Told = Callable[[int, int], None]


@define
class SceneClock(Clock):
    """Stands where the scene wants it, and goes with the machine's once it is over."""

    at: datetime | None = None

    def now(self) -> datetime:
        return self.at or datetime.now(UTC)


@define
class LateMailer(Mailer):
    """Forgets what is mailed before it opens: nobody wrote those letters."""

    _inner: Mailer | None = None
    is_open: bool = False

    def send(self, letter: Letter) -> None:
        if self.is_open and self._inner is not None:
            self._inner.send(letter)


@define
class OnePassword(PasswordHasher):
    """Hashes once for all, as slow as any, and always to the same."""

    _hash: str | None = None

    def hash(self, password: Password) -> str:
        from argon2 import PasswordHasher as Argon2  # noqa: PLC0415 (in the extra `server`)

        from ...adapters.system.passwords import PRODUCTION  # noqa: PLC0415

        if self._hash is None:
            hasher = Argon2.from_parameters(PRODUCTION)
            self._hash = hasher.hash(password.value, salt=SALT)
        return self._hash

    def verify(self, password: Password, hash: str | None) -> bool:
        raise NotImplementedError("nobody logs in while a world is made")

    def is_outdated(self, hash: str) -> bool:
        return False


def ids() -> IdGenerator:
    """Those of a process that is always the same."""
    return TimeOrderedIds(own_shard=0)


@contextmanager
def in_one_transaction(twite: Embedded, database: str) -> Iterator[Batch]:
    """On a database, what is done in a batch is committed once."""
    made = engine(database)

    @contextmanager
    def batch() -> Iterator[None]:
        with made.begin() as connection, twite.using(connection):
            yield

    try:
        yield batch
    finally:
        made.dispose()


def build(
    twite: Embedded,
    clock: SceneClock,
    size: Size,
    *,
    seed: int,
    longest: int,
    until: datetime = END,
    batch: Batch = nullcontext,
    told: Told = lambda *_: None,
) -> None:
    """Do it all, in batches, and deliver what each has caused; in the end the clock goes on.

    Raises ValueError where no post may be as long as its sentences.
    """
    if longest < SHORTEST:
        raise ValueError(f"these people need {SHORTEST} characters to say something")
    doing = _Doing(twite)
    planned = list(deeds(size, seed=seed, longest=longest))
    for first in range(0, len(planned), BATCH):
        with batch():
            for number, deed in enumerate(planned[first : first + BATCH], first):
                clock.at = until - SPAN * (1 - number / len(planned))
                doing.do(deed)
        twite.drain()
        told(min(first + BATCH, len(planned)), len(planned))
    clock.at = None


@define
class _Doing:
    twite: Embedded
    _users: list[UserId] = Factory(list)  # by their number
    _posts: list[MicropostId] = Factory(list)

    def do(self, deed: Deed) -> Any:
        match deed:
            case SignUp():
                self._users.append(self._sign_up(deed))
            case Follow(follower, followee):
                self.twite.follows.follow(by=self._users[follower], whom=self._users[followee])
            case Post():
                self._posts.append(self._post(deed))
            case Block(blocker, blocked):
                self.twite.blocks.block(by=self._users[blocker], whom=self._users[blocked])
            case Mute(muter, muted):
                self.twite.mutes.mute(by=self._users[muter], whom=self._users[muted])

    def _post(self, deed: Post) -> MicropostId:
        return self.twite.microposts.post(
            author_id=self._users[deed.author],
            text=deed.text,
            visibility=deed.visibility,
            in_reply_to_id=self._posts[deed.answers] if deed.answers is not None else None,
        )

    def _sign_up(self, deed: SignUp) -> UserId:
        if not deed.has_password:
            return self.twite.users.register(handle=deed.handle, display_name=deed.display_name)
        return self.twite.credentials.sign_up(
            handle=deed.handle,
            email=f"{deed.handle}@example.org",
            password=PASSWORD,
            display_name=deed.display_name,
        )
