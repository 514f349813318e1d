"""What every answer says beside what it says."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, timedelta
from typing import TypeAlias

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from ...application.ports.system import Clock
from . import limits
from .cookies import CookieJar
from .csrf import CSRF
from .house import House
from .sessions import SESSION

OURS = "form-action 'self'"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        OURS,
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT = "max-age=31536000"  # a year, as the browsers' own lists ask for
PRIVATE = "private, no-store"
FRESH = "no-cache"  # may be kept, and is asked for again each time


# What programs use, also those that run in a page of another site.
FOR_PROGRAMS = ("/api/", "/oauth/", "/.well-known/", "/nodeinfo/")
ON_TOKENS = "/oauth/"
FOR_PEOPLE = "/oauth/authorize/"  # though it begins so
# Anybody's page may call, and none with the cookies of who looks at it: a token is sent by name.
SHARED = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": (
        "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After,"
        " Idempotency-Key"
    ),
}
PREFLIGHT = {
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": ("Authorization, Content-Type, Idempotency-Key, Last-Event-ID"),
    "access-control-max-age": "86400",  # a day, of which browsers keep what they like
}


def may_lead_to(source: str) -> str:
    """The policy of a page whose form leads on to another place, too: browsers ask it of every
    address that the answer to a form sends them to."""
    return POLICY.replace(OURS, f"{OURS} {source}")


Hook: TypeAlias = Callable[[Message, Scope], Awaitable[None]]


def hook(house: House, clock: Clock) -> Hook:
    """For Litestar's ``before_send``: it sees every answer, errors too."""
    jar = CookieJar(house.is_secure)
    strict = {"strict-transport-security": STRICT_TRANSPORT} if house.is_secure else {}
    always, shared = _encoded({**ALWAYS, **strict}), _encoded(SHARED)

    async def dress(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for_programs = is_for_programs(scope)
        # What was said stays: a page may say something stricter.  Looked up one by one, each of
        # ours would be compared with each of theirs.
        said = {name.lower() for name, _ in headers.headers}
        ours = (*always, *shared) if for_programs else always
        headers.headers.extend(one for one in ours if one[0] not in said)
        if for_programs:
            _tell_program(headers, scope, clock)
        if "cache-control" in headers:
            return
        # What is shown depends on whose session or token it is, whether there is one or not.
        known = _is_private(scope) if for_programs else _knows_us(scope, jar)
        headers["cache-control"] = PRIVATE if known or "set-cookie" in headers else FRESH
        headers.add("vary", "Authorization" if for_programs else "Cookie")

    return dress


def is_for_programs(scope: Scope) -> bool:
    """Whether it is asked for by programs, and answers them in their way."""
    path = f"{scope['path']}/"
    return path.startswith(FOR_PROGRAMS) and not path.startswith(FOR_PEOPLE)


def _encoded(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode()) for name, value in headers.items())


def _tell_program(headers: MutableScopeHeaders, scope: Scope, clock: Clock) -> None:
    if scope.get("method") == "OPTIONS":
        for name, value in PREFLIGHT.items():
            headers[name] = value
        del headers["allow"]  # Litestar's leaves out the methods that were added to a path later
    left = limits.left(scope)
    if left is not None:
        renewed = clock.now() + timedelta(seconds=left.renewed_after_seconds)
        headers["x-ratelimit-limit"] = str(left.most)
        headers["x-ratelimit-remaining"] = str(left.left)
        headers["x-ratelimit-reset"] = f"{renewed.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _knows_us(scope: Scope, jar: CookieJar) -> bool:
    """Whether a cookie of ours came along, good or bad."""
    ours = [jar.name(purpose).encode() for purpose in (SESSION, CSRF)]
    cookies = [value for header, value in scope["headers"] if header == b"cookie"]
    return any(name in value for name in ours for value in cookies)


def _is_private(scope: Scope) -> bool:
    """Whether a token came along, or may come back (RFC 6749, 5.1)."""
    return scope["path"].startswith(ON_TOKENS) or any(
        header == b"authorization" for header, _ in scope["headers"]
    )
