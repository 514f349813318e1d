"""Between the wire and the handlers: who asks, how often, from where, and on which thread."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Concatenate, Literal, TypeAlias
from urllib.parse import quote

from attrs import frozen
from litestar import Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.handlers import HTTPRouteHandler

from ....application.ports.rate_limits import RateLimits
from ....application.ports.unit_of_work import Unavailable
from ....domain.sessions import NotLoggedIn
from .. import bodies, browsers, forwarded, limits, parameters, sessions
from ..csrf import CSRF, CsrfToken, Origin
from ..declarations import Kind, Scope, Sight, SiteDeclaration
from ..sessions import SESSION, STRANGER, Caller
from ..threads import Threads, TooBusy
from .sessions import log_in_first
from .visits import Answer, Site, Visit, way_in

Handler: TypeAlias = Callable[Concatenate[Visit, ...], Answer]
Method: TypeAlias = Literal["GET", "POST"]


@frozen
class Route:
    """One line of the table.  What it declares is checked when the site is built."""

    method: Method
    path: str
    handler: Handler
    declares: Mapping[str, object]


@frozen(kw_only=True)
class Arrival:
    """A request with nothing left to be read from the wire."""

    changes: bool
    path: str
    wanted: str
    arguments: Mapping[str, object]
    query: Mapping[str, str]
    form: Mapping[str, str]
    session: str | None
    csrf: str | None
    origin: Origin
    address: str
    browser: str


@frozen(kw_only=True)
class Reception:
    """Every request takes the same way in; only its last step is the handler's."""

    site: Site
    threads: Threads
    rate_limits: RateLimits | None

    def handler(self, route: Route) -> HTTPRouteHandler:
        """What Litestar calls.  Raises :exc:`UndeclaredRoute`.

        A read runs on the event loop where the storage answers faster than a thread starts;
        everything else runs on a thread.
        """
        name = f"{route.method} {route.path}"
        declared = SiteDeclaration.of(name, route.declares, limiters=limits.LIMITERS)
        inline = declared.kind is Kind.READ and self.site.house.inline_reads

        async def handle(request: Request[Any, Any, Any]) -> Response[bytes]:
            arrival = await _arrival(request, self.site)
            call = partial(self._receive, route.handler, declared, arrival)
            return call() if inline else await self.threads.run(call, declared.kind)

        return HTTPRouteHandler(
            _litestar_path(route.path),
            http_method=["GET", "HEAD"] if route.method == "GET" else ["POST"],
            name=name,
            opt=dict(route.declares),
            status_code=200,
        )(handle)

    def _receive(self, handler: Handler, declared: SiteDeclaration, arrival: Arrival) -> Answer:
        """Who is it; is it too often; may they come in; is the form ours; and what do they want?"""
        who = self._caller(declared, arrival)
        self._count(declared, arrival, who)
        if who.user_id is None and self._is_for_members(declared):
            return self._send_in(arrival)
        visit = self._visit(arrival, who)
        if arrival.changes:
            arrival.origin.expect(self.site.house)
            visit.csrf.expect(arrival.form)
        answer = self._with_cookies(handler(visit, **arrival.arguments), visit)
        if who.is_unseen:
            answer.background = BackgroundTask(self._note, who)
        return answer

    def _with_cookies(self, answer: Answer, visit: Visit) -> Answer:
        for cookie in visit.csrf.cookies(self.site.jar):
            answer.set_cookie(cookie)
        return answer

    async def _note(self, who: Caller) -> None:
        """That they were here, once an hour: when they have their answer, and on a thread, since
        reading never waits for those who write.  Where that cannot be now, it can be later."""
        with suppress(TooBusy, Unavailable, NotLoggedIn):
            see = partial(self.site.twite.sessions.see, who.token or "")
            await self.threads.run(see, Kind.WRITE)

    def _caller(self, declared: SiteDeclaration, arrival: Arrival) -> Caller:
        if declared.visibility is Sight.EVERYONE:
            return STRANGER
        return sessions.caller(self.site.twite, arrival.session)

    def _count(self, declared: SiteDeclaration, arrival: Arrival, who: Caller) -> None:
        subject = limits.Subject(
            address=arrival.address,
            user_id=who.user_id,
            login=arrival.form.get("login", ""),
            email=arrival.form.get("email", ""),
        )
        limits.count(self.rate_limits, declared.limiter, subject)

    def _is_for_members(self, declared: SiteDeclaration) -> bool:
        return declared.scope is Scope.MEMBER or (
            declared.scope is Scope.READER and self.site.house.private
        )

    def _send_in(self, arrival: Arrival) -> Answer:
        """To the door, and from there to what was wanted; what was written comes along."""
        visit = self._visit(arrival, STRANGER)
        if not arrival.changes:
            return visit.redirect(way_in(arrival.wanted))
        arrival.origin.expect(self.site.house)
        if not visit.field("text"):
            raise NotLoggedIn
        return self._with_cookies(log_in_first(visit), visit)

    def _visit(self, arrival: Arrival, who: Caller) -> Visit:
        return Visit(
            site=self.site,
            path=arrival.path,
            wanted=arrival.wanted,
            query=arrival.query,
            form=arrival.form,
            caller=who,
            browser=arrival.browser,
            csrf=CsrfToken(arrival.csrf, who.token),
        )


# -- reading the request --------------------------------------------------------


async def _arrival(request: Request[Any, Any, Any], site: Site) -> Arrival:
    scope = request.scope
    headers = scope["headers"]
    path = quote(parameters.readable_path(scope.get("raw_path") or b""), safe="/@")
    query = scope["query_string"]
    changes = request.method == "POST"
    return Arrival(
        changes=changes,
        path=path,
        wanted=f"{path}?{query.decode('latin-1')}" if query else path,
        arguments=_arguments(request.path_params),
        query=parameters.fields(query),
        form=await bodies.form(request) if changes else {},
        session=site.jar.find(headers, SESSION),
        csrf=site.jar.find(headers, CSRF),
        origin=Origin(
            origin=request.headers.get("origin"),
            host=request.headers.get("host"),
            fetch_site=request.headers.get("sec-fetch-site"),
        ),
        address=forwarded.address(scope, site.house.trusted_proxies),
        browser=browsers.named(request.headers.get("user-agent", "")),
    )


def _litestar_path(path: str) -> str:
    """``/@{handle}/{id}`` in Litestar's words, in which a parameter is a whole segment."""
    return path.replace("/@{", "/{at_").replace("}", ":str}")


def _arguments(given: Mapping[str, str]) -> Mapping[str, object]:
    """A handler's arguments; raises :exc:`NoSuchAddress` for what cannot be one."""
    return dict(_argument(name, text) for name, text in given.items())


def _argument(name: str, text: str) -> tuple[str, object]:
    if name == "id":
        return name, parameters.id_in_path(text)
    if not name.startswith("at_"):
        return name, text
    if not text.startswith("@"):
        raise parameters.NoSuchAddress
    return name.removeprefix("at_"), text.removeprefix("@")
