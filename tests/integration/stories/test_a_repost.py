"""What somebody said goes around, and no further than it may."""

from http import HTTPStatus

import pytest

from .conftest import Meet

TEA = "Tea at four, in the garden."
TEA_LATER = "Tea at five, in the garden."
DIARY = "Dear friends: I have bought a second violin."


@pytest.mark.timeout(900)  # so many pages take minutes on a busy machine
def test_a_repost(meet: Meet) -> None:
    alice, bob, carol = meet("alice"), meet("bob"), meet("carol")
    alice.signs_up("Alice")
    bob.signs_up("Bob Baker")
    carol.signs_up("Carol")
    bob.goes("/@alice")
    bob.presses("Follow")
    carol.goes("/@bob")
    carol.presses("Follow")
    alice.posts(TEA)
    alice.posts(DIARY, to="Your followers")

    # bob passes on what everybody may read; what is for him alone he may but like
    bob.goes("/")
    bob.presses("Repost", of=TEA)
    bob.presses("Favourite", of=TEA)
    bob.presses("Favourite", of=DIARY)
    assert bob.can("Repost", of=TEA)
    assert not bob.can("Repost", of=DIARY)

    # carol comes across it, and sees who likes it
    home = carol.reads("/")
    assert "Bob Baker reposted" in home
    assert TEA in home
    carol.clicks("Posted", of=TEA)
    tea = carol.path
    carol.clicks("1 repost")
    assert "Bob Baker" in carol.reads()
    carol.goes(tea)
    carol.clicks("1 favourite")
    assert "Bob Baker" in carol.reads()
    alice.hears("Bob Baker reposted your micropost", "Bob Baker favourited your micropost")

    # not even alice passes her diary on to carol
    alice.goes("/")
    alice.presses("Repost", of=DIARY)
    assert "Alice reposted" in bob.reads("/@alice")
    alice.clicks("Posted", of=DIARY)
    for page in ("/", "/public", "/@alice", "/@bob", "/search?q=violin"):
        assert DIARY not in carol.reads(page), page
    carol.goes(alice.path, expects=HTTPStatus.NOT_FOUND)
    carol.goes(f"{alice.path}/reposts", expects=HTTPStatus.NOT_FOUND)

    # what she says better is told to whoever passed it on; what it said stays to be read
    alice.goes("/")
    alice.clicks("Edit", of=TEA)
    alice.fills(Say_it_better=TEA_LATER)
    alice.presses("Save")
    bob.hears("Alice edited a micropost you reposted", TEA_LATER)
    assert TEA_LATER in carol.reads("/")
    carol.clicks("edited", of=TEA_LATER)
    assert TEA in carol.reads()

    # bob takes it back
    bob.goes("/")
    bob.presses("Repost", of=TEA_LATER)
    assert TEA_LATER in bob.reads()
    assert TEA_LATER not in carol.reads("/")
