"""Notifications in a dictionary."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice

from attrs import evolve, frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.notifications import (
    ALL_KINDS,
    NotificationRepository,
    NotificationViews,
    Told,
)
from ...domain.audience import may_tell
from ...domain.microposts import Micropost
from ...domain.notifications import Notification, NotificationId, NotificationKind, may_show
from ...domain.users import UserId
from .audience import MemoryAudience
from .store import Draft, Store, Tables
from .users import author_view


@frozen
class MemoryNotificationRepository(NotificationRepository):
    _draft: Draft
    _audience: MemoryAudience

    def add(self, notification: Notification) -> bool:
        recipient = self._draft.users.get(notification.recipient_id)
        if recipient is None or recipient.is_closed:
            return False
        same = (
            notification.recipient_id,
            notification.kind,
            notification.actor_id,
            notification.micropost_id,
        )
        for _ in self._draft.notifications.keys("same", same):
            return False
        self._draft.notifications.put(notification.id, notification)
        return True

    def dismiss(self, id: NotificationId, *, recipient_id: UserId, now: datetime) -> bool:
        kept = self._draft.notifications.get(id)
        if kept is None or kept.recipient_id != recipient_id:
            return False
        if not _may_show(self._draft, self._audience, evolve(kept, dismissed_at=None), now):
            return False
        self._put_away(kept, now)
        return True

    def clear(self, recipient_id: UserId, *, up_to: NotificationId, now: datetime) -> None:
        for told in list(self._draft.notifications.find("recipient", recipient_id)):
            if told.id <= up_to:
                self._put_away(told, now)

    def read(self, recipient_id: UserId, *, up_to: NotificationId) -> None:
        found = self._draft.notifications.find("recipient", recipient_id)
        standing = (told.id for told in found if told.dismissed_at is None and told.id <= up_to)
        newest = max(standing, default=0)
        if newest > _last_read(self._draft, recipient_id):
            self._draft.read_marks.put(recipient_id, newest)

    def _put_away(self, told: Notification, now: datetime) -> None:
        if told.dismissed_at is None:
            self._draft.notifications.put(told.id, evolve(told, dismissed_at=now))


@frozen
class MemoryNotificationViews(NotificationViews):
    _store: Store
    _audience: MemoryAudience

    def page(
        self,
        *,
        recipient_id: UserId,
        now: datetime,
        cursor: Cursor,
        kinds: Collection[NotificationKind] = ALL_KINDS,
        actor_id: UserId | None = None,
    ) -> Page[Told]:
        with self._store.reading() as tables:
            shown = (
                told
                for told in self._shown(tables, recipient_id, now, cursor)
                if told.kind in kinds and actor_id in (None, told.actor_id)
            )
            found = [_told(tables, told) for told in islice(shown, cursor.limit + 1)]
        return page(found, cursor=cursor, id_of=lambda told: told.notification.id)

    def find(self, id: NotificationId, *, recipient_id: UserId, now: datetime) -> Told | None:
        with self._store.reading() as tables:
            told = tables.notifications.get(id)
            if told is None or told.recipient_id != recipient_id:
                return None
            return _told(tables, told) if _may_show(tables, self._audience, told, now) else None

    def unread(self, *, recipient_id: UserId, now: datetime, most: int) -> int:
        with self._store.reading() as tables:
            above = Cursor(min_id=_last_read(tables, recipient_id))
            return sum(1 for _ in islice(self._shown(tables, recipient_id, now, above), most))

    def tells(self, recipient_id: UserId, *, of: UserId, now: datetime) -> bool:
        with self._store.reading() as tables:
            return may_tell(self._audience.relation(tables, of, recipient_id, now))

    def _shown(
        self, tables: Tables, recipient_id: UserId, now: datetime, cursor: Cursor
    ) -> Iterator[Notification]:
        keys = tables.notifications.keys(
            "recipient",
            recipient_id,
            above=cursor.above,
            below=cursor.below,
            upwards=cursor.upwards,
        )
        found = (told for key in keys if (told := tables.notifications.get(key)) is not None)
        return (told for told in found if _may_show(tables, self._audience, told, now))


def _may_show(tables: Tables, audience: MemoryAudience, told: Notification, now: datetime) -> bool:
    return may_show(
        told,
        audience.relation(tables, told.actor_id, told.recipient_id, now),
        is_readable=_is_readable(tables, audience, told),
        is_muted=_is_muted(tables, told),
        is_so=_is_so(tables, told),
    )


def _is_readable(tables: Tables, audience: MemoryAudience, told: Notification) -> bool:
    micropost = _about(tables, told)
    if micropost is None:
        return told.micropost_id is None
    return audience.may_read(tables, micropost, told.recipient_id)


def _is_muted(tables: Tables, told: Notification) -> bool:
    micropost = _about(tables, told)
    if micropost is None:
        return False
    return tables.thread_mutes.get((told.recipient_id, micropost.thread_id)) is not None


def _is_so(tables: Tables, told: Notification) -> bool:
    match told.kind:
        case NotificationKind.MENTION:
            micropost = _about(tables, told)
            return micropost is not None and told.recipient_id in micropost.mentioned_ids
        case NotificationKind.FOLLOW:
            found = tables.follows.keys("pair", (told.actor_id, told.recipient_id))
        case NotificationKind.POST:
            found = tables.follows.keys("pair", (told.recipient_id, told.actor_id))
        case NotificationKind.FOLLOW_REQUEST:
            found = tables.follow_requests.keys("pair", (told.actor_id, told.recipient_id))
        case NotificationKind.FAVOURITE:
            found = tables.favourites.keys("pair", (told.actor_id, told.micropost_id))
        case NotificationKind.REPOST:
            found = tables.entries.keys("repost", (told.actor_id, told.micropost_id))
        case NotificationKind.EDIT:
            found = tables.entries.keys("repost", (told.recipient_id, told.micropost_id))
        case _:
            return True
    return any(True for _ in found)


def _about(tables: Tables, told: Notification) -> Micropost | None:
    return tables.microposts.get(told.micropost_id) if told.micropost_id is not None else None


def _last_read(tables: Tables, recipient_id: UserId) -> int:
    return tables.read_marks.get(recipient_id) or 0


def _told(tables: Tables, told: Notification) -> Told:
    return Told(
        notification=told,
        actor=author_view(tables, told.actor_id),
        unread=told.id > _last_read(tables, told.recipient_id),
    )
