"""Backups of an SQLite file: made while others write, put back where nobody has it open."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import TypeAlias

from attrs import define
from sqlalchemy import Engine

from .engines import BUSY_TIMEOUT_MS, file
from .schema import SCHEMA, VERSION_TABLE, SchemaMismatch

PAGES_AT_A_TIME = 256  # a megabyte between two words about how far it is
WAIT_SECONDS = 1  # for others to let go of what is to be replaced

Told: TypeAlias = Callable[[int, int], None]  # how many pages are copied, of how many


def backup(database: str | Engine, to: Path, *, told: Told = lambda *_: None) -> str:
    """Copy what is committed now, whatever is written meanwhile; the schema it has.

    The copy is one file, its owner's alone, looked through before it gets its name, and on the
    disk by then: what has the name is whole.  It takes the place of a file of that name.  Raises
    :exc:`NotSqlite`, :exc:`SchemaMismatch` where nothing of twite's is there, :exc:`Damaged`, and
    :exc:`InUse` where the name is the database's own.
    """
    place = _source(_sqlite(database))
    if to.parent.resolve() == place.parent.resolve() and to.name in _files(place):
        raise InUse(to)
    with _copied(place, to, told) as (copy, version):
        os.replace(copy, to)
    _keep(to.parent)
    return version


def verify(of: Path, beside: Path, *, told: Told = lambda *_: None) -> str:
    """Look through a copy of a backup, and leave none; the schema it has.  Raises as
    :func:`restore` does of the backup."""
    with _copied(_source(of), beside, told) as (_, version):
        return version


def restore(database: str | Engine, of: Path, *, told: Told = lambda *_: None) -> str:
    """Put a backup in the place of the database, once a copy of it was looked through; the schema
    it has.  The database is the old one or the new one, whenever it ends.

    Raises :exc:`Damaged` for what is no whole database, :exc:`SchemaMismatch` for one that is not
    twite's or newer than this version, and :exc:`InUse` where a process of this machine has the
    database open.  Of processes elsewhere, on a shared disk, it cannot know.
    """
    place = _sqlite(database)
    with _copied(_source(of), place, told) as (copy, version), alone(place):
        os.replace(copy, place)
    _keep(place.parent)
    return version


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Nobody else has the database open, nor opens it in the block; raises :exc:`InUse`.

    Nothing of it stands beside it any more: a log left there would be read into the next one.
    """
    with ExitStack() as stack:
        if place.exists():
            _lock(place, stack)
        for beside in _files(place)[1:]:
            place.with_name(beside).unlink(missing_ok=True)
        yield


# -- parts ------------------------------------------------------------------------------


def _lock(place: Path, stack: ExitStack) -> None:
    opened = closing(sqlite3.connect(place, timeout=WAIT_SECONDS, isolation_level=None))
    connection = stack.enter_context(opened)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")  # only who is alone may
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as why:
        if why.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise InUse(place) from why
        # Nobody works on what is damaged.


def _sqlite(database: str | Engine) -> Path:
    place = file(database)
    if place is None:
        raise NotSqlite
    return place


def _files(place: Path) -> list[str]:
    """What SQLite calls a database and what stands beside it."""
    return [place.name + suffix for suffix in ("", "-wal", "-shm", "-journal")]


def _source(place: Path) -> Path:
    if not place.is_file():
        raise Damaged(place, "there is no such file")
    return place


@contextmanager
def _copied(source: Path, beside: Path, told: Told) -> Iterator[tuple[Path, str]]:
    """A whole copy under a name of its own, in the folder it is wanted in; gone afterwards."""
    try:
        number, name = mkstemp(dir=beside.parent, prefix=f".{beside.name}.", suffix=".part")
    except OSError as why:
        raise Damaged(beside, f"no file can be made there: {why.strerror}") from why
    os.close(number)
    copy = Path(name)
    try:
        with _understood(source), closing(sqlite3.connect(copy, isolation_level=None)) as target:
            _copy(source, target, told)
            version = _look_through(source, target)
        _sync(copy)
        yield copy, version
    finally:
        for left in copy.parent.glob(f"{copy.name}*"):
            left.unlink()


def _copy(source: Path, target: sqlite3.Connection, told: Told) -> None:
    """All pages as of now: a transaction that reads keeps them, though others write."""
    target.execute("PRAGMA synchronous=OFF")  # it is synced once it is whole
    uri = f"{source.absolute().as_uri()}?mode=rw"
    timeout = BUSY_TIMEOUT_MS / 1000
    with closing(
        sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)
    ) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.backup(
            target,
            pages=PAGES_AT_A_TIME,
            progress=lambda _, left, total: told(total - left, total),
        )
    target.execute(
        "PRAGMA journal_mode=DELETE"
    )  # one file, which can be read where none is written


def _look_through(source: Path, target: sqlite3.Connection) -> str:
    (said,) = target.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise Damaged(source, said)
    if target.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise Damaged(source, "a row refers to one that is not there")
    named = "SELECT 1 FROM sqlite_master WHERE name = ?"
    if target.execute(named, (VERSION_TABLE,)).fetchone() is None:
        raise SchemaMismatch(None)
    found = target.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
    if found is None or found[0] > SCHEMA:
        raise SchemaMismatch(found[0] if found else None)
    return str(found[0])


@contextmanager
def _understood(source: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as why:
        raise Damaged(source, str(why)) from why


def _sync(path: Path) -> None:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


def _keep(folder: Path) -> None:
    """The name, too, is to outlive a power cut."""
    with suppress(OSError):  # not every system lets a folder be synced
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


# -- refusals ---------------------------------------------------------------------------


class NotSqlite(Exception):
    def __str__(self) -> str:
        return "this copies SQLite files; PostgreSQL brings pg_dump and pg_restore"


@define
class Damaged(Exception):
    place: Path
    why: str

    def __str__(self) -> str:
        return f"{self.place} is no whole database: {self.why}"


@define
class InUse(Exception):
    place: Path

    def __str__(self) -> str:
        return f"{self.place} is in use: stop `twite serve` and `twite worker` first"
