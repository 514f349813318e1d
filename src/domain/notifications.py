"""A notification: word to a user that another did something about them."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from attrs import frozen

from .microposts import MicropostId
from .users import UserId

NotificationId = NewType("NotificationId", int)


class NotificationKind(StrEnum):
    MENTION = "mention"


@frozen(kw_only=True)
class Notification:
    """At most one for the same recipient, kind, actor and micropost."""

    id: NotificationId
    recipient_id: UserId
    kind: NotificationKind
    actor_id: UserId
    micropost_id: MicropostId
    notified_at: datetime
