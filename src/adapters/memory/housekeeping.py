"""What was needed once, in all dictionaries."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

from attrs import frozen

from ...application.ports.housekeeping import Leftover, Leftovers, Maintenance
from ...application.ports.outbox import DeliveryState
from ...domain.mail import Mail, MailState
from ...domain.oauth import App
from ...domain.schedule import Run
from ..events import decode
from .rows import DeliveryRow, EventRow
from .store import Draft

# Since when a row is in the way; None where it is not.
Since: TypeAlias = Callable[[Draft, Any], datetime | None]


def _done(_: Draft, delivery: DeliveryRow) -> datetime | None:
    return delivery.done_at if delivery.state is DeliveryState.DONE else None


def _delivered(draft: Draft, event: EventRow) -> datetime | None:
    """What cannot be read is kept."""
    awaited = any(draft.deliveries.find("event", event.number))
    read = decode(event.encoded)
    return read.at if read is not None and not awaited else None


def _unused(draft: Draft, app: App) -> datetime | None:
    is_used = any(any(rows.find("app", app.id)) for rows in (draft.access_tokens, draft.codes))
    return None if is_used else app.registered_at


def _told(_: Draft, mail: Mail) -> datetime | None:
    is_over = mail.state in (MailState.SENT, MailState.DROPPED) and mail.micropost_id is None
    return mail.queued_at if is_over else None


def _followed(draft: Draft, run: Run) -> datetime | None:
    is_newest = all(tick <= run.tick for (job, tick), _ in draft.runs.items() if job == run.job)
    return None if is_newest else run.began_at


_SINCE: Mapping[Leftover, tuple[str, Since]] = {
    Leftover.DELIVERIES: ("deliveries", _done),
    Leftover.EVENTS: ("events", _delivered),
    Leftover.SESSIONS: ("sessions", lambda _, session: session.expires_at),
    Leftover.RESETS: ("resets", lambda _, reset: reset.expires_at),
    Leftover.INVITATIONS: ("invitations", lambda _, invitation: invitation.expires_at),
    Leftover.CODES: ("codes", lambda _, code: code.given_at),
    Leftover.APPS: ("apps", _unused),
    Leftover.MUTES: ("mutes", lambda _, mute: mute.expires_at),
    Leftover.KEYS: ("repeatables", lambda _, repeatable: repeatable.at),
    Leftover.MAILS: ("mail", _told),
    Leftover.RUNS: ("runs", _followed),
}


@frozen
class MemoryLeftovers(Leftovers):
    _draft: Draft

    def remove(self, kind: Leftover, *, before: datetime, limit: int) -> int:
        name, since = _SINCE[kind]
        rows = getattr(self._draft, name)
        left = (
            key
            for key, row in sorted(rows.items())
            if (moment := since(self._draft, row)) is not None and moment < before
        )
        found = list(islice(left, limit))
        for key in found:
            rows.delete(key)
        return len(found)


class MemoryMaintenance(Maintenance):
    def run(self) -> None:
        """Memory needs nothing."""
