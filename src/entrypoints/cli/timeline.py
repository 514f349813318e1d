"""``twite timeline``: read from a terminal or a script."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

import click
from attrs import evolve

from ...application.paging import LARGEST_LIMIT, LIMIT, Cursor, Page
from ...application.ports.microposts import MicropostView
from ...application.ports.timelines import EntryView
from ...domain.givens import LARGEST_ID
from ...domain.microposts import Visibility
from ..library import Embedded
from ..settings import Settings
from .opening import address, named, opened

Read: TypeAlias = Callable[[Cursor], Page[EntryView]]


@click.command()
@click.option("--of", metavar="HANDLE", help="What that user posted.")
@click.option("--home", metavar="HANDLE", help="What that user and those they follow posted.")
@click.option("--tag", metavar="TAG", help="What was said in public under that hashtag.")
@click.option("--as", "viewer", metavar="HANDLE", help="As that user sees it.  Default: nobody.")
@click.option("--limit", type=click.IntRange(1), default=LIMIT, show_default=True, metavar="N")
@click.option("--older-than", type=click.IntRange(0, LARGEST_ID), metavar="ID")
@click.option("--show-warned", is_flag=True, help="Also the texts behind content warnings.")
@click.option("--json", "as_json", is_flag=True, help="An object a line, for programs.")
def timeline(
    *,
    of: str | None,
    home: str | None,
    tag: str | None,
    viewer: str | None,
    limit: int,
    older_than: int | None,
    show_warned: bool,
    as_json: bool,
) -> None:
    """Read a timeline, newest first: what everybody said in public, or one of the others."""
    if sum(name is not None for name in (of, home, tag)) > 1:
        raise click.UsageError("--of, --home and --tag are three timelines: name one")
    if home is not None and viewer is not None:
        raise click.UsageError("--home is seen by whose it is: leave --as out")
    with opened() as (twite, settings):
        read = _reader(twite, of=of, home=home, tag=tag, viewer=viewer)
        show = _as_json if as_json else partial(_as_text, show_warned=show_warned)
        shown = None
        for shown in _walk(read, Cursor(max_id=older_than), limit):
            click.echo(show(shown, settings))
    if sys.stdout.isatty() and not as_json:
        click.echo(f"Older: --older-than {shown.id}" if shown else "Nothing there.")


def _reader(
    twite: Embedded, *, of: str | None, home: str | None, tag: str | None, viewer: str | None
) -> Read:
    timelines = twite.timelines
    if home is not None:
        owner_id = named(twite, home).id
        return lambda cursor: timelines.home(viewer_id=owner_id, cursor=cursor)
    viewer_id = named(twite, viewer).id if viewer is not None else None
    if of is not None:
        author_id = named(twite, of).id
        return lambda cursor: timelines.profile(
            author_id=author_id, viewer_id=viewer_id, cursor=cursor
        )
    if tag is not None:
        plain = tag.removeprefix("#")
        return lambda cursor: timelines.tagged(tag=plain, viewer_id=viewer_id, cursor=cursor)
    return lambda cursor: timelines.local(viewer_id=viewer_id, cursor=cursor)


def _walk(read: Read, cursor: Cursor | None, most: int) -> Iterator[EntryView]:
    """So many entries, however many pages they fill."""
    while cursor is not None and most > 0:
        page = read(evolve(cursor, limit=min(most, LARGEST_LIMIT)))
        yield from page.items
        most -= len(page.items)
        cursor = page.older


def _as_text(entry: EntryView, settings: Settings, *, show_warned: bool) -> str:
    """Who and when above what, and above that who passed it on; click takes the colours out where
    no terminal reads it."""
    micropost = entry.micropost
    author = click.style(micropost.author.display_name, bold=True)
    to = micropost.in_reply_to_author
    answering = f"  to @{to.handle}" if to else ""
    only = "" if micropost.visibility is Visibility.PUBLIC else f"  ({micropost.visibility})"
    posted = f"{micropost.posted_at:%Y-%m-%d %H:%M} UTC"
    where = address(settings, micropost.author.handle, micropost.id)
    beside = click.style(f"{posted}  {where}{answering}{only}", dim=True)
    by = entry.reposted_by
    passed_on = (
        click.style(f"{by.display_name} @{by.handle} reposted", dim=True) + "\n" if by else ""
    )
    said = _said(micropost, show_warned=show_warned)
    return f"{passed_on}{author} @{micropost.author.handle}  {beside}\n{said}\n"


def _said(micropost: MicropostView, *, show_warned: bool) -> str:
    """A warning stands before the text, or in place of it."""
    if micropost.content_warning is None:
        return micropost.text
    warning = click.style(f"Warning: {micropost.content_warning}", dim=True)
    return f"{warning}\n{micropost.text}" if show_warned else warning


def _as_json(entry: EntryView, settings: Settings) -> str:
    """Ids as strings: what reads numbers as floats would round them."""
    micropost = entry.micropost
    told = {
        "id": str(micropost.id),
        "entry_id": str(entry.id),
        "kind": entry.kind,
        "reposted_by": entry.reposted_by.handle if entry.reposted_by else None,
        "author": {
            "id": str(micropost.author.id),
            "handle": micropost.author.handle,
            "display_name": micropost.author.display_name,
        },
        "text": micropost.text,
        "content_warning": micropost.content_warning,
        "language": micropost.language,
        "visibility": micropost.visibility,
        "in_reply_to_id": str(micropost.in_reply_to_id) if micropost.in_reply_to_id else None,
        "replies_count": micropost.replies_count,
        "favourites_count": micropost.favourites_count,
        "reposts_count": micropost.reposts_count,
        "mentions": sorted(micropost.mentions),
        "posted_at": micropost.posted_at.isoformat(),
        "edited_at": micropost.edited_at.isoformat() if micropost.edited_at else None,
        "url": address(settings, micropost.author.handle, micropost.id),
    }
    return json.dumps(told, ensure_ascii=False)
