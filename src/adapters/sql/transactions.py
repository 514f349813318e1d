"""The one place that hands out connections: the host's, the open unit of work's, or a new one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from itertools import count
from threading import Event, Lock
from typing import Any, Protocol
from weakref import ref

from attrs import Factory, define, field, frozen
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ...application.ports.unit_of_work import IdTaken, StorageFull, Unavailable

MOST_IN_GROUP = 64  # units of work in one commit: nobody waits for more than that many others
ABORTED = "25P02"  # PostgreSQL takes nothing more until the transaction is rolled back
HEAL_SECONDS = 0.05  # how soon a group is committed whose last member was interrupted


class Writer(Protocol):
    """How a new, outermost unit of work is begun and committed."""

    def unit(self) -> AbstractContextManager[Connection]:
        """Leave the block and it is durable; raise, and it never happened."""
        ...

    def forget(self) -> None:
        """In a forked child: what is open belongs to the parent."""

    def close(self) -> None: ...


@define(eq=False)
class Transactions:
    """Whoever asks for a connection gets the one their changes belong to."""

    _writer: Writer
    _reader: Engine  # AUTOCOMMIT: each statement sees what is committed when it starts
    _owned: tuple[Engine, ...]
    _current: ContextVar[Connection | None] = field(
        factory=lambda: ContextVar("twite_connection", default=None)
    )
    _host: ContextVar[Connection | None] = field(
        factory=lambda: ContextVar("twite_host", default=None)
    )

    def __attrs_post_init__(self) -> None:
        this = ref(self)  # what is registered is never let go of

        def forget() -> None:
            if (forked := this()) is not None:
                forked.forget()

        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=forget)

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        """A unit of work: joined to the host's transaction or the open unit, by a savepoint, or
        new, and then committed on leaving."""
        current = self._current.get()
        if current is not None:
            with failing():
                if current is self._host.get():
                    _begin_for_real(current)
                with savepoint(current):
                    yield current
            return
        with failing(), self._writer.unit() as connection, self._entered(connection):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """What the host's transaction or the open unit sees, or what is committed."""
        current = self._current.get()
        if current is not None:
            with failing():
                yield current
            return
        with failing(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def using(self, connection: Connection) -> Iterator[None]:
        """Everything in the block belongs to the host's transaction on this connection.

        Raises ValueError where there is none that could hold it.
        """
        if connection.dialect.name != self._reader.dialect.name:
            raise ValueError(f"twite is on {self._reader.dialect.name}, this connection is not")
        if connection.dialect.name == "postgresql" and _commits_by_itself(connection):
            raise ValueError("this connection is on AUTOCOMMIT: no transaction of its host's")
        token = self._host.set(connection)
        try:
            with self._entered(connection):
                yield
        finally:
            self._host.reset(token)

    @property
    def is_open(self) -> bool:
        """Whether the caller's changes are yet to be committed, by an outer unit or the host."""
        return self._current.get() is not None

    def forget(self) -> None:
        """In a forked child: begin with connections of its own, and leave the parent's alone."""
        self._writer.forget()
        for engine in self._owned:
            engine.dispose(close=False)

    def close(self) -> None:
        """Give back every connection that is ours."""
        self._writer.close()
        for engine in self._owned:
            engine.dispose()

    @contextmanager
    def _entered(self, connection: Connection) -> Iterator[None]:
        token = self._current.set(connection)
        try:
            yield
        finally:
            self._current.reset(token)


# -- writers --------------------------------------------------------------------


@frozen
class PlainWriter(Writer):
    """One transaction a unit of work: the database lets writers work side by side."""

    _engine: Engine

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def forget(self) -> None: ...

    def close(self) -> None: ...


@define(eq=False)
class Group:
    """Units of work that are committed together."""

    size: int = 0
    committed: Event = Factory(Event)
    error: BaseException | None = None


@define(eq=False)
class GroupWriter(Writer):
    """One connection, one writer at a time, and one fsync for all who came meanwhile.

    Each unit of work is a savepoint in the group's transaction.  Whoever leaves and finds nobody
    waiting for their turn commits for all; nobody leaves before that commit.  When it fails, it
    fails for all of them.
    """

    _engine: Engine  # AUTOCOMMIT: transactions are begun and ended here, in so many words
    _turn: Lock = Factory(Lock)
    _counting: Lock = Factory(Lock)
    _waiting: int = 0
    _connection: Connection | None = None
    _group: Group | None = None

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        self._wait_for_turn()
        try:
            connection, group = self._begun()
        except BaseException:
            self._turn.release()
            raise
        try:
            with savepoint(connection):
                yield connection
        finally:
            self._pass_on(connection, group)
        self._wait_for(group)

    def forget(self) -> None:
        _abandoned.append(self._connection)  # closing it would take the parent's locks away
        self._turn, self._counting = Lock(), Lock()
        self._waiting, self._connection, self._group = 0, None, None

    def close(self) -> None:
        with self._turn:
            if self._connection is None:
                return
            if self._group is not None:  # left to one who has yet to come
                self._commit(self._connection, self._group)
            self._connection.close()
            self._connection = None

    def _wait_for_turn(self) -> None:
        with self._counting:
            self._waiting += 1
        try:
            self._turn.acquire()
        finally:
            with self._counting:
                self._waiting -= 1

    def _begun(self) -> tuple[Connection, Group]:
        if self._connection is None:
            self._connection = self._engine.connect()
        if self._group is None:
            _say(self._connection, "BEGIN IMMEDIATE")
            self._group = Group()
        self._group.size += 1
        return self._connection, self._group

    def _pass_on(self, connection: Connection, group: Group) -> None:
        """Commit, or leave it to the next one; then it is their turn."""
        try:
            if self._waiting == 0 or group.size >= MOST_IN_GROUP or not _is_begun(connection):
                self._commit(connection, group)
        finally:
            self._turn.release()

    def _commit(self, connection: Connection, group: Group) -> None:
        self._group = None
        try:
            if not _is_begun(connection):
                raise Unavailable("the database gave up the transaction")  # noqa: TRY301
            _say(connection, "COMMIT")
        except BaseException as why:
            group.error = why
            if _is_begun(connection):
                _say(connection, "ROLLBACK")
        finally:
            group.committed.set()

    def _wait_for(self, group: Group) -> None:
        while not group.committed.wait(HEAL_SECONDS):
            self._heal(group)
        if group.error is not None:
            full = isinstance(group.error, StorageFull)
            raise (StorageFull if full else Unavailable)("nothing was committed") from group.error

    def _heal(self, group: Group) -> None:
        if not self._turn.acquire(blocking=False):
            return
        try:
            if self._group is group and self._connection is not None:
                self._commit(self._connection, group)
        finally:
            self._turn.release()


# -- parts ----------------------------------------------------------------------

_savepoints = count(1)
_abandoned: list[Connection | None] = []  # a parent's connections, kept from being closed here


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Raise, and what happened in the block is undone, and nothing else."""
    name = f"twite_{next(_savepoints)}"
    _say(connection, f"SAVEPOINT {name}")
    try:
        yield
    except BaseException:
        if _is_begun(connection):
            _say(connection, f"ROLLBACK TO SAVEPOINT {name}")
            _say(connection, f"RELEASE SAVEPOINT {name}")
        raise
    _say(connection, f"RELEASE SAVEPOINT {name}")


@contextmanager
def failing() -> Iterator[None]:
    """What the database could not do becomes :exc:`Unavailable`."""
    try:
        yield
    except PoolTimeout as why:
        raise Unavailable("every connection is in use") from why
    except IntegrityError as why:
        if _is_id(why):
            raise IdTaken from why
        raise
    except (OperationalError, InterfaceError) as why:
        raise _failure(why.orig or why) from why
    except InternalError as why:
        if getattr(why.orig, "sqlstate", None) != ABORTED:
            raise
        raise Unavailable("the transaction failed before; its host has to roll it back") from why
    except DatabaseError as why:
        if type(why) is not DatabaseError:  # those below it are faults of ours
            raise
        raise Unavailable(f"the file is damaged, or no database ({why.orig})") from why


def _is_id(why: IntegrityError) -> bool:
    said = str(why.orig)
    return "pk_twite_" in said or said.endswith(".id")  # PostgreSQL's words, and SQLite's


def _failure(why: BaseException) -> Unavailable:
    code = getattr(why, "sqlite_errorcode", None) or getattr(why, "sqlstate", None)
    full = code in (sqlite3.SQLITE_FULL, "53100")
    if full:
        return StorageFull("no room left")
    said = str(why).strip().partition("\n")[0]
    return Unavailable(f"the database does not answer ({said})")


def _say(connection: Connection, words: str) -> None:
    """To SQLite without detours: four times a unit of work, they would cost more than the words."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(words)
        return
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.execute(words)
    except sqlite3.Error as why:
        raise _failure(why) from why


def _is_begun(connection: Connection) -> bool:
    """Whether SQLite still has the transaction: it drops it by itself when a disk fails."""
    if connection.dialect.name != "sqlite":
        return True
    driver: Any = connection.connection.dbapi_connection
    return bool(driver.in_transaction)


def _commits_by_itself(connection: Connection) -> bool:
    """Whether PostgreSQL's driver makes every statement a transaction of its own."""
    return bool(getattr(connection.connection.dbapi_connection, "autocommit", False))


def _begin_for_real(connection: Connection) -> None:
    """Python's sqlite3 opens a transaction before the first change only, and never for a
    savepoint: without this, releasing ours would commit what the host may want to roll back."""
    if not _is_begun(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
