"""Every address of the site: what it declares, that it answers, and where its handler runs."""

import threading
from contextvars import ContextVar
from urllib.parse import urlencode

import pytest
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.testing import TestClient

from tests.integration.http.api.programs import ROUTES as OPERATIONS
from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.conftest import OpenBrowser
from tests.integration.http.test_authorize import an_app
from twite.adapters.http.app import create
from twite.adapters.http.declarations import SiteDeclaration, UndeclaredRoute
from twite.adapters.http.house import House
from twite.adapters.http.limits import LIMITERS
from twite.adapters.http.site.reception import Route
from twite.adapters.http.site.routes import ROUTES
from twite.adapters.http.site.visits import Answer, Visit
from twite.domain.users import RESERVED, UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock

FIVE = ("scope", "owner", "limiter", "visibility", "kind")
DECLARED = {
    "scope": "anyone",
    "owner": None,
    "limiter": "reading",
    "visibility": "viewer",
    "kind": "read",
}
SEEN = ContextVar("SEEN", default="nothing")


def house(*, inline_reads: bool = True) -> House:
    return House(
        name="twite",
        base_url="http://testserver.local",
        max_characters=500,
        inline_reads=inline_reads,
    )


def where_it_runs(_: Visit) -> Answer:
    return Response(threading.current_thread().name.encode(), media_type="text/plain")


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


class TestDeclarations:
    @pytest.mark.parametrize("route", ROUTES, ids=named)
    def test_stand_at_every_route(self, route: Route) -> None:
        assert tuple(route.declares) == FIVE
        assert SiteDeclaration.of(named(route), route.declares, limiters=LIMITERS)

    def test_reach_litestar(self, twite: Embedded, clock: StoppedClock) -> None:
        app = create(twite, house(), clock=clock)

        for route in app.routes:
            for handler in getattr(route, "route_handlers", ()):
                assert isinstance(handler, HTTPRouteHandler)
                if handler.http_methods != {"OPTIONS"}:
                    assert set(FIVE) <= set(handler.opt)

    @pytest.mark.parametrize("lacking", FIVE)
    def test_are_demanded_at_the_start(
        self, twite: Embedded, clock: StoppedClock, lacking: str
    ) -> None:
        given = {name: value for name, value in DECLARED.items() if name != lacking}
        route = Route("GET", "/new", where_it_runs, given)

        with pytest.raises(UndeclaredRoute, match=f"GET /new declares no {lacking}"):
            create(twite, house(), clock=clock, routes=[route])

    @pytest.mark.parametrize(
        "wrong",
        [
            {"scope": "everybody"},
            {"owner": "id"},
            {"limiter": "sometimes"},
            {"visibility": "some"},
            {"kind": "fast"},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_have_to_mean_something(self, wrong: dict[str, object]) -> None:
        with pytest.raises(UndeclaredRoute, match="GET /new"):
            SiteDeclaration.of("GET /new", DECLARED | wrong, limiters=LIMITERS)

    def test_name_every_limiter_there_is(self) -> None:
        declares = [*(page.declares for page in ROUTES), *(op.declares for op in OPERATIONS)]
        assert {str(declared["limiter"]) for declared in declares} == set(LIMITERS)

    def test_leave_no_address_to_be_somebodys_handle(self) -> None:
        first = {route.path.split("/")[1] for route in ROUTES} - {"", "@{handle}"}

        assert first <= RESERVED

    @pytest.mark.parametrize("route", ROUTES, ids=named)
    def test_say_that_reading_changes_nothing(self, route: Route) -> None:
        assert (route.method == "GET") == (route.declares["kind"] == "read")


class TestEveryRoute:
    @pytest.mark.parametrize("route", ROUTES, ids=named)
    def test_answers(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId, route: Route
    ) -> None:
        """H041: a new route has to be tried here, or its example is missing and this fails."""
        id = twite.microposts.post(author_id=alice, text="#tea")
        twite.follows.follow(by=bob, whom=alice)
        (told,) = twite.notifications.page(recipient_id=alice).items
        app = an_app(twite)
        app.exchange(app.code(alice))
        stylesheet = Markup.of(alices.get("/").text).all("link")[0]["href"]
        path = (
            route.path.replace("/static/{digest}/{name}", stylesheet)
            .replace("{handle}/{id}", f"alice/{id}")
            .replace("{handle}", "bob")
            .replace("/sessions/{id}", f"/sessions/{twite.sessions.page(alice).items[0].id}")
            .replace("/apps/{id}", f"/apps/{twite.oauth.page(alice).items[0].id}")
            .replace("/{id}/end", f"/{bob}/end")
            .replace("{tag}", "tea")
            .replace("/drafts/{id}", f"/drafts/{twite.drafts.keep(by=alice, text='tea')}")
            .replace("/notifications/{id}", f"/notifications/{told.id}")
            .replace("{id}", str(id))
        )
        form = {"text": "more", "token": twite.credentials.offer_reset(alice), **app.asking()}
        queries = {
            "/auth/reset": f"token={form['token']}",
            "/oauth/authorize": urlencode(app.asking()),
            "/oauth/authorize/native": f"code={app.code(alice)}",
        }
        asked = f"{path}?{queries.get(path, '')}"

        answer = alices.get(asked) if route.method == "GET" else alices.send(path, **form)

        assert "{" not in path
        assert answer.status_code in (200, 303, 401, 403, 422)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]

    def test_answers_head_without_a_body(self, stranger: Browser) -> None:
        answer = stranger.client.head("/about")

        assert (answer.status_code, answer.content) == (200, b"")

    def test_tells_which_methods_it_has(self, stranger: Browser) -> None:
        answer = stranger.get("/microposts")

        assert answer.status_code == 405
        assert "POST" in answer.headers["allow"]
        assert "Start from a page" in answer.text

    @pytest.mark.parametrize(
        "path", ["/nope", "/nope/at/all", "/@alice/1/2", "/tags", "/static/x/twite.css", "/.git"]
    )
    def test_that_does_not_exist_is_a_page_of_its_own(self, stranger: Browser, path: str) -> None:
        answer = stranger.get(path)

        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.text
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]

    def test_is_healthy(self, stranger: Browser) -> None:
        answer = stranger.get("/health")

        assert answer.json() == {"status": "ok"}

    def test_shows_nothing_of_the_machine(self, stranger: Browser) -> None:
        """H118: neither metrics, nor documentation, nor anything beside the stylesheet."""
        for path in ("/metrics", "/docs", "/schema", "/openapi.json", "/static/../app.py"):
            assert stranger.get(path).status_code == 404


class TestStaticFiles:
    def test_are_kept_for_ever_under_the_hash_of_what_is_in_them(self, alices: Browser) -> None:
        path = Markup.of(alices.get("/").text).all("link")[0]["href"]

        answer = alices.get(path)

        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert answer.content

    def test_are_not_there_under_another_hash(self, stranger: Browser) -> None:
        path = Markup.of(stranger.get("/").text).all("link")[0]["href"]

        answer = stranger.get(path.replace("/static/", "/static/0"))

        assert answer.status_code == 404
        assert "immutable" not in answer.headers["cache-control"]


class TestWhereAHandlerRuns:
    @pytest.mark.parametrize(
        ("kind", "inline_reads", "thread"),
        [
            ("read", True, ""),
            ("read", False, "twite-http"),
            ("write", True, "twite-http"),
            ("hash", True, "twite-hash"),
        ],
    )
    def test_depends_on_what_it_does_and_on_the_storage(
        self, twite: Embedded, clock: StoppedClock, kind: str, inline_reads: bool, thread: str
    ) -> None:
        route = Route("GET", "/where", where_it_runs, DECLARED | {"kind": kind})
        app = create(twite, house(inline_reads=inline_reads), clock=clock, routes=[route])

        with TestClient(app) as client:
            name = client.get("/where").text

        assert name.startswith(thread)
        assert name.startswith("twite-") == bool(thread)

    def test_has_the_context_of_the_request(self, twite: Embedded, clock: StoppedClock) -> None:
        def what_is_seen(_: Visit) -> Answer:
            return Response(SEEN.get().encode(), media_type="text/plain")

        route = Route("GET", "/seen", what_is_seen, DECLARED | {"kind": "write"})
        app = create(twite, house(), clock=clock, routes=[route])

        with TestClient(app) as client:
            token = SEEN.set("the caller's")
            try:
                seen = client.get("/seen").text
            finally:
                SEEN.reset(token)

        assert seen == "the caller's"

    def test_reads_from_threads_as_well(
        self, twite: Embedded, alice: UserId, open_browser: OpenBrowser
    ) -> None:
        twite.microposts.post(author_id=alice, text="from a thread")

        page = open_browser(inline_reads=False).logged_in("alice").get("/")

        assert "from a thread" in page.text
