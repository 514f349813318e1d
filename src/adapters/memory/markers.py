"""Markers in a dictionary."""

from collections.abc import Mapping

from attrs import frozen

from ...application.ports.markers import MarkerRepository, MarkerViews
from ...domain.markers import Marked, Marker
from ...domain.users import UserId
from .store import Draft, Store, Tables


@frozen
class MemoryMarkerRepository(MarkerRepository):
    _draft: Draft

    def put(self, marker: Marker) -> None:
        self._draft.markers.put((marker.owner_id, marker.of), marker)

    def of(self, owner_id: UserId) -> Mapping[Marked, Marker]:
        return _of(self._draft, owner_id)


@frozen
class MemoryMarkerViews(MarkerViews):
    _store: Store

    def of(self, owner_id: UserId) -> Mapping[Marked, Marker]:
        with self._store.reading() as tables:
            return _of(tables, owner_id)


def _of(tables: Tables, owner_id: UserId) -> Mapping[Marked, Marker]:
    found = (tables.markers.get((owner_id, of)) for of in Marked)
    return {marker.of: marker for marker in found if marker is not None}
