"""Somebody lets an app in, at their browser: log in, consent, and back to the app."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from attrs import define

from tests.integration.clients.shell import Shell
from twite.domain.oauth import OUT_OF_BAND
from twite.entrypoints.library import Embedded, connect

from .conftest import Meet
from .people import Person
from .scrutiny import console

VERIFIER = "what only the app knows, and nobody tells".replace(" ", "-").replace(",", "-") + "~~"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
PAGE = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tea</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"></head>
<body><main><h1>Welcome to the app</h1></main></body></html>"""


class _App(BaseHTTPRequestHandler):
    """A page of the app's, whatever is asked for."""

    def do_GET(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@contextmanager
def an_app_at_home() -> Iterator[str]:
    """Where it is to be sent to: another origin than the site's."""
    with HTTPServer(("127.0.0.1", 0), _App) as server:
        thread = Thread(target=partial(server.serve_forever, 0.05))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/cb?from=twite"
        finally:
            server.shutdown()
            thread.join()


@define
class App:
    twite: Embedded
    uri: str
    client_id: str = ""

    def registers(self) -> None:
        made = self.twite.oauth.register(
            name="Tea for two",
            redirect_uris=[self.uri],
            scopes="read write follow push",
            confidential=False,
        )
        self.client_id = made.app.client_id

    def asks(self, **other: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.uri,
            "scope": "read write:statuses follow push",
            "state": "kept",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return f"/oauth/authorize?{urlencode({**asked, **other})}"

    def is_let_in_by(self, code: str) -> str:
        """Under which handle."""
        issued = self.twite.oauth.exchange(
            code=code,
            client_id=self.client_id,
            client_secret=None,
            redirect_uri=self.uri,
            verifier=VERIFIER,
        )
        return self.twite.oauth.known(issued.token).handle


def told(person: Person) -> dict[str, list[str]]:
    """What the address they were sent to says."""
    return parse_qs(urlsplit(person.browser.current_url).query)


@pytest.fixture
def twite(tmp_path: Path, meet: Meet) -> Iterator[Embedded]:  # noqa: ARG001 (who makes it)
    """The site's own database, from beside it."""
    with connect(f"sqlite:///{tmp_path / 'twite.db'}") as twite:
        yield twite


@pytest.mark.timeout(900)  # so many pages take minutes on a busy machine
def test_an_app_is_let_in(meet: Meet, twite: Embedded) -> None:
    alice = meet("alice")
    alice.signs_up("Alice")
    alice.goes("/settings")
    alice.presses("Log out")

    with an_app_at_home() as uri:
        app = App(twite, uri)
        app.registers()

        # she comes from the app, logs in first, and says no; the app hears of it
        alice.goes(app.asks())
        alice.logs_in()
        assert "Tea for two asks to be let in as @alice" in alice.reads()
        assert f"sent on to {urlsplit(uri).netloc}" in alice.reads()
        alice.presses("Do not")
        assert alice.reads() == "Welcome to the app"
        assert told(alice)["error"] == ["access_denied"]

        # then she says yes
        alice.goes(app.asks(force_login="true"))
        alice.logs_in()
        alice.presses("Let it in")
        assert alice.reads() == "Welcome to the app"
        said = told(alice)
        assert (said["state"], said["from"]) == (["kept"], ["twite"])
        assert app.is_let_in_by(said["code"][0]) == "alice"

    # it stands in her settings, until she logs it out
    alice.goes("/settings")
    alice.clicks("Apps")
    assert "Tea for two" in alice.reads()
    alice.presses("Log it out")
    assert "No apps." in alice.reads()


@pytest.mark.timeout(900)
def test_an_app_of_the_terminal_gets_a_code(meet: Meet, twite: Embedded) -> None:
    alice = meet("alice")
    alice.signs_up("Alice")
    app = App(twite, OUT_OF_BAND)
    app.registers()

    alice.goes(app.asks().replace("?", "/?"))
    alice.presses("Let it in")

    (code,) = told(alice)["code"]
    assert code in alice.reads()
    assert app.is_let_in_by(code) == "alice"


@pytest.mark.timeout(900)
def test_toot_logs_in(meet: Meet, tmp_path: Path) -> None:
    """As its users do it: with an address for the browser, and the code that stands there."""
    alice = meet("alice")
    alice.signs_up("Alice")
    toot = Shell(alice.url, tmp_path)

    def consents(address: str) -> str:
        alice.goes(address.removeprefix(alice.url))
        assert "toot" in alice.reads()
        alice.presses("Let it in")
        (code,) = told(alice)["code"]
        assert code in alice.reads()
        return code

    assert "Successfully logged in" in toot.log_in(consents)
    assert "@alice" in toot.types("whoami")


@pytest.mark.timeout(900)
def test_an_app_of_the_device_is_opened(meet: Meet, twite: Embedded) -> None:
    """As far as a browser without one can: its policy lets the form lead there."""
    alice = meet("alice")
    alice.signs_up("Alice")
    app = App(twite, "com.example.tea://cb")
    app.registers()
    alice.goes(app.asks())

    alice.browser.find_element("xpath", "//button[.='Let it in']").click()

    said = "\n".join(console(alice.browser))
    assert "Content Security Policy" not in said


def test_an_app_that_is_sent_elsewhere_is_not_let_in(meet: Meet, twite: Embedded) -> None:
    alice = meet("alice")
    app = App(twite, "https://app.example/cb")
    app.registers()

    alice.goes(app.asks(redirect_uri="https://evil.example/cb"), expects=HTTPStatus.BAD_REQUEST)

    assert "Nothing was let in" in alice.reads()
