"""Where follows and requests to follow are kept, and how they are looked at."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.follows import Follow, FollowId, FollowRequest, FollowRequestId
from ...domain.users import UserId
from ..paging import Cursor, Page
from .users import UserView


class FollowRepository(Protocol):
    """Every follow that still stands: at most one for a follower and a followee.

    Whoever adds, changes or removes one holds both (:meth:`UserRepository.hold_pair`).
    """

    def add(self, follow: Follow) -> bool:
        """Keep it, count it, and announce its events; False, and nothing, where it stands."""
        ...

    def save(self, follow: Follow) -> None:
        """Keep what it shows and tells now; nothing happens where it is gone."""

    def notified(self, followee_id: UserId, *, after: FollowId, limit: int) -> Sequence[Follow]:
        """Of those that tell of what the followee posts, so many after that one, the oldest
        first."""
        ...

    def find(self, *, follower_id: UserId, followee_id: UserId) -> Follow | None: ...

    def remove(self, follow: Follow) -> bool:
        """Forget it, uncount it, and announce its events; False, and nothing, where it is gone."""
        ...


class FollowRequestRepository(Protocol):
    """Every request that waits: at most one for a requester and a requested.

    Whoever adds, changes or removes one holds both (:meth:`UserRepository.hold_pair`).
    """

    def add(self, request: FollowRequest) -> bool:
        """Keep it and announce its events; False, and nothing, where one waits already."""
        ...

    def save(self, request: FollowRequest) -> None:
        """Keep what it asks for now; nothing happens where it is gone."""

    def find(self, *, requester_id: UserId, requested_id: UserId) -> FollowRequest | None: ...

    def remove(self, request: FollowRequest) -> bool:
        """Forget it and announce its events; False, and nothing, where it is gone."""
        ...


@define(kw_only=True)
class RelationView:
    """How one user stands to another, as the first may know it: that the other blocked them, they
    do not."""

    following: bool = False
    shows_reposts: bool = False  # of whom one follows
    notifies: bool = False
    followed_by: bool = False
    requested: bool = False
    requested_by: bool = False
    blocking: bool = False
    muting: bool = False
    muting_notifications: bool = False
    note: str = ""  # which the viewer keeps about the other


@define(kw_only=True)
class FollowView:
    """A follow ready to show in a list: ``user`` is the one at its other end."""

    id: FollowId
    user: UserView
    followed_at: datetime


@define(kw_only=True)
class FollowRequestView:
    """A request ready to show to whom it asks: ``user`` is who asks."""

    id: FollowRequestId
    user: UserView
    requested_at: datetime


class FollowViews(Protocol):
    """The read side.  Lists are newest first, and leave out whom the viewer may not meet
    (:func:`domain.audience.may_meet`)."""

    def relation(self, *, viewer_id: UserId, other_id: UserId, now: datetime) -> RelationView: ...

    def relations(
        self, *, viewer_id: UserId, other_ids: Sequence[UserId], now: datetime
    ) -> Mapping[UserId, RelationView]:
        """In the order asked, without whom the viewer may not know of
        (:func:`domain.audience.may_meet`)."""
        ...

    def followers(self, *, of: UserId, viewer_id: UserId | None, cursor: Cursor) -> Page[Follow]:
        """Who follows them; nobody where the viewer may not meet the one they follow."""
        ...

    def following(self, *, of: UserId, viewer_id: UserId | None, cursor: Cursor) -> Page[Follow]:
        """Whom they follow; nobody where the viewer may not meet the one who follows."""
        ...

    def requests(self, *, of: UserId, cursor: Cursor) -> Page[FollowRequest]:
        """Who asks to follow them."""
        ...

    def requests_count(self, *, of: UserId) -> int:
        """How long that list is."""
        ...
