"""Refusals and failures: what each is called, and how little a failure tells."""

import logging
from collections.abc import Iterator

import pytest
from httpx import Response
from litestar.testing import TestClient

from tests.integration.http.test_routes import DECLARED, house
from twite.adapters.http import csrf, limits, parameters
from twite.adapters.http.app import create
from twite.adapters.http.errors import STATUS, status_of
from twite.adapters.http.site.reception import Route
from twite.adapters.http.site.visits import Answer, Visit
from twite.adapters.http.threads import TooBusy
from twite.application.ports.rate_limits import Rate
from twite.application.ports.unit_of_work import StorageFull, Unavailable
from twite.domain import errors, sessions, users
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock

SECRET = "s3cret in a message"


class Breaking:
    """A site with one address, which fails as it is told to."""

    def __init__(self, twite: Embedded, clock: StoppedClock) -> None:
        self.twite, self.clock = twite, clock

    def by(self, error: Exception) -> Response:
        def fail(_: Visit) -> Answer:
            raise error

        route = Route("GET", "/fail", fail, DECLARED)
        app = create(self.twite, house(), clock=self.clock, routes=[route])
        with TestClient(app) as client:
            return client.get(f"/fail?q={SECRET}")


@pytest.fixture
def breaking(twite: Embedded, clock: StoppedClock) -> Breaking:
    return Breaking(twite, clock)


def every_refusal(kind: type[errors.TwiteError] = errors.TwiteError) -> Iterator[type[Exception]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from every_refusal(subclass)


class TestRefusals:
    def test_all_have_a_status(self) -> None:
        for refusal in every_refusal():
            status = next(STATUS[kind] for kind in refusal.__mro__ if kind in STATUS)

            assert 400 <= status < 500

    @pytest.mark.parametrize(
        ("error", "status"),
        [
            (users.InvalidHandle("?"), 422),
            (sessions.NotLoggedIn(), 401),
            (users.AccountNotActive(), 403),
            (users.UserNotFound("alice"), 404),
            (users.HandleTaken(users.Handle("alice")), 409),
            (errors.LimitExceeded(7), 429),
            (parameters.NoSuchLimit(), 400),
            (csrf.ForeignForm(), 403),
            (Unavailable(), 503),
            (StorageFull(), 507),
            (TooBusy(), 503),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_have_the_one_of_the_table(
        self, breaking: Breaking, error: Exception, status: int
    ) -> None:
        answer = breaking.by(error)

        assert answer.status_code == status == status_of(error)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert 'href="/"' in answer.text

    def test_say_when_to_come_again(self, breaking: Breaking) -> None:
        too_often = limits.TooOften(600, Rate(5, 1800))

        answers = [breaking.by(error) for error in (too_often, Unavailable(), TooBusy())]

        assert [answer.headers["retry-after"] for answer in answers] == ["600", "5", "5"]
        assert "Too many of these; try again in 10 minutes." in answers[0].text

    def test_of_what_is_not_there_repeat_nothing(self, breaking: Breaking) -> None:
        answer = breaking.by(users.UserNotFound(SECRET))

        assert SECRET not in answer.text


class TestFailures:
    def test_tell_nothing_of_what_happened(self, breaking: Breaking) -> None:
        answer = breaking.by(RuntimeError(SECRET))

        assert answer.status_code == 500
        assert "It is our fault, not yours." in answer.text
        assert SECRET not in answer.text
        assert "RuntimeError" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"

    def test_are_logged_by_class_and_place_without_what_anybody_wrote(
        self, breaking: Breaking, caplog: pytest.LogCaptureFixture
    ) -> None:
        """H113."""
        cause = RuntimeError(SECRET)
        cause.__cause__ = ValueError(SECRET)

        breaking.by(cause)

        (record,) = caplog.records
        assert record.levelno == logging.ERROR
        assert "RuntimeError from ValueError" in record.getMessage()
        assert "in fail" in record.getMessage()
        assert record.__dict__["route"] == "/fail"
        assert SECRET not in caplog.text

    def test_of_those_who_ask_are_not_logged(
        self, breaking: Breaking, caplog: pytest.LogCaptureFixture
    ) -> None:
        breaking.by(users.UserNotFound("alice"))

        assert not caplog.records
