"""Who is to be told what just happened, asked of dictionaries."""

from collections.abc import Collection, Mapping
from datetime import datetime

from attrs import frozen

from ...application.ports.streams import StreamViews
from ...domain.audience import Relation
from ...domain.microposts import Micropost, MicropostId
from ...domain.timelines import Entry, EntryId
from ...domain.users import UserId
from .audience import MemoryAudience
from .store import Store


@frozen
class MemoryStreamViews(StreamViews):
    _store: Store
    _audience: MemoryAudience

    def entry(self, id: EntryId) -> tuple[Entry, Micropost] | None:
        with self._store.reading() as tables:
            entry = tables.entries.get(id)
            micropost = tables.microposts.get(entry.micropost_id) if entry is not None else None
        return (entry, micropost) if entry is not None and micropost is not None else None

    def micropost(self, id: MicropostId) -> Micropost | None:
        with self._store.reading() as tables:
            return tables.microposts.get(id)

    def relations(
        self, other_id: UserId, *, viewer_ids: Collection[UserId], now: datetime
    ) -> Mapping[UserId | None, Relation]:
        with self._store.reading() as tables:
            known = (None, *(id for id in viewer_ids if tables.users.get(id) is not None))
            return {id: self._audience.relation(tables, other_id, id, now) for id in known}
