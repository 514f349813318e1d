"""What a process had acknowledged when it was killed."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.integration.worker.poster import counting
from twite.adapters.memory.mail import Mailbox
from twite.application.paging import Cursor
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect

POSTER = Path(__file__).parent / "poster.py"
KILLS = 20
SEED = 20  # of the moments; printed when a claim fails, because pytest shows it


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/twite.db"
    return str(request.getfixturevalue("postgres_database"))


def _killed(database: str, prefix: str, letters: Path, seconds: float) -> list[tuple[int, str]]:
    """What a poster acknowledged, which was killed so long after its first word."""
    with subprocess.Popen(
        [sys.executable, str(POSTER), database, "alice", prefix, str(letters)],
        stdout=subprocess.PIPE,
    ) as poster:
        assert poster.stdout is not None
        first = poster.stdout.readline()
        time.sleep(seconds)
        poster.kill()
        lines = (first + poster.stdout.read()).decode().splitlines(keepends=True)
    acknowledged = [line.split(" ", 1) for line in lines if line.endswith("\n")]
    return [(int(id), text.rstrip("\n")) for id, text in acknowledged]


def _all_texts(twite: Embedded, viewer_id: UserId) -> Iterator[tuple[int, str]]:
    cursor: Cursor | None = Cursor(limit=40)
    while cursor is not None:
        page = twite.timelines.profile(author_id=viewer_id, viewer_id=viewer_id, cursor=cursor)
        yield from ((entry.micropost.id, entry.micropost.text) for entry in page.items)
        cursor = page.older


def _all_told(twite: Embedded, recipient_id: UserId) -> Iterator[int]:
    cursor: Cursor | None = Cursor(limit=40)
    while cursor is not None:
        page = twite.notifications.page(recipient_id=recipient_id, cursor=cursor)
        yield from (told.micropost.id for told in page.items if told.micropost is not None)
        cursor = page.older


def _runs(database: str) -> Iterator[int]:
    """The id of the micropost, for each time somebody reacted to it."""
    engine = create_engine(database, poolclass=NullPool)
    statement = text("SELECT display_name FROM twite_users WHERE handle LIKE 'seen%'")
    with engine.connect() as connection:
        yield from (int(id) for id in connection.execute(statement).scalars())
    engine.dispose()


@pytest.mark.timeout(300)
def test_nothing_acknowledged_is_missing_and_nothing_is_double(
    database: str, tmp_path: Path
) -> None:
    """H133, T02: twenty times killed, at moments chosen by chance."""
    chance = Random(SEED)
    mailbox = Mailbox()
    with connect(database, migrate=True, mailer=mailbox) as twite:
        alice = twite.users.register(handle="alice")
        bob = twite.credentials.sign_up(
            handle="bob", email="bob@example.org", password="long enough"
        )

    letters = tmp_path / "letters"
    letters.touch()
    acknowledged: list[tuple[int, str]] = []
    for kill in range(KILLS):
        acknowledged += _killed(database, str(kill), letters, chance.uniform(0, 0.25))

    with counting(), connect(database, mailer=mailbox) as twite:
        twite.drain()
        kept = list(_all_texts(twite, alice))
        told = Counter(_all_told(twite, bob))
        assert len(acknowledged) >= KILLS
        assert set(acknowledged) <= set(kept)
        assert len({text for _, text in kept}) == len(kept)
        assert told == Counter({id: 1 for id, _ in kept})
        assert Counter(_runs(database)) == told  # nothing was reacted to twice
        sent = Counter([*letters.read_text().split(), *(one.key for one in mailbox.letters)])
        assert sum(sent.values()) - len(sent) <= KILLS  # one may be in the sender's hand
        assert len(sent) >= len(kept) - KILLS  # and its lease runs longer than this test
        assert twite.check() == []
        assert twite.users.show(alice).posts_count == len(kept)
