"""The page of notifications: what stands there, what is new, what is put away."""

import re

import pytest

from tests.integration.http.browsers import Browser, Markup
from tests.integration.http.test_hidden import seen
from twite.adapters.http.site.pages import DEEDS
from twite.application.notifications import MOST_UNREAD
from twite.domain.notifications import Notification, NotificationId, NotificationKind
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON


def badge(browser: Browser) -> str | None:
    """The number at the bell, on any page."""
    found = re.search(r'class="badge">([^<]+)<', browser.get("/about").text)
    return found[1] if found else None


class TestThePage:
    @pytest.mark.parametrize("kind", NotificationKind)
    def test_says_who_did_what(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId, kind: NotificationKind
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        twite.notifications.clear(by=alice)
        twite.microposts.post(author_id=bob, text="@alice")
        (about,) = [one.micropost for one in twite.notifications.page(recipient_id=alice).items]
        assert about is not None
        twite.favourites.favourite(about.id, by=bob)
        for by in (alice, bob):
            twite.reposts.repost(about.id, by=by)
        twite.follows.follow(by=alice, whom=bob)
        if kind is NotificationKind.FOLLOW_REQUEST:
            twite.users.edit_profile(by=alice, locked=True)
            twite.follows.remove_follower(by=alice, whom=bob)
            twite.follows.follow(by=bob, whom=alice)
        with twite.microposts.unit_of_work() as work:
            work.notifications.add(
                Notification(
                    id=NotificationId(work.next_id(at=NOON)),
                    recipient_id=alice,
                    kind=kind,
                    actor_id=bob,
                    micropost_id=about.id,
                    notified_at=NOON,
                )
            )

        said = " ".join(Markup.of(alices.get("/notifications").text).text.split())

        assert f"bob {DEEDS[kind]}" in said

    def test_shows_what_it_is_about_and_by_whom(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)
        id = twite.microposts.post(author_id=bob, text="tea, @alice?")

        page = alices.get("/notifications").text

        said = " ".join(Markup.of(page).text.split())
        assert "bob mentioned you" in said
        assert "bob follows you" in said
        assert f'href="/@bob/{id}"' in page

    def test_changes_nothing_when_it_is_opened(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.follows.follow(by=bob, whom=alice)

        pages = [alices.get("/notifications").text for _ in range(2)]

        assert all("New</span>" in page for page in pages)
        assert badge(alices) == "1"


class TestTheBell:
    def test_counts_the_unread_on_every_page(
        self, twite: Embedded, alices: Browser, stranger: Browser, bob: UserId
    ) -> None:
        counted = [badge(alices)]
        for _ in range(2):
            twite.microposts.post(author_id=bob, text="@alice")
            counted.append(badge(alices))

        assert counted == [None, "1", "2"]
        assert badge(stranger) is None

    def test_counts_no_further_than_99(self, twite: Embedded, alices: Browser, bob: UserId) -> None:
        for _ in range(MOST_UNREAD + 1):
            twite.microposts.post(author_id=bob, text="@alice")

        assert badge(alices) == "99+"

    def test_is_silent_once_they_are_read(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=bob, text="@alice")
        (item,) = twite.notifications.page(recipient_id=alice).items

        answer = alices.send("/notifications/read", newest=str(item.id))

        assert answer.headers["location"] == "/notifications"
        assert badge(alices) is None
        assert "New</span>" not in alices.get("/notifications").text

    def test_goes_on_counting_what_came_since_the_page_was_opened(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=bob, text="@alice")
        (item,) = twite.notifications.page(recipient_id=alice).items
        twite.microposts.post(author_id=bob, text="@alice")

        alices.send("/notifications/read", newest=str(item.id))

        assert badge(alices) == "1"


class TestPuttingAway:
    def test_one_leaves_the_rest(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        for text in ("@alice one", "@alice two"):
            twite.microposts.post(author_id=bob, text=text)
        two, _ = twite.notifications.page(recipient_id=alice).items

        answer = alices.send(f"/notifications/{two.id}/dismiss")

        assert answer.headers["location"] == "/notifications"
        page = alices.get("/notifications").text
        assert ("two" in page, "one" in page) == (False, True)

    def test_what_is_anothers_answers_like_what_is_not_there(
        self, twite: Embedded, alices: Browser, bobs: Browser, alice: UserId, bob: UserId
    ) -> None:
        """H044."""
        twite.microposts.post(author_id=bob, text="@alice")
        (item,) = twite.notifications.page(recipient_id=alice).items

        answer = bobs.send(f"/notifications/{item.id}/dismiss")

        assert answer.status_code == 404
        assert seen(answer) == seen(bobs.send("/notifications/1/dismiss"))
        assert "mentioned you" in alices.get("/notifications").text

    def test_all_leaves_what_came_since_the_page_was_opened(
        self, twite: Embedded, alices: Browser, alice: UserId, bob: UserId
    ) -> None:
        twite.microposts.post(author_id=bob, text="@alice early")
        (item,) = twite.notifications.page(recipient_id=alice).items
        twite.microposts.post(author_id=bob, text="@alice late")

        alices.send("/notifications/clear", newest=str(item.id))

        page = alices.get("/notifications").text
        assert ("early" in page, "late" in page) == (False, True)


@pytest.mark.parametrize("path", ["/notifications/read", "/notifications/clear"])
@pytest.mark.parametrize("newest", ["", "x", "-1", "1_0", "9223372036854775808", "١", " 1"])
def test_a_form_without_an_id_changes_nothing(
    twite: Embedded, alices: Browser, bob: UserId, path: str, newest: str
) -> None:
    """H061."""
    twite.microposts.post(author_id=bob, text="@alice")

    assert alices.send(path, newest=newest).status_code == 422
    assert badge(alices) == "1"


def test_a_block_hides_them_at_once(
    twite: Embedded, alices: Browser, alice: UserId, bob: UserId
) -> None:
    """H055."""
    twite.follows.follow(by=bob, whom=alice)
    twite.microposts.post(author_id=bob, text="@alice")
    assert badge(alices) == "2"

    twite.blocks.block(by=alice, whom=bob)

    assert badge(alices) is None
    assert "bob" not in alices.get("/notifications").text
