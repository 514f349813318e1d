"""Where notifications are kept, and how they are read."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.notifications import Notification, NotificationId, NotificationKind
from ...domain.users import UserId
from ..paging import Cursor, Page
from .microposts import AuthorView, MicropostView

ALL_KINDS = frozenset(NotificationKind)


class NotificationRepository(Protocol):
    """Every notification, but of microposts that no longer stand.

    Whoever marks somebody's as read, or puts them away, holds that user.
    """

    def add(self, notification: Notification) -> bool:
        """Keep it; False, and nothing, where one stands for the same recipient, kind, actor and
        micropost, put away or not, or the recipient's account is closed."""
        ...

    def dismiss(self, id: NotificationId, *, recipient_id: UserId, now: datetime) -> bool:
        """Put it away; twice is once.  False where there is none for them that may be shown."""
        ...

    def clear(self, recipient_id: UserId, *, up_to: NotificationId, now: datetime) -> None:
        """Put away all of theirs up to that id, also those that may not be shown now."""

    def read(self, recipient_id: UserId, *, up_to: NotificationId) -> None:
        """All there are of theirs up to that id are read, and none is ever unread again."""


@define(kw_only=True)
class Told:
    """A notification as its recipient may see it, before its micropost is looked up."""

    notification: Notification
    actor: AuthorView
    unread: bool


@define(kw_only=True)
class NotificationView:
    """A notification ready to show."""

    id: NotificationId
    kind: NotificationKind
    notified_at: datetime
    actor: AuthorView
    micropost: MicropostView | None
    unread: bool


class NotificationViews(Protocol):
    """The read side: those alone that :func:`domain.notifications.may_show` lets through now.
    What is hidden neither shortens a page nor counts."""

    def page(
        self,
        *,
        recipient_id: UserId,
        now: datetime,
        cursor: Cursor,
        kinds: Collection[NotificationKind] = ALL_KINDS,
        actor_id: UserId | None = None,
    ) -> Page[Told]:
        """Newest first; of these kinds, and of what one actor did, or anybody."""
        ...

    def find(self, id: NotificationId, *, recipient_id: UserId, now: datetime) -> Told | None:
        """None where the page does not hold it."""
        ...

    def unread(self, *, recipient_id: UserId, now: datetime, most: int) -> int:
        """How many of the page are unread; ``most``, where there are as many or more."""
        ...

    def tells(self, recipient_id: UserId, *, of: UserId, now: datetime) -> bool:
        """:func:`domain.audience.may_tell`, of what somebody else does: for mails, too."""
        ...
