"""A mail: word to a user by e-mail, waiting to be sent, and written only when it is."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Self

from attrs import evolve, field, frozen

from .aggregate import Aggregate
from .credentials import EmailAddress
from .errors import Conflict
from .microposts import MicropostId
from .users import UserId

MailId = NewType("MailId", int)

LEASE = timedelta(minutes=2)  # longer than an SMTP server may take to answer
MOST_TRIES = 12
LONGEST_WAIT = timedelta(hours=6)


class MailKind(StrEnum):
    MENTION = "mention"
    RESET = "reset"
    PASSWORD_CHANGED = "password_changed"
    EMAIL_CHANGED = "email_changed"


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # there is nothing left to tell: deleted or hidden meanwhile
    DEAD = "dead"  # tried too often


MOVES: dict[MailState, frozenset[MailState]] = {
    MailState.WAITING: frozenset({MailState.SENT, MailState.DROPPED, MailState.DEAD}),
    MailState.DEAD: frozenset({MailState.WAITING}),
    MailState.SENT: frozenset(),
    MailState.DROPPED: frozenset(),
}


@frozen(kw_only=True)
class Mail(Aggregate):
    """At most one for the same recipient, kind and micropost; it holds no text.

    ``to`` is the address it goes to where that is not the recipient's any more; what was sent or
    dropped has forgotten it.
    """

    id: MailId
    kind: MailKind
    recipient_id: UserId
    micropost_id: MicropostId | None = None
    to: EmailAddress | None = field(default=None, repr=False)
    state: MailState = MailState.WAITING
    tries: int = 0
    due_at: datetime
    queued_at: datetime

    def lease(self, *, now: datetime) -> Self:
        """One more try, hidden from other senders until the lease runs out."""
        return evolve(self, tries=self.tries + 1, due_at=now + LEASE)

    def sent(self) -> Self:
        return evolve(self._move(MailState.SENT), to=None)

    def dropped(self) -> Self:
        return evolve(self._move(MailState.DROPPED), to=None)

    def failed(self, *, now: datetime) -> Self:
        """To be tried again, each time after twice as long; after :data:`MOST_TRIES`, dead."""
        if self.tries >= MOST_TRIES:
            return self._move(MailState.DEAD)
        wait = min(timedelta(seconds=15) * 2**self.tries, LONGEST_WAIT)
        return evolve(self, due_at=now + wait)

    def _move(self, state: MailState) -> Self:
        if state not in MOVES[self.state]:
            raise MailAlreadyDecided
        return evolve(self, state=state)


class MailAlreadyDecided(Conflict):
    def __str__(self) -> str:
        return "this mail was sent, dropped or given up meanwhile"
