"""Notifications in a table."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql

from ...application.paging import Cursor, Page, page
from ...application.ports.notifications import (
    ALL_KINDS,
    NotificationRepository,
    NotificationViews,
    Told,
)
from ...domain.microposts import MicropostId
from ...domain.notifications import Notification, NotificationId, NotificationKind
from ...domain.users import UserId, UserState
from .audience import IS_REPOST, READABLE, THREAD_MUTED, SqlAudience, may_tell, now, viewer
from .paging import stretch
from .statements import insert_new
from .tables import (
    entries,
    favourites,
    follow_requests,
    follows,
    mentions,
    microposts,
    notifications,
    read_marks,
    users,
)
from .transactions import Transactions
from .types import Id, Utc
from .users import author_view

_last_read = func.coalesce(
    select(read_marks.c.last_read_id).where(read_marks.c.user_id == viewer).scalar_subquery(), 0
)


def _there(id: ColumnElement[Any], *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """EXISTS, which PostgreSQL would rather answer by reading whole tables first."""
    return select(id).where(*where).limit(1).scalar_subquery().is_not(None)


def _is_so() -> ColumnElement[bool]:
    """What it says holds: for each kind that can cease to be true, the row that makes it so."""
    about, actor = notifications.c.micropost_id, notifications.c.actor_id
    makes_so = {
        NotificationKind.MENTION: _there(
            mentions.c.user_id, mentions.c.micropost_id == about, mentions.c.user_id == viewer
        ),
        NotificationKind.FOLLOW: _there(
            follows.c.id, follows.c.follower_id == actor, follows.c.followee_id == viewer
        ),
        NotificationKind.POST: _there(
            follows.c.id, follows.c.follower_id == viewer, follows.c.followee_id == actor
        ),
        NotificationKind.FOLLOW_REQUEST: _there(
            follow_requests.c.id,
            follow_requests.c.requester_id == actor,
            follow_requests.c.requested_id == viewer,
        ),
        NotificationKind.FAVOURITE: _there(
            favourites.c.id, favourites.c.user_id == actor, favourites.c.micropost_id == about
        ),
        NotificationKind.REPOST: _there(
            entries.c.id, entries.c.author_id == actor, entries.c.micropost_id == about, IS_REPOST
        ),
        NotificationKind.EDIT: _there(
            entries.c.id, entries.c.author_id == viewer, entries.c.micropost_id == about, IS_REPOST
        ),
    }
    return and_(*(or_(notifications.c.kind != kind, row) for kind, row in makes_so.items()))


# :func:`domain.notifications.may_show`, of what is the viewer's, put away or not.
_SHOWABLE = and_(
    notifications.c.recipient_id == viewer,
    may_tell(notifications.c.actor_id),
    or_(
        notifications.c.micropost_id.is_(None),
        exists().where(microposts.c.id == notifications.c.micropost_id, READABLE, ~THREAD_MUTED),
    ),
    _is_so(),
)
_STANDS = notifications.c.dismissed_at.is_(None)
# Of the recipient's own row, so that who closed their account is told of nothing more.
_NEW = select(
    bindparam("id", type_=Id).label("id"),
    users.c.id.label("recipient_id"),
    bindparam("kind", type_=Text).label("kind"),
    bindparam("actor_id", type_=Id).label("actor_id"),
    bindparam("micropost_id", type_=Id).label("micropost_id"),
    bindparam("notified_at", type_=Utc).label("notified_at"),
    bindparam("dismissed_at", type_=Utc).label("dismissed_at"),
).where(users.c.id == bindparam("recipient_id"), users.c.state != UserState.CLOSED)
_INSERT = insert_new(notifications, "recipient_id", "kind", "actor_id", "micropost_id", of=_NEW)
_INSERT_BARE = insert_new(
    notifications, "recipient_id", "kind", "actor_id", where=text("micropost_id IS NULL"), of=_NEW
)
_DISMISS = (
    update(notifications)
    .where(notifications.c.id == bindparam("b_id"), _SHOWABLE)
    .values(dismissed_at=func.coalesce(notifications.c.dismissed_at, now))
)
_CLEAR = (
    update(notifications)
    .where(
        notifications.c.recipient_id == viewer,
        notifications.c.id <= bindparam("up_to", type_=Id),
        _STANDS,
    )
    .values(dismissed_at=now)
)
_newest = func.max(notifications.c.id)
_READ = postgresql.insert(read_marks).from_select(
    ["user_id", "last_read_id"],
    select(viewer, _newest)
    .where(
        notifications.c.recipient_id == viewer,
        notifications.c.id <= bindparam("up_to", type_=Id),
        _STANDS,
    )
    .having(_newest.is_not(None)),
)
_READ = _READ.on_conflict_do_update(
    index_elements=["user_id"],
    set_={"last_read_id": _READ.excluded.last_read_id},
    where=read_marks.c.last_read_id < _READ.excluded.last_read_id,
)
_TOLD = (
    select(
        notifications,
        users.c.handle,
        users.c.display_name,
        (notifications.c.id > _last_read).label("unread"),
    )
    .join_from(notifications, users, users.c.id == notifications.c.actor_id)
    .where(_SHOWABLE, _STANDS)
)
_of_kinds = notifications.c.kind.in_(bindparam("kinds", expanding=True))
_of_actor = notifications.c.actor_id == bindparam("actor_id")
_page = {
    (False, False): stretch(_TOLD, notifications.c.id),
    (True, False): stretch(_TOLD.where(_of_kinds), notifications.c.id),
    (False, True): stretch(_TOLD.where(_of_actor), notifications.c.id),
    (True, True): stretch(_TOLD.where(_of_kinds, _of_actor), notifications.c.id),
}
_FIND = _TOLD.where(notifications.c.id == bindparam("id", type_=Id))
_UNREAD = select(func.count()).select_from(
    select(literal(1))
    .where(_SHOWABLE, _STANDS, notifications.c.id > _last_read)
    .limit(bindparam("most", type_=Id))
    .subquery()
)
_TELLS = select(may_tell(bindparam("actor_id", type_=Id)))


@frozen
class SqlNotificationRepository(NotificationRepository):
    _connection: Connection
    _audience: SqlAudience

    def add(self, notification: Notification) -> bool:
        statement = _INSERT_BARE if notification.micropost_id is None else _INSERT
        return self._connection.execute(statement, _to_row(notification)).rowcount == 1

    def dismiss(self, id: NotificationId, *, recipient_id: UserId, now: datetime) -> bool:
        asked = {"b_id": id, **self._audience.asked(recipient_id, now)}
        return self._connection.execute(_DISMISS, asked).rowcount == 1

    def clear(self, recipient_id: UserId, *, up_to: NotificationId, now: datetime) -> None:
        asked = {"viewer_id": recipient_id, "up_to": up_to, "now": now}
        self._connection.execute(_CLEAR, asked)

    def read(self, recipient_id: UserId, *, up_to: NotificationId) -> None:
        self._connection.execute(_READ, {"viewer_id": recipient_id, "up_to": up_to})


@frozen
class SqlNotificationViews(NotificationViews):
    _transactions: Transactions
    _audience: SqlAudience

    def page(
        self,
        *,
        recipient_id: UserId,
        now: datetime,
        cursor: Cursor,
        kinds: Collection[NotificationKind] = ALL_KINDS,
        actor_id: UserId | None = None,
    ) -> Page[Told]:
        asked: Mapping[str, object] = {
            **self._audience.asked(recipient_id, now),
            **({} if kinds == ALL_KINDS else {"kinds": sorted(kinds)}),
            **({} if actor_id is None else {"actor_id": actor_id}),
        }
        statement = _page["kinds" in asked, "actor_id" in asked]
        with self._transactions.reading() as connection:
            found = [_told(row) for row in statement.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda told: told.notification.id)

    def find(self, id: NotificationId, *, recipient_id: UserId, now: datetime) -> Told | None:
        asked = {"id": id, **self._audience.asked(recipient_id, now)}
        with self._transactions.reading() as connection:
            row = connection.execute(_FIND, asked).one_or_none()
        return _told(row) if row is not None else None

    def unread(self, *, recipient_id: UserId, now: datetime, most: int) -> int:
        asked = {"most": most, **self._audience.asked(recipient_id, now)}
        with self._transactions.reading() as connection:
            return int(connection.execute(_UNREAD, asked).scalar_one())

    def tells(self, recipient_id: UserId, *, of: UserId, now: datetime) -> bool:
        asked = {"actor_id": of, **self._audience.asked(recipient_id, now)}
        with self._transactions.reading() as connection:
            return bool(connection.execute(_TELLS, asked).scalar_one())


def _to_row(notification: Notification) -> dict[str, object]:
    return {
        "id": notification.id,
        "recipient_id": notification.recipient_id,
        "kind": notification.kind.value,
        "actor_id": notification.actor_id,
        "micropost_id": notification.micropost_id,
        "notified_at": notification.notified_at,
        "dismissed_at": notification.dismissed_at,
    }


def _from_row(row: Row[Any]) -> Notification:
    about = row.micropost_id
    return Notification(
        id=NotificationId(row.id),
        recipient_id=UserId(row.recipient_id),
        kind=NotificationKind(row.kind),
        actor_id=UserId(row.actor_id),
        micropost_id=MicropostId(about) if about is not None else None,
        notified_at=row.notified_at,
        dismissed_at=row.dismissed_at,
    )


def _told(row: Row[Any]) -> Told:
    return Told(
        notification=_from_row(row),
        actor=author_view(row.actor_id, row),
        unread=bool(row.unread),
    )
