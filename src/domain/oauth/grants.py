"""What an app is given: a code by whoever consents, a token for the code."""

import re
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from typing import NewType, Self

from attrs import evolve, field, frozen

from ..sessions import hour
from ..users import UserId
from .apps import App, AppId, RedirectUri
from .refusals import ChallengeNeeded, InvalidChallenge, InvalidGrant
from .scopes import Scopes

CodeId = NewType("CodeId", int)
AccessTokenId = NewType("AccessTokenId", int)

CODE_LASTS = timedelta(seconds=60)
METHOD = "S256"

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # SHA-256 in base64url (RFC 7636, 4.2)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636, 4.1


class GrantType(StrEnum):
    """What a token is given for (RFC 6749, 1.3)."""

    CODE = "authorization_code"
    CLIENT = "client_credentials"
    PASSWORD = "password"


# -- asking -------------------------------------------------------------------------


@frozen
class Challenge:
    """What whoever brings the code back has to know the source of (RFC 7636)."""

    value: str

    @classmethod
    def of(cls, challenge: str | None, method: str | None) -> Self | None:
        """None where none is sent.  Raises :exc:`InvalidChallenge` for any method but S256: left
        out, it would be ``plain``, which protects nobody (RFC 9700, 2.1.1)."""
        if challenge is None and method is None:
            return None
        if (
            method != METHOD
            or not isinstance(challenge, str)
            or not _CHALLENGE.fullmatch(challenge)
        ):
            raise InvalidChallenge
        return cls(challenge)

    def is_met_by(self, verifier: str | None) -> bool:
        if not isinstance(verifier, str) or not _VERIFIER.fullmatch(verifier):
            return False
        digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=")
        return compare_digest(digest, self.value.encode())


@frozen(kw_only=True)
class Asked:
    """What an app asks somebody to consent to (RFC 6749, 4.1.1)."""

    app: App
    redirect_uri: RedirectUri
    scopes: Scopes
    challenge: Challenge | None

    def __attrs_post_init__(self) -> None:
        self.scopes.within(self.app.scopes)
        if self.challenge is None and not self.app.is_confidential:
            raise ChallengeNeeded


# -- the code -----------------------------------------------------------------------


@frozen(kw_only=True)
class AuthorizationCode:
    """That somebody consented: exchanged for a token once, soon, by the app that asked, and for
    what it asked.  Known by its hash; the code itself is with the app alone."""

    id: CodeId
    code_hash: str = field(repr=False)
    app_id: AppId
    user_id: UserId
    redirect_uri: str
    scopes: Scopes
    challenge: Challenge | None
    given_at: datetime

    @classmethod
    def give(cls, asked: Asked, *, id: CodeId, by: UserId, code_hash: str, now: datetime) -> Self:
        return cls(
            id=id,
            code_hash=code_hash,
            app_id=asked.app.id,
            user_id=by,
            redirect_uri=asked.redirect_uri.value,
            scopes=asked.scopes,
            challenge=asked.challenge,
            given_at=now,
        )

    def is_live(self, *, now: datetime) -> bool:
        return now - self.given_at < CODE_LASTS

    def redeemed(
        self, *, app_id: AppId, redirect_uri: str, verifier: str | None, now: datetime
    ) -> Self:
        """Itself, or :exc:`InvalidGrant`: also for a verifier nobody asked for, since then what
        was asked is not what was sent (RFC 9700, 4.8.2)."""
        is_known = (
            verifier is None if self.challenge is None else self.challenge.is_met_by(verifier)
        )
        is_same = (self.app_id, self.redirect_uri) == (app_id, redirect_uri)
        if not (is_same and is_known and self.is_live(now=now)):
            raise InvalidGrant
        return self


# -- the token ----------------------------------------------------------------------


@frozen(kw_only=True)
class AccessToken:
    """What an app may do, for somebody or, without a user, for itself, until it is revoked.

    Known by its hash, as a session is; ``code_hash`` is of the code it was given for, so that a
    code that comes twice ends it; ``used_at`` the hour in which it was used last.
    """

    id: AccessTokenId
    app_id: AppId
    user_id: UserId | None
    scopes: Scopes
    token_hash: str = field(repr=False)
    code_hash: str | None = field(default=None, repr=False)
    issued_at: datetime
    used_at: datetime = field(converter=hour)

    def used(self, *, now: datetime) -> Self:
        """Used once more: itself, within the hour in which it was."""
        return self if hour(now) <= self.used_at else evolve(self, used_at=now)
