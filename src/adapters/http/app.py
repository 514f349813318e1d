"""The ASGI application: the site on a twite."""

from collections.abc import Iterable
from typing import Any

from attrs import frozen
from litestar import Litestar, Request, Response

from ...application.ports.rate_limits import RateLimits
from ...application.ports.system import Clock
from ...application.twite import Twite
from . import bodies, errors, headers
from .cookies import CookieJar
from .house import House
from .site.files import Files
from .site.pages import Pages
from .site.reception import Reception, Route
from .site.routes import ROUTES
from .site.visits import HTML, Site
from .threads import Threads


def create(
    twite: Twite,
    house: House,
    *,
    clock: Clock,
    rate_limits: RateLimits | None = None,
    routes: Iterable[Route] = ROUTES,
) -> Litestar:
    """An application that serves that twite.  Without rate limits, anyone may do anything.

    Raises :exc:`UndeclaredRoute`.  Its threads start when first needed, and end with it; the
    twite it was given is its caller's to close.
    """
    files = Files.read()
    pages = Pages(house, files, clock)
    threads = Threads()
    jar = CookieJar(house.is_secure)
    site = Site(twite=twite, house=house, pages=pages, files=files, jar=jar)
    reception = Reception(site=site, threads=threads, rate_limits=rate_limits)
    return Litestar(
        [reception.handler(route) for route in routes],
        before_send=[headers.hook(house)],
        exception_handlers={Exception: _Apology(pages)},
        logging_config=None,
        on_shutdown=[threads.close],
        openapi_config=None,
        request_max_body_size=bodies.largest_form(house.max_characters),
    )


@frozen
class _Apology:
    """A page for every refusal and failure, also for what Litestar itself refuses."""

    _pages: Pages

    def __call__(self, request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        errors.log(error, str(request.scope.get("path_template", "")))
        status = errors.status_of(error)
        return Response(
            self._pages.error(status, str(error)),
            media_type=HTML,
            status_code=status,
            headers=errors.headers_of(error),
        )
