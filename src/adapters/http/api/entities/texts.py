"""Texts as HTML, and moments as apps read them.

Every piece of a text is escaped before a tag is written around it: only what is written here is
markup.
"""

from collections.abc import Container, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Annotated, TypeAlias
from urllib.parse import quote

from msgspec import Meta

from .....domain.text import TokenKind, hashtags, tokens
from ...readings import address

Html: TypeAlias = Annotated[str, Meta(description="Sanitised HTML.")]
Moment: TypeAlias = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Day: TypeAlias = Annotated[str, Meta(extra_json_schema={"format": "date"})]
Url: TypeAlias = Annotated[str, Meta(extra_json_schema={"format": "uri"})]

ID_BITS_BELOW_TIME = 16
MOST_REMEMBERED = 4096  # texts; most take a few hundred bytes
AWAY = 'rel="nofollow noopener noreferrer" target="_blank" translate="no"'


def moment(at: datetime) -> Moment:
    """In UTC with milliseconds, and Z, as all apps read it."""
    return f"{at.isoformat(timespec='milliseconds')[:23]}Z"


def moment_of(id: int) -> Moment:
    """When an id was drawn: it begins with the milliseconds (docs/decisions, time-ordered ids)."""
    return moment(datetime.fromtimestamp((id >> ID_BITS_BELOW_TIME) / 1000, UTC))


@lru_cache(maxsize=MOST_REMEMBERED)
def paragraphs(text: str, named: tuple[str, ...], *, base: str) -> Html:
    """A text of several lines: blank lines part paragraphs.  ``named`` are the handles in it that
    stand for somebody.

    It is the same for whoever reads it, so it is remembered: the same text comes again and again.
    """
    inline = _inline(text, named, base)
    return "".join(f"<p>{part}</p>" for part in inline.split("\n\n") if part)


def line(text: str, *, base: str) -> Html:
    """A line with nobody in it."""
    return _inline(text, (), base)


@lru_cache(maxsize=MOST_REMEMBERED)
def tags_in(text: str) -> tuple[str, ...]:
    """Its hashtags, in the order of their letters."""
    return tuple(sorted(hashtags(text)))


def user_url(base: str, handle: str) -> Url:
    return f"{base}/@{handle}"


def _inline(text: str, named: Container[str], base: str) -> str:
    joined = "".join(_pieces(text, named, base))
    while "\n\n\n" in joined:
        joined = joined.replace("\n\n\n", "\n\n")
    return "\n\n".join(part.strip("\n").replace("\n", "<br>") for part in joined.split("\n\n"))


def _pieces(text: str, named: Container[str], base: str) -> Iterator[str]:
    for token in tokens(text):
        match token.kind:
            case TokenKind.MENTION if token.name in named:
                yield _mention(token.written.removeprefix("@"), user_url(base, token.name))
            case TokenKind.HASHTAG:
                yield _hashtag(token.written.removeprefix("#"), tag_url(base, token.name))
            case TokenKind.LINK:
                yield _link(token.written)
            case _:
                yield escape(token.written)


def tag_url(base: str, tag: str) -> Url:
    return f"{base}/tags/{quote(tag)}"


def _mention(handle: str, url: str) -> str:
    return (
        f'<span class="h-card" translate="no"><a href="{escape(url)}" class="u-url mention">'
        f"@<span>{escape(handle)}</span></a></span>"
    )


def _hashtag(tag: str, url: str) -> str:
    return (
        f'<a href="{escape(url)}" class="mention hashtag" rel="tag">#<span>{escape(tag)}</span></a>'
    )


def _link(written: str) -> str:
    """The text of a link is its whole address, so that nothing hides where it leads."""
    found = address(written)
    if found is None:
        return escape(written)
    return f'<a href="{escape(found.href)}" {AWAY}>{escape(found.shown)}</a>'
