"""Where sessions are kept."""

from typing import Protocol

from ...domain.sessions import Session
from ...domain.users import UserId


class SessionRepository(Protocol):
    """Every session that was not ended, live or run out."""

    def add(self, session: Session) -> None: ...

    def remove(self, token_hash: str) -> None:
        """End the session of that token; nothing happens where there is none."""

    def remove_all(self, user_id: UserId) -> None:
        """End every session of that user."""


class SessionViews(Protocol):
    """The read side."""

    def find(self, token_hash: str) -> Session | None:
        """The session of that token, also one that ran out; None where its user is not active."""
        ...
