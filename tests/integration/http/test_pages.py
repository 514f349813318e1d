"""What the pages are for: to write, to follow, to read on, and to find."""

import re
from datetime import timedelta

import pytest
from attrs import evolve
from litestar.testing import TestClient

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.conftest import SETTINGS
from twite.adapters.http.site import pages as site_pages
from twite.application.microposts import PostingSettings
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.web import application


class TestWriting:
    @pytest.mark.parametrize("visibility", Visibility)
    def test_reaches_whom_one_chose(
        self, twite: Embedded, alices: Browser, alice: UserId, visibility: Visibility
    ) -> None:
        alices.send("/microposts", text="hello", visibility=visibility.value)

        (entry,) = twite.timelines.home(viewer_id=alice).items
        assert (entry.micropost.text, entry.micropost.visibility) == ("hello", visibility)

    def test_too_much_keeps_it_in_the_form(self, twite: Embedded, alices: Browser) -> None:
        answer = alices.send("/microposts", text="é" * 501, visibility="followers")

        assert answer.status_code == 422
        assert "A micropost holds 500 characters, and this has 501." in answer.text
        assert "é" * 501 in answer.text
        assert '<option value="followers" selected>' in answer.text
        assert not twite.timelines.local(viewer_id=None).items

    def test_as_much_as_the_house_allows_is_heard(
        self, twite: Embedded, clock: StoppedClock, alice: UserId
    ) -> None:
        """Whatever the characters are made of: each of these is nine bytes in a form."""
        roomy = evolve(twite.microposts, settings=PostingSettings(max_characters=20_000))
        app = application(
            evolve(twite, microposts=roomy),
            evolve(SETTINGS, max_characters=20_000),
            inline_reads=True,
            clock=clock,
        )

        with TestClient(app, base_url=SETTINGS.base_url) as client:
            browser = Browser(client).logged_in("alice")
            heard = browser.send("/microposts", text="茶" * 20_000, visibility="public")
            refused = browser.send("/microposts", text="茶" * 20_001, visibility="public")

        assert (heard.status_code, refused.status_code) == (303, 422)
        assert "A micropost holds 20000 characters, and this has 20001." in refused.text

    def test_again_after_deleting_it_asks_first(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        typed = {"text": "hello", "visibility": "public", "key": "once"}
        alices.send("/microposts", **typed)
        (entry,) = twite.timelines.home(viewer_id=alice).items
        twite.microposts.delete(entry.micropost.id, by=alice)

        answer = alices.send("/microposts", **typed)

        assert answer.status_code == 409
        assert "You posted this and deleted it" in answer.text
        assert 'value="once"' not in answer.text

    @pytest.mark.parametrize("visibility", ["", "everyone", "public ", "PUBLIC", "direct"])
    def test_to_an_audience_that_does_not_exist_reaches_nobody(
        self, twite: Embedded, alices: Browser, alice: UserId, visibility: str
    ) -> None:
        """H067."""
        answer = alices.send("/microposts", text="hello", visibility=visibility)

        assert answer.status_code == 422
        assert "Choose who may read it." in answer.text
        assert not twite.timelines.home(viewer_id=alice).items

    def test_as_somebody_else_is_not_heard(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        """H067: fields we did not ask for change nothing."""
        alices.send(
            "/microposts", text="hi", visibility="public", author_id=str(bob), id="1", by=str(bob)
        )

        (entry,) = twite.timelines.local(viewer_id=None).items
        assert entry.micropost.author.id == alice

    def test_is_taken_back_by_its_author(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="too early")
        page = alices.get(f"/@alice/{id}").text

        answer = alices.send(f"/microposts/{id}/delete")

        assert "It will be gone for good" in page
        assert answer.headers["location"] == "/@alice"
        assert alices.get(f"/@alice/{id}").status_code == 404

    def test_is_taken_back_by_nobody_else(
        self, twite: Embedded, bobs: Browser, alice: UserId
    ) -> None:
        """H044."""
        id = twite.microposts.post(author_id=alice, text="mine")
        page = bobs.get(f"/@alice/{id}").text

        answer = bobs.send(f"/microposts/{id}/delete")

        assert "Delete" not in page
        assert answer.status_code == 404
        assert twite.microposts.show(id, viewer_id=alice).text == "mine"


class TestFollowing:
    def test_begins_and_ends_with_a_button(
        self, twite: Embedded, alices: Browser, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=bob, text="from bob", visibility=Visibility.FOLLOWERS)

        alices.send("/@bob/follow")
        following = alices.get("/").text, alices.get("/@bob").text
        alices.send("/@bob/unfollow")
        not_following = alices.get("/").text, alices.get("/@bob").text

        assert "from bob" in following[0]
        assert "Unfollow" in following[1]
        assert "from bob" not in not_following[0]
        assert "Unfollow" not in not_following[1]

    def test_oneself_makes_no_sense(self, alices: Browser) -> None:
        answer = alices.send("/@alice/follow")

        assert answer.status_code == 422
        assert "Nobody follows themselves." in answer.text

    def test_nobody_is_not_found(self, alices: Browser) -> None:
        assert alices.send("/@nobody/follow").status_code == 404


class TestPaging:
    def test_leads_through_everything_once_and_back(
        self, twite: Embedded, clock: StoppedClock, alices: Browser, alice: UserId
    ) -> None:
        for number in range(45):
            clock.forward(timedelta(seconds=1))
            twite.microposts.post(author_id=alice, text=f"number {number} ends")
        page, seen = alices.get("/@alice?limit=20").text, []

        while True:
            seen += re.findall(r"number (\d+) ends", page)
            older = re.search(r'href="([^"]+)" rel="next"', page)
            if older is None:
                break
            page = alices.get(older[1].replace("&amp;", "&")).text
        newer = re.search(r'href="([^"]+)" rel="prev"', page)

        assert [int(number) for number in seen] == list(range(44, -1, -1))
        assert newer is not None
        assert "number 24 ends" in alices.get(newer[1].replace("&amp;", "&")).text

    def test_ends_where_it_was_to_end(
        self, twite: Embedded, clock: StoppedClock, alices: Browser, alice: UserId
    ) -> None:
        ids = []
        for number in range(5):
            clock.forward(timedelta(seconds=1))
            ids.append(twite.microposts.post(author_id=alice, text=f"number {number} ends"))

        page = alices.get(f"/@alice?since_id={ids[0]}&limit=2").text
        older = re.search(r'href="([^"]+)" rel="next"', page)
        assert older is not None
        last = alices.get(older[1].replace("&amp;", "&")).text
        from_the_oldest = alices.get("/@alice?min_id=0&limit=2").text

        assert re.findall(r"number (\d+) ends", last) == ["2", "1"]
        assert 'rel="next"' not in last
        assert re.findall(r"number (\d+) ends", from_the_oldest) == ["1", "0"]
        assert 'rel="next"' not in from_the_oldest
        assert 'rel="prev"' in from_the_oldest

    def test_above_the_newest_leads_back(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(author_id=alice, text="the newest")

        page = alices.get(f"/?min_id={id}").text

        assert "Nothing more this way." in page
        assert '<a href="/">Newest</a>' in page

    def test_offers_nothing_newer_where_one_begins(
        self, twite: Embedded, alices: Browser, alice: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="the only one")

        assert 'aria-label="Pages"' not in alices.get("/").text


class TestEmptyPages:
    @pytest.mark.parametrize(
        ("path", "hint"),
        [
            ("/", "Write something above"),
            ("/public", "Be the first"),
            ("/@alice", "You have not posted anything yet"),
            ("/@bob", "There is nothing to read here yet"),
            ("/tags/tea", "Write it in a micropost"),
            ("/notifications", "you will read it here"),
            ("/favourites", "You have not favourited anything yet"),
            ("/bookmarks", "You have not kept anything yet"),
            ("/search?q=zz", "No micropost that you may see says that"),
            ("/search?q=@zz", "Nobody is called that"),
            ("/search?q=%231", "Nobody has used a hashtag in public"),
            ("/search?q=tea&min_id=1", "Nothing more this way"),
        ],
    )
    def test_say_what_to_do(self, alices: Browser, bob: UserId, path: str, hint: str) -> None:
        assert hint in alices.get(path).text

    def test_invite_strangers(self, stranger: Browser) -> None:
        page = stranger.get("/").text

        assert 'href="/auth/sign_up"' in page
        assert "Welcome to twite" in page


class TestWhoeverUsesThem:
    def test_finds_landmarks_labels_and_a_way_past_the_navigation(self, alices: Browser) -> None:
        for path in ("/", "/search", "/about"):
            markup = Markup.of(alices.get(path).text)
            labelled = {label["for"] for label in markup.all("label")}
            fields = [
                field["id"]
                for tag in ("input", "textarea", "select")
                for field in markup.all(tag)
                if field.get("type") != "hidden"
            ]

            assert markup.all("html") == [{"lang": "en"}]
            assert markup.all("a")[0] == {"class": "skip", "href": "#content"}
            assert markup.all("main")[0]["id"] == "content"
            assert len(markup.all("h1")) == 1
            assert set(fields) <= labelled

    def test_reads_when_it_was_in_words_and_exactly(
        self, twite: Embedded, clock: StoppedClock, alices: Browser, alice: UserId
    ) -> None:
        twite.microposts.post(author_id=alice, text="then")
        clock.forward(timedelta(minutes=5))

        (time,) = Markup.of(alices.get("/").text).all("time")

        assert time == {"datetime": "2026-03-01T12:00:00Z", "title": "1 March 2026, 12:00 UTC"}
        assert ">5 min</time>" in alices.get("/").text

    @pytest.mark.parametrize(
        ("age", "said"),
        [
            (timedelta(seconds=-5), "now"),
            (timedelta(seconds=59), "now"),
            (timedelta(minutes=59), "59 min"),
            (timedelta(hours=23), "23 h"),
            (timedelta(days=6), "6 d"),
            (timedelta(days=7), "1 March 2026"),
        ],
    )
    def test_reads_roughly_how_long_ago(
        self, clock: StoppedClock, age: timedelta, said: str
    ) -> None:
        assert site_pages._ago(clock.now(), clock.now() + age) == said
