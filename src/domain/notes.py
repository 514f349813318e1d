"""A note: what one user keeps about another, and nobody else ever sees."""

from attrs import define, field, frozen

from . import text as reading
from .errors import Invalid
from .users import UserId

LONGEST_NOTE = 2_000  # characters, as they come


@frozen
class NoteText:
    """One of which nothing can be seen is none."""

    value: str = field(converter=reading.tidy)

    def __attrs_post_init__(self) -> None:
        if len(self.value) > LONGEST_NOTE:
            raise NoteTooLong(len(self.value))

    def __bool__(self) -> bool:
        return not reading.is_blank(self.value)

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class Note:
    writer_id: UserId
    about_id: UserId
    text: NoteText


# -- refusals -------------------------------------------------------------------


@define
class NoteTooLong(Invalid):
    length: int

    def __str__(self) -> str:
        return f"a note holds {LONGEST_NOTE} characters, and this has {self.length}"
