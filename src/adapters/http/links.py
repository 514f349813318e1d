"""Where a list goes on (RFC 8288): clients page by this header, not by what they have seen."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from ...application.paging import Cursor, Page
from .shapes import Pair

BOUNDS = ("max_id", "since_id", "min_id")


def link(address: str, asked: Iterable[Pair], page: Page[Any]) -> str:
    """The header's value for a list at that address, with whatever else was asked of it; nothing
    where it goes on nowhere."""
    kept = [(name, value) for name, value in asked if name not in BOUNDS]
    ways = (("next", page.older), ("prev", page.newer))
    return ", ".join(
        f'<{address}?{urlencode([*kept, *_bounds(cursor)])}>; rel="{way}"'
        for way, cursor in ways
        if cursor is not None
    )


def _bounds(cursor: Cursor) -> Iterator[tuple[str, int]]:
    for name in BOUNDS:
        bound = getattr(cursor, name)
        if bound is not None:
            yield name, bound
