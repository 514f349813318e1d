"""Where favourites are kept, and how they are read."""

from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.favourites import Favourite, FavouriteId
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from ..paging import Cursor, Page
from .microposts import AuthorView, MicropostView


class FavouriteRepository(Protocol):
    """Every favourite that still stands: at most one for a user and a micropost.

    Whoever adds or removes one holds the user, then the micropost
    (:meth:`MicropostRepository.hold_readable`).
    """

    def add(self, favourite: Favourite) -> bool:
        """Keep it, count it, and announce its events; False, and nothing, where one stands."""
        ...

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Favourite | None: ...

    def remove(self, favourite: Favourite) -> bool:
        """Forget it, uncount it, and announce its events; False, and nothing, where it is gone."""
        ...


@define(kw_only=True)
class FavouriteView:
    """A favourite of one's own, ready to show: ``id`` is its cursor."""

    id: FavouriteId
    favourited_at: datetime
    micropost: MicropostView


class FavouriteViews(Protocol):
    """The read side, newest first.  What is hidden neither shortens a page nor counts in it."""

    def page(self, *, user_id: UserId, cursor: Cursor) -> Page[Favourite]:
        """One's own, of microposts one may read now."""
        ...

    def users(
        self, micropost_id: MicropostId, *, viewer_id: UserId | None, cursor: Cursor
    ) -> Page[AuthorView]:
        """Who favourited it, as far as the viewer may hear of them; whether the viewer may read the
        micropost is not asked here.  The cursors are ids of favourites."""
        ...
