"""Where reposts are kept, and how they are read."""

from collections.abc import Sequence
from typing import Protocol

from ...domain.microposts import MicropostId
from ...domain.reposts import Repost
from ...domain.timelines import EntryId
from ...domain.users import UserId
from ..paging import Cursor, Page
from .microposts import AuthorView


class RepostRepository(Protocol):
    """Every repost that still stands: at most one for a user and a micropost.

    Whoever adds or removes one holds the user, then the micropost
    (:meth:`MicropostRepository.hold_readable`).
    """

    def add(self, repost: Repost) -> None:
        """Count it and announce its events; it was entered (:meth:`EntryRepository.enter`) in the
        same transaction."""

    def find(self, *, user_id: UserId, micropost_id: MicropostId) -> Repost | None: ...

    def of(self, micropost_id: MicropostId, *, after: EntryId, limit: int) -> Sequence[Repost]:
        """The reposts of it that came after that entry, oldest first, at most ``limit``."""
        ...

    def remove(self, repost: Repost) -> bool:
        """Take its entry out, uncount it, and announce its events; False, and nothing, where it is
        gone."""
        ...


class RepostViews(Protocol):
    """The read side."""

    def users(
        self, micropost_id: MicropostId, *, viewer_id: UserId | None, cursor: Cursor
    ) -> Page[AuthorView]:
        """Who reposted it, the latest first, as far as the viewer may hear of them; whether they
        may read the micropost is not asked here.  The cursors are ids of entries."""
        ...
