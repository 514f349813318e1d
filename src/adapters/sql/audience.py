"""The one rule, as conditions: the functions of :mod:`domain.audience` said again in SQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    exists,
    or_,
    select,
)

from ...domain.microposts import Visibility
from ...domain.timelines import EntryKind
from ...domain.users import UserId, UserState
from .paths import thread_of
from .statements import constant
from .tables import (
    blocks,
    entries,
    follows,
    mentions,
    microposts,
    mutes,
    thread_mutes,
    users,
)
from .types import Id, Utc

viewer = bindparam("viewer_id", type_=Id)  # NULL is nobody: equal to no id
now = bindparam("now", type_=Utc)
_open = bindparam("open_to_all", type_=Boolean)


@frozen
class SqlAudience:
    """What the rule asks; ``private`` is a house in which one has to be logged in."""

    private: bool = False

    def asked(self, viewer_id: UserId | None, now: datetime | None = None) -> Mapping[str, object]:
        """The parameters of every statement that holds a condition of these.  ``now`` is asked
        where mutes are."""
        return {"viewer_id": viewer_id, "open_to_all": not self.private, "now": now}


# Names of their own, so that the condition fits into any statement, whatever else it reads.
_authors = users.alias("rule_authors")
_blocks = blocks.alias("rule_blocks")
_mentions = mentions.alias("rule_mentions")
_follows = follows.alias("rule_follows")
_mutes = mutes.alias("rule_mutes")


def may_list(other: ColumnElement[Any]) -> ColumnElement[bool]:
    """:func:`domain.audience.may_list`, of the user with that id."""
    return and_(_is_house_open(), may_hear(other))


def may_hear(other: ColumnElement[Any]) -> ColumnElement[bool]:
    """:func:`domain.audience.may_hear`, of the user with that id."""
    active = _of(other, _authors.c.state == UserState.ACTIVE)
    blocked = exists().where(
        or_(
            and_(_blocks.c.blocker_id == other, _blocks.c.blocked_id == viewer),
            and_(_blocks.c.blocker_id == viewer, _blocks.c.blocked_id == other),
        )
    )
    return and_(active, ~blocked)


def may_tell(other: ColumnElement[Any]) -> ColumnElement[bool]:
    """:func:`domain.audience.may_tell`, of the user with that id."""
    return and_(may_hear(other), ~notifications_muted(other), comes_across(other))


def comes_across(other: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the viewer does: the silenced speak to their followers, and to themselves."""
    silenced = _of(other, _authors.c.is_silenced)
    followed = exists().where(_follows.c.follower_id == viewer, _follows.c.followee_id == other)
    return or_(~silenced, followed, other == viewer)


def _of(other: ColumnElement[Any], what: ColumnElement[bool]) -> ColumnElement[bool]:
    """What holds of the user with that id, of whom nothing does where there is none."""
    # As EXISTS, PostgreSQL would rather look all users over than one up; compared out here, it
    # would take one micropost in two hundred to be readable.
    return select(what).where(_authors.c.id == other).scalar_subquery()


def _is_house_open() -> ColumnElement[bool]:
    return or_(viewer.is_not(None), _open)


def readable(of: FromClause) -> ColumnElement[bool]:
    """The rule for the microposts in a statement, under that name."""
    mentioned = exists().where(_mentions.c.micropost_id == of.c.id, _mentions.c.user_id == viewer)
    return _readable(of, mentioned)


def _readable(of: FromClause, *named: ColumnElement[bool]) -> ColumnElement[bool]:
    author = of.c.author_id
    followed = exists().where(_follows.c.follower_id == viewer, _follows.c.followee_id == author)
    return and_(
        _is_house_open(),
        or_(
            author == viewer,
            and_(
                may_hear(author),
                or_(
                    _counted(of),
                    *named,
                    and_(of.c.visibility == Visibility.FOLLOWERS, followed),
                ),
            ),
        ),
    )


def _passed(heard: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(~IS_REPOST, entries.c.author_id == viewer, heard)


def _counted(of: FromClause) -> ColumnElement[bool]:
    """Said one by one: SQLAlchemy writes out a list anew each time a statement is said."""
    shown = of.c.visibility
    return or_(shown == Visibility.PUBLIC, shown == Visibility.UNLISTED)


def _met() -> ColumnElement[bool]:
    shut_out = exists().where(_blocks.c.blocker_id == users.c.id, _blocks.c.blocked_id == viewer)
    return and_(
        or_(viewer.is_not(None), _open),
        users.c.state == UserState.ACTIVE,
        ~shut_out,
    )


def muted(whom: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the viewer muted them, and that is not over."""
    return exists().where(_muted(whom))


def notifications_muted(whom: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether they did so that they are told of nothing either."""
    return exists().where(_muted(whom), _mutes.c.hides_notifications)


def _muted(whom: ColumnElement[int]) -> ColumnElement[bool]:
    holds = or_(_mutes.c.expires_at.is_(None), _mutes.c.expires_at > now)
    return and_(_mutes.c.muter_id == viewer, _mutes.c.muted_id == whom, holds)


# Of the microposts in the statement.
THREAD_MUTED = exists().where(
    thread_mutes.c.user_id == viewer, thread_mutes.c.thread == thread_of(microposts)
)
READABLE = readable(microposts)
RECALLABLE = _readable(microposts)  # as if nobody were named
SHOWN = and_(~muted(microposts.c.author_id), comes_across(microposts.c.author_id))  # if readable
SHOWABLE = and_(READABLE, SHOWN)
FINDABLE = and_(
    SHOWABLE,
    or_(
        _counted(microposts),
        microposts.c.author_id == viewer,
        exists().where(_mentions.c.micropost_id == microposts.c.id, _mentions.c.user_id == viewer),
    ),
)

# Of the entries in the statement: :func:`domain.timelines.may_pass`, without what the viewer muted
# and hid, and with it.  The literal is that of their partial indexes.
IS_REPOST = entries.c.kind == constant(EntryKind.REPOST.value)
PASSABLE = _passed(may_hear(entries.c.author_id))
PASSED = _passed(
    and_(
        may_hear(entries.c.author_id),
        ~muted(entries.c.author_id),
        ~exists().where(
            _follows.c.follower_id == viewer,
            _follows.c.followee_id == entries.c.author_id,
            ~_follows.c.shows_reposts,
        ),
    )
)

MET = _met()  # of the users in the statement
