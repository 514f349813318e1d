"""Notifications in a dictionary."""

from datetime import datetime
from itertools import islice

from attrs import frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.notifications import NotificationRepository, NotificationViews
from ...domain.notifications import Notification
from ...domain.users import UserId
from .audience import MemoryAudience
from .store import Draft, Store


@frozen
class MemoryNotificationRepository(NotificationRepository):
    _draft: Draft

    def add(self, notification: Notification) -> None:
        same = (
            notification.recipient_id,
            notification.kind,
            notification.actor_id,
            notification.micropost_id,
        )
        for _ in self._draft.notifications.keys("same", same):
            return
        self._draft.notifications.put(notification.id, notification)


@frozen
class MemoryNotificationViews(NotificationViews):
    _store: Store
    _audience: MemoryAudience

    def page(self, *, recipient_id: UserId, now: datetime, cursor: Cursor) -> Page[Notification]:
        with self._store.reading() as tables:
            keys = tables.notifications.keys(
                "recipient",
                recipient_id,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            shown = (
                told
                for key in keys
                if (told := tables.notifications.get(key)) is not None
                and (micropost := tables.microposts.get(told.micropost_id)) is not None
                and self._audience.may_tell(tables, micropost, recipient_id, now)
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda told: told.id)
