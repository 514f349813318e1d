"""Reading a text: what it may hold, whom it mentions, its tags and links, how long it counts."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain, groupby

from attrs import define, frozen

from . import graphemes
from .errors import Invalid

LINK_LENGTH = 23  # characters a link counts for, so that nobody needs a shortener
LONGEST_LINK = 2048  # characters; a longer one counts as it is written
MOST_MARKS = 3  # accents and the like on one letter of a name
FEW_MARKS = 30  # in a row: as many as any language needs (UAX 15)
LEAST_ROOM = 4_096  # bytes any text may take: the longest link, and words around it
ROOM_FOR_ONE = 32  # bytes a character may take: a family with skin tones takes 41, a letter 1

_BIDI_CONTROLS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_UNSEEN_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and a symbol that show nothing


# -- what a text may hold -------------------------------------------------------


def tidy(text: str) -> str:
    """The text in NFC, with ``\\n`` for every line end and no white space around it.

    Raises :exc:`NotAText` for what is no string, and :exc:`UnreadableText` for what is not text:
    lone surrogates, NUL and the other control characters but line feed and tab.
    """
    plain = written(text).replace("\r\n", "\n").replace("\r", "\n")
    for character in plain:
        if character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs"):
            raise UnreadableText(ord(character))
    return _composed(plain).strip()


def written(text: object) -> str:
    """Itself, if it is a string; raises :exc:`NotAText` otherwise."""
    if not isinstance(text, str):
        raise NotAText(type(text).__name__)
    return text


def _composed(text: str) -> str:
    """The text in NFC.  ``normalize`` alone sorts the marks of one letter by insertion, in the
    square of their number; where there are many, it gets them sorted."""
    if not _has_stacks(text):
        return unicodedata.normalize("NFC", text)
    apart = "".join(unicodedata.normalize("NFD", character) for character in text)
    runs = groupby(apart, lambda character: unicodedata.combining(character) > 0)
    ordered = (sorted(run, key=unicodedata.combining) if marks else run for marks, run in runs)
    return unicodedata.normalize("NFC", "".join(chain.from_iterable(ordered)))


def _has_stacks(text: str) -> bool:
    if max(text, default="") < graphemes.FIRST_MARK:
        return False
    runs = groupby(text, lambda character: unicodedata.category(character)[0] == "M")
    return any(sum(1 for _ in run) > FEW_MARKS for marks, run in runs if marks)


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen."""
    return all(
        character in _UNSEEN or unicodedata.category(character) in _UNSEEN_CATEGORIES
        for character in text
    )


def fingerprint(text: str) -> str:
    """SHA-256 in hex: how to know a text again without keeping it."""
    return hashlib.sha256(text.encode()).hexdigest()


def without_bidi_controls(text: str) -> str:
    """The text with nothing in it that reorders what stands around it (UTS 39)."""
    return written(text).translate(_BIDI_CONTROLS)


def without_stacks(text: str) -> str:
    """The text with at most :data:`MOST_MARKS` on a letter: none grows into the lines around."""
    kept, marks = [], 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me"):
            marks += 1
        elif category != "Cf":
            marks = 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


# -- tokens ---------------------------------------------------------------------


class TokenKind(StrEnum):
    PLAIN = "plain"
    MENTION = "mention"
    HASHTAG = "hashtag"
    LINK = "link"


@frozen
class Token:
    """A stretch of a text.  ``written`` is what stands there; ``name`` what it stands for:
    a handle, a folded tag, an address; for plain text, the text."""

    kind: TokenKind
    written: str
    name: str


# The vowel signs of Hindi or Thai are marks, which \w leaves out.  The planes and blocks that hold
# no living script's are not searched: this runs at import.
_MARKS = "".join(
    character
    for character in map(chr, chain(range(0x0300, 0x3100), range(0xA660, 0xAC00)))
    if unicodedata.category(character) in ("Mn", "Mc")
)
_W = rf"\w{_MARKS}"
_TAG = re.compile(rf"\w[{_W}]{{0,99}}")

# One alternative per kind, none nested, each starting at a character the others cannot start at:
# a single pass, linear in the text.  A mention or hashtag never starts inside a word or an address.
_TOKEN = re.compile(
    rf"(?P<link>(?<![{_W}])https?://[^\s<>\"'`{{}}|\\^]+)"
    rf"|(?<![{_W}/@.])@(?P<mention>[A-Za-z0-9_]{{1,30}})(?![{_W}@])"
    rf"|(?<![{_W}/&])#(?P<hashtag>{_TAG.pattern})(?![{_W}])",
)
_TRAILING = ".,;:!?)]*_~"


def tokens(text: str) -> Iterator[Token]:
    """The text in pieces, in order; the pieces' ``written`` joined give the text back."""
    plain_from = 0
    for match in _TOKEN.finditer(text):
        token = _token(match)
        if token is None:
            continue
        if match.start() > plain_from:
            yield _plain(text[plain_from : match.start()])
        yield token
        plain_from = match.start() + len(token.written)
    if plain_from < len(text):
        yield _plain(text[plain_from:])


def mentions(text: str) -> frozenset[str]:
    """The handles it names, in lower case."""
    return frozenset(token.name for token in tokens(text) if token.kind is TokenKind.MENTION)


def hashtags(text: str) -> frozenset[str]:
    """The tags it carries, folded so that #Tea and #tea are one."""
    return frozenset(token.name for token in tokens(text) if token.kind is TokenKind.HASHTAG)


def length(text: str) -> int:
    """How many characters a person counts: :data:`LINK_LENGTH` for a link of any reasonable
    length."""
    return sum(_length(token) for token in tokens(text))


def size(text: str) -> int:
    """How many bytes it takes to keep."""
    return len(text.encode())


def room(characters: int) -> int:
    """How many bytes a text of so many characters may take, whatever they are made of."""
    return max(LEAST_ROOM, ROOM_FOR_ONE * characters)


def fold_tag(tag: str) -> str:
    """One form for all spellings of a tag (NFKC, then case folding)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold())


def _token(match: re.Match[str]) -> Token | None:
    if written := match["link"]:
        address = written.rstrip(_TRAILING)
        return None if address.endswith("://") else Token(TokenKind.LINK, address, address)
    if handle := match["mention"]:
        return Token(TokenKind.MENTION, match[0], handle.lower())
    tag = fold_tag(match["hashtag"])
    if not any(map(str.isalpha, tag)):
        return None  # #1 and #__ number things, they do not name them
    if not _TAG.fullmatch(tag):
        return None  # one ligature may stand for a sentence, spaces and all
    return Token(TokenKind.HASHTAG, match[0], tag)


def _length(token: Token) -> int:
    if token.kind is TokenKind.LINK and len(token.written) <= LONGEST_LINK:
        return LINK_LENGTH
    return graphemes.count(token.written)


def _plain(text: str) -> Token:
    return Token(TokenKind.PLAIN, text, text)


# -- refusals -------------------------------------------------------------------


@define
class NotAText(Invalid):
    """``kind`` is the name of the type that came instead."""

    kind: str

    def __str__(self) -> str:
        return f"a text has to be a string, and this is of the type {self.kind}"


@define
class UnreadableText(Invalid):
    code_point: int

    def __str__(self) -> str:
        return f"a text cannot hold the character U+{self.code_point:04X}"
