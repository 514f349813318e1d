"""What happens by the clock: every job at its ticks, once, whoever comes by first."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from attrs import Factory, define, frozen

from ..domain.errors import NotFound
from ..domain.schedule import LATE, Cron, Run, RunState, RunTaken
from .ports.system import Clock
from .ports.unit_of_work import Unavailable, UnitOfWorkFactory

logger = logging.getLogger(__name__)


@frozen(kw_only=True)
class Job:
    """Something to do at each tick, in one call that may take many transactions.

    ``does`` is given the tick and answers in a few words what came of it.  One that was missed is
    done once, as soon as somebody is there; or not at all, where it ``is_skipped``.
    """

    name: str
    cron: Cron
    does: Callable[[datetime], str]
    meaning: str
    is_skipped: bool = False


@frozen
class Planned:
    """A job, its last run, and when the next one is due."""

    job: Job
    last: Run | None
    next: datetime


@define(eq=False)
class Schedule:
    """Pure over its runs: who comes by, and how often, is decided elsewhere."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    jobs: Sequence[Job]
    _quiet_until: datetime | None = None  # nothing is due before
    _doing: Mapping[str, Job] = Factory(lambda self: {job.name: job for job in self.jobs}, True)

    def plan(self) -> Sequence[Planned]:
        """Every job, in the order of their names."""
        now = self.clock.now()
        with self.unit_of_work() as work:
            newest = work.runs.newest()
        return [
            Planned(self._doing[name], newest.get(name), self._doing[name].cron.after(now))
            for name in sorted(self._doing)
        ]

    def run_due(self) -> int:
        """Do what is due and nobody else does; how many jobs that were."""
        now = self.clock.now()
        if self._quiet_until is not None and now < self._quiet_until:
            return 0
        with self.unit_of_work() as work:
            newest = work.runs.newest()
        done = 0
        for job in self.jobs:
            run = self._begin(job, newest.get(job.name), now)
            if run is not None:
                self._do(run)
                done += 1
        self._quiet_until = self._next_look(now)
        return done

    def run(self, name: str) -> Run:
        """Do that job now, whatever its schedule says.  Raises :exc:`NoSuchJob`; what the job
        raises is in the run it answers."""
        if not isinstance(name, str) or name not in self._doing:
            raise NoSuchJob
        now = self.clock.now()
        run = Run(job=name, tick=now, began_at=now)
        with self.unit_of_work() as work:
            if not work.runs.begin(run):
                raise RunTaken
        return self._do(run)

    def _begin(self, job: Job, last: Run | None, now: datetime) -> Run | None:
        """The run that is ours to do, if there is one."""
        tick = job.cron.latest(now)
        if last is not None and last.tick >= tick:
            return self._take_over(last, now) if last.is_abandoned(now=now) else None
        run = Run(job=job.name, tick=tick, began_at=now)
        is_missed = job.is_skipped and now - tick >= LATE
        if is_missed:
            run = run.ended(RunState.MISSED, now=now, result="nobody was there")
        with self.unit_of_work() as work:
            is_ours = work.runs.begin(run)
        return run if is_ours and not is_missed else None

    def _take_over(self, run: Run, now: datetime) -> Run | None:
        again = run.begun_again(now=now)
        try:
            with self.unit_of_work() as work:
                work.runs.save(again, began_at=run.began_at)
        except RunTaken:
            return None
        return again

    def _do(self, run: Run) -> Run:
        try:
            state, result = RunState.DONE, self._doing[run.job].does(run.tick)
        except Unavailable:  # it is abandoned, and taken over when its lease is out
            raise
        except Exception as why:  # whatever a job raises is its own; the others go on
            logger.exception("job failed", extra={"job": run.job, "tick": f"{run.tick:%FT%RZ}"})
            state, result = RunState.FAILED, type(why).__name__
        done = run.ended(state, now=self.clock.now(), result=result)
        logger.info("job done", extra={"job": run.job, "state": state.value, "result": result})
        try:
            with self.unit_of_work() as work:
                work.runs.save(done, began_at=run.began_at)
        except RunTaken:  # it took longer than its lease
            logger.warning("job done twice", extra={"job": run.job})
        return done

    def _next_look(self, now: datetime) -> datetime:
        """When the next tick is; but at least so often that abandoned runs are found."""
        return min([now + LATE, *(job.cron.after(now) for job in self.jobs)])


class NoSuchJob(NotFound):
    def __str__(self) -> str:
        return "there is no job of that name: `twite schedule` shows them"
