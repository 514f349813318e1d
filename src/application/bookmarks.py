"""What people do with bookmarks: keep a micropost for themselves, and let go of it."""

from collections.abc import Sequence
from functools import partial

from attrs import frozen

from ..domain.bookmarks import Bookmark, BookmarkId
from ..domain.microposts import MicropostId
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.bookmarks import BookmarkView, BookmarkViews
from .ports.microposts import MicropostViews
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory

NEWEST = Cursor()


@frozen
class Bookmarks:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: BookmarkViews
    microposts: MicropostViews
    clock: Clock

    def bookmark(self, id: MicropostId, *, by: UserId) -> None:
        """Keep it to come back to; twice is once.  Nobody else learns of it, nor is it counted.

        Raises :exc:`UserNotFound`, :exc:`AccountNotActive`, or :exc:`MicropostNotFound` where they
        may not read it.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            work.microposts.hold_readable(id, viewer_id=by)
            bookmark_id = BookmarkId(work.next_id(at=now))
            work.bookmarks.add(Bookmark.begin(id=bookmark_id, user_id=by, micropost_id=id, now=now))

    def unbookmark(self, id: MicropostId, *, by: UserId) -> None:
        """Let go of it; what was not kept stays so.  Raises like :meth:`bookmark`."""
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            work.microposts.hold_readable(id, viewer_id=by)
            bookmark = work.bookmarks.find(user_id=by, micropost_id=id)
            if bookmark is not None:
                work.bookmarks.remove(bookmark.end(now=self.clock.now()))

    def page(self, *, by: UserId, cursor: Cursor = NEWEST) -> Page[BookmarkView]:
        """What one keeps, the latest first, as far as one may read it now."""
        read = partial(self.views.page, user_id=by)
        return paged(read, cursor).dressed(lambda items: self._dressed(items, by))

    def _dressed(self, items: Sequence[Bookmark], viewer_id: UserId) -> Sequence[BookmarkView]:
        ids = [item.micropost_id for item in items]
        shown = {view.id: view for view in self.microposts.show(ids, viewer_id=viewer_id)}
        return [
            BookmarkView(
                id=item.id,
                bookmarked_at=item.bookmarked_at,
                micropost=shown[item.micropost_id],
            )
            for item in items
            if item.micropost_id in shown
        ]
