"""The outbox in dictionaries.  It keeps events as JSON, like the others, so that all can."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from attrs import evolve, frozen

from ...application.ports.outbox import (
    Delivery,
    DeliveryState,
    EventFeed,
    Outbox,
    Position,
    Recorded,
)
from ...domain.aggregate import Event
from ..events import decode, encode
from .rows import DeliveryRow, EventRow
from .store import Draft, Store

ReactionNames = Callable[[type[Event]], Sequence[str]]


@frozen
class MemoryOutbox(Outbox):
    _draft: Draft
    _numbers: Iterator[int]
    _reactions: ReactionNames

    def put(self, events: Sequence[Event]) -> None:
        for event in events:
            number = next(self._numbers)
            row = EventRow(number=number, lane=event.lane, encoded=encode(event))
            self._draft.events.put(number, row)
            for reaction in self._reactions(type(event)):
                self._draft.deliveries.put(
                    (number, reaction),
                    DeliveryRow(
                        number=number,
                        reaction=reaction,
                        lane=event.lane,
                        state=DeliveryState.OPEN,
                        tries=0,
                        due_at=None,
                    ),
                )

    def due(self, *, now: datetime, limit: int) -> Sequence[Delivery]:
        return list(islice(self._ready(now), limit))

    def done(self, delivery: Delivery, *, now: datetime) -> None:
        self._change(delivery, lambda row: evolve(row, state=DeliveryState.DONE, done_at=now))

    def postpone(self, delivery: Delivery, *, until: datetime, error: str) -> None:
        self._change(
            delivery, lambda row: evolve(row, tries=row.tries + 1, due_at=until, error=error)
        )

    def bury(self, delivery: Delivery, *, now: datetime, error: str) -> None:
        self._change(
            delivery,
            lambda row: evolve(row, tries=row.tries + 1, state=DeliveryState.DEAD, error=error),
        )

    def _ready(self, now: datetime) -> Iterator[Delivery]:
        waiting: set[tuple[int, str]] = set()
        for row in self._draft.deliveries.find("state", DeliveryState.OPEN):
            queue = (row.lane, row.reaction)
            if queue in waiting:
                continue
            if row.due_at is not None and row.due_at > now:
                waiting.add(queue)
                continue
            event = self._draft.events.get(row.number)
            yield Delivery(
                position=Position(0, row.number),
                reaction=row.reaction,
                lane=row.lane,
                tries=row.tries,
                event=decode(event.encoded) if event is not None else None,
            )

    def _change(self, delivery: Delivery, change: Callable[[DeliveryRow], DeliveryRow]) -> None:
        key = (delivery.position.number, delivery.reaction)
        row = self._draft.deliveries.get(key)
        if row is not None and (row.state, row.tries) == (DeliveryState.OPEN, delivery.tries):
            self._draft.deliveries.put(key, change(row))


@frozen
class MemoryEventFeed(EventFeed):
    _store: Store

    def after(self, position: Position, *, limit: int) -> Sequence[Recorded]:
        with self._store.reading() as tables:
            keys = tables.events.keys("all", None, above=position.number)
            rows = (row for key in keys if (row := tables.events.get(key)) is not None)
            return list(islice(_recorded(rows), limit))

    def newest(self) -> Position:
        with self._store.reading() as tables:
            for number in tables.events.keys("all", None, upwards=False):
                return Position(0, number)
        return Position()


def _recorded(rows: Iterable[EventRow]) -> Iterator[Recorded]:
    for row in rows:
        event = decode(row.encoded)
        if event is not None:
            yield Recorded(position=Position(0, row.number), event=event)
