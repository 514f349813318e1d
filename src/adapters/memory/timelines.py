"""Timeline entries in a dictionary."""

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import merge
from itertools import chain, islice
from typing import TypeAlias

from attrs import evolve, frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.system import IdGenerator
from ...application.ports.timelines import EntryRepository, TimelineViews
from ...domain.microposts import Micropost, MicropostId, MicropostNotFound, Visibility
from ...domain.timelines import (
    EVERYTHING,
    Entry,
    EntryId,
    EntryKind,
    Selection,
    Thread,
    thread,
)
from ...domain.users import UserId
from .audience import MemoryAudience
from .rows import Tally
from .store import Draft, Store, Tables, tallied

Judge: TypeAlias = Callable[[Entry, Micropost], bool]  # whether the viewer sees it here


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
        answering: Micropost | None = None,
    ) -> EntryId:
        newest = (self._draft.tallies.get(author_id) or Tally()).newest_entry_id
        after = max(newest, answering.id if answering else reposted_id or 0)
        id = self._ids.next(at=at, shard=author_id, after=after)
        while self._draft.entries.get(id) is not None:  # another author of the same shard has it
            id = self._ids.next(at=at, shard=author_id, after=id)
        entry = Entry(
            id=EntryId(id),
            author_id=author_id,
            micropost_id=MicropostId(id) if reposted_id is None else reposted_id,
            kind=EntryKind.POST if reposted_id is None else EntryKind.REPOST,
            visibility=visibility,
            answered_id=answering.author_id if answering else None,
        )
        self._draft.entries.put(id, entry)
        tallied(self._draft, author_id, lambda t: evolve(t, newest_entry_id=id))
        if _is_counted(entry):
            self._count(author_id, 1, last_posted_at=at)
        return entry.id

    def answered(self, micropost_id: MicropostId) -> UserId | None:
        entry = self._draft.entries.get(micropost_id)
        return entry.answered_id if entry is not None else None

    def leave(self, micropost_id: MicropostId) -> None:
        for entry in list(self._draft.entries.find("micropost", micropost_id)):
            self._draft.entries.delete(entry.id)
            if _is_counted(entry):
                last = last_posted_at(self._draft, entry.author_id)
                self._count(entry.author_id, -1, last_posted_at=last)

    def _count(self, author_id: UserId, by: int, *, last_posted_at: datetime | None) -> None:
        def counted(tally: Tally) -> Tally:
            return evolve(tally, posts=tally.posts + by, last_posted_at=last_posted_at)

        tallied(self._draft, author_id, counted)


@frozen
class MemoryTimelineViews(TimelineViews):
    _store: Store
    _audience: MemoryAudience

    def home(self, *, viewer_id: UserId, now: datetime, cursor: Cursor) -> Page[Entry]:
        with self._store.reading() as tables:
            followees = [f.followee_id for f in tables.follows.find("follower", viewer_id)]
            authors = [viewer_id, *followees]
            keys = merge(
                *(_keys(tables, "author", author, cursor) for author in authors),
                reverse=not cursor.upwards,
            )

            def is_heard(entry: Entry) -> bool:
                heard = {None, entry.author_id, *followees}
                own = entry.author_id == viewer_id
                return own or entry.answered_id in heard or entry.answered_id == viewer_id

            may_show = self._may_show(tables, viewer_id, now)
            return _page(tables, keys, cursor, may_show, is_heard)

    def local(self, *, viewer_id: UserId | None, now: datetime, cursor: Cursor) -> Page[Entry]:
        with self._store.reading() as tables:
            keys = _keys(tables, "local", True, cursor)
            may_show = self._may_show(tables, viewer_id, now)
            return _page(tables, keys, cursor, may_show)

    def profile(
        self,
        *,
        author_id: UserId,
        viewer_id: UserId | None,
        now: datetime,
        cursor: Cursor,
        selection: Selection = EVERYTHING,
    ) -> Page[Entry]:
        with self._store.reading() as tables:
            keys = _keys(tables, "author", author_id, cursor)
            may_see = self._may_see(tables, viewer_id, now)

            def is_asked_for(entry: Entry, micropost: Micropost) -> bool:
                return selection.takes(entry, micropost) and may_see(entry, micropost)

            return _page(tables, keys, cursor, is_asked_for)

    def tagged(
        self, *, tag: str, viewer_id: UserId | None, now: datetime, cursor: Cursor
    ) -> Page[Entry]:
        with self._store.reading() as tables:
            keys = tables.microposts.keys(
                "hashtag",
                tag,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            may_show = self._may_show(tables, viewer_id, now)
            return _page(tables, keys, cursor, may_show, _is_local)

    def thread(
        self,
        id: MicropostId,
        *,
        viewer_id: UserId | None,
        now: datetime,
        after: MicropostId | None,
        limit: int,
    ) -> Thread:
        with self._store.reading() as tables:

            def may_read(micropost: Micropost) -> bool:
                return self._audience.may_read(tables, micropost, viewer_id)

            def may_show(micropost: Micropost) -> bool:
                return self._audience.may_show(tables, micropost, viewer_id, now)

            about = tables.microposts.get(id)
            if about is None or not may_read(about):
                raise MicropostNotFound(id)
            above = (tables.microposts.get(one) for one in about.above)
            below = tables.microposts.find("ancestor", id)
            nearby = chain((one for one in above if one is not None), below)
            whole = thread(nearby, about=about, may_read=may_read, may_show=may_show)
        if after is not None and all(reply.micropost_id != after for reply in whole.replies):
            raise MicropostNotFound(after)
        return whole.after(after, limit=limit)

    def _may_see(self, tables: Tables, viewer_id: UserId | None, now: datetime) -> Judge:
        """On a profile."""
        return lambda entry, micropost: (
            self._audience.may_show(tables, micropost, viewer_id, now)
            and self._audience.may_pass(tables, entry, viewer_id)
            if entry.is_repost
            else self._audience.may_read(tables, micropost, viewer_id)
        )

    def _may_show(self, tables: Tables, viewer_id: UserId | None, now: datetime) -> Judge:
        return lambda entry, micropost: (
            self._audience.may_show(tables, micropost, viewer_id, now)
            and self._audience.may_pass(tables, entry, viewer_id, now)
        )


def _page(
    tables: Tables,
    keys: Iterator[int],
    cursor: Cursor,
    judge: Judge,
    belongs: Callable[[Entry], bool] = lambda _: True,
) -> Page[Entry]:
    entries = (entry for key in keys if (entry := tables.entries.get(key)) is not None)
    shown = (
        entry
        for entry in entries
        if belongs(entry)
        and (micropost := tables.microposts.get(entry.micropost_id)) is not None
        and judge(entry, micropost)
    )
    found = list(islice(shown, cursor.limit + 1))
    return page(found, cursor=cursor, id_of=lambda entry: entry.id)


def _keys(tables: Tables, index: str, value: object, cursor: Cursor) -> Iterator[int]:
    return tables.entries.keys(
        index, value, above=cursor.above, below=cursor.below, upwards=cursor.upwards
    )


def _is_local(entry: Entry) -> bool:
    return entry.kind is EntryKind.POST and entry.visibility is Visibility.PUBLIC


def _is_counted(entry: Entry) -> bool:
    return entry.kind is EntryKind.POST and entry.visibility.is_counted


def last_posted_at(tables: Tables, author_id: UserId) -> datetime | None:
    """When the newest of what is counted of theirs was posted."""
    for id in tables.entries.keys("author", author_id, upwards=False):
        entry, micropost = tables.entries.get(id), tables.microposts.get(id)
        if entry is not None and micropost is not None and _is_counted(entry):
            return micropost.posted_at
    return None
