"""Favourites in a table."""

from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, delete, select, update

from ...application.paging import Cursor, Page, page
from ...application.ports.favourites import FavouriteRepository, FavouriteViews
from ...application.ports.microposts import AuthorView
from ...domain.favourites import Favourite, FavouriteId
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from .audience import READABLE, SqlAudience, may_hear, viewer
from .outbox import SqlOutbox
from .paging import stretch
from .statements import insert_new
from .tables import favourites, microposts, users
from .transactions import Transactions
from .users import author_view

_INSERT = insert_new(favourites, "user_id", "micropost_id")
_DELETE = delete(favourites).where(favourites.c.id == bindparam("b_id"))
_FIND = select(favourites).where(
    favourites.c.user_id == bindparam("user_id"),
    favourites.c.micropost_id == bindparam("micropost_id"),
)
_COUNT = (
    update(microposts)
    .where(microposts.c.id == bindparam("b_id"))
    .values(favourites_count=microposts.c.favourites_count + bindparam("by"))
)
_page = stretch(
    select(favourites)
    .join_from(favourites, microposts, microposts.c.id == favourites.c.micropost_id)
    .where(favourites.c.user_id == viewer, READABLE),
    favourites.c.id,
)
_users = stretch(
    select(favourites.c.id, favourites.c.user_id, users.c.handle, users.c.display_name)
    .join_from(favourites, users, users.c.id == favourites.c.user_id)
    .where(favourites.c.micropost_id == bindparam("micropost_id"), may_hear(favourites.c.user_id)),
    favourites.c.id,
)


@frozen
class SqlFavouriteRepository(FavouriteRepository):
    _connection: Connection
    _outbox: SqlOutbox

    def add(self, favourite: Favourite) -> bool:
        if self._connection.execute(_INSERT, _to_row(favourite)).rowcount == 0:
            return False
        self._count(favourite, 1)
        self._outbox.put(favourite.events)
        return True

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Favourite | None:
        asked = {"user_id": user_id, "micropost_id": micropost_id}
        row = self._connection.execute(_FIND, asked).one_or_none()
        return _from_row(row) if row is not None else None

    def remove(self, favourite: Favourite) -> bool:
        if self._connection.execute(_DELETE, {"b_id": favourite.id}).rowcount == 0:
            return False
        self._count(favourite, -1)
        self._outbox.put(favourite.events)
        return True

    def _count(self, favourite: Favourite, by: int) -> None:
        self._connection.execute(_COUNT, {"b_id": favourite.micropost_id, "by": by})


@frozen
class SqlFavouriteViews(FavouriteViews):
    _transactions: Transactions
    _audience: SqlAudience

    def page(self, *, user_id: UserId, cursor: Cursor) -> Page[Favourite]:
        asked = self._audience.asked(user_id)
        with self._transactions.reading() as connection:
            found = [_from_row(row) for row in _page.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda favourite: favourite.id)

    def users(
        self, micropost_id: MicropostId, *, viewer_id: UserId | None, cursor: Cursor
    ) -> Page[AuthorView]:
        asked = {"micropost_id": micropost_id, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            found = _users.rows(connection, cursor, asked)
        return page(found, cursor=cursor, id_of=lambda row: row.id).dressed(
            lambda rows: [author_view(row.user_id, row) for row in rows]
        )


def _to_row(favourite: Favourite) -> dict[str, object]:
    return {
        "id": favourite.id,
        "user_id": favourite.user_id,
        "micropost_id": favourite.micropost_id,
        "favourited_at": favourite.favourited_at,
    }


def _from_row(row: Row[Any]) -> Favourite:
    return Favourite(
        id=FavouriteId(row.id),
        user_id=UserId(row.user_id),
        micropost_id=MicropostId(row.micropost_id),
        favourited_at=row.favourited_at,
    )
