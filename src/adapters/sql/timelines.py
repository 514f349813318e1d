"""Timeline entries in a table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Connection,
    Row,
    Select,
    Text,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from ...application.paging import Cursor, Page, page
from ...application.ports.system import IdGenerator
from ...application.ports.timelines import EntryRepository, TimelineViews
from ...domain.givens import is_id
from ...domain.microposts import Micropost, MicropostId, MicropostNotFound, Visibility
from ...domain.timelines import (
    EVERYTHING,
    Entry,
    EntryId,
    EntryKind,
    Selection,
    Thread,
    replies,
)
from ...domain.users import UserId
from .audience import IS_REPOST, PASSABLE, PASSED, READABLE, SHOWABLE, SHOWN, SqlAudience
from .functions import among
from .home import rows as home
from .paging import Stretch, stretch
from .paths import path, place
from .statements import constant, insert_new
from .tables import entries, microposts, taggings, users
from .transactions import Transactions
from .types import Id, Name, Utc

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
        last_posted_at=func.coalesce(
            bindparam("last_posted_at", type_=Utc()), users.c.last_posted_at
        ),
    )
)
_ANSWERED = select(entries.c.answered_id).where(entries.c.id == bindparam("id"))
_LEAVE = (
    delete(entries)
    .where(entries.c.micropost_id == bindparam("b_id"))
    .returning(entries.c.author_id, entries.c.kind, entries.c.visibility)
)
# When the newest of what is counted of a user's was posted.  The literal is that of the index.
LAST_POSTED_AT = (
    select(microposts.c.posted_at)
    .join_from(entries, microposts, microposts.c.id == entries.c.id)
    .where(
        entries.c.author_id == users.c.id,
        entries.c.kind == constant("post"),
        entries.c.visibility.in_([constant("public"), constant("unlisted")]),
    )
    .order_by(entries.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_UNCOUNT = (
    update(users)
    .where(users.c.id == bindparam("b_id"))
    .values(posts_count=users.c.posts_count - 1, last_posted_at=LAST_POSTED_AT)
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
_PROFILE = _ENTRIES.where(
    entries.c.author_id == bindparam("author_id"), READABLE, or_(~IS_REPOST, SHOWN), PASSABLE
)
# As the partial indexes say it.
_SAID = entries.c.kind == constant("post")
_NO_REPLY = or_(entries.c.answered_id.is_(None), entries.c.answered_id == entries.c.author_id)
_TAGGED = exists().where(
    taggings.c.tag == bindparam("tag"), taggings.c.micropost_id == entries.c.id
)


def _selected(*, replies: bool, reposts: bool, tagged: bool) -> Stretch:
    """:class:`domain.timelines.Selection`, of a profile."""
    is_said = tagged or not reposts
    index = "said" if is_said else "no_reply"
    found = _PROFILE
    if is_said or not replies:  # SQLite would rather read all of theirs
        hint = f"INDEXED BY ix_twite_timeline_entries_{index}"
        found = found.with_hint(entries, hint, "sqlite")
    if is_said:
        found = found.where(_SAID)
    if not replies:
        found = found.where(_NO_REPLY)
    if tagged:
        found = found.where(_TAGGED)
    return stretch(found, entries.c.id)


_profile = {
    (replies, reposts, tagged): _selected(replies=replies, reposts=reposts, tagged=tagged)
    for replies, reposts, tagged in product((False, True), repeat=3)
}

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
        is_counted = _is_counted(kind, visibility)
        self._connection.execute(
            _COUNT,
            {
                "b_id": author_id,
                "by": int(is_counted),
                "newest_entry_id": id,
                "last_posted_at": at if is_counted else None,
            },
        )
        return EntryId(id)

    def answered(self, micropost_id: MicropostId) -> UserId | None:
        asked = {"id": micropost_id}
        found = self._connection.execute(_ANSWERED, asked).scalar_one_or_none()
        return UserId(found) if found is not None else None

    def leave(self, micropost_id: MicropostId) -> None:
        for row in self._connection.execute(_LEAVE, {"b_id": micropost_id}).all():
            if _is_counted(EntryKind(row.kind), Visibility(row.visibility)):
                self._connection.execute(_UNCOUNT, {"b_id": row.author_id})

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
        self,
        *,
        author_id: UserId,
        viewer_id: UserId | None,
        now: datetime,
        cursor: Cursor,
        selection: Selection = EVERYTHING,
    ) -> Page[Entry]:
        asked = {"author_id": author_id, **self._audience.asked(viewer_id, now)}
        if selection.tag is not None:
            asked |= {"tag": selection.tag}
        statement = _profile[selection.replies, selection.reposts, selection.tag is not None]
        with self._transactions.reading() as connection:
            return self._page(statement.rows(connection, cursor, asked), cursor)

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
        found = [entry_of(row) for row in rows]
        return page(found, cursor=cursor, id_of=lambda entry: entry.id)


def _place(found: Mapping[int, Row[Any]], id: MicropostId) -> tuple[MicropostId, ...]:
    if not is_id(id) or id not in found:
        raise MicropostNotFound(id)
    return place(id, found[id].path)


def _is_counted(kind: EntryKind, visibility: Visibility) -> bool:
    return kind is EntryKind.POST and visibility.is_counted


# A page has dozens of rows, and all that they are made of is asked for by its place.
_KINDS = {kind.value: kind for kind in EntryKind}
_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}


def entry_of(row: Sequence[Any]) -> Entry:
    id, author_id, micropost_id, kind, visibility, answered_id, *_ = row
    return Entry(
        id=id,
        author_id=author_id,
        micropost_id=micropost_id,
        kind=_KINDS[kind],
        visibility=_VISIBILITIES[visibility],
        answered_id=answered_id,
    )


# -- what must not be there -----------------------------------------------------

ENTRY_FAULTS: tuple[tuple[str, Select[Any]], ...] = (
    (
        "when user {} last posted is not what is there",
        select(users.c.id).where(users.c.last_posted_at.is_distinct_from(LAST_POSTED_AT)),
    ),
    (
        "entry {} is newer than its author's newest",
        select(entries.c.id)
        .join_from(entries, users, users.c.id == entries.c.author_id)
        .where(entries.c.id > users.c.newest_entry_id),
    ),
)
