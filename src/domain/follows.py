"""A follow: one user reads what another posts; of a locked user, once they accept the request."""

from datetime import datetime
from typing import NewType, Self

from attrs import define, evolve, field, frozen

from .aggregate import Aggregate, Event
from .errors import Conflict, Invalid, NotFound
from .givens import yes_or_no
from .microposts import MicropostId
from .users import UserId

FollowId = NewType("FollowId", int)
FollowRequestId = NewType("FollowRequestId", int)


@frozen(kw_only=True)
class Follow(Aggregate):
    """Whether the follower's home shows what the followee passes on, and whether they are told when
    the followee posts, is the follower's choice."""

    id: FollowId
    follower_id: UserId
    followee_id: UserId
    shows_reposts: bool = field(default=True, converter=yes_or_no)
    notifies: bool = field(default=False, converter=yes_or_no)
    followed_at: datetime

    def __attrs_post_init__(self) -> None:
        if self.follower_id == self.followee_id:
            raise FollowsSelf

    @classmethod
    def begin(
        cls,
        *,
        id: FollowId,
        follower_id: UserId,
        followee_id: UserId,
        shows_reposts: bool = True,
        notifies: bool = False,
        now: datetime,
    ) -> Self:
        """Start reading what someone posts."""
        return cls(
            id=id,
            follower_id=follower_id,
            followee_id=followee_id,
            shows_reposts=shows_reposts,
            notifies=notifies,
            followed_at=now,
        ).announcing(UserFollowed(at=now, follower_id=follower_id, followee_id=followee_id))

    def showing_reposts(self, shown: bool) -> Self:
        """With what the followee passes on, or without."""
        return evolve(self, shows_reposts=shown)

    def notifying(self, told: bool) -> Self:
        """Being told when the followee posts, or not."""
        return evolve(self, notifies=told)

    def end(self, *, by: UserId, now: datetime) -> Self:
        """The last snapshot.  Either side may end it; whoever did is the one who acted."""
        return self.announcing(
            UserUnfollowed(
                at=now, by=by, follower_id=self.follower_id, followee_id=self.followee_id
            )
        )


@frozen(kw_only=True)
class FollowRequest(Aggregate):
    """That one user asks to follow another, who is locked.  While it waits, it grants nothing."""

    id: FollowRequestId
    requester_id: UserId
    requested_id: UserId
    shows_reposts: bool = field(default=True, converter=yes_or_no)
    notifies: bool = field(default=False, converter=yes_or_no)
    requested_at: datetime

    def __attrs_post_init__(self) -> None:
        if self.requester_id == self.requested_id:
            raise FollowsSelf

    @classmethod
    def begin(
        cls,
        *,
        id: FollowRequestId,
        requester_id: UserId,
        requested_id: UserId,
        shows_reposts: bool = True,
        notifies: bool = False,
        now: datetime,
    ) -> Self:
        """Ask."""
        return cls(
            id=id,
            requester_id=requester_id,
            requested_id=requested_id,
            shows_reposts=shows_reposts,
            notifies=notifies,
            requested_at=now,
        ).announcing(FollowRequested(at=now, requester_id=requester_id, requested_id=requested_id))

    def accept(self, *, id: FollowId, now: datetime) -> Follow:
        """The follow it becomes."""
        return Follow(
            id=id,
            follower_id=self.requester_id,
            followee_id=self.requested_id,
            shows_reposts=self.shows_reposts,
            notifies=self.notifies,
            followed_at=now,
        ).announcing(
            FollowAccepted(at=now, requester_id=self.requester_id, requested_id=self.requested_id)
        )

    def showing_reposts(self, shown: bool) -> Self:
        """Asking for what they pass on, too, or not."""
        return evolve(self, shows_reposts=shown)

    def notifying(self, told: bool) -> Self:
        """Asking to be told when they post, or not."""
        return evolve(self, notifies=told)

    def reject(self, *, now: datetime) -> Self:
        """The last snapshot, by whom it asks.  They may ask again."""
        return self.announcing(
            FollowRejected(at=now, requester_id=self.requester_id, requested_id=self.requested_id)
        )

    def withdraw(self, *, now: datetime) -> Self:
        """The last snapshot, by who asked."""
        return self.announcing(
            FollowWithdrawn(at=now, requester_id=self.requester_id, requested_id=self.requested_id)
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


@frozen(kw_only=True)
class FollowRequested(Event):
    requester_id: UserId
    requested_id: UserId

    @property
    def lane(self) -> int:
        return self.requester_id


@frozen(kw_only=True)
class FollowAccepted(Event):
    """A follow began, by the word of the one who is followed."""

    requester_id: UserId
    requested_id: UserId

    @property
    def lane(self) -> int:
        return self.requested_id


@frozen(kw_only=True)
class FollowRejected(Event):
    requester_id: UserId
    requested_id: UserId

    @property
    def lane(self) -> int:
        return self.requested_id


@frozen(kw_only=True)
class FollowWithdrawn(Event):
    requester_id: UserId
    requested_id: UserId

    @property
    def lane(self) -> int:
        return self.requester_id


@frozen(kw_only=True)
class FollowersPartlyTold(Event):
    """Of a micropost, as far as that follow; who followed after that is not told yet."""

    micropost_id: MicropostId
    author_id: UserId
    follow_id: FollowId

    @property
    def lane(self) -> int:
        return self.author_id


# -- refusals -------------------------------------------------------------------


class FollowsSelf(Invalid):
    def __str__(self) -> str:
        return "nobody follows themselves"


class BlockedByYou(Conflict):
    def __str__(self) -> str:
        return "you blocked them; unblock them first"


@define
class FollowRequestNotFound(NotFound):
    requester_id: UserId

    def __str__(self) -> str:
        return f"user {self.requester_id} does not ask to follow you"
