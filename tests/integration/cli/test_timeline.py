"""``twite timeline``."""

import json
from collections.abc import Mapping

import pytest

from tests.integration.cli.conftest import Run
from twite.domain.microposts import Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import connect

SAID = 45  # a page and a bit of what alice said


@pytest.fixture(autouse=True)
def people(run: Run) -> Mapping[str, UserId]:
    """Alice says much, bob a little; carol reads alice, and is all that sees one of hers."""
    run("migrate")
    with connect("sqlite:///twite.db") as twite:
        people = {
            handle: twite.users.register(handle=handle, display_name=handle.title())
            for handle in ("alice", "bob", "carol")
        }
        twite.follows.follow(by=people["carol"], whom=people["alice"])
        for number in range(SAID):
            twite.microposts.post(author_id=people["alice"], text=f"alice {number} #tea")
        twite.microposts.post(
            author_id=people["alice"], text="for followers", visibility=Visibility.FOLLOWERS
        )
        twite.microposts.post(author_id=people["bob"], text="bob\nin two lines")
    return people


def texts(run: Run, *arguments: str) -> list[str]:
    lines = run("timeline", "--json", *arguments).stdout.splitlines()
    return [json.loads(line)["text"] for line in lines]


def test_is_what_everybody_said_in_public(run: Run) -> None:
    assert texts(run, "--limit", "2") == ["bob\nin two lines", "alice 44 #tea"]


def test_is_readable(run: Run) -> None:
    said = run("timeline", "--limit", "1").stdout.splitlines()

    assert said[0].startswith("Bob @bob  20")
    assert " UTC  http://localhost:8000/@bob/" in said[0]
    assert said[1:] == ["bob", "in two lines", ""]


@pytest.mark.parametrize(
    ("arguments", "newest"),
    [
        (["--of", "alice"], "alice 44 #tea"),
        (["--of", "@alice", "--as", "carol"], "for followers"),
        (["--of", "bob"], "bob\nin two lines"),
        (["--home", "carol"], "for followers"),
        (["--tag", "TEA"], "alice 44 #tea"),
        (["--tag", "#tea"], "alice 44 #tea"),
    ],
    ids=" ".join,
)
def test_is_the_one_asked_for(run: Run, arguments: list[str], newest: str) -> None:
    assert texts(run, *arguments)[0] == newest


def test_is_as_long_as_asked(run: Run) -> None:
    assert texts(run, "--tag", "tea", "--limit", "100") == [
        f"alice {number} #tea" for number in reversed(range(SAID))
    ]


def test_goes_on_where_it_ended(run: Run) -> None:
    lines = run("timeline", "--json", "--limit", "2").stdout.splitlines()

    assert texts(run, "--limit", "1", "--older-than", json.loads(lines[-1])["entry_id"]) == [
        "alice 43 #tea"
    ]


def test_is_told_to_programs_in_full(run: Run, people: Mapping[str, UserId]) -> None:
    told = json.loads(run("timeline", "--of", "bob", "--json").stdout)

    assert told == {
        "id": told["id"],
        "entry_id": told["id"],
        "kind": "post",
        "reposted_by": None,
        "author": {"id": str(people["bob"]), "handle": "bob", "display_name": "Bob"},
        "text": "bob\nin two lines",
        "content_warning": None,
        "language": None,
        "visibility": "public",
        "in_reply_to_id": None,
        "replies_count": 0,
        "favourites_count": 0,
        "reposts_count": 0,
        "mentions": [],
        "posted_at": told["posted_at"],
        "edited_at": None,
        "url": f"http://localhost:8000/@bob/{told['id']}",
    }


def test_shows_a_warning_in_place_of_the_text_until_asked(
    run: Run, people: Mapping[str, UserId]
) -> None:
    with connect("sqlite:///twite.db") as twite:
        twite.microposts.post(author_id=people["bob"], text="eight legs", content_warning="spiders")

    hidden = run("timeline", "--limit", "1").stdout
    shown = run("timeline", "--limit", "1", "--show-warned").stdout

    assert hidden.endswith("\nWarning: spiders\n\n")
    assert "eight legs" not in hidden
    assert shown.endswith("\nWarning: spiders\neight legs\n\n")


def test_says_who_reposted(run: Run, people: Mapping[str, UserId]) -> None:
    with connect("sqlite:///twite.db") as twite:
        (entry,) = twite.timelines.profile(author_id=people["bob"], viewer_id=None).items
        twite.reposts.repost(entry.micropost.id, by=people["carol"])

    told = json.loads(run("timeline", "--of", "carol", "--json").stdout)
    said = run("timeline", "--of", "carol").stdout.splitlines()

    assert (told["kind"], told["reposted_by"], told["author"]["handle"]) == (
        "repost",
        "carol",
        "bob",
    )
    assert said[0] == "Carol @carol reposted"
    assert said[1].startswith("Bob @bob  20")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--of", "alice", "--home", "alice"],
        ["--home", "alice", "--as", "bob"],
        ["--limit", "0"],
        ["--older-than", str(2**63)],
        ["--older-than", "-1"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_apart(run: Run, arguments: list[str]) -> None:
    assert run("timeline", *arguments).returncode == 2


def test_is_there_for_members_of_a_private_house(run: Run) -> None:
    posted = run("post", "bob", "tea", TWITE_PRIVATE="on")
    home = run("timeline", "--home", "bob", TWITE_PRIVATE="on")
    seen = run("timeline", "--of", "bob", "--as", "carol", "--limit", "1", TWITE_PRIVATE="on")

    assert (posted.returncode, home.returncode, seen.returncode) == (0, 0, 0)
    assert home.stdout.splitlines()[1] == seen.stdout.splitlines()[1] == "tea"


def test_whoever_is_suspended_is_nobody(run: Run) -> None:
    run("user", "suspend", "bob", "--yes")

    ended = run("timeline", "--of", "bob")

    assert ended.returncode == 1
    assert "there is no user" in ended.stderr


def test_nobody_of_that_name_is_a_sentence(run: Run) -> None:
    ended = run("timeline", "--of", "nobody")

    assert ended.returncode == 1
    assert "there is no user" in ended.stderr
