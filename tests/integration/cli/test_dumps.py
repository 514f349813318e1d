"""``pg_dump`` and ``pg_restore``: what another PostgreSQL server numbered goes on here."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import NullPool, create_engine, text

from tests.integration.cli.conftest import Run
from tests.integration.servers import bundled_postgres, fresh_database, installed_postgres
from twite.adapters.sql.schema import SCHEMA, RestoredElsewhere
from twite.application.ports.outbox import Position, Recorded
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded, connect
from twite.entrypoints.settings import Dispatch, Settings

QUIET = Settings(dispatch=Dispatch.WORKER)  # nobody delivers meanwhile
AHEAD = 1_000_000_000  # transactions that the other server had and this one has not
SAID = ["first @bob", "second @bob", "third @bob"]


@pytest.fixture
def dumped(postgres_database: str, tmp_path: Path) -> list[Recorded]:
    """Alice told bob something, nothing is delivered yet, and there is a dump of it."""
    with connect(postgres_database, QUIET, migrate=True) as twite:
        alice, _ = (twite.users.register(handle=handle) for handle in ("alice", "bob"))
        for said in SAID:
            twite.microposts.post(author_id=alice, text=said)
        told = list(twite.feed.after(Position(), limit=99))
    number_ahead(postgres_database)
    tool(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        f"--file={tmp_path / 'dump'}",
        plain(postgres_database),
    )
    return told


@pytest.fixture
def restored(postgres_url: str, dumped: list[Recorded], tmp_path: Path) -> Iterator[str]:
    """A database that holds what was dumped, on a server that is younger."""
    assert dumped
    with fresh_database(postgres_url) as url:
        tool("pg_restore", "--no-owner", f"--dbname={plain(url)}", str(tmp_path / "dump"))
        yield url


def number_ahead(url: str) -> None:
    """As by a server that had more transactions."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for table in ("twite_events", "twite_deliveries"):
            lifted = f"UPDATE {table} SET transaction_id = transaction_id + {AHEAD}"
            connection.execute(text(lifted))
    engine.dispose()


def tool(name: str, *arguments: str) -> None:
    programs = installed_postgres() or bundled_postgres()
    assert programs is not None
    subprocess.run([programs / name, *arguments], check=True, env={"PATH": os.environ["PATH"]})


def plain(url: str) -> str:
    """As PostgreSQL's own programs read it."""
    return url.replace("+psycopg", "")


def notified(twite: Embedded, id: UserId) -> list[str]:
    page = twite.notifications.page(recipient_id=id)
    return [str(item.micropost and item.micropost.text) for item in page.items]


def test_what_another_server_numbered_is_not_worked_on(restored: str) -> None:
    with pytest.raises(RestoredElsewhere, match="run `twite migrate` once"):
        connect(restored, QUIET)


def test_what_was_yet_to_be_delivered_is(restored: str, run: Run) -> None:
    said = run("migrate", TWITE_DATABASE_URL=restored).stdout

    with connect(restored, QUIET) as twite:
        bob = twite.users.named("bob").id
        twite.microposts.post(author_id=twite.users.named("alice").id, text="fourth @bob")
        twite.drain()
        assert notified(twite, bob) == ["fourth @bob", *reversed(SAID)]
        assert twite.check() == []
    assert "its transactions are numbered down by" in said


def test_events_keep_their_order_and_new_ones_come_behind(
    restored: str, dumped: list[Recorded], run: Run
) -> None:
    run("migrate", TWITE_DATABASE_URL=restored)

    with connect(restored, QUIET) as twite:
        twite.users.register(handle="carol")
        events = [recorded.event for recorded in twite.feed.after(Position(), limit=99)]
    assert events[:-1] == [recorded.event for recorded in dumped]


def test_a_consumer_goes_on_by_as_much_lower(
    restored: str, dumped: list[Recorded], run: Run
) -> None:
    said = run("migrate", TWITE_DATABASE_URL=restored).stdout

    found = re.search(r"numbered down by (\d+)", said)
    assert found
    read = dumped[2].position
    position = evolve(read, transaction=read.transaction + AHEAD - int(found[1]))
    with connect(restored, QUIET) as twite:
        rest = [recorded.event for recorded in twite.feed.after(position, limit=99)]
    assert rest == [recorded.event for recorded in dumped[3:]]


def test_twice_is_once(restored: str, run: Run) -> None:
    run("migrate", TWITE_DATABASE_URL=restored)

    assert run("migrate", TWITE_DATABASE_URL=restored).stdout == (
        f"Nothing to do: the schema is {SCHEMA}.\n"
    )


def test_what_this_server_numbered_stays(postgres_database: str, run: Run) -> None:
    with connect(postgres_database, QUIET, migrate=True) as twite:
        twite.users.register(handle="alice")
        before = list(twite.feed.after(Position(), limit=9))

    run("migrate", TWITE_DATABASE_URL=postgres_database)

    with connect(postgres_database, QUIET) as twite:
        assert list(twite.feed.after(Position(), limit=9)) == before
