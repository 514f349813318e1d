"""Where it is kept what ran when, so that each run is one worker's alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from ...domain.schedule import Run


class RunRepository(Protocol):
    """Runs, by job and tick."""

    def newest(self) -> Mapping[str, Run]:
        """The run of the latest tick of every job that ever ran, by the job's name."""
        ...

    def begin(self, run: Run) -> bool:
        """Keep it, unless there is one of that job and tick already: whether it was kept."""
        ...

    def save(self, run: Run, *, began_at: datetime) -> None:
        """What became of the run that began then; raises :exc:`RunTaken` where it was begun again
        meanwhile."""
