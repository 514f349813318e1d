"""A bookmark: somebody keeps a micropost to come back to, and nobody else knows."""

from datetime import datetime
from typing import NewType, Self

from attrs import frozen

from .aggregate import Aggregate, Event
from .microposts import MicropostId
from .users import UserId

BookmarkId = NewType("BookmarkId", int)


@frozen(kw_only=True)
class Bookmark(Aggregate):
    id: BookmarkId
    user_id: UserId
    micropost_id: MicropostId
    bookmarked_at: datetime

    @classmethod
    def begin(
        cls, *, id: BookmarkId, user_id: UserId, micropost_id: MicropostId, now: datetime
    ) -> Self:
        """Keep it for oneself."""
        return cls(id=id, user_id=user_id, micropost_id=micropost_id, bookmarked_at=now).announcing(
            MicropostBookmarked(at=now, user_id=user_id, micropost_id=micropost_id)
        )

    def end(self, *, now: datetime) -> Self:
        """The last snapshot."""
        return self.announcing(
            MicropostUnbookmarked(at=now, user_id=self.user_id, micropost_id=self.micropost_id)
        )


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class MicropostBookmarked(Event):
    user_id: UserId
    micropost_id: MicropostId

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class MicropostUnbookmarked(Event):
    user_id: UserId
    micropost_id: MicropostId

    @property
    def lane(self) -> int:
        return self.user_id
