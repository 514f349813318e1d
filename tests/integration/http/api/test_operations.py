"""Every operation of the table: who is let in with which token, and what is said of it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain

import pytest
from attrs import frozen
from litestar.testing import TestClient

from tests.integration.http.api import oracle, table
from tests.integration.http.api.programs import ROUTES, App, Program
from tests.integration.http.api.test_edge import DECLARED, path_of
from tests.integration.http.api.test_entities import shape
from tests.integration.http.conftest import SETTINGS
from tests.unit.application.worlds import kept
from twite.adapters.http.api.levels import ELSEWHERE, conformance
from twite.adapters.http.api.reception import Route
from twite.adapters.http.api.routes import ROUTES as OPERATIONS
from twite.adapters.http.declarations import ApiDeclaration, UndeclaredRoute
from twite.adapters.http.limits import LIMITERS
from twite.domain.oauth import Scope, Scopes
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.web import application

SIX = ("scope", "needs", "owner", "limiter", "visibility", "kind")
OUTSIDE = {"error": "This action is outside the authorized scopes"}


class TestDeclarations:
    @pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
    def test_stand_at_every_operation(self, route: Route) -> None:
        assert tuple(route.declares) == SIX
        assert ApiDeclaration.of(route.name, route.declares, limiters=LIMITERS)

    @pytest.mark.parametrize("missing", SIX)
    def test_are_all_needed(self, missing: str) -> None:
        """H028."""
        said = {name: value for name, value in DECLARED.items() if name != missing}

        with pytest.raises(UndeclaredRoute, match=f"GET /new declares no {missing}"):
            ApiDeclaration.of("GET /new", said, limiters=LIMITERS)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"scope": "read:everything"},
            {"scope": "member"},
            {"scope": "anyone", "needs": "user"},
            {"needs": "somebody"},
            {"owner": "id"},
            {"limiter": "sometimes"},
        ],
        ids=str,
    )
    def test_have_to_mean_something(self, wrong: dict[str, object]) -> None:
        with pytest.raises(UndeclaredRoute, match="GET /new"):
            ApiDeclaration.of("GET /new", DECLARED | wrong, limiters=LIMITERS)

    @pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
    def test_say_that_reading_changes_nothing(self, route: Route) -> None:
        is_asked_by_post = route.name == "POST /oauth/userinfo"  # OpenID Connect, 5.3.1
        reads = route.method == "GET" or is_asked_by_post
        assert reads == (route.declares["kind"] == "read")

    @pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
    def test_say_that_writing_needs_a_token(self, route: Route) -> None:
        gets_one = route.path in (
            "/api/v1/apps",
            "/api/login",
            "/oauth/token",
            "/oauth/revoke",
        )
        assert route.method == "GET" or gets_one or route.declares["needs"] != "nobody"


# -- scopes ---------------------------------------------------------------------


@frozen
class Gate:
    """One house, and a program at its door."""

    twite: Embedded
    program: Program
    app: App
    user: UserId


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    with in_memory(SETTINGS) as twite, ExitStack() as stack:
        site = application(twite, SETTINGS, inline_reads=True)
        client = stack.enter_context(TestClient(site, base_url=SETTINGS.base_url))
        app = App.registered(twite)
        yield Gate(twite, Program(client), app, twite.users.register(handle="alice"))


class TestScopes:
    """H028: every operation with every scope there is, and with none that would do."""

    @pytest.mark.parametrize("scope", Scope)
    def test_let_in_those_who_hold_them_and_nobody_else(self, gate: Gate, scope: Scope) -> None:
        gate.program.token = gate.app.token_of(gate.user, scope)
        held = Scopes(frozenset({scope}))

        told = {route.name: gate.program.ask(route.method, path_of(route)) for route in ROUTES}

        for route in ROUTES:
            wanted = str(route.declares["scope"])
            covered = wanted in ("anyone", "app") or held.covers(Scope(wanted))
            answer = told[route.name]
            assert (answer.status_code == 403) == (not covered), f"{route.name}: {answer.text}"
            assert covered or answer.json() == OUTSIDE

    def test_of_all_but_the_one_it_takes_do_not_let_in(self, gate: Gate) -> None:
        for route in ROUTES:
            wanted = str(route.declares["scope"])
            if wanted in ("anyone", "app"):
                continue
            others = [one for one in Scope if not Scopes.of(one).covers(Scope(wanted))]
            gate.program.token = gate.app.token_of(gate.user, " ".join(others))

            answer = gate.program.ask(route.method, path_of(route))

            assert (answer.status_code, answer.json()) == (403, OUTSIDE), route.name

    def test_of_an_app_let_nobody_in_where_a_user_is_needed(self, gate: Gate) -> None:
        gate.program.token = gate.app.token()

        for route in ROUTES:
            answer = gate.program.ask(route.method, path_of(route))

            is_for_users = route.declares["needs"] == "user"
            assert (answer.status_code == 401) == is_for_users, f"{route.name}: {answer.text}"

    def test_of_nobody_change_nothing(self, gate: Gate) -> None:
        """H053."""
        gate.program.token = None
        before = kept(gate.twite)

        for route in ROUTES:
            answer = gate.program.ask(route.method, path_of(route))

            assert (answer.status_code == 401) == (route.declares["needs"] != "nobody"), route.name
        assert kept(gate.twite) == before

    def test_of_who_is_suspended_let_nobody_in(self, gate: Gate) -> None:
        """H052, H053."""
        user = gate.twite.users.register(handle="mallory")
        gate.program.token = gate.app.token_of(user)
        gate.twite.users.suspend(user)

        for route in ROUTES:
            answer = gate.program.ask(route.method, path_of(route))

            assert (answer.status_code == 401) == (route.declares["scope"] != "anyone"), route.name

    def test_let_nobody_in_to_a_private_house(self) -> None:
        private = SETTINGS.__class__(base_url=SETTINGS.base_url, rate_limits=False, private=True)
        with in_memory(private) as twite, ExitStack() as stack:
            site = application(twite, private, inline_reads=True)
            client = stack.enter_context(TestClient(site, base_url=private.base_url))

            for route in ROUTES:
                answer = Program(client).ask(route.method, path_of(route))

                is_open = route.declares["scope"] == "anyone"
                assert (answer.status_code == 401) == (not is_open), route.name


# -- what is said of it ---------------------------------------------------------


class TestTheTable:
    def test_is_the_one_of_the_page(self) -> None:
        """`make operations` writes it anew."""
        assert table.PAGE.read_text() == table.page()

    def test_is_served(self, anybody: Program) -> None:
        told = anybody.get("/api/twite/conformance").json()

        levels = Counter(one["level"] for one in told)
        assert levels["real"] + levels["stub"] == len(OPERATIONS) + len(ELSEWHERE)
        assert {"method": "GET", "path": "/api/v1/trends/tags", "level": "absent"}.items() <= (
            next(one for one in told if one["path"] == "/api/v1/trends/tags").items()
        )

    @oracle.HERE
    def test_leaves_out_nothing_that_is_documented(self) -> None:
        told = {(one.method, shape(one.path)) for one in conformance(OPERATIONS)}
        documented = {
            (method.upper(), shape(path))
            for path, methods in oracle.schema()["paths"].items()
            for method in methods
            if method in ("get", "post", "put", "patch", "delete") and "/admin/" not in path
        }

        assert documented - told - {("GET", "/health")} == set()

    @pytest.mark.parametrize(
        "name",
        [f"{one.method} {one.path}" for one in conformance(OPERATIONS) if one.level == "absent"],
    )
    def test_says_of_what_is_absent_that_it_is(self, anybody: Program, name: str) -> None:
        method, _, path = name.partition(" ")
        filled = "/".join("1" if part.startswith("{") else part for part in path.split("/"))

        answer = anybody.ask(method, filled)

        assert answer.status_code in (401, 404, 405)
        assert set(answer.json()) == {"error"}


class TestTheDocument:
    def test_has_every_operation_with_what_it_takes_and_answers(self, anybody: Program) -> None:
        answer = anybody.get("/api/openapi.json")
        document = answer.json()

        assert answer.headers["content-type"] == "application/json"
        assert document["openapi"].startswith("3.1")
        described = {
            f"{method.upper()} {path}"
            for path, methods in document["paths"].items()
            for method in methods
        }
        of_bytes = {"GET /api", "GET /api/openapi.json", "GET /.well-known/host-meta"}
        assert described == {route.name for route in ROUTES} - of_bytes
        posting = document["paths"]["/api/v1/statuses"]["post"]
        assert posting["security"] == [{"token": []}]
        reading = document["paths"]["/api/v1/timelines/public"]["get"]
        assert reading["security"] == [{}, {"token": []}]
        sent = posting["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        assert sent == "#/components/schemas/NewStatus"
        asked = {
            one["name"] for one in document["paths"]["/api/v1/timelines/home"]["get"]["parameters"]
        }
        assert asked == {"max_id", "since_id", "min_id", "limit"}

    def test_says_what_may_be_left_out_and_that_nothing_is_null_in_an_address(
        self, anybody: Program
    ) -> None:
        paths = anybody.get("/api/openapi.json").json()["paths"]

        needed = {
            path: paths[path]["post"]["requestBody"]["required"]
            for path in ("/api/v1/apps", "/api/v1/markers")
        }
        assert needed == {"/api/v1/apps": True, "/api/v1/markers": False}
        for asked in paths["/api/v1/notifications"]["get"]["parameters"]:
            assert "oneOf" not in asked["schema"]
        assert asked["schema"]["type"] == "integer"

    def test_names_nothing_that_is_not_in_it(self, anybody: Program) -> None:
        document = anybody.get("/api/openapi.json")
        named = set(
            chain(
                *(part.split('"')[:1] for part in document.text.split("#/components/schemas/")[1:])
            )
        )

        assert named <= set(document.json()["components"]["schemas"])

    def test_has_a_page_made_of_our_own(self, anybody: Program) -> None:
        page = anybody.get("/api")

        assert page.headers["content-type"].startswith("text/html")
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert "://" not in page.text
        for address in (part.split('"')[0] for part in page.text.split("/static/")[1:]):
            assert anybody.get(f"/static/{address}").status_code == 200
