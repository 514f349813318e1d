"""A session: a user is logged in, in one browser."""

from datetime import datetime, timedelta
from typing import NewType, Self

from attrs import field, frozen

from .errors import Unauthenticated
from .users import UserId

SessionId = NewType("SessionId", int)

LASTS = timedelta(days=30)


@frozen(kw_only=True)
class Session:
    """Known by the hash of its token; the token itself is with the browser alone."""

    id: SessionId
    user_id: UserId
    token_hash: str = field(repr=False)
    started_at: datetime
    expires_at: datetime

    @classmethod
    def start(cls, *, id: SessionId, user_id: UserId, token_hash: str, now: datetime) -> Self:
        return cls(
            id=id, user_id=user_id, token_hash=token_hash, started_at=now, expires_at=now + LASTS
        )

    def is_live(self, *, now: datetime) -> bool:
        return now < self.expires_at


# -- refusals -------------------------------------------------------------------


class WrongCredentials(Unauthenticated):
    """The same for an unknown user, a wrong password, and a user without one."""

    def __str__(self) -> str:
        return "the e-mail address or handle and the password do not fit"


class NotLoggedIn(Unauthenticated):
    def __str__(self) -> str:
        return "log in first"
