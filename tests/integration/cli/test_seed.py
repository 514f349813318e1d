"""``twite seed``."""

import sqlite3
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest

from tests.integration.cli.conftest import Run
from twite.domain.text import length
from twite.entrypoints.library import connect
from twite.entrypoints.seed.building import PASSWORD
from twite.entrypoints.seed.world import PEOPLE, THREAD, Follow, Post, Size, deeds

SMALL = ("--users", "24", "--posts", "90", "--follows", "60")
SCRIPTS = {
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "DEVANAGARI",
    "THAI",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "GEORGIAN",
    "ARMENIAN",
    "ETHIOPIC",
}


def dumped(name: str) -> list[str]:
    """What is in it; the constraints of a table that a migration made anew are in any order."""
    connection = sqlite3.connect(name)
    lines = [line for line in connection.iterdump() if not line.startswith("CREATE")]
    connection.close()
    return lines


def is_answered(place: int, times: int) -> bool:
    return sum(post.answers == place for post in POSTS) > times


POSTS = [deed for deed in deeds(Size(), seed=42, longest=500) if isinstance(deed, Post)]


class TestTheWorld:
    def test_speaks_in_many_scripts(self) -> None:
        letters = {letter for post in POSTS for letter in post.text if letter.isalpha()}

        assert {unicodedata.name(letter).split()[0] for letter in letters} >= SCRIPTS

    def test_runs_from_right_to_left_too(self) -> None:
        assert any(unicodedata.bidirectional(post.text[0]) in ("R", "AL") for post in POSTS)

    def test_has_emoji_of_many_parts(self) -> None:
        texts = "".join(post.text for post in POSTS)

        assert all(part in texts for part in ("\u200d", "\U0001f3fd", "\U0001f1ef\U0001f1f5"))

    def test_says_as_much_as_can_be_said(self) -> None:
        assert max(length(post.text) for post in POSTS) == 500

    def test_hardly_repeats_itself(self) -> None:
        (_, often), *_ = Counter(post.text for post in POSTS).most_common(1)

        assert often < 10

    def test_talks_about_one_thing_at_length(self) -> None:
        thread = {next(place for place in range(len(POSTS)) if is_answered(place, 50))}
        for place, post in enumerate(POSTS):
            if post.answers in thread:
                thread.add(place)

        assert len(thread) > THREAD

    def test_knows_some_much_better_than_others(self) -> None:
        follows = [each for each in deeds(Size(), seed=1, longest=500) if isinstance(each, Follow)]
        counted = [many for _, many in Counter(each.followee for each in follows).most_common()]

        assert counted[0] > 5 * counted[len(counted) // 2]
        assert len(set(follows)) == len(follows) == Size().follows

    def test_can_be_as_full_as_it_gets(self) -> None:
        everybody = Size(users=6, follows=30, posts=0)

        assert sum(isinstance(each, Follow) for each in deeds(everybody, seed=1, longest=500)) == 30


class TestSeeding:
    def test_the_same_seed_is_the_same_world(self, run: Run) -> None:
        for name, seed in (("one", "7"), ("same", "7"), ("other", "8")):
            url = f"sqlite:///{name}.db"
            run("migrate", TWITE_DATABASE_URL=url)
            assert run("seed", *SMALL, "--seed", seed, TWITE_DATABASE_URL=url).returncode == 0

        assert dumped("one.db") == dumped("same.db")
        assert dumped("one.db") != dumped("other.db")

    @pytest.mark.parametrize("storage", ["sqlite", "postgres"])
    def test_everything_fits(self, run: Run, storage: str, request: pytest.FixtureRequest) -> None:
        url = "sqlite:///twite.db"
        if storage == "postgres":
            url = request.getfixturevalue("postgres_database")
        run("migrate", TWITE_DATABASE_URL=url)

        said = run("seed", *SMALL, TWITE_DATABASE_URL=url).stdout

        assert said.startswith("There are 24 users, 90 microposts and 60 follows")
        assert run("check", TWITE_DATABASE_URL=url).stdout == "All is well.\n"

    def test_its_people_are_as_in_life(self, run: Run) -> None:
        run("migrate")
        run("seed", *SMALL)

        with connect("sqlite:///twite.db") as twite:
            alice = twite.credentials.prove(login="alice", password=PASSWORD)
            assert twite.users.show(alice).display_name == PEOPLE["alice"][0]
            said = twite.timelines.local(viewer_id=None).items
            people = [twite.users.named(handle).id for handle in PEOPLE]
            told = [twite.notifications.page(recipient_id=id).items for id in people]
        assert all(a.micropost.posted_at > b.micropost.posted_at for a, b in pairwise(said))
        assert any(told)

    def test_others_are_left_alone(self, run: Run) -> None:
        run("migrate")
        with connect("sqlite:///twite.db") as twite:
            twite.users.register(handle="somebody")

        refused, made = run("seed", *SMALL), run("seed", *SMALL, "--yes")

        assert (refused.returncode, made.returncode) == (1, 0)
        assert "--yes" in refused.stderr
        assert run("check").stdout == "All is well.\n"

    def test_a_handle_that_is_taken_is_a_sentence(self, run: Run) -> None:
        run("migrate")
        run("seed", *SMALL)

        ended = run("seed", *SMALL, "--yes")

        assert ended.returncode == 1
        assert "alice is taken" in ended.stderr

    def test_it_says_what_it_would_make(self, run: Run) -> None:
        run("migrate")

        said = run("seed", *SMALL, "--dry-run").stdout

        assert said.startswith("It would make 24 users")
        assert run("timeline").stdout == ""

    @pytest.mark.parametrize(
        ("sizes", "said"),
        [
            (["--users", "3"], "begins with 5 users"),
            (["--users", "6", "--follows", "31"], "cannot follow each other"),
            (["--posts", "-1"], "no fewer than none"),
        ],
    )
    def test_a_size_that_cannot_be_is_a_sentence(
        self, run: Run, sizes: list[str], said: str
    ) -> None:
        ended = run("seed", *sizes)

        assert ended.returncode == 1
        assert said in ended.stderr

    def test_what_is_not_migrated_says_what_to_do(self, run: Run) -> None:
        assert "run `twite migrate`" in run("seed").stderr
