"""Who is to be told what just happened, asked for many listeners at once."""

from collections.abc import Collection, Mapping, Set
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, or_, select, union

from ...application.ports.streams import StreamViews
from ...domain.audience import Relation
from ...domain.microposts import Micropost, MicropostId
from ...domain.timelines import Entry, EntryId
from ...domain.users import UserId, UserState
from .audience import IS_REPOST
from .functions import among
from .microposts import standing
from .paths import thread_of
from .tables import (
    blocks,
    bookmarks,
    entries,
    favourites,
    follows,
    microposts,
    mutes,
    thread_mutes,
    users,
)
from .timelines import entry_of
from .transactions import Transactions
from .types import Id, Utc

_other = bindparam("other_id", type_=Id)
_now = bindparam("now", type_=Utc)
_follow = follows.alias("listening_follows")
_mute = mutes.alias("listening_mutes")

_ENTRY = select(entries).where(entries.c.id == bindparam("id"))
_OTHER = select(users.c.state, users.c.is_silenced).where(users.c.id == _other)


def _pair(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(one == users.c.id, other == _other)


_RELATIONS: Select[Any] = (
    select(
        users.c.id,
        exists()
        .where(
            or_(
                _pair(blocks.c.blocker_id, blocks.c.blocked_id),
                _pair(blocks.c.blocked_id, blocks.c.blocker_id),
            )
        )
        .label("blocked"),
        _follow.c.id.is_not(None).label("follows"),
        case((_follow.c.shows_reposts.is_(False), True), else_=False).label("hides_reposts"),
        _mute.c.id.is_not(None).label("muted"),
        case((_mute.c.hides_notifications.is_(True), True), else_=False).label("silent"),
    )
    .outerjoin(_follow, _pair(_follow.c.follower_id, _follow.c.followee_id))
    .outerjoin(
        _mute,
        and_(
            _pair(_mute.c.muter_id, _mute.c.muted_id),
            or_(_mute.c.expires_at.is_(None), _mute.c.expires_at > _now),
        ),
    )
    .where(among(users.c.id, "ids"))
)

_did = bindparam("id", type_=Id)
_INVOLVED = union(
    *(
        select(one.c.user_id).where(one.c.micropost_id == _did, among(one.c.user_id, "ids"))
        for one in (favourites, bookmarks)
    ),
    select(entries.c.author_id).where(
        entries.c.micropost_id == _did, IS_REPOST, among(entries.c.author_id, "ids")
    ),
    select(thread_mutes.c.user_id)
    .join_from(thread_mutes, microposts, thread_mutes.c.thread == thread_of(microposts))
    .where(microposts.c.id == _did, among(thread_mutes.c.user_id, "ids")),
)


@frozen
class SqlStreamViews(StreamViews):
    _transactions: Transactions

    def entry(self, id: EntryId) -> tuple[Entry, Micropost] | None:
        with self._transactions.reading() as connection:
            row = connection.execute(_ENTRY, {"id": id}).one_or_none()
            if row is None:
                return None
            entry = entry_of(row)
            micropost = standing(connection, entry.micropost_id)
        return (entry, micropost) if micropost is not None else None

    def micropost(self, id: MicropostId) -> Micropost | None:
        with self._transactions.reading() as connection:
            return standing(connection, id)

    def involved(self, id: MicropostId, *, viewer_ids: Collection[UserId]) -> Set[UserId]:
        asked = {"id": id, "ids": sorted(viewer_ids)}
        if not viewer_ids:
            return set()
        with self._transactions.reading() as connection:
            return {UserId(id) for id in connection.execute(_INVOLVED, asked).scalars()}

    def relations(
        self, other_id: UserId, *, viewer_ids: Collection[UserId], now: datetime
    ) -> Mapping[UserId | None, Relation]:
        asked = {"other_id": other_id, "ids": sorted(viewer_ids), "now": now}
        with self._transactions.reading() as connection:
            other = connection.execute(_OTHER, {"other_id": other_id}).one_or_none()
            rows = connection.execute(_RELATIONS, asked).all() if viewer_ids else []
        active = other is not None and other.state == UserState.ACTIVE
        silenced = other is not None and bool(other.is_silenced)
        alone = Relation(author_is_active=active, author_is_silenced=silenced)
        return {None: alone} | {
            UserId(row.id): Relation(
                author_is_active=active,
                author_is_silenced=silenced,
                blocked=bool(row.blocked),
                follows=bool(row.follows),
                hides_reposts=bool(row.hides_reposts),
                muted=bool(row.muted),
                notifications_muted=bool(row.silent),
            )
            for row in rows
        }
