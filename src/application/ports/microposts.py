"""Where microposts are kept, and how they are looked at."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, Self

from attrs import define, frozen

from ...domain.microposts import IdempotencyKey, Micropost, MicropostId, Visibility
from ...domain.users import UserId


@frozen(kw_only=True)
class Repeatable:
    """That an author posted under a key: which micropost, and the fingerprint of what was said;
    None once the micropost is gone."""

    author_id: UserId
    key: IdempotencyKey
    micropost_id: MicropostId
    fingerprint: str | None
    at: datetime


class MicropostRepository(Protocol):
    """Every micropost that still stands.  Reads belong to the transaction that asks."""

    def add(self, micropost: Micropost) -> None:
        """Keep a new micropost with whom it mentions and its tags, and announce its events.

        What it answers is held, and counts it if it is public or unlisted; raises
        :exc:`MicropostNotFound` where that no longer stands.
        """

    def save(self, micropost: Micropost) -> None:
        """Keep version n + 1 over version n, which stays in its history, and announce its events.

        Raises :exc:`EditedMeanwhile` where another version is kept, or none.
        """

    def remove(self, micropost: Micropost) -> None:
        """Hold it, forget it, what hangs on it (its history, favourites, bookmarks, notifications,
        mails) and the fingerprint of what it said, uncount it where it answered something, and
        announce its events.

        Raises :exc:`EditedMeanwhile` like ``save``.
        """

    def find(self, id: MicropostId) -> Micropost | None:
        """For reactions, which act for nobody; None where it no longer stands."""
        ...

    def get_owned(self, id: MicropostId, *, owner_id: UserId) -> Micropost:
        """Raises :exc:`MicropostNotFound` where there is none of theirs."""
        ...

    def get_readable(self, id: MicropostId, *, viewer_id: UserId | None) -> Micropost:
        """Raises :exc:`MicropostNotFound` where the viewer may not read it, as if it were not
        there."""
        ...

    def hold_readable(self, id: MicropostId, *, viewer_id: UserId | None) -> Micropost:
        """The same, and until the transaction ends nobody else deletes it, or counts anything of
        it.  Users are held before microposts."""
        ...

    def pin(self, id: MicropostId, *, at: datetime | None) -> None:
        """Its author's profile begins with it from then on; None: no longer.  The author is held
        (:meth:`UserRepository.hold`)."""

    def pinned(self, author_id: UserId) -> Sequence[MicropostId]:
        """What their profile begins with: what was pinned last comes first."""
        ...

    def remember(self, repeatable: Repeatable) -> None:
        """Keep under which key it was posted, over any older one of the same author and key."""

    def find_repeated(
        self, author_id: UserId, key: IdempotencyKey, *, since: datetime
    ) -> Repeatable | None:
        """What that author posted under that key at ``since`` or later."""
        ...


@define(kw_only=True)
class AuthorView:
    """Who said it, as it stands beside a micropost."""

    id: UserId
    handle: str
    display_name: str


@define(kw_only=True)
class MicropostView:
    """A micropost as one viewer sees it, ready to show.

    ``mentions`` maps the handles in the text that stand for a user to that user's id; other
    handles are plain text.  What it answers is None where it answers nothing, or nothing that the
    viewer may read.  Of replies, those count that are public or unlisted; of favourites and
    reposts, all.  ``favourited``, ``reposted`` and ``bookmarked`` say what the viewer did, and
    ``muted``, that they muted its thread.
    """

    id: MicropostId
    author: AuthorView
    text: str
    visibility: Visibility
    mentions: Mapping[str, UserId]
    posted_at: datetime
    edited_at: datetime | None
    version: int = 1
    content_warning: str | None = None
    language: str | None = None
    sensitive: bool = False
    in_reply_to_id: MicropostId | None = None
    in_reply_to_author: AuthorView | None = None
    replies_count: int = 0
    favourites_count: int = 0
    reposts_count: int = 0
    favourited: bool = False
    reposted: bool = False
    bookmarked: bool = False
    pinned: bool = False
    muted: bool = False


@define(kw_only=True)
class MicropostStamp:
    """What of a micropost's view may change without an edit, for whoever remembers the rest: that
    stays as long as ``version`` and ``mentions_count`` do (who is erased is mentioned no more)."""

    id: MicropostId
    author_id: UserId
    version: int
    mentions_count: int
    in_reply_to_id: MicropostId | None
    in_reply_to_author_id: UserId | None
    replies_count: int
    favourites_count: int
    reposts_count: int
    favourited: bool
    reposted: bool
    bookmarked: bool
    pinned: bool
    muted: bool

    @classmethod
    def of(cls, view: MicropostView) -> Self:
        answered = view.in_reply_to_author
        return cls(
            id=view.id,
            author_id=view.author.id,
            version=view.version,
            mentions_count=len(view.mentions),
            in_reply_to_id=view.in_reply_to_id,
            in_reply_to_author_id=answered.id if answered is not None else None,
            replies_count=view.replies_count,
            favourites_count=view.favourites_count,
            reposts_count=view.reposts_count,
            favourited=view.favourited,
            reposted=view.reposted,
            bookmarked=view.bookmarked,
            pinned=view.pinned,
            muted=view.muted,
        )


@define(kw_only=True)
class VersionView:
    """What a micropost said at first, or after one of its edits."""

    version: int
    text: str
    content_warning: str | None
    language: str | None
    said_at: datetime
    sensitive: bool = False


class MicropostViews(Protocol):
    """The read side: whole pages at a time, and nothing the viewer may not see."""

    def show(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostView]:
        """In the order asked; what the viewer may not read is left out."""
        ...

    def stamps(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostStamp]:
        """The stamps of what ``show`` would show, in any order."""
        ...

    def history(self, id: MicropostId, *, viewer_id: UserId | None) -> Sequence[VersionView]:
        """Every version before the current one, the oldest first; none where the viewer may not
        (:func:`domain.audience.may_recall`)."""
        ...

    def pinned(self, author_id: UserId) -> Sequence[MicropostId]:
        """What an author's profile begins with: what was pinned last comes first."""
        ...
