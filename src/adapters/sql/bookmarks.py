"""Bookmarks in a table."""

from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, delete, select

from ...application.paging import Cursor, Page, page
from ...application.ports.bookmarks import BookmarkRepository, BookmarkViews
from ...domain.bookmarks import Bookmark, BookmarkId
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from .audience import READABLE, SqlAudience, viewer
from .outbox import SqlOutbox
from .paging import stretch
from .statements import insert_new
from .tables import bookmarks, microposts
from .transactions import Transactions

_INSERT = insert_new(bookmarks, "user_id", "micropost_id")
_DELETE = delete(bookmarks).where(bookmarks.c.id == bindparam("b_id"))
_FIND = select(bookmarks).where(
    bookmarks.c.user_id == bindparam("user_id"),
    bookmarks.c.micropost_id == bindparam("micropost_id"),
)
_page = stretch(
    select(bookmarks)
    .join_from(bookmarks, microposts, microposts.c.id == bookmarks.c.micropost_id)
    .where(bookmarks.c.user_id == viewer, READABLE),
    bookmarks.c.id,
)


@frozen
class SqlBookmarkRepository(BookmarkRepository):
    _connection: Connection
    _outbox: SqlOutbox

    def add(self, bookmark: Bookmark) -> bool:
        if self._connection.execute(_INSERT, _to_row(bookmark)).rowcount == 0:
            return False
        self._outbox.put(bookmark.events)
        return True

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Bookmark | None:
        asked = {"user_id": user_id, "micropost_id": micropost_id}
        row = self._connection.execute(_FIND, asked).one_or_none()
        return _from_row(row) if row is not None else None

    def remove(self, bookmark: Bookmark) -> bool:
        if self._connection.execute(_DELETE, {"b_id": bookmark.id}).rowcount == 0:
            return False
        self._outbox.put(bookmark.events)
        return True


@frozen
class SqlBookmarkViews(BookmarkViews):
    _transactions: Transactions
    _audience: SqlAudience

    def page(self, *, user_id: UserId, cursor: Cursor) -> Page[Bookmark]:
        asked = self._audience.asked(user_id)
        with self._transactions.reading() as connection:
            found = [_from_row(row) for row in _page.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda bookmark: bookmark.id)


def _to_row(bookmark: Bookmark) -> dict[str, object]:
    return {
        "id": bookmark.id,
        "user_id": bookmark.user_id,
        "micropost_id": bookmark.micropost_id,
        "bookmarked_at": bookmark.bookmarked_at,
    }


def _from_row(row: Row[Any]) -> Bookmark:
    return Bookmark(
        id=BookmarkId(row.id),
        user_id=UserId(row.user_id),
        micropost_id=MicropostId(row.micropost_id),
        bookmarked_at=row.bookmarked_at,
    )
