"""Reading a text: what it may hold, whom it mentions, its tags and links, how long it counts, and
by which terms it is found."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import chain, groupby, islice, pairwise

from attrs import define, frozen

from . import graphemes
from .errors import Invalid

LINK_LENGTH = 23  # characters a link counts for, so that nobody needs a shortener
LONGEST_LINK = 2048  # characters; a longer one counts as it is written
MOST_MARKS = 3  # accents and the like on one letter of a name
FEW_MARKS = 30  # in a row: as many as any language needs (UAX 15)
LEAST_ROOM = 4_096  # bytes any text may take: the longest link, and words around it
ROOM_FOR_ONE = 32  # bytes a character may take: a family with skin tones takes 41, a letter 1
MOST_TERMS = 2_000  # by which a text is found: the first so many
LONGEST_TERM = 64  # characters; longer words that begin alike are the same
LONGEST_QUERY = 512  # characters; more are not looked at
MOST_ASKED = 32  # terms of a query; more are not asked for
MOST_NAMED = 5  # words of a query for a name; more are not asked for

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
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def is_ascii(given: object) -> bool:
    """Whether it is a string of nothing else, as every token and everything to log in with is."""
    return isinstance(given, str) and given.isascii()


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


# -- search terms ---------------------------------------------------------------

# Letters of scripts that put no spaces between words, or attach to a word what others write apart:
# Thai and Lao, Burmese, Khmer, Chinese, kana, Korean.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1100-\u11ff\u1780-\u17ff\u2e80-\ua4cf"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")  # a letter of one: two of them are a country
_SYMBOL = re.compile("[\U0001f000-\U0001faff]")  # also those that this Python has yet to learn
_SYMBOLS = frozenset({"So", "Sc", "Sm"})
_FRACTION = "\u2044"  # what stands between the digits of 1/2

# What readers take for nothing: vowel points and the stretcher of Arabic, points of Hebrew, what
# cannot be seen (joiners, hyphenation, variants, direction), an emoji's tone, a digit's keycap.
_UNHEARD = chain(
    (0x00AD, 0x034F, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, 0x0640, 0x0670),
    (0x061C, 0x20E3, 0xFEFF),
    range(0x0591, 0x05BE),
    range(0x0610, 0x061B),
    range(0x064B, 0x0653),
    range(0x06D6, 0x06DD),
    range(0x180B, 0x1810),
    range(0x200C, 0x2010),
    range(0x202A, 0x202F),
    range(0x2060, 0x2070),
    range(0xFE00, 0xFE10),
    range(0x1F3FB, 0x1F400),
    range(0xE0020, 0xE0080),
    range(0xE0100, 0xE01F0),
)
_SAME = dict.fromkeys(_UNHEARD) | {ord("\N{LATIN SMALL LETTER DOTLESS I}"): "i"}
_DOTTED = re.compile("i\u0307+")  # what folding makes of İ

# What follows each other, by the kind of each character: see _kind.
_RUN = re.compile("w[wm]*|u[um]*|ff?|s")
_UNIT = re.compile("um*")


def fold(text: str) -> str:
    """One form for all spellings that readers take for the same; folded again, it is itself.

    Upper and lower case, ligatures and letters of any width are one (NFKC, case folding), ß is ss,
    and the i of Turkish is i with a dot or without.  Accents stay, up to :data:`MOST_MARKS`.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", without_stacks(text)).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    same = _DOTTED.sub("i", plain.translate(_SAME))
    return unicodedata.normalize("NFC", without_stacks(same))


def terms(text: str) -> frozenset[str]:
    """What a text is found by: its words, folded.

    A word is letters and digits with the marks on them; everything else only separates, but a
    symbol such as an emoji is a word by itself.  Where words are not spaced, each letter is a term,
    and each two that stand side by side.
    """
    found = chain.from_iterable(_of_word(word) for word in _words(fold(text)))
    return frozenset(islice(dict.fromkeys(found), MOST_TERMS))


def query_terms(query: str) -> tuple[str, ...]:
    """The terms that a text has to have, all of them, to be found by this query.

    Every query has its terms, whatever is written: nothing in it is an operator.  Words in quotes
    are words like any others, and so are those of scripts without spaces: what is asked for is
    every two letters that stand side by side, not the whole in that order.
    """
    plain = unicodedata.normalize("NFC", query[:LONGEST_QUERY])
    asked = chain.from_iterable(_pairs(word) or word for word in _words(fold(plain)))
    return tuple(islice(dict.fromkeys(asked), MOST_ASKED))


def beginnings(name: str) -> frozenset[str]:
    """Where one may begin to look for a name: at each of its words, or of its letters where words
    are not spaced; each goes on to the next space."""
    return frozenset(
        part[start : start + LONGEST_TERM]
        for part in fold(name).split()
        for start in (0, *_starts(part))
    )


def query_beginnings(query: str) -> tuple[str, ...]:
    """The words of a query, one of a name's :func:`beginnings` for each of which has to begin so.
    None where something in it is no text."""
    plain = unicodedata.normalize("NFC", query[:LONGEST_QUERY])
    parts = fold(plain).split()
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in "".join(parts)):
        return ()
    return tuple(islice(dict.fromkeys(part[:LONGEST_TERM] for part in parts), MOST_NAMED))


def _words(folded: str) -> Iterator[tuple[str, ...]]:
    """Each word; one of letters that are not spaced in these letters, with the marks on them."""
    kinds = "".join(map(_kind, folded))
    for run in _RUN.finditer(kinds):
        word = folded[run.start() : run.end()]
        if run[0].startswith("u"):
            yield tuple(
                word[unit.start() : unit.end()][: LONGEST_TERM // 2]
                for unit in _UNIT.finditer(run[0])
            )
        else:
            yield (word[:LONGEST_TERM],)


def _of_word(word: Iterable[str]) -> Iterator[str]:
    before = ""
    for unit in word:
        yield unit
        if before:
            yield before + unit
        before = unit


def _pairs(word: Iterable[str]) -> tuple[str, ...]:
    return tuple(one + other for one, other in pairwise(word))


def _starts(part: str) -> Iterator[int]:
    """Where in it a word starts, or a letter of one that is not spaced."""
    for run in _RUN.finditer("".join(map(_kind, part))):
        yield run.start()
        if run[0].startswith("u"):
            yield from (run.start() + unit.start() for unit in _UNIT.finditer(run[0]))


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """w: of a word, u: of one that is not spaced, m: a mark, f: of a flag, s: a symbol; or a
    space."""
    category = unicodedata.category(character)
    if character in _UNSEEN or character == _FRACTION:
        return " "
    if category.startswith("M"):
        return "m"
    if category.startswith(("L", "N")):
        return "u" if category != "Nd" and _UNSPACED.match(character) else "w"
    if _FLAG.match(character):
        return "f"
    if _SYMBOL.match(character) or (category in _SYMBOLS and not character.isascii()):
        return "s"
    return " "


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
