"""Engines as twite needs them: what a connection promises is set here, for all of them."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from .transactions import GroupWriter, PlainWriter, Transactions

READERS = 8  # connections that read at a time; whoever comes later waits
PRIVATE = 0o600  # nobody else reads or writes it
CACHE_KIB = 1000  # of a connection; the system keeps what is read often for all of them
BUSY_TIMEOUT_MS = 5000  # how long SQLite waits for the writer of another process

A_DATABASE = "a database is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"

# FULL: what was committed survives a power cut.  trusted_schema: a database file made by others
# runs none of its functions here.
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "trusted_schema": "OFF",
    "busy_timeout": str(BUSY_TIMEOUT_MS),
    "cache_size": f"-{CACHE_KIB}",
}


def transactions(database: str | Engine) -> Transactions:
    """Raises ValueError for what is neither an SQLite file nor a PostgreSQL database."""
    url = database.url if isinstance(database, Engine) else _url(database)
    match url.get_backend_name():
        case "sqlite":
            return _sqlite(url)
        case "postgresql":
            return _postgres(database if isinstance(database, Engine) else url)
        case other:
            raise ValueError(f"{A_DATABASE}, not {other}://...")


def engine(database: str | Engine) -> Engine:
    """A plain engine on the same database, for migrations.  An SQLite file is made if there is
    none, for its owner's eyes alone."""
    url = database.url if isinstance(database, Engine) else _url(database)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True)
    path = file(url)
    if path is not None and path.parent.is_dir():
        path.touch(mode=PRIVATE)
    return _sqlite_engine(url, 1)


def file(database: str | Engine | URL) -> Path | None:
    """Where an SQLite database is; None for another.  Raises ValueError where it is in memory."""
    url = database.url if isinstance(database, Engine) else _url(database)
    if url.get_backend_name() != "sqlite":
        return None
    if url.database in (None, "", ":memory:") or url.query.get("mode") == "memory":
        raise ValueError("SQLite needs a file here; in memory, use twite's in_memory()")
    return Path(str(url.database))


def _url(database: str | URL) -> URL:
    try:
        return make_url(database)
    except ArgumentError:
        raise ValueError(A_DATABASE) from None


def _sqlite(url: URL) -> Transactions:
    file(url)
    writer, readers = _sqlite_engine(url, 1), _sqlite_engine(url, READERS)
    return Transactions(GroupWriter(writer), readers, (writer, readers))


def _sqlite_engine(url: URL, size: int) -> Engine:
    made = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_size=size,
        max_overflow=0,
        pool_use_lifo=True,  # whichever read last has what is read often at hand
        hide_parameters=True,
    )
    event.listen(made, "connect", _promise)
    return made


def _promise(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _postgres(database: URL | Engine) -> Transactions:
    if isinstance(database, Engine):
        return _joined(database, owned=())
    made = create_engine(database, pool_size=READERS, max_overflow=READERS, hide_parameters=True)
    return _joined(made, owned=(made,))


def _joined(made: Engine, *, owned: tuple[Engine, ...]) -> Transactions:
    reader = made.execution_options(isolation_level="AUTOCOMMIT")
    return Transactions(PlainWriter(made), reader, owned)
