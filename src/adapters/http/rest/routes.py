"""Every address of our own API, on one page, declared as those of apps are."""

from ..api.reception import Handler, Method, Route
from .microposts import collection, delete, edit, post, search, show, timeline
from .users import follow, followers, following, login, logout, unfollow, users


def _op(method: Method, path: str, handler: Handler, *, status: int = 200, **said: object) -> Route:
    return Route(method, f"/api/{path}", handler, said, status=status)


# fmt: off
ROUTES: tuple[Route, ...] = (
    _op("POST", "login", login, scope="anyone", needs="nobody", owner=None,
        limiter="exchanging", visibility="everyone", kind="hash"),
    _op("POST", "logout", logout, scope="app", needs="user", owner=None,
        limiter="trifles", visibility="own", kind="write", status=204),
    _op("GET", "users", users, scope="read:accounts", needs="nobody", owner=None,
        limiter="reading", visibility="viewer", kind="read"),
    _op("GET", "users/{name}/collection", collection, scope="read:statuses", needs="nobody",
        owner=None, limiter="reading", visibility="viewer", kind="read"),
    _op("POST", "users/{name}/collection", post, scope="write:statuses", needs="user",
        owner="name", limiter="posting", visibility="own", kind="write", status=201),
    _op("GET", "users/{name}/collection/{id}", show, scope="read:statuses", needs="nobody",
        owner=None, limiter="reading", visibility="viewer", kind="read"),
    _op("PUT", "users/{name}/collection/{id}", edit, scope="write:statuses", needs="user",
        owner="name", limiter="posting", visibility="own", kind="write"),
    _op("DELETE", "users/{name}/collection/{id}", delete, scope="write:statuses", needs="user",
        owner="name", limiter="deleting", visibility="own", kind="write", status=204),
    _op("GET", "users/{name}/following", following, scope="read:accounts", needs="nobody",
        owner=None, limiter="reading", visibility="viewer", kind="read"),
    _op("POST", "users/{name}/following", follow, scope="write:follows", needs="user",
        owner="name", limiter="following", visibility="viewer", kind="write", status=201),
    _op("DELETE", "users/{name}/following/{other}", unfollow, scope="write:follows", needs="user",
        owner="name", limiter="following", visibility="viewer", kind="write", status=204),
    _op("GET", "users/{name}/followers", followers, scope="read:accounts", needs="nobody",
        owner=None, limiter="reading", visibility="viewer", kind="read"),
    _op("GET", "users/{name}/timeline", timeline, scope="read:statuses", needs="user",
        owner="name", limiter="reading", visibility="viewer", kind="read"),
    _op("GET", "search", search, scope="read:search", needs="nobody", owner=None,
        limiter="reading", visibility="viewer", kind="read"),
)
# fmt: on
