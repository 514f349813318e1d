"""Every operation of the API, on one page.

Each says which scope a token has to cover and whose it has to be (scope, needs), whose thing it is
about (owner), how often (limiter), what it shows (visibility) and what it costs (kind); what lacks
one of these is not served.
"""

from .apps import register, verify_credentials
from .discovery import host_meta, nodeinfo, nodeinfo_links, webfinger
from .instance import (
    announcements,
    custom_emojis,
    filters,
    filters_v1,
    instance,
    instance_v1,
    lists,
    rules,
)
from .oauth import metadata, revoke, token, userinfo
from .reception import Handler, Method, Route


def _op(method: Method, path: str, handler: Handler, **declares: object) -> Route:
    return Route(method, path, handler, declares)


def _stub(method: Method, path: str, handler: Handler, **declares: object) -> Route:
    return Route(method, path, handler, declares, level="stub")


# fmt: off
# One operation and its declarations in three lines, so that they can be compared down the page.
ROUTES: tuple[Route, ...] = (
    _op("GET", "/api/v2/instance", instance,
        scope="anyone", needs="nobody", owner=None,
        limiter="trifles", visibility="everyone", kind="read"),
    _op("GET", "/api/v1/instance", instance_v1,
        scope="anyone", needs="nobody", owner=None,
        limiter="trifles", visibility="everyone", kind="read"),
    _stub("GET", "/api/v1/instance/rules", rules,
          scope="anyone", needs="nobody", owner=None,
          limiter="trifles", visibility="everyone", kind="read"),
    _stub("GET", "/api/v1/custom_emojis", custom_emojis,
          scope="anyone", needs="nobody", owner=None,
          limiter="trifles", visibility="everyone", kind="read"),
    _stub("GET", "/api/v1/announcements", announcements,
          scope="app", needs="user", owner=None,
          limiter="reading", visibility="own", kind="read"),
    _stub("GET", "/api/v1/lists", lists,
          scope="read:lists", needs="user", owner=None,
          limiter="reading", visibility="own", kind="read"),
    _stub("GET", "/api/v2/filters", filters,
          scope="read:filters", needs="user", owner=None,
          limiter="reading", visibility="own", kind="read"),
    _stub("GET", "/api/v1/filters", filters_v1,
          scope="read:filters", needs="user", owner=None,
          limiter="reading", visibility="own", kind="read"),
    _op("GET", "/.well-known/nodeinfo", nodeinfo_links,
        scope="anyone", needs="nobody", owner=None,
        limiter="trifles", visibility="everyone", kind="read"),
    _op("GET", "/nodeinfo/2.0", nodeinfo,
        scope="anyone", needs="nobody", owner=None,
        limiter="trifles", visibility="everyone", kind="read"),
    _op("GET", "/.well-known/webfinger", webfinger,
        scope="anyone", needs="nobody", owner=None,
        limiter="reading", visibility="everyone", kind="read"),
    _op("GET", "/.well-known/host-meta", host_meta,
        scope="anyone", needs="nobody", owner=None,
        limiter="trifles", visibility="everyone", kind="read"),

    _op("GET", "/.well-known/oauth-authorization-server", metadata,
        scope="anyone", needs="nobody", owner=None,
        limiter="trifles", visibility="everyone", kind="read"),
    _op("POST", "/api/v1/apps", register,
        scope="anyone", needs="nobody", owner=None,
        limiter="registering", visibility="everyone", kind="write"),
    _op("GET", "/api/v1/apps/verify_credentials", verify_credentials,
        scope="app", needs="app", owner=None,
        limiter="reading", visibility="own", kind="read"),
    _op("POST", "/oauth/token", token,
        scope="anyone", needs="nobody", owner=None,
        limiter="exchanging", visibility="everyone", kind="hash"),
    _op("POST", "/oauth/revoke", revoke,
        scope="anyone", needs="nobody", owner=None,
        limiter="exchanging", visibility="everyone", kind="write"),
    _op("GET", "/oauth/userinfo", userinfo,
        scope="profile", needs="user", owner=None,
        limiter="reading", visibility="own", kind="read"),
    _op("POST", "/oauth/userinfo", userinfo,
        scope="profile", needs="user", owner=None,
        limiter="reading", visibility="own", kind="read"),
)
# fmt: on
