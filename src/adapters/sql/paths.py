"""Places in threads, as texts whose order is the threads'."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, FromClause, func

from ...domain.microposts import DEEPEST, MicropostId
from .functions import hexadecimal

_DIGITS = 16  # of an id, in hexadecimal
LONGEST_BRANCH = DEEPEST * _DIGITS  # above the deepest reply


def path(place: Iterable[int]) -> str:
    """The ids above a micropost, and its own."""
    return "".join(f"{id:0{_DIGITS}x}" for id in place)


def place(id: int, path_: str | None) -> tuple[MicropostId, ...]:
    """The other way; without a path, nothing stands above it."""
    digits = path_ or path([id])
    return tuple(
        MicropostId(int(digits[at : at + _DIGITS], 16)) for at in range(0, len(digits), _DIGITS)
    )


def thread_of(of: FromClause) -> ColumnElement[str]:
    """The path of what the thread of the microposts in a statement begins with."""
    return func.coalesce(func.substr(of.c.path, 1, _DIGITS), hexadecimal(of.c.id))
