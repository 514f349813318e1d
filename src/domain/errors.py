"""How the domain refuses.

Every refusal is one of these kinds, and callers handle the kinds:

* TwiteError
  + Invalid           the value is wrong, whoever sends it
  + Unauthenticated   we do not know who is asking
  + Forbidden         we know who is asking, and the answer is no
  + NotFound          it is not there, or the viewer may not know that it is
  + Conflict          it cannot be done *now*: taken, stale, already decided
  + LimitExceeded     too much, too fast
"""

from attrs import define


class TwiteError(Exception):
    """A refusal.  The class is for programs, ``str()`` is for people."""


class Invalid(TwiteError): ...


class Unauthenticated(TwiteError): ...


class Forbidden(TwiteError): ...


class NotFound(TwiteError): ...


class Conflict(TwiteError): ...


@define
class LimitExceeded(TwiteError):
    """Ask again after ``retry_after_seconds``."""

    retry_after_seconds: int

    def __str__(self) -> str:
        return f"too many of these; try again in {self.retry_after_seconds} seconds"
