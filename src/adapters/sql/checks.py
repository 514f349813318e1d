"""Proof that a database is sound: every count recounted, every pair of rows that belong together
looked for, by the database itself, or against the texts."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
)

from ...application.ports.checks import SLACK, Checks
from ...application.ports.outbox import DeliveryState
from ...domain import text
from ...domain.mail import MailKind, MailState
from ...domain.microposts import Visibility
from ...domain.notifications import SAID
from ...domain.timelines import EntryKind
from ...domain.users import UserState
from .drafts import DRAFT_FAULTS
from .erasure import left
from .functions import hexadecimal, micropost_told_of
from .oauth import oauth_faults
from .paths import LONGEST_BRANCH
from .pins import PIN_FAULTS
from .reposts import REPOST_FAULTS
from .tables import (
    blocks,
    credentials,
    deliveries,
    edits,
    entries,
    events,
    favourites,
    follow_requests,
    follows,
    mail,
    mail_addresses,
    mentions,
    microposts,
    names,
    notifications,
    search,
    taggings,
    users,
)
from .timelines import ENTRY_FAULTS
from .transactions import Transactions
from .types import Utc

_COUNTED = case(
    (and_(entries.c.kind == EntryKind.POST, entries.c.visibility.in_(["public", "unlisted"])), 1),
    else_=0,
)


def _count(of: ColumnElement[int], where: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.coalesce(of, 0)).where(where).scalar_subquery()


_addressed = union_all(
    select(mentions.c.micropost_id, mentions.c.user_id),
    select(entries.c.id, entries.c.answered_id).where(entries.c.kind == EntryKind.POST),
).subquery("addressed")


def _told(reaction: str, whom: FromClause, *columns: ColumnElement[Any]) -> Select[Any]:
    """The events of microposts said once, delivered to that reaction, for each of those."""
    return (
        select(events.c.id, *columns)
        .join_from(events, deliveries, deliveries.c.event_id == events.c.id)
        .join(microposts, microposts.c.id == micropost_told_of(events.c.payload))
        .join(whom, whom.c.micropost_id == microposts.c.id)
        .where(
            events.c.name == "micropost.posted",
            deliveries.c.reaction == reaction,
            deliveries.c.state == DeliveryState.DONE,
            microposts.c.edited_at.is_(None),
            whom.c.user_id != microposts.c.author_id,
        )
    )


def _blocked(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether either blocked the other."""
    return exists().where(
        or_(
            and_(blocks.c.blocker_id == one, blocks.c.blocked_id == other),
            and_(blocks.c.blocker_id == other, blocks.c.blocked_id == one),
        )
    )


_answered = microposts.alias("answered")
_replies = microposts.alias("replies")
_answers = select(microposts.c.id).join_from(
    microposts, _answered, _answered.c.id == microposts.c.in_reply_to_id
)
_branch = func.substr(
    func.coalesce(_answered.c.path, hexadecimal(_answered.c.id)), 1, LONGEST_BRANCH
)
_counted_replies = (
    select(_replies.c.in_reply_to_id.label("id"), func.count().label("replies"))
    .where(_replies.c.visibility.in_(["public", "unlisted"]))
    .group_by(_replies.c.in_reply_to_id)
    .subquery("counted_replies")
)

# Each yields the ids of what is wrong; the sentence says how.
_WRONG: tuple[tuple[str, Select[Any]], ...] = (
    (
        "the posts of user {} are not as many as counted",
        select(users.c.id).where(
            users.c.posts_count != _count(func.sum(_COUNTED), entries.c.author_id == users.c.id)
        ),
    ),
    (
        "the followers of user {} are not as many as counted",
        select(users.c.id).where(
            users.c.followers_count != _count(func.count(), follows.c.followee_id == users.c.id)
        ),
    ),
    (
        "user {} does not follow as many as counted",
        select(users.c.id).where(
            users.c.following_count != _count(func.count(), follows.c.follower_id == users.c.id)
        ),
    ),
    (
        "the favourites of micropost {} are not as many as counted",
        select(microposts.c.id).where(
            microposts.c.favourites_count
            != _count(func.count(), favourites.c.micropost_id == microposts.c.id)
        ),
    ),
    *REPOST_FAULTS,
    *ENTRY_FAULTS,
    (
        "micropost {} has no entry of its author's",
        select(microposts.c.id).where(
            ~exists().where(
                entries.c.id == microposts.c.id,
                entries.c.author_id == microposts.c.author_id,
                entries.c.kind == EntryKind.POST,
                entries.c.visibility == microposts.c.visibility,
            )
        ),
    ),
    (
        "entry {} has no micropost",
        select(entries.c.id).where(~exists().where(microposts.c.id == entries.c.micropost_id)),
    ),
    (
        "the replies to micropost {} are not as many as counted",
        select(microposts.c.id)
        .outerjoin_from(microposts, _counted_replies, _counted_replies.c.id == microposts.c.id)
        .where(microposts.c.replies_count != func.coalesce(_counted_replies.c.replies, 0)),
    ),
    *PIN_FAULTS,
    (
        "micropost {} lost what it said before an edit",
        select(microposts.c.id).where(
            microposts.c.version - 1
            != _count(func.count(), edits.c.micropost_id == microposts.c.id)
        ),
    ),
    (
        "micropost {} does not stand below what it answers",
        _answers.where(
            or_(
                microposts.c.id < _answered.c.id,
                func.coalesce(microposts.c.path, "") != _branch + hexadecimal(microposts.c.id),
            )
        ),
    ),
    (
        "entry {} does not know whom it answers",
        _answers.join(entries, entries.c.id == microposts.c.id).where(
            func.coalesce(entries.c.answered_id, 0) != _answered.c.author_id
        ),
    ),
    *DRAFT_FAULTS,
    (
        "follow {} stands beside a block",
        select(follows.c.id).where(_blocked(follows.c.follower_id, follows.c.followee_id)),
    ),
    (
        "request {} stands beside a block",
        select(follow_requests.c.id).where(
            _blocked(follow_requests.c.requester_id, follow_requests.c.requested_id)
        ),
    ),
    (
        "request {} stands beside the follow it asks for",
        select(follow_requests.c.id).where(
            exists().where(
                follows.c.follower_id == follow_requests.c.requester_id,
                follows.c.followee_id == follow_requests.c.requested_id,
            )
        ),
    ),
    (
        "event {} was delivered, and not everybody it is said to was notified",
        _told("notify_mentioned", _addressed)
        .where(
            exists().where(users.c.id == _addressed.c.user_id, users.c.state != UserState.CLOSED),
            ~exists().where(
                notifications.c.recipient_id == _addressed.c.user_id,
                notifications.c.kind.in_(SAID),
                notifications.c.micropost_id == microposts.c.id,
            ),
        )
        .distinct(),
    ),
    (
        "notification {} tells somebody of what they did themselves",
        select(notifications.c.id).where(notifications.c.recipient_id == notifications.c.actor_id),
    ),
    (
        "event {} was posted, and nobody is to react to it",
        select(events.c.id).where(
            events.c.name == "micropost.posted",
            ~exists().where(deliveries.c.event_id == events.c.id),
        ),
    ),
    (
        "mail {} was given up",
        select(mail.c.id).where(mail.c.state == MailState.DEAD),
    ),
    (
        "mail {} is decided, and the address it went to is still there",
        select(mail.c.id)
        .join_from(mail, mail_addresses)
        .where(mail.c.state.in_([MailState.SENT, MailState.DROPPED])),
    ),
    (
        "event {} was given up by a reaction",
        select(deliveries.c.event_id).where(deliveries.c.state == DeliveryState.DEAD),
    ),
)

# What only a look at the texts, or at moments, can tell: candidates, and what to look at.
_TAGGED = select(
    microposts.c.id,
    microposts.c.text,
    microposts.c.visibility,
    select(func.aggregate_strings(taggings.c.tag, " "))
    .where(taggings.c.micropost_id == microposts.c.id)
    .scalar_subquery()
    .label("tags"),
).where(
    or_(microposts.c.text.contains("#"), exists().where(taggings.c.micropost_id == microposts.c.id))
)
_CALLED = select(
    users.c.id,
    users.c.handle,
    users.c.display_name,
    select(func.aggregate_strings(names.c.beginning, " "))
    .where(names.c.user_id == users.c.id)
    .scalar_subquery()
    .label("beginnings"),
)
_FOUND_BY = select(microposts.c.id, microposts.c.text, search.c.terms).join_from(
    microposts, search, search.c.micropost_id == microposts.c.id, isouter=True
)
_FOUND_FOR_NOTHING = select(search.c.micropost_id).where(
    ~exists().where(microposts.c.id == search.c.micropost_id)
)
_NAMING = select(
    microposts.c.id,
    microposts.c.version,
    microposts.c.text,
    func.coalesce(microposts.c.edited_at, microposts.c.posted_at).label("said_at"),
    select(func.aggregate_strings(users.c.handle, " "))
    .join_from(mentions, users)
    .where(mentions.c.micropost_id == microposts.c.id)
    .scalar_subquery()
    .label("handles"),
).where(
    or_(microposts.c.text.contains("@"), exists().where(mentions.c.micropost_id == microposts.c.id))
)
_UNNAMED = select(users.c.id).where(
    users.c.handle.in_(bindparam("handles", expanding=True)),
    users.c.state == UserState.ACTIVE,
    users.c.registered_at <= bindparam("known_by", type_=Utc),
    func.coalesce(users.c.state_since, users.c.registered_at) <= bindparam("known_by", type_=Utc),
    exists().where(
        microposts.c.id == bindparam("id"), microposts.c.version == bindparam("version")
    ),
)
_UNMAILED = (
    _told("mail_mentioned", mentions, events.c.at, credentials.c.set_at)
    .join(credentials, credentials.c.user_id == mentions.c.user_id)
    .where(
        ~exists().where(
            mail.c.recipient_id == mentions.c.user_id,
            mail.c.kind == MailKind.MENTION,
            mail.c.micropost_id == microposts.c.id,
        )
    )
)


_LEFT = tuple(
    (f"user {{}} was erased, and {name} still knows of them", statement)
    for name, statement in left()
)


@frozen
class SqlChecks(Checks):
    _transactions: Transactions

    def findings(self) -> Sequence[str]:
        with self._transactions.reading() as connection:
            return [
                *_unsound(connection),
                *_wrong(connection),
                *_mistagged(connection),
                *_mistermed(connection),
                *_miscalled(connection),
                *_misnamed(connection),
                *_unmailed(connection),
                *oauth_faults(connection),
            ]


def _wrong(connection: Connection) -> Iterator[str]:
    for sentence, statement in (*_WRONG, *_LEFT):
        for id in connection.execute(statement).scalars():
            yield sentence.format(id)


def _mistagged(connection: Connection) -> Iterator[str]:
    for row in connection.execute(_TAGGED):
        tags = text.hashtags(row.text) if row.visibility == Visibility.PUBLIC else set()
        if set((row.tags or "").split()) != tags:
            yield f"the tags of micropost {row.id} are not those of its text"


def _mistermed(connection: Connection) -> Iterator[str]:
    for row in connection.execute(_FOUND_BY):
        if row.terms != text.terms(row.text):
            yield f"micropost {row.id} is not found by what it says"
    for id in connection.execute(_FOUND_FOR_NOTHING).scalars():
        yield f"something is found as micropost {id}, which is not there"


def _miscalled(connection: Connection) -> Iterator[str]:
    for row in connection.execute(_CALLED):
        expected = text.beginnings(row.handle) | text.beginnings(row.display_name)
        if set((row.beginnings or "").split(" ")) != expected:
            yield f"user {row.id} is not found by how they are called"


def _misnamed(connection: Connection) -> Iterator[str]:
    """Mentioned is who was named; who was named and known is mentioned."""
    doubtful = []
    for row in connection.execute(_NAMING):
        named, mentioned = text.mentions(row.text), set((row.handles or "").split())
        if mentioned - named:
            yield f"micropost {row.id} mentions somebody its text does not name"
        if named - mentioned:
            doubtful.append((row, sorted(named - mentioned)))
    for row, handles in doubtful:
        asked = {"id": row.id, "version": row.version, "handles": handles}
        if connection.execute(_UNNAMED, {**asked, "known_by": row.said_at - SLACK}).first():
            yield f"micropost {row.id} names somebody it does not mention"


def _unmailed(connection: Connection) -> Iterator[str]:
    lost = {row.id for row in connection.execute(_UNMAILED) if row.set_at <= row.at - SLACK}
    for id in sorted(lost):
        yield f"event {id} was delivered, and not everybody it mentions is to get a mail"


def _unsound(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong in its own file."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row of {parent} that is not there"
