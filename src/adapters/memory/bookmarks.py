"""Bookmarks in a dictionary."""

from itertools import islice

from attrs import frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.bookmarks import BookmarkRepository, BookmarkViews
from ...domain.bookmarks import Bookmark
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from .audience import MemoryAudience
from .outbox import MemoryOutbox
from .store import Draft, Store


@frozen
class MemoryBookmarkRepository(BookmarkRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, bookmark: Bookmark) -> bool:
        if self.find(user_id=bookmark.user_id, micropost_id=bookmark.micropost_id):
            return False
        self._draft.bookmarks.put(bookmark.id, bookmark.at_rest())
        self._outbox.put(bookmark.events)
        return True

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Bookmark | None:
        for bookmark in self._draft.bookmarks.find("pair", (user_id, micropost_id)):
            return bookmark
        return None

    def remove(self, bookmark: Bookmark) -> bool:
        if self._draft.bookmarks.get(bookmark.id) is None:
            return False
        self._draft.bookmarks.delete(bookmark.id)
        self._outbox.put(bookmark.events)
        return True


@frozen
class MemoryBookmarkViews(BookmarkViews):
    _store: Store
    _audience: MemoryAudience

    def page(self, *, user_id: UserId, cursor: Cursor) -> Page[Bookmark]:
        with self._store.reading() as tables:
            keys = tables.bookmarks.keys(
                "user",
                user_id,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            shown = (
                bookmark
                for key in keys
                if (bookmark := tables.bookmarks.get(key)) is not None
                and (micropost := tables.microposts.get(bookmark.micropost_id)) is not None
                and self._audience.may_read(tables, micropost, user_id)
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda bookmark: bookmark.id)
