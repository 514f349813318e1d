"""How often something is done, counted in this process."""

from collections import OrderedDict
from datetime import datetime
from math import ceil
from threading import Lock

from attrs import Factory, define

from ...application.ports.rate_limits import Allowance, Rate, RateLimits
from ...application.ports.system import Clock

MOST_WINDOWS = 50_000  # of one rate; about 10 MB


@define
class _Window:
    began_at: datetime
    count: int = 0


@define
class MemoryRateLimits(RateLimits):
    """Windows of one rate stand in the order they began, so those that are over stand first."""

    _clock: Clock
    _most_windows: int = MOST_WINDOWS
    _windows: dict[Rate, OrderedDict[str, _Window]] = Factory(dict)
    _counting: Lock = Factory(Lock)

    def take(self, key: str, rate: Rate) -> Allowance:
        now = self._clock.now()
        with self._counting:
            windows = self._windows.setdefault(rate, OrderedDict())
            self._forget(windows, rate, now)
            window = windows.setdefault(key, _Window(began_at=now))
            granted = window.count < rate.most
            window.count += granted
            return Allowance(
                granted=granted,
                left=rate.most - window.count,
                renewed_after_seconds=max(1, ceil(rate.seconds - _age(window, now))),
            )

    def _forget(self, windows: OrderedDict[str, _Window], rate: Rate, now: datetime) -> None:
        """What is over; and where there are too many, the oldest, to make room for one."""
        while windows:
            oldest = next(iter(windows.values()))
            if _age(oldest, now) < rate.seconds and len(windows) < self._most_windows:
                return
            windows.popitem(last=False)


def _age(window: _Window, now: datetime) -> float:
    return (now - window.began_at).total_seconds()
