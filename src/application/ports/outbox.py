"""Where events wait for those who react to them, in the same transaction as the change."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from ...domain.aggregate import Event


@frozen(order=True)
class Position:
    """Where an event stands in the order in which changes were committed.

    Without arguments, before the first.  Transactions are numbered by the storage, below zero
    where another server numbered them.
    """

    transaction: int = -(2**63)
    number: int = 0


class DeliveryState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DEAD = "dead"


@frozen(kw_only=True)
class Delivery:
    """One event, to be handled by one reaction; ``event`` is None where it cannot be read."""

    position: Position
    reaction: str
    lane: int
    tries: int
    event: Event | None


class Outbox(Protocol):
    """Events, and one delivery for every reaction to each."""

    def put(self, events: Sequence[Event]) -> None:
        """Announce them, in this order, when the transaction commits."""

    def due(self, *, now: datetime, limit: int) -> Sequence[Delivery]:
        """Deliveries whose time has come, in the order of their positions.

        Within a lane and reaction only ever from its oldest open delivery on, so nothing
        overtakes; none that another transaction holds, nor any after one it holds.  Of a lane
        and reaction whose oldest open delivery waits to be tried again, nothing.
        """
        ...

    def done(self, delivery: Delivery, *, now: datetime) -> None:
        """Never to be delivered again.  Nothing happens, here and below, to one that is decided
        or was tried since it was claimed."""

    def postpone(self, delivery: Delivery, *, until: datetime, error: str) -> None:
        """One more failed try; its lane and reaction wait with it."""

    def bury(self, delivery: Delivery, *, now: datetime, error: str) -> None:
        """Tried too often or not understood: set aside, seen by the checks; its lane goes on."""


@frozen(kw_only=True)
class Recorded:
    """An event and where it stands."""

    position: Position
    event: Event


class EventFeed(Protocol):
    """The read side, for consumers that keep their own place."""

    def after(self, position: Position, *, limit: int) -> Sequence[Recorded]:
        """Events that stand after it, in order.

        An event appears only when nothing that stands before it can appear any more, so a
        consumer that goes on from the last one it saw misses none.
        """
        ...

    def newest(self) -> Position:
        """Where it stands now: that of the last event there is, and before the first where there
        is none.  What appears later stands after it."""
        ...
