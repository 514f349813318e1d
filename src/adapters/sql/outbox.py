"""The outbox in two tables: what happened, and who has yet to react to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from ...application.ports.outbox import (
    Delivery,
    DeliveryState,
    EventFeed,
    Outbox,
    Position,
    Recorded,
)
from ...domain.aggregate import Event
from ..events import Encoded, decode, encode
from .functions import oldest_transaction, this_transaction
from .statements import constant
from .tables import deliveries, events
from .transactions import Transactions
from .types import Id, Utc

ReactionNames = Callable[[type[Event]], Sequence[str]]


# -- statements -----------------------------------------------------------------

_open = constant(DeliveryState.OPEN.value)  # as in the partial indexes
_INSERT_EVENT = (
    insert(events)
    .values(
        transaction_id=this_transaction(),
        lane=bindparam("lane"),
        at=bindparam("at"),
        name=bindparam("name"),
        version=bindparam("version"),
        payload=bindparam("payload"),
    )
    .returning(events.c.id)
)
_INSERT_DELIVERY = insert(deliveries).values(
    event_id=bindparam("event_id"),
    reaction=bindparam("reaction"),
    transaction_id=this_transaction(),
    lane=bindparam("lane"),
    state=DeliveryState.OPEN.value,
    tries=0,
)


_is_open = and_(deliveries.c.state == _open, deliveries.c.transaction_id < oldest_transaction())
_is_due = or_(deliveries.c.due_at.is_(None), deliveries.c.due_at <= bindparam("now", type_=Utc))


def _joined(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(deliveries, events.c.name, events.c.version, events.c.payload)
        .join_from(deliveries, events, events.c.id == deliveries.c.event_id)
        .where(condition)
        .order_by(deliveries.c.transaction_id, deliveries.c.event_id, deliveries.c.reaction)
        .limit(bindparam("most"))
    )


_earlier = deliveries.alias("earlier")
_is_first = ~exists().where(
    _earlier.c.state == _open,
    _earlier.c.lane == deliveries.c.lane,
    _earlier.c.reaction == deliveries.c.reaction,
    tuple_(_earlier.c.transaction_id, _earlier.c.event_id)
    < tuple_(deliveries.c.transaction_id, deliveries.c.event_id),
)
# The first open delivery of each lane and reaction is the lock on all behind it.
_FIRST = _joined(and_(_is_open, _is_due, _is_first)).with_for_update(
    skip_locked=True, of=deliveries
)
_BEHIND = _joined(
    and_(_is_open, deliveries.c.lane.in_(bindparam("lanes", expanding=True, type_=Id)), ~_is_first)
)
_MARK = (
    update(deliveries)
    .where(
        deliveries.c.event_id == bindparam("b_event_id"),
        deliveries.c.reaction == bindparam("b_reaction"),
        deliveries.c.state == _open,
        deliveries.c.tries == bindparam("b_tries"),
    )
    .values(
        state=bindparam("state"),
        tries=deliveries.c.tries + bindparam("tried"),
        due_at=bindparam("due_at", type_=Utc),
        done_at=bindparam("done_at", type_=Utc),
        error=bindparam("error"),
    )
)
_AFTER = (
    select(events)
    .where(
        events.c.transaction_id < oldest_transaction(),
        tuple_(events.c.transaction_id, events.c.id)
        > tuple_(bindparam("transaction", type_=BigInteger), bindparam("number", type_=BigInteger)),
    )
    .order_by(events.c.transaction_id, events.c.id)
    .limit(bindparam("most"))
)
_NEWEST = (
    select(events.c.transaction_id, events.c.id)
    .where(events.c.transaction_id < oldest_transaction())
    .order_by(events.c.transaction_id.desc(), events.c.id.desc())
    .limit(1)
)


# -- the outbox -----------------------------------------------------------------


@frozen
class SqlOutbox(Outbox):
    _connection: Connection
    _reactions: ReactionNames

    def put(self, events: Sequence[Event]) -> None:
        for event in events:
            id = self._connection.execute(_INSERT_EVENT, _to_row(event)).scalar_one()
            rows = [
                {"event_id": id, "reaction": reaction, "lane": event.lane}
                for reaction in self._reactions(type(event))
            ]
            if rows:
                self._connection.execute(_INSERT_DELIVERY, rows)

    def due(self, *, now: datetime, limit: int) -> Sequence[Delivery]:
        first = self._connection.execute(_FIRST, {"now": now, "most": limit}).all()
        if not first or len(first) == limit:
            return [_from_row(row) for row in first]
        asked = {"most": limit, "lanes": sorted({row.lane for row in first})}
        behind = _following(first, self._connection.execute(_BEHIND, asked), now)
        found = sorted(_from_rows([*first, *behind]), key=lambda delivery: delivery.position)
        return found[:limit]

    def done(self, delivery: Delivery, *, now: datetime) -> None:
        self._mark(delivery, state=DeliveryState.DONE, done_at=now)

    def postpone(self, delivery: Delivery, *, until: datetime, error: str) -> None:
        self._mark(delivery, state=DeliveryState.OPEN, tried=1, due_at=until, error=error)

    def bury(self, delivery: Delivery, *, now: datetime, error: str) -> None:
        self._mark(delivery, state=DeliveryState.DEAD, tried=1, done_at=now, error=error)

    def _mark(
        self,
        delivery: Delivery,
        *,
        state: DeliveryState,
        tried: int = 0,
        due_at: datetime | None = None,
        done_at: datetime | None = None,
        error: str | None = None,
    ) -> None:
        self._connection.execute(
            _MARK,
            {
                "b_event_id": delivery.position.number,
                "b_reaction": delivery.reaction,
                "b_tries": delivery.tries,
                "state": state.value,
                "tried": tried,
                "due_at": due_at,
                "done_at": done_at,
                "error": error,
            },
        )


@frozen
class SqlEventFeed(EventFeed):
    _transactions: Transactions

    def after(self, position: Position, *, limit: int) -> Sequence[Recorded]:
        with self._transactions.reading() as connection:
            while rows := _after(connection, position, limit):
                if found := list(_recorded(rows)):
                    return found
                position = Position(rows[-1].transaction_id, rows[-1].id)  # none can be read
        return []

    def newest(self) -> Position:
        with self._transactions.reading() as connection:
            row = connection.execute(_NEWEST).one_or_none()
        return Position(row.transaction_id, row.id) if row is not None else Position()


def _after(connection: Connection, position: Position, limit: int) -> Sequence[Row[Any]]:
    asked = {"transaction": position.transaction, "number": position.number, "most": limit}
    return connection.execute(_AFTER, asked).all()


def _recorded(rows: Iterable[Row[Any]]) -> Iterator[Recorded]:
    for row in rows:
        event = decode(Encoded(name=row.name, version=row.version, payload=row.payload))
        if event is not None:
            yield Recorded(position=Position(row.transaction_id, row.id), event=event)


def _following(
    first: Iterable[Row[Any]], behind: Iterable[Row[Any]], now: datetime
) -> Iterator[Row[Any]]:
    """What stands behind the first of its lane and reaction, up to one that has to wait."""
    moving = {(row.lane, row.reaction) for row in first}
    for row in behind:
        if row.due_at is not None and row.due_at > now:
            moving.discard((row.lane, row.reaction))
        if (row.lane, row.reaction) in moving:
            yield row


def _to_row(event: Event) -> dict[str, object]:
    encoded = encode(event)
    return {
        "lane": event.lane,
        "at": event.at,
        "name": encoded.name,
        "version": encoded.version,
        "payload": encoded.payload,
    }


def _from_rows(rows: Iterable[Row[Any]]) -> Iterator[Delivery]:
    return (_from_row(row) for row in rows)


def _from_row(row: Row[Any]) -> Delivery:
    return Delivery(
        position=Position(row.transaction_id, row.event_id),
        reaction=row.reaction,
        lane=row.lane,
        tries=row.tries,
        event=decode(Encoded(name=row.name, version=row.version, payload=row.payload)),
    )
