"""Where sessions are kept, and how their owner looks at them."""

from datetime import datetime
from typing import Protocol

from attrs import define

from ...domain.sessions import Session, SessionId
from ...domain.users import UserId
from ..paging import Cursor, Page


class SessionRepository(Protocol):
    """Every session that was not ended, live or run out."""

    def add(self, session: Session) -> None: ...

    def see(self, session: Session) -> None:
        """Keep when it was seen last, unless that is later already; nothing happens where it has
        ended."""

    def remove(self, token_hash: str) -> None:
        """End the session of that token; nothing happens where there is none."""

    def remove_owned(self, id: SessionId, *, owner_id: UserId) -> bool:
        """End that session of that user; False, and nothing, where they have none of that id."""
        ...

    def remove_all(self, user_id: UserId, *, but: str | None = None) -> None:
        """End every session of that user, but that of the token with this hash."""


@define(kw_only=True)
class SessionView:
    """A session as its owner sees it."""

    id: SessionId
    browser: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


@define
class OwnedSession:
    """A session, and the handle of whose it is."""

    session: Session
    handle: str


class SessionViews(Protocol):
    """The read side."""

    def find(self, token_hash: str) -> OwnedSession | None:
        """The session of that token, also one that ran out; None where its user is not active."""
        ...

    def page(self, user_id: UserId, *, now: datetime, cursor: Cursor) -> Page[Session]:
        """Those of that user that are live, the one that was started last first."""
        ...
