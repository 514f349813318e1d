"""Forms that come from our own pages, and from no other site.

A random cookie, and in each form a token made of it and of the session: another site can make a
browser send the cookie, but can neither read it nor set it.  Litestar's own middleware signs its
cookie with a secret that all processes would have to share, knows nothing of sessions, and refuses
forms for ever once a browser holds a cookie signed with an older secret; so this is ours.
"""

import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256

from attrs import define, field, frozen
from litestar.datastructures import Cookie

from ...domain.errors import Forbidden
from .cookies import CookieJar
from .house import House

CSRF = "csrf"
FIELD = "csrf"  # of every form
RANDOM_BYTES = 16


@define
class CsrfToken:
    """The token of one request's forms.  A browser without a cookie gets one once it is used."""

    held: str | None
    session: str | None
    made: str | None = None
    _value: str = field(init=False, default="")

    @property
    def value(self) -> str:
        """What a form carries."""
        if not self._value:
            if self.held is None:
                self.made = secrets.token_urlsafe(RANDOM_BYTES)
            self._value = _bound(self.held or self.made or "", self.session)
        return self._value

    def expect(self, form: Mapping[str, str]) -> None:
        """Raises :exc:`ForeignForm` where the form was not made for this browser and session."""
        given = form.get(FIELD, "").encode()
        if self.held is None or not hmac.compare_digest(
            given, _bound(self.held, self.session).encode()
        ):
            raise ForeignForm

    def cookies(self, jar: CookieJar) -> list[Cookie]:
        """What the browser has to be told."""
        return [jar.set(CSRF, self.made)] if self.made is not None else []


@frozen
class Origin:
    """What a browser says about the page a request comes from; older ones say nothing."""

    origin: str | None
    host: str | None
    fetch_site: str | None

    def expect(self, house: House) -> None:
        """Raises :exc:`ForeignForm` for a page of another site."""
        if self.fetch_site == "cross-site":
            raise ForeignForm
        if self.origin == "null" and self.fetch_site == "same-origin":
            return  # a page of ours that is to say to nobody where it is: that of a reset
        ours = {house.origin, f"http://{self.host}".lower(), f"https://{self.host}".lower()}
        if self.origin is not None and self.origin.lower() not in ours:
            raise ForeignForm


def _bound(cookie: str, session: str | None) -> str:
    return hmac.new((session or "").encode(), cookie.encode(), sha256).hexdigest()


class ForeignForm(Forbidden):
    def __str__(self) -> str:
        return (
            "this form is from before you logged in or out, or from another site;"
            " go back, reload the page, and send it again"
        )
