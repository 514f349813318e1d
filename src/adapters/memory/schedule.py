"""Runs of jobs in a dictionary."""

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from ...application.ports.schedule import RunRepository
from ...domain.schedule import Run, RunTaken
from .store import Draft


@frozen
class MemoryRunRepository(RunRepository):
    _draft: Draft

    def newest(self) -> Mapping[str, Run]:
        return {run.job: run for _, run in sorted(self._draft.runs.items())}

    def begin(self, run: Run) -> bool:
        key = (run.job, run.tick)
        if self._draft.runs.get(key) is not None:
            return False
        self._draft.runs.put(key, run)
        return True

    def save(self, run: Run, *, began_at: datetime) -> None:
        kept = self._draft.runs.get((run.job, run.tick))
        if kept is None or kept.began_at != began_at:
            raise RunTaken
        self._draft.runs.put((run.job, run.tick), run)
