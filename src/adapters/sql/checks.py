"""Proof that a database is sound: every count recounted, every pair of rows that belong together
looked for, by the database itself."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from ...application.ports.checks import Checks
from ...application.ports.outbox import DeliveryState
from ...domain.mail import MailState
from ...domain.timelines import EntryKind
from .tables import blocks, deliveries, entries, events, follows, mail, microposts, users
from .transactions import Transactions

_COUNTED = case(
    (and_(entries.c.kind == EntryKind.POST, entries.c.visibility.in_(["public", "unlisted"])), 1),
    else_=0,
)


def _count(of: ColumnElement[int], where: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.coalesce(of, 0)).where(where).scalar_subquery()


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
        "entry {} is newer than its author's newest",
        select(entries.c.id)
        .join_from(entries, users, users.c.id == entries.c.author_id)
        .where(entries.c.id > users.c.newest_entry_id),
    ),
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
        "follow {} stands beside a block",
        select(follows.c.id).where(
            exists().where(
                or_(
                    and_(
                        blocks.c.blocker_id == follows.c.follower_id,
                        blocks.c.blocked_id == follows.c.followee_id,
                    ),
                    and_(
                        blocks.c.blocker_id == follows.c.followee_id,
                        blocks.c.blocked_id == follows.c.follower_id,
                    ),
                )
            )
        ),
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
        "event {} was given up by a reaction",
        select(deliveries.c.event_id).where(deliveries.c.state == DeliveryState.DEAD),
    ),
)


@frozen
class SqlChecks(Checks):
    _transactions: Transactions

    def findings(self) -> Sequence[str]:
        with self._transactions.reading() as connection:
            return [*_unsound(connection), *_wrong(connection)]


def _wrong(connection: Connection) -> Iterator[str]:
    for sentence, statement in _WRONG:
        for id in connection.execute(statement).scalars():
            yield sentence.format(id)


def _unsound(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong in its own file."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row of {parent} that is not there"
