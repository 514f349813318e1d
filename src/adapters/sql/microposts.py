"""Microposts in a table, with whom they mention and their tags in tables beside it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from ...application.ports.microposts import (
    MicropostRepository,
    MicropostStamp,
    MicropostView,
    MicropostViews,
    Repeatable,
    VersionView,
)
from ...domain.content import ContentWarning, Language
from ...domain.givens import is_id
from ...domain.microposts import (
    EditedMeanwhile,
    IdempotencyKey,
    Micropost,
    MicropostId,
    MicropostNotFound,
    PostText,
    Visibility,
)
from ...domain.users import UserId
from .audience import READABLE, SqlAudience
from .outbox import SqlOutbox
from .paths import path, place
from .pins import PIN, PINNED
from .shown import SHOW, SHOW_MENTIONS, STAMPS, by_micropost, stamp, view
from .tables import (
    bookmarks,
    drafts,
    edits,
    favourites,
    mail,
    mentions,
    microposts,
    notifications,
    repeatables,
    search,
    taggings,
)
from .transactions import Transactions
from .versions import HISTORY, KEEP_VERSION, version

FORGOTTEN = ""  # stands for a fingerprint that is no longer kept

_INSERT = insert(microposts)
_INSERT_MENTIONS = insert(mentions)
_INSERT_TAGGINGS = insert(taggings)
_INSERT_TERMS = insert(search)
_UPDATE = (
    update(microposts)
    .where(microposts.c.id == bindparam("b_id"), microposts.c.version == bindparam("b_version"))
    .values(
        version=bindparam("version"),
        text=bindparam("text"),
        content_warning=bindparam("content_warning"),
        language=bindparam("language"),
        sensitive=bindparam("sensitive"),
        edited_at=bindparam("edited_at"),
    )
)
_COUNT_REPLY = (
    update(microposts)
    .where(microposts.c.id == bindparam("b_id"))
    .values(replies_count=microposts.c.replies_count + bindparam("by"))
)
_DELETE = delete(microposts).where(microposts.c.id == bindparam("b_id"))
_DELETE_MENTIONS = delete(mentions).where(mentions.c.micropost_id == bindparam("b_id"))
_DELETE_TAGGINGS = delete(taggings).where(taggings.c.micropost_id == bindparam("b_id"))
_DELETE_TERMS = delete(search).where(search.c.micropost_id == bindparam("b_id"))
_DELETE_ABOUT = tuple(
    delete(table).where(table.c.micropost_id == bindparam("b_id"))
    for table in (edits, favourites, bookmarks, notifications, mail)
)
_FORGET_ANSWERED = (
    update(drafts).where(drafts.c.in_reply_to_id == bindparam("b_id")).values(in_reply_to_id=None)
)
_FORGET = (
    update(repeatables)
    .where(repeatables.c.micropost_id == bindparam("b_id"))
    .values(fingerprint=FORGOTTEN)
)
_FIND = select(microposts).where(microposts.c.id == bindparam("id"))
_EXPECT = _FIND.where(microposts.c.version == bindparam("version")).with_for_update()
_GET_OWNED = _FIND.where(microposts.c.author_id == bindparam("owner_id"))
_GET_READABLE = _FIND.where(READABLE)
_HOLD_READABLE = _GET_READABLE.with_for_update(of=microposts, key_share=True)
_MENTIONED = select(mentions.c.user_id).where(mentions.c.micropost_id == bindparam("id"))
_REMEMBER = postgresql.insert(repeatables)
_REMEMBER = _REMEMBER.on_conflict_do_update(
    index_elements=["author_id", "key"],
    set_={name: _REMEMBER.excluded[name] for name in ("micropost_id", "fingerprint", "at")},
)
_FIND_REPEATED = select(repeatables).where(
    repeatables.c.author_id == bindparam("author_id"),
    repeatables.c.key == bindparam("key"),
    repeatables.c.at >= bindparam("since"),
)


@frozen
class SqlMicropostRepository(MicropostRepository):
    _connection: Connection
    _outbox: SqlOutbox
    _audience: SqlAudience

    def add(self, micropost: Micropost) -> None:
        self._answer(micropost)
        self._connection.execute(_INSERT, _to_row(micropost))
        self._add_readings(micropost)
        self._outbox.put(micropost.events)

    def save(self, micropost: Micropost) -> None:
        self._expect(micropost)
        versions = {"b_id": micropost.id, "b_version": micropost.version}
        self._connection.execute(KEEP_VERSION, versions)
        self._connection.execute(_UPDATE, _to_next_row(micropost))
        self._remove_readings(micropost)
        self._add_readings(micropost)
        self._outbox.put(micropost.events)

    def remove(self, micropost: Micropost) -> None:
        self._expect(micropost)
        for statement in _DELETE_ABOUT:
            self._connection.execute(statement, {"b_id": micropost.id})
        self._connection.execute(_FORGET_ANSWERED, {"b_id": micropost.id})
        self._connection.execute(_FORGET, {"b_id": micropost.id})
        self._remove_readings(micropost)
        self._connection.execute(_DELETE, {"b_id": micropost.id})
        self._count(micropost, -1)
        self._outbox.put(micropost.events)

    def find(self, id: MicropostId) -> Micropost | None:
        return standing(self._connection, id)

    def get_owned(self, id: MicropostId, *, owner_id: UserId) -> Micropost:
        row = self._connection.execute(_GET_OWNED, {"id": id, "owner_id": owner_id}).one_or_none()
        if row is None:
            raise MicropostNotFound(id)
        return _loaded(self._connection, row)

    def get_readable(self, id: MicropostId, *, viewer_id: UserId | None) -> Micropost:
        return self._readable(_GET_READABLE, id, viewer_id)

    def hold_readable(self, id: MicropostId, *, viewer_id: UserId | None) -> Micropost:
        return self._readable(_HOLD_READABLE, id, viewer_id)

    def pin(self, id: MicropostId, *, at: datetime | None) -> None:
        self._connection.execute(PIN, {"b_id": id, "at": at})

    def pinned(self, author_id: UserId) -> Sequence[MicropostId]:
        return self._connection.execute(PINNED, {"author_id": author_id}).scalars().all()

    def remember(self, repeatable: Repeatable) -> None:
        self._connection.execute(
            _REMEMBER,
            {
                "author_id": repeatable.author_id,
                "key": repeatable.key.value,
                "micropost_id": repeatable.micropost_id,
                "fingerprint": repeatable.fingerprint or FORGOTTEN,
                "at": repeatable.at,
            },
        )

    def find_repeated(
        self, author_id: UserId, key: IdempotencyKey, *, since: datetime
    ) -> Repeatable | None:
        asked = {"author_id": author_id, "key": key.value, "since": since}
        row = self._connection.execute(_FIND_REPEATED, asked).one_or_none()
        if row is None:
            return None
        return Repeatable(
            author_id=author_id,
            key=key,
            micropost_id=MicropostId(row.micropost_id),
            fingerprint=row.fingerprint or None,
            at=row.at,
        )

    def _answer(self, micropost: Micropost) -> None:
        answered_id = micropost.in_reply_to_id
        if answered_id is not None and not self._count(micropost, 1):
            raise MicropostNotFound(answered_id)

    def _count(self, micropost: Micropost, by: int) -> bool:
        """Where it is an answer to what still stands."""
        answered_id = micropost.in_reply_to_id
        if answered_id is None:
            return False
        counted = by * micropost.visibility.is_counted
        asked = {"b_id": answered_id, "by": counted}
        return self._connection.execute(_COUNT_REPLY, asked).rowcount == 1

    def _readable(
        self, statement: Select[Any], id: MicropostId, viewer_id: UserId | None
    ) -> Micropost:
        asked = {"id": id, **self._audience.asked(viewer_id)}
        row = self._connection.execute(statement, asked).one_or_none()
        if row is None:
            raise MicropostNotFound(id)
        return _loaded(self._connection, row)

    def _expect(self, micropost: Micropost) -> None:
        """Held from here on: nobody else edits it, nor is anybody told of what is being removed."""
        asked = {"id": micropost.id, "version": micropost.version}
        if self._connection.execute(_EXPECT, asked).first() is None:
            raise EditedMeanwhile(micropost.id)

    def _add_readings(self, micropost: Micropost) -> None:
        id = micropost.id
        mentioned = [{"micropost_id": id, "user_id": user} for user in micropost.mentioned_ids]
        tagged = [{"micropost_id": id, "tag": tag} for tag in micropost.tags]
        if mentioned:
            self._connection.execute(_INSERT_MENTIONS, mentioned)
        if tagged:
            self._connection.execute(_INSERT_TAGGINGS, tagged)
        self._connection.execute(_INSERT_TERMS, {"micropost_id": id, "terms": micropost.terms})

    def _remove_readings(self, micropost: Micropost) -> None:
        self._connection.execute(_DELETE_MENTIONS, {"b_id": micropost.id})
        self._connection.execute(_DELETE_TAGGINGS, {"b_id": micropost.id})
        self._connection.execute(_DELETE_TERMS, {"b_id": micropost.id})


def standing(connection: Connection, id: MicropostId) -> Micropost | None:
    """Whoever may read it; None where it is gone."""
    row = connection.execute(_FIND, {"id": id}).one_or_none()
    return _loaded(connection, row) if row is not None else None


def _loaded(connection: Connection, row: Row[Any]) -> Micropost:
    mentioned = connection.execute(_MENTIONED, {"id": row.id}).scalars()
    return _from_row(row, mentioned)


@frozen
class SqlMicropostViews(MicropostViews):
    _transactions: Transactions
    _audience: SqlAudience

    def show(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostView]:
        ids = [id for id in ids if is_id(id)]
        if not ids:
            return []
        asked = {"ids": ids, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            rows = {row.id: row for row in connection.execute(SHOW, asked).all()}
            told = connection.execute(SHOW_MENTIONS, {"ids": ids}).all()
        mentioned = by_micropost(told)
        return [view(rows[id], mentioned.get(id, {})) for id in ids if id in rows]

    def stamps(
        self, ids: Sequence[MicropostId], *, viewer_id: UserId | None
    ) -> Sequence[MicropostStamp]:
        asked = {"ids": ids, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            return [stamp(row) for row in connection.execute(STAMPS, asked).all()]

    def history(self, id: MicropostId, *, viewer_id: UserId | None) -> Sequence[VersionView]:
        asked = {"id": id, **self._audience.asked(viewer_id)}
        with self._transactions.reading() as connection:
            return [version(row) for row in connection.execute(HISTORY, asked)]

    def pinned(self, author_id: UserId) -> Sequence[MicropostId]:
        with self._transactions.reading() as connection:
            return connection.execute(PINNED, {"author_id": author_id}).scalars().all()


def _to_row(micropost: Micropost) -> dict[str, object]:
    return {
        "id": micropost.id,
        "version": micropost.version,
        "author_id": micropost.author_id,
        "text": micropost.text.value,
        "content_warning": _written(micropost.content_warning),
        "language": _written(micropost.language),
        "sensitive": micropost.sensitive,
        "visibility": micropost.visibility.value,
        "posted_at": micropost.posted_at,
        "edited_at": micropost.edited_at,
        "in_reply_to_id": micropost.in_reply_to_id,
        "path": path(micropost.place) if micropost.ancestor_ids else None,
    }


def _to_next_row(micropost: Micropost) -> dict[str, object]:
    return {
        "b_id": micropost.id,
        "b_version": micropost.version,
        "version": micropost.version + 1,
        "text": micropost.text.value,
        "content_warning": _written(micropost.content_warning),
        "language": _written(micropost.language),
        "sensitive": micropost.sensitive,
        "edited_at": micropost.edited_at,
    }


def _written(value: ContentWarning | Language | None) -> str | None:
    return value.value if value is not None else None


def _from_row(row: Row[Any], mentioned: Iterable[int]) -> Micropost:
    return Micropost(
        id=MicropostId(row.id),
        version=row.version,
        author_id=UserId(row.author_id),
        text=PostText(row.text),
        content_warning=ContentWarning.of(row.content_warning),
        language=Language(row.language) if row.language is not None else None,
        sensitive=row.sensitive,
        visibility=Visibility(row.visibility),
        mentioned_ids=frozenset(UserId(id) for id in mentioned),
        in_reply_to_id=row.in_reply_to_id,
        ancestor_ids=place(row.id, row.path)[:-1],
        posted_at=row.posted_at,
        edited_at=row.edited_at,
    )
