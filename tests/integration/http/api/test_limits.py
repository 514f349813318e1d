"""How often programs may do what: each limiter of the table stops whoever goes on, in either
surface."""

import pytest

from tests.integration.http.api.conftest import Start
from tests.integration.http.api.programs import ROUTES
from tests.integration.http.api.test_edge import LIMITED, path_of
from twite.adapters.http.limits import LIMITERS
from twite.domain.users import UserId

USED = sorted({str(route.declares["limiter"]) for route in ROUTES})


@pytest.mark.parametrize("limiter", USED)
def test_every_limiter_stops_who_goes_on(start: Start, alice: UserId, limiter: str) -> None:
    """H100: made from the table."""
    program = start(alice, settings=LIMITED)
    route = next(route for route in ROUTES if route.declares["limiter"] == limiter)
    rate = LIMITERS[limiter][0].rate

    answers = [program.ask(route.method, path_of(route)) for _ in range(rate.most + 1)]

    assert {answer.status_code for answer in answers[:-1]} & {429} == set()
    assert [int(answer.headers["x-ratelimit-remaining"]) for answer in answers] == [
        *range(rate.most - 1, -1, -1),
        0,
    ]
    last = answers[-1]
    assert last.status_code == 429
    assert last.json() == {"error": "Too many requests"}
    assert 1 <= int(last.headers["retry-after"]) <= rate.seconds
    assert last.headers["x-ratelimit-limit"] == str(rate.most)


def test_limits_of_one_are_not_those_of_another(start: Start, alice: UserId, bob: UserId) -> None:
    alices, bobs = start(alice, settings=LIMITED), start(bob, settings=LIMITED)
    bobs.client = alices.client
    rate = LIMITERS["deleting"][0].rate

    for _ in range(rate.most + 1):
        last = alices.delete("/api/v1/statuses/1")

    assert last.status_code == 429
    assert bobs.delete("/api/v1/statuses/1").status_code == 404


def test_streams_are_counted_with_what_is_read(start: Start, alice: UserId) -> None:
    """H100: also those that do not open."""
    program = start(alice, settings=LIMITED)
    rate = LIMITERS["reading"][0].rate
    path = "/api/v1/streaming?stream=nowhere"

    answers = [program.get(path).status_code for _ in range(rate.most + 1)]

    assert answers == [422] * rate.most + [429]
    assert program.get("/api/v1/lists").status_code == 429
