"""What SQLite is asked to promise, and how its one writer commits for many."""

import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, make_url

from tests.integration.adapters.racing import WITHIN_SECONDS, at_once, refusals
from tests.integration.adapters.worlds import NOW, a_post, a_user, some_users
from twite.adapters.sql import engines, transactions
from twite.adapters.sql.schema import migrate
from twite.adapters.sql.transactions import GroupWriter
from twite.adapters.system.clock import SystemClock
from twite.application.dispatcher import Dispatcher
from twite.application.ports.unit_of_work import StorageFull, Unavailable, UnitOfWork
from twite.application.subscriptions import Subscriptions
from twite.domain.microposts import MicropostId, MicropostPosted, Visibility
from twite.domain.users import UserId
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Dispatch, Settings

THREADS = 32
PROMISES = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "trusted_schema": 0,
    "busy_timeout": 5000,
}


@pytest.fixture
def house() -> Settings:
    return Settings(dispatch=Dispatch.WORKER)  # nobody delivers meanwhile


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(str(make_url(sqlite_url).database))


@pytest.fixture
def writer(sqlite: Embedded) -> GroupWriter:
    feed: Any = sqlite.feed
    found: GroupWriter = feed._transactions._writer
    return found


@contextmanager
def outside(file: Path) -> Iterator[sqlite3.Connection]:
    """Another program on the same file."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


def handles(file: Path) -> set[str]:
    with outside(file) as connection:
        return {handle for (handle,) in connection.execute("SELECT handle FROM twite_users")}


def promised(connection: Connection) -> dict[str, object]:
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in PROMISES}


class TestEveryConnection:
    @pytest.mark.parametrize("migrated", ["before", "just now"])
    def test_keeps_its_promises(self, sqlite_url: str, tmp_path: Path, migrated: str) -> None:
        url = sqlite_url
        if migrated == "just now":
            url = f"sqlite:///{tmp_path / 'new.db'}"
            migrate(url)
        database = engines.transactions(url)

        with ExitStack() as stack:
            readers = [stack.enter_context(database.reading()) for _ in range(engines.READERS)]
            seen = [promised(reader) for reader in readers]
            seen.append(promised(stack.enter_context(database.unit())))
        seen.append(promised(stack.enter_context(database.reading())))  # one that was given back
        stack.close()
        database.close()

        assert seen == [PROMISES] * (engines.READERS + 2)

    def test_of_a_migration_keeps_them_too(self, sqlite_url: str) -> None:
        engine = engines.engine(sqlite_url)
        with engine.connect() as connection:
            seen = promised(connection)
        engine.dispose()

        assert seen == PROMISES

    def test_refuses_what_refers_to_nothing(self, sqlite: Embedded, writer: GroupWriter) -> None:
        with pytest.raises(Exception, match="FOREIGN KEY"), writer.unit() as connection:
            connection.exec_driver_sql("INSERT INTO twite_mentions VALUES (1, 2)")


# -- group commit ---------------------------------------------------------------


def in_a_group(writer: GroupWriter, *units: Callable[[], object]) -> list[object]:
    """What each returned or raised; all of them in one transaction, in this order."""
    first_is_in, go_on = Event(), Event()

    def first() -> object:
        with writer.unit():  # holds the turn until all the others wait for theirs
            first_is_in.set()
            go_on.wait(WITHIN_SECONDS)
        return None

    outcomes: dict[int, object] = {}

    def run(place: int, unit: Callable[[], object]) -> None:
        outcomes[place] = at_once(unit)[0]

    threads = [Thread(target=run, args=(-1, first))]
    threads[0].start()
    assert first_is_in.wait(WITHIN_SECONDS)
    for place, unit in enumerate(units):
        threads.append(Thread(target=run, args=(place, unit)))
        threads[-1].start()
        until(lambda expected=place + 1: writer._waiting == expected)  # type: ignore[misc]
    go_on.set()
    for thread in threads:
        thread.join(WITHIN_SECONDS)
    assert len(outcomes) == len(units) + 1, "some never came back"
    return [outcomes[place] for place in range(len(units))]


def until(happened: Callable[[], bool]) -> None:
    for _ in range(3000):
        if happened():
            return
        time.sleep(0.002)
    pytest.fail("it never happened")


class TestManyAtOnce:
    def test_are_all_durable_when_they_come_back(self, sqlite: Embedded, file: Path) -> None:
        def register(number: int) -> bool:
            done = []
            for round_ in range(3):
                handle = f"u{number}_{round_}"
                sqlite.users.register(handle=handle)
                done.append(handle in handles(file))
            return all(done)

        outcomes = at_once(*(partial(register, number) for number in range(THREADS)))

        assert outcomes == [True] * THREADS
        assert list(sqlite.check()) == []

    def test_share_a_commit(self, sqlite: Embedded, writer: GroupWriter, file: Path) -> None:
        seen: list[set[str]] = []

        def register(handle: str) -> None:
            with sqlite.users.unit_of_work() as work:
                seen.append(handles(file))
                a_user(work, handle=handle)

        in_a_group(writer, *(partial(register, f"u{number}") for number in range(5)))

        assert seen == [set()] * 5  # nothing was committed while others waited
        assert handles(file) == {f"u{number}" for number in range(5)}

    def test_undo_what_one_of_them_raised_in_and_nothing_else(
        self, sqlite: Embedded, writer: GroupWriter, file: Path
    ) -> None:
        def fail() -> None:
            with sqlite.users.unit_of_work() as work:
                a_user(work, handle="failing")
                raise ZeroDivisionError

        outcomes = in_a_group(
            writer,
            partial(sqlite.users.register, handle="before"),
            fail,
            partial(sqlite.users.register, handle="after"),
            fail,
        )

        assert refusals(outcomes) == [ZeroDivisionError] * 2
        assert handles(file) == {"before", "after"}
        assert list(sqlite.check()) == []


class TestACommitThatFails:
    def _break(self, sqlite: Embedded) -> None:
        """An entry without its micropost, which is noticed at the end of the transaction."""
        with sqlite.users.unit_of_work() as work:
            work.entries.enter(
                author_id=a_user(work, handle="broken").id, visibility=Visibility.PUBLIC, at=NOW
            )

    def test_fails_for_everybody_in_the_group(
        self, sqlite: Embedded, writer: GroupWriter, file: Path
    ) -> None:
        outcomes = in_a_group(
            writer,
            partial(sqlite.users.register, handle="before"),
            partial(self._break, sqlite),
            partial(sqlite.users.register, handle="after"),
        )

        assert refusals(outcomes) == [Unavailable] * 3
        assert handles(file) == set()

    def test_leaves_the_writer_working(
        self, sqlite: Embedded, writer: GroupWriter, file: Path
    ) -> None:
        for _ in range(2):
            with pytest.raises(Unavailable):
                self._break(sqlite)
            in_a_group(writer, partial(self._break, sqlite))

        sqlite.users.register(handle="next")

        assert handles(file) == {"next"}
        assert list(sqlite.check()) == []


class TestAFullDisk:
    @pytest.fixture
    def full(self, sqlite: Embedded, writer: GroupWriter) -> Iterator[Callable[[], None]]:
        """From here on; until what it gives is called."""
        limit = partial(self._limit, sqlite, writer)
        limit(0)
        yield partial(limit, 1_000_000)
        limit(1_000_000)

    def _limit(self, sqlite: Embedded, writer: GroupWriter, pages: int) -> None:
        with writer.unit() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages or 1}")

    def _post(self, twite: Embedded, author_id: UserId) -> MicropostId:
        return twite.microposts.post(author_id=author_id, text="long " * 90)

    def _fill(self, twite: Embedded, author_id: UserId) -> None:
        for _ in range(1000):
            self._post(twite, author_id)

    @pytest.fixture
    def alice(self, sqlite: Embedded) -> UserId:
        return sqlite.users.register(handle="alice")

    def test_refuses_to_write_and_goes_on_reading_and_heals(
        self, sqlite: Embedded, alice: UserId, full: Callable[[], None]
    ) -> None:
        with pytest.raises(StorageFull):
            self._fill(sqlite, alice)
        posts = sqlite.users.show(alice).posts_count
        with pytest.raises(StorageFull):
            self._fill(sqlite, alice)

        assert sqlite.users.show(alice).posts_count >= posts
        assert sqlite.timelines.home(viewer_id=alice) is not None
        assert list(sqlite.check()) == []
        full()
        id = self._post(sqlite, alice)
        assert sqlite.microposts.show(id, viewer_id=None).id == id
        assert list(sqlite.check()) == []

    @pytest.fixture
    def patience(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A group that waits for its next member, however busy the machine is."""
        monkeypatch.setattr(transactions, "HEAL_SECONDS", 60)

    @pytest.mark.usefixtures("patience")
    def test_lets_none_of_the_group_believe_it_was_kept(
        self,
        sqlite: Embedded,
        writer: GroupWriter,
        file: Path,
        alice: UserId,
        full: Callable[[], None],
    ) -> None:
        def much() -> None:
            with sqlite.users.unit_of_work():
                self._fill(sqlite, alice)

        outcomes = in_a_group(
            writer,
            partial(sqlite.users.register, handle="before"),
            much,
            partial(sqlite.users.register, handle="after"),
        )

        kept = {
            handle
            for handle, outcome in zip(("before", "after"), outcomes[::2], strict=True)
            if not isinstance(outcome, Exception)
        }
        assert isinstance(outcomes[1], StorageFull)
        assert isinstance(outcomes[0], Unavailable)
        assert handles(file) == {"alice", *kept}
        assert sqlite.users.show(alice).posts_count == 0
        assert list(sqlite.check()) == []

    def test_is_no_failure_of_a_reaction(
        self, sqlite: Embedded, alice: UserId, full: Callable[[], None]
    ) -> None:
        event = MicropostPosted(at=NOW, micropost_id=MicropostId(1), author_id=alice)

        def react(_: MicropostPosted, __: UnitOfWork) -> None:
            self._fill(sqlite, alice)

        def nothing(_: MicropostPosted, __: UnitOfWork) -> None: ...

        with sqlite.users.unit_of_work() as work:
            work.outbox.put([event])
        reactions = Subscriptions().on(
            MicropostPosted,
            mail_mentioned=react,
            notify_mentioned=nothing,
            notify_following=nothing,
        )
        with pytest.raises(StorageFull):
            Dispatcher(sqlite.users.unit_of_work, reactions, SystemClock()).run()

        with sqlite.users.unit_of_work() as work:
            due = work.outbox.due(now=SystemClock().now(), limit=9)
        assert [delivery.tries for delivery in due] == [0, 0, 0]
        assert sqlite.users.show(alice).posts_count == 0


class TestADiskThatFails:
    """Files of this process may not grow: the commit cannot write its pages."""

    @pytest.fixture
    def failing(self, sqlite: Embedded, file: Path) -> Iterator[Callable[[], None]]:
        """From here on; until what it gives is called."""
        sqlite.users.register(handle="alice")
        log = file.with_name(f"{file.name}-wal")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        heal = partial(resource.setrlimit, resource.RLIMIT_FSIZE, before)
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, before[1]))
        yield heal
        heal()

    def test_keeps_nothing_of_the_group_and_goes_on_reading_and_heals(
        self,
        sqlite: Embedded,
        writer: GroupWriter,
        file: Path,
        failing: Callable[[], None],
    ) -> None:
        outcomes = in_a_group(
            writer,
            partial(sqlite.users.register, handle="bob"),
            partial(sqlite.users.register, handle="carol"),
        )

        assert refusals(outcomes) == [Unavailable] * 2
        assert sqlite.users.named("alice").handle == "alice"
        failing()
        sqlite.users.register(handle="dave")
        assert handles(file) == {"alice", "dave"}
        assert list(sqlite.check()) == []


class TestTheTurn:
    def test_of_one_who_never_takes_it_strands_nobody(
        self, sqlite: Embedded, writer: GroupWriter, file: Path
    ) -> None:
        writer._waiting += 1  # counted, and then interrupted
        try:
            outcomes = at_once(
                *(partial(sqlite.users.register, handle=f"u{number}") for number in range(4))
            )
        finally:
            writer._waiting -= 1

        assert refusals(outcomes) == []
        assert handles(file) == {f"u{number}" for number in range(4)}

    @pytest.mark.skipif(
        threading.current_thread() is not threading.main_thread(),
        reason="only the main thread is interrupted by signals",
    )
    def test_that_was_waited_for_may_be_interrupted(
        self, sqlite: Embedded, writer: GroupWriter, file: Path
    ) -> None:
        class Interrupted(BaseException): ...

        def interrupt(_: int, __: FrameType | None) -> None:
            raise Interrupted

        is_in, go_on = Event(), Event()
        outcomes: list[object] = []

        def hold() -> None:
            with sqlite.users.unit_of_work() as work:
                a_user(work, handle="other")
                is_in.set()
                go_on.wait(WITHIN_SECONDS)

        def meanwhile() -> None:
            until(lambda: writer._waiting == 1)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

        holding = Thread(target=lambda: outcomes.extend(at_once(hold)))
        holding.start()
        assert is_in.wait(WITHIN_SECONDS)
        before = signal.signal(signal.SIGUSR1, interrupt)
        interrupting = Thread(target=meanwhile)
        try:
            with pytest.raises(Interrupted):
                interrupting.start()
                sqlite.users.register(handle="interrupted")
        finally:
            signal.signal(signal.SIGUSR1, before)
        go_on.set()
        holding.join(WITHIN_SECONDS)
        interrupting.join(WITHIN_SECONDS)
        sqlite.users.register(handle="next")

        assert outcomes == [None]
        assert handles(file) == {"other", "next"}

    def test_is_left_to_nobody_when_all_is_closed(
        self,
        sqlite: Embedded,
        writer: GroupWriter,
        file: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(transactions, "HEAL_SECONDS", 5.0)  # closing is what saves them
        writer._waiting += 1  # so that the commit is left to the next, who does not come
        outcomes: list[object] = []
        register = partial(sqlite.users.register, handle="last")
        registering = Thread(target=lambda: outcomes.extend(at_once(register)))
        registering.start()
        until(lambda: writer._group is not None and not writer._turn.locked())

        sqlite.close()
        registering.join(WITHIN_SECONDS)

        assert refusals(outcomes) == []
        assert handles(file) == {"last"}


class TestTwoProcessesOnOneFile:
    def test_write_side_by_side(self, sqlite: Embedded, sqlite_url: str) -> None:
        script = (
            "import sys\n"
            "from twite.entrypoints.library import connect\n"
            "with connect(sys.argv[1]) as twite:\n"
            "    print('ready', flush=True)\n"
            "    sys.stdin.readline()\n"
            "    id = twite.users.register(handle='other')\n"
            "    for _ in range(100):\n"
            "        twite.microposts.post(author_id=id, text='hello')\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, sqlite_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline() == "ready\n"
            other.stdin.write("go\n")
            other.stdin.flush()
            alice = sqlite.users.register(handle="alice")
            for _ in range(100):
                sqlite.microposts.post(author_id=alice, text="hello")
            status = other.wait(WITHIN_SECONDS)

        assert status == 0
        assert sqlite.users.show(alice).posts_count == 100
        assert sqlite.users.named("other").posts_count == 100
        assert list(sqlite.check()) == []

    def test_begin_as_writers(self, writer: GroupWriter, file: Path) -> None:
        """One that began by reading could not write any more once another has written."""
        with writer.unit(), outside(file) as other:
            other.execute("PRAGMA busy_timeout = 0")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")

    def test_wait_for_each_other_no_longer_than_they_were_told(
        self, sqlite: Embedded, writer: GroupWriter, file: Path
    ) -> None:
        with writer.unit() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 20")

        with outside(file) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Unavailable):
                sqlite.users.register(handle="alice")
            assert sqlite.search.people("alice", viewer_id=None) == []  # reading goes on
            other.execute("ROLLBACK")
        sqlite.users.register(handle="alice")

        assert handles(file) == {"alice"}

    def test_are_unavailable_to_a_host_that_waited_in_vain(
        self, sqlite: Embedded, file: Path
    ) -> None:
        impatient = create_engine(f"sqlite:///{file}", connect_args={"timeout": 0.02})

        with outside(file) as other, impatient.connect() as connection:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Unavailable), sqlite.using(connection) as twite:
                twite.users.register(handle="bob")
            other.execute("ROLLBACK")
            with sqlite.using(connection) as twite:
                twite.users.register(handle="alice")
            connection.commit()
        impatient.dispose()

        assert handles(file) == {"alice"}


class TestReading:
    def test_goes_on_while_somebody_writes(self, sqlite: Embedded) -> None:
        with sqlite.users.unit_of_work() as work:
            post = a_post(work, *some_users(work, 1))
        is_in, go_on = Event(), Event()

        def hold() -> None:
            with sqlite.users.unit_of_work() as work:
                a_post(work, post.author_id)
                is_in.set()
                go_on.wait(WITHIN_SECONDS)

        holding = Thread(target=hold)
        holding.start()
        assert is_in.wait(WITHIN_SECONDS)
        shown = sqlite.timelines.local(viewer_id=None).items
        go_on.set()
        holding.join(WITHIN_SECONDS)

        assert [entry.micropost.id for entry in shown] == [post.id]
