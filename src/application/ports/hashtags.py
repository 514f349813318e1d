"""How hashtags are looked at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.users import UserId

MOST_COUNTED = 100  # microposts; so many or more look the same


@define(kw_only=True)
class HashtagView:
    """A tag, and how many public microposts under it the viewer may be shown: at most
    :data:`MOST_COUNTED`."""

    tag: str
    posts_count: int


class HashtagViews(Protocol):
    """The read side: a tag that stands nowhere the viewer may look is no tag."""

    def starting_with(
        self, prefix: str, *, viewer_id: UserId | None, now: datetime, limit: int
    ) -> Sequence[HashtagView]:
        """The (folded) tags that start so, in the order of their code points."""
        ...
