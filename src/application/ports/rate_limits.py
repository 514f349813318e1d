"""How often something is done."""

from typing import Protocol

from attrs import frozen


@frozen
class Rate:
    """So many within so long."""

    most: int
    seconds: int


@frozen(kw_only=True)
class Allowance:
    """What is left of a rate: nothing until ``renewed_after_seconds`` where it is not granted."""

    granted: bool
    left: int
    renewed_after_seconds: int


class RateLimits(Protocol):
    """Counts in windows, each of which begins with the first count after the one before it."""

    def take(self, key: str, rate: Rate) -> Allowance:
        """Count one more under that key and rate; what is not granted is not counted.

        An adapter that has to forget forgets the windows that began first.
        """
        ...
