"""Claim, run, back off."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from attrs import Factory, define, evolve, field

from twite.adapters.events import Encoded
from twite.adapters.memory.audience import MemoryAudience
from twite.adapters.memory.rows import DeliveryRow
from twite.adapters.memory.store import Store
from twite.adapters.memory.unit_of_work import MemoryUnitOfWork
from twite.adapters.system.ids import TimeOrderedIds
from twite.application.dispatcher import (
    BATCH,
    LONGEST_WAIT,
    MOST_TRIES,
    SHORTEST_WAIT,
    Dispatcher,
    wait,
)
from twite.application.ports.outbox import Delivery, DeliveryState, Position
from twite.application.ports.unit_of_work import StorageFull, Unavailable, UnitOfWork
from twite.application.subscriptions import Reaction, Subscriptions
from twite.domain.users import DisplayName, Handle, User, UserId, UserRegistered
from twite.entrypoints.testing.clock import NOON, StoppedClock

ALICE, BOB = UserId(1), UserId(2)


@define
class House:
    """A dispatcher, what it delivers from, and the log of those who react."""

    reactions: dict[str, Reaction[UserRegistered]]
    clock: StoppedClock = Factory(StoppedClock)
    store: Store = Factory(Store)
    dispatcher: Dispatcher = field(init=False)

    def __attrs_post_init__(self) -> None:
        told = Subscriptions().on(UserRegistered, **self.reactions)
        ids, audience = TimeOrderedIds(), MemoryAudience()

        def unit_of_work() -> MemoryUnitOfWork:
            return MemoryUnitOfWork(self.store, ids, audience, told.names, lambda: None)

        self.dispatcher = Dispatcher(unit_of_work, told, self.clock)

    def announce(self, *who: UserId) -> None:
        with self.dispatcher.unit_of_work() as work:
            work.outbox.put([UserRegistered(at=NOON, user_id=id) for id in who])

    def drain(self) -> None:
        while self.dispatcher.run():
            pass

    def states(self, reaction: str) -> list[DeliveryState]:
        return [row.state for row in self._rows(reaction)]

    def tries(self, reaction: str) -> list[int]:
        return [row.tries for row in self._rows(reaction)]

    def _rows(self, reaction: str) -> list[DeliveryRow]:
        rows = sorted(self.store.tables.deliveries.items())
        return [row for (_, name), row in rows if name == reaction]


@define
class Noting:
    """Reacts by noting who it was about; raises while told to."""

    noted: list[UserId] = Factory(list)
    raises: Callable[[UserId], bool] = lambda _: False

    def __call__(self, event: UserRegistered, work: UnitOfWork) -> None:
        work.users.add(_nobody_special(event, work))
        if self.raises(event.user_id):
            raise ZeroDivisionError
        self.noted.append(event.user_id)


def _nobody_special(event: UserRegistered, work: UnitOfWork) -> User:
    """A row of one's own for each delivery, to see that it is kept or undone with it."""
    id = work.next_id(at=NOON)
    return User(
        id=UserId(id),
        handle=Handle(f"u{id}"),
        display_name=DisplayName(str(event.user_id)),
        registered_at=NOON,
    )


def effects(house: House) -> list[str]:
    """Whose deliveries left a row, in order."""
    return [user.display_name.value for _, user in sorted(house.store.tables.users.items())]


class TestDelivering:
    def test_reaches_everybody_who_reacts_once(self) -> None:
        first, second = Noting(), Noting()
        house = House({"first": first, "second": second})
        house.announce(ALICE, BOB)

        house.drain()
        house.drain()

        assert first.noted == second.noted == [ALICE, BOB]
        assert house.states("first") == house.states("second") == [DeliveryState.DONE] * 2

    def test_keeps_the_order_of_whoever_acted_over_many_batches(self) -> None:
        noting = Noting()
        house = House({"note": noting})
        acts = [ALICE, BOB] * BATCH
        house.announce(*acts)

        house.drain()

        assert noting.noted == acts

    def test_counts_what_was_tried(self) -> None:
        house = House({"note": Noting()})
        house.announce(*[ALICE] * (BATCH + 1))

        assert [house.dispatcher.run() for _ in range(3)] == [BATCH, 1, 0]

    def test_of_nothing_is_nothing(self) -> None:
        assert House({}).dispatcher.run() == 0


class TestFailing:
    def test_undoes_what_that_reaction_did_alone(self) -> None:
        house = House({"bad": Noting(raises=lambda _: True), "good": Noting()})
        house.announce(ALICE)

        house.drain()

        assert effects(house) == ["1"]
        assert house.states("bad") == [DeliveryState.OPEN]
        assert house.states("good") == [DeliveryState.DONE]

    def test_stops_what_the_same_one_did_later_and_nobody_else(self) -> None:
        noting = Noting(raises=lambda id: id == ALICE)
        house = House({"note": noting})
        house.announce(ALICE, BOB, ALICE, BOB)

        house.drain()

        assert noting.noted == [BOB, BOB]
        assert house.tries("note") == [1, 0, 0, 0]

    def test_is_tried_again_in_the_order_it_happened(self) -> None:
        noting = Noting(raises=lambda _: True)
        house = House({"note": noting})
        house.announce(ALICE)
        house.announce(ALICE)
        house.drain()

        noting.raises = lambda _: False
        house.drain()
        assert noting.noted == []  # its time has not come

        house.clock.forward(2 * SHORTEST_WAIT)
        house.drain()
        assert noting.noted == [ALICE, ALICE]
        assert house.states("note") == [DeliveryState.DONE] * 2

    def test_is_given_up_after_the_last_try_and_lets_the_next_go(self) -> None:
        first: list[UserId] = []

        def fail_first(event: UserRegistered, _: UnitOfWork) -> None:
            if event.at == NOON:
                first.append(event.user_id)
                raise ZeroDivisionError

        house = House({"note": fail_first})
        with house.dispatcher.unit_of_work() as work:
            work.outbox.put(
                [
                    UserRegistered(at=NOON, user_id=ALICE),
                    UserRegistered(at=NOON + timedelta(seconds=1), user_id=ALICE),
                ]
            )

        for _ in range(MOST_TRIES + 3):
            house.drain()
            house.clock.forward(2 * LONGEST_WAIT)

        assert len(first) == MOST_TRIES
        assert house.states("note") == [DeliveryState.DEAD, DeliveryState.DONE]
        assert house.tries("note") == [MOST_TRIES, 0]

    def test_of_the_database_counts_for_the_one_it_failed_under(self) -> None:
        def fail(event: UserRegistered, _: UnitOfWork) -> None:
            if event.user_id == ALICE:
                raise Unavailable

        noting = Noting()
        house = House({"fail": fail, "note": noting})
        house.announce(BOB, ALICE, BOB)

        house.drain()

        assert house.tries("fail") == [0, 1, 0]
        assert house.states("fail") == [
            DeliveryState.DONE,
            DeliveryState.OPEN,
            DeliveryState.DONE,
        ]
        assert house.states("note") == [DeliveryState.DONE] * 3
        assert effects(house) == ["2", "1", "2"]  # what was undone with it was done again

    def test_of_the_database_for_ever_is_given_up_like_any_other(self) -> None:
        def fail(*_: object) -> None:
            raise Unavailable

        house = House({"fail": fail})
        house.announce(ALICE)

        for _ in range(MOST_TRIES):
            house.drain()
            house.clock.forward(2 * LONGEST_WAIT)

        assert house.states("fail") == [DeliveryState.DEAD]
        assert house.tries("fail") == [MOST_TRIES]

    def test_of_a_full_storage_is_nobodys(self) -> None:
        def fail(*_: object) -> None:
            raise StorageFull

        house = House({"fail": fail})
        house.announce(ALICE)

        with pytest.raises(StorageFull):
            house.dispatcher.run()

        assert house.tries("fail") == [0]

    def test_to_reach_the_database_at_all_is_nobodys(self) -> None:
        def unreachable() -> UnitOfWork:
            raise Unavailable

        house = House({"note": Noting()})
        house.announce(ALICE)

        with pytest.raises(Unavailable):
            evolve(house.dispatcher, unit_of_work=unreachable).run()

        assert house.tries("note") == [0]


class TestWhatIsNotUnderstood:
    def test_is_set_aside(self) -> None:
        noting = Noting()
        house = House({"note": noting})
        house.announce(ALICE, ALICE)
        number, row = next(iter(house.store.tables.events.items()))
        strange = Encoded(name="user.registered", version=99, payload="{}")
        house.store.tables.events.put(number, evolve(row, encoded=strange))

        house.drain()

        assert house.states("note") == [DeliveryState.DEAD, DeliveryState.DONE]
        assert noting.noted == [ALICE]

    def test_is_also_a_reaction_nobody_has(self) -> None:
        house = House({"note": Noting()})
        house.announce(ALICE)

        evolve(house.dispatcher, subscriptions=Subscriptions()).run()

        assert house.states("note") == [DeliveryState.DEAD]


class TestWaiting:
    def test_doubles_up_to_an_hour(self) -> None:
        waits = [wait(_delivery(tries=tries)) for tries in range(MOST_TRIES)]

        assert waits[0] == SHORTEST_WAIT
        assert all(after == min(2 * before, LONGEST_WAIT) for before, after in pairwise(waits))

    def test_spreads_over_a_quarter(self) -> None:
        waits = {wait(_delivery(number=number)) for number in range(200)}

        assert len(waits) == 100
        assert all(SHORTEST_WAIT <= each < 1.25 * SHORTEST_WAIT for each in waits)


def _delivery(*, number: int = 0, tries: int = 0) -> Delivery:
    return Delivery(
        position=Position(number=number), reaction="note", lane=ALICE, tries=tries, event=None
    )
