"""A marker: how far somebody has read one of their lists, as they said last, on whatever screen."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from attrs import evolve, frozen

from .errors import Invalid
from .givens import is_id
from .users import UserId


class Marked(StrEnum):
    """The lists that have a marker."""

    HOME = "home"
    NOTIFICATIONS = "notifications"


@frozen(kw_only=True)
class Marker:
    """It may be moved back: where somebody reads is theirs to say.  Each move is a version."""

    owner_id: UserId
    of: Marked
    last_read_id: int
    version: int = 1
    updated_at: datetime

    def __attrs_post_init__(self) -> None:
        if not is_id(self.last_read_id):
            raise InvalidMarker

    def moved(self, to: int, *, now: datetime) -> Self:
        """Where it stands from now on; where it stands already, nothing changes."""
        if to == self.last_read_id:
            return self
        return evolve(self, last_read_id=to, version=self.version + 1, updated_at=now)


# -- refusals -------------------------------------------------------------------


class InvalidMarker(Invalid):
    def __str__(self) -> str:
        return "a marker stands at the id of what was read last"
