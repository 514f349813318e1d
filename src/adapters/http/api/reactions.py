"""What apps do about statuses: favourite, reblog and bookmark them, and look who did."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from ....application.paging import Cursor
from ....application.ports.microposts import AuthorView
from ....application.ports.timelines import EntryView
from ....application.timelines import NEWEST
from ....domain.microposts import MicropostId, MicropostNotFound
from ....domain.timelines import EntryKind
from .calls import Call
from .entities.accounts import Account
from .entities.audiences import VISIBILITIES
from .entities.statuses import Status
from .follows import PEOPLE
from .unsupported import refuse


class ReblogWith(Struct, kw_only=True):
    """A repost reaches whoever may read what it passes on, of those who follow whoever passes it
    on: an audience narrower than that cannot be asked for."""

    visibility: Literal["public", "unlisted", "private"] | None = None


def favourite(call: Call, id: MicropostId) -> Status:
    """Say that one likes it."""
    call.twite.favourites.favourite(id, by=call.user_id)
    return call.status(id)


def unfavourite(call: Call, id: MicropostId) -> Status:
    """Think again."""
    call.twite.favourites.unfavourite(id, by=call.user_id)
    return call.status(id)


def favourites(call: Call, cursor: Cursor = NEWEST) -> list[Status]:
    """What one favourited."""
    page = call.twite.favourites.page(by=call.user_id, cursor=cursor)
    views = [favourite.micropost for favourite in call.listed(page)]
    return call.api.statuses.of(views, viewer_id=call.viewer_id)


def favourited_by(call: Call, id: MicropostId, cursor: Cursor = PEOPLE) -> list[Account]:
    """Who favourited it."""
    page = call.twite.favourites.users(id, viewer_id=call.viewer_id, cursor=cursor)
    return _accounts(call, call.listed(page))


def reblog(call: Call, id: MicropostId, data: ReblogWith) -> Status:
    """Pass it on."""
    micropost = call.twite.microposts.show(id, viewer_id=call.viewer_id)
    said = VISIBILITIES[micropost.visibility]
    refuse(visibility=data.visibility not in (None, "public", said))
    entry_id = call.twite.reposts.repost(id, by=call.user_id)
    passed_on = EntryView(
        id=entry_id,
        kind=EntryKind.REPOST,
        micropost=call.twite.microposts.show(id, viewer_id=call.viewer_id),
        reposted_by=AuthorView(id=call.user_id, handle="", display_name=""),
    )
    for status in call.api.statuses.entries([passed_on], viewer_id=call.viewer_id):
        return status
    raise MicropostNotFound(id)


def unreblog(call: Call, id: MicropostId) -> Status:
    """Take it back."""
    call.twite.reposts.undo(id, by=call.user_id)
    return call.status(id)


def reblogged_by(call: Call, id: MicropostId, cursor: Cursor = PEOPLE) -> list[Account]:
    """Who passed it on."""
    page = call.twite.reposts.users(id, viewer_id=call.viewer_id, cursor=cursor)
    return _accounts(call, call.listed(page))


def bookmark(call: Call, id: MicropostId) -> Status:
    """Keep it to come back to."""
    call.twite.bookmarks.bookmark(id, by=call.user_id)
    return call.status(id)


def unbookmark(call: Call, id: MicropostId) -> Status:
    """Let go of it."""
    call.twite.bookmarks.unbookmark(id, by=call.user_id)
    return call.status(id)


def bookmarks(call: Call, cursor: Cursor = NEWEST) -> list[Status]:
    """What one keeps."""
    page = call.twite.bookmarks.page(by=call.user_id, cursor=cursor)
    views = [bookmark.micropost for bookmark in call.listed(page)]
    return call.api.statuses.of(views, viewer_id=call.viewer_id)


def _accounts(call: Call, people: Sequence[AuthorView]) -> list[Account]:
    ids = [person.id for person in people]
    found = call.twite.users.shown(ids, viewer_id=call.viewer_id)
    return [call.api.accounts.of(user) for user in found]
