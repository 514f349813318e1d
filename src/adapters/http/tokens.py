"""Tokens in a header: which app it is that asks, and for whom; or who it is (RFC 6750)."""

from collections.abc import Mapping
from contextlib import suppress

from attrs import frozen

from ...application.oauth import Access
from ...application.twite import Twite
from ...domain.oauth import Scope, Scopes, TokenInvalid
from ...domain.sessions import NotLoggedIn
from ...domain.users import UserId

HEADER = "authorization"
BEARER = "bearer"
EVERYTHING = Scopes(frozenset(Scope))


@frozen(kw_only=True)
class Login:
    """Who is known by the token of a session: with no app between, nothing is out of scope."""

    user_id: UserId
    is_unseen: bool
    scopes: Scopes = EVERYTHING


def bearer(headers: Mapping[str, str]) -> str | None:
    """The token that came, if any came; raises :exc:`TokenInvalid` for what is none."""
    said = headers.get(HEADER)
    if said is None:
        return None
    kind, _, token = said.partition(" ")
    if kind.lower() != BEARER or not token.strip():
        raise TokenInvalid
    return token.strip()


def access(
    twite: Twite, headers: Mapping[str, str], *, sessions: bool = False
) -> Access | Login | None:
    """What is known by it, with ``sessions`` by one of these as well; None where none came.  Raises
    :exc:`TokenInvalid`."""
    token = bearer(headers)
    if token is None:
        return None
    if sessions:
        with suppress(NotLoggedIn):
            known = twite.sessions.known(token)
            return Login(user_id=known.user_id, is_unseen=known.is_unseen)
    return twite.oauth.known(token)
