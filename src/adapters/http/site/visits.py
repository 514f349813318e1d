"""A visit: one request as a handler sees it, and the answers it can give."""

import re
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import quote

from attrs import define, frozen
from litestar import Response

from ....application.paging import Cursor
from ....application.ports.microposts import MicropostView
from ....application.twite import Twite
from ....domain.microposts import MicropostId, MicropostNotFound
from ....domain.sessions import NotLoggedIn
from ....domain.users import UserId
from .. import parameters
from ..cookies import CookieJar
from ..csrf import CSRF, CsrfToken
from ..house import House
from ..sessions import SESSION, Caller, session_cookie
from .files import Files
from .pages import Pages

Answer: TypeAlias = Response[bytes]

HTML = "text/html"
SEE_OTHER = 303
FORGET = '"cache", "storage"'  # docs/decisions/0012: "cookies" would be those of neighbours, too
LONGEST_WAY_BACK = 8_000  # characters: what an app asks is the longest, with what it wants back
# A path of this site: "//host" and "/\host" would lead to another.
_HERE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


@frozen(kw_only=True)
class Site:
    """What every visit shares."""

    twite: Twite
    house: House
    pages: Pages
    files: Files
    jar: CookieJar


@frozen
class Viewer:
    """Who looks at a page, as the page needs to know."""

    id: UserId
    handle: str


@define(kw_only=True)
class Visit:
    """``path`` and ``query`` are what was asked for (``wanted``: both as they were written),
    ``form`` is what came with it."""

    site: Site
    path: str
    wanted: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    caller: Caller
    csrf: CsrfToken
    browser: str = ""

    @property
    def twite(self) -> Twite:
        return self.site.twite

    @property
    def viewer_id(self) -> UserId | None:
        return self.caller.user_id

    @property
    def member_id(self) -> UserId:
        """Who asks, where a route is for members; raises :exc:`NotLoggedIn`."""
        if self.caller.user_id is None:
            raise NotLoggedIn
        return self.caller.user_id

    @property
    def cursor(self) -> Cursor:
        return parameters.cursor(self.query)

    def field(self, name: str) -> str:
        """What the form says; nothing is as good as an empty field."""
        return self.form.get(name, "")

    def micropost(self, handle: str, id: MicropostId) -> MicropostView:
        """One that the viewer may read, under its author's handle and no other; raises
        :exc:`MicropostNotFound`."""
        found = self.twite.microposts.show(id, viewer_id=self.viewer_id)
        if not handle.isascii() or found.author.handle != handle.lower():
            raise MicropostNotFound(id)
        return found

    # -- answers ------------------------------------------------------------------

    def page(self, template: str, *, status: int = 200, **context: object) -> Answer:
        """A page, in the frame that all have."""
        content = self.site.pages.render(
            template,
            viewer=None if self.viewer_id is None else Viewer(self.viewer_id, self.caller.handle),
            unread=self._unread(),
            path=self.path,
            here=self.wanted,
            csrf=self.csrf,
            **context,
        )
        return Response(content, media_type=HTML, status_code=status)

    def redirect(self, to: str) -> Answer:
        """Look there: after a form, so that reloading the page does not send it again."""
        return Response(b"", media_type=HTML, status_code=SEE_OTHER, headers={"location": to})

    def onward(self, otherwise: str = "/") -> Answer:
        """Back to the page a button stood on, and where on it, if it says so."""
        came_from = self.field("next")
        return self.redirect(way_back(came_from) if came_from else otherwise)

    def enter(self, user_id: UserId, *, to: str) -> Answer:
        """Let somebody in who proved who they are, under a new token; an old one ends."""
        token = self.twite.sessions.start(user_id, browser=self.browser)
        if self.caller.token is not None:
            self.twite.sessions.end(self.caller.token)
        answer = self.redirect(to)
        answer.set_cookie(session_cookie(self.site.jar, token))
        return answer

    def leave(self, *, to: str) -> Answer:
        """Out, and nothing of it stays in the browser."""
        answer = self.redirect(to)
        for cookie in (SESSION, CSRF):
            answer.set_cookie(self.site.jar.drop(cookie))
        answer.set_header("clear-site-data", FORGET)
        return answer

    def _unread(self) -> int:
        if self.viewer_id is None:
            return 0
        return self.twite.notifications.unread_count(recipient_id=self.viewer_id)


# -- ways -----------------------------------------------------------------------


def way_back(given: str) -> str:
    """Where to go on after logging in: a page of this site, or the start."""
    if len(given) > LONGEST_WAY_BACK or not _HERE.fullmatch(given):
        return "/"
    return quote(given, safe="/?&=@%:,+~!$'()*;#")


def way_in(wanted: str, *, as_another: bool = False) -> str:
    """The way in, and on to what was wanted; also for who is in already, perhaps as another."""
    again = "&again=yes" if as_another else ""
    return f"/auth/sign_in?next={quote(wanted, safe='')}{again}"
