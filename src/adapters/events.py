"""Events to and from JSON, by an explicit name and version that outlive the class."""

from collections.abc import Mapping

import msgspec
from attrs import frozen

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


@frozen(kw_only=True)
class Encoded:
    """An event as it is kept.  ``payload`` is JSON: ids, enums and times, never a text."""

    name: str
    version: int
    payload: str


# The current name and version of every event.  One that changes gets the next version, and a way
# to read the one before.
NAMES: Mapping[type[Event], tuple[str, int]] = {
    UserRegistered: ("user.registered", 1),
    ProfileEdited: ("user.profile_edited", 1),
    UserModerated: ("user.moderated", 1),
    UserClosed: ("user.closed", 1),
    UserPartlyErased: ("user.partly_erased", 1),
    UserErased: ("user.erased", 1),
    PasswordChanged: ("password.changed", 1),
    EmailChanged: ("email.changed", 1),
    ResetAsked: ("reset.asked", 1),
    MicropostPosted: ("micropost.posted", 1),
    MicropostEdited: ("micropost.edited", 1),
    MicropostDeleted: ("micropost.deleted", 1),
    UserFollowed: ("user.followed", 1),
    UserUnfollowed: ("user.unfollowed", 1),
    FollowRequested: ("follow.requested", 1),
    FollowAccepted: ("follow.accepted", 1),
    FollowRejected: ("follow.rejected", 1),
    FollowWithdrawn: ("follow.withdrawn", 1),
    UserBlocked: ("user.blocked", 1),
    UserUnblocked: ("user.unblocked", 1),
    UserMuted: ("user.muted", 1),
    UserUnmuted: ("user.unmuted", 1),
    MicropostFavourited: ("micropost.favourited", 1),
    MicropostUnfavourited: ("micropost.unfavourited", 1),
    MicropostReposted: ("micropost.reposted", 1),
    MicropostUnreposted: ("micropost.unreposted", 1),
    FollowersPartlyTold: ("micropost.followers_partly_told", 1),
    RepostersPartlyTold: ("micropost.reposters_partly_told", 1),
    MicropostBookmarked: ("micropost.bookmarked", 1),
    MicropostUnbookmarked: ("micropost.unbookmarked", 1),
    UserNotified: ("user.notified", 1),
}

_KINDS = {known: kind for kind, known in NAMES.items()}


def encode(event: Event) -> Encoded:
    """Raises KeyError for an event that has no name: the catalogue above is to know them all."""
    name, version = NAMES[type(event)]
    return Encoded(name=name, version=version, payload=msgspec.json.encode(event).decode())


def decode(encoded: Encoded) -> Event | None:
    """None where the name, the version or the payload is not one of ours."""
    kind = _KINDS.get((encoded.name, encoded.version))
    if kind is None:
        return None
    try:
        return msgspec.json.decode(encoded.payload, type=kind)
    except msgspec.DecodeError:
        return None
