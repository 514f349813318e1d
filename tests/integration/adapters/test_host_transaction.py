"""Inside a host's transaction, everything is the host's to keep or to undo."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TypeAlias

import pytest
from sqlalchemy import Connection, Engine, create_engine, func, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from tests.integration.adapters.worlds import a_user
from twite.adapters.memory.mail import Mailbox
from twite.adapters.sql.tables import (
    deliveries,
    entries,
    events,
    follows,
    mentions,
    metadata,
    microposts,
    notifications,
    search,
    taggings,
)
from twite.application.ports.unit_of_work import Unavailable
from twite.domain.users import HandleTaken, UserId
from twite.entrypoints.library import Embedded, connect

Host: TypeAlias = Callable[[], AbstractContextManager[Connection | Session]]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """As a host makes it, with nothing set."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS host_notes"))
        connection.execute(text("CREATE TABLE host_notes (text VARCHAR(99))"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE host_notes"))
    engine.dispose()


@pytest.fixture
def embedded(engine: Engine, mailbox: Mailbox) -> Iterator[Embedded]:
    with connect(engine, mailer=mailbox) as twite:
        yield twite


@pytest.fixture
def people(embedded: Embedded) -> tuple[UserId, UserId]:
    return embedded.users.register(handle="alice"), embedded.users.register(handle="bob")


@pytest.fixture(params=["connection", "session"])
def host(request: pytest.FixtureRequest, engine: Engine) -> Host:
    """How the host does its work: with Core, or with the ORM.  It commits, or it does not."""

    return engine.connect if request.param == "connection" else lambda: Session(engine)


def rows(engine: Engine) -> dict[str, int]:
    """How many there are in each table, for those who look from outside."""
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }


def notes(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT text FROM host_notes")).scalars())


def note(work: Connection | Session, said: str) -> None:
    work.execute(text("INSERT INTO host_notes VALUES (:said)"), {"said": said})


def act(twite: Embedded, alice: UserId, bob: UserId) -> None:
    twite.microposts.post(author_id=alice, text="hello @bob #tea", idempotency_key="once")
    twite.follows.follow(by=bob, whom=alice)


class TestARollback:
    @pytest.mark.parametrize("first", ["host", "twite"])
    def test_leaves_no_row_of_ours_in_any_table(
        self,
        embedded: Embedded,
        engine: Engine,
        host: Host,
        people: tuple[UserId, UserId],
        first: str,
    ) -> None:
        before = rows(engine)

        with host() as work:
            if first == "host":
                note(work, "never")
            with embedded.using(work) as twite:
                act(twite, *people)
                twite.users.register(handle="carol")
            note(work, "never either")
            work.rollback()

        assert rows(engine) == before
        assert notes(engine) == []
        assert embedded.drain() == 0
        assert list(embedded.check()) == []

    def test_comes_also_from_what_the_host_raises(
        self, embedded: Embedded, engine: Engine, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        before = rows(engine)

        with pytest.raises(ZeroDivisionError), host() as work, embedded.using(work) as twite:
            act(twite, *people)
            raise ZeroDivisionError

        assert rows(engine) == before
        act(embedded, *people)
        assert rows(engine) != before


class TestACommit:
    def test_keeps_every_row(
        self, embedded: Embedded, engine: Engine, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        before = rows(engine)

        with host() as work:
            note(work, "kept")
            with embedded.using(work) as twite:
                act(twite, *people)
            assert rows(engine) == before  # nothing of it is ours to commit
            work.commit()

        more = {name: number - before[name] for name, number in rows(engine).items()}
        assert {name: number for name, number in more.items() if number} == {
            microposts.name: 1,
            entries.name: 1,
            mentions.name: 1,
            search.name: 1,
            taggings.name: 1,
            follows.name: 1,
            events.name: 2,
            deliveries.name: 4,
            "twite_repeatables": 1,
        }
        assert notes(engine) == ["kept"]
        assert list(embedded.check()) == []

    def test_is_followed_by_no_delivery_before_the_host_drains(
        self, embedded: Embedded, engine: Engine, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        alice, bob = people

        with host() as work:
            with embedded.using(work) as twite:
                act(twite, alice, bob)
                assert twite.drain() == 0
                assert not twite.notifications.page(recipient_id=bob).items
            work.commit()
        undelivered = rows(engine)[notifications.name]

        assert undelivered == 0
        assert embedded.drain() > 0
        assert len(embedded.notifications.page(recipient_id=bob).items) == 1
        assert embedded.drain() == 0

    def test_may_come_from_the_hosts_own_block(
        self, embedded: Embedded, engine: Engine, people: tuple[UserId, UserId]
    ) -> None:
        with engine.begin() as connection, embedded.using(connection) as twite:
            act(twite, *people)
        with Session(engine) as session, session.begin(), embedded.using(session) as twite:
            twite.microposts.post(author_id=people[0], text="again")

        assert len(embedded.timelines.home(viewer_id=people[1]).items) == 2

    def test_lets_one_transaction_hold_many_blocks(
        self, embedded: Embedded, engine: Engine, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        with host() as work:
            for said in ("one", "two", "three"):
                with embedded.using(work) as twite:
                    twite.microposts.post(author_id=people[0], text=said)
                note(work, said)
            work.commit()

        home = embedded.timelines.home(viewer_id=people[0]).items
        assert [entry.micropost.text for entry in home] == ["three", "two", "one"]
        assert notes(engine) == ["one", "two", "three"]


class TestWithin:
    def test_reading_sees_what_the_host_has_yet_to_commit(
        self, embedded: Embedded, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        alice, bob = people
        rename = text("UPDATE twite_users SET display_name = 'Host' WHERE handle = 'alice'")

        with host() as work:
            work.execute(rename)
            with embedded.using(work) as twite:
                id = twite.microposts.post(author_id=alice, text="hello")
                shown = twite.microposts.show(id, viewer_id=bob)
                home = twite.timelines.home(viewer_id=alice).items
            work.rollback()

        assert shown.author.display_name == "Host"
        assert [entry.micropost.id for entry in home] == [id]
        assert not embedded.timelines.home(viewer_id=alice).items
        assert embedded.users.show(alice).display_name == "alice"

    def test_the_host_sees_what_we_have_written(
        self, embedded: Embedded, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        with host() as work, embedded.using(work) as twite:
            twite.microposts.post(author_id=people[0], text="hello")
            seen = work.execute(text("SELECT text FROM twite_microposts")).scalar_one()

        assert seen == "hello"

    def test_what_is_refused_undoes_ours_alone(
        self, embedded: Embedded, engine: Engine, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        with host() as work:
            note(work, "before")
            with embedded.using(work) as twite:
                twite.microposts.post(author_id=people[0], text="kept")
                with pytest.raises(HandleTaken):
                    twite.users.register(handle="alice")
                with pytest.raises(ZeroDivisionError), twite.users.unit_of_work() as unit:
                    a_user(unit, handle="never")
                    raise ZeroDivisionError
            note(work, "after")
            work.commit()

        assert notes(engine) == ["before", "after"]
        assert [user.handle for user in embedded.search.people("never", viewer_id=None)] == []
        assert embedded.users.show(people[0]).posts_count == 1
        assert list(embedded.check()) == []

    def test_other_threads_have_no_part_in_it(
        self, embedded: Embedded, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        seen: list[int] = []

        def look() -> None:
            seen.append(len(embedded.timelines.local(viewer_id=None).items))

        with host() as work, embedded.using(work) as twite:
            twite.microposts.post(author_id=people[0], text="hello")
            other = threading.Thread(target=look)
            other.start()
            other.join()

        assert seen == [0]

    def test_and_afterwards_we_go_on_by_ourselves(
        self, embedded: Embedded, host: Host, people: tuple[UserId, UserId]
    ) -> None:
        with host() as work:
            with embedded.using(work) as twite:
                twite.microposts.post(author_id=people[0], text="the host's")
            work.rollback()

        embedded.microposts.post(author_id=people[0], text="ours")

        home = embedded.timelines.home(viewer_id=people[0]).items
        assert [entry.micropost.text for entry in home] == ["ours"]


class TestConnecting:
    def test_starts_no_thread(
        self, engine: Engine, embedded: Embedded, people: tuple[UserId, UserId]
    ) -> None:
        before = set(threading.enumerate())

        with connect(engine, mailer=Mailbox()) as twite:
            act(twite, *people)
            after = set(threading.enumerate())

        assert after == before

    def test_leaves_the_hosts_engine_to_the_host(self, engine: Engine) -> None:
        connect(engine).close()

        assert notes(engine) == []


class TestAPostgresConnection:
    """That has no transaction in which anything could be kept."""

    def test_that_commits_by_itself_is_refused(
        self, postgres: Embedded, migrated_database: Engine
    ) -> None:
        with (
            migrated_database.connect() as connection,  # on AUTOCOMMIT
            pytest.raises(ValueError, match="AUTOCOMMIT"),
            postgres.using(connection),
        ):
            pass

    def test_whose_transaction_failed_says_so_and_is_the_hosts_to_roll_back(
        self, postgres: Embedded, postgres_database_url: str
    ) -> None:
        engine = create_engine(postgres_database_url)
        with engine.connect() as connection:
            with pytest.raises(ProgrammingError):
                connection.execute(text("SELECT no_such_column"))

            with postgres.using(connection) as twite:
                with pytest.raises(Unavailable, match="roll it back"):
                    twite.users.register(handle="alice")
                with pytest.raises(Unavailable, match="roll it back"):
                    twite.search.people("alice", viewer_id=None)
            connection.rollback()

            with postgres.using(connection) as twite:
                id = twite.users.register(handle="alice")
            connection.commit()
        engine.dispose()

        assert postgres.users.named("alice").id == id


class TestAConnectionToSomethingElse:
    def test_is_refused(self, sqlite: Embedded, migrated_database: Engine) -> None:
        with (
            migrated_database.connect() as connection,
            pytest.raises(ValueError, match="sqlite"),
            sqlite.using(connection),
        ):
            pass

    def test_is_refused_in_memory(self, memory: Embedded, engine: Engine) -> None:
        with (
            engine.connect() as connection,
            pytest.raises(ValueError, match="no host's transaction"),
            memory.using(connection),
        ):
            pass


def test_what_follows_the_hosts_commit_is_the_hosts_again(
    embedded: Embedded, engine: Engine, people: tuple[UserId, UserId]
) -> None:
    with engine.connect() as connection, embedded.using(connection) as twite:
        twite.microposts.post(author_id=people[0], text="kept")
        connection.commit()
        before = rows(engine)
        twite.microposts.post(author_id=people[0], text="never")
        connection.rollback()

    assert rows(engine) == before
