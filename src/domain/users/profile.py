"""What a user says of themselves: a bio, and a few links."""

from attrs import define, field, frozen

from .. import text as reading
from ..errors import Invalid

LONGEST_BIO = 500  # characters, a link counted as in a micropost
MOST_LINKS = 4
LONGEST_LINK_NAME = 30  # characters
LONGEST_LINK_VALUE = 200  # characters


def _tidy_lines(text: str) -> str:
    return reading.without_stacks(reading.tidy(reading.without_bidi_controls(text)))


def _tidy_bio(text: str) -> str:
    bio = _tidy_lines(text)
    return "" if reading.is_blank(bio) else bio


def _tidy_line(text: str) -> str:
    return " ".join(_tidy_lines(text).split())


@frozen
class Bio:
    """A few lines about oneself; it may hold links, and be empty."""

    value: str = field(converter=_tidy_bio)

    def __attrs_post_init__(self) -> None:
        size, room = reading.size(self.value), reading.room(LONGEST_BIO)
        if size > room:
            raise BioTooLarge(size, room)
        length = reading.length(self.value)
        if length > LONGEST_BIO:
            raise BioTooLong(length)

    def __str__(self) -> str:
        return self.value


NO_BIO = Bio("")


@frozen
class ProfileLink:
    """A line of a profile: ``Garden: https://example.org``, or ``Pronouns: they/them``."""

    name: str = field(converter=_tidy_line)
    value: str = field(converter=_tidy_line)

    def __attrs_post_init__(self) -> None:
        for text, longest in ((self.name, LONGEST_LINK_NAME), (self.value, LONGEST_LINK_VALUE)):
            if reading.is_blank(text) or len(text) > longest:
                raise InvalidProfileLink


# -- refusals -------------------------------------------------------------------


@define
class BioTooLong(Invalid):
    length: int

    def __str__(self) -> str:
        return f"a bio holds {LONGEST_BIO} characters, and this has {self.length}"


@define
class BioTooLarge(Invalid):
    size: int
    room: int

    def __str__(self) -> str:
        return f"a bio takes up to {self.room} bytes, and this takes {self.size}"


class InvalidProfileLink(Invalid):
    def __str__(self) -> str:
        return (
            f"a link has a name of 1 to {LONGEST_LINK_NAME} characters"
            f" and a value of 1 to {LONGEST_LINK_VALUE}"
        )


@define
class TooManyLinks(Invalid):
    number: int

    def __str__(self) -> str:
        return f"a profile holds {MOST_LINKS} links, and these are {self.number}"
