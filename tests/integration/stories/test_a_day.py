"""A person's day, from signing up to reading on as a stranger."""

import pytest

from .conftest import Meet


@pytest.mark.timeout(900)  # so many pages take minutes on a busy machine
def test_a_persons_day(meet: Meet) -> None:
    bob = meet("bob")
    bob.signs_up("Bob Baker")
    bob.posts("The kettle is on. Who comes for #tea, and what do you bring?")
    bob.posts("Three loaves today, and a cake nobody asked for.\n\nhttps://example.org/cake")
    bob.posts("It falls in the last chapter, on the cat.", warning="How the book about cakes ends")

    alice = meet("alice")
    assert "Three loaves" in alice.reads("/")
    alice.clicks("Sign up")
    alice.signs_up("Alice")
    assert "It is quiet here." in alice.reads("/")
    alice.posts("Hello, everybody! I am new here. #hello")
    assert "I am new here" in alice.reads()
    alice.clicks("Edit", of="I am new here")
    alice.fills(Say_it_better="Hello, everybody! I am new here, and thirsty. #hello")
    alice.presses("Save")
    assert "and thirsty" in alice.reads()
    alice.clicks("edited")
    assert "I am new here. #hello" in alice.reads()

    alice.clicks("Local")
    assert "on the cat" not in alice.reads()
    alice.opens("How the book about cakes ends")
    assert "on the cat" in alice.reads()
    alice.presses("Favourite", of="The kettle is on")
    alice.presses("Bookmark", of="Three loaves")
    alice.presses("Repost", of="Three loaves")
    alice.replies("a lemon cake!", to="The kettle is on")
    assert "@bob a lemon cake!" in alice.reads()

    alice.goes("/@bob")
    alice.presses("Follow")
    assert "Unfollow" in alice.reads()
    assert "Three loaves" in alice.reads("/")
    assert "The kettle is on" in alice.reads("/favourites")
    assert "Three loaves" in alice.reads("/bookmarks")
    assert "Alice reposted" in alice.reads("/@alice")
    alice.presses("Pin", of="and thirsty")
    assert "Pinned" in alice.reads("/@alice")

    alice.clicks("Search")
    alice.fills(**{"Whom, or what": "loaves"})
    alice.presses("Search")
    assert "Three loaves" in alice.reads()
    alice.fills(**{"Whom, or what": "#te"})
    alice.presses("Search")
    alice.clicks("#tea")
    assert "The kettle is on" in alice.reads()
    alice.clicks("Search")
    alice.fills(**{"Whom, or what": "bo"})
    alice.presses("Search")
    alice.clicks("@bob")
    assert alice.path == "/@bob"

    bob.hears("Alice follows you", "a lemon cake!")
    bob.presses("Favourite", of="a lemon cake!")
    bob.replies("perfect, at four!", to="a lemon cake!")
    bob.goes("/@alice")
    assert "Pinned" in bob.reads()
    bob.presses("Follow")

    alice.goes("/")
    alice.clicks("Notifications")
    told = alice.hears("perfect, at four!", "Bob Baker favourited", "Bob Baker follows you")
    assert told.count("New ") == 3
    alice.presses("Mark as read")
    assert "New" not in alice.reads()
    alice.presses("Dismiss", of="perfect, at four!")
    assert "perfect, at four!" not in alice.reads()

    alice.clicks("Settings")
    alice.clicks("Profile Name,")
    alice.fills(
        Display_name="Alice Liddell",
        Bio="Tea, cats and #chess. Asks questions.",
        Name_of_link_1="Garden",
        Where_link_1_leads="https://example.org/garden",
    )
    alice.presses("Save")
    profile = alice.reads("/@alice")
    assert "Alice Liddell" in profile
    assert "Tea, cats and #chess." in profile
    assert "example.org/garden" in profile

    alice.presses("Log out")
    assert "Welcome to" in alice.reads()
    assert "Alice Liddell" in alice.reads()
    alice.clicks("Reply", of="The kettle is on")
    assert "a lemon cake!" in alice.reads()
    assert "Log in to reply" in alice.reads()
    assert "Log in to follow" in alice.reads("/@alice")
    alice.goes("/notifications")
    alice.logs_in()
    assert alice.path == "/notifications"
