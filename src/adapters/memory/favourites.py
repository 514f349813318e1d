"""Favourites in a dictionary."""

from itertools import islice

from attrs import evolve, frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.favourites import FavouriteRepository, FavouriteViews
from ...application.ports.microposts import AuthorView
from ...domain.favourites import Favourite
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from .audience import MemoryAudience
from .outbox import MemoryOutbox
from .store import Draft, Store, standing
from .users import author_view


@frozen
class MemoryFavouriteRepository(FavouriteRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, favourite: Favourite) -> bool:
        if self.find(user_id=favourite.user_id, micropost_id=favourite.micropost_id):
            return False
        self._draft.favourites.put(favourite.id, favourite.at_rest())
        self._count(favourite, 1)
        self._outbox.put(favourite.events)
        return True

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Favourite | None:
        for favourite in self._draft.favourites.find("pair", (user_id, micropost_id)):
            return favourite
        return None

    def remove(self, favourite: Favourite) -> bool:
        if self._draft.favourites.get(favourite.id) is None:
            return False
        self._draft.favourites.delete(favourite.id)
        self._count(favourite, -1)
        self._outbox.put(favourite.events)
        return True

    def _count(self, favourite: Favourite, by: int) -> None:
        id = favourite.micropost_id
        standing(self._draft, id, lambda s: evolve(s, favourites=s.favourites + by))


@frozen
class MemoryFavouriteViews(FavouriteViews):
    _store: Store
    _audience: MemoryAudience

    def page(self, *, user_id: UserId, cursor: Cursor) -> Page[Favourite]:
        with self._store.reading() as tables:
            keys = tables.favourites.keys(
                "user",
                user_id,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            shown = (
                favourite
                for key in keys
                if (favourite := tables.favourites.get(key)) is not None
                and (micropost := tables.microposts.get(favourite.micropost_id)) is not None
                and self._audience.may_read(tables, micropost, user_id)
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda favourite: favourite.id)

    def users(
        self, micropost_id: MicropostId, *, viewer_id: UserId | None, cursor: Cursor
    ) -> Page[AuthorView]:
        with self._store.reading() as tables:
            keys = tables.favourites.keys(
                "micropost",
                micropost_id,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            shown = (
                (favourite.id, author_view(tables, favourite.user_id))
                for key in keys
                if (favourite := tables.favourites.get(key)) is not None
                and self._audience.may_hear(tables, favourite.user_id, viewer_id)
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda pair: pair[0]).dressed(
            lambda pairs: [who for _, who in pairs]
        )
