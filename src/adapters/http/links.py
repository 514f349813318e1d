"""Where a list goes on (RFC 8288): clients page by this header, not by what they have seen."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from ...application.paging import Cursor, Page
from .shapes import Pair

BOUNDS = ("max_id", "since_id", "min_id")


def ways(address: str, asked: Iterable[Pair], page: Page[Any]) -> Mapping[str, str]:
    """Where a list at that address, with whatever else was asked of it, goes on: to what is older
    (``next``), to what is newer (``prev``)."""
    kept = [(name, value) for name, value in asked if name not in BOUNDS]
    return {
        way: f"{address}?{urlencode([*kept, *_bounds(cursor)])}"
        for way, cursor in (("next", page.older), ("prev", page.newer))
        if cursor is not None
    }


def link(ways: Mapping[str, str]) -> str:
    """The header's value; nothing where it goes on nowhere."""
    return ", ".join(f'<{address}>; rel="{way}"' for way, address in ways.items())


def _bounds(cursor: Cursor) -> Iterator[tuple[str, int]]:
    for name in BOUNDS:
        bound = getattr(cursor, name)
        if bound is not None:
            yield name, bound
