"""Follows and requests to follow in dictionaries."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from attrs import evolve, frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.follows import (
    FollowRepository,
    FollowRequestRepository,
    FollowViews,
    RelationView,
)
from ...domain.follows import Follow, FollowId, FollowRequest
from ...domain.users import UserId
from .audience import MemoryAudience
from .outbox import MemoryOutbox
from .store import Draft, Store, Tables, tallied


@frozen
class MemoryFollowRepository(FollowRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, follow: Follow) -> bool:
        if self.find(follower_id=follow.follower_id, followee_id=follow.followee_id):
            return False
        self._draft.follows.put(follow.id, follow.at_rest())
        self._count(follow, 1)
        self._outbox.put(follow.events)
        return True

    def save(self, follow: Follow) -> None:
        if self._draft.follows.get(follow.id) is not None:
            self._draft.follows.put(follow.id, follow.at_rest())

    def notified(self, followee_id: UserId, *, after: FollowId, limit: int) -> Sequence[Follow]:
        keys = self._draft.follows.keys("notified", followee_id, above=after)
        found = (follow for key in keys if (follow := self._draft.follows.get(key)) is not None)
        return list(islice(found, limit))

    def find(self, *, follower_id: UserId, followee_id: UserId) -> Follow | None:
        for follow in self._draft.follows.find("pair", (follower_id, followee_id)):
            return follow
        return None

    def remove(self, follow: Follow) -> bool:
        if self._draft.follows.get(follow.id) is None:
            return False
        self._draft.follows.delete(follow.id)
        self._count(follow, -1)
        self._outbox.put(follow.events)
        return True

    def _count(self, follow: Follow, by: int) -> None:
        tallied(self._draft, follow.follower_id, lambda t: evolve(t, following=t.following + by))
        tallied(self._draft, follow.followee_id, lambda t: evolve(t, followers=t.followers + by))


@frozen
class MemoryFollowRequestRepository(FollowRequestRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, request: FollowRequest) -> bool:
        if self.find(requester_id=request.requester_id, requested_id=request.requested_id):
            return False
        self._draft.follow_requests.put(request.id, request.at_rest())
        self._outbox.put(request.events)
        return True

    def save(self, request: FollowRequest) -> None:
        if self._draft.follow_requests.get(request.id) is not None:
            self._draft.follow_requests.put(request.id, request.at_rest())

    def find(self, *, requester_id: UserId, requested_id: UserId) -> FollowRequest | None:
        for request in self._draft.follow_requests.find("pair", (requester_id, requested_id)):
            return request
        return None

    def remove(self, request: FollowRequest) -> bool:
        if self._draft.follow_requests.get(request.id) is None:
            return False
        self._draft.follow_requests.delete(request.id)
        self._outbox.put(request.events)
        return True


@frozen
class MemoryFollowViews(FollowViews):
    _store: Store
    _audience: MemoryAudience

    def relation(self, *, viewer_id: UserId, other_id: UserId, now: datetime) -> RelationView:
        with self._store.reading() as tables:
            return _relation(tables, viewer_id, other_id, now)

    def relations(
        self, *, viewer_id: UserId, other_ids: Sequence[UserId], now: datetime
    ) -> Mapping[UserId, RelationView]:
        with self._store.reading() as tables:
            found = [user for id in other_ids if (user := tables.users.get(id)) is not None]
            return {
                user.id: _relation(tables, viewer_id, user.id, now)
                for user in found
                if self._audience.may_meet(tables, user, viewer_id)
            }

    def followers(self, *, of: UserId, viewer_id: UserId | None, cursor: Cursor) -> Page[Follow]:
        return self._page("followee", of, viewer_id, cursor, lambda follow: follow.follower_id)

    def following(self, *, of: UserId, viewer_id: UserId | None, cursor: Cursor) -> Page[Follow]:
        return self._page("follower", of, viewer_id, cursor, lambda follow: follow.followee_id)

    def requests(self, *, of: UserId, cursor: Cursor) -> Page[FollowRequest]:
        with self._store.reading() as tables:
            found = list(islice(self._requests(tables, of, cursor), cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda request: request.id)

    def requests_count(self, *, of: UserId) -> int:
        with self._store.reading() as tables:
            return sum(1 for _ in self._requests(tables, of, Cursor()))

    def _requests(self, tables: Tables, of: UserId, cursor: Cursor) -> Iterator[FollowRequest]:
        keys = tables.follow_requests.keys(
            "requested", of, above=cursor.above, below=cursor.below, upwards=cursor.upwards
        )
        return (
            request
            for key in keys
            if (request := tables.follow_requests.get(key)) is not None
            and self._audience.may_list(tables, request.requester_id, of)
        )

    def _page(
        self,
        index: str,
        of: UserId,
        viewer_id: UserId | None,
        cursor: Cursor,
        other: Callable[[Follow], UserId],
    ) -> Page[Follow]:
        with self._store.reading() as tables:
            if not self._audience.may_list(tables, of, viewer_id):
                return Page(items=())
            keys = tables.follows.keys(
                index, of, above=cursor.above, below=cursor.below, upwards=cursor.upwards
            )
            shown = (
                follow
                for key in keys
                if (follow := tables.follows.get(key)) is not None
                and self._audience.may_list(tables, other(follow), viewer_id)
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda follow: follow.id)


def _relation(tables: Tables, viewer_id: UserId, other_id: UserId, now: datetime) -> RelationView:
    there, back = (viewer_id, other_id), (other_id, viewer_id)
    follows = list(tables.follows.find("pair", there))
    mutes = [mute for mute in tables.mutes.find("pair", there) if mute.holds(now=now)]
    note = tables.notes.get(there)
    return RelationView(
        following=bool(follows),
        shows_reposts=any(follow.shows_reposts for follow in follows),
        notifies=any(follow.notifies for follow in follows),
        followed_by=any(True for _ in tables.follows.keys("pair", back)),
        requested=any(True for _ in tables.follow_requests.keys("pair", there)),
        requested_by=any(True for _ in tables.follow_requests.keys("pair", back)),
        blocking=any(True for _ in tables.blocks.keys("pair", there)),
        muting=bool(mutes),
        muting_notifications=any(mute.hides_notifications for mute in mutes),
        note=note.text.value if note is not None else "",
    )
