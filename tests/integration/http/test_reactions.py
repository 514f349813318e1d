"""The buttons below a micropost, and the lists they fill."""

import re

import pytest

from tests.integration.http.browsers import Browser
from tests.integration.http.test_hidden import seen
from twite.domain.microposts import MicropostId, Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded

NEVER_POSTED = 1
BUTTONS = {"repost": "unrepost", "favourite": "unfavourite", "bookmark": "unbookmark"}
LISTS = {"repost": "/@bob", "favourite": "/favourites", "bookmark": "/bookmarks"}
every_button = pytest.mark.parametrize("button", BUTTONS)


def pressed(browser: Browser, id: MicropostId, button: str, path: str = "/public") -> bool:
    """Whether the button below that micropost is down, on a page it stands on."""
    page = browser.get(path).text
    form = rf'formaction="/microposts/{id}/(un)?{button}" aria-pressed="(true|false)"'
    found = re.search(form, page)
    assert found is not None
    is_pressed = found[2] == "true"
    assert is_pressed == bool(found[1])
    return is_pressed


class TestAButton:
    @every_button
    def test_is_pressed_and_let_go(
        self, twite: Embedded, bobs: Browser, alice: UserId, button: str
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello")

        states = [pressed(bobs, id, button)]
        for act in (button, button, BUTTONS[button], BUTTONS[button]):
            assert bobs.send(f"/microposts/{id}/{act}").status_code == 303
            states.append(pressed(bobs, id, button))

        assert states == [False, True, True, False, False]

    @every_button
    def test_leads_back_to_where_it_stood(
        self, twite: Embedded, bobs: Browser, alice: UserId, button: str
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello")
        page = bobs.get("/public?limit=5").text
        next_page = re.findall(r'name="next" value="([^"]+)"', page)[0]

        answer = bobs.send(f"/microposts/{id}/{button}", next=next_page)

        assert answer.headers["location"] == f"/public?limit=5#e{id}"
        assert f'id="e{id}"' in page

    @pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "", "x"])
    def test_leads_to_no_other_site(
        self, twite: Embedded, bobs: Browser, alice: UserId, elsewhere: str
    ) -> None:
        """H071."""
        id = twite.microposts.post(author_id=alice, text="hello")

        answer = bobs.send(f"/microposts/{id}/favourite", next=elsewhere)

        assert answer.headers["location"] == "/"

    @every_button
    @pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
    def test_on_what_is_hidden_is_one_on_what_never_was(
        self,
        twite: Embedded,
        bobs: Browser,
        alice: UserId,
        visibility: Visibility,
        button: str,
    ) -> None:
        """H043, H044."""
        id = twite.microposts.post(author_id=alice, text="hello", visibility=visibility)

        for act in (button, BUTTONS[button]):
            hidden = bobs.send(f"/microposts/{id}/{act}")

            assert hidden.status_code == 404
            assert seen(hidden) == seen(bobs.send(f"/microposts/{NEVER_POSTED}/{act}"))

    @every_button
    def test_is_not_for_strangers(
        self, twite: Embedded, stranger: Browser, alice: UserId, button: str
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello")

        assert f"/microposts/{id}/{button}" not in stranger.get("/public").text
        assert stranger.send(f"/microposts/{id}/{button}").status_code == 401
        if button != "repost":
            assert stranger.get(LISTS[button]).headers["location"].startswith("/auth/sign_in")


class TestTheLists:
    @every_button
    def test_hold_ones_own(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId, button: str
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello there")
        bobs.send(f"/microposts/{id}/{button}")

        assert "hello there" in bobs.get(LISTS[button]).text
        if button != "repost":
            assert "hello there" not in alices.get(LISTS[button]).text
        assert pressed(bobs, id, button, LISTS[button])

    @pytest.mark.parametrize("button", ["favourite", "repost"])
    def test_of_who_did_are_for_whoever_may_read(
        self, twite: Embedded, bobs: Browser, stranger: Browser, alice: UserId, button: str
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello there")
        before = stranger.get(f"/@alice/{id}/{button}s").text
        bobs.send(f"/microposts/{id}/{button}")

        page = stranger.get(f"/@alice/{id}/{button}s").text

        assert f"Nobody has {button.removesuffix('e')}ed it" in before
        assert 'class="person" href="/@bob"' in page
        assert "hello there" in page
        assert f'href="/@alice/{id}/{button}s"' in stranger.get(f"/@alice/{id}").text

    @pytest.mark.parametrize("name", ["favourites", "reposts"])
    def test_of_who_did_to_what_is_hidden_do_not_exist(
        self, twite: Embedded, bobs: Browser, alice: UserId, name: str
    ) -> None:
        """H043."""
        id = twite.microposts.post(author_id=alice, text="hello", visibility=Visibility.MENTIONED)

        hidden = bobs.get(f"/@alice/{id}/{name}")

        assert hidden.status_code == 404
        assert seen(hidden) == seen(bobs.get(f"/@alice/{NEVER_POSTED}/{name}"))
        assert seen(hidden) == seen(bobs.get(f"/@bob/{id}/{name}"))

    @pytest.mark.parametrize("button", ["favourite", "repost"])
    def test_are_counted_below_the_micropost(
        self, twite: Embedded, bobs: Browser, stranger: Browser, alice: UserId, button: str
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello")
        assert 'class="count"' not in stranger.get("/public").text

        bobs.send(f"/microposts/{id}/{button}")

        for browser in (bobs, stranger):
            assert re.search(r'class="count">1<', browser.get("/public").text)
        assert f"<strong>1</strong> {button}<" in stranger.get(f"/@alice/{id}").text


class TestAnEntry:
    def test_says_who_reposted_it(
        self, twite: Embedded, bobs: Browser, stranger: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="hello there")
        bobs.send(f"/microposts/{id}/repost")

        for browser, path in ((bobs, "/"), (bobs, "/@bob"), (stranger, "/@bob")):
            page = browser.get(path).text
            assert re.search(r'<a href="/@bob"><bdi>bob</bdi></a> reposted', page)
            assert "hello there" in page
        assert "</a> reposted" not in stranger.get("/@alice").text

    def test_leads_its_button_back_to_itself(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        """One's own stands on one's profile twice."""
        id = twite.microposts.post(author_id=alice, text="hello")
        alices.send(f"/microposts/{id}/repost")

        page = alices.get("/@alice").text
        anchors = re.findall(r'<article class="post " id="(e\d+)"', page)

        assert len(set(anchors)) == len(anchors) == 2
        assert {
            back.partition("#")[2] for back in re.findall(r'name="next" value="([^"]+)"', page)
        } >= set(anchors)

    def test_has_no_button_where_it_may_not_be_passed_on(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        followers, mentioned = (
            twite.microposts.post(author_id=alice, text="hello @bob", visibility=visibility)
            for visibility in (Visibility.FOLLOWERS, Visibility.MENTIONED)
        )

        buttons = [
            f"/microposts/{id}/repost" in browser.get("/").text
            for browser in (alices, bobs)
            for id in (followers, mentioned)
        ]

        assert buttons == [True, False, False, False]
        for id in (followers, mentioned):
            assert bobs.send(f"/microposts/{id}/repost").status_code == 403
        assert alices.send(f"/microposts/{mentioned}/repost").status_code == 403
