"""Pins on the site: what a profile begins with."""

from tests.integration.http.browsers import Browser
from twite.domain.microposts import MOST_PINS, Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded


def beginning(browser: Browser, query: str = "") -> str:
    """What stands on alice's profile above all she said."""
    page = browser.get(f"/@alice{query}").text
    _, pinned, after = page.partition("<h2>Pinned</h2>")
    return after.partition("<h2>All</h2>")[0] if pinned else ""


def test_begin_the_profile_until_they_are_unpinned(
    twite: Embedded, alices: Browser, stranger: Browser, alice: UserId
) -> None:
    id = twite.microposts.post(author_id=alice, text="first things first")
    assert f"/microposts/{id}/pin" in alices.get("/@alice").text

    answer = alices.send(f"/microposts/{id}/pin")

    assert answer.headers["location"] == "/@alice"
    assert "first things first" in beginning(stranger)
    assert "first things first" not in beginning(stranger, "?max_id=9")
    assert f"/microposts/{id}/unpin" in beginning(alices)
    assert f"/microposts/{id}/unpin" not in beginning(stranger)
    alices.send(f"/microposts/{id}/unpin")
    assert beginning(stranger) == ""


def test_of_what_is_for_followers_stand_there_for_them_alone(
    twite: Embedded, bobs: Browser, stranger: Browser, alice: UserId, bob: UserId
) -> None:
    """H041."""
    id = twite.microposts.post(author_id=alice, text="among us", visibility=Visibility.FOLLOWERS)
    twite.follows.follow(by=bob, whom=alice)

    twite.microposts.pin(id, by=alice)

    assert "among us" in beginning(bobs)
    assert beginning(stranger) == ""


def test_are_not_offered_of_what_is_for_some_alone(
    twite: Embedded, alices: Browser, alice: UserId
) -> None:
    id = twite.microposts.post(author_id=alice, text="psst", visibility=Visibility.MENTIONED)

    answer = alices.send(f"/microposts/{id}/pin")

    assert answer.status_code == 422
    assert f"/microposts/{id}/pin" not in alices.get("/@alice").text


def test_that_are_too_many_are_refused(twite: Embedded, alices: Browser, alice: UserId) -> None:
    ids = [twite.microposts.post(author_id=alice, text="tea") for _ in range(MOST_PINS + 1)]

    answers = [alices.send(f"/microposts/{id}/pin").status_code for id in ids]

    assert answers == [*[303] * MOST_PINS, 409]
