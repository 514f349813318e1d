"""Follows in a dictionary."""

from datetime import datetime

from attrs import evolve, frozen

from ...application.ports.follows import FollowRepository, FollowViews, RelationView
from ...domain.follows import Follow
from ...domain.users import UserId
from .outbox import MemoryOutbox
from .store import Draft, Store, tallied


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
class MemoryFollowViews(FollowViews):
    _store: Store

    def relation(self, *, viewer_id: UserId, other_id: UserId, now: datetime) -> RelationView:
        there, back = (viewer_id, other_id), (other_id, viewer_id)
        with self._store.reading() as tables:
            return RelationView(
                following=any(True for _ in tables.follows.keys("pair", there)),
                followed_by=any(True for _ in tables.follows.keys("pair", back)),
                blocking=any(True for _ in tables.blocks.keys("pair", there)),
                muting=any(mute.holds(now=now) for mute in tables.mutes.find("pair", there)),
            )
