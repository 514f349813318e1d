"""Microposts: everybody's collection, one's timeline, and what is searched for."""

from datetime import datetime
from typing import Annotated

from litestar.params import HeaderParameter
from msgspec import Struct
from msgspec.structs import asdict

from ....application.paging import Cursor
from ....application.ports.microposts import AuthorView, MicropostView
from ....application.timelines import NEWEST
from ....domain.microposts import MicropostId, MicropostNotFound, Visibility
from ..api.calls import Call
from .users import Listing, User, listing, named, own, path, shown

Key = Annotated[str | None, HeaderParameter(name="Idempotency-Key")]


class Said(Struct, kw_only=True):
    text: str
    content_warning: str | None = None
    language: str | None = None
    sensitive: bool | None = None


class NewMicropost(Said, kw_only=True):
    """And to whom, in answer to what; what is left out is as its author prefers it."""

    visibility: Visibility | None = None
    in_reply_to_id: MicropostId | None = None


class Micropost(Said, kw_only=True):
    """As the viewer sees it; ``reposted_by`` is who passed it on in this timeline."""

    href: str
    id: str
    author: User
    visibility: Visibility
    in_reply_to: str | None
    posted_at: datetime
    edited_at: datetime | None
    reposted_by: User | None


def collection(call: Call, name: str, cursor: Cursor = NEWEST) -> Listing[Micropost]:
    """What somebody said, as far as the viewer may read it."""
    page = call.twite.timelines.profile(
        author_id=named(call, name).id, viewer_id=call.viewer_id, reposts=False, cursor=cursor
    )
    return listing(call, page, [_seen(call, one.micropost) for one in page.items])


def post(call: Call, name: str, data: NewMicropost, idempotency_key: Key = None) -> Micropost:
    """Say something.  With the key of an earlier post of the last 24 hours: that one."""
    sent = {**asdict(data), "idempotency_key": idempotency_key}
    said = show(call, name, call.twite.microposts.post(author_id=own(call, name).id, **sent))
    call.headers["location"] = said.href
    return said


def show(call: Call, name: str, id: MicropostId) -> Micropost:
    """One of them, under its author's name and no other."""
    view = call.twite.microposts.show(id, viewer_id=call.viewer_id)
    if view.author.id != named(call, name).id:
        raise MicropostNotFound(id)
    return _seen(call, view)


def edit(call: Call, name: str, id: MicropostId, data: Said) -> Micropost:
    """Say it better.  Without a warning, or a language, there is none any more."""
    call.twite.microposts.edit(id, by=own(call, name).id, **asdict(data))
    return show(call, name, id)


def delete(call: Call, name: str, id: MicropostId) -> None:
    """Take it back."""
    call.twite.microposts.delete(id, by=own(call, name).id)


def timeline(call: Call, name: str, cursor: Cursor = NEWEST) -> Listing[Micropost]:
    """What one and those one follows said and passed on; nobody reads another's."""
    page = call.twite.timelines.home(viewer_id=own(call, name).id, cursor=cursor)
    return listing(call, page, [_seen(call, one.micropost, one.reposted_by) for one in page.items])


def search(
    call: Call, *, user: str = "", text: str = "", cursor: Cursor = NEWEST
) -> Listing[Micropost]:
    """Who said so, anybody or one user; of a user alone, everything."""
    if user and not text:
        return collection(call, user, cursor)
    by = named(call, user).id if user else None
    page = call.twite.search.microposts(text, viewer_id=call.viewer_id, author_id=by, cursor=cursor)
    return listing(call, page, [_seen(call, one) for one in page.items])


def _seen(call: Call, view: MicropostView, by: AuthorView | None = None) -> Micropost:
    to = view.in_reply_to_author
    return Micropost(
        href=path(call, view.author.handle, "collection", view.id),
        id=str(view.id),
        author=shown(call, view.author),
        text=view.text,
        content_warning=view.content_warning,
        language=view.language,
        sensitive=view.sensitive,
        visibility=view.visibility,
        in_reply_to=path(call, to.handle, "collection", view.in_reply_to_id) if to else None,
        posted_at=view.posted_at,
        edited_at=view.edited_at,
        reposted_by=shown(call, by) if by else None,
    )
