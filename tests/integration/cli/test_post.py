"""``twite post``."""

import json

import pytest

from tests.integration.cli.conftest import Run
from twite.entrypoints.library import connect


@pytest.fixture(autouse=True)
def alice(run: Run) -> None:
    """She and bob are there."""
    run("migrate")
    with connect("sqlite:///twite.db") as twite:
        for handle in ("alice", "bob"):
            twite.users.register(handle=handle)


def test_prints_the_address_of_what_is_said(run: Run) -> None:
    ended = run("post", "alice", "hello #tea", TWITE_BASE_URL="https://tea.example")

    said = run("timeline").stdout
    assert ended.stdout.startswith("https://tea.example/@alice/")
    assert ended.stdout.rpartition("/")[2].strip() in said
    assert said.endswith("hello #tea\n\n")


def test_takes_a_handle_as_it_is_written(run: Run) -> None:
    assert "/@alice/" in run("post", "@Alice", "hello").stdout


def test_says_what_is_piped_in(run: Run) -> None:
    run("post", "alice", "-", input="from a pipe ☕\n")

    assert "\nfrom a pipe ☕\n" in run("timeline").stdout


def test_is_for_whom_it_says(run: Run) -> None:
    ended = run("post", "alice", "for @bob", "--visibility", "mentioned")

    assert ended.returncode == 0
    assert run("timeline", "--of", "alice").stdout == ""
    assert "(mentioned)\nfor @bob" in run("timeline", "--of", "alice", "--as", "bob").stdout


def test_says_what_stands_before_it_and_what_it_is_in(run: Run) -> None:
    run("post", "alice", "acht Beine", "--warning", "Spinnen", "--language", "de")

    told = json.loads(run("timeline", "--json").stdout)
    assert (told["content_warning"], told["language"]) == ("Spinnen", "de")


def test_under_the_same_key_is_posted_once(run: Run) -> None:
    first, again = (run("post", "alice", "tea", "--key", "1").stdout for _ in range(2))

    assert first == again
    assert len(run("timeline", "--json").stdout.splitlines()) == 1


def test_answers_what_it_says(run: Run) -> None:
    asked = run("post", "alice", "tea?").stdout.strip().rpartition("/")[2]

    run("post", "bob", "please", "--in-reply-to", asked)

    newest, _ = (json.loads(line) for line in run("timeline", "--json").stdout.splitlines())
    assert newest["in_reply_to_id"] == asked
    assert "  to @alice\nplease\n" in run("timeline", "--limit", "1").stdout


def test_answers_nothing_that_is_not_there(run: Run) -> None:
    ended = run("post", "bob", "please", "--in-reply-to", "1")

    assert ended.returncode == 1
    assert "there is no micropost 1" in ended.stderr


def test_tells_whoever_it_mentions(run: Run) -> None:
    run("post", "alice", "hello @bob")

    with connect("sqlite:///twite.db") as twite:
        twite.drain()
        bob = twite.users.named("bob").id
        assert [told.kind for told in twite.notifications.page(recipient_id=bob).items] == [
            "mention"
        ]


@pytest.mark.parametrize(
    ("handle", "text", "said"),
    [
        ("nobody", "hello", "there is no user"),
        ("al ice", "hello", "there is no user"),
        ("alice", " ", "has to say something"),
        ("alice", "x" * 501, "holds 500 characters"),
        ("alice", "\udcff", "cannot hold"),
    ],
)
def test_a_refusal_is_a_sentence(run: Run, handle: str, text: str, said: str) -> None:
    ended = run("post", handle, text)

    assert ended.returncode == 1
    assert said in ended.stderr
    assert run("timeline").stdout == ""


@pytest.mark.parametrize(
    ("given", "said"), [(b"\xff\xfe", "it is not UTF-8"), (b"x" * 2_000_000, "too long")]
)
def test_what_is_piped_in_and_no_text_is_refused(run: Run, given: bytes, said: str) -> None:
    ended = run("post", "alice", "-", input=given)

    assert ended.returncode == 1
    assert said in ended.stderr


def test_a_visibility_that_is_none_is_wrong_usage(run: Run) -> None:
    assert run("post", "alice", "hello", "--visibility", "secret").returncode == 2
