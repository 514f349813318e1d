"""What happens by the clock: once at each tick, whoever comes by."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from attrs import Factory, define

from twite.application.ports.unit_of_work import Unavailable, UnitOfWork
from twite.application.schedule import Job, NoSuchJob, Schedule
from twite.domain.schedule import LATE, LEASE, Cron, Run, RunState, RunTaken
from twite.entrypoints.library import Embedded
from twite.entrypoints.testing.clock import NOON, StoppedClock

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@define
class Done:
    """What was asked of jobs, in order."""

    ticks: list[tuple[str, datetime]] = Factory(list)

    def job(self, name: str, *, skipped: bool = False, raises: Exception | None = None) -> Job:
        def does(tick: datetime) -> str:
            self.ticks.append((name, tick))
            if raises is not None:
                raise raises
            return f"{name} is done"

        return Job(
            name=name,
            cron=Cron.of("0 * * * *"),
            does=does,
            meaning="for tests",
            is_skipped=skipped,
        )


@pytest.fixture
def done() -> Done:
    return Done()


def scheduled(twite: Embedded, clock: StoppedClock, *jobs: Job) -> Schedule:
    """One more worker on the same storage."""
    return Schedule(twite.users.unit_of_work, clock, jobs)


def last(schedule: Schedule) -> Sequence[Run | None]:
    return [planned.last for planned in schedule.plan()]


class TestATick:
    def test_is_kept_once_however_many_come_by(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        workers = [scheduled(twite, clock, done.job("tidy")) for _ in range(3)]

        assert [worker.run_due() for worker in workers * 2] == [1, 0, 0, 0, 0, 0]
        clock.forward(HOUR - MINUTE)
        assert [worker.run_due() for worker in workers] == [0, 0, 0]
        clock.forward(MINUTE)
        assert [worker.run_due() for worker in workers] == [1, 0, 0]

        assert done.ticks == [("tidy", NOON), ("tidy", NOON + HOUR)]

    def test_says_what_came_of_it_and_when_the_next_is(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        schedule = scheduled(twite, clock, done.job("tidy"), done.job("count"))
        assert last(schedule) == [None, None]
        clock.forward(MINUTE)

        schedule.run_due()

        count, tidy = schedule.plan()
        assert (count.job.name, tidy.job.name) == ("count", "tidy")
        assert tidy.next == NOON + HOUR
        assert tidy.last == Run(
            job="tidy",
            tick=NOON,
            state=RunState.DONE,
            began_at=NOON + MINUTE,
            ended_at=NOON + MINUTE,
            result="tidy is done",
        )

    def test_that_was_missed_is_caught_up_with_once(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        schedule = scheduled(twite, clock, done.job("tidy"))
        schedule.run_due()
        clock.forward(5 * HOUR + LATE)

        assert schedule.run_due() == 1

        assert done.ticks == [("tidy", NOON), ("tidy", NOON + 5 * HOUR)]

    def test_that_was_missed_is_skipped_where_that_is_said(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        schedule = scheduled(twite, clock, done.job("greet", skipped=True))
        clock.forward(LATE)

        assert schedule.run_due() == 0
        (missed,) = last(schedule)
        assert missed is not None
        assert (missed.tick, missed.state) == (NOON, RunState.MISSED)

        clock.forward(HOUR - MINUTE)  # nine minutes after the next
        assert schedule.run_due() == 1
        assert done.ticks == [("greet", NOON + HOUR)]

    def test_is_not_looked_for_before_its_time(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        """Nothing is asked of the storage meanwhile."""
        schedule = scheduled(twite, clock, done.job("tidy"))
        schedule.run_due()
        schedule.unit_of_work = _away
        assert schedule.run_due() == 0

        clock.forward(LATE)
        with pytest.raises(Unavailable):
            schedule.run_due()


class TestAJobThatFails:
    def test_lets_the_others_go_on(self, twite: Embedded, clock: StoppedClock, done: Done) -> None:
        broken = done.job("broken", raises=ZeroDivisionError("what nobody is told"))
        schedule = scheduled(twite, clock, broken, done.job("tidy"))

        assert schedule.run_due() == 2

        first, second = last(schedule)
        assert first is not None
        assert second is not None
        assert (first.state, first.result) == (RunState.FAILED, "ZeroDivisionError")
        assert second.state is RunState.DONE

    def test_is_done_again_at_its_next_tick(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        schedule = scheduled(twite, clock, done.job("broken", raises=ZeroDivisionError()))
        schedule.run_due()
        clock.forward(HOUR)

        assert schedule.run_due() == 1
        assert done.ticks == [("broken", NOON), ("broken", NOON + HOUR)]

    def test_for_want_of_a_database_is_taken_over(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        away = scheduled(twite, clock, done.job("tidy", raises=Unavailable()))
        with pytest.raises(Unavailable):
            away.run_due()
        here = scheduled(twite, clock, done.job("tidy"))
        assert here.run_due() == 0

        clock.forward(LEASE)
        assert here.run_due() == 1

        (taken,) = last(here)
        assert taken is not None
        assert (taken.tick, taken.tries, taken.state) == (NOON, 2, RunState.DONE)

    def test_is_taken_over_by_one_alone(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        dead = Run(job="tidy", tick=NOON, began_at=NOON)
        with twite.users.unit_of_work() as work:
            assert work.runs.begin(dead)
        clock.forward(LEASE)
        slow, quick = (scheduled(twite, clock, done.job("tidy")) for _ in range(2))

        assert slow._take_over(dead, clock.now()) is not None
        assert quick._take_over(dead, clock.now()) is None

    def test_that_took_longer_than_its_lease_says_nothing_of_another_run(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        schedule = scheduled(twite, clock, done.job("tidy"))
        slow = Run(job="tidy", tick=NOON, began_at=NOON)
        with twite.users.unit_of_work() as work:
            work.runs.begin(slow)
            work.runs.save(slow.begun_again(now=NOON + LEASE), began_at=NOON)

        schedule._do(slow)

        (kept,) = last(schedule)
        assert kept is not None
        assert (kept.state, kept.tries) == (RunState.RUNNING, 2)


class TestAJobByItsName:
    def test_is_done_at_once(self, twite: Embedded, clock: StoppedClock, done: Done) -> None:
        schedule = scheduled(twite, clock, done.job("tidy"), done.job("count"))
        clock.forward(MINUTE)

        assert schedule.run("tidy").result == "tidy is done"
        assert done.ticks == [("tidy", NOON + MINUTE)]

    def test_that_nobody_has_is_refused(self, twite: Embedded, clock: StoppedClock) -> None:
        with pytest.raises(NoSuchJob, match="twite schedule"):
            scheduled(twite, clock).run("tidy")

    def test_is_not_done_twice_at_a_time(
        self, twite: Embedded, clock: StoppedClock, done: Done
    ) -> None:
        schedule = scheduled(twite, clock, done.job("tidy"))
        schedule.run("tidy")

        with pytest.raises(RunTaken, match="another worker"):
            schedule.run("tidy")


def test_every_job_of_ours_is_done(twite: Embedded) -> None:
    assert twite.schedule.run_due() == len(twite.schedule.jobs)
    assert {
        planned.job.name: planned.last.result for planned in twite.schedule.plan() if planned.last
    } == {
        "housekeeping": "nothing",
        "maintenance": "done",
    }


def _away() -> UnitOfWork:
    raise Unavailable
