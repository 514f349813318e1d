"""A block: two users are out of each other's sight."""

from datetime import datetime
from typing import NewType, Self

from attrs import frozen

from .aggregate import Aggregate, Event
from .errors import Invalid
from .users import UserId

BlockId = NewType("BlockId", int)


@frozen(kw_only=True)
class Block(Aggregate):
    id: BlockId
    blocker_id: UserId
    blocked_id: UserId
    blocked_at: datetime

    def __attrs_post_init__(self) -> None:
        if self.blocker_id == self.blocked_id:
            raise BlocksSelf

    @classmethod
    def begin(cls, *, id: BlockId, blocker_id: UserId, blocked_id: UserId, now: datetime) -> Self:
        """Stop seeing someone, and being seen by them."""
        return cls(id=id, blocker_id=blocker_id, blocked_id=blocked_id, blocked_at=now).announcing(
            UserBlocked(at=now, blocker_id=blocker_id, blocked_id=blocked_id)
        )

    def end(self, *, now: datetime) -> Self:
        """The last snapshot.  Follows do not come back."""
        return self.announcing(
            UserUnblocked(at=now, blocker_id=self.blocker_id, blocked_id=self.blocked_id)
        )


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class UserBlocked(Event):
    blocker_id: UserId
    blocked_id: UserId

    @property
    def lane(self) -> int:
        return self.blocker_id


@frozen(kw_only=True)
class UserUnblocked(Event):
    blocker_id: UserId
    blocked_id: UserId

    @property
    def lane(self) -> int:
        return self.blocker_id


# -- refusals -------------------------------------------------------------------


class BlocksSelf(Invalid):
    def __str__(self) -> str:
        return "nobody blocks themselves"
