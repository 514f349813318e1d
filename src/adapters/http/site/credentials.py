"""The form to sign up."""

from collections.abc import Mapping

from ....domain.credentials import EmailTaken, InvalidEmailAddress, InvalidPassword
from ....domain.errors import Conflict, Invalid
from ....domain.text import UnreadableText
from ....domain.users import DisplayNameTooLong, HandleReserved, HandleTaken, InvalidHandle
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
}
TYPED = ("handle", "display_name", "email")  # what stands in the form again


def sign_up_form(visit: Visit) -> Answer:
    """Become a user: who is one already goes home."""
    if visit.viewer_id is not None:
        return visit.redirect("/")
    return visit.page("sign_up.html", typed=dict.fromkeys(TYPED, ""), wrong="", said="")


def sign_up(visit: Visit) -> Answer:
    """Become a user, and be logged in; what was typed stays, but for the password."""
    try:
        user_id = visit.twite.credentials.sign_up(
            handle=visit.field("handle").strip().removeprefix("@"),
            email=visit.field("email").strip(),
            password=visit.field("password"),
            display_name=visit.field("display_name").strip() or None,
        )
    except (Invalid, Conflict) as why:
        typed = {name: visit.field(name) for name in TYPED}
        wrong = FIELDS.get(type(why), "form")
        return visit.page(
            "sign_up.html", status=status_of(why), typed=typed, wrong=wrong, said=str(why)
        )
    return visit.enter(user_id, to="/")
