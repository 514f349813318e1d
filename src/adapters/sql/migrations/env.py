"""Runs the steps, on the engine it is handed: all of them in one transaction, one runner at a
time."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, Engine

from twite.adapters.sql.schema import VERSION_TABLE
from twite.adapters.sql.tables import metadata

LOCK = 0x7477697465  # "twite": the advisory lock of PostgreSQL that says somebody migrates


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=VERSION_TABLE,
        on_version_apply=_tell,
    )
    with context.begin_transaction():
        context.run_migrations()


def _tell(
    ctx: MigrationContext,  # noqa: ARG001 (alembic names them)
    step: MigrationInfo,
    heads: Collection[Any],  # noqa: ARG001
    run_args: Mapping[str, Any],  # noqa: ARG001
) -> None:
    told: Callable[[str], None] = context.config.attributes["told"]
    told(step.up_revision_id or "")


def _run_on_sqlite(connection: Connection) -> None:
    # Neither Python's sqlite3 nor Alembic puts SQLite's schema changes into a transaction.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        _run(connection)
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def _run_on_postgres(connection: Connection) -> None:
    with connection.begin():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        _run(connection)


def _main() -> None:
    engine: Engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _run_on_sqlite(connection)
        else:
            _run_on_postgres(connection)


_main()
