"""``twite settings``: what can be set, and what is."""

from urllib.parse import urlsplit

import click
from attrs import fields

from ..settings import Settings, variable


@click.command()
def settings() -> None:
    """List every setting: its variable, its value now, and what it is for."""
    now = Settings.read()
    for attribute in fields(Settings):
        value = getattr(now, attribute.name)
        shown = _shown(value, secret=attribute.metadata["secret"])
        click.echo(f"{variable(attribute)}={shown}\n    {attribute.metadata['help']}")


def _shown(value: object, *, secret: bool) -> object:
    if isinstance(value, bool):
        return "on" if value else "off"
    parts = urlsplit(str(value))
    if secret and parts.netloc and "@" in str(value).partition(parts.netloc)[2]:
        return f"{parts.scheme}://***"  # of a password with a slash, who knows where it ends
    if not secret or not (parts.password or parts.query):
        return value
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://***@{place}{parts.path}"
