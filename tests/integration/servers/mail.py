"""A mail server, and the mailbox behind it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Condition

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from attrs import field, frozen

from .machine import free_port


@frozen
class Mailbox:
    """Where everything that is sent to an SMTP server arrives, whoever it is for."""

    url: str
    messages: list[EmailMessage] = field(factory=list)
    refuses: str = ""  # the step it says no to
    _arrival: Condition = field(factory=Condition)

    def wait_for(self, count: int, timeout_seconds: float = 10) -> Sequence[EmailMessage]:
        """All messages, as soon as there are so many; :exc:`TimeoutError` if that takes longer."""
        with self._arrival:
            if not self._arrival.wait_for(lambda: len(self.messages) >= count, timeout_seconds):
                raise TimeoutError(f"{len(self.messages)} of {count} messages arrived")
            return tuple(self.messages)

    async def handle_MAIL(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", address)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer("RCPT", address)

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.refuses == "DATA":
            return self._answer("DATA", "this")
        message = message_from_bytes(envelope.original_content or b"", policy=policy.SMTP)
        with self._arrival:
            self.messages.append(message)
            self._arrival.notify_all()
        return "250 OK"

    def _answer(self, step: str, about: str) -> str:
        return f"550 I do not like {about}" if step == self.refuses else "250 OK"


@contextmanager
def smtp_server(*, refuses: str = "") -> Iterator[Mailbox]:
    """A mail server on a free port; perhaps one that refuses a step: MAIL, RCPT or DATA."""
    port = free_port()
    mailbox = Mailbox(f"smtp://127.0.0.1:{port}", refuses=refuses)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
