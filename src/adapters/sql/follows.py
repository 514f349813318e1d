"""Follows in a table."""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, delete, exists, select, update

from ...application.ports.follows import FollowRepository, FollowViews, RelationView
from ...domain.follows import Follow, FollowId
from ...domain.users import UserId
from .audience import muted, viewer
from .outbox import SqlOutbox
from .statements import insert_new
from .tables import blocks, follows, users
from .transactions import Transactions
from .types import Id

_INSERT = insert_new(follows, "follower_id", "followee_id")
_DELETE = delete(follows).where(follows.c.id == bindparam("b_id"))
_FIND = select(follows).where(
    follows.c.follower_id == bindparam("follower_id"),
    follows.c.followee_id == bindparam("followee_id"),
)
_COUNT_FOLLOWING = (
    update(users)
    .where(users.c.id == bindparam("b_id"))
    .values(following_count=users.c.following_count + bindparam("by"))
)
_COUNT_FOLLOWERS = (
    update(users)
    .where(users.c.id == bindparam("b_id"))
    .values(followers_count=users.c.followers_count + bindparam("by"))
)
_other = bindparam("other_id", type_=Id)
_RELATION = select(
    exists()
    .where(follows.c.follower_id == viewer, follows.c.followee_id == _other)
    .label("following"),
    exists()
    .where(follows.c.follower_id == _other, follows.c.followee_id == viewer)
    .label("followed_by"),
    exists().where(blocks.c.blocker_id == viewer, blocks.c.blocked_id == _other).label("blocking"),
    muted(_other).label("muting"),
)


@frozen
class SqlFollowRepository(FollowRepository):
    _connection: Connection
    _outbox: SqlOutbox

    def add(self, follow: Follow) -> bool:
        if self._connection.execute(_INSERT, _to_row(follow)).rowcount == 0:
            return False
        self._count(follow, 1)
        self._outbox.put(follow.events)
        return True

    def find(self, *, follower_id: UserId, followee_id: UserId) -> Follow | None:
        asked = {"follower_id": follower_id, "followee_id": followee_id}
        row = self._connection.execute(_FIND, asked).one_or_none()
        return _from_row(row) if row is not None else None

    def remove(self, follow: Follow) -> bool:
        if self._connection.execute(_DELETE, {"b_id": follow.id}).rowcount == 0:
            return False
        self._count(follow, -1)
        self._outbox.put(follow.events)
        return True

    def _count(self, follow: Follow, by: int) -> None:
        self._connection.execute(_COUNT_FOLLOWING, {"b_id": follow.follower_id, "by": by})
        self._connection.execute(_COUNT_FOLLOWERS, {"b_id": follow.followee_id, "by": by})


@frozen
class SqlFollowViews(FollowViews):
    _transactions: Transactions

    def relation(self, *, viewer_id: UserId, other_id: UserId, now: datetime) -> RelationView:
        asked = {"viewer_id": viewer_id, "other_id": other_id, "now": now}
        with self._transactions.reading() as connection:
            row = connection.execute(_RELATION, asked).one()
        return RelationView(
            following=bool(row.following),
            followed_by=bool(row.followed_by),
            blocking=bool(row.blocking),
            muting=bool(row.muting),
        )


def _to_row(follow: Follow) -> dict[str, object]:
    return {
        "id": follow.id,
        "follower_id": follow.follower_id,
        "followee_id": follow.followee_id,
        "followed_at": follow.followed_at,
    }


def _from_row(row: Row[Any]) -> Follow:
    return Follow(
        id=FollowId(row.id),
        follower_id=UserId(row.follower_id),
        followee_id=UserId(row.followee_id),
        followed_at=row.followed_at,
    )
