"""Small worlds in memory: what is kept in them, what they refuse, how their lists are walked."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import pytest
from attrs import asdict, evolve

from twite.adapters.memory.outbox import MemoryEventFeed
from twite.application.paging import Cursor, Page
from twite.domain.errors import TwiteError
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded

T = TypeVar("T")


def kept(twite: Embedded) -> Mapping[str, Mapping[object, object]]:
    """Every row there is, by table and key."""
    feed = twite.feed
    assert isinstance(feed, MemoryEventFeed)
    tables = asdict(feed._store.tables, recurse=False)
    return {name: dict(rows.items()) for name, rows in tables.items()}


@contextmanager
def refusing(twite: Embedded, refusal: type[TwiteError]) -> Iterator[None]:
    """What happens in the block is refused so, and changes nothing."""
    before = kept(twite)
    with pytest.raises(refusal) as refused:
        yield
    assert type(refused.value) is refusal
    assert str(refused.value)
    assert kept(twite) == before
    assert twite.check() == []


def become(twite: Embedded, id: UserId, state: UserState) -> None:
    """Suspend somebody, close their account, or let them in again."""
    with twite.users.unit_of_work() as work:
        work.users.save(evolve(work.users.get(id), state=state))


def lock(twite: Embedded, id: UserId, *, locked: bool = True) -> None:
    """Let nobody follow who did not ask; or anybody again."""
    with twite.users.unit_of_work() as work:
        work.users.save(evolve(work.users.get(id), is_locked=locked))


def downwards(read: Callable[[Cursor], Page[T]], *, limit: int) -> list[T]:
    """The whole list from its newest on, page by page."""
    found = read(Cursor(limit=limit))
    items = [*found.items]
    while (older := found.older) is not None:
        found = read(older)
        items += found.items
        assert found.older is None or found.older.below < older.below, "no way on"
    return items


def upwards(read: Callable[[Cursor], Page[T]], *, limit: int) -> list[T]:
    """The whole list from its oldest on, page by page; newest first in the end."""
    found = read(Cursor(min_id=0, limit=limit))
    items = [*found.items]
    while (newer := found.newer) is not None:
        found = read(newer)
        items = [*found.items, *items]
        assert found.newer is None or found.newer.above > newer.above, "no way on"
    return items
