"""A mute: one user is no longer shown what another says, and the other is never told; or is no
longer told of a thread."""

from datetime import datetime, timedelta
from typing import NewType, Self

from attrs import field, frozen

from .aggregate import Aggregate, Event
from .errors import Invalid
from .givens import yes_or_no
from .microposts import MicropostId
from .users import UserId

MuteId = NewType("MuteId", int)

LONGEST_MUTE = timedelta(days=3660)  # ten years; for longer, there are mutes without an end


@frozen(kw_only=True)
class Mute(Aggregate):
    """At ``expires_at`` it is over by itself: nobody has to end it."""

    id: MuteId
    muter_id: UserId
    muted_id: UserId
    hides_notifications: bool = field(converter=yes_or_no)
    muted_at: datetime
    expires_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        if self.muter_id == self.muted_id:
            raise MutesSelf

    @classmethod
    def begin(
        cls,
        *,
        id: MuteId,
        muter_id: UserId,
        muted_id: UserId,
        lasts: timedelta | None,
        hides_notifications: bool,
        now: datetime,
    ) -> Self:
        """Stop being shown what someone says; without ``lasts``, for good."""
        return cls(
            id=id,
            muter_id=muter_id,
            muted_id=muted_id,
            hides_notifications=hides_notifications,
            muted_at=now,
            expires_at=_end(lasts, now=now),
        ).announcing(UserMuted(at=now, muter_id=muter_id, muted_id=muted_id))

    def end(self, *, now: datetime) -> Self:
        """The last snapshot."""
        return self.announcing(UserUnmuted(at=now, muter_id=self.muter_id, muted_id=self.muted_id))

    def holds(self, *, now: datetime) -> bool:
        """Whether it is not over yet."""
        return self.expires_at is None or self.expires_at > now

    def says_the_same_as(self, other: Self) -> bool:
        """Whether the other hides as much, for as long."""
        return (self.hides_notifications, self.expires_at) == (
            other.hides_notifications,
            other.expires_at,
        )


@frozen(kw_only=True)
class ThreadMute:
    """That one user wants to be told of nothing in a thread any more."""

    user_id: UserId
    thread_id: MicropostId  # what it begins with


def _end(lasts: timedelta | None, *, now: datetime) -> datetime | None:
    if lasts is None:
        return None
    if not isinstance(lasts, timedelta) or not timedelta(0) < lasts <= LONGEST_MUTE:
        raise MuteOutOfRange
    return now + lasts


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class UserMuted(Event):
    muter_id: UserId
    muted_id: UserId

    @property
    def lane(self) -> int:
        return self.muter_id


@frozen(kw_only=True)
class UserUnmuted(Event):
    muter_id: UserId
    muted_id: UserId

    @property
    def lane(self) -> int:
        return self.muter_id


# -- refusals -------------------------------------------------------------------


class MutesSelf(Invalid):
    def __str__(self) -> str:
        return "nobody mutes themselves"


class MuteOutOfRange(Invalid):
    def __str__(self) -> str:
        return "a mute lasts a while, up to ten years, or for good"
