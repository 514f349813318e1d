"""Reposts, among the entries in a dictionary."""

from collections.abc import Sequence
from itertools import islice
from operator import attrgetter

from attrs import evolve, frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.microposts import AuthorView
from ...application.ports.reposts import RepostRepository, RepostViews
from ...domain.microposts import MicropostId
from ...domain.reposts import Repost
from ...domain.timelines import Entry, EntryId
from ...domain.users import UserId
from .audience import MemoryAudience
from .outbox import MemoryOutbox
from .store import Draft, Store, standing
from .users import author_view


@frozen
class MemoryRepostRepository(RepostRepository):
    _draft: Draft
    _outbox: MemoryOutbox

    def add(self, repost: Repost) -> None:
        self._count(repost, 1)
        self._outbox.put(repost.events)

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Repost | None:
        for entry in self._draft.entries.find("repost", (user_id, micropost_id)):
            return _from_entry(entry)
        return None

    def of(self, micropost_id: MicropostId, *, after: EntryId, limit: int) -> Sequence[Repost]:
        entries = self._draft.entries.find("reposts", micropost_id)
        found = sorted((entry for entry in entries if entry.id > after), key=attrgetter("id"))
        return [_from_entry(entry) for entry in found[:limit]]

    def remove(self, repost: Repost) -> bool:
        entry = self._draft.entries.get(repost.id)
        if entry is None or not entry.is_repost:
            return False
        self._draft.entries.delete(repost.id)
        self._count(repost, -1)
        self._outbox.put(repost.events)
        return True

    def _count(self, repost: Repost, by: int) -> None:
        id = repost.micropost_id
        standing(self._draft, id, lambda s: evolve(s, reposts=s.reposts + by))


@frozen
class MemoryRepostViews(RepostViews):
    _store: Store
    _audience: MemoryAudience

    def users(
        self, micropost_id: MicropostId, *, viewer_id: UserId | None, cursor: Cursor
    ) -> Page[AuthorView]:
        with self._store.reading() as tables:
            keys = tables.entries.keys(
                "reposts",
                micropost_id,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            shown = (
                (entry.id, author_view(tables, entry.author_id))
                for key in keys
                if (entry := tables.entries.get(key)) is not None
                and self._audience.may_hear(tables, entry.author_id, viewer_id)
            )
            found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda pair: pair[0]).dressed(
            lambda pairs: [who for _, who in pairs]
        )


def _from_entry(entry: Entry) -> Repost:
    return Repost(id=entry.id, user_id=entry.author_id, micropost_id=entry.micropost_id)
