"""The machine's clock."""

from datetime import UTC, datetime

from attrs import frozen

from ...application.ports.system import Clock


@frozen
class SystemClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)
