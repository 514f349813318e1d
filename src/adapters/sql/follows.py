"""Follows and requests to follow in tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    Label,
    Row,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)

from ...application.paging import Cursor, Page, page
from ...application.ports.follows import (
    FollowRepository,
    FollowRequestRepository,
    FollowViews,
    RelationView,
)
from ...domain.follows import Follow, FollowId, FollowRequest, FollowRequestId
from ...domain.users import UserId
from .audience import MET, SqlAudience, may_list, muted, notifications_muted, viewer
from .functions import among
from .outbox import SqlOutbox
from .paging import Stretch, stretch
from .statements import insert_new
from .tables import blocks, follow_requests, follows, notes, users
from .transactions import Transactions
from .types import Id

_INSERT = insert_new(follows, "follower_id", "followee_id")
_UPDATE = (
    update(follows)
    .where(follows.c.id == bindparam("b_id"))
    .values(shows_reposts=bindparam("shows_reposts"), notifies=bindparam("notifies"))
)
_DELETE = delete(follows).where(follows.c.id == bindparam("b_id"))
_FIND = select(follows).where(
    follows.c.follower_id == bindparam("follower_id"),
    follows.c.followee_id == bindparam("followee_id"),
)
_NOTIFIED = (
    select(follows)
    .where(
        follows.c.followee_id == bindparam("followee_id"),
        follows.c.notifies,
        follows.c.id > bindparam("after", type_=Id),
    )
    .order_by(follows.c.id)
    .limit(bindparam("most", type_=Id))
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
_INSERT_REQUEST = insert_new(follow_requests, "requester_id", "requested_id")
_UPDATE_REQUEST = (
    update(follow_requests)
    .where(follow_requests.c.id == bindparam("b_id"))
    .values(shows_reposts=bindparam("shows_reposts"), notifies=bindparam("notifies"))
)
_DELETE_REQUEST = delete(follow_requests).where(follow_requests.c.id == bindparam("b_id"))
_FIND_REQUEST = select(follow_requests).where(
    follow_requests.c.requester_id == bindparam("requester_id"),
    follow_requests.c.requested_id == bindparam("requested_id"),
)

_other, _of = bindparam("other_id", type_=Id), bindparam("of", type_=Id)


def _relation(other: ColumnElement[Any]) -> Sequence[Label[Any]]:
    """How the viewer stands to the user with that id: a :class:`RelationView`, part by part."""
    there = (follows.c.follower_id == viewer, follows.c.followee_id == other)
    back = (follows.c.follower_id == other, follows.c.followee_id == viewer)
    asked = (follow_requests.c.requester_id == viewer, follow_requests.c.requested_id == other)
    asking = (follow_requests.c.requester_id == other, follow_requests.c.requested_id == viewer)
    blocking = (blocks.c.blocker_id == viewer, blocks.c.blocked_id == other)
    noted = (notes.c.writer_id == viewer, notes.c.about_id == other)
    return (
        exists().where(*there).label("following"),
        exists().where(*there, follows.c.shows_reposts).label("shows_reposts"),
        exists().where(*there, follows.c.notifies).label("notifies"),
        exists().where(*back).label("followed_by"),
        exists().where(*asked).label("requested"),
        exists().where(*asking).label("requested_by"),
        exists().where(*blocking).label("blocking"),
        muted(other).label("muting"),
        notifications_muted(other).label("muting_notifications"),
        select(notes.c.text).where(*noted).scalar_subquery().label("note"),
    )


_RELATION = select(*_relation(_other))
_RELATIONS = select(users.c.id, *_relation(users.c.id)).where(among(users.c.id, "ids"), MET)
_followers = stretch(
    select(follows).where(
        follows.c.followee_id == _of, may_list(_of), may_list(follows.c.follower_id)
    ),
    follows.c.id,
)
_following = stretch(
    select(follows).where(
        follows.c.follower_id == _of, may_list(_of), may_list(follows.c.followee_id)
    ),
    follows.c.id,
)
_REQUESTS = select(follow_requests).where(
    follow_requests.c.requested_id == viewer, may_list(follow_requests.c.requester_id)
)
_requests = stretch(_REQUESTS, follow_requests.c.id)
_COUNT_REQUESTS = _REQUESTS.with_only_columns(func.count())


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

    def save(self, follow: Follow) -> None:
        self._connection.execute(
            _UPDATE,
            {
                "b_id": follow.id,
                "shows_reposts": follow.shows_reposts,
                "notifies": follow.notifies,
            },
        )

    def notified(self, followee_id: UserId, *, after: FollowId, limit: int) -> Sequence[Follow]:
        asked = {"followee_id": followee_id, "after": after, "most": limit}
        return [_from_row(row) for row in self._connection.execute(_NOTIFIED, asked)]

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
class SqlFollowRequestRepository(FollowRequestRepository):
    _connection: Connection
    _outbox: SqlOutbox

    def add(self, request: FollowRequest) -> bool:
        if self._connection.execute(_INSERT_REQUEST, _to_request_row(request)).rowcount == 0:
            return False
        self._outbox.put(request.events)
        return True

    def save(self, request: FollowRequest) -> None:
        self._connection.execute(
            _UPDATE_REQUEST,
            {
                "b_id": request.id,
                "shows_reposts": request.shows_reposts,
                "notifies": request.notifies,
            },
        )

    def find(self, *, requester_id: UserId, requested_id: UserId) -> FollowRequest | None:
        asked = {"requester_id": requester_id, "requested_id": requested_id}
        row = self._connection.execute(_FIND_REQUEST, asked).one_or_none()
        return _from_request_row(row) if row is not None else None

    def remove(self, request: FollowRequest) -> bool:
        if self._connection.execute(_DELETE_REQUEST, {"b_id": request.id}).rowcount == 0:
            return False
        self._outbox.put(request.events)
        return True


@frozen
class SqlFollowViews(FollowViews):
    _transactions: Transactions
    _audience: SqlAudience

    def relation(self, *, viewer_id: UserId, other_id: UserId, now: datetime) -> RelationView:
        asked = {"viewer_id": viewer_id, "other_id": other_id, "now": now}
        with self._transactions.reading() as connection:
            row = connection.execute(_RELATION, asked).one()
        return _view(row)

    def relations(
        self, *, viewer_id: UserId, other_ids: Sequence[UserId], now: datetime
    ) -> Mapping[UserId, RelationView]:
        asked = {"ids": other_ids, **self._audience.asked(viewer_id, now)}
        with self._transactions.reading() as connection:
            found = {row[0]: _view(row[1:]) for row in connection.execute(_RELATIONS, asked)}
        return {id: found[id] for id in other_ids if id in found}

    def followers(self, *, of: UserId, viewer_id: UserId | None, cursor: Cursor) -> Page[Follow]:
        return self._page(_followers, of, viewer_id, cursor)

    def following(self, *, of: UserId, viewer_id: UserId | None, cursor: Cursor) -> Page[Follow]:
        return self._page(_following, of, viewer_id, cursor)

    def requests(self, *, of: UserId, cursor: Cursor) -> Page[FollowRequest]:
        with self._transactions.reading() as connection:
            rows = _requests.rows(connection, cursor, self._audience.asked(of))
        found = [_from_request_row(row) for row in rows]
        return page(found, cursor=cursor, id_of=lambda request: request.id)

    def requests_count(self, *, of: UserId) -> int:
        with self._transactions.reading() as connection:
            return int(connection.execute(_COUNT_REQUESTS, self._audience.asked(of)).scalar_one())

    def _page(
        self, whose: Stretch, of: UserId, viewer_id: UserId | None, cursor: Cursor
    ) -> Page[Follow]:
        asked = {"of": of, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            rows = whose.rows(connection, cursor, asked)
        found = [_from_row(row) for row in rows]
        return page(found, cursor=cursor, id_of=lambda follow: follow.id)


_PARTS = [part.name for part in _relation(_other)][:-1]  # the last is no yes or no


def _view(row: Sequence[Any]) -> RelationView:
    *stands, note = row
    found = dict(zip(_PARTS, map(bool, stands), strict=True))
    return RelationView(**found, note=note or "")


def _to_row(follow: Follow) -> dict[str, object]:
    return {
        "id": follow.id,
        "follower_id": follow.follower_id,
        "followee_id": follow.followee_id,
        "shows_reposts": follow.shows_reposts,
        "notifies": follow.notifies,
        "followed_at": follow.followed_at,
    }


def _from_row(row: Row[Any]) -> Follow:
    return Follow(
        id=FollowId(row.id),
        follower_id=UserId(row.follower_id),
        followee_id=UserId(row.followee_id),
        shows_reposts=row.shows_reposts,
        notifies=row.notifies,
        followed_at=row.followed_at,
    )


def _to_request_row(request: FollowRequest) -> dict[str, object]:
    return {
        "id": request.id,
        "requester_id": request.requester_id,
        "requested_id": request.requested_id,
        "shows_reposts": request.shows_reposts,
        "notifies": request.notifies,
        "requested_at": request.requested_at,
    }


def _from_request_row(row: Row[Any]) -> FollowRequest:
    return FollowRequest(
        id=FollowRequestId(row.id),
        requester_id=UserId(row.requester_id),
        requested_id=UserId(row.requested_id),
        shows_reposts=row.shows_reposts,
        notifies=row.notifies,
        requested_at=row.requested_at,
    )
