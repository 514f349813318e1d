"""Events wait for those who react, lane by lane, and stand in one order for those who read."""

from collections.abc import Iterable, Sequence
from typing import Self

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.adapters.backdoors import Backdoor
from tests.integration.adapters.worlds import NOW, SECOND, a_number, shared_store
from twite.application.ports.outbox import Delivery, Position
from twite.application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from twite.domain.aggregate import Event
from twite.domain.microposts import MicropostId, MicropostPosted
from twite.domain.users import UserId, UserRegistered
from twite.entrypoints.library import Embedded
from twite.entrypoints.settings import Dispatch, Settings

MAIL, NOTIFY, TELL = "mail_mentioned", "notify_mentioned", "notify_following"
LATER = NOW + SECOND
ALICE, BOB = UserId(1_000_001), UserId(1_000_002)


@pytest.fixture
def house() -> Settings:
    return Settings(dispatch=Dispatch.WORKER)  # nobody delivers meanwhile


def posted(lane: UserId = ALICE) -> MicropostPosted:
    """Two react to it; whether there is such a micropost, the outbox does not ask."""
    return MicropostPosted(at=NOW, micropost_id=MicropostId(a_number()), author_id=lane)


def announced(unit_of_work: UnitOfWorkFactory, *events: Event) -> None:
    with unit_of_work() as work:
        work.outbox.put(events)


def due(work: UnitOfWork, *, limit: int = 99, reaction: str = NOTIFY) -> Sequence[Delivery]:
    found = work.outbox.due(now=NOW, limit=limit)
    return [delivery for delivery in found if delivery.reaction == reaction]


def events_of(deliveries: Iterable[Delivery]) -> list[Event | None]:
    return [delivery.event for delivery in deliveries]


class TestADelivery:
    def test_is_there_for_each_reaction_to_each_event(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        event = posted()
        announced(unit_of_work, event, UserRegistered(at=NOW, user_id=ALICE))

        with unit_of_work() as work:
            found = work.outbox.due(now=NOW, limit=99)

        assert {delivery.reaction for delivery in found} == {MAIL, NOTIFY, TELL}
        for delivery in found:
            assert (delivery.event, delivery.lane, delivery.tries) == (event, ALICE, 0)

    def test_that_is_done_never_comes_again(self, unit_of_work: UnitOfWorkFactory) -> None:
        first, second = posted(), posted()
        announced(unit_of_work, first, second)

        with unit_of_work() as work:
            work.outbox.done(due(work)[0], now=NOW)

        with unit_of_work() as work:
            assert events_of(due(work)) == [second]
            assert events_of(due(work, reaction=MAIL)) == [first, second]

    def test_that_was_decided_or_tried_meanwhile_is_left_as_it_is(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        with unit_of_work() as work:
            work.outbox.put([posted()])
        with unit_of_work() as work:
            done, tried, _ = work.outbox.due(now=NOW, limit=9)
            work.outbox.done(done, now=NOW)
            work.outbox.postpone(tried, until=NOW, error="Broken")

        with unit_of_work() as work:
            work.outbox.postpone(done, until=NOW, error="Late")
            work.outbox.bury(tried, now=NOW, error="Late")
            found = work.outbox.due(now=NOW, limit=9)

        assert [one.reaction for one in found].count(done.reaction) == 0
        assert evolve(tried, tries=1) in found

    def test_is_not_done_where_the_transaction_was_undone(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        event = posted()
        announced(unit_of_work, event)

        with pytest.raises(ZeroDivisionError), unit_of_work() as work:
            work.outbox.done(due(work)[0], now=NOW)
            raise ZeroDivisionError

        with unit_of_work() as work:
            assert events_of(due(work)) == [event]

    def test_of_an_event_nobody_knows_has_none(
        self, unit_of_work: UnitOfWorkFactory, backdoor: Backdoor
    ) -> None:
        unknown, known = posted(), posted()
        announced(unit_of_work, unknown, known)
        backdoor.misname_event(unknown.micropost_id)

        with unit_of_work() as work:
            assert events_of(due(work)) == [None, known]


class TestWhatIsDue:
    def test_comes_in_the_order_of_its_positions(self, unit_of_work: UnitOfWorkFactory) -> None:
        events = [posted(lane) for lane in (ALICE, BOB, ALICE, ALICE, BOB)]
        for event in events:
            announced(unit_of_work, event)

        with unit_of_work() as work:
            found = work.outbox.due(now=NOW, limit=99)
            few = due(work, limit=6)  # of three reactions

        positions = [delivery.position for delivery in found]
        assert positions == sorted(positions)
        assert [delivery.event for delivery in found if delivery.reaction == MAIL] == events
        assert events_of(few) == events[:2]

    def test_waits_behind_what_is_postponed_in_its_lane_and_reaction_alone(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        failing, behind, beside = posted(ALICE), posted(ALICE), posted(BOB)
        announced(unit_of_work, failing, behind, beside)

        with unit_of_work() as work:
            work.outbox.postpone(due(work)[0], until=LATER, error="Broken")

        with unit_of_work() as work:
            assert events_of(due(work)) == [beside]
            assert events_of(due(work, reaction=MAIL)) == [failing, behind, beside]
            at_last = work.outbox.due(now=LATER, limit=99)
        again = [delivery for delivery in at_last if delivery.reaction == NOTIFY]
        assert events_of(again) == [failing, behind, beside]
        assert [delivery.tries for delivery in again] == [1, 0, 0]

    def test_overtakes_nothing_that_is_postponed_in_the_middle(
        self, unit_of_work: UnitOfWorkFactory
    ) -> None:
        events = [posted(), posted(), posted()]
        announced(unit_of_work, *events)

        with unit_of_work() as work:
            work.outbox.postpone(due(work)[1], until=LATER, error="Broken")

        with unit_of_work() as work:
            assert events_of(due(work)) == events[:1]

    def test_goes_on_behind_what_is_buried(self, unit_of_work: UnitOfWorkFactory) -> None:
        hopeless, behind = posted(), posted()
        announced(unit_of_work, hopeless, behind)

        with unit_of_work() as work:
            work.outbox.bury(due(work)[0], now=NOW, error="Broken")

        with unit_of_work() as work:
            assert events_of(due(work)) == [behind]
            assert events_of(due(work, reaction=MAIL)) == [hopeless, behind]

    def test_is_nothing_that_was_undone(self, unit_of_work: UnitOfWorkFactory) -> None:
        with pytest.raises(ZeroDivisionError), unit_of_work() as work:
            work.outbox.put([posted()])
            raise ZeroDivisionError

        with unit_of_work() as work:
            assert due(work) == []


@frozen
class Lane:
    """What a model of one lane and reaction knows: its open events, and whether they wait."""

    open: tuple[MicropostPosted, ...] = ()
    waits: bool = False

    def with_(self, event: MicropostPosted) -> Self:
        return type(self)((*self.open, event), self.waits)

    @property
    def ready(self) -> tuple[MicropostPosted, ...]:
        return () if self.waits else self.open


class TestALane:
    @settings(shared_store, max_examples=40)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["put", "done", "postpone", "bury"]), st.integers(0, 2)),
            max_size=16,
        )
    )
    def test_moves_like_a_queue_whatever_happens(
        self, unit_of_work: UnitOfWorkFactory, steps: list[tuple[str, int]]
    ) -> None:
        authors = [UserId(a_number() + 2_000_000) for _ in range(3)]
        lanes = {author: Lane() for author in authors}
        for step, place in steps:
            author = authors[place]
            with unit_of_work() as work:
                mine = [found for found in due(work, limit=9999) if found.lane == author]
                assert tuple(events_of(mine)) == lanes[author].ready
                match step:
                    case "put":
                        event = posted(author)
                        work.outbox.put([event])
                        lanes[author] = lanes[author].with_(event)
                    case "done" if mine:
                        work.outbox.done(mine[0], now=NOW)
                        lanes[author] = Lane(lanes[author].open[1:])
                    case "bury" if mine:
                        work.outbox.bury(mine[0], now=NOW, error="Broken")
                        lanes[author] = Lane(lanes[author].open[1:])
                    case "postpone" if mine:
                        work.outbox.postpone(mine[0], until=LATER, error="Broken")
                        lanes[author] = Lane(lanes[author].open, waits=True)
                    case _:
                        pass
        with unit_of_work() as work:  # what one example leaves open, the next has to walk past
            for delivery in work.outbox.due(now=LATER, limit=9999):
                work.outbox.done(delivery, now=LATER)


class TestTheFeed:
    def test_holds_every_event_in_the_order_announced(self, twite: Embedded) -> None:
        unit_of_work = twite.microposts.unit_of_work
        events = [posted(), UserRegistered(at=NOW, user_id=BOB), posted(BOB), posted()]
        announced(unit_of_work, *events[:3])
        announced(unit_of_work, *events[3:])

        recorded = twite.feed.after(Position(), limit=99)

        assert [entry.event for entry in recorded] == events
        positions = [entry.position for entry in recorded]
        assert positions == sorted(set(positions))
        assert twite.feed.newest() == positions[-1]

    def test_that_is_empty_stands_before_the_first(self, twite: Embedded) -> None:
        assert twite.feed.newest() == Position()

    @pytest.mark.parametrize("limit", [1, 2, 3, 99])
    def test_goes_on_from_the_last_one_seen_and_misses_none(
        self, twite: Embedded, limit: int
    ) -> None:
        events = [posted() for _ in range(7)]
        for event in events:
            announced(twite.microposts.unit_of_work, event)

        seen: list[Event] = []
        position = Position()
        while found := twite.feed.after(position, limit=limit):
            assert len(found) <= limit
            seen.extend(entry.event for entry in found)
            position = found[-1].position

        assert seen == events

    @pytest.mark.parametrize("limit", [1, 2, 99])
    def test_goes_on_behind_events_nobody_knows(
        self, twite: Embedded, backdoor: Backdoor, limit: int
    ) -> None:
        unknown, known = [posted() for _ in range(3)], posted()
        announced(twite.microposts.unit_of_work, *unknown, known)
        for event in unknown:
            backdoor.misname_event(event.micropost_id)

        assert [entry.event for entry in twite.feed.after(Position(), limit=limit)] == [known]

    def test_never_holds_what_was_undone(self, twite: Embedded) -> None:
        unit_of_work = twite.microposts.unit_of_work
        before, after = posted(), posted()
        announced(unit_of_work, before)
        with pytest.raises(ZeroDivisionError), unit_of_work() as work:
            work.outbox.put([posted()])
            raise ZeroDivisionError
        with unit_of_work() as work:
            with pytest.raises(ZeroDivisionError), unit_of_work() as inner:
                inner.outbox.put([posted()])
                raise ZeroDivisionError
            work.outbox.put([after])

        assert [entry.event for entry in twite.feed.after(Position(), limit=9)] == [before, after]

    def test_keeps_what_was_delivered(self, twite: Embedded) -> None:
        event = posted()
        announced(twite.microposts.unit_of_work, event)
        twite.drain()

        assert [entry.event for entry in twite.feed.after(Position(), limit=9)] == [event]
