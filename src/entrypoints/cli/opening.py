"""What commands begin with: the settings, and twite on the database they name."""

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import evolve

from ..library import Embedded, connect
from ..settings import Dispatch, Settings


@contextmanager
def opened() -> Iterator[tuple[Embedded, Settings]]:
    """twite, for a command that is over soon: what it causes is delivered by whoever serves."""
    settings = evolve(Settings.read(), dispatch=Dispatch.WORKER)
    with connect(settings.database_url, settings) as twite:
        yield twite, settings


def is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")
