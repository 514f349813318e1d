"""How apps register, come to a token, use it and end it; and every way in which that is wrong."""

import logging
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from attrs import define
from httpx import Response
from litestar.testing import TestClient

from tests.integration.http.browsers import Browser
from tests.integration.http.conftest import SETTINGS
from tests.integration.http.test_authorize import CHALLENGE, VERIFIER
from tests.unit.application.worlds import kept
from twite.domain.oauth import CODE_LASTS, OUT_OF_BAND, Scope
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, in_memory
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import NOON, StoppedClock
from twite.entrypoints.testing.plugin import PASSWORD, signed_up
from twite.entrypoints.web import application

HOME = "https://app.example/cb"
NEW: Mapping[str, Any] = {
    "client_name": "Tea",
    "redirect_uris": HOME,
    "scopes": "read write follow",
    "website": "https://tea.example",
}
SENDING = ("form", "json")


def posted(browser: Browser, path: str, body: Mapping[str, Any], how: str = "form") -> Response:
    if how == "json":
        return browser.client.post(path, json=dict(body))
    return browser.client.post(path, data=dict(body))


def refused(answer: Response, status: int, error: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["error"] == error
    assert answer.json()["error_description"]
    assert answer.headers["content-type"].startswith("application/json")


@define
class Client:
    """An app that registered by the API."""

    twite: Embedded
    browser: Browser
    facts: Mapping[str, Any]

    @property
    def proof(self) -> dict[str, str]:
        return {name: self.facts[name] for name in ("client_id", "client_secret")}

    @property
    def basic(self) -> dict[str, str]:
        told = ":".join(self.proof.values()).encode()
        return {"authorization": f"Basic {b64encode(told).decode()}"}

    def code(self, by: UserId, **asked: Any) -> str:
        return self.twite.oauth.authorize(
            by=by,
            **{
                "client_id": self.facts["client_id"],
                "redirect_uri": HOME,
                "scopes": "read write",
                **asked,
            },
        )

    def asking(self, code: str, /, **other: str) -> dict[str, str]:
        """Without what is None."""
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": HOME,
            **self.proof,
            **other,
        }
        return {name: value for name, value in asked.items() if value != "LEFT OUT"}

    def exchange(self, code: str, how: str = "form", /, **other: str) -> Response:
        return posted(self.browser, "/oauth/token", self.asking(code, **other), how)

    def token(self, by: UserId) -> str:
        return str(self.exchange(self.code(by)).json()["access_token"])

    def is_let_in(self, token: str) -> bool:
        """Whether the API knows the token."""
        headers = {"authorization": f"Bearer {token}"}
        status = self.browser.client.get("/oauth/userinfo", headers=headers).status_code
        assert status in (200, 401)
        return status == 200


def registered(twite: Embedded, browser: Browser, **other: Any) -> Client:
    answer = posted(browser, "/api/v1/apps", {**NEW, **other}, "json")
    assert answer.status_code == 200, answer.text
    return Client(twite, browser, answer.json())


@pytest.fixture
def app(twite: Embedded, stranger: Browser) -> Client:
    return registered(twite, stranger)


# -- registering ------------------------------------------------------------------


class TestRegistering:
    @pytest.mark.parametrize("how", SENDING)
    def test_answers_with_all_that_apps_read(self, stranger: Browser, how: str) -> None:
        answer = posted(stranger, "/api/v1/apps", NEW, how)

        said = answer.json()
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        assert {**said, "id": "", "client_id": "", "client_secret": ""} == {
            "id": "",
            "name": "Tea",
            "website": "https://tea.example",
            "scopes": ["read", "write", "follow"],
            "redirect_uris": [HOME],
            "redirect_uri": HOME,
            "client_id": "",
            "client_secret": "",
            "client_secret_expires_at": 0,
            "vapid_key": "",
        }
        assert said["id"].isdigit()
        assert len({said["id"], said["client_id"], said["client_secret"]}) == 3

    @pytest.mark.parametrize(
        "uris",
        [
            {"redirect_uris": [HOME, OUT_OF_BAND]},
            {"redirect_uris": f"{HOME}\n{OUT_OF_BAND}"},
            {"redirect_uris": f"{HOME} {OUT_OF_BAND}"},
        ],
    )
    def test_takes_several_places_to_be_sent_to(
        self, stranger: Browser, uris: Mapping[str, Any]
    ) -> None:
        said = posted(stranger, "/api/v1/apps", {**NEW, **uris}, "json").json()

        assert said["redirect_uris"] == [HOME, OUT_OF_BAND]
        assert said["redirect_uri"] == f"{HOME}\n{OUT_OF_BAND}"

    def test_takes_them_as_a_list_in_a_form(self, stranger: Browser) -> None:
        form = {**NEW, "redirect_uris[]": [HOME, OUT_OF_BAND]}
        del form["redirect_uris"]

        assert posted(stranger, "/api/v1/apps", form).json()["redirect_uris"] == [HOME, OUT_OF_BAND]

    def test_is_to_read_where_it_does_not_say(self, stranger: Browser) -> None:
        facts = {name: NEW[name] for name in ("client_name", "redirect_uris")}

        said = posted(stranger, "/api/v1/apps", facts).json()

        assert (said["scopes"], said["website"]) == (["read"], None)

    def test_may_be_without_a_secret(self, twite: Embedded, stranger: Browser) -> None:
        said = registered(twite, stranger, token_endpoint_auth_method="none").facts

        assert said["client_secret"] is None

    @pytest.mark.parametrize("how", SENDING)
    @pytest.mark.parametrize(
        "wrong",
        [
            {"client_name": ""},
            {"client_name": "x" * 61},
            {"redirect_uris": ""},
            {"redirect_uris": "javascript:alert(1)"},
            {"redirect_uris": "http://app.example/"},
            {"redirect_uris": f"{HOME}#f"},
            {"redirect_uris": "\n".join(f"{HOME}{n}" for n in range(11))},
            {"scopes": "tea"},
            {"scopes": "admin:read"},
            {"scopes": "read " * 300},
            {"website": "javascript:alert(1)"},
            {"website": "tea"},
        ],
        ids=str,
    )
    def test_takes_what_an_app_can_be(
        self, twite: Embedded, stranger: Browser, wrong: Mapping[str, str], how: str
    ) -> None:
        before = kept(twite)

        answer = posted(stranger, "/api/v1/apps", {**NEW, **wrong}, how)

        assert answer.status_code in (400, 422)
        assert answer.json()["error"]
        assert kept(twite) == before

    @pytest.mark.parametrize("name", ["client_name", "redirect_uris", "scopes", "website"])
    @pytest.mark.parametrize("value", [1, True, {}, {"a": "b"}, [[]], [None], 1.5])
    def test_takes_text(self, twite: Embedded, stranger: Browser, name: str, value: Any) -> None:
        """H067."""
        before = kept(twite)

        answer = posted(stranger, "/api/v1/apps", {**NEW, name: value}, "json")

        assert answer.status_code == 422
        assert kept(twite) == before

    @pytest.mark.parametrize("name", ["client_name", "redirect_uris"])
    def test_has_to_say_who_it_is(self, twite: Embedded, stranger: Browser, name: str) -> None:
        facts = {key: value for key, value in NEW.items() if key != name}

        assert posted(stranger, "/api/v1/apps", facts).status_code == 422


class TestWhichAppItIs:
    def test_is_told_to_any_token_of_its(
        self, twite: Embedded, stranger: Browser, alice: UserId, app: Client
    ) -> None:
        by_itself = posted(
            stranger, "/oauth/token", {"grant_type": "client_credentials", **app.proof}
        ).json()
        for token in (app.token(alice), by_itself["access_token"]):
            headers = {"authorization": f"Bearer {token}"}

            answer = stranger.client.get("/api/v1/apps/verify_credentials", headers=headers)

            assert answer.status_code == 200
            assert answer.json()["name"] == "Tea"
            assert "client_secret" not in answer.json()

    @pytest.mark.parametrize("said", [None, "Bearer", "Bearer ", "Bearer x", "Basic x", "x", "é"])
    def test_is_told_to_nobody_else(self, stranger: Browser, said: str | None) -> None:
        headers = [(b"authorization", said.encode())] if said is not None else []

        answer = stranger.client.get("/api/v1/apps/verify_credentials", headers=headers)

        assert answer.status_code == 401
        assert answer.json()["error"] == "The access token is invalid"
        assert answer.headers["www-authenticate"].startswith("Bearer")

    def test_is_told_to_no_token_in_an_address(
        self, stranger: Browser, alice: UserId, app: Client
    ) -> None:
        """H037."""
        token = app.token(alice)

        answer = stranger.client.get(f"/api/v1/apps/verify_credentials?access_token={token}")

        assert answer.status_code == 401


# -- coming to a token ------------------------------------------------------------


class TestAToken:
    @pytest.mark.parametrize("how", SENDING)
    def test_is_given_for_a_code(
        self, twite: Embedded, alice: UserId, app: Client, how: str
    ) -> None:
        answer = app.exchange(app.code(alice), how)

        said = answer.json()
        assert answer.status_code == 200
        assert said == {
            "access_token": said["access_token"],
            "token_type": "Bearer",
            "scope": "read write",
            "created_at": int(NOON.timestamp()),
        }
        assert answer.headers["cache-control"] == "private, no-store"
        assert twite.oauth.known(said["access_token"]).user_id == alice

    def test_is_given_to_who_proves_it_in_a_header(self, alice: UserId, app: Client) -> None:
        left_out = {"client_id": "LEFT OUT", "client_secret": "LEFT OUT"}
        body = app.asking(app.code(alice), **left_out)

        answer = app.browser.client.post("/oauth/token", data=body, headers=app.basic)

        assert answer.status_code == 200

    def test_is_given_for_a_challenge_met(self, alice: UserId, app: Client) -> None:
        code = app.code(alice, challenge=CHALLENGE, challenge_method="S256")

        refused(app.exchange(code), 400, "invalid_grant")
        assert app.exchange(code, code_verifier=VERIFIER).status_code == 200

    def test_is_given_to_an_app_without_a_secret(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        app = registered(twite, stranger, token_endpoint_auth_method="none")
        code = app.code(alice, challenge=CHALLENGE, challenge_method="S256")

        refused(app.exchange(code, client_secret="x"), 401, "invalid_client")
        given = app.exchange(code, client_secret="LEFT OUT", code_verifier=VERIFIER)
        assert given.status_code == 200

    def test_is_given_to_the_app_itself(self, twite: Embedded, app: Client) -> None:
        body = {"grant_type": "client_credentials", "scope": "read", **app.proof}

        said = posted(app.browser, "/oauth/token", body).json()

        assert twite.oauth.known(said["access_token"]).user_id is None
        assert said["scope"] == "read"

    def test_is_not_given_for_a_password(self, alice: UserId, app: Client) -> None:
        body = {"grant_type": "password", "username": "alice", "password": PASSWORD, **app.proof}

        refused(posted(app.browser, "/oauth/token", body), 400, "unsupported_grant_type")

    def test_is_given_for_a_password_where_the_house_wants_that(self, clock: StoppedClock) -> None:
        with in_memory(Settings(password_grant=True), clock=clock) as twite:
            signed_up(twite, "alice")
            made = application(twite, SETTINGS, inline_reads=True, clock=clock)
            with TestClient(made, base_url=SETTINGS.base_url) as client:
                app = registered(twite, Browser(client))
                body = {"grant_type": "password", "username": "alice", **app.proof}
                right, wrong, none = (
                    posted(app.browser, "/oauth/token", {**body, **password})
                    for password in ({"password": PASSWORD}, {"password": "wrong"}, {})
                )
                nobody = {**body, "client_secret": "x", "password": PASSWORD}

                assert right.status_code == 200
                refused(wrong, 400, "invalid_grant")
                assert "code" not in wrong.json()["error_description"]
                refused(none, 400, "invalid_request")
                refused(posted(app.browser, "/oauth/token", nobody), 401, "invalid_client")


# What may be wrong with an exchange, of an app and another: the rest of it is right.
WRONG: Mapping[str, tuple[Mapping[str, str], int, str]] = {
    "no grant_type": ({"grant_type": "LEFT OUT"}, 400, "invalid_request"),
    "an empty grant_type": ({"grant_type": ""}, 400, "invalid_request"),
    "an unknown grant_type": ({"grant_type": "tea"}, 400, "unsupported_grant_type"),
    "a refresh": ({"grant_type": "refresh_token"}, 400, "unsupported_grant_type"),
    "no code": ({"code": "LEFT OUT"}, 400, "invalid_request"),
    "an empty code": ({"code": ""}, 400, "invalid_request"),
    "a code that never was": ({"code": "x" * 22}, 400, "invalid_grant"),
    "a code that is no text": ({"code": "é\ud7ff"}, 400, "invalid_grant"),
    "a code too long": ({"code": "x" * 10_000}, 400, "invalid_grant"),
    "no redirect_uri": ({"redirect_uri": "LEFT OUT"}, 400, "invalid_request"),
    "another redirect_uri": ({"redirect_uri": f"{HOME}/"}, 400, "invalid_grant"),
    "a redirect_uri in capitals": ({"redirect_uri": HOME.upper()}, 400, "invalid_grant"),
    "a verifier nobody asked for": ({"code_verifier": VERIFIER}, 400, "invalid_grant"),
    "no client_id": ({"client_id": "LEFT OUT"}, 401, "invalid_client"),
    "an empty client_id": ({"client_id": ""}, 401, "invalid_client"),
    "another client_id": ({"client_id": "nobody"}, 401, "invalid_client"),
    "no client_secret": ({"client_secret": "LEFT OUT"}, 401, "invalid_client"),
    "an empty client_secret": ({"client_secret": ""}, 401, "invalid_client"),
    "a wrong client_secret": ({"client_secret": "x" * 22}, 401, "invalid_client"),
    "a client_secret that is no text": ({"client_secret": "é"}, 401, "invalid_client"),
    "the secret of another": ({"client_secret": "ANOTHER'S"}, 401, "invalid_client"),
    "another app": (
        {"client_id": "ANOTHER'S", "client_secret": "ANOTHER'S"},
        400,
        "invalid_grant",
    ),
}


@pytest.mark.parametrize("how", SENDING)
class TestWhatIsWrong:
    """H026, H027, H038."""

    @pytest.mark.parametrize(("wrong", "status", "error"), WRONG.values(), ids=WRONG)
    def test_is_refused_and_the_code_stays_good(
        self,
        *,
        twite: Embedded,
        stranger: Browser,
        alice: UserId,
        app: Client,
        wrong: Mapping[str, str],
        status: int,
        error: str,
        how: str,
    ) -> None:
        code, other = app.code(alice), registered(twite, stranger)
        sent = {
            name: other.proof[name] if value == "ANOTHER'S" else value
            for name, value in wrong.items()
        }
        before = kept(twite)

        answer = app.exchange(code, how, **sent)

        refused(answer, status, error)
        if status == 401:
            assert answer.headers["www-authenticate"].startswith("Basic")
        assert kept(twite) == before
        assert app.exchange(code, how).status_code == 200

    @pytest.mark.parametrize(
        "verifier", ["LEFT OUT", "", "x", "w" * 43, "v" * 42, "v" * 129, CHALLENGE, "é" * 43]
    )
    def test_verifiers_are_refused(
        self, alice: UserId, app: Client, verifier: str, how: str
    ) -> None:
        """H027."""
        code = app.code(alice, challenge=CHALLENGE, challenge_method="S256")

        refused(app.exchange(code, how, code_verifier=verifier), 400, "invalid_grant")

    def test_verifiers_of_nothing_are_none(self, alice: UserId, app: Client, how: str) -> None:
        assert app.exchange(app.code(alice), how, code_verifier="").status_code == 200

    def test_codes_that_come_twice_end_what_they_gave(
        self, alice: UserId, app: Client, how: str
    ) -> None:
        """H025."""
        code = app.code(alice)
        token = app.exchange(code, how).json()["access_token"]
        assert app.is_let_in(token)

        refused(app.exchange(code, how), 400, "invalid_grant")

        assert not app.is_let_in(token)

    def test_codes_that_are_too_old_are_refused(
        self, alice: UserId, app: Client, clock: StoppedClock, how: str
    ) -> None:
        code = app.code(alice)
        clock.forward(CODE_LASTS)

        refused(app.exchange(code, how), 400, "invalid_grant")

    @pytest.mark.parametrize(
        "scope", ["tea", "push", "read push", "read\twrite", "read,write", "read " * 300]
    )
    def test_scopes_are_refused(self, app: Client, scope: str, how: str) -> None:
        body = {"grant_type": "client_credentials", "scope": scope, **app.proof}

        refused(posted(app.browser, "/oauth/token", body, how), 400, "invalid_scope")

    @pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke"])
    @pytest.mark.parametrize("name", ["client_secret", "client_id", "code", "token"])
    def test_secrets_in_an_address_are_refused(
        self, *, alice: UserId, app: Client, path: str, name: str, how: str
    ) -> None:
        """H037."""
        body = {**app.asking(app.code(alice)), "token": app.token(alice)}
        said = body.pop(name)

        answer = posted(app.browser, f"{path}?{name}={said}", body, how)

        refused(answer, 400, "invalid_request")
        assert app.is_let_in(body.get("token", said))

    def test_nothing_comes_of_a_token_for_an_app_without_a_secret(
        self, twite: Embedded, stranger: Browser, how: str
    ) -> None:
        app = registered(twite, stranger, token_endpoint_auth_method="none")
        body = {"grant_type": "client_credentials", "client_id": app.facts["client_id"]}

        refused(posted(stranger, "/oauth/token", body, how), 400, "unauthorized_client")


class TestAHeader:
    """RFC 6749, 2.3.1."""

    @pytest.mark.parametrize(
        ("header", "body", "status"),
        [
            ("{basic}", {}, 200),
            ("{basic}", {"client_id": "{id}"}, 200),
            ("{basic}", {"client_id": "", "client_secret": ""}, 200),
            ("{basic}", {"client_secret": "{secret}"}, 400),  # H038
            ("{basic}", {"client_id": "another"}, 400),
            ("Bearer x", {"client_id": "{id}", "client_secret": "{secret}"}, 200),
            ("Basic", {}, 401),
            ("Basic ", {}, 401),
            ("Basic x", {}, 401),
            ("Basic ????", {}, 401),
            ("Basic w6k6w6k=", {}, 401),  # é:é
            ("Basic eDp4", {}, 401),  # x:x
            ("Basic eA==", {}, 401),  # x
            ("Basic", {"client_id": "{id}", "client_secret": "{secret}"}, 400),
        ],
    )
    def test_says_who_it_is_or_the_body_does(
        self, app: Client, header: str, body: Mapping[str, str], status: int
    ) -> None:
        words = {"id": app.facts["client_id"], "secret": app.facts["client_secret"]}
        sent = {name: value.format(**words) for name, value in body.items()}
        said = app.basic["authorization"] if header == "{basic}" else header

        answer = app.browser.client.post(
            "/oauth/token",
            data={"grant_type": "client_credentials", **sent},
            headers={"authorization": said},
        )

        assert answer.status_code == status, answer.text

    def test_is_encoded_as_a_form_is(self, twite: Embedded, stranger: Browser) -> None:
        app = registered(twite, stranger)
        told = ":".join("".join(f"%{ord(c):02X}" for c in v) for v in app.proof.values())

        answer = stranger.client.post(
            "/oauth/token",
            data={"grant_type": "client_credentials"},
            headers={"authorization": f"basic {b64encode(told.encode()).decode()}"},
        )

        assert answer.status_code == 200


# -- ending it --------------------------------------------------------------------


@pytest.mark.parametrize("how", SENDING)
class TestRevoking:
    """H032."""

    def test_ends_at_once_and_twice_is_once(self, alice: UserId, app: Client, how: str) -> None:
        token, other = app.token(alice), app.token(alice)
        assert app.is_let_in(token)

        for _ in range(2):
            answer = posted(app.browser, "/oauth/revoke", {"token": token, **app.proof}, how)

            assert (answer.status_code, answer.json()) == (200, {})
            assert not app.is_let_in(token)
        assert app.is_let_in(other)

    @pytest.mark.parametrize("token", ["x", "é\ud7ff", "x" * 10_000])
    def test_what_never_was_is_no_error(self, app: Client, token: str, how: str) -> None:
        answer = posted(app.browser, "/oauth/revoke", {"token": token, **app.proof}, how)

        assert (answer.status_code, answer.json()) == (200, {})

    def test_is_for_the_app_it_was_given_to(
        self, twite: Embedded, stranger: Browser, alice: UserId, app: Client, how: str
    ) -> None:
        token, other = app.token(alice), registered(twite, stranger)

        answer = posted(stranger, "/oauth/revoke", {"token": token, **other.proof}, how)

        refused(answer, 403, "unauthorized_client")
        assert app.is_let_in(token)

    @pytest.mark.parametrize(
        ("wrong", "status", "error"),
        [
            ({"token": ""}, 400, "invalid_request"),
            ({"client_secret": "x"}, 401, "invalid_client"),
            ({"client_id": "x"}, 401, "invalid_client"),
            ({"client_id": "", "client_secret": ""}, 401, "invalid_client"),
        ],
    )
    def test_takes_who_proves_it(
        self,
        *,
        alice: UserId,
        app: Client,
        wrong: Mapping[str, str],
        status: int,
        error: str,
        how: str,
    ) -> None:
        token = app.token(alice)
        body = {"token": token, **app.proof, **wrong}

        refused(posted(app.browser, "/oauth/revoke", body, how), status, error)
        assert app.is_let_in(token)


# Everything that ends a token, whoever does it.
ENDS: Mapping[str, Callable[[Embedded, UserId, str], object]] = {
    "its owner": lambda twite, user, token: twite.oauth.end(
        twite.oauth.known(token).token_id, by=user
    ),
    "another password": lambda twite, user, _: twite.credentials.change_password(
        by=user, current=PASSWORD, new="another passphrase"
    ),
    "another address": lambda twite, user, _: twite.credentials.change_email(
        by=user, current=PASSWORD, email="new@example.org"
    ),
    "a link": lambda twite, user, _: twite.credentials.reset(
        token=twite.credentials.offer_reset(user), new="another passphrase"
    ),
    "suspension": lambda twite, user, _: twite.users.suspend(user),
    "the end of the account": lambda twite, user, _: twite.users.close(user, by=user),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_whatever_ends_a_token_ends_it_at_once(
    twite: Embedded,
    alice: UserId,
    bob: UserId,
    app: Client,
    end: Callable[[Embedded, UserId, str], object],
) -> None:
    """H013, H052."""
    hers, his, code = app.token(alice), app.token(bob), app.code(alice)

    end(twite, alice, hers)

    assert not app.is_let_in(hers)
    assert app.is_let_in(his)
    if end is not ENDS["its owner"]:
        refused(app.exchange(code), 400, "invalid_grant")


# -- what is told -----------------------------------------------------------------


class TestUserinfo:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("scope", ["profile", "read", "read:accounts"])
    def test_says_whose_token_it_is(
        self, twite: Embedded, stranger: Browser, alice: UserId, method: str, scope: str
    ) -> None:
        app = registered(twite, stranger, scopes="profile read")
        token = app.exchange(app.code(alice, scopes=scope)).json()["access_token"]

        answer = stranger.client.request(
            method, "/oauth/userinfo", headers={"authorization": f"Bearer {token}"}
        )

        said = answer.json()
        assert (said["iss"], said["preferred_username"], said["name"]) == (
            SETTINGS.base_url,
            "alice",
            "alice",
        )
        assert said["sub"].startswith(SETTINGS.base_url)
        assert "example.org" not in answer.text  # the address is nobody's business

    def test_takes_a_scope(self, twite: Embedded, stranger: Browser, alice: UserId) -> None:
        app = registered(twite, stranger)
        for scope in set(Scope) - {Scope.PROFILE, Scope.READ, Scope.READ_ACCOUNTS, Scope.PUSH}:
            token = app.exchange(app.code(alice, scopes=scope)).json()["access_token"]

            answer = stranger.client.get(
                "/oauth/userinfo", headers={"authorization": f"Bearer {token}"}
            )

            assert answer.status_code == 403
            assert answer.json()["error"] == "This action is outside the authorized scopes"

    def test_takes_a_user(self, app: Client) -> None:
        body = {"grant_type": "client_credentials", **app.proof}
        token = posted(app.browser, "/oauth/token", body).json()["access_token"]

        answer = app.browser.client.get(
            "/oauth/userinfo", headers={"authorization": f"Bearer {token}"}
        )

        assert answer.json()["error"] == "This method requires an authenticated user"


def test_where_everything_is_stands_where_it_is_looked_for(stranger: Browser) -> None:
    """RFC 8414."""
    said = stranger.get("/.well-known/oauth-authorization-server").json()

    base = SETTINGS.base_url
    assert said["issuer"] == base
    for name, path in {
        "authorization_endpoint": "/oauth/authorize",
        "token_endpoint": "/oauth/token",
        "revocation_endpoint": "/oauth/revoke",
        "userinfo_endpoint": "/oauth/userinfo",
        "app_registration_endpoint": "/api/v1/apps",
    }.items():
        assert said[name] == f"{base}{path}"
        assert stranger.get(path).status_code != 404
    assert said["scopes_supported"] == list(Scope)
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert said["response_types_supported"] == ["code"]
    assert said["response_modes_supported"] == ["query"]
    assert set(said["grant_types_supported"]) == {"authorization_code", "client_credentials"}
    assert {"client_secret_basic", "client_secret_post"} <= set(
        said["token_endpoint_auth_methods_supported"]
    )
    assert said["authorization_response_iss_parameter_supported"] is True


# -- what is no request -----------------------------------------------------------

PATHS = ("/oauth/token", "/oauth/revoke", "/api/v1/apps")
BODIES: Mapping[str, tuple[str, bytes]] = {
    "nothing": ("application/json", b""),
    "no JSON": ("application/json", b"{"),
    "a number": ("application/json", b"1"),
    "a list": ("application/json", b"[]"),
    "null": ("application/json", b"null"),
    "half a character": ("application/json", b'{"token": "\\ud800", "client_name": "\\ud800"}'),
    "NaN": ("application/json", b'{"token": NaN}'),
    "as deep as can be": ("application/json", b"[" * 50_000),
    "no UTF-8": ("application/x-www-form-urlencoded", b"token=%ff"),
    "NUL": ("application/x-www-form-urlencoded", b"token=%00"),
    "too many fields": ("application/x-www-form-urlencoded", b"a=1&" * 1_000),
    "another kind": ("text/plain", b"token=x"),
    "no kind": ("", b"token=x"),
    "a megabyte": ("application/json", b'{"token": "' + b"x" * 1_000_000 + b'"}'),
    "a number for a text": ("application/json", b'{"token": 1, "client_id": 1, "code": 1}'),
    "brackets": ("application/x-www-form-urlencoded", b"token[=x&]=y&a[b=1"),
}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/oauth/token", "grant_type"),
        ("/oauth/token", "code"),
        ("/oauth/token", "client_id"),
        ("/oauth/revoke", "token"),
        ("/oauth/revoke", "client_id"),
    ],
)
def test_what_comes_twice_is_no_request(alice: UserId, app: Client, path: str, name: str) -> None:
    """RFC 6749, 3.2.  What nobody knows may come as often as it likes: Mastodon.py sends some."""
    code = app.code(alice)
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": HOME, **app.proof}
    unknown = [("state", "x"), ("state", "y")]
    pairs = [*sent.items(), *unknown, ("token", "x"), (name, sent.get(name, "x"))]
    form = {"content-type": "application/x-www-form-urlencoded"}
    files = [(said, (None, value)) for said, value in pairs]

    for answer in (
        app.browser.client.post(path, content=urlencode(pairs), headers=form),
        app.browser.client.post(path, files=files),
    ):
        refused(answer, 400, "invalid_request")
    known = app.browser.client.post(
        "/oauth/token", content=urlencode([*sent.items(), *unknown]), headers=form
    )
    assert known.status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("kind", "body"), BODIES.values(), ids=BODIES)
def test_what_cannot_be_read_is_refused(
    twite: Embedded, stranger: Browser, path: str, kind: str, body: bytes
) -> None:
    """H059, H065, H067, H068, H088."""
    before = kept(twite)

    answer = stranger.client.post(path, content=body, headers={"content-type": kind})

    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]
    assert kept(twite) == before


def test_nothing_secret_stands_in_a_log(
    stranger: Browser, twite: Embedded, alice: UserId, caplog: pytest.LogCaptureFixture
) -> None:
    """H037, H113."""
    caplog.set_level(logging.DEBUG)
    app = registered(twite, stranger)
    code = app.code(alice)
    token = app.exchange(code).json()["access_token"]
    app.exchange(code, client_secret="x")
    stranger.client.get(f"/oauth/userinfo?access_token={token}")
    posted(stranger, "/oauth/revoke", {"token": token, **app.proof})

    ours = [record for record in caplog.records if record.name != "httpx"]  # which is the app
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    for secret in (code, token, app.facts["client_secret"]):
        assert secret not in logged
