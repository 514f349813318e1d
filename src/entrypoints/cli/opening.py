"""What commands begin with: the settings, twite on the database they name, and who is meant."""

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import evolve

from ...application.ports.users import UserView
from ...domain.users import UserNotFound, UserState
from ..library import Embedded, connect
from ..settings import Dispatch, Settings

NO_MAIL = "Mails are written to this terminal, and sent to nobody: TWITE_SMTP_URL is not set."


@contextmanager
def opened() -> Iterator[tuple[Embedded, Settings]]:
    """twite, for a command that is over soon: what it causes is delivered by whoever serves."""
    settings = evolve(Settings.read(), dispatch=Dispatch.WORKER)
    with connect(settings.database_url, settings) as twite:
        yield twite, settings


def named(twite: Embedded, handle: str) -> UserView:
    """The active user of that handle, with or without an @, in a private house, too; raises
    :exc:`UserNotFound`."""
    found = twite.users.bearing(handle.removeprefix("@"))
    if found.state is not UserState.ACTIVE:
        raise UserNotFound(handle)
    return found


def address(settings: Settings, handle: str, micropost_id: int) -> str:
    """Where a micropost is on the site."""
    return f"{settings.base_url}/@{handle}/{micropost_id}"


def is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")
