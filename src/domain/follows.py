"""A follow: one user reads what another posts."""

from datetime import datetime
from typing import NewType, Self

from attrs import frozen

from .aggregate import Aggregate, Event
from .errors import Conflict, Invalid
from .users import UserId

FollowId = NewType("FollowId", int)


@frozen(kw_only=True)
class Follow(Aggregate):
    id: FollowId
    follower_id: UserId
    followee_id: UserId
    followed_at: datetime

    def __attrs_post_init__(self) -> None:
        if self.follower_id == self.followee_id:
            raise FollowsSelf

    @classmethod
    def begin(
        cls, *, id: FollowId, follower_id: UserId, followee_id: UserId, now: datetime
    ) -> Self:
        """Start reading what someone posts."""
        return cls(
            id=id, follower_id=follower_id, followee_id=followee_id, followed_at=now
        ).announcing(UserFollowed(at=now, follower_id=follower_id, followee_id=followee_id))

    def end(self, *, by: UserId, now: datetime) -> Self:
        """The last snapshot.  Either side may end it; whoever did is the one who acted."""
        return self.announcing(
            UserUnfollowed(
                at=now, by=by, follower_id=self.follower_id, followee_id=self.followee_id
            )
        )


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class UserFollowed(Event):
    follower_id: UserId
    followee_id: UserId

    @property
    def lane(self) -> int:
        return self.follower_id


@frozen(kw_only=True)
class UserUnfollowed(Event):
    by: UserId
    follower_id: UserId
    followee_id: UserId

    @property
    def lane(self) -> int:
        return self.by


# -- refusals -------------------------------------------------------------------


class FollowsSelf(Invalid):
    def __str__(self) -> str:
        return "nobody follows themselves"


class BlockedByYou(Conflict):
    def __str__(self) -> str:
        return "you blocked them; unblock them first"
