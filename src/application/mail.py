"""What happens with mail: it is asked for by events, and sent when its time comes."""

import logging
from datetime import datetime

from attrs import frozen

from ..domain.errors import Conflict
from ..domain.mail import Mail, MailId, MailKind, MailState
from ..domain.microposts import MicropostPosted
from ..domain.users import UserState
from .ports.credentials import CredentialView, CredentialViews
from .ports.mail import Letter, Mailer, MailerUnavailable
from .ports.microposts import MicropostView, MicropostViews
from .ports.mutes import MuteViews
from .ports.system import Clock
from .ports.unit_of_work import Unavailable, UnitOfWork, UnitOfWorkFactory

logger = logging.getLogger(__name__)


@frozen
class Letters:
    """How a mail is written, at the moment it is sent: from what stands then."""

    credentials: CredentialViews
    microposts: MicropostViews
    mutes: MuteViews
    base_url: str

    def write(self, mail: Mail, *, now: datetime) -> Letter | None:
        """None where there is nobody to write to, or nothing left that they may read, or they
        muted who said it."""
        recipient = self.credentials.by_user(mail.recipient_id)
        shown = self.microposts.show([mail.micropost_id], viewer_id=mail.recipient_id)
        if recipient is None or recipient.state is not UserState.ACTIVE or not shown:
            return None
        author_id = shown[0].author.id
        if self.mutes.is_told_nothing(mail.recipient_id, of=author_id, now=now):
            return None
        match mail.kind:
            case MailKind.MENTION:
                return self._mention(mail, recipient, shown[0])

    def _mention(self, mail: Mail, recipient: CredentialView, micropost: MicropostView) -> Letter:
        author = f"@{micropost.author.handle}"
        said = f"{micropost.text}\n\n" if micropost.visibility.is_counted else ""
        return Letter(
            key=f"mention.{mail.id}",
            recipient=recipient.email,
            subject=f"{author} mentioned you",
            body=(
                f"{author} mentioned you in a micropost:\n\n"
                f"{said}{self.base_url}/{author}/{micropost.id}\n"
            ),
        )


@frozen
class Mails:
    """Public methods are use cases, or reactions: what happens because of an event."""

    unit_of_work: UnitOfWorkFactory
    letters: Letters
    mailer: Mailer
    clock: Clock

    def tell_mentioned(self, event: MicropostPosted, work: UnitOfWork) -> None:
        """Everybody a micropost names gets a mail, if there is an address to send it to.

        Whether they may read it, and want to be told, is asked when it is sent.
        """
        micropost = work.microposts.find(event.micropost_id)
        if micropost is None:
            return
        now = self.clock.now()
        for user_id in sorted(micropost.mentioned_ids - {micropost.author_id}):
            if work.credentials.has(user_id):
                work.mail.add(
                    Mail(
                        id=MailId(work.next_id(at=now)),
                        kind=MailKind.MENTION,
                        recipient_id=user_id,
                        micropost_id=micropost.id,
                        due_at=now,
                        queued_at=now,
                    )
                )

    def send_due(self) -> bool:
        """Send the mail that is longest due; whether to go on: there was one, and it is decided.

        It is leased first, so that no transaction waits for a mail server and no two senders send
        it; a sender that dies leaves it to the next, under the same key.  One that cannot be sent
        now waits for its time, and the others behind it for the next call.
        """
        with self.unit_of_work() as work:
            now = self.clock.now()
            leased = [mail.lease(now=now) for mail in work.mail.due(now=now, limit=1)]
            for mail in leased:
                work.mail.save(mail)
        return any(self._send(mail.succeeded()) for mail in leased)

    def _send(self, mail: Mail) -> bool:
        decided = self._tried(mail)
        logger.info("mail tried", extra={"mail": mail.id, "state": decided.state.value})
        try:
            with self.unit_of_work() as work:
                work.mail.save(decided)
        except Conflict:  # the lease ran out, and another sender has it
            logger.warning("mail decided twice", extra={"mail": mail.id})
        return decided.state is not MailState.WAITING

    def _tried(self, mail: Mail) -> Mail:
        try:
            letter = self.letters.write(mail, now=self.clock.now())
            if letter is None:
                return mail.dropped()
            self.mailer.send(letter)
        except Unavailable:
            raise
        except Exception as why:  # whatever a mailer raises is its own, and is tried again
            failed = mail.failed(now=self.clock.now())
            _log(failed, why)
            return failed
        return mail.sent()


def _log(failed: Mail, why: Exception) -> None:
    """Why, where and what next: never to whom, or what."""
    known = why if isinstance(why, MailerUnavailable) else MailerUnavailable(type(why).__name__)
    dead = failed.state is MailState.DEAD
    facts = {
        "mail": failed.id,
        "tries": failed.tries,
        "error": known.reason,
        "code": known.code,
        "server": known.server,
        "next_try": None if dead else f"{failed.due_at:%FT%TZ}",
    }
    told = {name: fact for name, fact in facts.items() if fact is not None}
    logger.warning("mail given up" if dead else "mail not sent", extra=told)
