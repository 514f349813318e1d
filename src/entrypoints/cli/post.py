"""``twite post``: say something from a terminal or a script."""

import sys

import click

from ...domain.givens import LARGEST_ID
from ...domain.microposts import MicropostId, Visibility
from .opening import address, named, opened

MOST_BYTES = 1 << 20  # of what is piped in: more is no micropost under any setting


@click.command()
@click.argument("handle")
@click.argument("text")
@click.option(
    "--visibility",
    type=click.Choice([each.value for each in Visibility]),
    default=Visibility.PUBLIC.value,
    show_default=True,
    help="Who may read it.",
)
@click.option(
    "--in-reply-to",
    type=click.IntRange(0, LARGEST_ID),
    metavar="ID",
    help="What it answers: the number at the end of an address.",
)
@click.option("--warning", metavar="LINE", help="What stands before it, until it is asked for.")
@click.option("--language", metavar="CODE", help="What it is in: de, or pt-BR.")
@click.option("--key", metavar="KEY", help="Of this attempt: posted again under it, it is once.")
def post(
    *,
    handle: str,
    text: str,
    visibility: str,
    in_reply_to: int | None,
    warning: str | None,
    language: str | None,
    key: str | None,
) -> None:
    """Post TEXT as the user HANDLE, and print its address.  With - as TEXT: what is piped in.

    Whoever it mentions is told by `twite serve` or `twite worker`, as of any micropost.
    """
    said = _piped_in() if text == "-" else text
    with opened() as (twite, settings):
        author = named(twite, handle)
        id = twite.microposts.post(
            author_id=author.id,
            text=said,
            content_warning=warning,
            language=language,
            visibility=Visibility(visibility),
            in_reply_to_id=MicropostId(in_reply_to) if in_reply_to is not None else None,
            idempotency_key=key,
        )
    click.echo(address(settings, author.handle, id))


def _piped_in() -> str:
    given = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        raise click.ClickException("what is piped in is too long for a micropost")
    try:
        return given.decode()
    except UnicodeDecodeError:
        raise click.ClickException("what is piped in is no text: it is not UTF-8") from None
