"""``twite backup`` and ``twite restore``: an SQLite file, copied and put back."""

from pathlib import Path

import click

from ...adapters.sql import backups
from ...adapters.sql.engines import file as file_of
from ...adapters.sql.schema import SCHEMA
from ..settings import Settings
from .opening import is_sqlite
from .progress import progress

A_FILE = click.Path(dir_okay=False, path_type=Path)
MEGABYTE = 1_000_000  # bytes


@click.command()
@click.argument("file", type=A_FILE)
@click.option("--yes", is_flag=True, help="Replace FILE if it is there.")
def backup(file: Path, yes: bool) -> None:
    """Copy an SQLite database to FILE, while others read and write it.

    All that was acknowledged before it began is in FILE, and what was being written is there whole
    or not at all.  FILE is for its owner's eyes alone, and holds everything: mail addresses,
    password hashes, what was said to a few.
    """
    database = _database("pg_dump --format=custom --no-owner --file=FILE DATABASE")
    if file.exists() and not yes:
        raise click.ClickException(f"{file} is there already; --yes replaces it")
    with progress("Copying") as told:
        version = backups.backup(database, file, told=told)
    click.echo(f"{file} holds {file.stat().st_size / MEGABYTE:.1f} MB at schema {version}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace the database if there is one.")
@click.option("--dry-run", is_flag=True, help="Look through FILE, and change nothing.")
def restore(file: Path, yes: bool, dry_run: bool) -> None:
    """Put a backup in the place of the SQLite database.

    FILE is copied and looked through first.  It refuses while `twite serve` or anything else on
    this machine has the database open.  Whoever was logged in when the backup was made is again,
    and mails that waited then are sent.
    """
    database = _database("pg_restore --clean --if-exists --no-owner --dbname=DATABASE FILE")
    place = Path(str(file_of(database)))
    if place.exists() and file.exists() and place.samefile(file):
        raise click.ClickException(f"{file} is the database itself")
    if place.exists() and not (yes or dry_run):
        raise click.ClickException(f"{place} is there already; --yes replaces it")
    with progress("Copying") as told:
        version = (
            backups.verify(file, place, told=told)
            if dry_run
            else backups.restore(database, file, told=told)
        )
    click.echo(f"{file} is whole." if dry_run else f"{place} is restored from {file}.")
    if version < SCHEMA:
        click.echo(f"Its schema is {version}; `twite migrate` brings it to {SCHEMA}.")


def _database(elsewhere: str) -> str:
    settings = Settings.read()
    if not is_sqlite(settings):
        raise click.ClickException(f"this copies SQLite files.  For PostgreSQL: {elsewhere}")
    return settings.database_url
