"""``twite seed``: people who talk, to look around among or to measure with."""

import click
from attrs import evolve

from ...adapters.sql import schema
from ..library import connect
from ..seed.building import (
    END,
    PASSWORD,
    LateMailer,
    OnePassword,
    SceneClock,
    build,
    ids,
    in_one_transaction,
)
from ..seed.world import PEOPLE, Size
from ..settings import Dispatch, Settings
from .progress import progress

USUAL = Size()


@click.command()
@click.option("--users", type=int, default=USUAL.users, show_default=True, metavar="N")
@click.option("--posts", type=int, default=USUAL.posts, show_default=True, metavar="N")
@click.option("--follows", type=int, default=USUAL.follows, show_default=True, metavar="N")
@click.option("--seed", type=int, default=42, show_default=True, metavar="N", help="Which world.")
@click.option("--yes", is_flag=True, help="Also where there are users already.")
@click.option("--dry-run", is_flag=True, help="Say what would be made; change nothing.")
def seed(*, users: int, posts: int, follows: int, seed: int, yes: bool, dry_run: bool) -> None:
    """Fill the database with a world to look at: people who talk in many scripts.

    The same seed and sizes make the same world, byte for byte.  A few of its people can log in,
    with a password that everybody knows: it is not for a site that others can reach.
    """
    size = Size(users=users, posts=posts, follows=follows)
    settings = evolve(Settings.read(), dispatch=Dispatch.WORKER)
    if not yes and schema.is_inhabited(settings.database_url):
        raise click.ClickException("there are users already; --yes adds the world to them")
    made = f"{users:,} users, {posts:,} microposts and {follows:,} follows, up to {END:%Y-%m-%d}"
    if dry_run:
        click.echo(f"It would make {made}.")
        return
    _build(settings, size, seed)
    click.echo(f"There are {made}.")
    click.echo(f'Log in as {", ".join(PEOPLE)} with the password "{PASSWORD}".')


def _build(settings: Settings, size: Size, seed: int) -> None:
    clock, url = SceneClock(), settings.database_url
    with (
        connect(
            url,
            settings,
            clock=clock,
            mailer=LateMailer(),
            passwords=OnePassword(),
            ids=ids(),
        ) as twite,
        in_one_transaction(twite, url) as batch,
        progress("Making a world") as told,
    ):
        build(
            twite,
            clock,
            size,
            seed=seed,
            longest=settings.max_characters,
            batch=batch,
            told=told,
        )
