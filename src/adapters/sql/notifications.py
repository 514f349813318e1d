"""Notifications in a table."""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, select

from ...application.paging import Cursor, Page, page
from ...application.ports.notifications import NotificationRepository, NotificationViews
from ...domain.microposts import MicropostId
from ...domain.notifications import Notification, NotificationId, NotificationKind
from ...domain.users import UserId
from .audience import TELLABLE, SqlAudience
from .paging import stretch
from .statements import insert_new
from .tables import microposts, notifications
from .transactions import Transactions

_INSERT = insert_new(notifications, "recipient_id", "kind", "actor_id", "micropost_id")
_page = stretch(
    select(notifications)
    .join_from(notifications, microposts, microposts.c.id == notifications.c.micropost_id)
    .where(notifications.c.recipient_id == bindparam("recipient_id"), TELLABLE),
    notifications.c.id,
)


@frozen
class SqlNotificationRepository(NotificationRepository):
    _connection: Connection

    def add(self, notification: Notification) -> None:
        self._connection.execute(_INSERT, _to_row(notification))


@frozen
class SqlNotificationViews(NotificationViews):
    _transactions: Transactions
    _audience: SqlAudience

    def page(self, *, recipient_id: UserId, now: datetime, cursor: Cursor) -> Page[Notification]:
        asked = {"recipient_id": recipient_id, **self._audience.asked(recipient_id, now)}
        with self._transactions.reading() as connection:
            found = [_from_row(row) for row in _page.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda told: told.id)


def _to_row(notification: Notification) -> dict[str, object]:
    return {
        "id": notification.id,
        "recipient_id": notification.recipient_id,
        "kind": notification.kind.value,
        "actor_id": notification.actor_id,
        "micropost_id": notification.micropost_id,
        "notified_at": notification.notified_at,
    }


def _from_row(row: Row[Any]) -> Notification:
    return Notification(
        id=NotificationId(row.id),
        recipient_id=UserId(row.recipient_id),
        kind=NotificationKind(row.kind),
        actor_id=UserId(row.actor_id),
        micropost_id=MicropostId(row.micropost_id),
        notified_at=row.notified_at,
    )
