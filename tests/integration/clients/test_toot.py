"""toot, the command line, with what its users do."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.integration.clients.conftest import House
from tests.integration.clients.shell import Shell


@pytest.fixture(scope="module")
def alices(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    shell = Shell(house.url, tmp_path_factory.mktemp("toot"))
    said = shell.log_in(
        lambda address: house.code("alice", parse_qs(urlsplit(address).query)["client_id"][0])
    )
    assert "Successfully logged in" in said
    yield shell
    address = house.url.removeprefix("http://")
    assert "logged out" in shell.types("logout", f"alice@{address}")


def test_says_who_and_where_one_is(alices: Shell) -> None:
    assert "@alice" in alices.types("whoami")
    assert "ACTIVE" in alices.types("auth")
    assert "compatible; twite" in alices.types("instance")
    assert "Account updated" in alices.types("update-account", "--display-name", "Alice")


def test_posts_reads_and_deletes(alices: Shell) -> None:
    posted = alices.types("post", "hello #tea", "--visibility", "public", "--language", "en")
    id = posted.strip().rpartition("/")[2]
    alices.types("post", "behind this", "--spoiler-text", "careful", "--visibility", "unlisted")
    assert "hello #tea" in alices.types("status", id)
    assert "hello #tea" in alices.types("thread", id)
    for words in (["home"], ["public"], ["tag", "tea"], ["account", "alice"]):
        assert "hello #tea" in alices.types("timelines", *words, "--limit", "5")
    assert id in alices.types("search", "hello")
    assert "pinned" in alices.types("pin", id)
    assert "unpinned" in alices.types("unpin", id)
    assert "deleted" in alices.types("delete", id)


@pytest.mark.parametrize(
    ("does", "undoes"),
    [("favourite", "unfavourite"), ("reblog", "unreblog"), ("bookmark", "unbookmark")],
)
def test_reacts(alices: Shell, house: House, does: str, undoes: str) -> None:
    id = str(house.twite.microposts.post(author_id=house.people["bob"], text="@alice cake"))

    assert f"{does}" in alices.types(does, id).lower()
    assert f"{undoes}" in alices.types(undoes, id).lower()


def test_lists_what_one_did(alices: Shell, house: House) -> None:
    id = house.twite.microposts.post(author_id=house.people["bob"], text="@alice pie")
    for verb in ("favourite", "reblog", "bookmark"):
        alices.types(verb, str(id))
    assert "pie" in alices.types("bookmarks")
    assert "pie" in alices.types("timelines", "favourites")
    assert "alice" in alices.types("reblogged-by", str(id))
    assert "pie" in alices.types("notifications")


def test_meets_others(alices: Shell) -> None:
    assert "@bob" in alices.types("whois", "bob")
    assert "@bob" in alices.types("search", "bob")
    for verb in ("follow", "unfollow", "mute", "unmute", "block", "unblock"):
        assert "bob" in alices.types(verb, "bob")
    alices.types("follow", "bob")
    assert "bob" in alices.types("following", "alice")
    assert alices.types("followers", "alice") is not None
    for listed in (["muted"], ["blocked"], ["follow-requests", "list"], ["lists", "list"]):
        alices.types(*listed)
