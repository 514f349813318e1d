"""The ASGI application: the site, and what programs use, on a twite."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from attrs import evolve, frozen
from litestar import Litestar, Request, Response
from litestar.datastructures import State

from ...application.ports.outbox import EventFeed
from ...application.ports.rate_limits import RateLimits
from ...application.ports.system import Clock
from ...application.twite import Twite
from . import bodies, errors, forwarded, headers, limits
from .api import errors as api_errors
from .api import reception as api_reception
from .api.calls import Api
from .api.document import Document
from .api.levels import conformance
from .api.routes import ROUTES as OPERATIONS
from .api.streaming import Streaming
from .cookies import CookieJar
from .house import House
from .rest.routes import ROUTES as RESOURCES
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
    operations: Iterable[api_reception.Route] = OPERATIONS,
    resources: Iterable[api_reception.Route] = RESOURCES,
    feed: EventFeed | None = None,
) -> Litestar:
    """An application that serves that twite.  Without rate limits, anyone may do anything; without
    a feed of what happens, nobody is told of it while it does.

    Raises :exc:`UndeclaredRoute`.  Its threads start when first needed, and end with it; the
    twite it was given is its caller's to close.  Whoever waits for answers to end before it stops
    calls ``state.let_go`` first: streams end by that alone.
    """
    files = Files.read()
    pages = Pages(house, files, clock)
    threads = Threads()
    jar = CookieJar(house.is_secure)
    site = Site(twite=twite, house=house, pages=pages, files=files, jar=jar)
    people = Reception(site=site, threads=threads, rate_limits=rate_limits)
    described, ours = tuple(operations), tuple(resources)
    document = Document(
        house,
        style=files.address("api.css"),
        script=files.address("api.js"),
        handlers=lambda: [programs.handler(route) for route in (*described, *ours)],
    )
    api = Api.on(
        twite,
        house,
        avatar=files.address("avatar.png"),
        header=files.address("header.png"),
        document=document,
        operations=conformance(described),
    )
    programs = api_reception.Reception(api=api, threads=threads, rate_limits=rate_limits)
    known_by_session = evolve(programs, sessions=True)
    streaming = Streaming.of(programs, feed) if feed is not None else None
    ends = [streaming.close] if streaming is not None else []
    return Litestar(
        [
            *(people.handler(route) for route in routes),
            *(programs.handler(route) for route in described),
            *(known_by_session.handler(route) for route in ours),
            *(streaming.handlers() if streaming is not None else ()),
        ],
        before_send=[headers.hook(house, clock)],
        exception_handlers={Exception: _Apology(pages, house, rate_limits)},
        logging_config=None,
        multipart_form_part_limit=bodies.MOST_FIELDS,
        on_shutdown=[threads.close, *ends],
        openapi_config=None,
        request_max_body_size=bodies.largest_form(house.max_characters),
        state=State({"let_go": partial(_all, ends), "renderings": api.renderings}),
    )


async def _all(ends: Iterable[Callable[[], Awaitable[None]]]) -> None:
    for end in ends:
        await end()


@frozen
class _Apology:
    """A page for every refusal and failure, also for what Litestar itself refuses; for programs,
    the same in their words."""

    _pages: Pages
    _house: House
    _rate_limits: RateLimits | None

    def __call__(self, request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        errors.log(error, str(request.scope.get("path_template", "")))
        if headers.is_for_programs(request.scope):
            return self._to_program(request, error)
        status = errors.status_of(error)
        return Response(
            self._pages.error(status, str(error)),
            media_type=HTML,
            status_code=status,
            headers=errors.headers_of(error),
        )

    def _to_program(self, request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        """Browsers ask before a program in them may: also of what is not there, so that it is
        told so."""
        if request.method == "OPTIONS":
            return Response(b"", status_code=204)
        try:
            self._count(request)
        except limits.TooOften as why:
            error = why
        return api_errors.answer(error)

    def _count(self, request: Request[Any, Any, Any]) -> None:
        """What is refused before anybody looks who it is counts as well."""
        if limits.left(request.scope) is None:
            address = forwarded.address(request.scope, self._house.trusted_proxies)
            subject = limits.Subject(address=address)
            limits.counted(request.scope, self._rate_limits, "trifles", subject)
