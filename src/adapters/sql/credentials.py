"""Credentials in a table."""

from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ...application.ports.credentials import (
    CredentialRepository,
    CredentialView,
    CredentialViews,
)
from ...domain.credentials import (
    Credential,
    CredentialChangedMeanwhile,
    EmailAddress,
    EmailTaken,
    HasCredential,
    HasNoCredential,
    Reset,
)
from ...domain.users import UserId, UserState
from .outbox import SqlOutbox
from .statements import insert_new
from .tables import credentials, resets, users
from .transactions import Transactions, savepoint

_INSERT = insert_new(credentials)
_UPDATE = (
    update(credentials)
    .where(
        credentials.c.user_id == bindparam("b_user_id"),
        credentials.c.version == bindparam("b_version"),
    )
    .values(
        version=bindparam("version"),
        email=bindparam("email"),
        password_hash=bindparam("password_hash"),
        set_at=bindparam("set_at"),
        wrong=bindparam("wrong"),
        wrong_since=bindparam("wrong_since"),
    )
)
_GET = select(credentials).where(credentials.c.user_id == bindparam("user_id"))
_DELETE = delete(credentials).where(credentials.c.user_id == bindparam("b_user_id"))
_HAS = select(credentials.c.user_id).where(credentials.c.user_id == bindparam("user_id"))
_OFFER = insert(resets)
_FORGET = delete(resets).where(
    resets.c.user_id == bindparam("b_user_id"), resets.c.expires_at <= bindparam("b_now")
)
_OFFERED = select(resets).where(resets.c.token_hash == bindparam("token_hash"))
_OFFERED_TO_ACTIVE = _OFFERED.join_from(resets, users).where(users.c.state == UserState.ACTIVE)
_WITHDRAW = delete(resets).where(resets.c.user_id == bindparam("b_user_id"))
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
    _outbox: SqlOutbox

    def add(self, credential: Credential) -> None:
        if self._connection.execute(_INSERT, _to_row(credential)).rowcount == 0:
            raise HasCredential if self.has(credential.user_id) else EmailTaken

    def save(self, credential: Credential) -> None:
        try:
            with savepoint(self._connection):
                kept = self._connection.execute(_UPDATE, _to_next_row(credential))
        except IntegrityError as why:  # the address alone is unique of what changes
            raise EmailTaken from why
        if kept.rowcount == 0:
            raise CredentialChangedMeanwhile
        self._outbox.put(credential.events)

    def get(self, user_id: UserId) -> Credential:
        row = self._connection.execute(_GET, {"user_id": user_id}).one_or_none()
        if row is None:
            raise HasNoCredential
        return _from_row(row)

    def remove(self, user_id: UserId) -> None:
        self._connection.execute(_DELETE, {"b_user_id": user_id})

    def has(self, user_id: UserId) -> bool:
        return self._connection.execute(_HAS, {"user_id": user_id}).first() is not None

    def offer(self, reset: Reset) -> None:
        ran_out = {"b_user_id": reset.user_id, "b_now": reset.offered_at}
        self._connection.execute(_FORGET, ran_out)
        self._connection.execute(_OFFER, _to_offer(reset))

    def find_offered(self, token_hash: str) -> Reset | None:
        row = self._connection.execute(_OFFERED, {"token_hash": token_hash}).one_or_none()
        return _from_offer(row) if row is not None else None

    def withdraw_offers(self, user_id: UserId) -> None:
        self._connection.execute(_WITHDRAW, {"b_user_id": user_id})


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

    def offered(self, token_hash: str) -> Reset | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_OFFERED_TO_ACTIVE, {"token_hash": token_hash}).one_or_none()
        return _from_offer(row) if row is not None else None


def _to_row(credential: Credential) -> dict[str, object]:
    return {
        "user_id": credential.user_id,
        "version": credential.version,
        "email": credential.email.value,
        "password_hash": credential.password_hash,
        "set_at": credential.set_at,
        "wrong": credential.wrong,
        "wrong_since": credential.wrong_since,
    }


def _to_next_row(credential: Credential) -> dict[str, object]:
    return {
        "b_user_id": credential.user_id,
        "b_version": credential.version,
        "version": credential.version + 1,
        "email": credential.email.value,
        "password_hash": credential.password_hash,
        "set_at": credential.set_at,
        "wrong": credential.wrong,
        "wrong_since": credential.wrong_since,
    }


def _from_row(row: Row[Any]) -> Credential:
    return Credential(
        user_id=UserId(row.user_id),
        version=row.version,
        email=EmailAddress(row.email),
        password_hash=row.password_hash,
        set_at=row.set_at,
        wrong=row.wrong,
        wrong_since=row.wrong_since,
    )


def _to_offer(reset: Reset) -> dict[str, object]:
    return {
        "token_hash": reset.token_hash,
        "user_id": reset.user_id,
        "offered_at": reset.offered_at,
        "expires_at": reset.expires_at,
    }


def _from_offer(row: Row[Any]) -> Reset:
    return Reset(
        user_id=UserId(row.user_id),
        token_hash=row.token_hash,
        offered_at=row.offered_at,
        expires_at=row.expires_at,
    )


def _view(row: Row[Any]) -> CredentialView:
    return CredentialView(
        user_id=UserId(row.user_id),
        handle=row.handle,
        display_name=row.display_name,
        state=UserState(row.state),
        email=row.email,
        password_hash=row.password_hash,
    )
