"""Texts as HTML, and moments as apps read them.

Every piece of a text is escaped before a tag is written around it: only what is written here is
markup.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Annotated, TypeAlias
from urllib.parse import quote

from msgspec import Meta

from .....domain.text import TokenKind, tokens
from ...readings import address

Html: TypeAlias = Annotated[str, Meta(description="Sanitised HTML.")]
Moment: TypeAlias = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Day: TypeAlias = Annotated[str, Meta(extra_json_schema={"format": "date"})]
Url: TypeAlias = Annotated[str, Meta(extra_json_schema={"format": "uri"})]

ID_BITS_BELOW_TIME = 16
AWAY = 'rel="nofollow noopener noreferrer" target="_blank" translate="no"'


def moment(at: datetime) -> Moment:
    """In UTC with milliseconds, and Z, as all apps read it."""
    return f"{at.isoformat(timespec='milliseconds')[:23]}Z"


def moment_of(id: int) -> Moment:
    """When an id was drawn: it begins with the milliseconds (docs/decisions, time-ordered ids)."""
    return moment(datetime.fromtimestamp((id >> ID_BITS_BELOW_TIME) / 1000, UTC))


def paragraphs(text: str, mentions: Mapping[str, Url], *, base: str) -> Html:
    """A text of several lines: blank lines part paragraphs.  ``mentions`` says where the handles
    lead that stand for somebody."""
    return "".join(f"<p>{part}</p>" for part in _inline(text, mentions, base).split("\n\n") if part)


def line(text: str, *, base: str) -> Html:
    """A line with nobody in it."""
    return _inline(text, {}, base)


def _inline(text: str, mentions: Mapping[str, Url], base: str) -> str:
    joined = "".join(_pieces(text, mentions, base))
    while "\n\n\n" in joined:
        joined = joined.replace("\n\n\n", "\n\n")
    return "\n\n".join(part.strip("\n").replace("\n", "<br>") for part in joined.split("\n\n"))


def _pieces(text: str, mentions: Mapping[str, Url], base: str) -> Iterator[str]:
    for token in tokens(text):
        match token.kind:
            case TokenKind.MENTION if token.name in mentions:
                yield _mention(token.written.removeprefix("@"), mentions[token.name])
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


@lru_cache(maxsize=1024)
def _link(written: str) -> str:
    """The text of a link is its whole address, so that nothing hides where it leads."""
    found = address(written)
    if found is None:
        return escape(written)
    return f'<a href="{escape(found.href)}" {AWAY}>{escape(found.shown)}</a>'
