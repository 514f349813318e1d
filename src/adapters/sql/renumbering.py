"""What a dump carries over from another PostgreSQL server: events with that server's numbers."""

from sqlalchemy import BigInteger, Connection, bindparam, func, select, update

from .functions import next_transaction
from .tables import deliveries, events

_NEWEST = select(func.max(events.c.transaction_id))
_IS_AHEAD = select(func.coalesce(_NEWEST.scalar_subquery(), 0) >= next_transaction())
_LOWER = tuple(
    update(table).values(
        transaction_id=table.c.transaction_id - bindparam("down", type_=BigInteger)
    )
    for table in (events, deliveries)
)


def is_from_elsewhere(connection: Connection) -> bool:
    """Whether an event has a number that no transaction of this server has had yet."""
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.execute(_IS_AHEAD).scalar_one())


def renumber(connection: Connection) -> int:
    """Lower all numbers, in their order, below those this server gives; by how much."""
    if not is_from_elsewhere(connection):
        return 0
    down = connection.execute(_NEWEST).scalar_one()
    for statement in _LOWER:
        connection.execute(statement, {"down": down})
    return int(down)
