"""A favourite: somebody liked a micropost, and says so."""

from datetime import datetime
from typing import NewType, Self

from attrs import frozen

from .aggregate import Aggregate, Event
from .microposts import Micropost, MicropostId
from .users import UserId

FavouriteId = NewType("FavouriteId", int)


@frozen(kw_only=True)
class Favourite(Aggregate):
    id: FavouriteId
    user_id: UserId
    micropost_id: MicropostId
    favourited_at: datetime

    @classmethod
    def begin(
        cls, *, id: FavouriteId, user_id: UserId, micropost: Micropost, now: datetime
    ) -> Self:
        """Say that one likes it."""
        return cls(id=id, user_id=user_id, micropost_id=micropost.id, favourited_at=now).announcing(
            MicropostFavourited(
                at=now,
                user_id=user_id,
                micropost_id=micropost.id,
                author_id=micropost.author_id,
            )
        )

    def end(self, *, now: datetime) -> Self:
        """The last snapshot."""
        return self.announcing(
            MicropostUnfavourited(at=now, user_id=self.user_id, micropost_id=self.micropost_id)
        )


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class MicropostFavourited(Event):
    user_id: UserId
    micropost_id: MicropostId
    author_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class MicropostUnfavourited(Event):
    user_id: UserId
    micropost_id: MicropostId

    @property
    def lane(self) -> int:
        return self.user_id
