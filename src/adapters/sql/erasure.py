"""Everything that names a user, table by table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    update,
)

from ...application.ports.erasure import Erasure
from ...domain.microposts import MicropostId
from ...domain.timelines import EntryKind
from ...domain.users import UserId
from .tables import (
    access_tokens,
    audit,
    blocks,
    bookmarks,
    codes,
    credentials,
    drafts,
    entries,
    favourites,
    follow_requests,
    follows,
    invitations,
    mail,
    markers,
    mentions,
    microposts,
    mutes,
    names,
    notes,
    notifications,
    preferences,
    read_marks,
    repeatables,
    resets,
    sessions,
    thread_mutes,
    users,
)
from .types import Id

_HOLD = (
    select(users.c.id)
    .where(users.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(users.c.id)
    .with_for_update(key_share=True)
)
_MICROPOSTS = (
    select(entries.c.id)
    .where(entries.c.author_id == bindparam("author_id"), entries.c.kind == EntryKind.POST)
    .order_by(entries.c.id)
    .limit(bindparam("most", type_=Id))
)


@frozen(eq=False)
class Part:
    """The rows of a table that name a user in one column.  ``counts``: the counters that know of
    such a row, and the column of it that says of whom or what they are."""

    who: Column[Any]
    counts: tuple[tuple[Column[Any], Column[Any]], ...] = ()

    @property
    def table(self) -> Table:
        return self.who.table

    @property
    def key(self) -> Sequence[Column[Any]]:
        return list(self.table.primary_key)

    @property
    def counted(self) -> Sequence[Column[Any]]:
        return [counted for _, counted in self.counts]


_FOLLOW_COUNTS = (
    (users.c.following_count, follows.c.follower_id),
    (users.c.followers_count, follows.c.followee_id),
)
# Whoever makes a table that refers to a user adds it here and to memory's; a test compares.
PARTS = (
    Part(sessions.c.user_id),
    Part(codes.c.user_id),
    Part(access_tokens.c.user_id),
    Part(credentials.c.user_id),
    Part(resets.c.user_id),
    Part(invitations.c.by_id),
    Part(follows.c.follower_id, _FOLLOW_COUNTS),
    Part(follows.c.followee_id, _FOLLOW_COUNTS),
    Part(follow_requests.c.requester_id),
    Part(follow_requests.c.requested_id),
    Part(blocks.c.blocker_id),
    Part(blocks.c.blocked_id),
    Part(mutes.c.muter_id),
    Part(mutes.c.muted_id),
    Part(mentions.c.user_id),
    Part(favourites.c.user_id, ((microposts.c.favourites_count, favourites.c.micropost_id),)),
    Part(bookmarks.c.user_id),
    Part(notifications.c.recipient_id),
    Part(notifications.c.actor_id),
    Part(read_marks.c.user_id),
    Part(markers.c.owner_id),
    Part(preferences.c.user_id),
    Part(notes.c.writer_id),
    Part(notes.c.about_id),
    Part(thread_mutes.c.user_id),
    Part(mail.c.recipient_id),
    Part(repeatables.c.author_id),
    Part(drafts.c.owner_id),
    # Their posts are gone by then: what is left are reposts.
    Part(entries.c.author_id, ((microposts.c.reposts_count, entries.c.micropost_id),)),
)
# What names a user and is no such part: microposts go one by one, with all that hangs on them;
# the log says for ever what was done with whom and by whom, and forgets why; of the names by which
# people are found, the handle's stays with the handle.
KEPT = (microposts.c.author_id, audit.c.subject_id, audit.c.by_id, names.c.user_id)
_FORGET_WHY = (
    update(audit)
    .where(audit.c.subject_id == bindparam("b_user_id"), audit.c.reason != "")
    .values(reason="")
)


def _found(part: Part, *columns: Column[Any]) -> Select[Any]:
    most = bindparam("most", type_=Id)
    return select(*columns).where(part.who == bindparam("b_user_id", type_=Id)).limit(most)


def _gone(part: Part) -> Any:
    key: ColumnElement[Any] = part.key[0] if len(part.key) == 1 else tuple_(*part.key)
    return (
        delete(part.table)
        .where(key.in_(_found(part, *part.key)))
        .returning(*(part.counted or part.key))
    )


_STATEMENTS = tuple((part, _found(part, *part.key, *part.counted), _gone(part)) for part in PARTS)
_UNCOUNT = {
    counter: update(counter.table)
    .where(counter.table.c.id == bindparam("b_id"))
    .values({counter.name: counter - 1})
    for part in PARTS
    for counter, _ in part.counts
}


@frozen
class SqlErasure(Erasure):
    _connection: Connection

    def micropost_ids(self, author_id: UserId, *, limit: int) -> Sequence[MicropostId]:
        asked = {"author_id": author_id, "most": limit}
        return [MicropostId(id) for id in self._connection.execute(_MICROPOSTS, asked).scalars()]

    def forget(self, user_id: UserId, *, limit: int) -> int:
        asked = {"b_user_id": user_id, "most": limit}
        for part, found, gone in _STATEMENTS:
            rows = self._connection.execute(found, asked).all()
            if rows:
                self._hold(part, rows)
                self._uncount(part, self._connection.execute(gone, asked).all())
                return len(rows)
        return self._connection.execute(_FORGET_WHY, {"b_user_id": user_id}).rowcount

    def _hold(self, part: Part, rows: Iterable[Row[Any]]) -> None:
        """Whoever is counted, in the order in which everybody holds two."""
        names = [counted.name for counter, counted in part.counts if counter.table is users]
        ids = {getattr(row, name) for row in rows for name in names}
        if ids:
            self._connection.execute(_HOLD, {"ids": sorted(ids)}).all()

    def _uncount(self, part: Part, rows: Sequence[Row[Any]]) -> None:
        for counter, counted in part.counts:
            ids = sorted(getattr(row, counted.name) for row in rows)
            if ids:
                self._connection.execute(_UNCOUNT[counter], [{"b_id": id} for id in ids])


# -- what must not be there -----------------------------------------------------


def left() -> Iterator[tuple[str, Select[Any]]]:
    """For each table, the erased users it still knows of."""
    erased = select(users.c.id).where(users.c.erased_at.is_not(None))
    for who in (*(part.who for part in PARTS), microposts.c.author_id):
        yield who.table.name, erased.where(users.c.id.in_(select(who)))
    why = select(audit.c.subject_id).where(audit.c.reason != "")
    yield audit.name, erased.where(users.c.id.in_(why))
    said = or_(
        users.c.display_name != users.c.handle,
        users.c.bio != "",
        users.c.links != "[]",
        users.c.external_id.is_not(None),
    )
    yield users.name, erased.where(said)
