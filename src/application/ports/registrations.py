"""Where invitations are kept."""

from datetime import datetime
from typing import Protocol

from ...domain.registrations import Invitation


class InvitationRepository(Protocol):
    """Every invitation that nobody has used."""

    def add(self, invitation: Invitation) -> None:
        """Keep it, and forget those that had run out when it was made."""

    def holds(self, token_hash: str, *, now: datetime) -> bool:
        """Whether there is one, and it has not run out."""
        ...

    def redeem(self, token_hash: str, *, now: datetime) -> bool:
        """Use it up; False, and nothing, where there is none, or it has run out."""
        ...
