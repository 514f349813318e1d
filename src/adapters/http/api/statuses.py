"""What apps do with statuses: post, show, edit, delete, pin."""

from typing import Annotated, Any, Literal

from litestar.params import HeaderParameter, QueryParameter
from msgspec import Struct

from ....application.ports.microposts import MicropostView
from ....domain.givens import MOST_AT_ONCE as MOST_IDS
from ....domain.microposts import MicropostId, MicropostNotFound
from ....domain.timelines import MOST_REPLIES
from .. import parameters
from .calls import Call
from .entities.audiences import AUDIENCES, Audience
from .entities.statuses import Context, Status, StatusEdit, StatusSource
from .unsupported import refuse

# What whoever is not logged in is shown of a thread, as Mastodon has it.
ANCESTORS_FOR_ANYONE = 40
DESCENDANTS_FOR_ANYONE = 60
DEPTH_FOR_ANYONE = 20


class Said(Struct, kw_only=True):
    """What is said, however."""

    status: str = ""
    spoiler_text: str | None = None
    sensitive: bool | None = None
    language: str | None = None
    media_ids: list[str] | None = None
    poll: dict[str, Any] | None = None
    quote_approval_policy: str | None = None


class NewStatus(Said, kw_only=True):
    """What is to be posted."""

    in_reply_to_id: str | None = None
    visibility: Audience | Literal[""] | None = None
    scheduled_at: str | None = None
    quoted_status_id: str | None = None


class EditedStatus(Said, kw_only=True):
    """What it is to say from now on.  Without a language it keeps the one it has."""

    media_attributes: list[Any] | None = None


def create(
    call: Call,
    data: NewStatus,
    idempotency_key: Annotated[str | None, HeaderParameter(name="Idempotency-Key")] = None,
) -> Status:
    """Say something.  With the key of an earlier post of the last 24 hours: that one."""
    _expect_text(data)
    refuse(scheduled_at=bool(data.scheduled_at), quoted_status_id=bool(data.quoted_status_id))
    answered_id = parameters.id_said(data.in_reply_to_id, "in_reply_to_id")
    id = call.twite.microposts.post(
        author_id=call.user_id,
        text=data.status,
        content_warning=data.spoiler_text,
        language=parameters.language(data.language or "") or None,
        sensitive=data.sensitive,
        visibility=AUDIENCES[data.visibility] if data.visibility else None,
        in_reply_to_id=MicropostId(answered_id) if answered_id is not None else None,
        idempotency_key=idempotency_key,
    )
    return call.status(id)


def show_status(call: Call, id: MicropostId) -> Status:
    """One status."""
    return call.status(id)


def several_statuses(
    call: Call,
    ids: Annotated[list[str] | None, QueryParameter(name="id", max_items=MOST_IDS)] = None,
) -> list[Status]:
    """Several statuses at once; those that are not there are left out."""
    wanted = [MicropostId(id) for id in parameters.ids(ids or ())]
    views = call.twite.microposts.shown(wanted, viewer_id=call.viewer_id)
    return call.api.statuses.of(views, viewer_id=call.viewer_id)


def edit(call: Call, id: MicropostId, data: EditedStatus) -> Status:
    """Say it better."""
    _expect_text(data)
    refuse(media_attributes=bool(data.media_attributes))
    language = data.language if data.language is not None else _own(call, id).language
    call.twite.microposts.edit(
        id,
        by=call.user_id,
        text=data.status,
        content_warning=data.spoiler_text,
        language=parameters.language(language or "") or None,
        sensitive=data.sensitive,
    )
    return call.status(id)


def delete(call: Call, id: MicropostId) -> Status:
    """Take it back.  What it said comes with the answer, to be written anew."""
    view = _own(call, id)
    status = call.api.statuses.one(view, viewer_id=call.viewer_id)
    call.twite.microposts.delete(id, by=call.user_id)
    status.text = view.text
    return status


def source(call: Call, id: MicropostId) -> StatusSource:
    """What its author wrote, for its author."""
    view = _own(call, id)
    return StatusSource(id=str(id), text=view.text, spoiler_text=view.content_warning or "")


def history(call: Call, id: MicropostId) -> list[StatusEdit]:
    """What it said at first, after each edit, and now."""
    versions = call.twite.microposts.history(id, viewer_id=call.viewer_id)
    author = call.twite.microposts.show(id, viewer_id=call.viewer_id).author
    return call.api.statuses.versions(versions, call.user(author.id))


def context(call: Call, id: MicropostId) -> Context:
    """What it answers, and what answers it."""
    is_user = call.viewer_id is not None
    thread = call.twite.timelines.entries.thread(
        id,
        viewer_id=call.viewer_id,
        limit=MOST_REPLIES if is_user else DESCENDANTS_FOR_ANYONE,
    )
    above = thread.ancestor_ids if is_user else thread.ancestor_ids[-ANCESTORS_FOR_ANYONE:]
    below = [
        reply.micropost_id for reply in thread.replies if is_user or reply.depth <= DEPTH_FOR_ANYONE
    ]
    shown = call.api.renderings.said([*above, *below], viewer_id=call.viewer_id)
    return Context(
        ancestors=[shown[one] for one in above if one in shown],
        descendants=[shown[one] for one in below if one in shown],
    )


def pin(call: Call, id: MicropostId) -> Status:
    """Begin one's profile with it."""
    call.twite.microposts.pin(id, by=call.user_id)
    return call.status(id)


def unpin(call: Call, id: MicropostId) -> Status:
    """Begin it with that no longer."""
    call.twite.microposts.unpin(id, by=call.user_id)
    return call.status(id)


def mute_conversation(call: Call, id: MicropostId) -> Status:
    """Be told of nothing any more that is said in its thread."""
    call.twite.mutes.mute_thread(id, by=call.user_id)
    return call.status(id)


def unmute_conversation(call: Call, id: MicropostId) -> Status:
    """Be told of it again."""
    call.twite.mutes.unmute_thread(id, by=call.user_id)
    return call.status(id)


def _own(call: Call, id: MicropostId) -> MicropostView:
    view = call.twite.microposts.show(id, viewer_id=call.viewer_id)
    if view.author.id != call.user_id:
        raise MicropostNotFound(id)
    return view


def _expect_text(said: Said) -> None:
    refuse(
        media_ids=any(said.media_ids or ()),
        poll=bool(said.poll),
        quote_approval_policy=said.quote_approval_policy not in (None, "", "public"),
    )
