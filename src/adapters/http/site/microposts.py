"""Pages of microposts: one by itself, and the form that makes one."""

from ....domain.errors import Conflict, Invalid
from ....domain.microposts import (
    DeletedMeanwhile,
    KeyReused,
    MicropostId,
    MicropostNotFound,
    Visibility,
)
from ..errors import status_of
from .visits import Answer, Visit

SENT_ALREADY = "this form was sent before, with another text; send it again to post this one too"
SENT_AND_DELETED = "you posted this and deleted it; send it again to post it once more"


def show(visit: Visit, handle: str, id: MicropostId) -> Answer:
    """One micropost, under its author's handle and no other."""
    micropost = visit.twite.microposts.show(id, viewer_id=visit.viewer_id)
    if not handle.isascii() or micropost.author.handle != handle.lower():
        raise MicropostNotFound(id)
    return visit.page("micropost.html", micropost=micropost)


def post(visit: Visit) -> Answer:
    """Say something; what cannot be said stands in the form again, with the reason."""
    try:
        visit.twite.microposts.post(
            author_id=visit.member_id,
            text=visit.field("text"),
            visibility=Visibility.of(visit.field("visibility")),
            idempotency_key=visit.field("key") or None,
        )
    except (Invalid, Conflict) as why:
        return visit.page(
            "compose.html",
            status=status_of(why),
            text=visit.field("text"),
            chosen=visit.field("visibility"),
            said=_said(why),
        )
    return visit.redirect("/")


def delete(visit: Visit, id: MicropostId) -> Answer:
    """Take it back."""
    visit.twite.microposts.delete(id, by=visit.member_id)
    author = visit.twite.users.show(visit.member_id)
    return visit.redirect(f"/@{author.handle}")


def _said(why: Invalid | Conflict) -> str:
    """A form knows nothing of keys."""
    match why:
        case KeyReused():
            return SENT_ALREADY
        case DeletedMeanwhile():
            return SENT_AND_DELETED
        case _:
            return str(why)
