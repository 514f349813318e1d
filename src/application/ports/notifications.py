"""Where notifications are kept, and how they are read."""

from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.notifications import Notification, NotificationId, NotificationKind
from ...domain.users import UserId
from ..paging import Cursor, Page
from .microposts import MicropostView


class NotificationRepository(Protocol):
    """Every notification of a micropost that still stands."""

    def add(self, notification: Notification) -> None:
        """Keep it, unless one stands for the same recipient, kind, actor and micropost."""


@define(kw_only=True)
class NotificationView:
    """A notification ready to show."""

    id: NotificationId
    kind: NotificationKind
    notified_at: datetime
    micropost: MicropostView


class NotificationViews(Protocol):
    """The read side."""

    def page(self, *, recipient_id: UserId, now: datetime, cursor: Cursor) -> Page[Notification]:
        """Newest first, those alone of whose micropost the recipient may be told now."""
        ...
