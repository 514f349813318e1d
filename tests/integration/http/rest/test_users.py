"""Logging in and out, who is here, and who follows whom."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from tests.integration.http.api.programs import App, Program
from tests.integration.http.api.test_edge import LIMITED, path_of
from tests.integration.http.browsers import Browser
from tests.integration.http.conftest import SETTINGS
from tests.integration.http.rest.conftest import Start
from tests.unit.application.worlds import become, kept
from twite.adapters.http.api.reception import Route
from twite.adapters.http.api.routes import ROUTES as OPERATIONS
from twite.adapters.http.limits import LIMITERS
from twite.adapters.http.rest.routes import ROUTES as RESOURCES
from twite.domain.registrations import Admission
from twite.domain.sessions import LASTS
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON, StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD

RIGHT = {"login": "alice", "password": PASSWORD}
WRONG = {"login": "alice", "password": "wrong"}


def names(program: Program, path: str) -> list[str]:
    answer = program.get(path)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


class TestLoggingIn:
    @pytest.mark.parametrize("login", ["alice", "ALICE", "alice@example.org"])
    def test_gives_a_token_that_no_cache_keeps(
        self, anybody: Program, alice: UserId, login: str
    ) -> None:
        answer = anybody.post("/api/login", json={**RIGHT, "login": login})

        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        assert "set-cookie" not in answer.headers
        anybody.token = answer.json()["token"]
        assert anybody.get("/api/users/alice/timeline").status_code == 200

    def test_reads_forms_as_well(self, anybody: Program, alice: UserId) -> None:
        assert anybody.post("/api/login", data=RIGHT).status_code == 200

    def test_stands_among_the_sessions(
        self, anybody: Program, twite: Embedded, alice: UserId
    ) -> None:
        anybody.post("/api/login", json=RIGHT, headers={"user-agent": "curl/8.9"})

        (session,) = twite.sessions.page(alice).items
        assert session.browser == "curl"

    @pytest.mark.parametrize(
        "said",
        [WRONG, {**RIGHT, "login": "nobody"}, {**RIGHT, "login": ""}, {**RIGHT, "password": ""}],
        ids=str,
    )
    def test_with_what_is_wrong_says_alike_what_the_site_says(
        self, anybody: Program, twite: Embedded, alice: UserId, said: dict[str, str]
    ) -> None:
        """H001: nobody learns who is here."""
        answer = anybody.post("/api/login", json=said)

        assert answer.status_code == 401
        assert answer.json() == {
            "error": "The e-mail address or handle and the password do not fit"
        }
        assert answer.headers["www-authenticate"].startswith("Bearer ")
        assert not twite.sessions.page(alice).items

    @pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.CLOSED])
    def test_is_not_for_who_is_shut_out(
        self, anybody: Program, twite: Embedded, alice: UserId, state: UserState
    ) -> None:
        become(twite, alice, state)

        assert anybody.post("/api/login", json=RIGHT).status_code == 401

    def test_waits_for_who_waits(self, start: Start, twite: Embedded) -> None:
        approving = evolve(SETTINGS, registrations=Admission.APPROVAL)
        with_approval = start(settings=approving)
        become(twite, signed_up_and_waiting(twite), UserState.WAITING)

        answer = with_approval.post("/api/login", json={**RIGHT, "login": "dora"})

        assert answer.status_code == 403
        assert "waits to be approved" in answer.json()["error"]

    @pytest.mark.parametrize(
        "said",
        [{}, {"login": "alice"}, {"password": "x"}, {"login": 5, "password": "x"}, [], "x", None],
        ids=str,
    )
    def test_with_what_cannot_be_read_is_refused(self, anybody: Program, said: Any) -> None:
        assert anybody.post("/api/login", json=said).status_code == 422

    def test_by_what_stands_in_the_address_is_refused(
        self, anybody: Program, twite: Embedded, alice: UserId
    ) -> None:
        """H037: an address stands in logs."""
        answer = anybody.post("/api/login", params=RIGHT)

        assert (answer.status_code, "token" in answer.json()) == (422, False)
        assert not twite.sessions.page(alice).items

    def test_shares_its_limit_with_the_site(self, start: Start, alice: UserId) -> None:
        """H007: whoever guesses has so many tries, not so many at each door."""
        program = start(settings=LIMITED)
        rate = LIMITERS["signing_in"][0].rate

        answers = [program.post("/api/login", json=WRONG) for _ in range(rate.most + 1)]
        on_the_site = Browser(program.client).send("/auth/sign_in", **RIGHT)

        assert [answer.status_code for answer in answers] == [401] * rate.most + [429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= rate.seconds
        assert on_the_site.status_code == 429


def signed_up_and_waiting(twite: Embedded) -> UserId:
    return twite.credentials.sign_up(handle="dora", email="d@example.org", password=PASSWORD)


class TestASession:
    @pytest.mark.parametrize("route", RESOURCES, ids=lambda route: route.name)
    def test_lets_in_to_all_that_is_ours(self, alices: Program, route: Route) -> None:
        answer = alices.ask(route.method, path_of(route))

        assert answer.status_code in (200, 204, 404, 422)

    def test_lets_in_to_nothing_that_is_for_apps(self, alices: Program) -> None:
        for route in OPERATIONS:
            answer = alices.ask(route.method, path_of(route))

            assert (answer.status_code == 401) == (route.declares["scope"] != "anyone"), route.name

    def test_is_noted_as_used(
        self, alices: Program, twite: Embedded, alice: UserId, clock: StoppedClock
    ) -> None:
        clock.forward(timedelta(hours=3))

        alices.get("/api/users")

        assert twite.sessions.page(alice).items[0].seen_at == NOON + timedelta(hours=3)

    def test_that_is_over_lets_nobody_in(self, alices: Program, clock: StoppedClock) -> None:
        clock.forward(LASTS)

        assert alices.get("/api/users").status_code == 401

    def test_ends_with_the_password(self, alices: Program, twite: Embedded, alice: UserId) -> None:
        """H014."""
        twite.credentials.change_password(by=alice, current=PASSWORD, new="another one at last")

        assert alices.get("/api/users").status_code == 401

    def test_of_who_is_suspended_lets_nobody_in(
        self, alices: Program, twite: Embedded, alice: UserId
    ) -> None:
        twite.users.suspend(alice)

        assert alices.get("/api/users").status_code == 401


class TestLoggingOut:
    def test_ends_the_token_that_came(
        self, start: Start, alices: Program, twite: Embedded, alice: UserId
    ) -> None:
        other = start(alice)

        answer = alices.post("/api/logout")

        assert (answer.status_code, answer.content) == (204, b"")
        assert alices.post("/api/logout").status_code == 401
        assert other.get("/api/users/alice/timeline").status_code == 200

    def test_ends_that_of_an_app(
        self, anybody: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        app = App.registered(twite)
        anybody.token = app.token_of(alice, "read:search")
        others = app.token_of(bob)

        assert anybody.post("/api/logout").status_code == 204

        assert anybody.get("/api/search").status_code == 401
        assert twite.oauth.known(others).user_id == bob

    def test_needs_somebody(self, anybody: Program, twite: Embedded) -> None:
        assert anybody.post("/api/logout").status_code == 401
        anybody.token = App.registered(twite).token()
        assert anybody.post("/api/logout").status_code == 401


class TestUsers:
    def test_are_those_one_may_know_of(
        self, alices: Program, anybody: Program, twite: Embedded, bob: UserId, carol: UserId
    ) -> None:
        """H049, H052."""
        twite.users.register(handle="dora")
        twite.blocks.block(by=bob, whom=twite.users.named("alice").id)
        become(twite, carol, UserState.SUSPENDED)

        assert names(alices, "/api/users") == ["dora", "alice"]
        assert names(anybody, "/api/users") == ["dora", "bob", "alice"]

    def test_are_read_both_ways(self, anybody: Program, twite: Embedded) -> None:
        for number in range(7):
            twite.users.register(handle=f"user{number}")

        told, back = both_ways(anybody, "/api/users?limit=3", "name")

        assert told == [f"user{number}" for number in range(7)][::-1]
        assert back == told[:6]


def both_ways(program: Program, path: str, what: str) -> tuple[list[str], list[str]]:
    """All that a list holds, page by page; and from its last page back to the first."""
    down, up, at, last = list[str](), list[str](), path, dict[str, Any]()
    while at:
        answer = program.get(at)
        last = answer.json()
        linked = {rel: found["url"] for rel, found in answer.links.items()}
        assert linked == {
            rel: last[name]
            for rel, name in (("next", "next"), ("prev", "previous"))
            if last[name] is not None
        }
        down += [one[what] for one in last["items"]]
        at = last["next"]
    while last["previous"] is not None:
        last = program.get(last["previous"]).json()
        up = [one[what] for one in last["items"]] + up
    return down, up


class TestFollowing:
    def test_is_asked_of_who_is_locked(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        twite.users.edit_profile(by=bob, locked=True)

        asked = alices.post("/api/users/alice/following", json={"name": "BOB"})

        assert (asked.status_code, asked.json()["state"]) == (201, "requested")
        assert asked.headers["location"] == asked.json()["href"]
        assert asked.json()["href"].endswith("/api/users/alice/following/bob")
        assert alices.delete(asked.json()["href"]).status_code == 204
        assert twite.follows.requests_count(of=bob) == 0

    def test_twice_is_once_and_so_is_ending_it(self, alices: Program, bob: UserId) -> None:
        for _ in range(2):
            answer = alices.post("/api/users/alice/following", json={"name": "bob"})
            assert answer.json()["state"] == "following"
        assert names(alices, "/api/users/alice/following") == ["bob"]

        for _ in range(2):
            assert alices.delete("/api/users/alice/following/bob").status_code == 204
        assert names(alices, "/api/users/alice/following") == []

    @pytest.mark.parametrize(
        ("said", "status"),
        [
            ({"name": "alice"}, 422),
            ({"name": "nobody"}, 404),
            ({"name": ""}, 404),
            ({"name": "a\0b"}, 404),
            ({"name": 5}, 422),
            ({"name": None}, 422),
            ({}, 422),
            ([], 422),
        ],
        ids=str,
    )
    def test_whom_one_cannot_changes_nothing(
        self, alices: Program, twite: Embedded, said: Any, status: int
    ) -> None:
        before = kept(twite)

        answer = alices.post("/api/users/alice/following", json=said)

        assert answer.status_code == status, answer.text
        assert set(answer.json()) == {"error"}
        assert kept(twite) == before

    def test_of_another_is_theirs(
        self, alices: Program, twite: Embedded, bob: UserId, carol: UserId
    ) -> None:
        """H044: like that of nobody."""
        twite.follows.follow(by=bob, whom=carol)
        before = kept(twite)

        for name in ("bob", "nobody", "%20", "alice%00"):
            followed = alices.post(f"/api/users/{name}/following", json={"name": "carol"})
            ended = alices.delete(f"/api/users/{name}/following/carol")
            assert {followed.status_code, ended.status_code} <= {404, 400}
        assert alices.delete("/api/users/alice/following/nobody").status_code == 404
        assert kept(twite) == before

    def test_of_who_blocked_one_is_as_if_they_were_not(
        self, alices: Program, twite: Embedded, alice: UserId, bob: UserId
    ) -> None:
        """H049."""
        twite.blocks.block(by=bob, whom=alice)

        for what in ("collection", "following", "followers"):
            hidden, never = (alices.get(f"/api/users/{name}/{what}") for name in ("bob", "nobody"))
            assert hidden.status_code == never.status_code == 404
            assert (hidden.content, hidden.headers) == (never.content, never.headers)
        for name in ("bob", "nobody"):
            answer = alices.post("/api/users/alice/following", json={"name": name})
            assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})

    def test_is_read_both_ways(self, anybody: Program, twite: Embedded, alice: UserId) -> None:
        for number in range(7):
            other = twite.users.register(handle=f"user{number}")
            twite.follows.follow(by=alice, whom=other)
            twite.follows.follow(by=other, whom=alice)

        for what in ("following", "followers"):
            told, back = both_ways(anybody, f"/api/users/alice/{what}?limit=3", "name")

            assert told == [f"user{number}" for number in range(7)][::-1]
            assert back == told[:6]
