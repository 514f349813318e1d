"""Claim, run, back off: how events reach those who react to them."""

import logging
from datetime import datetime, timedelta

from attrs import define, frozen

from .ports.outbox import Delivery
from .ports.system import Clock
from .ports.unit_of_work import StorageFull, Unavailable, UnitOfWork, UnitOfWorkFactory
from .subscriptions import Subscriptions

logger = logging.getLogger(__name__)

BATCH = 50  # deliveries in one transaction
MOST_TRIES = 12
SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(hours=1)


@frozen
class Dispatcher:
    """Pure over the outbox: who runs it, and how often, is decided elsewhere."""

    unit_of_work: UnitOfWorkFactory
    subscriptions: Subscriptions
    clock: Clock

    def run(self) -> int:
        """Deliver one batch, in one transaction; how many deliveries were tried.

        Each runs in a unit of its own within the batch, and is marked done in the same
        transaction: what it changed and that it ran are kept together or not at all.  Where the
        database gives up under one, the batch is undone, and that one waits while others go on.
        """
        try:
            with self.unit_of_work() as batch:
                return self._run(batch)
        except GivenUp as why:
            with self.unit_of_work() as work:
                self._failed(why.delivery, work, error="Unavailable", now=self.clock.now())
            return 1

    def _run(self, batch: UnitOfWork) -> int:
        waiting: set[tuple[int, str]] = set()
        deliveries = batch.outbox.due(now=self.clock.now(), limit=BATCH)
        for delivery in deliveries:
            if (delivery.lane, delivery.reaction) in waiting:
                continue
            if not self._deliver(delivery, batch):
                waiting.add((delivery.lane, delivery.reaction))
        return len(deliveries)

    def _deliver(self, delivery: Delivery, batch: UnitOfWork) -> bool:
        now = self.clock.now()
        event = delivery.event
        reaction = self.subscriptions.find(type(event), delivery.reaction) if event else None
        if event is None or reaction is None:
            batch.outbox.bury(delivery, now=now, error="not understood")
            logger.error("event not understood", extra=_facts(delivery))
            return True
        try:
            with self.unit_of_work() as work:
                reaction(event, work)
        except StorageFull:  # nothing can be kept of anything: no fault of this one
            raise
        except Unavailable as why:
            raise GivenUp(delivery) from why
        except Exception as why:  # whatever a reaction raises is its own, and is tried again
            return self._failed(delivery, batch, error=type(why).__name__, now=now)
        batch.outbox.done(delivery, now=now)
        return True

    def _failed(self, delivery: Delivery, batch: UnitOfWork, *, error: str, now: datetime) -> bool:
        logger.exception("reaction failed", extra=_facts(delivery))
        if delivery.tries + 1 >= MOST_TRIES:
            batch.outbox.bury(delivery, now=now, error=error)
            return True
        batch.outbox.postpone(delivery, until=now + wait(delivery), error=error)
        return False


@define
class GivenUp(Exception):
    """The database could not answer while this was delivered; nothing of its batch is kept."""

    delivery: Delivery


def wait(delivery: Delivery) -> timedelta:
    """Twice as long after each failure, plus up to a quarter so that not all come back at once."""
    base = min(SHORTEST_WAIT * (1 << delivery.tries), LONGEST_WAIT)
    return base * (1 + (delivery.position.number * 37 % 100) / 400)


def _facts(delivery: Delivery) -> dict[str, object]:
    return {
        "position": delivery.position.number,
        "reaction": delivery.reaction,
        "tries": delivery.tries,
    }
