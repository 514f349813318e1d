"""What people do with favourites: favour a micropost, think again, look who else did."""

from collections.abc import Sequence
from functools import partial

from attrs import frozen

from ..domain.favourites import Favourite, FavouriteId
from ..domain.microposts import MicropostId, MicropostNotFound
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.favourites import FavouriteView, FavouriteViews
from .ports.microposts import AuthorView, MicropostViews
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory

NEWEST = Cursor()


@frozen
class Favourites:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: FavouriteViews
    microposts: MicropostViews
    clock: Clock

    def favourite(self, id: MicropostId, *, by: UserId) -> None:
        """Say that one likes it; twice is once.  Its author is told, and others see it.

        Raises :exc:`UserNotFound`, :exc:`AccountNotActive`, or :exc:`MicropostNotFound` where they
        may not read it.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            micropost = work.microposts.hold_readable(id, viewer_id=by)
            favourite_id = FavouriteId(work.next_id(at=now))
            work.favourites.add(
                Favourite.begin(id=favourite_id, user_id=by, micropost=micropost, now=now)
            )

    def unfavourite(self, id: MicropostId, *, by: UserId) -> None:
        """Think again; what was not favourited stays so.  Raises like :meth:`favourite`."""
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            work.microposts.hold_readable(id, viewer_id=by)
            favourite = work.favourites.find(user_id=by, micropost_id=id)
            if favourite is not None:
                work.favourites.remove(favourite.end(now=self.clock.now()))

    def page(self, *, by: UserId, cursor: Cursor = NEWEST) -> Page[FavouriteView]:
        """What one favourited, the latest first, as far as one may read it now."""
        read = partial(self.views.page, user_id=by)
        return paged(read, cursor).dressed(lambda items: self._dressed(items, by))

    def users(
        self, id: MicropostId, *, viewer_id: UserId | None, cursor: Cursor = NEWEST
    ) -> Page[AuthorView]:
        """Who favourited it, the latest first, as far as the viewer may hear of them.

        Raises :exc:`MicropostNotFound` where the viewer may not read it.
        """
        if not self.microposts.show([id], viewer_id=viewer_id):
            raise MicropostNotFound(id)
        return paged(partial(self.views.users, id, viewer_id=viewer_id), cursor)

    def _dressed(self, items: Sequence[Favourite], viewer_id: UserId) -> Sequence[FavouriteView]:
        ids = [item.micropost_id for item in items]
        shown = {view.id: view for view in self.microposts.show(ids, viewer_id=viewer_id)}
        return [
            FavouriteView(
                id=item.id,
                favourited_at=item.favourited_at,
                micropost=shown[item.micropost_id],
            )
            for item in items
            if item.micropost_id in shown
        ]
