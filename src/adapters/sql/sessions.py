"""Sessions in a table."""

from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, delete, insert, select

from ...application.ports.sessions import SessionRepository, SessionViews
from ...domain.sessions import Session, SessionId
from ...domain.users import UserId, UserState
from .tables import sessions, users
from .transactions import Transactions

_INSERT = insert(sessions)
_DELETE = delete(sessions).where(sessions.c.token_hash == bindparam("b_token_hash"))
_DELETE_ALL = delete(sessions).where(sessions.c.user_id == bindparam("b_user_id"))
_FIND = (
    select(sessions)
    .join_from(sessions, users)
    .where(sessions.c.token_hash == bindparam("token_hash"), users.c.state == UserState.ACTIVE)
)


@frozen
class SqlSessionRepository(SessionRepository):
    _connection: Connection

    def add(self, session: Session) -> None:
        self._connection.execute(_INSERT, _to_row(session))

    def remove(self, token_hash: str) -> None:
        self._connection.execute(_DELETE, {"b_token_hash": token_hash})

    def remove_all(self, user_id: UserId) -> None:
        self._connection.execute(_DELETE_ALL, {"b_user_id": user_id})


@frozen
class SqlSessionViews(SessionViews):
    _transactions: Transactions

    def find(self, token_hash: str) -> Session | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_FIND, {"token_hash": token_hash}).one_or_none()
        return _from_row(row) if row is not None else None


def _to_row(session: Session) -> dict[str, object]:
    return {
        "id": session.id,
        "user_id": session.user_id,
        "token_hash": session.token_hash,
        "started_at": session.started_at,
        "expires_at": session.expires_at,
    }


def _from_row(row: Row[Any]) -> Session:
    return Session(
        id=SessionId(row.id),
        user_id=UserId(row.user_id),
        token_hash=row.token_hash,
        started_at=row.started_at,
        expires_at=row.expires_at,
    )
