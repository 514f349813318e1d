"""A repost: somebody passes a micropost on to those who follow them."""

from datetime import datetime
from typing import Self

from attrs import define, frozen

from .aggregate import Aggregate, Event
from .errors import Forbidden
from .microposts import Micropost, MicropostId, Visibility
from .timelines import EntryId
from .users import UserId


def is_repostable(visibility: Visibility, author_id: UserId, *, by: UserId) -> bool:
    """What was said to some is not passed on to others.  An author may pass on to their followers
    what they said to them."""
    return visibility.is_counted or (visibility is Visibility.FOLLOWERS and author_id == by)


@frozen(kw_only=True)
class Repost(Aggregate):
    """An entry in timelines: its id is the entry's."""

    id: EntryId
    user_id: UserId
    micropost_id: MicropostId

    @classmethod
    def begin(cls, *, id: EntryId, user_id: UserId, micropost: Micropost, now: datetime) -> Self:
        """Pass it on.  Raises :exc:`NotRepostable`."""
        if not is_repostable(micropost.visibility, micropost.author_id, by=user_id):
            raise NotRepostable(micropost.id)
        return cls(id=id, user_id=user_id, micropost_id=micropost.id).announcing(
            MicropostReposted(
                at=now,
                entry_id=id,
                user_id=user_id,
                micropost_id=micropost.id,
                author_id=micropost.author_id,
            )
        )

    def end(self, *, now: datetime) -> Self:
        """The last snapshot."""
        return self.announcing(
            MicropostUnreposted(
                at=now, entry_id=self.id, user_id=self.user_id, micropost_id=self.micropost_id
            )
        )


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class MicropostReposted(Event):
    entry_id: EntryId
    user_id: UserId
    micropost_id: MicropostId
    author_id: UserId

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class MicropostUnreposted(Event):
    entry_id: EntryId
    user_id: UserId
    micropost_id: MicropostId

    @property
    def lane(self) -> int:
        return self.user_id


@frozen(kw_only=True)
class RepostersPartlyTold(Event):
    """Of an edit, as far as that entry; who passed it on after that is not told yet."""

    micropost_id: MicropostId
    author_id: UserId
    entry_id: EntryId

    @property
    def lane(self) -> int:
        return self.author_id


# -- refusals -------------------------------------------------------------------


@define
class NotRepostable(Forbidden):
    id: MicropostId

    def __str__(self) -> str:
        return "this was not said to everyone, and is not passed on"
