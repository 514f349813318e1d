"""Tokens in a header: which app it is that asks, and for whom (RFC 6750)."""

from collections.abc import Mapping

from ...application.oauth import Access
from ...application.twite import Twite
from ...domain.oauth import TokenInvalid

HEADER = "authorization"
BEARER = "bearer"


def bearer(headers: Mapping[str, str]) -> str | None:
    """The token that came, if any came; raises :exc:`TokenInvalid` for what is none."""
    said = headers.get(HEADER)
    if said is None:
        return None
    kind, _, token = said.partition(" ")
    if kind.lower() != BEARER or not token.strip():
        raise TokenInvalid
    return token.strip()


def access(twite: Twite, headers: Mapping[str, str]) -> Access | None:
    """What is known by it; None where none came.  Raises :exc:`TokenInvalid`."""
    token = bearer(headers)
    return None if token is None else twite.oauth.known(token)
