"""Mail by SMTP, or to the console where no server is configured."""

import smtplib
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from typing import Self, TextIO
from urllib.parse import unquote, urlsplit

from attrs import Factory, define, field, frozen

from ...application.ports.mail import Letter, Mailer, MailerUnavailable

TIMEOUT_SECONDS = 10  # of each of some seven steps: together below the lease of a mail
SERVERS = "smtp://, smtp+starttls:// or smtps://, and a host"
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@frozen
class SmtpServer:
    """Where to hand letters over: ``smtp://``, ``smtp+starttls://`` or ``smtps://``, with
    ``user:password@`` where the server asks for them."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """Raises ValueError for what is no such URL."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:  # whose words would hold a piece of the password
            raise ValueError(SERVERS) from None
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/"):
            raise ValueError(SERVERS)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=port or PORTS[parts.scheme],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


@frozen
class SmtpMailer(Mailer):
    """One connection a letter."""

    _server: SmtpServer
    _sender: str

    def send(self, letter: Letter) -> None:
        written = message(letter, sender=self._sender).as_bytes(policy=SMTP)
        try:
            with self._connect() as connection:
                connection.sendmail(self._sender, [letter.recipient], written)
        except (OSError, smtplib.SMTPException) as why:
            raise MailerUnavailable(type(why).__name__, _code(why), self._server.host) from why

    @contextmanager
    def _connect(self) -> Iterator[smtplib.SMTP]:
        server, context = self._server, ssl.create_default_context()
        with self._reach(context) as connection:
            if server.scheme == "smtp+starttls":
                connection.starttls(context=context)
            if server.user is not None and server.password is not None:
                connection.login(server.user, server.password)
            yield connection

    def _reach(self, context: ssl.SSLContext) -> smtplib.SMTP:
        host, port, timeout = self._server.host, self._server.port, TIMEOUT_SECONDS
        if self._server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
        return smtplib.SMTP(host, port, timeout=timeout)


@define
class ConsoleMailer(Mailer):
    """Writes letters where a developer reads them, and delivers to nobody."""

    _sender: str
    _stream: TextIO = Factory(lambda: sys.stderr)

    def send(self, letter: Letter) -> None:
        made = message(letter, sender=self._sender)
        headers = "".join(f"{name}: {made[name]}\n" for name in ("From", "To", "Subject"))
        self._stream.write(f"{_BEGIN}\n{headers}\n{letter.body.rstrip()}\n{_END}\n")


_BEGIN = "-- a mail, sent to nobody ".ljust(72, "-")
_END = "-" * 72


def _code(why: Exception) -> int | None:
    """SMTP's number for what went wrong; of several recipients' (we have one), the first."""
    match why:
        case smtplib.SMTPResponseException(smtp_code=code):
            return code
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return next((code for code, _ in refused.values()), None)
        case _:
            return None


def message(letter: Letter, *, sender: str) -> EmailMessage:
    """The letter as RFC 5322 has it.  Headers with a line break in them are refused there."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = letter.recipient
    made["Subject"] = letter.subject
    made["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body)
    return made
