"""What is found by words, in tables of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from attrs import frozen
from sqlalchemy import Select, bindparam, exists, select

from ...application.paging import Cursor, Page, page
from ...application.ports.search import SearchViews
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from .audience import FINDABLE, MET, SqlAudience, viewer
from .functions import has_terms
from .paging import stretch
from .statements import beyond
from .tables import follows, microposts, names, search, users
from .transactions import Transactions
from .types import Id, Name, TermsQuery

_FOLLOWED = exists().where(follows.c.follower_id == viewer, follows.c.followee_id == users.c.id)


@lru_cache
def _people(words: int, *, following: bool) -> Select[Any]:
    named = (
        select(names.c.user_id).where(
            names.c.beginning >= bindparam(f"first_{word}", type_=Name),
            names.c.beginning < bindparam(f"beyond_{word}", type_=Name),
        )
        for word in range(words)
    )
    return (
        select(users.c.id)
        .where(*(users.c.id.in_(one) for one in named), MET, *([_FOLLOWED] if following else []))
        .order_by(users.c.handle)
        .limit(bindparam("most", type_=Id))
        .offset(bindparam("offset", type_=Id))
    )


_MICROPOSTS = (
    select(search.c.micropost_id.label("id"))
    .join_from(search, microposts, microposts.c.id == search.c.micropost_id)
    .where(has_terms(search.c.terms, bindparam("terms", type_=TermsQuery)), FINDABLE)
)
_microposts = stretch(_MICROPOSTS, search.c.micropost_id)
_microposts_of_one = stretch(
    _MICROPOSTS.where(microposts.c.author_id == bindparam("author_id")), search.c.micropost_id
)


@frozen
class SqlSearchViews(SearchViews):
    _transactions: Transactions
    _audience: SqlAudience

    def people(
        self,
        words: Collection[str],
        *,
        viewer_id: UserId | None,
        limit: int,
        offset: int = 0,
        following: bool = False,
    ) -> Sequence[UserId]:
        asked: dict[str, object] = {
            "most": limit,
            "offset": offset,
            **self._audience.asked(viewer_id),
        }
        for place, word in enumerate(words):
            asked |= {f"first_{place}": word, f"beyond_{place}": beyond(word)}
        with self._transactions.reading() as connection:
            statement = _people(len(words), following=following)
            found = connection.execute(statement, asked).scalars()
            return [UserId(id) for id in found]

    def microposts(
        self,
        terms: Collection[str],
        *,
        viewer_id: UserId | None,
        now: datetime,
        cursor: Cursor,
        author_id: UserId | None = None,
    ) -> Page[MicropostId]:
        asked: dict[str, object] = {"terms": terms, **self._audience.asked(viewer_id, now)}
        statement = _microposts
        if author_id is not None:
            statement, asked = _microposts_of_one, {**asked, "author_id": author_id}
        with self._transactions.reading() as connection:
            found = [MicropostId(row.id) for row in statement.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda id: id)
