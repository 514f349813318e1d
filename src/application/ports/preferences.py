"""Where preferences are kept, and how they are looked at: by whose they are alone."""

from typing import Protocol

from ...domain.preferences import Preferred
from ...domain.users import UserId


class PreferencesRepository(Protocol):
    """Of everybody; who never said anything has those that come by themselves."""

    def put(self, owner_id: UserId, preferences: Preferred) -> None:
        """Keep them, over those there were.  The owner is held (:meth:`UserRepository.hold`)."""

    def get(self, owner_id: UserId) -> Preferred: ...


class PreferencesViews(Protocol):
    """The read side."""

    def of(self, owner_id: UserId) -> Preferred: ...
