"""Mutes in a table."""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, delete, or_, select

from ...application.paging import Cursor, Page, page
from ...application.ports.mutes import MuteRepository, MuteViews
from ...domain.mutes import Mute, MuteId, ThreadMute
from ...domain.users import UserId, UserState
from .outbox import SqlOutbox
from .paging import stretch
from .paths import path
from .statements import insert_new
from .tables import mutes, thread_mutes, users
from .transactions import Transactions
from .types import Utc

_INSERT = insert_new(mutes, "muter_id", "muted_id")
_DELETE = delete(mutes).where(mutes.c.id == bindparam("b_id"))
_FIND = select(mutes).where(
    mutes.c.muter_id == bindparam("muter_id"), mutes.c.muted_id == bindparam("muted_id")
)
_INSERT_THREAD = insert_new(thread_mutes)
_DELETE_THREAD = delete(thread_mutes).where(
    thread_mutes.c.user_id == bindparam("b_user_id"),
    thread_mutes.c.thread == bindparam("b_thread"),
)
_page = stretch(
    select(mutes)
    .join_from(mutes, users, users.c.id == mutes.c.muted_id)
    .where(
        mutes.c.muter_id == bindparam("muter_id"),
        or_(mutes.c.expires_at.is_(None), mutes.c.expires_at > bindparam("now", type_=Utc)),
        users.c.state == UserState.ACTIVE,
    ),
    mutes.c.id,
)


@frozen
class SqlMuteRepository(MuteRepository):
    _connection: Connection
    _outbox: SqlOutbox

    def add(self, mute: Mute) -> bool:
        if self._connection.execute(_INSERT, _to_row(mute)).rowcount == 0:
            return False
        self._outbox.put(mute.events)
        return True

    def find(self, *, muter_id: UserId, muted_id: UserId) -> Mute | None:
        asked = {"muter_id": muter_id, "muted_id": muted_id}
        row = self._connection.execute(_FIND, asked).one_or_none()
        return _from_row(row) if row is not None else None

    def remove(self, mute: Mute) -> bool:
        if self._connection.execute(_DELETE, {"b_id": mute.id}).rowcount == 0:
            return False
        self._outbox.put(mute.events)
        return True

    def add_thread(self, mute: ThreadMute) -> None:
        row = {"user_id": mute.user_id, "thread": path([mute.thread_id])}
        self._connection.execute(_INSERT_THREAD, row)

    def remove_thread(self, mute: ThreadMute) -> None:
        asked = {"b_user_id": mute.user_id, "b_thread": path([mute.thread_id])}
        self._connection.execute(_DELETE_THREAD, asked)


@frozen
class SqlMuteViews(MuteViews):
    _transactions: Transactions

    def page(self, *, muter_id: UserId, now: datetime, cursor: Cursor) -> Page[Mute]:
        asked = {"muter_id": muter_id, "now": now}
        with self._transactions.reading() as connection:
            found = [_from_row(row) for row in _page.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda mute: mute.id)


def _to_row(mute: Mute) -> dict[str, object]:
    return {
        "id": mute.id,
        "muter_id": mute.muter_id,
        "muted_id": mute.muted_id,
        "hides_notifications": mute.hides_notifications,
        "muted_at": mute.muted_at,
        "expires_at": mute.expires_at,
    }


def _from_row(row: Row[Any]) -> Mute:
    return Mute(
        id=MuteId(row.id),
        muter_id=UserId(row.muter_id),
        muted_id=UserId(row.muted_id),
        hides_notifications=row.hides_notifications,
        muted_at=row.muted_at,
        expires_at=row.expires_at,
    )
