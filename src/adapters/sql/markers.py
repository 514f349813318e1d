"""Markers in a table."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.dialects import postgresql

from ...application.ports.markers import MarkerRepository, MarkerViews
from ...domain.markers import Marked, Marker
from ...domain.users import UserId
from .tables import markers
from .transactions import Transactions

_PUT = postgresql.insert(markers)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["owner_id", "of"],
    set_={name: _PUT.excluded[name] for name in ("last_read_id", "version", "updated_at")},
)
_OF = select(markers).where(markers.c.owner_id == bindparam("owner_id"))


@frozen
class SqlMarkerRepository(MarkerRepository):
    _connection: Connection

    def put(self, marker: Marker) -> None:
        self._connection.execute(_PUT, _to_row(marker))

    def of(self, owner_id: UserId) -> Mapping[Marked, Marker]:
        return _of(self._connection, owner_id)


@frozen
class SqlMarkerViews(MarkerViews):
    _transactions: Transactions

    def of(self, owner_id: UserId) -> Mapping[Marked, Marker]:
        with self._transactions.reading() as connection:
            return _of(connection, owner_id)


def _of(connection: Connection, owner_id: UserId) -> Mapping[Marked, Marker]:
    found = map(_from_row, connection.execute(_OF, {"owner_id": owner_id}))
    return {marker.of: marker for marker in found}


def _to_row(marker: Marker) -> dict[str, object]:
    return {
        "owner_id": marker.owner_id,
        "of": marker.of.value,
        "last_read_id": marker.last_read_id,
        "version": marker.version,
        "updated_at": marker.updated_at,
    }


def _from_row(row: Row[Any]) -> Marker:
    return Marker(
        owner_id=UserId(row.owner_id),
        of=Marked(row.of),
        last_read_id=row.last_read_id,
        version=row.version,
        updated_at=row.updated_at,
    )
