"""Users: they log in and out, and follow each other."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from litestar.params import HeaderParameter
from msgspec import Struct

from ....application.paging import Cursor, Page
from ....application.ports.microposts import AuthorView
from ....application.ports.users import UserView
from ....application.users import NEWEST
from ....domain.users import UserNotFound, UserState
from .. import browsers, headers
from ..api.calls import Call
from ..api.unsupported import refuse
from ..tokens import Login

T = TypeVar("T")
Agent = Annotated[str, HeaderParameter(name="User-Agent")]


class Listing(Struct, Generic[T], kw_only=True):
    """A page of a list, and where it goes on, as the header says it, too."""

    items: list[T]
    next: str | None
    previous: str | None


class User(Struct, kw_only=True):
    name: str
    display_name: str
    collection: str
    following: str
    followers: str


class Credentials(Struct, kw_only=True):
    """A handle or an e-mail address, and the password."""

    login: str
    password: str


class Session(Struct, kw_only=True):
    """Who is logged in; the token they are known by is told this once."""

    token: str
    user: User


class Followee(Struct, kw_only=True):
    name: str


class Followed(Struct, kw_only=True):
    """That one follows somebody or, where they are locked, has asked to."""

    href: str
    state: Literal["following", "requested"]


def login(call: Call, data: Credentials, agent: Agent = "") -> Session:
    """Log in.  Nothing of that may stand in the address, which logs keep."""
    refuse(query=bool(call.asked))
    call.logging_in(data.login)
    id = call.twite.credentials.prove(login=data.login, password=data.password)
    token = call.twite.sessions.start(id, browser=browsers.named(agent))
    call.headers["cache-control"] = headers.PRIVATE
    return Session(token=token, user=shown(call, call.twite.users.show(id)))


def logout(call: Call) -> None:
    """Log out: the token that comes with it ends, whether it is a session's or an app's."""
    if isinstance(call.access, Login):
        call.twite.sessions.end(call.token or "")
    else:
        call.twite.oauth.end(call.known.token_id, by=call.user_id)


def users(call: Call, cursor: Cursor = NEWEST) -> Listing[User]:
    """Everybody the viewer may know of; who came last stands first."""
    page = call.twite.users.page(state=UserState.ACTIVE, cursor=cursor).dressed(
        lambda all: call.twite.users.shown([one.id for one in all], viewer_id=call.viewer_id)
    )
    return listing(call, page, [shown(call, one) for one in page.items])


def following(call: Call, name: str, cursor: Cursor = NEWEST) -> Listing[User]:
    """Whom somebody follows."""
    id = named(call, name).id
    page = call.twite.follows.following(of=id, viewer_id=call.viewer_id, cursor=cursor)
    return listing(call, page, [shown(call, one.user) for one in page.items])


def followers(call: Call, name: str, cursor: Cursor = NEWEST) -> Listing[User]:
    """Who follows somebody."""
    id = named(call, name).id
    page = call.twite.follows.followers(of=id, viewer_id=call.viewer_id, cursor=cursor)
    return listing(call, page, [shown(call, one.user) for one in page.items])


def follow(call: Call, name: str, data: Followee) -> Followed:
    """Read what somebody posts, or ask to."""
    user, other = own(call, name), named(call, data.name)
    call.twite.follows.follow(by=user.id, whom=other.id)
    relation = call.twite.follows.relation(viewer_id=user.id, other_id=other.id)
    href = call.headers["location"] = path(call, user.handle, "following", other.handle)
    return Followed(href=href, state="following" if relation.following else "requested")


def unfollow(call: Call, name: str, other: str) -> None:
    """Read it no more, and ask no more."""
    id, other_id = own(call, name).id, named(call, other).id
    call.twite.follows.unfollow(by=id, whom=other_id)
    call.twite.follows.withdraw(by=id, whom=other_id)


def named(call: Call, name: str) -> UserView:
    """Whom the viewer may know of; raises :exc:`UserNotFound`."""
    return call.twite.users.named(name, viewer_id=call.viewer_id)


def own(call: Call, name: str) -> UserView:
    """Oneself: whoever else it names is as if they were not.  Raises :exc:`UserNotFound`."""
    if (found := named(call, name)).id != call.user_id:
        raise UserNotFound(name)
    return found


def listing(call: Call, page: Page[Any], items: list[T]) -> Listing[T]:
    ways = call.lead_on(page)
    return Listing(items=items, next=ways.get("next"), previous=ways.get("prev"))


def path(call: Call, *parts: object) -> str:
    return "/".join((f"{call.api.house.base_url}/api/users", *map(str, parts)))


def shown(call: Call, user: AuthorView | UserView) -> User:
    theirs = {what: path(call, user.handle, what) for what in User.__struct_fields__[2:]}
    return User(name=user.handle, display_name=user.display_name, **theirs)
