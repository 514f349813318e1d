"""What happens by the clock.  All of it is on this page."""

from collections.abc import Sequence
from datetime import datetime

from ..domain.schedule import Cron
from .housekeeping import Housekeeping
from .schedule import Job


def jobs(housekeeping: Housekeeping) -> Sequence[Job]:
    """Every job, for the schedule."""

    def tidy(_: datetime) -> str:
        removed = housekeeping.tidy()
        return ", ".join(f"{kind} {count}" for kind, count in removed.items()) or "nothing"

    def maintain(_: datetime) -> str:
        housekeeping.maintain()
        return "done"

    return (
        Job(
            name="housekeeping",
            cron=Cron.of("17 * * * *"),
            does=tidy,
            meaning="remove what expired and what was delivered",
        ),
        Job(
            name="maintenance",
            cron=Cron.of("47 3 * * *"),
            does=maintain,
            meaning="see to what the database needs",
        ),
    )
