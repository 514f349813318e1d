"""Notifications, and how far somebody has read."""

from collections.abc import Mapping, Sequence

from attrs import frozen
from msgspec import UNSET, Struct, UnsetType, field

from .....application.ports.notifications import NotificationView
from .....application.ports.users import UserView
from .....domain.notifications import NotificationKind
from .....domain.users import UserId
from .accounts import Account
from .statuses import Status, Statuses
from .texts import Moment, moment

TYPES: Mapping[NotificationKind, str] = {
    NotificationKind.MENTION: "mention",
    NotificationKind.REPLY: "mention",
    NotificationKind.FOLLOW: "follow",
    NotificationKind.FOLLOW_REQUEST: "follow_request",
    NotificationKind.FAVOURITE: "favourite",
    NotificationKind.REPOST: "reblog",
    NotificationKind.EDIT: "update",
    NotificationKind.POST: "status",
}
# Of what apps may ask for, too, and nothing here ever is.
NEVER = frozenset(
    {
        "poll",
        "quote",
        "quoted_update",
        "admin.sign_up",
        "admin.report",
        "severed_relationships",
        "moderation_warning",
        "added_to_collection",
        "collection_update",
    }
)


class Notification(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Notification/"""

    id: str
    type: str
    created_at: Moment
    group_key: str
    account: Account
    status: Status | None = None


class Count(Struct):
    """So many."""

    count: int


class Marker(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Marker/"""

    last_read_id: str
    version: int
    updated_at: Moment


class Markers(Struct, kw_only=True):
    """Those that were ever set."""

    home: Marker | UnsetType = UNSET
    notifications: Marker | UnsetType = UNSET


class Preferences(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Preferences/"""

    visibility: str = field(name="posting:default:visibility")
    sensitive: bool = field(name="posting:default:sensitive")
    language: str | None = field(name="posting:default:language")
    media: str = field(name="reading:expand:media")
    spoilers: bool = field(name="reading:expand:spoilers")


@frozen(kw_only=True)
class Notifications:
    """Notifications in Mastodon's shape, a whole page at once."""

    statuses: Statuses

    def of(self, views: Sequence[NotificationView], *, viewer_id: UserId) -> list[Notification]:
        """Each with the account of who did it and, where it is about one, the status; without those
        where somebody went while they were looked up."""
        said = [view.micropost for view in views if view.micropost is not None]
        shown = {status.id: status for status in self.statuses.of(said, viewer_id=viewer_id)}
        actors = self._accounts([view.actor.id for view in views], viewer_id)
        return [
            Notification(
                id=str(view.id),
                type=TYPES[view.kind],
                created_at=moment(view.notified_at),
                group_key=f"ungrouped-{view.id}",
                account=actors[view.actor.id],
                status=shown[str(view.micropost.id)] if view.micropost is not None else None,
            )
            for view in views
            if view.actor.id in actors
            and (view.micropost is None or str(view.micropost.id) in shown)
        ]

    def _accounts(self, ids: Sequence[UserId], viewer_id: UserId) -> Mapping[UserId, Account]:
        found: Sequence[UserView] = self.statuses.users(ids, viewer_id=viewer_id)
        return {user.id: self.statuses.accounts.of(user) for user in found}
