"""A notification: word to a user that another did something about them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import NewType, Self

from attrs import define, frozen

from .aggregate import Event
from .audience import Relation, may_tell
from .errors import Invalid, NotFound
from .microposts import MicropostId
from .users import UserId

NotificationId = NewType("NotificationId", int)


class NotificationKind(StrEnum):
    """What the actor did."""

    MENTION = "mention"  # they named the recipient in a micropost
    REPLY = "reply"  # answered one of theirs, and named them or not
    FOLLOW = "follow"
    FOLLOW_REQUEST = "follow_request"
    FAVOURITE = "favourite"
    REPOST = "repost"
    EDIT = "edit"  # changed one that the recipient reposted
    POST = "post"  # posted, and the recipient wants to be told when they do

    @classmethod
    def those(cls, wanted: Iterable[str] | None, *, but: Iterable[str] = ()) -> Collection[Self]:
        """Those that are wanted, or all there are, but for some; raises :exc:`NoSuchKind`."""
        try:
            left = {cls(kind) for kind in but}
            return {cls(kind) for kind in (cls if wanted is None else wanted)} - left
        except (TypeError, ValueError):
            raise NoSuchKind from None


# How somebody is told of a micropost that names them.
SAID = (NotificationKind.MENTION, NotificationKind.REPLY)


@frozen(kw_only=True)
class Notification:
    """At most one, ever, for the same recipient, kind, actor and micropost (or none).

    One that was put away stays, so that the same is not told twice.
    """

    id: NotificationId
    recipient_id: UserId
    kind: NotificationKind
    actor_id: UserId
    micropost_id: MicropostId | None = None
    notified_at: datetime
    dismissed_at: datetime | None = None


def may_show(
    notification: Notification,
    actor: Relation,
    *,
    is_readable: bool = True,
    is_muted: bool = False,
    is_so: bool = True,
) -> bool:
    """While the recipient may be told of the actor and read the micropost, of which they did not
    mute the thread, and what it says is so: whoever follows follows still, whoever was mentioned
    still is.

    ``actor`` is how the recipient stands to whoever acted.
    """
    stands = notification.dismissed_at is None and not is_muted
    return stands and may_tell(actor) and is_readable and is_so


# -- events ---------------------------------------------------------------------


@frozen(kw_only=True)
class UserNotified(Event):
    notification_id: NotificationId
    recipient_id: UserId

    @property
    def lane(self) -> int:
        return self.recipient_id


# -- refusals -------------------------------------------------------------------


class NoSuchKind(Invalid):
    def __str__(self) -> str:
        return f"people are told of these: {', '.join(NotificationKind)}"


@define
class NotificationNotFound(NotFound):
    id: NotificationId

    def __str__(self) -> str:
        return f"there is no notification {self.id}"
