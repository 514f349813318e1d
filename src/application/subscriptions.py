"""What happens because of what.  Everything that is not immediate is on this page."""

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeAlias, TypeVar

from attrs import Factory, evolve, frozen

from ..domain.aggregate import Event
from ..domain.blocks import UserBlocked, UserUnblocked
from ..domain.bookmarks import MicropostBookmarked, MicropostUnbookmarked
from ..domain.credentials import EmailChanged, PasswordChanged, ResetAsked
from ..domain.favourites import MicropostFavourited, MicropostUnfavourited
from ..domain.follows import (
    FollowAccepted,
    FollowersPartlyTold,
    FollowRejected,
    FollowRequested,
    FollowWithdrawn,
    UserFollowed,
    UserUnfollowed,
)
from ..domain.microposts import MicropostDeleted, MicropostEdited, MicropostPosted
from ..domain.mutes import UserMuted, UserUnmuted
from ..domain.notifications import UserNotified
from ..domain.reposts import MicropostReposted, MicropostUnreposted, RepostersPartlyTold
from ..domain.users import (
    ProfileEdited,
    UserClosed,
    UserErased,
    UserModerated,
    UserPartlyErased,
    UserRegistered,
)
from .mail import Mails
from .notifications import Notifications
from .ports.unit_of_work import UnitOfWork
from .users import Users

E = TypeVar("E", bound=Event)
Reaction: TypeAlias = Callable[[E, UnitOfWork], None]

# Events nobody reacts to yet; they are kept for those who read the feed.
QUIET: frozenset[type[Event]] = frozenset(
    {
        UserRegistered,
        ProfileEdited,
        UserModerated,
        UserErased,
        PasswordChanged,
        EmailChanged,
        MicropostDeleted,
        UserUnfollowed,
        FollowAccepted,
        FollowRejected,
        FollowWithdrawn,
        UserBlocked,
        UserUnblocked,
        UserMuted,
        UserUnmuted,
        MicropostUnfavourited,
        MicropostUnreposted,
        MicropostBookmarked,
        MicropostUnbookmarked,
        UserNotified,
    }
)


@frozen
class Subscriptions:
    """Who reacts to what, in the order they are told.

    A reaction is kept in the database under a name of its own, which outlives the code's.
    """

    _reactions: Mapping[type[Event], Mapping[str, Reaction[Any]]] = Factory(dict)

    def on(self, kind: type[E], **reactions: Reaction[E]) -> Self:
        already = self._reactions.get(kind, {})
        return evolve(self, reactions={**self._reactions, kind: {**already, **reactions}})

    def names(self, kind: type[Event]) -> tuple[str, ...]:
        """The names of those who react to such an event."""
        return tuple(self._reactions.get(kind, ()))

    def find(self, kind: type[Event], name: str) -> Reaction[Any] | None:
        """The reaction of that name to such an event."""
        return self._reactions.get(kind, {}).get(name)


def subscriptions(*, users: Users, notifications: Notifications, mail: Mails) -> Subscriptions:
    return (
        Subscriptions()
        .on(
            MicropostPosted,
            notify_mentioned=notifications.tell_mentioned,
            notify_following=notifications.tell_following,
            mail_mentioned=mail.tell_mentioned,
        )
        .on(FollowersPartlyTold, notify_following=notifications.tell_following)
        .on(
            MicropostEdited,
            notify_mentioned=notifications.tell_mentioned,
            mail_mentioned=mail.tell_mentioned,
            notify_edited=notifications.tell_edited,
        )
        .on(UserFollowed, notify_followed=notifications.tell_followed)
        .on(ResetAsked, mail_reset=mail.answer_reset)
        .on(FollowRequested, notify_requested=notifications.tell_requested)
        .on(UserClosed, erase_user=users.erase)
        .on(UserPartlyErased, erase_user=users.erase)
        .on(MicropostFavourited, notify_favourited=notifications.tell_favourited)
        .on(MicropostReposted, notify_reposted=notifications.tell_reposted)
        .on(RepostersPartlyTold, notify_edited=notifications.tell_edited)
    )
