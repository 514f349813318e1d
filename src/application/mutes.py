"""What people do with mutes: put them on, take them off, look at them."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from attrs import frozen

from ..domain.microposts import MicropostId
from ..domain.mutes import Mute, MuteId, ThreadMute
from ..domain.users import UserId
from .paging import Cursor, Page, paged
from .ports.mutes import MuteView, MuteViews
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from .ports.users import UserViews

NEWEST = Cursor()


@frozen
class Mutes:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: MuteViews
    users: UserViews
    clock: Clock

    def mute(
        self,
        *,
        by: UserId,
        whom: UserId,
        lasts: timedelta | None = None,
        notifications: bool = True,
    ) -> None:
        """No longer be shown what someone says, for a while or for good; they are never told.

        Follows stay.  With ``notifications``, also what they do about the muter is hidden.  Once
        more is a new mute in place of the old; on the same terms, it is the same.  Raises
        :exc:`MutesSelf`, :exc:`MuteOutOfRange`, :exc:`NotYesOrNo`, :exc:`AccountNotActive` or
        :exc:`UserNotFound`.
        """
        now = self.clock.now()
        with self.unit_of_work() as work:
            muter, other = work.users.hold_pair(by, whom)
            muter.acting()
            other.there()
            mute = Mute.begin(
                id=MuteId(work.next_id(at=now)),
                muter_id=by,
                muted_id=whom,
                lasts=lasts,
                hides_notifications=notifications,
                now=now,
            )
            standing = work.mutes.find(muter_id=by, muted_id=whom)
            if standing is not None and standing.says_the_same_as(mute):
                return
            if standing is not None:
                work.mutes.remove(standing)
            work.mutes.add(mute)

    def unmute(self, *, by: UserId, whom: UserId) -> None:
        """Be shown it again; who was not muted stays so.

        Raises :exc:`AccountNotActive` or :exc:`UserNotFound`.
        """
        with self.unit_of_work() as work:
            muter, _ = work.users.hold_pair(by, whom)
            muter.acting()
            mute = work.mutes.find(muter_id=by, muted_id=whom)
            if mute is not None:
                work.mutes.remove(mute.end(now=self.clock.now()))

    def mute_thread(self, id: MicropostId, *, by: UserId) -> None:
        """Be told of nothing any more that is about what is said in a micropost's thread, before
        and after; twice is once.

        Raises :exc:`MicropostNotFound`, :exc:`UserNotFound` or :exc:`AccountNotActive`.
        """
        with self.unit_of_work() as work:
            work.mutes.add_thread(_thread(work, id, by))

    def unmute_thread(self, id: MicropostId, *, by: UserId) -> None:
        """Be told of it again, and of what happened meanwhile; what was not muted stays so.

        Raises what :meth:`mute_thread` raises.
        """
        with self.unit_of_work() as work:
            work.mutes.remove_thread(_thread(work, id, by))

    def page(self, *, of: UserId, cursor: Cursor = NEWEST) -> Page[MuteView]:
        """Whom they mute now, the newest mute first."""
        read = partial(self.views.page, muter_id=of, now=self.clock.now())
        return paged(read, cursor).dressed(self._dressed)

    def _dressed(self, mutes: Sequence[Mute]) -> Sequence[MuteView]:
        users = {user.id: user for user in self.users.show([mute.muted_id for mute in mutes])}
        return [
            MuteView(
                id=mute.id,
                user=users[mute.muted_id],
                hides_notifications=mute.hides_notifications,
                muted_at=mute.muted_at,
                expires_at=mute.expires_at,
            )
            for mute in mutes
            if mute.muted_id in users
        ]


def _thread(work: UnitOfWork, id: MicropostId, by: UserId) -> ThreadMute:
    work.users.hold(by).acting()
    micropost = work.microposts.get_readable(id, viewer_id=by)
    return ThreadMute(user_id=by, thread_id=micropost.thread_id)
