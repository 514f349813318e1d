"""Pages of microposts: one by itself, and the form that makes one."""

from ....domain.errors import Conflict, Invalid
from ....domain.microposts import KeyReused, MicropostId, MicropostNotFound, Visibility
from ..errors import status_of
from .visits import Answer, Visit

SENT_ALREADY = "this form was sent before, with another text; send it again to post this one too"


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
            visibility=_visibility(visit.field("visibility")),
            idempotency_key=visit.field("key") or None,
        )
    except (Invalid, Conflict) as why:
        return visit.page(
            "compose.html",
            status=status_of(why),
            text=visit.field("text"),
            chosen=visit.field("visibility"),
            said=SENT_ALREADY if isinstance(why, KeyReused) else str(why),
        )
    return visit.redirect("/")


def delete(visit: Visit, id: MicropostId) -> Answer:
    """Take it back."""
    visit.twite.microposts.delete(id, by=visit.member_id)
    author = visit.twite.users.show(visit.member_id)
    return visit.redirect(f"/@{author.handle}")


def _visibility(chosen: str) -> Visibility:
    if chosen not in list(Visibility):
        raise NoSuchAudience
    return Visibility(chosen)


class NoSuchAudience(Invalid):
    def __str__(self) -> str:
        return "choose who may read it"
