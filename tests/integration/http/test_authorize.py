"""Letting an app in: the page that asks, and what comes of yes, of no, and of what is wrong."""

import logging
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from attrs import frozen
from httpx import Response

from tests.integration.http.browsers import Browser, Markup, csrf_in
from tests.integration.http.conftest import SETTINGS
from tests.unit.application.worlds import kept
from twite.adapters.http.site.oauth import LONGEST_STATE, SENT, WORDS, in_words
from twite.domain.oauth import OUT_OF_BAND, Scope, Scopes
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

HOME = "https://app.example/cb"
VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


@frozen
class App:
    """One that registered, and what it asks of people."""

    twite: Embedded
    client_id: str
    secret: str | None
    uri: str

    def asking(self, **other: str) -> dict[str, str]:
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.uri,
            "scope": "read write:statuses",
            "state": "a&b=c d",
            **other,
        }
        return {name: value for name, value in asked.items() if value != "LEFT OUT"}

    def path(self, **other: str) -> str:
        return f"/oauth/authorize?{urlencode(self.asking(**other))}"

    def code(self, by: UserId) -> str:
        return self.twite.oauth.authorize(
            by=by, client_id=self.client_id, redirect_uri=self.uri, scopes="read"
        )

    def exchange(self, code: str, **given: Any) -> str:
        proof: Any = {"client_id": self.client_id, "client_secret": self.secret}
        issued = self.twite.oauth.exchange(code=code, redirect_uri=self.uri, **proof, **given)
        return issued.token


def an_app(twite: Embedded, uri: str = HOME, **given: Any) -> App:
    made = twite.oauth.register(
        **{
            "name": "Tea <b>",
            "redirect_uris": [uri, "https://other.example/"],
            "scopes": "read write",
            "website": "https://tea.example/",
            **given,
        }
    )
    return App(twite, made.app.client_id, made.secret, uri)


@pytest.fixture
def app(twite: Embedded) -> App:
    return an_app(twite)


def sent_back(answer: Response, uri: str = HOME) -> dict[str, str]:
    """What came with a redirect, once."""
    assert answer.status_code == 303
    place, _, query = answer.headers["location"].partition("?")
    assert place == uri
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "private, no-store"
    return {name: value for name, (value,) in parse_qs(query, strict_parsing=True).items()}


def link_back(answer: Response, uri: str = HOME) -> dict[str, str]:
    """What stands in the link to the app, of a page that leads nobody anywhere by itself."""
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "private, no-store"
    links = [link.get("href") or "" for link in Markup.of(answer.text).all("a")]
    (link,) = (link for link in links if link.startswith(uri))
    query = link.partition("?")[2]
    return {name: value for name, (value,) in parse_qs(query, strict_parsing=True).items()}


def consent(browser: Browser, app: App, decision: str = "allow", **other: str) -> Response:
    return browser.send("/oauth/authorize", **app.asking(**other), decision=decision)


class TestThePage:
    def test_says_which_app_asks_whom_for_what(self, alices: Browser, app: App) -> None:
        answer = alices.get(app.path())

        page = Markup.of(answer.text)
        assert answer.status_code == 200
        assert "Tea <b>" in page.text
        assert "Tea <b>" not in answer.text
        assert "@alice" in page.text
        assert "sent on to app.example" in " ".join(page.text.split())
        assert WORDS[Scope.READ] in page.text
        assert WORDS[Scope.WRITE_STATUSES] in page.text
        assert "https://tea.example/" in [link.get("href") for link in page.all("a")]

    def test_carries_what_was_asked(self, alices: Browser, app: App) -> None:
        page = Markup.of(alices.get(app.path(**PKCE)).text)

        carried = {field["name"]: field["value"] for field in page.all("input")}
        assert {name: carried[name] for name in SENT if name in carried} == app.asking(**PKCE)

    @pytest.mark.parametrize(
        ("uri", "source"),
        [
            (HOME, "https://app.example"),
            ("https://app.example:8443/a;b?c=d", "https://app.example:8443"),
            ("http://localhost:3000/", "http://localhost:3000"),
            ("http://[::1]:3000/", "http:"),
            ("Tusky://oauth", "tusky:"),
            ("com.example.app:/cb", "com.example.app:"),
        ],
    )
    def test_lets_its_form_lead_to_the_app_alone(
        self, alices: Browser, twite: Embedded, uri: str, source: str
    ) -> None:
        policy = alices.get(an_app(twite, uri).path()).headers["content-security-policy"]

        assert f"form-action 'self' {source};" in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy  # H034
        assert "form-action 'self';" in alices.get("/").headers["content-security-policy"]

    def test_of_who_copies_a_code_leads_nowhere_else(
        self, alices: Browser, twite: Embedded
    ) -> None:
        answer = alices.get(an_app(twite, OUT_OF_BAND).path())

        assert "form-action 'self';" in answer.headers["content-security-policy"]
        assert "shown a code" in answer.text

    def test_is_kept_nowhere_and_told_to_nobody(self, alices: Browser, app: App) -> None:
        answer = alices.get(app.path())

        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"

    def test_is_there_with_a_slash_behind_it(self, alices: Browser, app: App) -> None:
        answer = alices.get(app.path().replace("?", "/?"))

        assert answer.status_code == 200
        assert "Tea" in answer.text

    @pytest.mark.parametrize("hostile", ["</script><script>", '"><img onerror=x>', "{{ 7*7 }}"])
    def test_repeats_nothing_as_markup(self, alices: Browser, app: App, hostile: str) -> None:
        """H035."""
        answer = alices.get(app.path(state=hostile))

        assert hostile not in answer.text or "<" not in hostile
        assert sent_back(consent(alices, app, state=hostile))["state"] == hostile


class TestLoggingIn:
    def test_comes_first_and_leads_back(self, stranger: Browser, alice: UserId, app: App) -> None:
        path = app.path(state="s" * LONGEST_STATE)
        first = stranger.get(path)
        form = stranger.get(first.headers["location"])
        wanted = next(
            field["value"] for field in Markup.of(form.text).all("input") if field["name"] == "next"
        )

        answer = stranger.send(
            "/auth/sign_in", login="alice", password="correct horse battery", next=wanted
        )

        assert first.status_code == answer.status_code == 303
        back = stranger.get(answer.headers["location"])
        assert "Let it in" in back.text
        assert "s" * LONGEST_STATE in back.text

    @pytest.mark.parametrize("force", ["true", "1", "True"])
    def test_is_asked_for_again_where_the_app_wants_that(
        self, alices: Browser, app: App, bob: UserId, force: str
    ) -> None:
        first = alices.get(app.path(force_login=force))
        assert first.headers["location"].startswith("/auth/sign_in?next=")
        form = alices.get(first.headers["location"])
        assert form.status_code == 200
        fields = {field["name"]: field["value"] for field in Markup.of(form.text).all("input")}

        answer = alices.send(
            "/auth/sign_in", login="bob", password="correct horse battery", next=fields["next"]
        )

        page = alices.get(answer.headers["location"])
        assert "@bob" in page.text
        assert "Let it in" in page.text

    def test_can_be_as_somebody_else(self, alices: Browser, app: App) -> None:
        links = Markup.of(alices.get(app.path()).text).all("a")
        (other,) = [link["href"] for link in links if "again=yes" in link.get("href", "")]

        assert "Log in" in alices.get(other).text
        assert alices.get(other).status_code == 200


class TestConsenting:
    def test_brings_the_app_a_code(self, alices: Browser, alice: UserId, app: App) -> None:
        sent = sent_back(consent(alices, app))

        access = app.twite.oauth.known(app.exchange(sent["code"]))
        assert (access.user_id, str(access.scopes)) == (alice, "read write:statuses")
        assert (sent["state"], sent["iss"]) == ("a&b=c d", SETTINGS.base_url)
        assert set(sent) == {"code", "state", "iss"}

    def test_goes_with_a_challenge(self, alices: Browser, twite: Embedded) -> None:
        app = an_app(twite, confidential=False)

        sent = sent_back(consent(alices, app, **PKCE))

        assert app.exchange(sent["code"], verifier=VERIFIER)

    @pytest.mark.parametrize("uri", ["https://app.example/cb?a=b", "tusky://oauth", "x://y?z=1"])
    def test_adds_to_what_the_address_says(
        self, alices: Browser, twite: Embedded, uri: str
    ) -> None:
        answer = consent(alices, an_app(twite, uri), state="LEFT OUT")

        joint = "&" if "?" in uri else "?"
        assert answer.headers["location"].startswith(f"{uri}{joint}code=")
        assert "state" not in answer.headers["location"]

    @pytest.mark.parametrize("decision", ["deny", "", "Allow", "yes"])
    def test_takes_a_yes(self, alices: Browser, app: App, decision: str) -> None:
        before = kept(app.twite)

        sent = sent_back(consent(alices, app, decision))

        assert (sent["error"], sent["state"]) == ("access_denied", "a&b=c d")
        assert kept(app.twite) == before

    def test_shows_a_code_where_nothing_can_be_sent(self, alices: Browser, twite: Embedded) -> None:
        app = an_app(twite, OUT_OF_BAND)

        answer = consent(alices, app)

        assert answer.headers["location"].startswith("/oauth/authorize/native?code=")
        page = alices.get(answer.headers["location"])
        code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
        assert code in Markup.of(page.text).text
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "private, no-store"
        assert app.exchange(code)

    def test_that_is_refused_there_says_so(self, alices: Browser, twite: Embedded) -> None:
        answer = consent(alices, an_app(twite, OUT_OF_BAND), "deny")

        assert answer.status_code == 400
        assert "Nothing was let in" in answer.text

    @pytest.mark.parametrize("code", ["", "x", "call +1 555 now", "<b>" * 9, "é" * 20, "x" * 65])
    def test_shows_nothing_that_is_no_code(self, alices: Browser, code: str) -> None:
        answer = alices.get(f"/oauth/authorize/native?code={quote(code)}")

        assert answer.status_code == 404

    def test_is_asked_anew_each_time(self, alices: Browser, app: App) -> None:
        """H034."""
        for scope in ("read", "read", "read write"):
            assert "Let it in" in alices.get(app.path(scope=scope, prompt="none")).text
            sent_back(consent(alices, app, scope=scope))

    def test_is_by_a_form_of_ours(self, alices: Browser, app: App) -> None:
        """H034."""
        before = kept(app.twite)
        form = {**app.asking(), "decision": "allow"}

        for answer in (
            alices.send("/oauth/authorize", **form, csrf=""),
            alices.send("/oauth/authorize", **form, csrf="0" * 64),
            alices.send("/oauth/authorize", {"origin": "https://evil.example"}, **form),
            alices.send("/oauth/authorize", {"sec-fetch-site": "cross-site"}, **form),
        ):
            assert answer.status_code == 403
            assert "location" not in answer.headers
        assert kept(app.twite) == before


# -- what is wrong ----------------------------------------------------------------

# What is told to whoever looks, on a page: nobody is sent to a place that is not the app's.
ON_A_PAGE: Mapping[str, Mapping[str, str]] = {
    "no client_id": {"client_id": "LEFT OUT"},
    "an empty client_id": {"client_id": ""},
    "another client_id": {"client_id": "nobody"},
    "a client_id that is no text": {"client_id": "é\ud7ff"},
    "no redirect_uri": {"redirect_uri": "LEFT OUT"},
    "an empty redirect_uri": {"redirect_uri": ""},
    **{
        f"redirect_uri {uri}": {"redirect_uri": uri}
        for uri in (
            f"{HOME}/",
            f"{HOME}?x=1",
            f"{HOME}#f",
            "https://app.example/CB",
            "http://app.example/cb",
            "https://app.example:8443/cb",
            "https://app.example/cb/../evil",
            "https://app.example.evil.com/cb",
            "https://app.example@evil.com/cb",
            "//evil.com",
            "/public",
            "javascript:alert(1)",
            OUT_OF_BAND,
            f" {HOME}",
            f"{HOME}\n",
        )
    },
    "too long a state": {"state": "s" * (LONGEST_STATE + 1)},
}
# What the app is told.
TO_THE_APP: Mapping[str, tuple[Mapping[str, str], str]] = {
    "no response_type": ({"response_type": "LEFT OUT"}, "invalid_request"),
    "an empty response_type": ({"response_type": ""}, "invalid_request"),
    "response_type token": ({"response_type": "token"}, "unsupported_response_type"),
    "response_type of two": ({"response_type": "code id_token"}, "unsupported_response_type"),
    "response_mode fragment": ({"response_mode": "fragment"}, "invalid_request"),
    "an unknown scope": ({"scope": "tea"}, "invalid_scope"),
    "a scope that is no app's": ({"scope": "admin:read"}, "invalid_scope"),
    "a scope beyond the app's": ({"scope": "read push"}, "invalid_scope"),
    "ten kilobytes of scope": ({"scope": "read " * 2_000}, "invalid_scope"),
    "a plain challenge": ({**PKCE, "code_challenge_method": "plain"}, "invalid_request"),
    "no method": ({**PKCE, "code_challenge_method": "LEFT OUT"}, "invalid_request"),
    "no challenge": ({**PKCE, "code_challenge": "LEFT OUT"}, "invalid_request"),
    "a challenge too short": ({**PKCE, "code_challenge": "x" * 42}, "invalid_request"),
    "a challenge too long": ({**PKCE, "code_challenge": "x" * 44}, "invalid_request"),
    "a challenge of other letters": ({**PKCE, "code_challenge": "+" * 43}, "invalid_request"),
}


@pytest.mark.parametrize("who", ["alice", "stranger"])
class TestWhatIsWrong:
    """H023, H027, H029: by whoever is logged in and by whoever is not, asked and consented to."""

    @pytest.fixture
    def browser(self, request: pytest.FixtureRequest, who: str) -> Browser:
        found: Browser = request.getfixturevalue("alices" if who == "alice" else "stranger")
        return found

    @pytest.mark.parametrize("wrong", ON_A_PAGE.values(), ids=ON_A_PAGE)
    def test_about_where_to_is_told_to_who_looks(
        self, browser: Browser, who: str, app: App, wrong: Mapping[str, str]
    ) -> None:
        before = kept(app.twite)
        answers = [browser.get(app.path(**wrong))]
        if who == "alice":
            answers.append(consent(browser, app, **wrong))

        for answer in answers:
            assert answer.status_code == 400
            assert "location" not in answer.headers
            assert "Nothing was let in" in answer.text
        assert kept(app.twite) == before

    @pytest.mark.parametrize(("wrong", "error"), TO_THE_APP.values(), ids=TO_THE_APP)
    def test_about_what_is_asked_is_told_to_the_app(
        self, browser: Browser, who: str, app: App, wrong: Mapping[str, str], error: str
    ) -> None:
        """By a page with a link, until somebody decided (RFC 9700, 4.11.2)."""
        before = kept(app.twite)
        told = [link_back(browser.get(app.path(**wrong)))]
        if who == "alice":
            told.append(sent_back(consent(browser, app, **wrong)))

        for sent in told:
            assert (sent["error"], sent["state"], sent["iss"]) == (
                error,
                "a&b=c d",
                SETTINGS.base_url,
            )
            assert sent["error_description"]
            assert "code" not in sent
        assert kept(app.twite) == before

    @pytest.mark.parametrize("name", SENT)
    def test_what_comes_twice_is_told_to_who_looks(
        self, browser: Browser, app: App, name: str
    ) -> None:
        """H023: one reads the first, another the last."""
        asked = {**app.asking(**PKCE), "response_mode": "query"}
        answer = browser.get(f"/oauth/authorize?{urlencode([*asked.items(), (name, 'x')])}")

        assert answer.status_code == 400
        assert "location" not in answer.headers

    @pytest.mark.parametrize(("wrong", "error"), TO_THE_APP.values(), ids=TO_THE_APP)
    def test_is_told_on_the_page_where_nothing_can_be_sent(
        self, browser: Browser, twite: Embedded, wrong: Mapping[str, str], error: str
    ) -> None:
        answer = browser.get(an_app(twite, OUT_OF_BAND).path(**wrong))

        assert answer.status_code == 400
        assert "location" not in answer.headers


def test_an_app_without_a_secret_sends_a_challenge(alices: Browser, twite: Embedded) -> None:
    """H027."""
    app = an_app(twite, confidential=False)

    assert link_back(alices.get(app.path()))["error"] == "invalid_request"
    assert alices.get(app.path(**PKCE)).status_code == 200


# -- the list ---------------------------------------------------------------------


class TestTheList:
    def test_says_which_apps_may_do_what(self, alices: Browser, app: App) -> None:
        assert "No apps." in alices.get("/settings/apps").text
        app.exchange(sent_back(consent(alices, app, scope="read:lists"))["code"])

        page = Markup.of(alices.get("/settings/apps").text)

        assert "Tea <b>" in page.text
        assert WORDS[Scope.READ_LISTS] in page.text
        assert "/settings/apps" in [
            link.get("href") for link in Markup.of(alices.get("/settings").text).all("a")
        ]

    def test_logs_one_out(self, alices: Browser, alice: UserId, app: App) -> None:
        token = app.exchange(sent_back(consent(alices, app))["code"])
        id = app.twite.oauth.known(token).token_id

        answer = alices.send(f"/settings/apps/{id}/end")

        assert answer.headers["location"] == "/settings/apps"
        assert app.twite.oauth.page(alice).items == ()


class TestWords:
    def test_are_there_for_every_scope(self) -> None:
        assert set(WORDS) == set(Scope)
        assert len(set(WORDS.values())) == len(Scope)

    def test_are_said_once(self) -> None:
        said = in_words(Scopes.of("read read:lists profile follow write:blocks write:media"))

        assert list(said) == [
            WORDS[Scope.READ],
            WORDS[Scope.WRITE_MEDIA],
            WORDS[Scope.FOLLOW],
        ]


def test_nothing_secret_stands_in_a_log(
    alices: Browser, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    """H037, H113."""
    caplog.set_level(logging.DEBUG)

    sent = sent_back(consent(alices, app, **PKCE))
    token = app.exchange(sent["code"], verifier=VERIFIER)
    alices.get(f"/oauth/authorize/native?code={sent['code']}")
    alices.get(app.path(redirect_uri="https://evil.example/"))

    ours = [record for record in caplog.records if record.name != "httpx"]  # which is the browser
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    for secret in (sent["code"], token, app.secret or "", VERIFIER, CHALLENGE):
        assert secret not in logged
    assert csrf_in(alices.get(app.path()).text) not in logged
    assert not re.search(r"code=", logged)
