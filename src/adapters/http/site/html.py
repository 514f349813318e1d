"""A micropost's text, in pieces a template can show.

No markup is made here, or anywhere in Python: templates write the tags, and autoescape does its
work on every piece.
"""

import unicodedata
from collections.abc import Container, Iterator, Sequence
from urllib.parse import quote, urlsplit

from attrs import define

from ....domain.text import Token, TokenKind, tokens

SCHEMES = ("http", "https")
# Scripts people mix with any other; the first words of their characters' Unicode names.
_COMPANIONABLE = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"}


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
    """The text of a link is its whole address, so that nothing hides where it leads."""
    plain = Piece([token.written])
    try:
        parts = urlsplit(token.name)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        ascii_host = host.encode("idna").decode()
    except ValueError:  # UnicodeError is one
        return plain
    if parts.scheme not in SCHEMES or not host or "@" in parts.netloc:
        return plain
    shown = token.written
    if any(_mixes_scripts(label) for label in host.split(".")):
        shown = parts._replace(netloc=f"{ascii_host}{port}").geturl()
    return Piece([shown], token.name, leads_out=True)


def _mixes_scripts(label: str) -> bool:
    """Whether it may be dressed up as another: Latin with a Cyrillic letter in it, say."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    return len(scripts - _COMPANIONABLE) > 1
