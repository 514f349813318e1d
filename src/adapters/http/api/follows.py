"""What apps do with follows, and with requests to follow."""

from msgspec import Struct

from ....application.paging import Cursor
from ....domain.users import UserId
from .accounts import standing
from .calls import Call
from .entities.accounts import Account, Relationship
from .unsupported import refuse

PEOPLE = Cursor(limit=40)


class FollowWith(Struct, kw_only=True):
    """What of them is to be read; what is not given stays."""

    reblogs: bool | None = None
    notify: bool | None = None
    languages: list[str] | None = None


def follow(call: Call, id: UserId, data: FollowWith) -> Relationship:
    """Read what they post, or ask to."""
    refuse(languages=bool(data.languages))
    shows = data.reblogs
    if shows is None:
        relation = call.twite.follows.relation(viewer_id=call.user_id, other_id=id)
        shows = relation.shows_reposts or not relation.following
    call.twite.follows.follow(by=call.user_id, whom=id, reposts=shows, notifies=data.notify)
    return _to(call, id)


def unfollow(call: Call, id: UserId) -> Relationship:
    """Read it no more, and ask no more."""
    call.twite.follows.unfollow(by=call.user_id, whom=id)
    call.twite.follows.withdraw(by=call.user_id, whom=id)
    return _to(call, id)


def remove_from_followers(call: Call, id: UserId) -> Relationship:
    """Be read by them no more."""
    call.twite.follows.remove_follower(by=call.user_id, whom=id)
    return _to(call, id)


def followers(call: Call, id: UserId, cursor: Cursor = PEOPLE) -> list[Account]:
    """Who follows them."""
    call.user(id)
    page = call.twite.follows.followers(of=id, viewer_id=call.viewer_id, cursor=cursor)
    return [call.api.accounts.of(follow.user) for follow in call.listed(page)]


def following(call: Call, id: UserId, cursor: Cursor = PEOPLE) -> list[Account]:
    """Whom they follow."""
    call.user(id)
    page = call.twite.follows.following(of=id, viewer_id=call.viewer_id, cursor=cursor)
    return [call.api.accounts.of(follow.user) for follow in call.listed(page)]


def requests(call: Call, cursor: Cursor = PEOPLE) -> list[Account]:
    """Who asks to follow one."""
    page = call.twite.follows.requests(of=call.user_id, cursor=cursor)
    return [call.api.accounts.of(request.user) for request in call.listed(page)]


def authorize(call: Call, id: UserId) -> Relationship:
    """Let them follow who asked to."""
    call.twite.follows.accept(by=call.user_id, whom=id)
    return _to(call, id)


def reject(call: Call, id: UserId) -> Relationship:
    """Do not let them."""
    call.twite.follows.reject(by=call.user_id, whom=id)
    return _to(call, id)


def _to(call: Call, id: UserId) -> Relationship:
    call.user(id)
    return standing(call, id)
