"""What PostgreSQL's many writers at once must not break."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError, Event, Lock, Thread
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import Engine, NullPool, create_engine, text

from tests.integration.adapters.racing import WITHIN_SECONDS, at_once, refusals
from tests.integration.adapters.worlds import NOW, a_post, some_users
from twite.adapters.sql.transactions import Transactions
from twite.adapters.system.clock import SystemClock
from twite.application.dispatcher import BATCH, Dispatcher
from twite.application.ports.outbox import Position
from twite.application.ports.unit_of_work import Unavailable, UnitOfWork
from twite.application.subscriptions import Subscriptions
from twite.domain import aggregate
from twite.domain.microposts import EditedMeanwhile, MicropostId, MicropostPosted, PostText
from twite.domain.users import UserId, UserRegistered
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Dispatch, Settings

LANES = 2 * BATCH + 20  # more than one dispatcher takes at a time


@pytest.fixture
def house() -> Settings:
    return Settings(dispatch=Dispatch.WORKER)  # nobody delivers meanwhile


@pytest.fixture
def transactions(postgres: Embedded) -> Transactions:
    feed: Any = postgres.feed
    found: Transactions = feed._transactions
    return found


@pytest.fixture
def outside(postgres_database_url: str) -> Iterator[Engine]:
    """Another program on the same database."""
    engine = create_engine(postgres_database_url, poolclass=NullPool)
    yield engine
    engine.dispose()


def registered(number: int) -> UserRegistered:
    return UserRegistered(at=NOW, user_id=UserId(number))


def posted(number: int, lane: int = 1) -> MicropostPosted:
    return MicropostPosted(at=NOW, micropost_id=MicropostId(number), author_id=UserId(lane))


def read_on(twite: Embedded, position: Position) -> tuple[list[aggregate.Event], Position]:
    found = twite.feed.after(position, limit=100)
    return [entry.event for entry in found], found[-1].position if found else position


class TestATransactionHeldOpenAcrossAnothersCommit:
    @pytest.fixture
    def held_open(self, postgres: Embedded) -> Iterator[Callable[[], None]]:
        """One that announced first, and commits when told to."""
        begun, go_on = Event(), Event()

        def hold() -> None:
            with postgres.microposts.unit_of_work() as work:
                work.outbox.put([posted(1)])
                begun.set()
                go_on.wait(WITHIN_SECONDS)

        thread = Thread(target=hold)
        thread.start()
        assert begun.wait(WITHIN_SECONDS)

        def commit() -> None:
            go_on.set()
            thread.join(WITHIN_SECONDS)

        yield commit
        commit()

    def test_is_missed_by_no_reader_of_the_feed(
        self, postgres: Embedded, held_open: Callable[[], None]
    ) -> None:
        with postgres.microposts.unit_of_work() as work:
            work.outbox.put([posted(2)])

        early, position = read_on(postgres, Position())
        held_open()
        late, position = read_on(postgres, position)
        with postgres.microposts.unit_of_work() as work:
            work.outbox.put([posted(3)])
        latest, _ = read_on(postgres, position)

        assert early == []  # the second waits for the first: it could still come before it
        assert late == [posted(1), posted(2)]
        assert latest == [posted(3)]

    def test_is_delivered_before_what_came_after_it(
        self, postgres: Embedded, held_open: Callable[[], None]
    ) -> None:
        seen: list[int] = []
        dispatcher = dispatching(postgres, lambda event, _: seen.append(event.micropost_id))
        with postgres.microposts.unit_of_work() as work:
            work.outbox.put([posted(2)])

        early = dispatcher.run()
        held_open()
        dispatcher.run()

        assert early == 0
        assert seen == [1, 1, 2, 2]  # two reactions to each

    def test_that_is_undone_holds_nobody_up(self, postgres: Embedded, outside: Engine) -> None:
        with outside.connect() as connection:
            connection.execute(text("SELECT pg_current_xact_id()"))
            with postgres.microposts.unit_of_work() as work:
                work.outbox.put([posted(2)])
            early, position = read_on(postgres, Position())
            connection.rollback()

        late, _ = read_on(postgres, position)
        assert (early, late) == ([], [posted(2)])

    def test_by_many_is_read_by_one_that_misses_none(self, postgres: Embedded) -> None:
        writers, units = 6, 15
        done = Event()

        def write(writer: int) -> None:
            for unit in range(units):
                with postgres.microposts.unit_of_work() as work:
                    work.outbox.put([registered(1000 * writer + unit)])
                    time.sleep((writer * 7 + unit * 3) % 5 / 1000)
                    work.outbox.put([registered(1000 * writer + unit + 500)])

        seen: list[Position] = []

        def read() -> None:
            position = Position()
            while True:
                last = done.is_set()
                found = postgres.feed.after(position, limit=7)
                seen.extend(entry.position for entry in found)
                position = found[-1].position if found else position
                if last and not found:
                    return

        reader = Thread(target=read)
        reader.start()
        outcomes = at_once(*(partial(write, writer) for writer in range(1, writers + 1)))
        done.set()
        reader.join(WITHIN_SECONDS)

        assert refusals(outcomes) == []
        assert seen == [entry.position for entry in postgres.feed.after(Position(), limit=9999)]
        assert len(seen) == writers * units * 2


Reaction = Callable[[MicropostPosted, UnitOfWork], None]


def dispatching(twite: Embedded, reaction: Reaction) -> Dispatcher:
    """A dispatcher with a reaction of our own, under a name of the house's."""
    reactions = Subscriptions().on(
        MicropostPosted, notify_mentioned=reaction, mail_mentioned=reaction
    )
    return Dispatcher(twite.microposts.unit_of_work, reactions, SystemClock())


def until_nothing_is_due(dispatcher: Dispatcher) -> None:
    while dispatcher.run():
        pass


class TestTwoDispatchersAtOnce:
    def test_deliver_everything_exactly_once_in_the_order_of_each_lane(
        self, postgres: Embedded
    ) -> None:
        numbers = range(3)
        with postgres.microposts.unit_of_work() as work:
            for number in numbers:
                work.outbox.put(
                    [posted(1000 * lane + number, lane) for lane in range(1, LANES + 1)]
                )
        both_are_in, noting = Barrier(2), Lock()
        met: list[bool] = []
        told: list[int] = []

        def reaction(event: MicropostPosted, work: UnitOfWork) -> None:
            with suppress(BrokenBarrierError):
                both_are_in.wait(5)
                met.append(True)  # one in the middle of its batch does not keep the other out
            both_are_in.abort()
            with noting:
                told.append(event.micropost_id)
            work.outbox.put([registered(event.micropost_id)])

        outcomes = at_once(*[partial(until_nothing_is_due, dispatching(postgres, reaction))] * 2)
        until_nothing_is_due(dispatching(postgres, reaction))

        assert refusals(outcomes) == []
        assert any(met)
        recorded = [entry.event for entry in postgres.feed.after(Position(), limit=9999)]
        marks = [event.user_id for event in recorded if isinstance(event, UserRegistered)]
        ids = {1000 * lane + number for lane in range(1, LANES + 1) for number in numbers}
        assert Counter(marks) == Counter(dict.fromkeys(ids, 2))  # two reactions to each
        assert Counter(told) == Counter(marks)
        for lane in range(1, LANES + 1):
            for order in (marks, told):
                assert [id for id in order if id // 1000 == lane] == [
                    1000 * lane + number for number in numbers for _ in range(2)
                ]

    def test_get_what_the_one_that_failed_had_taken(self, postgres: Embedded) -> None:
        with postgres.microposts.unit_of_work() as work:
            work.outbox.put([posted(1), posted(2)])

        def fail(_: MicropostPosted, work: UnitOfWork) -> None:
            work.outbox.put([registered(99)])
            raise Unavailable

        seen: list[int] = []
        assert dispatching(postgres, fail).run() == 1  # which waits for its time
        dispatching(postgres, lambda event, _: seen.append(event.micropost_id)).run()

        assert seen == [1, 2]  # the other reaction's
        recorded = [entry.event for entry in postgres.feed.after(Position(), limit=9)]
        assert recorded == [posted(1), posted(2)]


class TestNoTwoWaitForEachOther:
    def test_who_name_each_other(self, postgres: Embedded) -> None:
        unit_of_work = postgres.microposts.unit_of_work
        with unit_of_work() as work:
            alice, bob = some_users(work, 2)
        both_hold = Barrier(2)

        def post(author: UserId, named: UserId) -> None:
            with unit_of_work() as work:
                work.users.hold(author)
                both_hold.wait(WITHIN_SECONDS)
                a_post(work, author, mentioned_ids=[named])

        assert refusals(at_once(partial(post, alice, bob), partial(post, bob, alice))) == []

    def test_who_follow_and_block_each_other(self, postgres: Embedded) -> None:
        unit_of_work = postgres.microposts.unit_of_work
        for _ in range(25):
            with unit_of_work() as work:
                alice, bob = some_users(work, 2)
            acts: list[Callable[[], None]] = [
                partial(postgres.follows.follow, by=alice, whom=bob),
                partial(postgres.follows.follow, by=bob, whom=alice),
                partial(postgres.blocks.block, by=alice, whom=bob),
                partial(postgres.blocks.block, by=bob, whom=alice),
                partial(postgres.follows.unfollow, by=alice, whom=bob),
                partial(postgres.blocks.unblock, by=bob, whom=alice),
            ]

            assert Unavailable not in refusals(at_once(*acts))
        assert list(postgres.check()) == []

    def test_who_posts_and_who_delivers(self, postgres: Embedded) -> None:
        alice, bob = (postgres.users.register(handle=name) for name in ("alice", "bob"))

        def post(author: UserId, named: str) -> None:
            for _ in range(8):
                id = postgres.microposts.post(author_id=author, text=f"hello @{named}")
                postgres.microposts.delete(id, by=author)
                postgres.microposts.post(author_id=author, text=f"hello again @{named}")

        def deliver() -> None:
            for _ in range(20):
                postgres.drain()

        outcomes = at_once(
            partial(post, alice, "bob"), partial(post, bob, "alice"), deliver, deliver
        )

        assert refusals(outcomes) == []
        assert list(postgres.check()) == []

    def test_who_deletes_and_who_tells_of_it(self, postgres: Embedded, outside: Engine) -> None:
        """The one that tells has written its notification and has yet to commit."""
        with postgres.microposts.unit_of_work() as work:
            alice, bob = some_users(work, 2)
            post = a_post(work, alice, mentioned_ids=[bob])
        delete = partial(postgres.microposts.delete, post.id, by=alice)
        outcome: list[object] = []

        with outside.begin() as telling:
            telling.execute(
                text(
                    "INSERT INTO twite_notifications"
                    " (id, recipient_id, kind, actor_id, micropost_id, notified_at)"
                    f" VALUES (1, {bob}, 'mention', {alice}, {post.id}, now())"
                )
            )
            deleting = Thread(target=lambda: outcome.extend(at_once(delete)))
            deleting.start()
            wait_until(
                outside,
                """
                SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE NOT granted AND datname = current_database()
                """,
            )
        deleting.join(WITHIN_SECONDS)

        assert outcome == [None]
        assert postgres.notifications.page(recipient_id=bob).items == ()

    def test_two_who_read_the_same_version_and_save_it(self, postgres: Embedded) -> None:
        unit_of_work = postgres.microposts.unit_of_work
        with unit_of_work() as work:
            post = a_post(work, *some_users(work, 1))
        both_read = Barrier(2)

        def save(said: str) -> None:
            with unit_of_work() as work:
                found = work.microposts.get_owned(post.id, owner_id=post.author_id)
                both_read.wait(WITHIN_SECONDS)
                work.microposts.save(evolve(found, text=PostText(said)))

        outcomes = at_once(partial(save, "#one"), partial(save, "#other"))

        assert refusals(outcomes) == [EditedMeanwhile]


def wait_until(engine: Engine, question: str) -> None:
    """Until the answer is something other than nothing."""
    for _ in range(1000):
        with engine.connect() as connection:
            if connection.execute(text(question)).scalar_one():
                return
        time.sleep(0.01)
    pytest.fail(f"never: {question}")


class TestReading:
    def test_is_on_autocommit_and_stays_prepared(
        self, postgres: Embedded, transactions: Transactions
    ) -> None:
        for _ in range(12):  # psycopg prepares what it is asked often
            postgres.timelines.local(viewer_id=None)

        with transactions.reading() as connection:
            driver: Any = connection.connection.dbapi_connection
            on_autocommit = driver.autocommit
            prepared = connection.execute(
                text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%entries%'")
            ).scalar_one()

        assert on_autocommit is True
        assert prepared > 0

    def test_leaves_no_transaction_open(self, transactions: Transactions, outside: Engine) -> None:
        open_now = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state = 'idle in transaction'"
        )
        with transactions.reading() as reading:
            reading.execute(text("SELECT 1"))
            with outside.connect() as connection:
                assert connection.execute(open_now).scalar_one() == 0


class TestALostConnection:
    def test_is_unavailable_and_then_heals(self, postgres: Embedded, outside: Engine) -> None:
        with postgres.microposts.unit_of_work() as work:
            (alice,) = some_users(work, 1)
        end_all = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

        with outside.connect() as connection:
            connection.execute(end_all)
        with pytest.raises(Unavailable):
            postgres.microposts.post(author_id=alice, text="lost")
        postgres.microposts.post(author_id=alice, text="kept")

        shown = postgres.timelines.local(viewer_id=None).items
        assert [entry.micropost.text for entry in shown] == ["kept"]
