"""A session: a user is logged in, in one browser."""

from datetime import datetime, timedelta
from typing import NewType, Self

from attrs import define, evolve, field, frozen

from .errors import NotFound, Unauthenticated
from .text import without_bidi_controls
from .users import UserId

SessionId = NewType("SessionId", int)

LASTS = timedelta(days=30)
LONGEST_BROWSER = 64  # characters


def _tidy(browser: str) -> str:
    seen = "".join(filter(str.isprintable, without_bidi_controls(browser)))
    return " ".join(seen.split())[:LONGEST_BROWSER].rstrip()


def hour(at: datetime) -> datetime:
    """When the hour of that moment began."""
    return at.replace(minute=0, second=0, microsecond=0)


@frozen(kw_only=True)
class Session:
    """Known by the hash of its token; the token itself is with the browser alone.

    ``browser`` is what its owner knows it by; ``seen_at`` the hour in which it was used last, and
    no more than that: so it is written once an hour, and tells nothing closer of what they do.
    """

    id: SessionId
    user_id: UserId
    token_hash: str = field(repr=False)
    browser: str = field(default="", converter=_tidy)
    started_at: datetime
    expires_at: datetime
    seen_at: datetime

    @classmethod
    def start(
        cls, *, id: SessionId, user_id: UserId, token_hash: str, browser: str, now: datetime
    ) -> Self:
        return cls(
            id=id,
            user_id=user_id,
            token_hash=token_hash,
            browser=browser,
            started_at=now,
            expires_at=now + LASTS,
            seen_at=hour(now),
        )

    def is_live(self, *, now: datetime) -> bool:
        return now < self.expires_at

    def seen(self, *, now: datetime) -> Self:
        """Used once more: itself, within the hour in which it was seen."""
        return evolve(self, seen_at=max(self.seen_at, hour(now)))


# -- refusals -------------------------------------------------------------------


class WrongCredentials(Unauthenticated):
    """The same for an unknown user, a wrong password, and a user without one."""

    def __str__(self) -> str:
        return "the e-mail address or handle and the password do not fit"


@define
class SessionNotFound(NotFound):
    id: SessionId

    def __str__(self) -> str:
        return "this session has ended already"


class NotLoggedIn(Unauthenticated):
    def __str__(self) -> str:
        return "log in first"
