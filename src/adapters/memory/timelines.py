"""Timeline entries in a dictionary."""

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import merge
from itertools import islice

from attrs import evolve, frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.system import IdGenerator
from ...application.ports.timelines import EntryRepository, TimelineViews
from ...domain.microposts import MicropostId, Visibility
from ...domain.timelines import Entry, EntryId, EntryKind
from ...domain.users import UserId
from .audience import MemoryAudience
from .store import Draft, Store, Tables, Tally, tallied


@frozen
class MemoryEntryRepository(EntryRepository):
    _draft: Draft
    _ids: IdGenerator

    def enter(
        self,
        *,
        author_id: UserId,
        visibility: Visibility,
        at: datetime,
        reposted_id: MicropostId | None = None,
    ) -> EntryId:
        newest = (self._draft.tallies.get(author_id) or Tally()).newest_entry_id
        id = self._ids.next(at=at, shard=author_id, after=newest)
        while self._draft.entries.get(id) is not None:  # another author of the same shard has it
            id = self._ids.next(at=at, shard=author_id, after=id)
        entry = Entry(
            id=EntryId(id),
            author_id=author_id,
            micropost_id=MicropostId(id) if reposted_id is None else reposted_id,
            kind=EntryKind.POST if reposted_id is None else EntryKind.REPOST,
            visibility=visibility,
        )
        self._draft.entries.put(id, entry)
        self._count(entry, _counted(entry))
        tallied(self._draft, author_id, lambda t: evolve(t, newest_entry_id=id))
        return entry.id

    def leave(self, micropost_id: MicropostId) -> None:
        for entry in list(self._draft.entries.find("micropost", micropost_id)):
            self._draft.entries.delete(entry.id)
            self._count(entry, -_counted(entry))

    def _count(self, entry: Entry, by: int) -> None:
        tallied(self._draft, entry.author_id, lambda t: evolve(t, posts=t.posts + by))


@frozen
class MemoryTimelineViews(TimelineViews):
    _store: Store
    _audience: MemoryAudience

    def home(self, *, viewer_id: UserId, cursor: Cursor) -> Page[Entry]:
        with self._store.reading() as tables:
            followees = [f.followee_id for f in tables.follows.find("follower", viewer_id)]
            keys = merge(
                *(_keys(tables, "author", author, cursor) for author in (viewer_id, *followees)),
                reverse=not cursor.upwards,
            )
            return self._page(tables, keys, viewer_id, cursor)

    def local(self, *, viewer_id: UserId | None, cursor: Cursor) -> Page[Entry]:
        with self._store.reading() as tables:
            keys = _keys(tables, "local", True, cursor)
            return self._page(tables, keys, viewer_id, cursor)

    def profile(
        self, *, author_id: UserId, viewer_id: UserId | None, cursor: Cursor
    ) -> Page[Entry]:
        with self._store.reading() as tables:
            keys = _keys(tables, "author", author_id, cursor)
            return self._page(tables, keys, viewer_id, cursor)

    def tagged(self, *, tag: str, viewer_id: UserId | None, cursor: Cursor) -> Page[Entry]:
        with self._store.reading() as tables:
            keys = tables.microposts.keys(
                "hashtag",
                tag,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            return self._page(tables, keys, viewer_id, cursor, _is_local)

    def _page(
        self,
        tables: Tables,
        keys: Iterator[int],
        viewer_id: UserId | None,
        cursor: Cursor,
        belongs: Callable[[Entry], bool] = lambda _: True,
    ) -> Page[Entry]:
        entries = (entry for key in keys if (entry := tables.entries.get(key)) is not None)
        shown = (
            entry
            for entry in entries
            if belongs(entry)
            and (micropost := tables.microposts.get(entry.micropost_id)) is not None
            and self._audience.may_read(tables, micropost, viewer_id)
        )
        found = list(islice(shown, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda entry: entry.id)


def _keys(tables: Tables, index: str, value: object, cursor: Cursor) -> Iterator[int]:
    return tables.entries.keys(
        index, value, above=cursor.above, below=cursor.below, upwards=cursor.upwards
    )


def _is_local(entry: Entry) -> bool:
    return entry.kind is EntryKind.POST and entry.visibility is Visibility.PUBLIC


def _counted(entry: Entry) -> int:
    return int(entry.kind is EntryKind.POST and entry.visibility.is_counted)
