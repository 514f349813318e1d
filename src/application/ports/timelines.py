"""Where timeline entries are kept, and how timelines are read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.microposts import Micropost, MicropostId, Visibility
from ...domain.timelines import EVERYTHING, Entry, EntryId, EntryKind, Selection, Thread
from ...domain.users import UserId
from ..paging import Cursor, Page
from .microposts import AuthorView, MicropostView
from .users import UserView


class EntryRepository(Protocol):
    """Every entry whose micropost still stands."""

    def enter(
        self,
        *,
        author_id: UserId,
        visibility: Visibility,
        at: datetime,
        reposted_id: MicropostId | None = None,
        answering: Micropost | None = None,
    ) -> EntryId:
        """Enter a new micropost, or one passed on, and count it if it is public or unlisted; the
        last of those counted was posted ``at`` that moment.

        The id is greater than that of every entry the author ever had, and than that of what is
        answered or passed on; of a new micropost it is the micropost's own, which is to be added
        in the same transaction.  The author must be held (:meth:`UserRepository.hold`).
        """
        ...

    def answered(self, micropost_id: MicropostId) -> UserId | None:
        """Whom a reply answers, whether that still stands or not; None where it is none."""
        ...

    def leave(self, micropost_id: MicropostId) -> None:
        """Take every entry of that micropost out again, and uncount it: what was posted last is
        the one before."""


class TimelineViews(Protocol):
    """The read side: entries in the order of the page, newest first, and nothing the viewer may
    not see.  What is hidden neither shortens a page nor counts in it.  A mute that is over ``now``
    hides nothing."""

    def home(self, *, viewer_id: UserId, now: datetime, cursor: Cursor) -> Page[Entry]:
        """:func:`domain.timelines.home`, a page of it."""
        ...

    def local(self, *, viewer_id: UserId | None, now: datetime, cursor: Cursor) -> Page[Entry]:
        """:func:`domain.timelines.local`, a page of it."""
        ...

    def profile(
        self,
        *,
        author_id: UserId,
        viewer_id: UserId | None,
        now: datetime,
        cursor: Cursor,
        selection: Selection = EVERYTHING,
    ) -> Page[Entry]:
        """:func:`domain.timelines.profile`, a page of what is selected of it."""
        ...

    def tagged(
        self, *, tag: str, viewer_id: UserId | None, now: datetime, cursor: Cursor
    ) -> Page[Entry]:
        """The local timeline's entries that carry a (folded) tag, a page of them."""
        ...

    def thread(
        self,
        id: MicropostId,
        *,
        viewer_id: UserId | None,
        now: datetime,
        after: MicropostId | None,
        limit: int,
    ) -> Thread:
        """:func:`domain.timelines.thread`, and of its replies the stretch that follows ``after``.

        Raises :exc:`MicropostNotFound` where the viewer may not read the one it is about, or
        ``after`` is no reply of it that they may be shown.
        """
        ...


@define(kw_only=True)
class EntryView:
    """An entry ready to show: ``id`` is its cursor.  ``reposted_by`` is None but for a repost."""

    id: EntryId
    kind: EntryKind
    micropost: MicropostView
    reposted_by: AuthorView | None


@define(kw_only=True)
class ReplyView:
    """A reply ready to show: 1 stands directly below what the thread is about."""

    depth: int
    micropost: MicropostView


@define(kw_only=True)
class ThreadView:
    """A thread ready to show: what the micropost answers, from the beginning on; itself; and what
    answers it, each reply before its own.  With ``more``, others follow the last."""

    ancestors: Sequence[MicropostView]
    micropost: MicropostView
    replies: Sequence[ReplyView]
    more: bool


def dressed(
    entries: Sequence[Entry],
    microposts: Sequence[MicropostView],
    reposters: Sequence[UserView],
) -> Sequence[EntryView]:
    """Each entry with its micropost, and whoever reposted it; without one of these, the entry is
    left out."""
    shown = {micropost.id: micropost for micropost in microposts}
    people = {
        user.id: AuthorView(id=user.id, handle=user.handle, display_name=user.display_name)
        for user in reposters
    }
    return [
        EntryView(
            id=entry.id,
            kind=entry.kind,
            micropost=shown[entry.micropost_id],
            reposted_by=people[entry.author_id] if entry.is_repost else None,
        )
        for entry in entries
        if entry.micropost_id in shown and (not entry.is_repost or entry.author_id in people)
    ]
