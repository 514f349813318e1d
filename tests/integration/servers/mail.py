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
    _arrival: Condition = field(factory=Condition)

    def wait_for(self, count: int, timeout_seconds: float = 10) -> Sequence[EmailMessage]:
        """All messages, as soon as there are so many; :exc:`TimeoutError` if that takes longer."""
        with self._arrival:
            if not self._arrival.wait_for(lambda: len(self.messages) >= count, timeout_seconds):
                raise TimeoutError(f"{len(self.messages)} of {count} messages arrived")
            return tuple(self.messages)

    async def handle_DATA(  # noqa: N802  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        message = message_from_bytes(envelope.original_content or b"", policy=policy.SMTP)
        with self._arrival:
            self.messages.append(message)
            self._arrival.notify_all()
        return "250 OK"


@contextmanager
def smtp_server() -> Iterator[Mailbox]:
    """A mail server on a free port."""
    port = free_port()
    mailbox = Mailbox(f"smtp://127.0.0.1:{port}")
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
