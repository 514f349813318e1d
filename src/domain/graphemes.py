"""Characters as people count them: the extended grapheme clusters of Unicode (UAX #29)."""

import unicodedata
from enum import IntEnum, auto
from functools import lru_cache

FIRST_MARK = "\u0300"  # below it every code point stands alone, but for CR LF
MOST_REMEMBERED = 4_096  # characters whose kind is looked up once


class Kind(IntEnum):  # numbers: their hashes cost nothing
    """What a character does to the one before it and the one behind it."""

    OTHER = auto()
    CONTROL = auto()
    CR = auto()
    LF = auto()
    EXTEND = auto()
    NON_JOINER = auto()  # extends, but not a conjunct
    LINKER = auto()  # extends, and joins two consonants of an Indic script
    JOINER = auto()
    SPACING = auto()
    PREPEND = auto()
    REGIONAL = auto()
    PICTURE = auto()
    CONSONANT = auto()
    L = auto()
    V = auto()
    T = auto()
    LV = auto()
    LVT = auto()


def _ranges(said: str) -> tuple[tuple[int, int], ...]:
    """``"a9 2194-2199"`` as pairs, both ends included."""
    parts = (part.partition("-") for part in said.split())
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in parts)


# What the categories of unicodedata do not say; everything else follows from them.
_NAMED: tuple[tuple[Kind, tuple[tuple[int, int], ...]], ...] = (
    (Kind.NON_JOINER, _ranges("200c")),
    (Kind.JOINER, _ranges("200d")),
    (Kind.REGIONAL, _ranges("1f1e6-1f1ff")),
    (Kind.LINKER, _ranges("94d 9cd acd b4d c4d d4d")),
    (
        Kind.EXTEND,  # marks with a width, skin tones, and the tags of flags
        _ranges(
            "9be 9d7 b3e b57 bbe bd7 cc0 cc2 cc7-cc8 cca-ccb cd5-cd6 d3e d57 dcf ddf 1715 1734"
            " 1b35 1b3b 1b3d 1b43-1b44 1baa 1bf2-1bf3 302e-302f a953 a9c0 ff9e-ff9f 111c0 11235"
            " 1133e 1134d 11357 114b0 114bd 115af 116b6 11930 1193d 1d165-1d166 1d16d-1d172"
            " 1f3fb-1f3ff e0020-e007f"
        ),
    ),
    (
        Kind.PREPEND,
        _ranges(
            "600-605 6dd 70f 890-891 8e2 d4e 110bd 110cd 111c2-111c3 1193f 11941 11a3a"
            " 11a84-11a89 11d46 11f02"
        ),
    ),
    (Kind.SPACING, _ranges("e33 eb3")),
    (
        Kind.OTHER,  # spacing in their category, but not where they stand
        _ranges(
            "102b-102c 1038 1062-1064 1067-106d 1083 1087-108c 108f 109a-109c 1a61 1a63-1a64"
            " aa7b aa7d 11720-11721"
        ),
    ),
    (
        Kind.CONSONANT,
        _ranges(
            "915-939 958-95f 978-97f 995-9a8 9aa-9b0 9b2 9b6-9b9 9dc-9dd 9df 9f0-9f1 a95-aa8"
            " aaa-ab0 ab2-ab3 ab5-ab9 af9 b15-b28 b2a-b30 b32-b33 b35-b39 b5c-b5d b5f b71 c15-c28"
            " c2a-c39 c58-c5a d15-d3a"
        ),
    ),
    (
        Kind.PICTURE,
        _ranges(
            "a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 231a-231b 2328 2388 23cf 23e9-23f3"
            " 23f8-23fa 24c2 25aa-25ab 25b6 25c0 25fb-25fe 2600-2605 2607-2612 2614-2685"
            " 2690-2705 2708-2712 2714 2716 271d 2721 2728 2733-2734 2744 2747 274c 274e"
            " 2753-2755 2757 2763-2767 2795-2797 27a1 27b0 27bf 2934-2935 2b05-2b07 2b1b-2b1c"
            " 2b50 2b55 3030 303d 3297 3299 1f000-1f0ff 1f10d-1f10f 1f12f 1f16c-1f171"
            " 1f17e-1f17f 1f18e 1f191-1f19a 1f1ad-1f1e5 1f201-1f20f 1f21a 1f22f 1f232-1f23a"
            " 1f23c-1f23f 1f249-1f3fa 1f400-1f53d 1f546-1f64f 1f680-1f6ff 1f774-1f77f"
            " 1f7d5-1f7ff 1f80c-1f80f 1f848-1f84f 1f85a-1f85f 1f888-1f88f 1f8ae-1f8ff"
            " 1f90c-1f93a 1f93c-1f945 1f947-1faff 1fc00-1fffd"
        ),
    ),
    (Kind.L, _ranges("1100-115f a960-a97c")),
    (Kind.V, _ranges("1160-11a7 d7b0-d7c6")),
    (Kind.T, _ranges("11a8-11ff d7cb-d7fb")),
)
_BY_CATEGORY = {
    "Mn": Kind.EXTEND,
    "Me": Kind.EXTEND,
    "Mc": Kind.SPACING,
    "Cc": Kind.CONTROL,
    "Cf": Kind.CONTROL,
    "Cs": Kind.CONTROL,
    "Zl": Kind.CONTROL,
    "Zp": Kind.CONTROL,
}
_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = 0xAC00, 0xD7A3, 28  # Hangul

_BREAKING = {Kind.CONTROL, Kind.CR, Kind.LF}
_EXTENDING = {Kind.EXTEND, Kind.NON_JOINER, Kind.LINKER}
_CLINGING = {*_EXTENDING, Kind.JOINER, Kind.SPACING}
_SYLLABLES = {
    Kind.L: {Kind.L, Kind.V, Kind.LV, Kind.LVT},
    Kind.LV: {Kind.V, Kind.T},
    Kind.V: {Kind.V, Kind.T},
    Kind.LVT: {Kind.T},
    Kind.T: {Kind.T},
}


def count(text: str) -> int:
    """How many characters a person sees in it; never more than there are code points.

    One look at each code point, whatever the text.
    """
    if "\r" not in text and max(text, default="") < FIRST_MARK:
        return len(text)
    clusters = 0
    before: Kind | None = None
    flags = 0  # regional indicators right before, the last one included
    picture = conjunct = linked = False  # what the cluster so far ends with, but for its marks
    for character in text:
        kind = _kind(character)
        joins = before is not None and (
            _clings(before, kind)
            or (kind is Kind.PICTURE and picture and before is Kind.JOINER)
            or (kind is Kind.CONSONANT and linked)
            or (kind is Kind.REGIONAL and flags % 2 == 1)
        )
        clusters += not joins
        flags = flags + 1 if kind is Kind.REGIONAL else 0
        picture = kind is Kind.PICTURE or (
            picture and (kind in _EXTENDING or (kind is Kind.JOINER and before is not Kind.JOINER))
        )
        conjunct = kind is Kind.CONSONANT or (
            conjunct and kind in (Kind.EXTEND, Kind.LINKER, Kind.JOINER)
        )
        linked = conjunct and (kind is Kind.LINKER or (linked and kind is not Kind.CONSONANT))
        before = kind
    return clusters


def _clings(before: Kind, kind: Kind) -> bool:
    """Whether the two stand together by themselves, whatever is around them."""
    if before is Kind.CR:
        return kind is Kind.LF
    if before in _BREAKING or kind in _BREAKING:
        return False
    return (
        kind in _CLINGING or before is Kind.PREPEND or kind in _SYLLABLES.get(before, frozenset())
    )


@lru_cache(MOST_REMEMBERED)
def _kind(character: str) -> Kind:
    code_point = ord(character)
    match character:
        case "\r":
            return Kind.CR
        case "\n":
            return Kind.LF
    if _FIRST_SYLLABLE <= code_point <= _LAST_SYLLABLE:
        return Kind.LVT if (code_point - _FIRST_SYLLABLE) % _FINALS else Kind.LV
    for kind, ranges in _NAMED:
        if any(first <= code_point <= last for first, last in ranges):
            return kind
    return _BY_CATEGORY.get(unicodedata.category(character), Kind.OTHER)
