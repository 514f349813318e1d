"""Mails in a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from ...application.ports.mail import MailRepository
from ...domain.credentials import EmailAddress
from ...domain.mail import Mail, MailAlreadyDecided, MailId, MailKind, MailState
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from .statements import constant, insert_new
from .tables import mail, mail_addresses

_INSERT = insert_new(mail, "recipient_id", "kind", "micropost_id")
_ADDRESS = insert(mail_addresses)
_FORGET = delete(mail_addresses).where(mail_addresses.c.mail_id == bindparam("b_mail_id"))
_WAITING = mail.c.state == constant("waiting")  # as in the partial index
_WAITS = select(mail.c.id).where(
    mail.c.recipient_id == bindparam("recipient_id"),
    mail.c.kind == bindparam("kind"),
    mail.c.micropost_id.is_(None),
    mail.c.queued_at >= bindparam("since"),
    _WAITING,
)
_UPDATE = (
    update(mail)
    .where(mail.c.id == bindparam("b_id"), mail.c.version == bindparam("b_version"))
    .values(
        version=bindparam("version"),
        state=bindparam("state"),
        tries=bindparam("tries"),
        due_at=bindparam("due_at"),
    )
)
_DUE = (
    select(mail, mail_addresses.c.email)
    .join_from(mail, mail_addresses, isouter=True)
    .where(_WAITING, mail.c.due_at <= bindparam("now"))
    .order_by(mail.c.due_at, mail.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=mail)
)


@frozen
class SqlMailRepository(MailRepository):
    _connection: Connection

    def add(self, mail: Mail) -> None:
        self._connection.execute(_INSERT, _to_row(mail))
        if mail.to is not None:
            self._connection.execute(_ADDRESS, {"mail_id": mail.id, "email": mail.to.value})

    def save(self, mail: Mail) -> None:
        if self._connection.execute(_UPDATE, _to_next_row(mail)).rowcount == 0:
            raise MailAlreadyDecided
        if mail.to is None:
            self._connection.execute(_FORGET, {"b_mail_id": mail.id})

    def waits(self, *, recipient_id: UserId, kind: MailKind, since: datetime) -> bool:
        asked = {"recipient_id": recipient_id, "kind": kind.value, "since": since}
        return self._connection.execute(_WAITS, asked).first() is not None

    def due(self, *, now: datetime, limit: int) -> Sequence[Mail]:
        rows = self._connection.execute(_DUE, {"now": now, "most": limit})
        return [_from_row(row) for row in rows]


def _to_row(mail: Mail) -> dict[str, object]:
    return {
        "id": mail.id,
        "version": mail.version,
        "kind": mail.kind.value,
        "recipient_id": mail.recipient_id,
        "micropost_id": mail.micropost_id,
        "state": mail.state.value,
        "tries": mail.tries,
        "due_at": mail.due_at,
        "queued_at": mail.queued_at,
    }


def _to_next_row(mail: Mail) -> dict[str, object]:
    return {
        "b_id": mail.id,
        "b_version": mail.version,
        "version": mail.version + 1,
        "state": mail.state.value,
        "tries": mail.tries,
        "due_at": mail.due_at,
    }


def _from_row(row: Row[Any]) -> Mail:
    return Mail(
        id=MailId(row.id),
        version=row.version,
        kind=MailKind(row.kind),
        recipient_id=UserId(row.recipient_id),
        micropost_id=MicropostId(row.micropost_id) if row.micropost_id is not None else None,
        to=EmailAddress(row.email) if row.email is not None else None,
        state=MailState(row.state),
        tries=row.tries,
        due_at=row.due_at,
        queued_at=row.queued_at,
    )
