"""``twite user``: people."""

import click

from .opening import opened


@click.group()
def user() -> None:
    """People."""


@user.command()
@click.argument("handle")
@click.option("--email", prompt="E-mail address", help="Where mails to them go.")
@click.option("--display-name", help="The name shown beside the handle.")
@click.password_option(help="At least 8 characters; asked for when not given.")
def create(handle: str, email: str, display_name: str | None, password: str) -> None:
    """Make a user who can log in with a password."""
    with opened() as (twite, settings):
        twite.credentials.sign_up(
            handle=handle, email=email, password=password, display_name=display_name
        )
    click.echo(f"@{handle.lower()} can log in at {settings.base_url}/auth/sign_in")
