"""What all operations share: bodies, slashes, errors, headers, and what browsers ask before."""

from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.integration.http.api.conftest import Start
from tests.integration.http.api.programs import ROUTES, App, Program
from tests.integration.http.conftest import SETTINGS
from tests.integration.http.test_routes import house
from twite.adapters.http.api.calls import Call
from twite.adapters.http.api.errors import Error
from twite.adapters.http.api.reception import Route
from twite.adapters.http.api.streaming import PATH as STREAMING
from twite.adapters.http.api.streaming import PATHS
from twite.adapters.http.app import create
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock

LIMITED = Settings(base_url=SETTINGS.base_url)


SENT = ("authorization", "content-type", "idempotency-key")
DECLARED = {
    "scope": "anyone",
    "needs": "nobody",
    "owner": None,
    "limiter": "trifles",
    "visibility": "everyone",
    "kind": "read",
}


def fail(_: Call) -> Error:
    raise RuntimeError("s3cret")


def path_of(route: Route) -> str:
    names = {"{id}": "1", "{hashtag}": "tea", "{name}": "alice", "{other}": "bob"}
    path = route.path
    for name, meant in names.items():
        path = path.replace(name, meant)
    return path


class TestPreflights:
    def test_are_answered_for_every_path(self, anybody: Program) -> None:
        streams = [("GET", path) for path in (STREAMING, *PATHS)]
        for method, path in [*((one.method, path_of(one)) for one in ROUTES), *streams]:
            answer = anybody.ask(
                "OPTIONS",
                path,
                headers={
                    "origin": "https://elk.example",
                    "access-control-request-method": method,
                    "access-control-request-headers": ", ".join(SENT),
                },
            )

            assert answer.status_code == 204, path
            assert answer.headers["access-control-allow-origin"] == "*"
            assert method in answer.headers["access-control-allow-methods"]
            assert "allow" not in answer.headers, "which would have to name all methods"
            allowed = answer.headers["access-control-allow-headers"].lower()
            assert set(SENT) <= set(allowed.split(", "))
            assert "access-control-allow-credentials" not in answer.headers

    def test_are_answered_where_nothing_is_so_that_pages_learn_that(self, anybody: Program) -> None:
        assert anybody.ask("OPTIONS", "/api/v1/nope").status_code == 204
        assert anybody.get("/api/v1/nope").headers["access-control-allow-origin"] == "*"

    def test_let_pages_read_what_clients_page_by(self, anybody: Program) -> None:
        exposed = anybody.get("/api/v1/instance").headers["access-control-expose-headers"]

        assert {"Link", "X-RateLimit-Remaining", "Retry-After"} <= set(exposed.split(", "))

    @pytest.mark.parametrize("path", ["/", "/about", "/auth/sign_in", "/health"])
    def test_are_not_for_pages_of_people(self, anybody: Program, path: str) -> None:
        assert "access-control-allow-origin" not in anybody.get(path).headers


class TestErrors:
    @pytest.mark.parametrize(
        "path", ["/api/v1/nope", "/api/v9/instance", "/oauth/nope", "/.well-known/nope"]
    )
    def test_of_what_is_not_there_are_json(self, anybody: Program, path: str) -> None:
        answer = anybody.get(path)

        assert answer.status_code == 404
        assert answer.json() == {"error": "Record not found"}
        assert answer.headers["content-type"] == "application/json"

    def test_of_wrong_methods_are_json(self, anybody: Program) -> None:
        answer = anybody.post("/api/v1/instance")

        assert answer.status_code == 405
        assert answer.json() == {"error": "Method not allowed"}

    def test_of_ours_tell_nothing_of_what_happened(
        self, twite: Embedded, clock: StoppedClock
    ) -> None:
        route = Route("GET", "/api/v1/fail", fail, DECLARED)
        app = create(twite, house(), clock=clock, operations=[route])
        with TestClient(app) as client:
            answer = client.get("/api/v1/fail")

        assert answer.status_code == 500
        assert answer.json() == {"error": "It is our fault, not yours"}

    @pytest.mark.parametrize(
        ("method", "path", "sent", "said"),
        [
            ("GET", "/api/v2/search", {}, "q: it is missing"),
            ("GET", f"/api/v1/accounts?{'id[]=1&' * 81}", {}, "id: Expected `array` of"),
            ("GET", f"/api/v1/accounts?{'id[]=1&' * 201}", {}, "more than 200 fields"),
            ("POST", "/api/v1/apps", {"json": {}}, "client_name: it is missing"),
            (
                "POST",
                "/api/v1/apps",
                {"data": {"client_name": "x"}},
                "redirect_uris: it is missing",
            ),
            ("POST", "/api/v1/markers", {"json": {"home": {}}}, "home.last_read_id: it is missing"),
        ],
    )
    def test_name_what_is_missing_or_too_much(
        self, alices: Program, method: str, path: str, sent: dict[str, Any], said: str
    ) -> None:
        error = alices.ask(method, path, **sent).json()["error"]

        assert error.startswith("Validation failed: ")
        assert said in error

    @pytest.mark.parametrize("query", ["%ff", "a=%00", "&".join(f"a{n}=1" for n in range(201))])
    def test_of_queries_that_are_no_text_are_bad_requests(
        self, anybody: Program, query: str
    ) -> None:
        """H068."""
        assert anybody.get(f"/api/v1/instance?{query}").status_code == 400

    @pytest.mark.parametrize("path", ["/api/v1/%ff", "/api/v1/custom_emojis%00"])
    def test_of_paths_that_are_no_text_are_refused(self, anybody: Program, path: str) -> None:
        """H068."""
        assert anybody.get(path).status_code in (400, 404)


class TestAddresses:
    @pytest.mark.parametrize(
        "path", ["/api/v1/instance/", "/api/v2/instance/", "//api/v1/instance"]
    )
    def test_may_end_with_a_slash(self, anybody: Program, path: str) -> None:
        assert anybody.client.get(f"http://testserver.local{path}").status_code == 200


class TestCaches:
    def test_keep_nothing_that_depends_on_a_token(self, alices: Program) -> None:
        """H045."""
        answer = alices.get("/api/v1/instance")

        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["vary"] == "Authorization"

    def test_ask_again_for_all_else(self, anybody: Program) -> None:
        assert anybody.get("/api/v1/instance").headers["cache-control"] == "no-cache"

    def test_keep_nothing_of_a_token_that_is_none(self, anybody: Program) -> None:
        answer = anybody.get("/api/v1/lists", headers={"authorization": "Bearer nope"})

        assert answer.status_code == 401
        assert answer.headers["cache-control"] == "private, no-store"


class TestTokens:
    @pytest.mark.parametrize(
        "header", ["Bearer", "Bearer ", "Basic YTpi", "nope", "Bearer nope", "Bearer n\u00f6"]
    )
    def test_that_are_none_are_refused(self, anybody: Program, header: str) -> None:
        answer = anybody.get("/api/v1/lists", headers={"authorization": header.encode("latin-1")})

        assert answer.status_code == 401
        assert answer.json() == {"error": "The access token is invalid"}
        assert answer.headers["www-authenticate"].startswith("Bearer ")

    def test_in_an_address_are_refused(self, alices: Program, start: Start) -> None:
        """H037."""
        answer = start().get(f"/api/v1/lists?access_token={alices.token}")

        assert answer.status_code == 401

    def test_of_an_app_are_not_a_users(self, start: Start, app: App) -> None:
        program = start()
        program.token = app.token()

        answer = program.get("/api/v1/lists")

        assert answer.status_code == 401
        assert answer.json() == {"error": "This method requires an authenticated user"}

    def test_are_noted_as_used(
        self, start: Start, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        program = start(alice)
        clock.forward(timedelta(hours=3))

        program.get("/api/v1/lists")

        (authorized,) = twite.oauth.page(alice).items
        assert authorized.used_at == NOON + timedelta(hours=3)


class TestLimits:
    def test_are_told_with_every_answer(self, start: Start, clock: StoppedClock) -> None:
        program = start(settings=LIMITED)

        answers = [program.get(path) for path in ("/api/v1/instance", "/api/v1/nope")]

        for answer in answers:
            assert answer.headers["x-ratelimit-limit"] == "1000"
            assert int(answer.headers["x-ratelimit-remaining"]) < 1000
            assert answer.headers["x-ratelimit-reset"] == "2026-03-01T12:05:00.000000Z"

    def test_are_not_told_where_there_are_none(self, anybody: Program) -> None:
        assert "x-ratelimit-limit" not in anybody.get("/api/v1/instance").headers

    def test_count_also_what_is_not_there(self, start: Start) -> None:
        program = start(settings=LIMITED)

        answers = [program.get("/api/v1/nope") for _ in range(1001)]

        assert answers[-2].status_code == 404
        assert answers[-1].status_code == 429
        assert answers[-1].json() == {"error": "Too many requests"}
        assert answers[-1].headers["x-ratelimit-remaining"] == "0"
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 300
