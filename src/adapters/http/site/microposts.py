"""Pages of microposts: one in its thread, its history, and the forms that make and edit one."""

from typing import Self

from attrs import define, evolve, fields

from ....application.ports.microposts import MicropostView
from ....domain.drafts import Draft, DraftId
from ....domain.errors import Conflict, Invalid, TwiteError
from ....domain.microposts import (
    DeletedMeanwhile,
    EditedMeanwhile,
    KeyReused,
    MicropostId,
    MicropostNotFound,
    Visibility,
)
from ....domain.text import TokenKind, tokens
from .. import parameters
from ..errors import status_of
from .visits import Answer, Visit

REPLIES_SHOWN = 100  # on one page
SENT_ALREADY = "this form was sent before, with another text; send it again to post this one too"
EDITED_ALREADY = "it was edited meanwhile; send this again to replace what it says now"
NOTHING_TO_ANSWER = (
    "what you answer is not there any more, or not for you to read;"
    " send this again to post it by itself"
)
NOTHING_TO_EDIT = "what you edit is not there any more; save this as a draft, or post it anew"
SENT_AND_DELETED = "you posted this and deleted it; send it again to post it once more"


@define
class Typed:
    """What stands in the form, as it was typed; at first, as it is offered."""

    text: str = ""
    content_warning: str = ""
    language: str = ""
    visibility: str = Visibility.PUBLIC.value
    in_reply_to: str = ""
    version: str = ""
    draft: str = ""

    @classmethod
    def of(cls, visit: Visit) -> Self:
        return cls(**{field.name: visit.field(field.name) for field in fields(cls)})

    @classmethod
    def answering(cls, micropost: MicropostView, *, by: str) -> Self:
        """To whom it is said, but for oneself; to no more people than it was."""
        named = (token.name for token in tokens(micropost.text) if token.kind is TokenKind.MENTION)
        handles = [micropost.author.handle, *(one for one in named if one in micropost.mentions)]
        others = dict.fromkeys(handle for handle in handles if handle != by)
        return cls(
            text="".join(f"@{handle} " for handle in others),
            content_warning=micropost.content_warning or "",
            visibility=micropost.visibility.value,
            in_reply_to=str(micropost.id),
        )

    @classmethod
    def before(cls, draft: Draft) -> Self:
        """As it was kept."""
        answered_id = draft.in_reply_to_id
        return cls(
            text=draft.text.value,
            content_warning=draft.content_warning.value,
            language=draft.language,
            visibility=draft.visibility.value,
            in_reply_to=str(answered_id) if answered_id is not None else "",
            draft=str(draft.id),
        )

    @classmethod
    def again(cls, micropost: MicropostView) -> Self:
        """As it stands, to be said better."""
        return cls(
            text=micropost.text,
            content_warning=micropost.content_warning or "",
            language=micropost.language or "",
            version=str(micropost.version),
        )


def show(visit: Visit, handle: str, id: MicropostId) -> Answer:
    """One micropost in its thread, under its author's handle and no other."""
    after = parameters.id_given(visit.query, "after")
    thread = visit.twite.timelines.thread(
        id,
        viewer_id=visit.viewer_id,
        after=MicropostId(after) if after is not None else None,
        limit=REPLIES_SHOWN,
    )
    if not handle.isascii() or thread.micropost.author.handle != handle.lower():
        raise MicropostNotFound(id)
    typed = _reply(visit, thread.micropost)
    return visit.page("micropost.html", thread=thread, begun=after is None, typed=typed)


def post(visit: Visit) -> Answer:
    """Say something; what cannot be said stands in the form again, with the reason."""
    try:
        answered_id = parameters.id_given(visit.form, "in_reply_to")
        draft_id = parameters.id_given(visit.form, "draft")
        id = visit.twite.microposts.post(
            author_id=visit.member_id,
            text=visit.field("text"),
            content_warning=visit.field("content_warning"),
            language=visit.field("language").strip() or None,
            visibility=Visibility.of(visit.field("visibility")),
            in_reply_to_id=MicropostId(answered_id) if answered_id is not None else None,
            draft_id=DraftId(draft_id) if draft_id is not None else None,
            idempotency_key=visit.field("key") or None,
        )
    except (Invalid, Conflict, MicropostNotFound) as why:
        return unsaid(visit, why)
    if answered_id is None:
        return visit.redirect("/")
    author = visit.twite.users.show(visit.member_id)
    return visit.redirect(f"/@{author.handle}/{id}")


def unsaid(visit: Visit, why: TwiteError) -> Answer:
    """The form again, with what was typed, and the reason; without what is not there to answer."""
    typed = Typed.of(visit)
    if isinstance(why, MicropostNotFound):
        typed = evolve(typed, in_reply_to="")
    return visit.page("compose.html", status=status_of(why), typed=typed, said=_said(why))


def edit_form(visit: Visit, handle: str, id: MicropostId) -> Answer:
    """Say it better: the form, for its author."""
    micropost = _own(visit, handle, id)
    return visit.page("edit.html", micropost=micropost, typed=Typed.again(micropost), said="")


def edit(visit: Visit, handle: str, id: MicropostId) -> Answer:
    """Say it better; what cannot be said stands in the form again, with the reason, also where
    there is nothing to edit any more."""
    try:
        return _edited(visit, _own(visit, handle, id))
    except MicropostNotFound as why:
        return _unedited(visit, why)


def history(visit: Visit, handle: str, id: MicropostId) -> Answer:
    """What it said at first, after each edit, and now: the newest first."""
    micropost = visit.micropost(handle, id)
    versions = visit.twite.microposts.history(id, viewer_id=visit.viewer_id)
    return visit.page("history.html", micropost=micropost, versions=versions[::-1])


def pin(visit: Visit, id: MicropostId) -> Answer:
    """Begin one's profile with it."""
    visit.twite.microposts.pin(id, by=visit.member_id)
    return visit.redirect(f"/@{visit.twite.users.show(visit.member_id).handle}")


def unpin(visit: Visit, id: MicropostId) -> Answer:
    """Begin it with that no longer."""
    visit.twite.microposts.unpin(id, by=visit.member_id)
    return visit.redirect(f"/@{visit.twite.users.show(visit.member_id).handle}")


def delete(visit: Visit, id: MicropostId) -> Answer:
    """Take it back."""
    visit.twite.microposts.delete(id, by=visit.member_id)
    author = visit.twite.users.show(visit.member_id)
    return visit.redirect(f"/@{author.handle}")


def _edited(visit: Visit, micropost: MicropostView) -> Answer:
    try:
        visit.twite.microposts.edit(
            micropost.id,
            by=visit.member_id,
            text=visit.field("text"),
            content_warning=visit.field("content_warning"),
            language=visit.field("language").strip() or None,
            version=parameters.id_given(visit.form, "version"),
        )
    except (Invalid, Conflict) as why:
        typed = evolve(Typed.of(visit), version=str(micropost.version))
        said = EDITED_ALREADY if isinstance(why, EditedMeanwhile) else str(why)
        return visit.page(
            "edit.html", status=status_of(why), micropost=micropost, typed=typed, said=said
        )
    return visit.redirect(f"/@{micropost.author.handle}/{micropost.id}")


def _unedited(visit: Visit, why: MicropostNotFound) -> Answer:
    """What was typed, to be posted anew: to nobody more than it names, until its author says so."""
    typed = evolve(Typed.of(visit), visibility=Visibility.MENTIONED.value)
    if not typed.text.strip():
        raise why
    return visit.page("compose.html", status=status_of(why), typed=typed, said=NOTHING_TO_EDIT)


def _own(visit: Visit, handle: str, id: MicropostId) -> MicropostView:
    micropost = visit.micropost(handle, id)
    if micropost.author.id != visit.member_id:
        raise MicropostNotFound(id)
    return micropost


def _reply(visit: Visit, micropost: MicropostView) -> Typed | None:
    if visit.viewer_id is None:
        return None
    return Typed.answering(micropost, by=visit.twite.users.show(visit.viewer_id).handle)


def _said(why: Exception) -> str:
    """A form knows nothing of keys, nor of ids."""
    match why:
        case MicropostNotFound():
            return NOTHING_TO_ANSWER
        case KeyReused():
            return SENT_ALREADY
        case DeletedMeanwhile():
            return SENT_AND_DELETED
        case _:
            return str(why)
