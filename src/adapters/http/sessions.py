"""Sessions in a cookie: who it is that asks."""

from attrs import frozen
from litestar.datastructures import Cookie

from ...application.twite import Twite
from ...domain.sessions import LASTS, NotLoggedIn
from ...domain.users import UserId
from .cookies import CookieJar

SESSION = "session"


@frozen
class Caller:
    """Who asks, and the token that says so; all is empty for a stranger.

    ``is_unseen`` where nobody has noted yet that they were here this hour.
    """

    user_id: UserId | None = None
    handle: str = ""
    token: str | None = None
    is_unseen: bool = False


STRANGER = Caller()


def caller(twite: Twite, token: str | None) -> Caller:
    """Whose token it is.  One that is nobody's, or no longer, makes a stranger."""
    if token is None:
        return STRANGER
    try:
        known = twite.sessions.known(token)
    except NotLoggedIn:
        return STRANGER
    return Caller(known.user_id, known.handle, token, known.is_unseen)


def session_cookie(jar: CookieJar, token: str) -> Cookie:
    """It lasts as long as the session does."""
    return jar.set(SESSION, token, lasts_seconds=int(LASTS.total_seconds()))
