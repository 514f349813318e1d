"""Cookies: how ours are called, found, and set."""

import re
from collections.abc import Iterable

from attrs import frozen
from litestar.datastructures import Cookie

_VALUE = re.compile(r"[A-Za-z0-9_-]{16,64}")  # what our tokens look like


def is_token(text: str) -> bool:
    """Whether it could be one that we drew."""
    return _VALUE.fullmatch(text) is not None


@frozen
class CookieJar:
    """Under HTTPS the names begin with ``__Host-``: browsers then take them from this very host
    alone, so that no neighbouring subdomain can slip one in."""

    is_secure: bool

    def name(self, purpose: str) -> str:
        return f"__Host-twite_{purpose}" if self.is_secure else f"twite_{purpose}"

    def find(self, headers: Iterable[tuple[bytes, bytes]], purpose: str) -> str | None:
        """What the browser sent.  A value that cannot be ours counts as none, and so do two that
        differ: one of them is not from us, and nothing tells which."""
        name = self.name(purpose).encode()
        found = {
            value.strip()
            for header, line in headers
            if header == b"cookie"
            for crumb in line.split(b";")
            for key, _, value in [crumb.partition(b"=")]
            if key.strip() == name
        }
        if len(found) != 1:
            return None
        text = found.pop().decode("latin-1")
        return text if is_token(text) else None

    def set(self, purpose: str, value: str, *, lasts_seconds: int | None = None) -> Cookie:
        """Kept for so long, or until the browser is closed."""
        return Cookie(
            key=self.name(purpose),
            value=value,
            max_age=lasts_seconds,
            path="/",
            secure=self.is_secure or None,
            httponly=True,
            samesite="lax",
        )

    def drop(self, purpose: str) -> Cookie:
        return self.set(purpose, "", lasts_seconds=0)
