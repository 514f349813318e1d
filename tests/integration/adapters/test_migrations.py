"""The schema grows step by step, there and back, and is then the one in tables."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, make_url, text

from tests.integration.servers import fresh_database
from twite.adapters.memory.mail import Mailbox
from twite.adapters.sql import migrations
from twite.adapters.sql.schema import SCHEMA, VERSION_TABLE, SchemaMismatch, migrate
from twite.adapters.sql.tables import metadata
from twite.domain.credentials import ResetNotFound, WrongPassword
from twite.domain.users import UserState
from twite.entrypoints.container.features import throwaway_passwords
from twite.entrypoints.library import connect
from twite.entrypoints.settings import Dispatch, Settings
from twite.entrypoints.testing.plugin import PASSWORD, signed_up

SCRIPTS = ScriptDirectory(str(Path(str(migrations.__file__)).parent))
VERSIONS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]  # the oldest first
VIRTUAL = tuple(table.name for table in metadata.tables.values() if "sqlite_using" in table.info)
MIGRATING_SECONDS = 60


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    engine = create_engine(empty_url, poolclass=NullPool)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    """All but the version's, and those that SQLite's virtual tables are made of."""
    found = set(inspect(engine).get_table_names()) - {VERSION_TABLE}
    return {name for name in found if not name.startswith(VIRTUAL) or name in metadata.tables}


def version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        statement = text(f"SELECT version_num FROM {VERSION_TABLE}")
        found: str | None = connection.execute(statement).scalar_one_or_none()
    return found


def set_version(engine: Engine, to: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '{to}'"))


# -- there and back -------------------------------------------------------------


class TestTheStairway:
    def test_goes_up_and_down_every_step(self, empty_url: str, engine: Engine) -> None:
        pictures: dict[str, Sequence[object]] = {}
        for place, step in enumerate(VERSIONS):
            below = VERSIONS[place - 1] if place else "base"
            migrate(empty_url, step)
            pictures[step] = picture(engine)
            migrate(empty_url, below)
            assert version(engine) == (below if place else None)
            assert picture(engine) == (pictures[below] if place else [])
            migrate(empty_url, step)
            assert picture(engine) == pictures[step]

        assert version(engine) == VERSIONS[-1]
        assert tables(engine) == set(metadata.tables)

    def test_goes_all_the_way_down_and_leaves_nothing(self, empty_url: str, engine: Engine) -> None:
        migrate(empty_url)
        migrate(empty_url, "base")

        assert tables(engine) == set()

    def test_goes_down_and_up_with_everything_that_can_be_kept(self, empty_url: str) -> None:
        with connect(empty_url, migrate=True) as twite:
            alice, bob = (twite.users.register(handle=name) for name in ("alice", "bob"))
            twite.follows.follow(by=alice, whom=bob)
            ids = [twite.microposts.post(author_id=alice, text="@bob #tea") for _ in range(3)]
            told = twite.notifications.page(recipient_id=bob).items
            twite.notifications.read_up_to(told[1].id, by=bob)
            twite.notifications.dismiss(told[0].id, by=bob)

        for step in [*VERSIONS[-2::-1], *VERSIONS[1:]]:
            migrate(empty_url, step)

        with connect(empty_url) as twite:
            assert list(twite.check()) == []
            found = twite.timelines.home(viewer_id=bob).items
            assert found == ()
            found = twite.timelines.home(viewer_id=alice).items
            assert [entry.micropost.id for entry in found] == ids[::-1]
            assert twite.follows.relation(viewer_id=alice, other_id=bob).following
            # Of notifications, those the first schema could hold: that of the follow is about none.
            kept = twite.notifications.page(recipient_id=bob).items
            assert [one.id for one in kept] == [one.id for one in told[:3]]
            assert all(one.unread for one in kept)

    def test_leaves_what_is_the_hosts(self, empty_url: str, engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE host_notes (text VARCHAR(9))"))
        migrate(empty_url)
        migrate(empty_url, "base")

        assert tables(engine) == {"host_notes"}

    def test_keeps_what_is_kept_where_there_is_nothing_to_climb(self, empty_url: str) -> None:
        with connect(empty_url, migrate=True) as twite:
            id = twite.users.register(handle="alice")
        migrate(empty_url)

        with connect(empty_url, migrate=True) as twite:
            assert twite.users.named("alice").id == id
            assert list(twite.check()) == []


class TestWhatIsKept:
    def test_stays_through_every_step_down_and_up(self, empty_url: str) -> None:
        with connect(empty_url, migrate=True) as twite:
            alice = twite.users.register(handle="alice", external_id="A-1")
            bob = twite.users.register(handle="bob")
            twite.users.edit_profile(by=alice, bio="lost on the way down", locked=True)
            twite.follows.follow(by=bob, whom=alice, reposts=False)
            twite.follows.accept(by=alice, whom=bob)
            twite.follows.follow(by=twite.users.register(handle="carol"), whom=alice)
            twite.users.suspend(twite.users.register(handle="mallory"))
            twite.users.invite()
            twite.mutes.mute(by=alice, whom=bob)
            twite.drafts.keep(by=alice, text="lost on the way down")
            passed_on = twite.microposts.post(author_id=bob, text="coffee")
            twite.reposts.repost(passed_on, by=alice)
            id = twite.microposts.post(author_id=alice, text="hello @bob #tea, Straße お茶")
            reply_id = twite.microposts.post(author_id=bob, text="hi", in_reply_to_id=id)
            twite.microposts.pin(id, by=alice)
            twite.microposts.edit(reply_id, by=bob, text="hello", content_warning="polite")
            twite.drain()
        for step in reversed(VERSIONS[:-1]):
            migrate(empty_url, step)
        for step in VERSIONS[1:]:
            migrate(empty_url, step)

        with connect(empty_url) as twite:
            shown = twite.users.known_as("A-1")
            (told,) = twite.notifications.page(recipient_id=bob).items
            assert (shown.id, shown.followers_count, shown.posts_count) == (alice, 1, 1)
            assert (shown.bio, shown.links, shown.is_locked, shown.role) == ("", [], False, "user")
            assert told.micropost is not None
            (found,) = twite.search.microposts("STRASSE 茶", viewer_id=None).items
            assert told.micropost.id == found.id == id
            assert [user.id for user in twite.search.people("ali", viewer_id=bob)] == [alice]
            assert [view.tag for view in twite.hashtags.starting_with("t", viewer_id=bob)] == [
                "tea"
            ]
            assert [view.handle for view in twite.users.page(state=UserState.SUSPENDED).items] == [
                "mallory"
            ]
            reply = twite.microposts.show(reply_id, viewer_id=None)
            assert (reply.text, reply.in_reply_to_id) == ("hello", None)
            assert twite.microposts.show(passed_on, viewer_id=None).reposts_count == 0
            own = twite.timelines.profile(author_id=alice, viewer_id=None).items
            assert [entry.micropost.id for entry in own] == [id]
            assert twite.mutes.page(of=alice).items == ()
            assert not twite.timelines.pinned(author_id=alice, viewer_id=alice)
            assert twite.drafts.page(owner_id=alice).items == ()
            assert twite.follows.requests(of=alice).items == ()
            assert twite.follows.relation(viewer_id=bob, other_id=alice).shows_reposts
            assert list(twite.check()) == []

    def test_lets_in_who_was_let_in_before(self, empty_url: str) -> None:
        """Links, tries and notices are gone on the way down; mails about microposts are not."""
        settings, mailbox = Settings(dispatch=Dispatch.WORKER), Mailbox()
        world = partial(
            connect, empty_url, settings, mailer=mailbox, passwords=throwaway_passwords()
        )
        with world(migrate=True) as twite:
            alice, bob = (signed_up(twite, name) for name in ("alice", "bob"))
            twite.credentials.change_email(by=alice, current=PASSWORD, email="new@example.org")
            with pytest.raises(WrongPassword):
                twite.credentials.change_email(by=alice, current="wrong", email="a@example.org")
            reset, session = (
                twite.credentials.offer_reset(alice),
                twite.sessions.start(alice, browser="Firefox"),
            )
            twite.microposts.post(author_id=bob, text="hello @alice")
            twite.worker.dispatcher.run()
        for step in reversed(VERSIONS[:-1]):
            migrate(empty_url, step)
        for step in VERSIONS[1:]:
            migrate(empty_url, step)

        with world() as twite:
            assert twite.credentials.prove(login="new@example.org", password=PASSWORD) == alice
            assert twite.sessions.who(session) == alice
            (listed,) = twite.sessions.page(alice).items
            assert (listed.browser, listed.seen_at) == ("", listed.started_at)
            with pytest.raises(ResetNotFound):
                twite.credentials.expect_reset(reset)
            with twite.users.unit_of_work() as work:
                assert work.credentials.get(alice).wrong == 0
            twite.drain()
            assert [letter.subject for letter in mailbox.letters] == ["@bob mentioned you"]
            assert list(twite.check()) == []


class TestTheNewestSchema:
    def test_is_the_one_this_version_works_on(self) -> None:
        assert SCRIPTS.get_heads() == [SCHEMA]

    def test_is_that_of_the_tables_as_alembic_sees_it(self, empty_url: str, engine: Engine) -> None:
        migrate(empty_url)

        with engine.connect() as connection:
            options = {
                "compare_type": True,
                "compare_server_default": True,
                "version_table": VERSION_TABLE,
                # Of SQLite's virtual tables alembic knows nothing; the next test knows all.
                "include_object": lambda _, name, *__: (
                    connection.dialect.name != "sqlite" or not str(name).startswith(VIRTUAL)
                ),
            }
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, metadata) == []

    def test_is_that_of_the_tables_to_the_last_constraint(
        self, empty_url: str, engine: Engine
    ) -> None:
        migrate(empty_url)
        migrated = picture(engine)
        migrate(empty_url, "base")
        metadata.create_all(engine)

        assert picture(engine) == migrated != []

    def test_is_reached_once_by_two_who_migrate_at_once(
        self, empty_url: str, engine: Engine
    ) -> None:
        script = (
            "import sys\n"
            "from twite.adapters.sql.schema import migrate\n"
            "import alembic.command\n"
            "print('ready', flush=True)\n"
            "sys.stdin.readline()\n"
            "migrate(sys.argv[1])\n"
        )
        both = [
            subprocess.Popen(
                [sys.executable, "-c", script, empty_url],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for one in both:
            assert one.stdin is not None
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in both:
            one.stdin.write("go\n")  # type: ignore[union-attr]
            one.stdin.flush()  # type: ignore[union-attr]
        said = [one.communicate(timeout=MIGRATING_SECONDS)[1] for one in both]

        assert ([one.returncode for one in both], said) == ([0, 0], ["", ""])
        assert version(engine) == SCHEMA
        assert tables(engine) == set(metadata.tables)


class TestConnecting:
    def test_to_what_was_never_migrated_says_how(self, empty_url: str) -> None:
        with pytest.raises(SchemaMismatch, match="twite migrate") as refused:
            connect(empty_url)
        assert refused.value.found is None

    def test_to_what_went_all_the_way_down_says_how(self, empty_url: str) -> None:
        migrate(empty_url)
        migrate(empty_url, "base")

        with pytest.raises(SchemaMismatch, match="twite migrate"):
            connect(empty_url)

    def test_to_what_is_older_says_how(self, empty_url: str, engine: Engine) -> None:
        migrate(empty_url)
        set_version(engine, "0000")

        with pytest.raises(SchemaMismatch, match="twite migrate"):
            connect(empty_url)

    def test_to_what_is_newer_says_so(self, empty_url: str, engine: Engine) -> None:
        migrate(empty_url)
        set_version(engine, "9999")

        with pytest.raises(SchemaMismatch, match="newer"):
            connect(empty_url)

    def test_to_what_is_newer_does_not_migrate_it(self, empty_url: str, engine: Engine) -> None:
        migrate(empty_url)
        set_version(engine, "9999")

        with pytest.raises(SchemaMismatch, match="newer"):
            connect(empty_url, migrate=True)
        assert version(engine) == "9999"


# -- a schema as a value --------------------------------------------------------


def picture(engine: Engine) -> Sequence[object]:
    """Every table, column, constraint and index, as the database itself says it."""
    with engine.connect() as connection:
        of = _of_sqlite if make_url(engine.url).get_backend_name() == "sqlite" else _of_postgres
        return sorted(of(connection))


def _of_sqlite(connection: Connection) -> Iterator[tuple[str, ...]]:
    statement = text("SELECT name, sql FROM sqlite_master WHERE name LIKE '%twite%'")
    for name, said in connection.execute(statement):
        if name == VERSION_TABLE or said is None or VERSION_TABLE in name:
            continue
        yield name, *sorted(_parts(said.replace('"', "")))


def _parts(said: str) -> Iterator[str]:
    """What stands between the brackets: a column that was added stands behind the constraints,
    and all that were added on one line."""
    column = r"\n|, (?=\w+ (?:TEXT|INTEGER|BIGINT|BOOLEAN|DATETIME))"
    for line in re.split(column, said.replace('"', "")):
        part = line.strip().strip(",").strip()
        if part.count(")") > part.count("("):
            part = part.removesuffix(")").rstrip()
        if part:
            yield part


def _of_postgres(connection: Connection) -> Iterator[tuple[str, ...]]:
    statements = (
        "SELECT table_name, column_name, data_type, is_nullable, coalesce(collation_name, ''),"
        " coalesce(regexp_replace(column_default, '[^:]+::', ''), ''), is_identity"
        " FROM information_schema.columns WHERE table_name LIKE 'twite%'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE conrelid::regclass::text LIKE 'twite%'",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'twite%'",
    )
    for statement in statements:
        for row in connection.execute(text(statement)):
            if row[0] != VERSION_TABLE:
                yield tuple(row)
