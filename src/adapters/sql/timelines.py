"""Timeline entries in a table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Connection,
    Row,
    Select,
    Text,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from ...application.paging import Cursor, Page, page
from ...application.ports.system import IdGenerator
from ...application.ports.timelines import EntryRepository, TimelineViews
from ...domain.givens import is_id
from ...domain.microposts import Micropost, MicropostId, MicropostNotFound, Visibility
from ...domain.timelines import Entry, EntryId, EntryKind, Thread, replies
from ...domain.users import UserId
from .audience import IS_REPOST, PASSABLE, PASSED, READABLE, SHOWABLE, SHOWN, SqlAudience
from .functions import among
from .home import rows as home
from .paging import stretch
from .paths import path, place
from .statements import constant, insert_new
from .tables import entries, microposts, taggings, users
from .transactions import Transactions
from .types import Id, Name

_NEWEST = select(users.c.newest_entry_id).where(users.c.id == bindparam("author_id"))
# Of the author's own row, so that nothing is entered that is not newer than all they entered.
_INSERT = insert_new(
    entries,
    "id",
    of=select(
        bindparam("id", type_=Id).label("id"),
        users.c.id.label("author_id"),
        bindparam("micropost_id", type_=Id).label("micropost_id"),
        bindparam("kind", type_=Text).label("kind"),
        bindparam("visibility", type_=Text).label("visibility"),
        bindparam("answered_id", type_=Id).label("answered_id"),
    ).where(
        users.c.id == bindparam("author_id"),
        users.c.newest_entry_id < bindparam("id", type_=Id),
    ),
)
_COUNT = (
    update(users)
    .where(users.c.id == bindparam("b_id"))
    .values(
        posts_count=users.c.posts_count + bindparam("by"),
        newest_entry_id=bindparam("newest_entry_id"),
    )
)
_ANSWERED = select(entries.c.answered_id).where(entries.c.id == bindparam("id"))
_LEAVE = (
    delete(entries)
    .where(entries.c.micropost_id == bindparam("b_id"))
    .returning(entries.c.author_id, entries.c.kind, entries.c.visibility)
)
_UNCOUNT = (
    update(users)
    .where(users.c.id == bindparam("b_id"))
    .values(posts_count=users.c.posts_count - bindparam("by"))
)

_ENTRIES = select(entries).join_from(entries, microposts, microposts.c.id == entries.c.micropost_id)
_SHOWABLE = _ENTRIES.where(SHOWABLE, PASSED)
# The literals are those of the partial index.
_LOCAL = _SHOWABLE.where(
    entries.c.kind == constant("post"),
    entries.c.visibility == constant("public"),
)
_local = stretch(_LOCAL, entries.c.id)
_tagged = stretch(
    _LOCAL.join(taggings, taggings.c.micropost_id == entries.c.id).where(
        taggings.c.tag == bindparam("tag")
    ),
    entries.c.id,
)
_profile = stretch(
    _ENTRIES.where(
        entries.c.author_id == bindparam("author_id"),
        READABLE,
        or_(~IS_REPOST, SHOWN),
        PASSABLE,
    ),
    entries.c.id,
)

_ABOUT: Select[Any] = select(microposts.c.id, microposts.c.in_reply_to_id, microposts.c.path).where(
    microposts.c.id.in_([bindparam("id", type_=Id), bindparam("after", type_=Id)]),
    READABLE,
    or_(microposts.c.id == bindparam("id", type_=Id), SHOWN),
)
_REPLIES: Select[Any] = (
    select(microposts.c.id, microposts.c.path)
    .where(
        microposts.c.path > bindparam("above_path", type_=Name),
        microposts.c.path < bindparam("below_path", type_=Name),
        SHOWABLE,
    )
    .order_by(microposts.c.path)
    .limit(bindparam("most", type_=Id))
)
_ABOVE = select(microposts.c.id, SHOWN.label("is_shown")).where(
    among(microposts.c.id, "ids"), READABLE
)
_LAST = "g"  # behind every path that begins alike


@frozen
class SqlEntryRepository(EntryRepository):
    _connection: Connection
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
        kind = EntryKind.POST if reposted_id is None else EntryKind.REPOST
        row: dict[str, object] = {
            "author_id": author_id,
            "kind": kind.value,
            "visibility": visibility.value,
            "answered_id": answering.author_id if answering else None,
        }
        after = answering.id if answering else reposted_id or 0
        id = self._ids.next(at=at, shard=author_id, after=after)
        while not self._inserted({**row, "id": id, "micropost_id": reposted_id or id}):
            newest = self._connection.execute(_NEWEST, {"author_id": author_id}).scalar_one()
            id = self._ids.next(at=at, shard=author_id, after=max(id, newest))
        counted = {"b_id": author_id, "by": _counted(kind, visibility), "newest_entry_id": id}
        self._connection.execute(_COUNT, counted)
        return EntryId(id)

    def answered(self, micropost_id: MicropostId) -> UserId | None:
        asked = {"id": micropost_id}
        found = self._connection.execute(_ANSWERED, asked).scalar_one_or_none()
        return UserId(found) if found is not None else None

    def leave(self, micropost_id: MicropostId) -> None:
        for row in self._connection.execute(_LEAVE, {"b_id": micropost_id}).all():
            if counted := _counted(EntryKind(row.kind), Visibility(row.visibility)):
                self._connection.execute(_UNCOUNT, {"b_id": row.author_id, "by": counted})

    def _inserted(self, row: dict[str, object]) -> bool:
        """False where the author has a newer one, drawn elsewhere, or another author the same."""
        return self._connection.execute(_INSERT, row).rowcount == 1


@frozen
class SqlTimelineViews(TimelineViews):
    _transactions: Transactions
    _audience: SqlAudience

    def home(self, *, viewer_id: UserId, now: datetime, cursor: Cursor) -> Page[Entry]:
        asked = self._audience.asked(viewer_id, now)
        with self._transactions.reading() as connection:
            return self._page(home(connection, cursor, asked), cursor)

    def local(self, *, viewer_id: UserId | None, now: datetime, cursor: Cursor) -> Page[Entry]:
        asked = self._audience.asked(viewer_id, now)
        with self._transactions.reading() as connection:
            return self._page(_local.rows(connection, cursor, asked), cursor)

    def profile(
        self, *, author_id: UserId, viewer_id: UserId | None, now: datetime, cursor: Cursor
    ) -> Page[Entry]:
        asked = {"author_id": author_id, **self._audience.asked(viewer_id, now)}
        with self._transactions.reading() as connection:
            return self._page(_profile.rows(connection, cursor, asked), cursor)

    def tagged(
        self, *, tag: str, viewer_id: UserId | None, now: datetime, cursor: Cursor
    ) -> Page[Entry]:
        asked = {"tag": tag, **self._audience.asked(viewer_id, now)}
        with self._transactions.reading() as connection:
            return self._page(_tagged.rows(connection, cursor, asked), cursor)

    def thread(
        self,
        id: MicropostId,
        *,
        viewer_id: UserId | None,
        now: datetime,
        after: MicropostId | None,
        limit: int,
    ) -> Thread:
        asked = self._audience.asked(viewer_id, now)
        with self._transactions.reading() as connection:
            found = connection.execute(_ABOUT, {**asked, "id": id, "after": after}).all()
            known = {row.id: row for row in found}
            about = _place(known, id)
            last = about if after is None else _place(known, after)
            if after is not None and id not in last[:-1]:
                raise MicropostNotFound(after)
            bounds = {"above_path": path(last), "below_path": path(about) + _LAST}
            rows = connection.execute(_REPLIES, {**asked, **bounds, "most": limit + 1}).all()
            places = [place(row.id, row.path) for row in rows[:limit]]
            above = {*about[:-1], known[id].in_reply_to_id} - {None}
            elsewhere = above.union(*places[:1])  # what stands above any stands above the first
            found = connection.execute(_ABOVE, {**asked, "ids": list(elsewhere)}).all()
        shown = {row.id for row in (*rows, *(one for one in found if one.is_shown))}
        return Thread(
            ancestor_ids=sorted(above.intersection(row.id for row in found)),
            replies=replies(places, about_id=id, shown_ids=shown),
            more=len(rows) > limit,
        )

    def _page(self, rows: Sequence[Row[Any]], cursor: Cursor) -> Page[Entry]:
        found = [_from_row(row) for row in rows]
        return page(found, cursor=cursor, id_of=lambda entry: entry.id)


def _place(found: Mapping[int, Row[Any]], id: MicropostId) -> tuple[MicropostId, ...]:
    if not is_id(id) or id not in found:
        raise MicropostNotFound(id)
    return place(id, found[id].path)


def _counted(kind: EntryKind, visibility: Visibility) -> int:
    return int(kind is EntryKind.POST and visibility.is_counted)


# A page has dozens of rows, and all that they are made of is asked for by its place.
_KINDS = {kind.value: kind for kind in EntryKind}
_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}


def _from_row(row: Sequence[Any]) -> Entry:
    id, author_id, micropost_id, kind, visibility, answered_id, *_ = row
    return Entry(
        id=id,
        author_id=author_id,
        micropost_id=micropost_id,
        kind=_KINDS[kind],
        visibility=_VISIBILITIES[visibility],
        answered_id=answered_id,
    )
