"""Forms: those of our own pages are taken, those of other sites are not."""

import pytest
from httpx import Response

from tests.integration.http.browsers import Browser
from tests.integration.http.conftest import OpenBrowser
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.plugin import PASSWORD

COOKIE = "twite_csrf"


def posted(twite: Embedded) -> list[str]:
    return [entry.micropost.text for entry in twite.timelines.local(viewer_id=None).items]


def post(browser: Browser, headers: dict[str, str] | None = None, /, **fields: str) -> Response:
    return browser.send("/microposts", headers, text="hello", visibility="public", **fields)


class TestAForm:
    def test_of_ours_is_taken(self, twite: Embedded, alices: Browser) -> None:
        answer = post(alices)

        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert posted(twite) == ["hello"]

    @pytest.mark.parametrize("token", ["", "0" * 64, "x", "é", "0" * 5000])
    def test_with_another_token_is_not(self, twite: Embedded, alices: Browser, token: str) -> None:
        answer = post(alices, csrf=token)

        assert answer.status_code == 403
        assert "go back, reload the page, and send it again" in answer.text
        assert posted(twite) == []

    def test_without_the_cookie_is_not(self, twite: Embedded, alices: Browser) -> None:
        token = alices.token()
        alices.client.cookies.delete(COOKIE)

        answer = post(alices, csrf=token)

        assert answer.status_code == 403
        assert posted(twite) == []

    def test_with_the_token_of_another_session_is_not(
        self, twite: Embedded, alices: Browser, bobs: Browser
    ) -> None:
        """Whoever can slip somebody their own cookie still has no token that fits."""
        alices.client.cookies.set(COOKIE, bobs.cookie(COOKIE), domain="testserver.local")

        answer = post(alices, csrf=bobs.token())

        assert answer.status_code == 403
        assert posted(twite) == []

    def test_from_before_logging_in_is_not(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        token = stranger.token()
        stranger.logged_in("alice")

        answer = post(stranger, csrf=token)

        assert answer.status_code == 403
        assert posted(twite) == []

    def test_to_log_in_needs_a_token_too(self, stranger: Browser, alice: UserId) -> None:
        """H039: nobody is logged in as somebody else behind their back."""
        stranger.token()

        answer = stranger.send("/auth/sign_in", csrf="0" * 64, login="alice", password=PASSWORD)

        assert answer.status_code == 403
        assert "twite_session" not in stranger.client.cookies

    def test_that_was_sent_twice_counts_once(self, twite: Embedded, alices: Browser) -> None:
        """H127."""
        fields = {"csrf": alices.token(), "key": "one-and-the-same"}

        answers = [post(alices, **fields), post(alices, **fields)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert posted(twite) == ["hello"]

    def test_that_was_sent_with_another_text_is_asked_for_again(
        self, twite: Embedded, alices: Browser
    ) -> None:
        """H127."""
        form = {"visibility": "public", "key": "one-and-the-same"}
        alices.send("/microposts", text="first", **form)

        answer = alices.send("/microposts", text="second", **form)

        assert answer.status_code == 422
        assert "send it again to post this one too" in answer.text
        assert "one-and-the-same" not in answer.text
        assert posted(twite) == ["first"]

    def test_of_who_is_not_logged_in_any_more_says_so(self, stranger: Browser) -> None:
        answer = post(stranger)

        assert answer.status_code == 401
        assert "Log in first" in answer.text


class TestWhereItComesFrom:
    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": "http://testserver.local.evil.example"},
            {"origin": "http://testserver.local:81"},
            {"origin": ""},
            {"origin": "http://["},
            {"sec-fetch-site": "cross-site"},
            {"origin": "null", "sec-fetch-site": "same-site"},
            {"origin": "null", "sec-fetch-site": "cross-site"},
            {"origin": "null", "sec-fetch-site": "none"},
            {"origin": "http://testserver.local", "sec-fetch-site": "cross-site"},
        ],
        ids=str,
    )
    def test_is_not_another_site(
        self, twite: Embedded, alices: Browser, headers: dict[str, str]
    ) -> None:
        answer = post(alices, headers)

        assert answer.status_code == 403
        assert posted(twite) == []

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "http://testserver.local"},
            {"origin": "http://TESTSERVER.local", "sec-fetch-site": "same-origin"},
            {"sec-fetch-site": "none"},
            {"origin": "null", "sec-fetch-site": "same-origin"},  # from a page without referrer
        ],
        ids=str,
    )
    def test_may_be_here(self, twite: Embedded, alices: Browser, headers: dict[str, str]) -> None:
        post(alices, headers)

        assert posted(twite) == ["hello"]

    def test_may_be_the_address_people_know_though_a_proxy_asks_for_another(
        self, twite: Embedded, open_browser: OpenBrowser, alice: UserId
    ) -> None:
        known = Settings(base_url="http://known.example", rate_limits=False)
        browser = open_browser(known).logged_in("alice")

        answer = post(browser, {"origin": "http://known.example", "host": "inside.example:8000"})

        assert answer.status_code == 303


class TestTheCookie:
    def test_is_set_only_with_a_form_that_needs_it(self, stranger: Browser) -> None:
        without, needing = stranger.get("/public"), stranger.get("/auth/sign_up")

        assert "set-cookie" not in without.headers
        assert needing.headers["set-cookie"].startswith(f"{COOKIE}=")
        assert "HttpOnly" in needing.headers["set-cookie"]

    def test_stays_the_same_for_the_next_page(self, stranger: Browser) -> None:
        assert stranger.token() == stranger.token()

    @pytest.mark.parametrize("broken", ["", "x", "é", "a" * 100, "a b c d e f g h i j k"])
    def test_that_is_none_of_ours_is_replaced(
        self, stranger: Browser, alice: UserId, broken: str
    ) -> None:
        """A browser is never stuck with a cookie no form fits."""
        answer = stranger.get("/auth/sign_in", cookie=f"{COOKIE}={broken}")

        assert answer.headers["set-cookie"].startswith(f"{COOKIE}=")
        stranger.logged_in("alice")


class TestReading:
    @pytest.mark.parametrize(
        "path", ["/auth/sign_out", "/microposts", "/microposts/1/delete", "/@bob/follow"]
    )
    def test_changes_nothing(self, alices: Browser, path: str) -> None:
        assert alices.get(path).status_code == 405
        assert 'href="/@alice"' in alices.get("/").text
