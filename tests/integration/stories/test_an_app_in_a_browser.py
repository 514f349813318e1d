"""An app that is a page of another origin: the browser asks the site before it lets it (CORS)."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import pytest
from attrs import define
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from .conftest import Meet
from .people import WAIT_SECONDS
from .scrutiny import console
from .test_an_app import CHALLENGE, VERIFIER, an_app_at_home, told

_ASK = """
const [url, method, body, headers, done] = arguments;
const init = {method, headers: {...headers}};
if (body !== null) {
  init.headers["Content-Type"] = "application/json";
  init.body = JSON.stringify(body);
}
fetch(url, init).then(async answer => done({
  status: answer.status,
  said: await answer.json(),
  headers: Object.fromEntries(answer.headers),
})).catch(why => done({status: 0, said: String(why), headers: {}}));
"""
_LISTEN = """
const [url, done] = arguments;
window.heard = [];
const socket = new WebSocket(url);
socket.onmessage = message => window.heard.push(JSON.parse(message.data).event);
socket.onopen = () => done(true);
socket.onerror = () => done(false);
"""


@define
class PageOfAnother:
    """What its script can do, and what it gets to see."""

    browser: Chrome
    site: str
    token: str = ""
    headers: dict[str, str] | None = None  # of the last answer, as far as they are shown to it

    def asks(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        expects: int = HTTPStatus.OK,
        **headers: str,
    ) -> Any:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            given["Authorization"] = f"Bearer {self.token}"
        answer = self.browser.execute_async_script(_ASK, f"{self.site}{path}", method, body, given)
        assert answer["status"] == expects, answer
        self.headers = answer["headers"]
        return answer["said"]

    def listens(self, stream: str) -> None:
        asked = urlencode({"stream": stream, "access_token": self.token})
        url = f"{self.site.replace('http', 'ws', 1)}/api/v1/streaming?{asked}"
        assert self.browser.execute_async_script(_LISTEN, url)

    def has_heard(self, *events: str) -> bool:
        """These and no others, in that order, sooner or later."""

        def heard(browser: Chrome) -> bool:
            return bool(browser.execute_script("return window.heard") == list(events))

        return bool(WebDriverWait(self.browser, WAIT_SECONDS).until(heard))


@pytest.mark.timeout(900)
def test_an_app_lives_in_a_browser(meet: Meet) -> None:
    alice = meet("alice")
    alice.signs_up("Alice")

    with an_app_at_home() as uri:
        alice.browser.get(uri)
        page = PageOfAnother(alice.browser, alice.url)
        app = page.asks(
            "POST",
            "/api/v1/apps",
            {"client_name": "Elk by hand", "redirect_uris": uri, "scopes": "read write follow"},
        )

        asked = {
            "response_type": "code",
            "client_id": app["client_id"],
            "redirect_uri": uri,
            "scope": "read write follow",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        alice.goes(f"/oauth/authorize?{urlencode(asked)}")
        alice.presses("Let it in")
        exchanged = {
            "grant_type": "authorization_code",
            "code": told(alice)["code"][0],
            "client_id": app["client_id"],
            "client_secret": app["client_secret"],
            "redirect_uri": uri,
            "code_verifier": VERIFIER,
        }
        page.token = page.asks("POST", "/oauth/token", exchanged)["access_token"]
        assert page.asks("GET", "/api/v1/accounts/verify_credentials")["username"] == "alice"

        page.listens("user")
        said = {"status": "from a page"}
        first = page.asks("POST", "/api/v1/statuses", said, Idempotency_Key="once")
        again = page.asks("POST", "/api/v1/statuses", said, Idempotency_Key="once")
        assert first["id"] == again["id"]
        assert page.has_heard("update")
        path = f"/api/v1/statuses/{first['id']}"
        assert page.asks("PUT", path, {"status": "edited"})["content"] == "<p>edited</p>"
        assert page.asks("GET", "/api/v1/timelines/home?limit=1")[0]["id"] == first["id"]
        assert page.headers is not None
        assert {"link", "x-ratelimit-remaining"} <= page.headers.keys()
        assert page.has_heard("update", "status.update")
        page.asks("DELETE", path)
        assert page.has_heard("update", "status.update", "delete")

        token, page.token = page.token, ""
        secrets = {name: app[name] for name in ("client_id", "client_secret")}
        page.asks("POST", "/oauth/revoke", {**secrets, "token": token})
        page.token = token
        refused = page.asks("GET", "/api/v1/timelines/home", expects=HTTPStatus.UNAUTHORIZED)
        assert refused["error"] == "The access token is invalid"
        assert any("401" in line for line in console(alice.browser))
