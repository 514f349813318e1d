"""What is done by the clock so that a house does not fill up with what nobody needs."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import frozen

from ..domain.microposts import KEY_LASTS
from .ports.housekeeping import Leftover, Maintenance
from .ports.system import Clock
from .ports.unit_of_work import UnitOfWorkFactory

BATCH = 500  # rows in one transaction

KEPT: Mapping[Leftover, timedelta] = {
    Leftover.DELIVERIES: timedelta(days=1),
    Leftover.EVENTS: timedelta(days=30),  # so long a consumer of the feed may be away
    Leftover.SESSIONS: timedelta(0),
    Leftover.RESETS: timedelta(0),
    Leftover.INVITATIONS: timedelta(0),
    Leftover.CODES: timedelta(hours=1),
    Leftover.APPS: timedelta(days=30),
    Leftover.MUTES: timedelta(0),
    Leftover.KEYS: KEY_LASTS,
    Leftover.MAILS: timedelta(days=30),
    Leftover.RUNS: timedelta(days=30),
}


@frozen
class Housekeeping:
    unit_of_work: UnitOfWorkFactory
    maintenance: Maintenance
    clock: Clock

    def tidy(self) -> Mapping[Leftover, int]:
        """Remove all that is left over; how many of each kind there were."""
        now = self.clock.now()
        return {
            kind: removed
            for kind in Leftover
            if (removed := self._remove(kind, before=now - KEPT[kind]))
        }

    def maintain(self) -> None:
        """See to what the storage needs."""
        self.maintenance.run()

    def _remove(self, kind: Leftover, *, before: datetime) -> int:
        removed = 0
        while True:
            with self.unit_of_work() as work:
                batch = work.leftovers.remove(kind, before=before, limit=BATCH)
            removed += batch
            if batch < BATCH:
                return removed
