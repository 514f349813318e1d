"""Who is to be told what just happened, asked of dictionaries."""

from collections.abc import Collection, Mapping, Set
from datetime import datetime

from attrs import frozen

from ...application.ports.streams import StreamViews
from ...domain.audience import Relation
from ...domain.microposts import Micropost, MicropostId
from ...domain.timelines import Entry, EntryId
from ...domain.users import UserId
from .audience import MemoryAudience
from .store import Store, Tables


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

    def involved(self, id: MicropostId, *, viewer_ids: Collection[UserId]) -> Set[UserId]:
        with self._store.reading() as tables:
            micropost = tables.microposts.get(id)
            if micropost is None:
                return set()
            return {one for one in viewer_ids if _is_involved(tables, micropost, one)}

    def relations(
        self, other_id: UserId, *, viewer_ids: Collection[UserId], now: datetime
    ) -> Mapping[UserId | None, Relation]:
        with self._store.reading() as tables:
            known = (None, *(id for id in viewer_ids if tables.users.get(id) is not None))
            return {id: self._audience.relation(tables, other_id, id, now) for id in known}


def _is_involved(tables: Tables, micropost: Micropost, user_id: UserId) -> bool:
    pair = (user_id, micropost.id)
    did = (
        tables.favourites.keys("pair", pair),
        tables.bookmarks.keys("pair", pair),
        tables.entries.keys("repost", pair),
    )
    is_muted = tables.thread_mutes.get((user_id, micropost.thread_id)) is not None
    return is_muted or any(True for keys in did for _ in keys)
