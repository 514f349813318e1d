"""Credentials in a table."""

from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, Select, bindparam, or_, select

from ...application.ports.credentials import (
    CredentialRepository,
    CredentialView,
    CredentialViews,
)
from ...domain.credentials import Credential, EmailTaken, HasCredential
from ...domain.users import UserId, UserState
from .statements import insert_new
from .tables import credentials, users
from .transactions import Transactions

_INSERT = insert_new(credentials)
_HAS = select(credentials.c.user_id).where(credentials.c.user_id == bindparam("user_id"))
_VIEW: Select[Any] = select(
    credentials.c.user_id,
    users.c.handle,
    users.c.display_name,
    users.c.state,
    credentials.c.email,
    credentials.c.password_hash,
).join_from(credentials, users)
_BY_LOGIN = _VIEW.where(
    or_(credentials.c.email == bindparam("login"), users.c.handle == bindparam("login"))
)
_BY_USER = _VIEW.where(credentials.c.user_id == bindparam("user_id"))


@frozen
class SqlCredentialRepository(CredentialRepository):
    _connection: Connection

    def add(self, credential: Credential) -> None:
        if self._connection.execute(_INSERT, _to_row(credential)).rowcount == 0:
            raise HasCredential if self.has(credential.user_id) else EmailTaken

    def has(self, user_id: UserId) -> bool:
        return self._connection.execute(_HAS, {"user_id": user_id}).first() is not None


@frozen
class SqlCredentialViews(CredentialViews):
    _transactions: Transactions

    def by_login(self, login: str) -> CredentialView | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_BY_LOGIN, {"login": login}).one_or_none()
        return _view(row) if row is not None else None

    def by_user(self, id: UserId) -> CredentialView | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_BY_USER, {"user_id": id}).one_or_none()
        return _view(row) if row is not None else None


def _to_row(credential: Credential) -> dict[str, object]:
    return {
        "user_id": credential.user_id,
        "version": credential.version,
        "email": credential.email.value,
        "password_hash": credential.password_hash,
        "set_at": credential.set_at,
    }


def _view(row: Row[Any]) -> CredentialView:
    return CredentialView(
        user_id=UserId(row.user_id),
        handle=row.handle,
        display_name=row.display_name,
        state=UserState(row.state),
        email=row.email,
        password_hash=row.password_hash,
    )
