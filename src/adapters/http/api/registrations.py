"""How people come to be users by way of an app."""

from collections.abc import Mapping

from msgspec import Struct

from ....domain.credentials import EmailTaken, InvalidEmailAddress, InvalidPassword
from ....domain.errors import Forbidden, TwiteError
from ....domain.users import HandleReserved, HandleTaken, InvalidHandle, UserId
from .calls import Call
from .errors import WrongField
from .oauth import Token, to_token

# Which field a refusal is about, and Mastodon's code for it.
WRONG: Mapping[type[TwiteError], tuple[str, str]] = {
    HandleTaken: ("username", "ERR_TAKEN"),
    HandleReserved: ("username", "ERR_RESERVED"),
    InvalidHandle: ("username", "ERR_INVALID"),
    EmailTaken: ("email", "ERR_TAKEN"),
    InvalidEmailAddress: ("email", "ERR_INVALID"),
    InvalidPassword: ("password", "ERR_INVALID"),
}
NOT_AGREED = "agreement has to be true: whoever comes agrees to the rules of the house"


class Newcomer(Struct, kw_only=True):
    """What somebody says who would like to come; mails are in English, whatever the locale, and
    nobody here is asked for a reason, or reads it."""

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
        raise WrongField("agreement", "ERR_ACCEPTED", NOT_AGREED)
    id = _signed_up(call, data)
    return to_token(call.twite.oauth.issue_to_newcomer(id, token=call.token or ""))


def _signed_up(call: Call, data: Newcomer) -> UserId:
    try:
        return call.twite.registrations.sign_up(
            handle=data.username,
            email=data.email,
            password=data.password,
            invitation=data.invite_code or "",
        )
    except tuple(WRONG) as why:
        field, code = next(WRONG[kind] for kind in type(why).__mro__ if kind in WRONG)
        raise WrongField(field, code, str(why)) from None


class NoAppAlone(Forbidden):
    def __str__(self) -> str:
        return "this method requires a token of an app's own"
