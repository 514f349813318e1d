"""What happens with mail: it is asked for by events, and sent when its time comes."""

import logging
from datetime import datetime

from attrs import frozen

from ..domain.credentials import Reset, ResetAsked
from ..domain.errors import Conflict
from ..domain.mail import Mail, MailId, MailKind, MailState
from ..domain.microposts import MicropostEdited, MicropostPosted
from ..domain.text import fingerprint
from ..domain.users import UserState
from .ports.credentials import CredentialView, CredentialViews
from .ports.mail import Letter, Mailer, MailerUnavailable
from .ports.microposts import MicropostView, MicropostViews
from .ports.notifications import NotificationViews
from .ports.system import Clock, Secrets
from .ports.unit_of_work import Unavailable, UnitOfWork, UnitOfWorkFactory

logger = logging.getLogger(__name__)


@frozen
class Letters:
    """How a mail is written, at the moment it is sent: from what stands then."""

    unit_of_work: UnitOfWorkFactory
    credentials: CredentialViews
    microposts: MicropostViews
    notifications: NotificationViews
    secrets: Secrets
    house: str
    base_url: str

    def write(self, mail: Mail, *, now: datetime) -> Letter | None:
        """None where there is nobody to write to, or nothing left to tell them."""
        recipient = self.credentials.by_user(mail.recipient_id)
        if recipient is None or recipient.state is not UserState.ACTIVE:
            return None
        match mail.kind:
            case MailKind.MENTION:
                return self._mention(mail, recipient, now)
            case MailKind.RESET:
                return self._reset(mail, recipient, now)
            case MailKind.PASSWORD_CHANGED:
                return self._password_changed(mail, recipient)
            case MailKind.EMAIL_CHANGED:  # pragma: no branch (there is no other)
                return self._email_changed(mail, recipient)

    def _mention(self, mail: Mail, recipient: CredentialView, now: datetime) -> Letter | None:
        """None where they may not read it any more, an edit left them out, or they are told nothing
        of who said it, or of what is said in its thread."""
        about = [] if mail.micropost_id is None else [mail.micropost_id]
        for micropost in self.microposts.show(about, viewer_id=mail.recipient_id):
            is_named = mail.recipient_id in micropost.mentions.values()
            if is_named and self.notifications.tells(
                mail.recipient_id, of=micropost.author.id, now=now
            ):
                return None if micropost.muted else self._mentioned(mail, recipient, micropost)
        return None

    def _mentioned(self, mail: Mail, recipient: CredentialView, micropost: MicropostView) -> Letter:
        """A warning stands for the text it stands before."""
        author = f"@{micropost.author.handle}"
        said = micropost.content_warning or micropost.text
        said = f"{said}\n\n" if micropost.visibility.is_counted else ""
        return _letter(
            mail,
            to=recipient.email,
            subject=f"{author} mentioned you",
            body=(
                f"{author} mentioned you in a micropost:\n\n"
                f"{said}{self.base_url}/{author}/{micropost.id}\n"
            ),
        )

    def _reset(self, mail: Mail, recipient: CredentialView, now: datetime) -> Letter | None:
        token = self._offer(mail, now)
        if token is None:
            return None
        return _letter(
            mail,
            to=recipient.email,
            subject=f"Set a new password at {self.house}",
            body=(
                f"Somebody asked for a new password for @{recipient.handle}.  If it was you, set"
                f" one here, within an hour:\n\n{self.base_url}/auth/reset?token={token}\n\n"
                "If it was not, there is nothing to do: your password stays as it is.\n"
            ),
        )

    def _offer(self, mail: Mail, now: datetime) -> str | None:
        """The token of a link, drawn as the letter is written, so that it is kept nowhere but in
        the letter; None where the password or the address was changed since it was asked for."""
        token = self.secrets.token()
        with self.unit_of_work() as work:
            work.users.hold(mail.recipient_id)
            if work.credentials.get(mail.recipient_id).set_at > mail.queued_at:
                return None
            work.credentials.offer(
                Reset.offer(user_id=mail.recipient_id, token_hash=fingerprint(token), now=now)
            )
        return token

    def _password_changed(self, mail: Mail, recipient: CredentialView) -> Letter:
        return _letter(
            mail,
            to=recipient.email,
            subject=f"Your password at {self.house} was changed",
            body=(
                f"The password of @{recipient.handle} was changed on {mail.queued_at:%F at %H:%M}"
                " UTC, and whoever was logged in was logged out.  If it was you, there is nothing"
                " to do.\n\nIf it was not, set a new one at once:\n\n"
                f"{self.base_url}/auth/password\n"
            ),
        )

    def _email_changed(self, mail: Mail, recipient: CredentialView) -> Letter:
        to = str(mail.to or recipient.email)
        which = "another one than this" if mail.to else "this one"
        return _letter(
            mail,
            to=to,
            subject=f"Your e-mail address at {self.house} was changed",
            body=(
                f"The e-mail address of @{recipient.handle} was changed to {which} on"
                f" {mail.queued_at:%F at %H:%M} UTC, and whoever was logged in was logged out.  If"
                " it was you, there is nothing to do.\n\nIf it was not, tell whoever runs"
                f" {self.house} at once:\n\n{self.base_url}/about\n"
            ),
        )


def _letter(mail: Mail, *, to: str, subject: str, body: str) -> Letter:
    return Letter(key=f"{mail.kind}.{mail.id}", recipient=to, subject=subject, body=body)


@frozen
class Mails:
    """Public methods are use cases, or reactions: what happens because of an event."""

    unit_of_work: UnitOfWorkFactory
    letters: Letters
    mailer: Mailer
    clock: Clock

    def tell_mentioned(self, event: MicropostPosted | MicropostEdited, work: UnitOfWork) -> None:
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

    def answer_reset(self, event: ResetAsked, work: UnitOfWork) -> None:
        """Whoever has the address gets a letter; one that is on its way is enough."""
        user_id = event.user_id
        if user_id is None or not work.credentials.has(user_id):
            return
        set_at = work.credentials.get(user_id).set_at  # what was asked for earlier is dropped
        if work.mail.waits(recipient_id=user_id, kind=MailKind.RESET, since=set_at):
            return
        now = self.clock.now()
        work.mail.add(
            Mail(
                id=MailId(work.next_id(at=now)),
                kind=MailKind.RESET,
                recipient_id=user_id,
                due_at=now,
                queued_at=event.at,
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
