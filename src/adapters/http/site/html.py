"""A micropost's text, in pieces a template can show.

No markup is made here: templates write the tags, and autoescape does its work on every piece.
"""

from collections.abc import Container, Iterator, Sequence
from urllib.parse import quote

from attrs import define

from ....domain.text import Token, TokenKind, tokens
from ..readings import address


@define
class Piece:
    """A stretch of a text: its lines, and where it leads, if anywhere."""

    lines: Sequence[str]
    href: str = ""
    leads_out: bool = False  # of the house


def pieces(text: str, mentions: Container[str]) -> Iterator[Piece]:
    """Mentions are links where such a user exists, tags always, addresses where they are what
    they seem."""
    for token in tokens(text):
        match token.kind:
            case TokenKind.MENTION if token.name in mentions:
                yield Piece([token.written], f"/@{token.name}")
            case TokenKind.HASHTAG:
                yield Piece([token.written], f"/tags/{quote(token.name)}")
            case TokenKind.LINK:
                yield _link(token)
            case _:
                yield Piece(token.written.split("\n"))


def _link(token: Token) -> Piece:
    found = address(token.name)
    if found is None:
        return Piece([token.written])
    return Piece([found.shown], found.href, leads_out=True)
