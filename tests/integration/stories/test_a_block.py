"""A block, as it is seen from both sides."""

from http import HTTPStatus

import pytest

from .conftest import Meet
from .people import Person

TEA = "Tea at four, in the garden."
CAKE = "then I bring a walnut cake!"
SCONES = "Scones are better than walnut cake, all in all."


def everywhere(person: Person) -> dict[str, str]:
    """What they read on every page where somebody may come into sight."""
    pages = ("/", "/public", "/tags/teatime", "/search?q=cake", "/search?q=four", "/notifications")
    return {page: person.reads(page) for page in pages}


@pytest.mark.timeout(900)  # so many pages take minutes on a busy machine
def test_a_block_seen_from_both_sides(meet: Meet) -> None:
    alice, bob = meet("alice"), meet("bob")
    alice.signs_up("Alice")
    bob.signs_up("Bob Baker")
    alice.goes("/@bob")
    alice.presses("Follow")
    bob.goes("/@alice")
    bob.presses("Follow")
    alice.posts(f"{TEA} #teatime")
    alice.clicks("Posted", of=TEA)
    thread = alice.path
    bob.goes("/")
    bob.presses("Favourite", of=TEA)
    bob.replies(CAKE, to=TEA)
    bob.posts(f"{SCONES} #teatime")
    bobs_own = bob.reads("/@bob")

    # alice blocks; bob has her thread before him, and does not know yet
    bob.goes(thread)
    alice.goes("/@bob")
    assert "Follows you" in alice.reads()
    alice.opens("More")
    alice.presses("Block")
    assert "you see nothing of each other" in alice.reads()

    # alice sees nothing of bob
    for page, read in everywhere(alice).items():
        assert CAKE not in read, page
        assert SCONES not in read, page
        assert "@bob" not in read, page
    assert TEA in alice.reads(thread)
    assert CAKE not in alice.reads()
    profile = alice.reads("/@bob")
    assert "Unblock" in profile
    assert SCONES not in profile
    assert "Bob Baker" in alice.reads("/search?q=@bo")  # for she may want to unblock him

    # bob gets of alice what he would get of nobody
    bob.fills(Reply="or do you like scones?")
    bob.presses("Post", expects=HTTPStatus.NOT_FOUND)
    for page, read in everywhere(bob).items():
        assert TEA not in read, page
        assert "@alice" not in read.replace(f"@alice {CAKE}", ""), page
    not_hers = bob.reads("/@alice", expects=HTTPStatus.NOT_FOUND)
    of_nobody = bob.reads("/@nobody", expects=HTTPStatus.NOT_FOUND)
    assert not_hers == of_nobody.replace("nobody", "alice")
    no_thread = bob.reads(thread, expects=HTTPStatus.NOT_FOUND)
    of_none = bob.reads("/@nobody/1", expects=HTTPStatus.NOT_FOUND)
    assert no_thread == of_none.replace("nobody", "alice")
    assert bob.reads("/search?q=@alice") == bob.reads("/search?q=@nobody")
    assert "Nobody follows you yet." in bob.reads("/@bob/followers")
    assert "You follow nobody yet." in bob.reads("/@bob/following")
    assert SCONES in bob.reads("/@bob")

    # alice unblocks: all is within sight again, but nobody follows anybody
    alice.goes("/settings")
    alice.clicks("Blocked people")
    assert "Bob Baker" in alice.reads()
    alice.presses("Unblock")
    assert "You have blocked nobody." in alice.reads()
    assert SCONES in alice.reads("/public")
    assert SCONES in alice.reads("/search?q=scones")
    alice.hears(CAKE)
    assert CAKE in alice.reads(thread)
    assert TEA in bob.reads("/public")
    assert TEA in bob.reads("/search?q=garden")
    assert TEA in bob.reads(thread)
    assert bobs_own != bob.reads("/@bob")  # whom he follows, and who follows him, is counted anew
    assert SCONES not in alice.reads("/")
    assert TEA not in bob.reads("/")
    for one, other in ((alice, bob), (bob, alice)):
        profile = one.reads(f"/@{other.handle}")
        assert "Unfollow" not in profile
        assert "Follows you" not in profile
