"""Reposts, among the entries in a table."""

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, func, or_, select, update

from ...application.paging import Cursor, Page, page
from ...application.ports.microposts import AuthorView
from ...application.ports.reposts import RepostRepository, RepostViews
from ...domain.microposts import MicropostId, Visibility
from ...domain.reposts import Repost
from ...domain.timelines import EntryId
from ...domain.users import UserId
from .audience import IS_REPOST, SqlAudience, may_hear
from .outbox import SqlOutbox
from .paging import stretch
from .tables import entries, microposts, users
from .transactions import Transactions
from .users import author_view

_DELETE = delete(entries).where(entries.c.id == bindparam("b_id"), IS_REPOST)
_FIND = select(entries).where(
    entries.c.author_id == bindparam("user_id"),
    entries.c.micropost_id == bindparam("micropost_id"),
    IS_REPOST,
)
_OF = (
    select(entries)
    .where(
        entries.c.micropost_id == bindparam("micropost_id"),
        IS_REPOST,
        entries.c.id > bindparam("after"),
    )
    .order_by(entries.c.id)
    .limit(bindparam("most"))
)
_COUNT = (
    update(microposts)
    .where(microposts.c.id == bindparam("b_id"))
    .values(reposts_count=microposts.c.reposts_count + bindparam("by"))
)
_users = stretch(
    select(entries.c.id, entries.c.author_id, users.c.handle, users.c.display_name)
    .join_from(entries, users, users.c.id == entries.c.author_id)
    .where(
        entries.c.micropost_id == bindparam("micropost_id"),
        IS_REPOST,
        may_hear(entries.c.author_id),
    ),
    entries.c.id,
)


@frozen
class SqlRepostRepository(RepostRepository):
    _connection: Connection
    _outbox: SqlOutbox

    def add(self, repost: Repost) -> None:
        self._count(repost, 1)
        self._outbox.put(repost.events)

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Repost | None:
        asked = {"user_id": user_id, "micropost_id": micropost_id}
        row = self._connection.execute(_FIND, asked).one_or_none()
        return _from_row(row) if row is not None else None

    def of(self, micropost_id: MicropostId, *, after: EntryId, limit: int) -> Sequence[Repost]:
        asked = {"micropost_id": micropost_id, "after": after, "most": limit}
        return [_from_row(row) for row in self._connection.execute(_OF, asked)]

    def remove(self, repost: Repost) -> bool:
        if self._connection.execute(_DELETE, {"b_id": repost.id}).rowcount == 0:
            return False
        self._count(repost, -1)
        self._outbox.put(repost.events)
        return True

    def _count(self, repost: Repost, by: int) -> None:
        self._connection.execute(_COUNT, {"b_id": repost.micropost_id, "by": by})


@frozen
class SqlRepostViews(RepostViews):
    _transactions: Transactions
    _audience: SqlAudience

    def users(
        self, micropost_id: MicropostId, *, viewer_id: UserId | None, cursor: Cursor
    ) -> Page[AuthorView]:
        asked = {"micropost_id": micropost_id, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            found = _users.rows(connection, cursor, asked)
        return page(found, cursor=cursor, id_of=lambda row: row.id).dressed(
            lambda rows: [author_view(row.author_id, row) for row in rows]
        )


def _from_row(row: Row[Any]) -> Repost:
    return Repost(
        id=EntryId(row.id),
        user_id=UserId(row.author_id),
        micropost_id=MicropostId(row.micropost_id),
    )


# -- what must not be there -----------------------------------------------------

_reposted = (
    select(func.count())
    .where(entries.c.micropost_id == microposts.c.id, IS_REPOST)
    .scalar_subquery()
)
REPOST_FAULTS: tuple[tuple[str, Select[Any]], ...] = (
    (
        "the reposts of micropost {} are not as many as counted",
        select(microposts.c.id).where(microposts.c.reposts_count != _reposted),
    ),
    (
        "entry {} passes on what was not said to everyone",
        select(entries.c.id)
        .join_from(entries, microposts, microposts.c.id == entries.c.micropost_id)
        .where(
            IS_REPOST,
            or_(
                entries.c.visibility != microposts.c.visibility,
                microposts.c.visibility == Visibility.MENTIONED,
                and_(
                    microposts.c.visibility == Visibility.FOLLOWERS,
                    microposts.c.author_id != entries.c.author_id,
                ),
            ),
        ),
    ),
)
