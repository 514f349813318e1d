"""What people do with reposts: pass a micropost on, take that back, look who else did."""

from functools import partial

from attrs import frozen

from ..domain.microposts import MicropostId, MicropostNotFound
from ..domain.reposts import Repost
from ..domain.timelines import EntryId
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.microposts import AuthorView, MicropostViews
from .ports.reposts import RepostViews
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory

NEWEST = Cursor()


@frozen
class Reposts:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: RepostViews
    microposts: MicropostViews
    clock: Clock

    def repost(self, id: MicropostId, *, by: UserId) -> EntryId:
        """Pass it on, as a new entry of one's own; twice is once, and the same entry.  Its author
        is told.

        Nobody sees it who may not read the micropost.  Raises :exc:`UserNotFound`,
        :exc:`AccountNotActive`, :exc:`MicropostNotFound` where they may not read it, or
        :exc:`NotRepostable`.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            micropost = work.microposts.hold_readable(id, viewer_id=by)
            standing = work.reposts.find(user_id=by, micropost_id=id)
            if standing is not None:
                return standing.id
            entry_id = work.entries.enter(
                author_id=by, visibility=micropost.visibility, at=now, reposted_id=id
            )
            work.reposts.add(Repost.begin(id=entry_id, user_id=by, micropost=micropost, now=now))
        return entry_id

    def undo(self, id: MicropostId, *, by: UserId) -> None:
        """Take it back; what was not reposted stays so.

        Raises :exc:`UserNotFound`, :exc:`AccountNotActive`, or :exc:`MicropostNotFound` where they
        may not read it.
        """
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            work.microposts.hold_readable(id, viewer_id=by)
            repost = work.reposts.find(user_id=by, micropost_id=id)
            if repost is not None:
                work.reposts.remove(repost.end(now=self.clock.now()))

    def users(
        self, id: MicropostId, *, viewer_id: UserId | None, cursor: Cursor = NEWEST
    ) -> Page[AuthorView]:
        """Who reposted it, the latest first, as far as the viewer may hear of them.

        Raises :exc:`MicropostNotFound` where the viewer may not read it.
        """
        if not self.microposts.show([id], viewer_id=viewer_id):
            raise MicropostNotFound(id)
        return paged(partial(self.views.users, id, viewer_id=viewer_id), cursor)
