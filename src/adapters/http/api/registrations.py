"""How people come to be users by way of an app."""

from msgspec import Struct

from ....domain.errors import Forbidden, Invalid
from .calls import Call
from .oauth import Token, to_token
from .unsupported import refuse


class Newcomer(Struct, kw_only=True):
    """What somebody says who would like to come; mails are in English, whatever the locale."""

    username: str
    email: str
    password: str
    agreement: bool = False
    locale: str = ""
    reason: str | None = None
    invite_code: str | None = None
    date_of_birth: str | None = None
    time_zone: str | None = None


def sign_up(call: Call, data: Newcomer) -> Token:
    """Become a user, as far as the house lets people in, and log in to the app that asks.  Who has
    to be approved first has no token until then: 403, and the account waits."""
    if call.viewer_id is not None:
        raise NoAppAlone
    if not data.agreement:
        raise NotAgreed
    refuse(reason=bool(data.reason))
    id = call.twite.registrations.sign_up(
        handle=data.username,
        email=data.email,
        password=data.password,
        invitation=data.invite_code or "",
    )
    return to_token(call.twite.oauth.issue_to_newcomer(id, token=call.token or ""))


class NoAppAlone(Forbidden):
    def __str__(self) -> str:
        return "this method requires a token of an app's own"


class NotAgreed(Invalid):
    def __str__(self) -> str:
        return "agreement has to be true: whoever comes agrees to the rules of the house"
