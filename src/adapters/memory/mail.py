"""Mails in a dictionary, and a mailbox that remembers."""

from collections.abc import Sequence
from datetime import datetime

from attrs import Factory, define, frozen

from ...application.ports.mail import Letter, Mailer, MailRepository
from ...domain.mail import Mail, MailAlreadyDecided, MailKind, MailState
from ...domain.users import UserId
from .store import Draft


@frozen
class MemoryMailRepository(MailRepository):
    _draft: Draft

    def add(self, mail: Mail) -> None:
        same = (mail.recipient_id, mail.kind, mail.micropost_id)
        if mail.micropost_id is not None and any(self._draft.mail.keys("same", same)):
            return
        self._draft.mail.put(mail.id, mail.at_rest())

    def save(self, mail: Mail) -> None:
        kept = self._draft.mail.get(mail.id)
        if kept is None or kept.version != mail.version:
            raise MailAlreadyDecided
        self._draft.mail.put(mail.id, mail.succeeded())

    def waits(self, *, recipient_id: UserId, kind: MailKind, since: datetime) -> bool:
        found = self._draft.mail.find("same", (recipient_id, kind, None))
        return any(mail.state is MailState.WAITING and mail.queued_at >= since for mail in found)

    def due(self, *, now: datetime, limit: int) -> Sequence[Mail]:
        waiting = self._draft.mail.find("state", MailState.WAITING)
        due = sorted((mail for mail in waiting if mail.due_at <= now), key=_longest_due)
        return due[:limit]


@define
class Mailbox(Mailer):
    """Delivers to nobody and remembers every letter, in the order they were sent."""

    letters: list[Letter] = Factory(list)

    def send(self, letter: Letter) -> None:
        self.letters.append(letter)


def _longest_due(mail: Mail) -> tuple[datetime, int]:
    return mail.due_at, mail.id
