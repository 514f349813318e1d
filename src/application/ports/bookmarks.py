"""Where bookmarks are kept, and how they are read: by whoever keeps them, and nobody else."""

from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.bookmarks import Bookmark, BookmarkId
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from ..paging import Cursor, Page
from .microposts import MicropostView


class BookmarkRepository(Protocol):
    """Every bookmark that still stands: at most one for a user and a micropost.

    Whoever adds or removes one holds the user, then the micropost
    (:meth:`MicropostRepository.hold_readable`).
    """

    def add(self, bookmark: Bookmark) -> bool:
        """Keep it and announce its events; False, and nothing, where one stands."""
        ...

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Bookmark | None: ...

    def remove(self, bookmark: Bookmark) -> bool:
        """Forget it and announce its events; False, and nothing, where it is gone."""
        ...


@define(kw_only=True)
class BookmarkView:
    """A bookmark of one's own, ready to show: ``id`` is its cursor."""

    id: BookmarkId
    bookmarked_at: datetime
    micropost: MicropostView


class BookmarkViews(Protocol):
    """The read side, newest first.  What is hidden neither shortens a page nor counts in it."""

    def page(self, *, user_id: UserId, cursor: Cursor) -> Page[Bookmark]:
        """One's own, of microposts one may read now."""
        ...
