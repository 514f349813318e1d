"""What is being written when somebody is logged out."""

from http import HTTPStatus

import pytest

from .conftest import Meet

POEM = "Twinkle, twinkle, little bat, how I wonder what you are at."
MORE = "Up above the world you fly."


@pytest.mark.timeout(900)  # so many pages take minutes on a busy machine
def test_a_draft_outlives_a_log_out(meet: Meet) -> None:
    at_home, at_work = meet("alice"), meet("alice")
    at_home.signs_up("Alice")
    at_work.goes("/auth/sign_in")
    at_work.logs_in()

    # she begins to write at home, and logs out there from work
    at_home.goes("/")
    at_home.fills(What_do_you_want_to_say=POEM)
    at_home.chooses("Who may read it", "Your followers")
    at_work.goes("/settings")
    at_work.clicks("Where you are logged in")
    assert at_work.reads().count("Logged in") == 2
    assert at_work.reads().count("This one") == 1
    at_work.presses("Log out there")
    assert at_work.reads().count("Logged in") == 1

    at_home.presses("Post", expects=HTTPStatus.UNAUTHORIZED)
    assert "What you wrote is not lost" in at_home.reads()
    assert POEM in at_home.reads()
    at_home.logs_in()
    at_home.goes("/")
    assert POEM not in at_home.reads()

    # nothing was posted; it waits, at work as well, with its audience
    assert POEM in at_work.reads("/drafts")
    at_work.clicks("Go on writing")
    at_work.fills(What_do_you_want_to_say=f"{POEM}\n{MORE}")
    at_work.presses("Save draft")
    assert MORE in at_home.reads("/drafts")
    at_home.clicks("Go on writing")
    at_home.presses("Post")
    assert f"{POEM} {MORE}" in at_work.reads("/@alice")
    assert "Followers" in at_work.reads()
    assert "No drafts." in at_home.reads("/drafts")
