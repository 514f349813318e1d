"""``twite schedule``: what happens by the clock."""

from datetime import datetime

import click

from ...application.schedule import Planned
from ...domain.schedule import RunState
from .opening import opened

_NEVER = "never"


@click.group(invoke_without_command=True)
@click.pass_context
def schedule(context: click.Context) -> None:
    """Show what happens by the clock: when it did last, what came of it, when it will again.

    `twite serve` and `twite worker` see to it; times are in UTC.
    """
    if context.invoked_subcommand is not None:
        return
    with opened() as (twite, _):
        rows = [_row(planned) for planned in twite.schedule.plan()]
    heads = ("JOB", "WHEN", "LAST", "RESULT", "NEXT", "")
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())


@schedule.command()
@click.argument("job")
def run(job: str) -> None:
    """Do JOB now, whatever its schedule says."""
    with opened() as (twite, _):
        done = twite.schedule.run(job)
    if done.state is RunState.FAILED:
        raise click.ClickException(f"{job} failed: {done.result}; the log tells more")
    click.echo(f"{job}: {done.result}")


def _row(planned: Planned) -> tuple[str, ...]:
    last = planned.last
    came = "" if last is None else last.result if last.state is RunState.DONE else last.state.value
    if last is not None and last.state is RunState.FAILED:
        came = f"failed: {last.result}"
    return (
        planned.job.name,
        planned.job.cron.text,
        _when(last.began_at) if last else _NEVER,
        came,
        _when(planned.next),
        planned.job.meaning,
    )


def _when(moment: datetime) -> str:
    return f"{moment:%F %R}"
