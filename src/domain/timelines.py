"""A timeline: entries, newest first, and which of them stand in whose."""

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from typing import NewType

from attrs import frozen

from .microposts import MicropostId, Visibility
from .users import UserId

EntryId = NewType("EntryId", int)


class EntryKind(StrEnum):
    POST = "post"
    REPOST = "repost"


@frozen(kw_only=True)
class Entry:
    """That someone posted (or passed on) a micropost.  Its id is the cursor of every timeline;
    of a post, it is the micropost's own."""

    id: EntryId
    author_id: UserId
    micropost_id: MicropostId
    kind: EntryKind
    visibility: Visibility


def home(
    entries: Iterable[Entry],
    *,
    viewer_id: UserId,
    followee_ids: Collection[UserId],
    may_show: Callable[[Entry], bool],
) -> Sequence[Entry]:
    """What the viewer and those they follow entered, and the viewer may see.  Newest first.

    This is the definition: every adapter answers with exactly these, whatever way it takes.
    """
    authors = {viewer_id, *followee_ids}
    return _newest_first(e for e in entries if e.author_id in authors and may_show(e))


def local(entries: Iterable[Entry], *, may_show: Callable[[Entry], bool]) -> Sequence[Entry]:
    """What everybody said in public.  Newest first."""
    return _newest_first(
        e
        for e in entries
        if e.kind is EntryKind.POST and e.visibility is Visibility.PUBLIC and may_show(e)
    )


def profile(
    entries: Iterable[Entry], *, author_id: UserId, may_show: Callable[[Entry], bool]
) -> Sequence[Entry]:
    """What one user entered, as far as the viewer may see.  Newest first."""
    return _newest_first(e for e in entries if e.author_id == author_id and may_show(e))


def _newest_first(entries: Iterable[Entry]) -> Sequence[Entry]:
    return sorted(entries, key=lambda entry: entry.id, reverse=True)
