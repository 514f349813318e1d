"""What was needed once, and is in the way now."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Leftover(StrEnum):
    """Kinds of it, in the order in which they have to go."""

    DELIVERIES = "deliveries"  # since they were done; those that are dead stay
    EVENTS = "events"  # since they happened, once nothing of them is to be delivered
    SESSIONS = "sessions"  # since they expired; and so on
    RESETS = "resets"
    INVITATIONS = "invitations"
    CODES = "codes"  # since they were given
    APPS = "apps"  # since they registered, where nobody ever let them in or has logged them out
    MUTES = "mutes"  # since they expired
    KEYS = "keys"  # of idempotency, since they were used
    MAILS = "mails"  # about no micropost, since they were queued; what was sent or dropped
    RUNS = "runs"  # since they began, but the newest of each job


class Maintenance(Protocol):
    """What a storage needs now and then."""

    def run(self) -> None:
        """Do it, while others read and write."""


class Leftovers(Protocol):
    def remove(self, kind: Leftover, *, before: datetime, limit: int) -> int:
        """Remove so many of those of before then; how many there were."""
        ...
