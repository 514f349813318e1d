"""What is found by words, in dictionaries."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice

from attrs import frozen

from ...application.paging import Cursor, Page, page
from ...application.ports.search import SearchViews
from ...domain.microposts import MicropostId
from ...domain.users import UserId
from .audience import MemoryAudience
from .store import Store, Tables


@frozen
class MemorySearchViews(SearchViews):
    _store: Store
    _audience: MemoryAudience

    def people(
        self,
        words: Collection[str],
        *,
        viewer_id: UserId | None,
        limit: int,
        offset: int = 0,
        following: bool = False,
    ) -> Sequence[UserId]:
        with self._store.reading() as tables:
            named = set.intersection(*(_named(tables, word) for word in words))
            users = [user for id in named if (user := tables.users.get(id)) is not None]
            found = [
                (user.handle.value, user.id)
                for user in users
                if self._audience.may_meet(tables, user, viewer_id)
                and (not following or _follows(tables, viewer_id, user.id))
            ]
        return [id for _, id in sorted(found)[offset : offset + limit]]

    def microposts(
        self,
        terms: Collection[str],
        *,
        viewer_id: UserId | None,
        now: datetime,
        cursor: Cursor,
        author_id: UserId | None = None,
    ) -> Page[MicropostId]:
        first, *others = terms
        with self._store.reading() as tables:
            keys = tables.terms.keys(
                "term",
                first,
                above=cursor.above,
                below=cursor.below,
                upwards=cursor.upwards,
            )
            findable = (
                micropost.id
                for key in keys
                if (tables.terms.get(key) or frozenset()).issuperset(others)
                and (micropost := tables.microposts.get(key)) is not None
                and author_id in (None, micropost.author_id)
                and self._audience.may_find(tables, micropost, viewer_id, now)
            )
            found = list(islice(findable, cursor.limit + 1))
        return page(found, cursor=cursor, id_of=lambda id: id)


def _named(tables: Tables, word: str) -> set[int]:
    """Those a word of whose name begins so."""
    beginnings = [b for b in tables.users.values("beginning") if str(b).startswith(word)]
    return {id for beginning in beginnings for id in tables.users.keys("beginning", beginning)}


def _follows(tables: Tables, viewer_id: UserId | None, id: UserId) -> bool:
    return any(True for _ in tables.follows.keys("pair", (viewer_id, id)))
