"""``twite migrate``: the schema, brought up to date, or back."""

import time
from collections.abc import Iterator

import click

from ...adapters.sql import schema
from ...adapters.sql.plans import ROWS_PER_SECOND, Plan, Step, Touch, Touched, plan
from ..settings import Settings

COSTS = {
    Touch.NEW: "made",
    Touch.SHORT: "changed in a moment",
    Touch.SCAN: "read through",
    Touch.REWRITE: "rewritten",
    Touch.PARSE: "read word by word",
}
WAITING = {
    "sqlite": "While it runs everybody reads and nobody writes.",
    "postgresql": "Whoever uses a table that it has changed waits until all of it is done.",
}
UNTOLD_SECONDS = 1  # what takes less is not worth a figure


@click.command()
@click.option("--plan", "planned", is_flag=True, help="Say what would be done; change nothing.")
@click.option("--to", metavar="VERSION", help="To that schema; back, for an older twite.")
@click.option("--yes", is_flag=True, help="Go back without asking.")
def migrate(planned: bool, to: str | None, yes: bool) -> None:
    """Bring the database to the schema this version works on.

    All steps are one transaction: done, or as if never begun.
    """
    database, to = Settings.read().database_url, to or schema.SCHEMA
    way = plan(database, to)
    if planned:
        for line in _told(way, to):
            click.echo(line)
        return
    if way.is_back and not yes:
        click.confirm("What only the newer schema holds is lost.  Go on?", abort=True)
    _go(database, way, to)
    if down := schema.settle(database):
        click.echo(f"Restored from another server: its transactions are numbered down by {down}.")
    elif not way.steps:
        click.echo(f"Nothing to do: the schema is {to}.")
    if way.steps:
        click.echo(f"The schema is now {to}.")


def bring_up_to_date(database: str) -> None:
    """For a server that starts: without a word where there is nothing to do, or nothing at all."""
    way = plan(database)
    if way.found is not None:
        _go(database, way, schema.SCHEMA)
    else:
        schema.migrate(database)


def _go(database: str, way: Plan, to: str) -> None:
    """A line for each step, begun when it begins."""
    ahead = iter(way.steps)
    began = time.perf_counter()

    def begin() -> None:
        if (step := next(ahead, None)) is not None:
            click.echo(f"{step.version}  {step.says} ..", nl=False, err=True)

    def told(_: str) -> None:
        nonlocal began
        click.echo(f" {time.perf_counter() - began:.1f} s", err=True)
        began = time.perf_counter()
        begin()

    begin()
    schema.migrate(database, to, told=told)


# -- the plan -----------------------------------------------------------------------


def _told(way: Plan, to: str) -> Iterator[str]:
    if not way.steps:
        yield f"Nothing to do: the schema is {to}."
        return
    yield f"From {way.found or 'nothing'} to {to}, in one transaction.  {WAITING[way.dialect]}"
    for step in way.steps:
        yield from _told_of(step, back=way.is_back)
    read, written = (ROWS_PER_SECOND[touch] for touch in (Touch.SCAN, Touch.REWRITE))
    yield ""
    yield (
        f"About {way.seconds:.0f} s all in all, where {read:,} rows are read and {written:,}"
        " written a second: as on two cores and a local disk.  Nothing was changed."
    )


def _told_of(step: Step, *, back: bool) -> Iterator[str]:
    yield f"\n{step.version}  {step.says}"
    for each in step.touched:
        cost = "dropped" if back and each.touch is Touch.NEW else COSTS[each.touch]
        rows = "" if each.touch is Touch.NEW and not back else f"{each.rows:,} rows"
        yield f"      {each.table:<26}{rows:>18}  {cost}{_time(each)}"


def _time(each: Touched) -> str:
    return f", about {each.seconds:.0f} s" if each.seconds >= UNTOLD_SECONDS else ""
