"""Sessions in a table."""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from ...application.paging import Cursor, Page, page
from ...application.ports.sessions import OwnedSession, SessionRepository, SessionViews
from ...domain.sessions import Session, SessionId
from ...domain.users import UserId, UserState
from .paging import stretch
from .tables import sessions, users
from .transactions import Transactions
from .types import Utc

_INSERT = insert(sessions)
_seen_at = bindparam("b_seen_at", type_=Utc)
_SEE = (
    update(sessions)
    .where(
        sessions.c.id == bindparam("b_id"),
        or_(sessions.c.seen_at.is_(None), sessions.c.seen_at < _seen_at),
    )
    .values(seen_at=_seen_at)
)
_DELETE = delete(sessions).where(sessions.c.token_hash == bindparam("b_token_hash"))
_DELETE_OWNED = delete(sessions).where(
    sessions.c.id == bindparam("b_id"), sessions.c.user_id == bindparam("b_owner_id")
)
_DELETE_ALL = delete(sessions).where(
    sessions.c.user_id == bindparam("b_user_id"), sessions.c.token_hash != bindparam("b_but")
)
_FIND = (
    select(sessions, users.c.handle)
    .join_from(sessions, users)
    .where(sessions.c.token_hash == bindparam("token_hash"), users.c.state == UserState.ACTIVE)
)
_page = stretch(
    select(sessions).where(
        sessions.c.user_id == bindparam("user_id"), sessions.c.expires_at > bindparam("now")
    ),
    sessions.c.id,
)


@frozen
class SqlSessionRepository(SessionRepository):
    _connection: Connection

    def add(self, session: Session) -> None:
        self._connection.execute(_INSERT, _to_row(session))

    def see(self, session: Session) -> None:
        self._connection.execute(_SEE, {"b_id": session.id, "b_seen_at": session.seen_at})

    def remove(self, token_hash: str) -> None:
        self._connection.execute(_DELETE, {"b_token_hash": token_hash})

    def remove_owned(self, id: SessionId, *, owner_id: UserId) -> bool:
        asked = {"b_id": id, "b_owner_id": owner_id}
        return self._connection.execute(_DELETE_OWNED, asked).rowcount > 0

    def remove_all(self, user_id: UserId, *, but: str | None = None) -> None:
        self._connection.execute(_DELETE_ALL, {"b_user_id": user_id, "b_but": but or ""})


@frozen
class SqlSessionViews(SessionViews):
    _transactions: Transactions

    def find(self, token_hash: str) -> OwnedSession | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_FIND, {"token_hash": token_hash}).one_or_none()
        return OwnedSession(_from_row(row), row.handle) if row is not None else None

    def page(self, user_id: UserId, *, now: datetime, cursor: Cursor) -> Page[Session]:
        asked = {"user_id": user_id, "now": now}
        with self._transactions.reading() as connection:
            found = [_from_row(row) for row in _page.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda session: session.id)


def _to_row(session: Session) -> dict[str, object]:
    return {
        "id": session.id,
        "user_id": session.user_id,
        "token_hash": session.token_hash,
        "browser": session.browser,
        "started_at": session.started_at,
        "expires_at": session.expires_at,
        "seen_at": session.seen_at,
    }


def _from_row(row: Row[Any]) -> Session:
    return Session(
        id=SessionId(row.id),
        user_id=UserId(row.user_id),
        token_hash=row.token_hash,
        browser=row.browser,
        started_at=row.started_at,
        expires_at=row.expires_at,
        seen_at=row.seen_at or row.started_at,  # of those from before it was noted
    )
