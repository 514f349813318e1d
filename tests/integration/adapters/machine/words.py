"""What people write in the machine, and how it is meant: stated beside it, never parsed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from attrs import evolve, frozen
from hypothesis import strategies as st

from twite.domain.content import InvalidLanguage
from twite.domain.drafts import DraftTooLarge
from twite.domain.errors import TwiteError
from twite.domain.microposts import BlankText
from twite.domain.notes import NoteTooLong
from twite.domain.text import UnreadableText
from twite.domain.users import (
    BioTooLong,
    DisplayNameTooLong,
    InvalidProfileLink,
    ReasonTooLong,
)

LIMIT = 500  # characters of a micropost


@frozen(kw_only=True)
class Written:
    """A text as it is typed, and what it says to whoever reads it right."""

    text: str
    kept: str
    length: int
    mentions: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    refusal: TwiteError | None = None

    def followed_by(self, other: "Written") -> "Written":
        return Written(
            text=f"{self.text} {other.text}",
            kept=f"{self.kept} {other.kept}",
            length=self.length + 1 + other.length,
            mentions=self.mentions | other.mentions,
            tags=self.tags | other.tags,
            terms=self.terms | other.terms,
            refusal=self.refusal or other.refusal,
        )


def _word(text: str, *terms: str, kept: str | None = None, length: int | None = None) -> Written:
    kept = text if kept is None else kept
    length = len(kept) if length is None else length
    return Written(text=text, kept=kept, length=length, terms=frozenset(terms))


def _tag(text: str, name: str) -> Written:
    return evolve(_word(text, name), tags=frozenset({name}))


def _mention(text: str, handle: str) -> Written:
    return evolve(_word(text, *handle.split("_")), mentions=frozenset({handle}))


def _refused(text: str, refusal: TwiteError) -> Written:
    return evolve(_word(text), refusal=refusal)


# -- who they are -----------------------------------------------------------------

HANDLES = ("alice", "bob", "carol", "dave", "eve", "al", "al_2", "bobby", "zoe", "a" * 30, "42")
WRITTEN_HANDLES = (*HANDLES, "Alice", "BOB", "Al_2")
INVALID_HANDLES = (
    "",
    " ",
    "a" * 31,
    "al ice",
    "al-ice",
    "älice",
    "\u212aate",
    "a\x00",
    "４２",
    "@al",
)
# What is typed: what is kept.
KEPT_NAMES: Mapping[str | None, str | None] = {
    None: None,
    "": None,
    "\u200b": None,
    "Alice": "Alice",
    "  Bob \n B. ": "Bob B.",
    "\u202eevE": "evE",
    "Zoe\u0308": "Zoë",
    "e" * 50: "e" * 50,
}
WRONG_NAMES: Mapping[str | None, TwiteError] = {
    "e" * 51: DisplayNameTooLong(51),
    "a\x00b": UnreadableText(0),
    "\ud800": UnreadableText(0xD800),
}
EXTERNAL_IDS = (None, None, None, "host:1", "host:2", "Host:1", "ünïcode", "7" * 200)
ASKED_EXTERNAL_IDS = ("host:0", "host:1", "host:2", "Host:1", "ünïcode", "7" * 200, "host:")
WRONG_EXTERNAL_IDS = ("", "7" * 201, "a\nb", "\x00", "\ud800")
QUERIES = (
    *("a", "AL", "@al", "bob", " zoe ", "al_", "4", "q", "", "@", "%", "al%", "ä", "a" * 65),
    *("b. bob", "bob b", "ZOE\u0308", "2", "ali eve", "\x00", "\ud800"),
)

RESERVED_HANDLES = ("admin", "home")
LONGEST_BIO = f"{'b' * 476} https://example.org/{'b' * 100}"
KEPT_BIOS = {
    "": "",
    "\u200b": "",
    " I like tea.\r\n#tea ": "I like tea.\n#tea",
    LONGEST_BIO: LONGEST_BIO,
}
WRONG_BIOS: Mapping[str | None, TwiteError] = {
    "b" * 501: BioTooLong(501),
    "\x00": UnreadableText(0),
    "\ud800": UnreadableText(0xD800),
}
LINKS = (None, (), (("Garden", "https://example.org"),), (("a", "b"),) * 4)
WRONG_LINKS: Mapping[tuple[str, str], TwiteError] = {
    ("", "x"): InvalidProfileLink(),
    ("x", " "): InvalidProfileLink(),
    ("x" * 31, "x"): InvalidProfileLink(),
    ("x", "x" * 201): InvalidProfileLink(),
    ("x\x00", "x"): UnreadableText(0),
}
KEPT_REASONS = {"": "", "spam": "spam", " they\n insult ": "they insult", "r" * 500: "r" * 500}
WRONG_REASONS: Mapping[str, TwiteError] = {"r" * 501: ReasonTooLong(501), "\x00": UnreadableText(0)}

# -- how they prove who they are ------------------------------------------------------

KEPT_EMAILS = {
    "a@example.org": "a@example.org",
    "A@Example.ORG": "a@example.org",
    "bob+tea@mail.example.org": "bob+tea@mail.example.org",
    "longer.name@example.org": "longer.name@example.org",
}
WRONG_EMAILS = (
    *("", " a@example.org", "a", "@example.org", "a@", "a@b@c", "ä@example.org", "a@b..c"),
    *("a@127.0.0.1", "a%b@example.org", f"{'a' * 65}@example.org", f"a@{'b' * 254}", "a@x\x00"),
)
COMMON_PASSWORD = "12345678"
PASSWORDS = ("correct horse", "pässwörter", "x" * 1024, "👍" * 8)
WRONG_PASSWORDS = (
    *("", "x" * 7, "x" * 1025, "ä" * 513, "\ud800" * 8, COMMON_PASSWORD, "longer.name"),
    *("bob+tea@mail.example.org", "A" * 30),
)
WRONG_TOKENS = ("", "token", "token-0", "tökén", "\x00", "\ud800")
KEPT_BROWSERS = {
    "": "",
    " Firefox \n on  Linux": "Firefox on Linux",
    "\u202exoferiF": "xoferiF",
    "b" * 65: "b" * 64,
}

# -- in which apps they log in --------------------------------------------------------

KEPT_APP_NAMES = {" Tea\n for two ": "Tea for two", "\u202eaeT": "aeT", "t" * 60: "t" * 60}
WRONG_APP_NAMES = ("", "\u200b", "t" * 61)
REDIRECT_URIS = (
    *("https://tea.example/cb", "https://tea.example/cb/", "http://localhost:1/"),
    *("tea://cb", "urn:ietf:wg:oauth:2.0:oob"),
)
WRONG_REDIRECT_URIS = ("http://tea.example/cb", "javascript:tea", "https://tea.example/#", "\ud800")
WEBSITES = (None, "https://tea.example")
WRONG_WEBSITES = ("tea", "tea://x", "")
# As typed: what they are.
SCOPES: Mapping[str, frozenset[str]] = {
    "": frozenset({"read"}),
    "read write follow push": frozenset({"read", "write", "follow", "push"}),
    "read+write": frozenset({"read", "write"}),
    "follow": frozenset({"follow"}),
    "read:blocks write:mutes": frozenset({"read:blocks", "write:mutes"}),
    " profile  profile": frozenset({"profile"}),
    "read:accounts write:statuses": frozenset({"read:accounts", "write:statuses"}),
}
WRONG_SCOPES = ("tea", "READ", "read\x00", "admin:read", "read\ud800")
# What is hashed (RFC 7636, appendix B, and another): what it was made of.
CHALLENGES = {
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "zAscLGbzu5_RoIHGJrob72L2-WRBpDvhUmhSN3asJqE": "x" * 43,
}
WRONG_CHALLENGES = ("", "tea", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "é" * 43)

# -- what they say ------------------------------------------------------------------

WORDS = (
    _word("tea", "tea"),
    _word("Straße", "strasse"),
    _word("İstanbul'da çay", "istanbul", "da", "çay"),
    _word("ILIK ılık", "ilik"),
    _word("شاي بالنعناع", "شاي", "بالنعناع"),
    _word("今天的茶", *"今天的茶", "今天", "天的", "的茶"),
    _word("cafe\u0301", "café", kept="café"),
    _word("a\r\nb", "a", "b", kept="a\nb"),
    _word(
        "@ # @@alice me@example.org a#b #1 &#39;", *"ab1", *["alice", "me", "example", "org", "39"]
    ),
    _word("'; DROP TABLE x; --", "drop", "table", "x"),
    _word("☕️👍🏽", "☕", "👍"),
)
TAGS = (
    _tag("#tea", "tea"),
    _tag("#TEA", "tea"),
    _tag("#Straße,", "strasse"),
    _tag("#çay", "çay"),
    _tag("#شاي", "شاي"),
    _tag("#茶", "茶"),
)
MENTIONS = (
    *(_mention(f"@{handle}", handle) for handle in HANDLES),
    _mention("@ALICE", "alice"),
    _mention("@Bob.", "bob"),
    _mention("@nobody", "nobody"),
)
BLANK = ("", " ", "\n\t ", "\u200b", "\u2800\u3164", "\u202e")
WRONG = (
    *(_refused(text, BlankText()) for text in BLANK),
    _refused("a\x00b", UnreadableText(0)),
    _refused("\ud800", UnreadableText(0xD800)),
    _refused("\x1b[1m", UnreadableText(0x1B)),
    _word("x" * (LIMIT + 1)),
    _word(f"{'x' * (LIMIT - 23)} https://example.org/", length=LIMIT + 1),
)
LONGEST = (
    _word("x" * LIMIT, "x" * 64),
    _word(
        f"{'x' * (LIMIT - 24)} https://example.org/{'y' * 400}",
        *("x" * 64, "https", "example", "org", "y" * 64),
        length=LIMIT,
    ),
)
ASKED_TERMS: Mapping[str, Sequence[str]] = {  # as typed: what has to be there
    "TEA": ["tea"],
    '"tea" çay': ["tea", "çay"],
    "STRASSE": ["strasse"],
    "istanbul ÇAY": ["istanbul", "çay"],
    "ILIK": ["ilik"],
    "شاي": ["شاي"],
    "茶": ["茶"],
    "今天": ["今天"],
    "天今": ["天今"],
    "CAFE\u0301": ["café"],
    "cafe": ["cafe"],
    "alice -tea": ["alice", "tea"],
    "a AND b*": ["a", "and", "b"],
    "a (b)": ["a", "b"],
    "👍": ["👍"],
    "x" * 600: ["x" * 64],
    '" NEAR(': ["near"],
    "": [],
    "%": [],
    "\x00'": [],
    "\ud800": [],
}
BEGINNINGS = ("t", "#TE", "tea", "ST", "straße", "ç", "ش", "", "#", "%", "te_", "\x00", "\ud800")
ASKED_TAGS = ("tea", "Tea", "STRASSE", "straße", "çay", "شاي", "茶", "1", "", "t", "\x00", "\ud800")


def _said(pieces: Sequence[Written]) -> Written:
    said, *more = pieces
    for piece in more:
        said = said.followed_by(piece)
    return said


# What is typed of a warning: what is kept.
KEPT_WARNINGS: Mapping[str | None, str | None] = {
    None: None,
    "\u200b": None,
    " hot\n tea ": "hot tea",
    "\u202etoh": "toh",
    "cafe\u0301": "café",
}
WRONG_WARNINGS: Mapping[str | None, TwiteError] = {
    "\x00": UnreadableText(0),
    "\ud800": UnreadableText(0xD800),
}
KEPT_LANGUAGES: Mapping[str | None, str | None] = {None: None, "DE": "de", "pt_br": "pt-BR"}
WRONG_LANGUAGES: Mapping[str | None, TwiteError] = {
    "german": InvalidLanguage(),
    "": InvalidLanguage(),
    "ｄｅ": InvalidLanguage(),
}
WRONG_PREFERRED_LANGUAGES = ("german", " ", "ｄｅ")
KEPT_NOTES = {
    "": "",
    "\u200b": "",
    " likes\r\ntea ": "likes\ntea",
    "n" * 2000: "n" * 2000,
}
WRONG_NOTES: Mapping[str, TwiteError] = {
    "n" * 2001: NoteTooLong(2001),
    "\x00": UnreadableText(0),
}
KEYS = (None, None, None, "k", "K", "once", " ", "k" * 200)
WRONG_KEYS = ("", "k" * 201, "a\nb", "\ud800")
_pieces = st.sampled_from((*WORDS, *TAGS, *TAGS, *MENTIONS))
texts = st.lists(_pieces, min_size=1, max_size=3).map(_said)
right_texts = st.integers(0, 19).flatmap(lambda n: texts if n else st.sampled_from(LONGEST))
wrong_texts = st.sampled_from(WRONG)

# Also what cannot be said can be kept.
wrong_drafts = st.sampled_from(
    (
        _refused("", BlankText()),
        _refused("a\x00b", UnreadableText(0)),
        _refused("\ud800", UnreadableText(0xD800)),
        _refused("x" * 65537, DraftTooLarge(65537)),
        _word("x" * (LIMIT + 1)),
    )
)
DRAFT_WARNINGS = {"": "", " ": "", "tea": "tea", " spoilers\r\n": "spoilers"}
DRAFT_LANGUAGES = ("", "de", "x" * 35)
WRONG_DRAFT_LANGUAGES = ("x" * 36, "d\ne", "\x00")

# -- when they say it -----------------------------------------------------------------

HOURS_24 = timedelta(hours=24)
JUMPS = (
    timedelta(0),
    timedelta(microseconds=1),
    timedelta(milliseconds=1),
    timedelta(seconds=1),
    timedelta(hours=1),
    HOURS_24 - timedelta(microseconds=1),
    HOURS_24,
    timedelta(days=31),
)
