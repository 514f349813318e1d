"""Where follows are kept, and how they are looked at."""

from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.follows import Follow
from ...domain.users import UserId


class FollowRepository(Protocol):
    """Every follow that still stands: at most one for a follower and a followee.

    Whoever adds or removes one holds both (:meth:`UserRepository.hold_pair`).
    """

    def add(self, follow: Follow) -> bool:
        """Keep it, count it, and announce its events; False, and nothing, where it stands."""
        ...

    def find(self, *, follower_id: UserId, followee_id: UserId) -> Follow | None: ...

    def remove(self, follow: Follow) -> bool:
        """Forget it, uncount it, and announce its events; False, and nothing, where it is gone."""
        ...


@define(kw_only=True)
class RelationView:
    """How one user stands to another, as the first may know it."""

    following: bool = False
    followed_by: bool = False
    blocking: bool = False
    muting: bool = False


class FollowViews(Protocol):
    """The read side."""

    def relation(self, *, viewer_id: UserId, other_id: UserId, now: datetime) -> RelationView: ...
