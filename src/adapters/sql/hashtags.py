"""Hashtags, as they stand in a table of taggings."""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen
from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    bindparam,
    case,
    exists,
    func,
    select,
)

from ...application.ports.hashtags import MOST_COUNTED, HashtagView, HashtagViews
from ...domain.users import UserId
from .audience import SHOWABLE, SqlAudience
from .statements import beyond, constant
from .tables import microposts, taggings
from .transactions import Transactions
from .types import Id, Name

_below = taggings.c.tag < bindparam("beyond", type_=Name)
_most = bindparam("most", type_=Id)


def _walk() -> CTE:
    """One tag after the other, in their order, by the index alone; ``found`` is how many of those
    before it the viewer may look at.  It ends when that is enough."""
    first = select(func.min(taggings.c.tag)).where(
        taggings.c.tag >= bindparam("first", type_=Name), _below
    )
    walk = select(first.scalar_subquery().label("tag"), constant(0).label("found")).cte(
        "walk", recursive=True
    )
    next_tag = select(func.min(taggings.c.tag)).where(taggings.c.tag > walk.c.tag, _below)
    is_shown = exists().where(
        taggings.c.tag == walk.c.tag, microposts.c.id == taggings.c.micropost_id, SHOWABLE
    )
    return walk.union_all(
        select(next_tag.scalar_subquery(), walk.c.found + case((is_shown, 1), else_=0)).where(
            walk.c.tag.is_not(None), walk.c.found < _most
        )
    )


def _count(walk: CTE) -> ColumnElement[int]:
    counted = (
        select(constant(1).label("one"))
        .join_from(taggings, microposts, microposts.c.id == taggings.c.micropost_id)
        .where(taggings.c.tag == walk.c.tag, SHOWABLE)
        .correlate(walk)
        .limit(bindparam("most_counted", type_=Id))
        .subquery()
    )
    return select(func.count()).select_from(counted).scalar_subquery()


def _starting_with() -> Select[tuple[str, int]]:
    walk = _walk()
    counted = select(walk.c.tag, _count(walk).label("posts_count")).where(walk.c.tag.is_not(None))
    found = counted.subquery("counted")
    return (
        select(found.c.tag, found.c.posts_count)
        .where(found.c.posts_count > 0)
        .order_by(found.c.tag)
        .limit(_most)
    )


_STARTING_WITH = _starting_with()


@frozen
class SqlHashtagViews(HashtagViews):
    _transactions: Transactions
    _audience: SqlAudience

    def starting_with(
        self, prefix: str, *, viewer_id: UserId | None, now: datetime, limit: int
    ) -> Sequence[HashtagView]:
        asked = {
            "first": prefix,
            "beyond": beyond(prefix),
            "most": limit,
            "most_counted": MOST_COUNTED,
            **self._audience.asked(viewer_id, now),
        }
        with self._transactions.reading() as connection:
            rows = connection.execute(_STARTING_WITH, asked).all()
        return [HashtagView(tag=row.tag, posts_count=row.posts_count) for row in rows]
