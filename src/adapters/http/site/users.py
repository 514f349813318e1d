"""Pages of users: who they are and what they posted, and where they say so."""

from collections.abc import Iterator, Mapping

from ....application.ports.users import UserView
from ....application.timelines import NEWEST
from ....domain.credentials import WrongPassword
from ....domain.errors import Conflict, Invalid
from ....domain.users import (
    LONGEST_BIO,
    MOST_LINKS,
    BioTooLarge,
    BioTooLong,
    DisplayNameTooLong,
    InvalidProfileLink,
)
from ..errors import status_of
from .visits import Answer, Visit

# Beside which field a refusal stands; any other stands above them all.
FIELDS: Mapping[type[Exception], str] = {
    DisplayNameTooLong: "display_name",
    BioTooLong: "bio",
    BioTooLarge: "bio",
    InvalidProfileLink: "links",
}
ON = "on"  # what a browser sends for a box that is ticked


def profile(visit: Visit, handle: str) -> Answer:
    """A user, and what they posted, as far as the viewer may see."""
    user = visit.twite.users.named(handle, viewer_id=visit.viewer_id)
    page = visit.twite.timelines.profile(
        author_id=user.id, viewer_id=visit.viewer_id, cursor=visit.cursor
    )
    pinned = visit.twite.timelines.pinned(author_id=user.id, viewer_id=visit.viewer_id)
    relation = None
    if visit.viewer_id is not None and visit.viewer_id != user.id:
        relation = visit.twite.follows.relation(viewer_id=visit.viewer_id, other_id=user.id)
    return visit.page(
        "profile.html",
        user=user,
        pinned=pinned if visit.cursor == NEWEST else (),
        page=page,
        cursor=visit.cursor,
        relation=relation,
    )


def settings(visit: Visit) -> Answer:
    """Everything one decides for oneself, a line each."""
    return visit.page("settings.html")


def profile_form(visit: Visit) -> Answer:
    """Say who one is: what stands there now can be changed."""
    return _form(visit, _typed_of(visit.twite.users.show(visit.member_id)))


def edit_profile(visit: Visit) -> Answer:
    """Say who one is, and see how it looks; what was typed stays where it is refused."""
    try:
        visit.twite.users.edit_profile(
            by=visit.member_id,
            display_name=visit.field("display_name"),
            bio=visit.field("bio"),
            links=list(_links(visit)),
            locked=visit.field("locked") == ON,
        )
    except (Invalid, Conflict) as why:
        typed = {name: visit.field(name) for name in _typed()}
        return _form(
            visit,
            typed,
            status=status_of(why),
            wrong=FIELDS.get(type(why), "form"),
            said=str(why),
        )
    user = visit.twite.users.show(visit.member_id)
    return visit.redirect(f"/@{user.handle}")


def account_form(visit: Visit) -> Answer:
    """End one's account: what that means, and the password that says one means it."""
    return visit.page("settings_account.html", said="")


def close_account(visit: Visit) -> Answer:
    """For good, for whoever knows the password."""
    try:
        visit.twite.credentials.confirm(by=visit.member_id, current=visit.field("password"))
    except (WrongPassword, Conflict) as why:
        return visit.page("settings_account.html", status=status_of(why), said=str(why))
    visit.twite.users.close(visit.member_id, by=visit.member_id)
    return visit.leave(to="/")


def _form(
    visit: Visit, typed: Mapping[str, str], *, status: int = 200, wrong: str = "", said: str = ""
) -> Answer:
    return visit.page(
        "settings_profile.html",
        status=status,
        typed=typed,
        wrong=wrong,
        said=said,
        most_links=MOST_LINKS,
        longest_bio=LONGEST_BIO,
    )


def _links(visit: Visit) -> Iterator[tuple[str, str]]:
    """Lines with nothing in them are none."""
    for number in range(1, MOST_LINKS + 1):
        name = visit.field(f"link_name_{number}").strip()
        value = visit.field(f"link_value_{number}").strip()
        if name or value:
            yield name, value


def _typed_of(user: UserView) -> Mapping[str, str]:
    said = {
        "display_name": user.display_name,
        "bio": user.bio,
        "locked": ON if user.is_locked else "",
    }
    for number, (name, value) in enumerate(user.links, start=1):
        said |= {f"link_name_{number}": name, f"link_value_{number}": value}
    return {name: said.get(name, "") for name in _typed()}


def _typed() -> Iterator[str]:
    """What stands in the form."""
    yield from ("display_name", "bio", "locked")
    for number in range(1, MOST_LINKS + 1):
        yield from (f"link_name_{number}", f"link_value_{number}")
