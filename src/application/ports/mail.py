"""Where mails wait, and how they leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from attrs import define, field, frozen

from ...domain.mail import Mail, MailKind
from ...domain.users import UserId


class MailRepository(Protocol):
    """Every mail that was ever asked for, with what became of it."""

    def add(self, mail: Mail) -> None:
        """Keep it, unless one stands for the same recipient, kind and micropost.

        Of those that are about no micropost, any number.
        """

    def save(self, mail: Mail) -> None:
        """Keep version n + 1 over version n; raises :exc:`MailAlreadyDecided` otherwise."""

    def waits(self, *, recipient_id: UserId, kind: MailKind, since: datetime) -> bool:
        """Whether one to them of that kind, about no micropost, is yet to be sent that was asked
        for then or later."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Mail]:
        """Waiting mails whose time has come, the longest due first; none that another
        transaction holds."""
        ...


@frozen(kw_only=True)
class Letter:
    """A mail as written.  ``key`` is the same on every try: a receiver can tell repeats by it."""

    key: str
    recipient: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)


class Mailer(Protocol):
    """How letters leave the house."""

    def send(self, letter: Letter) -> None:
        """Hand it over to be delivered; raises :exc:`MailerUnavailable` where nobody takes it."""
        ...


@define
class MailerUnavailable(Exception):
    """The mail server could not be reached, or refused for now.

    It tells what went wrong by its class and SMTP's code, and where: no address, and nothing of
    what the server said, which may hold one.
    """

    reason: str = "Unavailable"
    code: int | None = None
    server: str | None = None
