"""What profiles begin with, in a column of the microposts."""

from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from ...domain.microposts import MOST_PINS, Visibility
from .tables import microposts
from .types import Utc

PIN = (
    update(microposts)
    .where(microposts.c.id == bindparam("b_id"))
    .values(pinned_at=bindparam("at", type_=Utc()))
)
PINNED: Select[Any] = (
    select(microposts.c.id)
    .where(microposts.c.author_id == bindparam("author_id"), microposts.c.pinned_at.is_not(None))
    .order_by(microposts.c.pinned_at.desc(), microposts.c.id.desc())
)

# What must not be there.
PIN_FAULTS: tuple[tuple[str, Select[Any]], ...] = (
    (
        "the profile of user {} begins with too many",
        select(microposts.c.author_id)
        .where(microposts.c.pinned_at.is_not(None))
        .group_by(microposts.c.author_id)
        .having(func.count() > MOST_PINS),
    ),
    (
        "micropost {} is pinned, and for some alone",
        select(microposts.c.id).where(
            microposts.c.pinned_at.is_not(None),
            microposts.c.visibility == Visibility.MENTIONED,
        ),
    ),
)
