"""What was needed once, in all tables."""

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, exists, select, tuple_
from sqlalchemy.sql import Delete

from ...application.ports.housekeeping import Leftover, Leftovers, Maintenance
from . import tables as t
from .transactions import Transactions
from .types import Utc

_before = bindparam("before", type_=Utc)
_SQLITE = ("PRAGMA optimize", "PRAGMA wal_checkpoint(PASSIVE)")  # neither waits for anybody
_later = t.runs.alias("later")


def _those(table: Table, *conditions: ColumnElement[bool]) -> Delete:
    """So many of those rows: whichever stand first."""
    key = tuple_(*table.primary_key.columns)
    chosen = select(*table.primary_key.columns).where(*conditions).limit(bindparam("most"))
    return delete(table).where(key.in_(chosen))


_REMOVE: Mapping[Leftover, Delete] = {
    Leftover.DELIVERIES: _those(
        t.deliveries, t.deliveries.c.state == "done", t.deliveries.c.done_at < _before
    ),
    Leftover.EVENTS: _those(
        t.events,
        t.events.c.at < _before,
        ~exists().where(t.deliveries.c.event_id == t.events.c.id),
    ),
    Leftover.SESSIONS: _those(t.sessions, t.sessions.c.expires_at < _before),
    Leftover.RESETS: _those(t.resets, t.resets.c.expires_at < _before),
    Leftover.INVITATIONS: _those(t.invitations, t.invitations.c.expires_at < _before),
    Leftover.CODES: _those(t.codes, t.codes.c.given_at < _before),
    Leftover.APPS: _those(
        t.apps,
        t.apps.c.registered_at < _before,
        ~exists().where(t.access_tokens.c.app_id == t.apps.c.id),
        ~exists().where(t.codes.c.app_id == t.apps.c.id),
    ),
    Leftover.MUTES: _those(t.mutes, t.mutes.c.expires_at < _before),
    Leftover.KEYS: _those(t.repeatables, t.repeatables.c.at < _before),
    Leftover.MAILS: _those(
        t.mail,
        t.mail.c.state.in_(("sent", "dropped")),
        t.mail.c.micropost_id.is_(None),
        t.mail.c.queued_at < _before,
    ),
    Leftover.RUNS: _those(
        t.runs,
        t.runs.c.began_at < _before,
        exists().where(_later.c.job == t.runs.c.job, _later.c.tick > t.runs.c.tick),
    ),
}


@frozen
class SqlLeftovers(Leftovers):
    _connection: Connection

    def remove(self, kind: Leftover, *, before: datetime, limit: int) -> int:
        asked = {"before": before, "most": limit}
        return self._connection.execute(_REMOVE[kind], asked).rowcount


@frozen
class SqlMaintenance(Maintenance):
    """PostgreSQL sees to itself (autovacuum)."""

    _transactions: Transactions

    def run(self) -> None:
        with self._transactions.reading() as connection:
            if connection.dialect.name == "sqlite":
                for statement in _SQLITE:
                    connection.exec_driver_sql(statement)
