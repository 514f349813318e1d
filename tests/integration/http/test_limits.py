"""How often anyone may do what: each limiter of the table stops whoever goes on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from threading import Thread
from typing import Any, TypeAlias

import pytest
from attrs import define
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from tests.integration.http.browsers import Browser
from tests.integration.http.conftest import SETTINGS
from twite.adapters.http.api.reception import Route as Operation
from twite.adapters.http.api.routes import ROUTES as OPERATIONS
from twite.adapters.http.limits import LIMITERS, By, Limit, Subject
from twite.adapters.http.site.reception import Route
from twite.adapters.http.site.routes import ROUTES
from twite.adapters.memory.rate_limits import MemoryRateLimits
from twite.application.ports.rate_limits import Rate
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD
from twite.entrypoints.web import application

LIMITED = Settings(base_url=SETTINGS.base_url)


@define
class Network:
    """An application as it is reached from one address or another."""

    app: Litestar
    address: str = "192.0.2.1"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            moved: Any = {**scope, "client": (self.address, 50_000)}
            await self.app(moved, receive, send)
            return
        for phase in ("startup", "shutdown"):  # the application is started elsewhere, once
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})


@define
class Visitor:
    """A browser that can be carried from network to network."""

    browser: Browser
    network: Network

    def at(self, address: str) -> Browser:
        self.network.address = address
        return self.browser


Visit: TypeAlias = Callable[[], Visitor]


@pytest.fixture
def visit(twite: Embedded, clock: StoppedClock) -> Iterator[Visit]:
    """Somebody more who comes to one and the same site."""
    app = application(twite, LIMITED, inline_reads=True, clock=clock)
    with ExitStack() as stack:
        stack.enter_context(TestClient(app))

        def visit() -> Visitor:
            network = Network(app)
            client = TestClient(network, base_url=LIMITED.base_url)
            return Visitor(Browser(stack.enter_context(client)), network)  # type: ignore[arg-type]

        yield visit


def attempt(browser: Browser, login: str = "alice") -> Response:
    return browser.send("/auth/sign_in", login=login, password="wrong password")


EVERY_LIMIT = [(limiter, limit) for limiter, limits in LIMITERS.items() for limit in limits]


class TestEveryLimiter:
    @pytest.mark.parametrize(
        ("limiter", "limit"), EVERY_LIMIT, ids=[f"{name}-{limit.by}" for name, limit in EVERY_LIMIT]
    )
    def test_stops_who_goes_on(
        self, visit: Visit, alice: UserId, limiter: str, limit: Limit
    ) -> None:
        """H007, H100: made from the table, so a limiter that cannot be reached fails.  What it
        counts by stays the same; all else is another each time."""
        routes: tuple[Route | Operation, ...] = (*ROUTES, *OPERATIONS)
        route = next(route for route in routes if route.declares["limiter"] == limiter)
        path = route.path.replace("{handle}", "nobody").replace("{id}", "1")
        visitor = visit()
        if limit.by is By.CALLER:
            visitor.browser.logged_in("alice")
        is_form = route.method == "POST" and route in ROUTES
        csrf = visitor.browser.token() if is_form else ""

        def ask(number: int) -> Response:
            browser = visitor.at(
                "192.0.2.1"
                if limit.by is By.ADDRESS
                else f"198.51.{100 + number // 250}.{number % 250}"
            )
            if route.method == "GET":
                return browser.get(path)
            login = "alice" if limit.by is By.LOGIN else f"user{number}"
            email = "a@example.org" if limit.by is By.EMAIL else f"user{number}@example.org"
            return browser.send(path, csrf=csrf, login=login, email=email)

        answers = [ask(number) for number in range(limit.rate.most + 1)]

        granted = [answer for answer in answers if answer.status_code != 429]
        assert limit.rate.most - len(granted) <= 2  # those that logging in and the token took
        assert answers[-1].status_code == 429
        assert 1 <= int(answers[-1].headers["retry-after"]) <= limit.rate.seconds
        said = "Too many of these; try again in" if route in ROUTES else "Too many requests"
        assert said in answers[-1].text

    @pytest.mark.parametrize("by", By)
    def test_is_reached_by_one_of_them(self, by: By) -> None:
        assert by in {limit.by for _, limit in EVERY_LIMIT}


class TestLoggingIn:
    def test_is_limited_for_a_login_wherever_it_is_tried_from(
        self, visit: Visit, alice: UserId
    ) -> None:
        """H007."""
        visitor = visit()

        answers = [attempt(visitor.at(f"192.0.2.{number}")) for number in range(11)]

        assert [answer.status_code for answer in answers] == [401] * 10 + [429]

    def test_is_limited_for_an_address_whomever_it_tries(self, visit: Visit) -> None:
        """H007."""
        visitor = visit()

        answers = [attempt(visitor.at("192.0.2.1"), f"user{number}") for number in range(11)]

        assert [answer.status_code for answer in answers] == [401] * 10 + [429]

    @pytest.mark.parametrize("written", ["ALICE", " alice "])
    def test_counts_every_spelling_of_a_login(
        self, visit: Visit, alice: UserId, written: str
    ) -> None:
        visitor = visit()
        for number in range(10):
            attempt(visitor.at(f"192.0.2.{number}"))

        assert attempt(visitor.at("192.0.2.99"), written).status_code == 429

    def test_refuses_the_right_password_too(self, visit: Visit, alice: UserId) -> None:
        visitor = visit()
        for number in range(10):
            attempt(visitor.at(f"192.0.2.{number}"))

        answer = visitor.at("192.0.2.99").send("/auth/sign_in", login="alice", password=PASSWORD)

        assert answer.status_code == 429

    @pytest.mark.parametrize(
        "path", ["/auth/sign_in/", "//auth/sign_in", "/auth/%73ign_in", "/auth//sign_in"]
    )
    def test_is_counted_under_every_spelling_of_the_path(
        self, visit: Visit, alice: UserId, path: str
    ) -> None:
        """H009."""
        browser = visit().browser
        for _ in range(10):
            attempt(browser)

        answer = browser.client.post(f"http://testserver.local{path}", data={"login": "alice"})

        assert answer.status_code in (404, 405, 415, 429)

    @pytest.mark.parametrize("path", ["/auth/sign_in.json", "/AUTH/sign_in", "/auth/sign_in;x=1"])
    def test_has_no_other_path(self, visit: Visit, path: str) -> None:
        """H009."""
        assert visit().browser.send(path).status_code in (404, 405)

    def test_works_again_when_the_window_is_over(
        self, visit: Visit, alice: UserId, clock: StoppedClock
    ) -> None:
        browser = visit().browser
        for _ in range(11):
            attempt(browser)

        clock.forward(timedelta(minutes=5))

        assert attempt(browser).status_code == 401


class TestAddresses:
    @pytest.mark.parametrize(
        "header", ["x-forwarded-for", "forwarded", "x-real-ip", "client-ip", "true-client-ip"]
    )
    def test_are_those_of_the_connection_whatever_a_header_says(
        self, visit: Visit, header: str
    ) -> None:
        """H008."""
        browser = visit().browser

        answers = [
            browser.send(
                "/auth/sign_in", {header: f"203.0.113.{n}"}, login=f"u{n}", password="wrong"
            )
            for n in range(11)
        ]

        assert answers[-1].status_code == 429

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
            ("192.0.2.1", "::ffff:192.0.2.1"),
            ("fe80::1%eth0", "fe80::2%eth1"),
            ("", ""),
        ],
    )
    def test_of_one_network_count_as_one(self, one: str, other: str) -> None:
        """H008."""
        assert Subject(address=one).key(By.ADDRESS) == Subject(address=other).key(By.ADDRESS)

    @pytest.mark.parametrize(
        ("one", "other"), [("2001:db8:1:2::1", "2001:db8:1:3::1"), ("192.0.2.1", "192.0.2.2")]
    )
    def test_of_two_networks_do_not(self, one: str, other: str) -> None:
        assert Subject(address=one).key(By.ADDRESS) != Subject(address=other).key(By.ADDRESS)

    def test_do_not_matter_for_who_is_logged_in(
        self, visit: Visit, alice: UserId, bob: UserId
    ) -> None:
        """Many people behind one address read without being in each other's way."""
        reading = LIMITERS["reading"][0].rate
        alices, bobs = (visit().browser.logged_in(login) for login in ("alice", "bob"))
        for _ in range(reading.most + 1):
            alices.get("/about")

        assert alices.get("/about").status_code == 429
        assert bobs.get("/about").status_code == 200


def test_without_limits_anyone_may_do_anything(stranger: Browser) -> None:
    answers = [attempt(stranger) for _ in range(15)]

    assert {answer.status_code for answer in answers} == {401}


class TestCountingInMemory:
    def test_begins_a_window_with_the_first_and_ends_it_in_time(self, clock: StoppedClock) -> None:
        limits, rate = MemoryRateLimits(clock), Rate(2, 10)

        first = limits.take("a", rate)
        clock.forward(timedelta(seconds=4.5))
        second, third = limits.take("a", rate), limits.take("a", rate)
        clock.forward(timedelta(seconds=5.5))
        fourth = limits.take("a", rate)

        assert (first.granted, first.left, first.renewed_after_seconds) == (True, 1, 10)
        assert (second.granted, second.left, second.renewed_after_seconds) == (True, 0, 6)
        assert (third.granted, third.left, third.renewed_after_seconds) == (False, 0, 6)
        assert (fourth.granted, fourth.left, fourth.renewed_after_seconds) == (True, 1, 10)

    def test_keeps_keys_and_rates_apart(self, clock: StoppedClock) -> None:
        limits = MemoryRateLimits(clock)

        limits.take("a", Rate(1, 10))

        assert limits.take("b", Rate(1, 10)).granted
        assert limits.take("a", Rate(1, 20)).granted
        assert not limits.take("a", Rate(1, 10)).granted

    def test_remembers_only_so_many(self, clock: StoppedClock) -> None:
        limits, rate = MemoryRateLimits(clock, most_windows=3), Rate(1, 10)
        for key in "abcd":
            limits.take(key, rate)

        assert limits.take("a", rate).granted
        assert not limits.take("d", rate).granted

    def test_grants_no_more_to_many_at_once(self, clock: StoppedClock) -> None:
        limits, rate = MemoryRateLimits(clock), Rate(100, 10)
        granted: list[bool] = []

        def take() -> None:
            granted.extend(limits.take("a", rate).granted for _ in range(50))

        threads = [Thread(target=take) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sum(granted) == 100
