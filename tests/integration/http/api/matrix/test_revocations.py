"""Every way in which somebody's tokens end, at every door and on every stream that was open."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from attrs import frozen
from litestar.testing import TestClient

from tests.integration.http.api.matrix.cells import counted
from tests.integration.http.api.matrix.inside import Inside, Listening, inside
from tests.integration.http.api.matrix.test_scopes import DOORS, EVERYTHING, INVALID
from tests.integration.http.api.programs import App
from tests.integration.http.browsers import Browser
from tests.integration.http.conftest import SETTINGS
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.testing.plugin import PASSWORD, signed_up
from twite.entrypoints.web import application

CLOSED_SECONDS = 2.0  # so long, at most, a stream goes on whose token has ended
STEP_SECONDS = 0.05
ANOTHER = "coffee at half past nine"  # a password
STREAMS = ("/user", "/user/notification", "/public", "/public/local", "/hashtag?tag=tea", "/direct")


@frozen
class Home:
    """A house, somebody in it, an app they let in, and the browser they did it with."""

    twite: Embedded
    program: Inside
    app: App
    alice: UserId
    token: str
    browser: Browser


@pytest.fixture
def home() -> Iterator[Home]:
    with in_memory(SETTINGS) as twite, ExitStack() as stack:
        program = stack.enter_context(inside(application(twite, SETTINGS, inline_reads=True)))
        site = application(twite, SETTINGS, inline_reads=True)
        client = stack.enter_context(TestClient(site, base_url=SETTINGS.base_url))
        alice, app = signed_up(twite, "alice"), App.registered(twite)
        token = app.token_of(alice, EVERYTHING)
        yield Home(twite, program, app, alice, token, Browser(client).logged_in("alice"))


# -- ways -----------------------------------------------------------------------


def revoked_by_the_app(home: Home) -> None:
    proof = {"client_id": home.app.client_id, "client_secret": home.app.client_secret}
    answer = home.program.ask("POST", "/oauth/revoke", sent={"token": home.token, **proof})
    assert answer.status == 200


def ended_on_the_site(home: Home) -> None:
    id = home.twite.oauth.page(home.alice).items[0].id
    assert home.browser.send(f"/settings/apps/{id}/end").status_code == 303


def password_changed(home: Home) -> None:
    home.twite.credentials.change_password(by=home.alice, current=PASSWORD, new=ANOTHER)


def password_reset(home: Home) -> None:
    offered = home.twite.credentials.offer_reset(home.alice)
    home.twite.credentials.reset(token=offered, new=ANOTHER)


def address_changed(home: Home) -> None:
    home.twite.credentials.change_email(by=home.alice, current=PASSWORD, email="b@example.org")


def suspended(home: Home) -> None:
    home.twite.users.suspend(home.alice)


def closed(home: Home) -> None:
    home.twite.users.close(home.alice)


WAYS = (
    revoked_by_the_app,
    ended_on_the_site,
    password_changed,
    password_reset,
    address_changed,
    suspended,
    closed,
)


@pytest.mark.parametrize("end", WAYS, ids=lambda way: way.__name__)
def test_a_token_that_ends_opens_nothing_and_keeps_nothing_open(
    request: pytest.FixtureRequest, home: Home, end: Callable[[Home], None]
) -> None:
    """H013, H014: and those of others go on."""
    program = home.program
    others = home.app.token_of(home.twite.users.register(handle="bob"), EVERYTHING)
    with counted(request, "revocations", program) as cells:
        streams = _all_streams(program, home.token)
        going_on = _all_streams(program, others)
        for name, stream in (streams | going_on).items():
            cells.expect(f"{name} before", True, stream.is_open and stream.status in (101, 200))

        end(home)

        took = _until_closed(program, list(streams.values()))
        for name, stream in streams.items():
            cells.expect(f"{name} after {took:.1f} s", False, stream.is_open)
        for name, stream in going_on.items():
            cells.expect(f"{name} of another", True, stream.is_open)
        for door in DOORS:
            answer = program.ask(door.name.partition(" ")[0], door.path, token=home.token)
            refused = (answer.status, INVALID.encode() in answer.body) == (401, True)
            cells.expect(f"{door.name} after", door.scope != "anyone", refused)
        for stream in (*streams.values(), *going_on.values()):
            program.loop.run_until_complete(stream.close())


def _all_streams(program: Inside, token: str) -> dict[str, Listening]:
    """Each by Server-Sent Events and on a WebSocket."""
    opened = {}
    for stream in STREAMS:
        path = f"/api/v1/streaming{stream}"
        name, _, tag = stream.strip("/").replace("/", ":").partition("?")
        query = f"/api/v1/streaming?stream={name}&{tag}&access_token={token}"
        opened[f"{stream}, {token[:4]}"] = program.listen(path, token=token)
        opened[f"{stream} on a socket, {token[:4]}"] = program.listen(query, socket=True)
    return opened


def _until_closed(program: Inside, streams: list[Listening]) -> float:
    began = time.monotonic()
    while any(one.is_open for one in streams) and time.monotonic() - began < CLOSED_SECONDS:
        program.wait(STEP_SECONDS)
    return time.monotonic() - began
