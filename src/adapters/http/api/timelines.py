"""Timelines: home, public, by hashtag, and what one account posted."""

from typing import Annotated

from litestar.params import QueryParameter

from ....application.paging import Cursor
from ....application.timelines import NEWEST
from ....domain.text import fold_tag, hashtags
from ....domain.users import UserId, UserNotFound
from ..parameters import NoSuchAddress
from .calls import Call
from .entities.statuses import Status
from .unsupported import refuse

Tags = Annotated[list[str] | None, QueryParameter(max_items=40)]


def home(call: Call, cursor: Cursor = NEWEST) -> list[Status]:
    """What one and those one follows posted and passed on."""
    page = call.twite.timelines.entries.home(viewer_id=call.user_id, cursor=cursor)
    return call.api.renderings.listed(call.listed(page), viewer_id=call.viewer_id)


def public(
    call: Call,
    *,
    local: bool = False,
    remote: bool = False,
    only_media: bool = False,
    cursor: Cursor = NEWEST,
) -> list[Status]:
    """What everybody said in public.  All of it is local, and none of it has media."""
    if remote or only_media:
        return []
    page = call.twite.timelines.entries.local(viewer_id=call.viewer_id, cursor=cursor)
    return call.api.renderings.listed(call.listed(page), viewer_id=call.viewer_id)


def tagged(
    call: Call,
    hashtag: str,
    *,
    any_of: Annotated[list[str] | None, QueryParameter(name="any")] = None,
    all_of: Annotated[list[str] | None, QueryParameter(name="all")] = None,
    none_of: Annotated[list[str] | None, QueryParameter(name="none")] = None,
    local: bool = False,
    remote: bool = False,
    only_media: bool = False,
    cursor: Cursor = NEWEST,
) -> list[Status]:
    """What everybody said in public under a hashtag."""
    refuse(any=bool(any_of), all=bool(all_of), none=bool(none_of))
    if hashtags(f"#{hashtag}") != {fold_tag(hashtag)}:
        raise NoSuchAddress
    if remote or only_media:
        return []
    page = call.twite.timelines.entries.tagged(tag=hashtag, viewer_id=call.viewer_id, cursor=cursor)
    return call.api.renderings.listed(call.listed(page), viewer_id=call.viewer_id)


def of_account(
    call: Call,
    id: UserId,
    *,
    only_media: bool = False,
    exclude_replies: bool = False,
    exclude_reblogs: bool = False,
    pinned: bool = False,
    tagged: str = "",
    cursor: Cursor = NEWEST,
) -> list[Status]:
    """What one account posted and passed on, as far as the viewer may see."""
    if id not in call.twite.timelines.entries.user_stamps([id], viewer_id=call.viewer_id):
        raise UserNotFound(id)
    if only_media:
        return []
    if pinned:
        views = call.twite.timelines.pinned(author_id=id, viewer_id=call.viewer_id)
        return call.api.statuses.of(views, viewer_id=call.viewer_id)
    page = call.twite.timelines.entries.profile(
        author_id=id,
        viewer_id=call.viewer_id,
        replies=not exclude_replies,
        reposts=not exclude_reblogs,
        tag=tagged or None,
        cursor=cursor,
    )
    return call.api.renderings.listed(call.listed(page), viewer_id=call.viewer_id)
