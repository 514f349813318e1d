"""A clock that stands until it is moved by hand."""

from datetime import UTC, datetime, timedelta

from attrs import define

from ...application.ports.system import Clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@define
class StoppedClock(Clock):
    """It says the same until somebody moves it.

    What different people post within one millisecond stands in no certain order: a test that
    asks for one moves the clock between.
    """

    _now: datetime = NOON

    def now(self) -> datetime:
        return self._now

    def forward(self, by: timedelta) -> None:
        """Let so much time pass; a negative time sets the clock back."""
        self._now += by
