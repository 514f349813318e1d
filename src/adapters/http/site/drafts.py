"""Pages of drafts: what was typed and is yet to be posted."""

from attrs import asdict, evolve

from ....domain.drafts import DraftId, DraftNotFound
from ....domain.errors import Conflict, Invalid
from ....domain.microposts import MicropostId, MicropostNotFound, Visibility
from ....domain.users import UserId
from .. import parameters
from .microposts import Typed, unsaid
from .visits import Answer, Visit


def drafts(visit: Visit) -> Answer:
    """All of the viewer's, the newest first."""
    page = visit.twite.drafts.page(owner_id=visit.member_id, cursor=visit.cursor)
    return visit.page("drafts.html", page=page, cursor=visit.cursor)


def draft(visit: Visit, id: DraftId) -> Answer:
    """The form, as it was left."""
    found = visit.twite.drafts.show(id, owner_id=visit.member_id)
    return visit.page("draft.html", typed=Typed.before(found), said="")


def keep(visit: Visit) -> Answer:
    """Keep what was typed, anew where the draft it was is gone; what cannot be kept stands in the
    form again, with the reason."""
    try:
        _keep(visit, Typed.of(visit))
    except (Invalid, Conflict, MicropostNotFound) as why:
        return unsaid(visit, why)
    return visit.redirect("/drafts")


def discard(visit: Visit, id: DraftId) -> Answer:
    """Throw it away."""
    visit.twite.drafts.discard(id, by=visit.member_id)
    return visit.redirect("/drafts")


def _keep(visit: Visit, typed: Typed) -> None:
    try:
        keep_typed(visit, typed, by=visit.member_id)
    except DraftNotFound:  # it was posted or discarded in another tab
        keep_typed(visit, evolve(typed, draft=""), by=visit.member_id)


def keep_typed(visit: Visit, typed: Typed, *, by: UserId) -> DraftId:
    """Raises what :meth:`Drafts.keep` raises, and :exc:`NotAnId`."""
    given = asdict(typed)
    answered_id = parameters.id_given(given, "in_reply_to")
    id = parameters.id_given(given, "draft")
    return visit.twite.drafts.keep(
        by=by,
        text=typed.text,
        content_warning=typed.content_warning,
        language=typed.language,
        visibility=Visibility.of(typed.visibility),
        in_reply_to_id=MicropostId(answered_id) if answered_id is not None else None,
        id=DraftId(id) if id is not None else None,
    )
