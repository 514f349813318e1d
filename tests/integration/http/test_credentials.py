"""Changing what one logs in with, and setting it anew by a link."""

import logging
import re

import pytest
from httpx import Response
from litestar.testing import TestClient

from tests.integration.http.browsers import Browser, csrf_in
from tests.integration.http.conftest import SETTINGS, OpenBrowser
from tests.unit.application.worlds import become
from twite.adapters.http.access_log import AccessLog
from twite.adapters.memory.mail import Mailbox
from twite.domain.users import UserId, UserState
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.plugin import PASSWORD
from twite.entrypoints.web import application

NEW = "a new one for tea"
COOKIE = "twite_session"
_LINK = re.compile(r"http://localhost:8000(/auth/reset\?token=([A-Za-z0-9_-]{22}))\n")


def change(browser: Browser, **fields: str) -> Response:
    return browser.send("/settings/password", **{"current": PASSWORD, "new": NEW, **fields})


def change_email(browser: Browser, **fields: str) -> Response:
    typed = {"current": PASSWORD, "email": "new@example.org", **fields}
    return browser.send("/settings/email", **typed)


def link(mailbox: Mailbox) -> tuple[str, str]:
    """Where the last letter leads, and the token in it."""
    found = _LINK.search(mailbox.letters[-1].body)
    assert found is not None, mailbox.letters
    return found[1], found[2]


def is_in(browser: Browser) -> bool:
    return browser.get("/notifications").status_code == 200


class TestChangingAPassword:
    def test_logs_out_everywhere_else(
        self, open_browser: OpenBrowser, alices: Browser, bobs: Browser
    ) -> None:
        """H013: who changes it goes on, under another token."""
        elsewhere, before = open_browser().logged_in("alice"), alices.cookie(COOKIE)

        answer = change(alices)

        assert answer.headers["location"] == "/settings/password?done=password"
        assert "Your password is changed" in alices.get(answer.headers["location"]).text
        assert alices.cookie(COOKIE) != before
        assert is_in(alices)
        assert not is_in(elsewhere)
        assert is_in(bobs)
        thief = open_browser()
        thief.client.cookies.set(COOKIE, before)
        assert not is_in(thief)

    @pytest.mark.parametrize(
        ("fields", "status", "said"),
        [
            ({"current": "wrong"}, 403, "This is not your password."),
            ({"current": ""}, 403, "This is not your password."),
            ({"new": "short"}, 422, "A password has at least 8 characters"),
            ({"new": "Password1"}, 422, "So many people take this password"),
            ({"new": "alice@example.org"}, 422, "Your own handle and e-mail address"),
        ],
    )
    def test_says_what_is_wrong(
        self, alices: Browser, fields: dict[str, str], status: int, said: str
    ) -> None:
        (field,) = fields

        answer = change(alices, **fields)

        assert (answer.status_code, said in answer.text) == (status, True)
        assert f'id="{field}-said" class="wrong"' in answer.text
        assert PASSWORD not in answer.text
        assert 'type="password" value=""' in answer.text
        assert is_in(alices)

    def test_is_tried_ten_times(self, alices: Browser) -> None:
        """H010: 100 guesses by whoever found the browser open; the session stays valid."""
        answers = [change(alices, current=f"guess {number}") for number in range(12)]

        assert [answer.status_code for answer in answers] == [403] * 10 + [429] * 2
        assert int(answers[-1].headers["retry-after"]) > 0
        assert "Too many wrong passwords; try again in 10 min." in answers[-1].text
        assert change(alices).status_code == 429
        assert is_in(alices)

    @pytest.mark.parametrize(
        "new", ["nul\0 inside", " around ", "👩🏽‍💻" * 8, "e\u0301" * 8, "a" * 1024]
    )
    def test_takes_every_byte(self, open_browser: OpenBrowser, alices: Browser, new: str) -> None:
        """H002."""
        change(alices, new=new)

        answer = open_browser().send("/auth/sign_in", login="alice", password=new)

        assert answer.status_code == 303
        assert change(alices, current=new, new=PASSWORD).status_code == 303


class TestChangingAnAddress:
    def test_logs_out_everywhere_else(self, open_browser: OpenBrowser, alices: Browser) -> None:
        elsewhere = open_browser().logged_in("alice")

        answer = change_email(alices, email=" New@Example.org ")

        page = alices.get(answer.headers["location"])
        assert "Your e-mail address is changed" in page.text
        assert "<strong>new@example.org</strong>" in page.text
        assert not is_in(elsewhere)

    @pytest.mark.parametrize(
        ("fields", "status", "said", "at"),
        [
            ({"current": "wrong"}, 403, "This is not your password.", "email-current"),
            ({"email": "a@b@c"}, 422, "This is no e-mail address", "email"),
            ({"email": "bob@example.org"}, 409, "There is an account with this", "email"),
        ],
    )
    @pytest.mark.usefixtures("bob")
    def test_says_what_is_wrong(
        self, alices: Browser, fields: dict[str, str], status: int, said: str, at: str
    ) -> None:
        answer = change_email(alices, **fields)

        assert (answer.status_code, said in answer.text) == (status, True)
        assert f'id="{at}-said" class="wrong"' in answer.text
        typed = fields.get("email", "new@example.org")
        assert f'value="{typed}"' in answer.text


def test_who_has_no_password_is_told_so(twite: Embedded, stranger: Browser) -> None:
    dana = twite.users.register(handle="dana")
    stranger.client.cookies.set(COOKIE, twite.sessions.start(dana))

    page = stranger.get("/settings/password")

    assert "You have no password here" in page.text
    assert change(stranger).status_code == 409


class TestAskingForALink:
    def test_is_one_step_from_logging_in(self, stranger: Browser) -> None:
        assert 'href="/auth/password"' in stranger.get("/auth/sign_in").text
        assert stranger.get("/auth/password").status_code == 200

    def test_answers_the_same_whoever_it_is(
        self, twite: Embedded, stranger: Browser, mailbox: Mailbox, alice: UserId, bob: UserId
    ) -> None:
        """H005: to the byte, headers and all."""
        become(twite, bob, UserState.SUSPENDED)

        answers = [
            stranger.send("/auth/password", email=f"{name}@example.org")
            for name in ("alice", "bob", "nobody")
        ]

        seen = [(answer.status_code, answer.content, answer.headers) for answer in answers]
        assert seen[0] == seen[1] == seen[2]
        assert seen[0][:2] == (303, b"")
        assert [letter.recipient for letter in mailbox.letters] == ["alice@example.org"]
        page = stranger.get(answers[0].headers["location"])
        assert "If anybody here has that e-mail address" in page.text

    @pytest.mark.parametrize("typed", ["", "alice", "a@b@c", "al\u0131ce@example.org"])
    def test_takes_an_address(self, stranger: Browser, typed: str) -> None:
        """H016, H020."""
        answer = stranger.send("/auth/password", email=typed)

        assert answer.status_code == 422
        assert "This is no e-mail address" in answer.text
        assert f'value="{typed}"' in answer.text


class TestALink:
    @pytest.fixture
    def path(self, stranger: Browser, mailbox: Mailbox, alice: UserId) -> str:
        stranger.send("/auth/password", email="alice@example.org")
        return link(mailbox)[0]

    def test_leads_to_a_form_as_often_as_one_looks(self, stranger: Browser, path: str) -> None:
        """H016: a mail server or a virus scanner that follows it uses nothing up."""
        pages = [stranger.get(path) for _ in range(3)]

        assert {page.status_code for page in pages} == {200}
        assert 'name="new"' in pages[-1].text

    def test_is_told_to_no_other_page(self, stranger: Browser, path: str) -> None:
        """H037: nobody learns the address it is in, neither we nor a cache keep it."""
        page = stranger.get(path)

        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "private, no-store"
        assert stranger.get("/about").headers["referrer-policy"] == "same-origin"

    def test_sets_a_password_once(
        self, open_browser: OpenBrowser, stranger: Browser, path: str
    ) -> None:
        """H013, H016: and logs out whoever was in."""
        thief, token = open_browser().logged_in("alice"), path.partition("=")[2]
        form = {"csrf": csrf_in(stranger.get(path).text), "token": token}

        answer = stranger.send(
            "/auth/reset", {"origin": "null", "sec-fetch-site": "same-origin"}, new=NEW, **form
        )

        assert answer.headers["location"] == "/auth/sign_in?changed=yes"
        assert "Your password is changed" in stranger.get(answer.headers["location"]).text
        assert not is_in(thief)
        assert stranger.send("/auth/sign_in", login="alice", password=NEW).status_code == 303
        for dead in (stranger.get(path), stranger.send("/auth/reset", new=NEW, token=token)):
            assert dead.status_code == 404
            assert "This link was used, or is too old" in dead.text
            assert dead.headers["referrer-policy"] == "no-referrer"

    def test_stays_good_where_the_password_is_not(self, stranger: Browser, path: str) -> None:
        token = path.partition("=")[2]

        refused = stranger.send("/auth/reset", new="Password1", token=token)

        assert refused.status_code == 422
        assert "So many people take this password" in refused.text
        assert f'name="token" value="{token}"' in refused.text
        assert stranger.send("/auth/reset", new=NEW, token=token).status_code == 303

    @pytest.mark.parametrize("query", ["", "?token=", "?token=guess", "?token=%C3%A9", "?x=1"])
    def test_that_never_was_says_so(self, stranger: Browser, query: str) -> None:
        answer = stranger.get(f"/auth/reset{query}")

        assert answer.status_code == 404
        assert 'href="/auth/password"' in answer.text

    def test_stands_in_no_log(
        self, twite: Embedded, mailbox: Mailbox, alice: UserId, caplog: pytest.LogCaptureFixture
    ) -> None:
        """H037: not even where every answer is logged."""
        caplog.set_level(logging.DEBUG, "twite")
        site = AccessLog(application(twite, SETTINGS, inline_reads=True))
        with TestClient(site, base_url=SETTINGS.base_url) as client:
            browser = Browser(client)  # type: ignore[arg-type]
            browser.send("/auth/password", email="alice@example.org")
            path, token = link(mailbox)
            browser.get(path)
            browser.send("/auth/reset", new="short", token=token)
            browser.send("/auth/reset", new=NEW, token=token)
            browser.get(path)

        told = " ".join(
            str(vars(record)) for record in caplog.records if record.name[:5] == "twite"
        )
        assert "/auth/reset" in told
        assert token not in told
        assert "example.org" not in told
        assert NEW not in told
