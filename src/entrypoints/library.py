"""For host programs: twite in memory, or on a database, perhaps inside the host's transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Protocol, Self

from attrs import fields, frozen
from sqlalchemy import Connection, Engine

from ..adapters.system.mail import ConsoleMailer, SmtpMailer, SmtpServer
from ..application.ports.checks import Checks
from ..application.ports.mail import Mailer
from ..application.ports.outbox import EventFeed
from ..application.ports.system import Clock, IdGenerator, PasswordHasher
from ..application.twite import Twite
from .container.features import Loop, Storage, features, replaced, throwaway_passwords
from .settings import Dispatch, Settings
from .worker import Worker, WorkerThread

Joining = Callable[[Connection], AbstractContextManager[None]]


class HostSession(Protocol):
    """SQLAlchemy's ORM session, of which its connection matters here."""

    def connection(self) -> Connection: ...


@frozen(kw_only=True, repr=False)
class Embedded(Twite):
    """The facade, and what concerns the whole of it.  Close it when done, or use it in ``with``."""

    feed: EventFeed
    worker: Worker
    _checks: Checks
    _joining: Joining
    _is_open: Callable[[], bool]
    _closing: Callable[[], None]

    @contextmanager
    def using(self, connection: Connection | HostSession) -> Iterator[Self]:
        """Within the block, everything happens in the host's transaction, in savepoints.

        Nothing of ours is committed or rolled back but by the host; reads see what the host
        changed; nothing is delivered until the host has committed and calls :meth:`drain` (or the
        worker comes by).  Raises ValueError where there is no host's transaction: in memory, and on
        a PostgreSQL connection that is on AUTOCOMMIT.
        """
        host = connection if isinstance(connection, Connection) else connection.connection()
        with self._joining(host):
            yield self

    def drain(self) -> int:
        """Deliver all that is due, here and now; how many deliveries and mails were tried.

        Within a transaction that is yet to be committed, nothing is: 0.
        """
        return 0 if self._is_open() else self.worker.drain()

    def check(self) -> Sequence[str]:
        """Recount everything, and verify every invariant: a sentence for each thing wrong."""
        return self._checks.findings()

    def close(self) -> None:
        """Stop what runs, and give every connection back.  Twice is once."""
        self._closing()

    def __repr__(self) -> str:
        return "<twite>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()


def in_memory(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    mailer: Mailer | None = None,
    passwords: PasswordHasher | None = None,
    ids: IdGenerator | None = None,
) -> Embedded:
    """A world of its own, empty, gone when it is dropped.

    Without a mail server in the settings its mails are remembered, not sent.  Passwords are hashed
    as cheaply as can be: nothing of them is ever written.
    """
    from ..adapters.memory.mail import Mailbox  # noqa: PLC0415 (only when there is no database)
    from .container.memory import MemoryStorage  # noqa: PLC0415

    settings = settings or Settings()
    loop = Loop()
    storage = MemoryStorage(loop=loop, private=settings.private, **replaced(ids=ids))
    return _assembled(
        storage,
        loop,
        settings,
        mailer=mailer or (mailer_of(settings) if settings.smtp_url else Mailbox()),
        clock=clock,
        passwords=passwords or throwaway_passwords(),
        joining=_no_host,
        is_open=lambda: storage.store().is_open,
        closing=lambda: None,
    )


def connect(
    database: str | Engine,
    settings: Settings | None = None,
    *,
    migrate: bool = False,
    clock: Clock | None = None,
    mailer: Mailer | None = None,
    passwords: PasswordHasher | None = None,
    ids: IdGenerator | None = None,
) -> Embedded:
    """twite on a database: ``sqlite:///FILE``, ``postgresql://...``, or the host's own engine.

    Starts no thread unless the settings ask for one: what happened is delivered by the caller,
    after each outermost commit, and the caller waits for the mail server.  On PostgreSQL a writing
    transaction older than the commit, also of others, leaves that for the next commit or drain.

    ``migrate`` brings the schema up to date first (it needs the extra ``server``).  Raises
    :exc:`SchemaMismatch` where the schema is not the one this version works on,
    :exc:`Unavailable` where the database does not answer, and ValueError for what is no database.
    """
    from ..adapters.sql import schema  # noqa: PLC0415 (only when there is a database)
    from .container.sql import SqlStorage  # noqa: PLC0415

    settings = settings or Settings()
    if migrate:
        schema.migrate(database)
    schema.expect_file(database)
    loop = Loop()
    storage = SqlStorage(
        loop=loop, private=settings.private, database=database, **replaced(ids=ids)
    )
    transactions = storage.transactions()
    try:
        schema.expect(transactions)
    except BaseException:
        transactions.close()
        raise
    return _assembled(
        storage,
        loop,
        settings,
        mailer=mailer or mailer_of(settings),
        clock=clock,
        passwords=passwords,
        joining=transactions.using,
        is_open=lambda: transactions.is_open,
        closing=transactions.close,
    )


def _assembled(
    storage: Storage,
    loop: Loop,
    settings: Settings,
    *,
    mailer: Mailer,
    clock: Clock | None,
    passwords: PasswordHasher | None,
    joining: Joining,
    is_open: Callable[[], bool],
    closing: Callable[[], None],
) -> Embedded:
    made = features(storage, settings, mailer=mailer, clock=clock, passwords=passwords)
    loop.subscriptions = made.subscriptions()
    worker = made.worker()
    thread = WorkerThread(worker)
    match settings.dispatch:
        case Dispatch.INLINE:
            loop.after_commit = worker.drain_quietly
        case Dispatch.THREAD:
            loop.after_commit = thread.wake
            thread.start()
        case Dispatch.WORKER:
            pass

    def close() -> None:
        thread.stop()
        closing()

    twite = made.twite()
    return Embedded(
        **{field.name: getattr(twite, field.name) for field in fields(Twite)},
        feed=storage.feed(),
        worker=worker,
        checks=storage.checks(),
        joining=joining,
        is_open=is_open,
        closing=close,
    )


def mailer_of(settings: Settings) -> Mailer:
    """By the mail server that is set, else to the console."""
    if settings.smtp_url:
        return SmtpMailer(SmtpServer.of(settings.smtp_url), settings.mail_from)
    return ConsoleMailer(settings.mail_from)


def _no_host(_: Connection) -> AbstractContextManager[None]:
    raise ValueError("a world in memory has no host's transaction to join")
