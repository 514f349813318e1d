"""The house in numbers, counted now and then: many ask, and counting reads every user."""

import time
from collections.abc import Callable

from attrs import define, field

from ....application.ports.users import CensusView

LASTS_SECONDS = 600  # a new user may wait that long to be one more


@define
class Census:
    """What was counted, until it is too old."""

    _count: Callable[[], CensusView]
    _clock: Callable[[], float] = time.monotonic
    _found: CensusView | None = field(init=False, default=None)
    _until: float = field(init=False, default=0.0)

    def now(self) -> CensusView:
        if self._found is None or self._clock() >= self._until:
            self._found = self._count()
            self._until = self._clock() + LASTS_SECONDS
        return self._found
