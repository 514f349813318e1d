"""A locked user, and somebody who would like to follow."""

from http import HTTPStatus

import pytest

from .conftest import Meet

DIARY = "Dear diary: I have bought a second violin."


@pytest.mark.timeout(900)  # so many pages take minutes on a busy machine
def test_a_locked_user(meet: Meet) -> None:
    dave, carol = meet("dave"), meet("carol")
    dave.signs_up("Dave")
    dave.goes("/settings/profile")
    dave.ticks("People have to ask")
    dave.presses("Save")
    dave.posts("Good morning, whoever reads this.")
    dave.posts(DIARY, to="Your followers")
    dave.clicks("Posted", of=DIARY)
    diary = dave.path
    carol.signs_up("Carol")

    # carol asks; until she is let in there is nothing more to see
    profile = carol.reads("/@dave")
    assert "Locked" in profile
    assert "Good morning" in profile
    carol.presses("Ask to follow")
    assert "Requested" in carol.reads()
    assert DIARY not in carol.reads()
    carol.goes(diary, expects=HTTPStatus.NOT_FOUND)

    # dave sees it, and would rather not
    dave.goes("/")
    dave.clicks("Notifications")
    dave.hears("Carol would like to follow you")
    dave.clicks("Answer")
    dave.presses("Reject")
    assert "Nobody asks to follow you." in dave.reads()
    assert "Ask to follow" in carol.reads("/@dave")
    assert DIARY not in carol.reads("/")
    carol.goes(diary, expects=HTTPStatus.NOT_FOUND)

    # she asks again, and he lets her in from her profile
    carol.goes("/@dave")
    carol.presses("Ask to follow")
    assert "Asks to follow you." in dave.reads("/@carol")
    dave.presses("Accept")
    assert "Follows you" in dave.reads()
    assert DIARY in carol.reads("/")
    assert DIARY in carol.reads("/@dave")
    assert DIARY not in carol.reads("/search?q=violin")  # which is for what everybody may read
    carol.goes(diary)
    carol.presses("Favourite")
    carol.presses("Bookmark")
    carol.replies("play us something!", to=DIARY)
    assert "Carol" in dave.reads("/@dave/followers")

    # he changes his mind
    dave.goes("/@carol")
    dave.opens("More")
    dave.presses("Remove as follower")
    assert "Follows you" not in dave.reads()
    pages = ("/", "/public", "/@dave", "/search?q=violin", "/favourites", "/bookmarks")
    for page in pages:
        assert DIARY not in carol.reads(page), page
    carol.goes(diary, expects=HTTPStatus.NOT_FOUND)
    carol.goes("/@dave")
    assert "Ask to follow" in carol.reads()
