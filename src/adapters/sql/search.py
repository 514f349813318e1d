"""What is found by words, in tables of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from attrs import frozen
from sqlalchemy import Select, bindparam, select

from ...application.paging import Cursor, Page, page
from ...application.ports.search import SearchViews
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from .audience import FINDABLE, MET, SqlAudience
from .functions import has_terms
from .paging import stretch
from .statements import beyond
from .tables import microposts, names, search, users
from .transactions import Transactions
from .types import Id, Name, TermsQuery


@lru_cache
def _people(words: int) -> Select[Any]:
    named = (
        select(names.c.user_id).where(
            names.c.beginning >= bindparam(f"first_{word}", type_=Name),
            names.c.beginning < bindparam(f"beyond_{word}", type_=Name),
        )
        for word in range(words)
    )
    return (
        select(users.c.id)
        .where(*(users.c.id.in_(one) for one in named), MET)
        .order_by(users.c.handle)
        .limit(bindparam("most", type_=Id))
    )


_microposts = stretch(
    select(search.c.micropost_id.label("id"))
    .join_from(search, microposts, microposts.c.id == search.c.micropost_id)
    .where(has_terms(search.c.terms, bindparam("terms", type_=TermsQuery)), FINDABLE),
    search.c.micropost_id,
)


@frozen
class SqlSearchViews(SearchViews):
    _transactions: Transactions
    _audience: SqlAudience

    def people(
        self, words: Collection[str], *, viewer_id: UserId | None, limit: int
    ) -> Sequence[UserId]:
        asked: dict[str, object] = {"most": limit, **self._audience.asked(viewer_id)}
        for place, word in enumerate(words):
            asked |= {f"first_{place}": word, f"beyond_{place}": beyond(word)}
        with self._transactions.reading() as connection:
            found = connection.execute(_people(len(words)), asked).scalars()
            return [UserId(id) for id in found]

    def microposts(
        self, terms: Collection[str], *, viewer_id: UserId | None, now: datetime, cursor: Cursor
    ) -> Page[MicropostId]:
        asked = {"terms": terms, **self._audience.asked(viewer_id, now)}
        with self._transactions.reading() as connection:
            found = [MicropostId(row.id) for row in _microposts.rows(connection, cursor, asked)]
        return page(found, cursor=cursor, id_of=lambda id: id)
