"""Which schema a database has, and how it gets the one this version works on."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import define
from sqlalchemy import Connection, Engine, Select, column, inspect, select, table

from .engines import engine, file
from .renumbering import is_from_elsewhere, renumber
from .tables import users
from .transactions import Transactions, failing

SCHEMA = "0021"  # the newest migration; a test compares
VERSION_TABLE = "twite_schema"

_MISSING = "migrations need alembic: pip install 'twite[server]'"

_ANYBODY = select(users.c.id).limit(1)
_VERSION: Select[Any] = select(column("version_num")).select_from(table(VERSION_TABLE))


@define
class SchemaMismatch(Exception):
    """The database is not on the schema this version works on."""

    found: str | None

    def __str__(self) -> str:
        if self.found is None:
            return "this database has no tables of twite's; run `twite migrate`"
        if self.found > SCHEMA:
            return (
                f"this database is at schema {self.found}, newer than {SCHEMA}, which this version"
                " of twite works on; install the newer version"
            )
        return f"this database is at schema {self.found}, older than {SCHEMA}; run `twite migrate`"


@define
class NoFile(SchemaMismatch):
    """There is no SQLite file of that name."""

    path: Path

    def __str__(self) -> str:
        return f"there is no file {self.path}: if it is to be there, run `twite migrate`"


class RestoredElsewhere(SchemaMismatch):
    """Another server wrote these events: PostgreSQL would take them for news of the future."""

    def __str__(self) -> str:
        return (
            "this database was restored from a dump of another server, which numbered its"
            " transactions otherwise; run `twite migrate` once, before anything is written"
        )


def version(connection: Connection) -> str | None:
    """The schema a database has; None where there is nothing of twite's."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(_VERSION).scalar_one_or_none()
    return found


def is_inhabited(database: str | Engine) -> bool:
    """Whether anybody is there.  Raises :exc:`SchemaMismatch` where nobody could be."""
    expect_file(database)
    made = engine(database)
    try:
        with failing(), made.connect() as connection:
            if version(connection) is None:
                raise SchemaMismatch(None)
            return connection.execute(_ANYBODY).first() is not None
    finally:
        made.dispose()


def expect_file(database: str | Engine) -> None:
    """Raises :exc:`SchemaMismatch` where there is no SQLite file: opening it would make one."""
    path = file(database)
    if path is not None and not path.exists():
        raise NoFile(None, path)


def expect(transactions: Transactions) -> None:
    """Raises :exc:`SchemaMismatch` where the database is not on :data:`SCHEMA`, or was restored
    from another server's dump and is not settled yet."""
    with transactions.reading() as connection:
        found = version(connection)
        if found != SCHEMA:
            raise SchemaMismatch(found)
        if is_from_elsewhere(connection):
            raise RestoredElsewhere(found)


def migrate(
    database: str | Engine, to: str = "head", *, told: Callable[[str], None] = lambda _: None
) -> bool:
    """Bring the schema up to date (or, to a version, up or down, to ``base``: none); whether there
    was anything to do.  All steps are one transaction; ``told`` hears the version of each that is
    done.  Needs alembic installed.
    """
    made = engine(database)
    try:
        with failing():
            with made.connect() as connection:
                found = version(connection)
            if to == "head" and (found or "") > SCHEMA:
                raise SchemaMismatch(found)
            target = {"head": SCHEMA, "base": None}.get(to, to)
            if found == target:
                return False
            _run(made, target or "base", upwards=(found or "") < (target or ""), told=told)
            return True
    finally:
        made.dispose()


def settle(database: str | Engine) -> int:
    """After a restore from another PostgreSQL server: number its transactions below all of this
    one's, in their order, so that what was yet to be delivered is.  By how much they went down;
    0 where there was nothing to do.  A consumer's position goes down by as much.
    """
    made = engine(database)
    try:
        with failing(), made.begin() as connection:
            return renumber(connection)
    finally:
        made.dispose()


def _run(made: Engine, target: str, *, upwards: bool, told: Callable[[str], None]) -> None:
    try:
        from alembic import command  # noqa: PLC0415 (1.5 s of CPU, and in the extra `server`)
        from alembic.config import Config  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(_MISSING, name=missing.name) from missing

    config = Config()
    config.set_main_option("script_location", str(files(__package__) / "migrations"))
    config.attributes["engine"], config.attributes["told"] = made, told
    (command.upgrade if upwards else command.downgrade)(config, target)
