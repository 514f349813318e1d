"""``twite worker``: deliver what happened."""

import signal

import click

from ..worker import WorkerThread
from .opening import NO_MAIL, opened


@click.command()
def worker() -> None:
    """Deliver what happened, until stopped: for `twite serve` with TWITE_DISPATCH=worker.

    On PostgreSQL, several can run side by side.
    """
    with opened() as (twite, settings):
        here = WorkerThread(twite.worker)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: here.stop())
        click.echo("twite delivers what happened.  Stop it with Ctrl+C.")
        if not settings.smtp_url:
            click.echo(NO_MAIL)
        here.run()
