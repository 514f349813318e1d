"""Pages: a long list, newest first, a stretch at a time, by the ids in it."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, Self, TypeVar

from attrs import evolve, frozen

from ..domain.errors import Invalid
from ..domain.givens import LARGEST_ID, is_id

T = TypeVar("T")
U = TypeVar("U")

LIMIT = 20
LARGEST_LIMIT = 40


@frozen(kw_only=True)
class Cursor:
    """Which stretch of a list to read.  All bounds are exclusive.

    Without ``min_id``, the newest below ``max_id`` and above ``since_id``; with it, the ones right
    above ``min_id``.  Either way newest first.  A limit above the maximum is cut to it.
    """

    max_id: int | None = None
    min_id: int | None = None
    since_id: int | None = None
    limit: int = LIMIT

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.limit, int) or isinstance(self.limit, bool) or self.limit < 1:
            raise InvalidCursor
        for bound in (self.max_id, self.min_id, self.since_id):
            if bound is not None and not is_id(bound):
                raise InvalidCursor

    @property
    def upwards(self) -> bool:
        """Whether the stretch is read from its oldest end."""
        return self.min_id is not None

    @property
    def above(self) -> int:
        """Every id of the stretch is greater than this."""
        return max(self.min_id or 0, self.since_id or 0)

    @property
    def below(self) -> int:
        """Every id of the stretch is less than this."""
        return LARGEST_ID if self.max_id is None else self.max_id

    def within(self, largest: int = LARGEST_LIMIT) -> Self:
        """The same stretch, at most so long."""
        return evolve(self, limit=largest) if self.limit > largest else self


@frozen(kw_only=True)
class Page(Generic[T]):
    """A stretch of a list, newest first, and where it goes on.

    ``older`` is None at the end of the list; ``newer`` only when the page is empty.  What lies
    below a page that was read upwards, :func:`paged` alone knows: without it, ``older`` may lead
    to nothing.
    """

    items: Sequence[T]
    older: Cursor | None = None
    newer: Cursor | None = None

    def dressed(self, dress: Callable[[Sequence[T]], Sequence[U]]) -> "Page[U]":
        """The same page of what ``dress`` makes of all its items at once.

        What is left out there does not move the cursors.
        """
        return Page(items=tuple(dress(self.items)), older=self.older, newer=self.newer)


class Reading(Protocol[T]):
    """A list, of whoever's it is, a page at a time."""

    def __call__(self, *, cursor: Cursor) -> Page[T]: ...


def paged(read: Reading[T], cursor: Cursor) -> Page[T]:
    """The page an adapter reads, at most so long as pages may be, and no way from it to nothing.

    Raises :exc:`InvalidCursor` for what is no cursor.
    """
    if not isinstance(cursor, Cursor):
        raise InvalidCursor
    found = read(cursor=cursor.within())
    if not cursor.upwards or found.older is None:
        return found
    below = read(cursor=evolve(found.older, limit=1))
    return found if below.items else evolve(found, older=None)


def page(found: Sequence[T], *, cursor: Cursor, id_of: Callable[[T], int]) -> Page[T]:
    """The page of what an adapter found: up to ``cursor.limit + 1`` rows in reading order.

    Reading order is newest first, or oldest first when the cursor reads upwards; the row beyond
    the limit only tells that there is more.
    """
    kept = found[: cursor.limit]
    more = len(found) > cursor.limit
    if cursor.upwards:
        kept = kept[::-1]
    if not kept:
        return Page(items=())
    oldest, newest = id_of(kept[-1]), id_of(kept[0])
    below = Cursor(since_id=cursor.since_id, limit=cursor.limit)
    return Page(
        items=tuple(kept),
        older=evolve(below, max_id=oldest) if more or cursor.upwards else None,
        newer=Cursor(min_id=newest, limit=cursor.limit),
    )


class InvalidCursor(Invalid):
    def __str__(self) -> str:
        return "this page does not exist: limits start at 1, and ids are whole numbers below 2^63"
