"""What a micropost looks like to a viewer: the query, and the view of what it finds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, func, select

from ...application.ports.microposts import AuthorView, MicropostStamp, MicropostView
from ...domain.microposts import Visibility
from ...domain.users import UserId
from .audience import IS_REPOST, READABLE, THREAD_MUTED, readable, viewer
from .functions import among
from .tables import bookmarks, entries, favourites, mentions, microposts, users


def _did(table: Table) -> ColumnElement[bool]:
    """Whether the viewer has a row there, about the micropost."""
    return exists().where(table.c.user_id == viewer, table.c.micropost_id == microposts.c.id)


_answered = microposts.alias("answered")
_answered_authors = users.alias("answered_authors")
_reposted = exists().where(
    entries.c.author_id == viewer, entries.c.micropost_id == microposts.c.id, IS_REPOST
)
_is_answered = and_(_answered.c.id == microposts.c.in_reply_to_id, readable(_answered))
_asked = and_(among(microposts.c.id, "ids"), READABLE)
# In the order of a view's parts: a page asks for each of them dozens of times.
SHOW = (
    select(
        microposts.c.id,
        *(microposts.c.author_id, users.c.handle, users.c.display_name),
        microposts.c.version,
        microposts.c.text,
        microposts.c.content_warning,
        microposts.c.language,
        microposts.c.sensitive,
        microposts.c.visibility,
        microposts.c.posted_at,
        microposts.c.edited_at,
        _answered.c.id.label("answered_id"),
        _answered_authors.c.id.label("answered_author_id"),
        _answered_authors.c.handle.label("answered_handle"),
        _answered_authors.c.display_name.label("answered_display_name"),
        microposts.c.replies_count,
        microposts.c.favourites_count,
        microposts.c.reposts_count,
        _did(favourites).label("favourited"),
        _reposted.label("reposted"),
        _did(bookmarks).label("bookmarked"),
        THREAD_MUTED.label("muted"),
        microposts.c.pinned_at,
    )
    .join_from(microposts, users, users.c.id == microposts.c.author_id)
    .outerjoin(_answered, _is_answered)
    .outerjoin(_answered_authors, _answered_authors.c.id == _answered.c.author_id)
    .where(_asked)
)
_mentioned = mentions.alias("mentioned")
# The same without what stays as long as a version does.
STAMPS = (
    select(
        microposts.c.id,
        microposts.c.author_id,
        microposts.c.version,
        select(func.count())
        .where(_mentioned.c.micropost_id == microposts.c.id)
        .scalar_subquery()
        .label("mentions_count"),
        _answered.c.id.label("answered_id"),
        _answered.c.author_id.label("answered_author_id"),
        microposts.c.replies_count,
        microposts.c.favourites_count,
        microposts.c.reposts_count,
        _did(favourites).label("favourited"),
        _reposted.label("reposted"),
        _did(bookmarks).label("bookmarked"),
        microposts.c.pinned_at.is_not(None).label("pinned"),
        THREAD_MUTED.label("muted"),
    )
    .select_from(microposts)
    .outerjoin(_answered, _is_answered)
    .where(_asked)
)
SHOW_MENTIONS = (
    select(mentions.c.micropost_id, users.c.handle, users.c.id)
    .join_from(mentions, users)
    .where(among(mentions.c.micropost_id, "ids"))
    .order_by(users.c.id)
)


def by_micropost(rows: Iterable[Sequence[Any]]) -> Mapping[int, dict[str, UserId]]:
    found: dict[int, dict[str, UserId]] = {}
    for micropost_id, handle, user_id in rows:
        found.setdefault(micropost_id, {})[handle] = user_id
    return found


_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}


def view(row: Sequence[Any], mentioned: Mapping[str, UserId]) -> MicropostView:
    id, author_id, handle, display_name, version, text, warning, language, *row = row
    sensitive, visibility, *row = row
    posted_at, edited_at, answered_id, *answered = row[:6]
    replies_count, favourites_count, reposts_count, *did, pinned_at = row[6:]
    favourited, reposted, bookmarked, muted = map(bool, did)
    return MicropostView(
        id=id,
        author=AuthorView(id=author_id, handle=handle, display_name=display_name),
        version=version,
        text=text,
        content_warning=warning,
        language=language,
        sensitive=sensitive,
        visibility=_VISIBILITIES[visibility],
        mentions=mentioned,
        posted_at=posted_at,
        edited_at=edited_at,
        in_reply_to_id=answered_id,
        in_reply_to_author=_author(*answered) if answered_id is not None else None,
        replies_count=replies_count,
        favourites_count=favourites_count,
        reposts_count=reposts_count,
        favourited=favourited,
        reposted=reposted,
        bookmarked=bookmarked,
        pinned=pinned_at is not None,
        muted=muted,
    )


def stamp(row: Sequence[Any]) -> MicropostStamp:
    id, author_id, version, mentions_count, answered_id, answered_author_id, *row = row
    replies_count, favourites_count, reposts_count, *did = row
    favourited, reposted, bookmarked, pinned, muted = map(bool, did)
    return MicropostStamp(
        id=id,
        author_id=author_id,
        version=version,
        mentions_count=mentions_count,
        in_reply_to_id=answered_id,
        in_reply_to_author_id=answered_author_id,
        replies_count=replies_count,
        favourites_count=favourites_count,
        reposts_count=reposts_count,
        favourited=favourited,
        reposted=reposted,
        bookmarked=bookmarked,
        pinned=pinned,
        muted=muted,
    )


def _author(id: UserId, handle: str, display_name: str) -> AuthorView:
    return AuthorView(id=id, handle=handle, display_name=display_name)
