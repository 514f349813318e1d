"""The ASGI application, composed: twite, its settings, and what only a server needs."""

from importlib.metadata import version

from litestar import Litestar

from ..adapters.http.app import create
from ..adapters.http.forwarded import networks
from ..adapters.http.house import House
from ..adapters.memory.rate_limits import MemoryRateLimits
from ..adapters.system.clock import SystemClock
from ..application.ports.system import Clock
from .library import Embedded
from .settings import Settings

MEGABYTE = 1_000_000


def application(
    twite: Embedded, settings: Settings, *, inline_reads: bool, clock: Clock | None = None
) -> Litestar:
    """The web site on that twite, which stays its caller's to close.

    ``inline_reads`` is for storages that answer a read faster than a thread would start on it:
    memory and SQLite.
    """
    clock = clock or SystemClock()
    house = House(
        name=settings.name,
        base_url=settings.base_url,
        max_characters=settings.max_characters,
        private=settings.private,
        inline_reads=inline_reads,
        registrations=settings.registrations,
        language=settings.language,
        trusted_proxies=networks(settings.trusted_proxies),
        contact=settings.mail_from,
        version=version("twite"),
        remembered_bytes=settings.remembered_mb * MEGABYTE,
    )
    limits = MemoryRateLimits(clock) if settings.rate_limits else None
    return create(twite, house, clock=clock, rate_limits=limits, feed=twite.feed)
