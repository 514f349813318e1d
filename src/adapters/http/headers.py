"""What every answer says beside what it says."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from .cookies import CookieJar
from .csrf import CSRF
from .house import House
from .sessions import SESSION

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
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

Hook: TypeAlias = Callable[[Message, Scope], Awaitable[None]]


def hook(house: House) -> Hook:
    """For Litestar's ``before_send``: it sees every answer, errors too."""
    jar = CookieJar(house.is_secure)
    always = dict(ALWAYS)
    if house.is_secure:
        always["strict-transport-security"] = STRICT_TRANSPORT

    async def dress(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in always.items():
            headers.setdefault(name, value)  # a page may say something stricter
        if "cache-control" in headers:
            return
        # What a page shows depends on whose session it is, whether there is one or not.
        personal = "set-cookie" in headers or _knows_us(scope, jar)
        headers["cache-control"] = PRIVATE if personal else FRESH
        headers.add("vary", "Cookie")

    return dress


def _knows_us(scope: Scope, jar: CookieJar) -> bool:
    """Whether a cookie of ours came along, good or bad."""
    ours = [jar.name(purpose).encode() for purpose in (SESSION, CSRF)]
    cookies = [value for header, value in scope["headers"] if header == b"cookie"]
    return any(name in value for name in ours for value in cookies)
