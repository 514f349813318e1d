"""The search of all: accounts, statuses, hashtags."""

from typing import Annotated, Literal

from litestar.params import QueryParameter
from msgspec import Struct

from ....application.paging import LARGEST_LIMIT, Cursor
from ....application.ports.microposts import MicropostView
from ....application.timelines import NEWEST
from ....domain.oauth import TokenInvalid
from ....domain.users import UserId
from .. import parameters
from .calls import Call
from .entities.accounts import Account
from .entities.statuses import Status
from .entities.texts import Url, tag_url
from .finding import people, place, said_at


class Tag(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Tag/"""

    id: str
    name: str
    url: Url
    history: list["TagHistory"] = []


class TagHistory(Struct, kw_only=True):
    """How often a tag was used on a day."""

    day: str
    uses: str
    accounts: str


class Search(Struct, kw_only=True):
    """https://docs.joinmastodon.org/entities/Search/"""

    accounts: list[Account] = []
    statuses: list[Status] = []
    hashtags: list[Tag] = []


def search(
    call: Call,
    *,
    q: str,
    type: Literal["accounts", "statuses", "hashtags", ""] = "",
    resolve: bool = False,
    following: bool = False,
    account_id: str | None = None,
    exclude_unreviewed: bool = False,
    offset: Annotated[int, QueryParameter(ge=0, le=1_000)] = 0,
    cursor: Cursor = NEWEST,
) -> Search:
    """Who is called so, who said so, which hashtags begin so; or what is at an address here."""
    if call.viewer_id is None and (resolve or offset):
        raise TokenInvalid
    found = Search()
    if type in ("", "accounts"):
        people_found = people(call, q, following=following, limit=cursor.limit, offset=offset)
        found.accounts = [call.api.accounts.of(user) for user in people_found]
    if type in ("", "statuses"):
        found.statuses = _statuses(call, q, cursor, offset, account_id)
    if type in ("", "hashtags") and place(call, q) is None:
        found.hashtags = _hashtags(call, q)[offset:][: cursor.limit]
    return found


def _statuses(
    call: Call, q: str, cursor: Cursor, offset: int, account_id: str | None
) -> list[Status]:
    """An offset leads over so many of the newest."""
    by = parameters.id_said(account_id, "account_id")
    author_id = UserId(by) if by is not None else None
    named = place(call, q)
    if named is not None:
        at_address = [one for one in said_at(call, named) if author_id in (None, one.author.id)]
        return call.api.statuses.of(at_address[offset:], viewer_id=call.viewer_id)
    left, views = offset + cursor.limit, list[MicropostView]()
    at: Cursor | None = Cursor(
        max_id=cursor.max_id, min_id=cursor.min_id, since_id=cursor.since_id, limit=LARGEST_LIMIT
    )
    while at is not None and len(views) < left:
        page = call.twite.search.microposts(
            q, viewer_id=call.viewer_id, author_id=author_id, cursor=at
        )
        views.extend(page.items)
        at = page.older
    return call.api.statuses.of(views[offset:left], viewer_id=call.viewer_id)


def _hashtags(call: Call, q: str) -> list[Tag]:
    base = call.api.house.base_url
    return [
        Tag(id=view.tag, name=view.tag, url=tag_url(base, view.tag))
        for view in call.twite.hashtags.starting_with(q, viewer_id=call.viewer_id)
    ]
