"""``twite serve``: the site."""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click
from attrs import evolve

from ...domain.registrations import Admission
from ..library import Embedded, connect, in_memory, mailer_of
from ..settings import Dispatch, Settings
from ..worker import WorkerThread
from . import for_good, logs
from .migrate import bring_up_to_date
from .opening import NO_MAIL, is_sqlite

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of mallopt(3)
LARGE_BYTES, ARENAS = 128 * 1024, 1  # as by default, but held to; all threads share what is kept
LONGEST_MESSAGE_BYTES = 16 * 1024  # from a WebSocket: they say which streams they want
BACKLOG = 2048  # connections the system keeps waiting
SEED = 42


@click.command()
@click.option("--host", help="The address to listen on.  Default: TWITE_HOST, or 127.0.0.1.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port to listen on.  Default: TWITE_PORT, or 8000.  TWITE_PORT sets it for the links"
    " that all commands print.",
)
@click.option("--memory", is_flag=True, help="Keep everything in memory; nothing is written.")
@click.option("--seed", is_flag=True, help="With --memory: begin with a small world to look at.")
@click.option(
    "--access-log/--no-access-log",
    help="Log each answer: method, route, status, time; no addresses, no names.  Default: no.",
)
def serve(
    *, host: str | None, port: int | None, memory: bool, seed: bool, access_log: bool
) -> None:
    """Serve the site.  An SQLite file is made, and brought up to date, by itself."""
    if access_log:
        logs.tell_of("twite.adapters.http.access_log")
    settings = _settings(host=host, port=port)
    if seed and not memory:
        raise click.UsageError("--seed goes with --memory: it never writes to a real database")
    if settings.dispatch is Dispatch.INLINE:  # no request is to wait for a mail server
        settings = evolve(settings, dispatch=Dispatch.THREAD)
    with _stopped_in_good_order(), _listen(settings.host, settings.port) as listening:
        settings = _addressed(settings, listening.getsockname()[1])
        with _world(settings, memory=memory, seed=seed) as (twite, where):
            _announce(settings, where, listening, seed=seed)
            _serve(
                twite,
                settings,
                listening,
                inline_reads=memory or is_sqlite(settings),
                access_log=access_log,
            )


@contextmanager
def _stopped_in_good_order() -> Iterator[None]:
    """Who is asked to end finishes what it began, closes what it opened, and has not failed.

    uvicorn finishes, and then raises the signal again: by itself that would kill.
    """
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _settings(*, host: str | None, port: int | None) -> Settings:
    read = Settings.read()
    return evolve(
        read,
        host=read.host if host is None else host,
        port=read.port if port is None else port,
    )


def _addressed(settings: Settings, port: int) -> Settings:
    """Where no address is set, people reach the site by the port it really listens on."""
    if "TWITE_BASE_URL" in os.environ:
        return settings
    return settings.reached_by(port)


@contextmanager
def _world(settings: Settings, *, memory: bool, seed: bool) -> Iterator[tuple[Embedded, str]]:
    if memory:
        with _seeded(settings) if seed else _empty(settings) as twite:
            yield twite, "everything in memory, gone when it stops"
        return
    if is_sqlite(settings):
        bring_up_to_date(settings.database_url)
    with connect(settings.database_url, settings) as twite:
        where = settings.database_url if is_sqlite(settings) else "PostgreSQL"
        yield twite, f"everything in {where.removeprefix('sqlite:///')}"


@contextmanager
def _empty(settings: Settings) -> Iterator[Embedded]:
    with in_memory(settings, mailer=mailer_of(settings)) as twite:
        yield twite


@contextmanager
def _seeded(settings: Settings) -> Iterator[Embedded]:
    """Nobody delivers beside the one who makes the world, and turns its clock."""
    from ..seed.building import LateMailer, SceneClock, build  # noqa: PLC0415 (a megabyte)
    from ..seed.world import Size  # noqa: PLC0415

    size = Size(users=40, posts=250, follows=300)  # as much as is made while a server starts
    clock, mailer = SceneClock(), LateMailer(mailer_of(settings))
    quiet = evolve(settings, dispatch=Dispatch.WORKER)
    with in_memory(quiet, clock=clock, mailer=mailer) as twite:
        now, longest = clock.now(), settings.max_characters
        build(twite, clock, size, seed=SEED, longest=longest, until=now)
        mailer.is_open = True
        thread = WorkerThread(twite.worker)
        thread.start()
        yield twite
        thread.stop()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as why:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({why.strerror}); choose another with --host or --port"
        ) from why


def _announce(settings: Settings, where: str, listening: socket.socket, *, seed: bool) -> None:
    click.echo(f"twite is at {settings.base_url}, {where}.")
    host, port, *_ = listening.getsockname()
    if not settings.base_url.endswith(f":{port}"):
        click.echo(f"It listens on {host}:{port}.")
    if seed:
        from ..seed.building import PASSWORD  # noqa: PLC0415
        from ..seed.world import PEOPLE  # noqa: PLC0415

        click.echo(f'Log in as {", ".join(PEOPLE)} with the password "{PASSWORD}".')
    elif settings.registrations in (Admission.OPEN, Admission.APPROVAL):
        click.echo(f"Sign up at {settings.base_url}/auth/sign_up")
    elif settings.registrations is Admission.INVITE:
        click.echo("People sign up by invitation: `twite user invite` makes one.")
    else:
        click.echo("Nobody can sign up (TWITE_REGISTRATIONS=closed).")
    if settings.dispatch is Dispatch.WORKER:
        click.echo("Nobody is notified of anything but by `twite worker`: start one beside it.")
    elif not settings.smtp_url:
        click.echo(NO_MAIL)
    click.echo("Stop it with Ctrl+C.")


def _give_memory_back() -> None:
    """What a password hash took is the system's again when it is done.

    glibc would take 19 MiB for a usual size after the first one, and keep as much for each thread.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library
        tune = ctypes.CDLL(None).mallopt
        tune(M_MMAP_THRESHOLD, LARGE_BYTES)
        tune(M_ARENA_MAX, ARENAS)


def _serve(
    twite: Embedded,
    settings: Settings,
    listening: socket.socket,
    *,
    inline_reads: bool,
    access_log: bool,
) -> None:
    with for_good():
        import uvicorn  # noqa: PLC0415 (with Litestar, most of a second)

        from ...adapters.http.access_log import AccessLog  # noqa: PLC0415
        from ..web import application  # noqa: PLC0415

        site = application(twite, settings, inline_reads=inline_reads)
    _give_memory_back()
    config = uvicorn.Config(
        AccessLog(site) if access_log else site,
        log_config=None,
        access_log=False,  # uvicorn's tells addresses and query strings
        server_header=False,
        ws="wsproto",
        ws_max_size=LONGEST_MESSAGE_BYTES,
        ws_per_message_deflate=False,  # it would keep some 300 kB for each who listens
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )

    class Server(uvicorn.Server):
        """Ends streams first: it waits for all that it answers."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            await site.state.let_go()
            await super().shutdown(sockets)

    with suppress(KeyboardInterrupt):  # raised again after all was finished in good order
        Server(config).run(sockets=[listening])
