"""What people do with markers: say how far they have read, and go on from there elsewhere."""

from collections.abc import Mapping

from attrs import frozen

from ..domain.markers import Marked, Marker
from ..domain.notifications import NotificationId
from ..domain.users import UserId
from .ports.markers import MarkerViews
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory


@frozen
class Markers:
    """Each public method is one use case, and one transaction."""

    unit_of_work: UnitOfWorkFactory
    views: MarkerViews
    clock: Clock

    def move(
        self, *, by: UserId, home: int | None = None, notifications: int | None = None
    ) -> Mapping[Marked, Marker]:
        """Where they read last, in each list that is said; those markers, as they stand now.

        Notifications up to theirs are read.  Raises :exc:`InvalidMarker`, :exc:`UserNotFound` or
        :exc:`AccountNotActive`.
        """
        now = self.clock.now()
        said = {Marked.HOME: home, Marked.NOTIFICATIONS: notifications}
        begun = [
            Marker(owner_id=by, of=of, last_read_id=id, updated_at=now)
            for of, id in said.items()
            if id is not None
        ]
        with self.unit_of_work() as work:
            work.users.hold(by).acting()
            standing = work.markers.of(by)
            moved = {
                marker.of: standing[marker.of].moved(marker.last_read_id, now=now)
                if marker.of in standing
                else marker
                for marker in begun
            }
            for marker in moved.values():
                work.markers.put(marker)
            if notifications is not None:
                work.notifications.read(by, up_to=NotificationId(notifications))
        return moved

    def show(self, *, of: UserId) -> Mapping[Marked, Marker]:
        """Those they ever set."""
        return self.views.of(of)
