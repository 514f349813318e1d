"""The forms to sign up, to change what one logs in with, and to set it anew by a link."""

from collections.abc import Mapping

from ....domain.credentials import (
    CommonPassword,
    EmailTaken,
    InvalidEmailAddress,
    InvalidPassword,
    ResetNotFound,
    TellingPassword,
    WrongPassword,
)
from ....domain.errors import Conflict, Forbidden, Invalid
from ....domain.registrations import InvitationNeeded
from ....domain.text import UnreadableText
from ....domain.users import (
    AccountNotActive,
    DisplayNameTooLong,
    HandleReserved,
    HandleTaken,
    InvalidHandle,
    UserState,
)
from ..errors import status_of
from .visits import Answer, Visit

# Beside which field a refusal stands; any other stands above them all.
FIELDS: Mapping[type[Exception], str] = {
    InvalidHandle: "handle",
    HandleReserved: "handle",
    HandleTaken: "handle",
    DisplayNameTooLong: "display_name",
    UnreadableText: "display_name",
    InvalidEmailAddress: "email",
    EmailTaken: "email",
    InvalidPassword: "password",
    InvitationNeeded: "invitation",
    CommonPassword: "password",
    TellingPassword: "password",
}
TYPED = ("handle", "display_name", "email", "invitation")  # what stands in the form again


def sign_up_form(visit: Visit) -> Answer:
    """Become a user: who is one already goes home."""
    if visit.viewer_id is not None:
        return visit.redirect("/")
    typed = dict.fromkeys(TYPED, "") | {"invitation": visit.query.get("invitation", "")}
    return _form(visit, typed)


def sign_up(visit: Visit) -> Answer:
    """Become a user, and be logged in, or wait; what was typed stays, but for the password."""
    try:
        user_id = visit.twite.registrations.sign_up(
            handle=visit.field("handle").strip().removeprefix("@"),
            email=visit.field("email").strip(),
            password=visit.field("password"),
            display_name=visit.field("display_name").strip() or None,
            invitation=visit.field("invitation").strip(),
        )
    except (Invalid, Conflict, Forbidden) as why:
        typed = {name: visit.field(name) for name in TYPED}
        wrong = FIELDS.get(type(why), "form")
        return _form(visit, typed, status=status_of(why), wrong=wrong, said=str(why))
    if visit.twite.users.show(user_id).state is UserState.WAITING:
        return visit.page("waiting.html")
    return visit.enter(user_id, to="/")


def _form(
    visit: Visit, typed: Mapping[str, str], *, status: int = 200, wrong: str = "", said: str = ""
) -> Answer:
    return visit.page(
        "sign_up.html",
        status=status,
        typed=typed,
        wrong=wrong,
        said=said,
        admission=visit.twite.registrations.admission.value,
    )


# -- changing -------------------------------------------------------------------


# What is said once something was changed, by what stands in the address.
DONE: Mapping[str, str] = {
    "password": "Your password is changed.  Everywhere else you are logged out.",
    "email": "Your e-mail address is changed.  Everywhere else you are logged out.",
}
CHANGE_FIELDS: Mapping[type[Exception], str] = {
    InvalidPassword: "new",
    CommonPassword: "new",
    TellingPassword: "new",
    InvalidEmailAddress: "email",
    EmailTaken: "email",
}


def password_form(visit: Visit) -> Answer:
    """What one logs in with, and how to change it."""
    return _password_page(visit, done=DONE.get(visit.query.get("done", ""), ""))


def change_password(visit: Visit) -> Answer:
    """Another password; who changes it stays logged in, under a new session."""
    try:
        visit.twite.credentials.change_password(
            by=visit.member_id, current=visit.field("current"), new=visit.field("new")
        )
    except (Invalid, Conflict, WrongPassword) as why:
        return _refused(visit, why, form="password")
    return visit.enter(visit.member_id, to="/settings/password?done=password")


def change_email(visit: Visit) -> Answer:
    """Another address; who changes it stays logged in, under a new session."""
    try:
        visit.twite.credentials.change_email(
            by=visit.member_id,
            current=visit.field("current"),
            email=visit.field("email").strip(),
        )
    except (Invalid, Conflict, WrongPassword) as why:
        return _refused(visit, why, form="email")
    return visit.enter(visit.member_id, to="/settings/password?done=email")


def _refused(visit: Visit, why: Exception, *, form: str) -> Answer:
    wrong = f"{form}-current"
    if not isinstance(why, WrongPassword):
        wrong = f"{form}-{CHANGE_FIELDS.get(type(why), 'form')}"
    return _password_page(visit, status=status_of(why), wrong=wrong, said=str(why))


def _password_page(
    visit: Visit, *, status: int = 200, wrong: str = "", said: str = "", done: str = ""
) -> Answer:
    return visit.page(
        "settings_password.html",
        status=status,
        address=visit.twite.credentials.address(visit.member_id),
        email=visit.field("email"),
        wrong=wrong,
        said=said,
        done=done,
    )


# -- setting it anew ------------------------------------------------------------


def ask_reset_form(visit: Visit) -> Answer:
    """For who cannot log in any more."""
    asked = visit.query.get("asked") == "yes"
    return visit.page("password.html", email="", said="", asked=asked)


def ask_reset(visit: Visit) -> Answer:
    """The answer is the same whether anybody has that address or not."""
    try:
        visit.twite.credentials.request_reset(email=visit.field("email").strip())
    except InvalidEmailAddress as why:
        return visit.page(
            "password.html",
            status=status_of(why),
            email=visit.field("email"),
            said=str(why),
            asked=False,
        )
    return visit.redirect("/auth/password?asked=yes")


def reset_form(visit: Visit) -> Answer:
    """The form behind the link of a letter: to look at it does not use the link up."""
    token = visit.query.get("token", "")
    try:
        visit.twite.credentials.expect_reset(token)
    except ResetNotFound as why:
        return _reset_page(visit, why, token="")
    return _reset_page(visit, None, token=token)


def reset(visit: Visit) -> Answer:
    """A new password: everybody who was logged in is out, and may come in with it."""
    token = visit.field("token")
    try:
        visit.twite.credentials.reset(token=token, new=visit.field("new"))
    except (ResetNotFound, AccountNotActive) as why:
        return _reset_page(visit, why, token="")
    except (Invalid, Conflict) as why:
        return _reset_page(visit, why, token=token)
    return visit.redirect("/auth/sign_in?changed=yes")


def _reset_page(visit: Visit, why: Exception | None, *, token: str) -> Answer:
    answer = visit.page(
        "reset.html",
        status=200 if why is None else status_of(why),
        token=token,
        said="" if why is None else str(why),
    )
    answer.set_header("referrer-policy", "no-referrer")  # the address holds the token
    return answer
