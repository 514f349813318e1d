"""The way to a page of home: first among the entries nearest to where it begins, whoever's they
are, then among those of the followees whose entries are nearest.

The first finds the page at once where the viewer's world is busy; the second where followees have
not said anything for long.  Neither reads more than the page needs of any author, however much
they said.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    union_all,
)

from ...application.paging import LARGEST_LIMIT, Cursor
from ...domain.givens import LARGEST_ID
from .audience import PASSED, SHOWABLE, muted, viewer
from .tables import entries, follows, microposts
from .types import Id

WINDOW = 256  # entries of anybody among which the page is looked for first
LONGEST = LARGEST_LIMIT + 1  # entries of a page; and followees merged at a time, with one each
FEW, MANY = 64, 4096  # entries of theirs asked about first, and at most; each time four times more
NOBODYS = -1  # an id no user has

Found: TypeAlias = Sequence[Row[Any]]
Asked: TypeAlias = Mapping[str, object]
Bounds: TypeAlias = Mapping[str, int]
Order: TypeAlias = Callable[[ColumnElement[int]], ColumnElement[int]]

_above, _below = bindparam("above", type_=Id), bindparam("below", type_=Id)
# The first and the last id that lie between: no database has to reckon beyond the largest.
_lowest, _highest = bindparam("lowest", type_=Id), bindparam("highest", type_=Id)
_most = bindparam("most", type_=Id)

_followed = follows.alias("followed")
_heard = follows.alias("heard")
_READ = or_(
    entries.c.author_id == viewer,
    exists().where(
        _followed.c.follower_id == viewer, _followed.c.followee_id == entries.c.author_id
    ),
)
# A reply stands where both who says it and who is answered are read.
_HEARD = or_(
    entries.c.answered_id.is_(None),
    entries.c.answered_id.in_([entries.c.author_id, viewer]),
    entries.c.author_id == viewer,
    exists().where(_heard.c.follower_id == viewer, _heard.c.followee_id == entries.c.answered_id),
)
_ENTRIES = select(entries).join_from(entries, microposts, microposts.c.id == entries.c.micropost_id)


@frozen
class Way:
    """The statements of one reading direction; ``slots`` are how many followees are merged."""

    upwards: bool
    slots: int
    window: Select[Any]
    edge: Select[Any]
    nearest: Select[Any]
    merged: Select[Any]

    def up_to(self, bounds: Bounds, id: int) -> Bounds:
        """What is nearer than that."""
        return {**bounds, "below" if self.upwards else "above": id}

    def beyond(self, bounds: Bounds, id: int) -> Bounds:
        """What is farther than that."""
        return {**bounds, "above" if self.upwards else "below": id}

    def from_(self, bounds: Bounds, id: int) -> Bounds:
        """That, and what is farther."""
        return self.beyond(bounds, id - 1 if self.upwards else id + 1)

    def filled(self, authors: Found) -> Mapping[str, int]:
        """Whose entries are merged."""
        ids = [author.id for author in authors] + [NOBODYS] * (self.slots - len(authors))
        return {f"author_{number}": id for number, id in enumerate(ids)}


def rows(connection: Connection, cursor: Cursor, asked: Asked) -> Found:
    """The page's entries in reading order, and one beyond its limit.

    As many statements for a short page as for a long one: the longest is looked for.
    """
    taken = UPWARDS if cursor.upwards else DOWNWARDS
    wanted = max(LONGEST, cursor.limit + 1)
    bounds: Bounds = {"above": cursor.above, "below": cursor.below}
    inside = {"lowest": min(cursor.above + 1, LARGEST_ID), "highest": cursor.below - 1}
    found = connection.execute(taken.window, {**asked, **bounds, **inside, "most": wanted}).all()
    if len(found) < wanted:
        edge = connection.execute(taken.edge, bounds).scalar()
        if edge is not None:
            farther = taken.beyond(bounds, edge)
            found = [*found, *_merge(connection, taken, asked, farther, wanted - len(found))]
    return found[: cursor.limit + 1]


def _merge(connection: Connection, way: Way, asked: Asked, bounds: Bounds, wanted: int) -> Found:
    """Those of the followees nearest, until there are enough or no more."""
    found: list[Row[Any]] = []
    few = FEW
    while len(found) < wanted:
        most = {"most": way.slots + 1}
        authors = connection.execute(way.nearest, {**asked, **bounds, **most}).all()
        if not authors:
            return found
        merged, others = authors[: way.slots], authors[way.slots :]
        nearer = way.up_to(bounds, others[0].nearest) if others else bounds
        slots = way.filled(merged)
        near = connection.execute(way.merged, {**asked, **nearer, **slots, "most": few}).all()
        found += [row for row in near if row.is_shown]
        if len(near) == few:
            bounds = way.beyond(bounds, near[-1].id)
        elif others:
            bounds = way.from_(bounds, others[0].nearest)
        else:
            return found
        few = min(few * 4, MANY)
    return found


# -- statements -----------------------------------------------------------------


def way_for(*, upwards: bool, window: int = WINDOW, slots: int = LONGEST) -> Way:
    def ordered(id: ColumnElement[int]) -> ColumnElement[int]:
        return id.asc() if upwards else id.desc()

    edges = entries.alias("edges")
    edge = (
        select(edges.c.id)
        .where(_between(edges.c.id))
        .order_by(ordered(edges.c.id))
        .limit(1)
        .offset(window - 1)
    )
    # One bound at each end: of two, SQLite would stop at the one that is farther.
    last = func.coalesce(edge.scalar_subquery(), _highest if upwards else _lowest)
    nearer, farther = (_lowest, last) if upwards else (last, _highest)
    inside_window = (
        _ENTRIES.where(entries.c.id.between(nearer, farther), _READ, _HEARD, SHOWABLE, PASSED)
        .order_by(ordered(entries.c.id))
        .limit(_most)
    )
    return Way(
        upwards=upwards,
        slots=slots,
        window=inside_window,
        edge=edge,
        nearest=_nearest(ordered, upwards=upwards),
        merged=_merged(ordered, slots),
    )


def _between(id: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(id > _above, id < _below)


def _nearest(ordered: Order, *, upwards: bool) -> Select[Any]:
    """Whom the viewer reads, by the entry of theirs that is nearest."""
    authors = union_all(
        select(follows.c.followee_id.label("id")).where(follows.c.follower_id == viewer),
        select(viewer.label("id")),
    ).subquery("authors")
    edge = func.min(entries.c.id) if upwards else func.max(entries.c.id)
    nearest = (
        select(edge)
        .where(entries.c.author_id == authors.c.id, _between(entries.c.id))
        .scalar_subquery()
    )
    # Of whom the viewer muted nothing would be shown, however much of it were read.
    heard = select(authors.c.id, nearest.label("nearest")).where(~muted(authors.c.id))
    found = heard.subquery("found")
    return (
        select(found)
        .where(found.c.nearest.is_not(None))
        .order_by(ordered(found.c.nearest))
        .limit(_most)
    )


def _merged(ordered: Order, slots: int) -> Select[Any]:
    """The nearest entries of some authors, each with whether it stands in the viewer's home."""
    tails = union_all(*(select(_tail(ordered, number).c.id) for number in range(slots)))
    each = tails.subquery("tails")
    near = select(each.c.id).order_by(ordered(each.c.id)).limit(_most).subquery("near")
    return (
        select(entries, and_(_HEARD, SHOWABLE, PASSED).label("is_shown"))
        .join_from(near, entries, entries.c.id == near.c.id)
        .join(microposts, microposts.c.id == entries.c.micropost_id)
        .order_by(ordered(entries.c.id))
    )


def _tail(ordered: Order, number: int) -> Subquery:
    """Of one author no more than of all together: whoever said much is not read to the end."""
    theirs = entries.alias(f"entries_{number}")
    author_id = bindparam(f"author_{number}", type_=Id)
    return (
        select(theirs.c.id)
        .where(theirs.c.author_id == author_id, _between(theirs.c.id))
        .order_by(ordered(theirs.c.id))
        .limit(_most)
        .subquery()
    )


DOWNWARDS, UPWARDS = way_for(upwards=False), way_for(upwards=True)
