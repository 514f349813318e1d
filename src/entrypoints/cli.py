"""The command line: ``twite serve``, ``twite migrate``, and what else whoever runs it needs."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from urllib.parse import urlsplit

import click
from attrs import evolve, fields

from ..application.ports.unit_of_work import Unavailable
from ..domain.errors import TwiteError
from .library import Embedded, connect, in_memory
from .settings import Dispatch, Settings, WrongSetting, variable

PRIVATE_FILES = 0o077  # whatever is made here is its owner's alone
BACKLOG = 2048  # connections the system keeps waiting


class Group(click.Group):
    """Commands whose failures are a sentence that says what to do, never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        from ..adapters.sql.schema import SchemaMismatch  # noqa: PLC0415 (only with a database)

        try:
            return super().invoke(ctx)
        except (TwiteError, WrongSetting, SchemaMismatch, ValueError) as why:
            raise click.ClickException(str(why)) from why
        except Unavailable as why:
            raise click.ClickException(
                f"{why}; is TWITE_DATABASE_URL right, and the server up?"
            ) from why


@click.group(cls=Group)
@click.version_option(version("twite"), prog_name="twite")
def main() -> None:
    """Microblogging as a library, and the server on top of it.

    Settings come from the environment: `twite settings` lists them.
    """
    os.umask(PRIVATE_FILES)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")


@main.command()
@click.option("--host", help="The address to listen on.  Default: TWITE_HOST, or 127.0.0.1.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port to listen on.  Default: TWITE_PORT, or 8000.",
)
@click.option("--memory", is_flag=True, help="Keep everything in memory; nothing is written.")
@click.option("--seed", is_flag=True, help="With --memory: begin with a small world to look at.")
def serve(host: str | None, port: int | None, memory: bool, seed: bool) -> None:
    """Serve the site.  An SQLite file is made, and brought up to date, by itself."""
    settings = _settings(host=host, port=port)
    if seed and not memory:
        raise click.UsageError("--seed goes with --memory: it never writes to a real database")
    listening = _listen(settings.host, settings.port)
    settings = _addressed(settings, listening.getsockname()[1])
    if settings.dispatch is Dispatch.INLINE:  # no request is to wait for a mail server
        settings = evolve(settings, dispatch=Dispatch.THREAD)
    with _world(settings, memory=memory, seed=seed) as (twite, where):
        _announce(settings, where, seed=seed)
        _serve(twite, settings, listening, inline_reads=memory or _is_sqlite(settings))


@main.command()
def migrate() -> None:
    """Bring the database to the schema this version works on."""
    from ..adapters.sql import schema  # noqa: PLC0415

    settings = _settings()
    changed = schema.migrate(settings.database_url)
    click.echo(
        f"The schema is now {schema.SCHEMA}."
        if changed
        else f"Nothing to do: the schema is {schema.SCHEMA}."
    )


@main.command()
def worker() -> None:
    """Deliver what happened, until stopped: for `twite serve` with TWITE_DISPATCH=worker.

    On PostgreSQL, several can run side by side.
    """
    from .worker import WorkerThread  # noqa: PLC0415

    settings = evolve(_settings(), dispatch=Dispatch.WORKER)
    with connect(settings.database_url, settings) as twite:
        here = WorkerThread(twite.worker)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: here.stop())
        click.echo("twite delivers what happened.  Stop it with Ctrl+C.")
        here.run()


@main.group()
def user() -> None:
    """People."""


@user.command()
@click.argument("handle")
@click.option("--email", prompt="E-mail address", help="Where mails to them go.")
@click.option("--display-name", help="The name shown beside the handle.")
@click.password_option(help="At least 8 characters; asked for when not given.")
def create(handle: str, email: str, display_name: str | None, password: str) -> None:
    """Make a user who can log in with a password."""
    settings = evolve(_settings(), dispatch=Dispatch.WORKER)
    with connect(settings.database_url, settings) as twite:
        twite.credentials.sign_up(
            handle=handle, email=email, password=password, display_name=display_name
        )
    click.echo(f"@{handle.lower()} can log in at {settings.base_url}/auth/sign_in")


@main.command()
def check() -> None:
    """Recount everything, and look for what does not fit.  Changes nothing; fails on a finding."""
    settings = evolve(_settings(), dispatch=Dispatch.WORKER)
    with connect(settings.database_url, settings) as twite:
        findings = twite.check()
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(1)
    click.echo("All is well.")


@main.command()
def settings() -> None:
    """List every setting: its variable, its value now, and what it is for."""
    now = _settings()
    for attribute in fields(Settings):
        value = getattr(now, attribute.name)
        shown = _shown(value, secret=attribute.metadata["secret"])
        click.echo(f"{variable(attribute)}={shown}\n    {attribute.metadata['help']}")


def _shown(value: object, *, secret: bool) -> object:
    if isinstance(value, bool):
        return "on" if value else "off"
    parts = urlsplit(str(value))
    if not secret or not (parts.password or parts.query):
        return value
    return f"{parts.scheme}://***@{parts.hostname}{parts.path}"


def _settings(*, host: str | None = None, port: int | None = None) -> Settings:
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
    return evolve(settings, base_url=f"http://localhost:{port}")


def _is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")


@contextmanager
def _world(settings: Settings, *, memory: bool, seed: bool) -> Iterator[tuple[Embedded, str]]:
    from .seed import LateClock  # noqa: PLC0415
    from .seed import seed as make_seed  # noqa: PLC0415

    if memory:
        clock = LateClock()
        with in_memory(settings, clock=clock) as twite:
            if seed:
                make_seed(twite, clock)
            yield twite, "everything in memory, gone when it stops"
        return
    with connect(settings.database_url, settings, migrate=_is_sqlite(settings)) as twite:
        where = settings.database_url if _is_sqlite(settings) else "PostgreSQL"
        yield twite, f"everything in {where.removeprefix('sqlite:///')}"


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as why:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({why.strerror}); choose another with --host or --port"
        ) from why


def _announce(settings: Settings, where: str, *, seed: bool) -> None:
    click.echo(f"twite is at {settings.base_url}, {where}.")
    if seed:
        from .seed import PASSWORD, PEOPLE  # noqa: PLC0415

        click.echo(f'Log in as {", ".join(PEOPLE)} with the password "{PASSWORD}".')
    else:
        click.echo(f"Sign up at {settings.base_url}/auth/sign_up")
    if not settings.smtp_url:
        click.echo("Mails are written here: no mail server is set (TWITE_SMTP_URL).")
    click.echo("Stop it with Ctrl+C.")


def _serve(
    twite: Embedded, settings: Settings, listening: socket.socket, *, inline_reads: bool
) -> None:
    import uvicorn  # noqa: PLC0415 (with Litestar, most of a second)

    from .web import application  # noqa: PLC0415

    config = uvicorn.Config(
        application(twite, settings, inline_reads=inline_reads),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )
    with suppress(KeyboardInterrupt):  # raised again after all was finished in good order
        uvicorn.Server(config).run(sockets=[listening])
