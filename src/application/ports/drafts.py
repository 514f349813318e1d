"""Where drafts are kept, and how they are looked at: by their owner alone."""

from typing import Protocol

from ...domain.drafts import Draft, DraftId
from ...domain.users import UserId
from ..paging import Cursor, Page


class DraftRepository(Protocol):
    """Every draft that was neither posted nor thrown away.

    Whoever keeps one holds its owner (:meth:`UserRepository.hold`).  What a draft answers is
    forgotten with it (:meth:`MicropostRepository.remove`).
    """

    def put(self, draft: Draft) -> None:
        """Keep it, over one of the same id."""

    def get_owned(self, id: DraftId, *, owner_id: UserId) -> Draft:
        """Raises :exc:`DraftNotFound` where there is none of theirs."""
        ...

    def count(self, owner_id: UserId) -> int:
        """How many they have."""
        ...

    def remove(self, id: DraftId, *, owner_id: UserId) -> bool:
        """Forget it; False, and nothing, where there is none of theirs."""
        ...


class DraftViews(Protocol):
    """The read side."""

    def page(self, *, owner_id: UserId, cursor: Cursor) -> Page[Draft]:
        """The newest first."""
        ...

    def find(self, id: DraftId, *, owner_id: UserId) -> Draft | None:
        """None where there is none of theirs."""
        ...
