"""Who follows, asks, mutes and blocks whom, on pages: seen from both sides."""

from datetime import timedelta

import pytest

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.conftest import SETTINGS, OpenBrowser
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Settings
from twite.entrypoints.testing.clock import StoppedClock
from twite.entrypoints.testing.plugin import signed_up

OWN = ["/follow_requests", "/settings/blocks", "/settings/mutes"]


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.text


def people(browser: Browser, path: str) -> list[str]:
    """The handles of a list, in its order."""
    links = Markup.of(read(browser, path)).all("a")
    return [link["href"].removeprefix("/@") for link in links if link.get("class") == "author"]


class TestALockedUser:
    @pytest.fixture(autouse=True)
    def locked(self, twite: Embedded, alice: UserId) -> None:
        twite.users.edit_profile(by=alice, locked=True)

    def test_is_asked_and_says_yes(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId
    ) -> None:
        id = twite.microposts.post(
            author_id=alice, text="for followers", visibility=Visibility.FOLLOWERS
        )
        assert "Ask to follow" in read(bobs, "/@alice")

        bobs.send("/@alice/follow")
        assert "Requested" in read(bobs, "/@alice")
        assert bobs.get(f"/@alice/{id}").status_code == 404  # it grants nothing yet: H047
        assert "for followers" not in read(bobs, "/") + read(bobs, "/@alice")
        assert people(alices, "/follow_requests") == ["bob"]
        assert "would like to follow you" in read(alices, "/notifications")
        assert "Asks to follow you." in read(alices, "/@bob")

        answer = alices.send("/@bob/accept", next="/follow_requests")
        assert answer.headers["location"] == "/follow_requests"
        assert people(alices, "/follow_requests") == []
        assert "Follows you" in read(alices, "/@bob")
        assert "Unfollow" in read(bobs, "/@alice")
        assert "for followers" in read(bobs, "/")

    def test_is_asked_and_says_no(self, alices: Browser, bobs: Browser) -> None:
        bobs.send("/@alice/follow")

        answer = alices.send("/@bob/reject")

        assert answer.headers["location"] == "/@bob"
        assert "Ask to follow" in read(bobs, "/@alice")
        assert "Follows you" not in read(alices, "/@bob")

    def test_is_asked_no_more(self, alices: Browser, bobs: Browser) -> None:
        bobs.send("/@alice/follow")

        assert bobs.send("/@alice/withdraw").headers["location"] == "/@alice"

        assert "Ask to follow" in read(bobs, "/@alice")
        assert "Nobody asks to follow you." in read(alices, "/follow_requests")

    def test_accepts_nobody_who_did_not_ask(self, alices: Browser, bobs: Browser) -> None:
        assert alices.send("/@bob/accept").status_code == 404


class TestAFollower:
    def test_can_be_removed(self, alices: Browser, bobs: Browser) -> None:
        bobs.send("/@alice/follow")
        assert "Remove as follower" in read(alices, "/@bob")

        alices.send("/@bob/remove_follower")

        assert "Remove as follower" not in read(alices, "/@bob")
        assert "Unfollow" not in read(bobs, "/@alice")

    def test_tells_of_what_they_post_where_that_is_wanted(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId, bob: UserId
    ) -> None:
        bobs.send("/@alice/follow", reposts="hidden")
        assert "Tell me when they post" in read(bobs, "/@alice")
        bobs.send("/@alice/follow", reposts="hidden", notifies="yes")

        alices.send("/microposts", text="hot tea", visibility="public", key="k")

        assert "posted" in read(bobs, "/notifications")
        assert "hot tea" in read(bobs, "/notifications")
        assert "Stop telling me when they post" in read(bobs, "/@alice")
        bobs.send("/@alice/follow", reposts="hidden", notifies="no")
        relation = twite.follows.relation(viewer_id=bob, other_id=alice)
        assert (relation.following, relation.shows_reposts, relation.notifies) == (
            True,
            False,
            False,
        )

    def test_may_do_without_reposts(self, alices: Browser, bobs: Browser) -> None:
        bobs.send("/@alice/follow")
        assert "Hide reposts" in read(bobs, "/@alice")

        bobs.send("/@alice/follow", reposts="hidden")
        assert "Show reposts" in read(bobs, "/@alice")

        bobs.send("/@alice/follow")
        assert "Hide reposts" in read(bobs, "/@alice")


class TestListsOfPeople:
    def test_are_for_everybody_and_page_by_page(
        self, twite: Embedded, stranger: Browser, alice: UserId
    ) -> None:
        for number in range(3):
            other = signed_up(twite, f"u{number}")
            twite.follows.follow(by=other, whom=alice)
            twite.follows.follow(by=alice, whom=other)

        for path in ("/@alice/followers", "/@alice/following"):
            page = read(stranger, f"{path}?limit=2")
            assert people(stranger, f"{path}?limit=2") == ["alice", "u2", "u1"]
            (older,) = [link for link in Markup.of(page).all("a") if link.get("rel") == "next"]
            assert people(stranger, older["href"]) == ["alice", "u0"]
            assert path in read(stranger, "/@alice")

    def test_say_so_where_nobody_is_in_them(self, stranger: Browser, alice: UserId) -> None:
        assert "Nobody follows @alice yet." in read(stranger, "/@alice/followers")
        assert "@alice follows nobody yet." in read(stranger, "/@alice/following")

    @pytest.mark.parametrize("path", ["/@alice/followers", "/@alice/following"])
    def test_of_who_blocked_the_viewer_are_not_there(
        self, twite: Embedded, bobs: Browser, alice: UserId, bob: UserId, path: str
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)

        hidden = bobs.get(path)

        assert hidden.status_code == 404
        assert hidden.content == bobs.get(path.replace("alice", "nobody")).content

    def test_leave_out_who_is_out_of_the_viewers_sight(
        self, twite: Embedded, bobs: Browser, alice: UserId, bob: UserId, carol: UserId
    ) -> None:
        twite.follows.follow(by=carol, whom=alice)
        twite.blocks.block(by=carol, whom=bob)

        assert people(bobs, "/@alice/followers") == ["alice"]

    def test_are_for_members_in_a_private_house(
        self, open_browser: OpenBrowser, alice: UserId
    ) -> None:
        browser = open_browser(Settings(base_url=SETTINGS.base_url, private=True))

        answer = browser.get("/@alice/followers")

        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/auth/sign_in")


class TestABlock:
    def test_is_seen_from_both_sides(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=bob, text="said bob")
        bobs.send("/@alice/follow")
        alices.send("/@bob/follow")

        assert alices.send("/@bob/block").headers["location"] == "/@bob"

        hers = read(alices, "/@bob")
        assert "You blocked @bob" in hers
        assert "said bob" not in hers + read(alices, "/") + read(alices, "/public")
        assert people(alices, "/settings/blocks") == ["bob"]
        assert bobs.get("/@alice").status_code == 404
        assert people(bobs, "/settings/blocks") == []

    def test_is_taken_down_from_the_list_also_of_who_blocked_back(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)
        twite.blocks.block(by=bob, whom=alice)

        assert people(alices, "/settings/blocks") == ["bob"]
        answer = alices.send(f"/settings/blocks/{bob}/end")

        assert answer.headers["location"] == "/settings/blocks"
        assert "You have blocked nobody." in read(alices, "/settings/blocks")

    def test_is_taken_down_from_the_profile(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)

        answer = alices.send(f"/settings/blocks/{bob}/end", next="/@bob")

        assert answer.headers["location"] == "/@bob"
        assert "You blocked" not in read(alices, "/@bob")

    def test_leads_nowhere_but_to_this_site(self, alices: Browser, bob: UserId) -> None:
        answer = alices.send(f"/settings/blocks/{bob}/end", next="//elsewhere.example")

        assert answer.headers["location"] == "/"


class TestAMute:
    def test_hides_from_lists_and_is_known_to_the_muter(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=alice, whom=bob)
        twite.microposts.post(author_id=bob, text="said bob @alice")

        alices.send("/@bob/mute", lasts="good", notifications="on")

        for path in ("/", "/public", "/notifications"):
            assert "said bob" not in read(alices, path)
        profile = read(alices, "/@bob")
        assert "said bob" in profile
        assert "Muted" in profile
        assert people(alices, "/settings/mutes") == ["bob"]
        assert "For good, with notifications" in read(alices, "/settings/mutes")
        assert people(bobs, "/settings/mutes") == []
        assert "Muted" not in read(bobs, "/@alice")

    def test_is_over_when_it_was_to_be(
        self, twite: Embedded, clock: StoppedClock, alices: Browser, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=bob, text="said bob @alice")

        alices.send("/@bob/mute", lasts="hour")
        assert "Until" in read(alices, "/settings/mutes")
        assert "said bob" in read(alices, "/notifications")
        assert "said bob" not in read(alices, "/public")

        clock.forward(timedelta(hours=1))
        assert people(alices, "/settings/mutes") == []
        assert "said bob" in read(alices, "/public")

    def test_is_taken_off(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.mutes.mute(by=alice, whom=bob)

        answer = alices.send(f"/settings/mutes/{bob}/end")

        assert answer.headers["location"] == "/settings/mutes"
        assert "You have muted nobody." in read(alices, "/settings/mutes")

    @pytest.mark.parametrize("lasts", ["", "for ever", "-1"])
    def test_lasts_as_long_as_the_form_can_say(
        self, alices: Browser, bob: UserId, lasts: str
    ) -> None:
        answer = alices.send("/@bob/mute", lasts=lasts)

        assert answer.status_code == 422
        assert "Choose how long to mute them." in answer.text
        assert people(alices, "/settings/mutes") == []


class TestOnesOwnPages:
    @pytest.mark.parametrize("path", OWN)
    def test_are_found_in_the_settings(self, alices: Browser, path: str) -> None:
        assert path in [link["href"] for link in Markup.of(read(alices, "/settings")).all("a")]

    @pytest.mark.parametrize("path", OWN)
    def test_are_for_who_is_logged_in(self, stranger: Browser, path: str) -> None:
        assert stranger.get(path).status_code == 303

    @pytest.mark.parametrize(
        "act",
        ["follow", "unfollow", "withdraw", "accept", "reject", "remove_follower", "block", "mute"],
    )
    def test_know_nobody_of_whom_nobody_knows(
        self, twite: Embedded, bobs: Browser, alice: UserId, bob: UserId, act: str
    ) -> None:
        twite.blocks.block(by=alice, whom=bob)

        hidden = bobs.send(f"/@alice/{act}", lasts="good")

        assert hidden.status_code == 404
        assert hidden.content == bobs.send(f"/@nobody/{act}", lasts="good").content
