"""The form to sign up."""

from collections.abc import Mapping

from ....domain.credentials import (
    CommonPassword,
    EmailTaken,
    InvalidEmailAddress,
    InvalidPassword,
    TellingPassword,
)
from ....domain.errors import Conflict, Forbidden, Invalid
from ....domain.registrations import InvitationNeeded
from ....domain.text import UnreadableText
from ....domain.users import (
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
