"""``twite migrate``: the schema, brought up to date."""

import click

from ..settings import Settings


@click.command()
def migrate() -> None:
    """Bring the database to the schema this version works on."""
    from ...adapters.sql import schema  # noqa: PLC0415 (only with a database)

    changed = schema.migrate(Settings.read().database_url)
    click.echo(
        f"The schema is now {schema.SCHEMA}."
        if changed
        else f"Nothing to do: the schema is {schema.SCHEMA}."
    )
